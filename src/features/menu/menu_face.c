/* menu_face.c - what `menu` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(menu);

const struct feature menu_feature = {
	.name = "menu",
	.routes = menu_paths,
};
