#include "features/attendance/attendance.h"

#include "core/access.h"
#include "features/activity/activity.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/person/person.h"

static bool listed(struct ctx *c, const struct activity *v, const struct person *p)
{
	size_t n;
	const struct attendee *list = activity_roster(c, v->id, &n);
	for (size_t i = 0; i < n; i++)
		if (list[i].person == p->id)
			return true;
	return false;
}

/* The visit and the one to be ticked; refused for anybody but the serving side. */
static enum err find(struct ctx *c, const char *uid, const char *person, struct activity **v,
                     struct order **o, struct person **p)
{
	*v = activity_by_uid(c, uid);
	*o = *v ? order_get(c, (*v)->orders) : NULL;
	*p = person_by_uid(c, person);
	if (!*o || (*o)->activity != (*v)->id || order_sight(c, *o) < SIGHT_PARTY)
		return ctx_refuse(c, ERR_MISSING, NULL, "没有这次服务，或者您不能查看。");
	struct subject s = order_subject(*o);
	if (!access_serves(c->who, &s))
		return ctx_refuse(c, ERR_DENIED, NULL, "只有服务方能点名。");
	if ((*o)->form == FORM_GOODS)
		return ctx_refuse(c, ERR_INVALID, "person", "送物品的单子不用点名，也不记时长。");
	if (!*p || !listed(c, *v, *p)) /* a name is told of those on the list only */
		return ctx_refuse(c, ERR_INVALID, "person", "名单上没有这个人。");
	return OK;
}

static enum err not_now(struct ctx *c, const struct order *o)
{
	c->state = order_state_words[o->state];
	return ctx_refuse(c, ERR_STATE, NULL, "这一单现在是“%s”，不能点名。",
	                  order_state_labels[o->state]);
}

enum err attendance_tick(struct ctx *c, const char *uid, const char *person, bool in)
{
	struct activity *v;
	struct order *o;
	struct person *p;
	enum err e = find(c, uid, person, &v, &o, &p);
	if (e != OK)
		return e;
	bool first = in && o->state == ORDER_SCHEDULED;
	if (o->state != ORDER_SERVING && !first)
		return not_now(c, o);
	if (in && !activity_in(c, v->id, p->id))
		return ctx_refuse(c, ERR_STATE, "person", "%s已经签到。", p->name);
	if (!in && !activity_out(c, v->id, p->id))
		return ctx_refuse(c, ERR_STATE, "person", "%s还没有签到，或者已经签退。", p->name);
	return first ? order_move(c, o->uid, ACT_START, &ORDER_ACT_EMPTY) : OK;
}
