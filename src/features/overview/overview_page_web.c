/* overview_page_web.c - the model of the two pages: addresses, sentences, bars and the picture's points. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/setting.h"
#include "features/clock/clock.h"
#include "features/overview/overview_web.h"
#include "features/place/place_web.h"
#include "web/show.h"

static int64_t at_least_one(int64_t n)
{
	return n > 0 ? n : 1;
}

/* The list behind a number of this page; `name` and `value` narrow it down further. */
static const char *list_url(struct req *rq, const struct desk_page *p, enum overview_step step,
                            const char *name, const char *value)
{
	return place_address(rq->c.mem, "/desk/orders", "period",
	                     overview_period_words[p->o.period], "step", overview_step_words[step],
	                     "place", p->o.place, name ? name : "verdict", value, NULL);
}

static struct desk_bar bar(struct req *rq, const char *label, int64_t n, int64_t whole,
                           const char *url)
{
	return (struct desk_bar){.label = label,
	                         .text = "",
	                         .url = url,
	                         .said = arena_printf(rq->c.mem, "%s %lld", label, (long long)n),
	                         .n = n,
	                         .whole = at_least_one(whole),
	                         .colour = 1};
}

static int64_t most_of(const int64_t *v, size_t n)
{
	int64_t most = 0;
	for (size_t i = 0; i < n; i++)
		most = v[i] > most ? v[i] : most;
	return most;
}

static void fill_steps(struct req *rq, struct desk_page *p)
{
	static const char *const texts[STEP_COUNT] = {"找到的需求", "审核对上服务", "提交的",
	                                              "有人接的", "评价或回访后收单"};
	int64_t most = most_of(p->o.step, STEP_COUNT);
	for (int i = 0; i < STEP_COUNT; i++) {
		enum overview_step s = (enum overview_step)i;
		p->steps[i] = bar(rq, overview_step_labels[i], p->o.step[i], most,
		                  list_url(rq, p, s, NULL, NULL));
		p->steps[i].text = texts[i];
		p->steps[i].colour = i < STEP_ACCEPTED ? 2 : 1;
	}
}

static void fill_faces(struct req *rq, struct desk_page *p)
{
	int64_t judged = 0;
	for (int i = 0; i < FACE_COUNT; i++)
		judged += p->o.face[i];
	for (int i = 0; i < FACE_COUNT; i++)
		p->faces[i] = bar(rq, overview_face_labels[i], p->o.face[i], judged,
		                  list_url(rq, p, STEP_CLOSED, "verdict", overview_face_words[i]));
	p->faces_told = judged ? arena_printf(rq->c.mem, "%s收单的 %lld 单里，有评价的 %lld 单",
	                                      p->period, (long long)p->o.step[STEP_CLOSED],
	                                      (long long)judged)
	                       : "还没有评价";
}

static void fill_states(struct req *rq, struct desk_page *p)
{
	struct overview_state *s = overview_states(&rq->c, p->o.place, &p->state_count);
	p->states = ARENA_ARRAY(rq->c.mem, struct desk_bar, p->state_count + 1);
	for (size_t i = 0; i < p->state_count; i++)
		p->state_all += s[i].count;
	for (size_t i = 0; i < p->state_count; i++)
		p->states[i] = bar(rq, order_state_labels[s[i].state], s[i].count, 1,
		                   place_address(rq->c.mem, "/orders", "state",
		                                 order_state_words[s[i].state], "place", p->o.place,
		                                 NULL));
}

static const char *place_told(struct req *rq, const struct desk_page *p)
{
	struct ctx *c = &rq->c;
	struct place *asked = p->o.place ? place_asked(c, p->o.place) : NULL;
	struct scope s = access_scope(c->who, ORDER_LOG);
	const char *names[ACTOR_GRANTS + 1];
	size_t n = 0;
	if (p->o.place)
		return asked ? asked->label : "没有这个地方";
	if (s.all)
		return "全县";
	for (size_t i = 0; i < c->who->grant_count; i++) {
		struct place *at = s.subtree >> c->who->grants[i].role & 1
		                           ? place_get(c, c->who->grants[i].place)
		                           : NULL;
		if (at)
			names[n++] = at->label;
	}
	names[n] = NULL;
	return text_join(c->mem, names, "、");
}

void overview_page_common(struct req *rq, struct desk_page *p, const struct overview_ask *ask)
{
	struct arena *a = rq->c.mem;
	p->period = overview_period_labels[ask->period];
	p->place = place_told(rq, p);
	p->told = arena_printf(a, "%s · %s（%s起）· 截至 %s", p->place, p->period,
	                       show_day(a, p->o.from), show_time(a, p->o.at));
	for (int i = 0; i < PERIOD_COUNT; i++)
		p->periods[i] = (struct desk_choice){
			.label = overview_period_labels[i],
			.url = place_address(a, "/desk", "period", overview_period_words[i],
		                             "place", ask->place, NULL),
			.here = i == ask->period};
	fill_steps(rq, p);
	fill_faces(rq, p);
	fill_states(rq, p);
	p->waits = overview_waits(&rq->c, &p->wait_count);
	p->late = ARENA_ARRAY(a, const char *, p->wait_count + 1);
	for (size_t i = 0; i < p->wait_count; i++)
		p->late[i] = arena_printf(a, "%lld 单已超时", (long long)p->waits[i].late);
}

/* ---- staff ---- */

/* Rounded up: half of them took no longer than what is said. */
static const char *span(struct arena *a, int64_t seconds)
{
	int64_t unit = seconds < HOUR ? MINUTE : seconds < 2 * DAY ? HOUR : DAY;
	return clock_span(a, (seconds + unit - 1) / unit * unit / MINUTE, false);
}

static const char *looked_at(struct arena *a, int64_t n, int64_t all)
{
	return arena_printf(a, n < all ? "均匀抽 %lld 单算" : "按 %lld 单算", (long long)n);
}

static void fill_response(struct req *rq, struct desk_page *p)
{
	struct arena *a = rq->c.mem;
	p->accept = p->o.accept_of ? span(a, p->o.accept_half) : "还没有";
	p->close = p->o.close_of ? span(a, p->o.close_half) : "还没有";
	p->accept_told = looked_at(a, p->o.accept_of, p->o.step[STEP_ACCEPTED]);
	p->close_told = looked_at(a, p->o.close_of, p->o.step[STEP_CLOSED]);
}

static int64_t height(const struct desk_chart *k, int64_t n)
{
	return n * 120 / k->top;
}

static int64_t higher(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void fill_columns(struct desk_chart *k, const struct overview_running *r)
{
	const struct overview_bucket *last = &k->at[OVERVIEW_BUCKETS - 1];
	struct desk_column *now = &k->column[OVERVIEW_BUCKETS - 1];
	int64_t most = higher(r->found_whole, r->closed_whole);
	for (int i = 0; i < OVERVIEW_BUCKETS; i++)
		most = higher(most, higher(k->at[i].found, k->at[i].closed));
	k->top = overview_axis(most);
	for (int i = 0; i < OVERVIEW_BUCKETS; i++)
		k->column[i] = (struct desk_column){.found = height(k, k->at[i].found),
		                                    .closed = height(k, k->at[i].closed)};
	now->found_rest = height(k, r->found_whole) - height(k, last->found);
	now->closed_rest = height(k, r->closed_whole) - height(k, last->closed);
}

/* "36 小时", "3 天半" */
static const char *gone(struct arena *a, int64_t seconds)
{
	if (seconds < 2 * DAY)
		return arena_printf(a, "%lld 小时", (long long)(seconds / HOUR));
	return arena_printf(a, "%lld 天%s", (long long)(seconds / DAY),
	                    seconds % DAY >= DAY / 2 ? "半" : "");
}

static const char *running_said(struct req *rq, const struct desk_chart *k,
                                const struct overview_running *r, bool year)
{
	const struct overview_bucket *last = &k->at[OVERVIEW_BUCKETS - 1];
	return arena_printf(rq->c.mem,
	                    "%s才过 %s：寻 %lld、收 %lld，%s同一时候寻 %lld、收 "
	                    "%lld。虚线是照前四%s估的整%s。",
	                    k->now, gone(rq->c.mem, r->elapsed), (long long)last->found,
	                    (long long)last->closed, year ? "上月" : "上周",
	                    (long long)r->found_then, (long long)r->closed_then,
	                    year ? "个月" : "周", year ? "月" : "周");
}

static void fill_chart(struct req *rq, struct desk_page *p, const struct overview_ask *ask)
{
	struct desk_chart *k = &p->chart;
	struct buf said = BUF(rq->c.mem);
	bool year = ask->period == PERIOD_YEAR;
	k->at = overview_trend(&rq->c, ask);
	struct overview_running r = overview_running_part(&rq->c, ask, k->at);
	k->title = year ? "近 12 个月" : "近 12 周";
	k->now = year ? "本月" : "本周";
	buf_text(&said, "寻单和收单：");
	for (int i = 0; i < OVERVIEW_BUCKETS; i++)
		buf_printf(&said, "%s%s %lld 和 %lld", i ? "，" : "", k->at[i].label,
		           (long long)k->at[i].found, (long long)k->at[i].closed);
	fill_columns(k, &r);
	k->running = running_said(rq, k, &r, year);
	buf_printf(&said, "。%s", k->running);
	k->said = buf_str(&said);
}

static void fill_corps(struct req *rq, struct desk_page *p)
{
	const struct overview_corps *k = p->o.corps;
	int64_t most = 0;
	p->corps_count = p->o.corps_count;
	for (size_t i = 0; i < p->corps_count; i++)
		most = k[i].closed > most ? k[i].closed : most;
	p->corps = ARENA_ARRAY(rq->c.mem, struct desk_bar, p->corps_count + 1);
	for (size_t i = 0; i < p->corps_count; i++)
		p->corps[i] = bar(rq, k[i].name, k[i].closed, most,
		                  list_url(rq, p, STEP_CLOSED, "corps",
		                           k[i].corps ? k[i].corps : OVERVIEW_NO_CORPS));
}

static const char *tile_url(struct req *rq, const struct desk_page *p,
                            const struct overview_place *t, bool villages)
{
	return place_address(rq->c.mem, "/desk/orders", "period",
	                     overview_period_words[p->o.period], "step", "found", "place", t->place,
	                     "exact", villages ? "1" : NULL, NULL);
}

/* "超时 2" where orders are late; of townships only, as they are counted. */
static const char *mark_of(struct req *rq, const struct clock_town *late, size_t n,
                           const char *place)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(late[i].place, place))
			return arena_printf(rq->c.mem, "超时 %lld", (long long)late[i].total);
	return NULL;
}

static void fill_tiles(struct req *rq, struct desk_page *p, const struct overview_ask *ask)
{
	size_t n = 0, late_count = 0;
	int64_t all = 0;
	const struct clock_town *late = clock_towns(&rq->c, &late_count);
	struct overview_place *t = overview_places(&rq->c, ask, &n);
	bool villages = false; /* the township itself may stand among them */
	for (size_t i = 0; i < n; i++)
		villages |= t[i].kind == PLACE_VILLAGE;
	struct ui_tile *at = ARENA_ARRAY(rq->c.mem, struct ui_tile, n + 1);
	for (size_t i = 0; i < n; i++) {
		at[i] = (struct ui_tile){.label = t[i].label,
		                         .path = tile_url(rq, p, &t[i], villages),
		                         .n = t[i].orders,
		                         .more = mark_of(rq, late, late_count, t[i].place)};
		all += t[i].orders;
	}
	p->tiles = (struct ui_tiles){.label = "各地寻到的单子", .unit = "单", .at = at, .count = n};
	if (n)
		land_rank(rq->c.mem, &p->tiles);
	p->tiles_title = arena_printf(rq->c.mem, "%s，%s寻单 %lld 单", villages ? "各村" : "各乡镇",
	                              p->period, (long long)all);
}

/* Who only looks on: how the county stands. */
static void fill_figures(struct req *rq, struct desk_page *p)
{
	struct order_totals t = order_totals(&rq->c);
	struct overview_figure all[] = {{"在办的单子", "run", "/orders", t.open},
	                                {"已收单", "ok", "/orders?state=closed", t.closed},
	                                {"注册志愿者", "user", NULL, t.volunteers},
	                                {"志愿服务队", "users", "/teams", t.teams}};
	size_t n = 0;
	for (size_t i = 0; i < p->wait_count; i++)
		n += p->waits[i].badge;
	if (n)
		return;
	p->figures = arena_memdup(rq->c.mem, all, sizeof all);
	p->figure_count = sizeof all / sizeof *all;
}

void overview_page_staff(struct req *rq, struct desk_page *p, const struct overview_ask *ask)
{
	fill_figures(rq, p);
	if (access_scope(rq->c.who, ORDER_LOG).all)
		p->places = order_choices_places(rq, NULL, "全县");
	p->chosen = ask->place;
	p->word = overview_period_words[ask->period];
	fill_response(rq, p);
	fill_chart(rq, p, ask);
	fill_corps(rq, p);
	fill_tiles(rq, p, ask);
}

/* ---- the station ---- */

struct order_card *overview_cards(struct req *rq, const struct overview_order *o, size_t n,
                                  const char *tail)
{
	static const char *const tones[ORDER_STATES] = {"",  "y", "r", "r", "y", "v", "v",
	                                                "v", "y", "y", "g", "",  "",  ""};
	static const char *const urgency_tones[] = {"", "v", "y", "r"};
	struct arena *a = rq->c.mem;
	struct order_card *cards = ARENA_ARRAY(a, struct order_card, n + 1);
	for (size_t i = 0; i < n; i++)
		cards[i] = (struct order_card){
			.url = arena_printf(a, "/orders/%s%s", o[i].id, tail),
			.uid = o[i].id,
			.number = o[i].number,
			.title = o[i].title,
			.category = o[i].category,
			.place = o[i].place,
			.team = o[i].team,
			.state_label = o[i].returned ? "退回要改" : order_state_labels[o[i].state],
			.tone = tones[o[i].state],
			.when = show_time(a, o[i].at),
			.left = show_left(a, o[i].deadline, rq->c.now),
			.late = o[i].deadline > 0 && o[i].deadline < rq->c.now,
			.urgency = order_urgency_labels[o[i].urgency],
			.urgency_tone = urgency_tones[o[i].urgency]};
	return cards;
}

void overview_page_station(struct req *rq, struct desk_page *p)
{
	struct ctx *c = &rq->c;
	struct overview_part part;
	struct overview_order *o = overview_mine(c, MINE_DRAFTS, CURSOR_START, &part);
	p->draft_count = part.count;
	p->draft_all = overview_mine_count(c, MINE_DRAFTS);
	p->drafts = overview_cards(rq, o, part.count, "/edit");
	o = overview_mine(c, MINE_VERDICTS, CURSOR_START, &part);
	p->verdict_count = part.count;
	p->verdict_all = overview_mine_count(c, MINE_VERDICTS);
	p->verdicts = overview_cards(rq, o, part.count, "/verdict");
	o = overview_running(c, &p->running_count);
	p->running = overview_cards(rq, o, p->running_count, "/log");
	p->contacts = overview_contacts(c, &p->contact_count);
	p->phone = setting_text(c, "hotline");
	p->tel = show_dial(c->mem, p->phone);
}
