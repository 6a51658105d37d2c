#include "features/propose/propose.h"

#include "base/arena.h"
#include "base/text.h"
#include "gen/propose.sql.h"

static size_t class_of(const struct propose_class *k, size_t n, int64_t id)
{
	size_t i = 0;
	while (i < n && k[i].id != id)
		i++;
	return i;
}

struct propose_category *propose_category(struct ctx *c, const char *title)
{
	size_t n, count;
	if (text_empty(title))
		return NULL;
	const char *folded = text_fold(c->mem, text_cut(c->mem, title, 60));
	struct propose_class *k = sql_propose_classes(c, &n);
	struct propose_gram *g = sql_propose_counts(c, folded, &count);
	struct propose_model *m = propose_model(c->mem, n);
	for (size_t i = 0; i < n; i++)
		propose_docs(m, i, k[i].learnt);
	for (size_t i = 0; i < count; i++) {
		size_t class = class_of(k, n, g[i].category);
		if (class < n)
			propose_count(m, g[i].gram, class, g[i].n);
	}
	struct propose_guess guess = propose_guess(m, folded);
	if (!guess.pairs || guess.sure < PROPOSE_SURE)
		return NULL;
	struct propose_category *p = ARENA_NEW(c->mem, struct propose_category);
	*p = (struct propose_category){k[guess.class].word, k[guess.class].label, guess.sure};
	return p;
}

static void keep_class(struct ctx *c, const struct propose_gram *g)
{
	(g->n ? sql_propose_class_keep : sql_propose_class_drop)(c, g);
}

static void keep_gram(struct ctx *c, const struct propose_gram *g)
{
	(g->n ? sql_propose_gram_keep : sql_propose_gram_drop)(c, g);
}

void propose_keep(struct ctx *c, const struct propose_gram *g, size_t count)
{
	for (size_t i = 0; i < count; i++)
		(g[i].gram[0] ? keep_gram : keep_class)(c, &g[i]);
}
