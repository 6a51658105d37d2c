#include "features/dispatch/dispatch_web.h"
#include "features/order/order_move.h"
#include "features/order/order_offer.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/feature.h"
#include "gen/dispatch.html.h"

static enum err desk(struct req *rq), candidates(struct req *rq), offer(struct req *rq);

enum { DESK_TEAMS = 6, DESK_PEOPLE = 3, API_ROWS = 20 };

static const struct view desk_view = {
	.html = dispatch_desk_html, .desk = true, .section = "dispatch"};
static const struct view moved_view = {.fields = order_page_fields};

/* A candidate as the API tells it. */
struct told {
	struct candidate x;
	const char *const *reasons;
};
#define X(m, ...) FIELD_AS(struct told, x.m, #m, __VA_ARGS__)
static const struct field candidate_fields[] = {
	FIELD_AS(struct told, x.uid, "id"),
	X(name),
	X(place),
	X(points, .doc = "out of 100"),
	X(behind, .doc = "points fewer than the best one has"),
	X(open_orders),
	X(why_not, .doc = "null: may be offered; else the first rule that failed"),
	X(barred, .doc = "true: no reason outweighs that rule"),
	FIELD(struct told, reasons, .doc = "the terms: label, points of how many, why"),
	RECORD("Candidate", "Who could take an order, and why.")};
static const char *const kinds[] = {"team", "person", NULL};
struct candidate_query {
	int64_t kind;
	const char *name;
};
static const struct field candidate_asks[] = {
	FIELD(struct candidate_query, kind, .words = kinds, .doc = "teams (the default) or people"),
	FIELD(struct candidate_query, name, .max = 40,
              .doc = "those whose name contains it, whether they may be offered it or not"),
	{0}};
static const struct view candidates_view = {.fields = candidate_fields, .list = true};

const struct route dispatch_routes[] = {
	{GET, "/dispatch", desk, ORDER_DISPATCH, "The dispatch desk",
         .flags = ROUTE_PAGE | ROUTE_HEAVY},
	{GET, "/orders/:id/candidates", candidates, ORDER_DISPATCH, "Who could take it, best first",
         .asks = candidate_asks, .gives = &candidates_view, .flags = ROUTE_API | ROUTE_HEAVY},
	{POST, "/orders/:id/offer", offer, ORDER_DISPATCH,
         "Offer to a team or a person, or to several at once; a reason when they are not the first",
         .takes = order_takes_offer, .gives = &moved_view, .data = ACT_OFFER,
         .done = "已派出，对方马上收到消息，等答复。"},
	{0},
};

FEATURE(dispatch);
const struct route *const dispatch_paths[] = {dispatch_routes, dispatch_bulk_routes,
                                              dispatch_sheet_routes, NULL};

static const char *desk_address(struct req *rq, const char *order)
{
	return order_queue_address(rq, "/dispatch", order);
}

/* Here teams are chosen from the list, with its reasons. */
static void drop_offer(struct order_page *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->button_count; i++)
		if (!text_equal(p->buttons[i].action, order_action_words[ACT_OFFER]))
			p->buttons[n++] = p->buttons[i];
	p->button_count = n;
}

static void choose(struct req *rq, struct dispatch_page *p, struct order *o)
{
	struct ctx *c = &rq->c;
	struct dispatch *d = dispatch_open(c);
	p->chosen = order_page_of(rq, o);
	p->who = req_query(rq, "who");
	p->most = order_offers_most(c, o);
	p->free = order_may(c, o, ACT_OFFER) ? order_offers_free(c, o) : 0;
	drop_offer(p->chosen);
	if (o->state == ORDER_OPEN || o->state == ORDER_OFFERED) {
		p->teams = dispatch_rank(d, o, DISPATCH_TEAMS, DESK_TEAMS, p->who);
		p->people = dispatch_rank(d, o, DISPATCH_PEOPLE, DESK_PEOPLE, p->who);
		dispatch_calls(c, p->teams.at, p->teams.count);
		dispatch_calls(c, p->people.at, p->people.count);
	}
	if (p->free)
		p->offer_url = arena_printf(c->mem, "/orders/%s/offer%s", o->uid,
		                            desk_address(rq, NULL) + sizeof "/dispatch" - 1);
}

static struct order *chosen_of(struct req *rq, const struct order *rows, size_t n)
{
	bool again = rq->method == POST; /* an offer that was refused */
	struct order *o = again ? order_by_uid(&rq->c, rq->id) : order_queue_chosen(rq);
	if (!o && !again && n)
		o = order_by_uid(&rq->c, rows[0].uid);
	return o;
}

static enum err desk(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct order_query q;
	const char *next;
	order_queue_query(rq, &q);
	q.state = ORDER_OPEN;
	struct dispatch_page p = {
		.place = q.place,
		.category = q.category,
		.q = q.q,
		.urgency = req_query(rq, "urgency"),
		.places = order_choices_reached(rq, ORDER_DISPATCH),
		.categories = order_choices_categories(rq, "全部类别"),
		.urgencies = order_choices_words(rq, order_urgency_words, order_urgency_labels,
	                                         "全部"),
	};
	struct order *rows = order_queue(c, ORDER_DISPATCH, &q, &p.count, &next);
	p.next_url = order_queue_next(rq, "/dispatch", next);
	p.summary = order_queue_summary(rq, rows, p.count, "待派");
	p.none = order_queue_none(rq);
	p.cards = order_cards(rq, rows, p.count);
	order_queue_links(rq, "/dispatch", p.cards, p.count);
	struct order *chosen = chosen_of(rq, rows, p.count);
	p.at = order_queue_place(rq, "/dispatch", rows, p.count, chosen);
	if (chosen)
		choose(rq, &p, chosen);
	p.typed = rq->sent ? &rq->sent->body : NULL;
	struct order_act *held = ARENA_NEW(c->mem, struct order_act);
	held->revision = chosen ? chosen->revision : 0;
	p.form = req_form(rq, order_action_fields(ACT_OFFER), held);
	page_title(rq, "派单台", NULL);
	return render(rq, &desk_view, &p);
}

static enum err offer(struct req *rq)
{
	struct order_act in = ORDER_ACT_EMPTY;
	struct order *o = order_by_uid(&rq->c, rq->id);
	enum err e = req_read(rq, order_action_fields(ACT_OFFER), &in);
	if (e == OK || !o || !order_may(&rq->c, o, ACT_OFFER)) { /* who may not is told so first */
		rq->c.problem_count = e == OK ? rq->c.problem_count : 0;
		e = dispatch_offer(&rq->c, rq->id, &in);
	}
	o = e == OK ? order_by_uid(&rq->c, rq->id) : NULL;
	if (o)
		order_say(rq, o, ACT_OFFER);
	return done(rq, e,
	            rq->json ? arena_printf(rq->c.mem, "/orders/%s", rq->id)
	                     : desk_address(rq, rq->id));
}

static const char *const *reasons_of(struct ctx *c, const struct candidate *x)
{
	const char **all = ARENA_ARRAY(c->mem, const char *, DISPATCH_TERMS + 1);
	for (int i = 0; i < DISPATCH_TERMS; i++)
		all[i] = arena_printf(c->mem, "%s %lld/%lld：%s", x->terms[i].label,
		                      (long long)x->terms[i].points, (long long)x->terms[i].most,
		                      x->terms[i].why);
	return all;
}

static enum err candidates(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct order *o = order_by_uid(c, rq->id);
	struct subject s = o ? order_subject(o) : (struct subject){0};
	if (!o || order_sight(c, o) == SIGHT_NONE)
		return refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	if (!access_may(c->who, ORDER_DISPATCH, &s))
		return refuse(rq, ERR_DENIED, NULL, "您不能给这一单派单。");
	struct candidate_query q = {0};
	enum err e = req_asks(rq, candidate_asks, &q);
	if (e != OK)
		return e;
	struct dispatch_list l = dispatch_rank(
		dispatch_open(c), o, q.kind ? DISPATCH_PEOPLE : DISPATCH_TEAMS, API_ROWS, q.name);
	const struct candidate *lists[] = {q.name ? l.named : l.at, l.passed};
	size_t counts[] = {q.name ? l.named_count : l.count, q.name ? 0 : l.passed_count}, n = 0;
	struct told *all = ARENA_ARRAY(c->mem, struct told, counts[0] + counts[1] + 1);
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < counts[k]; i++)
			all[n++] = (struct told){lists[k][i], reasons_of(c, &lists[k][i])};
	return render(rq, &candidates_view, &(struct list){all, n, sizeof *all, NULL});
}
