/* job.h - work that runs later, by one node at a time.
 *
 * A row per job name in `job`; a node leases it (guarded UPDATE) and runs it. When a node dies the
 * lease ends and another takes over. A feature declares its jobs in its face; app/jobs.c obeys them all.
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

/* Where a job works: it looks through a reader, and what it changes goes through the writer, part by part. */
struct job_desk {
	/* One change, in a savepoint of the writer; false: nothing was kept. `make` may be run again. */
	bool (*change)(struct job_desk *d, bool (*make)(struct ctx *c, void *with), void *with);
	bool (*over)(struct job_desk *d); /* the program stops: no further part */
};
struct job {
	const char *name;            /* NULL ends the list */
	int64_t period, lease;       /* seconds */
	bool calm;                   /* not while the clock is suspect (app/jobs.h) */
	bool rings;                  /* looked at as soon as something waits to be delivered */
	bool (*due)(struct ctx *c);  /* is there work? by the reader; NULL: always */
	bool (*make)(struct ctx *c); /* the work, one change; false: nothing is kept. Or */
	void (*run)(struct ctx *look, struct job_desk *d); /* … in parts */
};
