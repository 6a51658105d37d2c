#include "app/jobs.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/random.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/job.h"
#include "core/operation.h"
#include "core/session.h"
#include "core/token.h"
#include "features/auth/proposal.h"
#include "features/dispatch/dispatch.h"
#include "features/menu/menu.h"
#include "features/order/order.h"
#include "features/order/order_list.h"
#include "features/order/order_mail.h"
#include "features/order/order_offer.h"
#include "features/person/qualification.h"
#include "features/propose/propose.h"
#include "gen/app.sql.h"
#include "store/writer.h"
#include "web/events.h"
#include "web/serve.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { STEP_SECONDS = 5 * MINUTE, CALM_MS = 60 * 1000, TICK_MS = 1000 };

struct jobs {
	struct site *site;
	struct jobs_config cfg;
	struct db *reader;
	struct arena *mem; /* of one round */
	pthread_t thread;
	pthread_mutex_t guard;
	pthread_cond_t bell;
	bool over, woken; /* under guard */
	int64_t tick;     /* monotonic milliseconds: then all of them are looked at */
	atomic_bool suspect;
	int64_t lag, calm_from; /* seconds; monotonic milliseconds */
};

/* ---- one change, through the writer ---- */

struct change {
	struct write_job job;
	struct ctx c;
	bool (*make)(struct change *ch);
	const char *name, *reason; /* job; why an order expires */
	int64_t number, period;    /* order row, lease or next_at; of the job */
	struct delivery *mail;
	size_t mail_count;
	struct propose_gram *grams;
	size_t gram_count;
	struct order_totals totals;
};

static bool change_run(struct write_job *job, struct db *db)
{
	struct change *ch = (struct change *)job;
	ctx_rewind(&ch->c);
	ch->c.db = db;
	return ch->make(ch);
}

static struct change change_new(struct jobs *j, bool (*make)(struct change *ch))
{
	return (struct change){
		.job = {.run = change_run},
		.make = make,
		.c = {.mem = j->mem,
	              .who = &actor_system,
	              .now = clock_now(),
	              .keys = j->site->keys,
	              .node = j->cfg.node,
	              .request = random_id(j->mem)},
	};
}

/* Pages are told only of what is kept. */
static bool change_keep(struct jobs *j, struct change *ch)
{
	if (writer_run(j->site->writer, &ch->job) != WRITE_KEPT)
		return false;
	for (int i = 0; i < ch->c.topic_count; i++)
		events_touch(j->site->events, ch->c.topics[i]);
	return true;
}

static struct ctx look(struct jobs *j)
{
	return (struct ctx){.mem = j->mem,
	                    .db = j->reader,
	                    .who = &actor_system,
	                    .now = clock_now(),
	                    .keys = j->site->keys,
	                    .node = j->cfg.node};
}

/* ---- the clock of the orders ---- */

static bool make_expire(struct change *ch)
{
	return order_expire(&ch->c, ch->number, ch->reason) == OK;
}

static bool make_escalate(struct change *ch)
{
	return order_escalate(&ch->c, ch->number) == OK;
}

static bool was_asked(const struct order_offer *f, size_t n, int64_t team)
{
	for (size_t i = 0; i < n; i++)
		if (f[i].team_row == team)
			return true;
	return false;
}

/* Who could be asked next, said in the event; NULL: nothing to say. */
static const char *next_candidate(struct ctx *c, const struct order *o)
{
	size_t asked = 0;
	if (o->state != ORDER_OFFERED)
		return NULL;
	struct order_offer *f = order_offers(c, o->row, &asked);
	struct dispatch_list l = dispatch_rank(dispatch_open(c), o, DISPATCH_TEAMS, 5, NULL);
	for (size_t i = 0; i < l.count; i++)
		if (!was_asked(f, asked, l.at[i].team))
			return arena_printf(c->mem, "未在时限内应答。下一候选：%s", l.at[i].name);
	return "未在时限内应答，暂无其他候选队伍";
}

static void run_clock(struct jobs *j)
{
	struct ctx c = look(j);
	size_t expired = 0, overdue = 0;
	struct order *late = order_expired(&c, &expired);
	for (size_t i = 0; i < expired; i++) {
		struct change ch = change_new(j, make_expire);
		ch.number = late[i].row;
		ch.reason = next_candidate(&c, &late[i]);
		change_keep(j, &ch);
	}
	late = order_overdue(&c, &overdue);
	for (size_t i = 0; i < overdue; i++) {
		struct change ch = change_new(j, make_escalate);
		ch.number = late[i].row;
		change_keep(j, &ch);
	}
}

static bool due_clock(struct jobs *j, struct ctx *c)
{
	size_t n = 0;
	if (atomic_load(&j->suspect))
		return false;
	order_expired(c, &n);
	if (!n)
		order_overdue(c, &n);
	return n > 0;
}

/* ---- messages that leave ---- */

static bool make_lease(struct change *ch)
{
	ch->mail = outbox_lease(&ch->c, &ch->mail_count);
	order_mail(&ch->c, ch->mail, ch->mail_count);
	return true; /* what was dropped or put off is kept, too */
}

static bool make_settle(struct change *ch)
{
	outbox_settle(&ch->c, ch->mail, ch->mail_count);
	return true;
}

static bool is_over(struct jobs *j)
{
	pthread_mutex_lock(&j->guard);
	bool over = j->over;
	pthread_mutex_unlock(&j->guard);
	return over;
}

static void run_delivery(struct jobs *j)
{
	enum { ROUNDS = 20 };
	for (int round = 0; round < ROUNDS; round++) {
		struct change ch = change_new(j, make_lease);
		if (!change_keep(j, &ch) || !ch.mail_count)
			return;
		size_t sent = 0;
		while (sent < ch.mail_count && !is_over(j))
			outbox_send(&j->cfg.outbox, &ch.mail[sent++]);
		struct change settle = change_new(j, make_settle);
		settle.mail = ch.mail;
		settle.mail_count = sent; /* the rest is leased again by whoever comes next */
		change_keep(j, &settle);
		if (sent < ch.mail_count)
			return;
	}
}

static bool due_delivery(struct jobs *j, struct ctx *c)
{
	(void)j;
	return db_int(c->db, sql_app_outbox_due, V(c->now)) > 0;
}

/* ---- the queue before a full menu item ---- */

static bool make_queue(struct change *ch)
{
	menu_queue_tick(&ch->c);
	return true;
}

static void run_queue(struct jobs *j)
{
	struct change ch = change_new(j, make_queue);
	change_keep(j, &ch);
}

static bool due_queue(struct jobs *j, struct ctx *c)
{
	return !atomic_load(&j->suspect) && menu_queue_due(c);
}

/* ---- sweeping ---- */

static bool make_sweep(struct change *ch)
{
	operation_sweep(&ch->c);
	session_sweep(&ch->c);
	token_sweep(&ch->c);
	proposal_sweep(&ch->c);
	audit_sweep(&ch->c);
	return true;
}

static void run_sweep(struct jobs *j)
{
	struct change ch = change_new(j, make_sweep);
	change_keep(j, &ch);
}

/* ---- what the words of past orders tell ---- */

static bool make_propose(struct change *ch)
{
	propose_keep(&ch->c, ch->grams, ch->gram_count);
	return true;
}

/* In small parts: between two of them others write. */
static void run_propose(struct jobs *j)
{
	enum { PART = 200 };
	size_t n = LIMIT_ROWS;
	while (n == LIMIT_ROWS) {
		struct ctx c = look(j);
		struct propose_gram *g = propose_drift(&c, &n);
		for (size_t i = 0; i < n; i += PART) {
			struct change ch = change_new(j, make_propose);
			ch.grams = g + i;
			ch.gram_count = n - i < PART ? n - i : PART;
			if (is_over(j) || !change_keep(j, &ch))
				return;
		}
	}
}

/* ---- what the home page counts ---- */

static bool make_totals(struct change *ch)
{
	order_totals_keep(&ch->c, &ch->totals);
	return true;
}

static void run_totals(struct jobs *j)
{
	struct ctx c = look(j);
	struct change ch = change_new(j, make_totals);
	ch.totals = order_totals_count(&c);
	if (!db_fault(j->reader))
		change_keep(j, &ch);
}

static bool due_always(struct jobs *j, struct ctx *c)
{
	(void)j, (void)c;
	return true;
}

/* ---- papers that end soon ---- */

static bool make_remind(struct change *ch)
{
	return qualification_remind(&ch->c) > 0;
}

static void run_papers(struct jobs *j)
{
	struct change ch = change_new(j, make_remind);
	change_keep(j, &ch);
}

static bool due_papers(struct jobs *j, struct ctx *c)
{
	(void)j;
	return qualification_remind_due(c);
}

/* ---- the table and its loop ---- */

static const struct job {
	const char *name;
	int64_t period, lease; /* seconds */
	bool (*due)(struct jobs *j, struct ctx *c);
	void (*run)(struct jobs *j);
	bool rings; /* the bell rings for it: jobs_wake() */
} table[] = {
	{"orders.clock", 1, 60, due_clock, run_clock, false},
	{"outbox.delivery", 1, 180, due_delivery, run_delivery, true},
	{"propose", 6 * HOUR, 60, due_always, run_propose, false},
	{"orders.totals", MINUTE, 60, due_always, run_totals, false},
	{"menu.queue", MINUTE, 60, due_queue, run_queue, false},
	{"people.papers", HOUR, 60, due_papers, run_papers, false},
	{"sweep", 5 * MINUTE, 60, due_always, run_sweep, false},
};

static bool make_take(struct change *ch)
{
	return job_take(&ch->c, ch->name, ch->number, ch->period);
}

static bool make_done(struct change *ch)
{
	job_done(&ch->c, ch->name, ch->number);
	return true;
}

static void obey(struct jobs *j, const struct job *job)
{
	struct change take = change_new(j, make_take);
	take.name = job->name;
	take.number = job->lease;
	take.period = job->period;
	if (!change_keep(j, &take))
		return;
	job->run(j);
	struct change done = change_new(j, make_done);
	done.name = job->name;
	done.number = clock_now() + job->period;
	change_keep(j, &done);
}

/* All of them at each tick; between, when the bell rang, only what it rings for. */
static void round_of_jobs(struct jobs *j)
{
	bool all = clock_mono_ms() >= j->tick;
	if (all)
		j->tick = clock_mono_ms() + TICK_MS;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (!all && !table[i].rings)
			continue;
		struct ctx c = look(j);
		db_snapshot(j->reader);
		bool due = db_int(c.db, sql_app_job_due, V(table[i].name), V(c.now),
		                  V(c.now + table[i].lease + JOB_SKEW),
		                  V(c.now + table[i].period + JOB_SKEW)) &&
		           table[i].due(j, &c) && !db_fault(j->reader);
		db_end(j->reader);
		if (due)
			obey(j, &table[i]);
	}
	arena_reset(j->mem);
}

bool jobs_clock_stepped(int64_t lag_before, int64_t lag_now)
{
	int64_t step = lag_now - lag_before;
	return step > STEP_SECONDS || step < -STEP_SECONDS;
}

static int64_t clock_lag(void)
{
	return clock_now() - clock_mono_ms() / 1000;
}

static void watch_clock(struct jobs *j)
{
	int64_t lag = clock_lag();
	if (jobs_clock_stepped(j->lag, lag)) {
		char by[32];
		snprintf(by, sizeof by, "%lld", (long long)(lag - j->lag));
		log_line(LOG_ERROR, "clock.step", "seconds", by, "expiry", "stopped", NULL);
		atomic_store(&j->suspect, true);
		j->calm_from = clock_mono_ms();
	} else if (atomic_load(&j->suspect) && clock_mono_ms() >= j->calm_from + CALM_MS) {
		log_line(LOG_WARN, "clock.calm", "expiry", "resumed", NULL);
		atomic_store(&j->suspect, false);
	}
	j->lag = lag;
}

/* Sleeps for a tick or until the bell; false: stop. */
static bool wait(struct jobs *j)
{
	struct timespec at = {j->tick / 1000, j->tick % 1000 * 1000000};
	pthread_mutex_lock(&j->guard);
	while (!j->over && !j->woken)
		if (pthread_cond_timedwait(&j->bell, &j->guard, &at) == ETIMEDOUT)
			break;
	j->woken = false;
	bool go = !j->over;
	pthread_mutex_unlock(&j->guard);
	return go;
}

static void *jobs_loop(void *self)
{
	struct jobs *j = self;
	while (wait(j)) {
		watch_clock(j);
		round_of_jobs(j);
	}
	return NULL;
}

struct jobs *jobs_start(struct arena *mem, struct site *site, const struct jobs_config *cfg,
                        const char **why)
{
	struct jobs *j = ARENA_NEW(mem, struct jobs);
	*j = (struct jobs){
		.site = site, .cfg = *cfg, .lag = clock_lag(), .tick = clock_mono_ms() + TICK_MS};
	j->reader = db_open(cfg->db, DB_READER, why);
	if (!j->reader)
		return NULL;
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&j->bell, &monotonic);
	pthread_mutex_init(&j->guard, NULL);
	j->mem = arena_new();
	if (!pthread_create(&j->thread, NULL, jobs_loop, j))
		return j;
	db_close(j->reader);
	arena_free(j->mem);
	*why = "cannot start a thread";
	return NULL;
}

void jobs_wake(struct jobs *j)
{
	if (!j)
		return;
	pthread_mutex_lock(&j->guard);
	j->woken = true;
	pthread_cond_signal(&j->bell);
	pthread_mutex_unlock(&j->guard);
}

void jobs_stop(struct jobs *j)
{
	if (!j)
		return;
	pthread_mutex_lock(&j->guard);
	j->over = true;
	pthread_cond_signal(&j->bell);
	pthread_mutex_unlock(&j->guard);
	pthread_join(j->thread, NULL);
	db_close(j->reader);
	arena_free(j->mem);
}

bool jobs_clock_suspect(const struct jobs *j)
{
	return atomic_load(&j->suspect);
}
