/* pool.h - a few threads for slow work (argon2, decoding), with a short queue and a reader each. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct db;
struct pool;
struct task {
	void (*run)(struct task *task, struct db *reader);
	struct task *next;
};

/* NULL: a reader could not be opened; *why says it. */
struct pool *pool_start(struct arena *a, int threads, int room, const char *url, const char **why);
bool pool_put(struct pool *p, struct task *task); /* false: the queue is full, or it is stopping */
void pool_stop(
	struct pool *p); /* finishes what was taken, refuses more; may be called twice; NULL */
