/* menu_face.c - what `menu` declares of itself (core/feature.h). */
#include "base/clock.h"
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "core/job.h"
#include "features/menu/menu.h"
#include "gen/menu.sql.h"

FEATURE(menu);

static const struct follow follows[] = {
	{"menu_item", "area", FOLLOW_PLACE, .place = sql_menu_item_follow_area},
	{"menu_item", "proposer", FOLLOW_PERSON, .person = sql_menu_item_follow_proposer},
	{"menu_item", "editor", FOLLOW_PERSON, .person = sql_menu_item_follow_editor},
	{"menu_event", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static const struct stand stands = {"menu items", "服务项目", "项", true, sql_menu_item_stands};

static bool tick(struct ctx *c)
{
	menu_queue_tick(c);
	return true;
}

static const struct job jobs[] = {
	{"menu.queue", MINUTE, 60, .calm = true, .due = menu_queue_due, .make = tick},
	{0},
};

static const struct wait waits[] = {
	{"menu", "供单待审", "list", "/menu/desk?state=submitted", "menu", MENU_REVIEW,
         sql_menu_wait_menu, 7, false},
	{0},
};

static const char *name(struct ctx *c, const char *uid)
{
	struct menu_item *m = menu_by_uid(c, uid);
	return m ? m->title : NULL;
}

static const struct deed_name named[] = {{"menu", name, "/menu/%s", PERM_PUBLIC, NULL, NULL}, {0}};
static const struct deed_life lives[] = {{&menu_life, DEED_KEEP}, {0}};
static const struct deed deeds[] = {
	DEED("menu.propose", DEED_KEEP, "提出了服务项目“{}”"),
	DEED("menu.queue", DEED_WORK, "把“{}”的名额给了候补的人"),
	{0},
};

const struct feature menu_feature = {
	.name = "menu",
	.routes = menu_paths,
	.follows = follows,
	.stands = &stands,
	.jobs = jobs,
	.waits = waits,
	.team_rests = menu_team_rests,
	.finders = menu_finders,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
