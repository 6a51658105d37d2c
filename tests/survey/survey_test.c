/* Stories of the survey: the villages fill their sheets, the centre sees the sums and makes orders. */
#include "menu_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "probe.h"

static const char *open_survey(struct world *w, enum who who, const char *area, const char *items)
{
	const char *body = arena_printf(
		w->mem,
		"{\"title\":\"冬季需求清单\",\"area\":\"%s\",\"until\":%lld,\"items\":[%s]}", area,
		(long long)clock_midnight(clock_now() + 7 * (int64_t)DAY), items);
	if (world_ask(w, who, POST, "/surveys", body) != 201)
		fail_msg("%d %s", w->status, w->body);
	return world_get(w, "id");
}

static const char *sheet(struct world *w, const char *place, const char *item, int count)
{
	return arena_printf(
		w->mem, "{\"place\":\"%s\",\"count\":{\"%s\":%d},\"note\":{\"%s\":\"多在二组\"}}",
		place, item, count, item);
}

static const char *line_of(struct world *w, const char *survey)
{
	ASK(DISPATCHER, GET, 200, NULL, "/surveys/%s/lines", survey);
	return world_get(w, "items.0.id");
}

static void a_survey_becomes_orders_with_the_station_as_contact(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":2");
	const char *s = open_survey(w, DISPATCHER, "430421", arena_printf(w->mem, "\"%s\"", item));
	ASK(STATION, POST, 200, sheet(w, VILLAGE, item, 12), "/surveys/%s/fill", s);
	assert_string_equal(world_get(w, "wanted"), "12");
	ASK(STATION, POST, 200, sheet(w, VILLAGE, item, 9), "/surveys/%s/fill", s);
	assert_string_equal(world_get(w, "wanted"), "9");
	const char *line = line_of(w, s);
	ASK(STATION, POST, 403, "{}", "/surveys/%s/lines/%s/order", s, line);
	ASK(DISPATCHER, POST, 201, "{}", "/surveys/%s/lines/%s/order", s, line);
	assert_string_equal(world_get(w, "state"), "submitted");
	assert_string_equal(world_get(w, "service"), item);
	HAS("9 人");
	const char *order = world_get(w, "id");
	ASK(DISPATCHER, POST, 409, "{}", "/surveys/%s/lines/%s/order", s, line);
	ASK(STATION, POST, 200, sheet(w, VILLAGE, item, 3), "/surveys/%s/fill", s);
	assert_string_equal(world_get(w, "wanted"), "9"); /* what became an order stays */
	ASK(DISPATCHER, POST, 200, "{\"reason\":\"问清时间\"}", "/orders/%s/contact", order);
	HAS(arena_printf(w->mem, "199000000%02d", STATION));
	assert_int_equal(world_count(w, "SELECT sum(taken) FROM menu_slot"), 1);
	ASK(REVIEWER, POST, 200, "{}", "/orders/%s/approve", order);
}

static void a_station_fills_only_its_own_sheet(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":0");
	const char *s = open_survey(w, DISPATCHER, "430421", arena_printf(w->mem, "\"%s\"", item));
	ASK(STATION, POST, 403, sheet(w, OTHER_VILLAGE, item, 3), "/surveys/%s/fill", s);
	ASK(TOWNSHIP, POST, 200, sheet(w, VILLAGE, item, 3), "/surveys/%s/fill", s);
	ASK(OTHER_STATION, POST, 200, sheet(w, OTHER_VILLAGE, item, 4), "/surveys/%s/fill", s);
	ASK(STATION, POST, 422, sheet(w, "430421", item, 3), "/surveys/%s/fill", s);
	ASK(STATION, POST, 422, sheet(w, VILLAGE, item, -3), "/surveys/%s/fill", s);
	ASK(STATION, POST, 422, sheet(w, VILLAGE, "aaaaaaaaaaaaaaaaaaaaaaaaaa", 3),
	    "/surveys/%s/fill", s);
	ASK(STATION, GET, 200, NULL, "/surveys/%s/lines", s);
	HAS(VILLAGE);
	LACKS(OTHER_VILLAGE);
	ASK(DISPATCHER, GET, 200, NULL, "/surveys/%s/lines", s);
	HAS(OTHER_VILLAGE);
	ASK(STATION, POST, 200, sheet(w, VILLAGE, item, 0), "/surveys/%s/fill", s);
	assert_int_equal(world_count(w, "SELECT count(*) FROM survey_line"), 1);
}

static void a_township_asks_its_own_villages_only(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":0");
	const char *items = arena_printf(w->mem, "\"%s\"", item);
	const char *s = open_survey(w, TOWNSHIP, TOWN, items);
	ASK(TOWNSHIP, POST, 403,
	    arena_printf(
		    w->mem,
		    "{\"title\":\"全县清单\",\"area\":\"430421\",\"until\":%lld,\"items\":[%s]}",
		    (long long)clock_now() + DAY, items),
	    "/surveys");
	ASK(OTHER_STATION, GET, 404, NULL, "/surveys/%s", s);
	ASK(OTHER_TOWNSHIP, GET, 404, NULL, "/surveys/%s", s);
	ASK(STATION, GET, 200, NULL, "/surveys/%s", s);
	ASK(STATION, GET, 200, NULL, "/surveys");
	HAS(s);
	ASK(DISPATCHER, POST, 422,
	    arena_printf(w->mem,
	                 "{\"title\":\"旧清单\",\"area\":\"430421\",\"until\":1000,\"items\":[%s]}",
	                 items),
	    "/surveys");
}

static void a_closed_survey_takes_no_more_sheets(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":0");
	const char *items = arena_printf(w->mem, "\"%s\"", item);
	const char *s = open_survey(w, DISPATCHER, "430421", items);
	const char *late = open_survey(w, DISPATCHER, "430421", items);
	ASK(STATION, POST, 200, sheet(w, VILLAGE, item, 2), "/surveys/%s/fill", s);
	ASK(TOWNSHIP, POST, 403, "{}", "/surveys/%s/close", s); /* sees it, did not open it */
	HAS("您不能对这张清单做“截止填报”");
	ASK(DISPATCHER, POST, 200, "{}", "/surveys/%s/close", s);
	assert_string_equal(world_get(w, "state"), "closed");
	ASK(DISPATCHER, POST, 409, "{}", "/surveys/%s/close", s);
	HAS("现在是“已截止”");
	assert_int_equal(world_count(w, "SELECT count(*) FROM audit WHERE action = 'survey.close'"),
	                 1);
	ASK(STATION, POST, 409, sheet(w, VILLAGE, item, 3), "/surveys/%s/fill", s);
	world_later(9 * (int64_t)DAY);
	ASK(STATION, POST, 409, sheet(w, VILLAGE, item, 3), "/surveys/%s/fill", late);
	world_later(0);
	ASK(DISPATCHER, POST, 201, "{}", "/surveys/%s/lines/%s/order", s, line_of(w, s));
}

static void the_pages_of_a_survey_are_a_sheet_sums_and_lines(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":0");
	const char *s = open_survey(w, DISPATCHER, "430421", arena_printf(w->mem, "\"%s\"", item));
	const char *path = arena_printf(w->mem, "/surveys/%s", s);
	struct browser b = probe_browser(w, STATION);
	assert_int_equal(probe_get(w, &b, path), 200);
	HAS("几个人要");
	const char *form = arena_printf(w->mem, "place=" VILLAGE "&count.%s=7&note.%s=x", item,
	                                item);
	assert_int_equal(probe_post(w, &b, arena_printf(w->mem, "%s/fill", path), form), 303);
	form = arena_printf(w->mem, "place=" VILLAGE "&count.%s=many", item);
	assert_int_equal(probe_post(w, &b, arena_printf(w->mem, "%s/fill", path), form), 422);
	HAS("要填整数");
	HAS("value=\"many\"");
	assert_int_equal(world_page(w, DISPATCHER, path), 200);
	HAS("制单");
	HAS("各乡镇合计");
	HAS("甲镇");
	assert_int_equal(world_page(w, VIEWER, path), 200);
	LACKS("<button class=\"btn\">制单");
	assert_int_equal(world_page(w, DISPATCHER, "/surveys/new"), 200);
	HAS("上门量血压");
	assert_int_equal(world_page(w, STATION, "/surveys"), 200);
	HAS("共 7 人");
}

static void every_open_item_may_be_asked_about_once(struct world *w)
{
	for (int i = 0; i < 30; i++) /* more than one page of the menu */
		menu_case_open(w, "\"capacity\":0");
	assert_int_equal(world_page(w, DISPATCHER, "/surveys/new"), 200);
	size_t boxes = 0;
	for (const char *at = w->body; (at = strstr(at, "type=\"checkbox\" name=\"items\"")); at++)
		boxes++;
	assert_int_equal(boxes, 30);
}

STORY(a_survey_becomes_orders_with_the_station_as_contact)
STORY(a_station_fills_only_its_own_sheet)
STORY(a_township_asks_its_own_villages_only)
STORY(a_closed_survey_takes_no_more_sheets)
STORY(every_open_item_may_be_asked_about_once)
STORY(the_pages_of_a_survey_are_a_sheet_sums_and_lines)

const struct CMUnitTest survey_tests[] = {
	TOLD(a_survey_becomes_orders_with_the_station_as_contact),
	TOLD(a_station_fills_only_its_own_sheet),
	TOLD(a_township_asks_its_own_villages_only),
	TOLD(a_closed_survey_takes_no_more_sheets),
	TOLD(every_open_item_may_be_asked_about_once),
	TOLD(the_pages_of_a_survey_are_a_sheet_sums_and_lines),
};
const size_t survey_tests_count = sizeof survey_tests / sizeof *survey_tests;
