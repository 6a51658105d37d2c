/* auth_face.c - what `auth` declares of itself (core/feature.h). */
#include "base/clock.h"
#include "core/feature.h"
#include "core/job.h"
#include "features/auth/proposal.h"

FEATURE(auth);

static const struct follow follows[] = {
	{"proposal", "person", FOLLOW_PERSON,
         .keep = "about the record that went it can no longer be confirmed"},
	{"proposal", "proposer", FOLLOW_PERSON, .keep = "who did it then"},
	{"proposal", "decider", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static bool sweep(struct ctx *c)
{
	proposal_sweep(c);
	return true;
}

static const struct job jobs[] = {
	{"proposals", 5 * MINUTE, 60, .make = sweep},
	{0},
};

const struct feature auth_feature = {
	.name = "auth",
	.routes = auth_paths,
	.follows = follows,
	.jobs = jobs,
};
