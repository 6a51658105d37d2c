#include "web/ops.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "store/writer.h"
#include "web/cookie.h"
#include "web/decode.h"
#include "web/events.h"
#include "web/openapi.h"
#include "web/serve.h"

#include <stdlib.h>
#include <string.h>

#ifndef WUDAN_VERSION
#define WUDAN_VERSION "0"
#endif

static struct buf *plain(struct req *rq, int status)
{
	rq->reply.status = status;
	rq->reply.type = "text/plain; charset=utf-8";
	return &rq->reply.html.out;
}

static enum err healthz(struct req *rq)
{
	buf_text(plain(rq, 200), "ok\n");
	return OK;
}

/* Reads work (we are inside a snapshot) and the writer keeps what it is given. */
static enum err readyz(struct req *rq)
{
	const struct site *s = rq->site;
	if (s->writer)
		writer_ask(s->writer);
	bool good = db_fault(rq->c.db) == DB_FINE && (!s->writer || writer_healthy(s->writer));
	buf_text(plain(rq, good ? 200 : 503), good ? "ready\n" : "not ready\n");
	return OK;
}

static void gauge(struct buf *b, const char *name, const char *kind, const char *help, int64_t n)
{
	buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help, name, kind, name,
	           (long long)n);
}

static void writer_metrics(struct buf *b, const struct writer *w)
{
	struct writer_stats s = writer_stats(w);
	gauge(b, "wudan_writer_jobs_total", "counter", "Changes given to the writer.", s.jobs);
	gauge(b, "wudan_writer_batches_total", "counter", "Commits.", s.batches);
	gauge(b, "wudan_writer_undone_total", "counter", "Changes rolled back.", s.undone);
	gauge(b, "wudan_writer_failed_total", "counter", "Changes that could not be kept.",
	      s.failed);
	gauge(b, "wudan_writer_refused_total", "counter", "Changes refused unrun.", s.refused);
	gauge(b, "wudan_writer_biggest_batch", "gauge", "Most changes in a commit.",
	      s.biggest_batch);
	gauge(b, "wudan_writer_queue", "gauge", "Changes that wait.", s.queue);
	gauge(b, "wudan_writer_healthy", "gauge", "1: commits work.", writer_healthy(w));
}

static bool local(const char *source)
{
	return !source || strcmp(source, "127.0.0.1") == 0 || strcmp(source, "::1") == 0 ||
	       strcmp(source, "unix") == 0;
}

static enum err metrics(struct req *rq)
{
	const struct site *s = rq->site;
	if (!local(rq->c.source))
		return ERR_MISSING; /* figures are for the machine's own collector */
	struct buf *b = plain(rq, 200);
	rq->reply.type = "text/plain; version=0.0.4; charset=utf-8";
	buf_text(b, "# HELP wudan_requests_total Replies by status class.\n"
	            "# TYPE wudan_requests_total counter\n");
	for (int i = 1; i <= 5; i++)
		buf_printf(b, "wudan_requests_total{class=\"%dxx\"} %lld\n", i,
		           (long long)__atomic_load_n(&s->requests[i], __ATOMIC_RELAXED));
	gauge(b, "wudan_uptime_seconds", "gauge", "Since the program started.",
	      rq->c.now - s->started);
	if (s->writer)
		writer_metrics(b, s->writer);
	if (s->events)
		gauge(b, "wudan_event_streams", "gauge", "Pages that listen.",
		      events_count(s->events));
	if (s->metrics)
		s->metrics(s, b);
	return OK;
}

struct ask {
	const char *topic;
	int64_t since;
};
static const struct field ask_fields[] = {
	FIELD(struct ask, topic, .max = 600, .required = true,
              .doc = "up to 8 topics, separated by commas"),
	FIELD(struct ask, since, .doc = "the version the page was printed at"),
	{0},
};

/* Whoever may not see a thing is not told when it changes; that it exists, neither. */
static enum err hears(struct req *rq, const char *topics)
{
	const char **t = text_split(rq->c.mem, topics, ",");
	for (int i = 0; rq->site->hears && t[i] && i < EVENT_TOPICS; i++) /* more are malformed */
		if (!rq->site->hears(rq, t[i]))
			return refuse(rq, ERR_MISSING, NULL, "没有这个主题，或者您不能听。");
	return OK;
}

/* A person, else the network he comes from: behind a proxy many have one address, and no guest is to take the
 * connections of all. */
static const char *listener(struct req *rq)
{
	return rq->c.who->id ? arena_printf(rq->c.mem, "person %lld", (long long)rq->c.who->id)
	                     : ctx_network(&rq->c);
}

static enum err listen(struct req *rq)
{
	struct events *ev = rq->site->events;
	const char *last = req_header(rq, "Last-Event-ID");
	struct ask ask = {.since = -1};
	bool full;
	if (!ev)
		return ERR_MISSING;
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	uint64_t since = last            ? strtoull(last, NULL, 10)
	                 : ask.since < 0 ? events_now(ev)
	                                 : (uint64_t)ask.since;
	if (hears(rq, ask.topic) != OK)
		return ERR_MISSING;
	rq->reply.stream = events_join(ev, ask.topic, since, listener(rq), &full);
	if (!rq->reply.stream && full)
		rq->reply.retry_after = 30;
	if (!rq->reply.stream)
		return full ? refuse(rq, ERR_BUSY, NULL,
		                     "现在同时开着的页面太多了，请过一会儿再试。")
		            : refuse(rq, ERR_INVALID, "topic", "主题的写法不对");
	rq->reply.status = 200;
	rq->reply.type = "text/event-stream";
	return OK;
}

static enum err describe(struct req *rq)
{
	rq->reply.status = 200;
	rq->reply.type = "application/json; charset=utf-8";
	if (rq->site->described) {
		rq->reply.fixed = rq->site->described;
		rq->reply.fixed_size = strlen(rq->site->described);
	} else {
		openapi_write(&rq->reply.html.out, rq->site->routes, rq->site->tags, WUDAN_VERSION);
	}
	return OK;
}

/* ---- how the pages look to this reader ---- */

struct look {
	const char *mode, *fs, *theme, *next;
};
static const struct field look_fields[] = {
	FIELD(struct look, mode, .max = 20, .doc = "standard or elder"),
	FIELD(struct look, fs, .max = 20, .doc = "size of the text: empty, 2, 3 or 4"),
	FIELD(struct look, theme, .max = 20, .doc = "light, dark or auto"),
	FIELD(struct look, next, .max = 1024, .doc = "local path to go back to"),
	{0},
};

static void remember(struct req *rq, const char *name, const char *const *words)
{
	const char *value = req_body(rq, name);
	if (value && field_word(words, value) >= 0)
		reply_cookie(rq, name, value, *value ? 365 * DAY : -1);
}

static enum err look(struct req *rq)
{
	struct look v = {0};
	if (req_read(rq, look_fields, &v) != OK)
		return ERR_INVALID;
	remember(rq, "mode", cookie_modes);
	remember(rq, "fs", cookie_sizes);
	remember(rq, "theme", cookie_themes);
	return done(rq, OK, req_local(v.next) ? v.next : "/");
}

const struct route ops_routes[] = {
	{GET, "/healthz", healthz, PERM_PUBLIC, "the program runs",
         .flags = ROUTE_PAGE | ROUTE_RAW | ROUTE_ALWAYS},
	{GET, "/readyz", readyz, PERM_PUBLIC, "reads and writes work",
         .flags = ROUTE_PAGE | ROUTE_RAW | ROUTE_ALWAYS},
	{GET, "/metrics", metrics, PERM_PUBLIC, "figures for Prometheus, to this machine only",
         .flags = ROUTE_PAGE | ROUTE_RAW | ROUTE_ALWAYS},
	{GET, "/events", listen, PERM_PUBLIC, "server-sent events: topic and version, nothing else",
         .asks = ask_fields, .flags = ROUTE_PAGE | ROUTE_RAW | ROUTE_ALWAYS},
	{POST, "/view", look, PERM_PUBLIC, "elder mode, size of the text, colours",
         .takes = look_fields, .flags = ROUTE_ANYBODY | ROUTE_PAGE, .done = ""},
	{GET, "/openapi.json", describe, PERM_PUBLIC, "this description",
         .flags = ROUTE_API | ROUTE_HEAVY},
	{0},
};
