/* Stories of the offer: one side or several are asked at once, and exactly one of them serves. */
#include "offer_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/person/duplicate.h"
#include "features/team/team.h"

/* ---- how many ---- */

static void the_urgency_says_how_many_are_asked_at_once(struct world *w)
{
	static const struct {
		const char *urgency;
		int most;
	} rows[] = {{"low", 1}, {"normal", 1}, {"high", 2}, {"urgent", 3}};
	static const enum who alone[] = {VOLUNTEER, MEMBER, LEADER, OTHER_LEADER};
	for (size_t i = 0; i < 4; i++) {
		const char *id = offer_of_urgency(w, rows[i].urgency);
		for (int n = rows[i].most + 1; n >= rows[i].most; n--) {
			const char *list = "";
			for (int k = 0; k < n; k++)
				list = arena_printf(w->mem, "%s%s\"%s\"", list, k ? "," : "",
				                    w->uid[alone[k]]);
			assert_int_equal(
				offer_ask(w, id, arena_printf(w->mem, "{\"people\":[%s]}", list)),
				n > rows[i].most ? 422 : 200);
		}
		assert_int_equal(world_count(w,
		                             "SELECT count(*) FROM order_offer WHERE state = 0 AND "
		                             "orders = (SELECT max(id) FROM orders)"),
		                 rows[i].most);
		assert_int_equal(offer_ask(w, id, offer_both(w)), 409);
		HAS("最多同时问");
	}
	offer_is_sound(w);
}

static void a_county_may_set_how_many(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	assert_int_equal(offer_ask(w, id, offer_both(w)), 422);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/settings",
	                           "{\"name\":\"offer.normal\",\"value\":\"2\"}"),
	                 200);
	assert_int_equal(offer_ask(w, id, offer_both(w)), 200);
}

static void another_side_is_asked_as_long_as_there_is_room(struct world *w)
{
	const char *id = offer_of_urgency(w, "high");
	case_must(w, DISPATCHER, id, ACT_OFFER);
	assert_int_equal(case_act(w, DISPATCHER, id, ACT_OFFER), 422);
	HAS("正在等答复");
	const char *b = arena_printf(w->mem, "{\"team\":\"%s\"}", w->team_uid_b);
	assert_int_equal(offer_ask(w, id, b), 200);
	assert_string_equal(world_get(w, "asked"), "2");
	assert_int_equal(world_page(w, DISPATCHER, arena_printf(w->mem, "/orders/%s", id)), 200);
	LACKS("再派一家");
	case_must(w, OTHER_LEADER, id, ACT_DECLINE);
	assert_int_equal(world_page(w, DISPATCHER, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("再派一家");
	assert_int_equal(offer_ask(w, id, b), 200);
	offer_is_sound(w);
}

static void what_cannot_be_asked_is_said_and_nobody_is_asked(struct world *w)
{
	const char *id = offer_of_urgency(w, "urgent");
	const struct {
		const char *json, *field;
	} rows[] = {
		{"{}", "team"},
		{"{\"teams\":[]}", "team"},
		{arena_printf(w->mem, "{\"teams\":[\"%s\",\"none\"]}", w->team_uid_a), "teams"},
		{arena_printf(w->mem, "{\"team\":\"%s\",\"person\":\"none\"}", w->team_uid_a),
	         "person"},
		{arena_printf(w->mem, "{\"people\":[\"%s\"]}", w->uid[RESIDENT]), "people"},
		{arena_printf(w->mem, "{\"people\":[\"%s\"]}", w->uid[OTHER_RESIDENT]), "people"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(offer_ask(w, id, rows[i].json), 422);
		HAS(arena_printf(w->mem, "\"field\":\"%s\"", rows[i].field));
	}
	case_script(w, "UPDATE team SET state = 4 WHERE name = '乙队（示例）'");
	assert_int_equal(offer_ask(w, id, offer_both(w)), 422);
	HAS("乙队");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_offer"), 0);
	assert_int_equal(case_told(w, LEADER, "有单子派给您"), 0);
	const char *a = w->team_uid_a;
	assert_int_equal(
		offer_ask(w, id,
	                  arena_printf(w->mem, "{\"team\":\"%s\",\"teams\":[\"%s\",\"%s\"]}", a, a,
	                               a)),
		200);
	assert_int_equal(offer_in_state(w, OFFER_WAITING), 1);
}

/* ---- who wins ---- */

static void the_first_to_accept_serves_and_the_others_are_told(struct world *w)
{
	const char *id = offer_asked_twice(w);
	assert_int_equal(case_told(w, LEADER, "有单子派给您"), 1);
	assert_int_equal(case_told(w, OTHER_LEADER, "有单子派给您"), 1);
	case_must(w, OTHER_LEADER, id, ACT_ACCEPT);
	assert_string_equal(world_get(w, "state"), "accepted");
	assert_string_equal(world_get(w, "team_name"), "乙队（示例）");
	assert_int_equal(case_told(w, LEADER, OFFER_TAKEN), 1);
	assert_int_equal(case_told(w, OTHER_LEADER, OFFER_TAKEN), 0);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(case_act(w, LEADER, id, again ? ACT_DECLINE : ACT_ACCEPT), 409);
		HAS("来晚一步");
		assert_string_equal(world_get(w, "state"), "accepted");
	}
	assert_int_equal(case_act(w, OTHER_LEADER, id, ACT_ACCEPT), 409);
	REFUSAL_LACKS(409, "来晚一步");
	assert_int_equal(offer_in_state(w, OFFER_ACCEPTED), 1);
	assert_int_equal(offer_in_state(w, OFFER_OVERTAKEN), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE action = 12"), 1);
	assert_int_equal(
		world_count(w, arena_printf(w->mem, "SELECT count(*) FROM orders WHERE team = %lld",
	                                    (long long)w->team_b)),
		1);
	case_must(w, OTHER_LEADER, id, ACT_SCHEDULE);
	offer_is_sound(w);
}

/* Ten teams are asked; two leaders answer what they both saw. */
static void of_those_who_saw_the_same_order_one_wins(struct world *w)
{
	enum { MANY = 10 };
	static const enum who leaders[] = {MEMBER, VOLUNTEER};
	const char *first = NULL, *list = "";
	case_script(w, "INSERT INTO setting (name, value, who, at) "
	               "VALUES ('offer.urgent', '10', '', 0)");
	const char *id = offer_of_urgency(w, "urgent");
	world_begin(w, GUEST);
	for (int i = 0; i < MANY; i++) {
		struct team t = {.name = arena_printf(w->mem, "第%d队（示例）", i),
		                 .kind = TEAM_TEAM,
		                 .place = 2,
		                 .state = TEAM_REGISTERED,
		                 .members = 1};
		int64_t row = team_add(&w->c, &t);
		enum who leader = i < 2 ? leaders[i] : OTHER_LEADER;
		member_add(&w->c, row, w->person[leader], MEMBER_LEADER, MEMBER_ACTIVE);
		first = i ? first : t.uid;
		list = arena_printf(w->mem, "%s%s\"%s\"", list, i ? "," : "", t.uid);
	}
	world_commit(w);
	if (offer_ask(w, id, arena_printf(w->mem, "{\"teams\":[%s]}", list)) != 200)
		fail_msg("%d %s", w->status, w->body);
	long long revision = world_count(w, "SELECT revision FROM orders");
	const char *json = arena_printf(w->mem, "{\"revision\":%lld}", revision);
	assert_int_equal(world_askf(w, MEMBER, POST, json, "/orders/%s/accept", id), 200);
	assert_string_equal(world_get(w, "team"), first);
	assert_int_equal(world_askf(w, VOLUNTEER, POST, json, "/orders/%s/accept", id), 409);
	HAS("来晚一步");
	assert_int_equal(offer_in_state(w, OFFER_OVERTAKEN), MANY - 1);
	offer_is_sound(w);
}

static void two_dispatchers_do_not_ask_more_than_may_be_asked(struct world *w)
{
	const char *id = offer_of_urgency(w, "high");
	long long revision = world_count(w, "SELECT revision FROM orders");
	const char *a = arena_printf(w->mem, "{\"team\":\"%s\",\"revision\":%lld}", w->team_uid_a,
	                             revision);
	assert_int_equal(offer_ask(w, id, a), 200);
	assert_int_equal(world_askf(w, TOWNSHIP, POST,
	                            arena_printf(w->mem, "{\"team\":\"%s\",\"revision\":%lld}",
	                                         w->team_uid_b, revision),
	                            "/orders/%s/offer", id),
	                 409);
	assert_int_equal(offer_in_state(w, OFFER_WAITING), 1);
}

static void who_leads_two_of_the_teams_says_which_one_answers(struct world *w)
{
	world_begin(w, GUEST);
	member_add(&w->c, w->team_b, w->person[LEADER], MEMBER_DEPUTY, MEMBER_ACTIVE);
	world_commit(w);
	const char *id = offer_asked_twice(w);
	const char *b = arena_printf(w->mem, "{\"side\":\"%s\",\"reason\":\"都在外地\"}",
	                             w->team_uid_b);
	assert_int_equal(world_page(w, LEADER, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("以哪一方接单");
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/accept", id), 422);
	HAS("\"field\":\"side\"");
	assert_int_equal(
		world_askf(w, LEADER, POST, "{\"side\":\"none\"}", "/orders/%s/accept", id), 422);
	assert_int_equal(world_askf(w, LEADER, POST, b, "/orders/%s/decline", id), 200);
	case_must(w, LEADER, id, ACT_ACCEPT); /* only one is left */
	assert_string_equal(world_get(w, "team_name"), "甲队（示例）");
	offer_is_sound(w);
}

/* ---- who does not take it ---- */

static void it_is_open_again_when_the_last_one_declined(struct world *w)
{
	const char *id = offer_asked_twice(w);
	case_must(w, LEADER, id, ACT_DECLINE);
	assert_string_equal(case_state(w, id), "offered");
	assert_string_equal(world_get(w, "asked"), "1");
	assert_int_equal(case_desk_told(w, DISPATCHER, "有单子被谢绝"), 0);
	assert_int_equal(case_act(w, LEADER, id, ACT_DECLINE), 409);
	HAS("已经谢绝");
	case_must(w, OTHER_LEADER, id, ACT_DECLINE);
	assert_string_equal(case_state(w, id), "open");
	assert_int_equal(case_desk_told(w, DISPATCHER, "有单子被谢绝"), 1);
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			world_count(w, arena_printf(w->mem,
		                                    "SELECT count(*) FROM order_event WHERE action "
		                                    "IN (8, 13) AND team = %lld",
		                                    (long long)(i ? w->team_b : w->team_a))),
			2);
	assert_int_equal(
		world_count(w, "SELECT count(*) FROM order_offer WHERE reason IS NOT NULL AND "
	                       "state = 2 AND answered > 0 AND seq > 0"),
		2);
	offer_is_sound(w);
}

static void each_offer_has_a_clock_of_its_own(struct world *w)
{
	const char *id = offer_of_urgency(w, "high");
	case_must(w, DISPATCHER, id, ACT_OFFER);
	world_later(2 * HOUR);
	assert_int_equal(offer_ask(w, id, arena_printf(w->mem, "{\"team\":\"%s\"}", w->team_uid_b)),
	                 200);
	world_later(25 * HOUR); /* the job is late */
	assert_int_equal(case_act(w, LEADER, id, ACT_ACCEPT), 409);
	HAS("时间已经过了");
	assert_string_equal(world_get(w, "state"), "offered");
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/orders/%s", id), 404);
	assert_int_equal(world_askf(w, OTHER_LEADER, GET, NULL, "/orders/%s", id), 200);
	assert_int_equal(world_askf(w, DISPATCHER, GET, NULL, "/orders/%s", id), 200);
	assert_string_equal(world_get(w, "asked"), "1");
	assert_int_equal(offer_run_clock(w), 1);
	assert_int_equal(offer_run_clock(w), 0);
	assert_string_equal(case_state(w, id), "offered");
	assert_int_equal(case_told(w, LEADER, "派给您的单子到期了"), 1);
	assert_int_equal(case_desk_told(w, DISPATCHER, "单子到期"), 0);
	world_later(27 * HOUR);
	assert_int_equal(case_act(w, OTHER_LEADER, id, ACT_ACCEPT), 409);
	assert_string_equal(case_state(w, id), "open");
	assert_int_equal(offer_run_clock(w), 1);
	assert_int_equal(case_desk_told(w, DISPATCHER, "单子到期"), 1);
	assert_int_equal(case_told(w, OTHER_LEADER, "派给您的单子到期了"), 1);
	assert_int_equal(offer_in_state(w, OFFER_EXPIRED), 2);
	offer_is_sound(w);
}

static void a_move_ends_first_what_the_clock_has_ended(struct world *w)
{
	const char *id = offer_of_urgency(w, "high");
	case_must(w, DISPATCHER, id, ACT_OFFER);
	world_later(2 * HOUR);
	assert_int_equal(offer_ask(w, id, arena_printf(w->mem, "{\"team\":\"%s\"}", w->team_uid_b)),
	                 200);
	world_later(25 * HOUR);
	case_must(w, DISPATCHER, id, ACT_OFFER); /* team A again: its first offer made room */
	case_must(w, OTHER_LEADER, id, ACT_ACCEPT);
	assert_int_equal(offer_in_state(w, OFFER_EXPIRED), 1);
	assert_int_equal(offer_in_state(w, OFFER_OVERTAKEN), 1);
	offer_is_sound(w);
}

static void the_deadline_is_that_of_the_last_who_may_answer(struct world *w)
{
	const char *id = offer_of_urgency(w, "high");
	case_must(w, DISPATCHER, id, ACT_OFFER);
	int64_t first = world_count(w, "SELECT deadline FROM orders");
	world_later(3 * HOUR);
	assert_int_equal(offer_ask(w, id, arena_printf(w->mem, "{\"team\":\"%s\"}", w->team_uid_b)),
	                 200);
	int64_t second = world_count(w, "SELECT deadline FROM orders");
	assert_in_range(second - first, 3 * HOUR, 3 * HOUR + MINUTE);
	world_askf(w, LEADER, GET, NULL, "/orders/%s", id);
	assert_string_equal(world_get(w, "deadline"),
	                    arena_printf(w->mem, "%lld", (long long)first));
	case_must(w, OTHER_LEADER, id, ACT_DECLINE);
	assert_int_equal(world_count(w, "SELECT deadline FROM orders"), first);
}

static void one_offer_or_all_are_taken_back(struct world *w)
{
	const char *id = offer_asked_twice(w);
	assert_int_equal(world_askf(w, DISPATCHER, POST,
	                            arena_printf(w->mem, "{\"side\":\"%s\",\"reason\":\"改派\"}",
	                                         w->team_uid_a),
	                            "/orders/%s/recall", id),
	                 200);
	assert_string_equal(case_state(w, id), "offered");
	assert_int_equal(case_told(w, LEADER, "派给您的单子收回了"), 1);
	assert_int_equal(case_told(w, OTHER_LEADER, "派给您的单子收回了"), 0);
	assert_int_equal(case_act(w, LEADER, id, ACT_ACCEPT), 409);
	HAS("已经收回");
	case_must(w, DISPATCHER, id, ACT_OFFER);
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_string_equal(case_state(w, id), "open");
	assert_int_equal(case_told(w, LEADER, "派给您的单子收回了"), 2);
	assert_int_equal(case_told(w, OTHER_LEADER, "派给您的单子收回了"), 1);
	assert_int_equal(
		world_askf(w, DISPATCHER, POST, "{\"reason\":\"再收\"}", "/orders/%s/recall", id),
		409);
	offer_is_sound(w);
}

static void who_cancels_tells_all_who_were_asked(struct world *w)
{
	const char *id = offer_asked_twice(w);
	case_must(w, RESIDENT, id, ACT_CANCEL);
	assert_int_equal(case_told(w, LEADER, "单子取消了"), 1);
	assert_int_equal(case_told(w, OTHER_LEADER, "单子取消了"), 1);
	assert_int_equal(case_act(w, LEADER, id, ACT_ACCEPT), 409);
	assert_string_equal(world_get(w, "state"), "cancelled");
	assert_int_equal(offer_in_state(w, OFFER_RECALLED), 2);
	offer_is_sound(w);
}

static void a_team_with_a_waiting_offer_is_not_dissolved(struct world *w)
{
	const char *id = offer_asked_twice(w), *why = "{\"reason\":\"并队\"}";
	const char *path = arena_printf(w->mem, "/teams/%s/dissolve", w->team_uid_a);
	assert_int_equal(world_ask(w, TOWNSHIP, POST, path, why), 409);
	HAS("待接或服务中的单");
	case_must(w, OTHER_LEADER, id, ACT_ACCEPT);
	assert_int_equal(world_ask(w, TOWNSHIP, POST, path, why), 200);
}

static void a_person_who_was_kept_twice_stays_asked(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN), *keep = w->uid[VOLUNTEER];
	assert_int_equal(offer_ask(w, id, arena_printf(w->mem, "{\"person\":\"%s\"}", keep)), 200);
	case_script(w, arena_printf(w->mem, "DELETE FROM account WHERE person = %lld",
	                            (long long)w->person[MEMBER]));
	case_script(w, arena_printf(w->mem, "UPDATE order_offer SET person = %lld",
	                            (long long)w->person[MEMBER]));
	assert_int_equal(
		world_askf(
			w, TOWNSHIP, POST,
			arena_printf(w->mem,
	                             "{\"keep\":\"%s\",\"other\":\"%s\",\"note\":\"当面核对过\"}",
	                             keep, w->uid[MEMBER]),
			"/people/%s/merge", keep),
		200);
	case_must(w, VOLUNTEER, id, ACT_ACCEPT);
}

/* Asked under both records, the second two hours later; he is merged, and declines. */
static void who_was_asked_under_two_records_is_asked_once(struct world *w)
{
	const char *id = offer_of_urgency(w, "high"), *keep = w->uid[VOLUNTEER];
	static const char ask[] = "{\"person\":\"%s\"}";
	case_script(w, arena_printf(w->mem, "DELETE FROM account WHERE person = %lld",
	                            (long long)w->person[MEMBER]));
	assert_int_equal(offer_ask(w, id, arena_printf(w->mem, ask, keep)), 200);
	world_later(2 * HOUR);
	assert_int_equal(offer_ask(w, id, arena_printf(w->mem, ask, w->uid[MEMBER])), 200);
	world_begin(w, TOWNSHIP);
	assert_int_equal(duplicate_merge(&w->c, keep, w->uid[MEMBER], "当面核对过"), OK);
	world_commit(w);
	assert_int_equal(offer_in_state(w, OFFER_WAITING), 1);
	assert_int_equal(offer_in_state(w, OFFER_RECALLED), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders o JOIN order_offer f ON "
	                                "f.orders = o.id AND f.state = 0 AND f.until = o.deadline"),
	                 1);
	case_must(w, VOLUNTEER, id, ACT_DECLINE);
	assert_string_equal(case_state(w, id), "open");
	world_later(2 * HOUR + 120);
	world_begin(w, GUEST);
	assert_true(duplicate_late(&w->c));
	world_commit(w);
	assert_int_equal(offer_in_state(w, OFFER_WAITING), 0);
	assert_int_equal(world_count(w, arena_printf(w->mem,
	                                             "SELECT count(*) FROM order_offer WHERE "
	                                             "person = %lld",
	                                             (long long)w->person[VOLUNTEER])),
	                 2);
	assert_string_equal(case_state(w, id), "open");
	offer_is_sound(w);
}

static void a_team_suspended_since_the_offer_takes_nothing(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	case_script(w, "UPDATE team SET state = 3");
	assert_int_equal(case_act(w, LEADER, id, ACT_ACCEPT), 422);
	HAS("不能接单");
	case_must(w, LEADER, id, ACT_DECLINE);
}

/* The first side's event cannot be written: nothing of the whole is, and the second is not looked at. */
static void when_the_database_fails_between_two_sides_nobody_is_asked(struct world *w)
{
	case_order(w, ORDER_OFFERED);
	const char *id = offer_of_urgency(w, "urgent");
	case_script(w, "CREATE UNIQUE INDEX one_offer ON order_event (action) WHERE action = 8");
	assert_int_equal(offer_ask(w, id, offer_both(w)) / 100, 5);
	assert_string_equal(case_state(w, id), "open");
	assert_int_equal(offer_in_state(w, OFFER_WAITING), 1);
	case_script(w, "DROP INDEX one_offer");
	assert_int_equal(offer_ask(w, id, offer_both(w)), 200);
	offer_is_sound(w);
}

static void a_suspended_teams_offers_end_at_once(struct world *w)
{
	const char *id = offer_asked_twice(w);
	const char *why = "{\"reason\":\"整顿\"}";
	assert_int_equal(world_askf(w, TOWNSHIP, POST, why, "/teams/%s/suspend", w->team_uid_a),
	                 200);
	assert_int_equal(offer_in_state(w, OFFER_RECALLED), 1);
	assert_int_equal(offer_in_state(w, OFFER_WAITING), 1);
	assert_string_equal(case_state(w, id), "offered");
	assert_int_equal(case_told(w, LEADER, "派给您的单子收回了"), 1);
	assert_int_equal(case_desk_told(w, DISPATCHER, "单子要另找队伍"), 0);
	assert_int_equal(
		world_askf(w, OTHER_TOWNSHIP, POST, why, "/teams/%s/suspend", w->team_uid_b), 200);
	assert_int_equal(offer_in_state(w, OFFER_WAITING), 0);
	assert_string_equal(case_state(w, id), "open");
	assert_int_equal(case_desk_told(w, DISPATCHER, "单子要另找队伍"), 1);
	offer_is_sound(w);
}

#define STORIES(X)                                                                                 \
	X(the_urgency_says_how_many_are_asked_at_once)                                             \
	X(a_county_may_set_how_many)                                                               \
	X(another_side_is_asked_as_long_as_there_is_room)                                          \
	X(what_cannot_be_asked_is_said_and_nobody_is_asked)                                        \
	X(the_first_to_accept_serves_and_the_others_are_told)                                      \
	X(of_those_who_saw_the_same_order_one_wins)                                                \
	X(two_dispatchers_do_not_ask_more_than_may_be_asked)                                       \
	X(who_leads_two_of_the_teams_says_which_one_answers)                                       \
	X(it_is_open_again_when_the_last_one_declined)                                             \
	X(each_offer_has_a_clock_of_its_own)                                                       \
	X(a_move_ends_first_what_the_clock_has_ended)                                              \
	X(the_deadline_is_that_of_the_last_who_may_answer)                                         \
	X(one_offer_or_all_are_taken_back)                                                         \
	X(who_cancels_tells_all_who_were_asked)                                                    \
	X(a_team_with_a_waiting_offer_is_not_dissolved)                                            \
	X(a_person_who_was_kept_twice_stays_asked)                                                 \
	X(who_was_asked_under_two_records_is_asked_once)                                           \
	X(a_team_suspended_since_the_offer_takes_nothing)                                          \
	X(when_the_database_fails_between_two_sides_nobody_is_asked)                               \
	X(a_suspended_teams_offers_end_at_once)
STORIES(STORY)
#define LISTED(name) TOLD(name),
const struct CMUnitTest offer_tests[] = {STORIES(LISTED)};
const size_t offer_tests_count = sizeof offer_tests / sizeof *offer_tests;
