#include "features/activity/activity.h"

#include "base/arena.h"
#include "base/random.h"
#include "core/access.h"
#include "gen/activity.sql.h"

#define F(m, ...) FIELD(struct activity, m, __VA_ARGS__)
const struct field activity_fields[] = {
	F(id, .hidden = true),
	F(orders, .hidden = true),
	F(team, .hidden = true),
	F(leader, .hidden = true),
	F(place, .hidden = true),
	FIELD_AS(struct activity, uid, "uid"),
	F(title),
	F(starts_at),
	F(ends_at),
	F(state),
	{0},
};
#define P(m, ...) FIELD(struct attendee, m, __VA_ARGS__)
const struct field attendee_fields[] = {
	P(person, .hidden = true),
	P(in_by, .hidden = true),
	P(out_by, .hidden = true),
	P(uid),
	P(name),
	P(in_at),
	P(out_at),
	P(evidence),
	{0},
};

struct activity *activity_get(struct ctx *c, int64_t id)
{
	return db_one(c->db, c->mem, sql_activity_get, struct activity, activity_fields, V(id));
}

struct activity *activity_by_uid(struct ctx *c, const char *uid)
{
	return db_one(c->db, c->mem, sql_activity_by_uid, struct activity, activity_fields, V(uid));
}

static void roster_fill(struct ctx *c, const struct activity *a, const int64_t *people, size_t n)
{
	db_exec(c->db, sql_attendance_insert, V(a->id), V(a->leader));
	for (size_t i = 0; i < n; i++)
		db_exec(c->db, sql_attendance_insert, V(a->id), V(people[i]));
}

void activity_make(struct ctx *c, struct activity *a, const int64_t *people, size_t count)
{
	a->uid = random_id(c->mem);
	a->id = db_int(c->db, sql_activity_insert, V(a->uid), V(a->orders), V(a->team),
	               V(a->leader), V(a->place), V(a->title), V(a->starts_at), V(a->ends_at));
	roster_fill(c, a, people, count);
}

void activity_change(struct ctx *c, const struct activity *a, const int64_t *people, size_t count)
{
	db_exec(c->db, sql_activity_times, V(a->id), V(a->leader), V(a->starts_at), V(a->ends_at));
	db_exec(c->db, sql_attendance_clear, V(a->id));
	roster_fill(c, a, people, count);
}

void activity_cancel(struct ctx *c, int64_t id)
{
	db_exec(c->db, sql_attendance_close, V(id), V(c->now), V(c->who->id));
	db_exec(c->db, sql_activity_state, V(id), V(ACTIVITY_CANCELLED));
}

void activity_end(struct ctx *c, int64_t id)
{
	db_exec(c->db, sql_attendance_close, V(id), V(c->now), V(c->who->id));
	db_exec(c->db, sql_activity_state, V(id), V(ACTIVITY_ENDED));
}

struct attendee *activity_roster(struct ctx *c, int64_t id, size_t *count)
{
	return db_all(c->db, c->mem, sql_attendance_roster, struct attendee, attendee_fields, count,
	              V(id));
}

int64_t activity_clash(struct ctx *c, int64_t person, int64_t starts_at, int64_t ends_at,
                       int64_t except)
{
	return db_int(c->db, sql_attendance_clash, V(person), V(starts_at), V(ends_at), V(except));
}

bool activity_in(struct ctx *c, int64_t id, int64_t person)
{
	if (db_exec(c->db, sql_attendance_in, V(id), V(person), V(c->now), V(c->who->id)) != 1)
		return false;
	db_exec(c->db, sql_activity_state, V(id), V(ACTIVITY_RUNNING));
	return true;
}

bool activity_out(struct ctx *c, int64_t id, int64_t person)
{
	return db_exec(c->db, sql_attendance_out, V(id), V(person), V(c->now), V(c->who->id)) == 1;
}
