/* What the life of an order promises of every move: nothing is done twice to win time, nothing is said of
 * what has not been, and a menu order keeps to its item. */
#include "order_case.h"

#include "base/arena.h"
#include "base/clock.h"
#include "menu_case.h"

#include <string.h>

#define MUST(code, who, json, id, action)                                                          \
	do {                                                                                       \
		if (world_askf(w, who, POST, json, "/orders/%s/" action, id) != (code))            \
			fail_msg("%s: %d instead of %d: %s", action, w->status, code, w->body);    \
	} while (0)

static int64_t number_of(struct world *w, const char *id, const char *column)
{
	return world_count(
		w, arena_printf(w->mem, "SELECT %s FROM orders WHERE uid = '%s'", column, id));
}

static bool offers(struct world *w, enum who who, const char *id, const char *action)
{
	assert_int_equal(world_askf(w, who, GET, NULL, "/orders/%s", id), 200);
	const char *list = strstr(w->body, "\"actions\":[");
	assert_non_null(list);
	const char *end = strchr(list, ']');
	const char *at = strstr(list, arena_printf(w->mem, "\"%s\"", action));
	return at && at < end;
}

/* Late since an hour, told to the station. */
static void make_late(struct world *w, const char *id)
{
	long long now = clock_now();
	case_script(w, arena_printf(w->mem,
	                            "UPDATE orders SET deadline = %lld, entered = %lld, level = 1"
	                            " WHERE uid = '%s'",
	                            now - HOUR, now - 25 * HOUR, id));
}

static void a_move_that_changes_nothing_wins_no_time(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	make_late(w, id);
	int64_t late = number_of(w, id, "deadline"),
		told = world_count(w, "SELECT count(*) FROM outbox");
	MUST(422, REVIEWER, "{\"category\":\"repair\",\"reason\":\"再看看\"}", id, "reroute");
	HAS("没有要改的");
	MUST(422, REVIEWER, "{\"place\":\"" VILLAGE "\",\"kind\":\"visit\"}", id, "reroute");
	assert_int_equal(number_of(w, id, "deadline"), late);
	assert_int_equal(number_of(w, id, "level"), 1);
	assert_int_equal(number_of(w, id, "revision"), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM outbox"), told);
	MUST(200, REVIEWER, "{\"kind\":\"request\"}", id, "reroute");
	assert_int_equal(number_of(w, id, "deadline"), late);
	assert_int_equal(number_of(w, id, "level"), 1);
}

static void another_category_counts_from_the_start_of_the_state(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	case_script(w, "DELETE FROM order_limit;"
	               "INSERT INTO order_limit (clock, category, urgency, minutes, working)"
	               " SELECT 1, id, -1, 30 * 60, 0 FROM category WHERE word = 'health'");
	make_late(w, id);
	MUST(200, REVIEWER, "{\"category\":\"health\"}", id, "reroute");
	assert_int_equal(number_of(w, id, "deadline - entered"), 30 * HOUR);
	assert_int_equal(number_of(w, id, "level"), 0); /* five hours are left of thirty */
	case_script(w, "UPDATE order_limit SET minutes = 60");
	MUST(200, REVIEWER, "{\"category\":\"repair\"}", id, "reroute");
	MUST(200, REVIEWER, "{\"category\":\"health\"}", id, "reroute");
	assert_int_equal(number_of(w, id, "deadline - entered"), HOUR);
}

static void the_same_date_again_is_no_new_date(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	long long at = (long long)(clock_now() + DAY);
	const char *when = arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld}", at,
	                                at + 3600);
	MUST(200, LEADER, when, id, "schedule");
	int64_t deadline = number_of(w, id, "deadline");
	MUST(422, LEADER, when, id, "reschedule");
	HAS("没有要改的");
	assert_int_equal(number_of(w, id, "deadline"), deadline);
	const char *both = arena_printf(
		w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld,\"members\":[\"%s\"]}", at, at + 3600,
		w->uid[MEMBER]);
	MUST(200, LEADER, both, id, "reschedule");
	MUST(422, LEADER, both, id, "reschedule");
	assert_int_equal(number_of(w, id, "deadline"), deadline);
}

static int edit(struct world *w, const char *id, const char *json)
{
	return world_askf(w, STATION, PATCH, json, "/orders/%s", id);
}

static void an_edit_changes_something_of_what_was_seen(struct world *w)
{
	const char *id = case_order(w, ORDER_DRAFT);
	assert_int_equal(edit(w, id, "{\"title\":\"屋顶漏雨，很急\"}"), 422);
	HAS("\"field\":\"revision\"");
	assert_int_equal(edit(w, id, "{\"revision\":0}"), 422);
	HAS("没有要改的");
	assert_int_equal(edit(w, id, "{\"revision\":0,\"detail\":\"东头三间漏雨\"}"), 200);
	assert_int_equal(edit(w, id, "{\"revision\":0,\"detail\":\"东头四间漏雨\"}"), 409);
	assert_int_equal(edit(w, id, "{\"revision\":1,\"detail\":\"东头三间漏雨\"}"), 422);
	assert_int_equal(edit(w, id, "{\"revision\":1,\"submit\":true}"), 200);
	assert_string_equal(world_get(w, "state"), "submitted");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE action = 1"), 1);
}

static void nobody_says_what_has_not_been(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED), *reason = "{\"reason\":\"没有人来\"}";
	assert_false(offers(w, RESIDENT, id, "not_served"));
	assert_false(offers(w, LEADER, id, "start"));
	MUST(409, RESIDENT, reason, id, "not_served");
	HAS("还没到时间");
	assert_string_equal(world_get(w, "state"), "scheduled");
	case_now(w, id);
	assert_true(offers(w, LEADER, id, "start"));
	assert_true(offers(w, RESIDENT, id, "not_served"));
	MUST(200, RESIDENT, reason, id, "not_served");
	assert_string_equal(world_get(w, "state"), "callback");
	id = case_order(w, ORDER_CLOSED);
	assert_true(offers(w, RESIDENT, id, "reopen"));
	case_script(w, "UPDATE orders SET closed = closed - 31 * 86400 WHERE state = 10");
	assert_false(offers(w, RESIDENT, id, "reopen"));
	MUST(409, RESIDENT, reason, id, "reopen");
	HAS("不能重开");
}

static void a_menu_order_keeps_to_its_item_or_lets_go(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\"");
	const char *day = menu_case_on(w, 5);
	assert_int_equal(menu_case_order(w, RESIDENT, item,
	                                 arena_printf(w->mem, "%s,\"category\":\"health\"", day)),
	                 422);
	HAS("\"field\":\"category\"");
	const char *id = menu_case_ordered(w, item, day);
	MUST(422, REVIEWER, "{\"category\":\"health\"}", id, "reroute");
	HAS("\"field\":\"category\"");
	MUST(422, REVIEWER, "{\"category\":\"health\"}", id, "approve");
	HAS("\"field\":\"category\"");
	MUST(422, REVIEWER, "{\"place\":\"" OTHER_VILLAGE "\"}", id, "reroute");
	HAS("\"field\":\"place\"");
	assert_int_equal(menu_case_order(w, RESIDENT, item, day), 422); /* full */
	MUST(200, REVIEWER, "{\"kind\":\"request\",\"category\":\"health\"}", id, "reroute");
	LACKS(item);
	assert_int_equal(number_of(w, id, "slot"), 0);
	menu_case_exact(w);
	menu_case_ordered(w, item, day);
	menu_case_exact(w);
}

#define STORIES(X)                                                                                 \
	X(a_move_that_changes_nothing_wins_no_time)                                                \
	X(another_category_counts_from_the_start_of_the_state)                                     \
	X(the_same_date_again_is_no_new_date)                                                      \
	X(an_edit_changes_something_of_what_was_seen)                                              \
	X(nobody_says_what_has_not_been)                                                           \
	X(a_menu_order_keeps_to_its_item_or_lets_go)
#define LISTED(name) TOLD(name),
STORIES(STORY)
const struct CMUnitTest order_life_tests[] = {STORIES(LISTED)};
const size_t order_life_tests_count = sizeof order_life_tests / sizeof *order_life_tests;
