#include "web/gate.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/operation.h"
#include "core/session.h"
#include "web/cookie.h"
#include "web/decode.h"
#include "web/host.h"
#include "web/serve.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- who says he is who ---- */

static const char *bearer(const char *authorization)
{
	if (!authorization || strncasecmp(authorization, "Bearer ", 7) != 0)
		return NULL;
	authorization += 7 + strspn(authorization + 7, " ");
	return *authorization ? authorization : NULL;
}

void gate_read(struct req *rq)
{
	decode_cookies(rq->c.mem, req_header(rq, "Cookie"), &rq->cookies);
	rq->token = bearer(req_header(rq, "Authorization"));
	rq->bearer = rq->token;
	if (rq->json || rq->bearer)
		return; /* the API knows no cookies, so no foreign page can use them */
	rq->token = cookie_session(rq);
	rq->anonymous = cookie_anonymous(rq);
}

bool gate_genuine(struct req *rq)
{
	const char *sent = req_body(rq, "_csrf"), *from = req_body(rq, "_from"),
		   *then = req_body(rq, "_then");
	if (rq->bearer || rq->json)
		return true;
	if (!host_ours(rq) || !sent || !req_csrf_ours(rq, sent, &rq->printed_for))
		return false;
	rq->from = req_local(from) ? from : NULL;
	rq->then = req_local(then) ? then : NULL;
	return true;
}

/* ---- may he ---- */

static enum err gate_may(struct req *rq)
{
	if (access_reach(rq->c.who, rq->route->needs) != REACH_NONE)
		return OK;
	return rq->c.who->id ? ERR_DENIED : ERR_SIGNIN;
}

/* A form is done for him for whom its page was printed, and for nobody else who sits down there later. */
static enum err gate_same(struct req *rq)
{
	bool anybody = !rq->printed_for || (rq->route->flags & ROUTE_ANYBODY);
	if (anybody || rq->printed_for == rq->c.who->id)
		return gate_may(rq);
	return rq->c.who->id
	               ? refuse(rq, ERR_DENIED, NULL,
	                        "这一页是用另一个账号打开的，没有办理。请重新打开要办的那一页。")
	               : ERR_SIGNIN;
}

enum err gate_pass(struct req *rq)
{
	const struct actor *who = rq->token ? session_actor(&rq->c, rq->token) : NULL;
	rq->c.who = who ? who : &actor_guest;
	rq->dead = rq->token && !who;
	if (rq->dead && db_fault(rq->c.db) != DB_FINE)
		return ERR_BUSY;
	if (rq->dead && rq->bearer)
		return ERR_SIGNIN;
	if (rq->dead)
		reply_cookie(rq, "wudan_session", "", -1);
	rq->stale = who && session_stale(&rq->c, who);
	return rq->method == GET ? gate_may(rq) : gate_same(rq);
}

/* ---- the same request twice ---- */

static int pair_order(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;
	int order = strcmp(p->name, q->name);
	return order ? order : strcmp(p->value, q->value);
}

/* What was asked, whatever the order of its fields. Lengths keep the parts apart. Keyed: passwords and
 * phones are among what is sent, and a plain hash of them can be guessed. */
static const char *content(const struct req *rq)
{
	struct arena *a = rq->c.mem;
	struct buf b = BUF(a);
	struct pair *sorted = ARENA_ARRAY(a, struct pair, rq->body.count + 1);
	for (size_t i = 0; i < rq->body.count; i++)
		sorted[i] = rq->body.at[i];
	qsort(sorted, rq->body.count, sizeof(*sorted), pair_order);
	buf_printf(&b, "%d %d %s\n", rq->json, rq->method, rq->path);
	for (size_t i = 0; i < rq->body.count; i++) {
		const struct pair *p = &sorted[i];
		if (req_own(p->name))
			continue;
		buf_printf(&b, "%zu:%zu:", strlen(p->name), strlen(p->value));
		buf_text(&b, p->name);
		buf_text(&b, p->value);
	}
	return crypto_mac(rq->c.keys, a, "operation", buf_str(&b));
}

static const char *scope(const struct req *rq)
{
	const struct actor *who = rq->c.who;
	if (rq->route->flags & ROUTE_LOOK)
		return NULL;
	if (who->id && rq->bearer)
		return arena_printf(rq->c.mem, "person:%lld", (long long)who->id);
	if (who->id)
		return arena_printf(rq->c.mem, "session:%lld", (long long)who->session);
	return rq->anonymous ? arena_printf(rq->c.mem, "guest:%s", rq->anonymous) : NULL;
}

static bool op_good(const char *op)
{
	size_t n = strlen(op);
	for (size_t i = 0; i < n; i++)
		if (op[i] <= ' ' || op[i] >= 0x7f)
			return false;
	return n >= 8 && n <= 128;
}

enum err gate_replay(struct req *rq, bool *found)
{
	const struct operation *kept = NULL;
	const char *mine = scope(rq);
	*found = false;
	if (!rq->op || !mine)
		return OK;
	if (!op_good(rq->op))
		return refuse(rq, ERR_INVALID, "Idempotency-Key",
		              "操作编号应为 8 到 128 个可见的英文字符");
	enum err e = operation_find(&rq->c, mine, rq->op, content(rq), &kept);
	if (e != OK || !kept)
		return e;
	*found = true;
	if (kept->status < 400) {
		done_before(rq, kept->location, kept->status);
		return OK;
	}
	rq->reply.replayed = true;
	if (!rq->json)
		return refuse(rq, ERR_LOST, NULL, "%s", kept->body);
	rq->reply.status = kept->status;
	rq->reply.type = kept->type;
	rq->reply.html.out = BUF(rq->c.mem);
	buf_text(&rq->reply.html.out, kept->body);
	return OK;
}

/* Where somebody is led who sends again what was done: a page that was shown once is not shown again. */
static const char *way_back(const struct req *rq)
{
	const char *page = rq->json ? NULL : rq->back ? rq->back : "/";
	return rq->reply.location ? rq->reply.location : page;
}

static const char *refusal(const struct req *rq)
{
	const char *said = ctx_refusal(&rq->c);
	return said ? said : err_title(rq->again);
}

/* A session is handed out (sign-in): that is never kept, the secret is seen once. */
static bool hands_out(const struct req *rq)
{
	for (int i = 0; i < rq->reply.cookie_count; i++)
		if (strstr(rq->reply.cookies[i], "wudan_session="))
			return true;
	return false;
}

static bool operation_of(const struct req *rq, struct operation *op)
{
	const char *mine = scope(rq);
	if (!rq->op || !mine || hands_out(rq))
		return false;
	*op = (struct operation){.scope = mine,
	                         .key = rq->op,
	                         .content = content(rq),
	                         .status = rq->reply.status,
	                         .type = rq->reply.type};
	/* Only a refusal is kept in its words; whatever else was shown is asked anew. */
	if (op->status < 400)
		op->location = way_back(rq);
	else
		op->body = rq->json ? buf_str(&rq->reply.html.out) : refusal(rq);
	return true;
}

bool gate_keep(struct req *rq)
{
	struct operation op;
	return !operation_of(rq, &op) || operation_keep(&rq->c, &op);
}

void gate_keep_lost(struct req *rq)
{
	struct operation op;
	if (operation_of(rq, &op))
		operation_keep_refused(&rq->c, &op);
}
