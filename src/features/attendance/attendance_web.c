#include "features/attendance/attendance_web.h"

#include "base/arena.h"
#include "core/feature.h"
#include "features/activity/activity.h"
#include "features/attendance/attendance.h"
#include "features/attendance/calendar_web.h"
#include "features/order/order_web.h"
#include "web/req.h"

static enum err roster(struct req *rq), tick(struct req *rq);

struct tick {
	const char *person;
};
static const struct field tick_fields[] = {FIELD(struct tick, person, .required = true,
                                                 .label = "谁",
                                                 .doc = "id of somebody on the roster"),
                                           RECORD("Tick", "Whom to tick.")};
static const struct view roster_view = {.fields = attendee_fields, .list = true};
static const struct view order_view = {.fields = order_page_fields}; /* where it leads */

enum { TICK_IN, TICK_OUT };

const struct route attendance_routes[] = {
	{GET, "/activities/:id/roster", roster, PERM_SIGNED_IN, "Who is to come, came and went",
         .gives = &roster_view, .flags = ROUTE_API},
	{POST, "/activities/:id/check-in", tick, ORDER_SERVE, "Tick somebody in",
         .takes = tick_fields, .gives = &order_view, .data = TICK_IN, .done = "已签到。"},
	{POST, "/activities/:id/check-out", tick, ORDER_SERVE, "Tick somebody out",
         .takes = tick_fields, .gives = &order_view, .data = TICK_OUT, .done = "已签退。"},
	{0},
};

FEATURE(attendance);
const struct route *const attendance_paths[] = {attendance_routes, calendar_routes, NULL};

static enum err tick(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct tick in = {0};
	enum err e = req_read(rq, tick_fields, &in);
	if (e != OK)
		return e;
	e = attendance_tick(c, rq->id, in.person, rq->route->data == TICK_IN);
	if (e != OK)
		return e;
	struct activity *v = activity_by_uid(c, rq->id);
	struct order *o = order_get(c, v->orders);
	return done(rq, OK, arena_printf(c->mem, "/orders/%s", o->uid));
}

static enum err roster(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct activity *v = activity_by_uid(c, rq->id);
	struct order *o = v ? order_get(c, v->orders) : NULL;
	struct subject s = o ? order_subject(o) : (struct subject){0};
	bool side = o && o->activity == v->id && access_serves(c->who, &s);
	bool goes = o && o->activity == v->id && o->goes;
	if (!o || (!side && !goes && !access_may(c->who, ORDER_LOG, &s)))
		return refuse(rq, ERR_MISSING, NULL, "没有这次服务，或者您不能查看。");
	struct list l = {.size = sizeof(struct attendee)};
	l.items = activity_roster(c, v->id, &l.count);
	return render(rq, &roster_view, &l);
}
