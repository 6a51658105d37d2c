/* dispatch_face.c - what `dispatch` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(dispatch);

const struct feature dispatch_feature = {
	.name = "dispatch",
	.routes = dispatch_paths,
};
