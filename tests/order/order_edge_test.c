/* Stories of the order where two things meet: the clock and a hand, a team and its end, a page and
 * what happened since. */
#include "order_case.h"
#include "probe.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/order/order.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"

static int schedule(struct world *w, const char *id, const char *word, int64_t days,
                    const char *more)
{
	long long at = (long long)(clock_now() + days * DAY);
	return world_askf(w, LEADER, POST,
	                  arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld%s}", at,
	                               at + 3600, more),
	                  "/orders/%s/%s", id, word);
}

static const char *visit_of(struct world *w)
{
	static const char text[] = "SELECT uid FROM activity ORDER BY id DESC LIMIT 1";
	static const struct sql q = {"visit_of", text, text, 9100};
	world_begin(w, GUEST);
	const char *uid = db_text_values(w->db, w->mem, &q, VALUES());
	world_commit(w);
	return uid;
}

/* ---- the clock ---- */

static void the_job_ends_what_is_over_once_and_tells_both_sides(struct world *w)
{
	case_order(w, ORDER_OFFERED);
	size_t n;
	world_later(25 * HOUR);
	world_begin(w, GUEST);
	struct order *late = order_expired(&w->c, &n);
	assert_int_equal(n, 1);
	assert_int_equal(order_expire(&w->c, late->row, "下一候选：乙队"), OK);
	assert_int_equal(order_expire(&w->c, late->row, NULL), ERR_STATE);
	world_commit(w);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders WHERE state = 2 AND team = 0"),
	                 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE action = 26"), 1);
	assert_int_equal(case_desk_told(w, DISPATCHER, "单子到期"), 1);
	assert_int_equal(case_told(w, LEADER, "派给您的单子到期了"), 1);
}

static void what_was_done_in_the_meantime_is_not_escalated(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	size_t n;
	world_later(25 * HOUR);
	world_begin(w, GUEST);
	struct order *late = order_overdue(&w->c, &n);
	world_commit(w);
	assert_int_equal(n, 1);
	case_must(w, REVIEWER, id, ACT_APPROVE);
	world_begin(w, GUEST);
	assert_int_equal(order_escalate(&w->c, late->row), ERR_STATE);
	world_commit(w);
	assert_int_equal(world_count(w, "SELECT level FROM orders"), 0);
}

static void lists_show_what_the_clock_has_ended(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	world_later(25 * HOUR);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/orders?state=offered", NULL), 200);
	LACKS(id);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/orders?state=open", NULL), 200);
	HAS(id);
	HAS("\"state\":\"open\"");
	LACKS("甲队");
	assert_int_equal(world_page(w, DISPATCHER, "/dispatch"), 200);
	HAS(id);
	assert_int_equal(world_page(w, LEADER, "/work"), 200);
	LACKS(id);
	assert_int_equal(world_page(w, RESIDENT, "/mine"), 200);
	HAS("待派单");
	LACKS("待接单");
}

static void the_reviewers_urgency_shortens_the_whole_deadline(struct world *w)
{
	case_script(w, "INSERT INTO order_limit (clock, urgency, minutes) VALUES (9, 3, 10080)");
	const char *id = case_order(w, ORDER_SUBMITTED);
	int64_t before = world_count(w, "SELECT due FROM orders");
	assert_int_equal(
		world_askf(w, REVIEWER, POST, "{\"urgency\":\"urgent\"}", "/orders/%s/approve", id),
		200);
	assert_int_equal(world_count(w, "SELECT due FROM orders"), before - 14 * DAY);
	case_must(w, DISPATCHER, id, ACT_OFFER);
	case_must(w, LEADER, id, ACT_DECLINE);
	assert_int_equal(world_count(w, "SELECT due FROM orders"), before - 14 * DAY);
}

/* ---- who goes ---- */

static void a_new_time_keeps_the_people(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	const char *both = arena_printf(w->mem, ",\"members\":[\"%s\"]", w->uid[MEMBER]);
	assert_int_equal(schedule(w, id, "schedule", 1, both), 200);
	assert_int_equal(schedule(w, id, "reschedule", 2, ""), 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM attendance"), 2);
	assert_int_equal(schedule(w, id, "reschedule", 3, ",\"members\":[]"), 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM attendance"), 1);
	assert_int_equal(schedule(w, id, "reschedule", 3, both), 200);
	case_script(w, arena_printf(w->mem, "UPDATE member SET state = 3 WHERE person = %lld",
	                            (long long)w->person[MEMBER]));
	assert_int_equal(schedule(w, id, "reschedule", 4, ""), 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM attendance"), 1);
}

static void a_minor_goes_along_when_a_guardian_agreed_but_does_not_lead(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED), *member = w->uid[MEMBER];
	case_script(w, arena_printf(w->mem, "UPDATE person SET birth = %lld WHERE id = %lld",
	                            (long long)(clock_now() - 16 * 366 * (int64_t)DAY),
	                            (long long)w->person[MEMBER]));
	assert_int_equal(
		schedule(w, id, "schedule", 1, arena_printf(w->mem, ",\"leader\":\"%s\"", member)),
		422);
	HAS("\"field\":\"leader\"");
	const char *along = arena_printf(w->mem, ",\"members\":[\"%s\"]", member);
	assert_int_equal(schedule(w, id, "schedule", 1, along), 422);
	HAS("监护人");
	assert_int_equal(
		world_askf(w, STATION, POST,
	                   "{\"guardian\":{\"purpose\":\"comes_along\",\"name\":\"示例家长\","
	                   "\"phone\":\"19900009999\",\"how\":\"书面\",\"at\":1700000000}}",
	                   "/people/%s/guardian", member),
		200);
	assert_int_equal(schedule(w, id, "schedule", 1, along), 200);
}

static void nobody_serves_himself(struct world *w)
{
	case_script(w, arena_printf(w->mem, "UPDATE member SET role = 1 WHERE person = %lld",
	                            (long long)w->person[MEMBER])); /* somebody else can answer */
	assert_int_equal(
		world_ask(w, LEADER, POST, "/orders",
	                  "{\"kind\":\"request\",\"title\":\"想请人修灯\",\"category\":\"repair\","
	                  "\"place\":\"" VILLAGE "\",\"submit\":true}"),
		201);
	const char *id = world_get(w, "id");
	case_must(w, REVIEWER, id, ACT_APPROVE);
	case_must(w, DISPATCHER, id, ACT_OFFER);
	assert_int_equal(case_act(w, LEADER, id, ACT_ACCEPT), 403);
	case_must(w, LEADER, id, ACT_DECLINE);
}

static void a_visit_of_the_past_is_not_ticked(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED), *old = visit_of(w);
	const char *me = arena_printf(w->mem, "{\"person\":\"%s\"}", w->uid[LEADER]);
	case_must(w, DISPATCHER, id, ACT_RECALL);
	case_must(w, DISPATCHER, id, ACT_OFFER);
	case_must(w, LEADER, id, ACT_ACCEPT);
	case_must(w, LEADER, id, ACT_SCHEDULE);
	assert_int_equal(world_askf(w, LEADER, POST, me, "/activities/%s/check-in", old), 404);
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/activities/%s/roster", old), 404);
	case_now(w, id);
	assert_int_equal(world_askf(w, LEADER, POST, me, "/activities/%s/check-in", visit_of(w)),
	                 200);
	clock_step(-3 * HOUR); /* nobody was there for less than nothing */
	case_must(w, LEADER, id, ACT_ABORT);
	assert_int_equal(world_count(w, "SELECT count(*) FROM activity WHERE state = 2"), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM attendance WHERE out_at > 0"), 1);
	assert_int_equal(world_count(w, "SELECT sum(out_at - in_at) FROM attendance"), 0);
}

static void goods_are_not_ticked(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	case_script(w, "UPDATE orders SET form = 1");
	assert_int_equal(world_askf(w, LEADER, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\"}", w->uid[LEADER]),
	                            "/activities/%s/check-in", visit_of(w)),
	                 422);
	assert_string_equal(case_state(w, id), "scheduled");
}

/* ---- who sees and who is told ---- */

static void names_in_the_events_are_masked_but_for_staff(struct world *w)
{
	const char *id = case_order(w, ORDER_DONE);
	case_must(w, RESIDENT, id, ACT_EVALUATE);
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/orders/%s/events", id), 200);
	LACKS("示例resident");
	LACKS("示例dispatcher");
	HAS("示例leader");
	assert_int_equal(world_askf(w, TOWNSHIP, GET, NULL, "/orders/%s/events", id), 200);
	HAS("示例dispatcher");
	LACKS("示例resident");
}

static void who_sees_an_order_but_not_its_events_is_told_so(struct world *w)
{
	const char *id = case_order(w, ORDER_WALL);
	assert_int_equal(world_askf(w, VOLUNTEER, GET, NULL, "/orders/%s/events", id), 403);
	assert_int_equal(world_askf(w, OTHER_TOWNSHIP, GET, NULL, "/orders/%s/candidates", id),
	                 403);
	id = case_order(w, ORDER_OFFERED);
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/orders/%s/events", id), 403);
	case_must(w, RESIDENT, id, ACT_CANCEL);
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/orders/%s", id), 404);
	assert_int_equal(case_told(w, LEADER, "单子取消了"), 1);
	assert_int_equal(case_told(w, STATION, "单子取消了"), 1);
}

static void staff_dispatch_what_they_entered_themselves(struct world *w)
{
	case_order(w, ORDER_OPEN);
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/orders",
	                           "{\"kind\":\"request\",\"title\":\"来电说水管漏了\","
	                           "\"category\":\"repair\","
	                           "\"place\":\"" VILLAGE
	                           "\",\"submit\":true,\"beneficiary\":{\"name\":\"示例老人\"},"
	                           "\"consent\":{\"by\":\"本人\",\"how\":\"电话\"}}"),
	                 201);
	const char *id = world_get(w, "id");
	case_must(w, REVIEWER, id, ACT_APPROVE);
	assert_int_equal(world_askf(w, TOWNSHIP, GET, NULL, "/orders/%s/candidates", id), 200);
	assert_int_equal(world_page(w, TOWNSHIP, arena_printf(w->mem, "/dispatch?order=%s", id)),
	                 200);
	HAS(arena_printf(w->mem, "/orders/%s/offer", id));
	assert_int_equal(world_page(w, TOWNSHIP, arena_printf(w->mem, "/orders/%s/log", id)), 200);
	HAS("示例reviewer");
}

static void those_whom_it_concerns_are_told(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	assert_int_equal(world_askf(w, REVIEWER, POST, "{\"place\":\"" OTHER_VILLAGE "\"}",
	                            "/orders/%s/reroute", id),
	                 200);
	assert_int_equal(case_desk_told(w, OTHER_TOWNSHIP, "有单子转来"), 1);
	assert_int_equal(case_desk_told(w, TOWNSHIP, "有单子转来"), 0);
	id = case_order(w, ORDER_OFFERED);
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_int_equal(case_told(w, RESIDENT, "您的单子要换人来办"), 0);
	id = case_order(w, ORDER_SCHEDULED);
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_int_equal(case_told(w, RESIDENT, "您的单子要换人来办"), 1);
	id = case_order(w, ORDER_DONE);
	assert_int_equal(world_askf(w, RESIDENT, POST, "{\"score\":1,\"comment\":\"没修好\"}",
	                            "/orders/%s/evaluate", id),
	                 200);
	assert_int_equal(case_desk_told(w, REVIEWER, "有单子待回访"), 1);
	id = case_order(w, ORDER_CLOSED);
	assert_int_equal(case_desk_told(w, REVIEWER, "有单子待回访"), 1);
}

static void an_overdue_order_is_told_level_by_level(struct world *w)
{
	static const enum who levels[] = {STATION, TOWNSHIP, DISPATCHER};
	size_t n;
	case_order(w, ORDER_SUBMITTED);
	for (int i = 0; i < 3; i++) {
		world_later((i + 1) * (int64_t)DAY + HOUR);
		world_begin(w, GUEST);
		struct order *late = order_overdue(&w->c, &n);
		assert_int_equal(n, 1);
		assert_int_equal(order_escalate(&w->c, late->row), OK);
		world_commit(w);
		for (int k = 0; k < 3; k++)
			assert_int_equal(case_desk_told(w, levels[k], "单子超时"), k <= i);
		assert_int_equal(case_told(w, RESIDENT, "您的单子慢了，已经催办"), 1);
	}
}

static void a_wish_stands_beside_what_came_true_nearby(struct world *w)
{
	const char *done = case_order(w, ORDER_CLOSED), *id = case_order(w, ORDER_WALL);
	case_script(w, arena_printf(w->mem,
	                            "UPDATE orders SET published = 1, public_title = '一床新被' "
	                            "WHERE uid = '%s'",
	                            done));
	assert_int_equal(world_page(w, GUEST, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("一床新被");
}

static void a_closed_wall_is_closed_everywhere(struct world *w)
{
	const char *id = case_order(w, ORDER_WALL);
	assert_int_equal(world_page(w, GUEST, "/"), 200);
	HAS(id);
	case_script(
		w, "INSERT INTO setting (name, value, who, at) VALUES ('wall.public', '0', '', 0)");
	assert_int_equal(world_ask(w, GUEST, GET, "/wall", NULL), 401);
	assert_int_equal(world_ask(w, GUEST, GET, "/orders", NULL), 401);
	assert_int_equal(world_askf(w, GUEST, GET, NULL, "/orders/%s", id), 404);
	assert_int_equal(world_page(w, GUEST, "/"), 200);
	LACKS(id);
	assert_int_equal(world_askf(w, OTHER_RESIDENT, GET, NULL, "/orders/%s", id), 200);
}

/* ---- what was typed ---- */

static void a_draft_stays_within_the_reach_of_who_entered_it(struct world *w)
{
	const char *id = case_order(w, ORDER_DRAFT);
	const char *away = "{\"revision\":0,\"place\":\"" OTHER_VILLAGE "\"}";
	assert_int_equal(world_askf(w, STATION, PATCH, away, "/orders/%s", id), 403);
	assert_int_equal(world_askf(w, STATION, PATCH,
	                            "{\"revision\":0,\"beneficiary\":{\"name\":\"\"}}",
	                            "/orders/%s", id),
	                 422);
	HAS("beneficiary.name");
	assert_int_equal(world_askf(w, STATION, PATCH,
	                            "{\"revision\":0,\"consent\":{\"by\":\"女儿\"}}", "/orders/%s",
	                            id),
	                 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders WHERE consent_by = '女儿' AND "
	                                "consent_how = '当面' AND consent_at > 0"),
	                 1);
	assert_int_equal(world_askf(w, RESIDENT, PATCH, away, "/orders/%s", id), 409);
	away = "{\"revision\":1,\"place\":\"" OTHER_VILLAGE "\"}";
	assert_int_equal(world_askf(w, RESIDENT, PATCH, away, "/orders/%s", id), 200);
}

static void an_own_draft_does_not_become_somebody_elses(struct world *w)
{
	assert_int_equal(
		world_ask(w, STATION, POST, "/orders",
	                  "{\"kind\":\"wish\",\"title\":\"想要一本字典\",\"category\":\"repair\","
	                  "\"place\":\"" VILLAGE "\"}"),
		201);
	const char *id = world_get(w, "id");
	assert_int_equal(world_askf(w, STATION, PATCH,
	                            "{\"revision\":0,\"beneficiary\":{\"name\":\"示例老人\"},"
	                            "\"consent\":{\"by\":\"本人\",\"how\":\"当面\"}}",
	                            "/orders/%s", id),
	                 422);
	HAS("beneficiary.name");
}

static void a_choice_left_empty_changes_nothing(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	assert_int_equal(world_ask(w, REVIEWER, GET, "/orders?state=&place=&q=", NULL), 200);
	HAS(id);
	assert_int_equal(world_askf(w, REVIEWER, POST, "{\"kind\":null,\"category\":\"health\"}",
	                            "/orders/%s/reroute", id),
	                 200);
	assert_string_equal(world_get(w, "kind"), "visit");
	assert_int_equal(
		world_askf(w, REVIEWER, POST, "{\"urgency\":null}", "/orders/%s/approve", id), 200);
	assert_string_equal(world_get(w, "urgency"), "normal");
}

static void the_next_page_asks_the_same_question(struct world *w)
{
	for (int i = 0; i < 21; i++)
		case_order(w, ORDER_SUBMITTED);
	assert_int_equal(world_page(w, REVIEWER, "/orders?q=漏雨&state=submitted"), 200);
	HAS("state=submitted&amp;q=%E6%BC%8F%E9%9B%A8&amp;after=");
}

static void an_order_is_followed_by_the_phone_of_the_account_too(struct world *w)
{
	assert_int_equal(
		world_ask(w, RESIDENT, POST, "/orders",
	                  "{\"kind\":\"wish\",\"title\":\"想要一本字典\",\"category\":\"repair\","
	                  "\"place\":\"" VILLAGE "\"}"),
		201);
	const char *number = world_get(w, "number");
	world_begin(w, GUEST);
	assert_non_null(order_follow(&w->c, number, PHONE));
	assert_null(order_follow(&w->c, number, "19900000002"));
	world_commit(w);
}

static void ones_own_order_stands_under_ones_own_tab(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	const char *url = arena_printf(w->mem, "/orders/%s", id);
	static const struct {
		enum who who;
		const char *tab, *back;
	} rows[] = {{RESIDENT, "href=\"/mine\"\naria-current", "class=\"tool\" href=\"/mine\""},
	            {STATION, "href=\"/mine\"\naria-current", "class=\"tool\" href=\"/mine\""},
	            {REVIEWER, "href=\"/wall\"\naria-current", "class=\"tool\" href=\"/wall\""}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(world_page(w, rows[i].who, url), 200);
		HAS(rows[i].tab);
		HAS(rows[i].back);
	}
}

static void the_office_is_called_by_its_digits(struct world *w)
{
	case_script(w, "INSERT INTO setting (name, value, who, at) VALUES"
	               " ('hotline', '199 0000 0000（示例）', '', 0)");
	assert_int_equal(world_page(w, GUEST, "/?elder=1"), 200);
	HAS("href=\"tel:19900000000\"");
	HAS("199 0000 0000（示例）");
}

static void no_number_of_a_person_gets_on_the_wall(struct world *w)
{
	const char *body = arena_printf(w->mem,
	                                "{\"kind\":\"wish\",\"title\":\"请打%s找我\",\"detail\":"
	                                "\"想要一本字典\",\"category\":\"repair\","
	                                "\"place\":\"" VILLAGE
	                                "\",\"public_ok\":true,\"submit\":true}",
	                                PHONE);
	assert_int_equal(world_ask(w, RESIDENT, POST, "/orders", body), 201);
	const char *id = world_get(w, "id");
	assert_int_equal(world_askf(w, REVIEWER, POST, "{}", "/orders/%s/approve", id), 422);
	HAS("\"field\":\"public_title\"");
	assert_int_equal(
		world_askf(w, REVIEWER, POST,
	                   "{\"public_title\":\"想要字典\",\"public_detail\":\"199 0000 0001\"}",
	                   "/orders/%s/approve", id),
		422);
	HAS("\"field\":\"public_detail\"");
	assert_string_equal(case_state(w, id), "submitted");
	assert_int_equal(world_askf(w, REVIEWER, POST, "{\"public_title\":\"想要一本字典\"}",
	                            "/orders/%s/approve", id),
	                 200);
	world_ask(w, GUEST, GET, "/wall", NULL);
	HAS("想要一本字典");
	LACKS(PHONE);
}

static void a_fault_in_the_folded_part_opens_it(struct world *w)
{
	struct browser b = probe_browser(w, RESIDENT);
	assert_int_equal(probe_get(w, &b, "/orders/new"), 200);
	HAS("id=\"fold-more\"\n><summary>");
	assert_int_equal(probe_post(w, &b, "/orders",
	                            "title=abc&category=repair&place=" VILLAGE
	                            "&kind=wish&wanted_until=2020-01-02"),
	                 422);
	HAS("id=\"fold-more\"\nopen=\"\"\n><summary>");
}

#define STORIES(X)                                                                                 \
	X(a_fault_in_the_folded_part_opens_it)                                                     \
	X(no_number_of_a_person_gets_on_the_wall)                                                  \
	X(the_job_ends_what_is_over_once_and_tells_both_sides)                                     \
	X(what_was_done_in_the_meantime_is_not_escalated)                                          \
	X(lists_show_what_the_clock_has_ended)                                                     \
	X(the_reviewers_urgency_shortens_the_whole_deadline)                                       \
	X(a_new_time_keeps_the_people)                                                             \
	X(a_minor_goes_along_when_a_guardian_agreed_but_does_not_lead)                             \
	X(ones_own_order_stands_under_ones_own_tab)                                                \
	X(the_office_is_called_by_its_digits)                                                      \
	X(nobody_serves_himself)                                                                   \
	X(a_visit_of_the_past_is_not_ticked)                                                       \
	X(goods_are_not_ticked)                                                                    \
	X(names_in_the_events_are_masked_but_for_staff)                                            \
	X(who_sees_an_order_but_not_its_events_is_told_so)                                         \
	X(staff_dispatch_what_they_entered_themselves)                                             \
	X(those_whom_it_concerns_are_told)                                                         \
	X(an_overdue_order_is_told_level_by_level)                                                 \
	X(a_wish_stands_beside_what_came_true_nearby)                                              \
	X(a_closed_wall_is_closed_everywhere)                                                      \
	X(a_draft_stays_within_the_reach_of_who_entered_it)                                        \
	X(an_own_draft_does_not_become_somebody_elses)                                             \
	X(a_choice_left_empty_changes_nothing)                                                     \
	X(the_next_page_asks_the_same_question)                                                    \
	X(an_order_is_followed_by_the_phone_of_the_account_too)
STORIES(STORY)
#define LISTED(name) TOLD(name),
const struct CMUnitTest order_edge_tests[] = {STORIES(LISTED)};
const size_t order_edge_tests_count = sizeof order_edge_tests / sizeof *order_edge_tests;
