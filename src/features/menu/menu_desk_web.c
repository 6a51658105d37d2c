#include "features/menu/menu_desk_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "features/menu/menu_web.h"
#include "features/team/team.h"
#include "gen/menu.html.h"

#include <string.h>

static const struct view form_view = {.html = menu_form_html, .section = "menu"};

static const struct menu_entry fresh = {
	.minutes = 60, .people = 1, .period = MENU_WEEK, .capacity = 5};

static bool was_typed(struct req *rq, const char *uid)
{
	for (size_t i = 0; i < rq->body.count; i++)
		if (text_equal(rq->body.at[i].name, "teams") &&
		    text_equal(rq->body.at[i].value, uid))
			return true;
	return false;
}

static bool held(struct req *rq, const struct menu_entry *e, const char *uid)
{
	if (rq->method == POST)
		return was_typed(rq, uid);
	return e->teams && field_word(e->teams, uid) >= 0;
}

/* Those of `t` that serve, behind the boxes there are. */
static void add_teams(struct req *rq, struct menu_form_page *p, const struct menu_entry *e,
                      const struct team *t, size_t n)
{
	struct menu_team_box *boxes = ARENA_ARRAY(rq->c.mem, struct menu_team_box,
	                                          p->team_count + n + 1);
	if (p->team_count)
		memcpy(boxes, p->teams, p->team_count * sizeof *boxes);
	for (size_t i = 0; i < n; i++)
		if (team_serves(&t[i]))
			boxes[p->team_count++] = (struct menu_team_box){t[i].uid, t[i].name,
			                                                held(rq, e, t[i].uid)};
	p->teams = boxes;
}

/* A leader chooses among his teams, staff among those of the county that serve. */
static void fill_teams(struct req *rq, struct menu_form_page *p, const struct menu_entry *e)
{
	struct ctx *c = &rq->c;
	bool staff = access_reach(c->who, MENU_PROPOSE) > REACH_SERVING;
	for (size_t i = 0; !staff && i < c->who->lead_count; i++) {
		struct team *t = team_get(c, c->who->leads[i]);
		if (t)
			add_teams(rq, p, e, t, 1);
	}
	const char *after = NULL;
	size_t n = staff ? TEAM_PAGE : 0;
	while (n == TEAM_PAGE) {
		struct team *t = team_list(c, NULL, NULL, NULL, after, &n);
		add_teams(rq, p, e, t, n);
		after = n ? t[n - 1].uid : NULL;
	}
	p->team_problem = form_problem(p->form, "teams");
}

static enum err page(struct req *rq, const struct menu_entry *e, struct menu_form_page *p)
{
	p->form = req_form(rq, menu_entry_fields, e);
	p->categories = menu_category_choices(rq, NULL);
	p->corps = menu_corps_choices(rq, "按类别归口") + 1;
	p->area = place_picker(rq, p->form, "area", "在哪里提供");
	p->area->townships = p->area->county = p->area->required = true;
	fill_teams(rq, p, e);
	page_title(rq, p->heading, "/menu");
	return render(rq, &form_view, p);
}

enum err menu_desk_new(struct req *rq)
{
	struct menu_form_page p = {.url = "/menu", .heading = "提一项服务"};
	return page(rq, &fresh, &p);
}

enum err menu_desk_create(struct req *rq)
{
	struct menu_entry in = fresh;
	const char *uid = NULL;
	enum err e = req_read(rq, menu_entry_fields, &in);
	if (e == OK)
		e = menu_propose(&rq->c, &in, &uid);
	return created(rq, e, uid ? arena_printf(rq->c.mem, "/menu/%s", uid) : NULL);
}

enum err menu_desk_form(struct req *rq)
{
	struct menu_item *m = menu_by_uid(&rq->c, rq->id);
	if (!m || !menu_visible(&rq->c, m))
		return refuse(rq, ERR_MISSING, NULL, "没有这个服务项目，或者您不能查看。");
	enum err e = life_check(&rq->c, &menu_life, m,
	                        &(struct life_ask){.action = MENU_EDIT, .revision = &m->revision});
	if (e != OK)
		return e;
	struct menu_form_page p = {.url = arena_printf(rq->c.mem, "/menu/%s/edit", m->uid),
	                           .heading = "修改服务项目",
	                           .editing = true};
	return page(rq, menu_entry_of(&rq->c, m), &p);
}

enum err menu_desk_edit(struct req *rq)
{
	struct menu_item *m = menu_by_uid(&rq->c, rq->id);
	if (!m || !menu_visible(&rq->c, m))
		return refuse(rq, ERR_MISSING, NULL, "没有这个服务项目，或者您不能查看。");
	struct menu_entry in = *menu_entry_of(&rq->c, m);
	enum err e = req_read(rq, menu_entry_fields, &in);
	if (text_empty(req_body(rq, "revision")))
		in.revision = -1;
	if (e == OK)
		e = menu_edit(&rq->c, rq->id, &in);
	return done(rq, e, arena_printf(rq->c.mem, "/menu/%s", rq->id));
}
