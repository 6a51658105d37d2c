/* person_face.c - what `person` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(person);

const struct feature person_feature = {
	.name = "person",
	.routes = person_paths,
};
