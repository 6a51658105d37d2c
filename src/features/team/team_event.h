/* team_event.h - the log of a team's life: one row per move, with an audit entry beside it. */
#pragma once
#include "core/ctx.h"

struct team;

/* `person` is the member it is about, 0: none; `reason` may be NULL. */
void team_event(struct ctx *c, const struct team *t, const char *action, int64_t person,
                const char *reason);

struct team_event_row {
	int64_t at;
	const char *action, *actor, *person, *reason; /* names; NULL: none */
};
/* The newest 50, newest first. */
struct team_event_row *team_events(struct ctx *c, int64_t team, size_t *count);
