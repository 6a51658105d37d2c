/* news_face.c - what `news` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(news);

const struct feature news_feature = {
	.name = "news",
	.routes = news_paths,
};
