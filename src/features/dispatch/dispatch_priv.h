/* dispatch_priv.h - what is known of a side before it is weighed, and the pure rules that weigh it. */
#pragma once
#include "features/dispatch/dispatch.h"

/* What a row says of a side, beyond any order and of one order; dispatch.sql writes the numbers. */
enum { FACT_IN_HAND, FACT_WAITING, FACT_VERDICTS, FACT_ASKED };
enum { FACT_DECLINED, FACT_OFFERED, FACT_SERVED, FACT_DOES, FACT_OWN, FACT_PAPER };
struct fact {
	int64_t team, person, kind, n, sum, last;
};
/* Beyond any order. Rows are sorted by team, then person. */
struct side {
	int64_t team, person, in_hand, waiting, verdicts, score, asked, last_asked;
};
/* To one order. */
struct tie {
	int64_t team, person, declined, offered, served, score, does, own, paper;
};
/* A row of dispatch_teams or dispatch_people. */
struct known {
	int64_t team, person, state, members, leaders, lon, lat, birth, radius, skilled;
	const char *uid, *name, *place, *path, *hours;
};
/* Of dispatch_leader, dispatch_single: whose page has the phone. */
struct dispatch_call {
	const char *id, *path;
};
struct busy {
	int64_t person, starts_at, ends_at;
};
/* Where single people are looked for: the township with this path, and a square in degrees × 10^6
 * (nothing when west is above east). */
struct around {
	const char *township;
	int64_t west, east, south, north;
};
/* Teams whose members are asked about at once; 0: none. */
enum { BATCH = 8 };
struct batch {
	union {
		int64_t team[BATCH];
		struct {
			int64_t t1, t2, t3, t4, t5, t6, t7, t8;
		};
	};
};
struct mate {
	int64_t team, person;
	const char *hours;
};

/* When the order may be served: visits of `length` seconds that begin on a full hour in [from, until -
 * length], or at `from` alone when there is no room for one. */
struct window {
	int64_t from, until, length;
	bool any; /* no time was wished */
};
struct window dispatch_window(const struct order *o, int64_t minutes, int64_t now);
/* Is there such a visit in hours he has said (NULL: not said, any) and on none of his `n` visits? */
bool dispatch_window_free(const struct window *w, const char *hours, const struct busy *b,
                          size_t n);

enum { FREE_UNKNOWN = -1 };
/* One candidate with everything that is known of it. */
struct seen {
	const struct known *k;
	struct side side;
	struct tie tie;
	int64_t tenths; /* distance, -1: not known */
	int64_t shared; /* parts of the path in common: 1 county, 2 township, 3 village */
	int64_t free;   /* people free then, of 1 or of the members; FREE_UNKNOWN: not counted */
	int64_t points, all_points; /* without and with the term of time */
	const struct rule *fault;   /* the first rule that failed */
};
/* What candidates are weighed against. */
struct look {
	struct arena *mem;
	const struct order *o;
	struct window window;
	int64_t now, most;       /* most: orders in hand at once */
	int64_t verdicts, score; /* of everybody together */
	const char *papers;      /* "执业医师、护士执业"; "": none is asked for */
	bool item;               /* from the menu */
};

int64_t dispatch_points(const struct look *l, const struct seen *s); /* all terms but time */
int64_t dispatch_time(const struct look *l, const struct seen *s);
void dispatch_reasons(const struct look *l, const struct seen *s, struct candidate *x);
const struct rule *dispatch_fault(const struct look *l, const struct seen *s); /* NULL: none */
bool dispatch_fault_bars(const struct seen *s); /* no reason outweighs it */
bool dispatch_fault_ours(const struct seen *s); /* and nobody but this folder refuses it */
const char *dispatch_fault_text(const struct look *l, const struct seen *s);

/* Refuses at `team` those of `teams` (uids) that only this folder bars. */
void dispatch_refuse_barred(struct dispatch *d, const struct order *o, const char *const *teams);
