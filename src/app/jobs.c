#include "app/jobs.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/random.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/feature.h"
#include "core/job.h"
#include "core/operation.h"
#include "core/session.h"
#include "core/token.h"
#include "core/unsent.h"
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
	struct job_desk desk; /* first: what a job is given leads back here */
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
	const char *name;      /* of the job */
	int64_t lease, period; /* seconds; or when it is due next */
	struct delivery *mail;
	size_t mail_count;
	bool (*work)(struct ctx *c, void *with); /* of a feature */
	void *with;
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

static bool make_work(struct change *ch)
{
	return ch->work(&ch->c, ch->with);
}

static bool desk_change(struct job_desk *d, bool (*make)(struct ctx *c, void *with), void *with)
{
	struct jobs *j = (struct jobs *)d;
	struct change ch = change_new(j, make_work);
	ch.work = make;
	ch.with = with;
	return change_keep(j, &ch);
}

static bool desk_over(struct job_desk *d)
{
	struct jobs *j = (struct jobs *)d;
	pthread_mutex_lock(&j->guard);
	bool over = j->over;
	pthread_mutex_unlock(&j->guard);
	return over;
}

/* ---- messages that leave ---- */

static bool make_lease(struct change *ch)
{
	ch->mail = outbox_lease(&ch->c, &ch->mail_count);
	feature_mail(&ch->c, ch->mail, ch->mail_count);
	return true; /* what was dropped or put off is kept, too */
}

static bool make_settle(struct change *ch)
{
	outbox_settle(&ch->c, ch->mail, ch->mail_count);
	return true;
}

static void run_delivery(struct ctx *look_at, struct job_desk *d)
{
	struct jobs *j = (struct jobs *)d;
	enum { ROUNDS = 20 };
	(void)look_at;
	for (int round = 0; round < ROUNDS; round++) {
		struct change ch = change_new(j, make_lease);
		if (!change_keep(j, &ch) || !ch.mail_count)
			return;
		size_t sent = 0;
		while (sent < ch.mail_count && !desk_over(d))
			outbox_send(&j->cfg.outbox, &ch.mail[sent++]);
		struct change settle = change_new(j, make_settle);
		settle.mail = ch.mail;
		settle.mail_count = sent; /* the rest is leased again by whoever comes next */
		change_keep(j, &settle);
		if (sent < ch.mail_count)
			return;
	}
}

static bool due_delivery(struct ctx *c)
{
	return db_int(c->db, sql_app_outbox_due, V(c->now)) > 0;
}

/* ---- sweeping ---- */

static bool sweep(struct ctx *c)
{
	operation_sweep(c);
	unsent_sweep(c);
	session_sweep(c);
	token_sweep(c);
	audit_sweep(c);
	return true;
}

/* ---- all of them, and the loop ---- */

static const struct job own[] = {
	{"outbox.delivery", 1, 180, .rings = true, .due = due_delivery, .run = run_delivery},
	{"sweep", 5 * MINUTE, 60, .make = sweep},
	{0},
};

static bool make_take(struct change *ch)
{
	return job_take(&ch->c, ch->name, ch->lease, ch->period);
}

static bool make_done(struct change *ch)
{
	job_done(&ch->c, ch->name, ch->period);
	return true;
}

static bool work_alone(struct ctx *c, void *with)
{
	return ((const struct job *)with)->make(c);
}

static void obey(struct jobs *j, const struct job *job)
{
	struct change take = change_new(j, make_take);
	take.name = job->name;
	take.lease = job->lease;
	take.period = job->period;
	if (!change_keep(j, &take))
		return;
	struct ctx c = look(j);
	if (job->run)
		job->run(&c, &j->desk);
	else
		desk_change(&j->desk, work_alone, (void *)job);
	struct change done = change_new(j, make_done);
	done.name = job->name;
	done.period = clock_now() + job->period;
	change_keep(j, &done);
}

static bool due(struct jobs *j, const struct job *job)
{
	struct ctx c = look(j);
	if (job->calm && atomic_load(&j->suspect))
		return false;
	db_snapshot(j->reader);
	bool is = db_int(c.db, sql_app_job_due, V(job->name), V(c.now),
	                 V(c.now + job->lease + JOB_SKEW), V(c.now + job->period + JOB_SKEW)) &&
	          (!job->due || job->due(&c)) && !db_fault(j->reader);
	db_end(j->reader);
	return is;
}

static void obey_list(struct jobs *j, const struct job *list, bool all)
{
	for (; list && list->name; list++)
		if ((all || list->rings) && due(j, list))
			obey(j, list);
}

/* All of them at each tick; between, when the bell rang, only what it rings for. */
static void round_of_jobs(struct jobs *j)
{
	bool all = clock_mono_ms() >= j->tick;
	if (all)
		j->tick = clock_mono_ms() + TICK_MS;
	for (const struct feature *const *f = feature_all; *f; f++)
		obey_list(j, (*f)->jobs, all);
	obey_list(j, own, all);
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
	*j = (struct jobs){.desk = {desk_change, desk_over},
	                   .site = site,
	                   .cfg = *cfg,
	                   .lag = clock_lag(),
	                   .tick = clock_mono_ms() + TICK_MS};
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
