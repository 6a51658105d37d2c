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

const struct CMUnitTest message_tests[] = {
	TOLD(the_requester_reads_who_comes_and_when),
	TOLD(everybody_reads_only_his_own_inbox),
};
const size_t message_tests_count = sizeof message_tests / sizeof message_tests[0];
