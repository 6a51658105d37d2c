/* survey_face.c - what `survey` declares of itself (core/feature.h). */
#include "core/feature.h"

FEATURE(survey);

const struct feature survey_feature = {
	.name = "survey",
	.routes = survey_paths,
};
