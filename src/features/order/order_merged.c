/* order_merged.c - an order that became part of another: where it is now, and whose orders are part of one. */
#include "base/arena.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "gen/order.sql.h"

struct order *order_survivor(struct ctx *c, int64_t row)
{
	enum { MOST = 100 }; /* two servers may have merged two into one another */
	struct order *o = row > 0 ? order_get(c, row) : NULL;
	for (int i = 0; i < MOST && o && o->state == ORDER_MERGED; i++)
		o = order_get(c, o->merged_into);
	return o;
}

bool order_has_part_of(struct ctx *c, int64_t row)
{
	return c->who->id && sql_merged_own(c, row) > 0;
}

static bool among(const struct order_asker *a, size_t n, int64_t person)
{
	for (size_t i = 0; i < n; i++)
		if (a[i].person == person)
			return true;
	return false;
}

struct order_asker *order_merged_askers(struct ctx *c, const struct order *o, size_t *count)
{
	size_t n = 0, kept = 0;
	struct order_asker *all = sql_merged_askers(c, o->row, &n);
	for (size_t i = 0; i < n; i++)
		if (all[i].person != o->requester && all[i].person != o->proxy &&
		    !among(all, kept, all[i].person))
			all[kept++] = all[i];
	*count = kept;
	return all;
}
