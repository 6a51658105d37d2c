/* order_goers.c - whom a team can send to a visit: what is known of each, and their order. */
#include "features/order/order_goers.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/crypto.h"
#include "features/person/person.h"
#include "features/person/qualification.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

#include <stdlib.h>
#include <string.h>

/* Of the visit's own month: what he has before him then counts too. */
static void set_month(struct goers_ask *k)
{
	struct day d = clock_local(k->from);
	d = (struct day){.year = d.year, .month = d.month, .mday = 1};
	k->month = clock_of(d);
	d.year += d.month == 12;
	d.month = d.month % 12 + 1;
	k->next = clock_of(d);
}

static int64_t farther(int64_t tenths)
{
	return tenths < 0 ? INT64_MAX : tenths;
}

static int by(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare(const struct goer *a, const struct goer *b, bool idle)
{
	int near = by(farther(a->tenths), farther(b->tenths)), load = by(a->load, b->load);
	int first = by(b->qualified, a->qualified);
	if (!first)
		first = by(a->clash != 0, b->clash != 0);
	if (!first)
		first = idle ? load : near;
	if (!first)
		first = idle ? near : load;
	return first ? first : by(a->person, b->person);
}

static int nearest(const void *a, const void *b)
{
	return compare(a, b, false);
}

static int idlest(const void *a, const void *b)
{
	return compare(a, b, true);
}

struct goer *order_goers(struct ctx *c, const struct order *o, int64_t from, int64_t until,
                         enum goers_sort sort, const char *q, size_t *count)
{
	const char *phone = q;
	bool number = !text_empty(q) && !person_check_contact(c->mem, &phone);
	const char **words = text_words(c->mem, q);
	const struct place *at = place_get(c, o->place_row);
	struct goers_ask k = {.team = o->team_row,
	                      .category = o->category_row,
	                      .from = from,
	                      .until = until,
	                      .except = o->activity,
	                      .gated = *qualification_asked(c, o->category_row),
	                      .phone = number ? crypto_index(c->keys, c->mem, "phone", phone)
	                                      : NULL};
	set_month(&k);
	size_t all, n = 0;
	struct goer *g = sql_order_goers(c, &k, &all);
	for (size_t i = 0; i < all; i++) {
		const char *text = arena_printf(c->mem, "%s\n%s", g[i].name,
		                                g[i].number ? g[i].number : "");
		g[i].tenths = at ? place_tenths(at->lon, at->lat, g[i].lon, g[i].lat) : -1;
		if (number ? g[i].rung : text_has_words(c->mem, text, words))
			g[n++] = g[i];
	}
	if (n)
		qsort(g, n, sizeof *g, sort == GOERS_IDLE ? idlest : nearest);
	*count = n;
	return g;
}

int64_t order_visit_from(const struct ctx *c, const struct order *o)
{
	return o->starts_at ? o->starts_at : clock_midnight(c->now) + DAY + 9 * HOUR;
}

int64_t order_visit_until(const struct ctx *c, const struct order *o)
{
	return o->ends_at ? o->ends_at : order_visit_from(c, o) + 2 * HOUR;
}
