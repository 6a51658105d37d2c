/* order_sides.c - the sides that are asked: who may be, whom a move concerns, what it does to their offers. */
#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_offer.h"
#include "features/order/order_priv.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "gen/order.sql.h"

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)

/* ---- whom a move concerns ---- */

/* Whoever may be asked or may claim; NULL: refused. */
static struct order_offer *side_team(struct ctx *c, const char *uid, const char *field)
{
	struct order_offer *f = ARENA_NEW(c->mem, struct order_offer);
	struct team *t = team_by_uid(c, uid);
	enum err e = OK;
	if (!t)
		e = REFUSE(field, "没有这支队伍。");
	else if (!team_serves(t))
		e = REFUSE(field, "「%s」现在是“%s”，不能接单。", t->name,
		           team_state_labels[t->state]);
	else
		*f = (struct order_offer){.team_row = t->id, .team = t->uid, .team_name = t->name};
	return e == OK ? f : NULL;
}

/* The rules of domain life for a person who would serve alone. */
static struct order_offer *side_person(struct ctx *c, const struct order *o, struct person *p,
                                       const char *field)
{
	struct order_offer *f = ARENA_NEW(c->mem, struct order_offer);
	int64_t age = p ? person_age(p->birth, c->now) : -1;
	enum err e = OK;
	if (!p)
		e = REFUSE(field, "没有这个人。");
	else if (!p->volunteer)
		e = REFUSE(field, "对方还不是注册志愿者。");
	else if (p->ended)
		e = REFUSE(field, "%s%s，不能接单。", person_told(c, p),
		           person_visible(c, p->id) ? person_end_labels[p->ended] : "不再参加服务");
	else if (order_asked_by(c, o, p->id))
		e = REFUSE(field, "不能由需要帮助的本人或登记人来服务。");
	else if (age >= 0 && age < 18)
		e = REFUSE(field, "未满 18 岁的志愿者要跟队伍一起服务，不能单独接单。");
	else
		*f = (struct order_offer){
			.person_row = p->id, .person = p->uid, .person_name = p->name};
	return e == OK ? f : NULL;
}

static bool same_side(const struct order_offer *a, const struct order_offer *b)
{
	return a->team_row == b->team_row && a->person_row == b->person_row;
}

static bool among(const struct order_offer *list, size_t n, const struct order_offer *side)
{
	for (size_t i = 0; i < n; i++)
		if (same_side(&list[i], side))
			return true;
	return false;
}

/* Whom to ask, each once, gathered from what the action was given. */
struct asking {
	const struct order *o;
	struct order_offer *list, *waiting;
	size_t count, waiting_count;
};

static void ask(struct ctx *c, struct asking *to, struct order_offer *side, const char *field)
{
	if (!side || among(to->list, to->count, side))
		return;
	if (among(to->waiting, to->waiting_count, side)) /* who dispatches reads these offers */
		REFUSE(field, "已经派给「%s」，正在等答复。",
		       side->team_name ? side->team_name : side->person_name);
	to->list[to->count++] = *side;
}

static void ask_teams(struct ctx *c, struct asking *to, const char *const *uids, const char *field)
{
	for (size_t i = 0; uids && uids[i]; i++)
		if (!text_empty(uids[i]))
			ask(c, to, side_team(c, uids[i], field), field);
}

static void ask_people(struct ctx *c, struct asking *to, const char *const *uids, const char *field)
{
	for (size_t i = 0; uids && uids[i]; i++)
		if (!text_empty(uids[i]))
			ask(c, to, side_person(c, to->o, person_by_uid(c, uids[i]), field), field);
}

static size_t length(const char *const *list)
{
	size_t n = 0;
	while (list && list[n])
		n++;
	return n;
}

static struct order_offer *to_ask(struct ctx *c, const struct order *o, const struct order_act *in,
                                  size_t *count)
{
	size_t most = 2 + length(in->teams) + length(in->people);
	struct asking to = {.o = o, .list = ARENA_ARRAY(c->mem, struct order_offer, most)};
	long long room = order_offers_free(c, o), all = order_offers_most(c, o);
	to.waiting = order_offer_waiting(c, o, &to.waiting_count);
	ask_teams(c, &to, (const char *const[]){in->team, NULL}, "team");
	ask_teams(c, &to, in->teams, "teams");
	ask_people(c, &to, (const char *const[]){in->person, NULL}, "person");
	ask_people(c, &to, in->people, "people");
	*count = to.count;
	if (c->problem_count)
		return NULL;
	if (!to.count)
		REFUSE("team", "请选一支队伍，或者选一个人。");
	else if ((long long)to.count > room && o->state == ORDER_OFFERED)
		REFUSE("team", "急缓是“%s”的单子最多同时问 %lld 家，现在还能再问 %lld 家。",
		       order_urgency_labels[o->urgency], all, room);
	else if ((long long)to.count > room)
		REFUSE("team", "急缓是“%s”的单子最多同时问 %lld 家。",
		       order_urgency_labels[o->urgency], all);
	return c->problem_count ? NULL : to.list;
}

/* Of `list` those that are meant by `uid`; all when it is empty. */
static struct order_offer *meant(struct ctx *c, struct order_offer *list, size_t *count,
                                 const char *uid)
{
	size_t n = 0;
	for (size_t i = 0; i < *count; i++)
		if (text_empty(uid) || text_equal(list[i].team, uid) ||
		    text_equal(list[i].person, uid))
			list[n++] = list[i];
	*count = n;
	if (!n)
		REFUSE("side", "没有派给这一方，或者它已经答复了。");
	return n ? list : NULL;
}

struct order_offer *order_offer_sides(struct ctx *c, const struct order *o, enum order_action a,
                                      const struct order_act *in, size_t *count)
{
	if (a == ACT_OFFER)
		return to_ask(c, o, in, count);
	*count = 1;
	struct order_offer *list = ARENA_NEW(c->mem, struct order_offer);
	bool answers = a == ACT_ACCEPT || a == ACT_DECLINE;
	if (o->state != ORDER_OFFERED || (!answers && a != ACT_RECALL))
		return list;
	if (a == ACT_RECALL)
		list = order_offer_waiting(c, o, count);
	else
		list = order_offer_mine(c, o, 1, count);
	list = meant(c, list, count, in->side);
	if (list && answers && *count > 1) {
		REFUSE("side", "您的几支队伍都收到了这一单，请选以哪一方答复。");
		return NULL;
	}
	return list;
}

/* ---- effects ---- */

const char *order_offer_full(struct ctx *c, const void *record)
{
	const struct order *o = record;
	long long most = order_offers_most(c, o);
	return o->state == ORDER_OFFERED && o->asked >= most
	               ? arena_printf(c->mem,
	                              "急缓是“%s”的单子最多同时问 %lld 家，请等有人答复再派。",
	                              order_urgency_labels[o->urgency], most)
	               : NULL;
}

/* `to`: offered as long as others wait, else open. */
static enum err ended(struct ctx *c, struct order *n, enum offer_state fate, const char *reason,
                      int64_t *to)
{
	bool answer = fate == OFFER_ACCEPTED || fate == OFFER_DECLINED;
	if (sql_offer_end(c, n, fate, text_empty(reason) ? NULL : reason, answer) != 1)
		return ERR_LOST;
	if (fate == OFFER_ACCEPTED)
		return OK;
	order_clear_side(n);
	*to = order_offer_until(c, n->row) ? ORDER_OFFERED : ORDER_OPEN;
	return OK;
}

enum err order_offer_make(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in, (void)to;
	n->offer = sql_offer_add(c, n, order_limit_at(c, n, ORDER_OFFERED, c->now));
	return OK;
}

enum err order_offer_claim(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const char *team = ((const struct order_act *)in)->team;
	(void)to;
	struct order_offer *side;
	if (text_empty(team))
		side = side_person(c, n, person_get(c, c->who->id), "team");
	else
		side = side_team(c, team, "team");
	if (!side)
		return ERR_INVALID;
	order_offer_name(n, side);
	if (n->team_row && !access_leads(c->who, n->team_row))
		return ctx_refuse(c, ERR_DENIED, "team", "只有队长或副队长能替「%s」认领。",
		                  n->team_name);
	return order_turn(c, n);
}

/* A team that was suspended or dissolved since it was asked takes nothing more, nor somebody who could not be
 * asked any more. */
enum err order_offer_accept(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in;
	if (n->team_row && !side_team(c, n->team, "team"))
		return ERR_INVALID;
	if (n->person_row && !side_person(c, n, person_get(c, n->person_row), "side"))
		return ERR_INVALID;
	enum err e = ended(c, n, OFFER_ACCEPTED, NULL, to);
	if (e == OK)
		sql_offer_end_all(c, n, OFFER_OVERTAKEN, NULL);
	return e;
}

enum err order_offer_decline(struct ctx *c, void *next, const void *in, int64_t *to)
{
	return ended(c, next, OFFER_DECLINED, ((const struct order_act *)in)->reason, to);
}

enum err order_offer_recall(struct ctx *c, void *next, const void *in, int64_t *to)
{
	return ended(c, next, OFFER_RECALLED, ((const struct order_act *)in)->reason, to);
}

/* Without an offer that could end it is open at once. */
enum err order_offer_expire(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in;
	return n->offer ? ended(c, n, OFFER_EXPIRED, NULL, to) : OK;
}

void order_offer_cancel(struct ctx *c, const struct order *n, const char *reason)
{
	sql_offer_end_all(c, n, OFFER_RECALLED, reason);
}
