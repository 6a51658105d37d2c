/* log.h - one line per event in logfmt on stderr.
 *
 * Values are escaped (control characters, quotes), so input cannot forge lines. Personal data is
 * never logged: the callers pass ids, routes and counts. Features do not log.
 */
#pragma once
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_threshold(enum log_level least); /* default LOG_INFO */

/* log_line(LOG_INFO, "request", "route", "/orders/:id", "status", "200", NULL) - pairs, then NULL. */
void log_line(enum log_level level, const char *event, ...) __attribute__((sentinel));
/* At most one line a second per `event`; the next one carries how many were dropped. */
void log_seldom(enum log_level level, const char *event, ...) __attribute__((sentinel));
