/* feature.h - what a feature declares of itself: its face.
 *
 * One struct feature per folder of src/features, in X_face.c; they stand in feature_all[] in the order of the
 * floors (app/features.c). Whoever has to ask them all is a loop over that list and knows none of them by
 * name. So a feature's statements write its own tables only, and read those to its left.
 *
 * A face includes nothing of web/: what belongs to the web side it names by pointer (FEATURE).
 */
#pragma once
#include "core/ctx.h"

struct route;

/* Each member may be left out: the feature has none. */
struct feature {
	const char *name;                  /* of its folder */
	const struct route *const *routes; /* its tables of routes, NULL at the end */
};
extern const struct feature *const feature_all[]; /* from left to right, NULL at the end */

/* What the files of one feature and the list say to each other:
 *   x_feature  its face (x_face.c)
 *   x_paths    its tables of routes (x_web.c) */
#define FEATURE(x)                                                                                 \
	extern const struct feature x##_feature;                                                   \
	extern const struct route *const x##_paths[]
