/* find.h - 寻单: needs are looked for where people live, and nothing that was written down is lost.
 *
 * A village worker enters many orders in a row, also by telephone or at the counter; each entry is an
 * order of its own with the consent recorded (order.h), made exactly once per browser's id even when
 * the answer was lost and he signed in anew. The quiet list names the villages from which nothing has
 * come for some time. Rights: ORDER_ENTER for entries, ORDER_LOG for the list; both scoped in SQL.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "features/order/order.h"
#include "features/order/order_draft.h"

/* `op`: made by the browser or the form, one per entry; NULL: not guarded. *uid is the order's, also
 * when this op has made it before. */
enum err find_entry(struct ctx *c, const char *op, const struct order_draft *d, const char **uid);
enum { FIND_PAGE = 50 };
/* What c->who entered today for others, newest first, by pages; *all: of the whole day. *next: of `after`. */
struct order *find_today(struct ctx *c, const char *after, size_t *count, int64_t *all,
                         const char **next);

struct find_place {
	const char *code, *label; /* "西渡镇 盘龙村" */
};
/* Where he may enter: townships and villages in the order of the tree. */
struct find_place *find_places(struct ctx *c, size_t *count);

enum { FIND_QUIET_DAYS = 30 };
struct find_village {
	int64_t last;   /* its last order was found then, seconds UTC; 0: none ever */
	int64_t days;   /* full days since; -1: none ever */
	int64_t people; /* known there */
	const char *place, *label, *town, *town_label, *staff, *staff_name;
};
extern const struct field find_village_fields[];
struct find_town {
	int64_t villages, quiet, people; /* people: in its quiet villages */
	const char *place, *label;
};
struct find_quiet {
	struct find_village *villages; /* longest silence first */
	struct find_town *towns;       /* most quiet villages first */
	size_t count, town_count, all; /* all: villages in his reach */
};
/* Villages in reach without an order for `days`; `town`: only of this one, NULL: all. The towns are
 * summed over everything in reach. */
struct find_quiet find_quiet(struct ctx *c, int64_t days, const char *town);
