/* hours_web.h - everybody's own week, and what he can do: GET /me/hours, /me/skills. */
#pragma once
#include "features/person/hours.h"
#include "features/person/person_web.h"

extern const struct route hours_routes[];

struct hours_page {
	const char *hours; /* 42 hex digits; NULL: not said */
	int64_t radius, free;
	bool week[HOURS_WEEK];
	const struct form *form;
};
struct hours_cell {
	int day, part;
	enum hours_share share;
};
struct skills_page {
	const char *const *words;
	int64_t radius;
	struct person_skills skills;
	const struct form *form;
};
