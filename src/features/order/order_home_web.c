/* order_home_web.c - the pages everybody begins at: home, the wish wall, my orders, the serving side's desk. */
#include "base/arena.h"
#include "base/text.h"
#include "core/setting.h"
#include "features/auth/auth.h"
#include "features/order/category.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "features/place/place_web.h"
#include "gen/order.html.h"
#include "web/cookie.h"
#include "web/page.h"
#include "web/serve.h"
#include "web/show.h"

static const struct view home_view = {.html = order_home_html, .section = "home"};
static const struct view home_desk_view = {.html = order_home_desk_html, .section = "home"};
static const struct view home_elder_view = {.html = order_home_elder_html, .section = "home"};
static const struct view wall_view = {
	.html = order_wall_html, .fields = order_page_fields, .list = true, .section = "wall"};
static const struct view mine_view = {.html = order_mine_html, .section = "mine"};
static const struct view work_view = {.html = order_work_html, .section = "work"};

static enum err home(struct req *rq), wall(struct req *rq), mine(struct req *rq);
static enum err work(struct req *rq);

static const char *const wall_states[] = {"wall", "running", "closed", NULL};
static const char *const wall_labels[] = {"待认领", "办理中", "已实现", NULL};
#define Q(m, ...) FIELD(struct order_query, m, __VA_ARGS__)
static const struct field wall_fields[] = {Q(state, .words = wall_states, .labels = wall_labels),
                                           Q(place, .max = 12),
                                           Q(category, .max = 40),
                                           Q(q, .max = 60),
                                           Q(after, .max = 40),
                                           {0}};

const struct route order_home_routes[] = {
	{GET, "/", home, PERM_PUBLIC, "Home", .flags = ROUTE_PAGE},
	{GET, "/wall", wall, PERM_PUBLIC, "The wish wall", .asks = wall_fields,
         .gives = &wall_view},
	{GET, "/mine", mine, PERM_SIGNED_IN, "Orders by or for the caller", .flags = ROUTE_PAGE},
	{GET, "/work", work, ORDER_SERVE, "The serving side's desk", .flags = ROUTE_PAGE},
	{0},
};

bool order_elder_mode(const struct req *rq)
{
	return text_equal(cookie_choice(rq, "mode", cookie_modes), "elder");
}

bool order_wall_open(struct ctx *c)
{
	return c->who->id || setting_int(c, "wall.public");
}

static const struct demo_button *demo_buttons(struct req *rq)
{
	const struct demo_accounts *all = rq->site->demo_accounts;
	struct demo_button *b = ARENA_ARRAY(rq->c.mem, struct demo_button, all->count + 1);
	for (size_t i = 0; i < all->count; i++)
		b[i] = (struct demo_button){.role = all->at[i].phone,
		                            .label = all->at[i].label,
		                            .name = all->at[i].name};
	return b;
}

static void fill_news(struct req *rq, struct home_page *p)
{
	const struct news_query latest = {.state = -1, .kind = -1, .limit = 3};
	const char *next;
	p->news = news_list(&rq->c, &latest, &p->news_count, &next);
	p->news_all = news_count(&rq->c);
}

/* The newest of his own that is under way, among the newest page of them. */
static const struct order_card *live_order(struct req *rq)
{
	size_t n = 0;
	const char *next;
	struct order *rows = rq->c.who->id ? order_mine(&rq->c, NULL, &n, &next) : NULL;
	for (size_t i = 0; i < n; i++)
		if (rows[i].state > ORDER_DRAFT && rows[i].state < ORDER_CLOSED) {
			struct order_card *o = order_cards(rq, &rows[i], 1);
			if (rows[i].state < ORDER_ACCEPTED) /* who was asked has not said yes */
				o->team = "";
			return o;
		}
	return NULL;
}

/* What stands on his desk; of who leads a team, what it has been asked and has in hand. */
static const struct message_queue *queues_of(struct ctx *c, size_t *count)
{
	const struct message_queue *desk = message_queues(c, count);
	struct message_queue *all = ARENA_ARRAY(c->mem, struct message_queue, *count + 2);
	struct message_queue mine[] = {{0, "等您答复", "hand", "/work"},
	                               {0, "手上的单", "run", "/work"}};
	size_t n = 0, rows = 0;
	const char *next;
	const struct order *o = access_has_role(c->who, ROLE_LEADER)
	                                ? order_serving(c, NULL, &rows, &next)
	                                : NULL;
	for (size_t i = 0; i < rows; i++)
		if (o[i].state < ORDER_DONE)
			mine[o[i].state == ORDER_OFFERED ? 0 : 1].count++;
	for (int i = 0; i < 2; i++)
		if (mine[i].count)
			all[n++] = mine[i];
	for (size_t i = 0; i < *count; i++)
		all[n++] = desk[i];
	*count = n;
	return all;
}

/* The doors of his office, as they stand on his phone. */
static const struct nav *doors_of(struct req *rq)
{
	const struct nav_doors *d = rq->site->doors;
	struct nav *out = ARENA_ARRAY(rq->c.mem, struct nav, NAV_DOORS + 1);
	size_t n = 0;
	while (d && d->role && !access_has_role(rq->c.who, d->role))
		d++;
	for (int i = 0; d && d->role && i < NAV_DOORS; i++)
		for (const struct nav *k = rq->site->nav; k->path; k++)
			if (text_equal(k->section, d->sections[i]) &&
			    access_reach(rq->c.who, k->needs) != REACH_NONE)
				out[n++] = *k;
	return out;
}

/* ---- what is near him comes first where he chooses work ---- */

/* The township a volunteer lives in; NULL: not known. */
static const struct place *own_town(struct ctx *c)
{
	bool chooses = access_reach(c->who, ORDER_CLAIM) != REACH_NONE;
	const struct place *p = chooses && c->who->home ? place_get(c, c->who->home) : NULL;
	if (p && p->kind == PLACE_VILLAGE)
		p = place_get(c, p->parent);
	return p && p->kind == PLACE_TOWNSHIP ? p : NULL;
}

/* `most` of the wall, those of his township before the others. */
static struct order *nearest(struct ctx *c, int64_t most, size_t *count)
{
	const struct place *town = own_town(c);
	struct order_query q = {.state = ORDER_WALL, .urgency = -1, .limit = most};
	const char *next;
	size_t more = 0;
	struct order *rows = ARENA_ARRAY(c->mem, struct order, 2 * (size_t)most);
	*count = 0;
	if (town) {
		q.place = town->code;
		const struct order *near = order_wall(c, &q, count, &next);
		for (size_t i = 0; i < *count; i++)
			rows[i] = near[i];
		q.place = NULL;
		q.beyond = town->code;
	}
	const struct order *far = order_wall(c, &q, &more, &next);
	for (size_t i = 0; i < more && *count < (size_t)most; i++)
		rows[(*count)++] = far[i];
	return rows;
}

/* Takes his township out of the list that follows, and puts it before the first page. */
static void near_first(struct req *rq, struct order_query *q, struct wall_page *p)
{
	const struct place *town = own_town(&rq->c);
	const char *next;
	if (rq->json || !town || q->state != ORDER_WALL || !text_empty(q->place))
		return;
	struct order_query near = *q;
	near.place = q->beyond = town->code;
	if (!text_empty(q->after))
		return;
	struct order *rows = order_wall(&rq->c, &near, &p->near_count, &next);
	p->near = order_cards(rq, rows, p->near_count);
	p->town = town->label;
	p->town_url = next ? place_address(rq->c.mem, "/wall", "place", town->code, "category",
	                                   q->category, "q", q->q, NULL)
	                   : NULL;
}

static enum err home(struct req *rq)
{
	struct ctx *c = &rq->c;
	bool staff = page_staff(c->who);
	struct home_page p = {.who = c->who,
	                      .totals = order_totals(c),
	                      .elder = order_elder_mode(rq),
	                      .demo = rq->site->demo && rq->site->demo_accounts,
	                      .mine_url = c->who->id ? "/mine" : "/follow",
	                      .phone = setting_text(c, "hotline"),
	                      .tel = show_dial(c->mem, setting_text(c, "hotline"))};
	if (order_wall_open(c)) {
		struct order *rows = nearest(c, 6, &p.wall_count);
		p.wall = order_cards(rq, rows, p.wall_count);
		p.wall_all = order_wall_count(c);
	}
	if (p.elder)
		p.live = live_order(rq);
	else
		fill_news(rq, &p);
	if (staff && !p.elder) {
		p.queues = queues_of(c, &p.queue_count);
		p.doors = doors_of(rq);
	}
	p.categories = category_list(c, &p.category_count);
	p.form = req_form(rq, NULL, NULL);
	if (p.demo)
		p.buttons = demo_buttons(rq);
	page_title(rq, rq->site->brand, NULL);
	return render(rq, p.elder ? &home_elder_view : staff ? &home_desk_view : &home_view, &p);
}

/* The address of the next page with the same filters. */
static const char *next_url(struct req *rq, const char *path, const struct wall_page *p,
                            const char *after)
{
	if (!after)
		return NULL;
	return place_address(rq->c.mem, path, "place", p->place, "category", p->category, "state",
	                     p->state, "q", p->q, "after", after, NULL);
}

/* As of a wish that is published this moment. */
static const char *turn_of(struct ctx *c)
{
	struct order fresh = {.published = c->now};
	if (!access_has_role(c->who, ROLE_VOLUNTEER) || !order_turn_wait(c, &fresh, 0, c->who->id))
		return NULL;
	return arena_printf(c->mem, "您认领得多：新上墙 %lld 小时内的心愿，先让给认领少的人。",
	                    (long long)setting_int(c, "wall.turn_hours"));
}

static enum err wall(struct req *rq)
{
	static const int64_t states[] = {ORDER_WALL, ORDER_SERVING, ORDER_CLOSED};
	struct ctx *c = &rq->c;
	struct order_query q = {.urgency = -1, .limit = setting_int(c, "wall.items")};
	enum err e = req_asks(rq, wall_fields, &q);
	if (e != OK)
		return e;
	if (!order_wall_open(c))
		return refuse(rq, ERR_SIGNIN, NULL, "心愿墙要登录后才能看。");
	struct wall_page p = {.category = q.category,
	                      .place = q.place,
	                      .q = q.q,
	                      .state = wall_states[q.state],
	                      .mode = "wall"};
	q.state = states[q.state];
	near_first(rq, &q, &p);
	const char *next;
	struct order *rows = order_wall(c, &q, &p.count, &next);
	struct order_page *items = ARENA_ARRAY(c->mem, struct order_page, p.count + 1);
	for (size_t i = 0; rq->json && i < p.count; i++)
		items[i] = *order_page_of(rq, &rows[i]);
	p.list = (struct list){
		.items = items, .count = p.count, .size = sizeof *items, .next = next};
	p.cards = order_cards(rq, rows, p.count);
	p.next_url = next_url(rq, "/wall", &p, next);
	p.categories = order_choices_categories(rq, "全部类别");
	p.places = order_choices_places(rq, NULL, "全县");
	p.states = order_choices_words(rq, wall_states, wall_labels, NULL);
	p.turn = rq->json ? NULL : turn_of(c);
	page_title(rq, "心愿墙", "/");
	return render(rq, &wall_view, &p);
}

static enum err mine(struct req *rq)
{
	struct wall_page p = {.mode = "mine"};
	const char *next;
	struct order *rows = order_mine(&rq->c, req_query(rq, "after"), &p.count, &next);
	p.next_url = next_url(rq, "/mine", &p, next);
	p.cards = order_cards(rq, rows, p.count);
	if (text_empty(req_query(rq, "after"))) {
		rows = order_going(&rq->c, req_query(rq, "going"), &p.going_count, &next);
		p.going_more = next ? place_address(rq->c.mem, "/mine", "going", next, NULL) : NULL;
		p.going = order_cards(rq, rows, p.going_count);
	}
	page_title(rq, "我的单子", "/");
	return render(rq, &mine_view, &p);
}

static void sort_work(struct req *rq, struct work_page *p, struct order *rows, size_t n)
{
	struct order *part[3];
	size_t *counts[] = {&p->offered_count, &p->running_count, &p->done_count};
	for (int i = 0; i < 3; i++)
		part[i] = ARENA_ARRAY(rq->c.mem, struct order, n + 1);
	for (size_t i = 0; i < n; i++) {
		int k = rows[i].state == ORDER_OFFERED ? 0 : rows[i].state < ORDER_DONE ? 1 : 2;
		part[k][(*counts[k])++] = rows[i];
	}
	p->offered = order_cards(rq, part[0], p->offered_count);
	p->running = order_cards(rq, part[1], p->running_count);
	p->done = order_cards(rq, part[2], p->done_count);
}

static enum err work(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct work_page p = {.team_names = order_team_names(rq)};
	size_t n;
	const char *next;
	struct order *rows = order_serving(c, req_query(rq, "after"), &n, &next);
	sort_work(rq, &p, rows, n);
	p.next_url = next ? place_address(c->mem, "/work", "after", next, NULL) : NULL;
	rows = nearest(c, 6, &p.claimable_count);
	p.claimable = order_cards(rq, rows, p.claimable_count);
	p.form = req_form(rq, order_action_fields(ACT_ACCEPT), NULL);
	page_title(rq, access_has_role(c->who, ROLE_LEADER) ? "队长工作台" : "我的服务", "/");
	return render(rq, &work_view, &p);
}
