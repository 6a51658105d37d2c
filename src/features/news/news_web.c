#include "features/news/news_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/cursor.h"
#include "core/feature.h"
#include "gen/news.html.h"
#include "web/show.h"

struct ask {
	int64_t kind, state;
	const char *place, *q, *after;
};
#define ASKS                                                                                       \
	FIELD(struct ask, kind, .words = news_kind_words),                                         \
		FIELD(struct ask, place, .max = 12, .doc = "division code; at or under it"),       \
		FIELD(struct ask, q, .max = 60, .doc = "part of title or text"),                   \
		CURSOR_FIELD(struct ask)
static const struct field ask_fields[] = {ASKS, {0}};
static const struct field desk_fields[] = {
	ASKS, FIELD(struct ask, state, .words = news_state_words), {0}};

static enum err listed(struct req *rq), desk(struct req *rq), show(struct req *rq),
	blank(struct req *rq), create(struct req *rq), correct(struct req *rq),
	edit(struct req *rq), act(struct req *rq);

static const struct view list_view = {news_list_html, news_fields, .list = true, .section = "news"};
static const struct view desk_view = {news_desk_html, news_fields, .list = true, .desk = true,
                                      .section = "news"};
static const struct view show_view = {news_show_html, news_fields, .section = "news"};
static const struct view form_view = {.html = news_form_html, .section = "news"};

const struct route news_routes[] = {
	{GET, "/news", listed, PERM_PUBLIC, "What is published, the newest first",
         .asks = ask_fields, .gives = &list_view},
	{GET, "/news/desk", desk, NEWS_WRITE, "Articles the caller writes or reviews",
         .asks = desk_fields, .gives = &desk_view},
	{GET, "/news/new", blank, NEWS_WRITE, "Form for a new article", .flags = ROUTE_PAGE},
	{POST, "/news", create, NEWS_WRITE, "Writes an article: a draft, or handed in at once",
         .takes = news_entry_fields, .gives = &show_view,
         .done = "已存好。交了审核的，等另一位看过后发布；草稿要接着交审核。"},
	{GET, "/news/:id", show, PERM_PUBLIC, "One article", .gives = &show_view},
	{PATCH, "/news/:id", edit, NEWS_WRITE, "Changes a draft", .takes = news_entry_fields,
         .gives = &show_view, .done = "改好了。"},
	{GET, "/news/:id/edit", correct, NEWS_WRITE, "Form of a draft", .flags = ROUTE_PAGE},
	{POST, "/news/:id/edit", edit, NEWS_WRITE, "Changes a draft", .takes = news_entry_fields,
         .flags = ROUTE_PAGE, .done = "改好了。还没有发布，改完请交审核。"},
	{POST, "/news/:id/:move", act, .life = &news_life, .gives = &show_view},
	{0},
};

FEATURE(news);
const struct route *const news_paths[] = {news_routes, NULL};

static struct finding *find(struct ctx *c, const char *q, size_t most, size_t *count)
{
	const struct news_query query = {.state = -1, .kind = -1, .q = q, .limit = (int64_t)most};
	const char *next;
	struct news *n = news_list(c, &query, count, &next);
	struct finding *f = ARENA_ARRAY(c->mem, struct finding, *count + 1);
	for (size_t i = 0; i < *count; i++)
		f[i] = (struct finding){n[i].uid, n[i].title,
		                        arena_printf(c->mem, "%s · %s · %s",
		                                     news_kind_labels[n[i].kind], n[i].place_name,
		                                     show_day(c->mem, n[i].entered)),
		                        arena_printf(c->mem, "/news/%s", n[i].uid)};
	return f;
}

const struct finder news_finders[] = {
	{"news", "资讯公告", "speak", "/news", .seat = 4, .find = find},
	{0},
};

static const struct choice *choices(struct req *rq, const char *const *words,
                                    const char *const *labels, const char *any)
{
	size_t n = 0;
	while (words[n])
		n++;
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	all[0] = (struct choice){"", any};
	for (size_t i = 0; i < n; i++)
		all[i + 1] = (struct choice){words[i], labels[i]};
	return all;
}

static enum err list(struct req *rq, const struct field *asks, const char *path, bool at_desk)
{
	struct ask q = {.kind = -1, .state = -1};
	if (req_asks(rq, asks, &q) != OK)
		return ERR_INVALID;
	struct newses_page p = {.q = q.q,
	                        .kind = q.kind >= 0 ? news_kind_words[q.kind] : "",
	                        .state = q.state >= 0 ? news_state_words[q.state] : "",
	                        .write = access_reach(rq->c.who, NEWS_WRITE) != REACH_NONE,
	                        .narrowed = req_narrowed(rq)};
	struct news_query query = {.state = q.state,
	                           .kind = q.kind,
	                           .place = q.place,
	                           .q = q.q,
	                           .after = q.after,
	                           .desk = at_desk};
	struct news *rows = news_list(&rq->c, &query, &p.count, &p.list.next);
	p.rows = rows;
	p.list = (struct list){rows, p.count, sizeof *rows, p.list.next};
	if (p.list.next)
		p.more = place_address(rq->c.mem, path, "kind", p.kind, "state", p.state, "place",
		                       q.place, "q", q.q, "after", p.list.next, NULL);
	if (!rq->json) {
		p.kinds = choices(rq, news_kind_words, news_kind_labels, "全部");
		p.states = choices(rq, news_state_words, news_state_labels, "全部");
		p.place = place_picker(rq, NULL, "place", "地区");
		p.place->townships = true;
		p.place->villages = false;
		p.place->held = q.place;
	}
	page_title(rq, at_desk ? "资讯管理" : "资讯公告", at_desk ? NULL : "/");
	return render(rq, at_desk ? &desk_view : &list_view, &p);
}

static enum err listed(struct req *rq)
{
	return list(rq, ask_fields, "/news", false);
}

static enum err desk(struct req *rq)
{
	return list(rq, desk_fields, "/news/desk", true);
}

/* ---- one article ---- */

static struct news *seen(struct req *rq)
{
	struct news *n = news_by_uid(&rq->c, rq->id);
	if (n && news_visible(&rq->c, n))
		return n;
	refuse(rq, ERR_MISSING, NULL, "没有这篇文章，或者您不能查看。");
	return NULL;
}

static void add_button(struct req *rq, struct news_page *p, const struct life_move *m)
{
	static const char *const icons[NEWS_ACTIONS] = {
		[NEWS_SUBMIT] = "send",   [NEWS_PUBLISH] = "ok",  [NEWS_RETURN] = "back",
		[NEWS_WITHDRAW] = "lock", [NEWS_REOPEN] = "edit",
	};
	struct news_act *held = ARENA_NEW(rq->c.mem, struct news_act);
	held->revision = p->n.revision;
	struct form *f = req_form_to(rq, m->takes, held, "/news/%s/%s", p->n.uid, m->word);
	f->prefix = arena_printf(rq->c.mem, "%s-", m->word);
	p->buttons[p->button_count++] = (struct news_button){
		m->word, m->label, icons[m->action], m->reason, m->action != NEWS_REOPEN, f};
}

static void fill_desk(struct req *rq, struct news_page *p)
{
	struct subject here = {.path = p->n.place_path};
	for (const struct life_move *m = news_life.moves; m->word; m++)
		if (m->takes && life_may(&rq->c, &news_life, &p->n, m->action))
			add_button(rq, p, m);
	if (life_may(&rq->c, &news_life, &p->n, NEWS_EDIT))
		p->edit_url = arena_printf(rq->c.mem, "/news/%s/edit", p->n.uid);
	if (!access_may(rq->c.who, NEWS_WRITE, &here) && !access_may(rq->c.who, NEWS_REVIEW, &here))
		return;
	const char *next;
	p->versions = news_versions(&rq->c, p->n.id, req_query(rq, "log"), &p->version_count,
	                            &next);
	if (next)
		p->earlier = arena_printf(rq->c.mem, "/news/%s?log=%s#log", p->n.uid, next);
}

static const char *note_of(struct req *rq, const struct news *n)
{
	struct eyes e = news_eyes(n);
	static const char *const notes[NEWS_STATES] = {"这是草稿，交审核、通过以后才会公开。",
	                                               "等待审核，审核人不能是写稿或改稿的人。",
	                                               NULL, "这篇文章已经撤下，公众看不到。"};
	return n->state == NEWS_HANDED
	               ? arena_printf(rq->c.mem, "%s%s", notes[n->state], eyes_who(&rq->c, &e))
	               : notes[n->state];
}

static enum err show(struct req *rq)
{
	struct news *n = seen(rq);
	if (!n)
		return ERR_MISSING;
	struct news_page p = {.n = *n, .paragraphs = text_split(rq->c.mem, n->body, "\n")};
	if (!rq->json) {
		p.note = note_of(rq, n);
		fill_desk(rq, &p);
		p.form = req_form(rq, news_life.moves->takes, NULL);
	}
	page_title(rq, n->title, "/news");
	return render(rq, &show_view, &p);
}

static const char *path_of(struct req *rq, const char *uid)
{
	return arena_printf(rq->c.mem, "/news/%s", uid ? uid : "");
}

static enum err act(struct req *rq)
{
	struct news_act in = {.revision = -1};
	if (!seen(rq)) /* whatever was typed */
		return ERR_MISSING;
	if (req_read(rq, rq->route->takes, &in) != OK)
		return ERR_INVALID;
	return done(rq,
	            news_move(&rq->c, rq->id, (enum news_action)rq->route->data, in.reason,
	                      in.revision),
	            path_of(rq, rq->id));
}

/* ---- writing ---- */

static enum err form(struct req *rq, const struct news_entry *e, struct news_form_page *p)
{
	p->form = req_form(rq, news_entry_fields, e);
	p->place = place_picker(rq, p->form, "place", "哪里的消息");
	p->place->townships = p->place->county = p->place->required = true;
	page_title(rq, p->heading, "/news/desk");
	return render(rq, &form_view, p);
}

static enum err blank(struct req *rq)
{
	struct news_entry *e = ARENA_NEW(rq->c.mem, struct news_entry);
	struct news_form_page p = {.url = "/news", .heading = "写一篇"};
	return form(rq, e, &p);
}

static enum err create(struct req *rq)
{
	struct news_entry in = {.n.kind = -1};
	const char *uid = NULL;
	enum err e = req_read(rq, news_entry_fields, &in);
	if (e == OK)
		e = news_write(&rq->c, &in, &uid);
	return created(rq, e, path_of(rq, uid));
}

static enum err correct(struct req *rq)
{
	struct news *n = seen(rq);
	if (!n)
		return ERR_MISSING;
	enum err e = life_check(&rq->c, &news_life, n,
	                        &(struct life_ask){.action = NEWS_EDIT, .revision = &n->revision});
	if (e != OK)
		return e;
	struct news_form_page p = {.url = arena_printf(rq->c.mem, "/news/%s/edit", n->uid),
	                           .heading = "修改文章",
	                           .editing = true};
	struct news_entry *held = ARENA_NEW(rq->c.mem, struct news_entry);
	held->n = *n;
	return form(rq, held, &p);
}

static enum err edit(struct req *rq)
{
	struct news *n = seen(rq);
	if (!n)
		return ERR_MISSING;
	struct news_entry in = {.n = *n};
	enum err e = req_read(rq, news_entry_fields, &in);
	if (text_empty(req_body(rq, "revision")))
		in.n.revision = -1;
	if (e == OK)
		e = news_edit(&rq->c, rq->id, &in);
	return done(rq, e, path_of(rq, rq->id));
}
