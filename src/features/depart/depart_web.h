/* depart_web.h - /people/:id/depart; templates: src/features/depart/(any).html. */
#pragma once
#include "features/depart/depart.h"
#include "features/person/person_web.h"
#include "features/place/place_web.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route depart_routes[];

struct depart_page {
	struct list list; /* JSON: struct depart_note */
	const char *id, *name;
	int64_t ended; /* enum person_end */
	struct depart_open open;
	const struct form *form;
	const struct choice *kinds; /* what may be recorded now */
	struct place_picker *place;
	const struct depart_note *notes;
	size_t count;
};
