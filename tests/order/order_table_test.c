/* Every (state, action, role) cell through serve(), against a table written by hand from the product's
 * own words. Nothing here is printed from the code it checks. */
#include "order_case.h"

#include "base/arena.h"
#include "features/order/order_move.h"
#include "features/order/order_rules.h"

#include <stdio.h>
#include <string.h>

#define B(who) (1U << (who))
enum {
	OWN = B(RESIDENT) | B(STATION),
	ACCOUNTS = (B(WHO_COUNT) - 1) & ~B(GUEST),
	REVIEWERS = B(TOWNSHIP) | B(REVIEWER),
	DISPATCHERS = B(TOWNSHIP) | B(DISPATCHER),
	CALLERS = B(TOWNSHIP) | B(DISPATCHER) | B(REVIEWER),
	VOLUNTEERS = B(VOLUNTEER) | B(MEMBER) | B(LEADER) | B(OTHER_LEADER),
	STAFF = B(TOWNSHIP) | B(DISPATCHER) | B(REVIEWER) | B(AUDITOR) | B(VIEWER),
};

/* Which role may enter the action's address at all; the others are told 403 without a look. */
static unsigned gate(enum order_action a)
{
	switch (a) {
	case ACT_APPROVE:
	case ACT_RETURN:
	case ACT_REFUSE:
	case ACT_MERGE: return REVIEWERS | B(OTHER_TOWNSHIP);
	case ACT_OFFER:
	case ACT_PUBLISH:
	case ACT_WITHDRAW:
	case ACT_RECALL: return DISPATCHERS | B(OTHER_TOWNSHIP);
	case ACT_CONFIRM: return CALLERS | B(OTHER_TOWNSHIP);
	case ACT_CLAIM:
	case ACT_ACCEPT:
	case ACT_DECLINE:
	case ACT_SCHEDULE:
	case ACT_RESCHEDULE:
	case ACT_HAND_BACK:
	case ACT_START:
	case ACT_COMPLETE:
	case ACT_ABORT: return VOLUNTEERS;
	default: return ACCOUNTS;
	}
}

/* Who sees an order in this state: its parties, staff of its places, the serving side, and
 * everybody when it hangs on the wall. */
static unsigned sees(enum order_state s)
{
	if (s == ORDER_DRAFT)
		return OWN;
	if (s == ORDER_WALL)
		return ACCOUNTS | B(GUEST);
	if (s >= ORDER_OFFERED && s <= ORDER_CLOSED)
		return OWN | STAFF | B(LEADER);
	return OWN | STAFF;
}

/* The table of product.md: action, in which states, who. */
static const struct rule {
	enum order_action action;
	unsigned states, who;
} rules[] = {
	{ACT_SUBMIT, B(ORDER_DRAFT), OWN},
	{ACT_CANCEL,
         B(ORDER_DRAFT) | B(ORDER_SUBMITTED) | B(ORDER_OPEN) | B(ORDER_WALL) | B(ORDER_OFFERED) |
                 B(ORDER_ACCEPTED) | B(ORDER_SCHEDULED),
         OWN},
	{ACT_APPROVE, B(ORDER_SUBMITTED), REVIEWERS},
	{ACT_RETURN, B(ORDER_SUBMITTED), REVIEWERS},
	{ACT_REFUSE, B(ORDER_SUBMITTED), REVIEWERS},
	{ACT_MERGE, B(ORDER_SUBMITTED), REVIEWERS},
	{ACT_REROUTE, B(ORDER_SUBMITTED), REVIEWERS},
	{ACT_REROUTE, B(ORDER_OPEN), DISPATCHERS},
	{ACT_OFFER, B(ORDER_OPEN) | B(ORDER_OFFERED), DISPATCHERS},
	{ACT_PUBLISH, B(ORDER_OPEN), DISPATCHERS},
	{ACT_CLAIM, B(ORDER_WALL), VOLUNTEERS},
	{ACT_WITHDRAW, B(ORDER_WALL), DISPATCHERS},
	{ACT_ACCEPT, B(ORDER_OFFERED), B(LEADER)},
	{ACT_DECLINE, B(ORDER_OFFERED), B(LEADER)},
	{ACT_RECALL, B(ORDER_OFFERED) | B(ORDER_ACCEPTED) | B(ORDER_SCHEDULED), DISPATCHERS},
	{ACT_SCHEDULE, B(ORDER_ACCEPTED), B(LEADER)},
	{ACT_HAND_BACK, B(ORDER_ACCEPTED) | B(ORDER_SCHEDULED), B(LEADER)},
	{ACT_RESCHEDULE, B(ORDER_SCHEDULED), B(LEADER)},
	{ACT_START, B(ORDER_SCHEDULED), B(LEADER)},
	{ACT_NOT_SERVED, B(ORDER_SCHEDULED) | B(ORDER_SERVING), OWN},
	{ACT_COMPLETE, B(ORDER_SERVING), B(LEADER)},
	{ACT_ABORT, B(ORDER_SERVING), B(LEADER)},
	{ACT_EVALUATE, B(ORDER_DONE), OWN},
	{ACT_CONFIRM, B(ORDER_CALLBACK_DUE), CALLERS},
	{ACT_REOPEN, B(ORDER_CALLBACK_DUE), CALLERS},
	{ACT_REOPEN, B(ORDER_CLOSED), OWN | CALLERS},
};

/* May he do it to this order in some state? Serving side: only while there is one. */
static bool may_ever(enum order_action a, enum order_state s, enum who who)
{
	bool served = s >= ORDER_OFFERED && s <= ORDER_CLOSED;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].action == a && (rules[i].who & B(who)) &&
		    (rules[i].who != B(LEADER) || served))
			return true;
	return false;
}

static bool legal(enum order_action a, enum order_state s, enum who who)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].action == a && (rules[i].states & B(s)) && (rules[i].who & B(who)))
			return true;
	return false;
}

static bool lawful(enum order_action a, enum order_state s)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].action == a && (rules[i].states & B(s)))
			return true;
	return false;
}

static int expected(enum order_action a, enum order_state s, enum who who)
{
	if (who == GUEST)
		return 401;
	if (!(gate(a) & B(who)))
		return 403;
	if (!(sees(s) & B(who)))
		return 404;
	if (legal(a, s, who))
		return 200;
	return !lawful(a, s) && may_ever(a, s, who) ? 409 : 403;
}

/* Team A is asked already. */
static int ask_another(struct world *w, enum who who, const char *id)
{
	return world_askf(w, who, POST, arena_printf(w->mem, "{\"team\":\"%s\"}", w->team_uid_b),
	                  "/orders/%s/offer", id);
}

/* A legal move changes the order, so the next cell gets a new one. */
static void cell(struct world *w, const char **id, enum order_action a, enum order_state s,
                 enum who who)
{
	int want = expected(a, s, who);
	int got = a == ACT_OFFER && s == ORDER_OFFERED ? ask_another(w, who, *id)
	                                               : case_act(w, who, *id, a);
	if (got != want)
		fail_msg("%s of a %s order by %s: %d instead of %d: %s", order_action_words[a],
		         order_state_words[s], who_names[who], got, want, w->body);
	if (got == 409)
		assert_string_equal(world_get(w, "state"), order_state_words[s]);
	if (got == 200)
		*id = case_order(w, s);
}

static void states_walk(struct world *w, enum order_state from, enum order_state to)
{
	case_script(w, "INSERT INTO setting (name, value, who, at) "
	               "VALUES ('offer.normal', '2', '', 0)");
	w->merge_into = case_order(w, ORDER_OPEN);
	for (enum order_state s = from; s <= to; s++) {
		const char *id = case_order(w, s);
		for (enum order_action a = ACT_SUBMIT; a <= ACT_CANCEL; a++)
			for (enum who who = GUEST; who < WHO_COUNT; who++)
				cell(w, &id, a, s, who);
		assert_string_equal(case_state(w, id), order_state_words[s]);
	}
}

static void before_dispatch_every_cell_answers_as_the_table_says(struct world *w)
{
	states_walk(w, ORDER_DRAFT, ORDER_WALL);
}
static void under_way_every_cell_answers_as_the_table_says(struct world *w)
{
	states_walk(w, ORDER_OFFERED, ORDER_SERVING);
}
static void at_the_end_every_cell_answers_as_the_table_says(struct world *w)
{
	states_walk(w, ORDER_DONE, ORDER_CANCELLED);
}
STORY(before_dispatch_every_cell_answers_as_the_table_says)
STORY(under_way_every_cell_answers_as_the_table_says)
STORY(at_the_end_every_cell_answers_as_the_table_says)

/* What a reader shows before the clock's job has run is where the job will lead. */
static void what_is_over_is_shown_where_the_clock_leads(void **state)
{
	(void)state;
	int ends = 0;
	for (int64_t s = 0; s < ORDER_STATES; s++) {
		const struct life_move *m = life_row(&order_life, ACT_EXPIRE, s);
		assert_int_equal(order_expires((enum order_state)s), m != NULL);
		assert_int_equal(order_expiry_of(s), life_to(m, s));
		ends += m != NULL;
	}
	assert_int_equal(ends, 3);
}

const struct CMUnitTest order_table_tests[] = {
	cmocka_unit_test(what_is_over_is_shown_where_the_clock_leads),
	TOLD(before_dispatch_every_cell_answers_as_the_table_says),
	TOLD(under_way_every_cell_answers_as_the_table_says),
	TOLD(at_the_end_every_cell_answers_as_the_table_says),
};
const size_t order_table_tests_count = sizeof order_table_tests / sizeof *order_table_tests;
