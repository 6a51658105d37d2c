/* menu_case.h - menu items and orders from them, for the tests of the menu and of the survey.
 *
 * Items are proposed by LEADER for team A in 甲镇 and let in by REVIEWER; orders come from RESIDENT.
 */
#pragma once
#include "world.h"

/* "“,”more" is put into the JSON of the item, e.g. "\"capacity\":1,\"period\":\"day\""; a draft. */
const char *menu_case_draft(struct world *w, const char *more);
const char *menu_case_open(struct world *w, const char *more); /* the same, on the menu */
/* POST /orders of the item in VILLAGE, submitted; `more` as above or NULL. Returns the status. */
int menu_case_order(struct world *w, enum who who, const char *item, const char *more);
/* The same, and it must succeed; its id. */
const char *menu_case_ordered(struct world *w, const char *item, const char *more);
/* A survey of TOWNSHIP over its villages and one open item. */
const char *menu_case_survey(struct world *w);
int64_t menu_case_day(int days); /* 9 o'clock so many days from now: fits "wanted_from" */
const char *menu_case_on(struct world *w, int days); /* "wanted_from" of that moment, for `more` */
/* Taken places are the orders that hold one, and never more than there are. */
void menu_case_exact(struct world *w);
