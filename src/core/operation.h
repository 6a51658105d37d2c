/* operation.h - the same request sent twice is done once.
 *
 * Every unsafe request may carry an operation id (header Idempotency-Key, or the form's hidden _op).
 * Scope is the session, or a signed anonymous cookie. The row holds a hash of method, path and
 * decoded fields under a key, and of the reply only status and place (sealed): what was shown is never
 * kept, so that nobody reads it again when he may no longer. A lost race is kept in its words. Field
 * errors are not kept, so a corrected form may use the same id. The same id with another content is
 * ERR_REUSED. Rows live for 7 days.
 */
#pragma once
#include "core/ctx.h"

struct operation {
	const char *scope, *key, *content; /* content: hash of method, path, fields */
	int status;                        /* of the kept reply */
	const char *location;              /* local path; NULL: none */
	const char *body, *type;           /* of a refusal; NULL: it was done */
};

/* OK: new, go on. ERR_REUSED: other content. Found: *replay points to the kept reply (with OK). */
enum err operation_find(struct ctx *c, const char *scope, const char *key, const char *content,
                        const struct operation **replay);
/* False: another node kept this operation meanwhile; roll back and run again, which replays. */
bool operation_keep(struct ctx *c, const struct operation *op);
/* The same as a kept row, for a lost race, whose own savepoint is rolled back. */
void operation_keep_refused(struct ctx *c, const struct operation *op);
void operation_sweep(struct ctx *c); /* drops rows older than 7 days */
