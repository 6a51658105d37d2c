/* walk.h - every list of the program, as walk_test.c knows it, and a county that has more of each than a page. */
#pragma once
#include "world.h"

#include "web/route.h"

/* Each list of the table of routes. `rows`: counts what it must show to `who`; NULL: it has no pages, and
 * `whole` says why it ends by itself. */
struct walk {
	const char *path; /* of the route */
	enum who who;
	const char *rows, *whole;
	const char *ask; /* the address that is asked, where it is not the route's */
};
extern const struct walk walks[];
extern const size_t walk_count;
void walk_county(struct world *w);
bool walk_is_list(const struct route *r); /* one that programs read */
