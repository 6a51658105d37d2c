/* grant.h - roles given to people at places.
 *
 * Nobody gives or takes a role of his own. The three top duties take two hands and never meet in one
 * person (core/duty.h): whoever else calls this is refused here. A role fits one kind of place: station a village, township
 * a township, the others the county. Giving and taking end the person's sessions, so the new rights
 * hold from his next request on. Letters that were written for his account
 * end, too, and he is told; so are the holders of a top duty: by every
 * channel of such a duty and of what the command on the server did, else by an ordinary word. The permission is the
 * route's.
 */
#pragma once
#include "core/access.h"
#include "core/ctx.h"
#include "core/duty.h"

/* ERR_INVALID: not a role that is given, the wrong kind of place, a second top duty, somebody who
 * died or left, or a record that was merged away. ERR_DENIED: his own, or more than this hand may do. ERR_STATE: he has it already. */
enum err grant_give(struct ctx *c, int64_t person, enum role role, int64_t place, enum hand hand);
enum err grant_take(struct ctx *c, int64_t id, enum hand hand);
/* A grant of this role at `place` (0: wherever), also one left on a record that was merged with his;
 * 0: he has none. */
int64_t grant_find(struct ctx *c, int64_t person, enum role role, int64_t place);
bool grant_any(struct ctx *c,
               enum role role); /* does anybody hold it? the first administrator asks */
