/* sheet.c - how a list reads as a table: cells, columns, head and foot. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "gen/web.html.h"
#include "web/serve.h"
#include "web/sheet_priv.h"
#include "web/where.h"

#include <string.h>

enum { COLUMNS = 64 };

/* ---- one cell ---- */

static const char *word_of(const struct field *f, int64_t n)
{
	int64_t count = 0;
	while (f->words[count])
		count++;
	if (n < 0 || n >= count)
		return "";
	return f->labels ? f->labels[n] : f->words[n];
}

static const char *minute(struct arena *a, int64_t at)
{
	char *text = arena_strdup(a, clock_input(a, at)), *t = strchr(text, 'T');
	if (t)
		*t = ' ';
	return text;
}

static const char *moment(struct arena *a, const struct field *f, int64_t at)
{
	return f->as == AS_DATE || f->as == AS_DAY ? clock_date(a, at) : minute(a, at);
}

static const char *words_of(struct arena *a, const struct field *f, const char *const *words)
{
	struct buf b = BUF(a);
	for (size_t i = 0; words && words[i]; i++)
		buf_printf(&b, "%s%s", i ? "、" : "",
		           f->words ? word_of(f, field_word(f->words, words[i])) : words[i]);
	return buf_str(&b);
}

static bool is_number(const struct field *f)
{
	return f->kind == FIELD_INT && !f->words && f->as == AS_PLAIN;
}

static const char *cell(struct arena *a, const struct field *f, const void *record)
{
	const void *at = (const char *)record + f->offset;
	const char *text;
	switch (f->kind) {
	case FIELD_INT:
		if (f->words)
			return word_of(f, *(const int64_t *)at);
		return is_number(f) ? arena_printf(a, "%lld", *(const long long *)at)
		                    : moment(a, f, *(const int64_t *)at);
	case FIELD_BOOL: return *(const bool *)at ? "是" : "否";
	case FIELD_WORDS: return words_of(a, f, *(const char *const *const *)at);
	default:
		text = *(const char *const *)at;
		return !text ? "" : f->words ? word_of(f, field_word(f->words, text)) : text;
	}
}

/* A telephone, an ID number, a code, a date: a spreadsheet would make another number of it. */
static bool spoiled(const char *s)
{
	bool signs = *s == '+' && s[1] >= '0' && s[1] <= '9';
	return (signs || (*s >= '0' && *s <= '9')) &&
	       strspn(s, "0123456789+-*()./:, ") == strlen(s);
}

/* Also the wide signs, which Chinese editions take for the narrow ones. */
static bool formula(const char *s)
{
	static const char *const signs[] = {"=",  "+",  "-",  "@",  "\t", "\r",
	                                    "＝", "＋", "－", "＠", NULL};
	if (*s == '\t' || *s == '\r')
		return true;
	s += strspn(s, " \n");
	for (size_t i = 0; signs[i]; i++)
		if (text_starts(s, signs[i]))
			return true;
	return false;
}

static void csv_text(struct buf *b, const char *s)
{
	buf_char(b, '"');
	if (spoiled(s))
		buf_char(b, '\t');
	else if (formula(s))
		buf_char(b, '\'');
	for (; *s; s++) {
		if (*s == '"')
			buf_char(b, '"');
		buf_char(b, *s);
	}
	buf_char(b, '"');
}

/* ---- rows ---- */

static bool column(const struct field *f)
{
	return f->label && f->as != AS_SECRET && f->as != AS_HIDDEN && f->as != AS_CODE;
}

static void csv_row(struct arena *a, struct buf *out, const struct field *fields,
                    const void *record)
{
	const char *sep = "";
	for (const struct field *f = fields; f->name; f++) {
		if (!column(f))
			continue;
		buf_text(out, sep);
		sep = ",";
		const char *text = record ? cell(a, f, record) : f->label;
		bool moment_of = f->kind == FIELD_INT && !f->words;
		if (record && moment_of)
			buf_text(out, text);
		else
			csv_text(out, text);
	}
	buf_text(out, "\r\n");
}

static size_t cells(struct arena *a, const struct field *fields, const void *record,
                    const char *out[COLUMNS])
{
	size_t n = 0;
	for (const struct field *f = fields; f->name && n < COLUMNS; f++)
		if (column(f))
			out[n++] = record ? cell(a, f, record) : f->label;
	return n;
}

void sheet_rows(struct arena *a, const struct sheet *s, const struct list *list, struct buf *out)
{
	struct html h = {.out = *out};
	for (size_t i = 0; i < list->count; i++) {
		const void *record = (const char *)list->items + i * list->size;
		const char *text[COLUMNS];
		if (s->kind == SHEET_CSV) {
			csv_row(a, &h.out, s->view->fields, record);
			continue;
		}
		size_t n = cells(a, s->view->fields, record, text);
		web_sheet_row_html(&h, &(struct sheet_row){text, n});
	}
	*out = h.out;
}

/* ---- what stands around them ---- */

/* What the page is called in the navigation, where its handler did not say. */
static const char *title_of(const struct req *rq, const struct view *view)
{
	const char *found = NULL;
	for (const struct nav *n = rq->site->nav; n && n->path && !found; n++)
		if (view->section && text_equal(n->section, view->section))
			found = n->label;
	return rq->title ? rq->title : found ? found : rq->site->brand;
}

static const struct field *asked(const struct req *rq, const struct pair *p)
{
	const struct field *f = rq->route->asks ? field_find(rq->route->asks, p->name) : NULL;
	return f && !text_empty(p->value) && !text_equal(p->name, "after") ? f : NULL;
}

/* "地区：西渡镇；词：理发" */
static const char *filter(struct req *rq)
{
	struct buf b = BUF(rq->c.mem);
	for (size_t i = 0; i < rq->query.count; i++) {
		const struct field *f = asked(rq, &rq->query.at[i]);
		const char *value = rq->query.at[i].value, *name = NULL;
		if (!f || !f->label || (f->kind == FIELD_BOOL && text_equal(value, "0")))
			continue;
		if (f->as == AS_PLACE && rq->site->place)
			name = rq->site->place(&rq->c, value);
		int64_t word = f->words ? field_word(f->words, value) : -1;
		if (word >= 0 && f->labels)
			name = f->labels[word];
		buf_printf(&b, "%s%s", b.len ? "；" : "", f->label);
		if (f->kind != FIELD_BOOL)
			buf_printf(&b, "：%s", name ? name : value);
	}
	return buf_str(&b);
}

/* A word of ours, an id, a division: whatever else was typed there is no code. */
static bool is_code(const char *value)
{
	return !value[strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789_.-")];
}

const char *sheet_filter_logged(const struct req *rq)
{
	struct buf b = BUF(rq->c.mem);
	for (size_t i = 0; i < rq->query.count; i++) {
		const struct field *f = asked(rq, &rq->query.at[i]);
		if (!f)
			continue;
		bool code = f->as == AS_CODE || f->as == AS_PLACE;
		bool free = code ? !is_code(rq->query.at[i].value)
		                 : f->kind == FIELD_TEXT && !f->words;
		buf_printf(&b, "%s%s=%s", b.len ? " " : "", f->name,
		           free ? "*" : text_cut(rq->c.mem, rq->query.at[i].value, 40));
	}
	return buf_str(&b);
}

/* people-2026-12-01.csv, and its Chinese name for those who read it (RFC 6266). */
static const char *file_name(struct req *rq, const char *title)
{
	struct arena *a = rq->c.mem;
	const char *day = clock_date(a, rq->c.now), *last = strrchr(rq->route->path, '/') + 1;
	struct buf wide = BUF(a);
	where_encode(&wide, arena_printf(a, "%s %s.csv", title, day));
	return arena_printf(a, "attachment; filename=\"%s-%s.csv\"; filename*=UTF-8''%s", last, day,
	                    buf_str(&wide));
}

void sheet_top(struct req *rq, const struct sheet *s, struct buf *out)
{
	const char *title = title_of(rq, s->view), *text[COLUMNS];
	if (s->kind == SHEET_CSV) {
		rq->reply.type = "text/csv; charset=utf-8";
		rq->reply.disposition = file_name(rq, title);
		buf_text(out, "\xef\xbb\xbf");
		csv_row(rq->c.mem, out, s->view->fields, NULL);
		return;
	}
	struct html h = {.out = *out, .now = rq->c.now};
	struct sheet_head head = {.title = title,
	                          .office = rq->site->office,
	                          .filter = filter(rq),
	                          .by = rq->c.who->name,
	                          .at = minute(rq->c.mem, rq->c.now),
	                          .total = rq->total,
	                          .columns = text,
	                          .demo = rq->site->demo};
	head.count = cells(rq->c.mem, s->view->fields, NULL, text);
	web_sheet_head_html(&h, &head);
	rq->reply.type = NULL;
	*out = h.out;
}

void sheet_foot(struct arena *a, const struct sheet *s, struct buf *out)
{
	struct html h = {.out = *out};
	(void)a;
	if (s->kind == SHEET_PRINT)
		web_sheet_foot_html(&h, &(struct sheet_end){s->rows, s->more});
	*out = h.out;
}

/* ---- is it asked for, and whose is it ---- */

bool sheet_has(const struct view *view)
{
	const struct field *f = view && view->list ? view->fields : NULL;
	while (f && f->name && !column(f))
		f++;
	return f && f->name;
}

bool sheet_may(const struct req *rq)
{
	return access_reach(rq->c.who, LIST_EXPORT) != REACH_NONE;
}

static void leave_out(struct pairs *p, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < p->count; i++)
		if (!text_equal(p->at[i].name, name))
			p->at[n++] = p->at[i];
	p->count = n;
}

enum sheet_kind sheet_asked(struct req *rq, const struct route *list)
{
	bool csv = text_equal(req_query(rq, "format"), "csv");
	bool print = text_equal(req_query(rq, "print"), "1");
	if (!list || !sheet_has(list->gives) || rq->head || (!csv && !print))
		return SHEET_NONE;
	leave_out(&rq->query, "format");
	leave_out(&rq->query, "print");
	return csv ? SHEET_CSV : SHEET_PRINT;
}

const char *sheet_path(const struct req *rq, enum sheet_kind kind)
{
	struct pairs kept = {.at = ARENA_ARRAY(rq->c.mem, struct pair, rq->query.count + 1)};
	for (size_t i = 0; i < rq->query.count; i++)
		kept.at[kept.count++] = rq->query.at[i];
	leave_out(&kept, "after");
	const char *query = where_pairs(rq->c.mem, &kept);
	return arena_printf(rq->c.mem, "%s?%s%s%s", rq->path, query, *query ? "&" : "",
	                    kind == SHEET_CSV ? "format=csv" : "print=1");
}
