/* find_face.c - what `find` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(find);

const struct feature find_feature = {
	.name = "find",
	.routes = find_paths,
};
