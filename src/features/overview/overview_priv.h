/* overview_priv.h - what the files of this folder share. */
#pragma once
#include "features/overview/overview.h"

enum { OVERVIEW_PAGE = 50 };

/* How far the asker sees with `perm`, in which part and since when (0: always); path NULL: all of it,
 * "?": no such place. */
struct overview_scope {
	struct scope s;
	const char *path;
	bool village; /* the part is a township or a village */
	int64_t from;
};
struct overview_scope overview_scope(struct ctx *c, enum perm perm, const char *place);
/* The part and the period of `ask`, as far as ORDER_LOG reaches. */
struct overview_scope overview_asked(struct ctx *c, const struct overview_ask *ask);
void overview_stand(struct overview_order *o, size_t n, int64_t now);

/* Rows of the statements. */
struct overview_step_row {
	int64_t step, n, took;
};
struct overview_closed_row {
	const char *corps; /* uid, NULL: of none */
	int64_t face, n;
};
