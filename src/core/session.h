/* session.h - who is asking: tokens, sessions, and the actor built from them.
 *
 * A token is 256 random bits, base32; the database holds only its SHA-256. A session ends on
 * sign-out, lock, password change, after 30 idle minutes for staff (7 days for others) and after
 * 12 hours (30 days) at the latest; the times are settings. API tokens are sessions of kind `api`:
 * they have no idle time, only the latest end, and may be given for a shorter time. Staff is who holds a grant or a staff account.
 */
#pragma once
#include "core/ctx.h"

struct actor;

enum session_kind { SESSION_BROWSER, SESSION_API };

/* Makes a session for `person`; returns the token, the only time it is seen. */
const char *session_start(struct ctx *c, int64_t person, enum session_kind kind);
/* An API token for `days` days, kept in the audit log; the token, the only time it is seen. NULL:
 * refused, the days are not 1 to the setting session.api_days, or the account is locked or not there. */
const char *session_token(struct ctx *c, int64_t person, int64_t days);
/* The person's API tokens that open something now, newest first. */
struct api_token {
	int64_t id, started, last_seen;
	int64_t until; /* when it ends at the latest */
};
struct api_token *session_tokens(struct ctx *c, int64_t person, size_t *count);
bool session_token_end(struct ctx *c, int64_t person, int64_t id); /* false: he has no such token */
/* The actor behind a token with grants and teams loaded; NULL: unknown, ended, or locked out. */
const struct actor *session_actor(struct ctx *c, const char *token);
/* The actor of a person, for commands and jobs that act for him; NULL: no such person. */
const struct actor *session_actor_of(struct ctx *c, int64_t person);
/* True when last_seen is old enough to be written again (once in 5 minutes). */
bool session_stale(struct ctx *c, const struct actor *who);
void session_touch(struct ctx *c, int64_t session);
void session_end(struct ctx *c, int64_t session);
/* Ends what is over, so that a clock set back revives none; drops sessions and failed tries that
 * nobody needs any more (90 and 30 days). */
void session_sweep(struct ctx *c);
void session_end_all(struct ctx *c, int64_t person); /* on lock, password change, role change */
