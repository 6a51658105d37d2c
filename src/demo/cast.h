/* cast.h - who asks, who enters it, who decides and who serves in the county's year.
 *
 * Villages differ: the seat and big townships ask more, some villages are quiet. People ask again, so
 * that an order has a history beside it. Nobody but the sample accounts can sign in: the others act as
 * if they had (no account is made for them, it would only fill the administrators' list).
 */
#pragma once
#include "demo/demo.h"

struct folk { /* somebody who asks */
	const char *name;
	int64_t person;           /* 0: entered by others, who know his name and phone */
	int64_t phone;            /* demo_phone() of it */
	int village, group, next; /* next of the village, -1: the last */
};

struct mate { /* somebody of a team who goes along */
	int64_t id;
	const char *uid;
};

struct demo_cast;
/* At most `orders` people will ask. Teams are told how reliable they are. */
struct demo_cast *demo_cast_new(struct demo *d, struct arena *mem, size_t orders);

int demo_cast_village(struct demo_cast *k);
/* Somebody of the village; online: one who asks for himself. NULL: the database failed. */
struct folk *demo_cast_folk(struct demo_cast *k, int village, bool online);
/* The resident of a sample account, 0 or 1. */
struct folk *demo_cast_resident(struct demo_cast *k, int n);
/* Persons: who enters it for him, who looks at it (not the one who entered it), who finds a team. */
int64_t demo_cast_enters(struct demo_cast *k, int village, bool visit);
int64_t demo_cast_reviews(struct demo_cast *k, int village, int64_t entered_by);
int64_t demo_cast_dispatches(struct demo_cast *k, int village);
/* A team with the skill that is not among those asked before, near ones first; -1: none is left. */
int demo_cast_team(struct demo_cast *k, int village, const char *category, const short *asked,
                   int count);
/* Grown-up members of a team who go along; *count is set. */
const struct mate *demo_cast_mates(struct demo_cast *k, int team, size_t *count);
/* Where the last order of a village is noted; NULL in it: none yet. */
struct demo_track **demo_cast_last(struct demo_cast *k, int village);
/* The desk acts as that person from now on. */
const struct actor *demo_cast_act_as(struct demo_cast *k, int64_t person);
