/* The work slip 上门单 that goes along on a visit. */
#include "base/arena.h"
#include "base/text.h"
#include "core/setting.h"
#include "features/activity/activity.h"
#include "features/dispatch/dispatch_web.h"
#include "features/order/order_move.h"
#include "gen/dispatch.html.h"
#include "web/qr.h"
#include "web/serve.h"
#include "web/show.h"

static enum err sheet(struct req *rq), with_contact(struct req *rq);

static const struct field reason_fields[] = {
	FIELD(struct order_act, reason, .required = true, .min = 2, .max = 200,
              .label = "为什么要印联系方式", .hint = "例：队员上门要找得到人。会留下记录"),
	{0}};
static const struct view sheet_view = {.html = dispatch_sheet_html};

const struct route dispatch_sheet_routes[] = {
	{GET, "/orders/:id/work-slip", sheet, ORDER_READ,
         "The work slip of an accepted order, without contact data",
         .flags = ROUTE_PAGE | ROUTE_RAW},
	{POST, "/orders/:id/work-slip", with_contact, ORDER_READ,
         "The work slip with contact data, for a reason; logged", .takes = reason_fields,
         .flags = ROUTE_PAGE | ROUTE_RAW | ROUTE_LOOK, .done = ""},
	{0},
};

/* For the side that has accepted it, and for those who sent it there. */
static enum err order_of(struct req *rq, struct order **at)
{
	struct ctx *c = &rq->c;
	struct order *o = *at = order_by_uid(c, rq->id);
	struct subject s = o ? order_subject(o) : (struct subject){0};
	if (!o || order_sight(c, o) == SIGHT_NONE)
		return refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	if (!access_serves(c->who, &s) && !access_may(c->who, ORDER_DISPATCH, &s) &&
	    !access_may(c->who, ORDER_ENTER, &s))
		return refuse(rq, ERR_DENIED, NULL, "上门单只给服务方和派单的工作人员。");
	if (o->state >= ORDER_ACCEPTED && o->state < ORDER_CLOSED)
		return OK;
	c->state = order_state_words[o->state];
	return refuse(rq, ERR_STATE, NULL, "这一单现在是“%s”，没有上门单可打。",
	              order_state_labels[o->state]);
}

static const char *goers(struct ctx *c, const struct order *o)
{
	size_t n;
	struct attendee *a = activity_roster(c, o->activity, &n);
	const char **names = ARENA_ARRAY(c->mem, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		names[i] = a[i].name;
	return text_join(c->mem, names, "、");
}

static enum err print(struct req *rq, struct order *o, const struct order *open)
{
	struct ctx *c = &rq->c;
	struct order_page *page = order_page_of(rq, o);
	struct sheet_page p = {
		.number = o->number,
		.title = o->title,
		.detail = open ? page->o.detail : NULL,
		.place = o->place_title,
		.category = o->category_label,
		.wanted = page->wanted,
		.helpers = page->helpers,
		.visit = page->visit,
		.side = o->team_name ? o->team_name : o->person_name,
		.leader = o->leader_name,
		.people = o->activity ? goers(c, o) : "",
		.office = rq->site->office,
		.brand = rq->site->brand,
		.hotline = setting_text(c, "hotline"),
		.made = show_time(c->mem, c->now),
		.goods = o->form == FORM_GOODS,
		.demo = rq->site->demo,
		.order_url = arena_printf(c->mem, "/orders/%s", o->uid),
		.url = arena_printf(c->mem, "/orders/%s/work-slip", o->uid),
	};
	if (open) {
		p.contact_name = open->contact_name;
		p.phone = open->phone ? open->phone : "没有留电话";
		p.address = open->address;
	} else if (order_contact_open(c, o)) {
		p.form = req_form(rq, reason_fields, NULL);
	}
	const char *link = arena_printf(c->mem, "%s%s", rq->site->origin, p.order_url);
	p.code = qr_svg(c->mem, link, arena_printf(c->mem, "二维码：打开 %s", o->number));
	return render(rq, &sheet_view, &p);
}

static enum err sheet(struct req *rq)
{
	struct order *o;
	enum err e = order_of(rq, &o);
	return e == OK ? print(rq, o, NULL) : e;
}

static enum err with_contact(struct req *rq)
{
	struct order_act in = ORDER_ACT_EMPTY;
	struct order *o;
	enum err e = order_of(rq, &o);
	if (e == OK)
		e = req_read(rq, reason_fields, &in);
	if (e != OK)
		return e;
	struct order *open = arena_memdup(rq->c.mem, o, sizeof *o);
	e = order_reveal(&rq->c, open, in.reason);
	return e == OK ? print(rq, o, open) : e;
}
