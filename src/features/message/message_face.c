/* message_face.c - what `message` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(message);

const struct feature message_feature = {
	.name = "message",
	.routes = message_paths,
};
