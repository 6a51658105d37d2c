/* clock_face.c - what `clock` declares of itself (core/feature.h). */
#include "base/arena.h"
#include "base/field.h"
#include "base/text.h"
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "core/setting.h"
#include "features/clock/clock.h"
#include "features/order/category.h"
#include "features/order/order.h"

#include <stdlib.h>
#include <string.h>

FEATURE(clock);

static const char *setting_name(struct ctx *c, const char *name)
{
	const struct setting *s = setting_find(name);
	(void)c;
	return s ? s->help : NULL;
}

/* "dispatch, health, urgent" */
static const char *limit_name(struct ctx *c, const char *subject)
{
	const char **part = text_split(c->mem, subject, ", ");
	if (!part[0] || !part[1] || !part[2])
		return NULL;
	int64_t clock = field_word(clock_words, part[0]);
	int64_t urgency = field_word(order_urgency_words, part[2]);
	const struct category *k = category_by_word(c, part[1]);
	return arena_printf(c->mem, "%s%s%s%s%s", clock < 0 ? "时限" : clock_labels[clock],
	                    k ? " · " : "", k ? k->label : "", urgency < 0 ? "" : " · ",
	                    urgency < 0 ? "" : order_urgency_labels[urgency]);
}

static const char *day_name(struct ctx *c, const char *day)
{
	(void)c;
	return day;
}

/* "1440 min working" or "default…" */
static const char *limit_said(struct ctx *c, const char *s)
{
	char *end;
	long long n = strtoll(s, &end, 10);
	if (end == s)
		return "默认的";
	return arena_printf(c->mem, "%lld %s%s", n % 60 ? n : n / 60, n % 60 ? "分钟" : "小时",
	                    strstr(end, "working") ? "（只算工作时间）" : "");
}

/* "a -> b" */
static const char *change(struct ctx *c, const char *detail,
                          const char *(*say)(struct ctx *c, const char *side))
{
	const char *arrow = strstr(detail, " -> ");
	if (!arrow)
		return NULL;
	const char *before = arena_strndup(c->mem, detail, (size_t)(arrow - detail));
	return arena_printf(c->mem, "从%s改成%s", say(c, before), say(c, arrow + strlen(" -> ")));
}

static const char *limit_change(struct ctx *c, const char *detail)
{
	return change(c, detail, limit_said);
}

static const char *quoted(struct ctx *c, const char *value)
{
	return *value ? arena_printf(c->mem, "“%s”", value) : "空的";
}

static const char *setting_change(struct ctx *c, const char *detail)
{
	return change(c, detail, quoted);
}

static const char *days(struct ctx *c, const char *detail)
{
	return arena_strndup(c->mem, detail, strcspn(detail, " "));
}

static const char *const day_words[] = {"works", "rests", NULL};
static const char *const day_labels[] = {"要上班", "放假", NULL};

static const struct deed_name named[] = {{"setting", setting_name, NULL, PERM_PUBLIC, NULL, NULL},
                                         {"limit", limit_name, NULL, PERM_PUBLIC, NULL, NULL},
                                         {"holiday", day_name, NULL, PERM_PUBLIC, NULL, NULL},
                                         {0}};
static const struct deed deeds[] = {
	DEED("setting.set", DEED_SETTING, "改了设置“{}”", .more = "，{}", .tell = setting_change),
	DEED("limit.set", DEED_SETTING, "改了时限“{}”", .more = "，{}", .tell = limit_change),
	DEED("limit.drop", DEED_SETTING, "去掉了时限“{}”", .more = "，{}", .tell = limit_change),
	DEED("holiday.set", DEED_SETTING, "定了 {}", .more = "{}", .words = day_words,
             .labels = day_labels),
	DEED("holiday.drop", DEED_SETTING, "去掉了 {} 这个节假日"),
	DEED("holiday.import", DEED_SETTING, "导入了从 {} 起的节假日", .more = "，共 {} 天",
             .tell = days),
	{0},
};

const struct feature clock_feature = {
	.name = "clock",
	.routes = clock_paths,
	.deeds = deeds,
	.named = named,
};
