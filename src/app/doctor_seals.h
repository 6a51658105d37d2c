/* doctor_seals.h - tries every seal in the database. */
#pragma once
#include "core/ctx.h"

/* How many do not open, by column: "person.phone 2, orders.detail 1"; NULL: all open. *seals: how many
 * there are. */
const char *doctor_seals(struct ctx *c, int64_t *seals);
bool doctor_seals_column(const char *table, const char *column); /* is it among those tried? */
