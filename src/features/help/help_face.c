/* help_face.c - what `help` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(help);

const struct feature help_feature = {
	.name = "help",
	.routes = help_paths,
};
