/* order_face.c - what `order` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(order);

const struct feature order_feature = {
	.name = "order",
	.routes = order_paths,
};
