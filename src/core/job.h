/* job.h - work that runs later, by one node at a time.
 *
 * A row per job name in `job`; a node leases it (guarded UPDATE) and runs it. When a node dies the
 * lease ends and another takes over. The table of jobs is app/jobs.c.
 */
#pragma once
#include "core/ctx.h"

enum { JOB_SKEW = 300 }; /* seconds by which the clocks of two nodes may differ */
/* True: this node holds the lease of `name` for `lease` seconds and must run it now. It is run every
 * `period` seconds: what stands further in the future was written before the clock was set back, and
 * does not hold it up. */
bool job_take(struct ctx *c, const char *name, int64_t lease, int64_t period);
/* Sets when it is due next, and gives the lease back. */
void job_done(struct ctx *c, const char *name, int64_t next_at);
