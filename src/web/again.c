#include "web/again.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/unsent.h"
#include "web/decode.h"
#include "web/gate.h"
#include "web/page.h"
#include "web/route.h"
#include "web/serve.h"
#include "web/sure.h"
#include "web/where.h"

#include <string.h>

enum { UNSENT_MOST = 60000 }; /* bytes of a form that is kept */

bool again_due(struct req *rq, enum err e)
{
	bool form = !rq->json && !rq->bearer && rq->method != GET && rq->route;
	bool mine = !rq->printed_for || rq->printed_for == rq->c.who->id;
	rq->again = form && mine && e < ERR_SYSTEM ? e : OK;
	return rq->again;
}

bool again_waits(const struct req *rq)
{
	return rq->again || rq->asks;
}

/* ---- the page it stood on ---- */

static bool open_at(struct req *page, const char *address)
{
	struct arena *a = page->c.mem;
	size_t n = strcspn(address, "?");
	page->method = GET;
	page->path = decode_path(a, address, n);
	page->query = page->body = (struct pairs){0};
	if (!page->path || (address[n] && decode_pairs(a, address + n + 1, strlen(address + n + 1),
	                                               &page->query) != OK))
		return false;
	struct route_hit hit = route_find(page->site->routes, a, GET, page->path, false);
	page->route = where_page(page, page->path);
	page->id = hit.id;
	page->id2 = hit.id2;
	return page->route;
}

static bool printed(struct req *page, struct db *reader)
{
	db_snapshot(reader);
	bool done = gate_pass(page) == OK && page->route->handler(page) == OK &&
	            db_fault(reader) == DB_FINE && !page->c.unread && !page->reply.location &&
	            !page->reply.fixed;
	db_end(reader);
	return done;
}

static struct sent *sent_by(const struct req *rq)
{
	struct arena *a = rq->c.mem;
	struct sent *s = ARENA_NEW(a, struct sent);
	size_t size = sizeof *s->problems * (size_t)rq->c.problem_count;
	*s = (struct sent){.path = rq->path,
	                   .query = rq->query,
	                   .body = rq->body,
	                   .problems = arena_memdup(a, rq->c.problems, size),
	                   .problem_count = rq->c.problem_count,
	                   .data = rq->route->data};
	if (!s->problem_count) {
		s->problems = ARENA_NEW(a, struct problem);
		s->problems[s->problem_count++].message = err_title(rq->again);
	}
	return s;
}

void again_print(struct req *rq, struct db *reader)
{
	enum err e = rq->again;
	if (rq->asks) {
		sure_print(rq, reader);
		return;
	}
	struct req *page = arena_memdup(rq->c.mem, rq, sizeof *rq);
	page->sent = sent_by(rq);
	page->again = rq->again = OK;
	page->c.db = reader;
	page->c.problem_count = page->c.topic_count = 0;
	page->c.whole = page->c.unread = false;
	page->c.kept = NULL;
	page->then = NULL;
	page->reply = (struct reply){.html.out = BUF(rq->c.mem),
	                             .status = err_status(e),
	                             .retry_after = rq->reply.retry_after};
	memcpy(page->reply.cookies, rq->reply.cookies, sizeof rq->reply.cookies);
	page->reply.cookie_count = rq->reply.cookie_count;
	rq->c.db = reader;
	if (open_at(page, where_from(rq)) && printed(page, reader)) {
		rq->reply = page->reply;
		rq->anonymous = page->anonymous;
		return;
	}
	page_problem(rq, e);
}

/* ---- kept over a sign-in ---- */

void again_unsent(struct req *rq)
{
	struct pairs typed = req_typed(rq);
	const char *page = where_from(rq), *text = where_pairs(rq->c.mem, &typed);
	bool keeps = rq->printed_for && typed.count && strlen(text) < UNSENT_MOST;
	if (keeps) {
		rq->unsent = random_id(rq->c.mem);
		rq->unsent_body = text;
		page = arena_printf(rq->c.mem, "%s%c" WHERE_UNSENT "=%s", page,
		                    strchr(page, '?') ? '&' : '?', rq->unsent);
	}
	rq->reply.status = 303;
	rq->reply.location = page_sign_in(rq, page);
	rq->reply.html.out = BUF(rq->c.mem);
}

void again_keep(struct req *rq)
{
	unsent_keep(&rq->c, rq->unsent, rq->printed_for,
	            &(struct unsent){where_sent(rq), rq->unsent_body});
}

void again_found(struct req *rq)
{
	const char *uid = rq->c.who->id && !rq->json ? req_query(rq, WHERE_UNSENT) : NULL;
	struct unsent *u = uid ? unsent_get(&rq->c, uid) : NULL;
	if (!u || !u->body)
		return;
	struct sent *s = ARENA_NEW(rq->c.mem, struct sent);
	size_t n = strcspn(u->path, "?");
	*s = (struct sent){.path = arena_strndup(rq->c.mem, u->path, n), .kept = true};
	if (u->path[n])
		decode_pairs(rq->c.mem, u->path + n + 1, strlen(u->path + n + 1), &s->query);
	struct route_hit hit = route_find(rq->site->routes, rq->c.mem, POST, s->path, false);
	s->data = hit.route ? hit.route->data : 0;
	if (decode_pairs(rq->c.mem, u->body, strlen(u->body), &s->body) == OK)
		rq->sent = s;
}
