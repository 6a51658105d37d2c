/* dispatch, pure: when and how far, the terms that add up, the rules that exclude. */
#include "groups.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/dispatch/dispatch_priv.h"
#include "features/person/hours.h"
#include "features/place/place.h"

/* Monday 2026-11-23 09:00 local. */
#define MONDAY (1795395600)
#define H(n)   (MONDAY + (n) * (int64_t)HOUR)

/* ---- pure: when and how far ---- */

static void a_window_is_what_was_wished_else_the_coming_week(void **state)
{
	static const struct {
		int64_t from, until, minutes;
		struct window is;
	} rows[] = {
		{0, 0, 0, {H(0), H(168), 2 * HOUR, true}},
		{H(5), H(9), 90, {H(5), H(9), 2 * HOUR, false}},
		{0, H(48), 0, {H(0), H(48), 2 * HOUR, false}},
		{H(24), 0, 45, {H(24), H(24 + 336), HOUR, false}},
		{H(-50),
	         H(-40),
	         0,
	         {H(0), H(168), 2 * HOUR, false}}, /* over: as soon as possible */
		{H(-5), H(3), 0, {H(0), H(3), 2 * HOUR, false}},
		{H(9), H(4), 0, {H(9), H(11), 2 * HOUR, false}}, /* the wrong way round */
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct order o = {.wanted_from = rows[i].from, .wanted_until = rows[i].until};
		struct window w = dispatch_window(&o, rows[i].minutes, MONDAY);
		assert_int_equal(w.from, rows[i].is.from);
		assert_int_equal(w.until, rows[i].is.until);
		assert_int_equal(w.length, rows[i].is.length);
		assert_int_equal(w.any, rows[i].is.any);
	}
}

/* Hours of Monday from `a` to `b`, as they are kept. */
static const char *monday(struct arena *mem, int a, int b)
{
	bool week[HOURS_WEEK] = {0};
	for (int h = a; h < b; h++)
		week[h] = true;
	return hours_write(mem, week);
}

static void somebody_is_free_when_one_visit_fits(void **state)
{
	static const struct {
		int from, until; /* hours he has said of Monday; 0 0: nothing said */
		int64_t window_from, window_until, length;
		struct busy busy;
		bool free;
	} rows[] = {
		{0, 0, H(0), H(8), 2 * HOUR, {0}, true},
		{14, 16, H(0), H(8), 2 * HOUR, {0}, true},  /* 14 to 16 */
		{14, 15, H(0), H(8), 2 * HOUR, {0}, false}, /* an hour is too short */
		{15, 18, H(0), H(8), 2 * HOUR, {0}, true},  /* 15 to 17, its end */
		{16, 20, H(0), H(8), 2 * HOUR, {0}, false}, /* would end after it */
		{8, 20, H(0), H(8), 2 * HOUR, {1, H(0), H(8)}, false},
		{8, 20, H(0), H(8), 2 * HOUR, {1, H(2), H(8)}, true},
		{0, 0, H(0), H(3), 2 * HOUR, {1, H(1), H(2)}, false},
		{9, 10, H(0), H(1), 2 * HOUR, {0}, true}, /* the window is shorter than the visit */
		{10, 11, H(0), H(1), 2 * HOUR, {0}, false},
		{9, 11, H(100), H(150), 2 * HOUR, {0}, false}, /* Friday on */
		{9, 11, H(100), H(170), 2 * HOUR, {0}, true},  /* the next Monday */
	};
	struct arena *mem = arena_new();
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct window w = {rows[i].window_from, rows[i].window_until, rows[i].length,
		                   false};
		const char *said = rows[i].until ? monday(mem, rows[i].from, rows[i].until) : NULL;
		if (dispatch_window_free(&w, said, &rows[i].busy, rows[i].busy.person != 0) !=
		    rows[i].free)
			fail_msg("row %zu", i);
	}
	arena_free(mem);
}

static void distance_is_in_tenths_of_a_kilometre(void **state)
{
	static const struct {
		int64_t lon, lat, to_lon, to_lat, tenths;
	} rows[] = {
		{112370000, 26970000, 112370000, 26970000, 0},
		{112370000, 26970000, 112370000, 27060000, 100}, /* 0.09° north: 10.0 km */
		{112370000, 26970000, 112470000, 26970000, 99},  /* 0.1° east at 27°: 9.9 km */
		{112370000, 26970000, 112270000, 26880000, 141},
		{0, 0, 112370000, 26970000, -1},
		{112370000, 26970000, 0, 0, -1},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(
			place_tenths(rows[i].lon, rows[i].lat, rows[i].to_lon, rows[i].to_lat),
			rows[i].tenths);
}

/* ---- pure: terms ---- */

enum { NEAR, SKILL, TIME, LOAD, RECORD, KNOWN, TURN };

/* A team of 12 in the township of an order for two, of a county whose mean verdict is 4. */
#define LOOK                                                                                       \
	{                                                                                          \
		.o = &order, .now = MONDAY, .most = 10, .verdicts = 100, .score = 400,             \
		.papers = "", .mem = mem                                                           \
	}

static void every_term_has_its_table(void **state)
{
	static const struct known skilled = {.team = 1, .skilled = 1, .place = "甲镇"},
				  unskilled = {.team = 1, .place = "甲镇"},
				  said = {.person = 1, .skilled = 1, .place = "甲村", .hours = "x"},
				  silent = {.person = 1, .skilled = 1, .place = "甲村"};
	static const struct {
		int term;
		int64_t points;
		const char *why;
		bool item;
		const struct known *k;
		struct seen s;
	} rows[] = {
		{NEAR, 25, "就在本村（甲镇）", .s = {.shared = 3, .tenths = -1}},
		{NEAR, 20, "同在一个乡镇（甲镇）", .s = {.shared = 2, .tenths = -1}},
		{NEAR, 8, "在甲镇，跨乡镇", .s = {.shared = 1, .tenths = -1}},
		{NEAR, 0, "不在本县（甲镇）", .s = {.shared = 0, .tenths = -1}},
		{NEAR, 20, "在甲镇，距离 6.2 公里", .s = {.shared = 2, .tenths = 62}},
		{NEAR, 0, "在甲镇，距离 42.0 公里", .s = {.shared = 1, .tenths = 420}},
		{SKILL, 20, "登记了“居家小修”", .s = {0}},
		{SKILL, 0, "没有登记“居家小修”", .k = &unskilled, .s = {0}},
		{SKILL, 20, "就做这个服务项目", .k = &unskilled, .s = {.tie = {.does = 1}}},
		{SKILL, 15, "登记了“居家小修”", .item = true, .s = {0}},
		{TIME, 15, "希望的时间有 6 人有空", .s = {.free = 6}},
		{TIME, 10, "希望的时间有 2 人有空", .s = {.free = 2}},
		{TIME, 0, "希望的时间只有 1 人有空，要 2 人", .s = {.free = 1}},
		{TIME, 15, "希望的时间有空", .k = &said, .s = {.free = 1}},
		{TIME, 10, "没有登记空闲时间", .k = &silent, .s = {.free = 1}},
		{TIME, 0, "希望的时间没有空", .k = &said, .s = {.free = 0}},
		{LOAD, 10, "手上没有单子", .s = {0}},
		{LOAD, 7, "手上有 3 单", .s = {.side = {.in_hand = 3}}},
		{LOAD, 6, "手上有 3 单，另有 1 单等答复",
	         .s = {.side = {.in_hand = 3, .waiting = 1}}},
		{LOAD, 0, "手上有 12 单", .s = {.side = {.in_hand = 12}}},
		{RECORD, 7, "近一年还没有评价", .s = {0}},
		{RECORD, 8, "近一年 1 个评价，平均下来满意",
	         .s = {.side = {.verdicts = 1, .score = 5}}},
		{RECORD, 6, "近一年 1 个评价，平均下来不满意",
	         .s = {.side = {.verdicts = 1, .score = 1}}},
		{RECORD, 9, "近一年 40 个评价，平均下来满意",
	         .s = {.side = {.verdicts = 40, .score = 200}}},
		{RECORD, 0, "近一年 40 个评价，平均下来不满意",
	         .s = {.side = {.verdicts = 40, .score = 40}}},
		{KNOWN, 0, "没有服务过这一位", .s = {0}},
		{KNOWN, 10, "服务过这一位 2 次，评价好", .s = {.tie = {.served = 2, .score = 9}}},
		{KNOWN, 3, "服务过这一位 2 次，评价一般", .s = {.tie = {.served = 2, .score = 6}}},
		{KNOWN, 0, "服务过这一位 1 次，评价一般", .s = {.tie = {.served = 1, .score = 1}}},
		{TURN, 10, "近半年没有派过", .s = {0}},
		{TURN, 10, "40 天没有派过", .s = {.side = {.last_asked = MONDAY - 40 * DAY}}},
		{TURN, 5, "近 30 天派过 2 次，上次 12 天前",
	         .s = {.side = {.asked = 2, .last_asked = MONDAY - 12 * DAY}}},
		{TURN, 0, "近 30 天派过 9 次，今天刚派过",
	         .s = {.side = {.asked = 9, .last_asked = MONDAY - HOUR}}},
	};
	struct arena *mem = arena_new();
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct order order = {.people = 2, .category_label = "居家小修"};
		struct look l = LOOK;
		struct seen s = rows[i].s;
		struct candidate x = {0};
		l.item = rows[i].item;
		s.k = rows[i].k ? rows[i].k : &skilled;
		dispatch_reasons(&l, &s, &x);
		const struct term *t = &x.terms[rows[i].term];
		if (t->points != rows[i].points || strcmp(t->why, rows[i].why) != 0)
			fail_msg("row %zu: %lld “%s”", i, (long long)t->points, t->why);
	}
	arena_free(mem);
}

static void the_terms_make_a_hundred(void **state)
{
	int64_t most = 0;
	(void)state;
	for (int i = 0; i < DISPATCH_TERMS; i++)
		most += dispatch_terms[i].most;
	assert_int_equal(most, 100);
}

/* ---- pure: rules ---- */

static void the_first_rule_that_fails_is_told(void **state)
{
	enum { REGISTERED = 2, SUSPENDED, DISSOLVED };
	static const struct {
		const char *why; /* NULL: may be asked */
		bool barred;
		const char *papers;
		bool busy;
		struct known k;
		struct seen s;
	} rows[] = {
		{NULL, .k = {.team = 1, .state = REGISTERED, .members = 3, .leaders = 1}},
		{"暂停", true, .k = {.team = 1, .state = SUSPENDED, .members = 3, .leaders = 1}},
		{"解散", true, .k = {.team = 1, .state = DISSOLVED, .members = 0, .leaders = 0}},
		{"还没有队员", true, .k = {.team = 1, .state = REGISTERED}},
		{"没有队长", true, .k = {.team = 1, .state = REGISTERED, .members = 3}},
		{"唯一的负责人", true,
	         .k = {.team = 1, .state = REGISTERED, .members = 3, .leaders = 1},
	         .s = {.tie = {.own = 1, .declined = 1}}},
		{"本人或登记人", true, .k = {.person = 7}},
		{"本人或登记人", true, .k = {.person = 8}},
		{NULL, .k = {.person = 9, .birth = MONDAY - 18 * 366 * (int64_t)DAY}},
		{"未满 18 岁", true, .k = {.person = 9, .birth = MONDAY - 17 * 365 * (int64_t)DAY}},
		{"没有有效资质（护士执业）", true, "护士执业", .k = {.person = 9}},
		{NULL, false, "护士执业", false, .k = {.person = 9}, .s = {.tie = {.paper = 1}}},
		{"没有人持有效资质", true, "护士执业",
	         .k = {.team = 1, .state = REGISTERED, .members = 3, .leaders = 1}},
		{"正在等答复", true, .k = {.person = 9},
	         .s = {.tie = {.offered = 1, .declined = 1}}},
		{"谢绝", false, .k = {.person = 9}, .s = {.tie = {.declined = 1}}},
		{"5 公里以内，这里有 5.1", false, .k = {.person = 9, .radius = 5},
	         .s = {.tenths = 51}},
		{NULL, .k = {.person = 9, .radius = 5}, .s = {.tenths = 50}},
		{NULL, .k = {.person = 9, .radius = 5}, .s = {.tenths = -1}},
		{"手上已有 10 单", false, .k = {.person = 9},
	         .s = {.side = {.in_hand = 8, .waiting = 2}}},
		{NULL, .k = {.person = 9}, .s = {.side = {.in_hand = 9}}},
		{"没有空", false, .busy = true, .k = {.person = 9}},
		{"手上已有 10 单", false, .busy = true, .k = {.person = 9},
	         .s = {.side = {.in_hand = 10}}},
	};
	struct arena *mem = arena_new();
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct order order = {.people = 1, .requester = 7, .proxy = 8};
		struct look l = LOOK;
		struct seen s = rows[i].s;
		s.k = &rows[i].k;
		s.free = rows[i].busy ? 0 : FREE_UNKNOWN;
		l.papers = rows[i].papers ? rows[i].papers : "";
		s.fault = dispatch_fault(&l, &s);
		const char *why = dispatch_fault_text(&l, &s);
		if (!why != !rows[i].why || (why && !strstr(why, rows[i].why)) ||
		    dispatch_fault_bars(&s) != rows[i].barred)
			fail_msg("row %zu: %s", i, why ? why : "(none)");
	}
	arena_free(mem);
}

const struct CMUnitTest dispatch_rules_tests[] = {
	cmocka_unit_test(a_window_is_what_was_wished_else_the_coming_week),
	cmocka_unit_test(somebody_is_free_when_one_visit_fits),
	cmocka_unit_test(distance_is_in_tenths_of_a_kilometre),
	cmocka_unit_test(every_term_has_its_table),
	cmocka_unit_test(the_terms_make_a_hundred),
	cmocka_unit_test(the_first_rule_that_fails_is_told),
};
const size_t dispatch_rules_tests_count = sizeof dispatch_rules_tests /
                                          sizeof *dispatch_rules_tests;
