/* The three ends of a handler: render, done, created (web/req.h). */
#include "base/arena.h"
#include "core/access.h"
#include "web/decode.h"
#include "web/json.h"
#include "web/page.h"
#include "web/route.h"
#include "web/said.h"
#include "web/serve.h"
#include "web/sheet.h"
#include "web/ui.h"

#include <string.h>

static enum err render_json(struct req *rq, const struct view *view, const void *model)
{
	struct buf *b = &rq->reply.html.out;
	if (!view->fields)
		return ERR_MISSING;
	*b = BUF(rq->c.mem);
	if (view->list)
		json_list(b, view->fields, model, rq->total);
	else
		json_record(b, view->fields, model);
	rq->reply.type = "application/json; charset=utf-8";
	return OK;
}

/* What ends on its first page is counted. */
static void count_list(struct req *rq, const struct list *list)
{
	if (rq->total < 0 && !list->next && !req_query(rq, "after"))
		rq->total = (int64_t)list->count;
}

static struct ui_list head_of(const struct req *rq, const struct view *view)
{
	bool may = sheet_has(view) && sheet_may(rq);
	return (struct ui_list){rq->total, may ? sheet_path(rq, SHEET_CSV) : NULL,
	                        may ? sheet_path(rq, SHEET_PRINT) : NULL};
}

enum err render(struct req *rq, const struct view *view, const void *model)
{
	struct html body = {.out = BUF(rq->c.mem), .now = rq->c.now};
	struct ui_list head;
	if (view->list)
		count_list(rq, model);
	rq->reply.status = rq->reply.status ? rq->reply.status : 200;
	if (rq->face && sheet_has(view))
		return sheet_page(rq, view, model);
	if (rq->json)
		return render_json(rq, view, model);
	if (!view->html)
		return ERR_MISSING;
	if (view->list) {
		head = head_of(rq, view);
		body.list = &head;
	}
	view->html(&body, model);
	if (rq->route->flags & ROUTE_RAW)
		rq->reply.html = body;
	else
		page_write(rq, view, (struct safe){buf_str(&body.out)});
	return OK;
}

/* Does the document say that `r` answers what `next` does? Otherwise it answers that it is done: a client reads
 * one record, not a list of others where he lost sight of it. */
static bool as_told(const struct route *r, const struct route *next)
{
	const struct view *says = r->gives, *gives = next->gives;
	return says && gives && says->fields == gives->fields && says->list == gives->list;
}

/* The request a client would send next: GET `location`, in the transaction of this one. */
static bool follow(const struct req *rq, const char *location, struct req *sub)
{
	size_t n = strcspn(location, "?");
	*sub = *rq;
	sub->method = GET;
	sub->path = decode_path(rq->c.mem, location, n);
	sub->body = sub->query = (struct pairs){0};
	sub->reply = (struct reply){.html.out = BUF(rq->c.mem)};
	if (!sub->path)
		return false;
	if (location[n])
		decode_pairs(rq->c.mem, location + n + 1, strlen(location + n + 1), &sub->query);
	struct route_hit hit = route_find(rq->site->routes, rq->c.mem, GET, sub->path, true);
	sub->route = hit.route;
	sub->id = hit.id;
	sub->id2 = hit.id2;
	sub->c.whole = route_whole(hit.route, true);
	return hit.route && as_told(rq->route, hit.route) &&
	       access_reach(rq->c.who, hit.route->needs) != REACH_NONE &&
	       hit.route->handler(sub) == OK && !sub->c.unread;
}

static enum err answer(struct req *rq, enum err e, const char *location, int status)
{
	struct reply *r = &rq->reply;
	if (e != OK)
		return e;
	rq->json &= !rq->face; /* a sheet of what lies elsewhere now: led there */
	r->location = location;
	r->status = rq->json ? status : 303;
	if (!rq->json) {
		r->location = rq->then ? rq->then : location;
		said_send(rq, r->location);
		return OK;
	}
	struct req *sub = ARENA_NEW(rq->c.mem, struct req);
	r->type = "application/json; charset=utf-8";
	r->html.out = BUF(rq->c.mem);
	if (follow(rq, location, sub))
		r->html = sub->reply.html;
	else
		buf_text(&r->html.out, "{\"done\":true}"); /* kept, but not his to see (any more) */
	return OK;
}

void done_before(struct req *rq, const char *location, int status)
{
	if (location)
		answer(rq, OK, rq->json ? location : page_again(rq, location), status);
	rq->reply.replayed = true;
	if (location)
		return;
	rq->reply.status = status;
	rq->reply.type = "application/json; charset=utf-8";
	buf_text(&rq->reply.html.out, "{\"done\":true}");
}

enum err done(struct req *rq, enum err e, const char *location)
{
	return answer(rq, e, location, 200);
}

enum err created(struct req *rq, enum err e, const char *location)
{
	return answer(rq, e, location, 201);
}
