/* Who is planned for a visit is told of it, opens what he needs, and nothing any more when he is not. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/order/order_move.h"
#include "features/person/duplicate.h"

static int plan(struct world *w, const char *id, const char *word, int64_t hours, bool along)
{
	long long at = (long long)(clock_now() + hours * HOUR);
	const char *who = along ? arena_printf(w->mem, "\"%s\"", w->uid[MEMBER]) : "";
	return world_askf(w, LEADER, POST,
	                  arena_printf(w->mem,
	                               "{\"starts_at\":%lld,\"ends_at\":%lld,\"members\":[%s]}", at,
	                               at + 2 * HOUR, who),
	                  "/orders/%s/%s", id, word);
}

/* Its visit is in `hours`, MEMBER goes along. */
static const char *planned(struct world *w, int64_t hours)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	assert_int_equal(plan(w, id, "schedule", hours, true), 200);
	return id;
}

static int look(struct world *w, enum who who, const char *id)
{
	return world_askf(w, who, GET, NULL, "/orders/%s", id);
}

static int reveal(struct world *w, enum who who, const char *id)
{
	return world_askf(w, who, POST, "{\"reason\":\"问路\"}", "/orders/%s/contact", id);
}

static const char *told_last(struct world *w, enum who who, const char *subject)
{
	world_ask(w, who, GET, "/inbox", NULL);
	return world_row(w, "items", "subject", subject, "body");
}

static void who_goes_is_told_who_comes_and_when(struct world *w)
{
	const char *id = planned(w, 24);
	assert_int_equal(case_told(w, MEMBER, "请您上门服务"), 1);
	assert_int_equal(case_told(w, LEADER, "请您上门服务"), 0); /* he did it himself */
	const char *body = told_last(w, MEMBER, "请您上门服务");
	assert_non_null(strstr(body, "示例leader、示例member"));
	assert_non_null(strstr(body, "日 "));
	LACKS("三组 5 号");
	LACKS(PHONE);
	HAS(arena_printf(w->mem, "/orders/%s", id));
}

static void who_goes_is_told_of_each_change(struct world *w)
{
	static const struct {
		enum who who;
		enum order_action action;
	} ends[] = {{DISPATCHER, ACT_RECALL}, {LEADER, ACT_HAND_BACK}, {RESIDENT, ACT_CANCEL}};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		const char *id = planned(w, 24 + 24 * (int64_t)i);
		int64_t before = case_told(w, MEMBER, "上门取消了");
		case_must(w, ends[i].who, id, ends[i].action);
		assert_int_equal(case_told(w, MEMBER, "上门取消了"), before + 1);
		assert_int_equal(look(w, MEMBER, id), ends[i].action == ACT_CANCEL ? 200 : 404);
	}
	/* Who leads the team is told once, as the side. */
	assert_int_equal(case_told(w, LEADER, "上门取消了"), 0);
	assert_int_equal(case_told(w, LEADER, "派给您的单子收回了"), 1);
	assert_int_equal(case_told(w, LEADER, "单子取消了"), 1);
}

static void who_does_not_go_any_more_is_told_and_sees_nothing(struct world *w)
{
	const char *id = planned(w, 24);
	assert_int_equal(plan(w, id, "reschedule", 48, true), 200);
	assert_int_equal(case_told(w, MEMBER, "上门安排改了"), 1);
	assert_int_equal(case_told(w, MEMBER, "这次不用您去了"), 0);
	assert_int_equal(look(w, MEMBER, id), 200);
	assert_int_equal(plan(w, id, "reschedule", 48, false), 200);
	assert_int_equal(case_told(w, MEMBER, "上门安排改了"), 1);
	assert_int_equal(case_told(w, MEMBER, "这次不用您去了"), 1);
	assert_int_equal(look(w, MEMBER, id), 404);
	assert_int_equal(reveal(w, MEMBER, id), 404);
	assert_int_equal(plan(w, id, "reschedule", 48, true), 200);
	assert_int_equal(case_told(w, MEMBER, "上门安排改了"), 2);
	assert_int_equal(case_told(w, MEMBER, "这次不用您去了"), 1);
}

/* Whoever is taken out of the team, or leaves it, is off its visits to come. */
static void who_leaves_the_team_goes_no_more(struct world *w)
{
	for (int out = 0; out < 2; out++) {
		const char *id = planned(w, 1);
		assert_int_equal(reveal(w, MEMBER, id), 200);
		if (out) {
			ASK(LEADER, POST, 200, "{\"reason\":\"多次没有来\"}",
			    "/teams/%s/members/%s/remove", w->team_uid_a, w->uid[MEMBER]);
		} else {
			ASK(MEMBER, POST, 200, NULL, "/teams/%s/leave", w->team_uid_a);
		}
		assert_int_equal(look(w, MEMBER, id), 404);
		assert_int_equal(reveal(w, MEMBER, id), 404);
		assert_int_equal(world_page(w, MEMBER, "/mine"), 200);
		LACKS(arena_printf(w->mem, "/orders/%s", id));
		assert_int_equal(look(w, LEADER, id), 200);
		LACKS("示例member");
		case_must(w, DISPATCHER, id, ACT_RECALL);
		ASK(MEMBER, POST, 200, NULL, "/teams/%s/join", w->team_uid_a);
		ASK(LEADER, POST, 200, NULL, "/teams/%s/members/%s/accept", w->team_uid_a,
		    w->uid[MEMBER]);
	}
}

static void who_goes_opens_the_order_as_the_side_that_is_asked(struct world *w)
{
	const char *id = planned(w, 24);
	assert_int_equal(look(w, MEMBER, id), 200);
	assert_string_equal(world_get(w, "state"), "scheduled");
	HAS("东头两间漏雨");
	LACKS("三组 5 号");
	LACKS(PHONE);
	LACKS("示例resident");
	assert_int_equal(world_length(w, "actions"), 0);
}

static void who_goes_finds_it_in_calendar_and_mine(struct world *w)
{
	const char *id = planned(w, 24), *path = arena_printf(w->mem, "/orders/%s", id);
	assert_int_equal(world_page(w, MEMBER, path), 200);
	HAS("您在这次上门的名单上");
	HAS("示例leader");
	LACKS("check-in");
	assert_int_equal(world_page(w, MEMBER, "/mine"), 200);
	HAS("要去的服务");
	HAS(path);
	assert_int_equal(world_page(w, VOLUNTEER, "/mine"), 200);
	LACKS(path);
	long long week = (long long)(clock_now() + DAY);
	assert_int_equal(world_page(w, MEMBER,
	                            arena_printf(w->mem, "/teams/%s/calendar?week=%s",
	                                         w->team_uid_a, clock_date(w->mem, week))),
	                 200);
	HAS(path);
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_int_equal(world_page(w, MEMBER, "/mine"), 200);
	LACKS(path);
}

/* In the list, by its state, by its words, in the one search, and on the pages of both. */
static bool finds_it(struct world *w, enum who who, const char *id)
{
	static const char *const lists[] = {"/orders", "/orders?q=漏雨", "/search?q=漏雨"};
	bool found = false;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		assert_int_equal(world_ask(w, who, GET, lists[i], NULL), 200);
		bool here = world_seek(w, "items", "id", id) >= 0;
		const char *title = here ? world_row(w, "items", "id", id, "title") : NULL;
		if (i && here != found)
			fail_msg("%s: %s %d, before %d", who_names[who], lists[i], here, found);
		if (here)
			assert_string_equal(title, "屋顶漏雨，想请人看看");
		found = here;
		assert_int_equal(world_page(w, who, lists[i]), 200);
		assert_int_equal(strstr(w->body, id) != NULL, found);
	}
	return found;
}

static void who_only_goes_finds_it_as_long_as_he_goes_or_went(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	assert_false(finds_it(w, MEMBER, id));
	assert_int_equal(plan(w, id, "schedule", 24, true), 200);
	assert_true(finds_it(w, MEMBER, id));
	assert_int_equal(world_ask(w, MEMBER, GET, "/orders?state=scheduled", NULL), 200);
	assert_true(world_seek(w, "items", "id", id) >= 0);
	assert_false(finds_it(w, VOLUNTEER, id));
	assert_int_equal(plan(w, id, "reschedule", 24, false), 200);
	assert_false(finds_it(w, MEMBER, id));
	assert_int_equal(plan(w, id, "reschedule", 1, true), 200);
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_false(finds_it(w, MEMBER, id));
	id = planned(w, 1);
	case_must(w, LEADER, id, ACT_START);
	case_script(w,
	            arena_printf(w->mem, "UPDATE attendance SET in_at = %lld WHERE person = %lld",
	                         (long long)clock_now(), (long long)w->person[MEMBER]));
	case_must(w, LEADER, id, ACT_COMPLETE);
	ASK(MEMBER, POST, 200, NULL, "/teams/%s/leave", w->team_uid_a);
	assert_true(finds_it(w, MEMBER, id)); /* he went */
	case_must(w, RESIDENT, id, ACT_EVALUATE);
	assert_true(finds_it(w, MEMBER, id));
}

/* Staff of another township who help find the visit in their list, too. */
static void who_goes_beyond_his_reach_finds_it(struct world *w)
{
	const char *id = planned(w, 24);
	assert_false(finds_it(w, OTHER_TOWNSHIP, id));
	case_script(w, arena_printf(
			       w->mem, "UPDATE attendance SET person = %lld WHERE person = %lld",
			       (long long)w->person[OTHER_TOWNSHIP], (long long)w->person[MEMBER]));
	assert_true(finds_it(w, OTHER_TOWNSHIP, id));
	assert_false(finds_it(w, MEMBER, id));
}

/* Planned under a record that is merged into his. */
static void the_visit_of_a_merged_record_is_his(struct world *w)
{
	const char *id = planned(w, 24);
	case_script(w, arena_printf(w->mem, "DELETE FROM account WHERE person = %lld",
	                            (long long)w->person[MEMBER]));
	assert_false(finds_it(w, VOLUNTEER, id));
	world_begin(w, TOWNSHIP);
	assert_int_equal(duplicate_merge(&w->c, w->uid[VOLUNTEER], w->uid[MEMBER], "当面核对过"),
	                 OK);
	world_commit(w);
	assert_true(finds_it(w, VOLUNTEER, id));
	assert_int_equal(world_page(w, VOLUNTEER, "/mine"), 200);
	HAS(arena_printf(w->mem, "/orders/%s", id));
}

static void the_address_opens_two_hours_before_and_each_look_is_kept(struct world *w)
{
	const char *id = planned(w, 24);
	assert_int_equal(reveal(w, MEMBER, id), 403);
	REFUSAL_LACKS(403, "三组 5 号");
	case_script(w, arena_printf(w->mem, "UPDATE orders SET starts_at = %lld WHERE uid = '%s'",
	                            (long long)clock_now() + 2 * HOUR + 300, id));
	assert_int_equal(reveal(w, MEMBER, id), 403);
	world_later(600);
	int64_t before = world_count(w, "SELECT count(*) FROM reveal");
	assert_int_equal(reveal(w, MEMBER, id), 200);
	HAS("三组 5 号");
	assert_int_equal(world_count(w, "SELECT count(*) FROM reveal"), before + 1);
	assert_int_equal(reveal(w, VOLUNTEER, id), 404);
	case_must(w, LEADER, id, ACT_START);
	assert_int_equal(reveal(w, MEMBER, id), 200);
	case_must(w, LEADER, id, ACT_COMPLETE);
	assert_int_equal(reveal(w, MEMBER, id), 403);
	assert_int_equal(look(w, MEMBER, id), 200);
}

static int choose(struct world *w, enum who who, const char *id, const char *asks)
{
	return world_page(w, who, arena_printf(w->mem, "/orders/%s/goers?%s", id, asks));
}

/* "starts_at=…&ends_at=…", some minutes after `from`. */
static const char *at(struct world *w, int64_t from, int64_t minutes)
{
	return arena_printf(w->mem, "starts_at=%s&ends_at=%s",
	                    clock_input(w->mem, from + minutes * 60),
	                    clock_input(w->mem, from + minutes * 60 + 2 * HOUR));
}

static void the_picker_shows_who_is_free_and_who_is_chosen(struct world *w)
{
	int64_t from = clock_midnight(clock_now()) + 3 * DAY + 9 * HOUR;
	const char *one = case_order(w, ORDER_ACCEPTED), *two = case_order(w, ORDER_ACCEPTED);
	ASK(LEADER, POST, 200,
	    arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld,\"members\":[\"%s\"]}",
	                 (long long)from, (long long)from + 2 * HOUR, w->uid[MEMBER]),
	    "/orders/%s/schedule", one);
	assert_int_equal(choose(w, LEADER, two, at(w, from, 0)), 200);
	HAS("有活");
	HAS("已选 1 人");
	HAS("“屋顶漏雨"); /* what he does then, which this leader may open */
	assert_int_equal(choose(w, LEADER, two, at(w, from, 60)), 200);
	HAS("只空一半");
	assert_int_equal(choose(w, LEADER, two, at(w, from, 120)), 200);
	HAS("空着");
	LACKS("有活");
	LACKS("只空一半");
	assert_int_equal(choose(w, LEADER, one, ""), 200); /* his own visit is no clash */
	HAS("已选 2 人");
	LACKS("有活");
	assert_int_equal(choose(w, LEADER, two, "q=%E7%A4%BA%E4%BE%8Bmember&add="), 200);
	HAS("找到 1 人");
	assert_int_equal(choose(w, LEADER, two, "q=resident"), 200);
	HAS("队里没有找到这个人");
}

static void whom_the_picker_may_not_choose_is_told(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	const char *both = arena_printf(w->mem, "pick=%s.%s.nobody", w->uid[MEMBER],
	                                w->uid[RESIDENT]);
	assert_int_equal(choose(w, LEADER, id, both), 200);
	HAS("不在这支队伍的在册队员里");
	LACKS("示例resident不在"); /* his name is not this leader's to read */
	HAS("已选 1 人");
	ASK(LEADER, POST, 200, "{\"reason\":\"多次没有来\"}", "/teams/%s/members/%s/remove",
	    w->team_uid_a, w->uid[MEMBER]);
	assert_int_equal(choose(w, LEADER, id, both), 200);
	HAS("已选 0 人");
	assert_int_equal(choose(w, OTHER_LEADER, id, ""), 404);
	assert_int_equal(choose(w, MEMBER, id, ""), 404);
	assert_int_equal(choose(w, DISPATCHER, id, ""), 403);
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_int_equal(choose(w, LEADER, id, ""), 404);
}

#define STORIES(X)                                                                                 \
	X(who_goes_is_told_who_comes_and_when)                                                     \
	X(who_goes_is_told_of_each_change)                                                         \
	X(who_does_not_go_any_more_is_told_and_sees_nothing)                                       \
	X(who_leaves_the_team_goes_no_more)                                                        \
	X(who_goes_opens_the_order_as_the_side_that_is_asked)                                      \
	X(who_goes_finds_it_in_calendar_and_mine)                                                  \
	X(who_only_goes_finds_it_as_long_as_he_goes_or_went)                                       \
	X(who_goes_beyond_his_reach_finds_it)                                                      \
	X(the_visit_of_a_merged_record_is_his)                                                     \
	X(the_address_opens_two_hours_before_and_each_look_is_kept)                                \
	X(the_picker_shows_who_is_free_and_who_is_chosen)                                          \
	X(whom_the_picker_may_not_choose_is_told)
#define LISTED(name) TOLD(name),
STORIES(STORY)
const struct CMUnitTest goers_tests[] = {STORIES(LISTED)};
const size_t goers_tests_count = sizeof goers_tests / sizeof *goers_tests;
