/* complaint_face.c - what `complaint` declares of itself (core/feature.h). */
#include "core/feature.h"
#include "gen/complaint.sql.h"

FEATURE(complaint);

static const struct follow follows[] = {
	{"complaint", "author", FOLLOW_PERSON, .person = sql_complaint_follow_author},
	{"complaint", "person", FOLLOW_PERSON, .person = sql_complaint_follow_person},
	{"complaint", "answerer", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

const struct feature complaint_feature = {
	.name = "complaint",
	.routes = complaint_paths,
	.follows = follows,
};
