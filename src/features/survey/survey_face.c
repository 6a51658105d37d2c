/* survey_face.c - what `survey` declares of itself (core/feature.h). */
#include "core/access.h"
#include "core/feature.h"
#include "gen/survey.sql.h"

FEATURE(survey);

static const struct follow follows[] = {
	{"survey", "area", FOLLOW_PLACE, .place = sql_survey_follow_area},
	{"survey", "creator", FOLLOW_PERSON, .person = sql_survey_follow_creator},
	{"survey_line", "place", FOLLOW_PLACE, .place = sql_survey_line_follow_place},
	{"survey_line", "person", FOLLOW_PERSON, .person = sql_survey_line_follow_person},
	{0},
};

static const struct wait waits[] = {
	{"survey", "需求清单没填", "check2", "/surveys", "survey", ORDER_ENTER,
         sql_survey_wait_survey, 12, false},
	{0},
};

const struct feature survey_feature = {
	.name = "survey",
	.routes = survey_paths,
	.follows = follows,
	.waits = waits,
};
