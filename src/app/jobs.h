/* jobs.h - what runs without anybody asking: the table of jobs and the thread that obeys it.
 *
 * Orders whose clock ran out expire or climb a level; messages leave; what is over is swept. Each job
 * looks through a reader first and takes its lease only when there is work, so an idle house writes
 * nothing. Every change goes through the writer, one order per savepoint.
 *
 * A clock that steps by more than five minutes against the monotonic one stops expiry and escalation,
 * is logged as an alarm and shown as a metric, until the two have agreed for a whole minute.
 */
#pragma once
#include "core/ctx.h"
#include "core/outbox.h"

struct jobs;
struct site;
struct writer;

struct jobs_config {
	const char *db, *node;
	struct outbox_config outbox;
};

/* Runs on a thread of its own. NULL: *why says it. */
struct jobs *jobs_start(struct arena *mem, struct site *site, const struct jobs_config *cfg,
                        const char **why);
void jobs_wake(struct jobs *j); /* there is something to deliver; any thread; accepts NULL */
void jobs_stop(struct jobs *j); /* finishes the job in hand; accepts NULL */
bool jobs_clock_suspect(const struct jobs *j);

/* Pure: did the clock step between two readings? `lag` is wall minus monotonic seconds. */
bool jobs_clock_stepped(int64_t lag_before, int64_t lag_now);
