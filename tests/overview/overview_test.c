/* The desk: what it counts on a small county made by hand, for whom, and the orders behind each number. */
#include "overview_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/overview/overview.h"
#include "store/db.h"
#include "store/migrate.h"

/* ---- pure ---- */

#define at(local) overview_case_at(local)

static void a_period_begins_on_monday_on_the_first_and_at_new_year(void **state)
{
	(void)state;
	static const struct {
		const char *now, *week, *month, *year;
	} rows[] = {
		{"2026-11-18 10:00", "2026-11-16", "2026-11-01", "2026-01-01"},
		{"2026-11-16 00:00", "2026-11-16", "2026-11-01", "2026-01-01"},
		{"2026-11-15 23:59", "2026-11-09", "2026-11-01", "2026-01-01"},
		{"2026-03-01 00:00", "2026-02-23", "2026-03-01", "2026-01-01"},
		{"2027-01-01 07:30", "2026-12-28", "2027-01-01", "2027-01-01"},
		{"2024-02-29 12:00", "2024-02-26", "2024-02-01", "2024-01-01"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t now = at(rows[i].now);
		assert_int_equal(overview_from(now, PERIOD_WEEK), at(rows[i].week));
		assert_int_equal(overview_from(now, PERIOD_MONTH), at(rows[i].month));
		assert_int_equal(overview_from(now, PERIOD_YEAR), at(rows[i].year));
	}
}

static void the_trend_ends_with_the_present_week_or_month(void **state)
{
	(void)state;
	int64_t from[OVERVIEW_BUCKETS], now = at("2026-02-15 09:00"); /* a Sunday */
	overview_buckets(now, PERIOD_YEAR, from);
	assert_int_equal(from[0], at("2025-03-01"));
	assert_int_equal(from[9], at("2025-12-01"));
	assert_int_equal(from[11], at("2026-02-01"));
	for (int week = 0; week < 2; week++) {
		overview_buckets(now, week ? PERIOD_WEEK : PERIOD_MONTH, from);
		assert_int_equal(from[0], at("2025-11-24"));
		assert_int_equal(from[11], at("2026-02-09"));
	}
}

static void half_of_them_do_not_exceed_it(void **state)
{
	(void)state;
	int64_t v[] = {9, 1, 5, 7}, one[] = {4}, same[] = {3, 3, 3};
	assert_int_equal(overview_half(v, 4), 5);
	assert_int_equal(overview_half(v, 3), 5); /* sorted now: 1 5 7 */
	assert_int_equal(overview_half(one, 1), 4);
	assert_int_equal(overview_half(same, 3), 3);
	assert_int_equal(overview_half(v, 0), 0);
}

static void an_axis_has_three_round_steps(void **state)
{
	(void)state;
	static const int64_t rows[][2] = {{0, 3},     {3, 3},      {4, 6},    {7, 12},
	                                  {13, 15},   {16, 30},    {94, 120}, {121, 150},
	                                  {151, 300}, {4000, 6000}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(overview_axis(rows[i][0]), rows[i][1]);
}

/* ---- what it counts ---- */

struct numbers {
	enum who who;
	const char *period, *place; /* place NULL: not asked */
	int step[STEP_COUNT], face[FACE_COUNT];
};
/* Written by hand from the twelve above. Found in November: 1 2 5 7 9 10 11. */
static const struct numbers table[] = {
	/*                           found matched submitted accepted closed   good fair bad */
	{VIEWER, "week", NULL, {2, 1, 2, 1, 2}, {1, 1, 0}},
	{VIEWER, "month", NULL, {7, 7, 7, 6, 3}, {1, 1, 1}},
	{VIEWER, "year", NULL, {10, 9, 10, 7, 4}, {2, 1, 1}},
	{VIEWER, "month", TOWN, {6, 5, 6, 5, 2}, {1, 0, 1}},
	{VIEWER, "month", VILLAGE, {5, 5, 5, 5, 2}, {1, 0, 1}},
	{VIEWER, "month", OTHER_TOWN, {1, 2, 1, 1, 1}, {0, 1, 0}},
	{VIEWER, "month", "430421999", {0, 0, 0, 0, 0}, {0, 0, 0}},
	{DISPATCHER, "month", NULL, {7, 7, 7, 6, 3}, {1, 1, 1}},
	{REVIEWER, "week", NULL, {2, 1, 2, 1, 2}, {1, 1, 0}},
	{AUDITOR, "year", NULL, {10, 9, 10, 7, 4}, {2, 1, 1}},
	{TOWNSHIP, "week", NULL, {1, 1, 1, 1, 1}, {1, 0, 0}},
	{TOWNSHIP, "month", NULL, {6, 5, 6, 5, 2}, {1, 0, 1}},
	{TOWNSHIP, "month", OTHER_TOWN, {0, 0, 0, 0, 0}, {0, 0, 0}},
	{OTHER_TOWNSHIP, "month", NULL, {1, 2, 1, 1, 1}, {0, 1, 0}},
	{OTHER_TOWNSHIP, "year", NULL, {4, 4, 4, 2, 2}, {1, 1, 0}},
	{STATION, "month", NULL, {5, 5, 5, 5, 2}, {1, 0, 1}},
	{STATION, "year", "430421", {5, 5, 5, 5, 2}, {1, 0, 1}},
	{OTHER_STATION, "week", NULL, {1, 0, 1, 0, 1}, {0, 1, 0}},
};
enum { ROWS = sizeof table / sizeof *table };

static const char *address(struct world *w, const char *path, const struct numbers *n)
{
	return arena_printf(w->mem, "%s?period=%s%s%s", path, n->period, n->place ? "&place=" : "",
	                    n->place ? n->place : "");
}

static void the_numbers_are_those_of_the_table(struct world *w)
{
	overview_case_county(w);
	for (size_t i = 0; i < ROWS; i++) {
		const struct numbers *n = &table[i];
		assert_int_equal(world_ask(w, n->who, GET, address(w, "/desk", n), NULL), 200);
		const char *want = arena_printf(
			w->mem,
			"\"steps\":{\"found\":%d,\"matched\":%d,\"submitted\":%d,\"accepted\":%d,"
			"\"closed\":%d},\"verdicts\":{\"good\":%d,\"fair\":%d,\"bad\":%d}",
			n->step[0], n->step[1], n->step[2], n->step[3], n->step[4], n->face[0],
			n->face[1], n->face[2]);
		if (!strstr(w->body, want))
			fail_msg("%s, %s:\n%s\nnot\n%s", who_names[n->who], n->period, w->body,
			         want);
	}
}

static int listed(struct world *w, const struct numbers *n, const char *what)
{
	const char *path = arena_printf(w->mem, "%s%s", address(w, "/desk/orders", n), what);
	assert_int_equal(world_ask(w, n->who, GET, path, NULL), 200);
	return (int)world_length(w, "items");
}

static void behind_each_number_are_as_many_orders(struct world *w)
{
	overview_case_county(w);
	for (size_t i = 0; i < ROWS; i++) {
		const struct numbers *n = &table[i];
		for (int s = 0; s < STEP_COUNT; s++)
			assert_int_equal(
				listed(w, n,
			               arena_printf(w->mem, "&step=%s", overview_step_words[s])),
				n->step[s]);
		for (int f = 0; f < FACE_COUNT; f++)
			assert_int_equal(
				listed(w, n,
			               arena_printf(w->mem, "&verdict=%s", overview_face_words[f])),
				n->face[f]);
	}
}

static void a_list_names_its_orders_newest_first_and_no_draft(struct world *w)
{
	overview_case_county(w);
	assert_int_equal(world_ask(w, VIEWER, GET, "/desk/orders?step=submitted", NULL), 200);
	static const char *const order[] = {"order-09", "order-01", "order-05", "order-10",
	                                    "order-02", "order-07", "order-11"};
	const char *before = w->body;
	for (size_t i = 0; i < 7; i++) {
		const char *here = strstr(w->body, order[i]);
		assert_non_null(here);
		assert_true(here > before);
		before = here;
	}
	LACKS("order-06");
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/desk/orders?place=" TOWN "&exact=1", NULL),
	                 200);
	HAS("order-05");
	LACKS("order-01");
	assert_int_equal(world_page(w, TOWNSHIP, "/desk/orders?step=closed&verdict=bad"), 200);
	HAS("示例第 2 单");
	HAS("/orders/order-02/log");
	HAS("本月 · 收单 · 不满意");
	LACKS("示例第 1 单");
}

static void a_long_list_goes_on_where_the_page_ended(struct world *w)
{
	overview_case_county(w);
	world_begin(w, GUEST);
	for (int i = 100; i < 220; i++) /* three of them in each second */
		overview_case_run(
			w, arena_printf(
				   w->mem,
				   "INSERT INTO orders (id, uid, number, kind, form, source,"
				   " state, revision, title, detail, category, place, requester,"
				   " created, entered) VALUES (%d, 'more-%d', 'MM-%d', 1, 0, 0, 1,"
				   " 1, '示例多', '', 1, 5, 1, %lld, 1)",
				   i, i, i, (long long)at("2026-11-18 09:00") + i / 3));
	world_commit(w);
	int seen = 0;
	const char *next = "";
	struct numbers all = {.who = VIEWER, .period = "week"};
	int pages = 0;
	do {
		seen += listed(w, &all, *next ? arena_printf(w->mem, "&after=%s", next) : "");
		next = world_get(w, "next");
	} while (*next && ++pages < 4);
	assert_string_equal(next, "");
	assert_int_equal(seen, 122);
}

static void the_page_shows_what_the_api_says(struct world *w)
{
	overview_case_county(w);
	for (size_t i = 0; i < ROWS; i++) {
		const struct numbers *n = &table[i];
		assert_int_equal(world_page(w, n->who, address(w, "/desk", n)), 200);
		for (int s = 0; s < STEP_COUNT; s++)
			HAS(arena_printf(w->mem, "aria-label=\"%s %d\"", overview_step_labels[s],
			                 n->step[s]));
		for (int f = 0; f < FACE_COUNT; f++)
			HAS(arena_printf(w->mem, "aria-label=\"%s %d\"", overview_face_labels[f],
			                 n->face[f]));
		HAS("截至 11月18日 10:00");
	}
}

static void half_of_the_answers_came_within(struct world *w)
{
	overview_case_county(w);
	static const struct {
		enum who who;
		const char *period;
		int hours[2], of[2];
	} rows[] = {
		/* accepted 1: 6 h, 2: 24, 3: 72, 7: 24, 10: 24, 11: 24; closed 1: 24, 2: 168, 3: 398 */
		{VIEWER, "month", {24, 168}, {6, 3}},
		/* 8 in January: 48 h and 120 h */
		{VIEWER, "year", {24, 120}, {7, 4}},
		{VIEWER, "week", {6, 24}, {1, 2}},
		{OTHER_TOWNSHIP, "month", {72, 398}, {1, 1}},
		{OTHER_STATION, "week", {0, 398}, {0, 1}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		world_askf(w, rows[i].who, GET, NULL, "/desk?period=%s", rows[i].period);
		HAS(arena_printf(w->mem,
		                 "\"response\":{\"accepted\":%d,\"accepted_of\":%d,\"closed\":%d,"
		                 "\"closed_of\":%d}",
		                 rows[i].hours[0] * 3600, rows[i].of[0], rows[i].hours[1] * 3600,
		                 rows[i].of[1]));
	}
	assert_int_equal(world_page(w, VIEWER, "/desk"), 200);
	HAS("24 小时");
	HAS("7 天");
}

static void corps_are_those_of_the_teams_that_served(struct world *w)
{
	overview_case_county(w);
	world_ask(w, VIEWER, GET, "/desk/corps?period=year", NULL);
	HAS("{\"corps\":\"corps-health\",\"name\":\"卫生健康队（示例）\",\"closed\":2}");
	HAS("{\"corps\":\"corps-law\",\"name\":\"法律队（示例）\",\"closed\":0}");
	HAS("{\"corps\":null,\"name\":\"不属专业队\",\"closed\":2}");
	struct numbers all = {.who = VIEWER, .period = "year"};
	assert_int_equal(listed(w, &all, "&corps=corps-health"), 2);
	assert_int_equal(listed(w, &all, "&corps=corps-law"), 0);
	assert_int_equal(listed(w, &all, "&corps=none"), 2);
	/* one that was dissolved answers for nothing any more, here and there */
	world_begin(w, GUEST);
	overview_case_run(w, "UPDATE team SET state = 4 WHERE uid = 'corps-health'");
	world_commit(w);
	world_ask(w, VIEWER, GET, "/desk/corps?period=year", NULL);
	HAS("{\"corps\":null,\"name\":\"不属专业队\",\"closed\":4}");
	assert_int_equal(listed(w, &all, "&corps=none"), 4);
}

static void townships_for_the_county_and_villages_for_a_township(struct world *w)
{
	overview_case_county(w);
	static const char town[] = "{\"place\":\"" TOWN "\",\"label\":\"甲镇\",\"kind\":";
	world_ask(w, VIEWER, GET, "/desk/places", NULL);
	HAS(arena_printf(w->mem, "%s\"township\",\"orders\":6},{\"place\":\"" OTHER_TOWN, town));
	LACKS("甲村");
	static const struct {
		enum who who;
		const char *place;
	} same[] = {{TOWNSHIP, ""}, {VIEWER, "?place=" TOWN}, {TOWNSHIP, "?place=" TOWN}};
	for (size_t i = 0; i < 3; i++) {
		world_askf(w, same[i].who, GET, NULL, "/desk/places%s", same[i].place);
		HAS("\"label\":\"甲村\",\"kind\":\"village\",\"orders\":5}");
		HAS(arena_printf(w->mem, "%s\"township\",\"orders\":1}", town));
		LACKS("乙");
	}
	/* nothing of the township itself: it does not stand among its villages */
	world_ask(w, OTHER_TOWNSHIP, GET, "/desk/places?period=week", NULL);
	HAS("\"label\":\"乙村\",\"kind\":\"village\",\"orders\":1}");
	LACKS("township");
	assert_int_equal(world_page(w, VIEWER, "/desk?place=" TOWN), 200);
	HAS("各村，本月寻单 ");
	HAS("place=" VILLAGE "&amp;exact=1");
}

static void the_trend_has_twelve_and_the_last_is_now(struct world *w)
{
	overview_case_county(w);
	world_ask(w, VIEWER, GET, "/desk/trend?period=year", NULL);
	HAS("\"label\":\"12月\",\"found\":1,\"closed\":0}");
	HAS("\"label\":\"1月\",\"found\":0,\"closed\":1}");
	HAS("\"label\":\"6月\",\"found\":1,\"closed\":0}");
	HAS("\"label\":\"10月\",\"found\":2,\"closed\":0}");
	HAS("\"label\":\"11月\",\"found\":7,\"closed\":3}],");
	world_ask(w, VIEWER, GET, "/desk/trend", NULL);
	HAS("\"label\":\"10/26\",\"found\":3,\"closed\":0}"); /* until the 1st of November */
	HAS("\"label\":\"11/9\",\"found\":2,\"closed\":1}");
	HAS("\"label\":\"11/16\",\"found\":2,\"closed\":2}],");
	world_ask(w, OTHER_STATION, GET, "/desk/trend", NULL);
	HAS("\"label\":\"11/16\",\"found\":1,\"closed\":1}],");
	assert_int_equal(world_page(w, VIEWER, "/desk?period=year"), 200);
	HAS("近 12 个月");
	HAS("，11月 7 和 3。本月才过 ");
	/* the week is not over: as much more as the four before it had after as long */
	assert_int_equal(world_page(w, VIEWER, "/desk"), 200);
	HAS("本周才过 2 天：寻 2、收 2，上周同一时候寻 1、收 1。虚线是照前四周估的整周。");
	HAS("class=\"part l2\"");
	LACKS("class=\"part l1\""); /* nothing more was closed then */
	world_begin(w, VIEWER);
	const struct overview_ask ask = {.period = PERIOD_WEEK};
	struct overview_running r = overview_running_part(&w->c, &ask, overview_trend(&w->c, &ask));
	assert_int_equal(r.found_whole, 3);
	assert_int_equal(r.closed_whole, 2);
	world_commit(w);
}

static void orders_under_way_stand_where_the_clock_has_led_them(struct world *w)
{
	overview_case_county(w);
	world_ask(w, VIEWER, GET, "/desk/states", NULL);
	HAS("[{\"state\":\"submitted\",\"count\":1},{\"state\":\"open\",\"count\":2},"
	    "{\"state\":\"accepted\",\"count\":1},{\"state\":\"done\",\"count\":1},"
	    "{\"state\":\"callback\",\"count\":1}]");
	world_ask(w, OTHER_STATION, GET, "/desk/states", NULL);
	HAS("[{\"state\":\"open\",\"count\":2}]");
	/* the lists they lead to agree */
	world_ask(w, VIEWER, GET, "/orders?state=open", NULL);
	HAS("order-04");
	HAS("order-12");
	world_ask(w, VIEWER, GET, "/orders?state=callback", NULL);
	HAS("order-11");
}

static void beside_the_navigation_no_more_are_counted_than_are_shown(struct world *w)
{
	overview_case_county(w);
	world_begin(w, DISPATCHER);
	int64_t all = overview_badge(&w->c, "dispatch", 100);
	int64_t most = overview_badge(&w->c, "dispatch", 1);
	world_commit(w);
	assert_int_equal(all, 2);
	assert_int_equal(most, 1);
}

/* ---- how it is asked ---- */

struct plan_row {
	const char *detail;
};

/* So many ?1 … ?9 stand in it. */
static int values_in(const char *sql)
{
	int most = 0;
	for (const char *at = sql; (at = strchr(at, '?')); at++)
		most = atoi(at + 1) > most ? atoi(at + 1) : most;
	return most;
}

/* What stands in the plan and should not: a table of orders or of events read from end to end. */
static const char *read_through(struct db *db, struct arena *mem, const struct sql *sql)
{
	static const struct field fields[] = {FIELD(struct plan_row, detail), {0}};
	struct sql plan = {sql->name, arena_printf(mem, "EXPLAIN QUERY PLAN %s", sql->sqlite), "",
	                   sql_count + 1 + sql->id};
	struct val none[20] = {0};
	size_t n;
	for (int k = 0; k < values_in(sql->sqlite); k++)
		none[k].kind = VAL_NULL;
	struct plan_row *r = db_all_values(db, mem, &plan, fields, sizeof *r, &n, none);
	assert_int_equal(db_fault(db), DB_FINE);
	assert_true(n > 0);
	for (size_t k = 0; k < n; k++)
		for (const char *const *bad =
		             (const char *const[]){"SCAN o", "SCAN e", "SCAN f", NULL};
		     *bad; bad++)
			if (text_starts(r[k].detail, *bad))
				return r[k].detail;
	return NULL;
}

/* One range of one index per count, however far the asker sees. */
static void nothing_is_read_through(void **state)
{
	(void)state;
	static const char *const names[] = {
		"overview_steps",     "overview_closed",     "overview_took",
		"overview_trend",     "overview_tiles",      "overview_states",
		"order_wait_review",  "order_wait_dispatch", "order_wait_callback",
		"order_wait_overdue", "overview_late"};
	const char *why;
	struct arena *mem = arena_new();
	struct db *db = db_open(":memory:", DB_WRITER, &why);
	size_t seen = 0;
	assert_true(migrate_all(db, migrations, &why));
	db_begin(db);
	for (const struct sql *const *s = sql_all; *s; s++)
		for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
			size_t n = strlen(names[i]);
			if (strncmp((*s)->name, names[i], n) != 0 ||
			    ((*s)->name[n] && (*s)->name[n] != '.'))
				continue;
			const char *bad = read_through(db, mem, *s);
			if (bad)
				fail_msg("%s: %s", (*s)->name, bad);
			seen++;
		}
	assert_int_equal(seen, 9 * sizeof names / sizeof *names); /* kinds of reach */
	db_rollback(db);
	db_close(db);
	arena_free(mem);
}

STORY(the_numbers_are_those_of_the_table)
STORY(behind_each_number_are_as_many_orders)
STORY(a_list_names_its_orders_newest_first_and_no_draft)
STORY(a_long_list_goes_on_where_the_page_ended)
STORY(the_page_shows_what_the_api_says)
STORY(half_of_the_answers_came_within)
STORY(corps_are_those_of_the_teams_that_served)
STORY(townships_for_the_county_and_villages_for_a_township)
STORY(the_trend_has_twelve_and_the_last_is_now)
STORY(orders_under_way_stand_where_the_clock_has_led_them)
STORY(beside_the_navigation_no_more_are_counted_than_are_shown)

const struct CMUnitTest overview_tests[] = {
	cmocka_unit_test(a_period_begins_on_monday_on_the_first_and_at_new_year),
	cmocka_unit_test(the_trend_ends_with_the_present_week_or_month),
	cmocka_unit_test(half_of_them_do_not_exceed_it),
	cmocka_unit_test(an_axis_has_three_round_steps),
	cmocka_unit_test(nothing_is_read_through),
	TOLD(the_numbers_are_those_of_the_table),
	TOLD(behind_each_number_are_as_many_orders),
	TOLD(a_list_names_its_orders_newest_first_and_no_draft),
	TOLD(a_long_list_goes_on_where_the_page_ended),
	TOLD(the_page_shows_what_the_api_says),
	TOLD(half_of_the_answers_came_within),
	TOLD(corps_are_those_of_the_teams_that_served),
	TOLD(townships_for_the_county_and_villages_for_a_township),
	TOLD(the_trend_has_twelve_and_the_last_is_now),
	TOLD(orders_under_way_stand_where_the_clock_has_led_them),
	TOLD(beside_the_navigation_no_more_are_counted_than_are_shown),
};
const size_t overview_tests_count = sizeof overview_tests / sizeof *overview_tests;
