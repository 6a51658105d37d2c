/* activity.h - a visit that was scheduled 活动: its time, its leader and its roster.
 *
 * Made by scheduling an order. People come and go by the leader's ticks on the roster (evidence class
 * B 队长现场点名); hours are computed from these rows and from nothing else. A person cannot be on two
 * rosters at the same time. Nobody moves it by itself: the order's moves make, change and end it, and the first to come begins it.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/life.h"

enum activity_state { ACTIVITY_PLANNED, ACTIVITY_RUNNING, ACTIVITY_ENDED, ACTIVITY_CANCELLED };
enum activity_action { ACTIVITY_BEGIN, ACTIVITY_END, ACTIVITY_CANCEL };
extern const struct life activity_life;
enum evidence {
	EVIDENCE_NONE,
	EVIDENCE_TIMED,
	EVIDENCE_TICKED,
	EVIDENCE_ENTERED,
	EVIDENCE_BROUGHT
};

struct activity {
	int64_t id, orders, team, leader, place, starts_at, ends_at, state;
	const char *uid, *title;
};

struct attendee {
	int64_t person, in_at, out_at, in_by, out_by, evidence;
	const char *uid, *name;
};
extern const struct field attendee_fields[];

struct activity *activity_get(struct ctx *c, int64_t id); /* NULL: no such activity */
struct activity *activity_by_uid(struct ctx *c, const char *uid);
/* Sets a->id and a->uid; the leader is always on the roster. */
void activity_make(struct ctx *c, struct activity *a, const int64_t *people, size_t count);
/* New times and people of a planned one; nobody has come yet. */
void activity_change(struct ctx *c, const struct activity *a, const int64_t *people, size_t count);
void activity_cancel(struct ctx *c, int64_t id);
/* Ends it; whoever is still in is checked out at c->now by the asker. */
void activity_end(struct ctx *c, int64_t id);
struct attendee *activity_roster(struct ctx *c, int64_t id, size_t *count);
/* Row of the order of another visit of `person` that overlaps; 0: he is free. `except`: this activity.
 * Whoever tells of it asks first whether its reader may open that order. */
int64_t activity_clash(struct ctx *c, int64_t person, int64_t starts_at, int64_t ends_at,
                       int64_t except);
/* Ticks: false when he is not on the roster, or is in (out) already. */
bool activity_in(struct ctx *c, int64_t id, int64_t person);
bool activity_out(struct ctx *c, int64_t id, int64_t person);
