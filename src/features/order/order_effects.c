/* order_effects.c - what the desk does to an order: submit, approve, merge, reroute, publish, withdraw, cancel. */
#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "core/sealed.h"
#include "features/activity/activity.h"
#include "features/menu/menu.h"
#include "features/order/category.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/person/public.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "gen/order.sql.h"

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)

static enum err set_category(struct ctx *c, struct order *n, const char *word)
{
	if (text_empty(word))
		return OK;
	struct category *k = category_by_word(c, word);
	if (!k)
		return REFUSE("category", "没有这个类别，请从列表里选。");
	if (text_equal(word, CATEGORY_OTHER))
		return REFUSE("category", "“其他”不是类别，请选它真正属于哪一类。");
	n->category_row = k->id;
	n->never_public = k->never_public;
	return OK;
}

/* A menu order keeps to the category and the area its item says: only who knows that they fit may promise
 * its place. Another kind gives the item up, and the place goes to the next. `was`: before the move, which
 * answers for what it changes only. */
static enum err keep_to_item(struct ctx *c, struct order *n, const struct order *was)
{
	if (n->kind != KIND_MENU) {
		n->service = NULL;
		n->slot = 0;
	}
	const struct menu_item *m = n->service ? menu_by_uid(c, n->service) : NULL;
	if (!m)
		return OK;
	if (n->category_row != was->category_row && n->category_row != m->category_row)
		REFUSE("category", "“%s”是“%s”类的服务项目。要改类别，请把类型也改掉，不再算点单。",
		       m->title, m->category_label);
	if (n->place_row != was->place_row && !text_starts(n->place_path, m->area_path))
		REFUSE("place", "“%s”只在%s提供。要改地点，请把类型也改掉，不再算点单。", m->title,
		       m->area_name);
	return c->problem_count ? ERR_INVALID : OK;
}

/* A place on the menu is taken now; the draft leaves the queue. */
enum err order_desk_submit(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in, (void)to;
	if (text_empty(n->service))
		return OK;
	return menu_take(c, n->service, n->wanted_from, n->row, &n->slot);
}

/* And given back when it leads to nothing: it is released after the write. */
enum err order_desk_give_back(struct ctx *c, void *next, const void *in, int64_t *to)
{
	(void)c, (void)in, (void)to;
	((struct order *)next)->slot = 0;
	return OK;
}

enum err order_desk_approve(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const struct order_act *act = in;
	const struct order was = *n;
	if (text_empty(act->category) && text_equal(n->category, CATEGORY_OTHER))
		return REFUSE("category", "类别还是“其他”，请先选它真正属于哪一类，再通过。");
	enum err e = set_category(c, n, act->category);
	if (e == OK)
		e = keep_to_item(c, n, &was);
	if (e != OK)
		return e;
	if (act->urgency >= 0)
		n->urgency = act->urgency;
	bool wall = n->kind == KIND_WISH && order_may_be_public(n);
	*to = wall ? ORDER_WALL : ORDER_OPEN;
	return order_may_be_public(n) ? order_public_write(c, n, act, wall) : OK;
}

/* ---- taking back what was just decided ---- */

static const struct order_event *last_event(struct ctx *c, const struct order *o, size_t *count)
{
	const struct order_event *all = order_events(c, o->row, count);
	return *count ? &all[*count - 1] : NULL;
}

const char *order_desk_settled(struct ctx *c, const void *record)
{
	const struct order *o = record;
	const char *late = "已经过了 3 分钟，不能再撤销。";
	if (c->now >= o->entered + ORDER_UNDO)
		return late;
	size_t n;
	const struct order_event *e = last_event(c, o, &n);
	bool decided = e && (e->action == ACT_APPROVE || e->action == ACT_REFUSE);
	if (!decided || e->actor != c->who->id)
		return "这一步不是您刚才审核的，或者已经有人接着办了，不能撤销。";
	return c->now < e->at + ORDER_UNDO ? NULL : late;
}

/* Its clock runs on from where it ran: nobody wins time by taking back. */
int64_t order_desk_since(struct ctx *c, const struct order *o)
{
	size_t n;
	const struct order_event *e = order_events(c, o->row, &n);
	while (n > 0 &&
	       !(e[n - 1].to_state == ORDER_SUBMITTED && e[n - 1].from_state != ORDER_SUBMITTED))
		n--;
	return n ? e[n - 1].at : c->now;
}

/* Off the wall again; the place on the menu that a refusal gave back is taken anew, if it is still free. */
enum err order_desk_undo(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in, (void)to;
	n->published = 0;
	if (n->slot || text_empty(n->service))
		return OK;
	return menu_take(c, n->service, n->wanted_from, n->row, &n->slot);
}

enum err order_desk_merge(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const struct order_act *act = in;
	(void)to;
	struct order *into = order_by_uid(c, act->into);
	if (!into)
		into = order_by_number(c, act->into);
	if (into && into->state == ORDER_MERGED)
		into = order_survivor(c, into->merged_into);
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

enum err order_desk_reroute(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const struct order_act *act = in;
	const struct order was = *n;
	(void)to;
	if (text_empty(act->category) && text_empty(act->place) && act->kind < 0)
		return REFUSE("category", "请至少改一项：类别、地点或类型。");
	enum err e = set_category(c, n, act->category);
	if (e != OK)
		return e;
	if (!text_empty(act->place)) {
		struct place *p = place_current(c, act->place);
		if (!p || p->kind == PLACE_COUNTY)
			return REFUSE("place", "没有这个村（社区）或乡镇，请从列表里选。");
		n->place_row = p->id;
		n->place_path = p->path;
	}
	if (act->kind == KIND_MENU && text_empty(n->service))
		return REFUSE("kind", "没有选服务项目的单子不能改成点单。");
	if (act->kind >= 0)
		n->kind = act->kind;
	e = keep_to_item(c, n, &was);
	if (e != OK)
		return e;
	if (n->published && order_public_judge(c, n).fault != PUBLIC_FINE)
		n->published =
			0; /* a text of before the rule does not come back with a new category */
	return OK;
}

const char *order_desk_never_public(struct ctx *c, const void *record)
{
	const struct order *o = record;
	(void)c;
	if (!o->public_ok)
		return "本人没有同意公开，不能发布到心愿墙。";
	return o->never_public ? "这一类不公开，只能派单。" : NULL;
}

enum err order_desk_publish(struct ctx *c, void *next, const void *in, int64_t *to)
{
	(void)to;
	return order_public_write(c, next, in, true);
}

enum err order_desk_withdraw(struct ctx *c, void *next, const void *in, int64_t *to)
{
	(void)c, (void)in, (void)to;
	((struct order *)next)->published = 0;
	return OK;
}

/* Who had accepted it stays named; who was only asked has nothing to do with it any more. */
enum err order_desk_cancel(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const struct order_act *act = in;
	(void)to;
	n->slot = 0;
	menu_queue_leave(c, n->row);
	if (n->activity)
		activity_cancel(c, n->activity);
	if (n->state == ORDER_OFFERED)
		order_offer_cancel(c, n, act->reason);
	return OK;
}

/* ---- an edit ---- */

/* What finds it by its phone; NULL: none was left. */
const char *order_phone_key(struct ctx *c, const struct order *n)
{
	const char *phone = sealed_open(c, "orders", "phone", n->uid, n->phone);
	return crypto_index(c->keys, c->mem, "orders.phone", text_empty(phone) ? NULL : phone);
}

/* Written down, and then forgotten until nobody needed it any more. */
const char *order_draft_late(struct ctx *c, const void *record)
{
	const struct order *o = record;
	return o->wanted_until && o->wanted_until < c->now
	               ? "希望的最晚时间已经过去了，请先修改再提交。"
	               : NULL;
}

enum err order_draft_change(struct ctx *c, void *next, const void *in, int64_t *to)
{
	(void)c, (void)to;
	*(struct order *)next = *(const struct order *)in;
	return OK;
}

int64_t order_draft_write(struct ctx *c, const struct order *before, const struct order *n)
{
	return sql_order_rewrite(c, n, order_phone_key(c, n), before->revision);
}
