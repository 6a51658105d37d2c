#include "offer_case.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"

#include <string.h>

#include "base/arena.h"

const char *offer_both(struct world *w)
{
	return arena_printf(w->mem, "{\"teams\":[\"%s\",\"%s\"],\"reason\":\"都有这项专长\"}",
	                    w->team_uid_a, w->team_uid_b);
}

int offer_ask(struct world *w, const char *id, const char *json)
{
	const char *sep = json[1] == '}' ? "" : ","; /* whom one passes over, one says why */
	if (!strstr(json, "\"reason\""))
		json = arena_printf(w->mem, "{\"reason\":\"测试写的原因\"%s%s", sep, json + 1);
	return world_askf(w, DISPATCHER, POST, json, "/orders/%s/offer", id);
}

const char *offer_of_urgency(struct world *w, const char *urgency)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	assert_int_equal(world_askf(w, REVIEWER, POST,
	                            arena_printf(w->mem, "{\"urgency\":\"%s\"}", urgency),
	                            "/orders/%s/approve", id),
	                 200);
	return id;
}

/* An order that both teams are asked to take. */
const char *offer_asked_twice(struct world *w)
{
	const char *id = offer_of_urgency(w, "high");
	if (offer_ask(w, id, offer_both(w)) != 200)
		fail_msg("%d %s", w->status, w->body);
	return id;
}

int64_t offer_in_state(struct world *w, enum offer_state s)
{
	return world_count(
		w, arena_printf(w->mem, "SELECT count(*) FROM order_offer WHERE state = %d", s));
}

int64_t offer_order_row(struct world *w, const char *id)
{
	return world_count(w, arena_printf(w->mem, "SELECT id FROM orders WHERE uid = '%s'", id));
}

/* The job looks once. */
size_t offer_run_clock(struct world *w)
{
	size_t n;
	world_begin(w, GUEST);
	struct order *late = order_expired(&w->c, &n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(order_expire(&w->c, late[i].row, NULL), OK);
	world_commit(w);
	return n;
}

/* Every event is a row of the table, and the last one tells the present state. */
void offer_is_sound(struct world *w)
{
	size_t orders, n;
	world_begin(w, DISPATCHER);
	struct order_query q = {.state = ORDER_NOWHERE, .urgency = -1, .limit = 100};
	const char *next;
	struct order *o = order_list(&w->c, &q, &orders, &next);
	assert_true(orders > 0);
	for (size_t i = 0; i < orders; i++) {
		struct order_event *e = order_events(&w->c, o[i].row, &n);
		assert_true(n > 0);
		for (size_t k = 0; k < n; k++) {
			assert_int_equal(e[k].seq, k);
			assert_true(order_move_exists(e[k].action, e[k].from_state, e[k].to_state));
			assert_true(!k || e[k].from_state == e[k - 1].to_state);
		}
		assert_int_equal(o[i].revision, e[n - 1].seq);
	}
	world_commit(w);
	assert_int_equal(world_count(w,
	                             "SELECT count(*) FROM orders WHERE state = 4 AND (team > 0 OR "
	                             "person > 0 OR NOT EXISTS (SELECT 1 FROM order_offer f WHERE "
	                             "f.orders = orders.id AND f.state = 0))"),
	                 0);
	assert_int_equal(world_count(w,
	                             "SELECT count(*) FROM order_offer f JOIN orders o ON o.id = "
	                             "f.orders WHERE f.state = 0 AND o.state <> 4"),
	                 0);
}
