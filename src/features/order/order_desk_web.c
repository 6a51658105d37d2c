/* order_desk_web.c - the reviewer's desk, the staff page of an order, and what every desk's queue shares. */
#include "base/arena.h"
#include "base/text.h"
#include "core/cursor.h"
#include "features/order/order_list.h"
#include "features/order/order_offer.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "features/place/place_web.h"
#include "features/team/team.h"
#include "gen/order.html.h"
#include "web/show.h"

static enum err review(struct req *rq), staff(struct req *rq), offers(struct req *rq);

struct offers_ask {
	const char *after;
};
static const struct field offers_fields[] = {CURSOR_FIELD(struct offers_ask), {0}};

static const struct view review_view = {
	.html = order_review_html, .desk = true, .section = "review"};
static const struct view offers_view = {.fields = order_offer_fields, .list = true};
static const struct view staff_view = {.html = order_staff_html, .desk = true, .section = "orders"};

const struct route order_desk_routes[] = {
	{GET, "/review", review, ORDER_REVIEW, "The reviewer's desk",
         .flags = ROUTE_PAGE | ROUTE_HEAVY},
	{GET, "/orders/:id/log", staff, ORDER_LOG, "The staff page of an order",
         .flags = ROUTE_PAGE | ROUTE_HEAVY},
	{GET, "/orders/:id/offers", offers, ORDER_DISPATCH, "Whom it was offered to, oldest first",
         .asks = offers_fields, .gives = &offers_view, .flags = ROUTE_API},
	{0},
};

enum { QUEUE_PAGE = 50 };

void order_queue_query(struct req *rq, struct order_query *q)
{
	*q = (struct order_query){
		.place = req_query(rq, "place"),
		.category = req_query(rq, "category"),
		.q = req_query(rq, "q"),
		.after = req_query(rq, "after"),
		.limit = QUEUE_PAGE,
		.urgency = field_word(order_urgency_words, req_query(rq, "urgency")),
	};
}

const char *order_queue_summary(struct req *rq, const struct order *rows, size_t n,
                                const char *what)
{
	int64_t oldest = rq->c.now;
	for (size_t i = 0; i < n; i++)
		if (rows[i].entered < oldest)
			oldest = rows[i].entered;
	if (!n)
		return arena_printf(rq->c.mem, "没有%s的单子", what);
	return arena_printf(rq->c.mem, "%s%zu 单%s，最久已等 %lld 小时",
	                    n == QUEUE_PAGE || req_query(rq, "after") ? "这一页 " : "", n, what,
	                    (long long)((rq->c.now - oldest) / 3600));
}

static const char *address(struct req *rq, const char *path, const char *order, const char *after)
{
	return place_address(rq->c.mem, path, "order", order, "place", req_query(rq, "place"),
	                     "category", req_query(rq, "category"), "urgency",
	                     req_query(rq, "urgency"), "q", req_query(rq, "q"), "after", after,
	                     NULL);
}

const char *order_queue_address(struct req *rq, const char *path, const char *order)
{
	return address(rq, path, order, req_query(rq, "after"));
}

const char *order_queue_next(struct req *rq, const char *path, const char *next)
{
	return next ? address(rq, path, NULL, next) : NULL;
}

const char *order_queue_none(struct req *rq)
{
	static const char *const filters[] = {"place", "category", "urgency", "q", NULL};
	for (const char *const *f = filters; *f; f++)
		if (!text_empty(req_query(rq, *f)))
			return "您的范围里没有符合这些条件的单子。";
	return "都处理完了。";
}

struct order *order_queue_chosen(struct req *rq)
{
	const char *uid = req_query(rq, "order");
	struct order *o = uid ? order_by_uid(&rq->c, uid) : NULL;
	return o && order_sight(&rq->c, o) >= SIGHT_PARTY && order_desk_may(&rq->c, o) ? o : NULL;
}

struct queue_place order_queue_place(struct req *rq, const char *path, const struct order *rows,
                                     size_t n, const struct order *chosen)
{
	struct queue_place p = {.count = n,
	                        .open = !text_empty(req_query(rq, "order")),
	                        .all = order_queue_address(rq, path, NULL)};
	size_t i = 0;
	while (i < n && !(chosen && rows[i].row == chosen->row))
		i++;
	p.at = i < n ? i + 1 : 0;
	if (p.at > 1)
		p.before = order_queue_address(rq, path, rows[p.at - 2].uid);
	if (p.at < n)
		p.after = order_queue_address(rq, path, rows[p.at].uid);
	page_next(rq, p.after ? p.after : p.before ? p.before : p.all);
	return p;
}

/* Cards of a desk choose their order in the same page, where it stands beside the list, or alone on a phone. */
void order_queue_links(struct req *rq, const char *path, struct order_card *cards, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cards[i].url = order_queue_address(rq, path, cards[i].uid);
}

static enum err review(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct order_query q;
	order_queue_query(rq, &q);
	q.state = ORDER_SUBMITTED;
	struct review_page p = {0};
	const char *next;
	struct order *rows = order_queue(c, ORDER_REVIEW, &q, &p.count, &next);
	p.next_url = order_queue_next(rq, "/review", next);
	p.summary = order_queue_summary(rq, rows, p.count, "待审");
	p.none = order_queue_none(rq);
	p.cards = order_cards(rq, rows, p.count);
	order_queue_links(rq, "/review", p.cards, p.count);
	struct order *chosen = order_queue_chosen(rq);
	if (!chosen && p.count)
		chosen = order_by_uid(c, rows[0].uid);
	p.place = order_queue_place(rq, "/review", rows, p.count, chosen);
	p.chosen = chosen ? order_page_of(rq, chosen) : NULL;
	p.categories = order_choices_categories(rq, NULL);
	p.filter = (struct filter){
		.places = order_choices_reached(rq, ORDER_REVIEW),
		.categories = order_choices_categories(rq, "全部类别"),
		.urgencies = order_choices_words(rq, order_urgency_words, order_urgency_labels,
	                                         "全部"),
		.place = q.place,
		.category = q.category,
		.urgency = req_query(rq, "urgency"),
		.q = q.q,
	};
	page_title(rq, "心愿审核", NULL);
	return render(rq, &review_view, &p);
}

static enum err staff(struct req *rq)
{
	struct order *o = order_by_uid(&rq->c, rq->id);
	struct subject s = o ? order_subject(o) : (struct subject){0};
	if (!o || order_sight(&rq->c, o) == SIGHT_NONE)
		return refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	if (!access_may(rq->c.who, ORDER_LOG, &s))
		return refuse(rq, ERR_DENIED, NULL, "您不能查看这一单的工作记录。");
	page_keeps(rq);
	page_title(rq, o->title, "/orders");
	struct order_page *p = order_page_of(rq, o);
	order_page_staff(rq, p, o);
	return render(rq, &staff_view, p);
}

static enum err offers(struct req *rq)
{
	struct order *o = order_by_uid(&rq->c, rq->id);
	struct subject s = o ? order_subject(o) : (struct subject){0};
	if (!o || order_sight(&rq->c, o) == SIGHT_NONE)
		return refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	if (!access_may(rq->c.who, ORDER_DISPATCH, &s))
		return refuse(rq, ERR_DENIED, NULL, "这一单派给过谁，只有派单的人能看。");
	struct offers_ask ask = {0};
	if (req_asks(rq, offers_fields, &ask) != OK)
		return ERR_INVALID;
	struct list l = {.size = sizeof(struct order_offer)};
	l.items = order_offers_page(&rq->c, o->row, ask.after, &l.count, &l.next);
	return render(rq, &offers_view, &l);
}

void order_list_fill(struct req *rq, struct orders_page *page, struct order *rows)
{
	page->cards = order_cards(rq, rows, page->count);
	page->summary = page->count ? "" : "没有符合条件的单子";
	page->places = order_choices_reached(rq, ORDER_READ);
	page->states = order_choices_words(rq, order_state_words, order_state_labels, "全部状态");
	if (page->list.next)
		page->next_url = place_address(rq->c.mem, "/orders", "place", page->place, "state",
		                               page->state, "category", req_query(rq, "category"),
		                               "q", page->q, "after", page->list.next, NULL);
}

const char *order_team_names(struct req *rq)
{
	struct ctx *c = &rq->c;
	const char **names = ARENA_ARRAY(c->mem, const char *, c->who->lead_count + 1);
	size_t n = 0;
	for (size_t i = 0; i < c->who->lead_count; i++) {
		struct team *t = team_get(c, c->who->leads[i]);
		if (t)
			names[n++] = t->name;
	}
	return text_join(c->mem, names, "、");
}
