/* team_face.c - what `team` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(team);

const struct feature team_feature = {
	.name = "team",
	.routes = team_paths,
};
