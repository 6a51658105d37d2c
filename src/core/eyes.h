/* eyes.h - four eyes: what one person wrote or last changed, somebody else lets in.
 *
 * It tells the two apart and names who could. It decides nothing: who may review is said by the
 * permission (core/access.h), that he may not review his own by the row of the life.
 */
#pragma once
#include "core/access.h"
#include "core/ctx.h"

struct eyes {
	enum perm needs;  /* to let it in */
	const char *path; /* of its place */
	int64_t writer, editor;
};
/* Did the asker write it or edit it last? */
bool eyes_own(const struct ctx *c, const struct eyes *e);
/* A Chinese sentence that names those who can let it in, the nearest level first, so that with nobody
 * at it the next above stands there; when there is nobody at all, whom to ask for one. */
const char *eyes_who(struct ctx *c, const struct eyes *e);

/* One of those: from the statement. */
struct eyes_reviewer {
	const char *name, *place;
};
