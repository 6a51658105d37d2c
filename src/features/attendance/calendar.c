#include "features/attendance/calendar.h"

#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "gen/attendance.sql.h"

const char *const calendar_state_words[] = {"planned", "running", "ended", NULL};
const char *const calendar_state_labels[] = {"已排期", "进行中", "已结束", NULL};

const struct field calendar_visit_fields[] = {
	FIELD(struct calendar_visit, id),
	FIELD(struct calendar_visit, title, .label = "事项"),
	FIELD(struct calendar_visit, starts_at, .label = "开始", .as = AS_MOMENT,
              .doc = "seconds UTC"),
	FIELD(struct calendar_visit, ends_at, .label = "结束", .as = AS_MOMENT,
              .doc = "seconds UTC"),
	FIELD(struct calendar_visit, state, .label = "状态", .words = calendar_state_words,
              .labels = calendar_state_labels),
	FIELD(struct calendar_visit, leader, .label = "带队", .doc = "name"),
	FIELD(struct calendar_visit, people, .label = "去的人", .doc = "names"),
	FIELD_AS(struct calendar_visit, orders, "order", .doc = "its id; null: not his to see"),
	RECORD("CalendarVisit", "A visit in the week of a team."),
};

int64_t calendar_week(int64_t at)
{
	int64_t today = clock_midnight(at);
	return today - (clock_local(today).weekday + 6) % 7 * (int64_t)DAY;
}

/* Staff over a team read what it is about where they read the orders of that place. */
bool calendar_on(const struct calendar_visit *v, int64_t from)
{
	return v->starts_at < from + DAY && v->ends_at > from;
}

static bool reads(const struct ctx *c, const struct calendar_visit *v)
{
	return access_may(c->who, ORDER_READ, &(struct subject){.path = v->path});
}

/* The names of those who go; what it is about is cut for who neither goes nor may read the order. */
static void dress(struct ctx *c, struct calendar_visit *v, const struct calendar_goer *g, size_t n,
                  bool told)
{
	const char **names = ARENA_ARRAY(c->mem, const char *, n + 1);
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		if (g[i].visit != v->row)
			continue;
		names[count++] = g[i].name;
		told = told || g[i].person == c->who->id;
	}
	v->people = names;
	if (!told) {
		v->title = "服务";
		v->orders = NULL;
	}
}

enum err calendar_list(struct ctx *c, const struct team *t, int64_t from, int64_t until,
                       struct calendar_visit **list, size_t *count)
{
	bool leads = access_leads(c->who, t->id), charge = leads || member_may_manage(c, t);
	size_t n = 0;
	*count = 0;
	if (!charge && !member_active(c, t->id, c->who->id))
		return ctx_refuse(c, ERR_DENIED, NULL, "队伍日历只给队员和管理队伍的工作人员看。");
	*list = sql_calendar_visits(c, t->id, from, until, count);
	struct calendar_goer *g = sql_calendar_goers(c, t->id, from, until, &n);
	for (size_t i = 0; i < *count; i++)
		dress(c, &(*list)[i], g, n, leads || reads(c, &(*list)[i]));
	return OK;
}
