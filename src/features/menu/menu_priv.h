/* menu_priv.h - what the files of this folder share and nobody else needs. */
#pragma once
#include "features/menu/menu.h"

struct menu_team {
	const char *uid, *name;
};
/* An item in a period, by the period's beginning. */
struct menu_moment {
	int64_t item, period;
};
/* A draft in a queue. */
struct menu_waiter {
	int64_t id, item, period, kind; /* kind: enum menu_period of the item */
	int64_t state;                  /* of the item */
	int64_t told, order;            /* told: a place is held for him since then; 0: he waits */
	const char *title;
};

/* When the present day, week and month began. */
struct menu_begun {
	int64_t day, week, month;
};

enum { MENU_FULL = 1000 }; /* full periods are read so many at a time */
enum { MENU_TOLD = 200 };  /* so many of a queue are told at once, then the clock goes on */

/* The first free moment of one item, and of many with one statement. */
int64_t menu_free_from(struct ctx *c, const struct menu_item *m, int64_t from);
void menu_free_all(struct ctx *c, struct menu_item *m, size_t count);
/* A period got more room: the first in its queue are told. */
void menu_queue_tell(struct ctx *c, int64_t item, int64_t period);
/* The item has another capacity: in every period somebody waits for, promises beyond it are taken back from
 * who came last, or the next are told. */
void menu_queue_measure(struct ctx *c, int64_t item);
/* The item is off the menu: its queue is told and empty; the drafts stay. */
void menu_queue_end(struct ctx *c, int64_t item);
