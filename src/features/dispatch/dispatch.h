/* dispatch.h - who could take this order, and why in this sequence 派单.
 *
 * A plain ranked list: every term is a named number of points with its reason, terms add up, ties go
 * to the one who was asked longest ago. The list proposes; a person decides, and nobody is assigned:
 * an offer waits for its acceptance. The engine for whole days replaces what is behind this header.
 */
#pragma once
#include "features/order/order.h"

enum { DISPATCH_TERMS = 5 };
struct term {
	const char *label; /* 距离 技能 负荷 评价 公平 */
	const char *why;   /* "同在西渡镇", "手上有 3 单" */
	int64_t points, most;
};
struct candidate {
	int64_t team, person;                    /* one of them is 0 */
	int64_t last_asked, points, open_orders; /* points out of 100 */
	const char *uid, *name, *place;
	struct term terms[DISPATCH_TERMS];
	const char *why_not; /* NULL: may be offered; else the first rule that failed */
};

/* The best `limit` teams for `o`, best first; those that declined it already come with why_not. */
struct candidate *dispatch_rank(struct ctx *c, const struct order *o, size_t limit, size_t *count);
/* The same for single volunteers of the order's township with the skill. */
struct candidate *dispatch_people(struct ctx *c, const struct order *o, size_t limit,
                                  size_t *count);
