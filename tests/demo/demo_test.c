/* What the model county's year is made of: its rhythm, its words, the lives of its orders. */
#include "groups.h"

#include "app/county.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "demo/agenda.h"
#include "demo/course.h"
#include "demo/needs.h"
#include "demo/texts.h"
#include "demo/year.h"
#include "features/order/order.h"
#include "features/order/order_move.h"

#include <string.h>

static int64_t at(const char *day)
{
	int64_t t;
	if (!clock_parse(day, &t))
		fail_msg("no day: %s", day);
	return t;
}

/* ---- the rhythm ---- */

/* As printed in the observatory's tables. */
static void the_feasts_of_the_moon_fall_on_their_days(void **state)
{
	static const struct {
		int year;
		const char *spring, *ninth;
	} rows[] = {{2020, "2020-01-25", "2020-10-25"}, {2024, "2024-02-10", "2024-10-11"},
	            {2025, "2025-01-29", "2025-10-29"}, {2026, "2026-02-17", "2026-10-18"},
	            {2027, "2027-02-06", "2027-10-08"}, {2030, "2030-02-03", "2030-10-05"},
	            {2033, "2033-01-31", "2033-10-01"}, {2040, "2040-02-12", "2040-10-14"},
	            {2077, "2077-02-05", "2077-10-14"}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(demo_year_spring(rows[i].year), at(rows[i].spring));
		assert_int_equal(demo_year_ninth(rows[i].year), at(rows[i].ninth));
	}
}

static void a_span_holds_the_days_between_its_ends(void **state)
{
	static const struct {
		struct year_span span;
		const char *day;
		bool in;
	} rows[] = {
		{{YEAR_SUN, 0, 0}, "2026-07-01", true},
		{{YEAR_SUN, 701, 831}, "2026-07-01", true},
		{{YEAR_SUN, 701, 831}, "2026-08-31T23:59", true},
		{{YEAR_SUN, 701, 831}, "2026-09-01", false},
		{{YEAR_SUN, 1101, 228}, "2026-12-31", true}, /* across the new year */
		{{YEAR_SUN, 1101, 228}, "2026-02-28", true},
		{{YEAR_SUN, 1101, 228}, "2026-03-01", false},
		{{YEAR_SPRING, -3, -1}, "2026-02-14", true},
		{{YEAR_SPRING, -3, -1}, "2026-02-13", false},
		{{YEAR_SPRING, -3, -1}, "2026-02-17", false},
		{{YEAR_SPRING, -40, -1}, "2026-01-10", true}, /* the coming one, not the last */
		{{YEAR_SPRING, 0, 15}, "2027-02-20", true},
		{{YEAR_NINTH, -7, 0}, "2026-10-18T12:00", true},
		{{YEAR_NINTH, -7, 0}, "2026-10-19", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (demo_year_in(&rows[i].span, at(rows[i].day)) != rows[i].in)
			fail_msg("row %zu: %s", i, rows[i].day);
}

static void days_differ_as_a_county_knows_them(void **state)
{
	static const struct {
		const char *more, *less;
		int percent; /* more is at least so many percent of less */
	} rows[] = {
		{"2026-05-18", "2026-05-17", 200}, /* Monday, Sunday */
		{"2026-05-18", "2026-05-23", 150}, /* Monday, Saturday */
		{"2026-03-05", "2026-03-19", 250}, /* Thursdays: the day of Lei Feng */
		{"2026-02-12", "2026-05-14", 140}, /* Thursdays: before the new year */
		{"2026-05-19", "2026-02-17", 450}, /* Tuesdays: new year's day */
		{"2026-10-14", "2026-11-11", 130}, /* Wednesdays: before the Double Ninth */
		{"2026-10-09", "2026-10-02", 130}, /* Fridays: a holiday */
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (demo_year_day(at(rows[i].more)) * 100 <
		    demo_year_day(at(rows[i].less)) * rows[i].percent)
			fail_msg("%s and %s", rows[i].more, rows[i].less);
}

static void every_category_has_its_season(void **state)
{
	static const struct {
		const char *category, *more, *less;
	} rows[] = {
		{"study", "2026-10-20", "2026-02-10"},    {"farm", "2026-10-20", "2026-01-10"},
		{"festival", "2026-02-10", "2026-05-10"}, {"festival", "2026-10-15", "2026-11-10"},
		{"haircut", "2026-02-10", "2026-02-20"},  {"goods", "2026-12-01", "2026-06-01"},
		{"company", "2026-07-20", "2026-05-20"},  {"legal", "2026-01-20", "2026-06-20"}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_true(demo_year_season(rows[i].category, at(rows[i].more)) >
		            demo_year_season(rows[i].category, at(rows[i].less)));
	assert_int_equal(demo_year_season("no such category", at("2026-10-20")), 1000);
}

enum { MANY = 12000 };

static int between(const int64_t *moments, size_t n, const char *from, const char *until)
{
	int count = 0;
	for (size_t i = 0; i < n; i++)
		count += moments[i] >= at(from) && moments[i] < at(until);
	return count;
}

static void a_year_has_its_dips_and_its_peaks(void **state)
{
	static int64_t moments[MANY];
	static enum year_way ways[MANY];
	struct dice dice = dice_new(3);
	int seen[WAY_COUNT] = {0}, mornings = 0, evenings = 0;
	(void)state;
	demo_year_spread(&dice, at("2025-11-23"), at("2026-11-23T10:00"), MANY, moments, ways);
	for (size_t i = 0; i < MANY; i++) {
		int hour = clock_local(moments[i]).hour;
		assert_true(moments[i] >= at("2025-11-23") && moments[i] < at("2026-11-23T10:00"));
		seen[ways[i]]++;
		mornings += ways[i] == WAY_PHONE && hour < 12;
		evenings += ways[i] == WAY_ONLINE && hour >= 18;
	}
	for (int w = 0; w < WAY_COUNT; w++)
		assert_in_range(seen[w], MANY / 8, MANY / 2);
	assert_true(mornings * 3 > seen[WAY_PHONE] * 2);   /* elders ring up in the morning */
	assert_true(evenings * 10 > seen[WAY_ONLINE] * 3); /* the young write in the evening */
	int usual = between(moments, MANY, "2026-05-11", "2026-05-18"); /* a week */
	assert_in_range(usual, 160, 320);
	assert_true(between(moments, MANY, "2026-02-16", "2026-02-23") * 3 < usual);
	assert_true(between(moments, MANY, "2026-02-08", "2026-02-15") * 10 > usual * 13);
	assert_true(between(moments, MANY, "2026-03-05", "2026-03-06") * 4 > usual);
	assert_true(between(moments, MANY, "2026-11-22", "2026-11-23T10:00") > 0);
}

static void a_small_county_asks_most_of_it_lately(void **state)
{
	int64_t moments[400];
	enum year_way ways[400];
	struct dice dice = dice_new(4);
	(void)state;
	demo_year_spread(&dice, at("2025-11-23"), at("2026-11-23T10:00"), 400, moments, ways);
	assert_true(between(moments, 400, "2026-11-02", "2026-11-24") >= 180);
	assert_true(between(moments, 400, "2025-11-23", "2026-11-02") >= 150);
}

static void who_acts_keeps_his_hours(void **state)
{
	static const struct {
		enum year_hours hours;
		const char *asked, *from, *until;
	} rows[] = {
		{HOURS_OFFICE, "2026-05-12T09:30", "2026-05-12T09:30", "2026-05-12T09:30"},
		{HOURS_OFFICE, "2026-05-12T03:00", "2026-05-12T08:00", "2026-05-12T08:45"},
		{HOURS_OFFICE, "2026-05-12T12:30", "2026-05-12T14:00", "2026-05-12T14:45"},
		{HOURS_OFFICE, "2026-05-12T19:00", "2026-05-13T08:00", "2026-05-13T08:45"},
		{HOURS_TEAM, "2026-05-12T23:00", "2026-05-13T07:30", "2026-05-13T08:15"},
		{HOURS_TEAM, "2026-05-16T20:30", "2026-05-16T20:30", "2026-05-16T20:30"},
		{HOURS_HOME, "2026-02-17T05:00", "2026-02-17T06:00", "2026-02-17T06:45"},
		{HOURS_ANY, "2026-05-12T03:00", "2026-05-12T03:00", "2026-05-12T03:00"},
	};
	struct dice dice = dice_new(5);
	int saturdays = 0;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t t = demo_year_next(&dice, rows[i].hours, at(rows[i].asked));
		if (t < at(rows[i].from) || t > at(rows[i].until))
			fail_msg("row %zu: %s", i, rows[i].asked);
	}
	for (int i = 0; i < 300; i++)
		saturdays += demo_year_next(&dice, HOURS_OFFICE, at("2026-05-16T09:00")) ==
		             at("2026-05-16T09:00");
	assert_in_range(saturdays, 200, 290); /* some offices have nobody there */
}

/* ---- the agenda ---- */

static void note(struct demo *d, void *of)
{
	(void)d, (void)of;
}

static void the_agenda_is_taken_in_the_order_of_time(void **state)
{
	struct arena *mem = arena_new();
	struct demo_agenda a = {.mem = mem};
	struct demo_due due, last = {.at = -1, .serial = -1};
	struct dice dice = dice_new(6);
	size_t taken = 0;
	(void)state;
	assert_false(demo_agenda_take(&a, &due));
	for (int i = 0; i < 3000; i++) { /* some are taken in between, as in the year */
		demo_agenda_put(&a, 1000 * (i / 1000) + dice_below(&dice, 900), note, NULL);
		if (i % 1000 == 999)
			for (int k = 0; k < 1000; k++, taken++) {
				assert_true(demo_agenda_take(&a, &due));
				assert_true(due.at > last.at ||
				            (due.at == last.at && due.serial > last.serial));
				last = due;
			}
	}
	assert_int_equal(taken, 3000);
	assert_false(demo_agenda_take(&a, &due));
	arena_free(mem);
}

/* ---- the words ---- */

static bool listed(const char *words, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
		if ((at == words || at[-1] == ' ') && (!at[n] || at[n] == ' '))
			return true;
	return false;
}

static void a_pattern_becomes_one_of_what_it_allows(void **state)
{
	static const struct {
		const char *pattern, *allowed;
		int different;
	} rows[] = {
		{"ab", "ab", 1},
		{"[a|b]c", "ac bc", 2},
		{"x[|y]", "x xy", 2},
		{"[a[1|2]|b]", "a1 a2 b", 3},
		{"[a|b[c|[d|e]]f]g", "ag bcfg bdfg befg", 4},
		{"{t}-{s}-{w}", "tap-drips-Wu", 1},
		{"[{t}|no]", "tap no", 2},
	};
	struct arena *mem = arena_new();
	struct dice dice = dice_new(7);
	struct demo_text t = {.thing = "tap", .matter = "drips", .whom = "Wu"};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *seen = "";
		int different = 0;
		for (int n = 0; n < 200; n++) {
			const char *said = demo_texts_say(mem, &dice, rows[i].pattern, &t);
			if (!listed(rows[i].allowed, said))
				fail_msg("%s became %s", rows[i].pattern, said);
			if (listed(seen, said))
				continue;
			seen = arena_printf(mem, "%s %s", seen, said);
			different++;
		}
		assert_int_equal(different, rows[i].different);
	}
	assert_null(demo_texts_say(mem, &dice, NULL, &t));
	arena_free(mem);
}

/* What no text of the county may hold: marks of a pattern, who is alone, a child's age or name. */
static void check_words(const char *what, const char *said, size_t least, size_t most)
{
	static const char *const never[] = {"[",      "]",      "{",      "}",      "|",
	                                    "独居",   "独自",   "一个人", "没人管", "孤寡",
	                                    "贫困户", "岁男孩", "岁女孩", "，，",   "。。"};
	if (!said)
		fail_msg("%s is missing", what);
	size_t length = text_length(said);
	if (length < least || length > most)
		fail_msg("%s has %zu characters: %s", what, length, said);
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strstr(said, never[i]))
			fail_msg("%s holds %s: %s", what, never[i], said);
}

static const struct county_category *category_of(const char *word)
{
	for (int i = 0; i < COUNTY_CATEGORIES; i++)
		if (!strcmp(county_categories[i].word, word))
			return &county_categories[i];
	fail_msg("no category %s", word);
	return NULL;
}

static void every_need_reads_well_whatever_the_dice_say(void **state)
{
	struct arena *mem = arena_new();
	struct dice dice = dice_new(8);
	(void)state;
	for (int i = 0; i < demo_needs_count(); i++) {
		const struct demo_need *need = &demo_needs[i];
		bool public = need->public_title != NULL;
		assert_int_equal(category_of(need->category)->never_public, !public);
		assert_int_equal(public, need->public_detail != NULL);
		for (int n = 0; n < 60; n++) {
			struct demo_text t = demo_texts_about(mem, &dice, need, n % 2);
#define SAID(m) demo_texts_say(mem, &dice, need->m, &t)
			check_words("title", SAID(title), 4, 50);
			check_words("detail", SAID(detail), 10, 200);
			check_words("report", SAID(report), 6, 200);
			if (public)
				check_words("public title", SAID(public_title), 4, 40);
			if (public)
				check_words("public detail", SAID(public_detail), 8, 120);
#undef SAID
		}
		arena_reset(mem);
	}
	arena_free(mem);
}

static void every_category_has_a_need_on_every_day(void **state)
{
	(void)state;
	for (int64_t day = at("2026-01-01"); day < at("2027-01-01"); day += DAY)
		for (int c = 0; c < COUNTY_CATEGORIES; c++) {
			int found = 0;
			for (int i = 0; i < demo_needs_count(); i++)
				found += !strcmp(demo_needs[i].category,
				                 county_categories[c].word) &&
				         demo_year_in(&demo_needs[i].when, day);
			if (!found)
				fail_msg("nobody asks for %s on day %lld of the year",
				         county_categories[c].word,
				         (long long)((day - at("2026-01-01")) / DAY));
		}
}

static void phrases_and_refusals_read_well_too(void **state)
{
	struct arena *mem = arena_new();
	struct dice dice = dice_new(9);
	struct demo_text t = {.thing = "在家理发", .matter = "", .whom = "老人"};
	(void)state;
	for (int n = 0; n < 40; n++) {
		for (int i = 0; i < SAY_COUNT; i++) {
			bool round = i >= SAY_BEFORE_ONLINE && i <= SAY_BEFORE_VISIT;
			check_words("phrase",
			            demo_texts_phrase(mem, &dice, (enum demo_phrase)i, &t),
			            round ? 0 : 2, 60);
		}
		for (int i = 0; i < demo_refused_count(); i++) {
			category_of(demo_refused[i].category);
			check_words("refused",
			            demo_texts_say(mem, &dice, demo_refused[i].title, NULL), 5, 40);
			check_words("reason", demo_refused[i].reason, 10, 100);
		}
	}
	arena_free(mem);
}

/* ---- one life ---- */

static bool table_has(int64_t act, int64_t state)
{
	for (int64_t to = 0; to < ORDER_STATES; to++)
		if (order_move_exists(act, state, to))
			return true;
	return act == DEMO_ON_THE_WAY || act == DEMO_RUNS_LATE || act == DEMO_GO_HOME;
}

static struct demo_life life_in(int64_t state)
{
	return (struct demo_life){.state = state,
	                          .urgency = URGENCY_NORMAL,
	                          .now = at("2026-05-12T09:30"),
	                          .deadline = at("2026-05-13T09:30"),
	                          .starts_at = at("2026-05-14T09:00"),
	                          .ends_at = at("2026-05-14T10:00"),
	                          .slack = 1,
	                          .hold = ORDER_NOWHERE};
}

static void whatever_happens_is_a_move_of_the_table_and_lies_ahead(void **state)
{
	struct dice dice = dice_new(10);
	bool late = false, waits = false;
	(void)state;
	for (int64_t s = 0; s < ORDER_STATES; s++)
		for (int n = 0; n < 2000; n++) {
			struct demo_life l = life_in(s);
			l.slack = n % 4;
			l.wish = n & 4;
			l.urgency = n % 9 ? URGENCY_NORMAL : URGENCY_URGENT;
			struct demo_step step = demo_course_next(&dice, &l);
			waits |= step.act == DEMO_WAIT;
			if (step.act == DEMO_WAIT)
				continue;
			assert_true(table_has(step.act, s));
			assert_true(step.at > l.now);
			late |= step.at > l.deadline && s == ORDER_OPEN;
		}
	assert_true(late);  /* and the clock comes before them */
	assert_true(waits); /* and it alone moves them */
}

/* How many of a thousand take that act. */
static int often(struct demo_life l, int act)
{
	struct dice dice = dice_new(11);
	int count = 0;
	for (int n = 0; n < 1000; n++)
		count += demo_course_next(&dice, &l).act == act;
	return count;
}

static void what_is_known_of_an_order_turns_its_course(void **state)
{
	struct demo_life l = life_in(ORDER_SUBMITTED);
	(void)state;
	assert_in_range(often(l, ACT_APPROVE), 930, 990);
	assert_int_equal(often(l, ACT_MERGE) + often(l, ACT_REROUTE) + often(l, ACT_REFUSE), 0);
	l.twin = true;
	assert_in_range(often(l, ACT_MERGE), 800, 950);
	l.twin = false;
	l.wrong = true;
	assert_in_range(often(l, ACT_REROUTE), 950, 1000);
	l.wrong = false;
	l.money = true;
	assert_in_range(often(l, ACT_REFUSE), 950, 1000);
	l = life_in(ORDER_OFFERED);
	int usual = often(l, ACT_DECLINE);
	l.slack = 3;
	assert_true(often(l, ACT_DECLINE) > usual * 3 / 2);
	l.rounds = 4; /* in the end somebody is asked who can */
	assert_int_equal(often(l, ACT_DECLINE), 0);
	l = life_in(ORDER_OPEN);
	assert_int_equal(often(l, ACT_PUBLISH), 0);
	l.wish = true;
	assert_in_range(often(l, ACT_PUBLISH), 30, 130);
	l = life_in(ORDER_CALLBACK_DUE);
	assert_int_equal(often(l, ACT_REOPEN), 0);
	l.score = 1;
	assert_in_range(often(l, ACT_REOPEN), 300, 650);
}

static void an_order_that_shall_rest_goes_straight_there(void **state)
{
	static const int64_t road[] = {ORDER_SUBMITTED, ORDER_OPEN,        ORDER_OFFERED,
	                               ORDER_ACCEPTED,  ORDER_SCHEDULED,   ORDER_SERVING,
	                               ORDER_DONE,      ORDER_CALLBACK_DUE};
	static const int acts[] = {ACT_APPROVE, ACT_OFFER,    ACT_ACCEPT,  ACT_SCHEDULE,
	                           ACT_START,   ACT_COMPLETE, ACT_EVALUATE};
	struct dice dice = dice_new(12);
	(void)state;
	for (size_t end = 0; end < 8; end++) {
		struct demo_life l = life_in(ORDER_SUBMITTED);
		l.hold = road[end];
		for (size_t i = 0; i < end; i++) {
			struct demo_step step = demo_course_next(&dice, &l);
			assert_int_equal(step.act, acts[i]);
			assert_true(step.at > l.now);
			l.now = step.at;
			l.state = road[i + 1];
		}
		assert_int_equal(demo_course_next(&dice, &l).act, DEMO_WAIT);
	}
}

static void verdicts_are_not_all_five(void **state)
{
	struct dice dice = dice_new(13);
	int seen[2][6] = {{0}};
	(void)state;
	for (int n = 0; n < 4000; n++) {
		seen[0][demo_course_score(&dice, 1)]++;
		seen[1][demo_course_score(&dice, 3)]++;
	}
	for (int s = 1; s <= 5; s++)
		assert_true(seen[0][s] > 0);
	assert_in_range(seen[0][5], 2000, 2900);
	assert_in_range(seen[0][4], 600, 1400);
	assert_true(seen[1][1] + seen[1][2] > 2 * (seen[0][1] + seen[0][2]));
}

const struct CMUnitTest demo_tests[] = {
	cmocka_unit_test(the_feasts_of_the_moon_fall_on_their_days),
	cmocka_unit_test(a_span_holds_the_days_between_its_ends),
	cmocka_unit_test(days_differ_as_a_county_knows_them),
	cmocka_unit_test(every_category_has_its_season),
	cmocka_unit_test(a_year_has_its_dips_and_its_peaks),
	cmocka_unit_test(a_small_county_asks_most_of_it_lately),
	cmocka_unit_test(who_acts_keeps_his_hours),
	cmocka_unit_test(the_agenda_is_taken_in_the_order_of_time),
	cmocka_unit_test(a_pattern_becomes_one_of_what_it_allows),
	cmocka_unit_test(every_need_reads_well_whatever_the_dice_say),
	cmocka_unit_test(every_category_has_a_need_on_every_day),
	cmocka_unit_test(phrases_and_refusals_read_well_too),
	cmocka_unit_test(whatever_happens_is_a_move_of_the_table_and_lies_ahead),
	cmocka_unit_test(what_is_known_of_an_order_turns_its_course),
	cmocka_unit_test(an_order_that_shall_rest_goes_straight_there),
	cmocka_unit_test(verdicts_are_not_all_five),
};
const size_t demo_tests_count = sizeof demo_tests / sizeof *demo_tests;
