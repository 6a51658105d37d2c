/* ctx.h - the desk a request works at: every domain function takes it first.
 *
 * It holds the request's memory, its transaction, who asks and when. A domain function says no with
 * `return ctx_refuse(c, …)`; what it changed is then rolled back by the one who opened the
 * transaction. Rows that must survive a refusal (a failed sign-in, a spent code) go to ctx_keep().
 */
#pragma once
#include "base/err.h"
#include "store/db.h"

struct actor;
struct keys;
struct arena;

enum { CTX_PROBLEMS = 32, CTX_TOPICS = 40 };
struct problem {
	const char *field;   /* NULL: the whole request */
	const char *message; /* Chinese sentence */
};
struct kept;

struct ctx {
	struct arena *mem;       /* lives until the reply is sent */
	struct db *db;           /* inside this request's snapshot or savepoint */
	const struct actor *who; /* never NULL; actor_guest when nobody is signed in */
	int64_t now;             /* seconds UTC, one reading per request */
	int64_t steady;          /* clock_steady() at that time: for waits of requests */
	const struct keys *keys; /* core/crypto.h */
	const char *request;     /* id of the request, for the audit entry and the log */
	const char *source;      /* network address it came from; NULL: the program itself */
	const char *node;        /* name of this process among several, "" when alone */
	struct problem problems[CTX_PROBLEMS];
	int problem_count;
	const char *state; /* with ERR_STATE and ERR_LOST: the word of the present state */
	struct kept *kept;
	bool whole;  /* one record for a program: a part of it that cannot be read fails it all */
	bool unread; /* a seal did not open (core/sealed.h): the request ends with ERR_SEALED */
	bool woke;   /* set by outbox_add(): there is something to deliver after the commit */
	const char *topics[CTX_TOPICS]; /* by ctx_touch(): pages to be told after the commit */
	int topic_count;
};

/* Returns `e`, with the sentence (printf) for `field`; several fields may be refused one by one. */
enum err ctx_refuse(struct ctx *c, enum err e, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Why it was refused: the sentence about the whole, else the first one; NULL: none was said. */
const char *ctx_refusal(const struct ctx *c);

/* Queues a statement that serve() runs in its own savepoint if (and only if) the request is refused. */
#define ctx_keep(c, sql, ...) ctx_keep_values(c, &(sql), VALUES(__VA_ARGS__))
void ctx_keep_values(struct ctx *c, const struct sql *sql, const struct val *v);
void ctx_run_kept(struct ctx *c);
/* Forgets problems, kept rows, topics and the wake-up: before the same request is run again. */
void ctx_rewind(struct ctx *c);

/* A part of the work that may be refused without the whole: what it changed, said and touched is gone then.
 * Between the two no return. False: the database failed, and with it the request. */
struct ctx_part {
	int problems, topics;
	const char *state;
};
struct ctx_part ctx_part(struct ctx *c);
bool ctx_part_end(struct ctx *c, struct ctx_part before, bool done);

/* Pages subscribed to `topic` ("order:UID", "desk:430421100") are told after the commit. At most
 * CTX_TOPICS different ones; further ones are dropped. */
void ctx_touch(struct ctx *c, const char *topic);

/* Where it came from, as tries are counted: one household or office. An IPv4 address, or the /64 of an
 * IPv6 one; "": the program itself. */
const char *ctx_network(const struct ctx *c);
