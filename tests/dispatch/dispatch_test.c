/* dispatch: the list of candidates, as the county is. */
#include "order_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/person/hours.h"
#include "menu_case.h"
#include "store/db.h"

/* ---- the list ---- */

/* The candidates of an open order as DISPATCHER gets them. */
static const char *list(struct world *w, const char *id, const char *query)
{
	if (world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/candidates%s", id, query) != 200)
		fail_msg("%d %s", w->status, w->body);
	return w->body;
}

/* The candidate of that name. */
static const char *row_of(struct world *w, const char *name)
{
	return world_record(w, "items", "name", name);
}
#define ROW_HAS(name, text)   assert_non_null(strstr(row_of(w, name), text))
#define ROW_LACKS(name, text) assert_null(strstr(row_of(w, name), text))

static int64_t points(struct world *w, const char *name)
{
	return strtoll(world_row(w, "items", "name", name, "points"), NULL, 10);
}

#define A_TEAM "甲队（示例）"
#define B_TEAM "乙队（示例）"

static void the_near_and_able_team_stands_first_and_says_why(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	const char *a = strstr(list(w, id, ""), A_TEAM), *b = strstr(w->body, B_TEAM);
	assert_true(a && b && a < b);
	ROW_HAS(A_TEAM, "距离 20/25：同在一个乡镇（甲镇）");
	ROW_HAS(A_TEAM, "技能 20/20：登记了“居家小修”");
	ROW_HAS(A_TEAM, "没有限定时间，队里有 2 人");
	ROW_HAS(A_TEAM, "\"why_not\":null");
	ROW_HAS(B_TEAM, "技能 0/20：没有登记");
	ROW_LACKS(B_TEAM, "\"behind\":0,");
	assert_int_equal(points(w, A_TEAM), 20 + 20 + 10 + 10 + 7 + 0 + 10);
	case_script(w, "UPDATE place SET lon = 112370000, lat = 26970000 WHERE id = 4;"
	               "UPDATE place SET lon = 112370000, lat = 27060000 WHERE id = 2;"
	               "UPDATE place SET lon = 112370000, lat = 26988000 WHERE id = 3");
	list(w, id, "");
	ROW_HAS(A_TEAM, "距离 17/25：在甲镇，距离 10.0 公里");
	ROW_HAS(B_TEAM, "距离 24/25：在乙镇，距离 2.0 公里");
}

static void what_a_team_has_behind_it_counts(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	int64_t before = (list(w, id, ""), points(w, A_TEAM));
	const char *done = case_order(w, ORDER_CLOSED); /* for the same person, five points */
	list(w, id, "");
	ROW_HAS(A_TEAM, "近一年 1 个评价，平均下来满意");
	ROW_HAS(A_TEAM, "熟悉 10/10：服务过这一位 1 次，评价好");
	ROW_HAS(A_TEAM, "轮流 4/10：近 30 天派过 1 次，今天刚派过");
	assert_int_equal(points(w, A_TEAM), before + 1 + 10 - 6);
	case_order(w, ORDER_ACCEPTED);
	case_order(w, ORDER_OFFERED);
	list(w, id, "");
	ROW_HAS(A_TEAM, "负荷 8/10：手上有 1 单，另有 1 单等答复");
	case_script(w,
	            arena_printf(w->mem,
	                         "UPDATE orders SET closed = closed - 366 * 86400 WHERE uid = '%s'",
	                         done));
	list(w, id, "");
	ROW_HAS(A_TEAM, "近一年还没有评价");
	ROW_HAS(A_TEAM, "服务过这一位 1 次");
}

static const char *wanted(struct world *w, int64_t from, int64_t until)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_script(w, arena_printf(w->mem,
	                            "UPDATE orders SET wanted_from = %lld, wanted_until = %lld "
	                            "WHERE uid = '%s'",
	                            (long long)from, (long long)until, id));
	return id;
}

/* The hour of the week of an instant, and nothing else, as free. */
static const char *only_at(struct world *w, int64_t at, int hours)
{
	bool week[HOURS_WEEK] = {0};
	for (int i = 0; i < hours; i++) {
		struct day d = clock_local(at + i * HOUR);
		week[(d.weekday + 6) % 7 * HOURS_DAY + d.hour] = true;
	}
	return hours_write(w->mem, week);
}

static void say_hours(struct world *w, enum who who, const char *hours)
{
	case_script(w, arena_printf(w->mem, "UPDATE person SET hours = '%s' WHERE id = %lld", hours,
	                            (long long)w->person[who]));
}

static void who_has_time_in_the_wanted_hours_is_counted(struct world *w)
{
	int64_t at = (clock_now() / DAY + 3) * DAY + 2 * HOUR; /* 10 o'clock */
	const char *id = wanted(w, at, at + 3 * HOUR);
	list(w, id, "");
	ROW_HAS(A_TEAM, "时间 10/15：希望的时间有 2 人有空"); /* nobody has said */
	say_hours(w, MEMBER, only_at(w, at + 8 * HOUR, 4));
	list(w, id, "");
	ROW_HAS(A_TEAM, "希望的时间有 1 人有空");
	say_hours(w, LEADER, only_at(w, at + 8 * HOUR, 4));
	list(w, id, "");
	ROW_HAS(A_TEAM, "\"why_not\":\"希望的时间队里没有人有空\"");
	say_hours(w, LEADER, only_at(w, at + HOUR, 2));
	list(w, id, "");
	ROW_HAS(A_TEAM, "希望的时间有 1 人有空");
	ROW_HAS(A_TEAM, "\"why_not\":null");
	const char *other = case_order(w, ORDER_SCHEDULED); /* LEADER goes there */
	case_script(w, arena_printf(w->mem,
	                            "UPDATE activity SET starts_at = %lld, ends_at = %lld WHERE "
	                            "orders = (SELECT id FROM orders WHERE uid = '%s')",
	                            (long long)at, (long long)at + 3 * HOUR, other));
	list(w, id, "");
	ROW_HAS(A_TEAM, "\"why_not\":\"希望的时间队里没有人有空\"");
}

static void a_team_that_does_the_menu_item_stands_before_one_that_could(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":5");
	const char *id = menu_case_ordered(w, item, NULL);
	case_must(w, REVIEWER, id, ACT_APPROVE);
	list(w, id, "");
	ROW_HAS(A_TEAM, "就做这个服务项目");
	ROW_LACKS(B_TEAM, "就做这个服务项目");
}

/* ---- why not ---- */

static void each_rule_speaks_in_its_turn(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	const char *category = "(SELECT id FROM category WHERE word = 'repair')";
	const struct {
		const char *script, *why;
	} rows[] = {
		{arena_printf(
			 w->mem,
			 "INSERT INTO order_event (orders, seq, at, actor, action, from_state, "
			 "to_state, deadline, team) SELECT id, 900, 1, 0, 13, 4, 2, 0, %lld FROM "
			 "orders WHERE uid = '%s'",
			 (long long)w->team_a, id),
	         "谢绝或交回过"},
		{arena_printf(w->mem,
	                      "INSERT INTO category_gate (category, kind) SELECT %s, id FROM "
	                      "qualification_kind WHERE word = 'nurse'",
	                      category),
	         "队里没有人持有效资质（护士执业）"},
		{"UPDATE orders SET requester = (SELECT person FROM member WHERE role = 2 ORDER BY "
	         "id LIMIT 1)",
	         "唯一的负责人"},
		{"UPDATE member SET role = 0", "没有队长"},
		{"UPDATE team SET state = 3 WHERE name = '" A_TEAM "'", "暂停"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		case_script(w, rows[i].script);
		list(w, id, "?name=甲队");
		ROW_HAS(A_TEAM, rows[i].why);
	}
}

/* Whose own became part of the order is helped by it like who asked for it. */
static void whose_own_became_part_of_it_is_not_asked(struct world *w)
{
	const char *own = case_order(w, ORDER_SUBMITTED), *id = case_order(w, ORDER_OPEN);
	case_script(w, arena_printf(w->mem, "UPDATE person SET skills = ' repair ' WHERE id = %lld",
	                            (long long)w->person[VOLUNTEER]));
	for (int i = 0; i < 2; i++) {
		const char *name = i ? "示例volunteer" : A_TEAM;
		const char *why = i ? "不能自己服务" : "唯一的负责人";
		list(w, id, i ? "?kind=person&name=volunteer" : "?name=甲队");
		ROW_LACKS(name, why);
		case_script(w, arena_printf(w->mem,
		                            "UPDATE orders SET state = %d, requester = %lld, "
		                            "merged_into = (SELECT id FROM orders WHERE uid = "
		                            "'%s') WHERE uid = '%s'",
		                            ORDER_MERGED,
		                            (long long)w->person[i ? VOLUNTEER : LEADER], id, own));
		list(w, id, i ? "?kind=person&name=volunteer" : "?name=甲队");
		ROW_HAS(name, why);
	}
}

static void a_paper_counts_until_its_last_day(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	int64_t today = clock_midnight(clock_now());
	const struct {
		int64_t state, expires;
		bool good;
	} rows[] = {{0, 0, false}, {1, 0, true}, {1, today, true}, {1, today - DAY, false}};
	case_script(w,
	            "INSERT INTO category_gate (category, kind) SELECT c.id, k.id FROM category c, "
	            "qualification_kind k WHERE c.word = 'repair' AND k.word = 'nurse';"
	            "UPDATE person SET skills = ' repair ' WHERE name = '示例member'");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		case_script(w, arena_printf(
				       w->mem,
				       "DELETE FROM qualification; INSERT INTO qualification (uid, "
				       "person, kind, number, expires, state, created) SELECT 'q', "
				       "%lld, id, '', %lld, %lld, 1 FROM qualification_kind WHERE "
				       "word = 'nurse'",
				       (long long)w->person[MEMBER], (long long)rows[i].expires,
				       (long long)rows[i].state));
		list(w, id, "?name=甲队");
		assert_int_equal(strstr(row_of(w, A_TEAM), "没有人持有效资质") == NULL,
		                 rows[i].good);
		list(w, id, "?kind=person&name=示例member");
		assert_int_equal(strstr(row_of(w, "示例member"), "没有有效资质") == NULL,
		                 rows[i].good);
	}
}

static void single_people_are_ranked_by_the_same_terms(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_script(w, "UPDATE person SET skills = ' repair ' WHERE volunteer = 1");
	list(w, id, "?kind=person");
	ROW_HAS("示例volunteer", "就在本村（甲村）");
	ROW_HAS("示例volunteer", "时间 10/15：没有登记空闲时间");
	ROW_HAS("示例leader", "\"why_not\":null");
	LACKS("示例other leader"); /* of another township, no point known */
	case_script(w, "UPDATE place SET lon = 112370000, lat = 26970000 WHERE id = 4;"
	               "UPDATE place SET lon = 112370000, lat = 27033000 WHERE id = 5;"
	               "UPDATE person SET radius = 6 WHERE name = '示例other leader'");
	list(w, id, "?kind=person");
	ROW_HAS("示例other leader", "只愿意去 6 公里以内，这里有 7.0 公里");
	case_script(w, "UPDATE place SET lat = 27063000 WHERE id = 5");
	list(w, id, "?kind=person");
	LACKS("示例other leader"); /* beyond ten kilometres */
	case_script(w,
	            arena_printf(w->mem, "UPDATE person SET birth = %lld WHERE name = '示例member'",
	                         (long long)(clock_now() - 16 * 366 * (int64_t)DAY)));
	list(w, id, "?kind=person");
	ROW_HAS("示例member", "未满 18 岁");
	ROW_HAS("示例member", "\"barred\":true");
}

/* ---- what it costs ---- */

static int64_t statements(struct world *w, const char *id, const char *query)
{
	list(w, id, query); /* the first look may do more */
	int64_t before = db_started(w->db);
	list(w, id, query);
	return db_started(w->db) - before;
}

/* Sixty teams, three hundred people with hours, all able and near. */
static void grow(struct world *w)
{
	world_begin(w, GUEST);
	for (int i = 0; i < 60; i++)
		db_script(
			w->db,
			arena_printf(
				w->mem,
				"INSERT INTO team (uid, name, kind, place, state, skills, members,"
				" founded) VALUES ('t%d', '队%d', 2, %d, 2, ' repair ', 5, 1)",
				i, i, 2 + i % 2));
	for (int i = 0; i < 300; i++)
		db_script(
			w->db,
			arena_printf(
				w->mem,
				"INSERT INTO person (uid, name, home, volunteer, skills, hours, "
				"created) VALUES ('p%d', '示例%d', 4, 1, ' repair ', '%s', 1);"
				"INSERT INTO member (team, person, role, state, since) SELECT t.id,"
				" p.id, %d, 2, 1 FROM team t, person p WHERE t.uid = 't%d' AND "
				"p.uid = 'p%d'",
				i, i, "ffffffffffffffffffffffffffffffffffffffffff", i < 60 ? 2 : 0,
				i % 60, i));
	world_commit(w);
}

static void the_number_of_statements_does_not_grow_with_the_candidates(struct world *w)
{
	int64_t at = (clock_now() / DAY + 3) * DAY + 2 * HOUR;
	const char *id = wanted(w, at, at + 6 * HOUR);
	case_script(w, "UPDATE person SET skills = ' repair ' WHERE volunteer = 1");
	int64_t teams = statements(w, id, ""), people = statements(w, id, "?kind=person");
	assert_true(teams < 25 && people < 25);
	grow(w);
	int64_t more = statements(w, id, "");
	assert_true(more <= teams + 7); /* eight teams' members are one statement */
	assert_int_equal(statements(w, id, "?kind=person"), people);
	assert_non_null(strstr(list(w, id, ""), "\"points\":"));
}

STORY(the_near_and_able_team_stands_first_and_says_why)
STORY(what_a_team_has_behind_it_counts)
STORY(who_has_time_in_the_wanted_hours_is_counted)
STORY(a_team_that_does_the_menu_item_stands_before_one_that_could)
STORY(each_rule_speaks_in_its_turn)
STORY(whose_own_became_part_of_it_is_not_asked)
STORY(a_paper_counts_until_its_last_day)
STORY(single_people_are_ranked_by_the_same_terms)
STORY(the_number_of_statements_does_not_grow_with_the_candidates)

const struct CMUnitTest dispatch_tests[] = {
	TOLD(the_near_and_able_team_stands_first_and_says_why),
	TOLD(what_a_team_has_behind_it_counts),
	TOLD(who_has_time_in_the_wanted_hours_is_counted),
	TOLD(a_team_that_does_the_menu_item_stands_before_one_that_could),
	TOLD(each_rule_speaks_in_its_turn),
	TOLD(whose_own_became_part_of_it_is_not_asked),
	TOLD(a_paper_counts_until_its_last_day),
	TOLD(single_people_are_ranked_by_the_same_terms),
	TOLD(the_number_of_statements_does_not_grow_with_the_candidates),
};
const size_t dispatch_tests_count = sizeof dispatch_tests / sizeof *dispatch_tests;
