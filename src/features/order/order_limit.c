/* order_limit.c - the clock of a state: its limit and the days that count. */
#include "features/order/order_limit.h"

#include "base/clock.h"
#include "features/order/order_priv.h"
#include "features/order/order_rules.h"
#include "gen/order.sql.h"

static int64_t limit_of(struct ctx *c, const struct order *o, enum order_clock clock, int64_t from)
{
	if (clock == CLOCK_NONE)
		return 0;
	struct order_limit *l = sql_order_limit(c, o, clock);
	size_t n = 0;
	struct holiday *holidays = NULL;
	if (l && l->working)
		holidays = sql_order_holidays(c, clock_date(c->mem, from), &n);
	return order_deadline(from, l ? l->minutes : order_standard(clock), l && l->working,
	                      holidays, n);
}

int64_t order_limit_at(struct ctx *c, const struct order *o, enum order_state to, int64_t from)
{
	int64_t at = limit_of(c, o, order_clock_of(to), from);
	bool planned = to == ORDER_SCHEDULED || to == ORDER_SERVING;
	return planned && o->ends_at + DAY > at ? o->ends_at + DAY : at;
}

int64_t order_whole_at(struct ctx *c, const struct order *o, int64_t from)
{
	return limit_of(c, o, CLOCK_WHOLE, from);
}

void order_limit_set(struct ctx *c, const struct order_limit *l)
{
	sql_order_limit_set(c, l);
}

bool order_limit_drop(struct ctx *c, int64_t id)
{
	return sql_order_limit_drop(c, id) == 1;
}

void holiday_set(struct ctx *c, const struct holiday *h)
{
	sql_order_holiday_set(c, h);
}

bool holiday_drop(struct ctx *c, const char *day)
{
	return sql_order_holiday_drop(c, day) == 1;
}
