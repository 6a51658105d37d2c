/* load.h - much asked at once, and how long others wait meanwhile; each in a process of its own.
 *
 * A load is open: its requests are due at a steady rate, whether the ones before were answered or not. A
 * connection has one request under way, so what is due while all are busy is held back, and said. With
 * rate 0 it is closed: each connection asks again when it was answered.
 *
 * Load, probes and server share the cores. The load gives way (nice), for it stands for other machines; what
 * the machine can do is measured with the same load beside it, and what really left is said. The probes go
 * first (which needs root), so that they measure the server's delay and not their own.
 */
#pragma once
#include <stdint.h>
#include <sys/types.h>

enum { LOAD_TIMES = 1 << 18 };

struct times {
	uint32_t us[LOAD_TIMES];
	int count;
};
double times_at(struct times *t, double part); /* milliseconds; 0.99: the 99th percentile */

struct load {
	int port, clients, ms;
	double rate;         /* a second; 0: closed */
	const char *request; /* one HTTP request without a body */
};
struct loaded {
	int sent, held; /* due, but every connection was busy */
	int good, busy; /* 200; 503 */
	int mute;       /* 503 without Retry-After */
	int odd;        /* other answers */
	int broken;     /* ended without one */
	double seconds;
	struct times times; /* of those that were answered 200 */
};
/* Starts it; load_end() waits for it and gives what came of it, to be released by load_free(). */
struct loading {
	pid_t pid;
	void *result;
	size_t size;
};
struct loading load_start(const struct load *l);
struct loaded *load_end(struct loading *l);
void load_free(struct loading *l);

/* Asks once every so often, on a new connection each time; every answer must have this status. */
struct probe {
	int port, ms, every_ms, status;
	const char *request;
};
struct probed {
	int bad;
	struct times times;
};
struct loading probe_start(const struct probe *p);
/* Works instead of asking, and gives way to nobody: how long the machine takes for it meanwhile. */
struct loading work_start(const struct probe *p, void (*work)(void));
struct probed *probe_end(struct loading *l);

/* One request; its status (0: none), the answer from its first line on, and how long it took. */
int load_ask(int port, const char *request, char *into, size_t room, int64_t *us);
