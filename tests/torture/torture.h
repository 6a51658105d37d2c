/* torture.h - what the torture programs share: a server to start and kill, callers that speak HTTP over
 * plain sockets, and the sample accounts.
 *
 * A caller keeps its connection and opens it anew when it is gone. An answer that did not arrive whole
 * is UNKNOWN (status 0): the server may have kept the change or not. Programs print "ok …" or
 * "not ok …" per finding and end with torture_closing().
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* ---- findings ---- */
void torture_check(bool good, const char *format, ...) __attribute__((format(printf, 2, 3)));
int torture_closing(void); /* prints "N passed, N failed"; the exit code */
_Noreturn void torture_die(const char *format, ...) __attribute__((format(printf, 1, 2)));
int64_t torture_now_us(void); /* monotonic */
/* The same seed, the same numbers: 0 … below-1. */
uint32_t torture_random(uint64_t *seed, uint32_t below);

/* ---- the server: WUDAN of the environment, on a data folder ---- */
struct server {
	const char *dir; /* data folder */
	int port;
	pid_t pid;                   /* 0: not running */
	const char *people, *orders; /* of the demonstration; NULL: 300 and 100 */
};
void server_spawn(struct server *s, const char *command); /* "demo" or "serve"; does not wait */
bool server_ready(struct server *s, int timeout_ms);      /* /readyz answered 200 */
void server_kill(struct server *s);                       /* SIGKILL, and reaps it */
bool server_stop(struct server *s);                       /* SIGTERM; true: it ended with 0 */
int server_run(const char *dir, const char *words); /* `wudan WORDS --data DIR`; its exit code */

/* ---- accounts of DIR/demo-accounts.json ---- */
struct account {
	char role[24], team[40], token[64], phone[16], password[64];
};
size_t account_all(const char *dir, struct account *into, size_t room);
const char *account_token(const char *dir, const char *role); /* the first of the role */

/* ---- callers ---- */
enum { ANSWER_ROOM = 1 << 17 };
struct caller {
	int port, fd; /* fd -1: not connected */
	int status;   /* 0: unknown */
	size_t size;
	char body[ANSWER_ROOM];
};
struct caller *caller_new(int port);
void caller_free(struct caller *c);
bool caller_connect(struct caller *c); /* in advance, for races */
/* path below /api/v1; key and json may be NULL. Returns c->status. */
int caller_ask(struct caller *c, const char *method, const char *path, const char *token,
               const char *key, const char *json);
/* The text of a member of the last body; "" when absent (static per thread). */
const char *caller_get(const struct caller *c, const char *member);
