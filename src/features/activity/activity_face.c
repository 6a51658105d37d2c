/* activity_face.c - what `activity` declares of itself (core/feature.h). */
#include "core/feature.h"
#include "gen/activity.sql.h"

FEATURE(activity);

static const struct follow follows[] = {
	{"activity", "place", FOLLOW_PLACE, .place = sql_activity_follow_place},
	{"activity", "leader", FOLLOW_PERSON, .person = sql_activity_follow_leader},
	{"attendance", "person", FOLLOW_PERSON, .person = sql_attendance_follow_person},
	{"attendance", "in_by", FOLLOW_PERSON, .keep = "who did it then"},
	{"attendance", "out_by", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

const struct feature activity_feature = {
	.name = "activity",
	.follows = follows,
};
