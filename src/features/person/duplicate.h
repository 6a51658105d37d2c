/* duplicate.h - people who are kept twice, and making one of two.
 *
 * A pair is proposed for the same phone (blind index), or the same name, birthday and home township;
 * never when both have an ID number, since these are unique and therefore differ. Merging moves orders,
 * memberships, attendance, papers and messages; the account stays behind. A record that carries a
 * duty (core/duty.h) is not merged away, nor with one that died or left or whose account is locked: the
 * duty is taken first, where two hands are asked for, so that no merge locks or ends who holds one. Of what holds
 * somebody back (he died, wants no SMS, his account is locked, …) the stricter of the two stays; the rule
 * of each column stands over fill_up(). Each merge keeps a row with everything it moved. The id of the one
 * that went answers as the one that was kept.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/cursor.h"

struct duplicate {
	int64_t low, high;
	bool same_phone, same_name;
	const char *id, *other;                                                  /* uids */
	const char *name, *other_name, *home, *other_home, *phone, *other_phone; /* phones masked */
};
extern const struct field duplicate_fields[];

/* Both homes in the reach of c->who (PERSON_VOUCH), the likeliest first: a page behind `at`; *next NULL: no more. */
enum { DUPLICATE_PAGE = 50 };
struct duplicate *duplicate_list(struct ctx *c, struct cursor at, size_t *count, const char **next);
/* Two people after all: not proposed again. */
enum err duplicate_apart(struct ctx *c, const char *one, const char *other);
/* `keep` and `gone` are uids. ERR_MISSING out of reach; ERR_INVALID with a sentence when both have an ID
 * number, when the one that would go has the only account, is himself, or they stand on two sides of
 * one order. What each column becomes: the faces of the features (core/feature.h). */
enum err duplicate_merge(struct ctx *c, const char *keep, const char *gone, const char *note);

struct merge {
	int64_t at;
	const char *actor, *gone, *note, *moved;
};
struct merge *merge_list(struct ctx *c, int64_t kept, size_t *count);

/* A row that another server was writing for a record while it was merged names it still: it follows by a job,
 * in the hour after. */
struct merge_pair {
	int64_t gone, kept;
	const char *uid; /* of the kept one */
};
bool duplicate_late_due(struct ctx *c);
bool duplicate_late(struct ctx *c);
