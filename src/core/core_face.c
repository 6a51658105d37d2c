/* core_face.c - what core declares of itself (feature.h), before the features do. */
#include "base/clock.h"
#include "core/audit.h"
#include "core/feature.h"
#include "core/job.h"
#include "core/search_move.h"
#include "core/search_old.h"
#include "gen/core.sql.h"

FEATURE(core);

static const struct follow follows[] = {
	{"account", "person", FOLLOW_PERSON,
         .keep = "an account is one man's key; who goes has none, or it is locked"},
	{"session", "person", FOLLOW_PERSON, .keep = "ends with its account"},
	{"grants", "person", FOLLOW_PERSON,
         .keep = "whoever holds a role is not merged away: duplicate.c"},
	{"grants", "given_by", FOLLOW_PERSON, .keep = "who did it then"},
	{"grants", "place", FOLLOW_PLACE,
         .keep = "a wider right is given by the security administrator only"},
	{"inbox", "person", FOLLOW_PERSON, .person = sql_inbox_follow_person},
	{"outbox", "person", FOLLOW_PERSON, .person = sql_outbox_follow_person},
	{"unsent", "person", FOLLOW_PERSON,
         .keep = "only who wrote it is shown it, and it ends within hours"},
	{0},
};

static const struct job jobs[] = {
	{"search.moved", 1, 120, .due = search_move_due, .run = search_move_run},
	{"search.old", 1, 120, .due = search_old_due, .run = search_old_run},
	{"audit.check", HOUR, 1800, .due = audit_check_due, .run = audit_check_run},
	{0},
};

static const struct seals seals[] = {
	{"operation", {"location", "body"}, sql_operation_seals},
	{"unsent", {"body"}, sql_unsent_seals},
	{0},
};

const struct feature core_feature = {
	.name = "core",
	.follows = follows,
	.jobs = jobs,
	.seals = seals,
};
