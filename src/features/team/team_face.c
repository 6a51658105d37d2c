/* team_face.c - what `team` declares of itself (core/feature.h). */
#include "base/arena.h"
#include "base/buf.h"
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "features/team/team.h"
#include "gen/team.sql.h"

FEATURE(team);

static const struct follow follows[] = {
	{"team", "place", FOLLOW_PLACE, .place = sql_team_follow_place},
	{"team", "mentor", FOLLOW_PERSON, .person = sql_team_follow_mentor},
	{"member", "person", FOLLOW_PERSON, .person = sql_member_follow_left, .as = "dropped"},
	{"member", "person", FOLLOW_PERSON, .person = sql_member_follow_person},
	{"member", "person", FOLLOW_PERSON, .person = sql_member_follow_twice, .as = "left"},
	{"team_event", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{"team_event", "person", FOLLOW_PERSON, .keep = "what happened then"},
	{0},
};

static const struct stand stands = {"teams", "队伍", "支", true, sql_team_stands};

static void left(struct ctx *c, int64_t person, const char *how, struct buf *outcome)
{
	size_t n;
	struct buf headless = BUF(c->mem);
	struct member *m = member_gone(c, person, how, &n);
	for (size_t i = 0; i < n; i++)
		if (m[i].team_state != TEAM_DISSOLVED && !member_leaders(c, m[i].team))
			buf_printf(&headless, "「%s」", m[i].team_name);
	if (n)
		buf_printf(outcome, "%s退出队伍 %lld 支", outcome->len ? "；" : "", (long long)n);
	if (headless.len)
		buf_printf(outcome, "；%s没有队长了，请另请一位", buf_str(&headless));
}

/* Of a membership that both had, one is left. */
static enum err merged(struct ctx *c, int64_t kept, int64_t gone, const char *note)
{
	(void)note;
	sql_team_recount_of(c, kept, gone);
	return OK;
}

static const struct wait waits[] = {
	{"join", "入队申请", "users", "/desk/joins", NULL, TEAM_MANAGE, sql_team_wait_join, 9,
         false},
	{0},
};

static const struct check checks[] = {
	{"teams count their members", sql_team_miscounted},
	{0},
};

static const char *name(struct ctx *c, const char *uid)
{
	struct team *t = team_by_uid(c, uid);
	return t ? t->name : NULL;
}

static const struct deed_name named[] = {{"team", name, "/teams/%s", TEAM_READ, NULL, NULL}, {0}};
static const struct deed_life lives[] = {{&team_life, DEED_KEEP}, {&member_life, DEED_KEEP}, {0}};
static const struct deed deeds[] = {DEED("team.found", DEED_KEEP, "组建了{}"), {0}};

const struct feature team_feature = {
	.name = "team",
	.routes = team_paths,
	.follows = follows,
	.stands = &stands,
	.teams = sql_team_of_person,
	.left = left,
	.merged = merged,
	.waits = waits,
	.checks = checks,
	.finders = team_finders,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
