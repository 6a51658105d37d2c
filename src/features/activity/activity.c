/* activity.c - a visit's roster, and its life as the order moves it. */
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

static const char *const state_words[] = {"planned", "running", "ended", "cancelled", NULL};
static const char *const state_labels[] = {"未开始", "进行中", "已结束", "已取消", NULL};

/* What is over stays as it is. */
#define UNDER_WAY (IN(ACTIVITY_PLANNED) | IN(ACTIVITY_RUNNING))
static const struct life_move moves[] = {
	{ACTIVITY_BEGIN, "begin", "开始", .from = IN(ACTIVITY_PLANNED), .to = IN(ACTIVITY_RUNNING)},
	{ACTIVITY_END, "end", "结束", .from = UNDER_WAY, .to = IN(ACTIVITY_ENDED)},
	{ACTIVITY_CANCEL, "cancel", "取消", .from = UNDER_WAY, .to = IN(ACTIVITY_CANCELLED)},
	{0},
};
#undef UNDER_WAY

static struct life_look look(const void *record)
{
	const struct activity *a = record;
	return (struct life_look){a->uid, a->state, 0, {0}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	return sql_activity_write(c, next, ((const struct activity *)before)->state);
}

const struct life activity_life = {
	.kind = "activity",
	.these = "这次上门",
	.state_words = state_words,
	.state_labels = state_labels,
	.moves = moves,
	.silent = true,
	.size = sizeof(struct activity),
	.state = offsetof(struct activity, state),
	.look = look,
	.write = write,
};

static void move(struct ctx *c, int64_t id, enum activity_action how)
{
	const struct activity *a = sql_activity_get(c, id);
	if (a && life_row(&activity_life, how, a->state))
		life_put(c, &activity_life, a, &(struct life_ask){.action = how});
}

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
	move(c, id, ACTIVITY_CANCEL);
}

void activity_end(struct ctx *c, int64_t id)
{
	sql_attendance_close(c, id);
	move(c, id, ACTIVITY_END);
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
	move(c, id, ACTIVITY_BEGIN);
	return true;
}

bool activity_out(struct ctx *c, int64_t id, int64_t person)
{
	return sql_attendance_out(c, id, person) == 1;
}
