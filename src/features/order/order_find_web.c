/* order_find_web.c - orders in the one search: what the asker reads, and the wishes that came true. */
#include "base/arena.h"
#include "core/access.h"
#include "core/feature.h"
#include "features/order/order_list.h"
#include "features/order/order_web.h"

FEATURE(order);

static struct finding *findings(struct ctx *c, struct order *o, size_t n)
{
	struct finding *f = ARENA_ARRAY(c->mem, struct finding, n + 1);
	for (size_t i = 0; i < n; i++) {
		enum order_sight sight = order_sight(c, &o[i]);
		order_cut(c, &o[i], sight == SIGHT_NONE ? SIGHT_PUBLIC : sight);
		f[i] = (struct finding){o[i].uid, o[i].title,
		                        arena_printf(c->mem, "%s · %s · %s",
		                                     order_state_labels[o[i].state],
		                                     o[i].category_label, o[i].place_title),
		                        arena_printf(c->mem, "/orders/%s", o[i].uid)};
	}
	return f;
}

static struct finding *found(struct ctx *c, const char *q, size_t most, size_t *count)
{
	const struct order_query query = {
		.state = ORDER_NOWHERE, .urgency = -1, .limit = (int64_t)most, .q = q};
	const char *next;
	*count = 0;
	struct order *o = order_wall_open(c) ? order_list(c, &query, count, &next) : NULL;
	return findings(c, o, *count);
}

/* Staff see them among the orders. */
static struct finding *came_true(struct ctx *c, const char *q, size_t most, size_t *count)
{
	const struct order_query query = {
		.state = ORDER_CLOSED, .urgency = -1, .limit = (int64_t)most, .q = q};
	const char *next;
	bool told = access_reach(c->who, ORDER_LOG) == REACH_NONE && order_wall_open(c);
	*count = 0;
	struct order *o = told ? order_wall(c, &query, count, &next) : NULL;
	return findings(c, o, *count);
}

const struct finder order_finders[] = {
	{"order", "单子", "list", "/orders", "/wall", 1, found},
	{"closed", "已经实现的心愿", "heart", "/wall?state=closed", .seat = 2, .find = came_true},
	{0},
};
