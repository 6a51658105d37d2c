/* member_web.c - who belongs to a team: the list, one membership and what may be done with it, inviting. */
#include "features/team/team_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "features/person/picker_web.h"
#include "gen/team.html.h"
#include "web/show.h"

static const char *const any_state[] = {"asked", "invited", "active", "left", "any", NULL};
static const struct field members_fields[] = {
	FIELD(struct member_seek, q, .label = "姓名里有", .max = 60, .doc = "part of the name"),
	FIELD(struct member_seek, state, .words = any_state, .doc = "any unless given"),
	CURSOR_FIELD(struct member_seek),
	{0},
};

/* What a move of a membership may be given. */
struct act {
	const char *person;
	int64_t role;
};
static const struct field invite_fields[] = {
	FIELD(struct act, person, .required = true, .max = 40, .label = "志愿者编号",
              .doc = "volunteer number or id"),
	FIELD(struct act, role, .words = member_role_words, .labels = member_role_labels,
              .label = "担任"),
	RECORD("TeamInvite", "Whom to invite."),
};
static const struct field appoint_fields[] = {
	FIELD(struct act, person, .required = true, .max = 40, .label = "队员",
              .doc = "id of a member"),
	FIELD(struct act, role, .required = true, .words = member_role_words,
              .labels = member_role_labels, .label = "担任"),
	RECORD("TeamAppoint", "Who is to be what in the team."),
};

static const struct field removal_form[] = {
	FIELD(struct member_act, reason, .required = true, .max = 200, .label = "移出的理由"),
	{0},
};

static enum err members(struct req *rq), one(struct req *rq), seek(struct req *rq),
	join(struct req *rq), invite(struct req *rq), answer(struct req *rq), leave(struct req *rq),
	appoint(struct req *rq);

static const struct view members_view = {team_roster_html, member_fields, .list = true,
                                         .section = "teams"};
static const struct view member_view = {team_one_member_html, NULL, .section = "teams"};

const struct route member_routes[] = {
	{GET, "/teams/:id/members", members, PERM_SIGNED_IN,
         "Who belongs to it, for those who lead or manage it: who asks first, then by role",
         .asks = members_fields, .gives = &members_view},
	{GET, "/teams/:id/members/:id2", one, PERM_SIGNED_IN,
         "One membership, for those who lead or manage the team", .flags = ROUTE_PAGE},
	{GET, "/teams/:id/invite", seek, PERM_SIGNED_IN,
         "Whom to invite, for those who lead or manage the team", .flags = ROUTE_PAGE},
	{POST, "/teams/:id/join", join, TEAM_JOIN, "Asks to join", .gives = &team_view,
         .done = "申请已交给队长，答复会发到您的消息里。"},
	{POST, "/teams/:id/leave", leave, PERM_SIGNED_IN, "Leaves; not the last leader",
         .gives = &team_view, .done = "您已离队。",
         .sure = "离队以后，这个队的单子不再派给您；要回来得重新申请。"},
	{POST, "/teams/:id/invite", invite, PERM_SIGNED_IN, "Invites a volunteer",
         .takes = invite_fields, .gives = &team_view, .done = "邀请已发出，等对方同意。"},
	{POST, "/teams/:id/appoint", appoint, PERM_SIGNED_IN, "Gives a member a role in the team",
         .takes = appoint_fields, .gives = &team_view, .done = "任命已生效，已告诉本人。"},
	{POST, "/teams/:id/members/:id2/:move", answer, .life = &member_life, .gives = &team_view},
	{0},
};

static const char *path_of(struct req *rq, const char *below)
{
	return arena_printf(rq->c.mem, "/teams/%s%s", rq->id, below);
}

struct roster_page team_roster(struct req *rq, const struct team *t, const struct member_seek *ask)
{
	struct arena *mem = rq->c.mem;
	struct roster_page r = {
		.t = t, .q = ask->q, .state = any_state[ask->state], .me = rq->c.who->id};
	const struct member *m = member_page(&rq->c, t->id, ask, &r.count, &r.list.next);
	r.members = m;
	r.list.items = m;
	r.list.count = r.count;
	r.list.size = sizeof *m;
	if (r.list.next)
		r.more = place_address(mem, arena_printf(mem, "/teams/%s/members", t->uid), "q",
		                       ask->q, "state", r.state, "after", r.list.next, NULL);
	return r;
}

/* The team of the address, for those who see its members. */
static enum err team_of(struct req *rq, struct team **t)
{
	*t = team_by_uid(&rq->c, rq->id);
	if (!*t)
		return ERR_MISSING;
	if (!member_may_manage(&rq->c, *t))
		return refuse(rq, ERR_DENIED, NULL, "队员名单只有队长和工作人员看得到。");
	return OK;
}

static enum err members(struct req *rq)
{
	struct member_seek ask = {.state = MEMBER_NONE};
	if (req_asks(rq, members_fields, &ask) != OK)
		return ERR_INVALID;
	struct team *t;
	enum err e = team_of(rq, &t);
	if (e != OK)
		return e;
	struct roster_page page = team_roster(rq, t, &ask);
	page_title(rq, arena_printf(rq->c.mem, "%s的队员", t->name), path_of(rq, ""));
	return render(rq, &members_view, &page);
}

static enum err one(struct req *rq)
{
	struct team *t;
	enum err e = team_of(rq, &t);
	const struct person *p = e == OK ? person_by_uid(&rq->c, rq->id2) : NULL;
	struct member *m = p ? member_of(&rq->c, t->id, p->id) : NULL;
	if (e != OK)
		return e;
	rq->back = path_of(rq, "/members");
	if (!m || m->state == MEMBER_LEFT)
		return refuse(rq, ERR_MISSING, NULL, "他现在不在这支队伍里。");
	page_next(rq, rq->back);
	struct member_line page = {.m = m,
	                           .form = req_form(rq, NULL, NULL),
	                           .remove = req_form(rq, removal_form, NULL),
	                           .team = t->uid,
	                           .self = m->person == rq->c.who->id};
	page_title(rq, m->person_name, rq->back);
	return render(rq, &member_view, &page);
}

/* ---- inviting ---- */

/* How he stands in the team already; a label NULL: he may be invited. */
static struct ui_tag standing(struct ctx *c, const struct team *t, int64_t person)
{
	static const struct ui_tag tags[] = {
		[MEMBER_ASKED] = {"r", "hand", "他申请入队，等您答复"},
		[MEMBER_INVITED] = {"v", "send", "已邀请"},
		[MEMBER_ACTIVE] = {"g", "ok", "已是队员"},
		[MEMBER_LEFT] = {"", "info", "以前是队员"},
	};
	const struct member *m = member_of(c, t->id, person);
	return m ? tags[m->state] : (struct ui_tag){0};
}

/* Who sees no list of volunteers names one by his whole number; then he reads no more than asked for. */
static struct picker_row row_of(struct ctx *c, const struct team *t, const struct person *p)
{
	bool seen = person_visible(c, p->id);
	return (struct picker_row){.uid = p->uid,
	                           .name = seen ? p->name : show_name_masked(c->mem, p->name),
	                           .about = p->number,
	                           .tenths = -1,
	                           .home = seen ? place_title(c, p->home) : NULL,
	                           .load = -1,
	                           .paper = standing(c, t, p->id)};
}

/* By what was typed: in the lists of who asks, or by a whole volunteer number. */
static void find(struct req *rq, const struct team *t, struct picker *k)
{
	struct ctx *c = &rq->c;
	const struct person_query q = {.q = k->q, .volunteers = true, .after = k->after};
	size_t n = 0, found = 0;
	const char *next = NULL;
	bool asked = !text_empty(k->q), lists = access_reach(c->who, PERSON_READ) != REACH_NONE;
	struct person_row *list = asked && lists ? person_list(c, &q, &n, &next) : NULL;
	struct picker_row *rows = ARENA_ARRAY(c->mem, struct picker_row, n + 2);
	const struct person *exact = asked ? person_by_number(c, k->q) : NULL;
	for (size_t i = 0; i < n; i++)
		if (!list[i].ended && !(exact && exact->id == list[i].id))
			rows[found++] = row_of(c, t, person_get(c, list[i].id));
	if (exact && exact->volunteer && !exact->ended)
		rows[found++] = row_of(c, t, exact);
	k->after = NULL;
	picker_page(k, rows, found, found);
	k->more = next;
	k->found = asked ? arena_printf(c->mem, "找到 %zu 人%s", found, next ? "，还有更多" : "")
	                 : "先找人";
	k->none = asked ? "没有找到。编号和电话要输完整的。" : "输姓名、编号或完整手机号来找。";
}

static void set_picked(struct req *rq, const struct team *t, struct picker *k)
{
	struct ctx *c = &rq->c;
	struct picker_row *rows = ARENA_ARRAY(c->mem, struct picker_row, 1);
	const char **refused = ARENA_ARRAY(c->mem, const char *, 2);
	const struct person *p = k->chosen_count ? person_by_uid(c, k->chosen[0]) : NULL;
	bool may = p && p->volunteer && !p->ended;
	if (may)
		rows[k->picked_count++] = row_of(c, t, p);
	else if (k->chosen_count)
		refused[0] = arena_printf(c->mem, "%s不是在册志愿者，不能邀请。",
		                          person_told(c, p));
	k->picked = rows;
	k->refused = refused;
}

static enum err seek(struct req *rq)
{
	struct team *t;
	struct picker k = {.most = 1,
	                   .name = "person",
	                   .heading = "邀请谁入队",
	                   .hint = access_reach(rq->c.who, PERSON_READ) == REACH_NONE
	                                   ? "完整的志愿者编号"
	                                   : "姓名、编号或完整手机号",
	                   .button = "发出邀请",
	                   .where = "对方同意后才是队员"};
	enum err e = team_of(rq, &t);
	if (e == OK)
		e = picker_read(rq, &k);
	if (e != OK)
		return e;
	k.what = k.of = t->name;
	k.path = k.action = path_of(rq, "/invite");
	k.back = path_of(rq, "");
	find(rq, t, &k);
	set_picked(rq, t, &k);
	k.form = req_form(rq, invite_fields, ARENA_NEW(rq->c.mem, struct act));
	k.inputs = team_invite_dock_html;
	k.model = k.form;
	page_title(rq, k.heading, k.back);
	return render(rq, &picker_view, &k);
}

/* ---- moves ---- */

static enum err join(struct req *rq)
{
	return done(rq, member_join(&rq->c, rq->id), path_of(rq, ""));
}

static enum err leave(struct req *rq)
{
	return done(rq, member_leave(&rq->c, rq->id), path_of(rq, ""));
}

static enum err invite(struct req *rq)
{
	struct act in = {.role = MEMBER_PLAIN};
	if (req_read(rq, invite_fields, &in) != OK)
		return ERR_INVALID;
	return done(rq, member_invite(&rq->c, rq->id, in.person, in.role, "person"),
	            path_of(rq, ""));
}

static enum err appoint(struct req *rq)
{
	struct act in = {.role = -1};
	if (req_read(rq, appoint_fields, &in) != OK)
		return ERR_INVALID;
	return done(rq, member_appoint(&rq->c, rq->id, in.person, in.role), path_of(rq, ""));
}

static enum err answer(struct req *rq)
{
	struct member_act in = {0};
	if (rq->route->takes && req_read(rq, rq->route->takes, &in) != OK)
		return ERR_INVALID;
	return done(rq,
	            member_answer(&rq->c, rq->id, rq->id2, (enum member_action)rq->route->data,
	                          in.reason),
	            path_of(rq, ""));
}
