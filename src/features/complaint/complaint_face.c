/* complaint_face.c - what `complaint` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(complaint);

const struct feature complaint_feature = {
	.name = "complaint",
	.routes = complaint_paths,
};
