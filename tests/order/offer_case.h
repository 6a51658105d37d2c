/* offer_case.h - orders that several sides are asked to take, for the stories of the offer. */
#pragma once
#include "order_case.h"

#include "features/order/order_offer.h"

#define OFFER_TAKEN "派给您的单子已有人接了" /* what those who were too late are told */

const char *offer_both(struct world *w); /* body that asks team A and team B */
int offer_ask(struct world *w, const char *id, const char *json);   /* by DISPATCHER */
const char *offer_of_urgency(struct world *w, const char *urgency); /* an open order */
const char *offer_asked_twice(struct world *w);              /* an order that waits for A and B */
int64_t offer_in_state(struct world *w, enum offer_state s); /* how many offers */
int64_t offer_order_row(struct world *w, const char *id);
size_t offer_run_clock(struct world *w); /* the job looks once; how many orders it found */
/* Every event is a row of the table and leads on from the one before; the last one tells the present
 * state; offers wait for offered orders only. */
void offer_is_sound(struct world *w);
