/* depart_face.c - what `depart` declares of itself (core/feature.h). */
#include "core/deed.h"
#include "core/feature.h"
#include "features/depart/depart.h"
#include "gen/depart.sql.h"

FEATURE(depart);

static const struct follow follows[] = {
	{"depart", "person", FOLLOW_PERSON, .person = sql_depart_follow_person},
	{"depart", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{"depart", "from_place", FOLLOW_PLACE, .keep = "where he lived then"},
	{"depart", "to_place", FOLLOW_PLACE, .keep = "where he went then"},
	{0},
};

static const struct deed deeds[] = {
	DEED("person.depart", DEED_KEEP, "登记{}", .more = "{}", .words = depart_kind_words,
             .labels = depart_kind_labels),
	{0},
};

const struct feature depart_feature = {
	.name = "depart",
	.routes = depart_paths,
	.follows = follows,
	.merged = depart_merged,
	.deeds = deeds,
};
