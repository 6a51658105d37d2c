/* clock_web.h - the pages of settings, limits, working days, overdue orders and what-if. */
#pragma once
#include "features/clock/clock.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route clock_routes[];      /* settings, limits, working days */
extern const struct route clock_late_routes[]; /* overdue, what-if */

struct setting_line {
	const struct clock_setting *s;
	const char *value, *when, *problem; /* value: what was typed last; problem: NULL, none */
	const char *bounds;                 /* "1 到 1440" ; NULL: a text */
	bool yes_no;
	const struct form *form;
};
struct settings_page {
	struct list list; /* JSON: struct clock_setting */
	struct setting_line *lines;
	size_t count;
};

struct limits_page {
	struct list list; /* JSON: struct clock_limit */
	const struct clock_limit *rows;
	size_t count;
	bool manage;
	bool what_if;                   /* may try other limits */
	const struct form *form, *drop; /* the one row that is set; a bare one */
	const struct choice *categories, *clocks, *any;
	const char *category, *category_label; /* whose limits are shown resolved; "" any */
	/* Resolved: one line per urgency, one column per clock from CLOCK_REVIEW on. */
	const char *resolved[URGENCY_URGENT + 1][CLOCK_COUNT];
	bool particular[URGENCY_URGENT + 1][CLOCK_COUNT]; /* decided by a row, not by the default */
	const char *sentence; /* "急·健康义诊：派单 4 小时" */
};

struct holidays_page {
	struct list list; /* JSON: struct clock_holiday */
	const struct clock_holiday *rows;
	size_t count;
	bool manage;
	const struct form *form, *import, *drop;
	struct day_tile {
		const char *date, *weekday, *why;
		bool working, today;
	} * next;
	size_t next_count;
	int64_t working; /* among them */
};

struct overdue_page {
	struct list list; /* JSON: struct clock_late */
	struct late_line {
		const struct clock_late *o;
		const char *late, *url, *tone, *urgency, *state;
	} * lines;
	size_t count;
	int64_t levels[LEVEL_COUNT]; /* how many each holds, on all pages */
	int64_t total;
	bool shown[LEVEL_COUNT]; /* on this page */
	const char *more;        /* the next page; NULL: none */
	const struct clock_town *towns;
	size_t town_count;
	const struct choice *places;
	const char *place;
};

struct whatif_page {
	struct list list; /* JSON: struct clock_effect */
	struct clock_question q;
	struct clock_answer a;
	const struct form *form; /* of the hours, beside which a fault of the question is told */
	const char *sentence;    /* NULL: the question had a fault, there is no answer */
	const char *truth, *p50, *p90, *longest, *note; /* truth NULL: no measure */
	const struct choice *clocks, *days, *ways, *categories, *urgencies, *places;
	const char *clock, *period, *urgency;
};
