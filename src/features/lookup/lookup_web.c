#include "features/lookup/lookup_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "features/menu/menu.h"
#include "features/news/news_web.h"
#include "features/order/order_list.h"
#include "features/order/order_web.h"
#include "features/person/person.h"
#include "features/place/place_web.h"
#include "features/team/team.h"
#include "gen/lookup.html.h"

enum { EACH = 8 };

static const char *const kind_words[] = {"order", "closed", "menu", "news", "team", "person", NULL};
#define H(m, ...) FIELD(struct lookup_hit, m, __VA_ARGS__)
static const struct field hit_fields[] = {
	H(kind, .words = kind_words, .doc = "closed: a wish that came true"),
	H(id),
	H(title),
	H(about),
	H(url, .doc = "path of its page; under /api/v1 of its record"),
	RECORD("Hit", "Something that was found.")};

struct ask {
	const char *q;
};
static const struct field ask_fields[] = {
	FIELD(struct ask, q, .max = 60, .doc = "part of the words; at most eight of each kind"),
	{0}};

static enum err lookup(struct req *rq);

static const struct view view = {lookup_page_html, hit_fields, .list = true, .section = "search"};

const struct route lookup_routes[] = {
	{GET, "/search", lookup, PERM_PUBLIC, "Everything the caller may see, by part of its words",
         .asks = ask_fields, .gives = &view, .flags = ROUTE_HEAVY},
	{0},
};

FEATURE(lookup);
const struct route *const lookup_paths[] = {lookup_routes, NULL};

/* What a kind has for these words; `all` is the length of its own first page. */
struct found {
	struct lookup_hit *hits;
	size_t all;
};

static struct found room(struct req *rq, size_t all)
{
	return (struct found){ARENA_ARRAY(rq->c.mem, struct lookup_hit, EACH), all};
}

static size_t shown(const struct found *f)
{
	return f->all < EACH ? f->all : EACH;
}

static struct found orders_of(struct req *rq, struct order *rows, size_t all)
{
	struct found f = room(rq, all);
	struct order_card *cards = order_cards(rq, rows, shown(&f));
	for (size_t i = 0; i < shown(&f); i++)
		f.hits[i] = (struct lookup_hit){
			.id = cards[i].uid,
			.title = cards[i].title,
			.about = arena_printf(rq->c.mem, "%s · %s · %s", cards[i].state_label,
		                              cards[i].category, cards[i].place),
			.url = cards[i].url};
	return f;
}

static struct found orders(struct req *rq, const char *q)
{
	const struct order_query query = {
		.state = ORDER_NOWHERE, .urgency = -1, .limit = EACH + 1, .q = q};
	const char *next;
	size_t n = 0;
	struct order *rows = order_wall_open(rq) ? order_list(&rq->c, &query, &n, &next) : NULL;
	return orders_of(rq, rows, n);
}

static struct found closed(struct req *rq, const char *q)
{
	const struct order_query query = {
		.state = ORDER_CLOSED, .urgency = -1, .limit = EACH + 1, .q = q};
	const char *next;
	size_t n = 0;
	bool staff = access_reach(rq->c.who, ORDER_LOG) != REACH_NONE; /* sees them among orders */
	struct order *rows = !staff && order_wall_open(rq) ? order_wall(&rq->c, &query, &n, &next)
	                                                   : NULL;
	return orders_of(rq, rows, n);
}

static struct found menu(struct req *rq, const char *q)
{
	const struct menu_query query = {.state = -1, .form = -1, .q = q};
	const char *next;
	size_t n = 0;
	struct menu_item *m = menu_list(&rq->c, &query, &n, &next);
	struct found f = room(rq, n);
	for (size_t i = 0; i < shown(&f); i++)
		f.hits[i] = (struct lookup_hit){
			.id = m[i].uid,
			.title = m[i].title,
			.about = arena_printf(rq->c.mem, "%s · %s", m[i].category_label,
		                              m[i].area_name),
			.url = arena_printf(rq->c.mem, "/menu/%s", m[i].uid)};
	return f;
}

static struct found news(struct req *rq, const char *q)
{
	const struct news_query query = {.state = -1, .kind = -1, .q = q};
	const char *next;
	size_t n = 0;
	struct news *rows = news_list(&rq->c, &query, &n, &next);
	struct found f = room(rq, n);
	struct news_line *lines = news_lines(rq, rows, shown(&f));
	for (size_t i = 0; i < shown(&f); i++)
		f.hits[i] = (struct lookup_hit){
			.id = rows[i].uid,
			.title = rows[i].title,
			.about = arena_printf(rq->c.mem, "%s · %s · %s",
		                              news_kind_labels[rows[i].kind], rows[i].place_name,
		                              lines[i].when),
			.url = arena_printf(rq->c.mem, "/news/%s", rows[i].uid)};
	return f;
}

static struct found teams(struct req *rq, const char *q)
{
	size_t n = 0;
	struct team *t = team_list(&rq->c, NULL, NULL, q, NULL, &n);
	struct found f = room(rq, n);
	for (size_t i = 0; i < shown(&f); i++)
		f.hits[i] = (struct lookup_hit){
			.id = t[i].uid,
			.title = t[i].name,
			.about = t[i].place_name,
			.url = arena_printf(rq->c.mem, "/teams/%s", t[i].uid)};
	return f;
}

static struct found people(struct req *rq, const char *q)
{
	const struct person_query query = {.q = q};
	const char *next;
	size_t n = 0;
	struct person_row *p = access_reach(rq->c.who, PERSON_READ) == REACH_NONE
	                               ? NULL
	                               : person_list(&rq->c, &query, &n, &next);
	struct found f = room(rq, n);
	for (size_t i = 0; i < shown(&f); i++)
		f.hits[i] = (struct lookup_hit){
			.id = p[i].uid,
			.title = p[i].name,
			.about = arena_printf(
				rq->c.mem, "%s%s%s", p[i].volunteer ? "志愿者 · " : "",
				p[i].home_name ? p[i].home_name : "",
				p[i].number ? arena_printf(rq->c.mem, " · %s", p[i].number) : ""),
			.url = arena_printf(rq->c.mem, "/people/%s", p[i].uid)};
	return f;
}

static const struct {
	struct found (*ask)(struct req *rq, const char *q);
	const char *label, *icon, *path, *state; /* of the whole list */
} kinds[LOOKUP_KINDS] = {
	[LOOKUP_ORDER] = {orders, "单子", "list", "/orders", NULL},
	[LOOKUP_CLOSED] = {closed, "已经实现的心愿", "heart", "/wall", "closed"},
	[LOOKUP_MENU] = {menu, "服务项目", "check2", "/menu", NULL},
	[LOOKUP_NEWS] = {news, "资讯公告", "speak", "/news", NULL},
	[LOOKUP_TEAM] = {teams, "志愿服务队", "users", "/teams", NULL},
	[LOOKUP_PERSON] = {people, "人员", "user", "/people", NULL},
};

static void fill(struct req *rq, struct lookup_page *p)
{
	struct lookup_hit *all = ARENA_ARRAY(rq->c.mem, struct lookup_hit, EACH * LOOKUP_KINDS);
	size_t n = 0;
	for (int k = 0; k < LOOKUP_KINDS; k++) {
		struct found f = kinds[k].ask(rq, p->q);
		bool guest = k == LOOKUP_ORDER && !rq->c.who->id;
		p->groups[k] = (struct lookup_group){
			.label = kinds[k].label,
			.icon = kinds[k].icon,
			.hits = &all[n],
			.count = shown(&f),
			.more = f.all > EACH
		                        ? place_address(rq->c.mem, guest ? "/wall" : kinds[k].path,
		                                        "state", kinds[k].state, "q", p->q, NULL)
		                        : NULL};
		for (size_t i = 0; i < shown(&f); i++) {
			all[n] = f.hits[i];
			all[n++].kind = k;
		}
	}
	p->list = (struct list){all, n, sizeof *all, NULL};
}

static enum err lookup(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct lookup_page p = {.q = ask.q,
	                        .list.size = sizeof(struct lookup_hit),
	                        .staff = access_reach(rq->c.who, ORDER_ENTER) != REACH_NONE};
	if (!text_empty(p.q))
		fill(rq, &p);
	page_title(rq, "搜索", "/");
	return render(rq, &view, &p);
}
