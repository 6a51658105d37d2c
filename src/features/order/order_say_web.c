/* order_say_web.c - what the page after a move says of it: what was done, what comes next, the way back. */
#include "base/arena.h"
#include "base/text.h"
#include "core/setting.h"
#include "features/order/order_move.h"
#include "features/order/order_offer.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "gen/order.html.h"
#include "web/show.h"

#include <string.h>

/* 14:30 前: of what waits for the office. */
static const char *until(struct req *rq, const struct order *o)
{
	return o->deadline
	               ? arena_printf(rq->c.mem, "一般在%s前", show_time(rq->c.mem, o->deadline))
	               : "很快会";
}

/* Number, what comes next, and whom to call. */
static void say_submitted(struct req *rq, const struct order *o)
{
	const char *phone = setting_text(&rq->c, "hotline");
	page_says(rq, "已提交，单号 %s。审核员%s看，看完您会收到消息；再派给队伍，约时间上门。",
	          o->number, until(rq, o));
	if (!text_empty(phone))
		page_leads(rq, arena_printf(rq->c.mem, "tel:%s", show_dial(rq->c.mem, phone)),
		           "有急事，打电话");
}

/* The desk on which the decision was made, with this order open once more. */
const char *order_desk_again(struct req *rq, const char *uid)
{
	const char *from = rq->from, *at = from ? strstr(from, "order=") : NULL;
	if (!from || !text_starts(from, "/review"))
		return arena_printf(rq->c.mem, "/orders/%s", uid);
	if (!at)
		return arena_printf(rq->c.mem, "%s%corder=%s", from, strchr(from, '?') ? '&' : '?',
		                    uid);
	at += strlen("order=");
	return arena_printf(rq->c.mem, "%.*s%s%s", (int)(at - from), from, uid,
	                    at + strcspn(at, "&"));
}

/* The decision, whose order it was, and the way back for some minutes. */
static void say_decided(struct req *rq, const struct order *o, enum order_action a)
{
	static const char *const where[ORDER_STATES] = {
		[ORDER_OPEN] = "已通过，到了派单台",
		[ORDER_WALL] = "已通过，上了心愿墙",
		[ORDER_REFUSED] = "已不予受理",
	};
	page_says(rq, "“%s”%s。%s", text_cut(rq->c.mem, o->title, 20), where[o->state],
	          rq->then && strstr(rq->then, "order=") ? "已为您打开下一单。" : "");
	if (order_may(&rq->c, o, ACT_UNDO))
		page_undo(rq, arena_printf(rq->c.mem, "/orders/%s/undo", o->uid));
	if (a == ACT_APPROVE && o->state == ORDER_WALL)
		page_leads(rq, "/wall", "看心愿墙");
}

/* Both as they are told, side by side, before two become one. */
static void weigh(struct req *rq, const struct order *o)
{
	struct order *into = order_survivor(&rq->c, o->merged_into);
	if (!into)
		return;
	struct merge_pair pair = {order_page_of(rq, arena_memdup(rq->c.mem, o, sizeof *o)),
	                          order_page_of(rq, into)};
	page_weighs(rq, order_pair_html, &pair);
}

/* Whom it waits for, and how long. */
static void say_offered(struct req *rq, const struct order *o)
{
	size_t n, waits = 0;
	const struct order_offer *f = order_offers(&rq->c, o->row, &n);
	const char **names = ARENA_ARRAY(rq->c.mem, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		if (f[i].state == OFFER_WAITING)
			names[waits++] = f[i].team_name ? f[i].team_name : f[i].person_name;
	if (waits)
		page_says(rq, "已派给%s，%s前答复；没人接会回到这里。",
		          text_join(rq->c.mem, names, "、"), show_time(rq->c.mem, o->deadline));
}

void order_say(struct req *rq, const struct order *o, enum order_action a)
{
	if (rq->json)
		return;
	if (a == ACT_SUBMIT)
		say_submitted(rq, o);
	if (a == ACT_APPROVE || a == ACT_REFUSE)
		say_decided(rq, o, a);
	if (a == ACT_MERGE)
		weigh(rq, o);
	if (a == ACT_OFFER)
		say_offered(rq, o);
}
