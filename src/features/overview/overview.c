#include "features/overview/overview.h"
#include "features/order/order_rules.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/order/order.h"
#include "features/overview/overview_priv.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "gen/overview.sql.h"

#include <string.h>

enum { SAMPLE = 300 };

#define F(m, ...)          FIELD(struct overview, m, __VA_ARGS__)
#define F_AS(m, name, ...) FIELD_AS(struct overview, m, name, __VA_ARGS__)
const struct field overview_fields[] = {
	F(period, .words = overview_period_words, .labels = overview_period_labels),
	F(place, .doc = "code; null: everything in reach"),
	F(from, .doc = "the period begins, seconds UTC"),
	F(at, .doc = "counted then, seconds UTC"),
	F_AS(step[STEP_FOUND], "steps.found"),
	F_AS(step[STEP_MATCHED], "steps.matched", .doc = "passed by the reviewer"),
	F_AS(step[STEP_SUBMITTED], "steps.submitted"),
	F_AS(step[STEP_ACCEPTED], "steps.accepted"),
	F_AS(step[STEP_CLOSED], "steps.closed"),
	F_AS(face[FACE_GOOD], "verdicts.good", .doc = "of those closed: 4 or 5"),
	F_AS(face[FACE_FAIR], "verdicts.fair", .doc = "3"),
	F_AS(face[FACE_BAD], "verdicts.bad", .doc = "1 or 2"),
	F_AS(accept_half, "response.accepted",
             .doc = "seconds from submission that half of them did not exceed; 0: none"),
	F_AS(accept_of, "response.accepted_of", .doc = "how many the half was taken of"),
	F_AS(close_half, "response.closed"),
	F_AS(close_of, "response.closed_of"),
	RECORD("Overview", "The five orders in a period."),
};
const struct field overview_bucket_fields[] = {
	FIELD(struct overview_bucket, from, .doc = "local midnight, seconds UTC"),
	FIELD(struct overview_bucket, label),
	FIELD(struct overview_bucket, found),
	FIELD(struct overview_bucket, closed),
	RECORD("OverviewBucket", "What was found and closed in a week or month."),
};
const struct field overview_corps_fields[] = {
	FIELD(struct overview_corps, corps, .doc = "id of the team; null: served by no corps"),
	FIELD(struct overview_corps, name),
	FIELD(struct overview_corps, closed),
	RECORD("OverviewCorps", "What a corps closed."),
};
const struct field overview_place_fields[] = {
	FIELD(struct overview_place, place, .doc = "code"),
	FIELD(struct overview_place, label),
	FIELD(struct overview_place, kind, .words = place_kind_words),
	FIELD(struct overview_place, orders, .doc = "found there and below"),
	RECORD("OverviewPlace", "What was found in a place."),
};
const struct field overview_order_fields[] = {
	FIELD(struct overview_order, id),
	FIELD(struct overview_order, number, .label = "单号"),
	FIELD(struct overview_order, title, .label = "事项"),
	FIELD(struct overview_order, state, .label = "状态", .labels = order_state_labels,
              .words = order_state_words),
	FIELD(struct overview_order, urgency, .label = "急缓", .labels = order_urgency_labels,
              .words = order_urgency_words),
	FIELD(struct overview_order, category, .label = "类别"),
	FIELD(struct overview_order, place, .label = "地方"),
	FIELD(struct overview_order, team, .label = "承办"),
	FIELD(struct overview_order, deadline, .label = "本步骤时限", .as = AS_TIME,
              .doc = "of its state"),
	FIELD(struct overview_order, at, .label = "走到这一步的时间", .as = AS_MOMENT,
              .doc = "when it came to the step that was asked for"),
	FIELD(struct overview_order, returned, .label = "退回次数",
              .doc = "a draft: how often it was sent back"),
	RECORD("OverviewOrder", "An order behind a number."),
};

struct overview_scope overview_scope(struct ctx *c, enum perm perm, const char *place)
{
	struct overview_scope s = {.s = access_scope(c->who, perm)};
	struct place *p = text_empty(place) ? NULL : place_asked(c, place);
	if (!text_empty(place))
		s.path = p ? p->path : "?";
	s.village = p && p->kind != PLACE_COUNTY;
	return s;
}

struct overview_scope overview_asked(struct ctx *c, const struct overview_ask *ask)
{
	struct overview_scope x = overview_scope(c, ORDER_LOG, ask->place);
	x.from = overview_from(c->now, (enum overview_period)ask->period);
	return x;
}

/* ---- the numbers ---- */

static void count_steps(struct ctx *c, const struct overview_scope *x, struct overview *o)
{
	size_t n;
	struct overview_step_row *r = sql_overview_steps(c, x->s, x, &n);
	for (size_t i = 0; i < n; i++)
		o->step[r[i].step] = r[i].n;
}

/* Of many, every n-th, so that a year is asked as quickly as a week. */
static int64_t every(int64_t n)
{
	return n / SAMPLE + 1;
}

static void count_took(struct ctx *c, const struct overview_scope *x, struct overview *o)
{
	size_t n;
	struct overview_step_row *r = sql_overview_took(c, x->s, x, every(o->step[STEP_ACCEPTED]),
	                                                every(o->step[STEP_CLOSED]), &n);
	int64_t *took[] = {ARENA_ARRAY(c->mem, int64_t, n + 1),
	                   ARENA_ARRAY(c->mem, int64_t, n + 1)};
	size_t of[2] = {0};
	for (size_t i = 0; i < n; i++) {
		bool closing = r[i].step == STEP_CLOSED;
		took[closing][of[closing]++] = r[i].took > 0 ? r[i].took : 0;
	}
	o->accept_half = overview_half(took[0], of[0]);
	o->close_half = overview_half(took[1], of[1]);
	o->accept_of = (int64_t)of[0];
	o->close_of = (int64_t)of[1];
}

static struct overview_corps *corps_of(struct overview *o, const char *uid)
{
	size_t last = o->corps_count - 1;
	for (size_t i = 0; i < last; i++)
		if (text_equal(o->corps[i].corps, uid))
			return &o->corps[i];
	return &o->corps[last]; /* of none, or of one that was dissolved */
}

static void count_closed(struct ctx *c, const struct overview_scope *x, struct overview *o)
{
	size_t n;
	struct team *t = team_corps(c, &n);
	o->corps = ARENA_ARRAY(c->mem, struct overview_corps, n + 1);
	o->corps_count = n + 1;
	for (size_t i = 0; i < n; i++)
		o->corps[i] = (struct overview_corps){.corps = t[i].uid, .name = t[i].name};
	o->corps[n].name = "不属专业队";
	struct overview_closed_row *r = sql_overview_closed(c, x->s, x, &n);
	for (size_t i = 0; i < n; i++) {
		corps_of(o, r[i].corps)->closed += r[i].n;
		if (r[i].face < FACE_COUNT)
			o->face[r[i].face] += r[i].n;
	}
}

struct overview overview_count(struct ctx *c, const struct overview_ask *ask)
{
	struct overview_scope x = overview_asked(c, ask);
	struct overview o = {
		.period = ask->period, .from = x.from, .at = c->now, .place = ask->place};
	count_steps(c, &x, &o);
	count_took(c, &x, &o);
	count_closed(c, &x, &o);
	return o;
}

/* ---- the parts ---- */

static const char *bucket_label(struct arena *a, int64_t from, bool month)
{
	struct day d = clock_local(from);
	if (month)
		return arena_printf(a, "%d月", d.month);
	return arena_printf(a, "%d/%d", d.month, d.mday);
}

struct overview_bucket *overview_trend(struct ctx *c, const struct overview_ask *ask)
{
	struct overview_scope x = overview_asked(c, ask);
	int64_t f[OVERVIEW_BUCKETS + 1] = {[OVERVIEW_BUCKETS] = c->now + DAY};
	struct overview_bucket *b = ARENA_ARRAY(c->mem, struct overview_bucket, OVERVIEW_BUCKETS);
	overview_buckets(c->now, (enum overview_period)ask->period, f);
	for (int i = 0; i < OVERVIEW_BUCKETS; i++) {
		x.from = f[i];
		struct overview_bucket *n = sql_overview_trend(c, x.s, &x, f[i + 1]);
		if (n) /* NULL: the database failed, serve() will say so */
			b[i] = *n;
		b[i].from = f[i];
		b[i].label = bucket_label(c->mem, f[i], ask->period == PERIOD_YEAR);
	}
	return b;
}

struct overview_running overview_running_part(struct ctx *c, const struct overview_ask *ask,
                                              const struct overview_bucket *at)
{
	enum { BEFORE = 4, LAST = OVERVIEW_BUCKETS - 1 };
	struct overview_scope x = overview_asked(c, ask);
	struct overview_running r = {.elapsed = c->now - at[LAST].from};
	int64_t found = 0, closed = 0;
	for (int i = LAST - BEFORE; i < LAST; i++) {
		x.from = at[i].from;
		struct overview_bucket *n = sql_overview_trend(c, x.s, &x, x.from + r.elapsed);
		if (!n)
			return r;
		/* of a shorter month all has come by then */
		r.found_then = n->found < at[i].found ? n->found : at[i].found;
		r.closed_then = n->closed < at[i].closed ? n->closed : at[i].closed;
		found += at[i].found - r.found_then;
		closed += at[i].closed - r.closed_then;
	}
	r.found_whole = at[LAST].found + found / BEFORE;
	r.closed_whole = at[LAST].closed + closed / BEFORE;
	return r;
}

/* "430421/430421100/…" as far as the township. */
static size_t town_length(const char *path)
{
	const char *county = strchr(path, '/');
	const char *town = county ? strchr(county + 1, '/') : NULL;
	return town ? (size_t)(town - path) + 1 : 0;
}

/* Does all that he may see lie in one township? */
static bool one_township(const struct actor *who, const struct scope *s)
{
	const char *first = NULL;
	for (size_t i = 0; i < who->grant_count && !s->all; i++) {
		const struct grant *g = &who->grants[i];
		if (!(s->subtree >> g->role & 1) || !g->path)
			continue;
		size_t n = town_length(g->path);
		if (!n || (first && strncmp(first, g->path, n) != 0))
			return false;
		first = g->path;
	}
	return first;
}

struct overview_place *overview_places(struct ctx *c, const struct overview_ask *ask, size_t *count)
{
	struct overview_scope x = overview_asked(c, ask);
	return sql_overview_tiles(c, x.s, &x, x.village || one_township(c->who, &x.s), count);
}

/* ---- down to the orders ---- */

/* What the clock has ended stands in the state it leads to, although its job has not run yet. */
void overview_stand(struct overview_order *o, size_t n, int64_t now)
{
	for (size_t i = 0; i < n; i++) {
		if (!order_expires((enum order_state)o[i].state) || !o[i].deadline ||
		    o[i].deadline > now)
			continue;
		o[i].state = o[i].state == ORDER_DONE ? ORDER_CALLBACK_DUE : ORDER_OPEN;
		o[i].deadline = 0;
	}
}

struct overview_order *overview_orders(struct ctx *c, const struct overview_ask *ask, size_t *count,
                                       const char **next)
{
	struct overview_scope x = overview_asked(c, ask);
	struct overview_ask a = *ask;
	if (a.face < FACE_COUNT || a.corps)
		a.step = STEP_CLOSED;
	a.exact &= x.path != NULL;
	struct cursor k = cursor_read(ask->after);
	struct overview_order *o = sql_overview_orders(c, x.s, &x, &a, &k, count);
	*next = NULL;
	if (*count > OVERVIEW_PAGE) {
		*count = OVERVIEW_PAGE;
		k = (struct cursor){.a = -o[OVERVIEW_PAGE - 1].at, .id = -o[OVERVIEW_PAGE - 1].row};
		*next = cursor_text(c->mem, k);
	}
	overview_stand(o, *count, c->now);
	return o;
}
