/* What everybody reads of the orders, held against the rule of today. Texts of before the rule may repeat what
 * the resident said, or tell more than is written now; staff look at them and take them down. They do not make
 * the database unsound, and whoever types a text may find the resident's own words the best ones. */
#include "app/admin.h"

#include "base/arena.h"
#include "base/text.h"
#include "features/order/order.h"
#include "gen/app.sql.h"

enum { NAMED = 20 }; /* by number; more are counted */

struct shown {
	int64_t id;
};
static const struct field shown_fields[] = {FIELD(struct shown, id), {0}};

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
static int64_t look(struct admin *a, const struct shown *rows, size_t n, int64_t before)
{
	int64_t found = 0;
	for (size_t i = 0; i < n; i++) {
		const struct order *o = order_get(a->c, rows[i].id);
		const char *what = o ? doubt(a->c, o) : NULL;
		if (what && before + ++found <= NAMED)
			buf_printf(a->out, "look  the public text of %s %s\n", o->number, what);
	}
	return found;
}

void admin_doctor_public(struct admin *a)
{
	struct arena *kept = a->c->mem, *page = arena_new();
	int64_t found = 0, all = 0, last = 0;
	size_t n;
	a->c->mem = page; /* one page of orders at a time */
	do {
		arena_reset(page);
		struct shown *rows = db_all(a->c->db, page, sql_app_shown, struct shown,
		                            shown_fields, &n, V(last));
		last = n ? rows[n - 1].id : last;
		all += (int64_t)n;
		found += look(a, rows, n, found);
	} while (n);
	a->c->mem = kept;
	arena_free(page);
	if (found > NAMED)
		buf_printf(a->out, "look  … and %lld more public texts\n",
		           (long long)(found - NAMED));
	buf_printf(a->out, "ok    %lld public texts, %lld to be looked at\n", (long long)all,
	           (long long)found);
}
