/* survey_face.c - what `survey` declares of itself (core/feature.h). */
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "features/place/place.h"
#include "features/survey/survey.h"
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

static const char *name(struct ctx *c, const char *uid)
{
	struct survey *s = survey_by_uid(c, uid);
	return s ? s->title : NULL;
}

static const char *place_name(struct ctx *c, const char *code)
{
	struct place *p = place_by_code(c, code);
	return p ? p->label : NULL;
}

static const struct deed_name named[] = {{"survey", name, "/surveys/%s", ORDER_LOG, NULL, NULL},
                                         {0}};
static const struct deed_life lives[] = {{&survey_life, DEED_WORK}, {0}};
static const struct deed deeds[] = {
	DEED("survey.open", DEED_WORK, "发起了需求清单“{}”"),
	DEED("survey.fill", DEED_WORK, "填了需求清单“{}”", .more = "：{}", .tell = place_name),
	DEED("survey.make", DEED_WORK, "按需求清单“{}”制了一单"),
	{0},
};

const struct feature survey_feature = {
	.name = "survey",
	.routes = survey_paths,
	.follows = follows,
	.waits = waits,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
