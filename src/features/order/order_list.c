#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "core/search.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

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

static struct order *shown(struct ctx *c, struct order *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		order_shown(c, &rows[i]);
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
	struct search_words words = search_words(c, q->q);
	int64_t limit = limit_of(q);
	struct order *rows = db_all(c->db, c->mem, sql_order_list, struct order, order_fields,
	                            count, V(s.all), V(s.own), V(s.serving), V(s.subtree),
	                            V(s.person), V(c->now), V(q->state), V(under(c, q->place)),
	                            V(given(q->category)), V(q->urgency), V(words.match),
	                            V(given(q->after)), V(limit + 1), V(words.like));
	return shown(c, page(rows, count, limit, next), *count);
}

struct order *order_wall(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next)
{
	int64_t limit = limit_of(q);
	int64_t state = q->state < 0 ? ORDER_WALL : q->state;
	struct search_words words = search_words(c, q->q);
	struct order *rows = db_all(c->db, c->mem, sql_order_wall, struct order, order_fields,
	                            count, V(c->now), V(state), V(under(c, q->place)),
	                            V(given(q->category)), V(words.match), V(given(q->after)),
	                            V(limit + 1), V(words.like));
	return shown(c, page(rows, count, limit, next), *count);
}

struct order *order_mine(struct ctx *c, size_t *count)
{
	struct order *rows = db_all(c->db, c->mem, sql_order_mine, struct order, order_fields,
	                            count, V(c->who->id));
	return shown(c, rows, *count);
}

struct order *order_serving(struct ctx *c, size_t *count)
{
	struct order *rows = db_all(c->db, c->mem, sql_order_serving, struct order, order_fields,
	                            count, V(c->who->id), V(c->now));
	return shown(c, rows, *count);
}

struct order *order_queue(struct ctx *c, enum perm perm, const struct order_query *q, size_t *count)
{
	struct scope s = access_scope(c->who, perm);
	struct order *rows = db_all(c->db, c->mem, sql_order_queue, struct order, order_fields,
	                            count, V(s.all), V(s.own), V(s.serving), V(s.subtree),
	                            V(s.person), V(c->now), V(q->state), V(under(c, q->place)),
	                            V(given(q->category)), V(q->urgency),
	                            V(search_words(c, q->q).like), V(limit_of(q)));
	return shown(c, rows, *count);
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
