#include "features/complaint/complaint_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "features/order/order_web.h"
#include "features/place/place_web.h"
#include "gen/complaint.html.h"

struct said {
	const char *number, *phone, *text;
};
#define SAID_TEXT(must)                                                                            \
	FIELD(struct said, text, .required = (must), .min = 4, .max = 2000, .as = AS_LINES,        \
	      .label = "哪里不满意", .hint = "写清什么时候、什么事；服务方看不到")
static const struct field add_fields[] = {SAID_TEXT(true),
                                          RECORD("Complaint", "What somebody complains of.")};
static const struct field guest_fields[] = {FIELD(struct said, number, .required = true, .max = 20,
                                                  .label = "单号", .hint = "例：DD20261123-0001"),
                                            FIELD(struct said, phone, .required = true,
                                                  .as = AS_PHONE, .max = 30,
                                                  .label = "登记时的电话"),
                                            SAID_TEXT(false),
                                            {0}};
struct ask {
	const char *after;
};
static const struct field ask_fields[] = {CURSOR_FIELD(struct ask), {0}};
static enum err show(struct req *rq), add(struct req *rq), guest(struct req *rq),
	list(struct req *rq), answer(struct req *rq);

static const struct view show_view = {complaint_show_html, complaint_fields, .list = true,
                                      .section = "mine"};
static const struct view list_view = {complaint_list_html, complaint_fields, .list = true,
                                      .desk = true, .section = "complaints"};

const struct route complaint_routes[] = {
	{GET, "/orders/:id/complain", show, ORDER_OWN,
         "Own complaints about an order, with answers", .gives = &show_view},
	{POST, "/orders/:id/complain", add, ORDER_OWN, "Complain about how an order was handled",
         .takes = add_fields, .gives = &show_view,
         .done = "投诉已交上。工作人员会答复，答复发到您的消息里。"},
	{GET, "/complain", guest, PERM_PUBLIC, "Complain without an account", .flags = ROUTE_PAGE},
	{POST, "/complain", guest, PERM_PUBLIC, "Complain, or read the answer, by number and phone",
         .takes = guest_fields, .flags = ROUTE_PAGE,
         .done = "投诉已交上。过几天凭单号和手机号回来看答复。"},
	{GET, "/complaints", list, COMPLAINT_READ, "Complaints, open ones first",
         .asks = ask_fields, .gives = &list_view},
	{POST, "/complaints/:id/:move", answer, .life = &complaint_life, .gives = &list_view},
	{0},
};

FEATURE(complaint);
const struct route *const complaint_paths[] = {complaint_routes, NULL};

static enum err page_of(struct req *rq, const struct order *o, struct complain_page *p,
                        const struct field *fields)
{
	struct complaint *k = NULL;
	struct said *held = ARENA_NEW(rq->c.mem, struct said);
	if (o) {
		k = complaint_of(&rq->c, o->row, &p->count);
		p->title = o->title;
		p->number = o->number;
	}
	p->rows = k;
	p->list = (struct list){k, p->count, sizeof *k, NULL};
	p->open = p->count && k[0].state == COMPLAINT_OPEN;
	p->action = p->guest ? "/complain" : arena_printf(rq->c.mem, "/orders/%s/complain", rq->id);
	held->number = req_query(rq, "number");
	p->form = req_form(rq, fields, held);
	page_title(rq, "投诉", p->url ? p->url : "/follow");
	return render(rq, &show_view, p);
}

/* The order of the address when he may complain about it; else refused and NULL. */
static struct order *own(struct req *rq, enum err *e)
{
	struct order *o = order_by_uid(&rq->c, rq->id);
	*e = ERR_MISSING;
	if (!o || order_sight(&rq->c, o) == SIGHT_NONE) {
		refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
		return NULL;
	}
	*e = complaint_may(&rq->c, o);
	return *e ? NULL : o;
}

static enum err show(struct req *rq)
{
	enum err e;
	struct order *o = own(rq, &e);
	if (!o)
		return e;
	struct complain_page p = {.url = arena_printf(rq->c.mem, "/orders/%s", o->uid)};
	return page_of(rq, o, &p, add_fields);
}

static enum err add(struct req *rq)
{
	struct said in = {0};
	enum err e;
	struct order *o = own(rq, &e);
	if (!o)
		return e;
	e = req_read(rq, add_fields, &in);
	if (e == OK)
		e = complaint_add(&rq->c, o, in.text);
	return done(rq, e, arena_printf(rq->c.mem, "/orders/%s/complain", o->uid));
}

static enum err guest(struct req *rq)
{
	struct said in = {0};
	struct complain_page p = {.guest = true};
	if (rq->method == GET)
		return page_of(rq, NULL, &p, guest_fields);
	enum err e = req_read(rq, guest_fields, &in);
	struct order *o = NULL;
	if (e == OK)
		e = order_found_by(rq, in.number, in.phone, &o);
	if (e != OK)
		return e;
	if (text_empty(in.text))
		rq->op = NULL; /* he only looks: that is asked each time */
	const struct actor *asker = rq->c.who;
	rq->c.who = &actor_guest; /* he has shown number and phone, whoever is signed in here */
	e = text_empty(in.text) ? OK : complaint_add(&rq->c, o, in.text);
	rq->c.who = asker;
	return e == OK ? page_of(rq, o, &p, guest_fields) : e;
}

/* NULL: not his to give. */
static const struct form *answer_form(struct req *rq, const struct complaint *k)
{
	if (k->state != COMPLAINT_OPEN || !k->text)
		return NULL;
	struct form *f = req_form_to(rq, life_named(&complaint_life, "answer")->takes, NULL,
	                             "/complaints/%s/answer", k->uid);
	f->prefix = arena_printf(rq->c.mem, "%s-", k->uid);
	return f;
}

static enum err list(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct complaints_page p = {.waiting = complaint_waiting(&rq->c)};
	struct complaint *k = complaint_list(&rq->c, cursor_read(ask.after), &p.count,
	                                     &p.list.next);
	p.list = (struct list){k, p.count, sizeof *k, p.list.next};
	page_keeps(rq);
	p.cards = ARENA_ARRAY(rq->c.mem, struct complaint_card, p.count + 1);
	for (size_t i = 0; i < p.count; i++)
		p.cards[i] = (struct complaint_card){&k[i], answer_form(rq, &k[i])};
	if (p.list.next)
		p.more = place_address(rq->c.mem, "/complaints", "after", p.list.next, NULL);
	page_title(rq, "投诉", NULL);
	return render(rq, &list_view, &p);
}

static enum err answer(struct req *rq)
{
	struct complaint_said in = {0};
	enum err e = req_read(rq, rq->route->takes, &in);
	if (e == OK || !complaint_reached(&rq->c, rq->id)) { /* what is not his says so first */
		rq->c.problem_count = e == OK ? rq->c.problem_count : 0;
		e = complaint_answer(&rq->c, rq->id, &in);
	}
	return done(rq, e, "/complaints");
}
