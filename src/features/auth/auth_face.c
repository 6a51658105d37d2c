/* auth_face.c - what `auth` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(auth);

static const struct follow follows[] = {
	{"proposal", "person", FOLLOW_PERSON,
         .keep = "about the record that went it can no longer be confirmed"},
	{"proposal", "proposer", FOLLOW_PERSON, .keep = "who did it then"},
	{"proposal", "decider", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

const struct feature auth_feature = {
	.name = "auth",
	.routes = auth_paths,
	.follows = follows,
};
