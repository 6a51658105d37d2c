/* Who asked for an order that became part of another follows that one: told of its moves and its end, shown what is
 * public in it, its state, times and team, and nothing of what the other said. */
#include "order_case.h"
#include "visitor.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/order/order_move.h"

/* Another resident says the same in his own words. */
static const char *asked_by(struct world *w, enum who who)
{
	assert_int_equal(world_ask(w, who, POST, "/orders",
	                           "{\"kind\":\"request\",\"title\":\"对门屋顶在漏水\","
	                           "\"category\":\"repair\",\"place\":\"" VILLAGE
	                           "\",\"phone\":\"19900008888\",\"submit\":true}"),
	                 201);
	return world_get(w, "id");
}

static const char *asked_too(struct world *w)
{
	return asked_by(w, OTHER_RESIDENT);
}

static int merge(struct world *w, const char *id, const char *into)
{
	return world_askf(w, REVIEWER, POST, arena_printf(w->mem, "{\"into\":\"%s\"}", into),
	                  "/orders/%s/merge", id);
}

static const char *number_of(struct world *w, enum who who, const char *id)
{
	assert_int_equal(world_askf(w, who, GET, NULL, "/orders/%s", id), 200);
	return world_get(w, "number");
}

static void lacks_the_others_words(struct world *w)
{
	LACKS("想请人看看");
	LACKS("东头两间漏雨");
	LACKS("示例resident");
	LACKS(PHONE);
	LACKS("三组 5 号");
	LACKS("补好了两处");
	LACKS("很好");
}

static void his_own_page_names_the_order_it_became_part_of(struct world *w)
{
	const char *into = case_order(w, ORDER_SUBMITTED), *own = asked_too(w);
	const char *number = number_of(w, STATION, into);
	assert_int_equal(world_askf(w, OTHER_RESIDENT, GET, NULL, "/orders/%s", into), 404);
	assert_int_equal(merge(w, own, into), 200);
	assert_string_equal(number_of(w, OTHER_RESIDENT, own), number_of(w, REVIEWER, own));
	assert_string_equal(world_get(w, "merged"), number);
	assert_string_equal(world_get(w, "merged_id"), into);
	assert_int_equal(world_page(w, OTHER_RESIDENT, arena_printf(w->mem, "/orders/%s", own)),
	                 200);
	HAS(arena_printf(w->mem, "<a href=\"/orders/%s\">%s</a>", into, number));
	assert_int_equal(world_askf(w, VOLUNTEER, GET, NULL, "/orders/%s", own), 404);
	assert_int_equal(world_askf(w, VOLUNTEER, GET, NULL, "/orders/%s", into), 404);
}

static void he_follows_it_to_its_end_without_the_others_words(struct world *w)
{
	static const struct {
		enum who who;
		enum order_action action;
		const char *state, *told;
	} steps[] = {
		{REVIEWER, ACT_APPROVE, "open", "您的单子通过审核了"},
		{DISPATCHER, ACT_OFFER, "offered", NULL},
		{LEADER, ACT_ACCEPT, "accepted", "您的单子有人接了"},
		{LEADER, ACT_SCHEDULE, "scheduled", "上门时间定了"},
		{LEADER, ACT_START, "serving", "服务开始了"},
		{LEADER, ACT_COMPLETE, "done", "服务做完了"},
		{RESIDENT, ACT_EVALUATE, "closed", "单子办完了"},
	};
	const char *into = case_order(w, ORDER_SUBMITTED), *own = asked_too(w);
	const char *number = number_of(w, REVIEWER, own);
	assert_int_equal(merge(w, own, into), 200);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		case_must(w, steps[i].who, into, steps[i].action);
		assert_int_equal(world_askf(w, OTHER_RESIDENT, GET, NULL, "/orders/%s", into), 200);
		assert_string_equal(world_get(w, "state"), steps[i].state);
		lacks_the_others_words(w);
		assert_int_equal(world_length(w, "actions"), 0);
		if (steps[i].action == ACT_SCHEDULE) {
			HAS("甲队");
			assert_true(strlen(world_get(w, "starts_at")) > 1);
		}
		assert_int_equal(
			world_page(w, OTHER_RESIDENT, arena_printf(w->mem, "/orders/%s", into)),
			200);
		lacks_the_others_words(w);
		if (steps[i].told)
			assert_int_equal(case_told(w, OTHER_RESIDENT, steps[i].told), 1);
	}
	assert_int_equal(world_ask(w, OTHER_RESIDENT, GET, "/inbox", NULL), 200);
	HAS("“对门屋顶在漏水”约好");
	HAS(arena_printf(w->mem, "/orders/%s", into));
	lacks_the_others_words(w);
	LACKS("屋顶漏雨");
	assert_int_equal(world_askf(w, OTHER_RESIDENT, GET, NULL, "/orders/%s/events", into), 403);
	assert_int_equal(world_askf(w, OTHER_RESIDENT, POST, "{\"reason\":\"问路\"}",
	                            "/orders/%s/contact", into),
	                 403);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders WHERE state = 12"), 1);
	assert_non_null(number);
}

static void a_chain_of_merges_leads_to_its_end(struct world *w)
{
	const char *last = case_order(w, ORDER_SUBMITTED);
	const char *middle = case_order(w, ORDER_SUBMITTED), *own = asked_too(w);
	assert_int_equal(merge(w, own, middle), 200);
	assert_int_equal(case_told(w, OTHER_RESIDENT, "您的单子并入了另一单"), 1);
	assert_int_equal(merge(w, middle, last), 200);
	assert_int_equal(case_told(w, OTHER_RESIDENT, "您的单子并入了另一单"), 2);
	const char *number = number_of(w, STATION, last);
	number_of(w, OTHER_RESIDENT, own);
	assert_string_equal(world_get(w, "merged"), number);
	assert_string_equal(world_get(w, "merged_id"), last);
	assert_int_equal(world_askf(w, OTHER_RESIDENT, GET, NULL, "/orders/%s", last), 200);
	assert_string_equal(world_get(w, "number"), number);
	case_must(w, REVIEWER, last, ACT_APPROVE);
	assert_int_equal(case_told(w, OTHER_RESIDENT, "您的单子通过审核了"), 1);
	assert_int_equal(case_told(w, RESIDENT, "您的单子通过审核了"),
	                 1); /* once, though two are his */
	case_must(w, RESIDENT, last, ACT_CANCEL);
	assert_int_equal(case_told(w, OTHER_RESIDENT, "单子取消了"), 1);
	assert_int_equal(world_askf(w, OTHER_RESIDENT, GET, NULL, "/orders/%s", last), 200);
	lacks_the_others_words(w);
}

static void a_merge_into_a_merged_one_goes_where_that_went(struct world *w)
{
	const char *last = case_order(w, ORDER_SUBMITTED);
	const char *middle = case_order(w, ORDER_SUBMITTED), *own = asked_too(w);
	assert_int_equal(merge(w, middle, last), 200);
	assert_int_equal(merge(w, last, middle), 422);
	HAS("不能并入自己");
	assert_int_equal(merge(w, own, middle), 200);
	assert_string_equal(world_get(w, "merged_id"), last);
	assert_int_equal(world_count(w, "SELECT count(DISTINCT merged_into) FROM orders WHERE "
	                                "merged_into > 0"),
	                 1);
}

static void number_and_phone_show_it_too(struct world *w)
{
	const char *into = case_order(w, ORDER_SUBMITTED), *own = asked_too(w);
	const char *number = number_of(w, REVIEWER, own), *other = number_of(w, REVIEWER, into);
	assert_int_equal(merge(w, own, into), 200);
	case_must(w, REVIEWER, into, ACT_APPROVE);
	case_must(w, DISPATCHER, into, ACT_OFFER);
	case_must(w, LEADER, into, ACT_ACCEPT);
	case_must(w, LEADER, into, ACT_SCHEDULE);
	struct browser b = visitor_open(w);
	visitor_look(&b, "/follow");
	const char *his = arena_printf(w->mem, "number=%s&phone=19900008888", number);
	assert_int_equal(visitor_fill(&b, "/follow", his), 200);
	w->body = b.page;
	w->status = b.status;
	HAS("对门屋顶在漏水");
	HAS(other);
	HAS("甲队");
	HAS("已排期");
	lacks_the_others_words(w);
}

/* Nobody serves himself: neither asked alone, nor from the wall. */
static void he_does_not_serve_it(struct world *w)
{
	const char *into = case_order(w, ORDER_SUBMITTED), *own = asked_by(w, VOLUNTEER);
	assert_int_equal(merge(w, own, into), 200);
	case_must(w, REVIEWER, into, ACT_APPROVE);
	ASK(DISPATCHER, POST, 422,
	    arena_printf(w->mem, "{\"person\":\"%s\",\"reason\":\"离得近\"}", w->uid[VOLUNTEER]),
	    "/orders/%s/offer", into);
	HAS("不能由需要帮助的本人或登记人来服务");
	const char *entered = asked_by(w, STATION), *wish = case_order(w, ORDER_WALL);
	case_script(w, arena_printf(w->mem,
	                            "UPDATE orders SET state = %d, merged_into = (SELECT id FROM "
	                            "orders WHERE uid = '%s') WHERE uid = '%s'",
	                            ORDER_MERGED, wish, entered));
	case_script(w, arena_printf(w->mem, "UPDATE person SET volunteer = 1 WHERE id = %lld",
	                            (long long)w->person[STATION]));
	assert_int_equal(case_act(w, STATION, wish, ACT_CLAIM), 403);
	HAS("自己登记的单子不能自己认领");
}

/* Nor does who leads the team that took it, nor is he sent there. */
static void nor_do_those_whom_it_helps_go_there_with_their_team(struct world *w)
{
	const char *into = case_order(w, ORDER_SUBMITTED);
	assert_int_equal(merge(w, asked_by(w, LEADER), into), 200);
	assert_int_equal(merge(w, asked_by(w, MEMBER), into), 200);
	case_must(w, REVIEWER, into, ACT_APPROVE);
	ASK(DISPATCHER, POST, 422,
	    arena_printf(w->mem, "{\"team\":\"%s\",\"reason\":\"离得近\"}", w->team_uid_a),
	    "/orders/%s/offer", into);
	HAS("这支队唯一的负责人");
	case_script(w, arena_printf(w->mem,
	                            "INSERT INTO member (team, person, role, state, since) VALUES "
	                            "(%lld, %lld, 2, 2, 0)",
	                            (long long)w->team_a, (long long)w->person[VOLUNTEER]));
	case_must(w, DISPATCHER, into, ACT_OFFER);
	assert_int_equal(case_act(w, LEADER, into, ACT_ACCEPT), 403);
	HAS("自己的单子要由队里别的负责人来办");
	world_askf(w, LEADER, GET, NULL, "/orders/%s", into);
	LACKS("\"accept\"");
	case_must(w, VOLUNTEER, into, ACT_ACCEPT);
	long long at = (long long)clock_now() + DAY;
	for (int i = 0; i < 3; i++) {
		const char *along = i < 2 ? w->uid[i ? LEADER : MEMBER] : NULL;
		ASK(VOLUNTEER, POST, along ? 422 : 200,
		    arena_printf(w->mem,
		                 "{\"starts_at\":%lld,\"ends_at\":%lld,\"leader\":\"%s\","
		                 "\"members\":[%s%s%s]}",
		                 at, at + 2 * HOUR, w->uid[VOLUNTEER], along ? "\"" : "",
		                 along ? along : "", along ? "\"" : ""),
		    "/orders/%s/schedule", into);
	}
	assert_int_equal(case_act(w, LEADER, into, ACT_START), 403);
}

/* Nor does he approve what his own became part of. */
static void nor_does_he_review_it(struct world *w)
{
	const char *into = case_order(w, ORDER_SUBMITTED), *own = asked_by(w, REVIEWER);
	ASK(TOWNSHIP, POST, 200, arena_printf(w->mem, "{\"into\":\"%s\"}", into),
	    "/orders/%s/merge", own);
	assert_int_equal(case_act(w, REVIEWER, into, ACT_APPROVE), 403);
	HAS("自己登记的单子要由别人审核");
	case_must(w, TOWNSHIP, into, ACT_APPROVE);
}

#define STORIES(X)                                                                                 \
	X(his_own_page_names_the_order_it_became_part_of)                                          \
	X(he_follows_it_to_its_end_without_the_others_words)                                       \
	X(a_chain_of_merges_leads_to_its_end)                                                      \
	X(a_merge_into_a_merged_one_goes_where_that_went)                                          \
	X(he_does_not_serve_it)                                                                    \
	X(nor_do_those_whom_it_helps_go_there_with_their_team)                                     \
	X(nor_does_he_review_it)                                                                   \
	X(number_and_phone_show_it_too)
#define LISTED(name) TOLD(name),
STORIES(STORY)
const struct CMUnitTest merged_tests[] = {STORIES(LISTED)};
const size_t merged_tests_count = sizeof merged_tests / sizeof *merged_tests;
