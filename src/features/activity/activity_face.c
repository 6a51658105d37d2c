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

static void left(struct ctx *c, int64_t person, const char *how, struct buf *outcome)
{
	(void)how, (void)outcome;
	sql_activity_roster_leave(c, person);
}

static void team_left(struct ctx *c, int64_t team, int64_t person)
{
	sql_activity_team_leave(c, team, person);
}

const struct feature activity_feature = {
	.name = "activity",
	.follows = follows,
	.left = left,
	.led = sql_activity_led,
	.team_left = team_left,
};
