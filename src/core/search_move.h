/* search_move.h - what is found at a place that was merged into another.
 *
 * Whole townships become one, with all that was ever written there: the merge notes where it lies now, in
 * one row, and a job puts it there in the index, part by part. Meanwhile who searches the one that goes on is
 * answered with what has not come there yet as well (search.c): nobody notices the job.
 */
#pragma once
#include "core/ctx.h"

struct job_desk;

struct search_moved {
	const char *code; /* the token of what lay at or under the place that went */
	const char *path; /* where that lies now */
};
/* A thing that is found. */
struct search_row {
	int64_t id; /* kind and item (search.h) */
	const char *path, *text;
};

/* What lies at or under path `from` lies at or under `to` now. In the transaction of the merge. */
void search_move(struct ctx *c, const char *from, const char *to);
/* The last code of a path; NULL: the county, in which everything lies, or no path. */
const char *search_move_token(struct ctx *c, const char *path);

/* The job: a thousand things at most, then others have their turn. */
bool search_move_due(struct ctx *c);
void search_move_run(struct ctx *look, struct job_desk *d);
