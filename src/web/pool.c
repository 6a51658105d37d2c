#include "web/pool.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "store/db.h"

#include <pthread.h>
#include <unistd.h>

enum {
	POOL_THREADS = 8,
	SLOW_ROOM = 64,
	READ_THREADS = 2,
	READ_NICE = 5, /* loops, writer and argon2 go first */
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t more;
	pthread_t threads[POOL_THREADS];
	struct db *readers[POOL_THREADS];
	struct pool_config cfg;
	int count, started, waiting;
	bool stopping;
	struct task *first, **last;
};

static struct task *take(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	while (!p->first && !p->stopping)
		pthread_cond_wait(&p->more, &p->lock);
	struct task *t = p->first;
	if (t) {
		p->first = t->next;
		p->waiting--;
		if (!p->first)
			p->last = &p->first;
	}
	pthread_mutex_unlock(&p->lock);
	return t;
}

static bool too_late(const struct pool *p, const struct task *t)
{
	return p->cfg.wait_ms && clock_mono_ms() - t->since_ms > p->cfg.wait_ms;
}

static void *work(void *arg)
{
	struct pool *p = arg;
	int mine = __atomic_fetch_add(&p->started, 1, __ATOMIC_RELAXED);
	(void)!nice(p->cfg.nice); /* on Linux, of this thread alone */
	for (struct task *t; (t = take(p));)
		t->run(t, too_late(p, t) ? NULL : p->readers[mine]);
	return NULL;
}

struct pool *pool_start(struct arena *a, const struct pool_config *cfg, const char **why)
{
	struct pool *p = ARENA_NEW(a, struct pool);
	*p = (struct pool){.cfg = *cfg};
	p->last = &p->first;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->more, NULL);
	int threads = cfg->threads > POOL_THREADS ? POOL_THREADS : cfg->threads;
	for (int i = 0; i < threads; i++)
		if (!(p->readers[i] = db_open(cfg->url, DB_READER, why)))
			goto out;
	for (int i = 0; i < threads; i++, p->count++)
		if (pthread_create(&p->threads[i], NULL, work, p) != 0) {
			*why = "no thread for slow work";
			goto out;
		}
	return p;
out:
	pool_stop(p);
	return NULL;
}

bool pool_put(struct pool *p, struct task *task)
{
	pthread_mutex_lock(&p->lock);
	bool taken = !p->stopping && p->waiting < p->cfg.room;
	if (taken) {
		task->next = NULL;
		task->since_ms = clock_mono_ms();
		*p->last = task;
		p->last = &task->next;
		p->waiting++;
		pthread_cond_signal(&p->more);
	}
	pthread_mutex_unlock(&p->lock);
	return taken;
}

void pool_stop(struct pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->count; i++)
		pthread_join(p->threads[i], NULL);
	p->count = 0;
	for (int i = 0; i < POOL_THREADS; i++) {
		db_close(p->readers[i]);
		p->readers[i] = NULL;
	}
}

bool pools_start(struct pools *p, struct arena *a, int jobs, const char *url, const char **why)
{
	const struct pool_config slow = {
		.threads = jobs > 0 ? jobs : 1, .room = SLOW_ROOM, .url = url};
	const struct pool_config reads = {.threads = READ_THREADS,
	                                  .room = LIMIT_READS,
	                                  .wait_ms = LIMIT_READ_MS,
	                                  .nice = READ_NICE,
	                                  .url = url};
	p->slow = pool_start(a, &slow, why);
	p->reads = p->slow ? pool_start(a, &reads, why) : NULL;
	return p->reads;
}

void pools_stop(struct pools *p)
{
	pool_stop(p->slow);
	pool_stop(p->reads);
}
