#include "core/search_old.h"

#include "base/text.h"
#include "core/job.h"
#include "core/search.h"
#include "core/search_move.h"
#include "gen/core.sql.h"

enum { PART = 100, ROUND = 1000 };

bool search_old_due(struct ctx *c)
{
	return sql_search_old(c) > 0;
}

struct part {
	const struct search_row *rows; /* from the newest back */
	size_t count;
	int64_t upto; /* what is left then; 0: nothing */
};

/* The text is read here: it may have changed since the reader looked. */
static bool fold_part(struct ctx *c, void *with)
{
	const struct part *p = with;
	for (size_t i = 0; i < p->count; i++) {
		const struct search_row *r = sql_search_row(c, p->rows[i].id);
		if (r)
			search_put(c, (enum search_kind)(r->id / SEARCH_NEWEST),
			           r->id % SEARCH_NEWEST, r->path, r->text);
	}
	if (p->upto)
		sql_search_old_upto(c, p->upto);
	else
		sql_search_old_done(c);
	return true;
}

void search_old_run(struct ctx *look, struct job_desk *d)
{
	size_t n;
	const struct search_row *rows = sql_search_old_rows(look, sql_search_old(look), ROUND, &n);
	if (db_fault(look->db))
		return;
	if (!n)
		d->change(d, fold_part, &(struct part){0});
	for (size_t i = 0; i < n && !d->over(d); i += PART) {
		size_t count = n - i < PART ? n - i : PART;
		struct part part = {rows + i, count, rows[i + count - 1].id - 1};
		if (!d->change(d, fold_part, &part))
			return;
	}
}
