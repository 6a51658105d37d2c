#include "features/dispatch/dispatch_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "gen/dispatch.html.h"

static enum err desk(struct req *rq), candidates(struct req *rq);

static const struct view desk_view = {
	.html = dispatch_desk_html, .desk = true, .section = "dispatch"};
#define C(m, ...) FIELD(struct candidate, m, __VA_ARGS__)
static const struct field candidate_fields[] = {FIELD_AS(struct candidate, uid, "id"),
                                                C(name),
                                                C(place),
                                                C(points, .doc = "out of 100"),
                                                C(open_orders),
                                                C(why_not, .doc = "null: may be offered"),
                                                {0}};
static const char *const kinds[] = {"team", "person", NULL};
struct candidate_query {
	int64_t kind;
};
static const struct field candidate_asks[] = {
	FIELD(struct candidate_query, kind, .words = kinds, .doc = "teams (the default) or people"),
	{0}};
static const struct view candidates_view = {.fields = candidate_fields, .list = true};

const struct route dispatch_routes[] = {
	{GET, "/dispatch", desk, ORDER_DISPATCH, "The dispatch desk", .flags = ROUTE_PAGE},
	{GET, "/orders/:id/candidates", candidates, ORDER_DISPATCH, "Who could take it, best first",
         .asks = candidate_asks, .gives = &candidates_view, .flags = ROUTE_API},
	{0},
};

static const struct term legend[DISPATCH_TERMS] = {
	{"距离", "", 0, 30}, {"技能", "", 0, 30}, {"负荷", "", 0, 20},
	{"评价", "", 0, 10}, {"公平", "", 0, 10},
};

static void choose(struct req *rq, struct dispatch_page *p, struct order *o)
{
	struct ctx *c = &rq->c;
	p->chosen = order_page_of(rq, o);
	p->candidates = dispatch_rank(c, o, 6, &p->candidate_count);
	p->people = dispatch_people(c, o, 3, &p->people_count);
	if (order_may(c, o, ACT_OFFER))
		p->offer_url = arena_printf(c->mem, "/orders/%s/offer", o->uid);
	if (order_may(c, o, ACT_PUBLISH) && o->public_ok && !o->never_public)
		p->publish_url = arena_printf(c->mem, "/orders/%s/publish", o->uid);
}

static enum err desk(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct order_query q;
	order_queue_query(rq, &q);
	q.state = ORDER_OPEN;
	struct dispatch_page p = {
		.place = q.place,
		.category = q.category,
		.q = q.q,
		.urgency = req_query(rq, "urgency"),
		.legend = legend,
		.places = order_choices_places(rq, NULL, "全县"),
		.categories = order_choices_categories(rq, "全部类别"),
		.urgencies = order_choices_words(rq, order_urgency_words, order_urgency_labels,
	                                         "全部"),
	};
	struct order *rows = order_queue(c, ORDER_DISPATCH, &q, &p.count);
	p.summary = order_queue_summary(rq, rows, p.count, "待派");
	p.cards = order_cards(rq, rows, p.count);
	order_queue_links(rq, "/dispatch", p.cards, p.count);
	struct order *chosen = order_queue_chosen(rq);
	if (!chosen && p.count)
		chosen = order_by_uid(c, rows[0].uid);
	if (chosen)
		choose(rq, &p, chosen);
	p.form = req_form(rq, order_action_fields(ACT_OFFER), NULL);
	page_title(rq, "派单台", NULL);
	return render(rq, &desk_view, &p);
}

static enum err candidates(struct req *rq)
{
	struct order *o = order_by_uid(&rq->c, rq->id);
	struct subject s = o ? order_subject(o) : (struct subject){0};
	if (!o || order_sight(&rq->c, o) == SIGHT_NONE)
		return refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	if (!access_may(rq->c.who, ORDER_DISPATCH, &s))
		return refuse(rq, ERR_DENIED, NULL, "您不能给这一单派单。");
	struct candidate_query q = {0};
	enum err e = req_asks(rq, candidate_asks, &q);
	if (e != OK)
		return e;
	struct list l = {.size = sizeof(struct candidate)};
	l.items = q.kind ? dispatch_people(&rq->c, o, 20, &l.count)
	                 : dispatch_rank(&rq->c, o, 20, &l.count);
	return render(rq, &candidates_view, &l);
}
