/* overview.h - the desk 工作台: what waits for me, and how the five orders went in a period.
 *
 * Every number counts rows of orders and of their events as they stand now, within the reach of
 * ORDER_LOG (waiting ones: of the right that deals with them), and overview_orders() lists exactly the
 * orders behind it, so a number can be followed down to them. An order counts once per step, at the
 * time it came there first within the period; drafts are their parties' own and count nowhere. Who may
 * see a number may open each order behind it, so small counts are not hidden here; they would have to
 * be for anybody else.
 *
 * A period begins on Monday, on the first of the month or on New Year's Day (local) and lasts until
 * now. Verdicts are three counts, never an average.
 */
#pragma once
#include "base/field.h"
#include "core/access.h"
#include "core/ctx.h"
#include "core/cursor.h"

enum overview_period { PERIOD_WEEK, PERIOD_MONTH, PERIOD_YEAR, PERIOD_COUNT };
extern const char *const overview_period_words[], *const overview_period_labels[];

/* 寻 found · 供 the reviewer matched it · 点 submitted · 派 a side took it · 收 closed and still so. */
enum overview_step {
	STEP_FOUND,
	STEP_MATCHED,
	STEP_SUBMITTED,
	STEP_ACCEPTED,
	STEP_CLOSED,
	STEP_COUNT
};
extern const char *const overview_step_words[], *const overview_step_labels[];

/* Of the score: 4 and 5, 3, 1 and 2. */
enum overview_face { FACE_GOOD, FACE_FAIR, FACE_BAD, FACE_COUNT };
extern const char *const overview_face_words[], *const overview_face_labels[];

/* What is asked about: a period, and a part of what is in reach. */
struct overview_ask {
	int64_t period;
	const char *place; /* code, with all below; NULL: everything in reach */
	/* For the list of orders behind a number: */
	int64_t step, face; /* face FACE_COUNT: any, else only closed ones */
	const char
		*corps; /* uid of a corps, OVERVIEW_NO_CORPS or NULL: any; else only closed ones */
	bool exact;     /* the place itself, without what lies below */
	const char *after; /* id of the last order of the page before; NULL: the first page */
};
#define OVERVIEW_NO_CORPS "none"

struct overview {
	int64_t period, from, at; /* at: when it was counted, seconds UTC */
	const char *place;        /* code; NULL: everything in reach */
	int64_t step[STEP_COUNT];
	int64_t face[FACE_COUNT]; /* of those closed */
	/* Half of them took no longer, in seconds, from their first submission to their acceptance, or to
	 * their closing; `*_of`: how many were looked at, of more than 300 every n-th. */
	int64_t accept_half, accept_of, close_half, close_of;
	/* Closed ones by the corps of the team that served; the last one, uid NULL: by no corps. */
	struct overview_corps {
		const char *corps, *name;
		int64_t closed;
	} * corps;
	size_t corps_count;
};
extern const struct field overview_fields[], overview_corps_fields[];
struct overview overview_count(struct ctx *c, const struct overview_ask *ask);

/* ---- what waits, for whoever may deal with it ---- */

struct overview_wait {
	const char *word, *label, *icon, *url; /* url: where it is dealt with */
	int64_t count;
	bool badge;   /* stands in the navigation, too */
	int64_t late; /* how many of them are past their time; -1: none of them has one */
};
extern const struct field overview_wait_fields[];
struct overview_wait *overview_waits(struct ctx *c, size_t *count); /* zeros too */
/* How many wait behind this entry of the navigation, `most` or more: `most`; 0 also where nothing is
 * counted for it. One indexed count. */
int64_t overview_badge(struct ctx *c, const char *section, int64_t most);

/* Orders under way in reach by state, as they stand. */
struct overview_state {
	int64_t state, count;
};
extern const struct field overview_state_fields[];
struct overview_state *overview_states(struct ctx *c, const char *place, size_t *count);

/* ---- the parts ---- */

enum { OVERVIEW_BUCKETS = 12 };
/* Twelve weeks, for the year twelve months, the present one last. */
struct overview_bucket {
	int64_t from; /* local midnight */
	const char *label;
	int64_t found, closed;
};
extern const struct field overview_bucket_fields[];
struct overview_bucket *overview_trend(struct ctx *c, const struct overview_ask *ask);

/* The present week or month is not over: what it has so far, what the one before had after as long, and what the
 * whole is expected to be, by what the four before it still had from there on. */
struct overview_running {
	int64_t elapsed; /* seconds since it began */
	int64_t found_then, closed_then, found_whole, closed_whole;
};
struct overview_running overview_running_part(struct ctx *c, const struct overview_ask *ask,
                                              const struct overview_bucket *at);

/* Found ones by township, or by village where one township is asked about or all that is in reach;
 * most first, with those where there was none. */
struct overview_place {
	const char *place, *label;
	int64_t kind, orders;
};
extern const struct field overview_place_fields[];
struct overview_place *overview_places(struct ctx *c, const struct overview_ask *ask,
                                       size_t *count);

/* ---- down to the orders ---- */

/* How much of a list a page shows; next: `after` of the following one, NULL: no more. */
struct overview_part {
	size_t count;
	const char *next;
};
struct overview_order {
	const char *id, *number, *title, *place, *category, *team;
	int64_t state, urgency, deadline, at; /* state: as it stands; deadline 0: no clock runs */
	int64_t returned;                     /* a draft: how often it was sent back */
	int64_t row;
};
extern const struct field overview_order_fields[];
/* Behind one number, newest first; *next: `after` of the next page, NULL: no more. */
struct overview_order *overview_orders(struct ctx *c, const struct overview_ask *ask, size_t *count,
                                       const char **next);

/* Entered by the asker for somebody else: drafts to be completed, or served and without a verdict, which he
 * may write down; the oldest first, a page of them after `at`. *next as above. */
enum overview_mine { MINE_DRAFTS, MINE_VERDICTS, MINE_COUNT };
extern const char *const overview_mine_words[];
struct overview_order *overview_mine(struct ctx *c, enum overview_mine what, struct cursor at,
                                     struct overview_part *part);
int64_t overview_mine_count(struct ctx *c, enum overview_mine what);
/* Under way in reach, least time left first; at most 10. */
struct overview_order *overview_running(struct ctx *c, size_t *count);

/* Who asks to join a team that the asker manages, longest waiting first. */
struct overview_join {
	const char *team, *team_name, *name;
	int64_t since, row;
};
extern const struct field overview_join_fields[];
struct overview_join *overview_joins(struct ctx *c, struct cursor at, struct overview_part *part);

/* Staff of the townships above the asker's villages: whom a station calls. */
struct overview_contact {
	const char *name, *town;
};
struct overview_contact *overview_contacts(struct ctx *c, size_t *count);
/* All he reads is villages: his is the station's page. */
bool overview_is_station(const struct actor *who);

/* ---- pure ---- */

int64_t overview_from(int64_t now, enum overview_period p);
/* Local midnights at which the twelve begin, into from[OVERVIEW_BUCKETS]. */
void overview_buckets(int64_t now, enum overview_period p, int64_t *from);
/* The top of an axis with three steps of 1, 2, 4 or 5 times a power of ten: at least `most`, at least 3. */
int64_t overview_axis(int64_t most);
/* The value that half of them do not exceed (nearest rank); sorts v; 0: none. */
int64_t overview_half(int64_t *v, size_t n);
