/* order_check.c - the past of the orders replayed, and their public texts looked at, a page at a time. */
#include "features/order/order_check.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "gen/order.sql.h"

#include <inttypes.h>

enum { NAMED = 20 }; /* public texts by number; more are counted */

/* What is wrong with `e` after `before` of the same order (NULL: it is the first); NULL: nothing. */
static const char *event_wrong(const struct order_past *e, const struct order_past *before)
{
	if (!before && (e->seq != 0 || e->from_state != ORDER_NOWHERE || e->action != ACT_FIND))
		return "does not begin with finding it";
	if (before && e->seq != before->seq + 1)
		return "misses an event before";
	if (before && e->from_state != before->to_state)
		return "does not begin where the event before ended";
	if (!order_move_exists(e->action, e->from_state, e->to_state))
		return "is a move the table does not have";
	return NULL;
}

/* The last event of an order must have led to what the order is now. */
static const char *end_wrong(const struct order_past *last)
{
	if (!last || (last->to_state == last->state && last->seq == last->revision))
		return NULL;
	return "the order is not what its events say";
}

static const char *replay_page(const struct order_past *rows, size_t n, struct order_past *last,
                               const struct order_past **at)
{
	for (size_t i = 0; i < n; i++) {
		bool same = last->orders == rows[i].orders;
		const char *wrong = same || !last->orders ? NULL : end_wrong(last);
		*at = wrong ? last : &rows[i];
		if (!wrong)
			wrong = event_wrong(&rows[i], same ? last : NULL);
		if (wrong)
			return wrong;
		*last = rows[i];
	}
	return NULL;
}

const char *order_check_events(struct ctx *c)
{
	struct arena *kept = c->mem;
	struct arena *pages[2] = {arena_new(),
	                          arena_new()}; /* `last` points into the page before */
	struct order_past last = {0};
	const struct order_past *at = &last;
	const char *wrong = NULL;
	size_t n = 1;
	for (int turn = 0; n && !wrong; turn = !turn) {
		arena_reset(pages[turn]);
		c->mem = pages[turn];
		struct order_past *rows = sql_order_check_events(c, last.orders, last.seq, &n);
		wrong = replay_page(rows, n, &last, &at);
	}
	c->mem = kept;
	if (!wrong && last.orders) {
		wrong = end_wrong(&last);
		at = &last;
	}
	if (wrong)
		wrong = arena_printf(c->mem, "%s event %" PRId64 " %s", at->number, at->seq, wrong);
	arena_free(pages[0]);
	arena_free(pages[1]);
	return wrong;
}

/* NULL: nothing to look at. */
static const char *doubt(struct ctx *c, const struct order *o)
{
	static const char *const tells[] = {
		[PUBLIC_NUMBER] = "holds a phone or ID number",
		[PUBLIC_NAME] = "names somebody it is about",
		[PUBLIC_HOUSE] = "holds a house number",
		[PUBLIC_ALONE] = "tells who lives alone or is at home",
	};
	struct public_verdict v = order_public_judge(c, o);
	if (v.fault != PUBLIC_FINE)
		return tells[v.fault];
	return text_equal(o->public_title, o->title) ? "equals the private title" : NULL;
}

/* How many of one page are to be looked at; those up to NAMED are written down. */
static int64_t look(struct ctx *c, struct buf *out, const struct order_seen *rows, size_t n,
                    int64_t before)
{
	int64_t found = 0;
	for (size_t i = 0; i < n; i++) {
		const struct order *o = order_get(c, rows[i].id);
		const char *what = o ? doubt(c, o) : NULL;
		if (what && before + ++found <= NAMED)
			buf_printf(out, "look  the public text of %s %s\n", o->number, what);
	}
	return found;
}

void order_check_public(struct ctx *c, struct buf *out)
{
	struct arena *kept = c->mem, *page = arena_new();
	int64_t found = 0, all = 0, last = 0;
	size_t n;
	c->mem = page; /* one page of orders at a time */
	do {
		arena_reset(page);
		struct order_seen *rows = sql_order_check_shown(c, last, &n);
		last = n ? rows[n - 1].id : last;
		all += (int64_t)n;
		found += look(c, out, rows, n, found);
	} while (n);
	c->mem = kept;
	arena_free(page);
	if (found > NAMED)
		buf_printf(out, "look  … and %lld more public texts\n", (long long)(found - NAMED));
	buf_printf(out, "ok    %lld public texts, %lld to be looked at\n", (long long)all,
	           (long long)found);
}
