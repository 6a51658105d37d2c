/* order_like.c - which orders may be the same, by place or person and by their words. */
#include "features/order/order_like.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "features/propose/propose.h"
#include "gen/order.sql.h"

#include <stdlib.h>
#include <string.h>

const char *order_phone_index(struct ctx *c, int64_t order)
{
	return sql_order_phone_index(c, order);
}

static bool is_like(const struct order_like *l)
{
	return l->percent >= (l->person ? ORDER_LIKE_PERSON : ORDER_LIKE_WORDS) &&
	       (l->person || l->here);
}

static const char *days_of(struct ctx *c, const struct order_like *l,
                           const struct order_like_ask *ask)
{
	int64_t here = clock_midnight(ask->created ? ask->created : c->now);
	int64_t days = (here - clock_midnight(l->created)) / DAY;
	days = days < 0 ? -days : days;
	return days ? arena_printf(c->mem, "隔 %lld 天", (long long)days) : "同一天";
}

/* What they share, as a person would say it. */
static const char *why_of(struct ctx *c, const struct order_like *l,
                          const struct order_like_ask *ask)
{
	const char *shared = propose_shared(c->mem, ask->title, l->title);
	const char *village = l->place_title ? strrchr(l->place_title, ' ') : NULL;
	const char *in = arena_printf(c->mem, "都在%s · ", village ? village + 1 : "这里");
	return arena_printf(c->mem, "%s%s%s%s%s%s", l->here ? in : "",
	                    l->person ? "同一个人 · " : "", *shared ? "都说“" : "", shared,
	                    *shared ? "” · " : "", days_of(c, l, ask));
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
		if (is_like(&l[i]))
			l[kept++] = l[i];
	}
	if (kept)
		qsort(l, kept, sizeof *l, likest_first);
	*count = kept < ORDER_LIKES ? kept : ORDER_LIKES;
	for (size_t i = 0; i < *count; i++)
		l[i].why = why_of(c, &l[i], ask);
	return l;
}
