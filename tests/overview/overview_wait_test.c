/* The desk: what waits for whom, who comes there at all, and the page of a station. */
#include "overview_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "features/overview/overview.h"

static int waiting(struct world *w, enum who who, const char *word)
{
	assert_int_equal(world_ask(w, who, GET, "/desk/waiting", NULL), 200);
	return world_seek(w, "items", "word", word) < 0
	               ? -1
	               : atoi(world_row(w, "items", "word", word, "count"));
}

static void only_what_his_rights_let_him_do_waits_for_him(struct world *w)
{
	static const struct {
		const char *word;
		int viewer, dispatcher, reviewer, township, other, station;
	} rows[] = {
		/* -1: not his; the dispatcher serves with team B, which one complaint is about */
		{"review", -1, -1, 1, 1, 0, -1},   {"dispatch", -1, 2, -1, 0, 2, -1},
		{"callback", -1, 1, 1, 1, 0, -1},  {"overdue", 1, 1, 1, 1, 0, 0},
		{"complaint", -1, 1, 2, 1, 1, -1}, {"paper", -1, -1, 1, 1, 0, -1},
		{"menu", -1, -1, 2, 1, 0, -1},     {"news", -1, -1, 1, 1, 0, -1},
		{"join", -1, -1, 1, 1, 0, -1},     {"draft", -1, 0, -1, 0, 0, 1},
		{"verdict", -1, 0, -1, 0, 0, 1},   {"survey", -1, 0, -1, 0, 0, 1},
	};
	overview_case_waiting(w);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const int want[] = {rows[i].viewer,   rows[i].dispatcher, rows[i].reviewer,
		                    rows[i].township, rows[i].other,      rows[i].station};
		static const enum who who[] = {VIEWER,   DISPATCHER,     REVIEWER,
		                               TOWNSHIP, OTHER_TOWNSHIP, STATION};
		for (size_t k = 0; k < 6; k++)
			if (waiting(w, who[k], rows[i].word) != want[k])
				fail_msg("%s for %s: %d, not %d", rows[i].word, who_names[who[k]],
				         waiting(w, who[k], rows[i].word), want[k]);
	}
}

static int rows_of(struct world *w, enum who who, const char *path)
{
	assert_int_equal(world_ask(w, who, GET, path, NULL), 200);
	return (int)world_length(w, "items");
}

static void what_waits_is_as_much_as_the_list_it_leads_to(struct world *w)
{
	static const struct {
		const char *word, *list;
	} rows[] = {{"overdue", "/overdue"},
	            {"callback", "/callbacks"},
	            {"paper", "/qualifications"},
	            {"news", "/news/desk?state=review"},
	            {"join", "/desk/joins"},
	            {"draft", "/desk/mine?what=drafts"},
	            {"verdict", "/desk/mine?what=verdicts"}};
	static const enum who who[] = {DISPATCHER, REVIEWER, TOWNSHIP, OTHER_TOWNSHIP, STATION};
	overview_case_waiting(w);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t k = 0; k < 5; k++) {
			int n = waiting(w, who[k], rows[i].word);
			if (n >= 0)
				assert_int_equal(rows_of(w, who[k], rows[i].list), n);
		}
	assert_int_equal(world_page(w, TOWNSHIP, "/desk/joins"), 200);
	HAS("示例volunteer");
	assert_int_equal(world_page(w, STATION, "/desk/mine"), 200);
	HAS("退回要改");
	HAS("/orders/order-06/edit");
	assert_int_equal(world_page(w, STATION, "/desk/mine?what=verdicts"), 200);
	HAS("/orders/order-10/verdict");
	LACKS("order-11");
}

static void the_navigation_says_how_much_waits(struct world *w)
{
	static const char two[] =
		"派单台\n<span class=\"tag r num\">2\n<span class=\"sr\"> 件等着办";
	overview_case_waiting(w);
	assert_int_equal(world_page(w, DISPATCHER, "/orders"), 200);
	HAS(two);
	HAS("工作台");
	assert_int_equal(world_page(w, OTHER_TOWNSHIP, "/orders"), 200);
	HAS(two);
	assert_int_equal(world_page(w, TOWNSHIP, "/orders"), 200);
	LACKS(two);
	HAS("心愿审核\n<span class=\"tag r num\">1\n<");
	assert_int_equal(world_page(w, VIEWER, "/orders"), 200);
	LACKS("件等着办");
	world_begin(w, GUEST);
	overview_case_run(
		w,
		"WITH RECURSIVE k(n) AS (SELECT 101 UNION ALL SELECT n + 1 FROM k WHERE n < 220)"
		" INSERT INTO orders (id, uid, number, kind, form, source, state, revision, title,"
		" detail, category, place, requester, proxy, team, person, score, closed, deadline,"
		" due, created, entered) SELECT n, 'order-' || n, 'DD-' || n, 1, 0, 0, 2, 1, "
		"'示例',"
		" '', 1, 5, 1, 0, 0, 0, 0, 0, 0, 0, n, n FROM k");
	world_commit(w);
	assert_int_equal(world_page(w, DISPATCHER, "/orders"), 200);
	HAS("派单台\n<span class=\"tag r num\">100+\n<span class=\"sr\"> 件等着办");
}

/* ---- who ---- */

static void nobody_else_comes_to_the_desk(struct world *w)
{
	static const enum who strangers[] = {RESIDENT, VOLUNTEER, LEADER, SYSADMIN, SECADMIN};
	static const char *const paths[] = {"/desk", "/desk/waiting", "/desk/orders",
	                                    "/desk/trend"};
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 4; k++)
			assert_int_equal(world_ask(w, strangers[i], GET, paths[k], NULL), 403);
	assert_int_equal(world_ask(w, GUEST, GET, "/desk", NULL), 401);
	assert_int_equal(world_ask(w, VIEWER, GET, "/desk?period=day", NULL), 422);
	assert_int_equal(world_page(w, RESIDENT, "/"), 200);
	LACKS("href=\"/desk\"");
	assert_int_equal(world_page(w, STATION, "/"), 200);
	HAS("href=\"/desk\"");
}

static void a_county_without_orders_has_a_desk(struct world *w)
{
	static const enum who all[] = {VIEWER, DISPATCHER, TOWNSHIP, STATION};
	for (size_t i = 0; i < 4; i++)
		for (int p = 0; p < PERIOD_COUNT; p++) {
			const char *path = arena_printf(w->mem, "/desk?period=%s",
			                                overview_period_words[p]);
			assert_int_equal(world_page(w, all[i], path), 200);
			HAS("没有在办的单子");
			assert_int_equal(world_ask(w, all[i], GET, path, NULL), 200);
			HAS("\"found\":0,\"matched\":0,\"submitted\":0,\"accepted\":0,"
			    "\"closed\":0}");
			HAS("\"accepted\":0,\"accepted_of\":0");
		}
	assert_int_equal(world_page(w, VIEWER, "/desk/orders"), 200);
	HAS("没有这样的单子");
}

static void the_station_sees_its_village_and_whom_to_call(struct world *w)
{
	overview_case_waiting(w);
	world_ask(w, SYSADMIN, POST, "/settings",
	          "{\"name\":\"hotline\",\"value\":\"199 0000 0000（示例）\"}");
	assert_int_equal(world_page(w, STATION, "/desk"), 200);
	HAS("href=\"/find\"");
	HAS("示例第 6 单");   /* sent back */
	HAS("示例第 10 单");  /* its verdict */
	HAS("示例第 7 单");   /* under way */
	LACKS("示例第 5 单"); /* of the township */
	LACKS("示例第 4 单");
	HAS("/orders?state=accepted");
	HAS("示例township");
	LACKS("示例other township");
	HAS("tel:19900000000");
	HAS("甲村的五单");
	assert_int_equal(world_page(w, OTHER_STATION, "/desk"), 200);
	HAS("示例other township");
	LACKS("示例第 7 单");
	HAS("示例第 12 单");
}

static void somebody_with_a_second_village_sees_both(struct world *w)
{
	overview_case_county(w);
	world_begin(w, GUEST);
	overview_case_run(w, arena_printf(w->mem,
	                                  "INSERT INTO grants (person, role, place, given_by, at)"
	                                  " VALUES (%lld, %d, 5, 0, 1)",
	                                  (long long)w->person[STATION], ROLE_STATION));
	world_commit(w);
	world_ask(w, STATION, GET, "/desk", NULL);
	HAS("\"found\":6,");
	assert_int_equal(world_page(w, STATION, "/desk"), 200);
	HAS("甲村、乙村的五单");
	world_ask(w, STATION, GET, "/desk/places", NULL); /* two townships: by township */
	HAS("\"label\":\"甲镇\",\"kind\":\"township\",\"orders\":5}");
}

STORY(only_what_his_rights_let_him_do_waits_for_him)
STORY(what_waits_is_as_much_as_the_list_it_leads_to)
STORY(the_navigation_says_how_much_waits)
STORY(nobody_else_comes_to_the_desk)
STORY(a_county_without_orders_has_a_desk)
STORY(the_station_sees_its_village_and_whom_to_call)
STORY(somebody_with_a_second_village_sees_both)

const struct CMUnitTest overview_wait_tests[] = {
	TOLD(only_what_his_rights_let_him_do_waits_for_him),
	TOLD(what_waits_is_as_much_as_the_list_it_leads_to),
	TOLD(the_navigation_says_how_much_waits),
	TOLD(nobody_else_comes_to_the_desk),
	TOLD(a_county_without_orders_has_a_desk),
	TOLD(the_station_sees_its_village_and_whom_to_call),
	TOLD(somebody_with_a_second_village_sees_both),
};
const size_t overview_wait_tests_count = sizeof overview_wait_tests / sizeof *overview_wait_tests;
