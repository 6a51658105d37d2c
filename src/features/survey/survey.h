/* survey.h - the survey 需求清单: what the villages need of the menu, and the orders made from it.
 *
 * The centre (or a township, for its places) opens a survey over some menu items; each station fills one
 * sheet: how many need which item, with a note. The sums are shown by township; from a line the centre
 * makes an order (制单) by proxy, with the one who filled the sheet as the contact. A line that became an
 * order is no longer changed. Several surveys may be open at once.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/cursor.h"
#include "core/life.h"

enum survey_state { SURVEY_OPEN, SURVEY_CLOSED };
enum survey_action { SURVEY_CLOSE };
extern const struct life survey_life;
extern const char *const survey_state_words[], *const survey_state_labels[];

struct survey {
	int64_t id, area_row, until, state, creator, created, sheets, wanted, made;
	bool sample;
	const char *uid, *title, *about, *area, *area_path, *area_name;
};
extern const struct field survey_fields[];

struct survey_item {
	int64_t item;
	const char *uid, *title;
};
struct survey_line {
	int64_t row, item_row, place_row, wanted, person, at, orders;
	const char *uid, *item, *title, *category, *place, *place_path, *place_name, *note;
	const char *person_name, *order_uid, *order_number;
};
extern const struct field survey_line_fields[];
/* One township and what its villages need together, item by item as in survey_items(). */
struct survey_sum {
	int64_t place_row, item, wanted, made;
	const char *place_name;
};

/* What concerns the asker, open ones first, the newest first: SURVEY_PAGE after `at`; *next: of the following
 * page, NULL: no more. */
enum { SURVEY_PAGE = 50, SURVEY_LINES = 200, SURVEY_ITEMS = 40 };
struct survey *survey_list(struct ctx *c, struct cursor at, size_t *count, const char **next);
struct survey *survey_by_uid(struct ctx *c, const char *uid); /* NULL: none, or not his to see */
struct survey_item *survey_items(struct ctx *c, int64_t survey, size_t *count);
/* Lines the asker may see, in the order of the places, SURVEY_LINES of them after `after`. A village's sheet
 * has one line per item, at most SURVEY_ITEMS. */
struct survey_part {
	int64_t survey;
	const char *place; /* code: only that village's sheet; NULL: all */
	const char *after;
};
struct survey_line *survey_lines(struct ctx *c, const struct survey_part *p, size_t *count,
                                 const char **next);
struct survey_sum *survey_sums(struct ctx *c, int64_t survey, size_t *count);

struct survey_entry {
	int64_t until;
	const char *title, *about, *area;
	const char *const *items; /* uids of open menu items */
};
extern const struct field survey_entry_fields[];
enum err survey_open(struct ctx *c, const struct survey_entry *in, const char **uid);
/* ERR_MISSING when he does not see it. */
enum err survey_move(struct ctx *c, const char *uid, enum survey_action a);
bool survey_may_manage(struct ctx *c, const struct survey *s); /* make orders of its lines */

/* What one sheet says of one item; wanted 0 takes the line away. */
struct survey_count {
	int64_t item, wanted;
	const char *note;
};
/* The whole sheet of a village (code), by its station or staff above. */
enum err survey_fill(struct ctx *c, const char *uid, const char *place,
                     const struct survey_count *counts, size_t count);
/* Makes a submitted menu order of a line; *order is its uid. */
enum err survey_make(struct ctx *c, const char *uid, const char *line, const char **order);
