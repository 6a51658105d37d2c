/* order_web.c - the routes of an order: list, form, page, its moves, its contact. */
#include "features/order/order_web.h"
#include "features/order/category.h"
#include "features/order/order_draft.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"
#include "features/propose/propose.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/feature.h"
#include "features/menu/menu.h"
#include "features/order/order_priv.h"
#include "features/place/place.h"
#include "gen/order.html.h"
#include "web/show.h"

#include <string.h>

static enum err list(struct req *rq), create(struct req *rq), show(struct req *rq);
static enum err act(struct req *rq), edit(struct req *rq), events(struct req *rq);
static enum err new_form(struct req *rq), edit_form(struct req *rq), contact(struct req *rq);
static enum err verdict(struct req *rq), categories(struct req *rq);

static const struct view show_view = {
	.html = order_show_html, .fields = order_page_fields, .section = "wall"};
static const struct view own_view = {
	.html = order_show_html, .fields = order_page_fields, .section = "mine"};
static const struct view list_view = {.html = order_list_html,
                                      .fields = order_page_fields,
                                      .list = true,
                                      .desk = true,
                                      .section = "orders"};
struct events_ask {
	const char *after;
};
static const struct field events_asks[] = {CURSOR_FIELD(struct events_ask), {0}};
static const struct view events_view = {.fields = order_event_fields, .list = true};
static const struct view categories_view = {.fields = category_fields, .list = true};
static const struct view form_view = {.html = order_form_html, .section = "order"};
static const struct view elder_form_view = {.html = order_form_elder_html, .section = "order"};
static const struct view service_form_view = {.html = order_form_service_html, .section = "order"};
static const struct view verdict_view = {.html = order_verdict_html, .section = "mine"};

static const char *const any_state[] = {
	"draft", "submitted", "open",   "wall",    "offered", "accepted",  "scheduled", "serving",
	"done",  "callback",  "closed", "refused", "merged",  "cancelled", "any",       NULL,
};
#define Q(m, ...) FIELD(struct order_query, m, __VA_ARGS__)
static const struct field query_fields[] = {
	Q(state, .words = any_state, .doc = "any unless given"),
	Q(place, .label = "地区", .as = AS_PLACE, .max = 12,
          .doc = "code; also everything below it"),
	Q(category, .as = AS_CODE, .max = 40),
	Q(q, .label = "标题或单号里有", .max = 60, .doc = "part of title or number"),
	Q(after, .max = 40, .doc = "`next` of the page before"),
	{0}};

static const struct field reason_fields[] = {FIELD(struct order_act, reason, .required = true,
                                                   .min = 2, .max = 200, .label = "为什么要看",
                                                   .hint = "例：联系上门时间。会留下记录"),
                                             RECORD("OrderContact", "Why one looks.")};

static const struct field contact_fields[] = {
	FIELD_AS(struct order_page, o.uid, "id"),
	FIELD_AS(struct order_page, o.contact_name, "name"),
	FIELD_AS(struct order_page, o.phone, "phone", .doc = "null: none was left"),
	FIELD_AS(struct order_page, o.address, "address"),
	RECORD("OrderContact", "How to reach who waits for an order."),
};
static const struct view contact_view = {order_show_html, contact_fields, .section = "wall"};

const struct route order_routes[] = {
	{GET, "/orders", list, PERM_PUBLIC, "Orders the caller may see, newest first",
         .asks = query_fields, .gives = &list_view, .flags = ROUTE_HEAVY},
	{POST, "/orders", create, ORDER_CREATE, "Find an order: a draft, or submitted at once",
         .takes = order_draft_fields, .gives = &show_view,
         .done = "草稿已存好，还没有提交。要有人来办，请提交审核。"},
	{GET, "/orders/new", new_form, ORDER_CREATE, "The order form", .flags = ROUTE_PAGE},
	{GET, "/orders/:id", show, PERM_PUBLIC, "One order, as far as the caller may see it",
         .gives = &show_view},
	{PATCH, "/orders/:id", edit, ORDER_OWN, "Change a draft", .takes = order_draft_fields,
         .gives = &show_view, .done = "改好了。"},
	{GET, "/orders/:id/edit", edit_form, ORDER_OWN, "The form of a draft", .flags = ROUTE_PAGE},
	{POST, "/orders/:id/edit", edit, ORDER_OWN, "Change a draft", .takes = order_draft_fields,
         .flags = ROUTE_PAGE, .done = "改好了。还是草稿的，要有人来办，请提交审核。"},
	{GET, "/orders/:id/events", events, PERM_SIGNED_IN, "Every move of an order",
         .asks = events_asks, .gives = &events_view, .flags = ROUTE_API},
	{GET, "/orders/:id/verdict", verdict, ORDER_VERDICT, "Three faces and one line",
         .flags = ROUTE_PAGE},
	{POST, "/orders/:id/contact", contact, PERM_SIGNED_IN,
         "Open the contact data, with a reason; logged", .takes = reason_fields,
         .gives = &contact_view, .data = ACT_COUNT, .flags = ROUTE_LOOK, .done = ""},
	{GET, "/categories", categories, PERM_PUBLIC, "What orders may be about",
         .gives = &categories_view, .flags = ROUTE_API},
	{POST, "/orders/:id/:move", act, .life = &order_life, .gives = &show_view},
	{0},
};

FEATURE(order);
const struct route *const order_paths[] = {order_home_routes,   order_routes,
                                           order_follow_routes, order_desk_routes,
                                           order_goers_routes,  NULL};

static const char *url_of(struct req *rq, const char *uid)
{
	return arena_printf(rq->c.mem, "/orders/%s", uid);
}

static struct order *in_sight(struct req *rq, const char *uid)
{
	struct order *o = order_by_uid(&rq->c, uid);
	return o && order_sight(&rq->c, o) != SIGHT_NONE && order_wall_open(&rq->c) ? o : NULL;
}

bool order_hears(struct req *rq, const char *uid)
{
	return in_sight(rq, uid) != NULL;
}

/* The order of the address, if the asker may see it; else refused and NULL. */
static struct order *seen(struct req *rq)
{
	struct order *o = in_sight(rq, rq->id);
	if (o)
		return o;
	refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	return NULL;
}

static enum err list(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct order_query q = {.state = ORDER_STATES, .urgency = -1};
	enum err e = req_asks(rq, query_fields, &q);
	if (e != OK)
		return e;
	if (!order_wall_open(&rq->c))
		return refuse(rq, ERR_SIGNIN, NULL, "心愿墙要登录后才能看。");
	if (q.state == ORDER_STATES)
		q.state = ORDER_NOWHERE;
	struct orders_page page = {.place = q.place,
	                           .q = q.q,
	                           .heading = "单子",
	                           .state = q.state >= 0 ? order_state_words[q.state] : ""};
	struct order *rows = order_list(c, &q, &page.count, &page.list.next);
	struct order_page *items = ARENA_ARRAY(c->mem, struct order_page, page.count + 1);
	for (size_t i = 0; rq->json && i < page.count; i++)
		items[i] = *order_page_of(rq, &rows[i]);
	page.list = (struct list){
		.items = items, .count = page.count, .size = sizeof *items, .next = page.list.next};
	if (!rq->json)
		order_list_fill(rq, &page, rows);
	page_title(rq, "单子", NULL);
	return render(rq, &list_view, &page);
}

/* What a menu item says need not be typed. */
static struct menu_item *from_menu(struct req *rq, const char *service, struct order_draft *d)
{
	struct menu_item *m = menu_by_uid(&rq->c, service);
	if (!m || !menu_visible(&rq->c, m))
		return NULL;
	d->kind = KIND_MENU;
	d->form = m->form;
	d->people = m->people;
	d->title = m->title;
	d->category = m->category;
	d->service = m->uid;
	return m->state == MENU_OPEN ? m : NULL; /* else order_create() says why not */
}

/* Asked for, or a wish of one's own in the elder version unless the long form is wanted (?elder=0). */
static bool elder(const struct req *rq)
{
	const char *asked = req_query(rq, "elder");
	if (!text_empty(asked))
		return !text_equal(asked, "0");
	return text_equal(rq->path, "/orders/new") && order_elder_mode(rq) &&
	       text_empty(req_query(rq, "service")) && text_empty(req_query(rq, "for")) &&
	       text_empty(req_query(rq, "anew"));
}

/* One field: what is too long for a title goes into the detail, the category is proposed. */
static enum err read_elder(struct req *rq, struct order_draft *d)
{
#define E(m, ...) FIELD(struct order_draft, m, __VA_ARGS__)
	static const struct field fields[] = {
		E(title, .required = true, .min = 2, .max = 2000, .as = AS_LINES,
	          .label = "想请人帮什么忙"),
		E(category),
		E(place, .required = true, .label = "在哪个村（社区）"),
		E(public_ok, .label = "公开"),
		E(submit, .label = "提交"),
		{0}};
#undef E
	struct ctx *c = &rq->c;
	enum err e = req_read(rq, fields, d);
	if (e != OK)
		return e;
	if (text_length(d->title) > 60 || strpbrk(d->title, "\n\t")) {
		d->detail = d->title;
		d->title = text_cut(c->mem, *text_split(c->mem, d->title, "\n\t"), 59);
	}
	struct propose_category *k = d->category ? NULL : propose_category(c, d->title);
	if (k)
		d->category = k->word;
	return d->category ? OK : refuse(rq, ERR_INVALID, "category", "请选一下是哪一类。");
}

static enum err create(struct req *rq)
{
	struct order_draft d = {.urgency = URGENCY_NORMAL, .people = 1};
	from_menu(rq, req_body(rq, "service"), &d);
	enum err e = elder(rq) && !rq->json ? read_elder(rq, &d)
	                                    : req_read(rq, order_draft_fields, &d);
	const char *uid = NULL;
	bool twin = false;
	if (e == OK && !rq->json)
		e = order_again(&rq->c, &d, &uid, &twin);
	if (twin)
		return done(rq, OK, page_again(rq, url_of(rq, uid)));
	if (e == OK && !uid)
		e = order_create(&rq->c, &d, &uid);
	struct order *o = e == OK ? order_by_uid(&rq->c, uid) : NULL;
	if (o && o->state == ORDER_SUBMITTED)
		order_say(rq, o, ACT_SUBMIT);
	return created(rq, e, uid ? url_of(rq, uid) : NULL);
}

/* Among those of /mine: asked by him, or by him for somebody. */
static bool is_own(struct req *rq, const struct order *o)
{
	int64_t who = rq->c.who->id;
	return who && (o->requester == who || o->proxy == who);
}

static enum err show(struct req *rq)
{
	struct order *o = seen(rq);
	if (!o)
		return ERR_MISSING;
	bool own = is_own(rq, o);
	page_title(rq, "单子详情", own ? "/mine" : "/wall");
	return render(rq, own ? &own_view : &show_view, order_page_of(rq, o));
}

/* The desk on which it lay in that state. */
static const char *desk_of(enum order_state from)
{
	return from == ORDER_SUBMITTED ? "/review" : from == ORDER_OPEN ? "/dispatch" : "/work";
}

/* His move took it out of his sight: told its state once, or back to his desk. */
static enum err farewell(struct req *rq, const struct order *o, enum order_state from)
{
	struct order_page p = {.o = {.uid = o->uid,
	                             .state = o->state,
	                             .revision = o->revision,
	                             .kind = o->kind,
	                             .form = o->form,
	                             .urgency = o->urgency},
	                       .state_label = order_state_labels[o->state],
	                       .actions = (const char *const[]){NULL}};
	if (rq->then && text_starts(rq->then, "/orders/")) /* its own page */
		rq->then = NULL;
	return rq->json ? render(rq, &show_view, &p) : done(rq, OK, desk_of(from));
}

static enum err act(struct req *rq)
{
	enum order_action a = (enum order_action)rq->route->data;
	struct order_act in = ORDER_ACT_EMPTY;
	struct order *o = order_by_uid(&rq->c, rq->id);
	enum order_state from = o ? (enum order_state)o->state : ORDER_DRAFT;
	bool seen = o && order_sight(&rq->c, o) != SIGHT_NONE;
	rq->back = a == ACT_CLAIM ? "/wall" : seen ? url_of(rq, rq->id) : NULL;
	enum err e = req_read(rq, rq->route->takes, &in);
	if (e == OK || !o || !order_may(&rq->c, o, a)) { /* a move he may not make says so first */
		rq->c.problem_count = e == OK ? rq->c.problem_count : 0;
		e = order_move(&rq->c, rq->id, a, &in);
	}
	o = e == OK ? order_by_uid(&rq->c, rq->id) : NULL;
	if (o && o->state == (int64_t)from)
		page_stays(rq);
	if (o)
		order_say(rq, o, a);
	if (o && a == ACT_UNDO && !rq->json)
		return done(rq, e, order_desk_again(rq, rq->id));
	return o && order_sight(&rq->c, o) == SIGHT_NONE ? farewell(rq, o, from)
	                                                 : done(rq, e, url_of(rq, rq->id));
}

static enum err edit(struct req *rq)
{
	struct order *o = seen(rq);
	if (!o)
		return ERR_MISSING;
	struct order_draft d = *order_draft_of(&rq->c, o);
	d.revision = -1;
	d.submit = false;
	bool may = order_may(&rq->c, o, ACT_EDIT); /* who may not is told so before his fields */
	enum err e = may ? req_read(rq, order_draft_fields, &d) : OK;
	if (e == OK)
		e = order_edit(&rq->c, rq->id, &d);
	return done(rq, e, url_of(rq, rq->id));
}

static enum err events(struct req *rq)
{
	struct order *o = seen(rq);
	if (!o)
		return ERR_MISSING;
	if (order_sight(&rq->c, o) < SIGHT_PARTY)
		return refuse(rq, ERR_DENIED, NULL, "这一单的经过只给有关的人看。");
	struct events_ask ask = {0};
	if (req_asks(rq, events_asks, &ask) != OK)
		return ERR_INVALID;
	struct list l = {.size = sizeof(struct order_event)};
	l.items = order_page_events(rq, o, cursor_read(ask.after), &l.count, &l.next);
	return render(rq, &events_view, &l);
}

static enum err contact(struct req *rq)
{
	struct order *o = seen(rq);
	if (!o)
		return ERR_MISSING;
	struct order_act in = ORDER_ACT_EMPTY;
	enum err e = req_read(rq, reason_fields, &in);
	if (e != OK)
		return e;
	struct order *open = arena_memdup(rq->c.mem, o, sizeof *o);
	e = order_reveal(&rq->c, open, in.reason);
	if (e != OK)
		return e;
	struct order_page *p = order_page_of(rq, o);
	p->o.phone = open->phone || rq->json ? open->phone : "没有留电话";
	p->dial = show_dial(rq->c.mem, open->phone);
	p->o.contact_name = open->contact_name;
	p->o.address = open->address;
	page_title(rq, "单子详情", "/wall");
	return render(rq, &contact_view, p);
}

static enum err form_page(struct req *rq, const struct order_draft *d, struct order_form_page *p)
{
	struct ctx *c = &rq->c;
	p->form = req_form(rq, order_draft_fields, d);
	p->categories = order_choices_categories(rq, "请选择");
	p->townships = order_choices_places(rq, NULL, "请选择");
	p->villages = order_choices_villages(rq);
	p->proxy = access_reach(c->who, ORDER_ENTER) != REACH_NONE;
	p->elder = elder(rq);
	page_title(rq, p->heading, p->item ? arena_printf(c->mem, "/menu/%s", p->item->uid) : "/");
	return render(rq,
	              p->item    ? &service_form_view
	              : p->elder ? &elder_form_view
	                         : &form_view,
	              p);
}

/* The village of his account, which need not be asked for again; NULL: he chooses. */
static const char *home_of(struct req *rq, const struct place *home)
{
	bool other = text_equal(req_query(rq, "place"), "other");
	if (!home || home->kind == PLACE_COUNTY || home->state != PLACE_OPEN || other)
		return NULL;
	for (int i = 0; rq->sent && i < rq->sent->problem_count; i++)
		if (text_equal(rq->sent->problems[i].field, "place"))
			return NULL;
	return place_title(&rq->c, home->id);
}

/* He wrote what he wants and chose no category: the likely one stands chosen, as a proposal. */
static void propose(struct req *rq, struct order_draft *d, struct order_form_page *p)
{
	const char *title = req_came_back(rq, "title");
	if (text_empty(title) || !text_empty(req_came_back(rq, "category")))
		return;
	struct propose_category *k = propose_category(&rq->c, title);
	if (!k)
		return;
	d->category = k->word;
	p->proposed = k->label;
}

/* An order of his own that was cancelled, as a new one: what it asked for, not when, if that is over. */
static bool from_cancelled(struct req *rq, const char *uid, struct order_draft *d)
{
	struct order *o = text_empty(uid) ? NULL : order_by_uid(&rq->c, uid);
	if (!o || !is_own(rq, o) || o->state != ORDER_CANCELLED)
		return false;
	*d = *order_draft_of(&rq->c, o);
	if (o->proxy != rq->c.who->id) /* it was asked for by another: now he asks himself */
		d->for_name = d->for_phone = d->for_address = NULL;
	d->consent_at = d->revision = 0;
	d->queue = false;
	d->submit = true;
	if (d->wanted_until < rq->c.now)
		d->wanted_from = d->wanted_until = 0;
	return true;
}

static enum err new_form(struct req *rq)
{
	struct place *home = rq->c.who->home ? place_get(&rq->c, rq->c.who->home) : NULL;
	bool other = !text_empty(req_query(rq, "for")) ||
	             !text_empty(req_came_back(rq, "beneficiary.name")) ||
	             !text_empty(req_came_back(rq, "consent.by"));
	struct order_draft d = {.urgency = URGENCY_NORMAL,
	                        .people = 1,
	                        .submit = true,
	                        .kind = other ? KIND_VISIT : KIND_WISH,
	                        .place = home && home->kind != PLACE_COUNTY ? home->code : NULL};
	struct order_form_page p = {.action_url = elder(rq) ? "/orders?elder=1" : "/orders",
	                            .for_other = other,
	                            .home_title = home_of(rq, home),
	                            .heading = other ? "寻单登记" : "我要点单"};
	bool anew = from_cancelled(rq, req_query(rq, "anew"), &d);
	const char *service = anew ? d.service : req_query(rq, "service");
	p.item = from_menu(rq, service ? service : req_came_back(rq, "service"), &d);
	if (!p.item && !text_empty(service)) {
		rq->back = "/menu";
		return refuse(rq, ERR_MISSING, NULL,
		              "您选的服务项目已经下架或者不在了，请到供单目录另选一项。");
	}
	if (!p.item)
		propose(rq, &d, &p);
	return form_page(rq, &d, &p);
}

static enum err edit_form(struct req *rq)
{
	struct order *o = seen(rq);
	if (!o)
		return ERR_MISSING;
	if (!order_may(&rq->c, o, ACT_EDIT)) {
		rq->c.state = order_state_words[o->state];
		return refuse(rq, ERR_STATE, NULL, "这一单现在是“%s”，不能再修改。",
		              order_state_labels[o->state]);
	}
	struct order_form_page p = {
		.action_url = arena_printf(rq->c.mem, "/orders/%s/edit", o->uid),
		.editing = true,
		.for_other = o->proxy != 0,
		.heading = "修改单子",
		.item = menu_by_uid(&rq->c, o->service)};
	return form_page(rq, order_draft_of(&rq->c, o), &p);
}

static enum err verdict(struct req *rq)
{
	struct order *o = seen(rq);
	if (!o)
		return ERR_MISSING;
	if (!order_may(&rq->c, o, ACT_EVALUATE)) {
		rq->c.state = order_state_words[o->state];
		return refuse(rq, ERR_STATE, NULL, "这一单现在是“%s”，还不能评价，或者已经评过了。",
		              order_state_labels[o->state]);
	}
	bool proxy = order_verdict_proxy(&rq->c, o);
	struct order_page *p = order_page_of(rq, o);
	struct order_act *defaults = ARENA_NEW(rq->c.mem, struct order_act);
	*defaults = (struct order_act){.revision = o->revision};
	static const struct choice hows[] = {{"", "请选择"},           {"phone", "电话"},
	                                     {"in_person", "当面"},    {"written", "书面"},
	                                     {"online", "微信或短信"}, {NULL, NULL}};
	struct verdict_page page = {
		.hows = hows,
		.form = req_form(rq, proxy ? order_takes_witnessed : order_takes_evaluate,
	                         defaults),
		.url = arena_printf(rq->c.mem, "/orders/%s/evaluate", o->uid),
		.title = p->o.title,
		.number = p->o.number,
		.team = p->serving,
		.visit = p->visit,
		.report = p->o.report,
		.order_url = url_of(rq, o->uid),
		.proxy = proxy,
	};
	page_title(rq, "收单评价", page.order_url);
	return render(rq, &verdict_view, &page);
}

static enum err categories(struct req *rq)
{
	struct list l = {.size = sizeof(struct category)};
	struct category *k = category_list(&rq->c, &l.count);
	l.items = k;
	return render(rq, &categories_view, &l);
}
