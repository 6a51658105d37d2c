#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/ctx.h"
#include "features/menu/menu.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "gen/order.sql.h"

/* Who may make which move, and where it leads. Two rows with the same start: the effect chooses. */
const struct order_move_row order_moves[] = {
	{ACT_FIND, ORDER_NOWHERE, ORDER_DRAFT, ORDER_CREATE, 0},
	{ACT_EDIT, ORDER_DRAFT, ORDER_DRAFT, ORDER_OWN, 0},
	{ACT_SUBMIT, ORDER_DRAFT, ORDER_SUBMITTED, ORDER_OWN, 0},

	{ACT_APPROVE, ORDER_SUBMITTED, ORDER_OPEN, ORDER_REVIEW, 0},
	{ACT_APPROVE, ORDER_SUBMITTED, ORDER_WALL, ORDER_REVIEW, 0},
	{ACT_RETURN, ORDER_SUBMITTED, ORDER_DRAFT, ORDER_REVIEW, 0},
	{ACT_REFUSE, ORDER_SUBMITTED, ORDER_REFUSED, ORDER_REVIEW, 0},
	{ACT_MERGE, ORDER_SUBMITTED, ORDER_MERGED, ORDER_REVIEW, 0},
	{ACT_REROUTE, ORDER_SUBMITTED, ORDER_SUBMITTED, ORDER_REVIEW, 0},

	{ACT_OFFER, ORDER_OPEN, ORDER_OFFERED, ORDER_DISPATCH, 0},
	{ACT_OFFER, ORDER_OFFERED, ORDER_OFFERED, ORDER_DISPATCH, 0},
	{ACT_PUBLISH, ORDER_OPEN, ORDER_WALL, ORDER_DISPATCH, 0},
	{ACT_REROUTE, ORDER_OPEN, ORDER_OPEN, ORDER_DISPATCH, 0},
	{ACT_CLAIM, ORDER_WALL, ORDER_ACCEPTED, ORDER_CLAIM, 0},
	{ACT_WITHDRAW, ORDER_WALL, ORDER_OPEN, ORDER_DISPATCH, 0},
	{ACT_ACCEPT, ORDER_OFFERED, ORDER_ACCEPTED, ORDER_SERVE, 0},
	{ACT_DECLINE, ORDER_OFFERED, ORDER_OPEN, ORDER_SERVE, 0},
	{ACT_DECLINE, ORDER_OFFERED, ORDER_OFFERED, ORDER_SERVE, 0},
	{ACT_RECALL, ORDER_OFFERED, ORDER_OPEN, ORDER_DISPATCH, 0},
	{ACT_RECALL, ORDER_OFFERED, ORDER_OFFERED, ORDER_DISPATCH, 0},
	{ACT_RECALL, ORDER_ACCEPTED, ORDER_OPEN, ORDER_DISPATCH, 0},
	{ACT_RECALL, ORDER_SCHEDULED, ORDER_OPEN, ORDER_DISPATCH, 0},
	{ACT_SCHEDULE, ORDER_ACCEPTED, ORDER_SCHEDULED, ORDER_SERVE, 0},
	{ACT_HAND_BACK, ORDER_ACCEPTED, ORDER_OPEN, ORDER_SERVE, 0},
	{ACT_HAND_BACK, ORDER_SCHEDULED, ORDER_OPEN, ORDER_SERVE, 0},
	{ACT_RESCHEDULE, ORDER_SCHEDULED, ORDER_SCHEDULED, ORDER_SERVE, 0},
	{ACT_START, ORDER_SCHEDULED, ORDER_SERVING, ORDER_SERVE, 0},
	{ACT_COMPLETE, ORDER_SERVING, ORDER_DONE, ORDER_SERVE, 0},
	{ACT_ABORT, ORDER_SERVING, ORDER_OPEN, ORDER_SERVE, 0},
	{ACT_NOT_SERVED, ORDER_SCHEDULED, ORDER_CALLBACK_DUE, ORDER_OWN, 0},
	{ACT_NOT_SERVED, ORDER_SERVING, ORDER_CALLBACK_DUE, ORDER_OWN, 0},

	{ACT_EVALUATE, ORDER_DONE, ORDER_CLOSED, ORDER_VERDICT, 0},
	{ACT_EVALUATE, ORDER_DONE, ORDER_CALLBACK_DUE, ORDER_VERDICT, 0},
	{ACT_CONFIRM, ORDER_CALLBACK_DUE, ORDER_CLOSED, ORDER_CALLBACK, 0},
	{ACT_REOPEN, ORDER_CALLBACK_DUE, ORDER_OPEN, ORDER_CALLBACK, 0},
	{ACT_REOPEN, ORDER_CLOSED, ORDER_OPEN, ORDER_OWN, ORDER_CALLBACK},

	{ACT_CANCEL, ORDER_DRAFT, ORDER_CANCELLED, ORDER_OWN, 0},
	{ACT_CANCEL, ORDER_SUBMITTED, ORDER_CANCELLED, ORDER_OWN, 0},
	{ACT_CANCEL, ORDER_OPEN, ORDER_CANCELLED, ORDER_OWN, 0},
	{ACT_CANCEL, ORDER_WALL, ORDER_CANCELLED, ORDER_OWN, 0},
	{ACT_CANCEL, ORDER_OFFERED, ORDER_CANCELLED, ORDER_OWN, 0},
	{ACT_CANCEL, ORDER_ACCEPTED, ORDER_CANCELLED, ORDER_OWN, 0},
	{ACT_CANCEL, ORDER_SCHEDULED, ORDER_CANCELLED, ORDER_OWN, 0},

	{ACT_EXPIRE, ORDER_WALL, ORDER_OPEN, 0, 0},
	{ACT_EXPIRE, ORDER_OFFERED, ORDER_OPEN, 0, 0},
	{ACT_EXPIRE, ORDER_OFFERED, ORDER_OFFERED, 0, 0},
	{ACT_EXPIRE, ORDER_DONE, ORDER_CALLBACK_DUE, 0, 0},
	{ACT_ESCALATE, ORDER_SUBMITTED, ORDER_SUBMITTED, 0, 0},
	{ACT_ESCALATE, ORDER_OPEN, ORDER_OPEN, 0, 0},
	{ACT_ESCALATE, ORDER_ACCEPTED, ORDER_ACCEPTED, 0, 0},
	{ACT_ESCALATE, ORDER_SCHEDULED, ORDER_SCHEDULED, 0, 0},
	{ACT_ESCALATE, ORDER_SERVING, ORDER_SERVING, 0, 0},
	{ACT_ESCALATE, ORDER_CALLBACK_DUE, ORDER_CALLBACK_DUE, 0, 0},
	{ACT_COUNT, 0, 0, 0, 0},
};

bool order_move_exists(int64_t action, int64_t from, int64_t to)
{
	for (const struct order_move_row *m = order_moves; m->action != ACT_COUNT; m++)
		if (m->action == action && m->from == from && m->to == to)
			return true;
	return false;
}

static const struct order_move_row *move_find(enum order_action a, int64_t from)
{
	for (const struct order_move_row *m = order_moves; m->action != ACT_COUNT; m++)
		if (m->action == a && m->from == from)
			return m;
	return NULL;
}

static bool may_row(const struct ctx *c, const struct order_move_row *m, const struct subject *s)
{
	return (m->needs && access_may(c->who, m->needs, s)) ||
	       (m->or_needs && access_may(c->who, m->or_needs, s));
}

/* May he make this move at all, in whichever state? Decides between 403 and 409. */
static bool may_action(const struct ctx *c, enum order_action a, const struct subject *s)
{
	for (const struct order_move_row *m = order_moves; m->action != ACT_COUNT; m++)
		if (m->action == a && may_row(c, m, s))
			return true;
	return false;
}

bool order_is_over(const struct ctx *c, const struct order *o)
{
	return order_expires(o->state) && o->deadline > 0 && o->deadline <= c->now;
}

enum order_state order_expiry_of(int64_t state)
{
	const struct order_move_row *m = move_find(ACT_EXPIRE, state);
	return m ? m->to : (enum order_state)state;
}

bool order_may(struct ctx *c, const struct order *o, enum order_action a)
{
	struct subject s = order_subject(o);
	const struct order_move_row *m = move_find(a, o->state);
	if (a == ACT_PUBLISH && (!o->public_ok || o->never_public))
		return false;
	if (!m || !may_row(c, m, &s) || order_conflict(c, o, a))
		return false;
	return a != ACT_OFFER || o->state == ORDER_OPEN || o->asked < order_offers_most(c, o);
}

const char *const *order_actions(struct ctx *c, const struct order *o)
{
	const char **words = ARENA_ARRAY(c->mem, const char *, ACT_COUNT + 1);
	size_t n = 0;
	for (int a = 0; a < ACT_COUNT; a++)
		if (order_may(c, o, (enum order_action)a))
			words[n++] = order_action_words[a];
	return words;
}

/* Writes the new state, guarded by revision, old state and, where the state ends by itself, time. */
static bool written(struct ctx *c, const struct order *o, const struct order *n, bool by_clock)
{
	int64_t now = order_expires(o->state) && !by_clock ? c->now : 0;
	bool asked = n->state == ORDER_OFFERED; /* it names the side concerned; the row has none */
	return db_exec(c->db, sql_order_move, V(o->row), V(o->revision), V(o->state), V(now),
	               V(n->state), V(n->deadline), V(n->due), V(n->entered), V(n->level),
	               V(n->kind), V(n->category_row), V(n->urgency), V(n->place_row),
	               V(n->public_title), V(n->public_detail), V(n->published),
	               V(asked ? (int64_t)0 : n->team_row), V(asked ? (int64_t)0 : n->person_row),
	               V(n->leader_row), V(n->activity), V(n->starts_at), V(n->ends_at),
	               V(n->score), V(n->comment), V(n->report), V(n->merged_into), V(n->closed),
	               V(n->slot), V(n->verdict_by), V(n->verdict_how)) == 1;
}

static void touch(struct ctx *c, const struct order *o)
{
	ctx_touch(c, arena_printf(c->mem, "order:%s", o->uid));
	ctx_touch(c, "desk");
	if (o->published)
		ctx_touch(c, "wall");
}

enum err order_lost(struct ctx *c, const struct order *o)
{
	const struct order *now = order_load(c, o->uid);
	c->state = order_state_words[now ? now->state : o->state];
	return ctx_refuse(c, ERR_LOST, NULL, "这一单刚刚被别人改动了，请刷新后再看。");
}

/* The whole deadline runs from the submission, by the category and urgency the reviewer found. */
static void set_due(struct ctx *c, const struct order *o, struct order *n, enum order_action a)
{
	if (a == ACT_SUBMIT || (a == ACT_REOPEN && o->closed))
		n->due = order_whole_at(c, n, c->now);
	else if (o->state == ORDER_SUBMITTED &&
	         (n->category_row != o->category_row || n->urgency != o->urgency))
		n->due = order_whole_at(c, n, o->entered);
}

/* Sets state and clock of `n`, writes it with its event, and tells the parties. */
static enum err put(struct ctx *c, const struct order *o, struct order *n, enum order_action a,
                    enum order_state to, const char *reason, bool by_clock)
{
	n->state = to;
	if (to != (enum order_state)o->state)
		n->entered = c->now;
	if (to != (enum order_state)o->state || a == ACT_REROUTE || a == ACT_RESCHEDULE) {
		n->level = 0;
		n->deadline = order_limit_at(c, n, to, c->now);
	}
	if (to == ORDER_OFFERED)
		n->deadline = order_offer_until(c, n->row);
	set_due(c, o, n, a);
	n->closed = to == ORDER_CLOSED ? c->now : 0;
	if (!written(c, o, n, by_clock))
		return order_lost(c, o);
	if (o->slot && !n->slot)
		menu_release(c, o->slot);
	n->revision = o->revision + 1;
	order_event_add(c, n, o, a, reason);
	if (n->published != o->published || n->place_row != o->place_row)
		order_index(c, n);
	audit(c, arena_printf(c->mem, "order.%s", order_action_words[a]), "order", o->uid,
	      order_state_words[to]);
	order_notice(c, n, o, a);
	touch(c, n);
	return OK;
}

static enum err wrong_moment(struct ctx *c, const struct order *o, enum order_action a,
                             int64_t state)
{
	c->state = order_state_words[state];
	bool taken = a == ACT_CLAIM && state >= ORDER_ACCEPTED && state <= ORDER_CLOSED;
	if (taken && o->team_name)
		return ctx_refuse(c, ERR_LOST, NULL,
		                  "来晚一步：这一单已经由「%s」认领，现在是“%s”。", o->team_name,
		                  order_state_labels[state]);
	if (taken)
		return ctx_refuse(c, ERR_LOST, NULL, "来晚一步：这一单已经有人认领，现在是“%s”。",
		                  order_state_labels[state]);
	return ctx_refuse(c, ERR_STATE, NULL, "这一单现在是“%s”，不能再“%s”。",
	                  order_state_labels[state], order_action_labels[a]);
}

static enum err put_by_clock(struct ctx *c, const struct order *o, struct order *n,
                             enum order_action a, enum order_state to, const char *reason)
{
	const struct actor *asker = c->who;
	c->who = &actor_system;
	enum err e = put(c, o, n, a, to, reason, true);
	c->who = asker;
	return e;
}

/* One side's offer: the order is open again when it was the last. */
static enum err expire_offer(struct ctx *c, const char *uid, const struct order_offer *f,
                             const char *reason)
{
	struct order *o = order_load(c, uid);
	if (!o)
		return ERR_MISSING;
	order_offer_name(o, f);
	struct order n = *o;
	enum order_state to = ORDER_OPEN;
	enum err e = order_offer_expire(c, &n, &to);
	return e == OK ? put_by_clock(c, o, &n, ACT_EXPIRE, to, reason) : e;
}

/* What the clock has ended ends now: the state, or of an offered order the offers that are over.
 * ERR_STATE: nothing has. */
static enum err expire(struct ctx *c, const struct order *o, const char *reason)
{
	size_t n = 0;
	struct order_offer *late = NULL;
	if (o->state == ORDER_OFFERED)
		late = order_offer_over(c, o->row, &n);
	enum err e = OK;
	for (size_t i = 0; i < n && e == OK; i++)
		e = expire_offer(c, o->uid, &late[i], reason);
	const struct order_move_row *m = move_find(ACT_EXPIRE, o->state);
	if (n || !m)
		return n ? e : ERR_STATE;
	if (!order_is_over(c, o))
		return ERR_STATE;
	struct order next = *o;
	if (m->to == ORDER_OPEN)
		order_clear_side(&next);
	return put_by_clock(c, o, &next, ACT_EXPIRE, m->to, reason);
}

/* Who was asked and answers too late is told what became of it, although he sees it no longer. */
static enum err answered_late(struct ctx *c, const struct order *o, enum order_action a,
                              int64_t state)
{
	struct subject s = order_subject(o);
	bool answers = a == ACT_ACCEPT || a == ACT_DECLINE;
	return answers && !access_serves(c->who, &s) ? order_offer_late(c, o, state) : OK;
}

/* The order as it must be for the move, expired first where its time is over. */
static enum err check(struct ctx *c, struct order **at, enum order_action a, int64_t revision)
{
	struct order *o = *at;
	bool over = o && order_is_over(c, o);
	int64_t state = over ? (int64_t)order_expiry_of(o->state) : o ? o->state : 0;
	enum err e = o ? answered_late(c, o, a, state) : OK;
	if (e != OK)
		return e;
	if (!o || order_sight(c, o) == SIGHT_NONE)
		return ctx_refuse(c, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	struct subject s = order_subject(o);
	const struct order_move_row *m = move_find(a, state);
	if (!m && may_action(c, a, &s))
		return wrong_moment(c, o, a, state);
	const char *conflict = order_conflict(c, o, a);
	if (conflict && m && may_row(c, m, &s))
		return ctx_refuse(c, ERR_DENIED, NULL, "%s", conflict);
	if (!m || !may_row(c, m, &s))
		return ctx_refuse(c, ERR_DENIED, NULL, "您不能对这一单做“%s”。",
		                  order_action_labels[a]);
	if (revision > 0 && revision != o->revision) {
		c->state = order_state_words[state];
		return ctx_refuse(c, ERR_LOST, NULL,
		                  "您看的时候有人先动了这一单，现在是“%s”，请刷新后再决定。",
		                  order_state_labels[state]);
	}
	e = over || o->state == ORDER_OFFERED ? expire(c, o, NULL) : ERR_STATE;
	if (e == ERR_STATE && !over)
		return OK;
	*at = e == OK ? order_load(c, o->uid) : NULL;
	return e != OK ? e : *at ? OK : ERR_MISSING;
}

/* What the event keeps: verdict, report and call back outlive a reopening only there. */
static const char *said(struct ctx *c, const struct order *o, const struct order *n,
                        enum order_action a, const struct order_act *in)
{
	long long score = (long long)in->score;
	if (a == ACT_COMPLETE)
		return in->report;
	if (a == ACT_CONFIRM)
		return arena_printf(c->mem, "%lld 分，联系到%s：%s", score, in->whom, in->reason);
	if (a == ACT_EVALUATE)
		return arena_printf(c->mem, "%lld 分%s%s%s", score,
		                    text_empty(in->comment) ? "" : "：",
		                    in->comment ? in->comment : "", order_verdict_told(c, n));
	if (a == ACT_REROUTE && o->published && !n->published)
		return arena_printf(c->mem, "%s%s原来的公开文字不合规定，已不再公开。",
		                    text_empty(in->reason) ? "" : in->reason,
		                    text_empty(in->reason) ? "" : "；");
	return in->reason;
}

/* The order as it is, with the side named that the move concerns. */
static enum err make(struct ctx *c, struct order *o, const struct order_offer *side,
                     enum order_action a, const struct order_act *in)
{
	if (a == ACT_OFFER || o->state == ORDER_OFFERED)
		order_offer_name(o, side);
	struct order n = *o;
	enum order_state to = move_find(a, o->state)->to;
	enum err e = order_effect(c, a, &n, in, &to);
	return e == OK ? put(c, o, &n, a, to, said(c, o, &n, a, in), false) : e;
}

/* Once per side it concerns; the database may fail between two of them. */
static enum err make_all(struct ctx *c, struct order *o, enum order_action a,
                         const struct order_act *in)
{
	size_t n = 0;
	enum err e = OK;
	struct order_offer *sides = order_offer_sides(c, o, a, in, &n);
	if (!sides)
		return ERR_INVALID;
	for (size_t i = 0; i < n && e == OK; i++) {
		struct order *now = i ? order_load(c, o->uid) : o;
		e = now ? make(c, now, &sides[i], a, in) : ERR_SYSTEM;
	}
	return e;
}

enum err order_move(struct ctx *c, const char *uid, enum order_action a, const struct order_act *in)
{
	struct order *o = order_load(c, uid);
	enum err e = check(c, &o, a, in->revision);
	return e == OK ? make_all(c, o, a, in) : e;
}

enum err order_office(struct ctx *c, int64_t row, enum order_action a, const struct order_act *in)
{
	enum err e = order_expire(c, row, NULL);
	struct order *o = e == OK || e == ERR_STATE ? order_load_row(c, row) : NULL;
	if (!o)
		return e == OK || e == ERR_STATE ? ERR_MISSING : e;
	return move_find(a, o->state) ? make_all(c, o, a, in) : ERR_STATE;
}

enum err order_expire(struct ctx *c, int64_t row, const char *reason)
{
	const struct order *o = order_load_row(c, row);
	return o ? expire(c, o, reason) : ERR_MISSING;
}

enum err order_escalate(struct ctx *c, int64_t row)
{
	static const char *const levels[] = {"", "已报村站", "已报乡镇所", "已报县中心"};
	const struct order *o = order_load_row(c, row);
	if (!o || !move_find(ACT_ESCALATE, o->state) || o->level >= 3 || !o->deadline ||
	    c->now < o->deadline + o->level * DAY)
		return ERR_STATE;
	struct order n = *o;
	n.level = o->level + 1;
	return put_by_clock(c, o, &n, ACT_ESCALATE, (enum order_state)o->state, levels[n.level]);
}
