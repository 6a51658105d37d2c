/* dispatch_web.h - the dispatch desk 派单台: GET /dispatch?order=UID with filters in the address. */
#pragma once
#include "features/dispatch/dispatch.h"
#include "features/order/order_web.h"

extern const struct route dispatch_routes[];

struct dispatch_page {
	struct order_card *cards; /* open orders in reach, by deadline; the card's url chooses it */
	size_t count;
	const char *next_url, *summary;
	const struct choice *places, *categories, *urgencies;
	const char *place, *category, *urgency, *q;
	struct order_page *chosen;    /* NULL: none */
	struct candidate *candidates; /* for the chosen one */
	size_t candidate_count;
	struct candidate *people; /* single volunteers for it */
	size_t people_count;
	const char *offer_url, *publish_url; /* POST targets; NULL: not now */
	const struct form *form;             /* offer: team, reason */
	const struct term *legend;           /* DISPATCH_TERMS rows, label and most */
};
/* One list of candidates on the desk, best first. */
struct dispatch_list {
	const struct dispatch_page *page;
	const struct candidate *at;
	size_t count;
	const char *input, *verb; /* what the offer sends: "team" or "person"; on the button */
};
/* View: dispatch_desk dispatch_page (desk). */
