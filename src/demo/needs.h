/* needs.h - what people of the model county ask for, in their own words. All of it invented.
 *
 * Patterns: [a|b|] is one of the alternatives, {t} the thing and {s} what is the matter with it (a pair
 * of `things`), {w} whom it is for (demo/texts.h). No text names a person, says who lives alone, or
 * when somebody is at home.
 */
#pragma once
#include "demo/year.h"

struct demo_need {
	const char *category;
	struct year_span when;      /* asked for then only */
	const char *things;         /* "thing/matter;thing/matter" */
	const char *title, *detail; /* as told: seen by the parties */
	const char *public_title,
		*public_detail; /* as the reviewer writes it for the wall; NULL: never */
	const char *report;     /* of the serving side */
	int people, goods;
};
extern const struct demo_need demo_needs[];
int demo_needs_count(void);

/* What the platform does not take on, with the reviewer's reason. */
struct demo_refused {
	const char *category, *title, *detail, *reason;
};
extern const struct demo_refused demo_refused[];
int demo_refused_count(void);
