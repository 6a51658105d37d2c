/* place_face.c - what `place` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(place);

const struct feature place_feature = {
	.name = "place",
	.routes = place_paths,
};
