/* overview_face.c - what `overview` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(overview);

const struct feature overview_feature = {
	.name = "overview",
	.routes = overview_paths,
};
