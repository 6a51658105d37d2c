#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "core/setting.h"
#include "features/activity/activity.h"
#include "features/menu/menu.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/person/qualification.h"
#include "features/place/place.h"
#include "features/team/team.h"

#include <stdlib.h>

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)

typedef enum err effect_fn(struct ctx *c, struct order *n, const struct order_act *in,
                           enum order_state *to);

void order_clear_side(struct order *n)
{
	n->team_row = n->person_row = n->leader_row = n->activity = 0;
	n->starts_at = n->ends_at = 0;
	n->team = n->team_name = n->person = n->person_name = n->leader = n->leader_name = NULL;
}

static bool on_serving_side(struct ctx *c, const struct order *o)
{
	struct subject s = order_subject(o);
	return access_serves(c->who, &s) ||
	       (o->team_row && member_active(c, o->team_row, c->who->id));
}

const char *order_conflict(struct ctx *c, const struct order *o, enum order_action a)
{
	bool entered = o->proxy ? o->proxy == c->who->id : o->requester == c->who->id;
	bool reviews = a == ACT_APPROVE || a == ACT_RETURN || a == ACT_REFUSE || a == ACT_MERGE ||
	               (a == ACT_REROUTE && o->state == ORDER_SUBMITTED);
	if (reviews && (entered || o->requester == c->who->id))
		return "自己登记的单子要由别人审核。";
	bool serves = a == ACT_ACCEPT || a == ACT_SCHEDULE || a == ACT_RESCHEDULE ||
	              a == ACT_START || a == ACT_COMPLETE;
	if (a == ACT_CLAIM && (o->requester == c->who->id || entered))
		return "自己登记的单子不能自己认领。";
	if (serves && o->requester == c->who->id)
		return "自己的单子要由队里别的负责人来办，办不了请谢绝或交回。";
	if (a == ACT_EVALUATE && o->requester != c->who->id && on_serving_side(c, o))
		return "服务的一方不能代为评价。";
	if ((a == ACT_CONFIRM || (a == ACT_REOPEN && o->requester != c->who->id)) &&
	    on_serving_side(c, o))
		return "回访要由服务队伍以外的人来做。";
	return NULL;
}

static enum err set_category(struct ctx *c, struct order *n, const char *word)
{
	if (text_empty(word))
		return OK;
	struct category *k = category_by_word(c, word);
	if (!k)
		return REFUSE("category", "没有这个类别，请从列表里选。");
	n->category_row = k->id;
	n->never_public = k->never_public;
	return OK;
}

static void set_public(struct order *n, const struct order_act *in)
{
	if (!text_empty(in->public_title))
		n->public_title = in->public_title;
	if (!text_empty(in->public_detail))
		n->public_detail = in->public_detail;
}

static enum err put_on_wall(struct ctx *c, struct order *n)
{
	if (!n->public_title)
		n->public_title = n->title;
	n->published = c->now;
	return OK;
}

/* A place on the menu is taken now; the draft leaves the queue. */
static enum err submit(struct ctx *c, struct order *n, const struct order_act *in,
                       enum order_state *to)
{
	(void)in, (void)to;
	if (text_empty(n->service))
		return OK;
	return menu_take(c, n->service, n->wanted_from, n->row, &n->slot);
}

/* And given back when it leads to nothing: put() releases it. */
static enum err give_back(struct ctx *c, struct order *n, const struct order_act *in,
                          enum order_state *to)
{
	(void)c, (void)in, (void)to;
	n->slot = 0;
	return OK;
}

static enum err approve(struct ctx *c, struct order *n, const struct order_act *in,
                        enum order_state *to)
{
	enum err e = set_category(c, n, in->category);
	if (e != OK)
		return e;
	if (in->urgency >= 0)
		n->urgency = in->urgency;
	set_public(n, in);
	*to = ORDER_OPEN;
	if (n->kind != KIND_WISH || !n->public_ok || n->never_public)
		return OK;
	*to = ORDER_WALL;
	return put_on_wall(c, n);
}

static enum err merge(struct ctx *c, struct order *n, const struct order_act *in,
                      enum order_state *to)
{
	(void)to;
	struct order *into = order_by_uid(c, in->into);
	if (!into)
		into = order_by_number(c, in->into);
	if (!into || order_sight(c, into) < SIGHT_SERVER)
		return REFUSE("into", "没有找到要并入的那一单，请核对单号。");
	if (into->row == n->row)
		return REFUSE("into", "不能并入自己。");
	if (into->state == ORDER_DRAFT || into->state >= ORDER_CLOSED)
		return REFUSE("into", "那一单现在是“%s”，不能再并入。",
		              order_state_labels[into->state]);
	n->merged_into = into->row;
	n->slot = 0;
	return OK;
}

static enum err reroute(struct ctx *c, struct order *n, const struct order_act *in,
                        enum order_state *to)
{
	(void)to;
	if (text_empty(in->category) && text_empty(in->place) && in->kind < 0)
		return REFUSE("category", "请至少改一项：类别、地点或类型。");
	enum err e = set_category(c, n, in->category);
	if (e != OK)
		return e;
	if (!text_empty(in->place)) {
		struct place *p = place_current(c, in->place);
		if (!p || p->kind == PLACE_COUNTY)
			return REFUSE("place", "没有这个村（社区）或乡镇，请从列表里选。");
		n->place_row = p->id;
		n->place_path = p->path;
	}
	if (in->kind == KIND_MENU && text_empty(n->service))
		return REFUSE("kind", "没有选服务项目的单子不能改成点单。");
	if (in->kind >= 0)
		n->kind = in->kind;
	return OK;
}

static enum err offer_team(struct ctx *c, struct order *n, const char *uid)
{
	struct team *t = team_by_uid(c, uid);
	if (!t)
		return REFUSE("team", "没有这支队伍。");
	if (!team_serves(t))
		return REFUSE("team", "「%s」现在是“%s”，不能接单。", t->name,
		              team_state_labels[t->state]);
	n->team_row = t->id;
	n->team_name = t->name;
	return OK;
}

/* The rules of domain life for a person who would serve alone. */
static enum err serves_alone(struct ctx *c, const struct order *n, const struct person *p,
                             const char *field)
{
	int64_t age = person_age(p->birth, c->now);
	if (!p->volunteer)
		return REFUSE(field, "对方还不是注册志愿者。");
	if (p->id == n->requester || p->id == n->proxy)
		return REFUSE(field, "不能由需要帮助的本人或登记人来服务。");
	if (age >= 0 && age < 18)
		return REFUSE(field, "未满 18 岁的志愿者要跟队伍一起服务，不能单独接单。");
	return OK;
}

static enum err offer(struct ctx *c, struct order *n, const struct order_act *in,
                      enum order_state *to)
{
	(void)to;
	if (text_empty(in->team) == text_empty(in->person))
		return REFUSE("team", "请选一支队伍，或者选一个人。");
	order_clear_side(n);
	if (!text_empty(in->team))
		return offer_team(c, n, in->team);
	struct person *p = person_by_uid(c, in->person);
	if (!p)
		return REFUSE("person", "没有这个人。");
	n->person_row = p->id;
	n->person_name = p->name;
	return serves_alone(c, n, p, "person");
}

static enum err publish(struct ctx *c, struct order *n, const struct order_act *in,
                        enum order_state *to)
{
	(void)to;
	if (!n->public_ok)
		return REFUSE(NULL, "本人没有同意公开，不能发布到心愿墙。");
	if (n->never_public)
		return REFUSE(NULL, "这一类不公开，只能派单。");
	set_public(n, in);
	return put_on_wall(c, n);
}

static enum err withdraw(struct ctx *c, struct order *n, const struct order_act *in,
                         enum order_state *to)
{
	(void)c, (void)in, (void)to;
	n->published = 0;
	return OK;
}

static enum err claim(struct ctx *c, struct order *n, const struct order_act *in,
                      enum order_state *to)
{
	(void)to;
	order_clear_side(n);
	if (text_empty(in->team)) {
		struct person *p = person_get(c, c->who->id);
		n->person_row = c->who->id;
		return p ? serves_alone(c, n, p, "team") : ERR_DENIED;
	}
	enum err e = offer_team(c, n, in->team);
	if (e == OK && !access_leads(c->who, n->team_row))
		return ctx_refuse(c, ERR_DENIED, "team", "只有队长或副队长能替「%s」认领。",
		                  n->team_name);
	return e;
}

/* A team that was suspended or dissolved since it was asked takes nothing more. */
static enum err accept(struct ctx *c, struct order *n, const struct order_act *in,
                       enum order_state *to)
{
	(void)in, (void)to;
	return n->team_row ? offer_team(c, n, n->team) : OK;
}

static enum err free_side(struct ctx *c, struct order *n, const struct order_act *in,
                          enum order_state *to)
{
	(void)in, (void)to;
	if (n->activity)
		activity_cancel(c, n->activity);
	order_clear_side(n);
	return OK;
}

/* Broken off: who was there was there, so the visit ends like any other. */
static enum err break_off(struct ctx *c, struct order *n, const struct order_act *in,
                          enum order_state *to)
{
	(void)in, (void)to;
	activity_end(c, n->activity);
	order_clear_side(n);
	return OK;
}

/* Has the paper that the category asks for and, under age, a guardian's consent. False: refused. */
static bool fit(struct ctx *c, const struct order *n, const struct person *p, const char *field)
{
	const char *minor = guardian_fault(c, p, n->starts_at);
	if (minor)
		REFUSE(field, "%s%s。", p->name, minor);
	else if (!person_qualified(c, p->id, n->category_row, n->starts_at))
		REFUSE(field, "%s没有这类服务要求的有效资质（%s），请换人或先核实资质。", p->name,
		       qualification_asked(c, n->category_row));
	else
		return true;
	return false;
}

/* One of those who go: of the serving side, fit for it, and free at that time. 0: refused. */
static int64_t goer(struct ctx *c, const struct order *n, const char *uid, const char *field)
{
	struct person *p = person_by_uid(c, uid);
	if (p && p->id == n->requester) {
		REFUSE(field, "需要帮助的本人不能排在上门的人里。");
		return 0;
	}
	if (!p || (n->team_row ? !member_active(c, n->team_row, p->id) : p->id != n->person_row)) {
		REFUSE(field, "“%s”不是这支队伍的在册队员。", p ? p->name : uid);
		return 0;
	}
	if (!fit(c, n, p, field))
		return 0;
	const char *clash = activity_clash(c, p->id, n->starts_at, n->ends_at, n->activity);
	if (clash) {
		REFUSE(field, "%s 那个时间已经排了“%s”。", p->name, clash);
		return 0;
	}
	return p->id;
}

/* Who leads the visit is grown up: minors go in company only. */
static int64_t visit_leader(struct ctx *c, const struct order *n, const char *uid)
{
	int64_t id = goer(c, n, uid, "leader");
	struct person *p = person_get(c, id);
	int64_t age = p ? person_age(p->birth, c->now) : -1;
	if (age >= 0 && age < 18)
		REFUSE("leader", "带队的人要年满 18 岁，请换一位带队。");
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

static enum err schedule(struct ctx *c, struct order *n, const struct order_act *in,
                         enum order_state *to)
{
	(void)to;
	enum err e = check_times(c, in);
	if (e != OK)
		return e;
	n->starts_at = in->starts_at;
	n->ends_at = in->ends_at;
	const char *present = n->leader ? n->leader : c->who->uid;
	int64_t before = n->leader_row;
	n->leader_row = visit_leader(c, n, text_empty(in->leader) ? present : in->leader);
	size_t count = 0;
	int64_t people[64];
	if (n->activity && !in->members)
		count = kept_people(c, n, before, people, 64);
	for (size_t i = 0; in->members && in->members[i] && count < 64; i++)
		people[count++] = goer(c, n, in->members[i], "members");
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

/* The first check-in: whoever was ticked, else the one who starts. Goods need none. */
static enum err start(struct ctx *c, struct order *n, const struct order_act *in,
                      enum order_state *to)
{
	(void)in, (void)to;
	if (n->form == FORM_SERVICE && !somebody_came(c, n->activity) &&
	    !activity_in(c, n->activity, c->who->id))
		activity_in(c, n->activity, n->leader_row);
	return OK;
}

static enum err complete(struct ctx *c, struct order *n, const struct order_act *in,
                         enum order_state *to)
{
	(void)to;
	n->report = in->report;
	activity_end(c, n->activity);
	return OK;
}

/* Nobody came: the visit is over, the side stays named for the call back. */
static enum err not_served(struct ctx *c, struct order *n, const struct order_act *in,
                           enum order_state *to)
{
	(void)in, (void)to;
	activity_cancel(c, n->activity);
	return OK;
}

/* A draw that nobody can steer: keyed by the order's own id. */
static bool sampled(struct ctx *c, const struct order *o)
{
	char head[5] = {0};
	const char *mac = crypto_mac(c->keys, c->mem, "sample", o->uid);
	for (int i = 0; i < 4; i++)
		head[i] = mac[i];
	return (int64_t)(strtoul(head, NULL, 16) % 100) < setting_int(c, "verdict.sample_percent");
}

static enum err evaluate(struct ctx *c, struct order *n, const struct order_act *in,
                         enum order_state *to)
{
	n->score = in->score;
	n->comment = in->comment;
	bool bad = order_verdict_bad(n->score, setting_int(c, "verdict.bad_score"));
	*to = bad || sampled(c, n) ? ORDER_CALLBACK_DUE : ORDER_CLOSED;
	return OK;
}

static enum err confirm(struct ctx *c, struct order *n, const struct order_act *in,
                        enum order_state *to)
{
	(void)c, (void)to;
	n->score = in->score;
	return OK;
}

static enum err reopen(struct ctx *c, struct order *n, const struct order_act *in,
                       enum order_state *to)
{
	int64_t days = setting_int(c, "order.reopen_days");
	if (n->closed && c->now > n->closed + days * DAY) {
		c->state = order_state_words[n->state];
		return ctx_refuse(c, ERR_STATE, NULL, "收单已超过 %lld 天，不能重开，请另下一单。",
		                  (long long)days);
	}
	n->score = 0;
	n->comment = n->report = NULL;
	return free_side(c, n, in, to);
}

/* Who had accepted it stays named; who was only asked has nothing to do with it any more. */
static enum err cancel(struct ctx *c, struct order *n, const struct order_act *in,
                       enum order_state *to)
{
	(void)in, (void)to;
	n->slot = 0;
	menu_queue_leave(c, n->row);
	if (n->activity)
		activity_cancel(c, n->activity);
	if (n->state == ORDER_OFFERED)
		order_clear_side(n);
	return OK;
}

enum err order_effect(struct ctx *c, enum order_action a, struct order *n,
                      const struct order_act *in, enum order_state *to)
{
	static effect_fn *const effects[ACT_COUNT] = {
		[ACT_APPROVE] = approve,       [ACT_MERGE] = merge,       [ACT_REROUTE] = reroute,
		[ACT_OFFER] = offer,           [ACT_PUBLISH] = publish,   [ACT_CLAIM] = claim,
		[ACT_WITHDRAW] = withdraw,     [ACT_DECLINE] = free_side, [ACT_RECALL] = free_side,
		[ACT_HAND_BACK] = free_side,   [ACT_ABORT] = break_off,   [ACT_SCHEDULE] = schedule,
		[ACT_RESCHEDULE] = schedule,   [ACT_START] = start,       [ACT_COMPLETE] = complete,
		[ACT_NOT_SERVED] = not_served, [ACT_EVALUATE] = evaluate, [ACT_CONFIRM] = confirm,
		[ACT_REOPEN] = reopen,         [ACT_CANCEL] = cancel,     [ACT_SUBMIT] = submit,
		[ACT_RETURN] = give_back,      [ACT_REFUSE] = give_back,  [ACT_ACCEPT] = accept,
	};
	return effects[a] ? effects[a](c, n, in, to) : OK;
}
