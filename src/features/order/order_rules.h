/* order_rules.h - the pure rules of an order: its clocks, working time, where the timeline stands. */
#pragma once
#include "features/order/order.h"

/* The clocks of product.md; minutes come from order_limit per category and urgency. */
enum order_clock {
	CLOCK_NONE,
	CLOCK_REVIEW,
	CLOCK_DISPATCH,
	CLOCK_ANSWER,
	CLOCK_CLAIM,
	CLOCK_SCHEDULE,
	CLOCK_FINISH,
	CLOCK_VERDICT,
	CLOCK_CALL,
	CLOCK_WHOLE,
	CLOCK_COUNT
};

enum order_clock order_clock_of(enum order_state s);
bool order_expires(enum order_state s);      /* wall, offered, done */
enum order_state order_expiry_of(int64_t s); /* where the clock leads from there; else itself */
/* What is under way: 2 点 3 派 4 收 (0 寻 1 供 are behind it); 5: nothing. */
int order_step(enum order_state s);
/* The face of a score 不满意 1, 一般 3, 满意 5, which is what people see; 2 and 4, from the API or earlier years, have
 * their number beside it for `staff`. "" for 0. */
const char *order_face(struct arena *a, int64_t score, bool staff);
/* Of what an event keeps, "4 分：不漏了": the same with the face. Anything else comes back as it is. */
const char *order_face_told(struct arena *a, const char *kept, bool staff);
bool order_verdict_bad(int64_t score, int64_t bad_score); /* score at or under the setting */
int64_t order_standard(enum order_clock clock);           /* minutes where order_limit has no row */
/* Adds `minutes` to `from`; working: only 9–12 and 14–18 (local) of working days count. */
struct holiday; /* order_limit.h */
int64_t order_deadline(int64_t from, int64_t minutes, bool working, const struct holiday *days,
                       size_t n);
bool order_day_works(int64_t midnight, const struct holiday *days, size_t n);
int64_t order_worked(
	int64_t second); /* seconds of the shifts of a working day before its `second` */
