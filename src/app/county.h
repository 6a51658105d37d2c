/* county.h - what every database holds before anybody works in it.
 *
 * The place tree (the model county's list is compiled in; another county gives its own CSV with the
 * same columns: level, code, name, parent_code), the categories, the time limits of product and law,
 * the brigade and its eight corps. Rows that are there already are left alone: they are the county's.
 */
#pragma once
#include "core/ctx.h"

struct dice;

enum { COUNTY_CORPS = 8, COUNTY_CATEGORIES = 13 };
struct county_corps {
	const char *word, *name;
};
struct county_category {
	const char *word, *label;
	int corps; /* index into county_corps[] */
	bool never_public;
};
extern const struct county_corps county_corps[COUNTY_CORPS];
extern const struct county_category county_categories[COUNTY_CATEGORIES];

extern const unsigned char county_csv[]; /* data/…-divisions.csv, NUL-terminated */

bool county_has_places(struct ctx *c);
int64_t county_root(struct ctx *c);                  /* the place above all */
int64_t county_corps_team(struct ctx *c, int corps); /* of county_corps[]; 0: not founded yet */
/* False: *why says in English what is wrong with the list; the caller rolls back. */
bool county_load(struct ctx *c, const char *csv, const char **why);
/* Categories, limits, brigade and corps, each only when its table is empty. `dice` makes the public
 * ids; NULL: random. */
void county_basics(struct ctx *c, struct dice *dice);
/* Both, for a database that may be empty. `file`: a CSV, NULL: the model county's list. */
bool county_prepare(struct ctx *c, const char *file, const char **why);
