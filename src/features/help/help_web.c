#include "features/help/help_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "gen/help.html.h"
#include "web/serve.h"

static enum err index_page(struct req *rq), page(struct req *rq), privacy(struct req *rq);

static const struct view index_view = {help_index_html, NULL, .section = "help"};
static const struct view page_view = {help_page_html, NULL, .section = "help"};

const struct route help_routes[] = {
	{GET, "/help", index_page, PERM_PUBLIC, "The handbook, the reader's own pages first",
         .gives = &index_view, .flags = ROUTE_PAGE},
	{GET, "/help/:id", page, PERM_PUBLIC, "One page of the handbook", .gives = &page_view,
         .flags = ROUTE_PAGE},
	{GET, "/privacy", privacy, PERM_PUBLIC, "Who sees what, for how long, whom to ask",
         .gives = &page_view, .flags = ROUTE_PAGE},
	{0},
};

FEATURE(help);
const struct route *const help_paths[] = {help_routes, NULL};

/* Whose page it is; in the order of the list. */
static const struct chapter {
	const char *name, *about;
	uint32_t roles;
} chapters[] = {
	{"resident", "说需要什么、看走到哪里、说好不好", 1U << ROLE_GUEST | 1U << ROLE_RESIDENT},
	{"volunteer", "写全自己、认领、上门", 1U << ROLE_VOLUNTEER},
	{"leader", "接单、约时间、排人、写结果", 1U << ROLE_LEADER},
	{"station", "替人登记、代为评价、没动静的村", 1U << ROLE_STATION},
	{"township", "审核、派单、催办、队伍", 1U << ROLE_TOWNSHIP},
	{"review", "审核、合并、公开的文字", 1U << ROLE_REVIEWER},
	{"dispatch", "派给谁、为什么、批量派单", 1U << ROLE_DISPATCHER},
	{"callback", "怎样问、怎样答复",
         1U << ROLE_REVIEWER | 1U << ROLE_DISPATCHER | 1U << ROLE_TOWNSHIP},
	{"admin", "账号、授权、双人复核、操作日志",
         1U << ROLE_SYSADMIN | 1U << ROLE_SECADMIN | 1U << ROLE_AUDITOR},
	{0},
};

static const struct guide *guide_named(const char *name)
{
	for (const struct guide *g = guides; g->name; g++)
		if (text_equal(g->name, name))
			return g;
	return NULL;
}

static void add_doors(struct req *rq, struct help_index *p, struct help_door *doors, bool own)
{
	for (const struct chapter *k = chapters; k->name; k++) {
		const struct guide *g = guide_named(k->name);
		const char *title = "";
		size_t n;
		if (!g || own != ((k->roles & rq->c.who->roles) != 0))
			continue;
		guide_read(rq->c.mem, g->text, &title, &n);
		doors[p->count++] = (struct help_door){arena_printf(rq->c.mem, "/help/%s", k->name),
		                                       title, k->about, own};
		p->own += own;
	}
}

static enum err index_page(struct req *rq)
{
	struct help_door *doors = ARENA_ARRAY(rq->c.mem, struct help_door,
	                                      sizeof chapters / sizeof *chapters);
	struct help_index p = {.doors = doors};
	add_doors(rq, &p, doors, true);
	add_doors(rq, &p, doors, false);
	page_title(rq, "帮助", "/");
	return render(rq, &index_view, &p);
}

static enum err show(struct req *rq, const char *name, const char *back)
{
	const struct guide *g = guide_named(name);
	struct help_page p = {.back = back};
	if (!g)
		return ERR_MISSING;
	p.blocks = guide_read(rq->c.mem, g->text, &p.title, &p.count);
	page_title(rq, p.title, back);
	return render(rq, &page_view, &p);
}

static enum err page(struct req *rq)
{
	for (const struct chapter *k = chapters; k->name; k++)
		if (text_equal(k->name, rq->id))
			return show(rq, k->name, "/help");
	return ERR_MISSING;
}

static enum err privacy(struct req *rq)
{
	return show(rq, "privacy", "/");
}
