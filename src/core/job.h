/* job.h - work that runs later, by one node at a time.
 *
 * A row per job name in `job`; a node leases it (guarded UPDATE) and runs it. When a node dies the
 * lease ends and another takes over. The table of jobs is app/jobs.c.
 */
#pragma once
#include "core/ctx.h"

/* True: this node holds the lease of `name` for `lease` seconds and must run it now. */
bool job_take(struct ctx *c, const char *name, int64_t lease);
/* Sets when it is due next, and gives the lease back. */
void job_done(struct ctx *c, const char *name, int64_t next_at);
