/* order_learn.h - the titles of past orders, which the proposals learn from (features/propose). */
#pragma once
#include "core/ctx.h"

struct job_desk;
struct propose_title;

/* Counts what differs from what is kept, and has it kept in small parts: between two of them others write. A
 * job's run (core/job.h). */
void order_learn(struct ctx *look, struct job_desk *d);
/* Of the last reviewed ones, oldest first. */
struct propose_title *order_titles(struct ctx *c, size_t *count);
