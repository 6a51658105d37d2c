/* place_face.c - what `place` declares of itself (core/feature.h). */
#include "base/clock.h"
#include "core/feature.h"
#include "core/job.h"
#include "features/place/place.h"
#include "gen/place.sql.h"

FEATURE(place);

static const struct follow follows[] = {
	{"place", "parent", FOLLOW_PLACE, .place = sql_place_follow_parent},
	{"place", "into_place", FOLLOW_PLACE, .place = sql_place_follow_into_place},
	{0},
};

static const struct job jobs[] = {
	{"places.late", 10 * MINUTE, 60, .due = place_late_due, .make = place_late},
	{0},
};

const struct feature place_feature = {
	.name = "place",
	.routes = place_paths,
	.follows = follows,
	.jobs = jobs,
};
