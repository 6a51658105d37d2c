/* overview_case.h - a county made by hand, so that what the desk counts can be written down by hand.
 *
 * Twelve orders of 甲镇 (1, 2, 5, 6, 7, 10, 11) and 乙镇 (3, 4, 8, 9, 12), "order-01" to "order-12",
 * straight into the tables; 6 is a draft. Team A belongs to the corps "corps-health", team B to none.
 */
#pragma once
#include "world.h"

#define OVERVIEW_NOW "2026-11-18 10:00" /* a Wednesday: the week began on the 16th */

/* Sets the clock to OVERVIEW_NOW. */
void overview_case_county(struct world *w);
/* The same, and beside the orders something of everything that can wait. */
void overview_case_waiting(struct world *w);
void overview_case_run(struct world *w, const char *sql); /* between world_begin and world_commit */
int64_t overview_case_at(const char *local);              /* "2026-11-18 10:00" */
