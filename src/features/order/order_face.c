/* order_face.c - what `order` declares of itself (core/feature.h). */
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "core/job.h"
#include "features/order/category.h"
#include "features/order/order.h"
#include "features/order/order_check.h"
#include "features/order/order_learn.h"
#include "features/order/order_list.h"
#include "features/order/order_mail.h"
#include "features/order/order_move.h"
#include "gen/order.sql.h"

#include <ctype.h>

FEATURE(order);

static const struct follow follows[] = {
	{"orders", "place", FOLLOW_PLACE, .place = sql_orders_follow_place},
	{"orders", "requester", FOLLOW_PERSON, .person = sql_orders_follow_requester},
	{"orders", "proxy", FOLLOW_PERSON, .person = sql_orders_follow_proxy},
	{"orders", "person", FOLLOW_PERSON, .person = sql_orders_follow_person},
	{"orders", "leader", FOLLOW_PERSON, .person = sql_orders_follow_leader},
	{"order_event", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{"order_event", "person", FOLLOW_PERSON, .keep = "what happened then"},
	{"order_offer", "person", FOLLOW_PERSON, .person = sql_order_offer_follow_twice,
         .as = "recalled"},
	{"order_offer", "person", FOLLOW_PERSON, .person = sql_order_offer_follow_person},
	{"order_offer", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{"visit_note", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static const struct stand stands = {"running orders", "在办的单", "张", true, sql_order_stands};

static void may_merge(struct ctx *c, int64_t keep, int64_t gone)
{
	if (sql_order_both_sides(c, keep, gone))
		ctx_refuse(c, ERR_INVALID, NULL,
		           "有一张没办完的单子，两份档案一个是求助人、一个是服务的人，请先办完。");
}

static bool keep_totals(struct ctx *c, void *with)
{
	order_totals_keep(c, with);
	return true;
}

/* What the home page counts. */
static void count_totals(struct ctx *look, struct job_desk *d)
{
	struct order_totals totals = order_totals_count(look);
	if (!db_fault(look->db))
		d->change(d, keep_totals, &totals);
}

static const struct job jobs[] = {
	{"orders.totals", MINUTE, 60, .run = count_totals},
	{"propose", 6 * HOUR, 60, .run = order_learn},
	{0},
};

static const struct wait waits[] = {
	{"review", "待审核", "ok", "/review", "review", ORDER_REVIEW, sql_order_wait_review, 1,
         true},
	{"dispatch", "待派单", "send", "/dispatch", "dispatch", ORDER_DISPATCH,
         sql_order_wait_dispatch, 2, true},
	{"callback", "待回访", "phone", "/callbacks", "callbacks", ORDER_CALLBACK,
         sql_order_wait_callback, 3, true},
	{"overdue", "超时", "alarm", "/overdue", "overdue", ORDER_LOG, sql_order_wait_overdue, 4,
         false},
	{"draft", "草稿没交", "edit", "/desk/mine?what=drafts", NULL, ORDER_ENTER,
         sql_order_wait_draft, 10, false},
	{"verdict", "可以代评", "smile", "/desk/mine?what=verdicts", NULL, ORDER_ENTER,
         sql_order_wait_verdict, 11, false},
	{0},
};

static const struct check checks[] = {
	{"every order has its events", sql_order_without_event},
	{"order events replayed through the table of moves", order_check_events},
	{"the serving side is a team or one person", sql_order_wrong_side},
	{"taken places are the orders that hold them", sql_order_slot_miscounted},
	{0},
};

static const struct seals seals[] = {
	{"orders", {"detail", "phone", "address", "contact_name"}, sql_order_seals},
	{0},
};

/* The title, for whoever may read the orders. */
static const char *name(struct ctx *c, const char *uid)
{
	struct order *o = order_by_uid(c, uid);
	return !o ? NULL
	       : access_reach(c->who, ORDER_LOG) == REACH_NONE
	               ? o->number
	               : arena_printf(c->mem, "%s“%s”", o->number, o->title);
}

static const char *where(struct ctx *c, const char *uid)
{
	struct order *o = order_by_uid(c, uid);
	return o ? o->place_title : NULL;
}

static const char *numbered(struct ctx *c, const char *number)
{
	char *whole = arena_strdup(c->mem, number);
	for (char *p = whole; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	struct order *o = order_by_number(c, whole);
	return o ? o->uid : NULL;
}

static const char *category_name(struct ctx *c, const char *word)
{
	const struct category *k = category_by_word(c, word);
	return k ? k->label : NULL;
}

static const struct deed_name named[] = {{"order", name, "/orders/%s", ORDER_LOG, numbered, where},
                                         {"category", category_name, .needs = PERM_PUBLIC},
                                         {0}};
static const struct deed_life lives[] = {{&order_life, DEED_WORK}, {0}};
static const struct deed deeds[] = {
	DEED("order.find", DEED_WORK, "登记了 {}", .more = "，是一单{}", .words = order_kind_words,
             .labels = order_kind_labels),
	DEED("order.on_the_way", DEED_WORK, "说已经出发：{}"),
	DEED("order.late", DEED_WORK, "说要晚到：{}"),
	DEED("order.reveal", DEED_PRIVATE, "查看了 {} 的联系方式"),
	{0},
};

const struct feature order_feature = {
	.name = "order",
	.routes = order_paths,
	.follows = follows,
	.stands = &stands,
	.team_runs = sql_order_team_runs,
	.may_merge = may_merge,
	.jobs = jobs,
	.waits = waits,
	.checks = checks,
	.seals = seals,
	.look = order_check_public,
	.team_rests = order_team_rests,
	.mail = order_mail,
	.menu_uses = sql_order_menu_uses,
	.menu_party = sql_order_menu_party,
	.finders = order_finders,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
