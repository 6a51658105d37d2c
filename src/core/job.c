#include "core/job.h"

#include "gen/core.sql.h"

static const char *job_node(const struct ctx *c)
{
	return c->node ? c->node : "";
}

bool job_take(struct ctx *c, const char *name, int64_t lease, int64_t period)
{
	return db_exec(c->db, sql_job_take, V(name), V(c->now), V(c->now + lease), V(job_node(c)),
	               V(c->now + period + JOB_SKEW), V(c->now + lease + JOB_SKEW)) == 1;
}

void job_done(struct ctx *c, const char *name, int64_t next_at)
{
	db_exec(c->db, sql_job_done, V(name), V(next_at), V(job_node(c)));
}
