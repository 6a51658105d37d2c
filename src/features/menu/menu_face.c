/* menu_face.c - what `menu` declares of itself (core/feature.h). */
#include "core/feature.h"
#include "gen/menu.sql.h"

FEATURE(menu);

static const struct follow follows[] = {
	{"menu_item", "area", FOLLOW_PLACE, .place = sql_menu_item_follow_area},
	{"menu_item", "proposer", FOLLOW_PERSON, .person = sql_menu_item_follow_proposer},
	{"menu_item", "editor", FOLLOW_PERSON, .person = sql_menu_item_follow_editor},
	{"menu_event", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

const struct feature menu_feature = {
	.name = "menu",
	.routes = menu_paths,
	.follows = follows,
};
