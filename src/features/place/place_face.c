/* place_face.c - what `place` declares of itself (core/feature.h). */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/deed.h"
#include "core/feature.h"
#include "core/job.h"
#include "features/place/place.h"
#include "gen/place.sql.h"

#include <string.h>

FEATURE(place);

static const struct follow follows[] = {
	{"place", "parent", FOLLOW_PLACE, .place = sql_place_follow_parent},
	{"place", "into_place", FOLLOW_PLACE, .place = sql_place_follow_into_place},
	{0},
};

static const struct job jobs[] = {
	{"places.late", 10 * MINUTE, 60, .due = place_late_due, .make = place_late},
	{0},
};

static const char *name(struct ctx *c, const char *code)
{
	struct place *p = place_by_code(c, code);
	return p ? p->label : NULL;
}

/* "into 430421100202: 3 people, …" */
static const char *heir(struct ctx *c, const char *detail)
{
	const char *into = text_starts(detail, "into ") ? detail + strlen("into ") : "";
	return name(c, arena_strndup(c->mem, into, strcspn(into, ":")));
}

static const struct deed_name named[] = {{"place", name, "/places/%s", PLACE_READ, NULL, NULL},
                                         {0}};
static const struct deed_life lives[] = {{&place_life, DEED_KEEP}, {0}};
static const struct deed deeds[] = {
	DEED("place.add", DEED_KEEP, "新设了{}"),
	DEED("place.merge", DEED_KEEP, "把{}并走", .more = "，并入{}", .tell = heir),
	DEED("place.late", DEED_KEEP, "把并入{}的地方随后写下的也迁过来"),
	{0},
};

const struct feature place_feature = {
	.name = "place",
	.routes = place_paths,
	.follows = follows,
	.jobs = jobs,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
