#include "features/activity/activity.h"

#include "base/arena.h"
#include "base/random.h"
#include "core/access.h"
#include "gen/activity.sql.h"

#define P(m, ...) FIELD(struct attendee, m, __VA_ARGS__)
const struct field attendee_fields[] = {
	P(uid),      P(name),
	P(in_at),    P(out_at),
	P(evidence), RECORD("Attendee", "Somebody planned for a visit: whether he came and went."),
};

struct activity *activity_get(struct ctx *c, int64_t id)
{
	return sql_activity_get(c, id);
}

struct activity *activity_by_uid(struct ctx *c, const char *uid)
{
	return sql_activity_by_uid(c, uid);
}

static void roster_fill(struct ctx *c, const struct activity *a, const int64_t *people, size_t n)
{
	sql_attendance_insert(c, a->id, a->leader);
	for (size_t i = 0; i < n; i++)
		sql_attendance_insert(c, a->id, people[i]);
}

void activity_make(struct ctx *c, struct activity *a, const int64_t *people, size_t count)
{
	a->uid = random_id(c->mem);
	a->id = sql_activity_insert(c, a);
	roster_fill(c, a, people, count);
}

void activity_change(struct ctx *c, const struct activity *a, const int64_t *people, size_t count)
{
	sql_activity_times(c, a);
	sql_attendance_clear(c, a->id);
	roster_fill(c, a, people, count);
}

void activity_cancel(struct ctx *c, int64_t id)
{
	sql_attendance_close(c, id);
	sql_activity_state(c, id, ACTIVITY_CANCELLED);
}

void activity_end(struct ctx *c, int64_t id)
{
	sql_attendance_close(c, id);
	sql_activity_state(c, id, ACTIVITY_ENDED);
}

struct attendee *activity_roster(struct ctx *c, int64_t id, size_t *count)
{
	return sql_attendance_roster(c, id, count);
}

int64_t activity_clash(struct ctx *c, int64_t person, int64_t starts_at, int64_t ends_at,
                       int64_t except)
{
	return sql_attendance_clash(c, person, starts_at, ends_at, except);
}

bool activity_in(struct ctx *c, int64_t id, int64_t person)
{
	if (sql_attendance_in(c, id, person) != 1)
		return false;
	sql_activity_state(c, id, ACTIVITY_RUNNING);
	return true;
}

bool activity_out(struct ctx *c, int64_t id, int64_t person)
{
	return sql_attendance_out(c, id, person) == 1;
}
