/* clock_whatif.c - what another limit would have made late, counted from the events there are. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "features/clock/clock.h"
#include "features/place/place.h"
#include "gen/clock.sql.h"

#include <stdlib.h>
#include <string.h>

#define F(m, ...) FIELD(struct clock_effect, m, __VA_ARGS__)
const struct field clock_effect_fields[] = {
	F(text, .label = "时限定为", .doc = "the limit as people say it"),
	F(minutes, .doc = "the limit supposed; 0: the limits as they stand"),
	F(chosen, .doc = "the one that was asked for"),
	F(stays, .label = "会超时的次数", .doc = "stays in the state that would be late"),
	F(orders, .label = "会超时的单数", .doc = "orders they belong to"),
	F(all_stays, .label = "走到这一步的次数", .doc = "stays that began in the period"),
	F(all_orders, .label = "走到这一步的单数"),
	F(p50, .doc = "seconds; half of the finished stays took no longer"),
	F(p90),
	F(longest),
	F(compared, .doc = "of the present limits: stays compared with what really happened"),
	F(agree, .doc = "of these: late under the present limits, and really so; or neither"),
	F(really, .doc = "of these: ended or escalated by the clock"),
	RECORD("LimitEffect", "What another limit would have made late."),
};

/* ---- stays ---- */

/* Does the event start a stay? The whole order runs from submission; a state from its entry. */
static bool starts(const struct clock_event *e, enum order_clock clock)
{
	if (clock == CLOCK_WHOLE)
		return e->action == ACT_SUBMIT ||
		       (e->action == ACT_REOPEN && e->from_state == ORDER_CLOSED);
	return order_clock_of((enum order_state)e->to_state) == clock;
}

static bool ends(const struct clock_event *e, enum order_clock clock)
{
	if (clock == CLOCK_WHOLE)
		return e->to_state >= ORDER_CLOSED || e->to_state == ORDER_DRAFT;
	return true;
}

/* Escalation and edits leave the clock running. */
static bool turns(const struct clock_event *e)
{
	return e->from_state != e->to_state || e->action == ACT_REROUTE ||
	       e->action == ACT_RESCHEDULE;
}

size_t clock_stays(const struct clock_event *e, size_t n, enum order_clock clock, int64_t now,
                   struct clock_stay *out)
{
	struct clock_stay *open = NULL;
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		if (open && open->orders != e[i].orders)
			open = NULL;
		if (open && e[i].action == ACT_ESCALATE)
			open->hit = true;
		if (!turns(&e[i]))
			continue;
		if (open && ends(&e[i], clock)) {
			open->until = e[i].at;
			open->running = false;
			open->cut = e[i].action == ACT_EXPIRE;
			open->hit |= open->cut;
			open = NULL;
		}
		if (open || !starts(&e[i], clock))
			continue;
		open = &out[count++];
		*open = (struct clock_stay){.orders = e[i].orders,
		                            .from = e[i].at,
		                            .until = now,
		                            .not_before = clock == CLOCK_FINISH && e[i].ends_at
		                                                  ? e[i].ends_at + DAY
		                                                  : 0,
		                            .category_row = e[i].category_row,
		                            .urgency = e[i].urgency,
		                            .running = true};
	}
	return count;
}

/* ---- what they would be under a limit ---- */

static bool lasted(const struct clock_stay *s, const struct clock_calendar *calendar,
                   int64_t minutes)
{
	return s->until >= s->not_before &&
	       clock_elapsed(calendar, s->from, s->until) >= minutes * MINUTE;
}

/* Stays come by order, so an order is new when it differs from the one before. */
static void add(struct clock_effect *x, int64_t *last, const struct clock_stay *s)
{
	x->stays++;
	x->orders += s->orders != *last;
	*last = s->orders;
}

struct clock_effect clock_would(const struct clock_stay *s, size_t n,
                                const struct clock_calendar *calendar, int64_t minutes)
{
	struct clock_effect x = {.minutes = minutes};
	int64_t last = -1;
	for (size_t i = 0; i < n; i++)
		if (lasted(&s[i], calendar, minutes))
			add(&x, &last, &s[i]);
	return x;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

int64_t clock_percentile(struct arena *mem, const struct clock_stay *s, size_t n,
                         const struct clock_calendar *calendar, int percent)
{
	int64_t *took = ARENA_ARRAY(mem, int64_t, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (!s[i].running)
			took[k++] = clock_elapsed(calendar, s[i].from, s[i].until);
	if (!k)
		return 0;
	qsort(took, k, sizeof *took, by_size);
	size_t rank = (k * (size_t)percent + 99) / 100;
	return took[rank ? rank - 1 : 0];
}

/* ---- the question ---- */

/* The states whose entering or leaving matters to the clock, a bit each. */
static int64_t states_of(enum order_clock clock)
{
	int64_t mask = 0;
	for (int s = ORDER_DRAFT; s < ORDER_STATES; s++)
		if (clock == CLOCK_WHOLE ? s <= ORDER_SUBMITTED || s >= ORDER_CLOSED
		                         : order_clock_of((enum order_state)s) == clock)
			mask |= (int64_t)1 << s;
	return mask;
}

static struct clock_search search_of(struct ctx *c, const struct clock_question *q)
{
	struct place *p = text_empty(q->place) ? NULL : place_asked(c, q->place);
	return (struct clock_search){
		.since = c->now - q->days * DAY,
		.urgency = q->urgency - 1,
		.states = states_of((enum order_clock)q->clock),
		.under = text_empty(q->place) ? NULL
	                 : p                  ? p->path
	                                      : "?",
		.category = text_empty(q->category) ? NULL : q->category,
	};
}

/* A page of events of whole orders: an order that the limit cut goes to the next page. */
static struct clock_event *events(struct ctx *c, const struct clock_search *s, size_t *n,
                                  bool *full)
{
	struct clock_event *e = sql_clock_events(c, access_scope(c->who, ORDER_LOG), s, n);
	*full = *n == LIMIT_ROWS;
	for (int64_t cut = *full ? e[*n - 1].orders : 0; *full && *n && e[*n - 1].orders == cut;)
		--*n;
	return e;
}

struct stays {
	struct clock_stay *at;
	size_t count, room;
};

static void more(struct ctx *c, struct stays *all, const struct clock_stay *found, size_t count)
{
	if (all->count + count > all->room) {
		all->room = (all->count + count) * 2;
		struct clock_stay *wider = ARENA_ARRAY(c->mem, struct clock_stay, all->room);
		if (all->count)
			memcpy(wider, all->at, all->count * sizeof *wider);
		all->at = wider;
	}
	for (size_t i = 0; i < count; i++)
		all->at[all->count++] = found[i];
}

static void take(struct ctx *c, struct stays *all, const struct clock_event *e, size_t n,
                 const struct clock_question *q)
{
	struct clock_stay *found = ARENA_ARRAY(c->mem, struct clock_stay, n + 1);
	size_t count = clock_stays(e, n, (enum order_clock)q->clock, c->now, found), kept = 0;
	for (size_t i = 0; i < count; i++)
		if (found[i].from >= c->now - q->days * DAY)
			found[kept++] = found[i];
	more(c, all, found, kept);
}

/* Who was asked answers for himself: an offer of its own each. */
static struct stays offers(struct ctx *c, struct clock_search *s)
{
	struct scope reach = access_scope(c->who, ORDER_LOG);
	struct stays all = {0};
	for (size_t n = 1; n;) {
		struct clock_stay *f = sql_clock_offers(c, reach, s, &n);
		more(c, &all, f, n);
		s->after = n ? f[n - 1].orders : 0;
		s->after_row = n ? f[n - 1].row : 0;
	}
	return all;
}

static struct stays gather(struct ctx *c, const struct clock_question *q)
{
	struct clock_search s = search_of(c, q);
	if (q->clock == CLOCK_ANSWER)
		return offers(c, &s);
	struct stays all = {0};
	bool full = true;
	while (full) {
		size_t n;
		struct clock_event *e = events(c, &s, &n, &full);
		take(c, &all, e, n, q);
		full = full && n;
		s.after = n ? e[n - 1].orders : 0;
	}
	return all;
}

static struct clock_effect as_it_stands(struct ctx *c, const struct clock_question *q,
                                        const struct stays *all,
                                        const struct clock_calendar *calendar)
{
	struct clock_effect x = {.text = "现在的时限"};
	int64_t last = -1;
	size_t n;
	struct clock_limit *limits = clock_limits(c, &n);
	for (size_t i = 0; i < all->count; i++) {
		const struct clock_stay *s = &all->at[i];
		struct clock_rule r = clock_resolve(limits, n, (enum order_clock)q->clock,
		                                    s->category_row, s->urgency);
		bool late = lasted(s, r.working ? calendar : NULL, r.minutes);
		if (late)
			add(&x, &last, s);
		x.agree += late == s->hit;
		x.really += s->hit;
	}
	x.compared = (int64_t)all->count;
	if (q->clock == CLOCK_WHOLE)
		x.compared = x.agree = x.really = 0;
	return x;
}

static struct clock_calendar calendar_of(struct ctx *c, const struct clock_question *q)
{
	int64_t from = c->now - (q->days + 1) * DAY;
	size_t n;
	struct clock_holiday *h = clock_holidays(c, clock_date(c->mem, from), &n);
	struct holiday *days = ARENA_ARRAY(c->mem, struct holiday, n + 1);
	for (size_t i = 0; i < n; i++)
		days[i] = (struct holiday){h[i].day, h[i].name, h[i].working};
	return clock_calendar(c->mem, from, c->now, days, n);
}

/* The asked number of hours among the usual ones, smallest first. */
static size_t values(int64_t asked, int64_t out[8])
{
	static const int64_t usual[] = {4, 8, 12, 24, 48, 72};
	size_t n = 0;
	for (size_t i = 0; i < 6; i++) {
		if (asked > 0 && asked < usual[i] && (!n || out[n - 1] < asked))
			out[n++] = asked;
		out[n++] = usual[i];
	}
	if (asked > 72)
		out[n++] = asked;
	return n;
}

const struct clock_effect *clock_present(const struct clock_answer *a)
{
	return &a->rows[a->count - 1];
}

struct clock_answer clock_what_if(struct ctx *c, const struct clock_question *q)
{
	struct stays all = gather(c, q);
	struct clock_calendar calendar = calendar_of(c, q),
			      *counted = q->working ? &calendar : NULL;
	int64_t hours[8], last = -1;
	size_t n = values(q->hours, hours);
	struct clock_answer a = {.count = n + 1};
	a.rows = ARENA_ARRAY(c->mem, struct clock_effect, n + 1);
	struct clock_effect whole = {0};
	for (size_t i = 0; i < all.count; i++) {
		add(&whole, &last, &all.at[i]);
		a.running += all.at[i].running;
		a.cut += all.at[i].cut;
	}
	int64_t p50 = clock_percentile(c->mem, all.at, all.count, counted, 50);
	int64_t p90 = clock_percentile(c->mem, all.at, all.count, counted, 90);
	int64_t most = clock_percentile(c->mem, all.at, all.count, counted, 100);
	for (size_t i = 0; i <= n; i++) {
		struct clock_effect *x = &a.rows[i];
		*x = i < n ? clock_would(all.at, all.count, counted, hours[i] * 60)
		           : as_it_stands(c, q, &all, &calendar);
		if (i < n)
			x->text = clock_span(c->mem, hours[i] * 60, q->working);
		x->chosen = i < n && hours[i] == q->hours;
		x->all_stays = whole.stays;
		x->all_orders = whole.orders;
		x->p50 = p50;
		x->p90 = p90;
		x->longest = most;
	}
	return a;
}
