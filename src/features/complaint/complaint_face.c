/* complaint_face.c - what `complaint` declares of itself (core/feature.h). */
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "features/complaint/complaint.h"
#include "gen/complaint.sql.h"

FEATURE(complaint);

static const struct follow follows[] = {
	{"complaint", "author", FOLLOW_PERSON, .person = sql_complaint_follow_author},
	{"complaint", "person", FOLLOW_PERSON, .person = sql_complaint_follow_person},
	{"complaint", "answerer", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static const struct wait waits[] = {
	{"complaint", "投诉待答复", "warn", "/complaints", "complaints", COMPLAINT_ANSWER,
         sql_complaint_wait_complaint, 5, true},
	{0},
};

static const struct seals seals[] = {
	{"complaint", {"text", "answer"}, sql_complaint_seals},
	{0},
};

static const struct deed_life lives[] = {{&complaint_life, DEED_WORK}, {0}};
static const struct deed deeds[] = {DEED("complaint.add", DEED_WORK, "提了一条投诉"), {0}};

const struct feature complaint_feature = {
	.name = "complaint",
	.routes = complaint_paths,
	.follows = follows,
	.waits = waits,
	.seals = seals,
	.deeds = deeds,
	.lives = lives,
};
