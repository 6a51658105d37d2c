#include "features/record/record_web.h"
#include "features/order/order_move.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "core/setting.h"
#include "gen/record.html.h"

static enum err team_record(struct req *rq), callbacks(struct req *rq);

#define R(m, ...) FIELD(struct callback_row, m, __VA_ARGS__)
static const struct field callback_fields[] = {
	R(id),
	R(number, .label = "单号"),
	R(title, .label = "事项"),
	R(place, .label = "地方"),
	R(reason, .label = "为什么回访", .words = record_reason_words,
          .labels = record_reason_labels, .doc = "why it is called back"),
	R(deadline, .label = "回访时限", .as = AS_MOMENT, .doc = "seconds UTC"),
	RECORD("Callback", "An order that waits for a call back."),
};
static const struct view record_view = {record_team_html, record_fields, .section = "teams"};
/* As order_queue_query() reads them. */
static const struct field callback_asks[] = {
	FIELD(struct order_query, place, .label = "地区", .as = AS_PLACE, .max = 12,
              .doc = "division code"),
	FIELD(struct order_query, q, .label = "标题或正文里有", .max = 60,
              .doc = "part of title or text"),
	FIELD(struct order_query, after, .max = 80, .doc = "`next` of the page before"),
	{0},
};
static const struct view callbacks_view = {record_callbacks_html, callback_fields, .list = true,
                                           .desk = true, .section = "callbacks"};

const struct route record_routes[] = {
	{GET, "/teams/:id/record", team_record, TEAM_READ,
         "What became of a team's orders, in numbers", .gives = &record_view, .flags = ROUTE_HEAVY},
	{GET, "/callbacks", callbacks, ORDER_CALLBACK,
         "Orders that wait for a call back, with the reason", .asks = callback_asks,
         .gives = &callbacks_view},
	{0},
};

FEATURE(record);
const struct route *const record_paths[] = {record_routes, NULL};

static enum err team_record(struct req *rq)
{
	struct team *t = team_by_uid(&rq->c, rq->id);
	if (!t)
		return refuse(rq, ERR_MISSING, NULL, "没有这支队伍。");
	struct record_page p = {.r = record_of(&rq->c, t),
	                        .name = t->name,
	                        .inner = record_inner(&rq->c, t),
	                        .url = arena_printf(rq->c.mem, "/teams/%s", t->uid)};
	page_title(rq, "服务记录", p.url);
	return render(rq, &record_view, &p);
}

static void choose(struct req *rq, struct callbacks_page *p, struct order *o)
{
	struct ctx *c = &rq->c;
	p->chosen = order_page_of(rq, o);
	p->reason = record_reason_of(c, o);
	p->script = record_script(c->mem, (enum record_reason)p->reason, setting_text(c, "office"),
	                          o->title, o->team_name ? o->team_name : p->chosen->serving,
	                          o->score);
	if (!order_may(c, o, ACT_CONFIRM))
		p->conflict = "这一单不归您回访：您在服务方，或者不在您的范围。";
}

static const char *draw(struct ctx *c)
{
	static const char *const all[] = {"", "不满意的都回访；", "不满意的都回访；",
	                                  "一般和不满意的都回访；", "一般和不满意的都回访；"};
	return arena_printf(c->mem, "%s其余随机抽 %lld%%。",
	                    all[setting_int(c, "verdict.bad_score")],
	                    (long long)setting_int(c, "verdict.sample_percent"));
}

static void fill(struct req *rq, struct callbacks_page *p, const struct order *rows)
{
	static const char *const tones[REASON_COUNT] = {"r", "", "r", "y"};
	struct order_card *cards = order_cards(rq, rows, p->count);
	order_queue_links(rq, "/callbacks", cards, p->count);
	p->rows = ARENA_ARRAY(rq->c.mem, struct callback_row, p->count + 1);
	for (size_t i = 0; i < p->count; i++) {
		enum record_reason why = record_reason_of(&rq->c, &rows[i]);
		p->rows[i] = (struct callback_row){.id = rows[i].uid,
		                                   .number = rows[i].number,
		                                   .title = rows[i].title,
		                                   .place = rows[i].place_title,
		                                   .deadline = rows[i].deadline,
		                                   .reason = why,
		                                   .card = &cards[i],
		                                   .tone = tones[why]};
	}
	p->list = (struct list){p->rows, p->count, sizeof *p->rows, NULL};
}

static enum err callbacks(struct req *rq)
{
	struct order_query q;
	order_queue_query(rq, &q);
	q.state = ORDER_CALLBACK_DUE;
	struct callbacks_page p = {.place = q.place, .q = q.q, .draw = draw(&rq->c)};
	const char *next;
	struct order *rows = order_queue(&rq->c, ORDER_CALLBACK, &q, &p.count, &next);
	fill(rq, &p, rows);
	p.list.next = next;
	if (rq->json)
		return render(rq, &callbacks_view, &p);
	struct order *o = order_queue_chosen(rq);
	if (!o && p.count)
		o = order_by_uid(&rq->c, rows[0].uid);
	p.at = order_queue_place(rq, "/callbacks", rows, p.count, o);
	if (o && o->state == ORDER_CALLBACK_DUE)
		choose(rq, &p, o);
	for (size_t i = 0; p.chosen && i < p.count; i++)
		p.rows[i].chosen = text_equal(p.rows[i].id, p.chosen->o.uid);
	p.summary = order_queue_summary(rq, rows, p.count, "待回访");
	p.next_url = order_queue_next(rq, "/callbacks", next);
	p.none = order_queue_none(rq);
	p.may_set = access_reach(rq->c.who, SETTING_MANAGE) != REACH_NONE;
	p.places = order_choices_reached(rq, ORDER_CALLBACK);
	page_title(rq, "收单回访", NULL);
	return render(rq, &callbacks_view, &p);
}
