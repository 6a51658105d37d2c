/* activity_face.c - what `activity` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(activity);

const struct feature activity_feature = {
	.name = "activity",
};
