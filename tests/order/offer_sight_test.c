/* Who sees that an order was offered, and to whom. */
#include "features/order/order_move.h"
#include "offer_case.h"
#include "store_help.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/migrate.h"

/* By what became of its offer: what the first team is shown of the order. */
static void a_side_sees_it_only_while_its_own_offer_waits(struct world *w)
{
	static const struct {
		const char *fate;
		enum who who;
		enum order_action action;
		int64_t later;
		bool sees;
	} rows[] = {
		{"waits", GUEST, ACT_COUNT, 0, true},
		{"declined", LEADER, ACT_DECLINE, 0, false},
		{"overtaken", OTHER_LEADER, ACT_ACCEPT, 0, false},
		{"accepted", LEADER, ACT_ACCEPT, 0, true},
		{"expired", GUEST, ACT_COUNT, 25 * HOUR, false},
		{"recalled", DISPATCHER, ACT_RECALL, 25 * HOUR, false},
		{"cancelled", RESIDENT, ACT_CANCEL, 25 * HOUR, false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		world_later(0);
		const char *id = offer_asked_twice(w);
		if (rows[i].who != GUEST)
			case_must(w, rows[i].who, id, rows[i].action);
		world_later(rows[i].later);
		int want = rows[i].sees ? 200 : 404;
		if (world_askf(w, LEADER, GET, NULL, "/orders/%s", id) != want)
			fail_msg("%s: %d instead of %d", rows[i].fate, w->status, want);
		static const char *const lists[] = {"/work", "/orders"};
		for (int k = 0; k < 2; k++) {
			assert_int_equal(world_page(w, LEADER, lists[k]), 200);
			assert_int_equal(strstr(w->body, id) != NULL, rows[i].sees);
			assert_int_equal(world_page(w, MEMBER, lists[k]), 200);
			LACKS(id);
		}
		assert_int_equal(world_askf(w, MEMBER, GET, NULL, "/orders/%s", id), 404);
	}
}

static void those_who_are_asked_do_not_learn_of_each_other(struct world *w)
{
	const char *id = offer_asked_twice(w);
	const struct {
		enum who who;
		const char *own, *other;
	} rows[] = {{LEADER, "甲队", "乙队"}, {OTHER_LEADER, "乙队", "甲队"}};
	for (int i = 0; i < 2; i++) {
		assert_int_equal(world_askf(w, rows[i].who, GET, NULL, "/orders/%s", id), 200);
		HAS(rows[i].own);
		LACKS(rows[i].other);
		assert_string_equal(world_get(w, "asked"), "0");
		assert_string_equal(world_get(w, "state"), "offered");
		assert_int_equal(world_page(w, rows[i].who, arena_printf(w->mem, "/orders/%s", id)),
		                 200);
		HAS("接下这一单");
		LACKS(rows[i].other);
		assert_int_equal(world_askf(w, rows[i].who, GET, NULL, "/orders/%s/offers", id),
		                 403);
		assert_int_equal(world_askf(w, rows[i].who, GET, NULL, "/orders/%s/events", id),
		                 403);
		assert_int_equal(world_askf(w, rows[i].who, POST, "{\"reason\":\"约时间\"}",
		                            "/orders/%s/contact", id),
		                 403);
	}
	case_must(w, LEADER, id, ACT_ACCEPT);
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/orders/%s/events", id), 200);
	HAS("甲队");
	LACKS("乙队");
	assert_int_equal(
		world_askf(w, LEADER, POST, "{\"reason\":\"约时间\"}", "/orders/%s/contact", id),
		200);
}

static void who_dispatches_sees_whom_it_was_offered_to(struct world *w)
{
	const char *id = offer_asked_twice(w);
	case_must(w, LEADER, id, ACT_DECLINE);
	assert_int_equal(world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/offers", id), 200);
	const char *first = strstr(w->body, "甲队"), *second = strstr(w->body, "乙队");
	assert_true(first && second && first < second);
	HAS("\"state\":\"declined\"");
	HAS("\"state\":\"waiting\"");
	assert_int_equal(world_askf(w, OTHER_TOWNSHIP, GET, NULL, "/orders/%s/offers", id), 404);
	static const enum who staff[] = {DISPATCHER, TOWNSHIP, AUDITOR, VIEWER, REVIEWER};
	for (size_t i = 0; i < sizeof staff / sizeof *staff; i++) {
		assert_int_equal(
			world_page(w, staff[i], arena_printf(w->mem, "/orders/%s/log", id)), 200);
		HAS("派给谁");
		HAS("谢绝了");
		HAS("还剩");
	}
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id)), 200);
	LACKS("派给谁");
	HAS("等 1 家答复");
	id = offer_asked_twice(w);
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("同时派给 2 家");
	world_later(25 * HOUR);
	assert_int_equal(world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/offers", id), 200);
	LACKS("waiting");
	HAS("expired");
}

static void a_person_is_asked_beside_a_team(struct world *w)
{
	const char *id = offer_of_urgency(w, "high");
	assert_int_equal(offer_ask(w, id,
	                           arena_printf(w->mem, "{\"team\":\"%s\",\"person\":\"%s\"}",
	                                        w->team_uid_b, w->uid[VOLUNTEER])),
	                 200);
	assert_int_equal(case_told(w, VOLUNTEER, "有单子派给您"), 1);
	case_must(w, VOLUNTEER, id, ACT_ACCEPT);
	assert_int_equal(
		world_count(w, arena_printf(w->mem,
	                                    "SELECT count(*) FROM orders WHERE team = 0 AND "
	                                    "person = %lld",
	                                    (long long)w->person[VOLUNTEER])),
		1);
	assert_int_equal(case_told(w, OTHER_LEADER, OFFER_TAKEN), 1);
	case_must(w, VOLUNTEER, id, ACT_HAND_BACK);
	assert_string_equal(case_state(w, id), "open");
	offer_is_sound(w);
}

static void the_domain_says_how_many_more_may_be_asked(struct world *w)
{
	const char *id = offer_of_urgency(w, "urgent");
	int64_t row = offer_order_row(w, id);
	for (int waiting = 0; waiting < 2; waiting++) {
		world_begin(w, DISPATCHER);
		struct order *o = order_get(&w->c, row);
		assert_int_equal(order_offers_most(&w->c, o), 3);
		assert_int_equal(order_offers_free(&w->c, o), 3 - waiting);
		assert_true(order_may(&w->c, o, ACT_OFFER));
		world_commit(w);
		case_act(w, DISPATCHER, id, ACT_OFFER);
	}
	case_must(w, LEADER, id, ACT_ACCEPT);
	world_begin(w, DISPATCHER);
	struct order *o = order_get(&w->c, row);
	assert_int_equal(order_offers_free(&w->c, o), 0);
	assert_false(order_may(&w->c, o, ACT_OFFER));
	world_commit(w);
}

/* ---- what was offered before there were offers ---- */

static void an_order_that_was_offered_before_keeps_its_offer(struct scratch *s)
{
	struct migration before[40];
	const char *why = NULL;
	int n = 0;
	for (; migrations[n].number && migrations[n].number < 11; n++)
		before[n] = migrations[n];
	before[n] = (struct migration){0};
	assert_true(migrate_all(s->db, before, &why));
	db_begin(s->db);
	db_script(s->db,
	          "INSERT INTO orders (uid, number, kind, form, source, state, revision, title, "
	          "detail, category, place, requester, created, entered, deadline, team, person) "
	          "VALUES ('a', 'A', 0, 0, 0, 4, 3, '示例', '', 1, 2, 1, 1, 50, 90, 7, 0),"
	          " ('b', 'B', 0, 0, 0, 4, 3, '示例', '', 1, 2, 1, 1, 60, 95, 0, 8),"
	          " ('c', 'C', 0, 0, 0, 5, 4, '示例', '', 1, 2, 1, 1, 60, 95, 7, 0);"
	          "INSERT INTO order_event (orders, seq, at, actor, action, from_state, to_state, "
	          "deadline, team) VALUES (1, 3, 50, 77, 8, 2, 4, 90, 7)");
	assert_true(db_commit(s->db));
	assert_true(migrate_all(s->db, migrations, &why));
	static const struct {
		const char *sql;
		int64_t want;
	} rows[] = {
		{"SELECT count(*) FROM order_offer", 2},
		{"SELECT count(*) FROM order_offer WHERE orders = 1 AND team = 7 AND person = 0 "
	         "AND actor = "
	         "77 AND at = 50 AND until = 90 AND state = 0",
	         1},
		{"SELECT count(*) FROM order_offer WHERE orders = 2 AND team = 0 AND person = 8 "
	         "AND actor = "
	         "0 AND until = 95",
	         1},
		{"SELECT count(*) FROM orders WHERE state = 4 AND team = 0 AND person = 0", 2},
		{"SELECT count(*) FROM orders WHERE state = 5 AND team = 7 AND verdict_how = 0", 1},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct sql q = {"row", rows[i].sql, rows[i].sql, 9300 + (unsigned)i};
		assert_int_equal(db_int(s->db, q), rows[i].want);
	}
}
ON_BOTH(an_order_that_was_offered_before_keeps_its_offer)

#define STORIES(X)                                                                                 \
	X(a_side_sees_it_only_while_its_own_offer_waits)                                           \
	X(those_who_are_asked_do_not_learn_of_each_other)                                          \
	X(who_dispatches_sees_whom_it_was_offered_to)                                              \
	X(a_person_is_asked_beside_a_team)                                                         \
	X(the_domain_says_how_many_more_may_be_asked)
STORIES(STORY)
#define LISTED(name) TOLD(name),
const struct CMUnitTest offer_sight_tests[] = {
	STORIES(LISTED) BOTH(an_order_that_was_offered_before_keeps_its_offer)};
const size_t offer_sight_tests_count = sizeof offer_sight_tests / sizeof *offer_sight_tests;
