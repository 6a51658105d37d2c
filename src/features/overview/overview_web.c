#include "features/overview/overview_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/feature.h"
#include "features/place/place_web.h"
#include "gen/overview.html.h"
#include "web/show.h"

static enum err desk(struct req *rq), waiting(struct req *rq), states(struct req *rq);
static enum err trend(struct req *rq), corps(struct req *rq), places(struct req *rq);
static enum err orders(struct req *rq), mine(struct req *rq), joins(struct req *rq);

#define A(m, ...) FIELD(struct overview_ask, m, __VA_ARGS__)
#define PERIOD                                                                                     \
	A(period, .label = "时期", .words = overview_period_words,                                 \
	  .labels = overview_period_labels, .doc = "month unless given")
#define PLACE                                                                                      \
	A(place, .label = "地区", .as = AS_PLACE, .max = 12,                                       \
	  .doc = "code; also everything below it")
static const struct field desk_asks[] = {PERIOD, PLACE, {0}};
static const struct field place_asks[] = {PLACE, {0}};
static const struct field order_asks[] = {
	PERIOD,
	PLACE,
	A(step, .label = "哪一单", .labels = overview_step_labels, .words = overview_step_words,
          .doc = "found unless given"),
	FIELD_AS(struct overview_ask, face, "verdict", .label = "评价",
                 .labels = overview_face_labels, .words = overview_face_words,
                 .doc = "of closed ones"),
	A(corps, .as = AS_CODE, .max = 40, .doc = "closed by this corps; none: by none"),
	A(exact, .label = "只算本级", .doc = "the place without what lies below"),
	CURSOR_FIELD(struct overview_ask),
	{0}};
struct mine_ask {
	int64_t what;
	const char *after;
};
static const struct field mine_asks[] = {
	FIELD(struct mine_ask, what, .words = overview_mine_words, .doc = "drafts unless given"),
	CURSOR_FIELD(struct mine_ask),
	{0}};
static const struct field join_asks[] = {CURSOR_FIELD(struct mine_ask), {0}};

static const struct view desk_view = {overview_desk_html, overview_fields, .desk = true,
                                      .section = "desk"};
static const struct view station_view = {overview_station_html, overview_fields, .section = "desk"};
static const struct view waiting_view = {.fields = overview_wait_fields, .list = true};
static const struct view states_view = {.fields = overview_state_fields, .list = true};
static const struct view trend_view = {.fields = overview_bucket_fields, .list = true};
static const struct view corps_view = {.fields = overview_corps_fields, .list = true};
static const struct view places_view = {.fields = overview_place_fields, .list = true};
static const struct view orders_view = {overview_list_html, overview_order_fields, .list = true,
                                        .desk = true, .section = "desk"};
static const struct view joins_view = {overview_joins_html, overview_join_fields, .list = true,
                                       .desk = true, .section = "desk"};

const struct route overview_routes[] = {
	{GET, "/desk", desk, ORDER_LOG, "The five orders in a period, as far as the caller reads",
         .asks = desk_asks, .gives = &desk_view, .flags = ROUTE_HEAVY},
	{GET, "/desk/waiting", waiting, ORDER_LOG, "What waits for the caller",
         .gives = &waiting_view, .flags = ROUTE_API},
	{GET, "/desk/states", states, ORDER_LOG, "Orders under way by state", .asks = place_asks,
         .gives = &states_view, .flags = ROUTE_API | ROUTE_HEAVY},
	{GET, "/desk/trend", trend, ORDER_LOG, "Found and closed in twelve weeks or months",
         .asks = desk_asks, .gives = &trend_view, .flags = ROUTE_API | ROUTE_HEAVY},
	{GET, "/desk/corps", corps, ORDER_LOG, "Closed orders by corps", .asks = desk_asks,
         .gives = &corps_view, .flags = ROUTE_API | ROUTE_HEAVY},
	{GET, "/desk/places", places, ORDER_LOG, "Found orders by township or village",
         .asks = desk_asks, .gives = &places_view, .flags = ROUTE_API | ROUTE_HEAVY},
	{GET, "/desk/orders", orders, ORDER_LOG, "The orders behind a number", .asks = order_asks,
         .gives = &orders_view, .flags = ROUTE_HEAVY},
	{GET, "/desk/mine", mine, ORDER_ENTER,
         "Entered by the caller: drafts, or served and without a verdict", .asks = mine_asks,
         .gives = &orders_view},
	{GET, "/desk/joins", joins, TEAM_MANAGE, "Who asks to join a team the caller manages",
         .asks = join_asks, .gives = &joins_view},
	{0},
};

FEATURE(overview);
const struct route *const overview_paths[] = {overview_routes, NULL};

#define ASK ((struct overview_ask){.period = PERIOD_MONTH, .face = FACE_COUNT})

static enum err desk(struct req *rq)
{
	struct overview_ask ask = ASK;
	enum err e = req_asks(rq, desk_asks, &ask);
	if (e != OK)
		return e;
	struct desk_page p = {.o = overview_count(&rq->c, &ask)};
	bool station = overview_is_station(rq->c.who);
	if (rq->json)
		return render(rq, &desk_view, &p);
	overview_page_common(rq, &p, &ask);
	if (station)
		overview_page_station(rq, &p);
	else
		overview_page_staff(rq, &p, &ask);
	page_title(rq, "工作台", NULL);
	return render(rq, station ? &station_view : &desk_view, &p);
}

/* ---- the parts, for programs ---- */

static enum err waiting(struct req *rq)
{
	struct list l = {.size = sizeof(struct overview_wait)};
	l.items = overview_waits(&rq->c, &l.count);
	return render(rq, &waiting_view, &l);
}

static enum err states(struct req *rq)
{
	struct overview_ask ask = ASK;
	struct list l = {.size = sizeof(struct overview_state)};
	enum err e = req_asks(rq, place_asks, &ask);
	if (e != OK)
		return e;
	l.items = overview_states(&rq->c, ask.place, &l.count);
	return render(rq, &states_view, &l);
}

static enum err trend(struct req *rq)
{
	struct overview_ask ask = ASK;
	enum err e = req_asks(rq, desk_asks, &ask);
	if (e != OK)
		return e;
	struct list l = {.items = overview_trend(&rq->c, &ask),
	                 .count = OVERVIEW_BUCKETS,
	                 .size = sizeof(struct overview_bucket)};
	return render(rq, &trend_view, &l);
}

static enum err corps(struct req *rq)
{
	struct overview_ask ask = ASK;
	struct list l = {.size = sizeof(struct overview_corps)};
	enum err e = req_asks(rq, desk_asks, &ask);
	if (e != OK)
		return e;
	struct overview o = overview_count(&rq->c, &ask);
	l.items = o.corps;
	l.count = o.corps_count;
	return render(rq, &corps_view, &l);
}

static enum err places(struct req *rq)
{
	struct overview_ask ask = ASK;
	struct list l = {.size = sizeof(struct overview_place)};
	enum err e = req_asks(rq, desk_asks, &ask);
	if (e != OK)
		return e;
	l.items = overview_places(&rq->c, &ask, &l.count);
	return render(rq, &places_view, &l);
}

/* ---- down to the orders ---- */

static const char *place_label_of(struct req *rq, const char *code)
{
	struct place *p = text_empty(code) ? NULL : place_asked(&rq->c, code);
	return p ? place_title(&rq->c, p->id) : text_empty(code) ? "" : "没有这个地方";
}

/* "本月 · 收单 · 西渡镇 · 不满意" */
static const char *list_title(struct req *rq, const struct overview_ask *ask)
{
	bool closing = ask->face < FACE_COUNT || ask->corps;
	const char *parts[5];
	size_t n = 0;
	parts[n++] = overview_period_labels[ask->period];
	parts[n++] = overview_step_labels[closing ? STEP_CLOSED : ask->step];
	if (!text_empty(ask->place))
		parts[n++] = place_label_of(rq, ask->place);
	if (ask->face < FACE_COUNT)
		parts[n++] = overview_face_labels[ask->face];
	parts[n] = NULL;
	return text_join(rq->c.mem, parts, " · ");
}

static enum err orders(struct req *rq)
{
	struct overview_ask ask = ASK;
	enum err e = req_asks(rq, order_asks, &ask);
	if (e != OK)
		return e;
	struct desk_list p = {.list = {.size = sizeof(struct overview_order)}};
	struct overview_order *o = overview_orders(&rq->c, &ask, &p.list.count, &p.list.next);
	p.list.items = o;
	p.title = list_title(rq, &ask);
	p.told = "最近的在前；每一步只算一次，时间是走到这一步的时间";
	p.back = place_address(rq->c.mem, "/desk", "period", overview_period_words[ask.period],
	                       "place", ask.place, NULL);
	p.rows = overview_cards(rq, o, p.list.count, "/log");
	if (p.list.next)
		p.next_url = place_address(
			rq->c.mem, "/desk/orders", "period", overview_period_words[ask.period],
			"place", ask.place, "step", overview_step_words[ask.step], "verdict",
			ask.face < FACE_COUNT ? overview_face_words[ask.face] : NULL, "corps",
			ask.corps, "exact", ask.exact ? "1" : NULL, "after", p.list.next, NULL);
	page_title(rq, p.title, NULL);
	return render(rq, &orders_view, &p);
}

static enum err mine(struct req *rq)
{
	struct mine_ask ask = {0};
	enum err e = req_asks(rq, mine_asks, &ask);
	if (e != OK)
		return e;
	bool drafts = ask.what == MINE_DRAFTS;
	struct desk_list p = {.list = {.size = sizeof(struct overview_order)},
	                      .title = drafts ? "草稿没交" : "可以代评",
	                      .told = drafts ? "替别人登记、还没交或者退回要改的"
	                                     : "替别人登记、办完了还没评价的：问过本人再记",
	                      .back = "/desk"};
	struct overview_part part;
	struct overview_order *o = overview_mine(&rq->c, (enum overview_mine)ask.what,
	                                         cursor_read(ask.after), &part);
	p.list = (struct list){o, part.count, sizeof *o, part.next};
	if (part.next)
		p.next_url = place_address(rq->c.mem, "/desk/mine", "what",
		                           overview_mine_words[ask.what], "after", part.next, NULL);
	p.rows = overview_cards(rq, o, p.list.count, drafts ? "/edit" : "/verdict");
	page_title(rq, p.title, NULL);
	return render(rq, &orders_view, &p);
}

static enum err joins(struct req *rq)
{
	struct mine_ask ask = {0};
	enum err e = req_asks(rq, join_asks, &ask);
	if (e != OK)
		return e;
	struct overview_part part;
	struct desk_joins p = {.rows = overview_joins(&rq->c, cursor_read(ask.after), &part)};
	p.list = (struct list){p.rows, part.count, sizeof *p.rows, part.next};
	if (part.next)
		p.next_url = place_address(rq->c.mem, "/desk/joins", "after", part.next, NULL);
	page_title(rq, "入队申请", NULL);
	return render(rq, &joins_view, &p);
}
