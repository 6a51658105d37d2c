/* sweep.h - ends connections that take too long over a part of a request.
 *
 * The library's timeout counts idle time only, so one byte every two seconds holds a connection for
 * ever. Once a second the sweeper looks at each connection: the whole header within 10 s of its first
 * byte (of the connection, for the first request), a body at 1 KiB/s after 10 s, the reply taken at
 * 1 KiB/s after 30 s. It only shuts the socket down; the door then sees the end and cleans up.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct sweep;

enum sweep_stage { SWEEP_HEAD, SWEEP_BODY, SWEEP_WORK, SWEEP_SEND };
struct watched {
	int fd;
	/* Written by the connection's own thread, read by the sweeper (atomically). */
	enum sweep_stage stage;
	int64_t since_ms;
	int64_t bytes; /* of the body so far; of the reply */
	int requests;  /* whole ones it has had */
	/* The sweeper's own notes on a header that is waited for. */
	int noted;        /* `requests` when they were made, + 1; 0: none yet */
	uint64_t before;  /* bytes the socket had received then */
	int64_t begun_ms; /* when it saw the first bytes of the header; 0: none yet */
	struct watched *next, **link;
};

/* beat(arg) is called about every 15 s. */
struct sweep *sweep_start(struct arena *a, void (*beat)(void *arg), void *arg);
void sweep_add(struct sweep *s, struct watched *w, int fd);
void sweep_remove(struct sweep *s, struct watched *w);
void sweep_enter(struct watched *w, enum sweep_stage stage, int64_t bytes);
void sweep_got(struct watched *w, size_t bytes); /* more of the body */
void sweep_stop(struct sweep *s);                /* accepts NULL */
