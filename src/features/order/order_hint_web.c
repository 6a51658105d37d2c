/* What a page of an order shows beside the order itself: what may be the same, where its words would
 * rather put it, and what the serving side said on its way. */
#include "base/arena.h"
#include "base/text.h"
#include "features/order/order_like.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_visit.h"
#include "features/order/order_web.h"
#include "features/propose/propose.h"
#include "web/show.h"

#include <string.h>

/* Likest first: how many are like it in words. Who cannot merge has no use for the rest. */
static size_t alike(const struct order_like *l, size_t n)
{
	size_t kept = 0;
	while (kept < n && l[kept].percent >= ORDER_LIKE_PERSON)
		kept++;
	return kept;
}

static void set_likes(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	if (o->state > ORDER_SUBMITTED || p->sight < SIGHT_PARTY)
		return;
	struct order_like_ask ask = {.order = o->row,
	                             .place = o->place_row,
	                             .requester = o->requester,
	                             .created = o->created,
	                             .title = o->title,
	                             .phone_index = order_phone_index(c, o->row)};
	p->likes = order_likes(c, &ask, &p->like_count);
	if (order_may(c, o, ACT_MERGE))
		p->merge_url = arena_printf(c->mem, "/orders/%s/merge", o->uid);
	else
		p->like_count = alike(p->likes, p->like_count);
}

static void set_proposed(struct req *rq, struct order_page *p, const struct order *o)
{
	if (o->state != ORDER_SUBMITTED || !order_may(&rq->c, o, ACT_APPROVE))
		return;
	struct propose_category *k = propose_category(&rq->c, o->title);
	if (k && k->sure >= PROPOSE_VERY_SURE && !text_equal(k->word, o->category))
		p->proposed = k->label;
}

static const char *visit_what(struct req *rq, const struct visit_note *v)
{
	if (v->kind == VISIT_LATE)
		return arena_printf(rq->c.mem, "说要晚到约 %lld 分钟", (long long)v->minutes);
	return "已出发，在路上";
}

void order_page_visit(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	size_t n;
	p->visit_said = "";
	if (o->state != ORDER_SCHEDULED || p->sight < SIGHT_PARTY)
		return;
	struct visit_note *v = order_visit_notes(c, o->row, &n);
	for (size_t i = 0; i < n; i++) {
		if (v[i].at < o->entered) /* of a visit that was given up */
			continue;
		if (v[i].kind == VISIT_LATE)
			p->late_minutes = v[i].minutes;
		else
			p->on_the_way_at = v[i].at;
		p->visit_said = arena_printf(c->mem, "%s：%s。", show_time(c->mem, v[i].at),
		                             visit_what(rq, &v[i]));
	}
	struct subject s = order_subject(o);
	if (order_early(c, o) && access_serves(c->who, &s) && access_may(c->who, ORDER_SERVE, &s) &&
	    o->requester != c->who->id)
		p->start_from = o->starts_at - ORDER_EARLY;
	if (order_visit_may(c, o, VISIT_LATE))
		p->visit_url = arena_printf(c->mem, "/orders/%s", o->uid);
}

static struct order_event_row row_of(struct req *rq, const struct order *o,
                                     const struct visit_note *v)
{
	struct ctx *c = &rq->c;
	struct subject s = order_subject(o);
	bool open = v->actor == c->who->id || access_may(c->who, ORDER_LOG, &s);
	const char *name = v->actor_name ? v->actor_name : "";
	return (struct order_event_row){.at = v->at,
	                                .actor = open ? name : show_name_masked(c->mem, name),
	                                .what = visit_what(rq, v),
	                                .change = order_state_labels[ORDER_SCHEDULED]};
}

/* Both lists are in the order of time: they become one. */
static void merge_notes(struct req *rq, struct order_page *p, const struct order *o)
{
	size_t n, i = 0, k = 0, all;
	struct visit_note *v = order_visit_notes(&rq->c, o->row, &n);
	if (!n || p->sight <= SIGHT_SERVER)
		return;
	all = p->event_count + n;
	p->events_before += order_visit_notes_all(&rq->c, o->row) - (int64_t)n;
	struct order_event_row *rows = ARENA_ARRAY(rq->c.mem, struct order_event_row, all);
	for (size_t at = 0; at < all; at++) {
		bool note = i == p->event_count || (k < n && v[k].at < p->events[i].at);
		if (note)
			rows[at] = row_of(rq, o, &v[k++]);
		else
			rows[at] = p->events[i++];
	}
	p->events = rows;
	p->event_count = all;
}

void order_page_hints(struct req *rq, struct order_page *p, const struct order *o)
{
	struct subject s = order_subject(o);
	set_likes(rq, p, o);
	set_proposed(rq, p, o);
	merge_notes(rq, p, o);
	if (p->visit_said[0])
		p->steps[3].text = arena_printf(rq->c.mem, "%s%s", p->steps[3].text, p->visit_said);
	if (o->state != ORDER_DRAFT && access_may(rq->c.who, ORDER_ENTER, &s))
		p->slip_url = arena_printf(rq->c.mem, "/orders/%s/slip", o->uid);
	if (o->state >= ORDER_ACCEPTED && o->state < ORDER_CLOSED &&
	    (access_serves(rq->c.who, &s) || access_may(rq->c.who, ORDER_DISPATCH, &s) ||
	     access_may(rq->c.who, ORDER_ENTER, &s)))
		p->sheet_url = arena_printf(rq->c.mem, "/orders/%s/work-slip", o->uid);
}
