/* menu_face.c - what `menu` declares of itself (core/feature.h). */
#include "base/clock.h"
#include "core/access.h"
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

const struct feature menu_feature = {
	.name = "menu",
	.routes = menu_paths,
	.follows = follows,
	.stands = &stands,
	.jobs = jobs,
	.waits = waits,
	.team_rests = menu_team_rests,
	.finders = menu_finders,
};
