/* clock_face.c - what `clock` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(clock);

const struct feature clock_feature = {
	.name = "clock",
	.routes = clock_paths,
};
