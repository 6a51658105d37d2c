/* Stories of somebody who dies or moves: what becomes of his orders, who hears of it, what stays. */
#include "order_case.h"
#include "probe.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "core/outbox.h"
#include "features/person/person.h"

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

/* One more record of somebody, with a phone of his own. */
static const char *twin(struct world *w, const char *phone, bool no_sms)
{
	world_begin(w, GUEST);
	struct person p = {.name = "示例重名", .phone = phone, .home = 4, .no_sms = no_sms};
	assert_true(person_add(&w->c, &p) > 0);
	world_commit(w);
	return p.uid;
}

static void script(struct world *w, const char *sql)
{
	world_begin(w, GUEST);
	db_script(w->db, sql);
	world_commit(w);
}

static int64_t of_person(struct world *w, const char *what, const char *uid)
{
	return world_count(
		w, arena_printf(w->mem, "SELECT %s FROM person WHERE uid = '%s'", what, uid));
}

static int64_t waiting(struct world *w, const char *uid)
{
	return world_count(w,
	                   arena_printf(w->mem,
	                                "SELECT count(*) FROM outbox WHERE state = 0 AND person = "
	                                "(SELECT id FROM person WHERE uid = '%s')",
	                                uid));
}

static void merged(struct world *w, const char *keep, const char *gone)
{
	if (world_askf(w, TOWNSHIP, POST,
	               arena_printf(w->mem,
	                            "{\"keep\":\"%s\",\"other\":\"%s\",\"note\":\"核对过证件\"}",
	                            keep, gone),
	               "/people/%s/merge", keep) != 200)
		fail_msg("%d %s", w->status, w->body);
}

/* Whichever of the two records said so. */
static void a_merge_does_not_revive_the_dead(struct world *w)
{
	const char *living = w->uid[RESIDENT], *dead = twin(w, "19900007001", true);
	assert_int_equal(world_askf(w, STATION, POST,
	                            "{\"kind\":\"died\",\"told_by\":\"女儿电话告知\"}",
	                            "/people/%s/depart", dead),
	                 200);
	const char *open = case_order(w, ORDER_SCHEDULED);
	script(w, arena_printf(w->mem,
	                       "UPDATE person SET no_sms = 0 WHERE uid = '%s';"
	                       "INSERT INTO outbox (uid, channel, person, subject, body, created, "
	                       "next_at) VALUES ('waits', 1, %lld, 'a', 'b', 0, 0);",
	                       living, (long long)w->person[RESIDENT]));
	assert_int_equal(
		world_page(w, TOWNSHIP,
	                   arena_printf(w->mem, "/people/%s/merge?other=%s", living, dead)),
		200);
	HAS("按已去世算");
	merged(w, living, dead);
	assert_int_equal(of_person(w, "ended", living), PERSON_DIED);
	assert_int_equal(of_person(w, "no_sms", living), 1);
	assert_int_equal(waiting(w, living), 0);
	assert_string_equal(state_of(w, open), "cancelled");
	assert_int_equal(world_ask(w, RESIDENT, GET, "/me", NULL), 401);
	assert_int_equal(inbox(w, STATION, "请节哀"), 1);
	assert_int_equal(world_askf(w, STATION, GET, NULL, "/people/%s/depart", living), 200);
	HAS("合并档案：核对过证件");
	HAS("女儿电话告知");
	int64_t before = inbox(w, RESIDENT, "");
	world_begin(w, GUEST);
	outbox_add(&w->c, w->person[RESIDENT], "a", "b", NULL);
	outbox_add(&w->c, person_by_uid(&w->c, dead)->id, "a", "b", NULL);
	world_commit(w);
	assert_int_equal(inbox(w, RESIDENT, ""), before);
	assert_int_equal(waiting(w, living) + waiting(w, dead), 0);
}

static void the_dead_record_that_is_kept_takes_no_living_orders(struct world *w)
{
	const char *other = twin(w, "19900007002", false), *led = case_order(w, ORDER_OPEN);
	const char *to_him = arena_printf(w->mem, "{\"person\":\"%s\",\"reason\":\"离得近\"}",
	                                  w->uid[VOLUNTEER]);
	assert_int_equal(world_askf(w, DISPATCHER, POST, to_him, "/orders/%s/offer", led), 200);
	script(w, arena_printf(w->mem,
	                       "DELETE FROM session WHERE person = %lld;"
	                       "DELETE FROM account WHERE person = %lld;",
	                       (long long)w->person[VOLUNTEER], (long long)w->person[VOLUNTEER]));
	assert_int_equal(world_askf(w, STATION, POST,
	                            "{\"kind\":\"left\",\"told_by\":\"女儿电话告知\"}",
	                            "/people/%s/depart", other),
	                 200);
	merged(w, other, w->uid[VOLUNTEER]);
	assert_int_equal(of_person(w, "ended", other), PERSON_LEFT);
	assert_string_equal(state_of(w, led), "open");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_offer WHERE state = 0"), 0);
	assert_int_equal(
		world_count(w,
	                    arena_printf(w->mem,
	                                 "SELECT count(*) FROM member WHERE state = 2 AND person "
	                                 "= (SELECT id FROM person WHERE uid = '%s')",
	                                 other)),
		0);
}

/* Each column of struct rows on the kept one, on the other, and what stays. */
static void of_two_records_the_stricter_rule_stays(struct world *w)
{
	static const struct {
		const char *column, *kept, *gone;
		int64_t stays;
	} rows[] = {
		{"no_sms", "0", "1", 1},         {"no_sms", "1", "0", 1},
		{"no_sms", "0", "0", 0},         {"ended", "2", "1", 1},
		{"ended", "1", "2", 1},          {"ended", "0", "2", 2},
		{"ended", "0", "0", 0},          {"birth", "0", "1000", 1000},
		{"birth", "5000", "1000", 5000}, {"birth", "1000", "5000", 5000},
		{"radius", "0", "7", 7},         {"radius", "3", "7", 3},
		{"consent_at", "0", "9", 9},     {"consent_at", "4", "9", 4},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *k = twin(w, arena_printf(w->mem, "1990000%04zu", 8000 + 2 * i), false);
		const char *g = twin(w, arena_printf(w->mem, "1990000%04zu", 8001 + 2 * i), false);
		script(w, arena_printf(w->mem,
		                       "UPDATE person SET %s = %s WHERE uid = '%s';"
		                       "UPDATE person SET %s = %s WHERE uid = '%s';",
		                       rows[i].column, rows[i].kept, k, rows[i].column,
		                       rows[i].gone, g));
		merged(w, k, g);
		if (of_person(w, rows[i].column, k) != rows[i].stays)
			fail_msg("%s: %s and %s became %lld", rows[i].column, rows[i].kept,
			         rows[i].gone, (long long)of_person(w, rows[i].column, k));
	}
}

static void the_choice_of_channels_and_a_lock_outlive_a_merge(struct world *w)
{
	static const struct {
		const char *kept, *gone; /* email, quiet_from, quiet_to, digest; NULL: no row */
		const char *stays;
	} rows[] = {
		{NULL, "0, 21, 8, 1", "0, 21, 8, 1"},
		{"1, 22, 6, 0", NULL, "1, 21, 8, 0"},
		{"1, 20, 9, 0", "1, 0, 0, 1", "1, 20, 9, 1"},
		{"1, 22, 6, 1", "0, 18, 10, 0", "0, 18, 10, 1"},
		{NULL, NULL, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *k = twin(w, arena_printf(w->mem, "1990000%04zu", 9000 + 2 * i), false);
		const char *g = twin(w, arena_printf(w->mem, "1990000%04zu", 9001 + 2 * i), false);
		for (int side = 0; side < 2; side++)
			if (side ? rows[i].gone : rows[i].kept)
				script(w,
				       arena_printf(w->mem,
				                    "INSERT INTO channel_choice (person, email, "
				                    "quiet_from, quiet_to, digest) SELECT id, %s "
				                    "FROM person WHERE uid = '%s';",
				                    side ? rows[i].gone : rows[i].kept,
				                    side ? g : k));
		merged(w, k, g);
		const char *found = arena_printf(
			w->mem,
			"SELECT count(*) FROM channel_choice WHERE person = (SELECT id FROM person "
			"WHERE uid = '%s')%s%s%s",
			k, rows[i].stays ? " AND (email, quiet_from, quiet_to, digest) = (" : "",
			rows[i].stays ? rows[i].stays : "", rows[i].stays ? ")" : "");
		if (world_count(w, found) != (rows[i].stays != NULL))
			fail_msg("row %zu: %s", i, found);
	}
	script(w, arena_printf(w->mem, "UPDATE account SET locked = 1 WHERE person = %lld;",
	                       (long long)w->person[OTHER_LEADER]));
	script(w, arena_printf(w->mem, "UPDATE person SET home = 4 WHERE id = %lld;",
	                       (long long)w->person[OTHER_LEADER]));
	merged(w, w->uid[LEADER], w->uid[OTHER_LEADER]);
	assert_int_equal(world_ask(w, LEADER, GET, "/me", NULL), 401);
}

/* Words that were written while he lived, and the account that would be his again. */
static void what_waits_for_the_dead_does_not_leave(struct world *w)
{
	size_t n = 9;
	died(w, RESIDENT);
	script(w, arena_printf(w->mem,
	                       "DELETE FROM outbox;"
	                       "INSERT INTO outbox (uid, channel, person, subject, body, created, "
	                       "next_at) VALUES ('waits', 1, %lld, 'a', 'b', 0, 0);",
	                       (long long)w->person[RESIDENT]));
	world_begin(w, GUEST);
	outbox_lease(&w->c, &n);
	world_commit(w);
	assert_int_equal(n, 0);
	assert_int_equal(world_count(w, "SELECT count(*) FROM outbox WHERE state = 3"), 1);
	assert_int_equal(
		world_askf(w, SYSADMIN, POST, "{}", "/accounts/%s/unlock", w->uid[RESIDENT]), 409);
	HAS("登记了去世");
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
STORY(a_merge_does_not_revive_the_dead)
STORY(the_dead_record_that_is_kept_takes_no_living_orders)
STORY(of_two_records_the_stricter_rule_stays)
STORY(the_choice_of_channels_and_a_lock_outlive_a_merge)
STORY(what_waits_for_the_dead_does_not_leave)

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
	TOLD(a_merge_does_not_revive_the_dead),
	TOLD(the_dead_record_that_is_kept_takes_no_living_orders),
	TOLD(of_two_records_the_stricter_rule_stays),
	TOLD(the_choice_of_channels_and_a_lock_outlive_a_merge),
	TOLD(what_waits_for_the_dead_does_not_leave),
};
const size_t depart_tests_count = sizeof depart_tests / sizeof *depart_tests;
