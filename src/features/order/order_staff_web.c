/* order_staff_web.c - what only staff's page of an order shows: two named clocks, who comes, what is not yet due,
 * whose orders became part of it. */
#include "base/arena.h"
#include "base/clock.h"
#include "features/activity/activity.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_visit.h"
#include "features/order/order_web.h"
#include "features/place/place_web.h"
#include "web/show.h"

static const char *span(struct arena *a, int64_t seconds)
{
	if (seconds < 2 * DAY)
		return arena_printf(a, "%lld 小时", (long long)((seconds + HOUR - 1) / HOUR));
	return arena_printf(a, "%lld 天", (long long)((seconds + DAY - 1) / DAY));
}

static void add_clock(struct req *rq, struct order_page *p, const char *name, int64_t from,
                      int64_t until, int colour)
{
	int64_t all = until - from, gone = rq->c.now - from;
	if (!until || all <= 0)
		return;
	p->clocks[p->clock_count++] = (struct order_timer){.name = name,
	                                                   .days = span(rq->c.mem, all),
	                                                   .until = until,
	                                                   .gone = gone >= all ? 100
	                                                                       : gone * 100 / all,
	                                                   .colour = colour};
}

static void set_clocks(struct req *rq, struct order_page *p, const struct order *o)
{
	static const char *const steps[ORDER_STATES] = {
		[ORDER_SUBMITTED] = "审核",    [ORDER_OPEN] = "派单",
		[ORDER_WALL] = "等认领",       [ORDER_OFFERED] = "等答复",
		[ORDER_ACCEPTED] = "约时间",   [ORDER_SCHEDULED] = "上门",
		[ORDER_SERVING] = "做完",      [ORDER_DONE] = "评价",
		[ORDER_CALLBACK_DUE] = "回访",
	};
	if (steps[o->state])
		add_clock(rq, p, arena_printf(rq->c.mem, "本步骤（%s）", steps[o->state]),
		          o->entered, o->deadline, 2);
	if (o->state < ORDER_CLOSED)
		add_clock(rq, p, "全程（提出到收单）", o->created, o->due, 5);
}

static void set_goers(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	struct attendee *list = o->activity ? activity_roster(c, o->activity, &p->goer_count)
	                                    : NULL;
	p->goers_of = ARENA_ARRAY(c->mem, struct roster_row, p->goer_count + 1);
	for (size_t i = 0; i < p->goer_count; i++)
		p->goers_of[i] = (struct roster_row){.uid = list[i].uid,
		                                     .name = list[i].name,
		                                     .in = list[i].in_at,
		                                     .out = list[i].out_at};
}

/* Told, not offered: what would be his at another hour, and what the side will do. */
static void set_laters(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	p->laters = ARENA_ARRAY(c->mem, struct order_later, ACT_COUNT + 1);
	for (int a = 0; a < ACT_COUNT; a++) {
		const char *why = life_later(c, &order_life, o, a);
		if (why)
			p->laters[p->later_count++] = (struct order_later){order_action_labels[a],
			                                                   why};
	}
	if (o->state == ORDER_SCHEDULED && order_early(c, o))
		p->laters[p->later_count++] = (struct order_later){
			"出发、签到", arena_printf(c->mem, "%s 起由服务方点。",
		                                   show_time(c->mem, o->starts_at - ORDER_EARLY))};
}

static void set_joined(struct req *rq, struct order_page *p, const struct order *o)
{
	size_t n = 0, kept = 0;
	const struct order_hit *hits = order_merged_rows(&rq->c, o->row, &n);
	struct order *rows = ARENA_ARRAY(rq->c.mem, struct order, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct order *one = order_get(&rq->c, hits[i].id);
		if (one && order_sight(&rq->c, one) != SIGHT_NONE)
			rows[kept++] = *one;
	}
	p->joined = order_cards(rq, rows, kept);
	p->joined_count = kept;
}

void order_page_staff(struct req *rq, struct order_page *p, const struct order *o)
{
	set_clocks(rq, p, o);
	set_goers(rq, p, o);
	set_laters(rq, p, o);
	set_joined(rq, p, o);
	if (access_reach(rq->c.who, AUDIT_READ) != REACH_NONE)
		p->audit_url = place_address(rq->c.mem, "/audit", "q", o->number, NULL);
}
