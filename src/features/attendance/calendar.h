/* calendar.h - what a team does in a week: its visits with leader and people.
 *
 * For its members, its leaders, and staff over it. What a visit is about is told to leaders, staff and
 * those who go; the other members see when, who, and "服务".
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "features/team/team.h"

struct calendar_visit {
	int64_t row, starts_at, ends_at, state; /* enum activity_state */
	const char *id, *title, *leader,
		*orders,           /* orders: uid of its order; NULL: not his to see */
		*path;             /* where it is, "430421/100/"; NULL: nowhere any more */
	const char *const *people; /* names */
};
extern const struct field calendar_visit_fields[];
/* Who goes: a row of the statement. */
struct calendar_goer {
	int64_t visit, person;
	const char *name;
};
extern const char *const calendar_state_words[], *const calendar_state_labels[];

/* Monday 00:00 of the local week that contains `at`. */
int64_t calendar_week(int64_t at);
/* Does some part of the visit lie on the day that begins at `from`? */
bool calendar_on(const struct calendar_visit *v, int64_t from);
/* The visits that begin in [from, until). ERR_DENIED: neither a member nor in charge. */
enum err calendar_list(struct ctx *c, const struct team *t, int64_t from, int64_t until,
                       struct calendar_visit **list, size_t *count);
