/* member.c - who serves with a team: asked or invited, active, left. Nobody is a member by force. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/outbox.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "features/team/team_event.h"
#include "gen/team.sql.h"

const char *const member_role_words[] = {"member", "deputy", "leader", NULL};
const char *const member_role_labels[] = {"队员", "副队长", "队长", NULL};
const char *const member_state_words[] = {"asked", "invited", "active", "left", NULL};
const char *const member_state_labels[] = {"申请中", "已邀请", "在队", "已离队", NULL};

const struct field member_fields[] = {
	FIELD_AS(struct member, person_uid, "person", .doc = "id of the person"),
	FIELD_AS(struct member, person_name, "name"),
	FIELD(struct member, role, .words = member_role_words, .labels = member_role_labels),
	FIELD(struct member, state, .words = member_state_words, .labels = member_state_labels),
	FIELD(struct member, since, .doc = "seconds UTC, of the present state"),
	FIELD_AS(struct member, team_uid, "team", .doc = "id of the team"),
	FIELD(struct member, team_name),
	FIELD_AS(struct member, id, "member_id", .hidden = true),
	FIELD_AS(struct member, team, "team_row", .hidden = true),
	FIELD_AS(struct member, person, "person_row", .hidden = true),
	{0},
};

static const struct field event_fields[] = {
	FIELD(struct team_event_row, at),     FIELD(struct team_event_row, action),
	FIELD(struct team_event_row, actor),  FIELD(struct team_event_row, person),
	FIELD(struct team_event_row, reason), {0},
};

struct team_event_row *team_events(struct ctx *c, int64_t team, size_t *count)
{
	return db_all(c->db, c->mem, sql_team_events, struct team_event_row, event_fields, count,
	              V(team));
}

struct member *member_list(struct ctx *c, int64_t team, size_t *count)
{
	return db_all(c->db, c->mem, sql_member_list, struct member, member_fields, count, V(team));
}

struct member *member_of(struct ctx *c, int64_t team, int64_t person)
{
	return db_one(c->db, c->mem, sql_member_of, struct member, member_fields, V(team),
	              V(person));
}

bool member_active(struct ctx *c, int64_t team, int64_t person)
{
	return db_int(c->db, sql_member_active, V(team), V(person)) > 0;
}

void member_add(struct ctx *c, int64_t team, int64_t person, int64_t role, int64_t state)
{
	db_exec(c->db, sql_member_insert, V(team), V(person), V(role), V(state), V(c->now));
}

bool member_may_manage(struct ctx *c, const struct team *t)
{
	return access_may(c->who, TEAM_LEAD, &(struct subject){.team = t->id}) ||
	       access_may(c->who, TEAM_MANAGE, &(struct subject){.path = t->place_path});
}

/* Who gives and takes offices: a leader himself, or staff over the team; a deputy sees to plain members. */
static bool heads(struct ctx *c, const struct team *t)
{
	struct member *me = c->who->id ? member_of(c, t->id, c->who->id) : NULL;
	return (me && me->state == MEMBER_ACTIVE && me->role == MEMBER_LEADER) ||
	       access_may(c->who, TEAM_MANAGE, &(struct subject){.path = t->place_path});
}

/* One membership under a hand: the team, the person, and the row (NULL: none yet). */
struct pair_of {
	struct team *t;
	struct person *p;
	struct member *m;
};

static enum err found(struct ctx *c, const char *team, const char *person, struct pair_of *x)
{
	x->t = team_by_uid(c, team);
	x->p = person_by_uid(c, person);
	if (!x->t || !x->p)
		return ERR_MISSING;
	x->m = member_of(c, x->t->id, x->p->id);
	return OK;
}

/* Who is on the team's list is named there; an id of somebody else does not become a name here. */
static const char *called(struct ctx *c, const struct pair_of *x)
{
	bool listed = x->m && x->m->state != MEMBER_LEFT;
	return listed || x->p->id == c->who->id ? x->p->name : person_told(c, x->p);
}

static enum err wrong_state(struct ctx *c, const struct pair_of *x)
{
	int64_t state = x->m ? x->m->state : MEMBER_LEFT;
	c->state = member_state_words[state];
	return ctx_refuse(c, ERR_STATE, NULL, "%s现在的状态是“%s”，不能这样操作。", called(c, x),
	                  x->m ? member_state_labels[state] : "不在队");
}

/* The guarded update, with its event; the count of members follows. */
static enum err moved(struct ctx *c, const struct pair_of *x, enum member_state to, int64_t role,
                      const char *action, const char *reason)
{
	if (db_exec(c->db, sql_member_move, V(x->m->id), V(x->m->state), V(to), V(role),
	            V(c->now)) != 1)
		return ctx_refuse(c, ERR_LOST, NULL, "刚刚有别人处理过，请刷新后再看。");
	if (to == MEMBER_ACTIVE || x->m->state == MEMBER_ACTIVE)
		team_recount(c, x->t->id);
	team_event(c, x->t, action, x->p->id, reason);
	return OK;
}

/* A first row, or the old one of somebody who left. */
static enum err begun(struct ctx *c, struct pair_of *x, enum member_state to, int64_t role,
                      const char *action)
{
	if (x->m)
		return moved(c, x, to, role, action, NULL);
	if (db_exec(c->db, sql_member_insert, V(x->t->id), V(x->p->id), V(role), V(to),
	            V(c->now)) != 1)
		return ctx_refuse(c, ERR_LOST, NULL, "刚刚有别人处理过，请刷新后再看。");
	team_event(c, x->t, action, x->p->id, NULL);
	return OK;
}

static void tell(struct ctx *c, const struct pair_of *x, const char *what)
{
	outbox_add(c, x->p->id, arena_printf(c->mem, "%s：%s", x->t->name, what),
	           arena_printf(c->mem, "%s。点开可以查看队伍。", what),
	           arena_printf(c->mem, "/teams/%s", x->t->uid));
}

static bool open_to_members(const struct team *t)
{
	return t->kind == TEAM_TEAM && t->state != TEAM_DISSOLVED && t->state != TEAM_SUSPENDED;
}

enum err member_join(struct ctx *c, const char *team)
{
	struct pair_of x;
	enum err e = found(c, team, c->who->uid, &x);
	if (e != OK)
		return e;
	if (!x.p->volunteer)
		return ctx_refuse(c, ERR_DENIED, NULL, "先登记为志愿者，才能申请入队。");
	if (!open_to_members(x.t))
		return ctx_refuse(c, ERR_INVALID, NULL, "这支队伍现在不接收新队员。");
	if (x.m && x.m->state == MEMBER_INVITED)
		return member_accept(c, team, c->who->uid);
	if (x.m && x.m->state != MEMBER_LEFT)
		return wrong_state(c, &x);
	if ((e = begun(c, &x, MEMBER_ASKED, MEMBER_PLAIN, "join")) != OK)
		return e;
	size_t n = 0;
	int64_t *to = team_leaders(c, x.t->id, &n);
	for (size_t i = 0; i < n; i++)
		outbox_add(c, to[i], arena_printf(c->mem, "%s：有人申请入队", x.t->name),
		           "请在队伍页面答复。", arena_printf(c->mem, "/teams/%s", x.t->uid));
	return OK;
}

enum err member_invite(struct ctx *c, const char *team, const char *person, int64_t role)
{
	struct pair_of x = {.t = team_by_uid(c, team)};
	if (!x.t)
		return ERR_MISSING;
	if (!member_may_manage(c, x.t))
		return ERR_DENIED;
	x.p = person_by_uid(c, person);
	if (!x.p)
		x.p = person_by_number(c, person);
	if (!x.p || !x.p->volunteer)
		return ctx_refuse(c, ERR_INVALID, "person", "没有这个编号的志愿者，请核对编号。");
	if (role < MEMBER_PLAIN || role > MEMBER_LEADER)
		return ctx_refuse(c, ERR_INVALID, "role", "请选择队员、副队长或队长。");
	if (role != MEMBER_PLAIN && !heads(c, x.t))
		return ctx_refuse(c, ERR_DENIED, "role",
		                  "副队长只能邀请队员，队长和副队长由队长邀请。");
	if (!open_to_members(x.t))
		return ctx_refuse(c, ERR_INVALID, NULL, "这支队伍现在不接收新队员。");
	x.m = member_of(c, x.t->id, x.p->id);
	if (x.m && x.m->state != MEMBER_LEFT)
		return wrong_state(c, &x);
	enum err e = begun(c, &x, MEMBER_INVITED, role, "invite");
	if (e == OK)
		tell(c, &x, "邀请您入队");
	return e;
}

/* Who answers: the leader a request, the invited himself an invitation. */
static enum err answered(struct ctx *c, const char *team, const char *person, struct pair_of *x)
{
	enum err e = found(c, team, person, x);
	bool himself = e == OK && x->p->id == c->who->id;
	if (e != OK)
		return e;
	if (!himself && !member_may_manage(c, x->t))
		return ERR_DENIED;
	if (!x->m || (x->m->state != MEMBER_ASKED && x->m->state != MEMBER_INVITED))
		return wrong_state(c, x);
	if (x->m->state == MEMBER_INVITED && !himself)
		return ctx_refuse(c, ERR_DENIED, NULL, "邀请只能由本人答复。");
	if (x->m->state == MEMBER_ASKED && himself)
		return ctx_refuse(c, ERR_DENIED, NULL, "入队申请要由队长答复。");
	return OK;
}

enum err member_accept(struct ctx *c, const char *team, const char *person)
{
	struct pair_of x;
	enum err e = answered(c, team, person, &x);
	if (e != OK)
		return e;
	if (!open_to_members(x.t))
		return ctx_refuse(c, ERR_INVALID, NULL, "这支队伍现在不接收新队员。");
	bool asked = x.m->state == MEMBER_ASKED;
	e = moved(c, &x, MEMBER_ACTIVE, x.m->role, "accept", NULL);
	if (e == OK && asked)
		tell(c, &x, "同意了您的入队申请");
	return e;
}

enum err member_refuse(struct ctx *c, const char *team, const char *person)
{
	struct pair_of x;
	enum err e = answered(c, team, person, &x);
	if (e != OK)
		return e;
	bool asked = x.m->state == MEMBER_ASKED;
	e = moved(c, &x, MEMBER_LEFT, MEMBER_PLAIN, "refuse", NULL);
	if (e == OK && asked)
		tell(c, &x, "没有同意您的入队申请");
	return e;
}

static enum err last_leader(struct ctx *c, const struct pair_of *x)
{
	if (x->m->state != MEMBER_ACTIVE || x->m->role != MEMBER_LEADER ||
	    x->t->state == TEAM_DISSOLVED ||
	    db_int(c->db, sql_member_leaders_active, V(x->t->id)) > 1)
		return OK;
	c->state = team_state_words[x->t->state];
	return ctx_refuse(c, ERR_STATE, NULL, "%s是这支队伍唯一的队长，请先任命另一位队长。",
	                  x->p->name);
}

struct visit {
	int64_t starts_at;
	const char *title;
};

/* Who leads a visit that is planned or under way hands it over before he goes. */
static enum err visit_in_hand(struct ctx *c, const struct pair_of *x)
{
	static const struct field fields[] = {
		FIELD(struct visit, starts_at), FIELD(struct visit, title), {0}};
	struct visit *v = db_one(c->db, c->mem, sql_member_visit, struct visit, fields, V(x->t->id),
	                         V(x->p->id));
	if (!v)
		return OK;
	struct day d = clock_local(v->starts_at);
	c->state = member_state_words[x->m->state];
	/* What it is about is known to the leaders and to him who goes, not to staff of another place. */
	bool told = x->p->id == c->who->id || access_leads(c->who, x->t->id);
	return ctx_refuse(c, ERR_STATE, NULL,
	                  "%s是%s（%d月%d日 %02d:%02d）的带队人，请先改由别人带队或交回，再离队。",
	                  x->p->name, told ? arena_printf(c->mem, "“%s”", v->title) : "一次上门",
	                  d.month, d.mday, d.hour, d.minute);
}

enum err member_remove(struct ctx *c, const char *team, const char *person, const char *reason)
{
	struct pair_of x;
	enum err e = found(c, team, person, &x);
	if (e != OK)
		return e;
	if (!member_may_manage(c, x.t))
		return ERR_DENIED;
	if (!x.m || (x.m->state != MEMBER_ACTIVE && x.m->state != MEMBER_INVITED))
		return wrong_state(c, &x);
	if (x.m->role != MEMBER_PLAIN && !heads(c, x.t))
		return ctx_refuse(c, ERR_DENIED, NULL, "副队长不能移出队长或副队长。");
	if (x.m->state == MEMBER_ACTIVE && text_length(reason) < 2)
		return ctx_refuse(c, ERR_INVALID, "reason", "请写明理由。");
	if ((e = last_leader(c, &x)) != OK || (e = visit_in_hand(c, &x)) != OK)
		return e;
	bool active = x.m->state == MEMBER_ACTIVE;
	e = moved(c, &x, MEMBER_LEFT, MEMBER_PLAIN, active ? "remove" : "withdraw", reason);
	if (e == OK && active)
		tell(c, &x, "您已不再是这支队伍的队员");
	return e;
}

enum err member_leave(struct ctx *c, const char *team)
{
	struct pair_of x;
	enum err e = found(c, team, c->who->uid, &x);
	if (e != OK)
		return e;
	if (!x.m || x.m->state == MEMBER_LEFT)
		return wrong_state(c, &x);
	if ((e = last_leader(c, &x)) != OK || (e = visit_in_hand(c, &x)) != OK)
		return e;
	return moved(c, &x, MEMBER_LEFT, MEMBER_PLAIN, "leave", NULL);
}

enum err member_appoint(struct ctx *c, const char *team, const char *person, int64_t role)
{
	struct pair_of x;
	enum err e = found(c, team, person, &x);
	if (e != OK)
		return e;
	if (!heads(c, x.t))
		return ctx_refuse(c, ERR_DENIED, NULL, "只有队长或上级工作人员可以任命。");
	if (role < MEMBER_PLAIN || role > MEMBER_LEADER)
		return ctx_refuse(c, ERR_INVALID, "role", "请选择队员、副队长或队长。");
	if (!x.m || x.m->state != MEMBER_ACTIVE || x.m->role == role)
		return wrong_state(c, &x);
	if ((e = last_leader(c, &x)) != OK)
		return e;
	e = moved(c, &x, MEMBER_ACTIVE, role, "appoint", member_role_words[role]);
	if (e == OK)
		tell(c, &x, arena_printf(c->mem, "您现在是%s", member_role_labels[role]));
	return e;
}
