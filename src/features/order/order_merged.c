/* order_merged.c - whose orders have become part of one: they are told of it as he who asked for it. */
#include "base/arena.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "gen/order.sql.h"

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

struct order_hit *order_merged_rows(struct ctx *c, int64_t row, size_t *count)
{
	return sql_merged_rows(c, row, count);
}

bool order_asked_by(struct ctx *c, const struct order *o, int64_t person)
{
	size_t n = 0;
	if (o->requester == person || o->proxy == person)
		return true;
	const struct order_asker *all = order_merged_askers(c, o, &n);
	return among(all, n, person);
}

bool order_helps(struct ctx *c, const struct order *o, int64_t person)
{
	return person > 0 && (o->requester == person || sql_merged_for(c, o->row, person) > 0);
}
