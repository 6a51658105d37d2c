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
	int count, started;
	bool stopping;
	struct task *first;
	struct turn {
		bool busy, late, alone;
		int64_t who;
	} turns[POOL_THREADS]; /* what each thread does; the task may be gone before it knows */
};

static bool too_late(const struct pool *p, const struct task *t)
{
	int most = t->who ? p->cfg.own_wait_ms : p->cfg.wait_ms;
	return most && !t->begun && clock_mono_ms() - t->since_ms > most;
}

/* Whoever waited too long is only told so: that holds nobody up. */
static bool may_run(const struct pool *p, const struct task *t)
{
	if (!p->cfg.fair || too_late(p, t))
		return true;
	for (int i = 0; i < p->cfg.threads; i++)
		if (p->turns[i].busy &&
		    (p->turns[i].who == t->who || (p->turns[i].alone && t->alone)))
			return false;
	return true;
}

/* Where the next task hangs: the oldest one, in a fair pool the oldest of a person before guests. */
static struct task **next_task(struct pool *p)
{
	struct task **guest = NULL;
	for (struct task **at = &p->first; *at; at = &(*at)->next) {
		if (!may_run(p, *at))
			continue;
		if (!p->cfg.fair || (*at)->who)
			return at;
		guest = guest ? guest : at;
	}
	return guest;
}

/* The thread `mine` has done its task and takes another one; NULL: it is stopping and nothing is left. */
static struct task *take(struct pool *p, int mine)
{
	struct task **at, *t = NULL;
	pthread_mutex_lock(&p->lock);
	p->turns[mine] = (struct turn){.busy = false};
	while (!(at = next_task(p)) && (p->first || !p->stopping))
		pthread_cond_wait(&p->more, &p->lock);
	if (at) {
		t = *at;
		*at = t->next;
		bool late = too_late(p, t);
		p->turns[mine] = (struct turn){!late, late, t->alone, t->who};
	}
	if (p->first || p->stopping)
		pthread_cond_broadcast(&p->more); /* what ended may have been in another's way */
	pthread_mutex_unlock(&p->lock);
	return t;
}

static void *work(void *arg)
{
	struct pool *p = arg;
	int mine = __atomic_fetch_add(&p->started, 1, __ATOMIC_RELAXED);
	(void)!nice(p->cfg.nice); /* on Linux, of this thread alone */
	for (struct task *t; (t = take(p, mine));)
		t->run(t, p->turns[mine].late ? NULL : p->readers[mine]);
	return NULL;
}

struct pool *pool_start(struct arena *a, const struct pool_config *cfg, const char **why)
{
	struct pool *p = ARENA_NEW(a, struct pool);
	*p = (struct pool){.cfg = *cfg};
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

/* Where a new task may wait, NULL: there is no room. */
static struct task **room_for(struct pool *p, const struct task *task)
{
	int same = 0, own = 0;
	struct task **at = &p->first;
	for (; *at; at = &(*at)->next) {
		own += (*at)->who == task->who;
		same += !p->cfg.fair || !(*at)->who == !task->who;
	}
	if (task->begun)
		return p->stopping ? NULL : at;
	bool crowds = p->cfg.fair && task->who && own >= p->cfg.own_room;
	return p->stopping || same >= p->cfg.room || crowds ? NULL : at;
}

bool pool_put(struct pool *p, struct task *task)
{
	pthread_mutex_lock(&p->lock);
	struct task **at = room_for(p, task);
	if (at) {
		task->next = NULL;
		task->since_ms = clock_mono_ms();
		*at = task;
		pthread_cond_broadcast(&p->more); /* the one that wakes may have no right to it */
	}
	pthread_mutex_unlock(&p->lock);
	return at;
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
	                                  .fair = true,
	                                  .room = LIMIT_READS,
	                                  .own_room = LIMIT_READS_OF_ONE,
	                                  .wait_ms = LIMIT_READ_MS,
	                                  .own_wait_ms = LIMIT_READ_OWN_MS,
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
