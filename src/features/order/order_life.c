/* order_life.c - what may follow what: one row per action of the order (several, where another permission
 * holds in another state), and how the machine of core/life.h looks at an order and writes it.
 *
 * A row says all of an action: its word, what it is sent, from where to where, who may and who must not,
 * what it does, who is told. What it does stands in order_effects.c (the desks), order_offer.c (asking
 * and answering), order_serve.c (the visit), order_verdict.c (the end) and order_draft.c (the edit). */
#include "base/arena.h"
#include "base/text.h"
#include "features/menu/menu.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_rules.h"
#include "features/team/team.h"
#include "gen/order.sql.h"

/* ---- why he himself must not ---- */

static const char *his_own_entry(struct ctx *c, const void *record)
{
	return order_asked_by(c, record, c->who->id) ? "自己登记的单子要由别人审核。" : NULL;
}

static const char *his_own_wish(struct ctx *c, const void *record)
{
	return order_asked_by(c, record, c->who->id) ? "自己登记的单子不能自己认领。" : NULL;
}

static const char *his_own_help(struct ctx *c, const void *record)
{
	return order_helps(c, record, c->who->id)
	               ? "自己的单子要由队里别的负责人来办，办不了请谢绝或交回。"
	               : NULL;
}

static bool serves(struct ctx *c, const struct order *o)
{
	struct subject s = order_subject(o);
	return access_serves(c->who, &s) ||
	       (o->team_row && member_active(c, o->team_row, c->who->id));
}

static const char *his_own_service(struct ctx *c, const void *record)
{
	const struct order *o = record;
	return o->requester != c->who->id && serves(c, o) ? "服务方不能代为评价。" : NULL;
}

static const char *his_own_call(struct ctx *c, const void *record)
{
	return serves(c, record) ? "回访要由服务方以外的人来做。" : NULL;
}

static const char *his_own_reopening(struct ctx *c, const void *record)
{
	const struct order *o = record;
	return o->requester == c->who->id ? NULL : his_own_call(c, o);
}

/* ---- what is kept of it: verdict, report and call back outlive a reopening only in the events ---- */

static const char *report_of(struct ctx *c, const void *now, const void *before, const void *in)
{
	(void)c, (void)before, (void)in;
	return ((const struct order *)now)->report;
}

static const char *verdict_of(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct order_act *act = in;
	(void)before;
	return arena_printf(c->mem, "%lld 分%s%s%s", (long long)act->score,
	                    text_empty(act->comment) ? "" : "：", act->comment ? act->comment : "",
	                    order_verdict_told(c, now));
}

static const char *call_of(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct order_act *act = in;
	(void)now, (void)before;
	return arena_printf(c->mem, "%lld 分，联系到%s：%s", (long long)act->score, act->whom,
	                    act->reason);
}

static const char *reroute_of(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct order *n = now, *o = before;
	const char *reason = ((const struct order_act *)in)->reason;
	const char *parts[] = {
		text_empty(reason) ? NULL : reason,
		o->published && !n->published ? "原来的公开文字不合规定，已不再公开。" : NULL,
		o->service && !n->service ? "不再算点单，名额已让出。" : NULL};
	const char *all = NULL;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i])
			all = all ? arena_printf(c->mem, "%s；%s", all, parts[i]) : parts[i];
	return all;
}

static const char *level_of(struct ctx *c, const void *now, const void *before, const void *in)
{
	static const char *const levels[] = {"", "已报村站", "已报乡镇所", "已报县中心"};
	(void)c, (void)before, (void)in;
	return levels[((const struct order *)now)->level];
}

static enum err climb(struct ctx *c, void *next, const void *in, int64_t *to)
{
	(void)c, (void)in, (void)to;
	((struct order *)next)->level++;
	return OK;
}

/* ---- the rows ---- */

#define TELLS(...)                                                                                 \
	.notes = (const struct order_notice[])                                                     \
	{                                                                                          \
		__VA_ARGS__,                                                                       \
		{                                                                                  \
			0, NULL                                                                    \
		}                                                                                  \
	}
#define REVIEWED .from = IN(ORDER_SUBMITTED), .needs = ORDER_REVIEW, .own = his_own_entry
#define BEFORE_VISIT                                                                               \
	(IN(ORDER_DRAFT) | IN(ORDER_SUBMITTED) | IN(ORDER_OPEN) | IN(ORDER_WALL) |                 \
	 IN(ORDER_OFFERED) | IN(ORDER_ACCEPTED) | IN(ORDER_SCHEDULED))

static const struct life_move moves[] = {
	{.action = ACT_FIND, .word = "find", .label = "登记"},
	{ACT_EDIT, "edit", "修改", .from = IN(ORDER_DRAFT), .needs = ORDER_OWN, .guarded = true,
         .effect = order_draft_change},
	{ACT_SUBMIT, "submit", "提交", "Submit a draft for review", order_takes_plain,
         .done = "已提交。审核员看过后会告诉您，进度在这一页看得到。", .from = IN(ORDER_DRAFT),
         .to = IN(ORDER_SUBMITTED), .needs = ORDER_OWN, .not_now = order_draft_late,
         .effect = order_desk_submit, TELLS({TOLD_REVIEW, "submit.review"})},

	{ACT_APPROVE, "approve", "审核通过", "Approve: to the desk, or to the wall",
         order_takes_approve, .done = "已通过，求助人和派单台收到了消息。", REVIEWED,
         .to = IN(ORDER_OPEN) | IN(ORDER_WALL), .effect = order_desk_approve,
         TELLS({TOLD_ASKERS, "approve.requester"}, {TOLD_DESK, "approve.desk"})},
	{ACT_RETURN, "return", "退回修改", "Send back for correction", order_takes_reasoned,
         .done = "已退回修改，求助人收到了您的理由。", REVIEWED, .to = IN(ORDER_DRAFT),
         .reason = true, .effect = order_desk_give_back,
         TELLS({TOLD_REQUESTER, "return.requester"})},
	{ACT_REFUSE, "refuse", "不予受理", "Refuse, with the reason", order_takes_reasoned,
         .done = "已不予受理，求助人收到了消息。", REVIEWED, .to = IN(ORDER_REFUSED),
         .reason = true, .effect = order_desk_give_back, TELLS({TOLD_ASKERS, "refuse.requester"})},
	{ACT_MERGE, "merge", "合并", "Merge into another order", order_takes_merge,
         .done = "已并入另一单，两边的求助人都看得到。",
         .sure = "并入以后这一单就结束了，由另一单来办，分不开；求助人会收到消息。", REVIEWED,
         .to = IN(ORDER_MERGED), .effect = order_desk_merge,
         TELLS({TOLD_ASKERS, "merge.requester"})},
	{ACT_REROUTE, "reroute", "改派归类", "Put category, place or kind right",
         order_takes_reroute, .done = "已改派归类，收到的地方会看到。", REVIEWED,
         .effect = order_desk_reroute, .said = reroute_of, TELLS({TOLD_HERE, "reroute.here"})},
	{ACT_REROUTE, "reroute", "改派归类", .from = IN(ORDER_OPEN), .needs = ORDER_DISPATCH,
         .effect = order_desk_reroute, .said = reroute_of, TELLS({TOLD_HERE, "reroute.here"})},

	/* a slip of the hand: for three minutes, by himself, while nobody has acted on it */
	{ACT_UNDO, "undo", "撤销审核", "Take back one's own decision, within minutes",
         order_takes_plain, .done = "已撤销，这一单又回到待审核，收到过消息的人都告诉了。",
         .from = IN(ORDER_OPEN) | IN(ORDER_WALL), .to = IN(ORDER_SUBMITTED), .needs = ORDER_REVIEW,
         .own = his_own_entry, .not_now = order_desk_settled, .effect = order_desk_undo,
         TELLS({TOLD_ASKERS, "undo.requester"}, {TOLD_DESK, "undo.desk"})},
	{ACT_UNDO, "undo", "撤销审核", .from = IN(ORDER_REFUSED), .to = IN(ORDER_SUBMITTED),
         .needs = ORDER_REVIEW, .own = his_own_entry, .not_now = order_desk_settled,
         .effect = order_desk_undo, TELLS({TOLD_ASKERS, "undo.requester"})},

	/* made at the desk of features/dispatch, which knows whom to ask */
	{ACT_OFFER, "offer", "派单", NULL, order_takes_offer,
         .from = IN(ORDER_OPEN) | IN(ORDER_OFFERED), .to = IN(ORDER_OFFERED),
         .needs = ORDER_DISPATCH, .not_now = order_offer_full, .effect = order_offer_make,
         TELLS({TOLD_SIDE, "offer.side"})},
	{ACT_PUBLISH, "publish", "发布到心愿墙", "Put on the wall", order_takes_publish,
         .done = "已上心愿墙，志愿者可以认领了。", .from = IN(ORDER_OPEN), .to = IN(ORDER_WALL),
         .needs = ORDER_DISPATCH, .not_now = order_desk_never_public, .effect = order_desk_publish},
	{ACT_CLAIM, "claim", "认领", "Claim from the wall; one winner", order_takes_claim,
         .done = "认领好了。下一步：给对方打电话，约上门时间。", .from = IN(ORDER_WALL),
         .to = IN(ORDER_ACCEPTED), .needs = ORDER_CLAIM, .own = his_own_wish,
         .effect = order_offer_claim, TELLS({TOLD_ASKERS, "claim.requester"})},
	{ACT_WITHDRAW, "withdraw", "撤下心愿墙", "Take off the wall", order_takes_reasoned,
         .done = "已从心愿墙撤下，回到派单台。", .from = IN(ORDER_WALL), .to = IN(ORDER_OPEN),
         .needs = ORDER_DISPATCH, .reason = true, .effect = order_desk_withdraw},
	{ACT_ACCEPT, "accept", "接单", "Accept an offer; one winner", order_takes_accept,
         .done = "接下了。下一步：给对方打电话，约上门时间。", .from = IN(ORDER_OFFERED),
         .to = IN(ORDER_ACCEPTED), .needs = ORDER_SERVE, .own = his_own_help,
         .effect = order_offer_accept,
         TELLS({TOLD_ASKERS, "accept.requester"}, {TOLD_OTHERS, "overtaken.side"})},
	{ACT_DECLINE, "decline", "谢绝", "Decline an offer, with the reason", order_takes_decline,
         .done = "已谢绝，派单台会另找人。", .from = IN(ORDER_OFFERED),
         .to = IN(ORDER_OPEN) | IN(ORDER_OFFERED), .needs = ORDER_SERVE, .reason = true,
         .effect = order_offer_decline, TELLS({TOLD_DESK, "decline.desk"})},
	{ACT_RECALL, "recall", "收回", "Take offers or an accepted order back", order_takes_recall,
         .done = "已收回，对方收到了消息。请另派。", .from = IN(ORDER_OFFERED),
         .to = IN(ORDER_OPEN) | IN(ORDER_OFFERED), .needs = ORDER_DISPATCH, .reason = true,
         .effect = order_offer_recall,
         TELLS({TOLD_SIDE, "recall.side"}, {TOLD_WAITING, "recall.waiting"})},
	{ACT_RECALL, "recall", "收回", .from = IN(ORDER_ACCEPTED) | IN(ORDER_SCHEDULED),
         .to = IN(ORDER_OPEN), .needs = ORDER_DISPATCH, .reason = true, .effect = order_serve_free,
         TELLS({TOLD_SIDE, "recall.side"}, {TOLD_WAITING, "recall.waiting"},
               {TOLD_GOERS, "recall.goers"})},

	{ACT_SCHEDULE, "schedule", "排期", "Set time, leader and people", order_takes_schedule,
         .done = "上门时间约好了，求助人和要去的人都收到了消息。", .from = IN(ORDER_ACCEPTED),
         .to = IN(ORDER_SCHEDULED), .needs = ORDER_SERVE, .own = his_own_help,
         .effect = order_serve_schedule,
         TELLS({TOLD_ASKERS, "schedule.requester"}, {TOLD_GOERS, "schedule.goers"})},
	{ACT_RESCHEDULE, "reschedule", "改期", "Change time, leader or people",
         order_takes_schedule, .done = "上门安排改好了，求助人和要去的人都收到了消息。",
         .from = IN(ORDER_SCHEDULED), .needs = ORDER_SERVE, .own = his_own_help,
         .effect = order_serve_schedule,
         TELLS({TOLD_ASKERS, "reschedule.requester"}, {TOLD_GOERS, "reschedule.goers"},
               {TOLD_DROPPED, "reschedule.dropped"})},
	{ACT_HAND_BACK, "hand_back", "交回", "Hand an order back, with the reason",
         order_takes_reasoned, .done = "已交回，派单台会另找人。",
         .sure = "交回以后这一单由派单台另派，约好的上门取消，要去的人会收到消息。",
         .from = IN(ORDER_ACCEPTED) | IN(ORDER_SCHEDULED), .to = IN(ORDER_OPEN),
         .needs = ORDER_SERVE, .reason = true, .effect = order_serve_free,
         TELLS({TOLD_DESK | TOLD_ASKERS, "hand_back.desk"}, {TOLD_GOERS, "hand_back.goers"})},
	{ACT_START, "start", "开始服务", "First check-in: the service begins", order_takes_plain,
         .done = "服务开始了。做完请点“完成服务”，写几句做了什么。", .from = IN(ORDER_SCHEDULED),
         .to = IN(ORDER_SERVING), .needs = ORDER_SERVE, .own = his_own_help,
         .not_now = order_serve_early, .effect = order_serve_start,
         TELLS({TOLD_ASKERS, "start.requester"})},
	{ACT_COMPLETE, "complete", "完成服务", "Complete, with a report", order_takes_complete,
         .done = "服务做完了，等求助人评价。", .from = IN(ORDER_SERVING), .to = IN(ORDER_DONE),
         .needs = ORDER_SERVE, .own = his_own_help, .effect = order_serve_complete,
         .said = report_of,
         TELLS({TOLD_REQUESTER, "complete.requester"}, {TOLD_JOINED, "complete.joined"})},
	{ACT_ABORT, "abort", "中止服务", "Break off, with the reason", order_takes_reasoned,
         .done = "服务已中止，派单台会另找人。",
         .sure = "中止以后这次上门就结束了，派单台另找人；求助人和去的人会收到消息。",
         .from = IN(ORDER_SERVING), .to = IN(ORDER_OPEN), .needs = ORDER_SERVE, .reason = true,
         .effect = order_serve_break_off,
         TELLS({TOLD_DESK | TOLD_ASKERS, "abort.desk"}, {TOLD_GOERS, "abort.goers"})},
	{ACT_NOT_SERVED, "not_served", "反映没人来", "Nobody came", order_takes_reasoned,
         .done = "已记下没有人来。工作人员会打电话来核实。",
         .sure = "反映以后，工作人员会给您打电话核实，服务方也会收到消息。说好的人只是晚到，可"
                 "以先打电话问一问。",
         .from = IN(ORDER_SCHEDULED) | IN(ORDER_SERVING), .to = IN(ORDER_CALLBACK_DUE),
         .needs = ORDER_OWN, .reason = true, .not_now = order_serve_unbegun,
         .effect = order_serve_not_served,
         TELLS({TOLD_CALL, "not_served.call"}, {TOLD_SIDE, "not_served.side"})},

	{ACT_EVALUATE, "evaluate", "评价", "The served person's verdict", order_takes_evaluate,
         .done = "谢谢您的评价。", .from = IN(ORDER_DONE),
         .to = IN(ORDER_CLOSED) | IN(ORDER_CALLBACK_DUE), .needs = ORDER_VERDICT,
         .own = his_own_service, .effect = order_verdict_give, .said = verdict_of,
         TELLS({TOLD_SIDE, "evaluate.side"}, {TOLD_CALL, "evaluate.call"},
               {TOLD_CLOSED, "evaluate.joined"})},
	{ACT_CONFIRM, "confirm", "回访确认", "Close after a call back", order_takes_confirm,
         .done = "回访已记下，这一单收单了。", .from = IN(ORDER_CALLBACK_DUE),
         .to = IN(ORDER_CLOSED), .needs = ORDER_CALLBACK, .reason = true, .own = his_own_call,
         .effect = order_verdict_confirm, .said = call_of,
         TELLS({TOLD_ASKERS | TOLD_SIDE, "confirm.requester"})},
	{ACT_REOPEN, "reopen", "重开", "Open again, with the reason", order_takes_reasoned,
         .done = "已重开，派单台会再派人。", .from = IN(ORDER_CALLBACK_DUE), .to = IN(ORDER_OPEN),
         .needs = ORDER_CALLBACK, .reason = true, .own = his_own_reopening,
         .not_now = order_verdict_gone, .effect = order_verdict_reopen,
         TELLS({TOLD_DESK, "reopen.desk"}, {TOLD_ASKERS | TOLD_SIDE, "reopen.requester"})},
	{ACT_REOPEN, "reopen", "重开", .from = IN(ORDER_CLOSED), .to = IN(ORDER_OPEN),
         .needs = ORDER_OWN, .or_needs = ORDER_CALLBACK, .reason = true, .own = his_own_reopening,
         .not_now = order_verdict_past, .effect = order_verdict_reopen,
         TELLS({TOLD_DESK, "reopen.desk"}, {TOLD_ASKERS | TOLD_SIDE, "reopen.requester"})},
	{ACT_CANCEL, "cancel", "取消", "Cancel", order_takes_reasoned,
         .done = "已取消，有关的人都收到了消息。想再要，随时可以再点一次。",
         .sure = "取消以后，约好的人就不来了，也不会再派人；想要得再点一次。", .from = BEFORE_VISIT,
         .to = IN(ORDER_CANCELLED), .needs = ORDER_OWN, .reason = true, .effect = order_desk_cancel,
         TELLS({TOLD_ASKERS | TOLD_SIDE | TOLD_OTHERS, "cancel.requester"},
               {TOLD_GOERS, "cancel.goers"})},

	/* the clock's */
	{ACT_EXPIRE, "expire", "到期", .from = IN(ORDER_WALL), .to = IN(ORDER_OPEN),
         TELLS({TOLD_DESK, "expire.desk"})},
	{ACT_EXPIRE, "expire", "到期", .from = IN(ORDER_OFFERED),
         .to = IN(ORDER_OPEN) | IN(ORDER_OFFERED), .effect = order_offer_expire,
         TELLS({TOLD_DESK, "expire.desk"}, {TOLD_ASKED, "expire.asked"})},
	{ACT_EXPIRE, "expire", "到期", .from = IN(ORDER_DONE), .to = IN(ORDER_CALLBACK_DUE),
         TELLS({TOLD_DESK, "expire.desk"})},
	/* overdue, told to the next level; the state stays */
	{ACT_ESCALATE, "escalate", "超时上报",
         .from = IN(ORDER_SUBMITTED) | IN(ORDER_OPEN) | IN(ORDER_ACCEPTED) | IN(ORDER_SCHEDULED) |
                 IN(ORDER_SERVING) | IN(ORDER_CALLBACK_DUE),
         .effect = climb, .said = level_of,
         TELLS({TOLD_LEVEL, "escalate.level"}, {TOLD_LATE, "escalate.late"},
               {TOLD_FIRST, "escalate.requester"})},
	{0},
};

LIFE_WORDS(order_life, ACT_COUNT, order_action_words, order_action_labels)

/* ---- how the machine looks at an order and writes it ---- */

static struct life_look look(const void *record)
{
	const struct order *o = record;
	return (struct life_look){o->uid, o->state, o->revision, order_subject(o)};
}

/* Another side asked, other people who go and another level count; deadlines do not. */
static bool same(const void *before, const void *next)
{
#define NUMBER(m) (a->m == b->m)
#define TEXT(m)   text_equal(a->m, b->m)
	const struct order *a = before, *b = next;
	return NUMBER(kind) && NUMBER(form) && NUMBER(source) && NUMBER(urgency) &&
	       NUMBER(category_row) && NUMBER(place_row) && NUMBER(people) && NUMBER(wanted_from) &&
	       NUMBER(wanted_until) && NUMBER(public_ok) && NUMBER(published) &&
	       NUMBER(consent_at) && NUMBER(slot) && NUMBER(offer) && NUMBER(team_row) &&
	       NUMBER(person_row) && NUMBER(leader_row) && NUMBER(activity) && NUMBER(starts_at) &&
	       NUMBER(ends_at) && NUMBER(had) && NUMBER(level) && TEXT(title) && TEXT(detail) &&
	       TEXT(service) && TEXT(contact_name) && TEXT(phone) && TEXT(address) &&
	       TEXT(consent_by) && TEXT(consent_how) && TEXT(public_title) && TEXT(public_detail);
#undef NUMBER
#undef TEXT
}

/* The whole deadline runs from the submission, by the category and urgency the reviewer found. */
static void set_due(struct ctx *c, const struct order *o, struct order *n)
{
	bool begins = o->state == ORDER_DRAFT && n->state == ORDER_SUBMITTED;
	bool again = o->state == ORDER_CLOSED && n->state == ORDER_OPEN;
	bool other = n->category_row != o->category_row || n->urgency != o->urgency;
	if (begins || again)
		n->due = order_whole_at(c, n, c->now);
	else if (o->state == ORDER_SUBMITTED && other)
		n->due = order_whole_at(c, n, o->entered);
}

/* A state keeps its deadline as long as it lasts. What the limit hangs on may change it, counted from when
 * the state was entered: no move gives anybody time anew. */
static void set_clock(struct ctx *c, void *next, const void *before, const struct life_move *m)
{
	struct order *n = next;
	const struct order *o = before;
	bool stays = n->state == o->state;
	bool other = n->category_row != o->category_row || n->ends_at != o->ends_at;
	if (!stays)
		n->entered = m->action == ACT_UNDO ? order_desk_since(c, o) : c->now;
	if (!stays || other) {
		n->deadline = order_limit_at(c, n, (enum order_state)n->state, n->entered);
		if (!stays || n->deadline > c->now)
			n->level = 0;
	}
	if (n->state == ORDER_OFFERED)
		n->deadline = order_offer_until(c, n->row);
	set_due(c, o, n);
	n->closed = n->state == ORDER_CLOSED ? c->now : 0;
	n->revision = o->revision + 1;
}

/* Guarded by revision, old state and, where the state ends by itself and its time is not over, time. */
static int64_t write(struct ctx *c, const void *before, const void *next)
{
	const struct order *o = before;
	struct order n = *(const struct order *)next;
	if (o->state == ORDER_DRAFT && n.state == ORDER_DRAFT)
		return order_draft_write(c, o, &n);
	if (n.state == ORDER_OFFERED) /* it names the side concerned; the row has none */
		n.team_row = n.person_row = 0;
	return sql_order_write(c, o, &n,
	                       order_expires((enum order_state)o->state) && !order_is_over(c, o));
}

/* The audit log says where it led: the reasons are about people, the events keep them. */
static const char *detail(struct ctx *c, const void *now)
{
	(void)c;
	return order_state_words[((const struct order *)now)->state];
}

static void touch(struct ctx *c, const struct order *o)
{
	ctx_touch(c, arena_printf(c->mem, "order:%s", o->uid));
	ctx_touch(c, "desk");
	if (o->published)
		ctx_touch(c, "wall");
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	const struct order *n = now, *o = before;
	if (o->slot && !n->slot)
		menu_release(c, o->slot);
	order_event_add(c, n, o, (enum order_action)m->action, reason);
	if (n->published != o->published || n->place_row != o->place_row ||
	    !text_equal(n->title, o->title))
		order_index(c, n);
	if (o->state == ORDER_DRAFT && n->state == ORDER_DRAFT)
		return; /* a draft is his own: nobody hears of it */
	order_notice(c, n, o, m);
	touch(c, n);
}

const struct life order_life = {
	.kind = "order",
	.these = "这一单",
	.state_words = order_state_words,
	.state_labels = order_state_labels,
	.moves = moves,
	.detail = detail,
	.size = sizeof(struct order),
	.state = offsetof(struct order, state),
	.look = look,
	.write = write,
	.same = same,
	.clock = set_clock,
	.kept = kept,
};

const struct field *order_action_fields(enum order_action a)
{
	return life_first(&order_life, a)->takes;
}

bool order_move_exists(int64_t action, int64_t from, int64_t to)
{
	if (action == ACT_FIND)
		return from == ORDER_NOWHERE && to == ORDER_DRAFT;
	return life_leads(life_row(&order_life, (int)action, from), from, to);
}
