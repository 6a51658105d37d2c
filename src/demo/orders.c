/* orders.c - the county's year: every order is led through its moves, all of them in the order of
 * time, and the clock ends and escalates what is left lying. */
#include "demo/demo.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "core/access.h"
#include "core/setting.h"
#include "demo/track.h"
#include "features/menu/menu.h"
#include "features/order/order.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"
#include "features/order/order_rules.h"
#include "gen/demo.sql.h"

#include <stdio.h>

/* Orders of the last days that are led to a state and rest there, so that every desk of the sample
 * accounts has work, even in a small county. */
static const struct show {
	enum order_state state;
	int count;
	int urgency; /* -1: by luck */
	bool soon;   /* late within seconds of the end */
} shows[] = {
	{ORDER_DRAFT, 3, -1, false},
	{ORDER_SUBMITTED, 5, -1, false},
	{ORDER_OPEN, 4, URGENCY_LOW, false},
	{ORDER_OPEN, 2, URGENCY_URGENT, false}, /* late */
	{ORDER_OPEN, 1, URGENCY_URGENT, .soon = true},
	{ORDER_WALL, 6, URGENCY_LOW, false},
	{ORDER_OFFERED, 6, URGENCY_LOW, false},
	{ORDER_ACCEPTED, 6, -1, false},
	{ORDER_SCHEDULED, 6, -1, false},
	{ORDER_SERVING, 5, -1, false},
	{ORDER_DONE, 5, -1, false},
	{ORDER_CALLBACK_DUE, 4, -1, false},
	{ORDER_REFUSED, 1, -1, false},
	{ORDER_MERGED, 1, -1, false},
	{ORDER_CANCELLED, 1, -1, false},
};

/* ---- one order ---- */

struct now {
	int64_t state, deadline, level, starts_at, ends_at, activity, form, due, wanted_until;
};

static bool look(struct demo_track *k)
{
	static const struct field fields[] = {
		FIELD(struct now, state),        FIELD(struct now, deadline),
		FIELD(struct now, level),        FIELD(struct now, starts_at),
		FIELD(struct now, ends_at),      FIELD(struct now, activity),
		FIELD(struct now, form),         FIELD(struct now, due),
		FIELD(struct now, wanted_until), {0}};
	struct ctx *c = k->d->c;
	struct now *n = db_one(c->db, c->mem, sql_demo_order_now, struct now, fields, V(k->row));
	if (!n)
		return false;
	k->life.state = n->state;
	k->life.deadline = n->deadline;
	k->life.starts_at = n->starts_at;
	k->life.ends_at = n->ends_at;
	k->goods = n->form == FORM_GOODS;
	k->level = n->level;
	k->activity = n->activity;
	k->last = n->due > n->wanted_until ? n->due : n->wanted_until;
	return true;
}

/* When the clock moves it; 0: never. */
static int64_t clock_at(const struct demo_track *k)
{
	const struct demo_life *l = &k->life;
	if (!l->deadline)
		return 0;
	if (order_expires((enum order_state)l->state))
		return l->deadline;
	bool climbs = k->level < 3 && order_move_exists(ACT_ESCALATE, l->state, l->state);
	return climbs ? l->deadline + k->level * DAY : 0;
}

static void happen(struct demo *d, void *of);

static void wait_for_next(struct demo_track *k)
{
	int64_t clock = clock_at(k), at = k->next.act == DEMO_WAIT ? 0 : k->next.at;
	if (clock && (!at || clock <= at))
		at = clock;
	if (at)
		demo_agenda_put(&k->d->agenda, at > k->d->c->now ? at : k->d->c->now + 1, happen,
		                k);
}

static bool ask(struct demo_track *k)
{
	struct ctx *c = k->d->c;
	enum err e = demo_track_ask(k);
	k->row = k->uid ? db_int(c->db, sql_demo_order_row, V(k->uid)) : 0;
	demo_progress(k->d, "示例单", k->d->done++, k->d->orders);
	return demo_went(k->d, e, "order", order_kind_words[k->kind]);
}

/* What is refused leaves nothing behind and is thought over. The rules may refuse now and then (whose
 * turn it is, who is free); when they do so often, the county is not one that could have been. */
static bool act(struct demo_track *k, int what)
{
	struct demo *d = k->d;
	const struct ctx *c = d->c;
	db_savepoint(c->db);
	enum err e = demo_track_act(k, what);
	if (e == OK || db_fault(c->db))
		return db_release(c->db);
	const char *said = c->problem_count ? c->problems[0].message : "";
	db_rollback_to(c->db);
	if (++d->refused <= 20 + d->done / 50)
		return true;
	return demo_went(d, e, what < ACT_COUNT ? order_action_words[what] : "visit", said);
}

/* The clock comes first when both are due. */
static bool move(struct demo_track *k)
{
	int64_t clock = clock_at(k), now = k->d->c->now;
	int what = k->next.act;
	if (clock && clock <= now) {
		if (order_expires((enum order_state)k->life.state))
			k->next.act = DEMO_ACTS; /* it is elsewhere now */
		return demo_went(k->d, demo_track_expire(k), "clock", k->uid);
	}
	if (what == DEMO_WAIT || k->next.at > now)
		return true;
	k->next.act = DEMO_ACTS;
	return act(k, what);
}

static void happen(struct demo *d, void *of)
{
	struct demo_track *k = of;
	if (!k->row)
		k->next.act = DEMO_ACTS;
	if (!(k->row ? move(k) : ask(k)) || db_fault(d->c->db) || !look(k))
		return;
	k->life.now = d->c->now;
	if (k->next.act == DEMO_ACTS)
		k->next = demo_course_next(&d->dice, &k->life);
	wait_for_next(k);
}

/* ---- every evening ---- */

struct evenings {
	int64_t read;     /* the last message that was */
	int64_t analyzed; /* orders when the statistics were made */
};

/* Messages of two days ago are read, and the queue before the menu moves on. */
static void evening(struct demo *d, void *of)
{
	struct ctx *c = d->c;
	struct evenings *e = of;
	int64_t upto = db_int(c->db, sql_demo_inbox_upto, V(e->read), V(c->now - 2 * DAY));
	c->who = &actor_system;
	if (upto > e->read) {
		db_exec(c->db, sql_demo_inbox_read, V(e->read), V(upto), V(c->now));
		e->read = upto;
	}
	if (d->done >= 2 * e->analyzed + 40) {
		db_exec(c->db, sql_demo_analyze);
		e->analyzed = d->done;
	}
	if (menu_queue_due(c))
		menu_queue_tick(c);
	demo_agenda_put(&d->agenda, c->now + DAY, evening, of);
}

/* Messages of the past leave no house: only those of the last day are written out at all, and not even
 * they are sent. */
static void channels(struct demo *d, bool open)
{
	static const char *const names[] = {"channel.sms", "channel.email"};
	for (int i = 0; i < 2; i++)
		setting_note_set(d->c, names[i], open ? NULL : "0");
}

static void open_channels(struct demo *d, void *of)
{
	(void)of;
	channels(d, true);
}

/* ---- the year ---- */

/* The last hour of visits that has begun by then. */
static int64_t slot_before(int64_t at)
{
	static const int hours[] = {16, 15, 14, 10, 9};
	for (int64_t day = clock_midnight(at);; day -= DAY)
		for (int i = 0; i < 5; i++)
			if (day + hours[i] * HOUR <= at)
				return day + hours[i] * HOUR;
}

/* When it begins, so that it has come to its state by the end and not much before. */
static int64_t begin_of(struct demo *d, struct demo_track *k, bool soon)
{
	struct dice *dice = &d->dice;
	int64_t until = d->until, early = until - dice_range(dice, 22 * 60, 27 * 60) * MINUTE;
	if (soon) /* two hours for what is urgent */
		return (k->life.aim = until - 2 * HOUR + 5) - dice_range(dice, 8, 20) * MINUTE;
	switch (k->life.hold) {
	case ORDER_DRAFT: return until - dice_range(dice, 20, 90) * HOUR;
	case ORDER_MERGED:
	case ORDER_SUBMITTED: return until - dice_range(dice, 1, 10) * HOUR;
	case ORDER_SCHEDULED:
		k->life.aim = slot_before(until + dice_range(dice, 24, 60) * HOUR);
		return early;
	case ORDER_SERVING: k->life.aim = slot_before(until - 3 * HOUR); break;
	case ORDER_DONE: /* not all at the hour of those that are being served: few teams do both */
		k->life.aim = slot_before(until - dice_range(dice, 18, 26) * HOUR);
		break;
	case ORDER_CALLBACK_DUE: k->life.aim = slot_before(until - 24 * HOUR); break;
	default: return early;
	}
	return k->life.aim - dice_range(dice, 20 * 60, 25 * 60) * MINUTE;
}

static size_t show_all(struct demo *d, struct demo_track *tracks)
{
	struct demo_track *open = NULL;
	size_t n = 0;
	for (const struct show *s = shows; s < shows + sizeof shows / sizeof *shows; s++)
		for (int i = 0; i < s->count; i++) {
			struct demo_track *k = &tracks[n++];
			k->for_us = true;
			k->way = i % 3 || s->state == ORDER_WALL ? WAY_COUNTER : WAY_ONLINE;
			k->life.hold = s->state;
			k->life.urgency = s->urgency;
			k->twin = open;
			if (!open && s->state == ORDER_OPEN)
				open = k;
			demo_agenda_put(&d->agenda, begin_of(d, k, s->soon), happen, k);
		}
	return n;
}

static struct demo_track *tracks_new(struct demo *d, struct demo_cast *cast, struct arena *mem)
{
	struct demo_track *tracks = ARENA_ARRAY(mem, struct demo_track, d->orders);
	for (int64_t i = 0; i < d->orders; i++) {
		tracks[i] = (struct demo_track){
			.cast = cast, .d = d, .mem = mem, .team = -1, .also = -1};
		tracks[i].life.hold = ORDER_NOWHERE;
		tracks[i].life.urgency = -1;
	}
	return tracks;
}

static void plan(struct demo *d, struct arena *mem)
{
	struct demo_cast *cast = demo_cast_new(d, mem, (size_t)d->orders);
	struct demo_track *tracks = tracks_new(d, cast, mem);
	size_t first = show_all(d, tracks), n = (size_t)d->orders - first;
	int64_t *moments = ARENA_ARRAY(mem, int64_t, n);
	enum year_way *ways = ARENA_ARRAY(mem, enum year_way, n);
	demo_year_spread(&d->dice, d->as_of - DEMO_YEAR * (int64_t)DAY, d->until, n, moments, ways);
	for (size_t i = 0; i < n; i++) {
		tracks[first + i].way = ways[i];
		demo_agenda_put(&d->agenda, moments[i], happen, &tracks[first + i]);
	}
	demo_agenda_put(&d->agenda, d->as_of - DEMO_YEAR * (int64_t)DAY + 20 * HOUR, evening,
	                ARENA_NEW(mem, struct evenings));
	demo_agenda_put(&d->agenda, d->until - DAY, open_channels, NULL);
	demo_surveys(d);
	demo_news(d);
}

static void finish(struct demo *d)
{
	struct ctx *c = d->c;
	c->who = &actor_system;
	c->now = d->until;
	ctx_rewind(c);
	setting_note_set(c, "verdict.sample_percent", NULL);
	channels(d, true);
	db_exec(c->db, sql_demo_persons_sample);
	db_exec(c->db, sql_demo_menu_sample);
	db_exec(c->db, sql_demo_survey_sample);
	db_exec(c->db, sql_demo_orders_sample);
	db_exec(c->db, sql_demo_outbox_off);
	struct order_totals t = order_totals_count(c);
	order_totals_keep(c, &t);
}

bool demo_orders(struct demo *d, const char **why)
{
	struct demo_due due;
	struct arena *mem = arena_new();
	plan(d, mem);
	channels(d, false);
	setting_note_set(d->c, "verdict.sample_percent", "0");
	while (!d->fault && !db_fault(d->c->db) && demo_agenda_take(&d->agenda, &due) &&
	       due.at <= d->until) {
		d->c->now = due.at;
		ctx_rewind(d->c);
		due.happen(d, due.of);
		arena_reset(d->c->mem);
	}
	demo_progress(d, "示例单", d->orders, d->orders);
	finish(d);
	arena_free(mem);
	*why = d->fault;
	return !d->fault && !db_fault(d->c->db);
}
