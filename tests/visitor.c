#include "visitor.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/account.h"
#include "core/crypto.h"
#include "store/db.h"
#include "web/decode.h"

#include <stdio.h>
#include <string.h>

static void keep_cookie(struct browser *b, const char *cookie)
{
	size_t name = strcspn(cookie, "=") + 1, n = strcspn(cookie, ";");
	int at = 0;
	while (at < b->cookies && strncmp(b->jar[at], cookie, name) != 0)
		at++;
	if (at == b->cookies)
		b->cookies++;
	assert_true(at < VISITOR_JAR && n < sizeof(b->jar[0]));
	memcpy(b->jar[at], cookie, n);
	b->jar[at][n] = '\0';
}

static const char *jar_header(struct browser *b, struct arena *a)
{
	struct buf out = BUF(a);
	for (int i = 0; i < b->cookies; i++)
		buf_printf(&out, "%s%s", i ? "; " : "", b->jar[i]);
	return buf_str(&out);
}

static void see(struct browser *b, const struct req *rq)
{
	const char *at;
	for (int i = 0; i < rq->reply.cookie_count; i++)
		keep_cookie(b, rq->reply.cookies[i]);
	b->status = rq->reply.status;
	b->page = buf_str(&rq->reply.html.out);
	snprintf(b->location, sizeof b->location, "%s",
	         rq->reply.location ? rq->reply.location : "");
	if ((at = strstr(b->page, "name=\"_csrf\" value=\"")))
		sscanf(at + 20, "%199[^\"]", b->csrf);
}

static int ask(struct browser *b, enum method m, const char *path, const char *body)
{
	struct world *w = b->w;
	struct arena *a = w->request_mem;
	char *copy = arena_strdup(w->mem, path);
	body = arena_strdup(w->mem, body);
	arena_reset(a);
	struct pair *headers = ARENA_ARRAY(a, struct pair, 3);
	headers[0] = (struct pair){.name = "Host", .value = "127.0.0.1:8080"};
	headers[1] = (struct pair){.name = "Cookie", .value = jar_header(b, a)};
	headers[2] = (struct pair){.name = "Content-Type",
	                           .value = "application/x-www-form-urlencoded"};
	struct req *rq = ARENA_NEW(a, struct req);
	*rq = (struct req){.site = &w->site,
	                   .method = m,
	                   .path = copy,
	                   .headers = {headers, 3},
	                   .c = {.mem = a, .source = b->source},
	                   .raw = body,
	                   .raw_size = body ? strlen(body) : 0};
	char *query = strchr(copy, '?');
	if (query) {
		*query = '\0';
		decode_pairs(a, query + 1, strlen(query + 1), &rq->query);
	}
	rq->reply.html.out = BUF(a);
	serve(rq, w->db);
	world_readable(rq);
	see(b, rq);
	return b->status;
}

int visitor_look(struct browser *b, const char *path)
{
	return ask(b, GET, path, NULL);
}

bool visitor_sent_to_sign_in(struct browser *b, const char *path)
{
	visitor_look(b, path);
	return b->status == 303 && text_starts(b->location, "/sign-in?") &&
	       strstr(b->location, "next=");
}

int visitor_fill(struct browser *b, const char *path, const char *values)
{
	struct buf body = BUF(b->w->mem);
	buf_printf(&body, "_csrf=%s&", b->csrf);
	for (; *values; values++)
		if (*values == ' ')
			buf_char(&body, '+');
		else if (*values == '%' || *values == '+')
			buf_printf(&body, "%%%02X", (unsigned char)*values);
		else
			buf_char(&body, *values);
	return ask(b, POST, path, buf_str(&body));
}

struct browser visitor_open(struct world *w)
{
	return (struct browser){.w = w, .source = "192.0.2.1"};
}

const char *visitor_account(struct world *w, enum who who)
{
	const char *phone = arena_printf(w->mem, "199000000%02d", who);
	db_script(w->db, arena_printf(w->mem, "DELETE FROM account WHERE login = 'login-%d'", who));
	world_begin(w, GUEST);
	assert_int_equal(account_create(&w->c, w->person[who], phone,
	                                crypto_password(w->mem, VISITOR_PASSWORD), false, WAY_OWN),
	                 OK);
	world_commit(w);
	return phone;
}

int visitor_sign_in(struct browser *b, const char *phone, const char *password, const char *next)
{
	visitor_look(b, "/sign-in");
	return visitor_fill(
		b, "/sign-in",
		arena_printf(b->w->mem, "phone=%s&password=%s&next=%s", phone, password, next));
}
