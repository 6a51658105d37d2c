/* A decision at the desk: it leads to the next one, is taken back by the same hand, and what cannot be is asked first. */
#include "order_case.h"
#include "visitor.h"

#include "base/arena.h"
#include "base/text.h"

#include <string.h>

static struct browser signed_in(struct world *w, enum who who)
{
	struct browser b = visitor_open(w);
	const char *phone = visitor_account(w, who);
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, "/me"), 303);
	return b;
}

static bool says(const struct browser *b, const char *text)
{
	return strstr(b->page, text);
}

static const char *at(struct world *w, const char *id, const char *move)
{
	return arena_printf(w->mem, "/orders/%s/%s", id, move);
}

static void a_decision_leads_to_the_next_with_its_queue(struct world *w)
{
	const char *one = case_order(w, ORDER_SUBMITTED), *two = case_order(w, ORDER_SUBMITTED);
	struct browser b = signed_in(w, REVIEWER);
	visitor_look(&b, arena_printf(w->mem, "/review?category=repair&order=%s", one));
	const char *then = arena_printf(w->mem, "/review?order=%s&category=repair", two);
	assert_true(says(
		&b, arena_printf(w->mem,
	                         "name=\"_then\" value=\"/review?order=%s&amp;category=repair\"",
	                         two)));
	assert_true(says(&b, "第 1 单，共 2 单"));
	assert_int_equal(visitor_fill(&b, at(w, one, "refuse"),
	                              arena_printf(w->mem, "reason=不归志愿服务&_then=%s",
	                                           "/review?order=X")),
	                 303);
	assert_string_equal(b.location, "/review?order=X");
	visitor_look(&b, then);
	assert_true(says(&b, "不予受理") && says(&b, "撤销（3 分钟内）"));
	assert_true(says(&b, "第 1 单，共 1 单") &&
	            !says(&b, arena_printf(w->mem, "order=%s", one)));
}
STORY(a_decision_leads_to_the_next_with_its_queue)

static void a_decision_is_taken_back_by_the_same_hand(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	ASK(REVIEWER, GET, 200, NULL, "/orders/%s", id);
	const char *before = arena_strdup(w->mem, world_get(w, "deadline"));
	world_later(60);
	case_must(w, REVIEWER, id, ACT_APPROVE);
	int64_t told = case_told(w, STATION, "您的单子重新审核") +
	               case_told(w, RESIDENT, "您的单子重新审核");
	ASK(TOWNSHIP, POST, 409, "{}", "%s", at(w, id, "undo"));
	ASK(DISPATCHER, POST, 403, "{}", "%s", at(w, id, "undo"));
	ASK(REVIEWER, POST, 200, "{}", "%s", at(w, id, "undo"));
	assert_string_equal(world_get(w, "state"), "submitted");
	assert_string_equal(world_get(w, "deadline"), before); /* no time is won by it */
	assert_true(case_told(w, STATION, "您的单子重新审核") +
	                    case_told(w, RESIDENT, "您的单子重新审核") >
	            told);
	ASK(REVIEWER, POST, 409, "{}", "%s", at(w, id, "undo"));
	case_must(w, REVIEWER, id, ACT_REFUSE);
	ASK(REVIEWER, POST, 200, "{}", "%s", at(w, id, "undo"));
	world_later(0);
}
STORY(a_decision_is_taken_back_by_the_same_hand)

static void what_somebody_acted_on_or_is_old_stays(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_must(w, DISPATCHER, id, ACT_OFFER);
	ASK(REVIEWER, POST, 409, "{}", "%s", at(w, id, "undo"));
	id = case_order(w, ORDER_OPEN);
	world_later(179);
	ASK(REVIEWER, GET, 200, NULL, "/orders/%s", id);
	HAS("\"undo\"");
	world_later(181);
	ASK(REVIEWER, POST, 409, "{}", "%s", at(w, id, "undo"));
	HAS("3 分钟");
	world_later(0);
}
STORY(what_somebody_acted_on_or_is_old_stays)

static void what_is_final_is_asked_first_and_done_once(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	struct browser b = signed_in(w, RESIDENT);
	const char *page = arena_printf(w->mem, "/orders/%s", id);
	visitor_look(&b, page);
	const char *form = arena_printf(w->mem, "reason=点错了&_from=%s", page);
	/* A fault is told at its form, before anybody is asked. */
	assert_int_equal(visitor_fill(&b, at(w, id, "cancel"),
	                              arena_printf(w->mem, "reason=&_from=%s", page)),
	                 422);
	assert_false(says(&b, "真的要"));
	assert_int_equal(visitor_fill(&b, at(w, id, "cancel"), form), 200);
	assert_true(says(&b, "真的要“取消”吗？") && says(&b, "name=\"reason\" value=\"点错了\""));
	assert_true(says(&b, "不办了，回去") && says(&b, page));
	assert_string_equal(case_state(w, id), "open");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE to_state = 13"), 0);
	assert_int_equal(
		visitor_fill(&b, at(w, id, "cancel"), arena_printf(w->mem, "%s&_sure=1", form)),
		303);
	assert_string_equal(case_state(w, id), "cancelled");
	visitor_look(&b, page);
	assert_true(says(&b, "已取消，有关的人都收到了消息"));
	assert_true(says(&b, arena_printf(w->mem, "/orders/new?anew=%s", id)) &&
	            says(&b, "再点一次"));
	visitor_look(&b, arena_printf(w->mem, "/orders/new?anew=%s", id));
	assert_true(says(
		&b, world_text(w, arena_printf(w->mem, "SELECT title FROM orders WHERE uid = '%s'",
	                                       id))));
}
STORY(what_is_final_is_asked_first_and_done_once)

static void a_program_is_not_asked(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_must(w, RESIDENT, id, ACT_CANCEL);
	assert_string_equal(case_state(w, id), "cancelled");
}
STORY(a_program_is_not_asked)

static void a_merge_shows_both_texts_first(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED), *into = case_order(w, ORDER_OPEN);
	struct browser b = signed_in(w, REVIEWER);
	visitor_look(&b, arena_printf(w->mem, "/review?order=%s", id));
	assert_int_equal(visitor_fill(&b, at(w, id, "merge"),
	                              arena_printf(w->mem, "into=%s&reason=都在说厨房的灯", into)),
	                 200);
	assert_true(says(&b, "这一单，并入后结束") && says(&b, "并入这一单，由它来办"));
	assert_string_equal(case_state(w, id), "submitted");
}
STORY(a_merge_shows_both_texts_first)

static void a_new_order_says_its_number_and_what_comes_next(struct world *w)
{
	struct browser b = signed_in(w, RESIDENT);
	visitor_look(&b, "/orders/new");
	assert_int_equal(visitor_fill(&b, "/orders",
	                              "title=想修一下厨房的灯&category=repair&place=" VILLAGE
	                              "&submit=1&kind=wish"),
	                 303);
	visitor_look(&b, arena_strdup(w->mem, b.location));
	assert_true(says(&b, "已提交，单号 DD") && says(&b, "审核员一般在"));
}
STORY(a_new_order_says_its_number_and_what_comes_next)

/* ---- staff's page of one order ---- */

static void looks(struct world *w, enum who who, const char *id)
{
	assert_int_equal(world_page(w, who, arena_printf(w->mem, "/orders/%s/log", id)), 200);
}

static bool in_turn(struct world *w, const char *first, const char *then)
{
	const char *a = strstr(w->body, first), *b = strstr(w->body, then);
	return a && b && a < b;
}

static void staff_see_two_named_clocks_and_acts_in_groups(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	looks(w, REVIEWER, id);
	HAS("本步骤（审核）");
	HAS("全程（提出到收单）");
	assert_true(in_turn(w, ">跟进<", ">换一家来做<"));
	assert_true(in_turn(w, ">换一家来做<", ">出了问题<"));
	assert_true(in_turn(w, ">出了问题<", "不予受理"));
	LACKS("在操作日志里看");
	looks(w, AUDITOR, id);
	HAS("没有您要办的");
	HAS("/audit?q=DD");
	assert_true(
		in_turn(w, "<span class=\"b\">提交", "<span class=\"b\">登记")); /* newest first */
}
STORY(staff_see_two_named_clocks_and_acts_in_groups)

static void what_is_not_yet_due_is_told_and_not_offered(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	looks(w, STATION, id); /* who entered it: nobody can have failed to come yet */
	HAS("谁来（");
	HAS("示例leader");
	HAS("反映没人来</b>：约的是");
	HAS("出发、签到</b>：");
	LACKS("fold-not_served");
	case_now(w, id);
	looks(w, STATION, id);
	LACKS("出发、签到");
	case_order(w, ORDER_CLOSED);
	looks(w, DISPATCHER, case_order(w, ORDER_CLOSED));
	LACKS("全程（"); /* nothing runs any more */
}
STORY(what_is_not_yet_due_is_told_and_not_offered)

static void what_was_merged_stands_on_the_order_it_joined(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED), *into = case_order(w, ORDER_OPEN);
	assert_int_equal(
		world_askf(w, REVIEWER, POST,
	                   arena_printf(w->mem, "{\"into\":\"%s\",\"reason\":\"同一件事\"}", into),
	                   "/orders/%s/merge", id),
		200);
	looks(w, DISPATCHER, into);
	HAS("并进来的单（1）");
	looks(w, DISPATCHER, id);
	LACKS("并进来的单");
}
STORY(what_was_merged_stands_on_the_order_it_joined)

const struct CMUnitTest order_desk_tests[] = {
	TOLD(staff_see_two_named_clocks_and_acts_in_groups),
	TOLD(what_is_not_yet_due_is_told_and_not_offered),
	TOLD(what_was_merged_stands_on_the_order_it_joined),
	TOLD(a_decision_leads_to_the_next_with_its_queue),
	TOLD(a_decision_is_taken_back_by_the_same_hand),
	TOLD(what_somebody_acted_on_or_is_old_stays),
	TOLD(what_is_final_is_asked_first_and_done_once),
	TOLD(a_program_is_not_asked),
	TOLD(a_merge_shows_both_texts_first),
	TOLD(a_new_order_says_its_number_and_what_comes_next),
};
const size_t order_desk_tests_count = sizeof order_desk_tests / sizeof order_desk_tests[0];
