/* lookup_web.h - one search over everything the asker may see: GET /search?q=…
 *
 * Each kind is asked by its own list (struct finder, core/feature.h), so that what is found and who may see it
 * is decided where the kind lives; here the first of each stand side by side, with the way to the rest.
 */
#pragma once
#include "web/req.h"

extern const struct route lookup_routes[];

struct lookup_hit {
	const char *kind, *id, *title, *about, *url;
};
struct lookup_group {
	const char *label, *icon, *more; /* more: path of the whole list; NULL: this is all */
	const struct lookup_hit *hits;
	size_t count;
};
struct lookup_page {
	struct list list; /* first: JSON, struct lookup_hit */
	const char *q;
	bool staff;                  /* may enter for others */
	struct lookup_group *groups; /* those in which something was found, in their order */
	size_t group_count;
};
