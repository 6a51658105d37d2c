/* The one writer: what is kept, what falls alone, and what it never says. */
#include "store_help.h"

#include "base/arena.h"
#include "base/limits.h"
#include "store/writer.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A job that puts one thing, and then does as told. */
struct put {
	struct write_job job; /* first */
	char name[24];
	enum { AGREE, REFUSE, BREAK, SCRIPT, ONCE, HOLD } then;
	const char *script; /* SCRIPT: runs it; ONCE: only in the first run */
	sem_t *entered, *leave;
	int runs;
	atomic_int told;
	enum write_end end;
};

static bool put_run(struct write_job *job, struct db *db)
{
	struct put *p = (struct put *)job;
	p->runs++;
	if (p->then == HOLD) {
		sem_post(p->entered);
		sem_wait(p->leave);
	}
	db_exec(db, q_put, V(p->name), V(p->runs));
	if (p->then == BREAK)
		db_int(db, q_broken);
	if (p->then == SCRIPT || (p->then == ONCE && p->runs == 1))
		db_script(db, p->script);
	return p->then != REFUSE;
}

static void put_after(struct write_job *job, struct db *db)
{
	char name[40];
	snprintf(name, sizeof name, "after %s", ((struct put *)job)->name);
	db_exec(db, q_put, V(name), V(0));
}

static void put_done(struct write_job *job, enum write_end end)
{
	struct put *p = (struct put *)job;
	p->end = end;
	p->told++;
}

static struct put put(const char *name)
{
	struct put p = {.job = {.run = put_run, .done = put_done}};
	snprintf(p.name, sizeof p.name, "%s", name);
	return p;
}

static enum write_end keep(struct writer *w, const char *name)
{
	struct put p = put(name);
	enum write_end end = writer_run(w, &p.job);
	assert_int_equal(p.told, 1);
	assert_int_equal(p.end, end);
	return end;
}

static struct writer *start(struct scratch *s)
{
	scratch_probe(s);
	struct writer *w = writer_start(s->db);
	assert_non_null(w);
	s->db = NULL;
	return w;
}

/* Holds the writer inside a job, so that what is submitted meanwhile becomes one batch. */
struct gate {
	struct put holder;
	sem_t entered, leave;
};

static void gate_close(struct gate *g, struct writer *w)
{
	g->holder = put("holder");
	g->holder.then = HOLD;
	g->holder.entered = &g->entered;
	g->holder.leave = &g->leave;
	sem_init(&g->entered, 0, 0);
	sem_init(&g->leave, 0, 0);
	writer_submit(w, &g->holder.job);
	sem_wait(&g->entered);
}

static void wait_for(struct put *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (int ms = 0; !p[i].told; ms++) {
			assert_true(ms < 20000);
			usleep(1000);
		}
}

/* Submits them as one batch and waits. */
static void run_together(struct writer *w, struct put *p, size_t n)
{
	struct gate g;
	gate_close(&g, w);
	for (size_t i = 0; i < n; i++)
		writer_submit(w, &p[i].job);
	sem_post(&g.leave);
	wait_for(p, n);
	assert_int_equal(g.holder.end, WRITE_KEPT);
}

static void what_is_kept_is_seen_by_readers(struct scratch *s)
{
	struct writer *w = start(s);
	assert_int_equal(keep(w, "a"), WRITE_KEPT);
	assert_int_equal(scratch_count(s), 1);
	assert_true(writer_healthy(w));
	writer_stop(w);
	assert_int_equal(scratch_count(s), 1);
}
ON_BOTH(what_is_kept_is_seen_by_readers)

static void a_refusal_falls_alone_but_for_what_must_survive(struct scratch *s)
{
	struct writer *w = start(s);
	struct put p[5] = {put("a"), put("b"), put("c"), put("d"), put("e")};
	p[1].then = REFUSE;
	p[2].then = REFUSE;
	p[2].job.after = put_after;
	p[3].then = BREAK;
	p[3].job.after = put_after;
	p[4].job.after = put_after; /* nothing was refused, so it does not run */
	run_together(w, p, 5);
	assert_int_equal(p[0].end, WRITE_KEPT);
	assert_int_equal(p[1].end, WRITE_UNDONE);
	assert_int_equal(p[2].end, WRITE_UNDONE);
	assert_int_equal(p[3].end, WRITE_FAILED);
	assert_int_equal(p[4].end, WRITE_KEPT);
	assert_int_equal(scratch_count(s), 4); /* holder, a, after c, e */
	for (int i = 0; i < 5; i++)
		assert_int_equal(p[i].runs, 1);
	struct writer_stats stats = writer_stats(w);
	assert_int_equal(stats.batches, 2);
	assert_int_equal(stats.biggest_batch, 5);
	assert_int_equal(stats.undone, 2);
	assert_int_equal(stats.failed, 1);
	assert_int_equal(stats.jobs, 6);
	writer_stop(w);
}
ON_BOTH(a_refusal_falls_alone_but_for_what_must_survive)

struct crowd {
	struct writer *w;
	int number, kept;
};

static void *submit_many(void *arg)
{
	struct crowd *c = arg;
	for (int i = 0; i < 40; i++) {
		char name[24];
		snprintf(name, sizeof name, "%d/%d", c->number, i);
		c->kept += keep(c->w, name) == WRITE_KEPT;
	}
	return NULL;
}

static void jobs_that_wait_share_one_commit(struct scratch *s)
{
	struct writer *w = start(s);
	struct crowd crowd[12];
	pthread_t threads[12];
	struct gate g;
	gate_close(&g, w);
	for (int i = 0; i < 12; i++) {
		crowd[i] = (struct crowd){.w = w, .number = i};
		pthread_create(&threads[i], NULL, submit_many, &crowd[i]);
	}
	while (writer_stats(w).queue < 12)
		usleep(1000);
	sem_post(&g.leave);
	int kept = 0;
	for (int i = 0; i < 12; i++) {
		pthread_join(threads[i], NULL);
		kept += crowd[i].kept;
	}
	assert_int_equal(kept, 480);
	assert_int_equal(scratch_count(s), 481);
	struct writer_stats stats = writer_stats(w);
	assert_int_equal(stats.jobs, 481);
	assert_true(stats.biggest_batch >= 12);
	assert_true(stats.batches < 481);
	assert_int_equal(stats.queue, 0);
	writer_stop(w);
}
ON_BOTH(jobs_that_wait_share_one_commit)

/* max_page_count makes the database full for one job; the others fit. */
static void a_batch_that_the_engine_drops_is_run_again_job_by_job(struct scratch *s)
{
	db_script(s->db, s->postgres ? "SELECT 1" : "PRAGMA max_page_count = 100");
	struct writer *w = start(s);
	struct put p[3] = {put("a"), put("b"), put("c")};
	p[1].then = SCRIPT;
	p[1].script =
		s->postgres ? "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$"
			    : "UPDATE thing SET bytes = zeroblob(1000000)";
	run_together(w, p, 3);
	assert_int_equal(p[0].end, WRITE_KEPT);
	assert_int_equal(p[1].end, WRITE_FAILED);
	assert_int_equal(p[2].end, WRITE_KEPT);
	assert_int_equal(p[0].runs, 2);
	assert_int_equal(p[1].runs, 2);
	assert_int_equal(scratch_count(s), 3); /* holder, a, c */
	assert_true(writer_healthy(w));
	writer_stop(w);
}
ON_BOTH(a_batch_that_the_engine_drops_is_run_again_job_by_job)

static void a_conflict_is_tried_once_more(struct scratch *s)
{
	struct writer *w = start(s);
	struct put p = put("a");
	p.then = ONCE;
	p.script = "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$";
	assert_int_equal(writer_run(w, &p.job), WRITE_KEPT);
	assert_int_equal(p.runs, 2);
	assert_int_equal(scratch_count(s), 1);
	writer_stop(w);
}
ON_POSTGRES(a_conflict_is_tried_once_more)

static void a_full_disk_keeps_nothing_and_recovers(struct scratch *s)
{
	db_script(s->db, "PRAGMA max_page_count = 400");
	struct writer *w = start(s);
	int64_t kept = 0;
	struct put p = put("");
	p.then = SCRIPT;
	p.script = "UPDATE thing SET bytes = zeroblob(200000) WHERE bytes IS NULL";
	for (int i = 0; i < 20; i++) {
		snprintf(p.name, sizeof p.name, "%d", i);
		if (writer_run(w, &p.job) == WRITE_KEPT)
			kept++;
		else
			assert_int_equal(p.end, WRITE_FAILED);
		assert_int_equal(scratch_count(s), kept);
	}
	assert_in_range(kept, 1, 19);
	assert_false(writer_healthy(w)); /* however often it is asked: there is no room */
	usleep(1200 * 1000);
	assert_false(writer_healthy(w));
	p.then = ONCE;
	p.script = "DELETE FROM thing";
	p.runs = 0;
	snprintf(p.name, sizeof p.name, "last");
	assert_int_equal(writer_run(w, &p.job), WRITE_KEPT);
	assert_true(writer_healthy(w));
	assert_int_equal(keep(w, "again"), WRITE_KEPT);
	writer_stop(w);
}
ON_SQLITE(a_full_disk_keeps_nothing_and_recovers)

/* In a process of its own, since the limit holds for every file. 0: all as promised. */
static int write_past_a_failing_disk(struct scratch *s, const char *pragma)
{
	struct rlimit limit = {16384, 16384};
	db_script(s->db, pragma);
	struct writer *w = writer_start(s->db);
	struct put big = put("big");
	if (keep(w, "a") != WRITE_KEPT)
		return 1;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	big.then = SCRIPT;
	big.script = "UPDATE thing SET bytes = zeroblob(200000)";
	if (writer_run(w, &big.job) != WRITE_FAILED)
		return 2;
	if (writer_healthy(w))
		return 3;
	if (keep(w, "b") != WRITE_REFUSED)
		return 4;
	if (!writer_lost(w))
		return 6;
	struct db *reader = scratch_reader(s);
	db_snapshot(reader);
	if (db_int(reader, q_count) != 1 || db_fault(reader) != DB_FINE)
		return 5;
	return 0;
}

static void in_a_child(struct scratch *s, const char *pragma)
{
	int status;
	pid_t child;
	db_close(s->db);
	s->db = NULL;
	child = fork();
	if (child == 0) {
		const char *why;
		s->db = db_open(s->url, DB_WRITER, &why);
		_exit(s->db ? write_past_a_failing_disk(s, pragma) : 9);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(scratch_count(s), 1);
}

static void after_an_io_error_nothing_is_taken_and_reads_go_on(struct scratch *s)
{
	in_a_child(s, "PRAGMA cache_size = -32768");
}
ON_SQLITE(after_an_io_error_nothing_is_taken_and_reads_go_on)

/* Pages that do not fit the cache are written while the job still runs. */
static void an_io_error_before_the_commit_counts_too(struct scratch *s)
{
	in_a_child(s, "PRAGMA cache_size = 10");
}
ON_SQLITE(an_io_error_before_the_commit_counts_too)

static void a_job_that_waited_too_long_is_refused(struct scratch *s)
{
	struct writer *w = start(s);
	struct put late = put("late");
	struct gate g;
	gate_close(&g, w);
	writer_submit(w, &late.job);
	usleep((LIMIT_QUEUE_MS + 100) * 1000);
	sem_post(&g.leave);
	wait_for(&late, 1);
	assert_int_equal(late.end, WRITE_REFUSED);
	assert_int_equal(late.runs, 0);
	assert_int_equal(writer_stats(w).refused, 1);
	assert_int_equal(keep(w, "a"), WRITE_KEPT);
	writer_stop(w);
}
ON_SQLITE(a_job_that_waited_too_long_is_refused)

static void *stop(void *w)
{
	writer_stop(w);
	return NULL;
}

static void stopping_finishes_what_was_taken_and_refuses_the_rest(struct scratch *s)
{
	struct writer *w = start(s);
	struct put p[3] = {put("a"), put("b"), put("c")};
	struct gate g;
	pthread_t thread;
	gate_close(&g, w);
	for (int i = 0; i < 3; i++)
		writer_submit(w, &p[i].job);
	pthread_create(&thread, NULL, stop, w);
	struct put probe = put("probe");
	while (!probe.told) { /* refused at once as soon as it is stopping */
		usleep(20000);
		probe = put("probe");
		writer_submit(w, &probe.job);
		if (!probe.told)
			break;
	}
	sem_post(&g.leave);
	pthread_join(thread, NULL);
	assert_int_equal(g.holder.end, WRITE_KEPT);
	for (int i = 0; i < 3; i++)
		assert_int_equal(p[i].end, WRITE_REFUSED);
	assert_int_equal(probe.end, WRITE_REFUSED);
	assert_int_equal(scratch_count(s), 1);
}
ON_BOTH(stopping_finishes_what_was_taken_and_refuses_the_rest)

static off_t wal_size(struct scratch *s)
{
	struct stat st;
	char path[160];
	snprintf(path, sizeof path, "%s/scratch.db-wal", s->dir);
	return stat(path, &st) == 0 ? st.st_size : 0;
}

static void the_writer_keeps_the_log_short(struct scratch *s)
{
	struct writer *w = start(s);
	struct put p = put("");
	p.then = SCRIPT;
	p.script = "UPDATE thing SET bytes = zeroblob(1000000) WHERE bytes IS NULL";
	for (int i = 0; i < 40; i++) { /* 40 MB in all */
		snprintf(p.name, sizeof p.name, "%d", i);
		assert_int_equal(writer_run(w, &p.job), WRITE_KEPT);
		assert_true(wal_size(s) < 20000000);
	}
	assert_int_equal(scratch_count(s),
	                 40); /* a reader is open beside it, and does not hinder it */
	writer_stop(w);
	assert_int_equal(wal_size(s), 0);
	assert_int_equal(scratch_count(s), 40);
}
ON_SQLITE(the_writer_keeps_the_log_short)

static const char kill_self[] = "SELECT pg_terminate_backend(pg_backend_pid())";

static void a_connection_lost_before_the_commit_loses_nothing(struct scratch *s)
{
	struct writer *w = start(s);
	struct put p[3] = {put("a"), put("b"), put("c")};
	p[1].then = ONCE;
	p[1].script = kill_self;
	run_together(w, p, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(p[i].end, WRITE_KEPT);
	assert_int_equal(p[1].runs, 2);
	assert_int_equal(scratch_count(s), 4);
	/* Lost while it was idle: nobody notices. */
	db_script(scratch_reader(s),
	          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
	          " WHERE application_name = 'wudan' AND datname = current_database()"
	          " AND pid <> pg_backend_pid()");
	assert_int_equal(keep(w, "d"), WRITE_KEPT);
	assert_int_equal(scratch_count(s), 5);
	writer_stop(w);
}
ON_POSTGRES(a_connection_lost_before_the_commit_loses_nothing)

static const char die_at_commit[] =
	"CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
	" $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN "
	"NULL; END $$;"
	"CREATE CONSTRAINT TRIGGER die AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED"
	" FOR EACH ROW WHEN (NEW.name = 'fatal') EXECUTE FUNCTION die()";

static void a_commit_without_an_answer_is_not_run_again(struct scratch *s)
{
	struct writer *w = start(s);
	struct put first = put("a"), fatal = put("fatal");
	first.then = SCRIPT;
	first.script = die_at_commit;
	assert_int_equal(writer_run(w, &first.job), WRITE_KEPT);
	assert_int_equal(writer_run(w, &fatal.job), WRITE_FAILED);
	assert_int_equal(fatal.runs, 1);
	assert_int_equal(keep(w, "b"), WRITE_KEPT);
	assert_int_equal(scratch_count(s), 2);
	writer_stop(w);
}
ON_POSTGRES(a_commit_without_an_answer_is_not_run_again)

#define LITE(name) cmocka_unit_test(name##_on_sqlite)
#define BIG(name)  cmocka_unit_test(name##_on_postgres)
const struct CMUnitTest writer_tests[] = {
	BOTH(what_is_kept_is_seen_by_readers),
	BOTH(a_refusal_falls_alone_but_for_what_must_survive),
	BOTH(jobs_that_wait_share_one_commit),
	BOTH(a_batch_that_the_engine_drops_is_run_again_job_by_job),
	BIG(a_conflict_is_tried_once_more),
	LITE(a_full_disk_keeps_nothing_and_recovers),
	LITE(after_an_io_error_nothing_is_taken_and_reads_go_on),
	LITE(an_io_error_before_the_commit_counts_too),
	LITE(a_job_that_waited_too_long_is_refused),
	BOTH(stopping_finishes_what_was_taken_and_refuses_the_rest),
	LITE(the_writer_keeps_the_log_short),
	BIG(a_connection_lost_before_the_commit_loses_nothing),
	BIG(a_commit_without_an_answer_is_not_run_again),
};
const size_t writer_tests_count = sizeof writer_tests / sizeof *writer_tests;
