/* order_goers.h - whom a team can send to a visit, those first who suit it.
 *
 * Suits: has the paper that the category asks for until the visit is over, is free then, lives near. The same is
 * asked again when the visit is planned (order_serve.c): here it is told before.
 */
#pragma once
#include "features/order/order.h"

struct goers_ask {
	int64_t team, category, from, until, except; /* except: this activity */
	int64_t month, next;                         /* of which visits are counted */
	bool gated;                                  /* the category asks for a paper */
	const char *phone; /* blind index; NULL: nobody's number was asked for */
};
struct goer {
	int64_t person, birth, role, lon, lat, clash, load,
		tenths; /* tenths: of a km; -1: not known */
	bool qualified, rung;
	const char *uid, *name, *number, *home;
};

enum goers_sort { GOERS_NEAR, GOERS_IDLE };
/* Active members, best first. `q`: words of name and number, or a whole phone number; NULL: all. */
struct goer *order_goers(struct ctx *c, const struct order *o, int64_t from, int64_t until,
                         enum goers_sort sort, const char *q, size_t *count);
/* The time its forms begin with: as it is agreed, else tomorrow from nine to eleven. */
int64_t order_visit_from(const struct ctx *c, const struct order *o);
int64_t order_visit_until(const struct ctx *c, const struct order *o);
