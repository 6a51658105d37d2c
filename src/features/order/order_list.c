#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

/* "%word%" with the wildcards of LIKE taken literally; NULL: no search. */
static const char *pattern(struct ctx *c, const char *q)
{
	if (text_empty(q))
		return NULL;
	struct buf b = BUF(c->mem);
	buf_char(&b, '%');
	for (const char *s = text_fold(c->mem, q); *s; s++) {
		if (*s == '%' || *s == '_' || *s == '\\')
			buf_char(&b, '\\');
		buf_char(&b, *s);
	}
	buf_char(&b, '%');
	return buf_str(&b);
}

/* The path that places of a list lie under; an unknown code finds nothing. */
static const char *under(struct ctx *c, const char *code)
{
	if (text_empty(code))
		return NULL;
	struct place *p = place_by_code(c, code);
	return p ? p->path : "?";
}

static const char *given(const char *s)
{
	return text_empty(s) ? NULL : s;
}

/* Asks for one row more than a page holds, to know whether there is a next page. */
static struct order *page(struct order *rows, size_t *count, int64_t limit, const char **next)
{
	*next = NULL;
	if ((int64_t)*count > limit) {
		*count = (size_t)limit;
		*next = rows[limit - 1].uid;
	}
	return rows;
}

static int64_t limit_of(const struct order_query *q)
{
	return q->limit > 0 && q->limit <= 200 ? q->limit : LIMIT_PAGE;
}

struct order *order_list(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next)
{
	struct scope s = access_scope(c->who, ORDER_READ);
	int64_t limit = limit_of(q);
	struct order *rows = db_all(
		c->db, c->mem, sql_order_list, struct order, order_fields, count, V(s.all), V(s.own),
		V(s.serving), V(s.subtree), V(s.person), V(c->now), V(q->state),
		V(under(c, q->place)), V(given(q->category)), V(q->urgency), V(pattern(c, q->q)),
		V(given(q->after)), V(limit + 1));
	return page(rows, count, limit, next);
}

struct order *order_wall(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next)
{
	int64_t limit = limit_of(q);
	int64_t state = q->state < 0 ? ORDER_WALL : q->state;
	struct order *rows = db_all(c->db, c->mem, sql_order_wall, struct order, order_fields, count,
	                            V(c->now), V(state), V(under(c, q->place)),
	                            V(given(q->category)), V(pattern(c, q->q)),
	                            V(given(q->after)), V(limit + 1));
	return page(rows, count, limit, next);
}

struct order *order_mine(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_order_mine, struct order, order_fields, count,
	              V(c->who->id));
}

struct order *order_serving(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_order_serving, struct order, order_fields, count,
	              V(c->who->id));
}

struct order *order_queue(struct ctx *c, enum perm perm, const struct order_query *q, size_t *count)
{
	struct scope s = access_scope(c->who, perm);
	return db_all(c->db, c->mem, sql_order_queue, struct order, order_fields, count, V(s.all),
	              V(s.own), V(s.serving), V(s.subtree), V(s.person), V(0), V(q->state),
	              V(under(c, q->place)), V(given(q->category)), V(q->urgency),
	              V(pattern(c, q->q)), V(limit_of(q)));
}

int64_t order_count(struct ctx *c, enum perm perm, int64_t state)
{
	struct scope s = access_scope(c->who, perm);
	return db_int(c->db, sql_order_count, V(s.all), V(s.own), V(s.serving), V(s.subtree),
	              V(s.person), V(state));
}

struct order *order_expired(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_order_expired, struct order, order_fields, count, V(c->now));
}

struct order *order_overdue(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_order_overdue, struct order, order_fields, count, V(c->now));
}
