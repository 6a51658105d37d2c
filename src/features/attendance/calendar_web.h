/* calendar_web.h - GET /teams/:id/calendar. */
#pragma once
#include "features/attendance/calendar.h"
#include "web/req.h"

extern const struct route calendar_routes[];

struct calendar_day {
	const char *label; /* "11月23日 周一" */
	bool today;
	int64_t from;
};
struct calendar_page {
	struct list list; /* JSON: struct calendar_visit */
	const struct calendar_visit *rows;
	size_t count;
	const char *team, *team_name, *range, *before, *after,
		*now; /* paths; now NULL: this week */
	struct calendar_day days[7];
};
