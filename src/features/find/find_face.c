/* find_face.c - what `find` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(find);

static const struct follow follows[] = {
	{"find_entry", "person", FOLLOW_PERSON, .keep = "tells a repeated entry of one browser"},
	{0},
};

const struct feature find_feature = {
	.name = "find",
	.routes = find_paths,
	.follows = follows,
};
