#include "core/search_move.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/job.h"
#include "core/search.h"
#include "gen/core.sql.h"

#include <string.h>

enum { PART = 100, ROUND = 1000 };

const char *search_move_token(struct ctx *c, const char *path)
{
	const char **code = text_split(c->mem, path, "/");
	const char *last = NULL;
	for (code += *code != NULL; *code; code++)
		last = *code;
	return last;
}

void search_move(struct ctx *c, const char *from, const char *to)
{
	const char *code = search_move_token(c, from);
	if (!code)
		return;
	sql_search_moved_along(c, from, to);
	sql_search_moved_add(c, code, to);
}

bool search_move_due(struct ctx *c)
{
	return sql_search_moved_first(c) != NULL;
}

/* "430421/430421100/430421100201/" and the first township → "430421100201/" */
static const char *below(struct ctx *c, const char *path, const char *code)
{
	const char *at = strstr(path, arena_printf(c->mem, "/%s/", code));
	return at ? at + strlen(code) + 2 : NULL;
}

static void put_there(struct ctx *c, int64_t id, const struct search_moved *m)
{
	const struct search_row *r = sql_search_row(c, id);
	const char *rest = r ? below(c, r->path, m->code) : NULL;
	if (rest)
		search_put(c, (enum search_kind)(id / SEARCH_NEWEST), id % SEARCH_NEWEST,
		           arena_printf(c->mem, "%s%s", m->path, rest), r->text);
}

struct part {
	const char *code;
	const struct search_row *rows;
	size_t count;
};

/* Where to is asked here: it may have been merged once more since the reader looked. */
static bool move_part(struct ctx *c, void *with)
{
	const struct part *p = with;
	const struct search_moved *m = sql_search_moved_first(c);
	if (!m || !text_equal(m->code, p->code))
		return false;
	for (size_t i = 0; i < p->count; i++)
		put_there(c, p->rows[i].id, m);
	return true;
}

static bool end(struct ctx *c, void *with)
{
	size_t left;
	const char *code = with;
	sql_search_at(c, code, 1, &left);
	if (!left)
		sql_search_moved_done(c, code);
	return !left;
}

void search_move_run(struct ctx *look, struct job_desk *d)
{
	size_t n;
	const struct search_moved *m = sql_search_moved_first(look);
	const struct search_row *rows = m ? sql_search_at(look, m->code, ROUND, &n) : NULL;
	if (!m || db_fault(look->db))
		return;
	if (!n)
		d->change(d, end, (void *)m->code);
	for (size_t i = 0; i < n && !d->over(d); i += PART) {
		struct part part = {m->code, rows + i, n - i < PART ? n - i : PART};
		if (!d->change(d, move_part, &part))
			return;
	}
}
