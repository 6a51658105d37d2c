/* Thousands of moves at random, most of them by whom they are for: after each the rules that hold for every
 * order hold for all of them. WUDAN_MOVES says how many (5000; torture: 50000), each ROUND in a county of its
 * own; a failure prints the seed of the round and the move. */
#include "features/order/order_move.h"
#include "order_case.h"

#include "base/arena.h"
#include "base/clock.h"
#include "menu_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POOL = 8, ITEMS = 2, ROUND = 2500 };

static uint64_t dice;
static int seed, moves;

static int roll(int n)
{
	dice = dice * 6364136223846793005U + 1442695040888963407U;
	return (int)((dice >> 33) % (uint64_t)n);
}

/* What no move may break, each as a count that is 0. */
static const struct rule {
	const char *name, *sql;
} rules[] = {
	{"capacity", "SELECT count(*) FROM menu_slot s JOIN menu_item i ON i.id = s.item"
                     " WHERE i.capacity > 0 AND s.taken > i.capacity"},
	{"places taken are orders", "SELECT count(*) FROM menu_slot s WHERE s.taken <>"
                                    " (SELECT count(*) FROM orders o WHERE o.slot = s.id)"},
	{"a place is of the item", "SELECT count(*) FROM orders o JOIN menu_slot s ON s.id = o.slot"
                                   " LEFT JOIN menu_item i ON i.id = s.item AND i.uid = o.service"
                                   " WHERE o.slot > 0 AND i.id IS NULL"},
	{"category of the item",
         "SELECT count(*) FROM orders o JOIN menu_item i ON i.uid = o.service"
         " WHERE i.category <> o.category OR o.kind <> 2"},
	{"area of the item", "SELECT count(*) FROM orders o JOIN menu_item i ON i.uid = o.service"
                             " JOIN place p ON p.id = o.place JOIN place a ON a.id = i.area"
                             " WHERE NOT (p.path >= a.path AND p.path < a.path || '~')"},
	{"no place without an order to come", "SELECT count(*) FROM orders WHERE slot > 0 AND "
                                              "(service IS NULL OR state IN (0, 11, 12, 13))"},
	{"offered: asked, and no side yet",
         "SELECT count(*) FROM orders o WHERE o.state = 4 AND (o.team > 0 OR o.person > 0 OR NOT "
         "EXISTS"
         " (SELECT 1 FROM order_offer f WHERE f.orders = o.id AND f.state = 0))"},
	{"offers wait only while offered", "SELECT count(*) FROM order_offer f JOIN orders o ON"
                                           " o.id = f.orders WHERE f.state = 0 AND o.state <> 4"},
	{"one side", "SELECT count(*) FROM orders WHERE team > 0 AND person > 0"},
	{"a side while it is served", "SELECT count(*) FROM orders WHERE state BETWEEN 5 AND 10"
                                      " AND team = 0 AND person = 0"},
	{"none before", "SELECT count(*) FROM orders WHERE state BETWEEN 0 AND 4"
                        " AND (team > 0 OR person > 0 OR activity > 0)"},
	{"the last event tells the state", "SELECT count(*) FROM orders o LEFT JOIN order_event e "
                                           "ON e.orders = o.id AND e.seq = o.revision"
                                           " WHERE e.id IS NULL OR e.to_state <> o.state"},
	{"no event after it", "SELECT count(*) FROM orders o JOIN order_event e ON e.orders = o.id"
                              " WHERE e.seq > o.revision"},
	{"events follow one another",
         "SELECT count(*) FROM order_event e LEFT JOIN order_event b ON b.orders = e.orders"
         " AND b.seq = e.seq - 1 WHERE e.seq > 0 AND (b.id IS NULL OR b.to_state <> e.from_state)"},
};

/* All of them in one question; which one it was is asked when there is something. */
static void hold(struct world *w, int move, const char *what)
{
	enum { COUNT = sizeof rules / sizeof *rules };
	static const char *all;
	if (!all) {
		static char text[8192] = "SELECT 0";
		for (size_t i = 0; i < COUNT; i++) {
			size_t n = strlen(text);
			snprintf(text + n, sizeof text - n, " + (%s)", rules[i].sql);
		}
		all = text;
	}
	if (!world_count(w, all))
		return;
	for (size_t i = 0; i < COUNT; i++)
		if (world_count(w, rules[i].sql))
			fail_msg("seed %d, move %d (%s): %s", seed, move, what, rules[i].name);
}

/* And the move stands in the table. */
static void in_table(struct world *w, const char *id, int move)
{
	size_t n;
	world_begin(w, DISPATCHER);
	struct order *o = order_by_uid(&w->c, id);
	struct order_event *e = order_events(&w->c, o->row, &n);
	for (size_t i = 0; i < n; i++)
		if (!order_move_exists(e[i].action, e[i].from_state, e[i].to_state))
			fail_msg("seed %d, move %d: event %zu is not in the table", seed, move, i);
	world_commit(w);
}

static enum who for_whom(enum order_action a)
{
	static const enum who others[] = {RESIDENT, LEADER,   OTHER_LEADER, VOLUNTEER,
	                                  TOWNSHIP, REVIEWER, DISPATCHER,   STATION};
	static const enum who servers[] = {LEADER, LEADER, OTHER_LEADER, VOLUNTEER};
	if (!roll(8))
		return others[roll(8)];
	switch (a) {
	case ACT_EDIT:
	case ACT_SUBMIT:
	case ACT_NOT_SERVED:
	case ACT_EVALUATE:
	case ACT_CANCEL: return RESIDENT;
	case ACT_APPROVE:
	case ACT_RETURN:
	case ACT_REFUSE:
	case ACT_MERGE: return REVIEWER;
	case ACT_REROUTE: return TOWNSHIP;
	case ACT_OFFER:
	case ACT_PUBLISH:
	case ACT_WITHDRAW:
	case ACT_RECALL: return DISPATCHER;
	case ACT_CONFIRM:
	case ACT_REOPEN: return TOWNSHIP;
	default: return servers[roll(4)];
	}
}

static const char *some_category(void)
{
	return roll(2) ? "repair" : "health";
}

/* Putting right and asking have many forms; what else is moved as every order test does. */
static void act(struct world *w, const char *id, enum order_action a)
{
	static const char *const kinds[] = {"wish", "request", "menu", "visit"};
	enum who who = for_whom(a);
	const char *json = NULL;
	if (a == ACT_REROUTE && roll(2))
		json = arena_printf(w->mem, "{\"kind\":\"%s\",\"category\":\"%s\"}", kinds[roll(4)],
		                    some_category());
	else if (a == ACT_REROUTE)
		json = roll(2) ? "{\"place\":\"" OTHER_VILLAGE "\"}"
		               : "{\"place\":\"" VILLAGE "\"}";
	else if (a == ACT_APPROVE && roll(2))
		json = arena_printf(w->mem, "{\"category\":\"%s\",\"urgency\":\"high\"}",
		                    some_category());
	else if (a == ACT_OFFER)
		json = arena_printf(w->mem, "{\"teams\":[\"%s\",\"%s\"],\"reason\":\"都离得近\"}",
		                    w->team_uid_a, w->team_uid_b);
	if (json)
		world_askf(w, who, POST, json, "/orders/%s/%s", id, order_action_words[a]);
	else
		case_act(w, who, id, a);
}

/* A menu order of some day, or a wish in free words; what is full stays as it was. */
static const char *another(struct world *w, const char *const *items)
{
	const char *item = items[roll(ITEMS)];
	if (roll(4) == 0)
		return case_order(w, ORDER_DRAFT);
	if (menu_case_order(w, RESIDENT, item,
	                    arena_printf(w->mem, "%s%s", menu_case_on(w, 3 + roll(6)),
	                                 roll(3) ? "" : ",\"category\":\"health\"")) != 201)
		return NULL;
	return world_get(w, "id");
}

/* The hour of the state, or of the offers, is over. */
static void run_out(struct world *w, const char *id)
{
	case_script(
		w,
		arena_printf(w->mem,
	                     "UPDATE orders SET deadline = 1 WHERE uid = '%s' AND state IN (3, 8);"
	                     "UPDATE order_offer SET until = 1 WHERE state = 0 AND id %% 2 = %d AND"
	                     " orders = (SELECT id FROM orders WHERE uid = '%s');",
	                     id, roll(2), id));
	world_begin(w, GUEST);
	order_expire(&w->c, order_by_uid(&w->c, id)->row, NULL);
	world_commit(w);
}

static bool over(struct world *w, const char *id)
{
	return world_count(w, arena_printf(w->mem,
	                                   "SELECT count(*) FROM orders WHERE uid = '%s' AND"
	                                   " (state > 10 OR revision > 40)",
	                                   id)) > 0;
}

static void walk(struct world *w)
{
	const char *items[ITEMS] = {menu_case_open(w, "\"capacity\":1,\"period\":\"day\""),
	                            menu_case_open(w, "\"capacity\":2,\"period\":\"week\"")};
	const char *pool[POOL] = {NULL};
	int made = 0;
	dice = (uint64_t)seed;
	w->merge_into = case_order(w, ORDER_OPEN);
	for (int i = 0; i < moves; i++) {
		int at = roll(POOL);
		enum order_action a = (enum order_action)(ACT_SUBMIT +
		                                          roll(ACT_ESCALATE - ACT_SUBMIT));
		if (!pool[at] || over(w, pool[at]))
			pool[at] = another(w, items);
		else if (a == ACT_EXPIRE)
			run_out(w, pool[at]);
		else
			act(w, pool[at], a);
		made += w->status < 300;
		hold(w, i, order_action_words[a]);
		if (pool[at] && i % 50 == 0)
			in_table(w, pool[at], i);
	}
	assert_true(made > moves / 20); /* they do move */
}

static void rounds(bool postgres)
{
	const char *asked = getenv("WUDAN_MOVES");
	int left = asked      ? atoi(asked)
	           : postgres ? 500
	                      : 5000; /* every question is a way to the server */
	for (seed = 1; left > 0; seed++, left -= moves) {
		moves = left < ROUND ? left : ROUND;
		world_run(postgres, walk);
	}
}

static void what_holds_holds_after_every_move_sqlite(void **state)
{
	(void)state;
	rounds(false);
}

static void what_holds_holds_after_every_move_postgres(void **state)
{
	(void)state;
	rounds(true);
}

const struct CMUnitTest order_model_tests[] = {TOLD(what_holds_holds_after_every_move)};
const size_t order_model_tests_count = sizeof order_model_tests / sizeof *order_model_tests;
