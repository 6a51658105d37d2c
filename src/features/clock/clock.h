/* clock.h - the office's hand on the clocks 时限: limits, working days, what is late, and what another
 * limit would have done.
 *
 * A limit is minutes per clock, category and urgency (table order_limit); the most particular row wins,
 * category before urgency, and the defaults of the program (order_standard()) hold where there is none.
 * A changed limit counts for orders that enter a state from then on; running deadlines stay. What is late
 * and what-if are scoped by ORDER_LOG inside the SQL. Changes are audited; callers have the right.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/cursor.h"
#include "features/order/order.h"
#include "features/order/order_limit.h"
#include "features/order/order_rules.h"

extern const char *const clock_words[],
	*const clock_labels[];                /* by enum order_clock, from "none" on */
extern const char *const clock_any_urgency[]; /* "any", then order_urgency_words */

/* ---- limits ---- */

struct clock_limit {
	int64_t id, clock, category_row, urgency, minutes; /* category_row 0, urgency -1: any */
	bool working;                                      /* in working hours only */
	const char *category, *category_label, *urgency_word, *text; /* NULL: any; text: "4 小时" */
};
extern const struct field clock_limit_fields[];
struct clock_limit *clock_limits(struct ctx *c, size_t *count);

struct clock_rule {
	int64_t minutes;
	bool working;
	const struct clock_limit *from; /* the row that decides; NULL: the default */
};
/* Pure. */
struct clock_rule clock_resolve(const struct clock_limit *all, size_t n, enum order_clock clock,
                                int64_t category_row, int64_t urgency);
/* "4 小时", "3 天", "90 分钟", "8 个工作小时" */
const char *clock_span(struct arena *mem, int64_t minutes, bool working);

/* Sets the row of (clock, category, urgency), made when there is none; `category` NULL: any. */
enum err clock_limit_set(struct ctx *c, const struct clock_limit *in);
enum err clock_limit_drop(struct ctx *c, int64_t id); /* ERR_MISSING */

/* ---- working days ---- */

struct clock_holiday {
	const char *day, *name; /* "2026-10-01", local */
	bool working;           /* a make-up day; else a holiday */
	const char *what;       /* 休 or 班 */
};
extern const struct field clock_holiday_fields[];
struct clock_holiday *clock_holidays(struct ctx *c, const char *from, size_t *count); /* by day */
enum err clock_holiday_set(struct ctx *c, const struct clock_holiday *in);
enum err clock_holiday_drop(struct ctx *c, const char *day); /* ERR_MISSING */

/* Lines "YYYY-MM-DD,休|班,名称" (full-width commas and tabs too; empty lines are skipped). *rows holds the
 * good ones, *bad a Chinese sentence for each bad one with its number. Pure; the number of good ones. */
size_t clock_holidays_read(struct arena *mem, const char *text, struct clock_holiday **rows,
                           const char *const **bad, size_t *bad_count);
/* All of them or, when a line is bad, none: ERR_INVALID with a problem per line. */
enum err clock_holidays_import(struct ctx *c, const char *text, size_t *count);

struct clock_day {
	int64_t midnight;
	bool working;
	const char *why; /* name of the holiday, "周末", "" */
};
struct clock_day *clock_days(struct ctx *c, int64_t from, size_t n);

/* Working seconds between two instants: 9–12 and 14–18 of working days, counted in one step. */
struct clock_calendar {
	int64_t first; /* midnight of the first day */
	size_t days;
	int64_t *before; /* seconds worked before the day begins */
	bool *works;
};
struct clock_calendar clock_calendar(struct arena *mem, int64_t from, int64_t until,
                                     const struct holiday *days, size_t n);
/* calendar NULL: every second counts. Instants outside the calendar count as its ends. */
int64_t clock_elapsed(const struct clock_calendar *calendar, int64_t from, int64_t until);

/* ---- settings ---- */

struct clock_setting {
	const char *name, *value, *standard, *help, *unit, *who; /* who: NULL, never changed */
	int64_t min, max, at;
	bool changed; /* differs from the default */
};
extern const struct field clock_setting_fields[];
struct clock_setting *clock_settings(struct ctx *c, size_t *count);

/* ---- what is late ---- */

enum clock_level { LEVEL_WHOLE, LEVEL_VILLAGE, LEVEL_TOWNSHIP, LEVEL_CENTRE, LEVEL_COUNT };
extern const char *const clock_level_words[], *const clock_level_labels[];

struct clock_late {
	int64_t row, state, level, urgency, deadline, due, late,
		person; /* late: seconds over; level: climbed to */
	const char *uid, *number, *title, *category, *place, *town, *town_label, *team, *holder;
};
extern const struct field clock_late_fields[];
/* Past the deadline of the state (where no job ends it) or of the whole order; the centre's first, then
 * the longest first. `place` NULL: all in reach. CLOCK_LATES of them after `at`; *next: of the following page,
 * NULL: no more. */
enum { CLOCK_LATES = 100 };
struct clock_late *clock_lates(struct ctx *c, const char *place, struct cursor at, size_t *count,
                               const char **next);
/* How many each level has, of all pages: levels[LEVEL_COUNT]. */
struct clock_level_count {
	int64_t level, orders;
};
void clock_levels(struct ctx *c, const char *place, int64_t *levels);
/* LEVEL_WHOLE: only the whole order is late. Pure. */
enum clock_level clock_level_of(const struct clock_late *o, int64_t now);
/* Whose turn it is: "审核人", "甲队", "回访人". */
const char *clock_holder(const struct clock_late *o);

struct clock_town {
	const char *place, *label;
	int64_t whole, village, township, centre, total;
};
extern const struct field clock_town_fields[];
struct clock_town *clock_towns(struct ctx *c,
                               size_t *count); /* those with late orders, most first */

/* ---- what another limit would have done ----
 *
 * How far it can be believed: under the limits in force it must find late what the clock really ended or
 * escalated, stay by stay (`compared`, `agree`). What parts the two is known: a limit, a holiday, the
 * category or the urgency was changed since (the stays are counted by what they are now); a visit was
 * planned anew or given up (only the last plan is known); the order was moved on in the minute before the
 * job looked; the job did not run. The whole order has no event when
 * it is late, so it is not compared. An offer is a stay of its own (order_offer), whatever else was asked.
 */

struct clock_event { /* a row of order_event that starts or ends a stay */
	int64_t orders, at, action, from_state, to_state, category_row, urgency;
	int64_t ends_at; /* of the last visit that was planned; 0: none is */
};
struct clock_stay {
	int64_t orders, from, until, category_row, urgency, row; /* row: of the offer; 0: a state */
	int64_t not_before; /* it was not late before then: a day after the visit's planned end */
	bool running;       /* not over: until is now */
	bool cut;           /* ended by the clock: how long it would have lasted nobody knows */
	bool hit;           /* ended or escalated by the clock: what really happened */
};
/* The stays under `clock` in events sorted by order and time; `out` has room for n. Pure. */
size_t clock_stays(const struct clock_event *e, size_t n, enum order_clock clock, int64_t now,
                   struct clock_stay *out);

struct clock_effect {
	int64_t minutes, stays, orders; /* late under this limit */
	const char *text;               /* "12 小时"; "现在的时限" with minutes 0 */
	bool chosen;
	int64_t all_stays, all_orders, p50, p90, longest; /* of all asked about; seconds */
	/* Of the present limits, else 0: stays compared with what really happened, how many agree, and how
	 * many the clock really ended or escalated. */
	int64_t compared, agree, really;
};
extern const struct field clock_effect_fields[];
/* What lasted `minutes` or longer. Pure. */
struct clock_effect clock_would(const struct clock_stay *s, size_t n,
                                const struct clock_calendar *calendar, int64_t minutes);
/* The value at `percent` of the finished stays (nearest rank); 0: none. Pure; mem for sorting. */
int64_t clock_percentile(struct arena *mem, const struct clock_stay *s, size_t n,
                         const struct clock_calendar *calendar, int percent);

struct clock_question {
	int64_t clock, hours, days, urgency; /* urgency: index of clock_any_urgency */
	bool working;
	const char *category, *place; /* NULL: any */
};
/* What is read for a question, a page at a time. */
struct clock_search {
	int64_t since;
	int64_t urgency;              /* -1: any */
	int64_t states;               /* a bit per enum order_state that matters */
	int64_t after, after_row;     /* read up to this order, and this offer of it */
	const char *under, *category; /* path of a place, word; NULL: any */
};
struct clock_answer {
	struct clock_effect
		*rows; /* the asked one, 4 8 12 24 48 72 hours, by size; then the present limits */
	size_t count;
	int64_t running, cut;
};
struct clock_answer clock_what_if(struct ctx *c, const struct clock_question *q);
const struct clock_effect *clock_present(const struct clock_answer *a); /* the present limits */
