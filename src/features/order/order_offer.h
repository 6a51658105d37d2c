/* order_offer.h - asking one side whether it takes an order, and what each answered. */
#pragma once
#include "features/order/order.h"

/* Asking one side whether it takes the order. In state OFFERED an order has 1 … order_offers_most()
 * waiting ones; a side whose offer waits sees it (SIGHT_SERVER) and none of the others. Offering to
 * several sides is as many moves and events, each with one side: what is counted per side is counted
 * from the events as before (offer, decline, recall, expire). */
enum offer_state {
	OFFER_WAITING,
	OFFER_ACCEPTED,
	OFFER_DECLINED,
	OFFER_EXPIRED,
	OFFER_RECALLED,  /* by the dispatcher, or with the order that was cancelled */
	OFFER_OVERTAKEN, /* another side was faster */
	OFFER_STATES
};
extern const char *const offer_state_words[], *const offer_state_labels[];
struct order_offer {
	int64_t row, orders, team_row, person_row;
	int64_t at, until, state, answered; /* answered: 0 while it waits */
	const char *reason;                 /* why it was declined or recalled; NULL: not said */
	const char *why; /* why this side, of order_offers() only; NULL: it was the first */
	const char *team, *team_name, *person, *person_name, *by_name; /* by_name: who offered */
};
extern const struct field order_offer_fields[];
enum { OFFERS_LAST = 200 };
/* The last OFFERS_LAST that were made of this order, oldest first; one whose time is over is shown expired.
 * For those who dispatch: the sides asked must not learn of each other. */
struct order_offer *order_offers(struct ctx *c, int64_t row, size_t *count);
int64_t order_offers_all(struct ctx *c, int64_t row); /* how many there ever were */
/* All of them, page by page; *next: of `after` for the next one, NULL: the end. */
struct order_offer *order_offers_page(struct ctx *c, int64_t row, const char *after, size_t *count,
                                      const char **next);
/* How many sides may be asked at once (settings offer.low … offer.urgent), and how many more now: 0
 * unless it is OPEN or OFFERED. */
int64_t order_offers_most(struct ctx *c, const struct order *o);
int64_t order_offers_free(struct ctx *c, const struct order *o);
