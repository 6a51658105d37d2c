/* order_learn.c - what the words of past orders tell is counted with a reader and kept in parts. */
#include "features/order/order_learn.h"

#include "base/arena.h"
#include "base/limits.h"
#include "core/job.h"
#include "features/propose/propose.h"
#include "gen/order.sql.h"

#include <string.h>

struct part {
	struct propose_gram *grams;
	size_t count;
};

static bool keep(struct ctx *c, void *with)
{
	const struct part *p = with;
	propose_keep(c, p->grams, p->count);
	return true;
}

void order_learn(struct ctx *look, struct job_desk *d)
{
	enum { PART = 200 };
	size_t n = LIMIT_ROWS;
	while (n == LIMIT_ROWS) {
		struct propose_gram *g = sql_order_drift(look, &n);
		for (size_t i = 0; i < n; i += PART) {
			struct part p = {g + i, n - i < PART ? n - i : PART};
			if (d->over(d) || !d->change(d, keep, &p))
				return;
		}
	}
}

struct propose_title *order_titles(struct ctx *c, size_t *count)
{
	struct propose_title *all = NULL;
	size_t room = 0;
	*count = 0;
	for (size_t n = 1; n;) {
		struct propose_title *t = sql_order_titles(c, *count ? all[*count - 1].row : 0, &n);
		if (*count + n > room) {
			room = (*count + n) * 2;
			struct propose_title *wider = ARENA_ARRAY(c->mem, struct propose_title,
			                                          room);
			if (*count)
				memcpy(wider, all, *count * sizeof *wider);
			all = wider;
		}
		for (size_t i = 0; i < n; i++)
			all[(*count)++] = t[i];
	}
	return all;
}
