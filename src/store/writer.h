/* writer.h - one writer, group commit.
 *
 * All changes of the program go through ONE thread with ONE connection. It takes every job that
 * waits, runs each inside its own SAVEPOINT, commits once (SQLite: synchronous=FULL), and only then
 * tells the jobs that they are kept. A job that fails rolls back alone. When the whole batch falls
 * (SQLite drops it on FULL, IOERR, NOMEM; PostgreSQL on a deadlock) every job of it is run again
 * alone, once; what still fails is told so and nothing of it is kept. After an I/O error the
 * writer takes no further job until the program is started again; after one of writing or syncing
 * (writer_lost()) nobody knows what reached the disk, so the program ends and is started again.
 *
 * A full disk or a lost connection to PostgreSQL may pass: as long as commits fail, one is tried every
 * second, and writer_healthy() says whether the last one worked.
 *
 * The SQLite writer also checkpoints, since it is the only connection that may.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct db;
struct writer;

enum write_end {
	WRITE_KEPT,   /* committed: durable now */
	WRITE_UNDONE, /* run() refused; its savepoint was rolled back (after() has been committed) */
	/* The database could not keep it; nothing was done. But when the connection to PostgreSQL breaks
	 * or an fsync fails during COMMIT, it may show up after all: its operation id tells. */
	WRITE_FAILED,
	WRITE_REFUSED, /* the queue was too long or too old, or the writer is stopping; never run */
};

struct write_job {
	/* Inside the savepoint; true keeps it. May be called again after a rollback, so it touches only
	 * its own memory and the database. It must not wait for anything. */
	bool (*run)(struct write_job *job, struct db *db);
	/* After a refusal, in a savepoint of its own: rows that survive the refusal. May be NULL. */
	void (*after)(struct write_job *job, struct db *db);
	/* On the writer's thread, after COMMIT. Must be quick: it wakes whoever waits. A refusal may also
	 * come on the submitter's own thread, before writer_submit() returns. May be NULL. */
	void (*done)(struct write_job *job, enum write_end end);
	struct write_job *next;
	int64_t queued_ms;  /* set by writer_submit() */
	enum write_end end; /* the writer's own note */
};

/* Takes over the DB_WRITER connection, also when it answers NULL: no thread. */
struct writer *writer_start(struct db *db);
void writer_submit(struct writer *w, struct write_job *job);
/* Submits and waits: for commands, jobs and tests. */
enum write_end writer_run(struct writer *w, struct write_job *job);
/* Finishes what was taken, refuses the rest, checkpoints, closes; accepts NULL. */
void writer_stop(struct writer *w);

struct writer_stats {
	int64_t jobs, batches, undone, failed, refused, biggest_batch, queue;
};
struct writer_stats writer_stats(const struct writer *w);
bool writer_healthy(const struct writer *w); /* false as long as commits fail: /readyz says so */
bool writer_lost(const struct writer *w);    /* what was written may be gone: end the program */
/* Tries a commit soon, unless that was done in the last 10 s: an idle house learns of a full disk. */
void writer_ask(struct writer *w);
