/* dispatch_clock.c - the clock of the orders: what expires or climbs a level, one change each. */
#include "base/arena.h"
#include "core/job.h"
#include "features/dispatch/dispatch.h"
#include "features/order/order.h"
#include "features/order/order_list.h"
#include "features/order/order_offer.h"

struct late {
	int64_t row;
	const char *reason; /* why it expires; NULL: nothing to say */
};

static bool expire(struct ctx *c, void *with)
{
	const struct late *l = with;
	return order_expire(c, l->row, l->reason) == OK;
}

static bool escalate(struct ctx *c, void *with)
{
	return order_escalate(c, ((const struct late *)with)->row) == OK;
}

static bool was_asked(const struct order_offer *f, size_t n, int64_t team)
{
	for (size_t i = 0; i < n; i++)
		if (f[i].team_row == team)
			return true;
	return false;
}

/* Who could be asked next, said in the event; NULL: nothing to say. */
static const char *next_candidate(struct ctx *c, const struct order *o)
{
	size_t asked = 0;
	if (o->state != ORDER_OFFERED)
		return NULL;
	struct order_offer *f = order_offers(c, o->row, &asked);
	struct dispatch_list l = dispatch_rank(dispatch_open(c), o, DISPATCH_TEAMS, 5, NULL);
	for (size_t i = 0; i < l.count; i++)
		if (!was_asked(f, asked, l.at[i].team))
			return arena_printf(c->mem, "未在时限内应答。下一候选：%s", l.at[i].name);
	return "未在时限内应答，暂无其他候选队伍";
}

bool dispatch_clock_due(struct ctx *c)
{
	size_t n = 0;
	order_expired(c, &n);
	if (!n)
		order_overdue(c, &n);
	return n > 0;
}

void dispatch_clock(struct ctx *look, struct job_desk *d)
{
	size_t n = 0;
	struct order *o = order_expired(look, &n);
	for (size_t i = 0; i < n && !d->over(d); i++)
		d->change(d, expire, &(struct late){o[i].row, next_candidate(look, &o[i])});
	o = order_overdue(look, &n);
	for (size_t i = 0; i < n && !d->over(d); i++)
		d->change(d, escalate, &(struct late){.row = o[i].row});
}
