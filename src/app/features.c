/* features.c - the features in the order of the floors: each may use those to its left. tools/lint reads the
 * order here. */
#include "core/feature.h"

#include <stddef.h>

#define ALL(X)                                                                                     \
	X(place)                                                                                   \
	X(person)                                                                                  \
	X(auth)                                                                                    \
	X(team)                                                                                    \
	X(message)                                                                                 \
	X(menu)                                                                                    \
	X(news)                                                                                    \
	X(activity)                                                                                \
	X(propose)                                                                                 \
	X(order)                                                                                   \
	X(survey)                                                                                  \
	X(attendance)                                                                              \
	X(record)                                                                                  \
	X(complaint)                                                                               \
	X(dispatch)                                                                                \
	X(find)                                                                                    \
	X(depart)                                                                                  \
	X(clock)                                                                                   \
	X(overview)                                                                                \
	X(lookup)                                                                                  \
	X(help)

#define DECLARE(x) FEATURE(x);
#define ROW(x)     &x##_feature,
FEATURE(core);
ALL(DECLARE)
const struct feature *const feature_all[] = {&core_feature, ALL(ROW) NULL};
