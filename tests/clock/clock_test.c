/* clock: limits, working days, what is late and who hears of it, and what another limit would do. */
#include "order_case.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "features/clock/clock.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"
#include "store/db.h"

#include <string.h>

/* ---- limits ---- */

static void the_most_particular_limit_wins(void **state)
{
	(void)state;
	const struct clock_limit rows[] = {
		{.clock = CLOCK_DISPATCH, .urgency = -1, .minutes = 1000},
		{.clock = CLOCK_DISPATCH, .urgency = URGENCY_URGENT, .minutes = 500},
		{.clock = CLOCK_DISPATCH, .category_row = 7, .urgency = -1, .minutes = 300},
		{.clock = CLOCK_DISPATCH,
	         .category_row = 7,
	         .urgency = URGENCY_URGENT,
	         .minutes = 240,
	         .working = true},
		{.clock = CLOCK_ANSWER, .category_row = 8, .urgency = -1, .minutes = 60},
	};
	static const struct {
		enum order_clock clock;
		int64_t category, urgency, minutes;
	} asked[] = {
		{CLOCK_DISPATCH, 7, URGENCY_URGENT, 240},
		{CLOCK_DISPATCH, 7, URGENCY_LOW, 300},
		{CLOCK_DISPATCH, 1, URGENCY_URGENT, 500},
		{CLOCK_DISPATCH, 1, URGENCY_LOW, 1000},
		{CLOCK_ANSWER, 8, URGENCY_URGENT, 60},
		{CLOCK_ANSWER, 7, URGENCY_LOW, 24 * 60},
		{CLOCK_WHOLE, 7, URGENCY_LOW, 21 * 24 * 60},
	};
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		assert_int_equal(
			clock_resolve(rows, 5, asked[i].clock, asked[i].category, asked[i].urgency)
				.minutes,
			asked[i].minutes);
	assert_true(clock_resolve(rows, 5, CLOCK_DISPATCH, 7, URGENCY_URGENT).working);
	assert_null(clock_resolve(rows, 5, CLOCK_WHOLE, 7, URGENCY_LOW).from);
}

static void spans_are_said_as_people_say_them(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	assert_string_equal(clock_span(mem, 240, false), "4 小时");
	assert_string_equal(clock_span(mem, 24 * 60, false), "24 小时");
	assert_string_equal(clock_span(mem, 48 * 60, false), "48 小时");
	assert_string_equal(clock_span(mem, 7 * 24 * 60, false), "7 天");
	assert_string_equal(clock_span(mem, 90, false), "90 分钟");
	assert_string_equal(clock_span(mem, 480, true), "8 个工作小时");
	arena_free(mem);
}

static void a_limit_is_set_shown_resolved_and_removed(struct world *w)
{
	const char *body = "{\"clock\":\"dispatch\",\"category\":\"health\",\"urgency\":\"urgent\","
			   "\"amount\":4,\"unit\":\"hour\"}";
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/limits", body), 403);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/limits", body), 200);
	assert_string_equal(world_get(w, "items.0.minutes"), "240");
	assert_string_equal(world_get(w, "items.0.text"), "4 小时");
	const char *id = world_get(w, "items.0.id");
	world_page(w, DISPATCHER, "/limits?category=health");
	HAS("急·健康义诊：派单 4 小时");
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/limits",
	                  "{\"clock\":\"dispatch\",\"category\":\"health\",\"urgency\":\"urgent\","
	                  "\"amount\":90,\"working\":true}"),
		200);
	assert_string_equal(world_get(w, "items.0.id"), id);
	assert_string_equal(world_get(w, "items.0.text"), "90 个工作分钟");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_limit"), 1);
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/limits/%s/remove", id), 200);
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/limits/%s/remove", id), 404);
	assert_int_equal(world_count(w, "SELECT count(*) FROM audit WHERE action LIKE 'limit.%'"),
	                 3);
}
STORY(a_limit_is_set_shown_resolved_and_removed)

static void a_limit_that_cannot_be_is_refused(struct world *w)
{
	static const char *const bodies[] = {
		"{\"clock\":\"none\",\"amount\":4}",
		"{\"clock\":\"answer\",\"amount\":0}",
		"{\"clock\":\"answer\",\"amount\":400,\"unit\":\"day\"}",
		"{\"clock\":\"answer\",\"amount\":60001,\"working\":true}",
		"{\"clock\":\"answer\",\"amount\":4,\"category\":\"nothing\"}",
		"{\"clock\":\"answer\",\"amount\":4,\"urgency\":\"soon\"}",
		"{\"amount\":4}",
	};
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		assert_int_equal(world_ask(w, SYSADMIN, POST, "/limits", bodies[i]), 422);
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_limit"), 0);
}
STORY(a_limit_that_cannot_be_is_refused)

/* The page's resolved preview and the orders themselves go by the same rule. */
static void an_order_gets_the_limit_that_is_shown(struct world *w)
{
	world_ask(w, SYSADMIN, POST, "/limits",
	          "{\"clock\":\"review\",\"amount\":5,\"unit\":\"hour\"}");
	world_ask(w, SYSADMIN, POST, "/limits",
	          "{\"clock\":\"review\",\"category\":\"repair\",\"amount\":2,\"unit\":\"hour\"}");
	const char *id = case_order(w, ORDER_SUBMITTED);
	assert_int_equal(world_askf(w, REVIEWER, GET, NULL, "/orders/%s", id), 200);
	assert_int_equal(world_count(w, "SELECT deadline - entered FROM orders"), 2 * HOUR);
}
STORY(an_order_gets_the_limit_that_is_shown)

/* ---- working days ---- */

static void pasted_lines_are_read_or_refused_by_number(void **state)
{
	(void)state;
	static const char text[] = "2026-10-01,休,国庆节\r\n"
				   "\n"
				   "2026-10-10，班，补班\n"
				   "2026-02-30,休,没有的日子\n"
				   "2026-10-02\t休\t国庆节\n"
				   "2026-10-03,假,国庆节\n"
				   "2026-10-04,休\n"
				   "2026-10-01,班,又一次\n"
				   "2026-10-05,休,\n";
	struct arena *mem = arena_new();
	struct clock_holiday *rows;
	const char *const *bad;
	size_t wrong, n = clock_holidays_read(mem, text, &rows, &bad, &wrong);
	assert_int_equal(n, 3);
	assert_string_equal(rows[1].day, "2026-10-10");
	assert_true(rows[1].working);
	assert_false(rows[2].working);
	assert_int_equal(wrong, 5);
	assert_non_null(strstr(bad[0], "第 4 行"));
	assert_non_null(strstr(bad[1], "第 6 行"));
	assert_non_null(strstr(bad[3], "前面已经写过"));
	assert_int_equal(clock_holidays_read(mem, "", &rows, &bad, &wrong), 0);
	assert_int_equal(wrong, 0);
	arena_free(mem);
}

static void an_import_is_whole_or_nothing(struct world *w)
{
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/holidays/import",
	                           "{\"lines\":\"2026-10-01,休,国庆节\\n2026-10-99,休,坏的\"}"),
	                 422);
	HAS("第 2 行");
	assert_int_equal(world_count(w, "SELECT count(*) FROM holiday"), 0);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/holidays/import",
	                           "{\"lines\":\"2099-10-01,休,国庆节\\n2099-10-10,班,补班\"}"),
	                 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM holiday"), 2);
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/holidays",
	                  "{\"day\":\"2099-10-10\",\"working\":\"rest\",\"name\":\"改成休\"}"),
		200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM holiday WHERE working = 0"), 2);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/holidays/2099-10-10/remove", NULL), 200);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/holidays/2099-10-10/remove", NULL), 404);
	assert_int_equal(world_count(w, "SELECT count(*) FROM holiday"), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM audit WHERE action LIKE 'holiday.%'"),
	                 3);
}
STORY(an_import_is_whole_or_nothing)

static void the_next_days_know_weekend_holiday_and_make_up_day(struct world *w)
{
	int64_t friday;
	assert_true(clock_parse("2026-10-09", &friday));
	world_ask(w, SYSADMIN, POST, "/holidays/import",
	          "{\"lines\":\"2026-10-10,班,国庆补班\\n2026-10-12,休,示例节\"}");
	world_begin(w, SYSADMIN);
	struct clock_day *d = clock_days(&w->c, friday + 5 * HOUR, 5);
	static const bool works[] = {true, true, false, false, true};
	for (int i = 0; i < 5; i++)
		assert_int_equal(d[i].working, works[i]);
	assert_string_equal(d[1].why, "国庆补班");
	assert_string_equal(d[2].why, "周末");
	assert_int_equal(d[3].midnight, friday + 3 * DAY);
	world_commit(w);
	assert_int_equal(world_page(w, STATION, "/holidays"), 200);
	HAS("未来 14 天");
}
STORY(the_next_days_know_weekend_holiday_and_make_up_day)

/* A limit is over exactly when the working seconds counted in one step reach it. */
static void counting_forward_and_counting_between_agree(void **state)
{
	(void)state;
	static const struct holiday days[] = {{"2026-10-01", NULL, false},
	                                      {"2026-10-02", NULL, false},
	                                      {"2026-10-10", NULL, true},
	                                      {"2026-10-14", NULL, false}};
	struct arena *mem = arena_new();
	struct dice dice = dice_new(41);
	int64_t first;
	assert_true(clock_parse("2026-09-25", &first));
	struct clock_calendar k = clock_calendar(mem, first, first + 60 * DAY, days, 4);
	for (int i = 0; i < 20000; i++) {
		int64_t from = first + dice_below(&dice, 20 * DAY);
		int64_t until = from + dice_below(&dice, 20 * DAY);
		int64_t minutes = 1 + dice_below(&dice, 3000);
		bool over = until >= order_deadline(from, minutes, true, days, 4);
		assert_int_equal(over, clock_elapsed(&k, from, until) >= minutes * MINUTE);
	}
	assert_int_equal(clock_elapsed(NULL, 100, 250), 150);
	arena_free(mem);
}

/* ---- settings ---- */

static void a_setting_is_checked_and_shows_who_changed_it(struct world *w)
{
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/settings", NULL), 200);
	HAS("\"name\":\"verdict.bad_score\",\"value\":\"2\"");
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/settings",
	                           "{\"name\":\"verdict.bad_score\",\"value\":\"5\"}"),
	                 422);
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/settings", "{\"name\":\"nothing\",\"value\":\"5\"}"),
		404);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/settings",
	                           "{\"name\":\"verdict.bad_score\",\"value\":\"3\"}"),
	                 200);
	HAS("\"name\":\"verdict.bad_score\",\"value\":\"3\"");
	HAS("示例sysadmin");
	assert_int_equal(world_ask(w, SECADMIN, GET, "/settings", NULL), 403);
	assert_int_equal(world_page(w, SYSADMIN, "/settings"), 200);
	HAS("评价不高于多少就要回访");
}
STORY(a_setting_is_checked_and_shows_who_changed_it)

/* ---- what is late ---- */

static void escalate(struct world *w)
{
	size_t n;
	world_begin(w, GUEST);
	struct order *late = order_overdue(&w->c, &n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(order_escalate(&w->c, late[i].row), OK);
	world_commit(w);
}

static int64_t told(struct world *w, enum who who, const char *subject)
{
	return world_count(
		w, arena_printf(w->mem,
	                        "SELECT count(*) FROM inbox WHERE person = %lld AND subject "
	                        "LIKE '%%%s%%'",
	                        (long long)w->person[who], subject));
}

static void overdue_climbs_from_the_village_to_the_centre(struct world *w)
{
	static const struct {
		int64_t later;
		enum who who;
		const char *word;
	} steps[] = {{25 * HOUR, STATION, "village"},
	             {49 * HOUR, TOWNSHIP, "township"},
	             {73 * HOUR, DISPATCHER, "centre"}};
	static const enum who all[] = {STATION,        OTHER_STATION, TOWNSHIP,
	                               OTHER_TOWNSHIP, DISPATCHER,    REVIEWER};
	case_order(w, ORDER_OPEN);
	world_ask(w, STATION, GET, "/overdue", NULL);
	HAS("\"items\":[]");
	for (size_t i = 0; i < 3; i++) {
		world_later(steps[i].later);
		escalate(w);
		for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
			bool had = false;
			for (size_t j = 0; j <= i; j++)
				had |= steps[j].who == all[k];
			assert_int_equal(case_desk_told(w, all[k], "单子超时"), had);
		}
		assert_int_equal(world_ask(w, VIEWER, GET, "/overdue", NULL), 200);
		assert_string_equal(world_get(w, "items.0.level"), steps[i].word);
		assert_string_equal(world_get(w, "items.0.holder"), "派单人");
	}
	escalate(w);
	assert_int_equal(case_desk_told(w, DISPATCHER, "单子超时"), 1);
	world_ask(w, VIEWER, GET, "/overdue/places", NULL);
	assert_string_equal(world_get(w, "items.0.place"), TOWN);
	assert_string_equal(world_get(w, "items.0.centre"), "1");
	assert_string_equal(world_get(w, "items.0.total"), "1");
}
STORY(overdue_climbs_from_the_village_to_the_centre)

static void the_serving_side_is_reminded_where_the_clock_is_theirs(struct world *w)
{
	case_order(w, ORDER_ACCEPTED);
	world_later(49 * HOUR);
	escalate(w);
	assert_int_equal(told(w, LEADER, "请抓紧"), 1);
	assert_int_equal(told(w, OTHER_LEADER, "请抓紧"), 0);
	assert_int_equal(case_desk_told(w, STATION, "单子超时"), 1);
	world_ask(w, TOWNSHIP, GET, "/overdue", NULL);
	assert_string_equal(world_get(w, "items.0.holder"), "甲队（示例）");
	assert_int_equal(world_page(w, TOWNSHIP, "/overdue"), 200);
	HAS("甲队（示例）");
}
STORY(the_serving_side_is_reminded_where_the_clock_is_theirs)

static void nobody_sees_what_is_late_elsewhere(struct world *w)
{
	case_order(w, ORDER_OPEN);
	world_later(26 * HOUR);
	static const enum who none[] = {OTHER_STATION, OTHER_TOWNSHIP};
	for (int i = 0; i < 2; i++) {
		world_ask(w, none[i], GET, "/overdue", NULL);
		HAS("\"items\":[]");
		world_ask(w, none[i], GET, "/overdue/places", NULL);
		HAS("\"items\":[]");
		world_ask(w, none[i], GET, "/what-if?clock=dispatch", NULL);
		assert_string_equal(world_get(w, "items.0.all_stays"), "0");
	}
	world_ask(w, STATION, GET, "/overdue?place=" OTHER_TOWN, NULL);
	HAS("\"items\":[]");
	world_ask(w, STATION, GET, "/overdue?place=" TOWN, NULL);
	assert_string_equal(world_get(w, "items.0.level"), "village");
}
STORY(nobody_sees_what_is_late_elsewhere)

static void where_only_the_whole_order_is_late_it_says_so(struct world *w)
{
	case_order(w, ORDER_OPEN);
	world_begin(w, GUEST);
	db_script(w->db, "UPDATE orders SET due = 5");
	world_commit(w);
	world_ask(w, VIEWER, GET, "/overdue", NULL);
	assert_string_equal(world_get(w, "items.0.level"), "whole");
	world_ask(w, VIEWER, GET, "/overdue/places", NULL);
	assert_string_equal(world_get(w, "items.0.whole"), "1");
	assert_string_equal(world_get(w, "items.0.village"), "0");
}
STORY(where_only_the_whole_order_is_late_it_says_so)

/* ---- what-if ---- */

#define H(n) ((int64_t)(n)*HOUR)
/* Order 1: offered 0–5 h accepted. 2: offered 0–20 h declined, offered 30–33 h accepted. 3: offered at
 * 10 h, ended by the clock at 34 h. 4: offered at 90 h, still waiting at 100 h. 5: rerouted while open. */
static const struct clock_event made[] = {
	{1, H(0), ACT_OFFER, ORDER_OPEN, ORDER_OFFERED, 0, 0, 0},
	{1, H(5), ACT_ACCEPT, ORDER_OFFERED, ORDER_ACCEPTED, 0, 0, 0},
	{1, H(6), ACT_ESCALATE, ORDER_ACCEPTED, ORDER_ACCEPTED, 0, 0, 0},
	{2, H(0), ACT_OFFER, ORDER_OPEN, ORDER_OFFERED, 0, 0, 0},
	{2, H(20), ACT_DECLINE, ORDER_OFFERED, ORDER_OPEN, 0, 0, 0},
	{2, H(30), ACT_OFFER, ORDER_OPEN, ORDER_OFFERED, 0, 0, 0},
	{2, H(33), ACT_ACCEPT, ORDER_OFFERED, ORDER_ACCEPTED, 0, 0, 0},
	{3, H(10), ACT_OFFER, ORDER_OPEN, ORDER_OFFERED, 0, 0, 0},
	{3, H(34), ACT_EXPIRE, ORDER_OFFERED, ORDER_OPEN, 0, 0, 0},
	{4, H(90), ACT_OFFER, ORDER_OPEN, ORDER_OFFERED, 0, 0, 0},
	{5, H(0), ACT_SUBMIT, ORDER_DRAFT, ORDER_SUBMITTED, 0, 0, 0},
	{5, H(2), ACT_APPROVE, ORDER_SUBMITTED, ORDER_OPEN, 0, 0, 0},
	{5, H(10), ACT_REROUTE, ORDER_OPEN, ORDER_OPEN, 0, 0, 0},
	{5, H(11), ACT_CANCEL, ORDER_OPEN, ORDER_CANCELLED, 0, 0, 0},
};
static const size_t made_count = sizeof made / sizeof *made;

static void stays_are_what_the_events_say(void **state)
{
	(void)state;
	struct clock_stay s[20];
	size_t n = clock_stays(made, made_count, CLOCK_ANSWER, H(100), s);
	assert_int_equal(n, 5);
	static const int64_t took[] = {H(5), H(20), H(3), H(24), H(10)};
	for (size_t i = 0; i < n; i++)
		assert_int_equal(s[i].until - s[i].from, took[i]);
	assert_true(s[3].cut && !s[3].running);
	assert_true(s[4].running && !s[4].cut);
	assert_int_equal(clock_stays(made, made_count, CLOCK_DISPATCH, H(100), s), 4);
	/* 2 from 20 to 30; 3 from 34 on; 5 from 2 to 10, and anew from 10 to 11 */
	assert_int_equal(s[0].until - s[0].from, H(10));
	assert_true(s[1].running);
	assert_int_equal(s[2].until - s[2].from, H(8));
	assert_int_equal(s[3].until - s[3].from, H(1));
	assert_int_equal(clock_stays(made, made_count, CLOCK_WHOLE, H(100), s), 1);
	assert_int_equal(s[0].until - s[0].from, H(11));
	/* escalation does not start the stay anew */
	assert_int_equal(clock_stays(made, made_count, CLOCK_SCHEDULE, H(100), s), 2);
	assert_int_equal(s[0].until - s[0].from, H(95));
}

static void another_limit_counts_orders_once_and_stays_each(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	struct clock_stay s[20];
	size_t n = clock_stays(made, made_count, CLOCK_ANSWER, H(100), s);
	static const struct {
		int64_t hours, stays, orders;
	} rows[] = {{1, 5, 4},  {3, 5, 4},  {4, 4, 4}, {12, 2, 2},
	            {20, 2, 2}, {24, 1, 1}, {25, 0, 0}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct clock_effect x = clock_would(s, n, NULL, rows[i].hours * 60);
		assert_int_equal(x.stays, rows[i].stays);
		assert_int_equal(x.orders, rows[i].orders);
	}
	/* finished: 3, 5, 20, 24 hours */
	assert_int_equal(clock_percentile(mem, s, n, NULL, 50), H(5));
	assert_int_equal(clock_percentile(mem, s, n, NULL, 90), H(24));
	assert_int_equal(clock_percentile(mem, s, n, NULL, 25), H(3));
	assert_int_equal(clock_percentile(mem, s, 0, NULL, 50), 0);
	arena_free(mem);
}

static void what_if_reads_the_events_and_the_present_limits(struct world *w)
{
	const char *a = case_order(w, ORDER_OFFERED), *b = case_order(w, ORDER_OFFERED);
	world_later(2 * HOUR);
	case_must(w, LEADER, a, ACT_ACCEPT);
	world_later(15 * HOUR);
	case_must(w, LEADER, b, ACT_DECLINE);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/what-if?hours=12&days=30", NULL), 200);
	HAS("\"text\":\"12 小时\",\"minutes\":720,\"chosen\":true,"
	    "\"stays\":1,\"orders\":1,\"all_stays\":2");
	HAS("\"text\":\"现在的时限\",\"minutes\":0,\"chosen\":false,"
	    "\"stays\":0");
	world_ask(w, SYSADMIN, POST, "/limits", "{\"clock\":\"answer\",\"amount\":60}");
	world_ask(w, DISPATCHER, GET, "/what-if?hours=5", NULL);
	HAS("\"text\":\"现在的时限\",\"minutes\":0,\"chosen\":false,"
	    "\"stays\":2");
	world_page(w, VIEWER, "/what-if?hours=12");
	assert_non_null(
		strstr(w->body, "的 2 单里，时限定为 12 小时会有 1 单超时；按现在的时限是 2 单"));
	world_ask(w, DISPATCHER, GET, "/what-if?category=health", NULL);
	assert_string_equal(world_get(w, "items.0.all_stays"), "0");
	world_ask(w, DISPATCHER, GET, "/what-if?urgency=normal&place=" VILLAGE, NULL);
	assert_string_equal(world_get(w, "items.0.all_stays"), "2");
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/what-if?hours=0", NULL), 422);
	assert_int_equal(world_page(w, DISPATCHER, "/what-if?hours=十二&days=90"), 422);
	HAS("value=\"十二\"");
	HAS("假设时限（小时）要填整数");
	HAS("value=\"90\"\nselected");
	REFUSAL_LACKS(422, "会有");
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/what-if?clock=none", NULL), 422);
	assert_int_equal(world_page(w, VIEWER, "/what-if?clock=whole&hours=100&working=1&days=365"),
	                 200);
}
STORY(what_if_reads_the_events_and_the_present_limits)

const struct CMUnitTest clock_tests[] = {
	cmocka_unit_test(the_most_particular_limit_wins),
	cmocka_unit_test(spans_are_said_as_people_say_them),
	TOLD(a_limit_is_set_shown_resolved_and_removed),
	TOLD(a_limit_that_cannot_be_is_refused),
	TOLD(an_order_gets_the_limit_that_is_shown),
	cmocka_unit_test(pasted_lines_are_read_or_refused_by_number),
	TOLD(an_import_is_whole_or_nothing),
	TOLD(the_next_days_know_weekend_holiday_and_make_up_day),
	cmocka_unit_test(counting_forward_and_counting_between_agree),
	TOLD(a_setting_is_checked_and_shows_who_changed_it),
	TOLD(overdue_climbs_from_the_village_to_the_centre),
	TOLD(the_serving_side_is_reminded_where_the_clock_is_theirs),
	TOLD(nobody_sees_what_is_late_elsewhere),
	TOLD(where_only_the_whole_order_is_late_it_says_so),
	cmocka_unit_test(stays_are_what_the_events_say),
	cmocka_unit_test(another_limit_counts_orders_once_and_stays_each),
	TOLD(what_if_reads_the_events_and_the_present_limits),
};
const size_t clock_tests_count = sizeof clock_tests / sizeof *clock_tests;
