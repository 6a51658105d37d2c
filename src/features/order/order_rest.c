/* order_rest.c - a team takes nothing any more: what it was asked ends at once. */
#include "base/arena.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/team/team.h"
#include "gen/order.sql.h"

/* Who dispatches looks for somebody else; while others are asked there is nothing to do. */
static void tell_desk(struct ctx *c, int64_t row, const struct order *before)
{
	static const struct order_notice told[] = {{TOLD_DESK, "rest.desk"}, {0, NULL}};
	const struct order *n = order_load_row(c, row);
	if (n && n->state == ORDER_OPEN)
		order_tell(c, told, n, before);
}

void order_team_rests(struct ctx *c, int64_t team)
{
	const struct team *t = team_get(c, team);
	size_t n = 0;
	struct order_offer *f = t ? sql_offer_of_team(c, team, &n) : NULL;
	for (size_t i = 0; i < n; i++) {
		const struct order *o = order_load_row(c, f[i].orders);
		struct order_act in = ORDER_ACT_EMPTY;
		in.side = t->uid;
		in.reason = arena_printf(c->mem, "「%s」%s，不再等答复", t->name,
		                         team_state_labels[t->state]);
		if (o && order_office(c, o->row, ACT_RECALL, &in) == OK)
			tell_desk(c, o->row, o);
	}
}
