/* The dispatch desk: the reason for passing over the first, several orders at once, the work slip. */
#include "order_case.h"
#include "probe.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/db.h"

static int64_t offers(struct world *w)
{
	return world_count(w, "SELECT count(*) FROM order_offer WHERE state = 0");
}

static int ask_team(struct world *w, enum who who, const char *id, const char *team,
                    const char *reason)
{
	const char *why = reason ? arena_printf(w->mem, ",\"reason\":\"%s\"", reason) : "";
	return world_askf(w, who, POST, arena_printf(w->mem, "{\"team\":\"%s\"%s}", team, why),
	                  "/orders/%s/offer", id);
}

/* ---- the reason ---- */

static void the_first_needs_no_reason_and_any_other_does(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_b, NULL), 422);
	HAS("\"field\":\"reason\"");
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_b, " "), 422);
	assert_int_equal(offers(w), 0);
	assert_string_equal(case_state(w, id), "open");
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_b, "离医院近"), 200);
	assert_int_equal(offers(w), 1);
	HAS("\"asked\":1");
	world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/offers", id);
	HAS("\"why\":\"离医院近\"");
	world_page(w, DISPATCHER, arena_printf(w->mem, "/orders/%s/log", id));
	HAS("为什么派：离医院近");
	id = case_order(w, ORDER_OPEN);
	assert_int_equal(ask_team(w, TOWNSHIP, id, w->team_uid_a, NULL), 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE action = 8 AND "
	                                "reason = '离医院近'"),
	                 1);
}

static void a_single_person_is_first_only_where_no_team_can_go(struct world *w)
{
	case_script(w, "UPDATE person SET skills = ' repair ' WHERE volunteer = 1");
	const char *id = case_order(w, ORDER_OPEN);
	const char *body = arena_printf(w->mem, "{\"person\":\"%s\"}", w->uid[VOLUNTEER]);
	assert_int_equal(world_askf(w, DISPATCHER, POST, body, "/orders/%s/offer", id), 422);
	HAS("\"field\":\"reason\"");
	case_script(w, "UPDATE team SET state = 3");
	assert_int_equal(world_askf(w, DISPATCHER, POST, body, "/orders/%s/offer", id), 200);
}

static void who_may_not_offer_learns_nothing_of_the_ranking(struct world *w)
{
	static const struct {
		enum who who;
		int offer,
			list; /* who may offer but does not see the order is not told that it is there */
	} rows[] = {{OTHER_TOWNSHIP, 404, 404},
	            {STATION, 403, 403},
	            {REVIEWER, 403, 403},
	            {LEADER, 403, 403}};
	const char *id = case_order(w, ORDER_OPEN);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(ask_team(w, rows[i].who, id, w->team_uid_b, NULL), rows[i].offer);
		REFUSAL_LACKS(rows[i].offer, "排在最前");
		world_askf(w, rows[i].who, GET, NULL, "/orders/%s/candidates", id);
		assert_int_equal(w->status, rows[i].list);
	}
	case_must(w, RESIDENT, id, ACT_CANCEL);
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_b, NULL), 409);
}

static void a_rule_of_law_is_not_outweighed_and_a_refusal_is(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	case_must(w, LEADER, id, ACT_DECLINE);
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_a, NULL), 422);
	HAS("\"field\":\"reason\"");
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_a, "电话里说有空了"), 200);
	id = case_order(w, ORDER_OPEN);
	case_script(w,
	            "INSERT INTO category_gate (category, kind) SELECT c.id, k.id FROM category c, "
	            "qualification_kind k WHERE c.word = 'repair' AND k.word = 'electrician'");
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_a, "他们熟"), 422);
	HAS("队里没有人持有效资质（低压电工）");
	assert_int_equal(world_askf(w, DISPATCHER, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\",\"reason\":\"他熟\"}",
	                                         w->uid[VOLUNTEER]),
	                            "/orders/%s/offer", id),
	                 422);
	HAS("没有这一类要求的有效资质");
	case_script(w, "UPDATE team SET state = 3 WHERE name = '甲队（示例）'");
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_a, "他们熟"), 422);
	HAS("暂停");
}

static void the_first_two_together_need_no_reason(struct world *w)
{
	static const char *const urgent = "UPDATE orders SET urgency = 3";
	const char *id = case_order(w, ORDER_OPEN);
	case_script(w, urgent);
	const char *both = arena_printf(w->mem, "{\"teams\":[\"%s\",\"%s\"]}", w->team_uid_b,
	                                w->team_uid_a);
	assert_int_equal(world_askf(w, DISPATCHER, POST, both, "/orders/%s/offer", id), 200);
	assert_int_equal(offers(w), 2);
	id = case_order(w, ORDER_OPEN);
	case_script(w, urgent);
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_a, NULL), 200);
	assert_int_equal(ask_team(w, DISPATCHER, id, w->team_uid_b, NULL), 200); /* the next one */
}

/* A browser is shown the desk again, with what it ticked and what is missing. */
static void the_page_asks_for_the_reason_beside_the_field(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	struct browser b = probe_browser(w, DISPATCHER);
	const char *path = arena_printf(w->mem, "/orders/%s/offer?place=" TOWN, id);
	const char *sent = arena_printf(w->mem, "teams=%s&_from=/dispatch?order=%s%%26place=" TOWN,
	                                w->team_uid_b, id);
	assert_int_equal(probe_post(w, &b, path, sent), 422);
	HAS("没有选排在最前的，请写一句为什么");
	HAS(arena_printf(w->mem, "value=\"%s\"\nchecked", w->team_uid_b));
	HAS(arena_printf(w->mem, "/orders/%s/offer?place=" TOWN, id));
	assert_int_equal(probe_post(w, &b, path,
	                            arena_printf(w->mem, "teams=%s&reason=离得近", w->team_uid_b)),
	                 303);
	assert_string_equal(w->location,
	                    arena_printf(w->mem, "/dispatch?order=%s&place=" TOWN, id));
	assert_int_equal(world_page(w, DISPATCHER, w->location), 200);
	HAS("等答复");
	HAS("还剩");
}

static void a_team_that_is_not_in_sight_is_found_by_its_name(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	const char *page = arena_printf(w->mem, "/dispatch?order=%s&who=乙", id);
	assert_int_equal(world_page(w, DISPATCHER, page), 200);
	HAS("“乙”排在哪");
	HAS("比首选少");
	case_script(w, "UPDATE team SET state = 3 WHERE name = '甲队（示例）'");
	assert_int_equal(world_page(w, DISPATCHER, arena_printf(w->mem, "/dispatch?order=%s", id)),
	                 200);
	HAS("本来靠前、没有排上的");
	HAS("暂停");
}

static void filters_stay_in_every_address_of_the_desk(struct world *w)
{
	for (int i = 0; i < 51; i++)
		case_order(w, ORDER_OPEN);
	assert_int_equal(world_page(w, DISPATCHER,
	                            "/dispatch?place=" TOWN
	                            "&category=repair&urgency=normal&q=屋顶"),
	                 200);
	HAS("&amp;place=" TOWN "&amp;category=repair&amp;urgency=normal&amp;q=");
	HAS("after=");
	HAS("data-topic=\"desk\"");
	assert_int_equal(world_page(w, DISPATCHER, "/dispatch?place=" OTHER_TOWN), 200);
	HAS("没有符合这些条件的单子");
}

/* ---- several orders at once ---- */

enum { MANY = 25 };

static void preview(struct world *w, enum who who, const char *const *ids, int n)
{
	const char *query = "";
	for (int i = 0; i < n; i++)
		query = arena_printf(w->mem, "%s%sorder=%s", query, i ? "&" : "?", ids[i]);
	if (world_askf(w, who, GET, NULL, "/dispatch/bulk%s", query) != 200)
		fail_msg("%d %s", w->status, w->body);
}

/* The `n`-th `member` of the answer; "" when there are fewer. */
static const char *nth(struct world *w, const char *member, int n)
{
	const char *key = arena_printf(w->mem, "\"%s\":", member), *at = w->body;
	for (int i = 0; at && i <= n; i++) {
		at = strstr(at, key);
		at = at ? at + strlen(key) : NULL;
	}
	return !at || *at != '"' ? "" : arena_strndup(w->mem, at + 1, strcspn(at + 1, "\""));
}

/* The body that takes over what the preview proposes; bit `i` of `skip` leaves one out. */
static const char *taken(struct world *w, const char *const *ids, int n, unsigned skip)
{
	const char *orders = "", *all = "";
	for (int i = 0; i < n; i++) {
		orders = arena_printf(w->mem, "%s%s\"%s\"", orders, i ? "," : "", ids[i]);
		const char *o = nth(w, "offer", i);
		if (*o && !(skip >> i & 1))
			all = arena_printf(w->mem, "%s%s\"%s\"", all, *all ? "," : "", o);
	}
	return arena_printf(w->mem, "{\"orders\":[%s],\"offers\":[%s]}", orders, all);
}

static int made(struct world *w)
{
	int n = 0;
	for (size_t i = 0; i < world_length(w, "items"); i++)
		n += !strcmp(world_get(w, arena_printf(w->mem, "items.%zu.ok", i)), "true");
	return n;
}

static void several_orders_are_offered_in_one_request(struct world *w)
{
	const char *ids[] = {case_order(w, ORDER_OPEN), case_order(w, ORDER_OPEN),
	                     case_order(w, ORDER_OPEN)};
	preview(w, DISPATCHER, ids, 3);
	assert_string_equal(nth(w, "team", 0), w->team_uid_a);
	assert_int_equal(offers(w), 0);
	const char *body = taken(w, ids, 3, 1U << 1);
	assert_int_equal(
		world_ask_key(w, DISPATCHER, POST, "/dispatch/bulk", body, "bulk-operation"), 200);
	assert_int_equal(made(w), 2);
	assert_string_equal(nth(w, "said", 0), "已派给甲队（示例）");
	HAS("\"skipped\":true");
	assert_int_equal(offers(w), 2);
	assert_string_equal(case_state(w, ids[1]), "open");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE action = 8 AND "
	                                "reason LIKE '批量派单，首选 % 分：%'"),
	                 2);
	assert_int_equal(case_told(w, LEADER, "有单子派给您"), 2);
	assert_int_equal(/* the same request again does nothing and shows nothing of then */
	                 world_ask_key(w, DISPATCHER, POST, "/dispatch/bulk", body,
	                               "bulk-operation"),
	                 200);
	assert_string_equal(w->body, "{\"done\":true}");
	assert_int_equal(offers(w), 2);
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/dispatch/bulk", body), 200);
	assert_int_equal(made(w), 0);
	HAS("有人先动了：现在是“待接单”");
}

/* What one side is given in the preview is in its hands for the next order. */
static void twenty_orders_do_not_all_go_to_one_team(struct world *w)
{
	const char *ids[20];
	int to_a = 0, to_b = 0;
	case_script(w, "UPDATE team SET skills = ' repair ', place = 2;"
	               "INSERT INTO setting (name, value, who, at) VALUES "
	               "('dispatch.team_most', '8', '', 0)");
	for (int i = 0; i < 20; i++)
		ids[i] = case_order(w, ORDER_OPEN);
	preview(w, DISPATCHER, ids, 20);
	for (int i = 0; i < 20; i++) {
		to_a += !strcmp(nth(w, "team", i), w->team_uid_a);
		to_b += !strcmp(nth(w, "team", i), w->team_uid_b);
	}
	assert_int_equal(to_a, 8);
	assert_int_equal(to_b, 8);
	HAS("没有合适的队伍或个人");
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/dispatch/bulk", taken(w, ids, 20, 0)),
	                 200);
	assert_int_equal(made(w), 16);
	assert_int_equal(offers(w), 16);
}

/* Between the preview and the request the world moved on: each line says what happened to it. */
static void a_line_that_somebody_was_faster_with_says_so(struct world *w)
{
	const char *ids[] = {case_order(w, ORDER_OPEN), case_order(w, ORDER_OPEN),
	                     case_order(w, ORDER_OPEN), case_order(w, ORDER_OPEN)};
	preview(w, DISPATCHER, ids, 4);
	const char *body = taken(w, ids, 4, 0);
	case_must(w, TOWNSHIP, ids[0], ACT_OFFER);
	case_must(w, RESIDENT, ids[1], ACT_CANCEL);
	case_must(w, DISPATCHER, ids[2], ACT_REROUTE);
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/dispatch/bulk", body), 200);
	assert_string_equal(nth(w, "said", 0), "有人先动了：现在是“待接单”");
	assert_string_equal(nth(w, "said", 1), "有人先动了：现在是“已取消”");
	assert_string_equal(nth(w, "said", 2), "您看的时候有人先动了这一单，没有派");
	assert_string_equal(nth(w, "said", 3), "已派给甲队（示例）");
	assert_int_equal(offers(w), 2);
	const char *one[] = {case_order(w, ORDER_OPEN)};
	preview(w, DISPATCHER, one, 1);
	body = taken(w, one, 1, 0);
	case_script(w, "UPDATE team SET skills = '' WHERE name = '甲队（示例）';"
	               "UPDATE team SET place = 2, skills = ' repair '"
	               " WHERE name = '乙队（示例）'");
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/dispatch/bulk", body), 200);
	assert_string_equal(nth(w, "said", 0), "名次变了，现在首选是乙队（示例），没有派");
}

/* The guarded UPDATE of this order changes nothing from now on, as when somebody was faster. */
static void always_too_late(struct world *w, const char *id)
{
	case_script(
		w,
		arena_printf(w->mem,
	                     db_is_postgres(w->db)
	                             ? "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS "
	                               "$$BEGIN RETURN CASE WHEN OLD.uid = '%s' THEN NULL ELSE "
	                               "NEW END; END$$; CREATE TRIGGER late BEFORE UPDATE ON "
	                               "orders FOR EACH ROW EXECUTE FUNCTION late()"
	                             : "CREATE TRIGGER late BEFORE UPDATE ON orders WHEN OLD.uid "
	                               "= '%s' BEGIN SELECT RAISE(IGNORE); END",
	                     id));
}

/* An order that is refused in its middle is undone, and no other one. */
static void an_order_that_fails_leaves_nothing_behind(struct world *w)
{
	const char *ids[] = {case_order(w, ORDER_OPEN), case_order(w, ORDER_OPEN),
	                     case_order(w, ORDER_OPEN)};
	int64_t events = world_count(w, "SELECT count(*) FROM order_event");
	preview(w, DISPATCHER, ids, 3);
	always_too_late(w, ids[1]);
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/dispatch/bulk", taken(w, ids, 3, 0)),
	                 200);
	assert_int_equal(made(w), 2);
	HAS("刚刚被别人改动了");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_offer"), 2);
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event"), events + 2);
	assert_int_equal(case_told(w, LEADER, "有单子派给您"), 2);
	assert_string_equal(case_state(w, ids[1]), "open");
	assert_string_equal(case_state(w, ids[2]), "offered");
}

static void only_orders_in_reach_are_planned(struct world *w)
{
	const char *ids[] = {case_order(w, ORDER_OPEN), "aaaaaaaaaaaaaaaaaaaaaaaaaa"};
	preview(w, OTHER_TOWNSHIP, ids, 2);
	HAS("\"items\":[]");
	preview(w, DISPATCHER, (const char *const[]){ids[0], ids[0]}, 2);
	assert_string_equal(nth(w, "order", 1), "");
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/dispatch/bulk", "{\"orders\":[]}"), 422);
	assert_int_equal(world_page(w, DISPATCHER, "/dispatch/bulk"), 200);
	HAS("没有选单子");
	assert_int_equal(
		world_page(w, DISPATCHER, arena_printf(w->mem, "/dispatch/bulk?order=%s", ids[0])),
		200);
	HAS("这一单派给甲队（示例）");
}

/* ---- the work slip ---- */

static int slip(struct world *w, enum who who, const char *id)
{
	return world_page(w, who, arena_printf(w->mem, "/orders/%s/work-slip", id));
}

static void the_work_slip_is_for_those_who_serve_and_who_sent_them(struct world *w)
{
	static const struct {
		enum order_state state;
		enum who who;
		int status;
	} rows[] = {
		{ORDER_ACCEPTED, LEADER, 200},      {ORDER_SCHEDULED, LEADER, 200},
		{ORDER_SERVING, LEADER, 200},       {ORDER_ACCEPTED, DISPATCHER, 200},
		{ORDER_ACCEPTED, TOWNSHIP, 200},    {ORDER_ACCEPTED, STATION, 200},
		{ORDER_ACCEPTED, REVIEWER, 403},    {ORDER_ACCEPTED, VIEWER, 403},
		{ORDER_ACCEPTED, AUDITOR, 403},     {ORDER_ACCEPTED, RESIDENT, 403},
		{ORDER_ACCEPTED, MEMBER, 404},      {ORDER_ACCEPTED, OTHER_LEADER, 404},
		{ORDER_ACCEPTED, VOLUNTEER, 404},   {ORDER_ACCEPTED, OTHER_TOWNSHIP, 404},
		{ORDER_ACCEPTED, SYSADMIN, 404},    {ORDER_OFFERED, LEADER, 409},
		{ORDER_OPEN, DISPATCHER, 409},      {ORDER_CLOSED, LEADER, 409},
		{ORDER_CLOSED, DISPATCHER, 409},    {ORDER_DONE, LEADER, 200},
		{ORDER_CANCELLED, DISPATCHER, 409},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *id = case_order(w, rows[i].state);
		if (slip(w, rows[i].who, id) != rows[i].status)
			fail_msg("row %zu: %d", i, w->status);
		REFUSAL_LACKS(rows[i].status, PHONE);
		REFUSAL_LACKS(rows[i].status, "三组 5 号");
	}
}

static void contact_stands_on_the_slip_only_for_a_reason_that_is_kept(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	const char *path = arena_printf(w->mem, "/orders/%s/work-slip", id);
	const char *reveals = "SELECT count(*) FROM reveal WHERE kind = 'order'";
	assert_int_equal(slip(w, LEADER, id), 200);
	HAS("示例leader");
	HAS("印上联系方式");
	HAS("本人签字");
	HAS("满意");
	LACKS("<script");
	LACKS("东头两间漏雨"); /* the sealed words go with the contact */
	struct browser b = probe_browser(w, LEADER);
	assert_int_equal(probe_post(w, &b, path, "reason="), 422);
	REFUSAL_LACKS(422, PHONE);
	assert_int_equal(world_count(w, reveals), 0);
	assert_int_equal(probe_post(w, &b, path, "reason=队员上门要找得到"), 200);
	HAS(PHONE);
	HAS("三组 5 号");
	HAS("东头两间漏雨");
	assert_int_equal(world_count(w, reveals), 1);
	assert_int_equal(
		world_count(w, "SELECT count(*) FROM reveal WHERE reason = '队员上门要找得到'"), 1);
	struct browser other = probe_browser(w, OTHER_LEADER);
	assert_int_equal(probe_post(w, &other, path, "reason=想看看"), 404);
	struct browser resident = probe_browser(w, RESIDENT);
	assert_int_equal(probe_post(w, &resident, path, "reason=想看看"), 403);
	assert_int_equal(world_count(w, reveals), 1);
	const char *asked = case_order(w, ORDER_OFFERED);
	assert_int_equal(probe_post(w, &b, arena_printf(w->mem, "/orders/%s/work-slip", asked),
	                            "reason=先看看"),
	                 409);
	assert_int_equal(world_count(w, reveals), 1);
}

static void an_officer_filters_within_his_own_reach(struct world *w)
{
	case_order(w, ORDER_OPEN);
	static const char *const desks[] = {"/dispatch", "/review",  "/callbacks",
	                                    "/overdue",  "/what-if", "/orders"};
	for (size_t i = 0; i < sizeof desks / sizeof *desks; i++) {
		assert_int_equal(world_page(w, TOWNSHIP, desks[i]), 200);
		HAS("全甲镇");
		HAS("value=\"" VILLAGE "\"");
		LACKS("全县");
		assert_int_equal(world_page(w, VIEWER, desks[i]), i < 3 ? 403 : 200);
		if (w->status == 200)
			HAS("全县");
	}
	world_page(w, TOWNSHIP, "/dispatch?place=" OTHER_TOWN);
	HAS("您的范围里没有符合这些条件的单子");
	world_page(w, OTHER_TOWNSHIP, "/dispatch");
	HAS("都处理完了");
}

static void a_card_keeps_the_filters_and_leads_to_the_chosen_order(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	world_page(w, REVIEWER, "/review?place=" TOWN "&category=repair");
	HAS(arena_printf(w->mem, "/review?order=%s&amp;place=" TOWN "&amp;category=repair\"", id));
	HAS("id=\"one\"");
}

#define ALL(X)                                                                                     \
	X(the_first_needs_no_reason_and_any_other_does)                                            \
	X(a_single_person_is_first_only_where_no_team_can_go)                                      \
	X(who_may_not_offer_learns_nothing_of_the_ranking)                                         \
	X(a_rule_of_law_is_not_outweighed_and_a_refusal_is)                                        \
	X(the_first_two_together_need_no_reason)                                                   \
	X(the_page_asks_for_the_reason_beside_the_field)                                           \
	X(a_team_that_is_not_in_sight_is_found_by_its_name)                                        \
	X(filters_stay_in_every_address_of_the_desk)                                               \
	X(several_orders_are_offered_in_one_request)                                               \
	X(twenty_orders_do_not_all_go_to_one_team)                                                 \
	X(a_line_that_somebody_was_faster_with_says_so)                                            \
	X(an_order_that_fails_leaves_nothing_behind)                                               \
	X(only_orders_in_reach_are_planned)                                                        \
	X(the_work_slip_is_for_those_who_serve_and_who_sent_them)                                  \
	X(contact_stands_on_the_slip_only_for_a_reason_that_is_kept)                               \
	X(an_officer_filters_within_his_own_reach)                                                 \
	X(a_card_keeps_the_filters_and_leads_to_the_chosen_order)

ALL(STORY)

#define ROW(name) TOLD(name),
const struct CMUnitTest dispatch_desk_tests[] = {ALL(ROW)};
const size_t dispatch_desk_tests_count = sizeof dispatch_desk_tests / sizeof *dispatch_desk_tests;
