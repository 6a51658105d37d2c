/* Complaints, call backs with their reason, and a team's record in numbers. */
#include "order_case.h"
#include "other.h"
#include "store_help.h"

#include "base/arena.h"
#include "base/clock.h"
#include "features/complaint/complaint.h"
#include "features/record/record.h"
#include "store/db.h"
#include "store/migrate.h"

#include <stdlib.h>
#include <string.h>

#define SAID "等了一下午没人来，电话也不接"

static int64_t told(struct world *w, enum who who, const char *subject)
{
	return world_count(
		w, arena_printf(w->mem,
	                        "SELECT count(*) FROM inbox WHERE person = %lld AND subject "
	                        "LIKE '%%%s%%'",
	                        (long long)w->person[who], subject));
}

static void a_complaint_is_read_and_answered_outside_the_serving_side(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	const char *body = "{\"text\":\"" SAID "\"}";
	static const struct {
		enum who who;
		int status; /* 404: who does not see the order */
	} others[] = {
		{LEADER, 403}, {TOWNSHIP, 403}, {MEMBER, 404}, {OTHER_RESIDENT, 404}, {GUEST, 401}};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(
			world_askf(w, others[i].who, POST, body, "/orders/%s/complain", id),
			others[i].status);
	assert_int_equal(world_askf(w, RESIDENT, POST, body, "/orders/%s/complain", id), 200);
	assert_string_equal(world_get(w, "items.0.state"), "open");
	assert_int_equal(world_askf(w, STATION, POST, body, "/orders/%s/complain", id), 409);
	assert_int_equal(world_count(w, "SELECT count(*) FROM complaint WHERE text LIKE '%电话%'"),
	                 0);
	static const struct {
		enum who who;
		int64_t told;
		bool listed, read;
	} office[] = {{TOWNSHIP, 1, true, true}, {DISPATCHER, 1, true, true},
	              {REVIEWER, 1, true, true}, {VIEWER, 0, true, false},
	              {AUDITOR, 0, true, false}, {OTHER_TOWNSHIP, 0, false, false}};
	for (size_t i = 0; i < sizeof office / sizeof *office; i++) {
		assert_int_equal(case_desk_told(w, office[i].who, "有投诉待答复"), office[i].told);
		assert_int_equal(world_ask(w, office[i].who, GET, "/complaints", NULL), 200);
		assert_int_equal(strstr(w->body, id) != NULL, office[i].listed);
		assert_int_equal(strstr(w->body, SAID) != NULL, office[i].read);
		assert_int_equal(world_page(w, office[i].who, "/complaints"), 200);
		assert_int_equal(strstr(w->body, SAID) != NULL, office[i].read);
	}
	world_ask(w, TOWNSHIP, GET, "/complaints", NULL);
	const char *uid = world_get(w, "items.0.id");
	body = "{\"answer\":\"核实属实，已换一支队伍，明天上午上门。\"}";
	assert_int_equal(world_askf(w, OTHER_TOWNSHIP, POST, body, "/complaints/%s/answer", uid),
	                 404);
	assert_int_equal(world_askf(w, VIEWER, POST, body, "/complaints/%s/answer", uid), 403);
	assert_int_equal(
		world_askf(w, TOWNSHIP, POST, "{\"answer\":\"好\"}", "/complaints/%s/answer", uid),
		422);
	assert_int_equal(world_askf(w, TOWNSHIP, POST, body, "/complaints/%s/answer", uid), 200);
	assert_int_equal(world_askf(w, DISPATCHER, POST, body, "/complaints/%s/answer", uid), 409);
	assert_int_equal(told(w, RESIDENT, "投诉有答复"), 1);
	assert_int_equal(told(w, STATION, "投诉有答复"), 1);
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s/complain", id), 200);
	HAS("明天上午上门");
	static const enum who his[] = {RESIDENT, STATION}, others_now[] = {LEADER, DISPATCHER};
	for (size_t i = 0; i < 2; i++) { /* on the order's page, of those whose order it is */
		assert_int_equal(world_page(w, his[i], arena_printf(w->mem, "/orders/%s", id)),
		                 200);
		HAS("您的投诉：已答复");
		HAS("明天上午上门");
		assert_int_equal(
			world_page(w, others_now[i], arena_printf(w->mem, "/orders/%s", id)), 200);
		LACKS("您的投诉");
		LACKS("明天上午上门");
	}
	assert_int_equal(world_page(w, RESIDENT, "/me"), 200);
	HAS(arena_printf(w->mem, "href=\"/orders/%s/complain\"", id));
	assert_int_equal(world_page(w, OTHER_RESIDENT, "/me"), 200);
	LACKS("/complain");
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s/complain", id), 200);
	assert_string_equal(world_get(w, "items.0.answerer_name"), "示例township");
	assert_int_equal(
		world_count(w, "SELECT count(*) FROM audit WHERE action LIKE 'complaint.%'"), 2);
}
STORY(a_complaint_is_read_and_answered_outside_the_serving_side)

static void staff_of_the_serving_team_do_not_see_the_complaint(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	world_begin(w, GUEST);
	db_script(w->db,
	          arena_printf(w->mem,
	                       "INSERT INTO member (team, person, role, state, since) VALUES "
	                       "(%lld, %lld, 0, 2, 1)",
	                       (long long)w->team_a, (long long)w->person[TOWNSHIP]));
	world_commit(w);
	world_askf(w, RESIDENT, POST, "{\"text\":\"" SAID "\"}", "/orders/%s/complain", id);
	assert_int_equal(case_desk_told(w, TOWNSHIP, "有投诉待答复"), 0);
	assert_int_equal(case_desk_told(w, DISPATCHER, "有投诉待答复"), 1);
	world_ask(w, TOWNSHIP, GET, "/complaints", NULL);
	LACKS(id);
	world_ask(w, DISPATCHER, GET, "/complaints", NULL);
	assert_int_equal(world_askf(w, TOWNSHIP, POST, "{\"answer\":\"没有这回事\"}",
	                            "/complaints/%s/answer", world_get(w, "items.0.id")),
	                 404);
}
STORY(staff_of_the_serving_team_do_not_see_the_complaint)

static void a_draft_is_nothing_to_complain_about(struct world *w)
{
	const char *id = case_order(w, ORDER_DRAFT);
	assert_int_equal(
		world_askf(w, STATION, POST, "{\"text\":\"" SAID "\"}", "/orders/%s/complain", id),
		409);
	HAS("还没有提交");
	assert_int_equal(world_count(w, "SELECT count(*) FROM complaint"), 0);
}
STORY(a_draft_is_nothing_to_complain_about)

static enum err complains(struct ctx *c, const void *order)
{
	return complaint_add(c, order_by_uid(c, order), SAID);
}

/* Requester and proxy complain at the same moment, each on a server of his own. */
static void one_complaint_is_open_also_with_two_servers(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	struct other *o = other_server(w, STATION);
	world_begin(w, RESIDENT);
	assert_int_equal(complains(&w->c, id), OK);
	other_does(o, complains, id);
	world_commit(w);
	assert_int_equal(other_ended(o), ERR_STATE);
	assert_non_null(strstr(o->says, "还在办"));
	assert_int_equal(world_count(w, "SELECT count(*) FROM complaint"), 1);
}
ONLY_POSTGRES(one_complaint_is_open_also_with_two_servers)

/* Two that were open at once before that was refused: both are answered, then one may follow. */
static void two_that_were_open_before_are_both_answered(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	assert_int_equal(
		world_askf(w, RESIDENT, POST, "{\"text\":\"" SAID "\"}", "/orders/%s/complain", id),
		200);
	world_begin(w, GUEST);
	db_script(w->db, "INSERT INTO complaint (uid, orders, text, at, beside) "
	                 "SELECT 'twin', orders, text, at, id + 1 FROM complaint");
	world_commit(w);
	const char *first = world_get(w, "items.0.id");
	const char *body = "{\"answer\":\"核实属实，已换一支队伍。\"}";
	assert_int_equal(world_askf(w, TOWNSHIP, POST, body, "/complaints/%s/answer", first), 200);
	assert_int_equal(
		world_askf(w, RESIDENT, POST, "{\"text\":\"" SAID "\"}", "/orders/%s/complain", id),
		409);
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/complaints/twin/answer", body), 200);
	assert_int_equal(
		world_askf(w, RESIDENT, POST, "{\"text\":\"" SAID "\"}", "/orders/%s/complain", id),
		200);
}
STORY(two_that_were_open_before_are_both_answered)

static void those_open_twice_before_stay_open(struct scratch *s)
{
	struct migration before[40];
	const char *why = NULL;
	int n = 0;
	for (; migrations[n].number && migrations[n].number < 25; n++)
		before[n] = migrations[n];
	before[n] = (struct migration){0};
	assert_true(migrate_all(s->db, before, &why));
	db_begin(s->db);
	db_script(s->db,
	          "INSERT INTO complaint (id, uid, orders, text, state, at) VALUES "
	          "(1, 'a', 7, 's', 1, 10), (2, 'b', 7, 's', 0, 20), (3, 'c', 7, 's', 0, 30), "
	          "(4, 'd', 8, 's', 0, 40)");
	assert_true(db_commit(s->db));
	assert_true(migrate_all(s->db, migrations, &why));
	static const char text[] = "SELECT count(*) FROM complaint WHERE state = 0 "
				   "AND beside = CASE WHEN id = 3 THEN 3 ELSE 0 END";
	static const struct sql q = {"row", text, text, 9410};
	assert_int_equal(db_int(s->db, q), 3);
}
ON_BOTH(those_open_twice_before_stay_open)

/* ---- call backs ---- */

static void why_an_order_is_called_back(void **state)
{
	(void)state;
	assert_int_equal(record_reason(ACT_NOT_SERVED, 0, 2), REASON_NOT_SERVED);
	assert_int_equal(record_reason(ACT_EXPIRE, 0, 2), REASON_EXPIRED);
	assert_int_equal(record_reason(ACT_EVALUATE, 2, 2), REASON_BAD);
	assert_int_equal(record_reason(ACT_EVALUATE, 3, 2), REASON_SAMPLE);
	struct arena *mem = arena_new();
	for (int why = 0; why < REASON_COUNT; why++) {
		const char *const *q = record_script(mem, (enum record_reason)why, "示例中心",
		                                     "修屋顶", "", 1);
		size_t n = 0;
		assert_non_null(strstr(q[0], "示例中心"));
		while (q[n])
			n++;
		assert_int_equal(n, 6);
	}
	arena_free(mem);
}

static void the_call_back_desk_gives_reason_and_script(struct world *w)
{
	const char *bad = case_order(w, ORDER_DONE);
	assert_int_equal(world_askf(w, RESIDENT, POST, "{\"score\":1,\"comment\":\"还在漏\"}",
	                            "/orders/%s/evaluate", bad),
	                 200);
	world_ask(w, DISPATCHER, GET, "/callbacks", NULL);
	assert_string_equal(world_get(w, "items.0.reason"), "bad");
	case_order(w, ORDER_CALLBACK_DUE);
	world_ask(w, TOWNSHIP, GET, "/callbacks", NULL);
	HAS("\"reason\":\"not_served\"");
	world_page(w, TOWNSHIP, arena_printf(w->mem, "/callbacks?order=%s", bad));
	HAS("您上次说不满意");
	HAS("不满意的都回访");
	world_ask(w, OTHER_TOWNSHIP, GET, "/callbacks", NULL);
	HAS("\"items\":[]");
}
STORY(the_call_back_desk_gives_reason_and_script)

/* ---- record ---- */

static int64_t number(struct world *w, const char *member)
{
	return strtoll(world_get(w, member), NULL, 10);
}

static void a_record_is_counts_and_says_more_to_those_concerned(struct world *w)
{
	case_order(w, ORDER_CLOSED);
	case_must(w, LEADER, case_order(w, ORDER_OFFERED), ACT_DECLINE);
	case_must(w, LEADER, case_order(w, ORDER_ACCEPTED), ACT_HAND_BACK);
	case_order(w, ORDER_CALLBACK_DUE);
	const char *path = arena_printf(w->mem, "/teams/%s/record", w->team_uid_a);
	static const enum who inner[] = {LEADER, TOWNSHIP, DISPATCHER};
	for (int i = 0; i < 3; i++) {
		assert_int_equal(world_ask(w, inner[i], GET, path, NULL), 200);
		assert_int_equal(number(w, "verdicts"), 1);
		assert_int_equal(number(w, "five"), 1);
		assert_int_equal(number(w, "offered"), 4);
		assert_int_equal(number(w, "declined"), 1);
		assert_int_equal(number(w, "handed_back"), 1);
		assert_int_equal(number(w, "no_shows"), 1);
		assert_int_equal(world_page(w, inner[i], path), 200);
		HAS("接了又交回");
	}
	static const enum who outer[] = {GUEST, RESIDENT, OTHER_LEADER, OTHER_TOWNSHIP};
	for (int i = 0; i < 4; i++) {
		assert_int_equal(world_ask(w, outer[i], GET, path, NULL), 200);
		assert_int_equal(number(w, "verdicts"), 1);
		assert_int_equal(number(w, "declined"), -1);
		world_page(w, outer[i], path);
		LACKS("接了又交回");
	}
}
STORY(a_record_is_counts_and_says_more_to_those_concerned)

const struct CMUnitTest complaint_tests[] = {
	TOLD(a_complaint_is_read_and_answered_outside_the_serving_side),
	TOLD(staff_of_the_serving_team_do_not_see_the_complaint),
	TOLD(a_draft_is_nothing_to_complain_about),
	cmocka_unit_test(one_complaint_is_open_also_with_two_servers_postgres),
	TOLD(two_that_were_open_before_are_both_answered),
	BOTH(those_open_twice_before_stay_open),
	cmocka_unit_test(why_an_order_is_called_back),
	TOLD(the_call_back_desk_gives_reason_and_script),
	TOLD(a_record_is_counts_and_says_more_to_those_concerned),
};
const size_t complaint_tests_count = sizeof complaint_tests / sizeof *complaint_tests;
