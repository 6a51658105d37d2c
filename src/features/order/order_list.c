#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "core/search.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

#include <stdlib.h>

/* The path that places of a list lie under; an unknown code finds nothing. */
static const char *under(struct ctx *c, const char *code)
{
	if (text_empty(code))
		return NULL;
	struct place *p = place_asked(c, code);
	return p ? p->path : "?";
}

static const char *given(const char *s)
{
	return text_empty(s) ? NULL : s;
}

static struct order *shown(struct ctx *c, struct order *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		order_shown(c, &rows[i]);
	order_offer_show(c, rows, count);
	return rows;
}

static int64_t limit_of(const struct order_query *q)
{
	return q->limit > 0 && q->limit <= 200 ? q->limit : LIMIT_PAGE;
}

static int64_t before(struct ctx *c, const char *after)
{
	return text_empty(after) ? SEARCH_NEWEST : db_int(c->db, sql_order_row, V(after));
}

/* Rows of one more than a page, which says that there is a next one. */
static struct order *page(struct ctx *c, struct order *rows, size_t *count, int64_t limit,
                          const char **next)
{
	*next = NULL;
	if ((int64_t)*count > limit) {
		*count = (size_t)limit;
		*next = rows[limit - 1].uid;
	}
	return shown(c, rows, *count);
}

/* The states whose rows may stand in `state` by now (their clock may have moved them); *from -1: it is
 * no state in which an order waits. */
static void waiting(int64_t state, int64_t *from, int64_t *to)
{
	bool waits = state > ORDER_DRAFT && state < ORDER_CLOSED;
	*from = !waits ? -1 : state == ORDER_CALLBACK_DUE ? ORDER_DONE : state;
	*to = !waits ? -1 : state == ORDER_OPEN ? ORDER_OFFERED : state;
}

#define FILTER(c, q, s, under)                                                                     \
	V((s).all), V((s).own), V((s).serving), V((s).subtree), V((s).person), V((c)->now),        \
		V((q)->state), V(under), V(given((q)->category)), V((q)->urgency)

/* Rows that were found, newest first, each once, and no more than a page and one. */
struct row {
	int64_t id;
};
static const struct field row_fields[] = {FIELD(struct row, id), {0}};
struct rows {
	struct row *at;
	size_t count;
	int64_t limit;
};

static struct rows none_yet(struct ctx *c, int64_t limit)
{
	return (struct rows){ARENA_ARRAY(c->mem, struct row, 3 * (limit + 1)), 0, limit};
}

static size_t room(const struct rows *r)
{
	return (size_t)r->limit + 1;
}

static size_t add(struct rows *r, const struct row *more, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r->at[r->count++] = more[i];
	return n;
}

/* Titles, or the public texts, in the staff's reach. */
static void look_up(struct ctx *c, struct rows *r, enum search_kind kind,
                    const struct order_query *q, const struct scope *s, int64_t last)
{
	const char *at = under(c, q->place);
	struct search find = search_for(c, kind, q->q, last);
	struct scope grants = {.all = s->all, .subtree = s->subtree};
	size_t got = 0, n = 0;
	search_in_reach(c, &find, &grants);
	search_within(c, &find, at);
	while (search_step(c, &find, got, room(r))) {
		struct row *more = db_all(c->db, c->mem, sql_order_found, struct row, row_fields,
		                          &n, FILTER(c, q, *s, at), V(kind == SEARCH_ORDER_PUBLIC),
		                          V((int64_t)(room(r) - got)), SEARCH_VALUES(find));
		got += add(r, more, n);
	}
}

/* As the statements take it. */
static const char *list_of(struct ctx *c, const struct row *rows, size_t n)
{
	bool pg = db_is_postgres(c->db);
	struct buf b = BUF(c->mem);
	buf_char(&b, pg ? '{' : '[');
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%lld", i ? "," : "", (long long)rows[i].id);
	buf_char(&b, pg ? '}' : ']');
	return buf_str(&b);
}

static struct row *few_of(struct ctx *c, const struct order_query *q, const struct scope *s,
                          int64_t last, size_t most, size_t *count)
{
	int64_t from, to;
	waiting(q->state, &from, &to);
	if (from >= 0 && (s->all || s->subtree))
		return db_all(c->db, c->mem, sql_order_waiting, struct row, row_fields, count,
		              V(from), V(to), V(last), V((int64_t)most));
	return db_all(c->db, c->mem, sql_order_few, struct row, row_fields, count, V(s->person),
	              V(s->all), V(last), V((int64_t)most), V(s->subtree));
}

/* The newest of what is near him, and what of it was asked for; more and more of it until a page is full. */
static void look_near(struct ctx *c, struct rows *r, const struct order_query *q,
                      const struct scope *s, int64_t last)
{
	size_t got = 0, few = 0, n;
	struct search title = search_for(c, SEARCH_ORDER, q->q, SEARCH_NEWEST);
	struct search told = search_for(c, SEARCH_ORDER_PUBLIC, NULL, SEARCH_NEWEST);
	const char *at = under(c, q->place);
	for (size_t batch = 200; got < room(r);
	     batch = batch < LIMIT_ROWS / 8 ? batch * 8 : LIMIT_ROWS) {
		struct row *own = few_of(c, q, s, last, batch, &few);
		struct row *near = db_all(c->db, c->mem, sql_order_near, struct row, row_fields, &n,
		                          FILTER(c, q, *s, at), V(last),
		                          V((int64_t)(room(r) - got)), V(list_of(c, own, few)),
		                          V(title.like), V(title.base), V(told.base));
		got += add(r, near, n);
		if (few < batch)
			return;
		last = own[few - 1].id;
	}
}

static int newest_first(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	return (a->id < b->id) - (a->id > b->id);
}

static struct order *rows_of(struct ctx *c, struct rows *r, size_t *count)
{
	size_t n = 0;
	if (r->count)
		qsort(r->at, r->count, sizeof *r->at, newest_first);
	for (size_t i = 0; i < r->count && n < room(r); i++)
		if (!n || r->at[i].id != r->at[n - 1].id)
			r->at[n++] = r->at[i];
	return db_all(c->db, c->mem, sql_order_rows, struct order, order_fields, count,
	              V(list_of(c, r->at, n)));
}

/* What is near him by its texts; what staff reach by the index, unless few rows were asked for. */
static struct order *found(struct ctx *c, const struct order_query *q, const struct scope *s,
                           int64_t last, size_t *count)
{
	struct rows r = none_yet(c, limit_of(q));
	int64_t from, to;
	waiting(q->state, &from, &to);
	look_near(c, &r, q, s, last);
	if (from < 0 && (s->all || s->subtree)) {
		look_up(c, &r, SEARCH_ORDER, q, s, last);
		look_up(c, &r, SEARCH_ORDER_PUBLIC, q, s, last);
	}
	return rows_of(c, &r, count);
}

static struct order *newest(struct ctx *c, const struct order_query *q, const struct scope *s,
                            int64_t last, size_t *count)
{
	struct rows r = none_yet(c, limit_of(q));
	r.at = db_all(c->db, c->mem, sql_order_list, struct row, row_fields, &r.count,
	              FILTER(c, q, *s, under(c, q->place)), V(last), V((int64_t)room(&r)));
	return rows_of(c, &r, count);
}

struct order *order_list(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next)
{
	struct scope s = access_scope(c->who, ORDER_READ);
	int64_t last = before(c, q->after), from, to;
	waiting(q->state, &from, &to);
	bool staff = s.all || s.subtree; /* others see little, and all of it is near them */
	struct order *rows = !staff || from >= 0 || search_for(c, SEARCH_ORDER, q->q, last).match
	                             ? found(c, q, &s, last, count)
	                             : newest(c, q, &s, last, count);
	return page(c, rows, count, limit_of(q), next);
}

static struct order *closed(struct ctx *c, const struct order_query *q, int64_t last, size_t *count)
{
	struct rows r = none_yet(c, limit_of(q));
	const char *at = under(c, q->place), *category = given(q->category);
	struct search find = search_for(c, SEARCH_ORDER_PUBLIC, q->q, last);
	size_t n;
	if (!find.match)
		r.at = db_all(c->db, c->mem, sql_order_wall_closed, struct row, row_fields,
		              &r.count, V(c->now), V(at), V(category), V(last),
		              V((int64_t)room(&r)));
	search_within(c, &find, at);
	while (search_step(c, &find, r.count, room(&r))) {
		struct row *more = db_all(c->db, c->mem, sql_order_wall_found, struct row,
		                          row_fields, &n, V(c->now), V(at), V(category),
		                          V((int64_t)(room(&r) - r.count)), SEARCH_VALUES(find));
		add(&r, more, n);
	}
	return rows_of(c, &r, count);
}

static struct order *hanging(struct ctx *c, const struct order_query *q, int64_t last,
                             size_t *count)
{
	struct rows r = none_yet(c, limit_of(q));
	bool under_way = q->state == ORDER_SERVING;
	struct search find = search_for(c, SEARCH_ORDER_PUBLIC, q->q, last);
	const struct sql *of = under_way ? &sql_order_wall_under_way : &sql_order_wall;
	r.at = db_all(c->db, c->mem, *of, struct row, row_fields, &r.count, V(c->now),
	              V(under(c, q->place)), V(given(q->category)), V(last), V((int64_t)room(&r)),
	              V(find.like), V(find.base));
	return rows_of(c, &r, count);
}

struct order *order_wall(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next)
{
	int64_t last = before(c, q->after);
	struct order *rows = q->state == ORDER_CLOSED ? closed(c, q, last, count)
	                                              : hanging(c, q, last, count);
	return page(c, rows, count, limit_of(q), next);
}

struct order *order_mine(struct ctx *c, size_t *count)
{
	struct order *rows = db_all(c->db, c->mem, sql_order_mine, struct order, order_fields,
	                            count, V(access_person(c->who)));
	return shown(c, rows, *count);
}

struct order *order_serving(struct ctx *c, size_t *count)
{
	struct order *rows = db_all(c->db, c->mem, sql_order_serving, struct order, order_fields,
	                            count, V(access_person(c->who)), V(c->now));
	return shown(c, rows, *count);
}

/* "1767225600.uid": where the page before ended; by its deadline then, whatever became of it. */
static int64_t place_in_queue(struct ctx *c, const char *after, int64_t *row)
{
	char *dot = NULL;
	int64_t deadline = text_empty(after) ? -1 : strtoll(after, &dot, 10);
	*row = dot && *dot == '.' ? db_int(c->db, sql_order_row, V(dot + 1)) : 0;
	return deadline;
}

struct order *order_queue(struct ctx *c, enum perm perm, const struct order_query *q, size_t *count,
                          const char **next)
{
	struct scope s = access_scope(c->who, perm);
	struct search find = search_for(c, SEARCH_ORDER, q->q, SEARCH_NEWEST);
	const char *at = under(c, q->place);
	int64_t limit = limit_of(q), row, deadline = place_in_queue(c, q->after, &row), from, to;
	waiting(q->state, &from, &to);
	struct order *rows = db_all(c->db, c->mem, sql_order_queue, struct order, order_fields,
	                            count, FILTER(c, q, s, at), V(row), V(limit + 1), V(from),
	                            V(to), V(deadline), V(find.like), V(find.base));
	const char *more = (int64_t)*count > limit
	                           ? arena_printf(c->mem, "%lld.%s",
	                                          (long long)rows[limit - 1].deadline,
	                                          rows[limit - 1].uid)
	                           : NULL;
	rows = page(c, rows, count, limit, next);
	*next = more;
	return rows;
}

struct order *order_expired(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_order_expired, struct order, order_fields, count,
	              V(c->now));
}

struct order *order_overdue(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_order_overdue, struct order, order_fields, count,
	              V(c->now));
}
