/* team_event.h - the log of a team's life: one row per move, with an audit entry beside it. */
#pragma once
#include "core/ctx.h"

struct team;

/* `person` is the member it is about, 0: none; `reason` may be NULL. */
void team_event(struct ctx *c, const struct team *t, const char *action, int64_t person,
                const char *reason);

struct team_event_row {
	int64_t id, at;
	const char *action, *actor, *person, *reason; /* names; NULL: none */
};
/* The newest first, TEAM_EVENTS after `after` (NULL: from the newest); *next: of the earlier ones, NULL: that was all. */
enum { TEAM_EVENTS = 50 };
struct team_event_row *team_events(struct ctx *c, int64_t team, const char *after, size_t *count,
                                   const char **next);
