/* attendance.h - coming and going, ticked by the leader on the roster 现场点名.
 *
 * The first check-in starts the order (scheduled → serving); check-outs close with its completion.
 * Only the serving side ticks, only people of the roster, and only while the visit runs. Evidence
 * class B (ticked by the leader on site).
 */
#pragma once
#include "base/err.h"
#include "core/ctx.h"

#include <stdbool.h>

/* Ticks somebody in, or out. `person`: public id of somebody on the roster of the activity. */
enum err attendance_tick(struct ctx *c, const char *activity, const char *person, bool in);
