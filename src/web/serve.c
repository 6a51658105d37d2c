#include "web/serve.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/session.h"
#include "web/again.h"
#include "web/asset.h"
#include "web/cookie.h"
#include "web/decode.h"
#include "web/events.h"
#include "web/gate.h"
#include "web/host.h"
#include "web/json.h"
#include "web/page.h"
#include "web/rate.h"
#include "web/route.h"
#include "web/sheet.h"
#include "web/sure.h"

#include <string.h>
#include <strings.h>

/* ---- hall ---- */

static enum err nowhere(struct req *rq)
{
	(void)rq;
	return ERR_MISSING;
}
/* A page that does not exist still goes through the gate, so that its frame knows the reader. */
static const struct route no_route = {GET, "(none)", nowhere, PERM_PUBLIC, .doc = "no such page"};

static void begin(struct req *rq)
{
	rq->began_us = clock_mono_us();
	rq->c.now = clock_now();
	rq->c.steady = clock_steady();
	rq->c.who = &actor_guest;
	rq->c.keys = rq->site->keys;
	rq->c.node = rq->site->node ? rq->site->node : "";
	if (!rq->c.request)
		rq->c.request = random_id(rq->c.mem);
	rq->id = rq->id2 = "";
	rq->reply.html.out = BUF(rq->c.mem);
	rq->path = rq->path ? rq->path : "/";
	rq->json = strncmp(rq->path, "/api/v1/", 8) == 0;
	if (rq->json)
		rq->path += 7;
}

void reply_asset(struct req *rq, const struct asset *a, const char *cache)
{
	const char *wanted = req_header(rq, "Accept-Encoding");
	struct reply *r = &rq->reply;
	r->status = 200;
	r->type = a->type;
	r->cache = cache;
	r->fixed = a->raw;
	r->fixed_size = a->raw_len;
	if (a->br && asset_coding(wanted, "br")) {
		r->fixed = a->br;
		r->fixed_size = a->br_len;
		r->encoding = "br";
	} else if (a->gz && asset_coding(wanted, "gzip")) {
		r->fixed = a->gz;
		r->fixed_size = a->gz_len;
		r->encoding = "gzip";
	} else if (!asset_coding(wanted, "identity")) {
		r->status = 406;
		r->fixed_size = 0;
	}
}

static bool asset(struct req *rq)
{
	const struct asset *a = rq->method == GET ? asset_find(rq->path) : NULL;
	if (a)
		reply_asset(rq, a, "public, max-age=31536000, immutable");
	return a;
}

/* A list as a sheet is asked for at the address of its page, and made of what programs get. */
static struct route_hit hit_of(struct req *rq)
{
	struct route_hit hit = route_find(rq->site->routes, rq->c.mem, rq->method, rq->path, true);
	if (!rq->json && rq->method == GET)
		rq->face = sheet_asked(rq, hit.route);
	rq->json |= rq->face != SHEET_NONE;
	return rq->json ? hit
	                : route_find(rq->site->routes, rq->c.mem, rq->method, rq->path, false);
}

static enum err find(struct req *rq)
{
	struct route_hit hit = hit_of(rq);
	rq->route = hit.route;
	rq->id = hit.id;
	rq->id2 = hit.id2;
	if (hit.route)
		return OK;
	rq->allow = hit.methods;
	if (hit.methods)
		return ERR_METHOD;
	if (rq->method != GET || rq->json)
		return ERR_MISSING;
	rq->route = &no_route;
	return OK;
}

static bool media_is(const char *type, const char *wanted)
{
	size_t n = strlen(wanted);
	return type && strncasecmp(type, wanted, n) == 0 && (!type[n] || strchr("; \t", type[n]));
}

static enum err decode(struct req *rq)
{
	const char *type = req_header(rq, "Content-Type");
	const char *why = NULL;
	if (!rq->raw_size)
		return OK;
	if (rq->raw_size > LIMIT_BODY)
		return ERR_LARGE;
	if (!media_is(type, rq->json ? "application/json" : "application/x-www-form-urlencoded"))
		return ERR_MEDIA;
	if (!rq->json)
		return decode_pairs(rq->c.mem, rq->raw, rq->raw_size, &rq->body);
	enum err e = json_pairs(rq->c.mem, rq->raw, rq->raw_size, &rq->body, &why);
	return e == OK ? OK : ctx_refuse(&rq->c, e, NULL, "JSON 有误：%s", why ? why : "");
}

/* A route that takes nothing is sent nothing; the others read through their table. */
static enum err takes(struct req *rq)
{
	enum err e = OK;
	for (size_t i = 0; !rq->route->takes && i < rq->body.count; i++)
		if (!req_own(rq->body.at[i].name))
			e = refuse(rq, ERR_INVALID, text_cut(rq->c.mem, rq->body.at[i].name, 40),
			           "没有这一项");
	return e;
}

/* Whether a token is good is seen at the gate, so until then it is believed. */
static enum err unsafe(struct req *rq)
{
	enum err e = rq->token ? OK : rate_take(rq, RATE_UNSAFE);
	if (e == OK)
		e = decode(rq);
	if (e == OK)
		e = takes(rq);
	if (e != OK)
		return e;
	rq->op = req_header(rq, "Idempotency-Key");
	rq->op = rq->op ? rq->op : req_body(rq, "_op");
	rq->op = text_empty(rq->op) ? NULL : rq->op;
	rq->aged = !gate_genuine(rq);
	if (rq->aged)
		return refuse(rq, ERR_DENIED, NULL,
		              "页面已过期，或请求不是从本站发出的。请回到页面刷新后再提交。");
	return OK;
}

static enum err hall(struct req *rq)
{
	gate_read(rq);
	if (!host_meant(rq))
		return refuse(rq, ERR_MALFORMED, NULL, "不认识的主机名");
	if (asset(rq))
		return OK;
	enum err e = find(rq);
	if (e == OK && rq->method != GET)
		e = unsafe(rq);
	return e;
}

bool serve_enter(struct req *rq)
{
	begin(rq);
	enum err e = hall(rq);
	if (e != OK)
		page_problem(rq, e);
	return rq->reply.status == 0;
}

/* ---- desk and window ---- */

/* Everything that an earlier run of the same request may have left. */
static void fresh(struct req *rq, struct db *db)
{
	rq->c.db = db;
	rq->version = rq->site->events ? (int64_t)events_now(rq->site->events) : 0;
	rq->c.who = &actor_guest;
	rq->c.problem_count = rq->c.topic_count = 0;
	rq->c.state = NULL;
	rq->c.kept = NULL;
	rq->c.woke = rq->c.unread = false;
	rq->c.whole = route_whole(rq->route, rq->json);
	/* One that req_csrf() made for the earlier run is gone with its cookie. */
	if (!rq->json && !rq->bearer)
		rq->anonymous = cookie_anonymous(rq);
	rq->title = rq->back = rq->said = rq->unsent = rq->undo = NULL;
	rq->onward.path = NULL;
	rq->sent = NULL;
	rq->total = -1;
	rq->again = OK;
	rq->asks = false;
	rq->aside = (struct safe){NULL};
	if (rq->method == GET)
		rq->then = NULL;
	rq->dead = rq->denied = rq->stale = rq->kept = false;
	rq->reply = (struct reply){.html.out = BUF(rq->c.mem)};
}

/* The sticky faults: of the database, and of what is sealed. */
static enum err faulty(const struct ctx *c, enum err e)
{
	switch (db_fault(c->db)) {
	case DB_FINE: return c->unread ? ERR_SEALED : e;
	case DB_BROKEN: return ERR_SYSTEM;
	default: return ERR_BUSY;
	}
}

/* A browser's form that needs somebody who is not there any more. */
static bool session_over(const struct req *rq, enum err e, bool passed)
{
	return e == ERR_SIGNIN && !passed && !rq->json && !rq->bearer && rq->method != GET;
}

/* What was not OK becomes a reply: the page of the form once more, or an error. */
static void window(struct req *rq, enum err e, bool passed)
{
	rq->denied = e == ERR_DENIED && rq->c.who->id;
	if (e == ERR_SEALED)
		rq->c.problem_count = 0; /* what was made of the missing text */
	if (session_over(rq, e, passed))
		again_unsent(rq);
	else if (again_due(rq, e))
		rq->reply.status = err_status(e);
	else
		page_problem(rq, e);
}

/* Who shows a dead token is a guest, and counted as one. */
static enum err gate(struct req *rq)
{
	enum err e = gate_pass(rq);
	bool counted = rq->dead && rq->method != GET && e != ERR_BUSY;
	return counted && rate_take(rq, RATE_UNSAFE) != OK ? ERR_LIMIT : e;
}

static enum err desk(struct req *rq, bool *passed)
{
	bool found = false;
	enum err e = gate(rq);
	*passed = e == OK;
	if (e == OK && rq->method != GET)
		e = gate_replay(rq, &found);
	*passed = e == OK || found;
	if (e == OK && rq->method == GET)
		again_found(rq);
	if (e == OK && !found)
		e = rq->route->handler(rq);
	return faulty(&rq->c, e);
}

static enum err keep(struct req *rq)
{
	bool first = gate_keep(rq);
	if (rq->stale)
		session_touch(&rq->c, rq->c.who->session);
	rq->stale = false;
	return first ? faulty(&rq->c, OK) : ERR_BUSY;
}

bool serve_work(struct req *rq, struct db *db)
{
	bool safe = rq->method == GET, passed = false;
	fresh(rq, db);
	if (safe)
		db_snapshot(db);
	enum err e = desk(rq, &passed);
	rq->asks = e == OK && !rq->reply.replayed && sure_due(rq);
	if (rq->asks) /* what it did is rolled back, with what it wanted to keep */
		rq->c.kept = NULL;
	rq->kept = e == OK && !safe && !rq->asks && !rq->reply.replayed && rq->reply.status < 400;
	if (rq->kept && (e = keep(rq)) != OK)
		rq->kept = false;
	if (e != OK)
		window(rq, e, passed);
	if (e != OK && !safe && rq->reply.status == 409 && !rq->reply.replayed)
		gate_keep_lost(rq);
	if (safe)
		db_end(db);
	return rq->kept;
}

int64_t serve_person(struct req *rq, struct db *reader)
{
	if (!rq->token)
		return 0;
	fresh(rq, reader);
	db_snapshot(reader);
	const struct actor *who = session_actor(&rq->c, rq->token);
	db_end(reader);
	return who ? who->id : 0;
}

bool serve_prepare(struct req *rq, struct db *reader)
{
	fresh(rq, reader);
	db_snapshot(reader);
	enum err e = gate(rq);
	bool passed = e == OK;
	if (passed)
		e = faulty(&rq->c, rq->route->prepare(rq));
	if (e != OK)
		window(rq, e, passed);
	db_end(reader);
	return e == OK;
}

bool serve_has_after(const struct req *rq)
{
	return rq->c.kept || rq->denied || rq->stale || rq->unsent || sheet_due(rq);
}

void serve_after(struct req *rq, struct db *db)
{
	const char *what = arena_printf(rq->c.mem, "%s %s", method_words[rq->method],
	                                rq->route ? rq->route->path : "");
	rq->c.db = db;
	ctx_run_kept(&rq->c);
	if (rq->denied)
		audit_denied(&rq->c, *rq->id ? rq->id : NULL, what);
	if (rq->stale)
		session_touch(&rq->c, rq->c.who->session);
	if (rq->unsent)
		again_keep(rq);
	if (sheet_due(rq))
		sheet_begun(rq);
}

void serve_unkept(struct req *rq, enum err e)
{
	fresh(rq, rq->c.db);
	page_problem(rq, e);
}

/* ---- the whole line ---- */

static void unsafe_line(struct req *rq, struct db *db)
{
	db_begin(db);
	db_savepoint(db);
	bool kept = serve_work(rq, db) && db_release(db);
	if (!kept)
		db_rollback_to(db);
	if (!kept && serve_has_after(rq)) {
		db_savepoint(db);
		serve_after(rq, db);
		db_release(db);
	}
	if (!db_commit(db) && kept)
		serve_unkept(rq, ERR_BUSY);
}

static void notes(struct req *rq, struct db *db)
{
	if (!serve_has_after(rq))
		return;
	db_begin(db);
	serve_after(rq, db);
	if (db_commit(db))
		sheet_noted(rq);
	else if (rq->sheet)
		serve_unkept(rq, ERR_BUSY);
}

void serve(struct req *rq, struct db *db)
{
	bool in = serve_enter(rq), ready = in;
	if (in && rq->route->prepare)
		ready = serve_prepare(rq, db);
	if (ready && rq->method != GET)
		unsafe_line(rq, db);
	else if (ready)
		serve_work(rq, db);
	if (in && (!ready || rq->method == GET))
		notes(rq, db);
	if (again_waits(rq))
		again_print(rq, db);
	sheet_whole(rq, db, serve_work);
	serve_leave(rq);
}
