/* How good the guesses are: what-if against what really happened, and the command that says it. */
#include "features/order/order_move.h"
#include "order_case.h"

#include <stdio.h>
#include <string.h>

#include "app/admin.h"
#include "app/command.h"
#include "base/arena.h"
#include "base/clock.h"

static int64_t row_of(struct world *w, const char *id)
{
	return world_count(w, arena_printf(w->mem, "SELECT id FROM orders WHERE uid = '%s'", id));
}

static void job(struct world *w, const char *id, enum err (*run)(struct ctx *c, int64_t row))
{
	int64_t row = row_of(w, id);
	world_begin(w, GUEST);
	assert_int_equal(run(&w->c, row), OK);
	world_commit(w);
}

static enum err expire(struct ctx *c, int64_t row)
{
	return order_expire(c, row, NULL);
}

/* What the last row, the present limits, says: stays late, compared, agree, really. */
static void present(struct world *w, const char *clock, const char *numbers)
{
	assert_int_equal(world_ask(w, VIEWER, GET,
	                           arena_printf(w->mem, "/what-if?clock=%s&hours=12", clock), NULL),
	                 200);
	static const char *const names[4] = {"stays", "agree", "compared", "really"};
	const char *n[4];
	for (int i = 0; i < 4; i++)
		n[i] = world_row(w, "items", "text", "现在的时限", names[i]);
	assert_string_equal(
		arena_printf(w->mem, "%s late, %s of %s agree, really %s", n[0], n[1], n[2], n[3]),
		numbers);
}

static void the_limits_in_force_find_late_what_the_clock_escalated(struct world *w)
{
	const char *id[4];
	for (int i = 0; i < 4; i++)
		id[i] = case_order(w, ORDER_OPEN);
	world_later(5 * HOUR);
	case_must(w, DISPATCHER, id[3], ACT_OFFER); /* in time */
	present(w, "dispatch", "0 late, 4 of 4 agree, really 0");
	world_later(25 * HOUR);
	present(w, "dispatch", "3 late, 1 of 4 agree, really 0"); /* the job has not looked yet */
	for (int i = 0; i < 3; i++)
		job(w, id[i], order_escalate);
	present(w, "dispatch", "3 late, 4 of 4 agree, really 3");
	world_page(w, VIEWER, "/what-if?clock=dispatch&hours=12");
	HAS("按现行时限重算，与实际相符 4/4。");
	LACKS("后来改过");
	/* Put right while open: a clock of its own before and after. */
	assert_int_equal(world_askf(w, DISPATCHER, POST, "{\"category\":\"health\"}",
	                            "/orders/%s/reroute", id[0]),
	                 200);
	present(w, "dispatch", "3 late, 5 of 5 agree, really 3");
	/* A longer limit since: what was escalated would not be. */
	world_ask(w, SYSADMIN, POST, "/limits", "{\"clock\":\"dispatch\",\"amount\":3600}");
	present(w, "dispatch", "0 late, 2 of 5 agree, really 3");
	world_page(w, VIEWER, "/what-if?clock=dispatch&hours=12");
	HAS("与实际相符 2/5。不符的，多半是时限、类别或急缓后来改过。");
	world_later(0);
}

static void an_offer_is_a_stay_of_its_own(struct world *w)
{
	const char *taken = case_order(w, ORDER_OFFERED), *over = case_order(w, ORDER_OFFERED);
	const char *waits = case_order(w, ORDER_OFFERED);
	case_must(w, LEADER, taken, ACT_ACCEPT);
	present(w, "answer", "0 late, 3 of 3 agree, really 0");
	world_later(25 * HOUR);
	job(w, over, expire);
	case_must(w, DISPATCHER, over, ACT_OFFER);
	present(w, "answer", "2 late, 4 of 4 agree, really 2"); /* the other is over, too */
	assert_int_equal(world_askf(w, VIEWER, GET, NULL, "/orders/%s", waits), 200);
	world_ask(w, VIEWER, GET, "/what-if?clock=answer&hours=48", NULL);
	assert_string_equal(world_get(w, "items.0.all_stays"), "4");
	assert_string_equal(world_get(w, "items.0.all_orders"), "3");
	world_ask(w, OTHER_TOWNSHIP, GET, "/what-if?clock=answer&hours=48", NULL);
	assert_string_equal(world_get(w, "items.0.all_stays"), "0");
	world_later(0);
}

static void a_verdict_nobody_gave_and_a_claim_nobody_made_agree(struct world *w)
{
	const char *done = case_order(w, ORDER_DONE), *wall = case_order(w, ORDER_WALL);
	case_order(w, ORDER_CLOSED);
	world_later(8 * DAY);
	job(w, done, expire);
	job(w, wall, expire);
	present(w, "verdict", "1 late, 2 of 2 agree, really 1");
	present(w, "claim", "1 late, 1 of 1 agree, really 1");
	present(w, "whole", "0 late, 0 of 0 agree, really 0"); /* it leaves no event */
	world_page(w, VIEWER, "/what-if?clock=whole&hours=100");
	LACKS("与实际相符");
	world_later(0);
}

/* ---- the command ---- */

static int measure(struct world *w, const char *what, const char **said)
{
	struct buf out = BUF(w->mem);
	const char *const words[] = {what};
	world_begin(w, GUEST);
	struct admin a = {.c = &w->c, .count = 1, .words = words, .out = &out};
	int code = admin_measure(&a);
	world_commit(w);
	*said = buf_str(&out);
	return code;
}

static void the_command_says_both(struct world *w)
{
	const char *said;
	assert_int_equal(measure(w, "propose", &said), EXIT_FAILED);
	assert_non_null(strstr(said, "not enough"));
	assert_int_equal(measure(w, "weather", &said), EXIT_USAGE);
	const char *id = NULL;
	for (int i = 0; i < 10; i++)
		id = case_order(w, ORDER_OPEN);
	world_later(25 * HOUR);
	job(w, id, order_escalate);
	assert_int_equal(measure(w, "propose", &said), EXIT_DONE);
	assert_non_null(strstr(said, "10 reviewed orders in 3 categories"));
	assert_non_null(strstr(said, "learnt from the older 8, asked about the newest fifth"));
	assert_non_null(strstr(said, "  words never seen before         0")); /* all say the same */
	assert_non_null(strstr(said, "\n  repair "));
	assert_int_equal(measure(w, "whatif", &said), EXIT_DONE);
	const char *line = strstr(said, "\ndispatch ");
	long long n[5];
	assert_int_equal(sscanf(line ? line : "", "\ndispatch %lld %lld %lld %lld %lld%%", &n[0],
	                        &n[1], &n[2], &n[3], &n[4]),
	                 5);
	assert_int_equal(n[0], 10);
	assert_int_equal(n[1], 10);
	assert_int_equal(n[2], 1);
	assert_int_equal(n[3], 1);
	assert_int_equal(n[4], 10);
	world_later(0);
}

STORY(the_limits_in_force_find_late_what_the_clock_escalated)
STORY(an_offer_is_a_stay_of_its_own)
STORY(a_verdict_nobody_gave_and_a_claim_nobody_made_agree)
STORY(the_command_says_both)

const struct CMUnitTest measure_tests[] = {
	TOLD(the_limits_in_force_find_late_what_the_clock_escalated),
	TOLD(an_offer_is_a_stay_of_its_own),
	TOLD(a_verdict_nobody_gave_and_a_claim_nobody_made_agree),
	TOLD(the_command_says_both),
};
const size_t measure_tests_count = sizeof measure_tests / sizeof *measure_tests;
