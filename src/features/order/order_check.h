/* order_check.h - what must hold of all orders, for `wudan doctor`: reads only. */
#pragma once
#include "core/ctx.h"

struct buf;

/* An event, beside what its order is now. */
struct order_past {
	int64_t orders, seq, action, from_state, to_state, state, revision;
	const char *number;
};
/* One that everybody may read. */
struct order_seen {
	int64_t id;
};
/* Every event of every order is replayed through the table of moves; the first that does not fit, NULL: all do. */
const char *order_check_events(struct ctx *c);
/* What everybody reads of the orders, held against the rule of today. Texts of before the rule may repeat what
 * the resident said, or tell more than is written now; staff look at them and take them down. They do not make
 * the database unsound, and whoever types a text may find the resident's own words the best ones. */
void order_check_public(struct ctx *c, struct buf *out);
