/* order_view_web.c - an order as a card and as a page: from the record to what is shown. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/menu/menu.h"
#include "features/order/category.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_rules.h"
#include "features/order/order_visit.h"
#include "features/order/order_web.h"
#include "web/show.h"

#define P(m, ...)          FIELD(struct order_page, m, __VA_ARGS__)
#define O(m, ...)          O_AS(m, #m, __VA_ARGS__)
#define O_AS(m, name, ...) FIELD_AS(struct order_page, o.m, name, __VA_ARGS__)
const struct field order_page_fields[] = {
	O_AS(uid, "id"),
	O(number, .label = "单号", .doc = "null for those who see the public text only"),
	O(kind, .words = order_kind_words),
	O(form, .words = order_form_words),
	O(title, .label = "事项"),
	O(detail, .doc = "null unless the caller is a party or works on it"),
	O(category),
	O(state, .label = "状态", .words = order_state_words, .labels = order_state_labels),
	P(state_label),
	O(urgency, .label = "急缓", .labels = order_urgency_labels, .words = order_urgency_words),
	O(place),
	O(place_title, .label = "地方"),
	O(people, .label = "要几个人"),
	O(wanted_from),
	O(wanted_until),
	O(public_ok),
	O(public_title),
	O(public_detail),
	O(deadline, .label = "本步骤时限", .as = AS_MOMENT,
          .doc = "of the state, seconds UTC; 0: no clock runs, or he sees the public "
                 "text only and it is "
                 "not on the wall"),
	O(due, .label = "全程时限", .as = AS_MOMENT,
          .doc = "of the whole order, seconds UTC; 0 as above"),
	O(asked, .doc = "how many sides are asked now; 0 also for those who are asked"),
	O(team),
	O(team_name, .label = "承办"),
	O(person),
	O(leader),
	O(starts_at, .label = "约定开始", .as = AS_MOMENT),
	O(ends_at, .label = "约定结束", .as = AS_MOMENT),
	O(report),
	O(score),
	O(comment, .doc = "what was said with the score; of a call back, what the caller wrote"),
	O(verdict_by, .doc = "who said it, where the verdict was written down by somebody else"),
	O(verdict_how, .words = verdict_how_words),
	O(merged, .doc = "number of the order it became part of, in the end"),
	O_AS(merged_uid, "merged_id", .doc = "its id"),
	O(service, .doc = "id of the menu item"),
	P(queue, .doc = "place in the queue of a full menu item; 0: in none"),
	P(on_the_way_at, .doc = "the serving side set out, seconds UTC; 0: not said of this visit"),
	P(late_minutes, .doc = "the serving side will be late by about so many; 0: not said"),
	O(created),
	O(revision),
	P(actions, .doc = "what the caller may do now"),
	RECORD("Order", "An order, as far as the caller may see it."),
};

const char *const order_state_tones[ORDER_STATES] = {
	"", "w", "r", "r", "w", "b", "b", "b", "w", "w", "g", "", "", "",
};
static const char *const urgency_tones[] = {"", "b", "w", "r"};

/* The one action a card leads to, the first that the asker may take. */
static const enum order_action next_actions[] = {
	ACT_ACCEPT,   ACT_CLAIM,   ACT_SCHEDULE, ACT_START,   ACT_COMPLETE,
	ACT_EVALUATE, ACT_APPROVE, ACT_OFFER,    ACT_CONFIRM, ACT_SUBMIT,
};

static const char *url_of(struct req *rq, const struct order *o)
{
	return arena_printf(rq->c.mem, "/orders/%s", o->uid);
}

static const char *serving_of(struct req *rq, const struct order *o)
{
	if (o->asked)
		return arena_printf(rq->c.mem, "等 %lld 家答复", (long long)o->asked);
	return o->team_name ? o->team_name : o->person_row ? "一位志愿者" : "";
}

static const char *range(struct req *rq, int64_t from, int64_t until)
{
	struct arena *a = rq->c.mem;
	struct day end = clock_local(until);
	if (from && until && clock_midnight(from) == clock_midnight(until))
		return arena_printf(a, "%s–%02d:%02d", show_time(a, from), end.hour, end.minute);
	if (from && until)
		return arena_printf(a, "%s 至 %s", show_time(a, from), show_time(a, until));
	if (until)
		return arena_printf(a, "%s 前", show_time(a, until));
	return from ? arena_printf(a, "%s 以后", show_time(a, from)) : "";
}

static struct order_card card_of(struct req *rq, const struct order *row)
{
	struct ctx *c = &rq->c;
	struct order o = *row;
	enum order_sight sight = order_sight(c, &o);
	order_cut(c, &o, sight == SIGHT_NONE ? SIGHT_PUBLIC : sight);
	struct order_card card = {
		.url = url_of(rq, &o),
		.uid = o.uid,
		.number = o.number,
		.title = o.title,
		.category = o.category_label,
		.place = o.place_title,
		.state_label = order_state_labels[o.state],
		.kind_label = order_kind_labels[o.kind],
		.tone = order_state_tones[o.state],
		.left = show_left(c->mem, o.deadline, c->now),
		.when = show_time(c->mem, o.entered),
		.team = serving_of(rq, &o),
		.visit = range(rq, o.starts_at, o.ends_at),
		.urgency = order_urgency_labels[o.urgency],
		.urgency_tone = urgency_tones[o.urgency],
		.late = o.deadline > 0 && o.deadline < c->now,
		.action = "",
		.action_label = "",
	};
	for (size_t i = 0; i < sizeof next_actions / sizeof *next_actions; i++)
		if ((next_actions[i] != ACT_OFFER || row->state == ORDER_OPEN) &&
		    order_may(c, row, next_actions[i])) {
			card.action = order_action_words[next_actions[i]];
			card.action_label = order_action_labels[next_actions[i]];
			break;
		}
	return card;
}

struct order_card *order_cards(struct req *rq, const struct order *o, size_t n)
{
	struct order_card *cards = ARENA_ARRAY(rq->c.mem, struct order_card, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		cards[i] = card_of(rq, &o[i]);
	return cards;
}

static const char *verdict_of(struct req *rq, const struct order *o)
{
	struct subject s = order_subject(o);
	bool staff = access_may(rq->c.who, ORDER_LOG, &s);
	if (!o->score)
		return "";
	return arena_printf(rq->c.mem, "%s%s%s%s", order_face(rq->c.mem, o->score, staff),
	                    text_empty(o->comment) ? "" : "：", o->comment ? o->comment : "",
	                    order_verdict_told(&rq->c, o));
}

static const char *who_of(struct req *rq, const struct order *o, enum order_sight sight)
{
	if (sight == SIGHT_PARTY || sight == SIGHT_STAFF)
		return o->requester == rq->c.who->id
		               ? "我"
		               : show_name_masked(rq->c.mem, o->requester_name);
	return "居民";
}

struct order_page *order_page_of(struct req *rq, struct order *row)
{
	struct ctx *c = &rq->c;
	struct order_page *p = ARENA_NEW(c->mem, struct order_page);
	struct order *o = &p->o;
	*p = (struct order_page){.o = *row, .sight = order_sight(c, row), .notice = ""};
	order_cut(c, o, p->sight);
	p->wanted = range(rq, o->wanted_from, o->wanted_until);
	p->helpers = arena_printf(c->mem, "%lld 人", (long long)o->people);
	p->who = who_of(rq, o, p->sight);
	p->serving = serving_of(rq, o);
	p->visit = range(rq, o->starts_at, o->ends_at);
	p->verdict = verdict_of(rq, o);
	p->state_label = order_state_labels[o->state];
	p->actions = order_actions(c, row);
	p->topic = arena_printf(c->mem, "order:%s", o->uid);
	if (o->merged_uid)
		p->merged_url = arena_printf(c->mem, "/orders/%s", o->merged_uid);
	if (o->state == ORDER_DRAFT && o->service)
		p->queue = menu_queue_place(c, o->row).place;
	p->form = req_form(rq, order_action_fields(ACT_ACCEPT), NULL);
	order_page_visit(rq, p, row);
	if (rq->json)
		return p;
	p->asides = feature_of_order(c, o->row, &p->aside_count);
	order_page_buttons(rq, p, row);
	order_page_story(rq, p, row);
	return p;
}
