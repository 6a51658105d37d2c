/* serve.h - a request is a straight line through rooms.
 *
 * serve() is the whole line on one thread: tests and commands use it. web/mhd.c walks the same three
 * pieces on the threads they belong to: serve_enter() on the loop, serve_prepare() on the job
 * thread, serve_work() on the loop (safe methods, a reader's snapshot) or inside the writer (unsafe
 * methods, a savepoint of the group commit), serve_leave() when the transaction has ended.
 */
#pragma once
#include "web/req.h"

struct openapi_tag;
struct writer;
struct throttle;
struct events;

/* What the doors and rooms need; made by app/server.c, one per process. */
struct nav {
	const char *section, *path, *icon, *label, *group; /* group: heading of the desk sidebar */
	enum perm needs;
	bool tab; /* also one of the five tabs on a phone */
};
/* The main doors of staff on a phone; what he may not enter is left out, the rest lies behind 全部. */
enum { NAV_DOORS = 4 };
struct nav_doors {
	enum role role;
	const char *sections[NAV_DOORS];
};
struct site {
	const struct route *const *routes; /* NULL-terminated list of route tables */
	const struct nav *nav;             /* ends with path NULL */
	const struct nav_doors *doors;     /* ends with role 0; NULL: none */
	const struct openapi_tag *tags;    /* of the API document; NULL: none */
	const struct keys *keys;
	struct writer *writer;
	struct events *events;
	struct throttle *throttle;
	const char *origin; /* "http://127.0.0.1:8080": links, Origin check */
	const char *hosts;  /* comma list of allowed Host values */
	const char *node;
	bool secure; /* behind TLS: __Host- cookies, HSTS */
	bool demo;   /* every page says 示例数据 */
	bool quiet;  /* by sheet_quiet() */
	const char *brand, *office;
	const char *
		described; /* the API document, written once (web/openapi.h); NULL: at each asking */
	int64_t started;
	int64_t requests[6]; /* by status class, for /metrics */
	void *demo_accounts; /* demo: one-click sign-in on the start page; NULL otherwise */
	int64_t (*unread)(struct ctx *c); /* messages in the inbox of c->who; NULL: no inbox */
	/* What waits for him behind the entry of the navigation with this section, at most PAGE_WAITS; may
	 * be NULL. */
	int64_t (*waiting)(struct ctx *c, const char *section);
	/* What a place is called, by its code; may be NULL. */
	const char *(*place)(struct ctx *c, const char *code);
	/* Whether the asker may be told that `topic` changed; NULL: everybody of everything. */
	bool (*hears)(struct req *rq, const char *topic);
	void (*wake)(
		struct site *site); /* something waits to be delivered (c->woke); may be NULL */
	/* What the program around it adds to /metrics; may be NULL. */
	void (*metrics)(const struct site *site, struct buf *b);
};

/* rq comes with method, path, query and headers (names in any case), and either `raw` or `body`;
 * c.mem, reply.html.out.mem and site are set, everything else is zero. `db` is a DB_WRITER connection. */
void serve(struct req *rq, struct db *db);

/* Hall: route, host, size, body, throttle, CSRF. False: the reply is ready (an asset, a refusal). */
bool serve_enter(struct req *rq);
/* Who asks, before the gate looks: a person's id, 0: a guest or a session that has ended. */
int64_t serve_person(struct req *rq, struct db *reader);
/* Gate, then the route's prepare(), in a snapshot of its own. False: the reply is ready. */
bool serve_prepare(struct req *rq, struct db *reader);
/* Gate, desk, vault, window. Safe methods: in a snapshot of its own. Unsafe ones: inside a savepoint
 * of the caller; true: keep the changes. May be run again after a rollback. */
bool serve_work(struct req *rq, struct db *db);
bool serve_has_after(const struct req *rq);      /* is there anything for serve_after() to write? */
void serve_after(struct req *rq, struct db *db); /* rows that survive a refusal; in a savepoint */
void serve_unkept(struct req *rq,
                  enum err e);    /* replaces the reply: the commit failed, or there was no time */
void serve_leave(struct req *rq); /* headers, events, counters, log line */
