#include "features/propose/propose.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "gen/propose.sql.h"

#include <stdlib.h>

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

struct propose_gram *propose_drift(struct ctx *c, size_t *count)
{
	return sql_propose_drift(c, count);
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

const char *propose_phone_index(struct ctx *c, int64_t order)
{
	return sql_propose_phone_index(c, order);
}

static bool is_like(const struct propose_like *l, const struct propose_ask *ask)
{
	if (l->person)
		return l->percent >= PROPOSE_LIKE_PERSON || text_equal(l->category, ask->category);
	return l->here && l->percent >= PROPOSE_LIKE_WORDS;
}

static int likest_first(const void *a, const void *b)
{
	const struct propose_like *x = a, *y = b;
	if (x->percent != y->percent)
		return x->percent < y->percent ? 1 : -1;
	return (int)y->person - (int)x->person;
}

struct propose_like *propose_likes(struct ctx *c, const struct propose_ask *ask, size_t *count)
{
	size_t n, kept = 0;
	struct propose_like *l = sql_propose_near(c, access_scope(c->who, ORDER_READ), ask, &n);
	for (size_t i = 0; i < n; i++) {
		l[i].percent = propose_overlap(c->mem, ask->title, l[i].title);
		if (is_like(&l[i], ask))
			l[kept++] = l[i];
	}
	if (kept)
		qsort(l, kept, sizeof *l, likest_first);
	*count = kept < PROPOSE_LIKES ? kept : PROPOSE_LIKES;
	return l;
}
