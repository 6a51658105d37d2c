#include "features/menu/menu.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/cursor.h"
#include "core/feature.h"
#include "core/search.h"
#include "features/menu/menu_priv.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "gen/menu.sql.h"

#include <stdlib.h>
#include <string.h>

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
	M(title, .label = "项目"),
	M(about),
	M(category, .doc = "word of /categories"),
	M(category_label, .label = "类别"),
	M(form, .label = "怎么办", .words = menu_form_words, .labels = menu_form_labels),
	M(corps, .doc = "id of the corps; null: none"),
	M(corps_name, .label = "所属"),
	M(area, .doc = "division code: offered there and below"),
	M(area_name, .label = "服务范围"),
	M(season, .label = "什么时候有", .doc = "in Chinese"),
	M(season_from, .doc = "month * 100 + day; 0: the whole year"),
	M(season_to),
	M(period, .label = "名额周期", .words = menu_period_words, .labels = menu_period_labels),
	M(capacity, .label = "每期名额", .doc = "orders per period; 0: no limit"),
	M(minutes, .label = "要多少分钟"),
	M(people, .label = "要几个人", .doc = "helpers it needs"),
	M(state, .label = "状态", .words = menu_state_words, .labels = menu_state_labels),
	M(next_free, .label = "最近可约", .as = AS_MOMENT,
          .doc = "seconds UTC; 0: none within a year, or not open"),
	M(uses, .label = "已办单数", .doc = "orders that came of it"),
	M(good, .label = "满意", .doc = "verdicts of 4 and 5"),
	M(fair, .label = "一般", .doc = "verdicts of 3"),
	M(bad, .label = "不满意", .doc = "verdicts of 1 and 2"),
	M(team_count),
	M(teams, .doc = "ids of the teams that do it; empty in lists"),
	M(reason, .label = "退回或下架的原因", .doc = "of the last return or retirement"),
	M(revision),
	M(sample),
	RECORD("MenuItem", "What can be ordered."),
};

/* What came of them; they stand in the order of their rows. */
static void count_uses(struct ctx *c, struct menu_item *m, size_t count)
{
	size_t at = 0, n = count ? MENU_USES : 0;
	for (int64_t after = count ? m->id - 1 : 0; n == MENU_USES;) {
		struct menu_use *u = feature_menu_uses(c, after, m[count - 1].id, &n);
		for (size_t i = 0; i < n; i++) {
			while (m[at].id < u[i].item)
				at++;
			if (m[at].id != u[i].item)
				continue;
			m[at].uses = u[i].uses;
			m[at].good = u[i].good;
			m[at].fair = u[i].fair;
			m[at].bad = u[i].bad;
		}
		after = n ? u[n - 1].item : after;
	}
}

/* Few of a long menu are asked for one by one. */
static void count_all_uses(struct ctx *c, struct menu_item *m, size_t count)
{
	enum { FEW = 24 };
	for (size_t i = 0; i < count && count <= FEW; i++)
		count_uses(c, &m[i], 1);
	if (count > FEW)
		count_uses(c, m, count);
}

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
	count_uses(c, m, 1);
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

enum { BATCH = 2000 };

/* Share of good ones, smoothed with one imagined good and one bad, so that one verdict is not all. */
static int64_t share(const struct menu_item *m)
{
	return (m->good + 1) * 1000000000 / (m->good + m->fair + m->bad + 2);
}

/* What is free already is so at every moment the list is read. */
static int64_t free_at(const struct ctx *c, const struct menu_item *m)
{
	return !m->next_free ? INT64_MAX : m->next_free <= c->now ? 0 : m->next_free;
}

/* Where it stands in a list; among equals the newest first. */
static struct cursor key_of(const struct ctx *c, const struct menu_item *m, int64_t sort)
{
	switch (sort) {
	case MENU_BY_VERDICT: return (struct cursor){-share(m), -m->uses, -m->id};
	case MENU_BY_FREE: return (struct cursor){free_at(c, m), -m->uses, -m->id};
	case MENU_BY_NEW: /* the desk's work before all */
		return (struct cursor){m->state != MENU_SUBMITTED, 0, -m->id};
	default: return (struct cursor){-m->uses, 0, -m->id};
	}
}

struct ranked {
	struct cursor key;
	const struct menu_item *m;
};

static int compare(const void *x, const void *y)
{
	return cursor_compare(((const struct ranked *)x)->key, ((const struct ranked *)y)->key);
}

/* All that match, with what orders them and nothing else. */
static struct menu_item *matching(struct ctx *c, const struct menu_query *q, const char *path,
                                  size_t *count)
{
	struct search find = search_for(c, SEARCH_MENU, q->q, SEARCH_NEWEST);
	struct menu_query ask = *q;
	struct menu_item *all = NULL;
	size_t n = BATCH;
	ask.corps = text_empty(q->corps) ? NULL : q->corps;
	ask.category = text_empty(q->category) ? NULL : q->category;
	for (*count = 0; n == BATCH; *count += n) {
		ask.row = all ? all[*count - 1].id : 0;
		struct menu_item *m = q->desk ? sql_menu_desk(c, access_scope(c->who, MENU_PROPOSE),
		                                              &ask, &find, path, &n)
		                              : sql_menu_offered(c, &ask, &find, path, &n);
		struct menu_item *more = ARENA_ARRAY(c->mem, struct menu_item, *count + n + 1);
		if (*count)
			memcpy(more, all, *count * sizeof *all);
		if (n)
			memcpy(more + *count, m, n * sizeof *all);
		all = more;
	}
	menu_free_all(c, all, *count);
	count_all_uses(c, all, *count);
	return all;
}

/* Those after the page before, in order. */
static struct ranked *rank(struct ctx *c, const struct menu_query *q, const char *path, size_t *n)
{
	size_t all = 0;
	struct menu_item *m = matching(c, q, path, &all);
	struct ranked *r = ARENA_ARRAY(c->mem, struct ranked, all + 1);
	struct cursor after = cursor_read(q->after);
	*n = 0;
	for (size_t i = 0; i < all; i++) {
		r[*n] = (struct ranked){key_of(c, &m[i], q->sort), &m[i]};
		*n += cursor_compare(r[*n].key, after) > 0;
	}
	if (*n)
		qsort(r, *n, sizeof *r, compare);
	return r;
}

static struct menu_item whole(struct ctx *c, const struct menu_item *lean)
{
	struct menu_item *m = sql_menu_get(c, lean->id);
	struct menu_item out = m ? *m : *lean; /* NULL: the database failed, serve() will say so */
	out.season = menu_season_text(c->mem, out.season_from, out.season_to);
	out.next_free = lean->next_free;
	out.uses = lean->uses;
	out.good = lean->good;
	out.fair = lean->fair;
	out.bad = lean->bad;
	return out;
}

struct menu_item *menu_list(struct ctx *c, const struct menu_query *q, size_t *count,
                            const char **next)
{
	struct place *at = text_empty(q->place) ? NULL : place_current(c, q->place);
	*count = 0;
	*next = NULL;
	if (!text_empty(q->place) && !at)
		return NULL;
	struct ranked *r = rank(c, q, at ? at->path : NULL, count);
	if (*count > MENU_PAGE && !q->all) {
		*count = MENU_PAGE;
		*next = cursor_text(c->mem, r[MENU_PAGE - 1].key);
	}
	struct menu_item *shown = ARENA_ARRAY(c->mem, struct menu_item, *count + 1);
	for (size_t i = 0; i < *count; i++)
		shown[i] = whole(c, r[i].m);
	return *count ? shown : NULL;
}
