/* depart_face.c - what `depart` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(depart);

const struct feature depart_feature = {
	.name = "depart",
	.routes = depart_paths,
};
