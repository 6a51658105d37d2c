/* order_limit.h - how long a state may take, and which days are worked: the rows that the office sets
 * (features/clock), read whenever an order enters a state. Whoever calls has checked them, and the right.
 */
#pragma once
#include "core/ctx.h"

struct order_limit {
	int64_t clock, category, urgency,
		minutes; /* enum order_clock; category 0, urgency -1: any */
	bool working;    /* only working hours count */
};
void order_limit_set(struct ctx *c,
                     const struct order_limit *l); /* in place of the one there was */
bool order_limit_drop(struct ctx *c, int64_t id);  /* false: no such row */

struct holiday {
	const char *day, *name; /* "2026-10-01", local */
	bool working;           /* a make-up day; else a holiday */
};
void holiday_set(struct ctx *c, const struct holiday *h);
bool holiday_drop(struct ctx *c, const char *day);
