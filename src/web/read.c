/* From typed text to the members of a record, field by field. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/when.h"
#include "web/req.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	struct req *rq;
	const struct pairs *from;
	bool partial; /* PATCH: what is missing stays as it is */
	bool failed;
};

static const char *label_of(const struct field *f)
{
	return f->label ? f->label : f->name;
}

#define wrong(r, f, ...)                                                                           \
	do {                                                                                       \
		(r)->failed = true;                                                                \
		ctx_refuse(&(r)->rq->c, ERR_INVALID, (f)->name, __VA_ARGS__);                      \
	} while (0)

static const char *ask_word(const struct field *f)
{
	return f->words || f->kind == FIELD_WORDS ? "选择"
	       : f->kind == FIELD_BOOL            ? "勾选"
	                                          : "填写";
}

static void missing(struct reading *r, const struct field *f)
{
	wrong(r, f, "请%s%s", ask_word(f), label_of(f));
}

static bool number(const char *s, int64_t *out)
{
	char *end;
	errno = 0;
	if (!*s || strspn(s, "+-0123456789") != strlen(s))
		return false;
	*out = strtoimax(s, &end, 10);
	return !errno && end != s && !*end;
}

/* A cell copied from a table brings its tab along: in one line it is a blank. */
static const char *one_line(struct arena *a, const char *typed)
{
	char *out = arena_strdup(a, typed);
	for (char *p = out; (p = strchr(p, '\t'));)
		*p = ' ';
	return text_trim(a, out);
}

static void read_text(struct reading *r, const struct field *f, const char *typed, const char **at)
{
	struct arena *a = r->rq->c.mem;
	const char *value = f->as == AS_SECRET  ? typed
	                    : f->as == AS_LINES ? text_trim(a, typed)
	                                        : one_line(a, typed);
	if (f->as == AS_PHONE)
		value = text_narrow(a, value);
	*at = text_empty(value) ? NULL : value;
	if (!*at) {
		if (f->required)
			missing(r, f);
		return;
	}
	int64_t n = (int64_t)text_length(value);
	if (f->words && field_word(f->words, value) < 0)
		wrong(r, f, "请选择%s", label_of(f));
	else if (f->as != AS_LINES && strpbrk(value, "\n\t"))
		wrong(r, f, "%s只能写一行", label_of(f));
	else if (n < f->min)
		wrong(r, f, "%s至少 %d 个字，现在 %d 个", label_of(f), (int)f->min, (int)n);
	else if (f->max && n > f->max)
		wrong(r, f, "%s最多 %d 个字，现在 %d 个", label_of(f), (int)f->max, (int)n);
	else if (f->check) {
		const char *say = f->check(a, at);
		if (say)
			wrong(r, f, "%s", say);
	}
}

/* Up to the year 9999, as in a form: what is added to it later must not overflow. */
static bool read_moment(const struct req *rq, const char *value, int64_t *out)
{
	const int64_t last = 253402300799;
	return (rq->json && number(value, out) && *out >= 0 && *out <= last) ||
	       when_parse(rq->c.mem, value, out);
}

/* What is planned lies near: a year typed wrong is asked back, and so is one of centuries ago. */
enum { PLANS_AHEAD = 2 * 366 * 24 * 3600 };
static bool far(const struct reading *r, const struct field *f, int64_t at)
{
	static const int64_t year_1900 = -2209017600; /* in local time */
	return at < year_1900 || (f->as == AS_TIME && at > r->rq->c.now + PLANS_AHEAD);
}

static void read_int(struct reading *r, const struct field *f, const char *typed, int64_t *at)
{
	struct arena *a = r->rq->c.mem;
	const char *value = text_narrow(a, text_trim(a, typed));
	bool moment = f->as == AS_TIME || f->as == AS_DATE;
	int64_t n = 0;
	if (!*value) {
		if (!f->words) /* nothing chosen: as it was before */
			*at = 0;
		if (f->required)
			missing(r, f);
	} else if (f->words) {
		n = field_word(f->words, value);
		if (n < 0)
			wrong(r, f, "%s里没有“%s”这一项", label_of(f), text_cut(a, value, 20));
		else
			*at = n;
	} else if (moment ? !read_moment(r->rq, value, &n) : !number(value, &n)) {
		wrong(r, f, moment ? "%s不是一个正确的日期或时间" : "%s要填整数", label_of(f));
	} else if (moment && far(r, f, n)) {
		wrong(r, f, "%s写的是 %d 年吗？请核对年份", label_of(f), clock_local(n).year);
	} else if (f->max > f->min && (n < f->min || n > f->max)) {
		wrong(r, f, "%s应在 %" PRId64 " 到 %" PRId64 " 之间", label_of(f), f->min, f->max);
	} else {
		*at = n;
	}
}

static void read_bool(struct reading *r, const struct field *f, const char *typed, bool *at)
{
	static const char *const yes[] = {"1", "true", "on", "yes", NULL};
	static const char *const no[] = {"0", "false", "off", "no", "", NULL};
	*at = field_word(yes, typed) >= 0;
	if (!*at && field_word(no, typed) < 0)
		wrong(r, f, "%s只能是“是”或“否”", label_of(f));
	else if (!*at && f->required)
		missing(r, f);
}

static void read_words(struct reading *r, const struct field *f, const char *const **at)
{
	struct arena *a = r->rq->c.mem;
	const char **list = ARENA_ARRAY(a, const char *, r->from->count + 1);
	int64_t n = 0;
	for (size_t i = 0; i < r->from->count; i++) {
		const struct pair *p = &r->from->at[i];
		if (strcmp(p->name, f->name) != 0)
			continue;
		const char *value = text_trim(a, p->value);
		if (text_empty(value))
			continue;
		if (p->broken || strpbrk(value, "\n\t") ||
		    (f->words && field_word(f->words, value) < 0))
			wrong(r, f, "%s里没有“%s”这一项", label_of(f), text_cut(a, value, 20));
		list[n++] = value;
	}
	*at = list;
	if (!n && f->required)
		missing(r, f);
	else if (n < f->min && n)
		wrong(r, f, "%s至少选 %d 项", label_of(f), (int)f->min);
	else if (f->max && n > f->max)
		wrong(r, f, "%s最多选 %d 项", label_of(f), (int)f->max);
}

/* How often the field was sent; *last is the value that counts. */
static int sent(const struct reading *r, const struct field *f, const struct pair **last)
{
	int n = 0;
	*last = NULL;
	for (size_t i = 0; i < r->from->count; i++)
		if (strcmp(r->from->at[i].name, f->name) == 0) {
			*last = &r->from->at[i];
			n++;
		}
	return n;
}

/* A checkbox is preceded by a hidden "0", so a bool may come twice. */
static bool may_repeat(const struct field *f)
{
	return f->kind == FIELD_WORDS || f->kind == FIELD_BOOL;
}

static bool holds(const struct field *f, const void *at)
{
	switch (f->kind) {
	case FIELD_TEXT: return *(const char *const *)at;
	case FIELD_BOOL: return *(const bool *)at;
	case FIELD_WORDS: return *(const char *const *const *)at;
	default: return *(const int64_t *)at != 0;
	}
}

/* What JSON must hold for the field, as web/openapi.c describes it. */
static bool type_fits(const struct field *f, const struct pair *p)
{
	bool null = p->type == PAIR_NULL; /* as if nothing was filled in */
	if (p->type == PAIR_TYPED)
		return true;
	if (p->listed != (f->kind == FIELD_WORDS))
		return false;
	switch (f->kind) {
	case FIELD_TEXT: return null || p->type == PAIR_TEXT;
	case FIELD_INT:
		if ((f->as == AS_TIME || f->as == AS_DATE) && p->type == PAIR_TEXT)
			return !*p->value ||
			       strchr(p->value, '-'); /* a date, no number in quotes */
		return null || p->type == (f->words ? PAIR_TEXT : PAIR_INTEGER);
	case FIELD_BOOL: return p->type == PAIR_BOOL;
	default: return p->type == PAIR_TEXT || p->type == PAIR_EMPTY;
	}
}

/* Of each value: true when all are of the field's type; else it is refused. */
static bool types_fit(struct reading *r, const struct field *f)
{
	const char *wanted = f->kind == FIELD_WORDS              ? "字符串的列表"
	                     : f->kind == FIELD_BOOL             ? "true 或 false"
	                     : f->kind == FIELD_INT && !f->words ? "整数"
	                                                         : "字符串";
	for (size_t i = 0; i < r->from->count; i++) {
		const struct pair *p = &r->from->at[i];
		if (strcmp(p->name, f->name) != 0 || type_fits(f, p))
			continue;
		wrong(r, f, "%s在 JSON 里应是%s", label_of(f), wanted);
		return false;
	}
	return true;
}

static void read_one(struct reading *r, const struct field *f, void *record)
{
	void *at = (char *)record + f->offset;
	const struct pair *p;
	int n = sent(r, f, &p);
	if (f->readonly || !n) {
		if (!f->readonly && f->required && !r->partial && !holds(f, at))
			missing(r, f);
		return;
	}
	if (!types_fit(r, f))
		return;
	if (n > 1 && !may_repeat(f))
		wrong(r, f, "%s只能填一次", label_of(f));
	else if (p->broken && f->kind != FIELD_WORDS)
		wrong(r, f, "%s里有不能识别的字符，请重新输入", label_of(f));
	else if (f->kind == FIELD_TEXT)
		read_text(r, f, p->value, at);
	else if (f->kind == FIELD_INT)
		read_int(r, f, p->value, at);
	else if (f->kind == FIELD_BOOL)
		read_bool(r, f, p->value, at);
	else
		read_words(r, f, at);
}

/* Names that the table does not know, and such as only the program may set. */
static void refuse_strangers(struct reading *r, const struct field *fields, bool unknown_too)
{
	for (size_t i = 0; i < r->from->count; i++) {
		const char *name = r->from->at[i].name;
		const struct field *f = field_find(fields, name);
		if (req_own(name) || (f && !f->readonly) || (!f && !unknown_too))
			continue;
		r->failed = true;
		ctx_refuse(&r->rq->c, ERR_INVALID, text_cut(r->rq->c.mem, name, 40),
		           f ? "这一项由系统填写，不能提交" : "没有这一项");
	}
}

enum err req_read(struct req *rq, const struct field *fields, void *record)
{
	struct reading r = {.rq = rq, .from = &rq->body, .partial = rq->method == PATCH};
	req_form(rq, fields, record);
	refuse_strangers(&r, fields, true);
	const struct field *f;
	for (struct field_walk w = {.at = fields}; (f = field_next(&w));)
		read_one(&r, f, record);
	return r.failed ? ERR_INVALID : OK;
}

enum err req_asks(struct req *rq, const struct field *fields, void *record)
{
	struct reading r = {.rq = rq, .from = &rq->query};
	refuse_strangers(&r, fields, rq->json && !rq->face);
	const struct field *f;
	for (struct field_walk w = {.at = fields}; (f = field_next(&w));)
		read_one(&r, f, record);
	return r.failed ? ERR_INVALID : OK;
}
