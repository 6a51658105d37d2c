/* server.h - everything that lives while wudan serves, started in order and stopped in reverse.
 *
 * Start: writer, jobs, control socket, door. Stop: no new connections and what runs is finished, jobs
 * and control socket end, the writer finishes what it took and checkpoints, the door closes. Signals
 * (TERM, INT) are waited for on the main thread and blocked on all others.
 */
#pragma once
#include "app/folder.h"

struct server;

struct server_extra {
	bool demo;           /* every page says 示例数据 */
	void *demo_accounts; /* features/auth/auth.h; NULL: none */
};

/* Takes the folder's database over. NULL: *why says it, and what was started is stopped. */
struct server *server_start(struct folder *f, const struct server_extra *extra, const char **why);
const char *server_origin(const struct server *s);
/* True: TERM or INT asked to stop; HUP, USR1 and USR2 are logged, no more. */
bool server_wait(int timeout_ms);
/* Until a signal asks to stop; stops it. False: it stopped because the disk did not keep what was written,
 * and ends with an error, so that its supervisor starts it anew on what is really there. */
bool server_run(struct server *s);
void server_stop(struct server *s);
void server_block_signals(void); /* before the first thread is made */
