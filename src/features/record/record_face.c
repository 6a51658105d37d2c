/* record_face.c - what `record` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(record);

const struct feature record_feature = {
	.name = "record",
	.routes = record_paths,
};
