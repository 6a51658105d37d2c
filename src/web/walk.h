/* walk.h - the same straight line as serve(), walked on the threads that each room belongs to.
 *
 * Safe requests run here and now on the caller's reader, heavy ones (ROUTE_HEAVY) on the pool for
 * reads, for the person whose session it is (a look at the reader tells) or for the guests. Slow preparation of a change goes to a pool of its own, changes to the writer, and so do the
 * notes that a safe request leaves (a denied look, a session seen again). A read that waited too long,
 * before a loop or in the pool, and one that finds the pool full, is told to come back (503).
 */
#pragma once
#include "store/writer.h"
#include "web/pool.h"
#include "web/req.h"

struct walk {
	struct req *rq;
	struct pools *pools;
	bool late;                       /* it stood in a long line before its loop (web/line.h) */
	void (*suspend)(struct walk *w); /* called before the request leaves this thread */
	void (*resume)(struct walk *w);  /* on any thread: the reply is ready */
	struct write_job job;
	struct task task;
};

/* True: the reply is ready, resume() will not be called. */
bool walk_rooms(struct walk *w, struct db *reader);
