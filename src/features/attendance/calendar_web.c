#include "features/attendance/calendar_web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "gen/attendance.html.h"
#include "web/show.h"

struct ask {
	int64_t week;
};
static const struct field ask_fields[] = {
	FIELD(struct ask, week, .as = AS_DATE,
              .doc = "any moment of the week, seconds UTC; pages: a date"),
	{0},
};

static enum err week(struct req *rq);

static const struct view week_view = {team_calendar_html, calendar_visit_fields, .list = true,
                                      .section = "teams"};

const struct route calendar_routes[] = {
	{GET, "/teams/:id/calendar", week, PERM_SIGNED_IN,
         "A week of the team, for its members and those in charge", .asks = ask_fields,
         .gives = &week_view},
	{0},
};

static const char *path_of(struct req *rq, int64_t monday)
{
	return arena_printf(rq->c.mem, "/teams/%s/calendar?week=%s", rq->id,
	                    clock_date(rq->c.mem, monday));
}

static void fill_days(struct req *rq, int64_t monday, struct calendar_page *page)
{
	static const char *const names[] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
	for (int i = 0; i < 7; i++) {
		int64_t at = monday + i * (int64_t)DAY;
		page->days[i] = (struct calendar_day){.from = at,
		                                      .today = at == clock_midnight(rq->c.now),
		                                      .label = arena_printf(rq->c.mem, "%s %s",
		                                                            show_day(rq->c.mem, at),
		                                                            names[i])};
	}
}

static enum err week(struct req *rq)
{
	enum { WEEK = 7 * DAY };
	struct team *t = team_by_uid(&rq->c, rq->id);
	struct ask ask = {.week = rq->c.now};
	struct calendar_visit *rows = NULL;
	if (!t)
		return ERR_MISSING;
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	int64_t monday = calendar_week(ask.week);
	struct calendar_page page = {.team = t->uid, .team_name = t->name};
	enum err e = calendar_list(&rq->c, t, monday, monday + WEEK, &rows, &page.count);
	if (e != OK)
		return e;
	page.rows = rows;
	page.list = (struct list){rows, page.count, sizeof(struct calendar_visit), NULL};
	page.before = path_of(rq, monday - WEEK);
	page.after = path_of(rq, monday + WEEK);
	page.now = monday == calendar_week(rq->c.now) ? NULL : path_of(rq, rq->c.now);
	page.range = arena_printf(rq->c.mem, "%s 至 %s", show_day(rq->c.mem, monday),
	                          show_day(rq->c.mem, monday + WEEK - DAY));
	fill_days(rq, monday, &page);
	page_title(rq, "队伍日历", arena_printf(rq->c.mem, "/teams/%s", t->uid));
	return render(rq, &week_view, &page);
}
