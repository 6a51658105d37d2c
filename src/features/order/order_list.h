/* order_list.h - the lists of orders, page by page, and how many there are. */
#pragma once
#include "features/order/order.h"

/* Lists, scoped inside the SQL; newest first unless said. `after`: the `next` of the page before. */
struct order_query {
	int64_t state; /* ORDER_NOWHERE: any */
	const char *place, *category, *q, *after;
	int64_t urgency; /* -1: any */
	int64_t limit;
	const char *beyond; /* code: what lies under it is left out; NULL: nothing */
};
struct order *order_list(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next);
struct order *order_wall(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next);
/* How many hang there now. */
int64_t order_wall_count(struct ctx *c);
/* Asked for by or for the asker. */
struct order *order_mine(struct ctx *c, const char *after, size_t *count, const char **next);
/* Where the asker is to go: the visits to come whose roster he is on, ORDER_GOING at a time by their beginning. */
enum { ORDER_GOING = 20 };
struct order *order_going(struct ctx *c, const char *after, size_t *count, const char **next);
/* Offered to or served by his side, by deadline. */
struct order *order_serving(struct ctx *c, const char *after, size_t *count, const char **next);
/* Waiting for staff in the asker's reach: state, by deadline. */
struct order *order_queue(struct ctx *c, enum perm perm, const struct order_query *q, size_t *count,
                          const char **next);
struct order *order_expired(struct ctx *c, size_t *count); /* the clock's moves that are due */
struct order *order_overdue(struct ctx *c, size_t *count); /* due for escalation */

/* As of `at`: counted by a job each minute, not on every look at the home page. */
struct order_totals {
	int64_t at, orders, open, closed, teams, volunteers, places;
};
struct order_totals order_totals(struct ctx *c);       /* zeros before the first count */
struct order_totals order_totals_count(struct ctx *c); /* slow: for a reader */
void order_totals_keep(struct ctx *c, const struct order_totals *t);
