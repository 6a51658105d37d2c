/* The last room: headers, counters, the log line, and whoever waits for the news. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/access.h"
#include "web/events.h"
#include "web/pack.h"
#include "web/route.h"
#include "web/serve.h"

#include <string.h>

static const char csp[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
	"base-uri 'none'; frame-ancestors 'none'";

enum { HEADERS = 32 };

static void put(struct req *rq, const char *name, const char *value)
{
	struct pairs *h = &rq->reply.headers;
	if (value && h->count < HEADERS)
		h->at[h->count++] = (struct pair){.name = name, .value = value};
}

static const char *allowed(const struct req *rq)
{
	struct buf b = BUF(rq->c.mem);
	for (unsigned m = 0; m < METHOD_COUNT; m++)
		if (rq->allow & 1u << m)
			buf_printf(&b, "%s%s%s", b.len ? ", " : "", method_words[m],
			           m == GET ? ", HEAD" : "");
	return buf_str(&b);
}

static const char *address(const struct req *rq)
{
	const char *to = rq->reply.location;
	return to && rq->json ? arena_printf(rq->c.mem, "/api/v1%s", to) : to;
}

static void fence(struct req *rq)
{
	put(rq, "Content-Security-Policy", csp);
	put(rq, "X-Content-Type-Options", "nosniff");
	put(rq, "X-Frame-Options", "DENY");
	put(rq, "Referrer-Policy", "same-origin");
	put(rq, "Cross-Origin-Opener-Policy", "same-origin");
	if (rq->site->secure)
		put(rq, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

static void headers(struct req *rq)
{
	struct reply *r = &rq->reply;
	r->headers.at = ARENA_ARRAY(rq->c.mem, struct pair, HEADERS);
	r->headers.count = 0;
	put(rq, "Content-Type", r->type ? r->type : "text/html; charset=utf-8");
	put(rq, "Cache-Control", r->cache ? r->cache : "no-store");
	fence(rq);
	put(rq, "Location", address(rq));
	put(rq, "Content-Disposition", r->disposition);
	put(rq, "Content-Encoding", r->encoding);
	put(rq, "Vary", r->fixed || r->varies ? "Accept-Encoding" : NULL);
	put(rq, "Allow", r->status == 405 ? allowed(rq) : NULL);
	put(rq, "WWW-Authenticate", r->status == 401 && rq->json ? "Bearer" : NULL);
	put(rq, "Retry-After",
	    r->retry_after ? arena_printf(rq->c.mem, "%d", r->retry_after) : NULL);
	put(rq, "Idempotency-Replayed", r->replayed ? "true" : NULL);
	put(rq, "Request-Id", rq->c.request);
	put(rq, "Connection", r->close ? "close" : NULL);
	for (int i = 0; i < r->cookie_count; i++)
		put(rq, "Set-Cookie", r->cookies[i]);
}

static void tell(struct req *rq)
{
	for (int i = 0; rq->site->events && i < rq->c.topic_count; i++)
		events_touch(rq->site->events, rq->c.topics[i]);
	if (rq->c.woke && rq->site->wake)
		rq->site->wake(rq->site);
}

static void write_down(const struct req *rq)
{
	struct arena *a = rq->c.mem;
	const struct reply *r = &rq->reply;
	size_t bytes = r->fixed ? r->fixed_size : r->html.out.len;
	log_line(LOG_INFO, "request", "id", rq->c.request, "method", method_words[rq->method],
	         "route",
	         rq->route  ? rq->route->path
	         : r->fixed ? "/assets"
	                    : "-",
	         "face",
	         rq->face   ? "sheet"
	         : rq->json ? "json"
	                    : "page",
	         "status", arena_printf(a, "%d", r->status), "us",
	         arena_printf(a, "%lld", (long long)(clock_mono_us() - rq->began_us)), "bytes",
	         arena_printf(a, "%zu", bytes), "session",
	         arena_printf(a, "%lld", (long long)rq->c.who->session), NULL);
}

void serve_leave(struct req *rq)
{
	struct reply *r = &rq->reply;
	r->close |= r->status == 400 || r->status == 413 || r->status == 415 ||
	            (r->status == 503 &&
	             rq->method != GET); /* a new connection costs more than a no */
	pack_reply(rq);
	headers(rq);
	if (rq->kept)
		tell(rq);
	int class = r->status / 100;
	if (class >= 1 && class <= 5)
		__atomic_fetch_add(&rq->site->requests[class], 1, __ATOMIC_RELAXED);
	write_down(rq);
}
