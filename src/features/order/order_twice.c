/* The same form sent again from a page that was printed anew (the browser's "back"): one order, not two. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

enum { LATELY = 10 * MINUTE };

static bool like(const char *a, const char *b)
{
	return text_equal(text_empty(a) ? NULL : a, text_empty(b) ? NULL : b);
}

/* All that makes one wish another one; `at` is the place that answers for the code today. */
static bool same(const struct order_draft *a, const struct order_draft *b, const struct place *at)
{
	const char *const pairs[][2] = {
		{a->detail, b->detail},           {a->category, b->category},
		{at ? at->code : NULL, b->place}, {a->service, b->service},
		{a->for_name, b->for_name},       {a->for_phone, b->for_phone},
		{a->address, b->address},         {a->for_address, b->for_address},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (!like(pairs[i][0], pairs[i][1]))
			return false;
	return a->kind == b->kind && a->form == b->form && a->wanted_from == b->wanted_from &&
	       a->wanted_until == b->wanted_until && a->people == b->people;
}

const char *order_twice(struct ctx *c, const struct order_draft *d)
{
	size_t n;
	struct order_hit *r = sql_order_lately(c, d->title, c->now - LATELY, &n);
	struct place *at = text_empty(d->place) ? NULL : place_current(c, d->place);
	for (size_t i = 0; i < n; i++) {
		struct order *o = order_load_row(c, r[i].id);
		if (o && same(d, order_draft_of(c, o), at))
			return o->uid;
	}
	return NULL;
}
