/* Stories of the queue before a full menu item: a freed place is offered and kept, not raffled. */
#include "menu_case.h"
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/menu/menu.h"

static const char *wait_for(struct world *w, enum who who, const char *item, const char *when)
{
	const char *more = arena_printf(w->mem, "%s,\"queue\":true", when);
	if (menu_case_order(w, who, item, more) != 201)
		fail_msg("%d %s", w->status, w->body);
	assert_string_equal(world_get(w, "state"), "draft");
	return world_get(w, "id");
}

static int64_t told(struct world *w, enum who who)
{
	return world_count(w, arena_printf(w->mem,
	                                   "SELECT count(*) FROM inbox WHERE person = %lld AND "
	                                   "subject LIKE '%%有名额了%%'",
	                                   (long long)w->person[who]));
}

static void a_freed_place_is_kept_for_the_first_in_the_queue(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\""),
		   *when = menu_case_on(w, 5);
	const char *held = menu_case_ordered(w, item, when);
	const char *first = wait_for(w, OTHER_RESIDENT, item, when);
	assert_string_equal(world_get(w, "queue"), "1");
	const char *second = wait_for(w, VOLUNTEER, item, when);
	assert_string_equal(world_get(w, "queue"), "2");
	assert_int_equal(world_page(w, VOLUNTEER, arena_printf(w->mem, "/orders/%s", second)), 200);
	HAS("候补第 2 位");
	case_must(w, RESIDENT, held, ACT_CANCEL);
	assert_int_equal(told(w, OTHER_RESIDENT), 1);
	assert_int_equal(told(w, VOLUNTEER), 0);
	assert_int_equal(menu_case_order(w, RESIDENT, item, when), 422);
	assert_int_equal(case_act(w, VOLUNTEER, second, ACT_SUBMIT), 422);
	case_must(w, OTHER_RESIDENT, first, ACT_SUBMIT);
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_queue"), 1);
	case_must(w, OTHER_RESIDENT, first, ACT_CANCEL);
	assert_int_equal(told(w, VOLUNTEER), 1);
	case_must(w, VOLUNTEER, second, ACT_SUBMIT);
	menu_case_exact(w);
}

static void a_hold_that_lapses_goes_to_the_next(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\""),
		   *when = menu_case_on(w, 9);
	const char *held = menu_case_ordered(w, item, when);
	const char *first = wait_for(w, OTHER_RESIDENT, item, when);
	wait_for(w, VOLUNTEER, item, when);
	case_must(w, RESIDENT, held, ACT_CANCEL);
	world_later(23 * HOUR);
	world_begin(w, GUEST);
	assert_false(menu_queue_due(&w->c));
	world_commit(w);
	world_later(25 * HOUR);
	world_begin(w, GUEST);
	assert_true(menu_queue_due(&w->c));
	menu_queue_tick(&w->c);
	assert_false(menu_queue_due(&w->c));
	world_commit(w);
	assert_int_equal(told(w, VOLUNTEER), 1);
	assert_int_equal(case_act(w, OTHER_RESIDENT, first, ACT_SUBMIT), 422);
	assert_string_equal(case_act(w, OTHER_RESIDENT, first, ACT_CANCEL) == 200 ? "gone" : "",
	                    "gone");
	menu_case_exact(w);
}

static void leaving_the_queue_or_more_places_tell_the_next(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\""),
		   *when = menu_case_on(w, 5);
	menu_case_ordered(w, item, when);
	const char *first = wait_for(w, OTHER_RESIDENT, item, when);
	wait_for(w, VOLUNTEER, item, when);
	case_must(w, OTHER_RESIDENT, first, ACT_CANCEL);
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_queue"), 1);
	ASK(LEADER, POST, 403, "{\"capacity\":2}", "/menu/%s/adjust", item);
	ASK(REVIEWER, POST, 200, "{\"capacity\":2}", "/menu/%s/adjust", item);
	assert_int_equal(told(w, VOLUNTEER), 1);
	assert_int_equal(told(w, OTHER_RESIDENT), 0);
	menu_case_exact(w);
}

static int64_t ended(struct world *w, enum who who, const char *order, const char *why)
{
	return world_count(w, arena_printf(w->mem,
	                                   "SELECT count(*) FROM inbox WHERE person = %lld AND "
	                                   "subject = '候补已经结束' AND link = '/orders/%s' AND "
	                                   "body LIKE '%%%s%%'",
	                                   (long long)w->person[who], order, why));
}

static void tick(struct world *w)
{
	world_begin(w, GUEST);
	menu_queue_tick(&w->c);
	world_commit(w);
}

static void a_retired_item_ends_its_queue(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\"");
	const char *other = menu_case_open(w, "\"capacity\":0");
	menu_case_ordered(w, item, menu_case_on(w, 5));
	const char *first = wait_for(w, OTHER_RESIDENT, item, menu_case_on(w, 5));
	ASK(REVIEWER, POST, 200, "{\"reason\":\"换季停办\"}", "/menu/%s/retire", item);
	assert_int_equal(ended(w, OTHER_RESIDENT, first, "下架"), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_queue"), 0);
	ASK(OTHER_RESIDENT, GET, 200, NULL, "/orders/%s", first);
	assert_string_equal(world_get(w, "state"), "draft");
	const char *again = arena_printf(w->mem,
	                                 "{\"service\":\"%s\",\"queue\":false,\"revision\":%s}",
	                                 other, world_get(w, "revision"));
	ASK(OTHER_RESIDENT, POST, 422, "{}", "/orders/%s/submit", first);
	HAS("下架");
	ASK(OTHER_RESIDENT, PATCH, 200, again, "/orders/%s", first);
	case_must(w, OTHER_RESIDENT, first, ACT_SUBMIT);
	ASK(REVIEWER, POST, 200, "{}", "/menu/%s/restore", item);
	assert_int_equal(told(w, OTHER_RESIDENT), 0);
	menu_case_exact(w);
}

static void a_queue_ends_with_its_day(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\""),
		   *when = menu_case_on(w, 2);
	const char *held = menu_case_ordered(w, item, when);
	const char *first = wait_for(w, OTHER_RESIDENT, item, when);
	const char *second = wait_for(w, VOLUNTEER, item, when);
	int64_t midnight = clock_midnight(clock_now()) + 3 * (int64_t)DAY - clock_now();
	world_later(midnight - HOUR);
	case_must(w, RESIDENT, held, ACT_CANCEL);
	ASK(OTHER_RESIDENT, GET, 200, NULL, "/orders/%s", first);
	assert_string_equal(world_get(w, "queue"), "1");
	assert_int_equal(told(w, OTHER_RESIDENT), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM inbox WHERE body LIKE '%23:59%'"), 1);
	world_later(midnight + MINUTE);
	ASK(OTHER_RESIDENT, POST, 422, "{}", "/orders/%s/submit",
	    first); /* before the clock came */
	HAS("已经过去");
	tick(w);
	assert_int_equal(ended(w, OTHER_RESIDENT, first, "已经过去"), 1);
	assert_int_equal(ended(w, VOLUNTEER, second, "已经过去"), 1);
	assert_int_equal(told(w, VOLUNTEER), 0);
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_queue"), 0);
	assert_int_equal(menu_case_order(w, STATION, item, when), 422);
	HAS("已经过去");
	menu_case_exact(w);
}

static int64_t taken_back(struct world *w, enum who who)
{
	return world_count(w, arena_printf(w->mem,
	                                   "SELECT count(*) FROM inbox WHERE person = %lld AND "
	                                   "subject = '为您留的名额收回了'",
	                                   (long long)w->person[who]));
}

static void fewer_places_take_promises_back_from_who_came_last(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\""),
		   *when = menu_case_on(w, 5);
	menu_case_ordered(w, item, when);
	const char *first = wait_for(w, OTHER_RESIDENT, item, when);
	const char *second = wait_for(w, VOLUNTEER, item, when);
	ASK(REVIEWER, POST, 200, "{\"capacity\":3}", "/menu/%s/adjust", item);
	assert_int_equal(told(w, OTHER_RESIDENT) + told(w, VOLUNTEER), 2);
	ASK(REVIEWER, POST, 200, "{\"capacity\":2}", "/menu/%s/adjust", item);
	assert_int_equal(taken_back(w, OTHER_RESIDENT), 0);
	assert_int_equal(taken_back(w, VOLUNTEER), 1);
	assert_int_equal(case_act(w, VOLUNTEER, second, ACT_SUBMIT), 422);
	case_must(w, OTHER_RESIDENT, first, ACT_SUBMIT);
	ASK(REVIEWER, POST, 200, "{\"capacity\":3}", "/menu/%s/adjust", item);
	assert_int_equal(told(w, VOLUNTEER), 2);
	case_must(w, VOLUNTEER, second, ACT_SUBMIT);
	menu_case_exact(w);
}

/* The clock finds room nobody was told of. */
static void the_clock_tells_whom_a_free_place_waits_for(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\""),
		   *when = menu_case_on(w, 5);
	menu_case_ordered(w, item, when);
	wait_for(w, OTHER_RESIDENT, item, when);
	tick(w);
	assert_int_equal(told(w, OTHER_RESIDENT), 0);
	case_script(w, "UPDATE menu_item SET capacity = 2");
	world_begin(w, GUEST);
	assert_true(menu_queue_due(&w->c));
	menu_queue_tick(&w->c);
	assert_false(menu_queue_due(&w->c));
	world_commit(w);
	assert_int_equal(told(w, OTHER_RESIDENT), 1);
}

/* Another team may do it still. */
static void an_item_no_team_serves_leaves_the_menu_with_its_queue(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\"");
	const char *both = menu_case_open(w, "\"capacity\":1");
	case_script(w, arena_printf(w->mem,
	                            "INSERT INTO menu_item_team (item, team) SELECT id, %lld FROM "
	                            "menu_item WHERE uid = '%s'",
	                            (long long)w->team_b, both));
	menu_case_ordered(w, item, menu_case_on(w, 5));
	const char *first = wait_for(w, OTHER_RESIDENT, item, menu_case_on(w, 5));
	ASK(TOWNSHIP, POST, 200, "{\"reason\":\"整顿\"}", "/teams/%s/suspend", w->team_uid_a);
	assert_int_equal(ended(w, OTHER_RESIDENT, first, "下架"), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_queue"), 0);
	ASK(GUEST, GET, 200, NULL, "/menu/%s", item);
	assert_string_equal(world_get(w, "state"), "retired");
	ASK(GUEST, GET, 200, NULL, "/menu/%s", both);
	assert_string_equal(world_get(w, "state"), "open");
	ASK(REVIEWER, POST, 422, "{}", "/menu/%s/restore", item);
	ASK(TOWNSHIP, POST, 200, "{}", "/teams/%s/resume", w->team_uid_a);
	ASK(REVIEWER, POST, 200, "{}", "/menu/%s/restore", item);
}

STORY(an_item_no_team_serves_leaves_the_menu_with_its_queue)
STORY(a_retired_item_ends_its_queue)
STORY(a_queue_ends_with_its_day)
STORY(fewer_places_take_promises_back_from_who_came_last)
STORY(the_clock_tells_whom_a_free_place_waits_for)
STORY(a_freed_place_is_kept_for_the_first_in_the_queue)
STORY(a_hold_that_lapses_goes_to_the_next)
STORY(leaving_the_queue_or_more_places_tell_the_next)

const struct CMUnitTest menu_queue_tests[] = {
	TOLD(a_freed_place_is_kept_for_the_first_in_the_queue),
	TOLD(a_hold_that_lapses_goes_to_the_next),
	TOLD(leaving_the_queue_or_more_places_tell_the_next),
	TOLD(an_item_no_team_serves_leaves_the_menu_with_its_queue),
	TOLD(a_retired_item_ends_its_queue),
	TOLD(a_queue_ends_with_its_day),
	TOLD(fewer_places_take_promises_back_from_who_came_last),
	TOLD(the_clock_tells_whom_a_free_place_waits_for),
};
const size_t menu_queue_tests_count = sizeof menu_queue_tests / sizeof *menu_queue_tests;
