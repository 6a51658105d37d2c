/* order_like.c - which orders may be the same, by place or person and by their words. */
#include "features/order/order_like.h"

#include "base/text.h"
#include "core/access.h"
#include "features/propose/propose.h"
#include "gen/order.sql.h"

#include <stdlib.h>

const char *order_phone_index(struct ctx *c, int64_t order)
{
	return sql_order_phone_index(c, order);
}

static bool is_like(const struct order_like *l, const struct order_like_ask *ask)
{
	if (l->person)
		return l->percent >= ORDER_LIKE_PERSON || text_equal(l->category, ask->category);
	return l->here && l->percent >= ORDER_LIKE_WORDS;
}

static int likest_first(const void *a, const void *b)
{
	const struct order_like *x = a, *y = b;
	if (x->percent != y->percent)
		return x->percent < y->percent ? 1 : -1;
	return (int)y->person - (int)x->person;
}

struct order_like *order_likes(struct ctx *c, const struct order_like_ask *ask, size_t *count)
{
	size_t n, kept = 0;
	struct order_like *l = sql_order_alike(c, access_scope(c->who, ORDER_READ), ask, &n);
	for (size_t i = 0; i < n; i++) {
		l[i].percent = propose_overlap(c->mem, ask->title, l[i].title);
		if (is_like(&l[i], ask))
			l[kept++] = l[i];
	}
	if (kept)
		qsort(l, kept, sizeof *l, likest_first);
	*count = kept < ORDER_LIKES ? kept : ORDER_LIKES;
	return l;
}
