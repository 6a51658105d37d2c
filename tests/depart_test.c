/* Stories of somebody who dies or moves: what becomes of his orders, who hears of it, what stays. */
#include "order_case.h"
#include "probe.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"

static int depart(struct world *w, enum who by, enum who of, const char *more)
{
	return world_askf(w, by, POST,
	                  arena_printf(w->mem, "{\"told_by\":\"女儿电话告知\",%s}", more),
	                  "/people/%s/depart", w->uid[of]);
}

static void died(struct world *w, enum who of)
{
	if (depart(w, STATION, of, "\"kind\":\"died\"") != 200)
		fail_msg("%d %s", w->status, w->body);
}

static int64_t inbox(struct world *w, enum who who, const char *like)
{
	return world_count(w, arena_printf(w->mem,
	                                   "SELECT count(*) FROM inbox WHERE person = %lld AND "
	                                   "(subject LIKE '%%%s%%' OR body LIKE '%%%s%%')",
	                                   (long long)w->person[who], like, like));
}

static const char *state_of(struct world *w, const char *id)
{
	if (world_askf(w, DISPATCHER, GET, NULL, "/orders/%s", id) != 200)
		fail_msg("%s: %d", id, w->status);
	return world_get(w, "state");
}

static void what_was_still_to_come_is_cancelled_with_its_reason(struct world *w)
{
	static const enum order_state early[] = {ORDER_SUBMITTED, ORDER_OPEN,     ORDER_WALL,
	                                         ORDER_OFFERED,   ORDER_ACCEPTED, ORDER_SCHEDULED};
	static const enum order_state later[] = {ORDER_SERVING, ORDER_DONE, ORDER_CALLBACK_DUE};
	const char *stopped[6], *left[3];
	for (size_t i = 0; i < 6; i++)
		stopped[i] = case_order(w, early[i]);
	for (size_t i = 0; i < 3; i++)
		left[i] = case_order(w, later[i]);
	world_askf(w, STATION, GET, NULL, "/people/%s/depart", w->uid[RESIDENT]);
	died(w, RESIDENT);
	HAS("停办 6 单");
	HAS("请工作人员处理的 3 单");
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(state_of(w, stopped[i]), "cancelled");
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(state_of(w, left[i]), order_state_words[later[i]]);
	assert_int_equal(world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/events", stopped[5]),
	                 200);
	HAS("服务对象已去世");
	assert_int_equal(world_count(w, "SELECT count(*) FROM activity WHERE state = 3"),
	                 2); /* the other one: nobody came */
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_offer WHERE state = 0"), 0);
}

static void to_the_dead_nothing_is_written_and_the_others_are_told_once(struct world *w)
{
	case_order(w, ORDER_OPEN);
	case_order(w, ORDER_SCHEDULED);
	const char *serving = case_order(w, ORDER_SERVING);
	int64_t before = inbox(w, RESIDENT, "");
	assert_int_equal(depart(w, TOWNSHIP, RESIDENT, "\"kind\":\"died\",\"day\":\"2026-01-05\""),
	                 200);
	assert_int_equal(inbox(w, RESIDENT, ""), before);
	assert_int_equal(world_count(w, arena_printf(w->mem,
	                                             "SELECT count(*) FROM outbox WHERE state = 0 "
	                                             "AND person = %lld",
	                                             (long long)w->person[RESIDENT])),
	                 0);
	assert_int_equal(inbox(w, STATION, "请节哀"), 1); /* his proxy, in one message for all */
	assert_int_equal(inbox(w, LEADER, "请与工作人员商量"), 1);
	/* Later moves do not reach him either. */
	case_must(w, LEADER, serving, ACT_COMPLETE);
	assert_int_equal(inbox(w, RESIDENT, ""), before);
	/* He no longer signs in, and a session of his is over. */
	assert_int_equal(world_ask(w, RESIDENT, GET, "/me", NULL), 401);
	assert_int_equal(world_count(w, "SELECT count(*) FROM account WHERE locked > 0"), 1);
}

static void a_volunteer_who_dies_leaves_offers_visits_and_teams_and_keeps_his_history(
	struct world *w)
{
	const char *led = case_order(w, ORDER_SCHEDULED), *closed = case_order(w, ORDER_CLOSED);
	const char *alone = case_order(w, ORDER_OPEN), *asked = case_order(w, ORDER_OPEN);
	const char *to_him = arena_printf(w->mem, "{\"person\":\"%s\",\"reason\":\"离得近\"}",
	                                  w->uid[LEADER]);
	if (world_askf(w, DISPATCHER, POST, to_him, "/orders/%s/offer", alone) != 200)
		fail_msg("%s", w->body);
	case_must(w, LEADER, alone, ACT_ACCEPT);
	assert_int_equal(world_askf(w, DISPATCHER, POST, to_him, "/orders/%s/offer", asked), 200);
	died(w, LEADER);
	HAS("退回派单的 2 单");
	HAS("要换人带队的上门 1 次");
	HAS("「甲队（示例）」没有队长了");
	assert_string_equal(state_of(w, alone), "open");
	assert_string_equal(state_of(w, asked), "open");
	assert_string_equal(state_of(w, led), "scheduled");
	assert_string_equal(state_of(w, closed), "closed");
	assert_int_equal(world_count(w, arena_printf(w->mem,
	                                             "SELECT count(*) FROM member WHERE person = "
	                                             "%lld AND state = 2",
	                                             (long long)w->person[LEADER])),
	                 0);
	assert_true(world_count(w, arena_printf(w->mem,
	                                        "SELECT count(*) FROM attendance WHERE person = "
	                                        "%lld AND in_at > 0",
	                                        (long long)w->person[LEADER])) > 0);
	assert_int_equal(world_askf(w, DISPATCHER, POST, to_him, "/orders/%s/offer", alone), 422);
	assert_int_equal(world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/candidates", alone), 200);
	LACKS(w->uid[LEADER]);
}

static void whoever_left_the_county_is_told_and_still_signs_in(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	assert_int_equal(depart(w, STATION, RESIDENT, "\"kind\":\"left\""), 200);
	assert_string_equal(state_of(w, id), "cancelled");
	assert_int_equal(inbox(w, RESIDENT, "取消"), 1);
	assert_int_equal(inbox(w, STATION, "搬离本县"), 0); /* he recorded it himself */
	assert_int_equal(world_ask(w, RESIDENT, GET, "/me", NULL), 200);
	assert_int_equal(depart(w, STATION, RESIDENT, "\"kind\":\"left\""), 409);
	assert_string_equal(world_get(w, "state"), "left");
	assert_int_equal(depart(w, STATION, RESIDENT, "\"kind\":\"died\""), 200);
}

static void orders_of_somebody_who_moved_follow_stop_or_stay(struct world *w)
{
	static const struct {
		const char *orders, *open, *wall, *accepted;
		int64_t place; /* of the open one */
		const char *proxy;
	} rows[] = {
		{"follow", "open", "open", "accepted", 5, "还没有派出的跟着转到新的村"},
		{"cancel", "cancelled", "cancelled", "cancelled", 4, "还没有上门的停办"},
		{"stay", "open", "wall", "accepted", 4, "照旧在原来的村办"},
	};
	for (size_t i = 0; i < 3; i++) {
		world_begin(w, GUEST);
		db_script(w->db, arena_printf(w->mem, "UPDATE person SET home = 4 WHERE id = %lld",
		                              (long long)w->person[RESIDENT]));
		world_commit(w);
		const char *open = case_order(w, ORDER_OPEN), *wall = case_order(w, ORDER_WALL),
			   *accepted = case_order(w, ORDER_ACCEPTED);
		int64_t told = inbox(w, LEADER, "核对地址");
		assert_int_equal(depart(w, DISPATCHER, RESIDENT,
		                        arena_printf(w->mem,
		                                     "\"kind\":\"moved\",\"place\":\"" OTHER_VILLAGE
		                                     "\",\"orders\":\"%s\"",
		                                     rows[i].orders)),
		                 200);
		assert_string_equal(state_of(w, open), rows[i].open);
		assert_string_equal(state_of(w, wall), rows[i].wall);
		assert_string_equal(state_of(w, accepted), rows[i].accepted);
		assert_int_equal(
			world_count(w, arena_printf(w->mem,
		                                    "SELECT place FROM orders WHERE uid = '%s'",
		                                    open)),
			rows[i].place);
		assert_int_equal(inbox(w, STATION, rows[i].proxy), 1); /* says what is true */
		assert_int_equal(inbox(w, LEADER, "核对地址") - told,
		                 strcmp(rows[i].accepted, "accepted") == 0);
		assert_int_equal(
			world_count(w,
		                    arena_printf(w->mem, "SELECT home FROM person WHERE id = %lld",
		                                 (long long)w->person[RESIDENT])),
			5);
	}
}

static void only_staff_over_his_home_records_it_and_never_of_himself(struct world *w)
{
	static const struct {
		enum who who;
		int status;
	} rows[] = {{GUEST, 401},  {RESIDENT, 403}, {OTHER_STATION, 404}, {OTHER_TOWNSHIP, 404},
	            {LEADER, 403}, {AUDITOR, 403},  {REVIEWER, 403},      {VIEWER, 403}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (depart(w, rows[i].who, RESIDENT, "\"kind\":\"died\"") != rows[i].status)
			fail_msg("%s: %d", who_names[rows[i].who], w->status);
	assert_int_equal(depart(w, STATION, STATION, "\"kind\":\"died\""), 403);
	HAS("别的工作人员");
	assert_int_equal(world_count(w, "SELECT count(*) FROM depart"), 0);
}

static void what_cannot_be_is_said_beside_its_field(struct world *w)
{
	static const struct {
		const char *more, *field;
	} rows[] = {
		{"\"kind\":\"died\",\"day\":\"2999-01-01\"", "day"},
		{"\"kind\":\"died\",\"day\":\"1999-01-01\"", "day"},
		{"\"kind\":\"moved\"", "place"},
		{"\"kind\":\"moved\",\"place\":\"" TOWN "\"", "place"},
		{"\"kind\":\"moved\",\"place\":\"" VILLAGE "\"", "place"},
		{"\"kind\":\"gone\"", "kind"},
		{"\"day\":\"2026-01-01\"", "kind"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(depart(w, STATION, RESIDENT, rows[i].more), 422);
		HAS(arena_printf(w->mem, "\"field\":\"%s\"", rows[i].field));
	}
	assert_int_equal(world_askf(w, STATION, POST, "{\"kind\":\"died\"}", "/people/%s/depart",
	                            w->uid[RESIDENT]),
	                 422);
	HAS("told_by");
	assert_int_equal(depart(w, STATION, RESIDENT, "\"kind\":\"returned\""), 409);
	assert_int_equal(world_count(w, "SELECT count(*) FROM person WHERE ended > 0"), 0);
}

static void a_mistake_is_taken_back(struct world *w)
{
	case_order(w, ORDER_OPEN);
	died(w, RESIDENT);
	assert_int_equal(
		world_ask(w, STATION, POST, "/orders",
	                  "{\"kind\":\"visit\",\"title\":\"想量血压\",\"category\":\"health\","
	                  "\"place\":\"" VILLAGE "\",\"beneficiary\":{\"name\":"
	                  "\"示例resident\",\"phone\":\"" PHONE
	                  "\"},\"consent\":{\"by\":\"本人\",\"how\":\"当面\"}}"),
		422);
	HAS("已去世");
	struct browser b = probe_browser(w, STATION);
	assert_int_equal(probe_get(w, &b, arena_printf(w->mem, "/people/%s", w->uid[RESIDENT])),
	                 200);
	HAS("已去世");
	assert_int_equal(
		probe_get(w, &b, arena_printf(w->mem, "/people/%s/depart", w->uid[RESIDENT])), 200);
	HAS("记错了，恢复");
	LACKS("value=\"moved\"");
	assert_int_equal(depart(w, STATION, RESIDENT, "\"kind\":\"returned\""), 200);
	HAS("已恢复");
	case_order(w, ORDER_OPEN);
	assert_int_equal(world_ask(w, STATION, GET, "/people", NULL), 200);
	LACKS("\"ended\":\"died\"");
	assert_int_equal(world_count(w, "SELECT count(*) FROM depart"), 2);
}

static void the_page_says_what_will_happen(struct world *w)
{
	case_order(w, ORDER_OPEN);
	case_order(w, ORDER_SCHEDULED);
	case_order(w, ORDER_DONE);
	struct browser b = probe_browser(w, STATION);
	const char *path = arena_printf(w->mem, "/people/%s/depart", w->uid[RESIDENT]);
	assert_int_equal(probe_get(w, &b, path), 200);
	HAS("还没有人接的单子</span><span class=\"v num\">1<");
	HAS("还没有上门的单子</span><span class=\"v num\">1<");
	HAS("待回访的单子</span><span class=\"v num\">1<");
	assert_int_equal(probe_post(w, &b, path,
	                            "kind=moved&place=" OTHER_VILLAGE
	                            "&orders=stay&told_by=%E6%9C%AC%E4%BA%BA"),
	                 303);
	assert_string_equal(w->location, "/people"); /* he is no longer theirs to see */
}

STORY(what_was_still_to_come_is_cancelled_with_its_reason)
STORY(to_the_dead_nothing_is_written_and_the_others_are_told_once)
STORY(a_volunteer_who_dies_leaves_offers_visits_and_teams_and_keeps_his_history)
STORY(whoever_left_the_county_is_told_and_still_signs_in)
STORY(orders_of_somebody_who_moved_follow_stop_or_stay)
STORY(only_staff_over_his_home_records_it_and_never_of_himself)
STORY(what_cannot_be_is_said_beside_its_field)
STORY(a_mistake_is_taken_back)
STORY(the_page_says_what_will_happen)

const struct CMUnitTest depart_tests[] = {
	TOLD(what_was_still_to_come_is_cancelled_with_its_reason),
	TOLD(to_the_dead_nothing_is_written_and_the_others_are_told_once),
	TOLD(a_volunteer_who_dies_leaves_offers_visits_and_teams_and_keeps_his_history),
	TOLD(whoever_left_the_county_is_told_and_still_signs_in),
	TOLD(orders_of_somebody_who_moved_follow_stop_or_stay),
	TOLD(only_staff_over_his_home_records_it_and_never_of_himself),
	TOLD(what_cannot_be_is_said_beside_its_field),
	TOLD(a_mistake_is_taken_back),
	TOLD(the_page_says_what_will_happen),
};
const size_t depart_tests_count = sizeof depart_tests / sizeof *depart_tests;
