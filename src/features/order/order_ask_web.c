/* What pages show of the sides that are asked: to those who dispatch all of them, to each side its own. */
#include "base/arena.h"
#include "base/text.h"
#include "features/order/order_offer.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "web/show.h"

static const char *side_of(const struct order_offer *f)
{
	return f->team_name ? f->team_name : f->person_name ? f->person_name : "";
}

void order_page_asked(struct req *rq, struct order_page *p, const struct order *o)
{
	static const char *const tones[OFFER_STATES] = {
		[OFFER_WAITING] = "w", [OFFER_ACCEPTED] = "g", [OFFER_DECLINED] = "",
		[OFFER_EXPIRED] = "",  [OFFER_RECALLED] = "",  [OFFER_OVERTAKEN] = "",
	};
	struct ctx *c = &rq->c;
	struct subject s = order_subject(o);
	bool log = access_may(c->who, ORDER_LOG, &s);
	if (p->sight != SIGHT_STAFF)
		return;
	struct order_offer *f = order_offers(c, o->row, &p->offer_count);
	p->offers_before = order_offers_all(c, o->row) - (int64_t)p->offer_count;
	p->offers = ARENA_ARRAY(c->mem, struct offer_row, p->offer_count + 1);
	for (size_t i = 0; i < p->offer_count; i++) {
		bool waits = f[i].state == OFFER_WAITING;
		bool hidden = f[i].person_name && !log;
		p->offers[i] = (struct offer_row){
			.side = hidden ? show_name_masked(c->mem, f[i].person_name)
		                       : side_of(&f[i]),
			.state = offer_state_labels[f[i].state],
			.tone = tones[f[i].state],
			.at = f[i].at,
			.until = waits ? f[i].until : 0,
			.answered = waits ? 0 : f[i].answered,
			.why = f[i].why,
			.reason = f[i].reason,
		};
	}
}

static const struct choice *choices_of(struct req *rq, const struct order_offer *f, size_t n,
                                       const char *first)
{
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	all[0] = (struct choice){"", first};
	for (size_t i = 0; i < n; i++)
		all[i + 1] = (struct choice){f[i].team ? f[i].team : f[i].person,
		                             f[i].person_row == rq->c.who->id ? "我自己"
		                                                              : side_of(&f[i])};
	return n > 1 ? all : NULL;
}

const struct choice *order_choices_sides(struct req *rq, const struct order *o, enum order_action a)
{
	size_t n = 0;
	struct order_offer *f = NULL;
	if (o->state == ORDER_OFFERED && a == ACT_RECALL)
		f = order_offer_waiting(&rq->c, o, &n);
	else if (o->state == ORDER_OFFERED && (a == ACT_ACCEPT || a == ACT_DECLINE))
		f = order_offer_mine(&rq->c, o, 1, &n);
	return choices_of(rq, f, n,
	                  a == ACT_RECALL ? arena_printf(rq->c.mem, "全部（%zu 家）", n)
	                                  : "请选择");
}
