/* availability: the week of a volunteer, as text, as a form, over the API; and the team's calendar. */
#include "order_case.h"
#include "visitor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "features/attendance/calendar.h"
#include "features/person/hours.h"
#include "features/person/person.h"

#include <string.h>

/* Monday 8, 9, 10, 11 o'clock: the third digit of the week. */
#define MONDAY_MORNING "00f000000000000000000000000000000000000000"

static void a_week_is_written_and_read(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	bool week[HOURS_WEEK] = {0}, back[HOURS_WEEK];
	for (int h = 8; h < 12; h++)
		week[h] = true;
	assert_string_equal(hours_write(mem, week), MONDAY_MORNING);
	hours_read(MONDAY_MORNING, back);
	assert_memory_equal(week, back, sizeof week);
	week[167] = true;
	assert_int_equal(hours_write(mem, week)[41], '1');
	hours_read(NULL, back);
	for (int h = 0; h < HOURS_WEEK; h++)
		assert_false(back[h]);
	const char *text = "00F000000000000000000000000000000000000000";
	assert_null(hours_check(mem, &text));
	assert_string_equal(text, MONDAY_MORNING);
	text = "00f0";
	assert_non_null(hours_check(mem, &text));
	text = "zz0000000000000000000000000000000000000000";
	assert_non_null(hours_check(mem, &text));
	arena_free(mem);
}

static void parts_fill_and_empty_but_leave_what_is_partly_free(void **state)
{
	(void)state;
	bool week[HOURS_WEEK] = {0};
	static const char *const some[] = {"1-0", "7-2", NULL}, *const none[] = {NULL};
	week[24 + 13] = true; /* Tuesday 13 */
	week[2] = true;       /* Monday 2 at night */
	assert_true(hours_take_parts(week, some));
	assert_int_equal(hours_part(week, 0, 0), HOURS_ALL);
	assert_int_equal(hours_part(week, 6, 2), HOURS_ALL);
	assert_int_equal(hours_part(week, 1, 1), HOURS_SOME);
	assert_true(hours_take_parts(week, none));
	assert_int_equal(hours_part(week, 0, 0), HOURS_NONE);
	assert_int_equal(hours_part(week, 1, 1), HOURS_SOME);
	assert_true(week[2]);
	static const char *const bad[] = {"8-0", NULL}, *const worse[] = {"1-3", NULL};
	assert_false(hours_take_parts(week, bad));
	assert_false(hours_take_parts(week, worse));
	static const char *const fine[] = {"0", "167", NULL}, *const over[] = {"168", NULL},
				 *const word[] = {"8x", NULL};
	assert_true(hours_take_fine(week, fine));
	assert_true(week[0] && week[167] && !week[2]);
	assert_false(hours_take_fine(week, over));
	assert_false(hours_take_fine(week, word));
}

static void somebody_is_free_when_every_touched_hour_is(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to;
		bool free;
	} rows[] = {
		{"2026-11-23T08:00", "2026-11-23T12:00", true}, /* a Monday */
		{"2026-11-23T09:30", "2026-11-23T11:10", true},
		{"2026-11-23T07:59", "2026-11-23T09:00", false},
		{"2026-11-23T11:00", "2026-11-23T12:01", false},
		{"2026-11-24T09:00", "2026-11-24T10:00", false},
		{"2026-11-30T09:00", "2026-11-30T10:00", true},
		{"2026-11-29T23:00", "2026-11-30T09:00", false},
	};
	struct person p = {.hours = MONDAY_MORNING}, silent = {0};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t from, to;
		assert_true(clock_parse(rows[i].from, &from) && clock_parse(rows[i].to, &to));
		if (person_free(&p, from, to) != rows[i].free)
			fail_msg("%s", rows[i].from);
		assert_true(person_free(&silent, from, to));
	}
}

static void the_own_week_is_kept_over_the_api_and_by_the_form(struct world *w)
{
	assert_int_equal(world_ask(w, MEMBER, GET, "/me/hours", NULL), 200);
	assert_string_equal(world_get(w, "hours"), "");
	assert_int_equal(
		world_ask(w, MEMBER, PATCH, "/me/hours", "{\"hours\":\"" MONDAY_MORNING "\"}"),
		200);
	assert_string_equal(world_get(w, "hours"), MONDAY_MORNING);
	assert_string_equal(world_get(w, "free"), "4");
	assert_int_equal(world_ask(w, MEMBER, PATCH, "/me/hours", "{\"hours\":\"1\"}"), 422);
	assert_int_equal(world_ask(w, MEMBER, PATCH, "/me/hours", "{\"fine\":[\"8\",\"9\"]}"), 200);
	assert_string_equal(world_get(w, "free"), "2");
	assert_int_equal(world_ask(w, MEMBER, PATCH, "/me/hours", "{\"fine\":[\"200\"]}"), 422);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me/hours", "{\"parts\":[\"3-1\"]}"), 200);
	assert_string_equal(world_get(w, "free"), "8"); /* Monday 8 and 9 stay: partly free */
	assert_int_equal(world_page(w, MEMBER, "/me/hours"), 200);
	HAS("（部分）");
	assert_int_equal(world_ask(w, GUEST, GET, "/me/hours", NULL), 401);
	assert_int_equal(
		world_ask(w, MEMBER, POST, "/me/skills", "{\"skills\":[\"repair\"],\"radius\":15}"),
		200);
	assert_string_equal(world_get(w, "radius"), "15");
	assert_int_equal(world_ask(w, MEMBER, POST, "/me/skills", "{\"radius\":201}"), 422);
	assert_int_equal(world_ask(w, MEMBER, GET, "/me/hours", NULL), 200);
	assert_string_equal(world_get(w, "free"), "8");
}
STORY(the_own_week_is_kept_over_the_api_and_by_the_form)

static void an_empty_form_empties_the_full_parts(struct world *w)
{
	const char *phone = visitor_account(w, MEMBER);
	struct browser b = visitor_open(w);
	visitor_sign_in(&b, phone, VISITOR_PASSWORD, "/me");
	assert_int_equal(visitor_look(&b, "/me/hours"), 200);
	assert_int_equal(visitor_fill(&b, "/me/hours", "parts=&parts=1-0&parts=2-1"), 303);
	assert_int_equal(world_ask(w, MEMBER, GET, "/me/hours", NULL), 200);
	assert_string_equal(world_get(w, "free"), "10");
	assert_int_equal(visitor_look(&b, "/me/hours"), 200);
	assert_int_equal(visitor_fill(&b, "/me/hours", "parts="), 303);
	assert_int_equal(world_ask(w, MEMBER, GET, "/me/hours", NULL), 200);
	assert_string_equal(world_get(w, "free"), "0");
}
STORY(an_empty_form_empties_the_full_parts)

static void weeks_begin_on_monday(void **state)
{
	(void)state;
	int64_t sunday, monday;
	assert_true(clock_parse("2026-11-29T23:59", &sunday) && clock_parse("2026-11-23", &monday));
	assert_int_equal(calendar_week(sunday), monday);
	assert_int_equal(calendar_week(monday), monday);
	assert_int_equal(calendar_week(monday - 1), monday - 7 * DAY);
}

/* The calendar of team A in the week of its only visit. */
static int calendar(struct world *w, enum who who)
{
	int64_t at = world_count(w, "SELECT MAX(starts_at) FROM activity");
	return world_askf(w, who, GET, NULL, "/teams/%s/calendar?week=%lld", w->team_uid_a,
	                  (long long)at);
}

static void a_visit_over_midnight_stands_in_both_weeks(struct world *w)
{
	case_order(w, ORDER_SCHEDULED);
	int64_t monday;
	assert_true(clock_parse("2027-03-01", &monday));
	case_script(w, arena_printf(w->mem, "UPDATE activity SET starts_at = %lld, ends_at = %lld",
	                            (long long)monday - 1800, (long long)monday + 1800));
	for (int i = -2; i < 2; i++) {
		const char *path = arena_printf(w->mem, "/teams/%s/calendar?week=%lld",
		                                w->team_uid_a, (long long)(monday + i * 7 * DAY));
		assert_int_equal(world_askf(w, LEADER, GET, NULL, "%s", path), 200);
		bool there = strstr(w->body, "\"title\"");
		assert_int_equal(there, i == -1 || i == 0);
	}
	assert_int_equal(world_page(w, LEADER,
	                            arena_printf(w->mem, "/teams/%s/calendar?week=2027-03-01",
	                                         w->team_uid_a)),
	                 200);
	HAS("周一");
	LACKS("周日");
	/* What ends at midnight belongs to the day before. */
	case_script(w,
	            arena_printf(w->mem, "UPDATE activity SET ends_at = %lld", (long long)monday));
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/teams/%s/calendar?week=%lld",
	                            w->team_uid_a, (long long)monday),
	                 200);
	LACKS("\"title\"");
}
STORY(a_visit_over_midnight_stands_in_both_weeks)

static void the_calendar_tells_each_what_is_his_to_know(struct world *w)
{
	case_order(w, ORDER_SCHEDULED);
	assert_int_equal(calendar(w, LEADER), 200);
	HAS("\"leader\":\"示例leader\"");
	LACKS("\"title\":\"服务\"");
	assert_int_equal(calendar(w, TOWNSHIP), 200);
	LACKS("\"title\":\"服务\"");
	world_begin(w, GUEST);
	db_script(w->db, "DELETE FROM attendance WHERE person <> (SELECT leader FROM activity)");
	world_commit(w);
	assert_int_equal(calendar(w, MEMBER), 200);
	HAS("\"title\":\"服务\"");
	HAS("\"order\":null");
	assert_int_equal(calendar(w, OTHER_LEADER), 403);
	assert_int_equal(calendar(w, RESIDENT), 403);
	assert_int_equal(calendar(w, GUEST), 401);
	assert_int_equal(
		world_page(w, LEADER, arena_printf(w->mem, "/teams/%s/calendar", w->team_uid_a)),
		200);
	HAS("下一周");
}
STORY(the_calendar_tells_each_what_is_his_to_know)

static void who_leads_a_visit_hands_it_over_before_he_leaves(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	assert_int_equal(world_askf(w, TOWNSHIP, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"leader\"}",
	                                         w->uid[MEMBER]),
	                            "/teams/%s/appoint", w->team_uid_a),
	                 200);
	assert_int_equal(world_askf(w, LEADER, POST, NULL, "/teams/%s/leave", w->team_uid_a), 409);
	HAS("带队");
	assert_int_equal(world_askf(w, TOWNSHIP, POST, "{\"reason\":\"调离\"}",
	                            "/teams/%s/members/%s/remove", w->team_uid_a, w->uid[LEADER]),
	                 409);
	case_must(w, LEADER, id, ACT_HAND_BACK);
	assert_int_equal(world_askf(w, LEADER, POST, NULL, "/teams/%s/leave", w->team_uid_a), 200);
}
STORY(who_leads_a_visit_hands_it_over_before_he_leaves)

static void a_deputy_sees_to_plain_members_only(struct world *w)
{
	const char *mine = w->team_uid_a;
	assert_int_equal(world_askf(w, LEADER, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"deputy\"}",
	                                         w->uid[MEMBER]),
	                            "/teams/%s/appoint", mine),
	                 200);
	assert_int_equal(world_askf(w, MEMBER, POST, "{\"reason\":\"不来\"}",
	                            "/teams/%s/members/%s/remove", mine, w->uid[LEADER]),
	                 403);
	assert_int_equal(world_askf(w, MEMBER, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"leader\"}",
	                                         w->uid[VOLUNTEER]),
	                            "/teams/%s/invite", mine),
	                 403);
	assert_int_equal(world_askf(w, MEMBER, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\"}", w->uid[VOLUNTEER]),
	                            "/teams/%s/invite", mine),
	                 200);
	assert_int_equal(world_page(w, VOLUNTEER, "/me"), 200);
	HAS("邀请您加入");
	assert_int_equal(world_askf(w, VOLUNTEER, POST, NULL, "/teams/%s/members/%s/accept", mine,
	                            w->uid[VOLUNTEER]),
	                 200);
	assert_int_equal(world_askf(w, MEMBER, POST, "{\"reason\":\"不来\"}",
	                            "/teams/%s/members/%s/remove", mine, w->uid[VOLUNTEER]),
	                 200);
}
STORY(a_deputy_sees_to_plain_members_only)

const struct CMUnitTest availability_tests[] = {
	cmocka_unit_test(a_week_is_written_and_read),
	cmocka_unit_test(parts_fill_and_empty_but_leave_what_is_partly_free),
	cmocka_unit_test(somebody_is_free_when_every_touched_hour_is),
	cmocka_unit_test(weeks_begin_on_monday),
	TOLD(the_own_week_is_kept_over_the_api_and_by_the_form),
	TOLD(an_empty_form_empties_the_full_parts),
	TOLD(a_visit_over_midnight_stands_in_both_weeks),
	TOLD(the_calendar_tells_each_what_is_his_to_know),
	TOLD(who_leads_a_visit_hands_it_over_before_he_leaves),
	TOLD(a_deputy_sees_to_plain_members_only),
};
const size_t availability_tests_count = sizeof availability_tests / sizeof availability_tests[0];
