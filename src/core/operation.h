/* operation.h - the same request sent twice is done once.
 *
 * Every unsafe request may carry an operation id (header Idempotency-Key, or the form's hidden _op).
 * Scope is the session, or a signed anonymous cookie. The row holds a hash of method, path and
 * decoded fields, and the sealed reply. Commits and lost races are kept and replayed; field errors
 * are not, so a corrected form may use the same id. The same id with another content is ERR_REUSED.
 * Rows live for 7 days.
 */
#pragma once
#include "core/ctx.h"

struct operation {
	const char *scope, *key, *content; /* content: hash of method, path, fields */
	int status;                        /* of the kept reply */
	const char *location, *body, *type;
};

/* OK: new, go on. ERR_REUSED: other content. Found: *replay points to the kept reply (with OK). */
enum err operation_find(struct ctx *c, const char *scope, const char *key, const char *content,
                        const struct operation **replay);
/* False: another node kept this operation meanwhile; roll back and run again, which replays. */
bool operation_keep(struct ctx *c, const struct operation *op);
/* The same as a kept row, for a lost race, whose own savepoint is rolled back. */
void operation_keep_refused(struct ctx *c, const struct operation *op);
void operation_sweep(struct ctx *c); /* drops rows older than 7 days */
