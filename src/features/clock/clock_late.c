/* clock_late.c - what is late now: whose turn it is, how far it has climbed, by township. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "features/clock/clock.h"
#include "features/place/place.h"
#include "gen/clock.sql.h"

const char *const clock_level_words[] = {"whole", "village", "township", "centre", NULL};
const char *const clock_level_labels[] = {"全程超时", "村站", "乡镇所", "县中心", NULL};

#define L(m, ...) FIELD(struct clock_late, m, __VA_ARGS__)
const struct field clock_late_fields[] = {
	FIELD_AS(struct clock_late, uid, "id"),
	L(number, .label = "单号"),
	L(title, .label = "事项"),
	L(level, .label = "到了哪一级", .words = clock_level_words, .labels = clock_level_labels,
          .doc = "whose matter it has become"),
	L(state, .label = "状态", .labels = order_state_labels, .words = order_state_words),
	L(urgency, .label = "急缓", .labels = order_urgency_labels, .words = order_urgency_words),
	L(category, .label = "类别"),
	L(place, .label = "地方"),
	L(town, .doc = "code"),
	L(town_label, .label = "乡镇"),
	L(late, .doc = "seconds over time"),
	L(deadline, .label = "本步骤时限", .as = AS_MOMENT, .doc = "of the state, seconds UTC"),
	L(due, .label = "全程时限", .as = AS_MOMENT, .doc = "of the whole order, seconds UTC"),
	L(holder, .label = "现在该谁办", .doc = "whose turn it is"),
	L(team, .label = "承办", .doc = "null: none"),
	RECORD("LateOrder", "An order past its time."),
};
#define T(m, ...) FIELD(struct clock_town, m, __VA_ARGS__)
const struct field clock_town_fields[] = {
	T(place, .doc = "code"),
	T(label),
	T(village),
	T(township),
	T(centre),
	T(whole, .doc = "only the whole order is late"),
	T(total),
	RECORD("LatePlace", "How many orders of a township are past their time."),
};

static bool state_late(const struct clock_late *o, int64_t now)
{
	return o->deadline > 0 && o->deadline <= now && !order_expires((enum order_state)o->state);
}

enum clock_level clock_level_of(const struct clock_late *o, int64_t now)
{
	if (!state_late(o, now))
		return LEVEL_WHOLE;
	return o->level < LEVEL_VILLAGE  ? LEVEL_VILLAGE
	       : o->level > LEVEL_CENTRE ? LEVEL_CENTRE
	                                 : (enum clock_level)o->level;
}

const char *clock_holder(const struct clock_late *o)
{
	switch (o->state) {
	case ORDER_SUBMITTED: return "审核人";
	case ORDER_OPEN: return "派单人";
	case ORDER_WALL: return "等人认领";
	case ORDER_DONE: return "等本人评价";
	case ORDER_CALLBACK_DUE: return "回访人";
	default: return o->team ? o->team : o->person ? "一位志愿者" : "派单人";
	}
}

/* The path of a place, NULL: everywhere. */
static const char *under(struct ctx *c, const char *place)
{
	struct place *p = text_empty(place) ? NULL : place_asked(c, place);
	return text_empty(place) ? NULL : p ? p->path : "?";
}

static struct cursor cursor_of(const struct clock_late *o, int64_t now)
{
	return (struct cursor){-o->level, now - o->late, o->row};
}

struct clock_late *clock_lates(struct ctx *c, const char *place, struct cursor at, size_t *count,
                               const char **next)
{
	struct clock_late *all = sql_clock_lates(c, access_scope(c->who, ORDER_LOG),
	                                         under(c, place), &at, count);
	for (size_t i = 0; i < *count; i++) {
		struct clock_late *o = &all[i];
		o->holder = clock_holder(o);
		o->late = c->now - (state_late(o, c->now) ? o->deadline : o->due);
		o->level = clock_level_of(o, c->now);
	}
	*next = NULL;
	if (*count > CLOCK_LATES) {
		*count = CLOCK_LATES;
		*next = cursor_text(c->mem, cursor_of(&all[CLOCK_LATES - 1], c->now));
	}
	return all;
}

void clock_levels(struct ctx *c, const char *place, int64_t *levels)
{
	size_t n;
	struct clock_level_count *l = sql_clock_levels(c, access_scope(c->who, ORDER_LOG),
	                                               under(c, place), &n);
	for (size_t i = 0; i < n; i++)
		levels[l[i].level] = l[i].orders;
}

struct clock_town *clock_towns(struct ctx *c, size_t *count)
{
	return sql_clock_towns(c, access_scope(c->who, ORDER_LOG), count);
}
