/* audit.h - what was done, in a chain that shows if somebody changed it.
 *
 * Each entry holds the SHA-256 of its predecessor's hash and of its own content; it is written in
 * the same transaction as the change. One chain per node; servers on one PostgreSQL database that bear
 * the same name write it in turn (a transaction-level advisory lock). Personal data never enters: subjects are
 * named by public id, details are words and numbers. Entries are never updated or deleted
 * (triggers refuse it). audit_verify() recomputes the chain and names the first entry that is wrong.
 */
#pragma once
#include "core/ctx.h"

/* action "order.accept", kind "order", subject = public id, detail = short English or the person's
 * own reason, may be NULL. */
void audit(struct ctx *c, const char *action, const char *kind, const char *subject,
           const char *detail);

/* The same for something that was refused: written by ctx_run_kept(), after the rollback. */
void audit_keep(struct ctx *c, const char *action, const char *kind, const char *subject,
                const char *detail);

/* Somebody signed in asked for what is not his (`what`: "POST /orders/:id/approve"): written once an hour
 * per actor and thing, and for at most 60 things an hour, so that nobody fills the log by asking. */
void audit_denied(struct ctx *c, const char *subject, const char *what);
void audit_sweep(struct ctx *c); /* forgets which hours of yesterday were written */

struct audit_verdict {
	bool good;
	int64_t entries, first_bad; /* first_bad: its number; 0: none */
	const char *node, *what;    /* English: what is wrong with it */
	const char *head; /* hex: the last hash; write it down elsewhere, a cut tail shows only so.
	                             * Several nodes: one hash each, with a blank between. */
};
/* Reads page by page in memory of its own; stops at the first wrong entry. */
struct audit_verdict audit_verify(struct ctx *c);

/* The same once a day by a job, and what came of it last; at 0: it has not run yet. The mark is text_short()
 * of the last hash. */
struct job_desk;
enum { AUDIT_MARK = 9 };
struct audit_checked {
	int64_t at, entries;
	bool good;
	const char *mark;
};
struct audit_checked audit_last_check(struct ctx *c);
bool audit_check_due(struct ctx *c);
void audit_check_run(struct ctx *look, struct job_desk *d);
/* Is the entry with this hash still there? Asked with a head written down earlier; run audit_verify()
 * too, since a kept head says nothing about the entries before it. */
bool audit_holds(struct ctx *c, const char *head);
