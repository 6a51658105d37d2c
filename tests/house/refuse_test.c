/* What the offices are refused: limits, holidays, settings, words of messages, places, teams, accounts and
 * what takes two. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "core/account.h"
#include "refuse.h"

#define J(...) refuse_json(w, __VA_ARGS__)

static const char *repeated(struct world *w, const char *part, int times)
{
	const char *all = "";
	for (int i = 0; i < times; i++)
		all = arena_printf(w->mem, "%s%s", all, part);
	return all;
}

/* ---- the calendar ---- */

static void a_holiday_has_a_day_and_a_name(struct world *w)
{
	const char *day = "{'day':'%s','working':'%s','name':'%s'}";
	const char *many = repeated(w, "2026-13-40,休,无此日\\n", 60);
	const struct refusal rows[] = {
		{SYSADMIN, "/holidays", J(day, "2026-02-30", "rest", "示例节"), 422, "day",
	         "没有这个日子"},
		{SYSADMIN, "/holidays", J(day, "2026-2-30", "rest", "示例节"), 422, "day",
	         "没有这个日子"},
		{SYSADMIN, "/holidays", J(day, "2026-10-01", "rest", repeated(w, "节", 21)), 422,
	         "name", "最多 20 个字"},
		{SYSADMIN, "/holidays", J(day, "2026-10-01", "rest", " "), 422, "name", ""},
		{SYSADMIN, "/holidays", J(day, "2026-10-01", "maybe", "示例节"), 422, "working",
	         ""},
		{SYSADMIN, "/holidays/import", J("{'lines':'  '}"), 422, "lines", ""},
		{SYSADMIN, "/holidays/import",
	         J("{'lines':'2026-10-01,休,国庆节\\n2026-10-32,休,示例'}"), 422, "lines", "32"},
		{SYSADMIN, "/holidays/import", J("{'lines':'%s'}", many), 422, "lines", ""},
		{REVIEWER, "/holidays", J(day, "2026-10-01", "rest", "示例节"), 403, NULL, ""},
	};
	int64_t before = world_count(w, "SELECT COUNT(*) FROM holiday");
	REFUSE_EACH("", rows);
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/holidays/import", J("{'lines':'%s'}", many)), 422);
	HAS("行也不对");
	HAS("一行也没有导入");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM holiday"), before);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/holidays",
	                           J(day, "2031-10-09", "rest", repeated(w, "节", 20))),
	                 200);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM holiday"), before + 1);
}
STORY(a_holiday_has_a_day_and_a_name)

/* ---- settings and words ---- */

static void a_setting_is_one_there_is_and_within_bounds(struct world *w)
{
	const char *set = "{'name':'%s','value':'%s'}";
	const struct refusal rows[] = {
		{SYSADMIN, "/settings", J(set, "no.such", "1"), 404, NULL, "没有这项设置"},
		{SYSADMIN, "/settings", J(set, "wall.turn_hours", "-1"), 422, "wall.turn_hours",
	         "整数"},
		{SYSADMIN, "/settings", J(set, "wall.turn_hours", "1.5"), 422, "wall.turn_hours",
	         "整数"},
		{SYSADMIN, "/settings",
	         J(set, "wall.turn_hours",
	           "12 "
	           "h"),
	         422, "wall.turn_hours", "整数"},
		{SYSADMIN, "/settings", J(set, "wall.turn_hours", "9999999999"), 422,
	         "wall.turn_hours", "整数"},
		{SYSADMIN, "/settings", J(set, "verdict.sample_percent", "101"), 422,
	         "verdict.sample_percent", "0 到 100"},
		{SECADMIN, "/settings", J(set, "wall.turn_hours", "12"), 403, NULL, ""},
	};
	REFUSE_EACH("", rows);
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/settings", J(set, "wall.turn_hours", " 12 ")), 200);
	assert_string_equal(
		world_text(w, "SELECT value FROM setting WHERE name = 'wall.turn_hours'"), "12");
}
STORY(a_setting_is_one_there_is_and_within_bounds)

static void a_message_has_subject_and_text_with_holes_there_are(struct world *w)
{
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/templates", NULL), 200);
	const char *kind = world_get(w, "items.0.id");
	const struct refusal rows[] = {
		{SYSADMIN, "/templates/%s", J("{'subject':'{who}请看','body':'{title}'}"), 422,
	         "subject", "没有“{who}”这个占位"},
		{SYSADMIN, "/templates/%s", J("{'subject':'请看','body':'{titel}'}"), 422, "body",
	         "没有“{titel}”这个占位"},
		{SYSADMIN, "/templates/%s", J("{'subject':'请看','body':'{title'}"), 422, "body",
	         ""},
		{SYSADMIN, "/templates/%s", J("{'subject':'请看'}"), 422, "body", "一起填"},
		{SYSADMIN, "/templates/%s", J("{'body':'请看 {title}'}"), 422, "subject", "一起填"},
		{SYSADMIN, "/templates/nothing", J("{'subject':'请看','body':'{title}'}"), 404,
	         NULL, ""},
	};
	REFUSE_EACH(kind, rows);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM template"), 0);
}
STORY(a_message_has_subject_and_text_with_holes_there_are)

/* ---- places and teams ---- */

static void a_place_is_merged_into_one_of_its_kind_and_lies_in_the_country(struct world *w)
{
	const struct refusal rows[] = {
		{SYSADMIN, "/places/%s/merge", J("{'into':'430421999'}"), 422, "into",
	         "没有这个代码"},
		{SYSADMIN, "/places/%s/merge", J("{'into':'" TOWN "'}"), 422, "into",
	         "不能并入自己"},
		{SYSADMIN, "/places/%s/merge", J("{'into':'" VILLAGE "'}"), 422, "into", "同一级"},
		{SYSADMIN, "/places/%s/merge", J("{'into':'430421'}"), 422, "into", "同一级"},
		{SYSADMIN, "/places/%s/point", J("{'lon':'72.9','lat':'26.97'}"), 422, "lon",
	         "73 到 136"},
		{SYSADMIN, "/places/%s/point", J("{'lon':'112.37','lat':'2.9'}"), 422, "lat",
	         "3 到 54"},
		{SYSADMIN, "/places/%s/point", J("{'lon':'112.37','lat':'54.1'}"), 422, "lat",
	         "3 到 54"},
		{SYSADMIN, "/places/%s/close", "{}", 422, NULL, "请先并入别处"},
		{TOWNSHIP, "/places/%s/close", "{}", 403, NULL, ""},
	};
	REFUSE_EACH(TOWN, rows);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" TOWN "/point",
	                           J("{'lon':'112.37','lat':'26.97'}")),
	                 200);
	const struct refusal county[] = {
		{SYSADMIN, "/places/%s/close", "{}", 422, NULL, "县中心不能撤销"},
		{SYSADMIN, "/places/%s/merge", J("{'into':'" TOWN "'}"), 422, "into", "同一级"},
	};
	REFUSE_EACH("430421", county);
}
STORY(a_place_is_merged_into_one_of_its_kind_and_lies_in_the_country)

static void a_team_is_founded_at_a_place_under_a_corps_and_a_new_name(struct world *w)
{
	const char *team = "{'name':'%s','place':'%s'%s}";
	const struct refusal rows[] = {
		{REVIEWER, "/teams", J(team, "丙队（示例）", "430421999", ""), 422, "place",
	         "没有这个地区"},
		{REVIEWER, "/teams", J(team, "丙队（示例）", TOWN, ",'corps':'" PROBE_NOBODY "'"),
	         422, "corps", "没有这个专业队"},
		{REVIEWER, "/teams",
	         J(team, "丙队（示例）", TOWN, J(",'corps':'%s'", w->team_uid_a)), 422, "corps",
	         "没有这个专业队"},
		{REVIEWER, "/teams", J(team, "甲队（示例）", OTHER_TOWN, ""), 422, "name",
	         "已经有同名的队伍"},
		{REVIEWER, "/teams", J(team, "丙队（示例）", TOWN, ",'skills':['magic']"), 422,
	         "skills", ""},
		{MEMBER, "/teams", J(team, "丙队（示例）", TOWN, ""), 403, NULL, ""},
	};
	REFUSE_EACH("", rows);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM team"), 2);
}
STORY(a_team_is_founded_at_a_place_under_a_corps_and_a_new_name)

/* ---- duties ---- */

static void what_takes_two_is_about_somebody_with_an_account(struct world *w)
{
	const char *give = "{'kind':'give','person':'%s','role':'%s','reason':'岗位调整'}";
	assert_int_equal(
		world_ask(w, STATION, POST, "/people",
	                  J("{'name':'示例老人','home':'" VILLAGE "','consent':{'by':'本人',"
	                    "'how':'当面','at':%lld}}",
	                    (long long)(clock_now() - DAY))),
		201);
	const char *without = world_get(w, "id");
	const struct refusal rows[] = {
		{SECADMIN, "/proposals", J(give, PROBE_NOBODY, "auditor"), 422, "person", ""},
		{SECADMIN, "/proposals", J(give, without, "auditor"), 422, "person",
	         "请先开通账号"},
		{SECADMIN, "/proposals", J(give, w->uid[RESIDENT], "station"), 422, "role", ""},
		{SECADMIN, "/proposals", J(give, w->uid[SECADMIN], "auditor"), 403, NULL,
	         "由别人提出"},
		{SECADMIN, "/proposals", J(give, w->uid[SYSADMIN], "auditor"), 422, NULL, ""},
		{RESIDENT, "/proposals", J(give, w->uid[VOLUNTEER], "auditor"), 403, NULL, ""},
	};
	REFUSE_EACH("", rows);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM proposal"), 0);
	const struct refusal grants[] = {
		{SECADMIN, "/grants",
	         J("{'person':'%s','role':'viewer','place':'430421'}", without), 422, "person",
	         "请先开通账号"},
		{SECADMIN, "/grants",
	         J("{'person':'%s','role':'station','place':'430421'}", w->uid[RESIDENT]), 422,
	         "place", ""},
		{SECADMIN, "/grants/99999/take", "{}", 404, NULL, ""},
	};
	REFUSE_EACH("", grants);
}
STORY(what_takes_two_is_about_somebody_with_an_account)

/* ---- passwords ---- */

static void a_password_holds_no_phone(void **state)
{
	(void)state;
	static const struct {
		const char *password, *phone;
		bool refused;
	} rows[] = {
		{"夕阳 99000001 稻田", "19900000001", false}, /* other digits */
		{"夕阳 00000001 稻田", "19900000001", true},
		{"夕阳 19900000001 稻田", "19900000001", true},
		{"夕阳 00000001 稻田", "", false},
		{"夕阳 00000001 稻田", NULL, false},
	};
	struct arena *a = arena_new();
	int refused = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *says = account_password_fault(a, rows[i].password, rows[i].phone);
		if ((says && strstr(says, "手机号")) != rows[i].refused)
			fail_msg("%s: %s", rows[i].password, says ? says : "taken");
		refused += rows[i].refused;
	}
	assert_int_equal(refused, 2);
	arena_free(a);
}

const struct CMUnitTest refuse_tests[] = {
	TOLD(a_holiday_has_a_day_and_a_name),
	TOLD(a_setting_is_one_there_is_and_within_bounds),
	TOLD(a_message_has_subject_and_text_with_holes_there_are),
	TOLD(a_place_is_merged_into_one_of_its_kind_and_lies_in_the_country),
	TOLD(a_team_is_founded_at_a_place_under_a_corps_and_a_new_name),
	TOLD(what_takes_two_is_about_somebody_with_an_account),
	cmocka_unit_test(a_password_holds_no_phone),
};
const size_t refuse_tests_count = sizeof refuse_tests / sizeof *refuse_tests;
