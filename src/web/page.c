#include "web/page.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "gen/web.html.h"
#include "web/cookie.h"
#include "web/host.h"
#include "web/json.h"
#include "web/said.h"
#include "web/serve.h"
#include "web/where.h"

#include <string.h>

const char *page_again(const struct req *rq, const char *path)
{
	return arena_printf(rq->c.mem, "%s%c" WHERE_AGAIN "=1", path,
	                    strchr(path, '?') ? '&' : '?');
}

/* ---- the frame ---- */

bool page_staff(const struct actor *who)
{
	for (int r = ROLE_LEADER; r < ROLE_COUNT; r++)
		if (access_has_role(who, (enum role)r))
			return true;
	return false;
}

/* Of staff, what they are in office. */
static const char *roles_of(struct arena *a, const struct actor *who)
{
	const char *parts[ROLE_COUNT + 1] = {NULL};
	size_t n = 0;
	for (int r = page_staff(who) ? ROLE_LEADER : ROLE_RESIDENT; r < ROLE_COUNT; r++)
		if (access_has_role(who, (enum role)r))
			parts[n++] = role_labels[r];
	return text_join(a, parts, "、");
}

static void add_link(const struct nav *n, const char *section, const char *name, const char **group,
                     struct page_link *out)
{
	bool same = *group && strcmp(name, *group) == 0;
	*out = (struct page_link){
		.path = n->path,
		.icon = n->icon,
		.label = n->label,
		.group = same ? NULL : name,
		.here = section && text_equal(section, n->section),
	};
	*group = name;
}

/* Nothing is asked of a database that failed, nor for a page that says no; a form that comes back
 * with sentences beside its fields is a page like any. */
static bool may_ask(const struct req *rq)
{
	int status = rq->reply.status;
	return (status < 400 || status == 422) && db_fault(rq->c.db) == DB_FINE;
}

static int64_t waiting(struct req *rq, const struct page_frame *f, const struct nav *n)
{
	bool shown = f->desk && n->group && rq->site->waiting;
	return shown && may_ask(rq) ? rq->site->waiting(&rq->c, n->section) : 0;
}

/* Everything he may enter, in groups. What is everybody's stands in the last of them. */
static void side(struct req *rq, struct page_frame *f, const struct nav *nav, struct page_link *all)
{
	const char *group = NULL;
	struct page_link *head = NULL;
	int groups = 0;
	for (const struct nav *n = nav; n && n->path; n++) {
		const char *name = n->group ? n->group : f->desk ? "首页与我的" : NULL;
		if (!name || access_reach(rq->c.who, n->needs) == REACH_NONE)
			continue;
		struct page_link *l = &all[f->nav_count++];
		add_link(n, f->section, name, &group, l);
		l->waits = waiting(rq, f, n);
		if (l->group) {
			head = l;
			head->open = n->group && groups++ < PAGE_OPEN;
		}
		head->open |= l->here;
		f->search |= f->desk && text_equal(n->section, "search");
	}
	f->nav = all;
}

/* The doors of his role, as they stand in the sidebar. */
static void doors(struct req *rq, struct page_frame *f, struct page_link *tabs)
{
	const struct nav_doors *d = rq->site->doors;
	while (d && d->role && !access_has_role(rq->c.who, d->role))
		d++;
	for (int i = 0; d && d->role && i < NAV_DOORS; i++)
		for (const struct nav *n = rq->site->nav; n->path; n++)
			for (size_t k = 0;
			     text_equal(n->section, d->sections[i]) && k < f->nav_count; k++)
				if (text_equal(f->nav[k].path, n->path))
					tabs[f->tab_count++] = f->nav[k];
}

static void navigate(struct req *rq, struct page_frame *f)
{
	const struct nav *nav = rq->site->nav;
	const char *none = NULL;
	size_t count = 0;
	while (nav && nav[count].path)
		count++;
	side(rq, f, nav, ARENA_ARRAY(rq->c.mem, struct page_link, count + 1));
	struct page_link *tabs = ARENA_ARRAY(rq->c.mem, struct page_link, 5);
	if (f->desk)
		doors(rq, f, tabs);
	for (size_t i = 0; !f->desk && i < count; i++)
		if (nav[i].tab && f->tab_count < 5 &&
		    access_reach(rq->c.who, nav[i].needs) != REACH_NONE)
			add_link(&nav[i], f->section, "", &none, &tabs[f->tab_count++]);
	f->tabs = tabs;
}

static void who_asks(struct req *rq, struct page_frame *f)
{
	const struct actor *who = rq->c.who;
	f->signed_in = who->id != 0;
	f->actor = who->name ? who->name : "";
	f->roles = who->id ? roles_of(rq->c.mem, who) : "";
	f->inbox = who->id && rq->site->unread && access_reach(who, INBOX_READ) != REACH_NONE;
	if (f->inbox && may_ask(rq))
		f->unread = rq->site->unread(&rq->c);
}

/* What stands in the sidebar leads nowhere back. */
static bool at_root(const struct req *rq)
{
	return page_staff(rq->c.who) && text_equal(rq->back, "/");
}

void page_write(struct req *rq, const struct view *view, struct safe body)
{
	struct page_frame f = {
		.title = rq->title ? rq->title : rq->site->brand,
		.again = rq->method == GET && req_query(rq, WHERE_AGAIN),
		.said = rq->method == GET && !rq->sent ? said_here(rq) : NULL,
		.sent = rq->sent && !rq->sent->shown ? rq->sent : NULL,
		.op = random_id(rq->c.mem),
		.brand = rq->site->brand,
		.office = rq->site->office,
		.section = view->section,
		.here = where_here(rq),
		.back = at_root(rq) ? NULL : rq->back,
		.version = rq->version,
		.desk = page_staff(rq->c.who),
		.plain = !view->desk,
		.demo = rq->site->demo,
		.elder = strcmp(cookie_choice(rq, "mode", cookie_modes), "elder") == 0,
		.fs = cookie_choice(rq, "fs", cookie_sizes),
		.theme = cookie_choice(rq, "theme", cookie_themes),
		.csrf = req_csrf(rq),
		.body = body,
	};
	f.elder_home = f.elder && !f.back && text_equal(f.section, "home");
	navigate(rq, &f);
	who_asks(rq, &f);
	rq->reply.html.out = BUF(rq->c.mem);
	rq->reply.type = NULL;
	web_frame_html(&rq->reply.html, &f);
}

/* ---- what went wrong ---- */

static void problem_errors(struct buf *b, const struct ctx *c)
{
	const char *sep = "";
	buf_text(b, ",\"errors\":[");
	for (int i = 0; i < c->problem_count; i++) {
		if (!c->problems[i].field)
			continue;
		buf_text(b, sep);
		buf_text(b, "{\"field\":");
		json_text(b, c->problems[i].field);
		buf_text(b, ",\"message\":");
		json_text(b, c->problems[i].message);
		buf_char(b, '}');
		sep = ",";
	}
	buf_char(b, ']');
}

static void problem_json(struct req *rq, enum err e)
{
	struct buf *b = &rq->reply.html.out;
	*b = BUF(rq->c.mem);
	buf_printf(b, "{\"type\":\"/problems/%s\",\"title\":", err_slug(e));
	json_text(b, err_title(e));
	buf_printf(b, ",\"status\":%d", err_status(e));
	if (ctx_refusal(&rq->c)) {
		buf_text(b, ",\"detail\":");
		json_text(b, ctx_refusal(&rq->c));
	}
	problem_errors(b, &rq->c);
	if (rq->c.state) {
		buf_text(b, ",\"state\":");
		json_text(b, rq->c.state);
	}
	buf_text(b, ",\"request\":");
	json_text(b, rq->c.request);
	buf_char(b, '}');
	rq->reply.type = "application/problem+json; charset=utf-8";
}

/* What was typed stays, on a page that cannot show the form: to be read, and sent once more. */
static void typed(struct req *rq, struct page_problem *p, enum err e)
{
	bool mine = !rq->printed_for || !rq->c.who->id || rq->printed_for == rq->c.who->id;
	if (rq->method == GET || !rq->route || !mine || !host_ours(rq))
		return;
	struct pairs sent = req_typed(rq);
	p->fields = sent.at;
	p->field_count = sent.count;
	for (size_t i = 0; i < sent.count; i++)
		sent.at[i].label = field_find(rq->route->takes, sent.at[i].name)->label;
	p->again = rq->aged || err_status(e) >= 500 || e == ERR_REUSED || e == ERR_LIMIT ? rq->path
	                                                                                 : NULL;
	p->from = where_from(rq);
	p->csrf = req_csrf(rq);
	/* What could not be kept may have been after all: the same operation tells. */
	p->op = e == ERR_BUSY && rq->op ? rq->op : random_id(rq->c.mem);
}

const char *page_sign_in(const struct req *rq, const char *page)
{
	struct buf b = BUF(rq->c.mem);
	buf_text(&b, rq->dead || rq->printed_for ? "/sign-in?ended=1&next=" : "/sign-in?next=");
	for (const char *s = page; *s; s++) {
		if (strchr("?&=%", *s))
			buf_printf(&b, "%%%02X", (unsigned char)*s);
		else
			buf_char(&b, *s);
	}
	return buf_str(&b);
}

static void problem_page(struct req *rq, enum err e)
{
	static const struct view view = {.html = NULL};
	struct html body = {.out = BUF(rq->c.mem), .now = rq->c.now};
	struct page_problem p = {
		.status = err_status(e),
		.title = err_title(e),
		.problems = rq->c.problems,
		.problem_count = rq->c.problem_count,
		.request = rq->c.request ? text_short(rq->c.mem, rq->c.request) : NULL,
		.home = "/",
		.back = rq->back,
	};
	typed(rq, &p, e);
	if (!rq->c.who->id && (e == ERR_DENIED || e == ERR_MISSING))
		p.sign_in = page_sign_in(rq, where_here(rq));
	web_problem_html(&body, &p);
	rq->title = p.title;
	page_write(rq, &view, (struct safe){buf_str(&body.out)});
}

/* Said when there is no time: without the frame, which would cost half a page. */
static void crowded_page(struct req *rq)
{
	struct page_problem p = {
		.title = err_title(ERR_CROWDED), .reload = where_here(rq), .home = "/"};
	rq->reply.html.out = BUF(rq->c.mem);
	rq->reply.type = NULL;
	web_crowded_html(&rq->reply.html, &p);
}

void page_problem(struct req *rq, enum err e)
{
	struct reply *r = &rq->reply;
	r->status = err_status(e);
	r->location = r->disposition = NULL;
	r->sheet = NULL;       /* nothing follows it */
	rq->json &= !rq->face; /* a sheet is asked for by a reader */
	if (r->status == 503 || e == ERR_LIMIT)
		r->retry_after = r->retry_after ? r->retry_after : e == ERR_LIMIT ? 30 : 2;
	if (rq->json) {
		problem_json(rq, e);
	} else if (e == ERR_SIGNIN && !rq->bearer) {
		r->status = 303;
		r->location = page_sign_in(rq, where_here(rq));
		r->html.out = BUF(rq->c.mem);
	} else if (e == ERR_CROWDED) {
		crowded_page(rq);
	} else {
		problem_page(rq, e);
	}
}
