/* Stories of the verdict: whose words they are, who wrote them down, and what they lead to. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/team/team.h"

#define HIS_DAUGHTER "\"verdict_by\":\"女儿示例\",\"verdict_how\":\"phone\""

static int evaluate(struct world *w, enum who who, const char *id, const char *json)
{
	return world_askf(w, who, POST, json, "/orders/%s/evaluate", id);
}

static int64_t kept(struct world *w, const char *where)
{
	return world_count(w, arena_printf(w->mem, "SELECT count(*) FROM orders WHERE %s", where));
}

static void who_writes_down_a_verdict_says_whose_words_and_how(struct world *w)
{
	static const struct {
		const char *json, *fields[2];
	} rows[] = {
		{"{\"score\":5}", {"verdict_by", "verdict_how"}},
		{"{\"score\":5,\"verdict_by\":\"本人\"}", {"verdict_how"}},
		{"{\"score\":5,\"verdict_how\":\"phone\"}", {"verdict_by"}},
		{"{\"score\":5,\"verdict_by\":\"  \",\"verdict_how\":\"phone\"}", {"verdict_by"}},
		{"{\"score\":5,\"verdict_by\":\"本人\",\"verdict_how\":\"self\"}", {"verdict_how"}},
		{"{\"score\":5,\"verdict_by\":\"本人\",\"verdict_how\":\"callback\"}",
	         {"verdict_how"}},
		{"{\"score\":5,\"verdict_by\":\"本人\",\"verdict_how\":\"guessed\"}",
	         {"verdict_how"}},
	};
	const char *id = case_order(w, ORDER_DONE);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(evaluate(w, STATION, id, rows[i].json), 422);
		for (int k = 0; k < 2 && rows[i].fields[k]; k++)
			HAS(arena_printf(w->mem, "\"field\":\"%s\"", rows[i].fields[k]));
	}
	static const char *const how[] = {"phone", "in_person", "written", "online"};
	for (int i = 0; i < 4; i++) {
		id = i ? case_order(w, ORDER_DONE) : id;
		assert_int_equal(evaluate(w, STATION, id,
		                          arena_printf(w->mem,
		                                       "{\"score\":4,\"verdict_by\":\"本人\","
		                                       "\"verdict_how\":\"%s\"}",
		                                       how[i])),
		                 200);
		assert_string_equal(world_get(w, "verdict_how"), how[i]);
		assert_int_equal(
			kept(w, arena_printf(w->mem, "verdict_how = %d AND verdict_by = '本人'",
		                             i + 1)),
			1);
	}
}

static void ones_own_words_need_no_witness(struct world *w)
{
	const char *id = case_order(w, ORDER_DONE);
	assert_int_equal(evaluate(w, RESIDENT, id, "{\"score\":5," HIS_DAUGHTER "}"), 200);
	assert_string_equal(world_get(w, "verdict_how"), "self");
	assert_int_equal(kept(w, "verdict_how = 0 AND verdict_by IS NULL AND score = 5"), 1);
	assert_int_equal(evaluate(w, RESIDENT, case_order(w, ORDER_DONE), "{\"score\":5}"), 200);
}

static void the_form_asks_only_who_writes_for_another(struct world *w)
{
	const char *path = arena_printf(w->mem, "/orders/%s/verdict", case_order(w, ORDER_DONE));
	assert_int_equal(world_page(w, STATION, path), 200);
	HAS("听谁说的");
	HAS("怎么问到的");
	HAS("微信或短信");
	LACKS(">回访<");
	assert_int_equal(world_page(w, RESIDENT, path), 200);
	LACKS("听谁说的");
	LACKS("verdict_how");
}

static void the_page_and_the_events_say_who_said_it(struct world *w)
{
	const char *id = case_order(w, ORDER_DONE);
	assert_int_equal(
		evaluate(w, STATION, id, "{\"score\":4,\"comment\":\"不漏了\"," HIS_DAUGHTER "}"),
		200);
	static const enum who sees[] = {RESIDENT, STATION, LEADER, REVIEWER};
	for (int i = 0; i < 4; i++) {
		assert_int_equal(world_page(w, sees[i], arena_printf(w->mem, "/orders/%s", id)),
		                 200);
		HAS(i % 2 ? "满意（4 分）：不漏了（代评，电话：女儿示例）"
		          : "满意：不漏了（代评，电话：女儿示例）");
	}
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s/events", id), 200);
	HAS("满意：不漏了（代评，电话：女儿示例）");
	LACKS("4 分");
	case_script(w, "UPDATE orders SET published = 1, public_title = '修屋顶'");
	assert_int_equal(world_askf(w, OTHER_RESIDENT, GET, NULL, "/orders/%s", id), 200);
	HAS("修屋顶");
	LACKS("女儿");
	assert_int_equal(world_page(w, GUEST, arena_printf(w->mem, "/orders/%s", id)), 200);
	LACKS("女儿");
}

static void the_serving_side_gives_no_verdict(struct world *w)
{
	const char *id = case_order(w, ORDER_DONE);
	assert_int_equal(evaluate(w, LEADER, id, "{\"score\":5," HIS_DAUGHTER "}"), 403);
	world_begin(w, GUEST);
	member_add(&w->c, w->team_a, w->person[STATION], MEMBER_PLAIN, MEMBER_ACTIVE);
	world_commit(w);
	assert_int_equal(evaluate(w, STATION, id, "{\"score\":5," HIS_DAUGHTER "}"), 403);
	HAS("服务方");
	assert_int_equal(evaluate(w, OTHER_STATION, id, "{\"score\":5," HIS_DAUGHTER "}"), 404);
}

static void the_call_back_keeps_whom_it_reached(struct world *w)
{
	const char *id = case_order(w, ORDER_DONE);
	assert_int_equal(evaluate(w, STATION, id, "{\"score\":1," HIS_DAUGHTER "}"), 200);
	assert_string_equal(world_get(w, "state"), "callback");
	case_must(w, REVIEWER, id, ACT_CONFIRM);
	assert_int_equal(kept(w, "verdict_how = 5 AND verdict_by = '本人' AND score = 4"), 1);
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("（回访：本人）");
	LACKS("4 分");
	case_must(w, RESIDENT, id, ACT_REOPEN);
	assert_int_equal(kept(w, "verdict_how = 0 AND verdict_by IS NULL AND score = 0"), 1);
}

static void a_record_counts_what_others_wrote_down_apart(struct world *w)
{
	const char *path = arena_printf(w->mem, "/teams/%s/record", w->team_uid_a);
	case_order(w, ORDER_CLOSED); /* his own words */
	assert_int_equal(world_ask(w, GUEST, GET, path, NULL), 200);
	assert_string_equal(world_get(w, "proxied"), "0");
	world_page(w, GUEST, path);
	LACKS("代评");
	for (int i = 0; i < 2; i++)
		assert_int_equal(evaluate(w, STATION, case_order(w, ORDER_DONE),
		                          i ? "{\"score\":2," HIS_DAUGHTER "}"
		                            : "{\"score\":5," HIS_DAUGHTER "}"),
		                 200);
	assert_int_equal(world_ask(w, GUEST, GET, path, NULL), 200);
	assert_string_equal(world_get(w, "proxied"), "1"); /* the bad one waits for its call back */
	assert_string_equal(world_get(w, "verdicts"), "2");
	world_page(w, GUEST, path);
	HAS("其中代评");
}

static void a_verdict_nobody_gave_waits_for_the_call_back(struct world *w)
{
	const char *id = case_order(w, ORDER_DONE);
	world_later(8 * DAY);
	assert_int_equal(world_ask(w, REVIEWER, GET, "/orders?state=callback", NULL), 200);
	HAS(id);
	assert_int_equal(world_page(w, REVIEWER, "/callbacks"), 200);
	HAS(id);
	assert_int_equal(case_act(w, RESIDENT, id, ACT_EVALUATE), 409);
	assert_string_equal(world_get(w, "state"), "callback");
}

static void the_verdict_and_the_call_outlive_a_reopening(struct world *w)
{
	const char *id = case_order(w, ORDER_DONE);
	assert_int_equal(world_askf(w, RESIDENT, POST, "{\"score\":1,\"comment\":\"没修好\"}",
	                            "/orders/%s/evaluate", id),
	                 200);
	assert_int_equal(world_askf(w, REVIEWER, POST,
	                            "{\"score\":4,\"whom\":\"他女儿\",\"reason\":\"后来补好了\"}",
	                            "/orders/%s/confirm", id),
	                 200);
	world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id));
	HAS("满意：后来补好了（回访：他女儿）");
	LACKS("满意：没修好（回访");
	case_must(w, RESIDENT, id, ACT_REOPEN);
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s/events", id), 200);
	HAS("不满意：没修好");
	HAS("满意，联系到他女儿：后来补好了");
	HAS("补好了两处");
}

static void whoever_calls_back_chooses_among_three_faces(struct world *w)
{
	const char *id = case_order(w, ORDER_CALLBACK_DUE);
	assert_int_equal(world_page(w, REVIEWER, arena_printf(w->mem, "/callbacks?order=%s", id)),
	                 200);
	HAS("满意、一般，还是不满意？");
	HAS(">一般<");
	LACKS("很满意");
	LACKS("很不满意");
	LACKS("5 分");
}

static void the_served_person_reads_who_comes_and_both_clocks(struct world *w)
{
	const char *path = arena_printf(w->mem, "/orders/%s", case_order(w, ORDER_SCHEDULED));
	assert_int_equal(world_page(w, RESIDENT, path), 200);
	HAS("<dt>来的人</dt><dd>");
	HAS("本步骤还剩 ");
	HAS(" · 全程还剩 ");
	/* in order of time: a wish in free words is handed in, then matched */
	assert_true(strstr(w->body, "点单 · ") < strstr(w->body, "供单 · "));
	case_script(w, "UPDATE orders SET published = 1, public_title = '修屋顶'");
	assert_int_equal(world_page(w, GUEST, path), 200);
	LACKS("来的人");
	assert_int_equal(world_page(w, GUEST, "/"), 200);
	HAS("href=\"/complain\"");
}

#define STORIES(X)                                                                                 \
	X(who_writes_down_a_verdict_says_whose_words_and_how)                                      \
	X(ones_own_words_need_no_witness)                                                          \
	X(the_form_asks_only_who_writes_for_another)                                               \
	X(the_page_and_the_events_say_who_said_it)                                                 \
	X(the_serving_side_gives_no_verdict)                                                       \
	X(the_call_back_keeps_whom_it_reached)                                                     \
	X(a_record_counts_what_others_wrote_down_apart)                                            \
	X(a_verdict_nobody_gave_waits_for_the_call_back)                                           \
	X(the_verdict_and_the_call_outlive_a_reopening)                                            \
	X(whoever_calls_back_chooses_among_three_faces)                                            \
	X(the_served_person_reads_who_comes_and_both_clocks)
STORIES(STORY)
#define LISTED(name) TOLD(name),
const struct CMUnitTest verdict_tests[] = {STORIES(LISTED)};
const size_t verdict_tests_count = sizeof verdict_tests / sizeof *verdict_tests;
