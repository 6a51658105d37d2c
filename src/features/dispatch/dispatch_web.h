/* dispatch_web.h - the dispatch desk 派单台, the bulk offer and the work slip 上门单.
 *
 * GET /dispatch?order=UID with its filters in the address; who= looks for a team or a person by name.
 * Views: dispatch_desk dispatch_page, dispatch_bulk bulk_page (desk), dispatch_sheet sheet_page (raw).
 */
#pragma once
#include "features/dispatch/dispatch.h"
#include "features/order/order_web.h"

extern const struct route dispatch_routes[], dispatch_bulk_routes[], dispatch_sheet_routes[];

struct dispatch_page {
	struct order_card *cards; /* open orders in reach, by deadline; the card's url chooses it */
	size_t count;
	const char *next_url, *summary, *none; /* none: said where the queue is empty */
	const struct choice *places, *categories, *urgencies;
	const char *place, *category, *urgency, *q;
	struct order_page *chosen; /* NULL: none */
	struct queue_place at;
	struct dispatch_list teams, people;
	const char *offer_url;     /* POST target; NULL: not now */
	const struct form *form;   /* offer: teams, people, reason */
	int64_t most, free;        /* sides asked at once, and how many more now */
	const char *who;           /* name that is looked for */
	const char *sheet_url;     /* the work slip; NULL: nobody has accepted */
	const struct pairs *typed; /* what was ticked before a refusal; NULL: nothing */
};
/* One list of candidates on the desk. */
struct dispatch_part {
	const struct dispatch_page *page;
	const struct candidate *at;
	size_t count;
	const char *input; /* what a tick sends: "teams" or "people" */
	bool ranked;       /* numbered, and the first may be asked by one tap */
	bool first;        /* its first is the first of all */
};

/* several orders at once — GET and POST /dispatch/bulk */
struct bulk_row { /* JSON face */
	const char *order, *number, *title, *team, *person, *side_name, *said;
	int64_t revision, points;
	bool ok, skipped;
	const struct dispatch_line *line;
	const char *offer; /* "ORDER.REVISION.SIDE" */
};
struct bulk_page {
	struct list list;
	struct bulk_row *rows;
	size_t count, offers, made; /* offers: lines that can be made; made: that were */
	bool done;
	const struct form *form;
};

/* the printed work slip — GET and POST /orders/:id/work-slip */
struct sheet_page {
	const char *number, *title, *detail, *place, *category, *visit, *side, *leader, *people;
	const char *wanted, *helpers, *office, *brand, *hotline, *made;
	const char *contact_name, *phone, *address; /* after a reveal; NULL: closed */
	const char *url, *order_url;
	const struct form *form; /* reason of the reveal; NULL: not open to the asker */
	struct safe code;
	bool demo, goods;
};
