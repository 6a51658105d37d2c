/* grant.h - roles given to people at places.
 *
 * Nobody gives or takes a role of his own. A role fits one kind of place: station a village, township
 * a township, the others the county. Giving and taking end the person's sessions, so the new rights
 * hold from his next request on. The permission (GRANT_MANAGE) is the route's.
 */
#pragma once
#include "core/access.h"
#include "core/ctx.h"

/* ERR_INVALID: not a role that is given, or the wrong kind of place. ERR_DENIED: his own.
 * ERR_STATE: he has it already. */
enum err grant_give(struct ctx *c, int64_t person, enum role role, int64_t place);
enum err grant_take(struct ctx *c, int64_t id);
bool grant_any(struct ctx *c,
               enum role role); /* does anybody hold it? the first administrator asks */
