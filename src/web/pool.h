/* pool.h - a few threads for slow work, with a short queue and a reader each.
 *
 * The door has two: one for argon2, one for reads that are too heavy for a loop. They are apart so that
 * neither waits for the other.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;
struct pool;
struct task {
	/* On a thread of the pool. reader NULL: it has waited longer than pool_config.wait_ms. */
	void (*run)(struct task *task, struct db *reader);
	struct task *next;
	int64_t since_ms;
};
struct pool_config {
	int threads;
	int room;        /* tasks that may wait */
	int wait_ms;     /* and for how long; 0: as long as it takes */
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
