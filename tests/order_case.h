/* order_case.h - brings an order into any state through its moves, for the order tests.
 *
 * The order is found by STATION for RESIDENT in VILLAGE, reviewed by REVIEWER, dispatched by
 * DISPATCHER to team A, served by LEADER.
 */
#pragma once
#include "world.h"

#include "features/order/order.h"

/* Makes an order and leads it to `state`; returns its id. Fails the test when a move is refused. */
const char *case_order(struct world *w, enum order_state state);
/* POST /orders/ID/ACTION with a body that is right for the action. */
int case_act(struct world *w, enum who who, const char *id, enum order_action a);
/* The same, and it must succeed. */
void case_must(struct world *w, enum who who, const char *id, enum order_action a);
/* The hour of its visit has come: the visit is moved to now, rather than the clock to the visit. ACT_START
 * by LEADER and ACT_NOT_SERVED by RESIDENT or STATION do so by themselves. */
void case_now(struct world *w, const char *id);
const char *case_state(struct world *w,
                       const char *id); /* as the reviewer (drafts: the station) sees it */
/* How often `who` was told a message with this subject. */
int64_t case_told(struct world *w, enum who who, const char *subject);
/* The same of somebody on whose desk it stands: by SMS, his inbox does not repeat it. */
int64_t case_desk_told(struct world *w, enum who who, const char *subject);
void case_script(struct world *w, const char *sql); /* statements in a transaction of their own */
