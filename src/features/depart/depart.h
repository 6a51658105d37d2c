/* depart.h - a person the platform knows dies or moves: the office records it once, the rest follows.
 *
 * Recorded by staff over his home (PERSON_ENTER), never by himself, with who said so. What is still to
 * be done for him is cancelled, or goes to his new village; what is under way or waits for a verdict is
 * left to people and named in the outcome. Where he serves, offers and orders go back to the desk, he
 * leaves his teams and the rosters of visits to come. Whom it concerns is told once and decently; to the
 * dead nothing is written any more (core/outbox.h), and his account is locked. Of somebody with a role it
 * is recorded only after the role was taken (duty_end()). Hours, verdicts, events
 * and memberships that were stay as they are. A mistake is taken back by DEPART_RETURNED: he is here
 * again, but what was cancelled has to be entered anew.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "features/person/person.h"

enum depart_kind {
	DEPART_DIED,     /* 去世 */
	DEPART_LEFT,     /* 搬离本县 */
	DEPART_MOVED,    /* 搬到县内别的村 */
	DEPART_RETURNED, /* 记错了，或搬回来了 */
	DEPART_KINDS
};
extern const char *const depart_kind_words[], *const depart_kind_labels[];

/* Moved. FOLLOW: what nobody was asked for yet goes to the new village; CANCEL: all before the visit has
 * begun is cancelled; whatever else there is stays, and its side is told to check the address. */
enum depart_orders { DEPART_FOLLOW, DEPART_CANCEL, DEPART_STAY };
extern const char *const depart_orders_words[], *const depart_orders_labels[];

struct depart {
	int64_t kind, day, orders;   /* day: local midnight, 0: not known */
	const char *place, *told_by; /* place: code of the new village, DEPART_MOVED only */
};

/* ERR_MISSING: not his to see; ERR_DENIED, ERR_INVALID with problems per field; ERR_STATE: recorded
 * already, or (returned) nothing to take back. */
enum err depart_record(struct ctx *c, const char *uid, const struct depart *d);
/* The person when c->who may record it; else NULL and *e. */
struct person *depart_person(struct ctx *c, const char *uid, enum err *e);

/* Two records became one (core/feature.h). When one of them had died or left, the kept one has now, too:
 * what is open for him and where he serves is ended as if it were recorded of him. */
enum err depart_merged(struct ctx *c, int64_t kept, int64_t gone, const char *note);

/* An order that it concerns. */
struct depart_row {
	int64_t row, state, proxy, team, person;
};

/* What stands open for him, and where he serves. */
struct depart_open {
	int64_t early;   /* asked for, not accepted by anybody yet */
	int64_t agreed;  /* accepted or scheduled */
	int64_t running; /* being served, or waiting for a verdict or a call */
	int64_t serves;  /* offered to or served by him alone */
	int64_t leads;   /* visits of a team that he leads */
	int64_t teams;   /* memberships */
};
struct depart_open depart_open(struct ctx *c, int64_t person);

struct depart_note {
	int64_t at, kind, day, from_row, to_row; /* rows: as it is written only */
	const char *actor, *told_by, *from, *to,
		*outcome; /* names; to NULL: nowhere of the county */
};
struct depart_note *depart_notes(struct ctx *c, int64_t person, size_t *count); /* newest first */
