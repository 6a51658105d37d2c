/* message: the inbox. */
#include "visitor.h"

#include "base/arena.h"
#include "order_case.h"

#include <string.h>

static void everybody_reads_only_his_own_inbox(struct world *w)
{
	assert_int_equal(world_askf(w, VOLUNTEER, POST, NULL, "/teams/%s/join", w->team_uid_a),
	                 200);
	assert_int_equal(world_ask(w, GUEST, GET, "/inbox", NULL), 401);
	assert_int_equal(world_ask(w, OTHER_LEADER, GET, "/inbox", NULL), 200);
	HAS("\"items\":[]");
	assert_int_equal(world_ask(w, LEADER, GET, "/inbox", NULL), 200);
	const char *id = world_get(w, "items.0.id");
	assert_int_equal(world_askf(w, OTHER_LEADER, POST, NULL, "/inbox/%s/read", id), 404);
	assert_int_equal(world_ask(w, LEADER, GET, "/me", NULL), 200);
	assert_string_equal(world_get(w, "unread"), "1");
	assert_int_equal(world_page(w, LEADER, "/inbox"), 200);
	HAS("有人申请入队");
	assert_int_equal(world_askf(w, LEADER, POST, NULL, "/inbox/%s/read", id), 200);
	assert_int_equal(world_askf(w, LEADER, POST, NULL, "/inbox/%s/read", id), 200);
	assert_int_equal(world_ask(w, LEADER, GET, "/inbox?unread=1", NULL), 200);
	HAS("\"items\":[]");
	assert_int_equal(world_ask(w, LEADER, POST, "/inbox/read-all", NULL), 200);
}
STORY(everybody_reads_only_his_own_inbox)

static void the_requester_reads_who_comes_and_when(struct world *w)
{
	case_order(w, ORDER_SCHEDULED);
	assert_int_equal(world_ask(w, RESIDENT, GET, "/inbox", NULL), 200);
	HAS("由甲队（示例）接下了");
	HAS("上门，由甲队（示例）来做。");
	LACKS("还没约的时间");
	case_order(w, ORDER_WALL);
	case_order(w, ORDER_CANCELLED);
	world_ask(w, RESIDENT, GET, "/inbox", NULL);
	LACKS("{side}");
}
STORY(the_requester_reads_who_comes_and_when)

/* ---- what is done elsewhere is read ---- */

static int64_t unread(struct world *w, enum who who, const char *subject)
{
	return world_count(w, arena_printf(w->mem,
	                                   "SELECT count(*) FROM inbox WHERE person = %lld AND "
	                                   "subject LIKE '%%%s%%' AND read_at IS NULL",
	                                   (long long)w->person[who], subject));
}

static void a_question_is_read_when_it_was_answered(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	assert_int_equal(unread(w, LEADER, "有单子派给您"), 1);
	case_must(w, LEADER, id, ACT_ACCEPT); /* on the page of the order, not from the inbox */
	assert_int_equal(unread(w, LEADER, "有单子派给您"), 0);
	assert_int_equal(unread(w, RESIDENT, "有人接了"),
	                 1); /* only tells, and he has not seen it */
	id = case_order(w, ORDER_DONE);
	assert_int_equal(unread(w, RESIDENT, "请您评价"), 1);
	case_must(w, RESIDENT, id, ACT_EVALUATE);
	assert_int_equal(unread(w, RESIDENT, "请您评价"), 0);
	assert_int_equal(unread(w, RESIDENT, "有人接了"), 1); /* of the first order alone */
}
STORY(a_question_is_read_when_it_was_answered)

static void a_question_is_read_when_the_order_went_on(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	case_must(w, DISPATCHER, id, ACT_RECALL); /* by somebody else */
	assert_int_equal(unread(w, LEADER, "有单子派给您"), 0);
	assert_int_equal(unread(w, LEADER, "收回了"), 1);
	id = case_order(w, ORDER_DONE);
	assert_int_equal(unread(w, RESIDENT, "请您评价"), 1);
	case_script(w, arena_printf(w->mem, "UPDATE orders SET state = %d WHERE uid = '%s'",
	                            ORDER_CALLBACK_DUE, id));
	case_must(w, REVIEWER, id, ACT_CONFIRM);
	assert_int_equal(unread(w, RESIDENT, "请您评价"), 0);
}
STORY(a_question_is_read_when_the_order_went_on)

static void what_one_leader_declines_the_other_is_not_asked(struct world *w)
{
	case_script(w, arena_printf(w->mem, "UPDATE member SET role = 2 WHERE person = %lld",
	                            (long long)w->person[MEMBER]));
	const char *id = case_order(w, ORDER_OFFERED);
	assert_int_equal(unread(w, MEMBER, "有单子派给您"), 1);
	case_must(w, LEADER, id, ACT_DECLINE);
	assert_int_equal(unread(w, MEMBER, "有单子派给您"), 0);
}
STORY(what_one_leader_declines_the_other_is_not_asked)

static void a_request_that_was_answered_or_withdrawn_waits_no_more(struct world *w)
{
	world_askf(w, VOLUNTEER, POST, NULL, "/teams/%s/join", w->team_uid_a);
	world_askf(w, OTHER_RESIDENT, POST, NULL, "/teams/%s/join", w->team_uid_a);
	assert_int_equal(unread(w, LEADER, "有人申请入队"), 1);
	world_askf(w, TOWNSHIP, POST, NULL, "/teams/%s/members/%s/accept", w->team_uid_a,
	           w->uid[VOLUNTEER]);
	assert_int_equal(w->status, 200);
	assert_int_equal(unread(w, LEADER, "有人申请入队"), 0);
	assert_int_equal(unread(w, VOLUNTEER, "同意了您的入队申请"), 1);
}
STORY(a_request_that_was_answered_or_withdrawn_waits_no_more)

/* ---- a desk's queue is not repeated ---- */

static void a_desk_tells_its_queue_in_one_line(struct world *w)
{
	enum { MANY = 12 };
	for (int i = 0; i < MANY; i++)
		case_order(w, ORDER_SUBMITTED);
	assert_int_equal(world_ask(w, REVIEWER, GET, "/inbox", NULL), 200);
	HAS("\"items\":[]");
	assert_int_equal(world_page(w, REVIEWER, "/inbox"), 200);
	HAS("href=\"/review\"");
	HAS("待审核</span><span class=\"tag r num\">12<");
	LACKS("条未读");
	assert_int_equal(world_page(w, RESIDENT, "/inbox"), 200);
	LACKS("等着办的");
	/* outside it is one letter in the morning */
	assert_true(case_desk_told(w, TOWNSHIP, "有新单子待审核") >= MANY);
	assert_int_equal(
		world_count(w, "SELECT count(*) FROM outbox WHERE subject = '有新单子待审核' AND "
	                       "digest <> 1 AND urgent = 0"),
		0);
}
STORY(a_desk_tells_its_queue_in_one_line)

static void the_page_stands_by_kinds(struct world *w)
{
	for (int i = 0; i < 5; i++)
		case_order(w, ORDER_ACCEPTED);
	case_order(w, ORDER_DONE);
	assert_int_equal(world_page(w, RESIDENT, "/inbox"), 200);
	const char *asks = strstr(w->body, "要您办的"), *mine = strstr(w->body, "您的单子 ");
	assert_non_null(asks);
	assert_non_null(mine);
	assert_true(asks < mine);
	HAS("<summary>还有 ");
	assert_int_equal(world_ask(w, RESIDENT, POST, "/inbox/read-all", NULL), 200);
	assert_int_equal(world_page(w, RESIDENT, "/inbox"), 200);
	HAS("看过的");
	LACKS("要您办的");
}
STORY(the_page_stands_by_kinds)

const struct CMUnitTest message_tests[] = {
	TOLD(a_question_is_read_when_it_was_answered),
	TOLD(a_question_is_read_when_the_order_went_on),
	TOLD(what_one_leader_declines_the_other_is_not_asked),
	TOLD(a_request_that_was_answered_or_withdrawn_waits_no_more),
	TOLD(a_desk_tells_its_queue_in_one_line),
	TOLD(the_page_stands_by_kinds),
	TOLD(the_requester_reads_who_comes_and_when),
	TOLD(everybody_reads_only_his_own_inbox),
};
const size_t message_tests_count = sizeof message_tests / sizeof message_tests[0];
