/* pool.h - a few threads for slow work, with a short queue and a reader each.
 *
 * The door has two: one for argon2, one for reads that are too heavy for a loop. They are apart so that
 * neither waits for the other. A fair pool keeps its threads for many: nobody has two at once, and all
 * guests together count as one, so they neither crowd out who is signed in nor does one of these the
 * others. Who is signed in goes first.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;
struct pool;
struct task {
	/* On a thread of the pool. reader NULL: it has waited longer than its config allows. */
	void (*run)(struct task *task, struct db *reader);
	int64_t who; /* a person; 0: a guest. In a pool that is not fair it makes no difference */
	bool alone;  /* of these, a fair pool runs one at a time */
	bool begun;  /* a part of a reply that is on its way: waits its turn, never turned away */
	struct task *next;
	int64_t since_ms;
};
struct pool_config {
	int threads;
	bool fair;
	int room; /* tasks that may wait; in a fair pool, of guests, and as many of the others */
	int own_room; /* in a fair pool, of one person */
	int wait_ms;  /* and for how long, of guests; 0: as long as it takes */
	int own_wait_ms; /* of a person: a clerk whose page renews itself while he clicks waits for himself */
	int nice;        /* how far its threads give way to the others of the process; 0: not */
	const char *url; /* of the database */
};

/* NULL: a reader could not be opened; *why says it. */
struct pool *pool_start(struct arena *a, const struct pool_config *cfg, const char **why);
bool pool_put(struct pool *p, struct task *task); /* false: the queue is full, or it is stopping */
void pool_stop(
	struct pool *p); /* finishes what was taken, refuses more; may be called twice; NULL */

/* The two of a door. jobs: threads for argon2; 0: one. False: as pool_start(). */
struct pools {
	struct pool *slow, *reads;
};
bool pools_start(struct pools *p, struct arena *a, int jobs, const char *url, const char **why);
void pools_stop(struct pools *p);
