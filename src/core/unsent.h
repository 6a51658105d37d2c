/* unsent.h - what was typed into a form whose session had ended when it was sent.
 *
 * It waits here, sealed, for UNSENT_LIFE seconds, and comes back only to the person for whom the page was
 * printed, once he has signed in again: whoever else sits down at an office's machine gets nothing of it.
 * Ten are kept of a person. It knows nothing of forms: `body` is a text of the caller's.
 */
#pragma once
#include "core/ctx.h"

enum { UNSENT_LIFE = 12 * 3600 };

struct unsent {
	const char *path; /* where it was sent */
	const char *body;
};

void unsent_keep(struct ctx *c, const char *uid, int64_t person, const struct unsent *u);
/* NULL: none of c->who, or it is over. */
struct unsent *unsent_get(struct ctx *c, const char *uid);
void unsent_sweep(struct ctx *c); /* drops those that are over */
