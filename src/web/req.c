#include "web/req.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/crypto.h"
#include "web/cookie.h"
#include "web/decode.h"
#include "web/where.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *req_header(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->headers.count; i++)
		if (strcasecmp(rq->headers.at[i].name, name) == 0)
			return rq->headers.at[i].value;
	return NULL;
}

const char *req_query(const struct req *rq, const char *name)
{
	return decode_get(&rq->query, name);
}

bool req_narrowed(const struct req *rq)
{
	for (size_t i = 0; i < rq->query.count; i++)
		if (rq->query.at[i].value[0])
			return true;
	return false;
}

const char *req_body(const struct req *rq, const char *name)
{
	return decode_get(&rq->body, name);
}

bool req_own(const char *name)
{
	static const char *const ours[] = {"_csrf", "_op", "_from", "_then", "_sure"};
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (strcmp(name, ours[i]) == 0)
			return true;
	return false;
}

bool req_sent(const struct req *rq, const char *name)
{
	return req_body(rq, name) != NULL;
}

bool req_local(const char *path)
{
	if (!path || path[0] != '/' || path[1] == '/' || strncasecmp(path, "/%2f", 4) == 0 ||
	    strncasecmp(path, "/%5c", 4) == 0)
		return false;
	for (const unsigned char *p = (const unsigned char *)path; *p; p++)
		if (*p <= ' ' || *p == '\\' || *p == 0x7f)
			return false;
	return true;
}

void page_title(struct req *rq, const char *title, const char *back)
{
	rq->title = title;
	rq->back = back;
}

void page_total(struct req *rq, int64_t rows)
{
	rq->total = rows;
}

void page_says(struct req *rq, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	rq->said = arena_vprintf(rq->c.mem, fmt, args);
	va_end(args);
}

void page_undo(struct req *rq, const char *path)
{
	rq->undo = path;
}

void page_leads(struct req *rq, const char *path, const char *label)
{
	rq->onward.path = path;
	rq->onward.label = label;
}

const char *req_csrf(struct req *rq)
{
	struct arena *a = rq->c.mem;
	if (!rq->anonymous)
		rq->anonymous = cookie_make_anonymous(rq);
	return crypto_ticket(rq->c.keys, a, "form", rq->anonymous,
	                     arena_printf(a, "%lld", (long long)rq->c.who->id));
}

bool req_csrf_ours(const struct req *rq, const char *token, int64_t *person)
{
	const char *id = rq->anonymous ? crypto_ticket_open(rq->c.keys, rq->c.mem, "form",
	                                                    rq->anonymous, token)
	                               : NULL;
	*person = id ? strtoll(id, NULL, 10) : 0;
	return id;
}

void page_next(struct req *rq, const char *path)
{
	rq->then = path;
}

void page_keeps(struct req *rq)
{
	rq->then = where_here(rq);
}

void page_stays(struct req *rq)
{
	rq->then = rq->then ? rq->from : NULL;
}

void page_weighs(struct req *rq, void (*html)(struct html *h, const void *model), const void *model)
{
	struct html h = {.out = BUF(rq->c.mem), .now = rq->c.now};
	if (rq->route->sure && !rq->json)
		html(&h, model);
	rq->aside = (struct safe){buf_str(&h.out)};
}

/* Is the form with these fields perhaps the one that was sent? Its address decides, form_open(). */
static bool takes(const struct field *fields, const struct pairs *sent)
{
	bool none = true;
	for (size_t i = 0; i < sent->count; i++) {
		if (req_own(sent->at[i].name))
			continue;
		if (fields && field_find(fields, sent->at[i].name))
			return true;
		none = false;
	}
	return none;
}

struct form *req_form(struct req *rq, const struct field *fields, const void *record)
{
	struct form *f = ARENA_NEW(rq->c.mem, struct form);
	*f = (struct form){
		.fields = fields,
		.record = record,
		.sent = rq->sent && takes(fields, &rq->sent->body) ? rq->sent : NULL,
		.other = ARENA_NEW(rq->c.mem, bool),
		.c = &rq->c,
		.csrf = rq->json ? "" : req_csrf(rq),
		.op = random_id(rq->c.mem), /* not the one sent: it may have been done */
		.from = rq->json ? "" : where_here(rq),
		.then = rq->method == GET ? rq->then : NULL,
	};
	return f;
}

struct form *req_form_to(struct req *rq, const struct field *fields, const void *record,
                         const char *action, ...)
{
	struct form *f = req_form(rq, fields, record);
	va_list args;
	va_start(args, action);
	action = arena_vprintf(rq->c.mem, action, args);
	va_end(args);
	if (f->sent && strcmp(f->sent->path, action) != 0)
		f->sent = NULL;
	return f;
}

struct form *req_form_asks(struct req *rq, const struct field *fields, const void *record)
{
	struct form *f = req_form(rq, fields, record);
	f->sent = ARENA_NEW(rq->c.mem, struct sent);
	*f->sent = (struct sent){.path = rq->path,
	                         .body = rq->query,
	                         .problems = rq->c.problems,
	                         .problem_count = rq->c.problem_count};
	return f;
}

const char *req_came_back(const struct req *rq, const char *name)
{
	return rq->sent ? decode_get(&rq->sent->body, name) : NULL;
}

struct pairs req_typed(const struct req *rq)
{
	struct pairs p = {ARENA_ARRAY(rq->c.mem, struct pair, rq->body.count + 1), 0};
	for (size_t i = 0; i < rq->body.count; i++) {
		const struct field *f = rq->route && rq->route->takes
		                                ? field_find(rq->route->takes, rq->body.at[i].name)
		                                : NULL;
		if (f && f->as != AS_SECRET && !req_own(rq->body.at[i].name))
			p.at[p.count++] = rq->body.at[i];
	}
	return p;
}
