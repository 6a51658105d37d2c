/* search_help.h - asking the index without a feature, for the tests of the search. */
#pragma once
#include "store_help.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/field.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/search.h"
#include "store/migrate.h"

#define MORE                                                                                       \
	" AND NOT EXISTS (SELECT 1 FROM json_each(?6) w WHERE d.text NOT LIKE w.value ESCAPE "     \
	"'\\')"
#define MORE_PG                                                                                    \
	" AND (CAST($6 AS TEXT) IS NULL OR d.text LIKE ALL (CAST(CAST($6 AS TEXT) AS TEXT[])))"

/* By the index and a second look, and by walking. */
static const struct sql q_find = {
	"test_find",
	"SELECT count(*) FROM search_gram g JOIN search_doc d ON d.id = g.rowid WHERE search_gram"
	" MATCH ?1 AND d.text LIKE ?2 ESCAPE '\\' AND g.rowid BETWEEN ?4 AND ?5 AND ?3 >= 0" MORE,
	"SELECT count(*) FROM search_doc d WHERE d.grams @@ CAST($1 AS tsquery)"
	" AND d.text LIKE $2 ESCAPE '\\' AND d.id BETWEEN $4 AND $5 AND $3 >= 0" MORE_PG,
	9101,
};
static const struct sql q_newest = {
	"test_newest",
	"SELECT d.id - ?3 AS id FROM search_gram g JOIN search_doc d ON d.id = g.rowid"
	" WHERE search_gram MATCH ?1 AND d.text LIKE ?2 ESCAPE '\\'"
	" AND g.rowid BETWEEN ?4 AND ?5" MORE " ORDER BY g.rowid DESC LIMIT 5",
	"SELECT d.id - $3 AS id FROM search_doc d WHERE d.grams @@ CAST($1 AS tsquery)"
	" AND d.text LIKE $2 ESCAPE '\\' AND d.id BETWEEN $4 AND $5" MORE_PG
	" ORDER BY d.id DESC LIMIT 5",
	9102,
};

static inline struct ctx begin(struct scratch *s)
{
	const char *why = NULL;
	if (!migrate_all(s->db, migrations, &why))
		fail_msg("%s", why);
	db_begin(s->db);
	return (struct ctx){.mem = s->mem, .db = s->db, .who = &actor_system, .now = 1};
}

static inline void done(struct ctx *c)
{
	if (!db_commit(c->db))
		fail_msg("%s", db_error(c->db));
}

static inline int64_t ask(struct ctx *c, const struct search *find)
{
	return db_int(c->db, q_find, SEARCH_VALUES(*find));
}

/* As a list asks: the newest `wanted` items, step by step. */
struct hit {
	int64_t id;
};
static inline size_t newest(struct ctx *c, struct search find, struct hit *out, size_t wanted)
{
	static const struct field fields[] = {FIELD(struct hit, id), {0}};
	size_t got = 0, n;
	while (search_step(c, &find, got, wanted)) {
		struct hit *more = db_all(c->db, c->mem, q_newest, struct hit, fields, &n,
		                          SEARCH_VALUES(find));
		for (size_t i = 0; i < n && got < wanted; i++)
			out[got++] = more[i];
	}
	return got;
}

static inline int64_t first(struct ctx *c, const struct search *find)
{
	struct hit hit = {0};
	newest(c, *find, &hit, 1);
	return hit.id;
}

static inline int64_t found(struct ctx *c, const char *q)
{
	struct search find = search_for(c, SEARCH_ORDER, q, SEARCH_NEWEST);
	if (!find.match)
		return -1;
	return ask(c, &find);
}
