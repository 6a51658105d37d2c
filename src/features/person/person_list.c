/* person_list.c - the lists of staff, and the words for skills. */
#include "features/person/person.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "core/feature.h"
#include "core/sealed.h"
#include "core/search.h"
#include "features/place/place.h"
#include "gen/person.sql.h"

#include <string.h>

const struct field person_row_fields[] = {
	FIELD_AS(struct person_row, uid, "id"),
	FIELD(struct person_row, name, .label = "姓名"),
	FIELD(struct person_row, phone, .label = "电话", .doc = "masked"),
	FIELD(struct person_row, number, .label = "编号", .doc = "volunteer number"),
	FIELD(struct person_row, volunteer, .label = "是志愿者"),
	FIELD_AS(struct person_row, words, "skills", .doc = "category words"),
	FIELD_AS(struct person_row, home_name, "home_name", .label = "住地",
                 .doc = "name of the home place"),
	FIELD(struct person_row, sample),
	FIELD(struct person_row, ended, .label = "去向", .words = person_end_words,
              .labels = person_end_labels,
              .doc = "here; died or left the county, as the office recorded it"),
	RECORD("PersonLine", "Somebody as lists show him."),
};

/* The path of the only grant by which c->who sees people at all; NULL: he sees more than one subtree. */
static const char *only_subtree(struct ctx *c, const struct scope *s)
{
	const char *path = NULL;
	for (size_t i = 0; i < c->who->grant_count; i++) {
		const struct grant *g = &c->who->grants[i];
		if (!(s->subtree >> g->role & 1))
			continue;
		if (path)
			return NULL;
		path = g->path;
	}
	return s->all || s->own || s->serving ? NULL : path;
}

/* The number that was typed, normalised; NULL: it is none. */
static const char *phone_typed(struct ctx *c, const struct person_query *q)
{
	const char *typed = q->q;
	return text_empty(typed) || person_check_contact(c->mem, &typed) ? NULL : typed;
}

static void dress(struct ctx *c, struct person_row *r)
{
	r->words = text_split(c->mem, r->skills, " ");
	r->phone = sealed_veil(c, "person", "phone", r->uid, r->phone, 3, 4);
}

/* Begins where the question is narrowest. */
static struct person_row *listed(struct ctx *c, const struct person_query *q, size_t *count)
{
	struct scope s = access_scope(c->who, PERSON_READ);
	struct place *at = place_asked(c, q->place);
	const char *phone = phone_typed(c, q);
	if (phone)
		return sql_person_list_phone(c, s, q, crypto_index(c->keys, c->mem, "phone", phone),
		                             count);
	if (!text_empty(q->place) && !at)
		return NULL;
	const char *path = at ? at->path : only_subtree(c, &s);
	return path ? sql_person_list_at(c, s, q, path, count) : sql_person_list(c, s, q, count);
}

static struct person_row *found(struct ctx *c, const struct person_query *q, size_t *count)
{
	struct scope s = access_scope(c->who, PERSON_READ);
	struct place *at = place_asked(c, q->place);
	int64_t before = text_empty(q->after) ? SEARCH_NEWEST : sql_person_row(c, q->after);
	const char *name = person_dots(c->mem, text_narrow(c->mem, q->q));
	struct search find = search_for(c, SEARCH_PERSON, name, before);
	if (!find.match)
		return listed(c, q, count);
	if (!text_empty(q->place) && !at)
		return NULL;
	const char *path = at ? at->path : "";
	search_in_reach(c, &find, &s);
	search_within(c, &find, path);
	struct person_row *rows = ARENA_ARRAY(c->mem, struct person_row, LIMIT_PAGE + 1);
	while (search_step(c, &find, *count, LIMIT_PAGE + 1)) {
		size_t n = 0;
		struct person_row *more = sql_person_search(c, s, q, &find, path,
		                                            LIMIT_PAGE + 1 - (int64_t)*count, &n);
		for (size_t i = 0; i < n; i++)
			rows[(*count)++] = more[i];
	}
	return rows;
}

struct person_row *person_list(struct ctx *c, const struct person_query *q, size_t *count,
                               const char **next)
{
	*next = NULL;
	*count = 0;
	bool words = !text_empty(q->q) && !phone_typed(c, q);
	struct person_row *rows = words ? found(c, q, count) : listed(c, q, count);
	if (*count > LIMIT_PAGE) {
		*count = LIMIT_PAGE;
		*next = rows[LIMIT_PAGE - 1].uid;
	}
	for (size_t i = 0; i < *count; i++)
		dress(c, &rows[i]);
	return rows;
}

static bool holds(struct arena *mem, const char *held, const char *word)
{
	return held && strstr(held, arena_printf(mem, " %s ", word));
}

struct skill *skill_list(struct ctx *c, const char *held, size_t *count)
{
	struct skill *s = sql_skill_list(c, count);
	for (size_t i = 0; s && i < *count; i++)
		s[i].held = holds(c->mem, held, s[i].word);
	return s;
}

const char *skill_text(struct ctx *c, const char *const *words)
{
	size_t count = 0, known = 0, given = 0;
	struct buf out = BUF(c->mem);
	struct skill *s = skill_list(c, NULL, &count);
	for (; words && words[given]; given++)
		;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < given; k++)
			if (text_equal(words[k], s[i].word)) {
				buf_printf(&out, "%s%s ", out.len ? "" : " ", s[i].word);
				known++;
				break;
			}
	if (known != given) {
		ctx_refuse(c, ERR_INVALID, "skills", "有不认识的服务类别，或同一类别选了两次。");
		return NULL;
	}
	return buf_str(&out);
}

const char *skill_labels(struct ctx *c, const char *held)
{
	size_t count = 0;
	struct buf out = BUF(c->mem);
	struct skill *s = text_empty(held) ? NULL : skill_list(c, held, &count);
	for (size_t i = 0; i < count; i++)
		if (s[i].held)
			buf_printf(&out, "%s%s", out.len ? "、" : "", s[i].label);
	return buf_str(&out);
}

struct team_of *person_teams(struct ctx *c, int64_t person, size_t *count)
{
	*count = 0;
	for (const struct feature *const *f = feature_all; *f; f++)
		if ((*f)->teams)
			return (*f)->teams(c, person, count);
	return NULL;
}

int64_t person_unread(struct ctx *c, int64_t person)
{
	return sql_person_unread(c, person);
}
