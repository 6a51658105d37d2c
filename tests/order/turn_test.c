/* The turn on the wall: who has claimed much lets the others go first, for some hours; what is near stands first. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/order/order_priv.h"

static void the_rule_has_its_table(void **state)
{
	enum { AT = 1000000 };
	static const struct {
		struct order_turn t;
		int64_t from;
	} rows[] = {
		/* published, hours, unserved of most, claims of most */
		{{AT, 6, 0, 3, 0, 6}, 0},
		{{AT, 6, 2, 3, 6, 6}, 0},
		{{AT, 6, 3, 3, 0, 6}, AT + 6 * HOUR},
		{{AT, 6, 0, 3, 7, 6}, AT + 6 * HOUR},
		{{AT, 6, 9, 3, 9, 6}, AT + 6 * HOUR},
		{{AT, 0, 9, 3, 9, 6}, 0},
		{{AT, 72, 1, 1, 0, 6}, AT + 72 * HOUR},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(order_turn_from(&rows[i].t), rows[i].from);
}

static void set(struct world *w, const char *name, int value)
{
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/settings",
	                  arena_printf(w->mem, "{\"name\":\"%s\",\"value\":\"%d\"}", name, value)),
		200);
}

static int claim(struct world *w, enum who who, const char *id, const char *team)
{
	return world_askf(w, who, POST,
	                  team ? arena_printf(w->mem, "{\"team\":\"%s\"}", team) : "{}",
	                  "/orders/%s/claim", id);
}

static void who_holds_too_many_waits_and_is_told_until_when(struct world *w)
{
	set(w, "wall.turn_hours", 6);
	set(w, "wall.turn_unserved", 2);
	for (int i = 0; i < 2; i++)
		assert_int_equal(claim(w, VOLUNTEER, case_order(w, ORDER_WALL), NULL), 200);
	const char *id = case_order(w, ORDER_WALL);
	assert_int_equal(claim(w, VOLUNTEER, id, NULL), 409);
	HAS("您手上还有 2 个认领了没有去服务的心愿");
	HAS("起您也可以认领");
	assert_string_equal(world_get(w, "state"), "wall");
	assert_int_equal(world_page(w, VOLUNTEER, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("起您也可以认领");
	assert_int_equal(world_page(w, MEMBER, arena_printf(w->mem, "/orders/%s", id)), 200);
	LACKS("也可以认领");
	world_later(6 * HOUR - 60);
	assert_int_equal(claim(w, VOLUNTEER, id, NULL), 409);
	world_later(6 * HOUR + 60);
	assert_int_equal(claim(w, VOLUNTEER, id, NULL), 200); /* nobody else wanted it */
	world_later(0);
	id = case_order(w, ORDER_WALL);
	assert_int_equal(claim(w, VOLUNTEER, id, NULL), 409);
	assert_int_equal(claim(w, MEMBER, id, NULL), 200); /* who has claimed nothing goes first */
}

static void who_has_claimed_much_in_thirty_days_waits(struct world *w)
{
	set(w, "wall.turn_hours", 6);
	set(w, "wall.turn_claims", 1);
	for (int i = 0; i < 2; i++) {
		const char *id = case_order(w, ORDER_WALL);
		assert_int_equal(claim(w, VOLUNTEER, id, NULL), 200);
		case_script(w, "UPDATE orders SET state = 10 WHERE state = 5"); /* served */
	}
	const char *id = case_order(w, ORDER_WALL);
	assert_int_equal(claim(w, VOLUNTEER, id, NULL), 409);
	HAS("您近 30 天已经认领了 2 个心愿");
	case_script(w, "UPDATE order_event SET at = at - 31 * 86400 WHERE action = 10");
	assert_int_equal(claim(w, VOLUNTEER, id, NULL), 200);
}

static void a_team_is_counted_for_itself(struct world *w)
{
	set(w, "wall.turn_hours", 6);
	set(w, "wall.turn_unserved", 1);
	assert_int_equal(claim(w, LEADER, case_order(w, ORDER_WALL), w->team_uid_a), 200);
	const char *id = case_order(w, ORDER_WALL);
	assert_int_equal(claim(w, LEADER, id, w->team_uid_a), 409);
	HAS("这支队手上还有 1 个");
	assert_int_equal(claim(w, LEADER, id, NULL), 200);
}

static void a_county_may_do_without_turns(struct world *w)
{
	set(w, "wall.turn_hours", 0);
	set(w, "wall.turn_unserved", 1);
	for (int i = 0; i < 4; i++)
		assert_int_equal(claim(w, VOLUNTEER, case_order(w, ORDER_WALL), NULL), 200);
}

/* What has gone back and was published anew begins its hours anew; what was offered is not counted. */
static void only_claims_are_counted(struct world *w)
{
	set(w, "wall.turn_hours", 6);
	set(w, "wall.turn_unserved", 1);
	case_order(w, ORDER_ACCEPTED); /* by team A, which was asked */
	const char *id = case_order(w, ORDER_WALL);
	assert_int_equal(claim(w, LEADER, id, w->team_uid_a), 200);
	case_must(w, LEADER, id, ACT_HAND_BACK);
	case_must(w, DISPATCHER, id, ACT_PUBLISH);
	assert_int_equal(claim(w, LEADER, id, w->team_uid_a), 200); /* it holds none now */
}

/* Where work is chosen, that of his own township stands first; who chooses none sees them by age. */
static void his_own_township_comes_first(struct world *w)
{
	const char *near = case_order(w, ORDER_WALL), *far = case_order(w, ORDER_WALL);
	case_script(w, arena_printf(w->mem, "UPDATE orders SET place = 5 WHERE uid = '%s'", far));
	static const char *const pages[] = {"/wall", "/work", "/"};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		assert_int_equal(world_page(w, LEADER, pages[i]), 200);
		const char *first = strstr(w->body, near), *then = strstr(w->body, far);
		assert_true(first && then && first < then);
		assert_null(strstr(then + 1, near)); /* and once */
		if (i == 1)
			continue;
		assert_int_equal(world_page(w, OTHER_LEADER, pages[i]), 200);
		first = strstr(w->body, near), then = strstr(w->body, far);
		assert_true(first && then && then < first);
		assert_int_equal(world_page(w, RESIDENT, pages[i]), 200);
		LACKS("您住的乡镇");
		first = strstr(w->body, near), then = strstr(w->body, far);
		assert_true(first && then && then < first);
	}
	assert_int_equal(world_page(w, VOLUNTEER, "/wall?place=" OTHER_TOWN), 200);
	LACKS("您住的乡镇");
	LACKS(near);
	assert_int_equal(world_ask(w, VOLUNTEER, GET, "/wall", NULL), 200);
	assert_string_equal(world_get(w, "items.0.id"), far); /* the API keeps the order of age */
	assert_int_equal(world_page(w, VOLUNTEER, "/work"), 200);
	HAS("<h1 class=\"name\">我的服务");
}

#define ALL(X)                                                                                     \
	X(his_own_township_comes_first)                                                            \
	X(who_holds_too_many_waits_and_is_told_until_when)                                         \
	X(who_has_claimed_much_in_thirty_days_waits)                                               \
	X(a_team_is_counted_for_itself)                                                            \
	X(a_county_may_do_without_turns)                                                           \
	X(only_claims_are_counted)

ALL(STORY)

#define ROW(name) TOLD(name),
const struct CMUnitTest turn_tests[] = {cmocka_unit_test(the_rule_has_its_table), ALL(ROW)};
const size_t turn_tests_count = sizeof turn_tests / sizeof *turn_tests;
