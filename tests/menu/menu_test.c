/* Stories of the menu: how its places are counted, and who finds what on it. */
#include "menu_case.h"
#include "order_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "features/menu/menu.h"

static int64_t taken(struct world *w)
{
	return world_count(w, "SELECT coalesce(sum(taken), 0) FROM menu_slot");
}

/* ---- life ---- */

static void a_retired_item_keeps_its_orders_and_its_history(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":2");
	const char *order = menu_case_ordered(w, item, NULL);
	ASK(REVIEWER, POST, 200, "{\"reason\":\"队伍换届，先停\"}", "/menu/%s/retire", item);
	assert_int_equal(menu_case_order(w, RESIDENT, item, NULL), 422);
	HAS("service");
	assert_int_equal(
		world_page(w, RESIDENT, arena_printf(w->mem, "/orders/new?service=%s", item)), 404);
	HAS("已经下架");
	HAS("href=\"/menu\"");
	ASK(GUEST, GET, 200, NULL, "/menu");
	LACKS(item);
	ASK(GUEST, GET, 200, NULL, "/menu/%s", item);
	assert_string_equal(world_get(w, "state"), "retired");
	assert_string_equal(world_get(w, "uses"), "1");
	case_must(w, REVIEWER, order, ACT_APPROVE);
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", order)), 200);
	HAS("供单 · 上门量血压");
	assert_int_equal(world_page(w, TOWNSHIP, arena_printf(w->mem, "/menu/%s", item)), 200);
	HAS("队伍换届，先停");
	HAS("重新上架");
	ASK(REVIEWER, POST, 200, "{}", "/menu/%s/restore", item);
	menu_case_ordered(w, item, NULL);
	menu_case_exact(w);
}

/* ---- ordering ---- */

static void an_order_takes_what_the_item_says(struct world *w)
{
	const char *item = menu_case_open(w, "\"people\":2,\"capacity\":1,\"period\":\"day\"");
	const char *id = menu_case_ordered(w, item, NULL);
	assert_string_equal(world_get(w, "title"), "上门量血压");
	assert_string_equal(world_get(w, "kind"), "menu");
	assert_string_equal(world_get(w, "category"), "repair");
	assert_string_equal(world_get(w, "people"), "2");
	assert_string_equal(world_get(w, "service"), item);
	ASK(RESIDENT, GET, 200, NULL, "/menu/%s", item);
	assert_true(strtoll(world_get(w, "next_free"), NULL, 10) >
	            (long long)clock_midnight(clock_now()));
	menu_case_ordered(w, item, NULL); /* the next day */
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_slot"), 2);
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("占");
	assert_int_equal(
		world_page(w, RESIDENT, arena_printf(w->mem, "/orders/new?service=%s", item)), 200);
	HAS("提交点单");
	HAS("上门量血压");
	menu_case_exact(w);
}

static void a_menu_order_needs_an_item_and_an_item_a_menu_order(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1");
	const char *draft = menu_case_draft(w, "\"capacity\":1");
	static const char body[] =
		"{\"kind\":\"menu\",\"title\":\"想要人来\",\"category\":\"repair\","
		"\"place\":\"" VILLAGE "\"}";
	assert_int_equal(world_ask(w, RESIDENT, POST, "/orders", body), 422);
	HAS("供单目录");
	assert_int_equal(menu_case_order(w, RESIDENT, item, "\"kind\":\"wish\""), 422);
	assert_int_equal(menu_case_order(w, RESIDENT, "aaaaaaaaaaaaaaaaaaaaaaaaaa",
	                                 "\"title\":\"量血压\",\"category\":\"repair\""),
	                 422);
	HAS("没有这个服务项目");
	assert_int_equal(
		menu_case_order(w, RESIDENT, draft, "\"title\":\"量血压\",\"category\":\"repair\""),
		422);
	const char *wish = case_order(w, ORDER_SUBMITTED);
	ASK(REVIEWER, POST, 422, "{\"kind\":\"menu\"}", "/orders/%s/reroute", wish);
	assert_int_equal(taken(w), 0);
}

static void an_item_is_ordered_only_where_it_is_offered(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1");
	ASK(OTHER_RESIDENT, POST, 422,
	    arena_printf(w->mem,
	                 "{\"service\":\"%s\",\"place\":\"" OTHER_VILLAGE "\",\"submit\":true}",
	                 item),
	    "/orders");
	HAS("只在甲镇提供");
	assert_int_equal(taken(w), 0);
}

static void an_item_is_ordered_only_in_its_season(struct world *w)
{
	struct day then = clock_local(clock_now() + 100 * (int64_t)DAY);
	const char *item = menu_case_open(
		w,
		arena_printf(w->mem,
	                     "\"season_from\":\"%d-%d\",\"season_to\":\"%d月%d日\",\"capacity\":1",
	                     then.month, then.mday, then.month, then.mday));
	assert_int_equal(menu_case_order(w, RESIDENT, item, menu_case_on(w, 1)), 422);
	HAS(arena_printf(w->mem, "只在%d月%d日至%d月%d日提供", then.month, then.mday, then.month,
	                 then.mday));
	menu_case_ordered(w, item, menu_case_on(w, 100));
	ASK(GUEST, GET, 200, NULL, "/menu/%s", item); /* the next one is a year later */
	int64_t next = strtoll(world_get(w, "next_free"), NULL, 10);
	assert_true(next == 0 || next > clock_now() + 300 * (int64_t)DAY);
	ASK(LEADER, POST, 422,
	    arena_printf(
		    w->mem,
		    "{\"title\":\"上门量血压\",\"about\":\"上门量血压，讲讲用药。\",\"category\":"
		    "\"repair\",\"area\":\"" TOWN
		    "\",\"teams\":[\"%s\"],\"season_from\":\"02-30\"}",
		    w->team_uid_a),
	    "/menu");
	HAS("月-日");
}

static void a_full_day_names_the_next_free_one(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\"");
	struct day next = clock_local(menu_case_day(4));
	menu_case_ordered(w, item, menu_case_on(w, 3));
	assert_int_equal(menu_case_order(w, RESIDENT, item, menu_case_on(w, 3)), 422);
	HAS("wanted_from");
	HAS(arena_printf(w->mem, "最近有空的是 %s%d月%d日",
	                 next.year != clock_local(clock_now()).year
	                         ? arena_printf(w->mem, "%d年", next.year)
	                         : "",
	                 next.month, next.mday));
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 1);
	menu_case_exact(w);
}

static void two_thousand_want_the_last_place_and_one_gets_it(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":3,\"period\":\"week\"");
	const char *when = menu_case_on(w, 10);
	menu_case_ordered(w, item, when);
	menu_case_ordered(w, item, when);
	int won = 0, told = 0;
	for (int i = 0; i < 2000; i++) {
		int status = menu_case_order(w, i % 2 ? RESIDENT : OTHER_RESIDENT, item, when);
		won += status == 201;
		told += status == 422;
	}
	assert_int_equal(won, 1);
	assert_int_equal(told, 1999);
	assert_int_equal(taken(w), 3);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 3);
	menu_case_exact(w);
}

static void places_stay_exact_while_orders_come_and_go(struct world *w)
{
	enum { ROUNDS = 400, LIVE = 8 };
	const char *item = menu_case_open(w, "\"capacity\":4,\"period\":\"day\"");
	const char *when = menu_case_on(w, 5), *live[LIVE];
	struct dice dice = dice_new(7);
	int64_t n = 0, full = 0;
	for (int i = 0; i < ROUNDS; i++) {
		if (n && dice_below(&dice, 5) < 2) {
			int64_t at = dice_below(&dice, n);
			case_must(w, RESIDENT, live[at], ACT_CANCEL);
			live[at] = live[--n];
		} else if (menu_case_order(w, RESIDENT, item, when) == 201) {
			live[n++] = world_get(w, "id");
		} else {
			assert_int_equal(w->status, 422);
			assert_int_equal(n, 4);
			full++;
		}
		assert_true(n <= 4);
	}
	assert_true(full > 20);
	assert_int_equal(taken(w), n);
	menu_case_exact(w);
}

static void four_moves_give_the_place_back_and_no_other(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":9,\"period\":\"day\"");
	const char *when = menu_case_on(w, 5);
	w->merge_into = menu_case_ordered(w, item, when);
	static const struct {
		enum who who;
		enum order_action action;
	} ends[] = {{REVIEWER, ACT_RETURN},
	            {REVIEWER, ACT_REFUSE},
	            {REVIEWER, ACT_MERGE},
	            {RESIDENT, ACT_CANCEL}};
	for (size_t i = 0; i < 4; i++) {
		const char *id = menu_case_ordered(w, item, when);
		assert_int_equal(taken(w), 2);
		case_must(w, ends[i].who, id, ends[i].action);
		assert_int_equal(taken(w), 1);
		menu_case_exact(w);
	}
	const char *id = menu_case_ordered(w, item, when);
	static const struct {
		enum who who;
		enum order_action action;
	} way[] = {{REVIEWER, ACT_APPROVE},  {DISPATCHER, ACT_OFFER},  {LEADER, ACT_DECLINE},
	           {DISPATCHER, ACT_OFFER},  {DISPATCHER, ACT_RECALL}, {DISPATCHER, ACT_OFFER},
	           {LEADER, ACT_ACCEPT},     {LEADER, ACT_HAND_BACK},  {DISPATCHER, ACT_OFFER},
	           {LEADER, ACT_ACCEPT},     {LEADER, ACT_SCHEDULE},   {LEADER, ACT_START},
	           {LEADER, ACT_ABORT},      {DISPATCHER, ACT_OFFER},  {LEADER, ACT_ACCEPT},
	           {LEADER, ACT_SCHEDULE},   {LEADER, ACT_START},      {LEADER, ACT_COMPLETE},
	           {RESIDENT, ACT_EVALUATE}, {RESIDENT, ACT_REOPEN}};
	ASK(REVIEWER, POST, 200, "{\"place\":\"" TOWN "\"}", "/orders/%s/reroute", id);
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		case_must(w, way[i].who, id, way[i].action);
		assert_int_equal(taken(w), 2);
	}
	case_must(w, RESIDENT, id, ACT_CANCEL);
	assert_int_equal(taken(w), 1);
	menu_case_exact(w);
}

static void a_returned_order_takes_a_place_anew(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\"");
	const char *id = menu_case_ordered(w, item, menu_case_on(w, 5));
	case_must(w, REVIEWER, id, ACT_RETURN);
	const char *other = menu_case_ordered(w, item, menu_case_on(w, 5));
	ASK(RESIDENT, POST, 422, "{}", "/orders/%s/submit", id);
	HAS("名额已满");
	case_must(w, RESIDENT, other, ACT_CANCEL);
	case_must(w, RESIDENT, id, ACT_SUBMIT);
	menu_case_exact(w);
}

/* ---- the catalogue ---- */

static void the_menu_is_found_by_place_category_words_and_use(struct world *w)
{
	const char *a = menu_case_open(w, "\"capacity\":5"),
		   *b = menu_case_open(w, "\"capacity\":5");
	menu_case_ordered(w, b, NULL);
	ASK(GUEST, GET, 200, NULL, "/menu");
	assert_true(strstr(w->body, b) < strstr(w->body, a));
	ASK(GUEST, GET, 200, NULL, "/menu?sort=new&place=" VILLAGE "&category=repair");
	HAS(a);
	ASK(GUEST, GET, 200, NULL, "/menu?place=" OTHER_VILLAGE);
	LACKS(a);
	ASK(GUEST, GET, 200, NULL, "/menu?category=health");
	LACKS(a);
	ASK(GUEST, GET, 200, NULL, "/menu?q=%%E8%%A1%%80%%E5%%8E%%8B"); /* 血压 */
	HAS(a);
	ASK(GUEST, GET, 200, NULL, "/menu?q=%%E5%%8E%%8B%%E8%%A1%%80");
	LACKS(a);
	ASK(GUEST, GET, 422, NULL, "/menu?sort=luck");
	static const enum who desks[] = {LEADER, STATION, TOWNSHIP, DISPATCHER, REVIEWER};
	for (size_t i = 0; i < sizeof desks / sizeof *desks; i++) {
		assert_int_equal(world_page(w, desks[i], "/menu/desk"), 200);
		assert_int_equal(!!strstr(w->body, a), desks[i] != STATION);
		assert_int_equal(world_page(w, desks[i], "/menu/new"), 200);
	}
	assert_int_equal(world_page(w, GUEST, "/menu"), 200);
	assert_int_equal(world_page(w, OTHER_TOWNSHIP, "/menu/desk"), 200);
	LACKS(a);
}

/* ---- rules ---- */

static int64_t at(const char *day)
{
	int64_t t = 0;
	assert_true(clock_parse(day, &t));
	return t;
}

static void periods_and_seasons_know_the_calendar(void **state)
{
	(void)state;
	static const struct {
		enum menu_period period;
		const char *day, *start, *end;
	} cases[] = {
		{MENU_DAY, "2026-11-23T23:59", "2026-11-23", "2026-11-24"},
		{MENU_WEEK, "2026-11-29T12:00", "2026-11-23", "2026-11-30"},
		{MENU_WEEK, "2026-11-23", "2026-11-23", "2026-11-30"},
		{MENU_WEEK, "2027-01-01", "2026-12-28", "2027-01-04"},
		{MENU_MONTH, "2026-12-31T08:00", "2026-12-01", "2027-01-01"},
		{MENU_MONTH, "2028-02-29", "2028-02-01", "2028-03-01"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(menu_period_start(cases[i].period, at(cases[i].day)),
		                 at(cases[i].start));
		assert_int_equal(menu_period_end(cases[i].period, at(cases[i].day)),
		                 at(cases[i].end));
	}
	assert_true(menu_in_season(0, 0, at("2026-11-23")));
	assert_true(menu_in_season(301, 531, at("2026-05-31T20:00")));
	assert_false(menu_in_season(301, 531, at("2026-06-01")));
	assert_true(menu_in_season(1101, 228, at("2027-01-15")));
	assert_false(menu_in_season(1101, 228, at("2027-03-01")));
	assert_int_equal(menu_season_next(301, 531, at("2026-11-23T10:00")), at("2027-03-01"));
	assert_int_equal(menu_season_next(1101, 228, at("2026-06-01")), at("2026-11-01"));
	assert_int_equal(menu_season_next(0, 0, at("2026-06-01")), at("2026-06-01"));
}

STORY(a_retired_item_keeps_its_orders_and_its_history)
STORY(an_order_takes_what_the_item_says)
STORY(a_menu_order_needs_an_item_and_an_item_a_menu_order)
STORY(an_item_is_ordered_only_where_it_is_offered)
STORY(an_item_is_ordered_only_in_its_season)
STORY(a_full_day_names_the_next_free_one)
STORY(two_thousand_want_the_last_place_and_one_gets_it)
STORY(places_stay_exact_while_orders_come_and_go)
STORY(four_moves_give_the_place_back_and_no_other)
STORY(a_returned_order_takes_a_place_anew)
STORY(the_menu_is_found_by_place_category_words_and_use)

const struct CMUnitTest menu_tests[] = {
	cmocka_unit_test(periods_and_seasons_know_the_calendar),
	TOLD(a_retired_item_keeps_its_orders_and_its_history),
	TOLD(an_order_takes_what_the_item_says),
	TOLD(a_menu_order_needs_an_item_and_an_item_a_menu_order),
	TOLD(an_item_is_ordered_only_where_it_is_offered),
	TOLD(an_item_is_ordered_only_in_its_season),
	TOLD(a_full_day_names_the_next_free_one),
	TOLD(two_thousand_want_the_last_place_and_one_gets_it),
	TOLD(places_stay_exact_while_orders_come_and_go),
	TOLD(four_moves_give_the_place_back_and_no_other),
	TOLD(a_returned_order_takes_a_place_anew),
	TOLD(the_menu_is_found_by_place_category_words_and_use),
};
const size_t menu_tests_count = sizeof menu_tests / sizeof *menu_tests;
