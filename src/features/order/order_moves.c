/* order_moves.c - the doors through which an order moves: whoever asks, an office, the clock. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/ctx.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_offer.h"
#include "features/order/order_priv.h"
#include "features/order/order_rules.h"

#define E(m, ...) FIELD(struct order_event, m, __VA_ARGS__)
const struct field order_event_fields[] = {
	E(seq, .doc = "revision of the order after the move"),
	E(at, .doc = "seconds UTC"),
	E(action, .words = order_action_words, .labels = order_action_labels),
	E(from_state, .doc = "index of the state before; -1: it was found"),
	E(to_state, .words = order_state_words),
	E(deadline, .doc = "of the new state, seconds UTC; 0: none"),
	E(reason),
	E(actor_name, .doc = "null: the clock"),
	E(team_name),
	E(person_name),
	RECORD("OrderEvent", "A move of an order."),
};

bool order_may(struct ctx *c, const struct order *o, enum order_action a)
{
	return life_may(c, &order_life, o, a);
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

/* ---- the clock ---- */

static enum err put_by_clock(struct ctx *c, const struct order *o, enum order_action a,
                             const char *reason)
{
	const struct actor *asker = c->who;
	c->who = &actor_system;
	enum err e = life_put(c, &order_life, o, &(struct life_ask){.action = a, .reason = reason});
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
	return put_by_clock(c, o, ACT_EXPIRE, reason);
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
	if (n)
		return e;
	return order_is_over(c, o) ? put_by_clock(c, o, ACT_EXPIRE, reason) : ERR_STATE;
}

enum err order_expire(struct ctx *c, int64_t row, const char *reason)
{
	const struct order *o = order_load_row(c, row);
	return o ? expire(c, o, reason) : ERR_MISSING;
}

enum err order_escalate(struct ctx *c, int64_t row)
{
	const struct order *o = order_load_row(c, row);
	if (!o || !life_row(&order_life, ACT_ESCALATE, o->state) || o->level >= 3 || !o->deadline ||
	    c->now < o->deadline + o->level * DAY)
		return ERR_STATE;
	return put_by_clock(c, o, ACT_ESCALATE, NULL);
}

/* ---- whoever asks ---- */

/* Who was asked and answers too late is told what became of it, although he sees it no longer. */
static enum err answered_late(struct ctx *c, const struct order *o, enum order_action a)
{
	struct subject s = order_subject(o);
	bool answers = a == ACT_ACCEPT || a == ACT_DECLINE;
	return answers && !access_serves(c->who, &s) ? order_offer_late(c, o, o->state) : OK;
}

/* And who would have claimed it, whose it is now. */
static enum err claimed_late(struct ctx *c, const struct order *o, enum order_action a)
{
	struct subject s = order_subject(o);
	if (a != ACT_CLAIM || o->state < ORDER_ACCEPTED || o->state > ORDER_CLOSED ||
	    !access_may(c->who, ORDER_CLAIM, &s))
		return OK;
	c->state = order_state_words[o->state];
	if (o->team_name)
		return ctx_refuse(c, ERR_LOST, NULL,
		                  "来晚一步：这一单已经由「%s」认领，现在是“%s”。", o->team_name,
		                  order_state_labels[o->state]);
	return ctx_refuse(c, ERR_LOST, NULL, "来晚一步：这一单已经有人认领，现在是“%s”。",
	                  order_state_labels[o->state]);
}

/* `o`: as everybody sees it, what is over ended; NULL: there is none. */
static enum err check(struct ctx *c, const struct order *o, const struct life_ask *ask)
{
	enum order_action a = (enum order_action)ask->action;
	enum err e = o ? answered_late(c, o, a) : OK;
	if (e != OK)
		return e;
	if (!o || order_sight(c, o) == SIGHT_NONE)
		return ctx_refuse(c, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	e = claimed_late(c, o, a);
	return e == OK ? life_check(c, &order_life, o, ask) : e;
}

/* What is over ends by the clock first, so that the move begins where everybody sees it. */
static enum err clear_over(struct ctx *c, struct order **o)
{
	if (!order_is_over(c, *o) && (*o)->state != ORDER_OFFERED)
		return OK;
	enum err e = expire(c, *o, NULL);
	if (e == OK)
		*o = order_load(c, (*o)->uid);
	return e == ERR_STATE ? OK : e == OK && !*o ? ERR_MISSING : e;
}

/* The order as it is, with the side named that the move concerns. */
static enum err make(struct ctx *c, struct order *o, const struct order_offer *side,
                     const struct life_ask *ask)
{
	if (ask->action == ACT_OFFER || o->state == ORDER_OFFERED)
		order_offer_name(o, side);
	enum err e = life_put(c, &order_life, o, ask);
	const struct order *now = e == ERR_LOST ? order_load(c, o->uid) : NULL;
	if (now)
		c->state = order_state_words[now->state];
	return e;
}

/* Once per side it concerns; the database may fail between two of them. */
static enum err make_all(struct ctx *c, struct order *o, const struct life_ask *ask)
{
	size_t n = 0;
	enum err e = OK;
	struct order_offer *sides = order_offer_sides(c, o, (enum order_action)ask->action, ask->in,
	                                              &n);
	if (!sides)
		return ERR_INVALID;
	for (size_t i = 0; i < n && e == OK; i++) {
		struct order *now = i ? order_load(c, o->uid) : o;
		e = now ? make(c, now, &sides[i], ask) : ERR_SYSTEM;
	}
	return e;
}

static struct life_ask asked(enum order_action a, const struct order_act *in)
{
	return (struct life_ask){.action = a,
	                         .in = in,
	                         .reason = in->reason,
	                         .revision = in->revision < 0 ? NULL : &in->revision};
}

enum err order_move(struct ctx *c, const char *uid, enum order_action a, const struct order_act *in)
{
	struct order *o = order_load(c, uid);
	const struct order *seen = o ? order_shown(c, arena_memdup(c->mem, o, sizeof *o)) : NULL;
	struct life_ask ask = asked(a, in);
	enum err e = check(c, seen, &ask);
	if (e == OK)
		e = clear_over(c, &o);
	return e == OK ? make_all(c, o, &ask) : e;
}

enum err order_office(struct ctx *c, int64_t row, enum order_action a, const struct order_act *in)
{
	enum err e = order_expire(c, row, NULL);
	struct order *o = e == OK || e == ERR_STATE ? order_load_row(c, row) : NULL;
	if (!o)
		return e == OK || e == ERR_STATE ? ERR_MISSING : e;
	if (!life_row(&order_life, a, o->state))
		return ERR_STATE;
	struct life_ask ask = asked(a, in);
	int told = c->problem_count;
	e = make_all(c, o, &ask);
	c->problem_count = told; /* whoever looks at the page asked for something else */
	return e;
}
