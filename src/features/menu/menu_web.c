#include "features/menu/menu_web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/cursor.h"
#include "core/feature.h"
#include "features/menu/menu_desk_web.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "gen/menu.html.h"
#include "web/show.h"

struct ask {
	int64_t sort, state, form;
	const char *place, *corps, *category, *q, *after;
};
static const char *const state_or_any[] = {"draft", "submitted", "open", "retired", "any", NULL};
#define ASKS                                                                                       \
	FIELD(struct ask, place, .max = 12, .doc = "division code; what is offered there"),        \
		FIELD(struct ask, corps, .max = 40, .doc = "id of a corps"),                       \
		FIELD(struct ask, category, .max = 40, .doc = "word of /categories"),              \
		FIELD(struct ask, form, .words = menu_form_words),                                 \
		FIELD(struct ask, q, .max = 60, .doc = "part of title or text"),                   \
		FIELD(struct ask, sort, .words = menu_sort_words, .labels = menu_sort_labels),     \
		CURSOR_FIELD(struct ask)
static const struct field ask_fields[] = {ASKS, {0}};
static const struct field desk_fields[] = {
	ASKS,
	FIELD(struct ask, state, .words = state_or_any, .doc = "any: whatever its state"),
	{0}};

static enum err catalogue(struct req *rq), desk(struct req *rq), show(struct req *rq),
	act(struct req *rq);

static const struct view list_view = {menu_list_html, menu_item_fields, .list = true,
                                      .section = "menu"};
static const struct view desk_view = {menu_desk_html, menu_item_fields, .list = true, .desk = true,
                                      .section = "menu"};
static const struct view show_view = {menu_show_html, menu_item_fields, .section = "menu"};

const struct route menu_routes[] = {
	{GET, "/menu", catalogue, PERM_PUBLIC, "What can be ordered, where and when",
         .asks = ask_fields, .gives = &list_view, .flags = ROUTE_HEAVY},
	{GET, "/menu/desk", desk, MENU_PROPOSE,
         "Items the caller keeps: proposed, in review, retired", .asks = desk_fields,
         .gives = &desk_view, .flags = ROUTE_HEAVY},
	{GET, "/menu/new", menu_desk_new, MENU_PROPOSE, "Form for a new item",
         .flags = ROUTE_PAGE | ROUTE_HEAVY},
	{POST, "/menu", menu_desk_create, MENU_PROPOSE,
         "Proposes an item: a draft, or handed in at once", .takes = menu_entry_fields,
         .gives = &show_view, .done = "已存好。交了审核的，等审核员看过后上架；草稿要接着交审核。"},
	{GET, "/menu/:id", show, PERM_PUBLIC, "One item", .gives = &show_view},
	{PATCH, "/menu/:id", menu_desk_edit, MENU_PROPOSE, "Changes a draft",
         .takes = menu_entry_fields, .gives = &show_view, .done = "改好了。"},
	{GET, "/menu/:id/edit", menu_desk_form, MENU_PROPOSE, "Form of a draft",
         .flags = ROUTE_PAGE | ROUTE_HEAVY},
	{POST, "/menu/:id/edit", menu_desk_edit, MENU_PROPOSE, "Changes a draft",
         .takes = menu_entry_fields, .flags = ROUTE_PAGE,
         .done = "改好了。还没有上架，改完请交审核。"},
	{POST, "/menu/:id/:move", act, .life = &menu_life, .gives = &show_view},
	{0},
};

FEATURE(menu);
const struct route *const menu_paths[] = {menu_routes, NULL};

static struct finding *find(struct ctx *c, const char *q, size_t most, size_t *count)
{
	const struct menu_query query = {.state = -1, .form = -1, .q = q};
	const char *next;
	struct menu_item *m = menu_list(c, &query, count, &next);
	*count = *count < most ? *count : most;
	struct finding *f = ARENA_ARRAY(c->mem, struct finding, *count + 1);
	for (size_t i = 0; i < *count; i++)
		f[i] = (struct finding){
			m[i].uid, m[i].title,
			arena_printf(c->mem, "%s · %s", m[i].category_label, m[i].area_name),
			arena_printf(c->mem, "/menu/%s", m[i].uid)};
	return f;
}

const struct finder menu_finders[] = {
	{"menu", "服务项目", "check2", "/menu", .seat = 3, .find = find},
	{0},
};

static const char *free_text(struct req *rq, const struct menu_item *m)
{
	if (m->state != MENU_OPEN)
		return "";
	if (!m->next_free)
		return "已约满，可候补";
	static const char *const now[] = {"今天有名额", "本周有名额", "本月有名额"};
	if (m->next_free == rq->c.now)
		return m->capacity ? now[m->period] : "随时可点";
	bool next = clock_local(m->next_free).year != clock_local(rq->c.now).year;
	return arena_printf(rq->c.mem, "%s%s起有名额", next ? "明年" : "",
	                    show_day(rq->c.mem, m->next_free));
}

static struct menu_card card_of(struct req *rq, const struct menu_item *m)
{
	struct arena *a = rq->c.mem;
	int64_t told = m->good + m->fair + m->bad;
	return (struct menu_card){
		.m = m,
		.url = arena_printf(a, "/menu/%s", m->uid),
		.free = free_text(rq, m),
		.verdict = told ? arena_printf(a, "满意 %lld / %lld", (long long)m->good,
	                                       (long long)told)
	                        : "",
		.amount = m->capacity ? arena_printf(a, "%s %lld 单", menu_period_labels[m->period],
	                                             (long long)m->capacity)
	                              : "名额不限",
	};
}

struct menu_card *menu_cards(struct req *rq, const struct menu_item *m, size_t n)
{
	struct menu_card *cards = ARENA_ARRAY(rq->c.mem, struct menu_card, n + 1);
	for (size_t i = 0; i < n; i++)
		cards[i] = card_of(rq, &m[i]);
	return cards;
}

const struct choice *menu_corps_choices(struct req *rq, const char *any)
{
	size_t n;
	struct team *t = team_corps(&rq->c, &n);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	all[0] = (struct choice){"", any};
	for (size_t i = 0; i < n; i++)
		all[i + 1] = (struct choice){t[i].uid, t[i].name};
	return all;
}

const struct choice *menu_category_choices(struct req *rq, const char *any)
{
	size_t n, k = 0;
	struct skill *s = skill_list(&rq->c, NULL, &n);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	if (any)
		all[k++] = (struct choice){"", any};
	for (size_t i = 0; i < n; i++)
		all[k++] = (struct choice){s[i].word, s[i].label};
	return all;
}

static const struct choice *word_choices(struct req *rq, const char *const *words,
                                         const char *const *labels, const char *any)
{
	size_t n = 0, k = 0;
	while (words[n])
		n++;
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	if (any)
		all[k++] = (struct choice){"any", any};
	for (size_t i = 0; i < n; i++)
		all[k++] = (struct choice){words[i], labels[i]};
	return all;
}

static bool proposes(const struct req *rq)
{
	return access_reach(rq->c.who, MENU_PROPOSE) != REACH_NONE;
}

/* The address of the same list with another corps, or its next page. */
static const char *address(struct req *rq, const char *path, const struct ask *q, const char *corps,
                           const char *after)
{
	return place_address(
		rq->c.mem, path, "place", q->place, "corps", corps, "category", q->category, "q",
		q->q, "sort", q->sort ? menu_sort_words[q->sort] : NULL, "form",
		q->form >= 0 ? menu_form_words[q->form] : NULL, "state",
		q->state >= 0 && q->state <= MENU_STATES ? state_or_any[q->state] : NULL, "after",
		after, NULL);
}

static void fill_choices(struct req *rq, struct menu_page *p, const struct ask *q, const char *path)
{
	p->corps_choices = menu_corps_choices(rq, "全部专业队");
	p->category_choices = menu_category_choices(rq, "全部类别");
	p->sort_choices = word_choices(rq, menu_sort_words, menu_sort_labels, NULL);
	p->state_choices = word_choices(rq, menu_state_words, menu_state_labels, "全部");
	p->place = place_picker(rq, NULL, "place", "乡镇");
	p->place->townships = true;
	p->place->villages = false;
	p->place->held = q->place;
	size_t n = 0;
	while (p->corps_choices[n].label)
		n++;
	struct menu_tab *tabs = ARENA_ARRAY(rq->c.mem, struct menu_tab, n + 1);
	for (size_t i = 0; i < n; i++)
		tabs[i] = (struct menu_tab){
			p->corps_choices[i].label,
			address(rq, path, q, p->corps_choices[i].value, NULL),
			text_equal(q->corps ? q->corps : "", p->corps_choices[i].value)};
	p->tabs = tabs;
}

static enum err list(struct req *rq, const struct ask *q, bool at_desk, const char *path)
{
	struct menu_page p = {.q = q->q,
	                      .corps = q->corps,
	                      .category = q->category,
	                      .sort = menu_sort_words[q->sort],
	                      .propose = proposes(rq),
	                      .narrowed = req_narrowed(rq),
	                      .state = q->state < 0 ? "any" : state_or_any[q->state]};
	struct menu_query query = {.state = q->state == MENU_STATES ? -1 : q->state,
	                           .sort = q->sort,
	                           .form = q->form,
	                           .place = q->place,
	                           .corps = q->corps,
	                           .category = q->category,
	                           .q = q->q,
	                           .after = q->after,
	                           .desk = at_desk};
	struct menu_item *rows = menu_list(&rq->c, &query, &p.count, &p.list.next);
	p.list = (struct list){rows, p.count, sizeof *rows, p.list.next};
	if (!rq->json) {
		p.cards = menu_cards(rq, rows, p.count);
		fill_choices(rq, &p, q, path);
		if (p.list.next)
			p.more = address(rq, path, q, q->corps, p.list.next);
	}
	for (size_t i = 0; i < p.count; i++)
		p.waiting += rows[i].state == MENU_SUBMITTED;
	return render(rq, at_desk ? &desk_view : &list_view, &p);
}

static enum err catalogue(struct req *rq)
{
	struct ask q = {.state = -1, .form = -1};
	if (req_asks(rq, ask_fields, &q) != OK)
		return ERR_INVALID;
	page_title(rq, "供单目录", NULL);
	return list(rq, &q, false, "/menu");
}

static enum err desk(struct req *rq)
{
	struct ask q = {.state = -1, .form = -1, .sort = MENU_BY_NEW};
	if (req_asks(rq, desk_fields, &q) != OK)
		return ERR_INVALID;
	page_title(rq, "供单库管理", NULL);
	return list(rq, &q, true, "/menu/desk");
}

/* ---- one item ---- */

static const char *event_text(struct arena *mem, const struct menu_event *e)
{
	const struct life_move *m = life_named(&menu_life, e->action);
	return arena_printf(mem, "%s %s：%s%s", show_time(mem, e->at), e->actor ? e->actor : "系统",
	                    m ? m->label : e->action,
	                    text_empty(e->reason) ? "" : arena_printf(mem, "（%s）", e->reason));
}

static void add_button(struct req *rq, struct menu_item_page *p, int action, const char *icon)
{
	const struct life_move *m = life_row(&menu_life, action, p->m.state);
	struct menu_act *held = ARENA_NEW(rq->c.mem, struct menu_act);
	*held = (struct menu_act){.capacity = p->m.capacity, .revision = p->m.revision};
	struct form *f = req_form_to(rq, m->takes, held, "/menu/%s/%s", p->m.uid, m->word);
	f->prefix = arena_printf(rq->c.mem, "%s-", m->word);
	const char *asks = action == MENU_ADJUST ? "capacity" : m->reason ? "reason" : NULL;
	p->buttons[p->button_count++] = (struct menu_button){m->word, m->label, icon,
	                                                     asks,    !asks,    f};
}

static void fill_desk(struct req *rq, struct menu_item_page *p)
{
	static const struct {
		int action;
		const char *icon;
	} looks[] = {{MENU_SUBMIT, "send"}, {MENU_APPROVE, "ok"},  {MENU_RESTORE, "undo"},
	             {MENU_ADJUST, "adj"},  {MENU_RETURN, "back"}, {MENU_RETIRE, "lock"}};
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (life_may(&rq->c, &menu_life, &p->m, looks[i].action))
			add_button(rq, p, looks[i].action, looks[i].icon);
	if (life_may(&rq->c, &menu_life, &p->m, MENU_EDIT))
		p->edit_url = arena_printf(rq->c.mem, "/menu/%s/edit", p->m.uid);
	struct subject s = {.path = p->m.area_path};
	if (!access_may(rq->c.who, MENU_PROPOSE, &s) && p->m.proposer != rq->c.who->id)
		return;
	const char *next;
	p->events = menu_events(&rq->c, p->m.id, req_query(rq, "log"), &p->event_count, &next);
	if (next)
		p->earlier = arena_printf(rq->c.mem, "/menu/%s?log=%s#log", p->m.uid, next);
	p->event_text = ARENA_ARRAY(rq->c.mem, const char *, p->event_count + 1);
	for (size_t i = 0; i < p->event_count; i++)
		p->event_text[i] = event_text(rq->c.mem, &p->events[i]);
}

static const char *state_note(struct req *rq, const struct menu_item *m)
{
	struct eyes e = menu_eyes(m);
	static const char *const notes[MENU_STATES] = {
		"这是草稿，交审核、通过以后才会上目录。", "等待审核，审核人不能是提出或改过的人。",
		NULL, "这个项目已经下架，点过的单子和评价都还在。"};
	return m->state == MENU_SUBMITTED
	               ? arena_printf(rq->c.mem, "%s%s", notes[m->state], eyes_who(&rq->c, &e))
	               : notes[m->state];
}

static enum err show(struct req *rq)
{
	struct menu_item *m = menu_by_uid(&rq->c, rq->id);
	if (!m || !menu_visible(&rq->c, m))
		return refuse(rq, ERR_MISSING, NULL, "没有这个服务项目，或者您不能查看。");
	struct menu_item_page p = {
		.m = *m,
		.card = card_of(rq, m),
	};
	if (!rq->json) {
		p.state_note = state_note(rq, m);
		p.length = arena_printf(rq->c.mem, "约 %lld 分钟，去 %lld 人",
		                        (long long)m->minutes, (long long)m->people);
		if (m->state == MENU_OPEN)
			p.order_url = arena_printf(rq->c.mem, "/orders/new?service=%s", m->uid);
		fill_desk(rq, &p);
		p.form = req_form(rq, menu_life.moves->takes, NULL);
	}
	page_title(rq, m->title, "/menu");
	return render(rq, &show_view, &p);
}

static enum err act(struct req *rq)
{
	enum menu_action a = (enum menu_action)rq->route->data;
	struct menu_act in = {.revision = -1};
	struct menu_item *m = menu_by_uid(&rq->c, rq->id);
	if (!m || !menu_visible(&rq->c, m)) /* a foreign one is missing, whatever was typed */
		return menu_move(&rq->c, rq->id, a, &in);
	if (req_read(rq, rq->route->takes, &in) != OK)
		return ERR_INVALID;
	return done(rq, menu_move(&rq->c, rq->id, a, &in),
	            arena_printf(rq->c.mem, "/menu/%s", rq->id));
}
