/* search_old.h - folds anew what an older version kept for the search.
 *
 * What is compared is folded (text_search); when the folding learns more, old rows are still as they were.
 * A migration notes up to which row, in search_old; this job folds them, the newest first.
 */
#pragma once
#include "core/ctx.h"

struct job_desk;

bool search_old_due(struct ctx *c);
/* A thousand rows at most, then others have their turn. */
void search_old_run(struct ctx *look, struct job_desk *d);
