/* propose_face.c - what `propose` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(propose);

const struct feature propose_feature = {
	.name = "propose",
};
