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
	found(struct req *rq), move(struct req *rq);

static const struct view list_view = {team_list_html, team_fields, .list = true,
                                      .section = "teams"};
const struct view team_view = {team_show_html, page_fields, .section = "teams"};
static const struct view new_view = {team_new_html, NULL, .desk = true, .section = "teams"};

const struct route team_routes[] = {
	{GET, "/teams", list_page, TEAM_READ, "Teams by place, corps and name", .asks = ask_fields,
         .gives = &list_view, .flags = ROUTE_HEAVY},
	{GET, "/teams/new", new_page, TEAM_MANAGE, "Form for a new team", .gives = &new_view,
         .flags = ROUTE_PAGE},
	{GET, "/teams/:id", show_page, TEAM_READ, "One team", .gives = &team_view},
	{POST, "/teams", found, TEAM_MANAGE, "Founds a team; it begins as preparing",
         .takes = entry_fields, .gives = &team_view,
         .done = "队伍已建，现在是筹备中。下一步：邀请队长和队员。"},
	{POST, "/teams/:id/:move", move, .life = &team_life, .gives = &team_view},
	{0},
};

FEATURE(team);
const struct route *const team_paths[] = {team_routes, member_routes, NULL};

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
	enum {
		FEW = 8
	}; /* who asks and who leads stand first; the others have a list of their own */
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
	if (!rq->json)
		page.form = req_form(rq, life_named(&team_life, "suspend")->takes, held);
	if (page.manage && rq->json)
		fill_ids(rq, &page);
	else if (page.manage)
		page.roster = team_roster(rq, t, &(struct member_seek){.state = MEMBER_NONE});
	if (page.roster.count > FEW)
		page.roster.count = FEW;
	if (page.staff && !rq->json)
		fill_staff(rq, &page);
	page_title(rq, t->name, "/teams");
	return render(rq, &team_view, &page);
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
