/* menu.h - what is on the menu of the model county. All invented. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct demo_menu {
	int corps; /* index into county_corps[] */
	const char *category, *title, *about;
	int64_t period, capacity, minutes, people, state; /* enum menu_period, menu_state */
	const char *from, *to;                            /* season "11-01"; NULL: the whole year */
	const char *town;                                 /* code; NULL: the whole county */
	int goods;
};
extern const struct demo_menu demo_menu_items[];
int demo_menu_count(void);

/* One that can be ordered at `at` for a place of that township, in whichever category; NULL: the throw
 * fell on none. *uid: its public id. */
struct demo;
const struct demo_menu *demo_menu_pick(struct demo *d, int town, int64_t at, const char **uid);
