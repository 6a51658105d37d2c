/* menu_web.h - the catalogue, one item, and the desk that keeps the menu. */
#pragma once
#include "features/menu/menu.h"
#include "features/place/place_web.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route menu_routes[];

struct menu_card {
	const struct menu_item *m;
	const char *url, *free, *verdict, *amount; /* "12月1日", "好评 12 / 13", "每周 5 单" */
};
struct menu_page {
	struct list list; /* JSON: struct menu_item */
	struct menu_card *cards;
	size_t count;
	const char *more, *q, *corps, *category, *sort, *state;
	const struct choice *corps_choices, *category_choices, *sort_choices, *state_choices;
	const struct menu_tab {
		const char *label, *path; /* label NULL ends */
		bool here;
	} * tabs; /* the eight corps; path NULL: all */
	struct place_picker *place;
	bool propose; /* he may */
	bool narrowed;
	int64_t waiting; /* desk: how many wait for review in this list */
};
struct menu_button {
	const char *word, *label, *icon, *asks; /* asks: name of its one input; NULL: none */
	bool primary;
	const struct form *form;
};
struct menu_item_page {
	struct menu_item m; /* first: the JSON face */
	struct menu_card card;
	struct menu_button buttons[MENU_ACTIONS];
	size_t button_count;
	const struct menu_event *events;
	const char *earlier; /* path of the events before those; NULL: that was all */
	size_t event_count;
	const char **event_text;
	const char *order_url, *edit_url; /* NULL: not now */
	const char *length;               /* "约 60 分钟，2 人" */
	const char *state_note;
	const struct form *form;
};
struct menu_form_page {
	const struct form *form;
	const char *url, *heading;
	const struct choice *categories, *corps;
	struct place_picker *area;
	const struct menu_team_box {
		const char *uid, *name;
		bool held;
	} * teams;
	size_t team_count;
	const char *team_problem;
	bool editing;
};
struct menu_card *menu_cards(struct req *rq, const struct menu_item *m, size_t n);
const struct choice *menu_corps_choices(struct req *rq, const char *any);
const struct choice *menu_category_choices(struct req *rq, const char *any);
