/* paths_web.c - the tables of routes of people: their own pages and those of the office. */
#include "core/feature.h"
#include "features/person/duplicate_web.h"
#include "features/person/hours_web.h"
#include "features/person/me_web.h"
#include "features/person/person_web.h"
#include "features/person/qualification_web.h"

#include <stddef.h>

FEATURE(person);
const struct route *const person_paths[] = {
	me_routes, person_routes, hours_routes, qualification_routes, duplicate_routes, NULL};
