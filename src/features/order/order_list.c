/* order_list.c - the lists of orders, scoped inside their statements, page by page.
 *
 * A list finds rows first (struct order_hit) and reads them whole afterwards: what is near the asker is looked
 * at one by one, what staff reach by the index, and both are one list, newest first.
 */
#include "features/order/order_list.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "core/cursor.h"
#include "core/search.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

#include <stdlib.h>
#include <string.h>

/* The path that places of a list lie under; an unknown code finds nothing. */
static const char *under(struct ctx *c, const char *code)
{
	if (text_empty(code))
		return NULL;
	struct place *p = place_asked(c, code);
	return p ? p->path : "?";
}

static struct order *shown(struct ctx *c, struct order *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		order_shown(c, &rows[i]);
	order_offer_show(c, rows, count);
	return rows;
}

/* Where the page before ended; of a list by deadline at that of then, whatever became of it: "1767225600.uid". */
static void set_after(struct ctx *c, const char *after, struct order_seek *k)
{
	const char *dot = text_empty(after) ? NULL : strchr(after, '.');
	if (text_empty(after)) {
		k->last = k->created = SEARCH_NEWEST;
		return;
	}
	struct order_seek *end = sql_order_row(c, dot ? dot + 1 : after);
	k->last = end ? end->last : 0;
	k->created = end ? end->created : 0;
	k->deadline = dot ? strtoll(after, NULL, 10) : -1;
}

/* The states whose rows may stand in k->state by now: their clock may have moved them. */
static void set_waiting(struct order_seek *k)
{
	int64_t state = k->state;
	bool waits = state > ORDER_DRAFT && state < ORDER_CLOSED;
	k->first_state = !waits ? -1 : state == ORDER_CALLBACK_DUE ? ORDER_DONE : state;
	k->last_state = !waits ? -1 : state == ORDER_OPEN ? ORDER_OFFERED : state;
}

/* One more than a page, which says that there is a next one. */
static struct order_seek seek_of(struct ctx *c, const struct order_query *q)
{
	bool some = q->limit > 0 && q->limit <= 200;
	struct order_seek k = {.state = q->state,
	                       .urgency = q->urgency,
	                       .path = under(c, q->place),
	                       .beyond = under(c, q->beyond),
	                       .category = text_empty(q->category) ? NULL : q->category,
	                       .most = (some ? q->limit : LIMIT_PAGE) + 1};
	set_after(c, q->after, &k);
	set_waiting(&k);
	return k;
}

enum list_key { BY_AGE, BY_DEADLINE };

static struct order *page(struct ctx *c, struct order *rows, size_t *count,
                          const struct order_seek *k, enum list_key by, const char **next)
{
	*next = NULL;
	if ((int64_t)*count == k->most) {
		const struct order *last = &rows[--*count - 1];
		*next = by == BY_AGE ? last->uid
		                     : arena_printf(c->mem, "%lld.%s", (long long)last->deadline,
		                                    last->uid);
	}
	return shown(c, rows, *count);
}

/* ---- rows that were found: newest first, each once, and no more than a page and one ---- */

struct hits {
	struct order_hit *at;
	size_t count, room;
};

/* Found in up to three ways, each as many as there is room for. */
static struct hits none_yet(struct ctx *c, const struct order_seek *k)
{
	size_t room = (size_t)k->most;
	return (struct hits){ARENA_ARRAY(c->mem, struct order_hit, 3 * room), 0, room};
}

static size_t add(struct hits *r, const struct order_hit *more, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r->at[r->count++] = more[i];
	return n;
}

static int newest_first(const void *x, const void *y)
{
	const struct order_hit *a = x, *b = y;
	return (a->id < b->id) - (a->id > b->id);
}

static struct order *rows_of(struct ctx *c, struct hits *r, size_t *count)
{
	size_t n = 0;
	if (r->count)
		qsort(r->at, r->count, sizeof *r->at, newest_first);
	for (size_t i = 0; i < r->count && n < r->room; i++)
		if (!n || r->at[i].id != r->at[n - 1].id)
			r->at[n++] = r->at[i];
	return sql_order_rows(c, order_rows_list(c, r->at, n), count);
}

/* ---- all that somebody may read ---- */

/* Titles, or the public texts, in the staff's reach. */
static void look_up(struct ctx *c, struct hits *r, enum search_kind kind, const char *words,
                    struct scope s, struct order_seek k)
{
	struct search find = search_for(c, kind, words, k.last);
	struct scope grants = {.all = s.all, .subtree = s.subtree};
	size_t got = 0, n = 0;
	search_in_reach(c, &find, &grants);
	search_within(c, &find, k.path);
	while (search_step(c, &find, got, r->room)) {
		k.most = (int64_t)(r->room - got);
		struct order_hit *more = sql_order_found(c, s, &k, &find, &n);
		got += add(r, more, n);
	}
}

static struct order_hit *few_of(struct ctx *c, struct scope s, const struct order_seek *k,
                                size_t *count)
{
	bool waits = k->first_state >= 0 && (s.all || s.subtree);
	return waits ? sql_order_waiting(c, k, count) : sql_order_few(c, s, k, count);
}

/* The newest of what is near him, and what of it was asked for; more and more of it until a page is full. */
static void look_near(struct ctx *c, struct hits *r, const char *words, struct scope s,
                      struct order_seek k)
{
	size_t got = 0, few = 0, n;
	struct search title = search_for(c, SEARCH_ORDER, words, SEARCH_NEWEST);
	struct search told = search_for(c, SEARCH_ORDER_PUBLIC, NULL, SEARCH_NEWEST);
	for (size_t batch = 200; got < r->room;
	     batch = batch < LIMIT_ROWS / 8 ? batch * 8 : LIMIT_ROWS) {
		k.most = (int64_t)batch;
		struct order_hit *own = few_of(c, s, &k, &few);
		k.most = (int64_t)(r->room - got);
		struct order_hit *near = sql_order_near(c, s, &k, order_rows_list(c, own, few),
		                                        &title, &told, &n);
		got += add(r, near, n);
		if (few < batch)
			return;
		k.last = own[few - 1].id;
	}
}

/* What is near him by its texts; what staff reach by the index, unless few rows were asked for. */
static struct order *found(struct ctx *c, const char *words, struct scope s,
                           const struct order_seek *k, size_t *count)
{
	struct hits r = none_yet(c, k);
	look_near(c, &r, words, s, *k);
	if (k->first_state < 0 && (s.all || s.subtree)) {
		look_up(c, &r, SEARCH_ORDER, words, s, *k);
		look_up(c, &r, SEARCH_ORDER_PUBLIC, words, s, *k);
	}
	return rows_of(c, &r, count);
}

static struct order *newest(struct ctx *c, struct scope s, const struct order_seek *k,
                            size_t *count)
{
	struct hits r = none_yet(c, k);
	r.at = sql_order_list(c, s, k, &r.count);
	return rows_of(c, &r, count);
}

struct order *order_list(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next)
{
	struct scope s = access_scope(c->who, ORDER_READ);
	struct order_seek k = seek_of(c, q);
	bool staff = s.all || s.subtree; /* others see little, and all of it is near them */
	bool near = !staff || k.first_state >= 0 || search_for(c, SEARCH_ORDER, q->q, k.last).match;
	struct order *rows = near ? found(c, q->q, s, &k, count) : newest(c, s, &k, count);
	return page(c, rows, count, &k, BY_AGE, next);
}

/* ---- the wall ---- */

static void look_closed(struct ctx *c, struct hits *r, struct search find, struct order_seek k)
{
	size_t n;
	search_within(c, &find, k.path);
	while (search_step(c, &find, r->count, r->room)) {
		k.most = (int64_t)(r->room - r->count);
		struct order_hit *more = sql_order_wall_found(c, &k, &find, &n);
		add(r, more, n);
	}
}

struct order *order_wall(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next)
{
	struct order_seek k = seek_of(c, q);
	struct search find = search_for(c, SEARCH_ORDER_PUBLIC, q->q, k.last);
	struct hits r = none_yet(c, &k);
	if (q->state == ORDER_CLOSED && find.match)
		look_closed(c, &r, find, k);
	else if (q->state == ORDER_CLOSED)
		r.at = sql_order_wall_closed(c, &k, &r.count);
	else if (q->state == ORDER_SERVING)
		r.at = sql_order_wall_under_way(c, &k, &find, &r.count);
	else
		r.at = sql_order_wall(c, &k, &find, &r.count);
	return page(c, rows_of(c, &r, count), count, &k, BY_AGE, next);
}

int64_t order_wall_count(struct ctx *c)
{
	return sql_order_wall_count(c);
}

/* ---- his own, and the desks ---- */

static struct order_seek seek_after(struct ctx *c, const char *after)
{
	enum { PAGE = 50 };
	return seek_of(
		c, &(struct order_query){.state = ORDER_NOWHERE, .after = after, .limit = PAGE});
}

struct order *order_mine(struct ctx *c, const char *after, size_t *count, const char **next)
{
	struct order_seek k = seek_after(c, after);
	struct order *rows = sql_order_mine(c, &k, count);
	return page(c, rows, count, &k, BY_AGE, next);
}

struct order *order_going(struct ctx *c, const char *after, size_t *count, const char **next)
{
	struct cursor k = cursor_read(after);
	struct order *rows = sql_order_going(c, &k, count);
	*next = NULL;
	if (*count > ORDER_GOING) {
		const struct order *last = &rows[ORDER_GOING - 1];
		*count = ORDER_GOING;
		*next = cursor_text(c->mem, (struct cursor){.a = last->starts_at, .id = last->row});
	}
	return rows;
}

struct order *order_serving(struct ctx *c, const char *after, size_t *count, const char **next)
{
	struct order_seek k = seek_after(c, after);
	struct order *rows = sql_order_serving(c, &k, count);
	return page(c, rows, count, &k, BY_DEADLINE, next);
}

struct order *order_queue(struct ctx *c, enum perm perm, const struct order_query *q, size_t *count,
                          const char **next)
{
	struct order_seek k = seek_of(c, q);
	struct search find = search_for(c, SEARCH_ORDER, q->q, SEARCH_NEWEST);
	struct order *rows = sql_order_queue(c, access_scope(c->who, perm), &k, &find, count);
	return page(c, rows, count, &k, BY_DEADLINE, next);
}

struct order *order_expired(struct ctx *c, size_t *count)
{
	return sql_order_expired(c, count);
}

struct order *order_overdue(struct ctx *c, size_t *count)
{
	return sql_order_overdue(c, count);
}
