/* Following an order by the number on its slip and the phone that was left, without an account. */
#include "base/arena.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "gen/order.html.h"
#include "web/rate.h"
#include "web/serve.h"

static enum err follow(struct req *rq);

static const struct view follow_view = {.html = order_follow_html, .section = "mine"};

static const struct field follow_fields[] = {
	FIELD(struct order, number, .required = true, .max = 20, .label = "单号",
              .hint = "例：DD20261123-0001"),
	FIELD(struct order, phone, .required = true, .as = AS_PHONE, .max = 30,
              .label = "登记时的电话"),
	{0}};

const struct route order_follow_routes[] = {
	{GET, "/follow", follow, PERM_PUBLIC, "Follow an order without an account",
         .flags = ROUTE_PAGE},
	{POST, "/follow", follow, PERM_PUBLIC, "Follow an order by number and phone",
         .takes = follow_fields, .flags = ROUTE_PAGE | ROUTE_LOOK, .done = ""},
	{0},
};

struct order_page *order_page_followed(struct req *rq, struct order *o)
{
	struct order_page *p = order_page_of(rq, o);
	p->o.title = o->title;
	p->o.number = o->number;
	p->o.detail = NULL;
	p->button_count = p->event_count = 0;
	p->contact_url = NULL;
	p->topic = ""; /* the page is no proof that he may listen */
	p->notice = "凭单号和电话只能看进度；要修改、取消或评价，请登录，或者找登记的村站。";
	return p;
}

struct order_page *order_page_followed_into(struct req *rq, const struct order *o)
{
	struct order *into = order_survivor(&rq->c, o->merged_into);
	if (!into)
		return NULL;
	into->joined = true; /* the number and the phone say so */
	struct order_page *p = order_page_of(rq, into);
	p->button_count = p->event_count = 0;
	p->contact_url = NULL;
	p->topic = "";
	p->notice = "";
	return p;
}

enum err order_found_by(struct req *rq, const char *number, const char *phone, struct order **o)
{
	enum err e = rate_take(rq, RATE_FOLLOW);
	if (e != OK)
		return e;
	*o = order_follow(&rq->c, number, phone);
	if (*o) {
		rate_give_back(rq, RATE_FOLLOW);
		return OK;
	}
	return refuse(rq, ERR_INVALID, "number",
	              "单号和电话对不上，请核对纸条上的单号和登记时的电话。");
}

static enum err follow(struct req *rq)
{
	struct order in = {0};
	struct follow_page page = {0};
	if (rq->method == POST && !rq->c.problem_count) {
		enum err e = req_read(rq, follow_fields, &in);
		struct order *o = NULL;
		if (e == OK)
			e = order_found_by(rq, in.number, in.phone, &o);
		if (e != OK)
			return e;
		page.into = order_page_followed_into(rq, o);
		page.found = order_page_followed(rq, o);
	}
	struct order *held = ARENA_NEW(rq->c.mem, struct order);
	held->number = req_query(rq, "number"); /* from the slip's picture */
	page.form = req_form(rq, follow_fields, held);
	page_title(rq, "到哪了", "/");
	return render(rq, &follow_view, &page);
}
