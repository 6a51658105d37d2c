/* dispatch.h - who could take this order, and why in this sequence 派单.
 *
 * A ranked list: every term is a named number of points with its reason, terms add up to 100 (the table
 * is dispatch_terms[]), ties go to who was asked longest ago. Who cannot be asked is told by the first
 * rule that failed. Teams and single people are ranked by the same terms in two lists; teams come first,
 * since a team can stand in for who falls ill. The list proposes and a person decides: an offer waits for
 * its acceptance (志愿服务条例 Art. 25), and passing over the first one needs a sentence of reason.
 *
 * Nothing is read once per candidate. The engine for whole days replaces what is behind this header.
 */
#pragma once
#include "features/order/order.h"
#include "features/order/order_move.h"

enum {
	DISPATCH_TERMS = 7,
	DISPATCH_KM = 30, /* from here on distance earns nothing */
	DISPATCH_PEOPLE_KM =
		10,        /* single people are looked for in the township and so far around */
	DISPATCH_BULK = 25 /* orders in one bulk offer: their ids fit into one address */
};
struct term {
	const char *label; /* 距离 技能 时间 负荷 评价 熟悉 轮流 */
	int64_t most, points;
	const char *why; /* "距离 6.2 公里", "手上有 3 单" */
	bool quiet;      /* nothing that a page need say */
};
extern const struct term dispatch_terms[DISPATCH_TERMS]; /* label and most of each */

struct candidate {
	int64_t team, person;                    /* one of them is 0 */
	int64_t last_asked, points, open_orders; /* points out of 100 */
	int64_t behind;                          /* points fewer than the best one has */
	const char *uid, *name, *place;
	struct term terms[DISPATCH_TERMS];
	const char *why_not; /* NULL: may be asked; else the first rule that failed */
	bool barred;         /* by a rule that no reason outweighs */
	const char
		*call; /* whose page has the phone to ring first; NULL: none (dispatch_calls()) */
};

/* One look at what all sides have in hand; good for several orders of one request. */
struct dispatch;
struct dispatch *dispatch_open(struct ctx *c);
/* In this look the side has one more offer. */
void dispatch_book(struct dispatch *d, const struct candidate *x);

/* Says in each whom to ring, as far as the asker may see him. */
void dispatch_calls(struct ctx *c, struct candidate *at, size_t count);

enum dispatch_kind { DISPATCH_TEAMS, DISPATCH_PEOPLE };
enum { DISPATCH_PASSED = 3, DISPATCH_NAMED = 8 };
struct dispatch_list {
	struct candidate *at; /* those that may be asked, best first */
	size_t count;
	struct candidate *passed; /* the best of those that may not */
	size_t passed_count;
	struct candidate *named; /* whose name was asked for, whether they may be asked or not */
	size_t named_count;
};
/* The best `limit`; `name`: a part of the names to be looked for besides, NULL: none. */
struct dispatch_list dispatch_rank(struct dispatch *d, const struct order *o,
                                   enum dispatch_kind kind, size_t limit, const char *name);
/* The one to ask first: the best team, else the best single person; NULL: nobody. */
struct candidate *dispatch_first(struct dispatch *d, const struct order *o);

/* ACT_OFFER with its rule: ERR_INVALID at `reason` when other sides are chosen than the first ones of
 * the lists and none is given; at `team` or `person` when one is barred. Else as order_move(). */
enum err dispatch_offer(struct ctx *c, const char *uid, const struct order_act *in);

/* Several orders at once, each to its first candidate, as if one were offered after the other. */
struct dispatch_line {
	int64_t revision;
	const char *order, *number, *title, *place; /* order: its id */
	struct candidate *side;                     /* NULL: nobody may be asked */
	bool skip, ok;
	const char *said; /* what came of it; NULL: only planned */
};
/* Orders that are not open, or not his to dispatch, say so in `said` and have no side. At most
 * DISPATCH_BULK; doubles are dropped. */
struct dispatch_line *dispatch_plan(struct ctx *c, const char *const *orders, size_t *count);
/* Makes the same plan anew and offers what stands in `offers` ("ORDER.REVISION.SIDE"), each order whole
 * or not at all. A side that is no longer the first of its order is not asked. */
enum err dispatch_bulk(struct ctx *c, const char *const *orders, const char *const *offers,
                       struct dispatch_line **lines, size_t *count);

/* The job of the orders' clock: dispatch_clock.c. */
struct job_desk;
bool dispatch_clock_due(struct ctx *c);
void dispatch_clock(struct ctx *look, struct job_desk *d);
