#include "web/sweep.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

enum { GRACE_MS = 10000, SEND_MS = 30000, IDLE_MS = 75000, BEAT_MS = 15000, TICK_MS = 1000 };

struct sweep {
	pthread_mutex_t lock;
	pthread_cond_t stop;
	pthread_t thread;
	bool stopping;
	struct watched *first;
	void (*beat)(void *arg);
	void *arg;
};

/* Bytes the kernel has received on this socket; 0 for a Unix socket, which only a proxy uses. */
static uint64_t received(int fd)
{
	struct tcp_info info = {0};
	socklen_t n = sizeof(info);
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) != 0)
		return 0;
	return info.tcpi_bytes_received;
}

static bool head_late(struct watched *w, int64_t now, int64_t since)
{
	int requests = __atomic_load_n(&w->requests, __ATOMIC_ACQUIRE);
	if (!requests)
		return now - since > GRACE_MS;
	if (w->noted != requests + 1) {
		w->noted = requests + 1;
		w->before = received(w->fd);
		w->begun_ms = 0;
	} else if (!w->begun_ms && received(w->fd) > w->before) {
		w->begun_ms = now;
	}
	return w->begun_ms ? now - w->begun_ms > GRACE_MS : now - since > IDLE_MS;
}

static bool late(struct watched *w, int64_t now)
{
	enum sweep_stage stage = __atomic_load_n(&w->stage, __ATOMIC_ACQUIRE);
	int64_t since = __atomic_load_n(&w->since_ms, __ATOMIC_ACQUIRE), age = now - since;
	int64_t bytes = __atomic_load_n(&w->bytes, __ATOMIC_RELAXED);
	switch (stage) {
	case SWEEP_HEAD: return head_late(w, now, since);
	case SWEEP_BODY: return age > GRACE_MS && bytes < (age - GRACE_MS) * 1024 / 1000;
	case SWEEP_SEND: return age > SEND_MS + bytes * 1000 / 1024;
	default: return false;
	}
}

static void pass(struct sweep *s)
{
	int64_t now = clock_mono_ms();
	pthread_mutex_lock(&s->lock);
	for (struct watched *w = s->first; w; w = w->next)
		if (late(w, now)) {
			shutdown(w->fd, SHUT_RDWR);
			__atomic_store_n(&w->stage, SWEEP_WORK, __ATOMIC_RELEASE);
			log_seldom(LOG_WARN, "connection too slow", NULL);
		}
	pthread_mutex_unlock(&s->lock);
}

static bool rest(struct sweep *s)
{
	int64_t at = clock_mono_us() + TICK_MS * 1000;
	struct timespec until = {.tv_sec = at / 1000000, .tv_nsec = at % 1000000 * 1000};
	pthread_mutex_lock(&s->lock);
	if (!s->stopping)
		pthread_cond_timedwait(&s->stop, &s->lock, &until);
	bool on = !s->stopping;
	pthread_mutex_unlock(&s->lock);
	return on;
}

static void *run(void *arg)
{
	struct sweep *s = arg;
	int64_t beaten = clock_mono_ms();
	while (rest(s)) {
		pass(s);
		if (clock_mono_ms() - beaten < BEAT_MS)
			continue;
		beaten = clock_mono_ms();
		s->beat(s->arg);
	}
	return NULL;
}

struct sweep *sweep_start(struct arena *a, void (*beat)(void *arg), void *arg)
{
	struct sweep *s = ARENA_NEW(a, struct sweep);
	pthread_condattr_t clock;
	s->beat = beat;
	s->arg = arg;
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&s->stop, &clock);
	pthread_condattr_destroy(&clock);
	return pthread_create(&s->thread, NULL, run, s) == 0 ? s : NULL;
}

void sweep_add(struct sweep *s, struct watched *w, int fd)
{
	w->fd = fd;
	w->stage = SWEEP_HEAD;
	w->since_ms = clock_mono_ms();
	pthread_mutex_lock(&s->lock);
	w->next = s->first;
	w->link = &s->first;
	if (w->next)
		w->next->link = &w->next;
	s->first = w;
	pthread_mutex_unlock(&s->lock);
}

void sweep_remove(struct sweep *s, struct watched *w)
{
	pthread_mutex_lock(&s->lock);
	*w->link = w->next;
	if (w->next)
		w->next->link = w->link;
	pthread_mutex_unlock(&s->lock);
}

/* SWEEP_WORK in between, so that the sweeper never holds a new stage against an old time. */
void sweep_enter(struct watched *w, enum sweep_stage stage, int64_t bytes)
{
	__atomic_store_n(&w->stage, SWEEP_WORK, __ATOMIC_RELEASE);
	if (stage == SWEEP_HEAD)
		__atomic_fetch_add(&w->requests, 1, __ATOMIC_RELEASE);
	__atomic_store_n(&w->bytes, bytes, __ATOMIC_RELAXED);
	__atomic_store_n(&w->since_ms, clock_mono_ms(), __ATOMIC_RELEASE);
	__atomic_store_n(&w->stage, stage, __ATOMIC_RELEASE);
}

void sweep_got(struct watched *w, size_t bytes)
{
	__atomic_fetch_add(&w->bytes, (int64_t)bytes, __ATOMIC_RELAXED);
}

void sweep_stop(struct sweep *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_signal(&s->stop);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
}
