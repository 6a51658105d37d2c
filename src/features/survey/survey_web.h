/* survey_web.h - the list of surveys, one survey with sheet, sums and lines, and its form. */
#pragma once
#include "features/place/place_web.h"
#include "features/survey/survey.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route survey_routes[];

struct surveys_page {
	struct list list; /* JSON: struct survey */
	const struct survey *rows;
	size_t count;
	const char *more; /* the next page; NULL: none */
	bool may_open;
};
/* One input pair of the sheet. */
struct survey_box {
	const char *uid, *title, *count, *note, *problem,
		*made; /* made: number of its order; NULL */
};
/* One township's row of sums. */
struct survey_row {
	const char *place;
	const int64_t *wanted; /* per item */
	int64_t all;
};
struct survey_page {
	struct survey s; /* first: the JSON face */
	const struct survey_item *items;
	size_t item_count;
	const struct survey_row *rows;
	size_t row_count;
	const int64_t *totals;
	int64_t total;
	const struct survey_line *lines;
	size_t line_count;
	const char *more;           /* the page with the next lines; NULL: none */
	struct survey_box *boxes;   /* the sheet of `place`; NULL: not his to fill */
	struct place_picker *place; /* of the sheet */
	const char *sheet;          /* "西渡镇 盘龙村"; NULL: choose one first */
	bool manage, closes, fills;
	const struct form *form;
};
struct survey_new_page {
	const struct form *form;
	struct place_picker *area;
	const struct survey_pick {
		const char *uid, *title, *area;
		bool held;
	} * items;
	size_t item_count;
	const char *item_problem;
};
