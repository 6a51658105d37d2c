#include "features/menu/menu.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/search.h"
#include "features/menu/menu_priv.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "gen/menu.sql.h"

#include <stdlib.h>

const char *const menu_state_words[] = {"draft", "submitted", "open", "retired", NULL};
const char *const menu_state_labels[] = {"草稿", "待审核", "可以点", "已下架", NULL};
const char *const menu_period_words[] = {"day", "week", "month", NULL};
const char *const menu_period_labels[] = {"每天", "每周", "每月", NULL};
const char *const menu_form_words[] = {"service", "goods", NULL};
const char *const menu_form_labels[] = {"服务", "物品", NULL};
const char *const menu_sort_words[] = {"use", "verdict", "free", "new", NULL};
const char *const menu_sort_labels[] = {"点得多的", "评价好的", "最近有空的", "新上的", NULL};

#define M(m, ...) FIELD(struct menu_item, m, __VA_ARGS__)
const struct field menu_item_fields[] = {
	FIELD_AS(struct menu_item, uid, "id"),
	M(title),
	M(about),
	M(category, .doc = "word of /categories"),
	M(category_label),
	M(form, .words = menu_form_words, .labels = menu_form_labels),
	M(corps, .doc = "id of the corps; null: none"),
	M(corps_name),
	M(area, .doc = "division code: offered there and below"),
	M(area_name),
	M(season, .doc = "in Chinese"),
	M(season_from, .doc = "month * 100 + day; 0: the whole year"),
	M(season_to),
	M(period, .words = menu_period_words, .labels = menu_period_labels),
	M(capacity, .doc = "orders per period; 0: no limit"),
	M(minutes),
	M(people, .doc = "helpers it needs"),
	M(state, .words = menu_state_words, .labels = menu_state_labels),
	M(next_free, .doc = "seconds UTC; 0: none within a year, or not open"),
	M(uses, .doc = "orders that came of it"),
	M(good, .doc = "verdicts of 4 and 5"),
	M(fair, .doc = "verdicts of 3"),
	M(bad, .doc = "verdicts of 1 and 2"),
	M(team_count),
	M(teams, .doc = "ids of the teams that do it; empty in lists"),
	M(reason, .doc = "of the last return or retirement"),
	M(revision),
	M(sample),
	RECORD("MenuItem", "What can be ordered."),
};

static void fill_teams(struct ctx *c, struct menu_item *m)
{
	size_t n;
	struct menu_team *t = sql_menu_teams(c, m->id, &n);
	const char **uids = ARENA_ARRAY(c->mem, const char *, n + 1);
	const char **names = ARENA_ARRAY(c->mem, const char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		uids[i] = t[i].uid;
		names[i] = t[i].name;
	}
	m->teams = uids;
	m->team_names = names;
}

static struct menu_item *filled(struct ctx *c, struct menu_item *m)
{
	if (!m)
		return NULL;
	m->season = menu_season_text(c->mem, m->season_from, m->season_to);
	m->next_free = menu_free_from(c, m, c->now);
	fill_teams(c, m);
	return m;
}

struct menu_item *menu_get(struct ctx *c, int64_t id)
{
	return filled(c, sql_menu_get(c, id));
}

struct menu_item *menu_by_uid(struct ctx *c, const char *uid)
{
	return text_empty(uid) ? NULL : filled(c, sql_menu_by_uid(c, uid));
}

bool menu_visible(struct ctx *c, const struct menu_item *m)
{
	if (m->state == MENU_OPEN || m->state == MENU_RETIRED)
		return true;
	return c->who->id && sql_menu_desk_sees(c, access_scope(c->who, MENU_PROPOSE), m->id) > 0;
}

/* ---- lists ---- */

static int by_use(const struct menu_item *a, const struct menu_item *b)
{
	return a->uses != b->uses ? (a->uses < b->uses ? 1 : -1) : 0;
}

/* Share of good ones, smoothed with one imagined good and one bad, so that one verdict is not all. */
static int by_verdict(const struct menu_item *a, const struct menu_item *b)
{
	int64_t x = (a->good + 1) * (b->good + b->fair + b->bad + 2);
	int64_t y = (b->good + 1) * (a->good + a->fair + a->bad + 2);
	return x != y ? (x < y ? 1 : -1) : by_use(a, b);
}

static int by_free(const struct menu_item *a, const struct menu_item *b)
{
	int64_t x = a->next_free ? a->next_free : INT64_MAX;
	int64_t y = b->next_free ? b->next_free : INT64_MAX;
	return x != y ? (x > y ? 1 : -1) : by_use(a, b);
}

#define COMPARE(name, how)                                                                         \
	static int name(const void *x, const void *y)                                              \
	{                                                                                          \
		const struct menu_item *a = x, *b = y;                                             \
		int order = how;                                                                   \
		return order ? order : a->id < b->id ? 1 : -1;                                     \
	}
COMPARE(order_by_use, by_use(a, b))
COMPARE(order_by_verdict, by_verdict(a, b))
COMPARE(order_by_free, by_free(a, b))
COMPARE(order_by_new,
        (b->state == MENU_SUBMITTED) - (a->state == MENU_SUBMITTED)) /* the desk's work */

struct menu_item *menu_list(struct ctx *c, const struct menu_query *q, size_t *count,
                            const char **next)
{
	static int (*const orders[])(const void *, const void *) = {order_by_use, order_by_verdict,
	                                                            order_by_free, order_by_new};
	struct place *at = text_empty(q->place) ? NULL : place_current(c, q->place);
	const char *path = at ? at->path : NULL;
	struct search find = search_for(c, SEARCH_MENU, q->q, SEARCH_NEWEST);
	struct menu_query ask = *q;
	*count = 0;
	*next = NULL;
	if (!text_empty(q->place) && !at)
		return NULL;
	ask.corps = text_empty(q->corps) ? NULL : q->corps;
	ask.category = text_empty(q->category) ? NULL : q->category;
	size_t n = 0, from = 0;
	struct menu_item *all = q->desk ? sql_menu_desk(c, access_scope(c->who, MENU_PROPOSE), &ask,
	                                                &find, path, &n)
	                                : sql_menu_offered(c, &ask, &find, path, &n);
	for (size_t i = 0; i < n; i++)
		all[i].season = menu_season_text(c->mem, all[i].season_from, all[i].season_to);
	menu_free_all(c, all, n);
	if (n)
		qsort(all, n, sizeof *all, orders[q->sort]);
	for (size_t i = 0; i < n && !text_empty(q->after); i++)
		if (text_equal(all[i].uid, q->after))
			from = i + 1;
	*count = n - from < MENU_PAGE ? n - from : MENU_PAGE;
	if (n - from > MENU_PAGE)
		*next = all[from + MENU_PAGE - 1].uid;
	return n ? all + from : NULL;
}
