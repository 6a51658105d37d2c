#include "features/team/team_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/cursor.h"
#include "core/feature.h"
#include "gen/team.html.h"

#include <string.h>

struct ask {
	const char *place, *corps, *q, *after;
};
static const struct field ask_fields[] = {
	FIELD(struct ask, place, .label = "地区", .as = AS_PLACE,
              .doc = "division code; at or under it"),
	FIELD(struct ask, corps, .as = AS_CODE, .doc = "id of a corps"),
	FIELD(struct ask, q, .label = "队名里有", .max = 60, .doc = "part of the name"),
	FIELD(struct ask, after, .doc = "`next` of the page before"),
	{0},
};

static const struct field members_fields[] = {
	FIELD(struct member_seek, q, .label = "姓名里有", .max = 60, .doc = "part of the name"),
	CURSOR_FIELD(struct member_seek),
	{0},
};

struct entry {
	struct team t;
	const char *leader;
};
static const struct field entry_fields[] = {
	FIELDS_OF(struct entry, t, team_fields),
	FIELD(struct entry, leader, .max = 40, .label = "队长的志愿者编号",
              .hint = "会收到邀请，接受后才是队长", .doc = "volunteer number or id"),
	RECORD("Team", "A team to be prepared."),
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

/* The team, and who serves with it for those who may know. */
static const struct field page_fields[] = {
	FIELDS_OF(struct team_page, t, team_fields),
	FIELD_AS(struct team_page, member_ids, "people",
                 .doc = "ids of active members; null for those who neither lead nor manage it"),
	FIELD_AS(struct team_page, leader_ids, "leaders",
                 .doc = "those of them who lead or deputise"),
	RECORD("Team", "A team as its page shows it."),
};

static enum err list_page(struct req *rq), new_page(struct req *rq), show_page(struct req *rq),
	found(struct req *rq), move(struct req *rq), join(struct req *rq), invite(struct req *rq),
	answer(struct req *rq), leave(struct req *rq), appoint(struct req *rq),
	members(struct req *rq);

static const struct view list_view = {team_list_html, team_fields, .list = true,
                                      .section = "teams"};
static const struct view show_view = {team_show_html, page_fields, .section = "teams"};
static const struct view members_view = {team_roster_html, member_fields, .list = true,
                                         .section = "teams"};
static const struct view new_view = {team_new_html, NULL, .desk = true, .section = "teams"};

const struct route team_routes[] = {
	{GET, "/teams", list_page, TEAM_READ, "Teams by place, corps and name", .asks = ask_fields,
         .gives = &list_view, .flags = ROUTE_HEAVY},
	{GET, "/teams/new", new_page, TEAM_MANAGE, "Form for a new team", .gives = &new_view,
         .flags = ROUTE_PAGE},
	{GET, "/teams/:id", show_page, TEAM_READ, "One team", .gives = &show_view},
	{GET, "/teams/:id/members", members, PERM_SIGNED_IN,
         "Who belongs to it, for those who lead or manage it: who asks first, then by role",
         .asks = members_fields, .gives = &members_view},
	{POST, "/teams", found, TEAM_MANAGE, "Founds a team; it begins as preparing",
         .takes = entry_fields, .gives = &show_view,
         .done = "队伍已建，现在是筹备中。下一步：邀请队长和队员。"},
	{POST, "/teams/:id/:move", move, .life = &team_life, .gives = &show_view},
	{POST, "/teams/:id/join", join, TEAM_JOIN, "Asks to join", .gives = &show_view,
         .done = "申请已交给队长，答复会发到您的消息里。"},
	{POST, "/teams/:id/leave", leave, PERM_SIGNED_IN, "Leaves; not the last leader",
         .gives = &show_view, .done = "您已离队。",
         .sure = "离队以后，这个队的单子不再派给您；要回来得重新申请。"},
	{POST, "/teams/:id/invite", invite, PERM_SIGNED_IN, "Invites a volunteer",
         .takes = invite_fields, .gives = &show_view, .done = "邀请已发出，等对方同意。"},
	{POST, "/teams/:id/appoint", appoint, PERM_SIGNED_IN, "Gives a member a role in the team",
         .takes = appoint_fields, .gives = &show_view, .done = "任命已生效，已告诉本人。"},
	{POST, "/teams/:id/members/:id2/:move", answer, .life = &member_life, .gives = &show_view},
	{0},
};

FEATURE(team);
const struct route *const team_paths[] = {team_routes, NULL};

static struct finding *find(struct ctx *c, const char *q, size_t most, size_t *count)
{
	struct team *t = team_list(c, NULL, NULL, q, NULL, count);
	*count = *count < most ? *count : most;
	struct finding *f = ARENA_ARRAY(c->mem, struct finding, *count + 1);
	for (size_t i = 0; i < *count; i++)
		f[i] = (struct finding){t[i].uid, t[i].name, t[i].place_name,
		                        arena_printf(c->mem, "/teams/%s", t[i].uid)};
	return f;
}

const struct finder team_finders[] = {
	{"team", "志愿服务队", "users", "/teams", .seat = 5, .find = find},
	{0},
};

static const struct choice *corps_choices(struct req *rq)
{
	size_t n = 0;
	struct team *corps = team_corps(&rq->c, &n);
	struct choice *out = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	out[0] = (struct choice){"", "全部专业队"};
	for (size_t i = 0; i < n; i++)
		out[i + 1] = (struct choice){corps[i].uid, corps[i].name};
	return out;
}

static bool manages(const struct req *rq)
{
	return access_reach(rq->c.who, TEAM_MANAGE) != REACH_NONE;
}

static enum err list_page(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct teams_page page = {.q = ask.q, .chosen = ask.corps, .manage = manages(rq)};
	page.rows = team_list(&rq->c, ask.place, ask.corps, ask.q, ask.after, &page.count);
	page.list = (struct list){page.rows, page.count, sizeof(struct team), NULL};
	if (page.count == TEAM_PAGE) {
		page.list.next = page.rows[page.count - 1].uid;
		page.more = place_address(rq->c.mem, "/teams", "place", ask.place, "corps",
		                          ask.corps, "q", ask.q, "after", page.list.next, NULL);
	}
	if (!rq->json) {
		page.corps = corps_choices(rq);
		page.place = place_picker(rq, NULL, "place", "地区");
		page.place->townships = true;
		page.place->villages = false;
		page.place->held = ask.place;
	}
	page_title(rq, "志愿队伍", NULL);
	return render(rq, &list_view, &page);
}

static enum err new_page(struct req *rq)
{
	struct team_new_page page = {.form = req_form(rq, entry_fields, NULL)};
	page.place = place_picker(rq, page.form, "place", "归属地");
	page.place->townships = page.place->county = page.place->required = true;
	struct choice *corps = (struct choice *)corps_choices(rq);
	corps[0].label = "不属于专业队";
	page.corps = corps;
	page.skills.label = "服务类别";
	page.skills.at = skill_list(&rq->c, NULL, &page.skills.count);
	page.skills.problem = form_problem(page.form, "skills");
	page_title(rq, "组建队伍", "/teams");
	return render(rq, &new_view, &page);
}

static const char *path_of(struct req *rq, const char *uid)
{
	return arena_printf(rq->c.mem, "/teams/%s", uid ? uid : "");
}

static enum err found(struct req *rq)
{
	struct entry in = {0};
	if (req_read(rq, entry_fields, &in) != OK)
		return ERR_INVALID;
	struct team *t = &in.t, *corps = team_by_uid(&rq->c, t->corps_uid);
	struct place *at = place_current(&rq->c, t->place_code);
	t->skills = skill_text(&rq->c, t->words);
	if (!t->skills)
		return ERR_INVALID;
	if (!at)
		return refuse(rq, ERR_INVALID, "place", "没有这个地区，或它已经撤并。");
	if (t->corps_uid && !corps)
		return refuse(rq, ERR_INVALID, "corps", "没有这个专业队。");
	t->place = at->id;
	t->corps = corps ? corps->id : 0;
	enum err e = team_found(&rq->c, t);
	if (e == OK && !text_empty(in.leader))
		e = member_invite(&rq->c, t->uid, in.leader, MEMBER_LEADER, "leader");
	return created(rq, e, path_of(rq, t->uid));
}

/* ---- one team ---- */

/* A page of them, for those who lead it or manage it. */
static struct roster_page roster_of(struct req *rq, const struct team *t,
                                    const struct member_seek *ask, const struct form *form)
{
	struct arena *mem = rq->c.mem;
	struct roster_page r = {.t = t, .q = ask->q};
	struct member *m = member_page(&rq->c, t->id, ask, &r.count, &r.list.next);
	struct member_line *lines = ARENA_ARRAY(mem, struct member_line, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		lines[i] = (struct member_line){.m = &m[i],
		                                .form = form,
		                                .team = t->uid,
		                                .manage = true,
		                                .self = m[i].person == rq->c.who->id};
	r.members = lines;
	r.list.items = m;
	r.list.count = r.count;
	r.list.size = sizeof *m;
	if (r.list.next)
		r.more = place_address(mem, arena_printf(mem, "/teams/%s/members", t->uid), "q",
		                       ask->q, "after", r.list.next, NULL);
	return r;
}

/* Ids of the active ones, for the API. */
static void fill_ids(struct req *rq, struct team_page *page)
{
	struct arena *mem = rq->c.mem;
	size_t count, n = 0, led = 0;
	struct member *m = member_list(&rq->c, page->t.id, &count);
	const char **ids = ARENA_ARRAY(mem, const char *, count + 1);
	const char **leaders = ARENA_ARRAY(mem, const char *, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (m[i].state != MEMBER_ACTIVE)
			continue;
		ids[n++] = m[i].person_uid;
		if (m[i].role != MEMBER_PLAIN)
			leaders[led++] = m[i].person_uid;
	}
	page->member_ids = ids;
	page->leader_ids = leaders;
}

static void fill_staff(struct req *rq, struct team_page *page)
{
	for (const struct life_move *m = team_life.moves; m->word; m++)
		if (team_may(&rq->c, &page->t, (enum team_action)m->action))
			page->buttons[page->button_count++] = m;
	const char *next;
	page->events = team_events(&rq->c, page->t.id, req_query(rq, "log"), &page->event_count,
	                           &next);
	if (next)
		page->earlier = arena_printf(rq->c.mem, "/teams/%s?log=%s#log", page->t.uid, next);
}

static bool may_join(struct req *rq, const struct team_page *page)
{
	bool outside = !page->mine || page->mine->state == MEMBER_LEFT;
	return outside && page->t.kind == TEAM_TEAM && page->t.state <= TEAM_REGISTERED &&
	       access_has_role(rq->c.who, ROLE_VOLUNTEER);
}

static enum err show_page(struct req *rq)
{
	struct team *t = team_by_uid(&rq->c, rq->id);
	if (!t)
		return ERR_MISSING;
	struct team_page page = {.t = *t, .place_title = place_title(&rq->c, t->place)};
	struct team_act *held = ARENA_NEW(rq->c.mem, struct team_act);
	held->revision = t->revision;
	page.skill_names = skill_labels(&rq->c, t->skills);
	page.manage = member_may_manage(&rq->c, t);
	page.staff = access_may(rq->c.who, TEAM_MANAGE, &(struct subject){.path = t->place_path});
	page.mine = rq->c.who->id ? member_of(&rq->c, t->id, rq->c.who->id) : NULL;
	page.may_join = may_join(rq, &page);
	if (!rq->json) {
		page.form = req_form(rq, life_named(&team_life, "suspend")->takes, held);
		page.invite = req_form(rq, invite_fields, NULL);
	}
	if (page.manage && rq->json)
		fill_ids(rq, &page);
	else if (page.manage)
		page.roster = roster_of(rq, t, &(struct member_seek){0}, page.form);
	if (page.staff && !rq->json)
		fill_staff(rq, &page);
	page_title(rq, t->name, "/teams");
	return render(rq, &show_view, &page);
}

static enum err members(struct req *rq)
{
	struct member_seek ask = {0};
	if (req_asks(rq, members_fields, &ask) != OK)
		return ERR_INVALID;
	struct team *t = team_by_uid(&rq->c, rq->id);
	if (!t)
		return ERR_MISSING;
	if (!member_may_manage(&rq->c, t))
		return refuse(rq, ERR_DENIED, NULL, "队员名单只有队长和工作人员看得到。");
	const struct form *form = req_form(rq, life_named(&team_life, "suspend")->takes, NULL);
	struct roster_page page = roster_of(rq, t, &ask, form);
	page_title(rq, arena_printf(rq->c.mem, "%s的队员", t->name), path_of(rq, t->uid));
	return render(rq, &members_view, &page);
}

/* ---- moves ---- */

static enum err move(struct req *rq)
{
	struct team_act in = {0};
	if (req_read(rq, rq->route->takes, &in) != OK)
		return ERR_INVALID;
	struct life_ask ask = {.action = rq->route->data,
	                       .reason = in.reason,
	                       .revision = req_sent(rq, "revision") ? &in.revision : NULL};
	return done(rq, team_move(&rq->c, rq->id, &ask), path_of(rq, rq->id));
}

static enum err join(struct req *rq)
{
	return done(rq, member_join(&rq->c, rq->id), path_of(rq, rq->id));
}

static enum err leave(struct req *rq)
{
	return done(rq, member_leave(&rq->c, rq->id), path_of(rq, rq->id));
}

static enum err invite(struct req *rq)
{
	struct act in = {.role = MEMBER_PLAIN};
	if (req_read(rq, invite_fields, &in) != OK)
		return ERR_INVALID;
	return done(rq, member_invite(&rq->c, rq->id, in.person, in.role, "person"),
	            path_of(rq, rq->id));
}

static enum err appoint(struct req *rq)
{
	struct act in = {.role = -1};
	if (req_read(rq, appoint_fields, &in) != OK)
		return ERR_INVALID;
	return done(rq, member_appoint(&rq->c, rq->id, in.person, in.role), path_of(rq, rq->id));
}

static enum err answer(struct req *rq)
{
	struct member_act in = {0};
	if (rq->route->takes && req_read(rq, rq->route->takes, &in) != OK)
		return ERR_INVALID;
	return done(rq,
	            member_answer(&rq->c, rq->id, rq->id2, (enum member_action)rq->route->data,
	                          in.reason),
	            path_of(rq, rq->id));
}
