/* order_serve.c - what the serving side does: plan the visit, begin, finish, break off, hand back. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/activity/activity.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_visit.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/person/qualification.h"
#include "features/team/team.h"

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)

enum err order_serve_free(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in, (void)to;
	if (n->activity)
		activity_cancel(c, n->activity);
	order_clear_side(n);
	return OK;
}

/* Broken off: who was there was there, so the visit ends like any other. */
enum err order_serve_break_off(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in, (void)to;
	activity_end(c, n->activity);
	order_clear_side(n);
	return OK;
}

/* From when and until when somebody goes: as it is agreed, or, when it begins at another hour, as it is. */
struct span {
	int64_t from, until;
};

/* Has the paper that the category asks for until the visit is over and, under age when it begins, a guardian's
 * consent. False: refused. */
static bool fit(struct ctx *c, const struct order *n, const struct person *p, struct span when,
                const char *field)
{
	const char *minor = guardian_fault(c, p, when.from);
	if (minor)
		REFUSE(field, "%s%s。", p->name, minor);
	else if (!person_qualified(c, p->id, n->category_row, when.until))
		REFUSE(field, "%s没有这类服务要求的有效资质（%s），请换人或先核实资质。", p->name,
		       qualification_asked(c, n->category_row));
	else
		return true;
	return false;
}

/* Who leads the visit is grown up when it begins: minors go in company only. */
static void check_grown(struct ctx *c, const struct person *p, int64_t from, const char *field)
{
	int64_t age = person_age(p->birth, from);
	if (age >= 0 && age < GUARDIAN_AGE)
		REFUSE(field, "带队的人要年满 18 岁，请换一位带队。");
}

/* Not wanted elsewhere at that time. What else he does is told to those only who may open that order. */
static bool is_free(struct ctx *c, const struct order *n, const struct person *p, const char *field)
{
	int64_t row = activity_clash(c, p->id, n->starts_at, n->ends_at, n->activity);
	struct order *other = row ? order_get(c, row) : NULL;
	if (other && order_sight(c, other) > SIGHT_PUBLIC)
		REFUSE(field, "%s那个时间已经排了“%s”。", p->name, other->title);
	else if (row)
		REFUSE(field, "%s那个时间没有空。", p->name);
	return !row;
}

/* One of those who go: of the serving side, fit for it, and free at that time. 0: refused. */
static int64_t goer(struct ctx *c, const struct order *n, const char *uid, const char *field)
{
	struct person *p = person_by_uid(c, uid);
	if (!p || (n->team_row ? !member_active(c, n->team_row, p->id) : p->id != n->person_row)) {
		REFUSE(field, "%s不是这支队伍的在册队员。", person_told(c, p));
		return 0;
	}
	if (order_helps(c, n, p->id)) {
		REFUSE(field, "需要帮助的本人不能排在上门的人里。");
		return 0;
	}
	struct span when = {n->starts_at, n->ends_at};
	return fit(c, n, p, when, field) && is_free(c, n, p, field) ? p->id : 0;
}

static int64_t visit_leader(struct ctx *c, const struct order *n, const char *uid)
{
	int64_t id = goer(c, n, uid, "leader");
	struct person *p = person_get(c, id);
	if (p)
		check_grown(c, p, n->starts_at, "leader");
	return id;
}

/* Those who were to go beside their leader and are still in the team: a new time changes nobody. */
static size_t kept_people(struct ctx *c, const struct order *n, int64_t leader, int64_t *people,
                          size_t most)
{
	size_t count, kept = 0;
	struct attendee *list = activity_roster(c, n->activity, &count);
	for (size_t i = 0; i < count && kept < most; i++)
		if (list[i].person != leader && list[i].person != n->leader_row &&
		    member_active(c, n->team_row, list[i].person))
			people[kept++] = goer(c, n, list[i].uid, "members");
	return kept;
}

static bool among(int64_t person, const int64_t *people, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (people[i] == person)
			return true;
	return false;
}

/* Who is on the roster, 0 ends; NULL: the leader and `people` are the same. */
static const int64_t *others_went(struct ctx *c, const struct order *n, const int64_t *people,
                                  size_t count)
{
	size_t had;
	struct attendee *list = activity_roster(c, n->activity, &had);
	int64_t *were = ARENA_ARRAY(c->mem, int64_t, had + 1);
	bool others = false;
	for (size_t i = 0; i < had; i++) {
		were[i] = list[i].person;
		others |= were[i] != n->leader_row && !among(were[i], people, count);
	}
	were[had] = 0;
	for (size_t i = 0; i < count; i++)
		others |= !among(people[i], were, had);
	return others || !among(n->leader_row, were, had) ? were : NULL;
}

static const char *moment(struct ctx *c, int64_t at)
{
	struct day d = clock_local(at);
	return arena_printf(c->mem, "%d月%d日 %02d:%02d", d.month, d.mday, d.hour, d.minute);
}

/* Past the whole deadline only with a reason, which everybody concerned reads; not where the requester
 * himself asked for a later day. */
static enum err check_due(struct ctx *c, const struct order *n, const struct order_act *in)
{
	int64_t last = n->due > n->wanted_until ? n->due : n->wanted_until;
	if (!n->due || in->starts_at <= last || text_length(in->reason) >= 2)
		return OK;
	return REFUSE(
		"reason",
		"这一单最晚要在 %s 以前办好。排在那以后，请写明理由，例如“和本人商定的日子”。",
		moment(c, last));
}

static enum err check_times(struct ctx *c, const struct order_act *in)
{
	if (in->starts_at < c->now - HOUR)
		return REFUSE("starts_at", "上门时间已经过去了。");
	if (in->starts_at > c->now + 180 * (int64_t)DAY)
		return REFUSE("starts_at", "上门时间太远，请排在半年以内。");
	if (in->ends_at <= in->starts_at)
		return REFUSE("ends_at", "结束时间要晚于开始时间。");
	if (in->ends_at - in->starts_at > DAY)
		return REFUSE("ends_at", "一次服务不能超过 24 小时。");
	return OK;
}

enum err order_serve_schedule(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const struct order_act *act = in;
	(void)to;
	enum err e = check_times(c, act);
	if (e == OK)
		e = check_due(c, n, act);
	if (e != OK)
		return e;
	n->starts_at = act->starts_at;
	n->ends_at = act->ends_at;
	const char *present = n->leader ? n->leader : c->who->uid;
	int64_t before = n->leader_row;
	n->leader_row = visit_leader(c, n, text_empty(act->leader) ? present : act->leader);
	size_t count = 0;
	int64_t people[64];
	if (n->activity && !act->members)
		count = kept_people(c, n, before, people, 64);
	for (size_t i = 0; act->members && act->members[i] && count < 64; i++)
		people[count++] = goer(c, n, act->members[i], "members");
	if (c->problem_count)
		return ERR_INVALID;
	struct activity a = {.id = n->activity,
	                     .orders = n->row,
	                     .team = n->team_row,
	                     .leader = n->leader_row,
	                     .place = n->place_row,
	                     .title = n->title,
	                     .starts_at = n->starts_at,
	                     .ends_at = n->ends_at};
	n->had = n->activity ? others_went(c, n, people, count) : NULL;
	if (n->activity)
		activity_change(c, &a, people, count);
	else
		activity_make(c, &a, people, count);
	n->activity = a.id;
	return OK;
}

static bool somebody_came(struct ctx *c, int64_t activity)
{
	size_t n;
	struct attendee *list = activity_roster(c, activity, &n);
	for (size_t i = 0; i < n; i++)
		if (list[i].in_at)
			return true;
	return false;
}

bool order_early(const struct ctx *c, const struct order *o)
{
	return o->state == ORDER_SCHEDULED && o->form == FORM_SERVICE &&
	       c->now < o->starts_at - ORDER_EARLY;
}

const char *order_serve_early(struct ctx *c, const void *record)
{
	const struct order *o = record;
	return order_early(c, o) ? arena_printf(c->mem,
	                                        "约的是 %s，到时前两小时起才能开始。"
	                                        "要提前去，请先改时间。",
	                                        moment(c, o->starts_at))
	                         : NULL;
}

/* A paper may have run out, or been taken back, since the visit was planned; a birthday may have been put
 * right, or come only after an early beginning. */
static enum err still_fit(struct ctx *c, const struct order *n)
{
	size_t count;
	struct attendee *list = activity_roster(c, n->activity, &count);
	struct span when = {n->starts_at < c->now ? n->starts_at : c->now,
	                    n->ends_at > c->now ? n->ends_at : c->now};
	for (size_t i = 0; i < count; i++) {
		const struct person *p = person_get(c, list[i].person);
		if (p && fit(c, n, p, when, NULL) && p->id == n->leader_row)
			check_grown(c, p, when.from, NULL);
	}
	return c->problem_count ? ERR_INVALID : OK;
}

/* The first check-in: whoever was ticked, else the one who starts. Goods need none. */
enum err order_serve_start(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in, (void)to;
	if (still_fit(c, n) != OK)
		return ERR_INVALID;
	if (n->form == FORM_SERVICE && !somebody_came(c, n->activity) &&
	    !activity_in(c, n->activity, c->who->id))
		activity_in(c, n->activity, n->leader_row);
	return OK;
}

enum err order_serve_complete(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const struct order_act *act = in;
	(void)to;
	n->report = act->report;
	activity_end(c, n->activity);
	return OK;
}

/* Who would have come has until then: what has not been cannot be told of. */
const char *order_serve_unbegun(struct ctx *c, const void *record)
{
	const struct order *o = record;
	return o->state == ORDER_SCHEDULED && c->now < o->starts_at
	               ? arena_printf(
				 c->mem,
				 "约的是 %s，还没到时间。到时没有人来再反映；不想等了可以取消。",
				 moment(c, o->starts_at))
	               : NULL;
}

/* Nobody came: the visit is over, the side stays named for the call back. */
enum err order_serve_not_served(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	(void)in, (void)to;
	activity_cancel(c, n->activity);
	return OK;
}
