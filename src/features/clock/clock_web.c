#include "features/clock/clock_web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "core/setting.h"
#include "features/order/category.h"
#include "features/order/order_rules.h"
#include "features/order/order_web.h"
#include "features/person/public.h"
#include "features/place/place_web.h"
#include "gen/clock.html.h"
#include "web/show.h"

#include <stdlib.h>

struct set {
	const char *name, *value;
};
static const struct field set_fields[] = {
	FIELD(struct set, name, .required = true, .max = 40, .doc = "of GET /settings"),
	FIELD(struct set, value, .max = 100, .label = "值"),
	RECORD("Setting", "Its new value."),
};

struct entry {
	int64_t clock, urgency, amount, unit;
	const char *category;
	bool working;
};
static const char *const unit_words[] = {"minute", "hour", "day", NULL};
static const char *const unit_labels[] = {"分钟", "小时", "天", NULL};
static const char *const any_labels[] = {"不分急缓", "低", "中", "高", "急", NULL};
static const struct field limit_fields[] = {
	FIELD(struct entry, clock, .required = true, .words = clock_words, .labels = clock_labels,
              .label = "哪一项时限"),
	FIELD(struct entry, category, .max = 40, .label = "哪一类", .doc = "word; null: any"),
	FIELD(struct entry, urgency, .words = clock_any_urgency, .labels = any_labels,
              .label = "急缓"),
	FIELD(struct entry, amount, .required = true, .min = 1, .max = 527040, .label = "时限"),
	FIELD(struct entry, unit, .words = unit_words, .labels = unit_labels, .label = "单位",
              .doc = "minute unless given; a day is 24 hours"),
	FIELD(struct entry, working, .label = "只算工作时间",
              .hint = "工作日 9–12 点、14–18 点，一天 7 小时"),
	RECORD("Limit", "Which limit to add or to change."),
};

struct holiday_entry {
	const char *day, *name, *lines;
	int64_t working;
};
static const char *const rest_words[] = {"rest", "work", NULL};
static const char *const rest_labels[] = {"休：放假", "班：补班", NULL};
static const struct field holiday_fields[] = {
	FIELD(struct holiday_entry, day, .required = true, .max = 10, .label = "日期",
              .hint = "如 2026-10-01"),
	FIELD(struct holiday_entry, working, .required = true, .words = rest_words,
              .labels = rest_labels, .label = "休还是班"),
	FIELD(struct holiday_entry, name, .required = true, .max = 40, .label = "名称",
              .hint = "如 国庆节"),
	RECORD("Holiday", "Which day to add."),
};
static const struct field import_fields[] = {
	FIELD(struct holiday_entry, lines, .required = true, .max = 20000, .as = AS_LINES,
              .label = "一行一天", .hint = "2026-10-01,休,国庆节。表里已有的日子改成新的"),
	RECORD("HolidayFile", "A year of days as CSV."),
};

static enum err settings(struct req *rq), setting_change(struct req *rq), limits(struct req *rq),
	limit_change(struct req *rq), limit_remove(struct req *rq), holidays(struct req *rq),
	holiday_change(struct req *rq), holiday_remove(struct req *rq),
	holiday_import(struct req *rq);

static const struct view settings_view = {clock_settings_html, clock_setting_fields, .list = true,
                                          .desk = true, .section = "settings"};
static const struct view limits_view = {clock_limits_html, clock_limit_fields, .list = true,
                                        .desk = true, .section = "limits"};
static const struct view holidays_view = {clock_holidays_html, clock_holiday_fields, .list = true,
                                          .desk = true, .section = "holidays"};

const struct route clock_routes[] = {
	{GET, "/settings", settings, SETTING_MANAGE,
         "All settings, their defaults, who changed them", .gives = &settings_view},
	{POST, "/settings", setting_change, SETTING_MANAGE, "Changes one setting",
         .takes = set_fields, .gives = &settings_view,
         .done = "设置已改，马上生效，日志里记了是谁改的。"},
	{GET, "/limits", limits, LIMIT_READ, "Limits per clock, category and urgency",
         .gives = &limits_view},
	{POST, "/limits", limit_change, SETTING_MANAGE, "Adds a limit, or changes it",
         .takes = limit_fields, .gives = &limits_view,
         .done = "时限已存好，往后进入这一步的单子按它算。"},
	{POST, "/limits/:id/remove", limit_remove, SETTING_MANAGE,
         "Removes a limit; a wider one or the default holds", .gives = &limits_view,
         .done = "这一条时限已去掉，往后按更宽的一条或默认的算。",
         .sure = "去掉以后，这一步按更宽的一条或默认的时限算。"},
	{GET, "/holidays", holidays, LIMIT_READ, "Holidays and make-up days",
         .gives = &holidays_view},
	{POST, "/holidays", holiday_change, SETTING_MANAGE, "Adds a day, or changes it",
         .takes = holiday_fields, .gives = &holidays_view,
         .done = "日子已存好，往后的时限按它算。"},
	{POST, "/holidays/import", holiday_import, SETTING_MANAGE,
         "Takes lines \"YYYY-MM-DD,休|班,name\": all of them or none", .takes = import_fields,
         .gives = &holidays_view, .done = "整批日子已导入，往后的时限按它们算。",
         .sure = "整批导入以后，往后的时限都按这些日子算；导错了要一天一天删。"},
	{POST, "/holidays/:id/remove", holiday_remove, SETTING_MANAGE, "Removes a day",
         .gives = &holidays_view, .done = "这一天已去掉，往后的时限不再算它。"},
	{0},
};

FEATURE(clock);
const struct route *const clock_paths[] = {clock_routes, clock_late_routes, NULL};

static bool manages(const struct req *rq)
{
	return access_reach(rq->c.who, SETTING_MANAGE) != REACH_NONE;
}

/* ---- settings ---- */

static struct setting_line line_of(struct req *rq, const struct clock_setting *s)
{
	struct arena *a = rq->c.mem;
	struct setting_line l = {.s = s, .value = s->value, .yes_no = s->min == 0 && s->max == 1};
	if (s->at)
		l.when = show_time(a, s->at);
	if (s->min || s->max)
		l.bounds = arena_printf(a, "%lld 到 %lld", (long long)s->min, (long long)s->max);
	if (!text_equal(req_came_back(rq, "name"), s->name))
		return l;
	l.value = req_came_back(rq, "value");
	for (int i = 0; i < rq->sent->problem_count; i++)
		l.problem = rq->sent->problems[i].message;
	return l;
}

static enum err settings(struct req *rq)
{
	struct settings_page p = {0};
	const struct form *form = req_form(rq, NULL, NULL);
	struct clock_setting *all = clock_settings(&rq->c, &p.count);
	p.list = (struct list){all, p.count, sizeof *all, NULL};
	p.lines = ARENA_ARRAY(rq->c.mem, struct setting_line, p.count + 1);
	for (size_t i = 0; i < p.count; i++) {
		p.lines[i] = line_of(rq, &all[i]);
		p.lines[i].form = form;
	}
	page_title(rq, "设置", NULL);
	return render(rq, &settings_view, &p);
}

static enum err setting_change(struct req *rq)
{
	struct set in = {.value = ""};
	enum err e = req_read(rq, set_fields, &in);
	if (e == OK && (text_equal(in.name, "brand") || text_equal(in.name, "office"))) {
		const char *fault = public_check_numbers(rq->c.mem, &in.value);
		e = fault ? refuse(rq, ERR_INVALID, in.name, "%s", fault) : OK;
	}
	if (e == OK)
		e = setting_set(&rq->c, in.name, in.value);
	return done(rq, e, "/settings");
}

/* ---- limits ---- */

static const struct choice *clock_choices(struct req *rq)
{
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, CLOCK_COUNT);
	for (int i = CLOCK_REVIEW; i < CLOCK_COUNT; i++)
		all[i - 1] = (struct choice){clock_words[i], clock_labels[i]};
	return all;
}

static void resolve(struct req *rq, struct limits_page *p)
{
	struct category *k = text_empty(p->category) ? NULL : category_by_word(&rq->c, p->category);
	p->category_label = k ? k->label : "没有另定的类别";
	for (int64_t u = URGENCY_LOW; u <= URGENCY_URGENT; u++)
		for (int i = CLOCK_REVIEW; i < CLOCK_COUNT; i++) {
			struct clock_rule r = clock_resolve(p->rows, p->count, (enum order_clock)i,
			                                    k ? k->id : -1, u);
			p->resolved[u][i] = clock_span(rq->c.mem, r.minutes, r.working);
			p->particular[u][i] = r.from != NULL;
		}
	p->sentence = arena_printf(rq->c.mem, "急·%s：派单 %s，接单答复 %s，全程 %s",
	                           p->category_label, p->resolved[URGENCY_URGENT][CLOCK_DISPATCH],
	                           p->resolved[URGENCY_URGENT][CLOCK_ANSWER],
	                           p->resolved[URGENCY_URGENT][CLOCK_WHOLE]);
}

/* The row that the link 改 chose, in the unit it reads best. */
static const struct entry *edited(struct req *rq, const struct limits_page *p)
{
	struct entry *in = ARENA_NEW(rq->c.mem, struct entry);
	const char *id = req_query(rq, "edit");
	*in = (struct entry){.clock = CLOCK_DISPATCH, .unit = 1};
	for (size_t i = 0; id && i < p->count; i++) {
		const struct clock_limit *l = &p->rows[i];
		if (l->id != strtoll(id, NULL, 10))
			continue;
		int64_t unit = l->minutes % 60 ? 0 : l->minutes % 1440 || l->working ? 1 : 2;
		static const int64_t minutes[] = {1, 60, 1440};
		*in = (struct entry){l->clock, l->urgency + 1, l->minutes / minutes[unit],
		                     unit,     l->category,    l->working};
	}
	return in;
}

static enum err limits(struct req *rq)
{
	struct limits_page p = {.manage = manages(rq),
	                        .what_if = access_reach(rq->c.who, ORDER_LOG) != REACH_NONE,
	                        .drop = req_form(rq, NULL, NULL)};
	p.rows = clock_limits(&rq->c, &p.count);
	p.list = (struct list){p.rows, p.count, sizeof *p.rows, NULL};
	if (rq->json)
		return render(rq, &limits_view, &p);
	p.category = req_query(rq, "category");
	p.form = req_form(rq, limit_fields, edited(rq, &p));
	p.clocks = clock_choices(rq);
	p.categories = order_choices_categories(rq, "没有另定的类别");
	p.any = order_choices_categories(rq, "不分类别");
	resolve(rq, &p);
	page_title(rq, "时限", NULL);
	return render(rq, &limits_view, &p);
}

static enum err limit_change(struct req *rq)
{
	static const int64_t minutes[] = {1, 60, 1440};
	struct entry in = {0};
	enum err e = req_read(rq, limit_fields, &in);
	if (e == OK)
		e = clock_limit_set(&rq->c,
		                    &(struct clock_limit){.clock = in.clock,
		                                          .urgency = in.urgency - 1,
		                                          .category = in.category,
		                                          .working = in.working,
		                                          .minutes = in.amount * minutes[in.unit]});
	return done(rq, e, "/limits");
}

static enum err limit_remove(struct req *rq)
{
	return done(rq, clock_limit_drop(&rq->c, strtoll(rq->id, NULL, 10)), "/limits");
}

/* ---- working days ---- */

static void next_days(struct req *rq, struct holidays_page *p)
{
	static const char *const names[] = {"周日", "周一", "周二", "周三", "周四", "周五", "周六"};
	p->next_count = 14;
	struct clock_day *days = clock_days(&rq->c, rq->c.now, p->next_count);
	p->next = ARENA_ARRAY(rq->c.mem, struct day_tile, p->next_count);
	for (size_t i = 0; i < p->next_count; i++) {
		struct clock_day *d = &days[i];
		p->next[i] = (struct day_tile){.date = show_day(rq->c.mem, d->midnight),
		                               .why = d->why,
		                               .weekday = names[clock_local(d->midnight).weekday],
		                               .working = d->working,
		                               .today = i == 0};
		p->working += d->working;
	}
}

static enum err holidays(struct req *rq)
{
	struct holidays_page p = {.manage = manages(rq), .drop = req_form(rq, NULL, NULL)};
	const char *from = text_empty(req_query(rq, "all"))
	                           ? clock_date(rq->c.mem, rq->c.now - 31 * (int64_t)DAY)
	                           : NULL;
	p.rows = clock_holidays(&rq->c, from, &p.count);
	p.list = (struct list){p.rows, p.count, sizeof *p.rows, NULL};
	struct holiday_entry *held = ARENA_NEW(rq->c.mem, struct holiday_entry);
	p.form = req_form(rq, holiday_fields, held);
	p.import = req_form(rq, import_fields, NULL);
	next_days(rq, &p);
	page_title(rq, "节假日", NULL);
	return render(rq, &holidays_view, &p);
}

static enum err holiday_change(struct req *rq)
{
	struct holiday_entry in = {0};
	enum err e = req_read(rq, holiday_fields, &in);
	if (e == OK)
		e = clock_holiday_set(&rq->c, &(struct clock_holiday){.day = in.day,
		                                                      .name = in.name,
		                                                      .working = in.working == 1});
	return done(rq, e, "/holidays");
}

static enum err holiday_remove(struct req *rq)
{
	return done(rq, clock_holiday_drop(&rq->c, rq->id), "/holidays");
}

static enum err holiday_import(struct req *rq)
{
	struct holiday_entry in = {0};
	size_t n;
	enum err e = req_read(rq, import_fields, &in);
	if (e == OK)
		e = clock_holidays_import(&rq->c, in.lines, &n);
	return done(rq, e, "/holidays");
}
