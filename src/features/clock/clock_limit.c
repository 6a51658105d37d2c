/* clock_limit.c - the limits: which row wins, setting one, letting one go. */
#include "base/arena.h"
#include "base/text.h"
#include "core/audit.h"
#include "features/clock/clock.h"
#include "features/order/category.h"
#include "gen/clock.sql.h"

enum { MINUTES_MAX = 366 * 24 * 60, WORKING_MAX = 60000 };

const char *const clock_words[] = {
	"none",   "review",  "dispatch", "answer", "claim", "schedule",
	"finish", "verdict", "call",     "whole",  NULL,
};
const char *const clock_labels[] = {
	"不计时",   "审核", "派单", "接单答复", "认领", "排期",
	"上门办完", "评价", "回访", "全程",     NULL,
};
const char *const clock_any_urgency[] = {"any", "low", "normal", "high", "urgent", NULL};

#define L(m, ...) FIELD(struct clock_limit, m, __VA_ARGS__)
const struct field clock_limit_fields[] = {
	L(id),
	L(clock, .label = "哪一项", .labels = clock_labels, .words = clock_words),
	L(category, .doc = "null: any"),
	L(category_label, .label = "类别"),
	FIELD_AS(struct clock_limit, urgency_word, "urgency_word", .doc = "null: any"),
	L(minutes),
	L(working, .label = "只算工作时间", .doc = "only working hours count"),
	L(text, .label = "时限", .doc = "as people say it"),
	RECORD("Limit", "How long something may take."),
};

const char *clock_span(struct arena *mem, int64_t minutes, bool working)
{
	long long n = (long long)minutes;
	const char *unit = working ? "个工作" : "";
	if (minutes % 60)
		return arena_printf(mem, "%lld %s分钟", n, unit);
	if (!working && minutes % 1440 == 0 && minutes > 2880)
		return arena_printf(mem, "%lld 天", n / 1440);
	return arena_printf(mem, "%lld %s小时", n / 60, unit);
}

struct clock_limit *clock_limits(struct ctx *c, size_t *count)
{
	struct clock_limit *all = sql_clock_limits(c, count);
	for (size_t i = 0; i < *count; i++) {
		struct clock_limit *l = &all[i];
		bool any = l->urgency < URGENCY_LOW || l->urgency > URGENCY_URGENT;
		l->urgency_word = any ? NULL : order_urgency_words[l->urgency];
		l->text = clock_span(c->mem, l->minutes, l->working);
	}
	return all;
}

struct clock_rule clock_resolve(const struct clock_limit *all, size_t n, enum order_clock clock,
                                int64_t category_row, int64_t urgency)
{
	const struct clock_limit *best = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct clock_limit *l = &all[i];
		bool fits = l->clock == (int64_t)clock &&
		            (!l->category_row || l->category_row == category_row) &&
		            (l->urgency < 0 || l->urgency == urgency);
		if (fits && (!best || l->category_row > best->category_row ||
		             (l->category_row == best->category_row && l->urgency > best->urgency)))
			best = l;
	}
	if (!best)
		return (struct clock_rule){.minutes = order_standard(clock)};
	return (struct clock_rule){best->minutes, best->working, best};
}

/* "dispatch, health, urgent" for the audit entry. */
static const char *name_of(struct ctx *c, int64_t clock, const char *category, int64_t urgency)
{
	return arena_printf(c->mem, "%s, %s, %s", clock_words[clock], category ? category : "any",
	                    urgency < 0 ? "any" : order_urgency_words[urgency]);
}

static const char *said(struct ctx *c, const struct clock_limit *l)
{
	if (!l)
		return "default";
	return arena_printf(c->mem, "%lld min%s", (long long)l->minutes,
	                    l->working ? " working" : "");
}

static const struct clock_limit *standing(struct ctx *c, int64_t clock, int64_t category,
                                          int64_t urgency)
{
	size_t n;
	struct clock_limit *all = clock_limits(c, &n);
	for (size_t i = 0; i < n; i++)
		if (all[i].clock == clock && all[i].category_row == category &&
		    all[i].urgency == urgency)
			return &all[i];
	return NULL;
}

enum err clock_limit_set(struct ctx *c, const struct clock_limit *in)
{
	struct category *k = text_empty(in->category) ? NULL : category_by_word(c, in->category);
	int64_t most = in->working ? WORKING_MAX : MINUTES_MAX, category = k ? k->id : 0;
	if (in->clock <= CLOCK_NONE || in->clock >= CLOCK_COUNT)
		ctx_refuse(c, ERR_INVALID, "clock", "请选一项时限。");
	if (!text_empty(in->category) && !k)
		ctx_refuse(c, ERR_INVALID, "category", "没有这个类别，请从列表里选。");
	if (in->urgency < -1 || in->urgency > URGENCY_URGENT)
		ctx_refuse(c, ERR_INVALID, "urgency", "没有这一级急缓，请从列表里选。");
	if (in->minutes < 1 || in->minutes > most)
		ctx_refuse(c, ERR_INVALID, "amount", "请填 1 分钟到 %lld 小时之间的时限。",
		           (long long)(most / 60));
	if (c->problem_count)
		return ERR_INVALID;
	const struct clock_limit *before = standing(c, in->clock, category, in->urgency);
	order_limit_set(c, &(struct order_limit){in->clock, category, in->urgency, in->minutes,
	                                         in->working});
	audit(c, "limit.set", "limit", name_of(c, in->clock, k ? k->word : NULL, in->urgency),
	      arena_printf(c->mem, "%s -> %s", said(c, before), said(c, in)));
	return OK;
}

enum err clock_limit_drop(struct ctx *c, int64_t id)
{
	size_t n;
	struct clock_limit *all = clock_limits(c, &n);
	for (size_t i = 0; i < n; i++) {
		const struct clock_limit *l = &all[i];
		if (l->id != id || !order_limit_drop(c, id))
			continue;
		audit(c, "limit.drop", "limit", name_of(c, l->clock, l->category, l->urgency),
		      arena_printf(c->mem, "%s -> default or a wider row", said(c, l)));
		return OK;
	}
	return ctx_refuse(c, ERR_MISSING, NULL, "没有这一条时限，可能刚刚被别人删了。");
}
