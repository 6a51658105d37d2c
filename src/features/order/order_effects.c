#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "features/activity/activity.h"
#include "features/menu/menu.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/person/public.h"
#include "features/place/place.h"
#include "features/team/team.h"

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)

void order_clear_side(struct order *n)
{
	n->team_row = n->person_row = n->leader_row = n->activity = n->offer = 0;
	n->starts_at = n->ends_at = 0;
	n->team = n->team_name = n->person = n->person_name = n->leader = n->leader_name = NULL;
}

static bool on_serving_side(struct ctx *c, const struct order *o)
{
	struct subject s = order_subject(o);
	return access_serves(c->who, &s) ||
	       (o->team_row && member_active(c, o->team_row, c->who->id));
}

const char *order_conflict(struct ctx *c, const struct order *o, enum order_action a)
{
	bool entered = o->proxy ? o->proxy == c->who->id : o->requester == c->who->id;
	bool reviews = a == ACT_APPROVE || a == ACT_RETURN || a == ACT_REFUSE || a == ACT_MERGE ||
	               (a == ACT_REROUTE && o->state == ORDER_SUBMITTED);
	if (reviews && (entered || o->requester == c->who->id))
		return "自己登记的单子要由别人审核。";
	bool serves = a == ACT_ACCEPT || a == ACT_SCHEDULE || a == ACT_RESCHEDULE ||
	              a == ACT_START || a == ACT_COMPLETE;
	if (a == ACT_CLAIM && (o->requester == c->who->id || entered))
		return "自己登记的单子不能自己认领。";
	if (serves && o->requester == c->who->id)
		return "自己的单子要由队里别的负责人来办，办不了请谢绝或交回。";
	if (a == ACT_EVALUATE && o->requester != c->who->id && on_serving_side(c, o))
		return "服务的一方不能代为评价。";
	if ((a == ACT_CONFIRM || (a == ACT_REOPEN && o->requester != c->who->id)) &&
	    on_serving_side(c, o))
		return "回访要由服务队伍以外的人来做。";
	return NULL;
}

static enum err set_category(struct ctx *c, struct order *n, const char *word)
{
	if (text_empty(word))
		return OK;
	struct category *k = category_by_word(c, word);
	if (!k)
		return REFUSE("category", "没有这个类别，请从列表里选。");
	n->category_row = k->id;
	n->never_public = k->never_public;
	return OK;
}

/* A place on the menu is taken now; the draft leaves the queue. */
static enum err submit(struct ctx *c, struct order *n, const struct order_act *in,
                       enum order_state *to)
{
	(void)in, (void)to;
	if (text_empty(n->service))
		return OK;
	return menu_take(c, n->service, n->wanted_from, n->row, &n->slot);
}

/* And given back when it leads to nothing: put() releases it. */
static enum err give_back(struct ctx *c, struct order *n, const struct order_act *in,
                          enum order_state *to)
{
	(void)c, (void)in, (void)to;
	n->slot = 0;
	return OK;
}

static enum err approve(struct ctx *c, struct order *n, const struct order_act *in,
                        enum order_state *to)
{
	enum err e = set_category(c, n, in->category);
	if (e != OK)
		return e;
	if (in->urgency >= 0)
		n->urgency = in->urgency;
	bool wall = n->kind == KIND_WISH && order_may_be_public(n);
	*to = wall ? ORDER_WALL : ORDER_OPEN;
	return order_may_be_public(n) ? order_public_write(c, n, in, wall) : OK;
}

static enum err merge(struct ctx *c, struct order *n, const struct order_act *in,
                      enum order_state *to)
{
	(void)to;
	struct order *into = order_by_uid(c, in->into);
	if (!into)
		into = order_by_number(c, in->into);
	if (!into || order_sight(c, into) < SIGHT_SERVER)
		return REFUSE("into", "没有找到要并入的那一单，请核对单号。");
	if (into->row == n->row)
		return REFUSE("into", "不能并入自己。");
	if (into->state == ORDER_DRAFT || into->state >= ORDER_CLOSED)
		return REFUSE("into", "那一单现在是“%s”，不能再并入。",
		              order_state_labels[into->state]);
	n->merged_into = into->row;
	n->slot = 0;
	return OK;
}

static enum err reroute(struct ctx *c, struct order *n, const struct order_act *in,
                        enum order_state *to)
{
	(void)to;
	if (text_empty(in->category) && text_empty(in->place) && in->kind < 0)
		return REFUSE("category", "请至少改一项：类别、地点或类型。");
	enum err e = set_category(c, n, in->category);
	if (e != OK)
		return e;
	if (!text_empty(in->place)) {
		struct place *p = place_current(c, in->place);
		if (!p || p->kind == PLACE_COUNTY)
			return REFUSE("place", "没有这个村（社区）或乡镇，请从列表里选。");
		n->place_row = p->id;
		n->place_path = p->path;
	}
	if (in->kind == KIND_MENU && text_empty(n->service))
		return REFUSE("kind", "没有选服务项目的单子不能改成点单。");
	if (in->kind >= 0)
		n->kind = in->kind;
	if (n->published && order_public_judge(c, n).fault != PUBLIC_FINE)
		n->published =
			0; /* a text of before the rule does not come back with a new category */
	return OK;
}

static enum err publish(struct ctx *c, struct order *n, const struct order_act *in,
                        enum order_state *to)
{
	(void)to;
	if (!n->public_ok)
		return REFUSE(NULL, "本人没有同意公开，不能发布到心愿墙。");
	if (n->never_public)
		return REFUSE(NULL, "这一类不公开，只能派单。");
	return order_public_write(c, n, in, true);
}

static enum err withdraw(struct ctx *c, struct order *n, const struct order_act *in,
                         enum order_state *to)
{
	(void)c, (void)in, (void)to;
	n->published = 0;
	return OK;
}

/* An offered order has nobody yet: that one side's offer ends, and it is open when none is left. */
static enum err recall(struct ctx *c, struct order *n, const struct order_act *in,
                       enum order_state *to)
{
	return (n->state == ORDER_OFFERED ? order_offer_recall : order_serve_free)(c, n, in, to);
}

/* Who had accepted it stays named; who was only asked has nothing to do with it any more. */
static enum err cancel(struct ctx *c, struct order *n, const struct order_act *in,
                       enum order_state *to)
{
	(void)to;
	n->slot = 0;
	menu_queue_leave(c, n->row);
	if (n->activity)
		activity_cancel(c, n->activity);
	if (n->state == ORDER_OFFERED)
		order_offer_cancel(c, n, in->reason);
	return OK;
}

enum err order_effect(struct ctx *c, enum order_action a, struct order *n,
                      const struct order_act *in, enum order_state *to)
{
	static order_effect_fn *const effects[ACT_COUNT] = {
		[ACT_SUBMIT] = submit,
		[ACT_APPROVE] = approve,
		[ACT_RETURN] = give_back,
		[ACT_REFUSE] = give_back,
		[ACT_MERGE] = merge,
		[ACT_REROUTE] = reroute,
		[ACT_OFFER] = order_offer_make,
		[ACT_PUBLISH] = publish,
		[ACT_CLAIM] = order_offer_claim,
		[ACT_WITHDRAW] = withdraw,
		[ACT_ACCEPT] = order_offer_accept,
		[ACT_DECLINE] = order_offer_decline,
		[ACT_RECALL] = recall,
		[ACT_SCHEDULE] = order_serve_schedule,
		[ACT_RESCHEDULE] = order_serve_schedule,
		[ACT_HAND_BACK] = order_serve_free,
		[ACT_START] = order_serve_start,
		[ACT_COMPLETE] = order_serve_complete,
		[ACT_ABORT] = order_serve_break_off,
		[ACT_NOT_SERVED] = order_serve_not_served,
		[ACT_EVALUATE] = order_verdict_give,
		[ACT_CONFIRM] = order_verdict_confirm,
		[ACT_REOPEN] = order_verdict_reopen,
		[ACT_CANCEL] = cancel,
	};
	return effects[a] ? effects[a](c, n, in, to) : OK;
}
