#include "store/writer.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "gen/store.sql.h"
#include "store/engine.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	BATCH_MOST = 512,  /* jobs of one commit */
	QUEUE_MOST = 8192, /* above it a job is refused at once; LIMIT_QUEUE_MS bounds the rest */
	PROBE_MS = 10000,  /* who asks whether commits work gets an answer no older than that */
	PROBE_AGAIN_MS = 1000, /* while they do not */
	PROBE_BYTES = 262144, /* then as much as a large change: a few free bytes are no recovery */
};

#ifdef FAULT_ACK_BEFORE_COMMIT
/* Planted in no build but that of `tests/torture/run calibrate`: seven batches of eight are answered
 * before they are committed, which tests/torture/kill9.c must find. */
static int fault_batches;
#define db_begin(db)  (db_in_transaction(db) ? (void)0 : (db_begin)(db))
#define db_commit(db) (++fault_batches % 8 ? true : (db_commit)(db))
#endif

struct probe {
	struct write_job job; /* first */
	char filler[PROBE_BYTES + 1];
};

struct writer {
	struct db *db;
	pthread_t thread;
	pthread_mutex_t lock; /* guards the queue and `stopping` */
	pthread_cond_t wake;
	struct write_job *head, **tail;
	bool stopping, asked;      /* asked: for a probe */
	int64_t tried_ms;          /* the last probe */
	atomic_bool healthy, lost; /* for good: no further job; the program should end */
	atomic_bool keeps;         /* the last commit that was tried worked */
	struct probe probe;
	atomic_int_fast64_t jobs, batches, undone, failed, refused, biggest, queue;
};

/* ---- one job ---- */

/* Runs it inside its savepoint. False: the whole transaction has fallen and this job with it. */
static bool try_job(struct db *db, struct write_job *job)
{
	db_savepoint(db);
	bool agreed = job->run(job, db);
	enum db_fault fault = db_fault(db);
	if (fault != DB_FINE && fault != DB_BROKEN)
		return false;
	if (!agreed)
		db_rollback_to(db);
	if (agreed && db_release(db))
		job->end = WRITE_KEPT;
	else
		job->end = agreed || fault == DB_BROKEN ? WRITE_FAILED : WRITE_UNDONE;
	return db_fault(db) == DB_FINE;
}

/* The rows that survive a refusal. */
static bool try_after(struct db *db, struct write_job *job)
{
	db_savepoint(db);
	job->after(job, db);
	enum db_fault fault = db_fault(db);
	if (db_release(db))
		return true;
	job->end = WRITE_FAILED;
	return fault == DB_BROKEN && db_fault(db) == DB_FINE;
}

static bool try_whole(struct db *db, struct write_job *job)
{
	if (!try_job(db, job))
		return false;
	return job->end != WRITE_UNDONE || !job->after || try_after(db, job);
}

/* ---- a batch ---- */

static void fail_all(struct write_job *jobs)
{
	for (struct write_job *j = jobs; j; j = j->next)
		j->end = WRITE_FAILED;
}

static void sicken(struct writer *w, const char *what, const char *error)
{
	w->healthy = false;
	w->lost = w->db->lost;
	log_line(LOG_ERROR, "writer", "stopped_after", what, "error", error, NULL);
}

enum fate { SETTLED, FALLEN, HOPELESS };

/* One transaction with one COMMIT. SETTLED: each job knows its end. FALLEN: nothing was kept, and it is
 * worth another try. HOPELESS: every job has failed and so would the next ones. */
static enum fate run_batch(struct writer *w, struct write_job *jobs)
{
	struct db *db = w->db;
	db_begin(db);
	enum fate fate = db_fault(db) == DB_FINE ? SETTLED : HOPELESS;
	for (struct write_job *j = jobs; j && fate == SETTLED; j = j->next)
		if (!try_whole(db, j))
			fate = FALLEN;
	if (fate == SETTLED && db_commit(db)) {
		w->batches++;
		return SETTLED;
	}
	if (fate == SETTLED)
		fate = db->unsure ? HOPELESS : FALLEN;
	if (db->io_error) { /* also before the COMMIT: a large change is written, and synced, early */
		sicken(w, "write", db_error(db));
		fate = HOPELESS;
	}
	fail_all(jobs);
	db_rollback(db);
	return fate;
}

/* Each job of a fallen batch gets one more chance, in a transaction of its own. The fate of the last. */
static enum fate run_alone(struct writer *w, struct write_job *jobs)
{
	enum fate fate = FALLEN;
	for (struct write_job *j = jobs, *next; j; j = next) {
		next = j->next;
		j->next = NULL;
		if (fate != HOPELESS)
			fate = run_batch(w, j);
		j->next = next;
	}
	return fate;
}

/* ---- does it keep what it is given? ---- */

static void note(struct writer *w, bool kept)
{
	if (w->keeps != kept)
		log_line(kept ? LOG_INFO : LOG_ERROR, "writer", "commits",
		         kept ? "work again" : "fail", NULL);
	w->keeps = kept;
}

static bool probe_run(struct write_job *job, struct db *db)
{
	db_exec(db, sql_probe_write, V((const char *)((struct probe *)job)->filler));
	return true;
}

/* One real commit. A job may change nothing, so that only this tells. */
static void probe(struct writer *w)
{
	size_t size = w->keeps ? 1 : PROBE_BYTES;
	struct probe *p = &w->probe;
	p->job = (struct write_job){.run = probe_run};
	memset(p->filler, 'x', size);
	p->filler[size] = '\0';
	note(w, run_batch(w, &p->job) == SETTLED && p->job.end == WRITE_KEPT);
	pthread_mutex_lock(&w->lock);
	w->tried_ms = clock_mono_ms();
	pthread_mutex_unlock(&w->lock);
}

static void tell(struct writer *w, struct write_job *job)
{
	switch (job->end) {
	case WRITE_UNDONE: w->undone++; break;
	case WRITE_FAILED: w->failed++; break;
	case WRITE_REFUSED: w->refused++; break;
	default: break;
	}
	if (job->done)
		job->done(job, job->end);
}

/* A job may be gone as soon as it was told. */
static void tell_all(struct writer *w, struct write_job *jobs)
{
	for (struct write_job *j = jobs, *next; j; j = next) {
		next = j->next;
		tell(w, j);
	}
}

static void work(struct writer *w, struct write_job *jobs, int count)
{
	w->jobs += count;
	if (count > w->biggest)
		w->biggest = count;
	enum fate fate = run_batch(w, jobs);
	if (fate == FALLEN)
		fate = run_alone(w, jobs);
	if (fate != SETTLED)
		note(w, false);
	else if (!w->keeps)
		probe(w);
	tell_all(w, jobs);
}

/* ---- the queue ---- */

/* Takes jobs off the queue, at most a batch; those that may not run go to *refused. Locked. */
static struct write_job *take(struct writer *w, struct write_job **refused, int *count)
{
	struct write_job *jobs = NULL, **last = &jobs;
	int64_t oldest = clock_mono_ms() - LIMIT_QUEUE_MS;
	*refused = NULL;
	*count = 0;
	while (w->head && *count < BATCH_MOST) {
		struct write_job *j = w->head;
		w->head = j->next;
		w->queue--;
		if (w->stopping || !w->healthy || j->queued_ms < oldest) {
			j->end = WRITE_REFUSED;
			j->next = *refused;
			*refused = j;
			continue;
		}
		j->next = NULL;
		*last = j;
		last = &j->next;
		++*count;
	}
	if (!w->head)
		w->tail = &w->head;
	return jobs;
}

/* Until there is something to do. While commits fail, a probe every second is. Locked. */
static void rest(struct writer *w)
{
	while (!w->head && !w->stopping && !w->asked) {
		int64_t ms = clock_mono_ms() + PROBE_AGAIN_MS;
		struct timespec until = {ms / 1000, ms % 1000 * 1000000};
		if (w->keeps || !w->healthy)
			pthread_cond_wait(&w->wake, &w->lock);
		else if (pthread_cond_timedwait(&w->wake, &w->lock, &until) == ETIMEDOUT)
			w->asked = true;
	}
}

static void *writer_loop(void *arg)
{
	struct writer *w = arg;
	for (bool more = true; more;) {
		struct write_job *refused;
		int count;
		pthread_mutex_lock(&w->lock);
		rest(w);
		bool asked = w->asked;
		w->asked = false;
		struct write_job *jobs = take(w, &refused, &count);
		more = !w->stopping || w->head;
		pthread_mutex_unlock(&w->lock);
		tell_all(w, refused);
		if (jobs)
			work(w, jobs, count);
		else if (asked && more && w->healthy)
			probe(w);
		if (w->healthy && !db_upkeep(w->db, false))
			sicken(w, "checkpoint", "I/O error");
	}
	return NULL;
}

struct writer *writer_start(struct db *db)
{
	struct writer *w = calloc(1, sizeof *w);
	if (!w)
		abort();
	w->db = db;
	w->tail = &w->head;
	w->healthy = w->keeps = true;
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, &monotonic);
	if (pthread_create(&w->thread, NULL, writer_loop, w) == 0)
		return w;
	db_close(db);
	free(w);
	return NULL;
}

void writer_submit(struct writer *w, struct write_job *job)
{
	job->next = NULL;
	job->end = WRITE_REFUSED;
	job->queued_ms = clock_mono_ms();
	pthread_mutex_lock(&w->lock);
	bool taken = !w->stopping && w->healthy && w->queue < QUEUE_MOST;
	if (taken) {
		if (!w->head)
			pthread_cond_signal(&w->wake);
		*w->tail = job;
		w->tail = &job->next;
		w->queue++;
	}
	pthread_mutex_unlock(&w->lock);
	if (!taken)
		tell(w, job);
}

void writer_stop(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_mutex_unlock(&w->lock);
	pthread_cond_signal(&w->wake);
	pthread_join(w->thread, NULL);
	if (w->healthy)
		db_upkeep(w->db, true);
	db_close(w->db);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

/* ---- waiting for one job ---- */

struct waiting {
	struct write_job job; /* first: the writer hands back its address */
	struct write_job *asked;
	pthread_mutex_t lock;
	pthread_cond_t told;
	bool over;
	enum write_end end;
};

static bool wait_run(struct write_job *job, struct db *db)
{
	struct write_job *asked = ((struct waiting *)job)->asked;
	return asked->run(asked, db);
}

static void wait_after(struct write_job *job, struct db *db)
{
	struct write_job *asked = ((struct waiting *)job)->asked;
	asked->after(asked, db);
}

static void wait_done(struct write_job *job, enum write_end end)
{
	struct waiting *x = (struct waiting *)job;
	pthread_mutex_lock(&x->lock);
	x->end = end;
	x->over = true;
	pthread_cond_signal(&x->told);
	pthread_mutex_unlock(&x->lock);
}

enum write_end writer_run(struct writer *w, struct write_job *job)
{
	struct waiting x = {
		.job = {.run = wait_run,
	                .after = job->after ? wait_after : NULL,
	                .done = wait_done},
		.asked = job,
	};
	pthread_mutex_init(&x.lock, NULL);
	pthread_cond_init(&x.told, NULL);
	writer_submit(w, &x.job);
	pthread_mutex_lock(&x.lock);
	while (!x.over)
		pthread_cond_wait(&x.told, &x.lock);
	pthread_mutex_unlock(&x.lock);
	pthread_cond_destroy(&x.told);
	pthread_mutex_destroy(&x.lock);
	job->end = x.end;
	if (job->done)
		job->done(job, x.end);
	return x.end;
}

/* ---- what it did ---- */

struct writer_stats writer_stats(const struct writer *w)
{
	return (struct writer_stats){
		.jobs = w->jobs,
		.batches = w->batches,
		.undone = w->undone,
		.failed = w->failed,
		.refused = w->refused,
		.biggest_batch = w->biggest,
		.queue = w->queue,
	};
}

bool writer_healthy(const struct writer *w)
{
	return w->healthy && w->keeps;
}

bool writer_lost(const struct writer *w)
{
	return w->lost;
}

void writer_ask(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	if (!w->tried_ms || clock_mono_ms() - w->tried_ms >= PROBE_MS) {
		w->asked = true;
		pthread_cond_signal(&w->wake);
	}
	pthread_mutex_unlock(&w->lock);
}
