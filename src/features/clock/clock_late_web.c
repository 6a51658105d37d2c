/* clock_late_web.c - the pages of what is late: the list, by township, and what-if. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/clock/clock_web.h"
#include "features/order/order_rules.h"
#include "features/order/order_web.h"
#include "gen/clock.html.h"
#include "web/show.h"

#include <string.h>

struct ask {
	const char *place, *after;
};
static const struct field ask_fields[] = {FIELD(struct ask, place, .label = "地区", .as = AS_PLACE,
                                                .max = 12, .doc = "code; also everything below it"),
                                          CURSOR_FIELD(struct ask),
                                          {0}};

#define Q(m, ...) FIELD(struct clock_question, m, __VA_ARGS__)
static const struct field question_fields[] = {
	Q(clock, .words = clock_words, .doc = "which clock; answer unless given"),
	Q(hours, .min = 1, .max = 8760, .label = "假设时限（小时）",
          .doc = "the limit supposed; 12 unless given"),
	Q(days, .min = 1, .max = 731, .doc = "stays that began so many days ago; 30 unless given"),
	Q(working, .doc = "count working hours only"),
	Q(category, .max = 40),
	Q(urgency, .words = clock_any_urgency),
	Q(place, .max = 12, .doc = "code; also everything below it"),
	{0}};

static enum err overdue(struct req *rq), towns(struct req *rq), whatif(struct req *rq);

static const struct view overdue_view = {clock_overdue_html, clock_late_fields, .list = true,
                                         .desk = true, .section = "overdue"};
static const struct view towns_view = {.fields = clock_town_fields, .list = true};
static const struct view whatif_view = {clock_whatif_html, clock_effect_fields, .list = true,
                                        .desk = true, .section = "whatif"};

const struct route clock_late_routes[] = {
	{GET, "/overdue", overdue, ORDER_LOG, "Orders past their time, by the level that has them",
         .asks = ask_fields, .gives = &overdue_view},
	{GET, "/overdue/places", towns, ORDER_LOG, "How many are overdue in each township",
         .gives = &towns_view, .flags = ROUTE_API},
	{GET, "/what-if", whatif, ORDER_LOG, "How many orders another limit would have made late",
         .asks = question_fields, .gives = &whatif_view, .flags = ROUTE_HEAVY},
	{0},
};

/* "4 小时", "3 天" of so many seconds. */
static const char *span(struct arena *a, int64_t seconds)
{
	if (seconds < HOUR)
		return arena_printf(a, "%lld 分钟", (long long)(seconds / MINUTE));
	if (seconds < 2 * DAY)
		return arena_printf(a, "%lld 小时", (long long)(seconds / HOUR));
	return arena_printf(a, "%lld 天", (long long)(seconds / DAY));
}

static struct late_line line_of(struct req *rq, const struct clock_late *o)
{
	static const char *const tones[] = {"", "", "y", "r"};
	return (struct late_line){.o = o,
	                          .late = span(rq->c.mem, o->late),
	                          .tone = tones[o->urgency],
	                          .url = arena_printf(rq->c.mem, "/orders/%s/log", o->uid),
	                          .urgency = order_urgency_labels[o->urgency],
	                          .state = order_state_labels[o->state]};
}

static enum err overdue(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct overdue_page p = {.place = ask.place};
	struct clock_late *rows = clock_lates(&rq->c, ask.place, cursor_read(ask.after), &p.count,
	                                      &p.list.next);
	p.list = (struct list){rows, p.count, sizeof *rows, p.list.next};
	if (rq->json)
		return render(rq, &overdue_view, &p);
	p.lines = ARENA_ARRAY(rq->c.mem, struct late_line, p.count + 1);
	for (size_t i = 0; i < p.count; i++) {
		p.lines[i] = line_of(rq, &rows[i]);
		p.shown[rows[i].level] = true;
	}
	clock_levels(&rq->c, ask.place, p.levels);
	for (int i = 0; i < LEVEL_COUNT; i++)
		p.total += p.levels[i];
	if (p.list.next)
		p.more = place_address(rq->c.mem, "/overdue", "place", ask.place, "after",
		                       p.list.next, NULL);
	p.towns = clock_towns(&rq->c, &p.town_count);
	p.places = order_choices_reached(rq, ORDER_LOG);
	page_title(rq, "超时单", NULL);
	return render(rq, &overdue_view, &p);
}

static enum err towns(struct req *rq)
{
	struct list l = {.size = sizeof(struct clock_town)};
	l.items = clock_towns(&rq->c, &l.count);
	return render(rq, &towns_view, &l);
}

/* ---- what-if ---- */

static const struct choice day_choices[] = {
	{"7", "过去 7 天"},  {"30", "过去 30 天"}, {"90", "过去 90 天"},
	{"365", "过去一年"}, {NULL, NULL},
};

static const struct choice way_choices[] = {{"0", "日夜都算"}, {"1", "只算工作时间"}, {NULL, NULL}};

/* Rounded up: nobody took longer than what is said. */
static const char *at_most(struct arena *a, int64_t seconds)
{
	int64_t unit = seconds < HOUR ? MINUTE : seconds < 2 * DAY ? HOUR : DAY;
	return span(a, (seconds + unit - 1) / unit * unit);
}

static const char *period_of(struct req *rq, int64_t days)
{
	const char *typed = arena_printf(rq->c.mem, "%lld", (long long)days);
	for (const struct choice *k = day_choices; k->value; k++)
		if (text_equal(k->value, typed))
			return k->label;
	return arena_printf(rq->c.mem, "过去 %lld 天", (long long)days);
}

static const struct choice *clock_choices(struct req *rq)
{
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, CLOCK_COUNT);
	for (int i = CLOCK_REVIEW; i < CLOCK_COUNT; i++)
		all[i - 1] = (struct choice){clock_words[i], clock_labels[i]};
	return all;
}

static const struct clock_effect *chosen(const struct clock_answer *a)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->rows[i].chosen)
			return &a->rows[i];
	return &a->rows[0];
}

/* "过去 30 天走“接单答复”的 398 单里，时限定为 12 小时会有 31 单超时；按现在的时限是 12 单。" */
static void say(struct req *rq, struct whatif_page *p)
{
	struct arena *a = rq->c.mem;
	const struct clock_effect *x = chosen(&p->a), *now = clock_present(&p->a);
	const char *when = period_of(rq, p->q.days), *what = clock_labels[p->q.clock];
	p->sentence = x->all_stays
	                      ? arena_printf(a,
	                                     "%s走到“%s”这一步的 %lld 单里，时限定为 %s会有 %lld "
	                                     "单超时；按现在的时限是 %lld 单。",
	                                     when, what, (long long)x->all_orders, x->text,
	                                     (long long)x->orders, (long long)now->orders)
	                      : arena_printf(a, "%s没有单子走到“%s”这一步。", when, what);
	if (now->compared)
		p->truth = arena_printf(a, "按现行时限重算，与实际相符 %lld/%lld。%s",
		                        (long long)now->agree, (long long)now->compared,
		                        now->agree < now->compared
		                                ? "不符的，多半是时限、类别或急缓后来改过。"
		                                : "");
	p->p50 = at_most(a, x->p50);
	p->p90 = at_most(a, x->p90);
	p->longest = at_most(a, x->longest);
	p->note = p->a.cut ? arena_printf(
				     a,
				     "其中 %lld 次是到时限自动收回的，本来会等多久不知道；比现在"
				     "的时限更长的假设，只会少算，不会多算。",
				     (long long)p->a.cut)
	                   : NULL;
}

static enum err whatif(struct req *rq)
{
	struct whatif_page p = {.q = {.clock = CLOCK_ANSWER, .hours = 12, .days = 30}};
	enum err e = req_asks(rq, question_fields, &p.q);
	if (e == OK && p.q.clock == CLOCK_NONE)
		e = refuse(rq, ERR_INVALID, "clock", "请选一项时限。");
	if (e != OK && rq->json)
		return e;
	if (e == OK)
		p.a = clock_what_if(&rq->c, &p.q);
	p.list = (struct list){p.a.rows, p.a.count, sizeof *p.a.rows, NULL};
	if (rq->json)
		return render(rq, &whatif_view, &p);
	rq->reply.status = err_status(e);
	if (e == OK)
		say(rq, &p);
	p.form = e == OK ? req_form(rq, question_fields, &p.q)
	                 : req_form_asks(rq, question_fields, &p.q);
	p.clocks = clock_choices(rq);
	p.days = day_choices;
	p.ways = way_choices;
	p.categories = order_choices_categories(rq, "全部类别");
	p.urgencies = order_choices_words(rq, order_urgency_words, order_urgency_labels, "全部");
	p.places = order_choices_reached(rq, ORDER_LOG);
	p.clock = clock_words[p.q.clock];
	p.period = arena_printf(rq->c.mem, "%lld", (long long)p.q.days);
	p.urgency = p.q.urgency > 0 ? clock_any_urgency[p.q.urgency] : "";
	page_title(rq, "时限测算", NULL);
	return render(rq, &whatif_view, &p);
}
