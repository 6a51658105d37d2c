/* attendance_face.c - what `attendance` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(attendance);

const struct feature attendance_feature = {
	.name = "attendance",
	.routes = attendance_paths,
};
