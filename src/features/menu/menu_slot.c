/* menu_slot.c - places in a period, counted exactly, and the queue before a full one. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/feature.h"
#include "core/outbox.h"
#include "features/menu/menu.h"
#include "features/menu/menu_priv.h"
#include "gen/menu.sql.h"

#include <string.h>

enum { AHEAD = 400 }; /* days looked ahead for a free place */

static struct menu_item *lean(struct ctx *c, const char *uid)
{
	struct menu_item *m = text_empty(uid) ? NULL : sql_menu_lean(c, uid);
	if (m)
		m->season = menu_season_text(c->mem, m->season_from, m->season_to);
	return m;
}

static bool is_full(const struct menu_moment *f, size_t n, int64_t item, int64_t period)
{
	size_t lo = 0, hi = n; /* ordered by item and period */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (f[mid].item == item && f[mid].period == period)
			return true;
		if (f[mid].item < item || (f[mid].item == item && f[mid].period < period))
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

static int64_t first_free(const struct menu_item *m, int64_t from, const struct menu_moment *f,
                          size_t n)
{
	int64_t at = from, last = from + AHEAD * (int64_t)DAY;
	if (m->state != MENU_OPEN)
		return 0;
	for (int guard = 0; guard < 2 * AHEAD && at <= last; guard++) {
		at = menu_season_next(m->season_from, m->season_to, at);
		if (at > last)
			break;
		if (!is_full(f, n, m->id, menu_period_start(m->period, at)))
			return at;
		at = menu_period_end(m->period, at);
	}
	return 0;
}

/* All of them, however many the items and the booked periods are. */
static struct menu_moment *full_periods(struct ctx *c, int64_t item, int64_t from, size_t *n)
{
	int64_t since = menu_period_start(MENU_MONTH, from) - 7 * (int64_t)DAY;
	struct menu_moment *all = NULL, last = {0};
	size_t got = MENU_FULL;
	for (*n = 0; got == MENU_FULL; *n += got) {
		struct menu_moment *m = sql_menu_full(c, item, since, last.item, last.period, &got);
		struct menu_moment *more = ARENA_ARRAY(c->mem, struct menu_moment, *n + got + 1);
		if (*n)
			memcpy(more, all, *n * sizeof *all);
		if (got)
			memcpy(more + *n, m, got * sizeof *all);
		all = more;
		last = got ? m[got - 1] : last;
	}
	return all;
}

int64_t menu_free_from(struct ctx *c, const struct menu_item *m, int64_t from)
{
	size_t n = 0;
	struct menu_moment *f = m->capacity ? full_periods(c, m->id, from, &n) : NULL;
	return first_free(m, from, f, n);
}

void menu_free_all(struct ctx *c, struct menu_item *m, size_t count)
{
	size_t n = 0;
	struct menu_moment *f = count ? full_periods(c, 0, c->now, &n) : NULL;
	for (size_t i = 0; i < count; i++)
		m[i].next_free = first_free(&m[i], c->now, f, n);
}

int64_t menu_slot_period(struct ctx *c, int64_t slot)
{
	return slot ? sql_menu_slot_period(c, slot) : 0;
}

/* ---- taking and giving back ---- */

static struct menu_waiter *waiter(struct ctx *c, int64_t order)
{
	return order ? sql_menu_queue_of(c, order) : NULL;
}

/* Until when a place is kept for him: a promise ends with its period. */
static int64_t held_until(const struct menu_waiter *w)
{
	int64_t end = menu_period_end(w->kind, w->period), hold = w->told + MENU_HOLD;
	return !w->told ? 0 : hold < end ? hold : end;
}

static bool is_over(const struct ctx *c, int64_t kind, int64_t at)
{
	return at && menu_period_end(kind, at) <= c->now;
}

/* The moment that picks the period: what was wished, his held place, or the next free one. */
static int64_t moment(struct ctx *c, const struct menu_item *m, int64_t at, int64_t order)
{
	struct menu_waiter *w = waiter(c, order);
	bool held = w && w->item == m->id && held_until(w) > c->now;
	if (held && (!at || menu_period_start(m->period, at) == w->period))
		return at > c->now ? at : w->period > c->now ? w->period : c->now;
	if (!at)
		return menu_free_from(c, m, c->now);
	return at > c->now ? at : c->now;
}

static int64_t take(struct ctx *c, const struct menu_item *m, int64_t at, int64_t order)
{
	return sql_menu_take(c, m->id, menu_period_start(m->period, at), order);
}

static const char *day_text(struct ctx *c, int64_t at)
{
	struct day d = clock_local(at);
	if (d.year != clock_local(c->now).year)
		return arena_printf(c->mem, "%d年%d月%d日", d.year, d.month, d.mday);
	return arena_printf(c->mem, "%d月%d日", d.month, d.mday);
}

/* Is there such a period at all: neither over nor out of season? */
static enum err refuse_never(struct ctx *c, const struct menu_item *m, int64_t wished, int64_t at)
{
	if (is_over(c, m->period, wished))
		return ctx_refuse(c, ERR_INVALID, "wanted_from", "%s已经过去了，请改日期。",
		                  menu_period_text(c->mem, m->period, wished));
	if (at && !menu_in_season(m->season_from, m->season_to, at))
		return ctx_refuse(c, ERR_INVALID, "wanted_from",
		                  "“%s”只在%s提供，请在这段时间里选日期。", m->title, m->season);
	return OK;
}

static enum err refuse_full(struct ctx *c, const struct menu_item *m, int64_t at)
{
	int64_t next = menu_free_from(c, m, at ? at : c->now);
	if (!next || !at)
		return ctx_refuse(c, ERR_INVALID, "wanted_from",
		                  "“%s”一年内的名额都约满了，可以勾选排队候补，有空位就通知您。",
		                  m->title);
	return ctx_refuse(c, ERR_INVALID, "wanted_from",
	                  "“%s”%s的名额已满，之后最近有空的是 %s。可以改日期，也可以勾选排队候补。",
	                  m->title, menu_period_text(c->mem, m->period, at), day_text(c, next));
}

enum err menu_take(struct ctx *c, const char *item, int64_t wished, int64_t order, int64_t *slot)
{
	struct menu_item *m = lean(c, item);
	if (!m)
		return ctx_refuse(c, ERR_INVALID, "service", "没有这个服务项目。");
	if (m->state != MENU_OPEN)
		return ctx_refuse(c, ERR_INVALID, "service", "“%s”%s，现在不能点。", m->title,
		                  m->state == MENU_RETIRED ? "已经下架" : "还没有上架");
	int64_t at = moment(c, m, wished, order);
	enum err e = refuse_never(c, m, wished, at);
	if (e != OK)
		return e;
	*slot = at ? take(c, m, at, order) : 0;
	if (!*slot)
		return refuse_full(c, m, at);
	menu_queue_leave(c, order);
	return OK;
}

bool menu_has_room(struct ctx *c, const char *item, int64_t wished, int64_t order)
{
	struct menu_item *m = lean(c, item);
	int64_t at = m ? moment(c, m, wished, order) : 0;
	if (!m)
		return true; /* menu_take() says what is wrong */
	return at && sql_menu_free(c, m->id, menu_period_start(m->period, at), order) > 0;
}

void menu_release(struct ctx *c, int64_t slot)
{
	struct menu_moment *was = slot ? sql_menu_release(c, slot) : NULL;
	if (was)
		menu_queue_tell(c, was->item, was->period);
}

/* ---- the queue ---- */

enum err menu_queue_join(struct ctx *c, const char *item, int64_t at, int64_t order)
{
	struct menu_item *m = lean(c, item);
	struct menu_waiter *w = waiter(c, order);
	if (!m || m->state != MENU_OPEN)
		return ctx_refuse(c, ERR_INVALID, "service", "这个服务项目现在不能点。");
	int64_t moment_at = at > c->now ? at : c->now;
	enum err e = refuse_never(c, m, at, moment_at);
	if (e != OK)
		return e;
	int64_t period = menu_period_start(m->period, moment_at);
	if (w && w->item == m->id && w->period == period)
		return OK;
	menu_queue_leave(c, order);
	sql_menu_queue_insert(c, m->id, period, order);
	audit(c, "menu.queue", "menu", m->uid, NULL);
	return OK;
}

/* A place that was held for him goes to the next one. */
static void leave(struct ctx *c, const struct menu_waiter *w)
{
	sql_menu_queue_delete(c, w->id);
	if (w->told)
		menu_queue_tell(c, w->item, w->period);
}

void menu_queue_leave(struct ctx *c, int64_t order)
{
	struct menu_waiter *w = waiter(c, order);
	if (w)
		leave(c, w);
}

struct menu_wait menu_queue_place(struct ctx *c, int64_t order)
{
	struct menu_waiter *w = waiter(c, order);
	if (!w)
		return (struct menu_wait){0};
	int64_t until = held_until(w);
	return (struct menu_wait){.period = w->period,
	                          .until = until > c->now ? until : 0,
	                          .place = sql_menu_queue_before(c, w->item, w->period, w->id)};
}

static const char *moment_text(struct ctx *c, int64_t at)
{
	struct day d = clock_local(at - 1); /* midnight is the end of the day before */
	return arena_printf(c->mem, "%s %02d:%02d", day_text(c, at - 1), d.hour, d.minute);
}

static void say(struct ctx *c, const struct menu_waiter *w, const char *subject, const char *what)
{
	struct menu_party *p = feature_menu_party(c, w->order);
	if (!p)
		return;
	const char *link = arena_printf(c->mem, "/orders/%s", p->uid);
	const char *body = arena_printf(c->mem, "“%s”（%s）%s", w->title,
	                                menu_period_text(c->mem, w->kind, w->period), what);
	outbox_add(c, p->requester, subject, body, link);
	if (p->proxy && p->proxy != p->requester)
		outbox_add(c, p->proxy, subject, body, link);
}

void menu_queue_tell(struct ctx *c, int64_t item, int64_t period)
{
	for (int told = 0; told < MENU_TOLD; told++) { /* the clock tells the rest */
		struct menu_waiter *w = sql_menu_queue_next(c, item, period);
		if (!w || is_over(c, w->kind, period) || sql_menu_free(c, item, period, 0) < 1)
			return;
		sql_menu_queue_told(c, w->id);
		w->told = c->now;
		say(c, w, "您候补的服务有名额了",
		    arena_printf(c->mem,
		                 "有了名额，为您留到 %s。请打开这份草稿提交；过后让给下一位。",
		                 moment_text(c, held_until(w))));
	}
}

/* More is promised than there is: who came last gives his place back and waits on where he was. */
static void take_back(struct ctx *c, int64_t item, int64_t period)
{
	while (sql_menu_free(c, item, period, 0) < 0) {
		struct menu_waiter *w = sql_menu_queue_last_told(c, item, period);
		if (!w)
			return;
		sql_menu_queue_untold(c, w->id);
		say(c, w, "为您留的名额收回了",
		    "的名额减少了，为您留的这一个收回。您仍在候补，有名额再通知您。");
	}
}

void menu_queue_measure(struct ctx *c, int64_t item)
{
	size_t n;
	struct menu_moment *p = sql_menu_queue_periods(c, item, &n);
	for (size_t i = 0; i < n; i++) {
		take_back(c, item, p[i].period);
		menu_queue_tell(c, item, p[i].period);
	}
}

static const char *why_ended(const struct ctx *c, const struct menu_waiter *w)
{
	if (w->state != MENU_OPEN)
		return "已经下架，候补结束了。草稿还在，可以改选别的服务。";
	if (is_over(c, w->kind, w->period))
		return "的候补结束了：这段时间已经过去。草稿还在，可以另选日期。";
	return "的候补结束了：为您留了名额，但没有按时提交。草稿还在，可以另选日期。";
}

static void end(struct ctx *c, const struct menu_waiter *w)
{
	leave(c, w);
	say(c, w, "候补已经结束", why_ended(c, w));
}

void menu_queue_end(struct ctx *c, int64_t item)
{
	size_t n = 1;
	while (n) {
		struct menu_waiter *w = sql_menu_queue_all(c, item, &n);
		for (size_t i = 0; i < n; i++)
			end(c, &w[i]);
	}
}

/* ---- the clock ---- */

/* What began before these is over. */
static struct menu_begun begun(const struct ctx *c)
{
	return (struct menu_begun){.day = menu_period_start(MENU_DAY, c->now),
	                           .week = menu_period_start(MENU_WEEK, c->now),
	                           .month = menu_period_start(MENU_MONTH, c->now)};
}

bool menu_queue_due(struct ctx *c)
{
	struct menu_begun b = begun(c);
	size_t n;
	return sql_menu_queue_lapsed_any(c, &b) > 0 || (sql_menu_queue_ready(c, &b, &n) && n);
}

void menu_queue_tick(struct ctx *c)
{
	struct menu_begun b = begun(c);
	size_t n;
	struct menu_waiter *w = sql_menu_queue_lapsed(c, &b, &n);
	for (size_t i = 0; i < n; i++)
		end(c, &w[i]);
	struct menu_moment *p = sql_menu_queue_ready(c, &b, &n);
	for (size_t i = 0; i < n; i++)
		menu_queue_tell(c, p[i].item, p[i].period);
}
