/* auth_face.c - what `auth` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(auth);

const struct feature auth_feature = {
	.name = "auth",
	.routes = auth_paths,
};
