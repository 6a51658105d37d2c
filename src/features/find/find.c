#include "features/find/find.h"
#include "features/order/order_draft.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/cursor.h"
#include "gen/find.sql.h"

#include <stdlib.h>

enum err find_entry(struct ctx *c, const char *op, const struct order_draft *d, const char **uid)
{
	*uid = op ? sql_find_entry_of(c, op) : NULL;
	if (*uid)
		return OK;
	if (text_empty(d->for_name))
		ctx_refuse(c, ERR_INVALID, "beneficiary.name", "请填写服务对象的姓名。");
	if (d->source != SOURCE_PHONE && d->source != SOURCE_COUNTER && d->source != SOURCE_VISIT)
		ctx_refuse(c, ERR_INVALID, "source", "请选走访、电话或窗口。");
	struct order_draft entry = *d;
	entry.kind = d->source == SOURCE_VISIT ? KIND_VISIT : KIND_REQUEST;
	entry.submit = true;
	enum err e = c->problem_count ? ERR_INVALID : order_create(c, &entry, uid);
	if (e == OK && op)
		sql_find_entry_add(c, op, *uid);
	return e;
}

struct order *find_today(struct ctx *c, const char *after, size_t *count, int64_t *all,
                         const char **next)
{
	struct cursor at = cursor_read(after);
	int64_t since = clock_midnight(c->now);
	size_t n;
	struct order *rows = sql_find_today(c, since, &at, &n);
	*all = sql_find_today_count(c, since);
	*next = NULL;
	if (n > FIND_PAGE) {
		const struct order *last = &rows[(n = FIND_PAGE) - 1];
		*next = cursor_text(c->mem, (struct cursor){-last->created, 0, -last->row});
	}
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		struct order *o = order_get(c, rows[i].row);
		if (o)
			rows[(*count)++] = *o;
	}
	return rows;
}

struct find_place *find_places(struct ctx *c, size_t *count)
{
	return sql_find_places(c, access_scope(c->who, ORDER_ENTER), count);
}

/* ---- where nothing comes from ---- */

#define F(m, ...) FIELD(struct find_village, m, __VA_ARGS__)
const struct field find_village_fields[] = {
	F(place, .doc = "code of the village"),
	F(label, .label = "村（社区）"),
	F(town, .doc = "code of its township"),
	F(town_label, .label = "乡镇"),
	F(last, .label = "上一单", .as = AS_MOMENT,
          .doc = "its last order, seconds UTC; 0: none ever"),
	F(days, .label = "多少天没动静", .doc = "full days since; -1: none ever"),
	F(people, .label = "登记人数", .doc = "known there"),
	F(staff, .doc = "whom to call: of the station, else of the township; null: nobody"),
	F(staff_name, .label = "找谁"),
	RECORD("QuietVillage", "A village from which nothing has come for some time."),
};

static int longest_first(const void *a, const void *b)
{
	const struct find_village *x = a, *y = b;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return x->people > y->people ? -1 : x->people < y->people;
}

static int quietest_first(const void *a, const void *b)
{
	const struct find_town *x = a, *y = b;
	return x->quiet > y->quiet ? -1 : x->quiet < y->quiet;
}

/* The villages come in the order of the tree: those of one township stand together. */
static struct find_town *town_of(struct find_quiet *q, const struct find_village *v)
{
	struct find_town *t = q->town_count ? &q->towns[q->town_count - 1] : NULL;
	if (t && text_equal(t->place, v->town))
		return t;
	t = &q->towns[q->town_count++];
	*t = (struct find_town){.place = v->town, .label = v->town_label};
	return t;
}

struct find_quiet find_quiet(struct ctx *c, int64_t days, const char *town)
{
	struct find_quiet q = {0};
	q.villages = sql_find_villages(c, access_scope(c->who, ORDER_LOG), &q.all);
	q.towns = ARENA_ARRAY(c->mem, struct find_town, q.all + 1);
	for (size_t i = 0; i < q.all; i++) {
		struct find_village *v = &q.villages[i];
		struct find_town *t = town_of(&q, v);
		v->days = v->last ? (c->now - v->last) / DAY : -1;
		t->villages++;
		if (v->last && v->days < days)
			continue;
		t->quiet++;
		t->people += v->people;
		if (text_empty(town) || text_equal(town, v->town))
			q.villages[q.count++] = *v;
	}
	if (q.count)
		qsort(q.villages, q.count, sizeof *q.villages, longest_first);
	if (q.town_count)
		qsort(q.towns, q.town_count, sizeof *q.towns, quietest_first);
	return q;
}
