#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/ctx.h"
#include "core/outbox.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/team/team.h"
#include "gen/order.sql.h"

/* Minutes where the settings table has no row: the defaults of the service. */
static const int64_t standard[CLOCK_COUNT] = {
	[CLOCK_REVIEW] = 24 * 60,   [CLOCK_DISPATCH] = 24 * 60,   [CLOCK_ANSWER] = 24 * 60,
	[CLOCK_CLAIM] = 72 * 60,    [CLOCK_SCHEDULE] = 48 * 60,   [CLOCK_FINISH] = 7 * 24 * 60,
	[CLOCK_VERDICT] = 7 * 24 * 60, [CLOCK_CALL] = 3 * 24 * 60, [CLOCK_WHOLE] = 21 * 24 * 60,
};

struct limit {
	int64_t minutes;
	bool working;
};

static int64_t limit_of(struct ctx *c, const struct order *o, enum order_clock clock, int64_t from)
{
	static const struct field fields[] = {FIELD(struct limit, minutes),
	                                      FIELD(struct limit, working), {0}};
	static const struct field days[] = {FIELD(struct holiday, day),
	                                    FIELD(struct holiday, working), {0}};
	if (clock == CLOCK_NONE)
		return 0;
	struct limit *l = db_one(c->db, c->mem, sql_order_limit, struct limit, fields, V(clock),
	                         V(o->category_row), V(o->urgency));
	size_t n = 0;
	struct holiday *holidays = NULL;
	if (l && l->working)
		holidays = db_all(c->db, c->mem, sql_order_holidays, struct holiday, days, &n,
		                  V(clock_date(c->mem, from)));
	return order_deadline(from, l ? l->minutes : standard[clock], l && l->working, holidays, n);
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

void order_event_add(struct ctx *c, const struct order *n, const struct order *before,
                     enum order_action a, const char *reason)
{
	/* The side concerned: the new one, or the one that was there before it was set free. */
	bool freed = !n->team_row && !n->person_row;
	db_exec(c->db, sql_order_event_insert, V(n->row), V(n->revision), V(c->now), V(c->who->id),
	        V(a), V(before->state), V(n->state), V(n->deadline),
	        V(text_empty(reason) ? NULL : reason), V(freed ? before->team_row : n->team_row),
	        V(freed ? before->person_row : n->person_row));
}

/* Who is told what. %s is the order's title. */
enum told { TOLD_REQUESTER = 1, TOLD_SIDE = 2, TOLD_DESK = 4, TOLD_REVIEW = 8, TOLD_CALL = 16 };
static const struct notice {
	enum order_action action;
	int told;
	const char *subject, *body;
} notices[] = {
	{ACT_SUBMIT, TOLD_REVIEW, "有新单子待审核", "“%s”已提交，请在时限内审核。"},
	{ACT_APPROVE, TOLD_REQUESTER, "您的单子通过审核了", "“%s”已通过审核。"},
	{ACT_APPROVE, TOLD_DESK, "有单子待派", "“%s”已通过审核，等待派单或认领。"},
	{ACT_RETURN, TOLD_REQUESTER, "您的单子要补充一下", "“%s”退回修改，补充后可以再提交。"},
	{ACT_REFUSE, TOLD_REQUESTER, "您的单子没有受理", "“%s”没有受理，理由见单子页面。"},
	{ACT_MERGE, TOLD_REQUESTER, "您的单子并入了另一单", "“%s”和另一单说的是同一件事，已合并办理。"},
	{ACT_OFFER, TOLD_SIDE, "有单子派给您", "“%s”派给您，请在时限内接单或谢绝。"},
	{ACT_CLAIM, TOLD_REQUESTER, "您的单子有人认领了", "“%s”已有人认领，会联系您约时间。"},
	{ACT_ACCEPT, TOLD_REQUESTER, "您的单子有人接了", "“%s”已接单，会联系您约时间。"},
	{ACT_DECLINE, TOLD_DESK, "有单子被谢绝", "“%s”被谢绝，请另派。"},
	{ACT_RECALL, TOLD_SIDE, "派给您的单子收回了", "“%s”已由派单人收回。"},
	{ACT_HAND_BACK, TOLD_DESK | TOLD_REQUESTER, "有单子交回", "“%s”已交回，正在另找队伍。"},
	{ACT_SCHEDULE, TOLD_REQUESTER, "上门时间定了", "“%s”已约好时间，详情见单子页面。"},
	{ACT_RESCHEDULE, TOLD_REQUESTER, "上门时间改了", "“%s”改了时间，详情见单子页面。"},
	{ACT_START, TOLD_REQUESTER, "服务开始了", "“%s”的服务已经开始。"},
	{ACT_COMPLETE, TOLD_REQUESTER, "请您评价", "“%s”已完成服务，请说说满意不满意。"},
	{ACT_ABORT, TOLD_DESK | TOLD_REQUESTER, "服务中止了", "“%s”的服务中止，正在另找队伍。"},
	{ACT_NOT_SERVED, TOLD_CALL | TOLD_SIDE, "有人反映没人来", "“%s”反映没有人来，请回访。"},
	{ACT_EVALUATE, TOLD_SIDE, "收到评价", "“%s”收到评价。"},
	{ACT_CONFIRM, TOLD_REQUESTER | TOLD_SIDE, "回访完成，已收单", "“%s”已回访并收单。"},
	{ACT_REOPEN, TOLD_DESK | TOLD_SIDE, "单子重开了", "“%s”重新开单，请再派。"},
	{ACT_CANCEL, TOLD_SIDE, "单子取消了", "“%s”已由登记人取消。"},
	{ACT_EXPIRE, TOLD_DESK, "单子到期", "“%s”到期没有回应，请处理。"},
	{ACT_ESCALATE, TOLD_DESK, "单子超时", "“%s”已超过时限，请尽快处理。"},
};

static void tell(struct ctx *c, const struct notice *m, const struct order *o, int64_t person)
{
	if (person > 0 && person != c->who->id)
		outbox_add(c, person, m->subject,
		           arena_printf(c->mem, m->body, o->title),
		           arena_printf(c->mem, "/orders/%s", o->uid));
}

struct someone {
	int64_t id;
};

static void tell_role(struct ctx *c, const struct notice *m, const struct order *o, enum role role)
{
	static const struct field fields[] = {FIELD(struct someone, id), {0}};
	size_t n;
	struct someone *who = db_all(c->db, c->mem, sql_order_staff_of, struct someone, fields, &n,
	                             V(role), V(o->place_path));
	for (size_t i = 0; i < n; i++)
		tell(c, m, o, who[i].id);
}

static void tell_side(struct ctx *c, const struct notice *m, const struct order *n,
                      const struct order *before)
{
	const struct order *o = n->team_row || n->person_row ? n : before;
	size_t count = 0;
	int64_t *leaders = o->team_row ? team_leaders(c, o->team_row, &count) : NULL;
	for (size_t i = 0; i < count; i++)
		tell(c, m, n, leaders[i]);
	tell(c, m, n, o->person_row);
}

void order_notice(struct ctx *c, const struct order *n, const struct order *before,
                  enum order_action a, const char *reason)
{
	(void)reason;
	for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
		const struct notice *m = &notices[i];
		if (m->action != a)
			continue;
		if (m->told & TOLD_REQUESTER) {
			tell(c, m, n, n->requester);
			tell(c, m, n, n->proxy);
		}
		if (m->told & TOLD_SIDE)
			tell_side(c, m, n, before);
		if (m->told & TOLD_DESK)
			tell_role(c, m, n, ROLE_DISPATCHER);
		if (m->told & (TOLD_DESK | TOLD_REVIEW | TOLD_CALL))
			tell_role(c, m, n, ROLE_TOWNSHIP);
		if (m->told & (TOLD_REVIEW | TOLD_CALL))
			tell_role(c, m, n, ROLE_REVIEWER);
	}
	outbox_hook(c, arena_printf(c->mem, "order.%s", order_action_words[a]),
	            arena_printf(c->mem, "{\"id\":\"%s\",\"state\":\"%s\",\"revision\":%lld}", n->uid,
	                         order_state_words[n->state], (long long)n->revision));
}
