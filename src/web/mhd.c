#include "web/mhd.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "store/db.h"
#include "web/decode.h"
#include "web/door.h"
#include "web/events.h"
#include "web/line.h"
#include "web/route.h"
#include "web/serve.h"
#include "web/sheet.h"
#include "web/socket.h"
#include "web/sweep.h"
#include "web/walk.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
	LOOPS = 8,
	LINES = 101, /* of a header; more are refused */
	IDLE_S = 60,
	CONNECTION_MEMORY = 32 << 10,
	STREAM_BLOCK = 2048,
};

struct mhd {
	struct MHD_Daemon *daemon;
	struct site *site;
	struct arena *mem;
	const char *trusted, *made; /* made: the Unix socket whose name is ours to remove */
	struct pools pools;
	struct sweep *sweep;
	struct db *readers[LOOPS];
	int loops, loops_seen, port, quiet; /* quiet: listened on until mhd_quiesce() */
	int active;                         /* requests between header and last byte of the reply */
	bool closing;
};

enum stage { STAGE_HEAD, STAGE_BODY, STAGE_READY };

/* One connection, and the request on it. */
struct conn {
	struct watched watched;
	struct walk walk;
	struct mhd *m;
	struct MHD_Connection *mc;
	struct arena *mem;
	struct req *rq;
	struct buf body;
	const char *target;
	enum stage stage;
	bool too_large;
	char peer[SOCKET_PEER];
};

#define CONN_OF(w) ((struct conn *)(void *)((char *)(w)-offsetof(struct conn, walk)))

static bool closing(const struct mhd *m)
{
	return __atomic_load_n(&m->closing, __ATOMIC_ACQUIRE);
}

/* ---- replies ---- */

static enum MHD_Result answer(struct conn *c, struct MHD_Response *r, int status, size_t bytes)
{
	c->stage = STAGE_READY;
	sweep_enter(&c->watched, SWEEP_SEND, (int64_t)bytes);
	enum MHD_Result done = r ? MHD_queue_response(c->mc, (unsigned)status, r) : MHD_NO;
	if (r)
		MHD_destroy_response(r);
	return done;
}

/* What is no request we could understand; the connection ends. `why`: plain English. */
static enum MHD_Result turn_away(struct conn *c, int status, const char *why)
{
	const char *text = door_problem(c->mem, status, why);
	size_t size = strlen(text);
	struct MHD_Response *r = MHD_create_response_from_buffer(size, (void *)(uintptr_t)text,
	                                                         MHD_RESPMEM_PERSISTENT);
	log_seldom(LOG_WARN, "refused at the door", "why", why, NULL);
	__atomic_fetch_add(&c->m->site->requests[status / 100], 1, __ATOMIC_RELAXED);
	if (r) {
		MHD_add_response_header(r, "Content-Type",
		                        "application/problem+json; charset=utf-8");
		MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
		MHD_add_response_header(r, "Cache-Control", "no-store");
		MHD_add_response_header(r, "Connection", "close");
		if (status == 503)
			MHD_add_response_header(r, "Retry-After", "2");
	}
	return answer(c, r, status, size);
}

static void stream_sleep(void *who)
{
	MHD_suspend_connection(((struct conn *)who)->mc);
}

static void stream_wake(void *who)
{
	MHD_resume_connection(((struct conn *)who)->mc);
}

static ssize_t stream_read(void *who, uint64_t at, char *out, size_t room)
{
	struct conn *c = who;
	(void)at;
	if (events_closed(c->rq->reply.stream))
		return MHD_CONTENT_READER_END_OF_STREAM;
	return (ssize_t)events_read(c->rq->reply.stream, out, room);
}

static struct MHD_Response *stream(struct conn *c)
{
	if (c->rq->head) {
		events_leave(c->rq->reply.stream);
		c->rq->reply.stream = NULL;
		return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	}
	events_bind(c->rq->reply.stream, stream_sleep, stream_wake, c);
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, stream_read, c,
	                                         NULL);
}

/* A list that is written as it is read: each part is to be taken in its time, the making of it is ours. */
static ssize_t sheet_taken(void *who, uint64_t at, char *out, size_t room)
{
	struct conn *c = who;
	static const ssize_t ends[] = {0, MHD_CONTENT_READER_END_OF_STREAM,
	                               MHD_CONTENT_READER_END_WITH_ERROR};
	(void)at;
	long n = closing(c->m) ? SHEET_BROKEN : sheet_read(c->rq->reply.sheet, out, room);
	sweep_enter(&c->watched, n > 0 ? SWEEP_SEND : SWEEP_WORK, n > 0 ? n : 0);
	return n > 0 ? n : ends[-n];
}

static struct MHD_Response *sheet(struct conn *c)
{
	struct reply *r = &c->rq->reply;
	const struct sheet_door door = {serve_work, c->m->pools.reads, stream_sleep, stream_wake,
	                                c};
	sheet_bind(r->sheet, &r->html.out, &door);
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, SHEET_BLOCK, sheet_taken, c,
	                                         NULL);
}

static enum MHD_Result reply(struct conn *c)
{
	struct reply *r = &c->rq->reply;
	bool open = r->stream;
	r->close |= closing(c->m) || c->too_large || open;
	serve_leave(c->rq); /* which may pack the body */
	const void *bytes = r->fixed ? r->fixed : buf_str(&r->html.out);
	size_t size = r->fixed ? r->fixed_size : r->html.out.len;
	struct MHD_Response *m = open ? stream(c)
	                         : r->sheet
	                                 ? sheet(c)
	                                 : MHD_create_response_from_buffer(size,
	                                                                   (void *)(uintptr_t)bytes,
	                                                                   MHD_RESPMEM_PERSISTENT);
	for (size_t i = 0; m && i < r->headers.count; i++)
		MHD_add_response_header(m, r->headers.at[i].name, r->headers.at[i].value);
	enum MHD_Result done = answer(c, m, r->status, size);
	if (open)
		sweep_enter(&c->watched, SWEEP_WORK, 0);
	return done;
}

/* ---- the way through the rooms ---- */

static void walk_suspend(struct walk *w)
{
	MHD_suspend_connection(CONN_OF(w)->mc);
}

static void walk_resume(struct walk *w)
{
	MHD_resume_connection(CONN_OF(w)->mc);
}

/* Each loop thread has a reader of its own, taken at its first request. */
static struct db *reader(struct mhd *m)
{
	static _Thread_local int mine = -1;
	if (mine < 0)
		mine = __atomic_fetch_add(&m->loops_seen, 1, __ATOMIC_RELAXED);
	return m->readers[mine % m->loops];
}

static enum MHD_Result begin(struct conn *c)
{
	struct mhd *m = c->m;
	c->stage = STAGE_READY;
	sweep_enter(&c->watched, SWEEP_WORK, 0);
	c->rq->raw = c->body.at;
	c->rq->raw_size = c->too_large ? (size_t)LIMIT_BODY + 1 : c->body.len;
	if (closing(m))
		return turn_away(c, 503, "stopping");
	c->walk = (struct walk){
		c->rq, &m->pools, line_is_long(c->watched.fd), walk_suspend, walk_resume, {0}, {0}};
	return walk_rooms(&c->walk, reader(m)) ? reply(c) : MHD_YES;
}

/* ---- a request comes in ---- */

struct lines {
	struct door_line at[LINES];
	size_t count;
};

static enum MHD_Result add_line(void *arg, enum MHD_ValueKind kind, const char *name,
                                size_t name_size, const char *value, size_t value_size)
{
	struct lines *l = arg;
	(void)kind;
	if (l->count == LINES)
		return MHD_NO;
	l->at[l->count++] = (struct door_line){name, value ? value : name + name_size + 1,
	                                       name_size, value_size};
	return MHD_YES;
}

/* The line that the nearest proxy added, should there be several. */
static const char *forwarded(const struct req *rq)
{
	for (size_t i = rq->headers.count; i-- > 0;)
		if (strcasecmp(rq->headers.at[i].name, "X-Forwarded-For") == 0)
			return rq->headers.at[i].value;
	return NULL;
}

static enum err fill(struct conn *c, const char *method, const struct lines *l)
{
	struct arena *a = c->mem;
	struct req *rq = c->rq = ARENA_NEW(a, struct req);
	size_t n = strcspn(c->target, "?");
	rq->site = c->m->site;
	rq->c.mem = a;
	rq->headers.at = ARENA_ARRAY(a, struct pair, l->count);
	for (size_t i = 0; i < l->count; i++)
		rq->headers.at[rq->headers.count++] = (struct pair){.name = l->at[i].name,
		                                                    .value = l->at[i].value};
	rq->c.source = door_source(a, c->peer, forwarded(rq), c->m->trusted);
	rq->method = method_of(method);
	rq->head = strcmp(method, "HEAD") == 0;
	rq->path = decode_path(a, c->target, n);
	if (!rq->path)
		return ERR_MALFORMED;
	const char *query = c->target[n] ? c->target + n + 1 : "";
	return decode_pairs(a, query, strlen(query), &rq->query);
}

static enum MHD_Result open_request(struct conn *c, const char *method, const char *version)
{
	struct lines l = {.count = 0};
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		c->mc, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	MHD_get_connection_values_n(c->mc, MHD_HEADER_KIND, add_line, &l);
	struct door_head head = {
		method, c->target, version, version, l.at, l.count, info ? info->header_size : 0};
	struct door_verdict v = door_check(&head);
	__atomic_fetch_add(&c->m->active, 1, __ATOMIC_RELAXED);
	if (!v.status && !door_plain(&head))
		v = (struct door_verdict){.status = 400, .why = "header not plain"};
	if (!v.status && closing(c->m))
		v = (struct door_verdict){.status = 503, .why = "stopping"};
	if (!v.status && fill(c, method, &l) != OK)
		v = (struct door_verdict){.status = 400, .why = "target"};
	if (v.status)
		return turn_away(c, v.status, v.why);
	c->stage = STAGE_BODY;
	c->body = BUF(c->mem);
	sweep_enter(&c->watched, v.body ? SWEEP_BODY : SWEEP_WORK, 0);
	return MHD_YES;
}

static void take_body(struct conn *c, const char *bytes, size_t n)
{
	sweep_got(&c->watched, n);
	c->too_large |= n > (size_t)LIMIT_BODY - c->body.len;
	if (!c->too_large)
		buf_add(&c->body, bytes, n);
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *mc, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *n, void **state)
{
	struct conn *c = *state;
	(void)arg;
	(void)mc;
	(void)url;
	if (!c)
		return MHD_NO;
	if (c->stage == STAGE_HEAD)
		return open_request(c, method, version);
	if (*n) {
		take_body(c, bytes, *n);
		*n = 0;
		return MHD_YES;
	}
	if (c->stage == STAGE_BODY)
		return begin(c);
	return reply(c);
}

/* The raw target; what is returned becomes *state above. The library would keep each parameter in the
 * connection's memory and hang up when that is used up: its copy ends at the question mark. */
static void *on_target(void *arg, const char *target, struct MHD_Connection *mc)
{
	(void)arg;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		mc, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct conn *c = info ? info->socket_context : NULL;
	if (!c)
		return NULL;
	c->target = arena_strdup(c->mem, target);
	char *query = strchr((char *)(uintptr_t)target, '?');
	if (query)
		query[1] = '\0';
	return c;
}

static void on_completed(void *arg, struct MHD_Connection *mc, void **state,
                         enum MHD_RequestTerminationCode how)
{
	struct conn *c = *state;
	(void)arg;
	(void)mc;
	(void)how;
	if (!c)
		return;
	if (c->rq) {
		events_leave(c->rq->reply.stream);
		sheet_leave(c->rq->sheet);
	}
	if (c->stage != STAGE_HEAD)
		__atomic_fetch_sub(&c->m->active, 1, __ATOMIC_RELAXED);
	c->rq = NULL;
	c->target = NULL;
	c->stage = STAGE_HEAD;
	c->too_large = false;
	c->body = (struct buf){0};
	arena_reset(c->mem);
	sweep_enter(&c->watched, SWEEP_HEAD, 0);
}

/* ---- connections ---- */

static void on_connection(void *arg, struct MHD_Connection *mc, void **state,
                          enum MHD_ConnectionNotificationCode what)
{
	struct mhd *m = arg;
	struct conn *c = *state;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(
			mc, MHD_CONNECTION_INFO_CONNECTION_FD);
		*state = c = calloc(1, sizeof(*c));
		if (!c)
			return; /* on_request() then ends the connection */
		c->m = m;
		c->mc = mc;
		c->mem = arena_new();
		socket_peer(info->connect_fd, c->peer);
		sweep_add(m->sweep, &c->watched, info->connect_fd);
	} else if (c) {
		sweep_remove(m->sweep, &c->watched);
		arena_free(c->mem);
		free(c);
		*state = NULL;
	}
}

static void on_log(void *arg, const char *fmt, va_list args)
{
	char text[200];
	(void)arg;
	vsnprintf(text, sizeof(text), fmt, args);
	log_seldom(LOG_WARN, "libmicrohttpd", "text", text, NULL);
}

/* Percent signs are decoded by web/decode.c, once. */
static size_t on_unescape(void *arg, struct MHD_Connection *mc, char *text)
{
	(void)arg;
	(void)mc;
	return strlen(text);
}

/* ---- start and stop ---- */

static void on_beat(void *arg)
{
	struct mhd *m = arg;
	if (m->site->events)
		events_beat(m->site->events);
}

static struct MHD_Daemon *start_daemon(struct mhd *m, int fd, int per_ip)
{
	const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG |
	                       MHD_ALLOW_SUSPEND_RESUME;
	per_ip = per_ip ? per_ip : m->trusted ? LIMIT_CONNECTIONS : LIMIT_CONNECTIONS_PER_IP;
	return MHD_start_daemon(
		flags, 0, NULL, NULL, on_request, m, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)m->loops,
		MHD_OPTION_CONNECTION_LIMIT, socket_limit(), MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		(unsigned)per_ip, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_NOTIFY_CONNECTION, on_connection, m,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, m, MHD_OPTION_URI_LOG_CALLBACK,
		on_target, m, MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, NULL, MHD_OPTION_END);
}

static bool open_readers(struct mhd *m, const char *url, const char **why)
{
	for (int i = 0; i < m->loops; i++)
		if (!(m->readers[i] = db_open(url, DB_READER, why)))
			return false;
	return true;
}

struct mhd *mhd_start(struct site *site, const struct mhd_config *cfg, const char **why)
{
	struct arena *a = arena_new();
	struct mhd *m = ARENA_NEW(a, struct mhd);
	*m = (struct mhd){.site = site, .mem = a, .trusted = cfg->trusted, .quiet = -1};
	m->loops = cfg->loops > 1 && cfg->loops <= LOOPS ? cfg->loops : 2;
	int fd = socket_listen(cfg->listen, cfg->socket_mode ? cfg->socket_mode : 0660, why);
	m->made = fd >= 0 ? arena_strdup(a, cfg->listen) : NULL;
	if (fd < 0 || !open_readers(m, cfg->db, why) ||
	    !pools_start(&m->pools, a, cfg->jobs, cfg->db, why))
		goto out;
	m->port = socket_port(fd);
	if (site->events)
		events_seats(site->events, socket_limit() / 4);
	*why = "no thread for the door";
	m->sweep = sweep_start(a, on_beat, m);
	if (m->sweep && (m->daemon = start_daemon(m, fd, cfg->per_ip)))
		return m;
out:
	if (fd >= 0)
		close(fd);
	mhd_stop(m);
	return NULL;
}

int mhd_port(const struct mhd *m)
{
	return m->port;
}

static void remove_name(struct mhd *m)
{
	if (m->made)
		socket_remove(m->made);
	m->made = NULL;
}

void mhd_quiesce(struct mhd *m, int wait_ms)
{
	int64_t until = clock_mono_ms() + wait_ms;
	remove_name(m);
	/* No more callers; closed when the threads that take it out of their epoll sets have ended. */
	m->quiet = MHD_quiesce_daemon(m->daemon);
	shutdown(m->quiet, SHUT_RDWR);
	__atomic_store_n(&m->closing, true, __ATOMIC_RELEASE);
	if (m->site->events)
		events_close(m->site->events);
	while (__atomic_load_n(&m->active, __ATOMIC_RELAXED) > 0 && clock_mono_ms() < until)
		usleep(5000);
	sheet_quiet(m->site);
	pools_stop(&m->pools);
}

void mhd_stop(struct mhd *m)
{
	if (!m)
		return;
	if (m->daemon)
		MHD_stop_daemon(m->daemon);
	close(m->quiet);
	sweep_stop(m->sweep);
	pools_stop(&m->pools);
	for (int i = 0; i < m->loops; i++)
		db_close(m->readers[i]);
	remove_name(m);
	arena_free(m->mem);
}
