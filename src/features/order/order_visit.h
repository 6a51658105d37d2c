/* order_visit.h - what the serving side says on its way, and how early it may begin. */
#pragma once
#include "features/order/order.h"

/* Said by the serving side while it is scheduled: that it is late from a day before the visit on, that it set
 * out when it may also begin (order_early). The requester is told, the state stays. */
enum visit_kind { VISIT_ON_THE_WAY, VISIT_LATE };
extern const char *const order_visit_words[];
struct visit_note {
	int64_t at, actor, kind, minutes; /* minutes: late by so many */
	const char *actor_name;
};
bool order_visit_may(struct ctx *c, const struct order *o, enum visit_kind kind);
/* A visit begins at the earliest two hours before its time: hours are counted from there, and the
 * requester relies on it. Who goes earlier changes the time first, and the requester is told. */
enum { ORDER_EARLY = 2 * 3600 };                              /* seconds */
bool order_early(const struct ctx *c, const struct order *o); /* goods may come any time */
/* ERR_STATE when it is not the time for it. The same twice within minutes is said once. */
enum err order_visit(struct ctx *c, const char *uid, enum visit_kind kind, int64_t minutes);
/* The last hundred, oldest first; and how many there are. */
struct visit_note *order_visit_notes(struct ctx *c, int64_t row, size_t *count);
int64_t order_visit_notes_all(struct ctx *c, int64_t row);
