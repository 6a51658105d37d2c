/* lookup_face.c - what `lookup` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(lookup);

const struct feature lookup_feature = {
	.name = "lookup",
	.routes = lookup_paths,
};
