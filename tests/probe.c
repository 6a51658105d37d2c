#include "probe.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/session.h"
#include "store/db.h"
#include "web/decode.h"

static struct req *last;

static void header(struct req *rq, const char *name, const char *value)
{
	rq->headers.at[rq->headers.count++] = (struct pair){.name = name, .value = value};
}

static void headers_of(struct arena *a, struct req *rq, const char *text)
{
	bool host = false;
	rq->headers.at = ARENA_ARRAY(a, struct pair, 24);
	for (const char **line = text_split(a, text ? text : "", "\n"); *line; line++) {
		const char *colon = strstr(*line, ": ");
		assert_non_null(colon);
		header(rq, arena_strndup(a, *line, (size_t)(colon - *line)), colon + 2);
		host |= text_starts(*line, "Host");
	}
	if (!host)
		header(rq, "Host", "127.0.0.1:8080");
}

int probe_bytes(struct world *w, enum method m, const char *path, const char *headers,
                const char *raw, size_t size)
{
	struct arena *a = w->request_mem;
	/* What is sent may lie in the last reply. */
	const char *url = arena_strdup(w->mem, path), *lines = arena_strdup(w->mem, headers);
	char *body = raw ? arena_memdup(w->mem, raw, size) : NULL;
	size_t n = strcspn(url, "?");
	arena_reset(a);
	struct req *rq = last = ARENA_NEW(a, struct req);
	rq->c.mem = a;
	rq->site = &w->site;
	rq->method = m;
	rq->path = decode_path(a, url, n);
	assert_non_null(rq->path);
	if (url[n])
		assert_int_equal(decode_pairs(a, url + n + 1, strlen(url + n + 1), &rq->query), OK);
	headers_of(a, rq, lines);
	rq->raw = body;
	rq->raw_size = size;
	rq->reply.html.out = BUF(a);
	serve(rq, w->db);
	w->status = rq->reply.status;
	w->body = buf_str(&rq->reply.html.out);
	w->location = rq->reply.location;
	return w->status;
}

int probe(struct world *w, enum method m, const char *path, const char *headers, const char *raw)
{
	return probe_bytes(w, m, path, headers, raw, raw ? strlen(raw) : 0);
}

const char *probe_header(const char *name)
{
	const struct pairs *h = &last->reply.headers;
	for (size_t i = 0; i < h->count; i++)
		if (strcmp(h->at[i].name, name) == 0)
			return h->at[i].value;
	return NULL;
}

/* ---- browsers ---- */

static const char *cookie_line(struct world *w, const struct browser *b)
{
	return b->cookie ? arena_printf(w->mem, "Cookie: %s", b->cookie) : NULL;
}

int probe_get(struct world *w, const struct browser *b, const char *path)
{
	return probe(w, GET, path, cookie_line(w, b), NULL);
}

struct browser probe_browser(struct world *w, enum who who)
{
	struct browser b = {0};
	if (who != GUEST) {
		world_begin(w, GUEST);
		const char *token = session_start(&w->c, w->person[who], SESSION_BROWSER);
		world_commit(w);
		b.cookie = arena_printf(w->mem, "wudan_session=%s", token);
	}
	assert_int_equal(probe_get(w, &b, who == GUEST ? "/sign-in" : "/me"), 200);
	const char *at = strstr(w->body, "name=\"_csrf\" value=\"");
	assert_non_null(at);
	at += strlen("name=\"_csrf\" value=\"");
	b.csrf = arena_strndup(w->mem, at, strcspn(at, "\""));
	const char *set = probe_header("Set-Cookie"); /* the browser's own, which the token needs */
	assert_non_null(set);
	b.cookie = arena_printf(w->mem, "%s%s%.*s", b.cookie ? b.cookie : "", b.cookie ? "; " : "",
	                        (int)strcspn(set, ";"), set);
	return b;
}

int probe_post(struct world *w, const struct browser *b, const char *path, const char *fields)
{
	const char *head = arena_printf(w->mem,
	                                "Cookie: %s\nOrigin: http://127.0.0.1:8080\n"
	                                "Content-Type: application/x-www-form-urlencoded",
	                                b->cookie);
	const char *body = arena_printf(w->mem, "%s%s_csrf=%s", fields, *fields ? "&" : "",
	                                b->csrf);
	return probe(w, POST, path, head, body);
}

/* ---- the whole database ---- */

static struct sql *adhoc(struct world *w, const char *text)
{
	static unsigned used;
	struct sql *s = ARENA_NEW(w->mem, struct sql);
	*s = (struct sql){"probe", text, text, sql_count + 5000 + used++};
	return s;
}

static const char *text_of(struct world *w, const char *sql)
{
	const char *s = db_text_values(w->db, w->mem, adhoc(w, sql), VALUES());
	if (db_fault(w->db) != DB_FINE)
		fail_msg("%s: %s", sql, db_error(w->db));
	return s ? s : "";
}

static const char *rows_of(struct world *w, const char *table)
{
	const char *only = strcmp(table, "audit") == 0         ? " WHERE action <> 'access.denied'"
	                   : strcmp(table, "denied_look") == 0 ? " WHERE id = 0"
	                                                       : "";
	bool moves = strcmp(table, "audit") == 0 || strcmp(table, "session") == 0;
	if (db_is_postgres(w->db))
		return text_of(
			w, arena_printf(w->mem,
		                        "SELECT string_agg(r, ';' ORDER BY r) FROM (SELECT "
		                        "CAST(to_jsonb(t) - CAST('%s' AS TEXT[]) AS TEXT) AS r "
		                        "FROM %s t%s) q",
		                        moves ? "{prev,hash,seq,last_seen}" : "{}", table, only));
	const char *columns = text_of(
		w, arena_printf(w->mem,
	                        "SELECT group_concat('quote(' || name || ')', '||'',''||') FROM "
	                        "pragma_table_info('%s')"
	                        " WHERE name NOT IN ('prev', 'hash', 'seq', 'last_seen') OR '%s' "
	                        "NOT IN ('audit', 'session')",
	                        table, table));
	return text_of(
		w, arena_printf(
			   w->mem,
			   "SELECT group_concat(r, ';') FROM (SELECT %s AS r FROM %s%s ORDER BY 1)",
			   columns, table, only));
}

const char *probe_state(struct world *w)
{
	struct arena *a = w->mem;
	struct buf all = BUF(a);
	db_snapshot(w->db);
	bool pg = db_is_postgres(w->db);
	const char *names = text_of(w,
	                            pg ? "SELECT string_agg(relname, ',' ORDER BY relname)"
	                                 " FROM pg_class WHERE relkind = 'r' AND relnamespace ="
	                                 " (SELECT oid FROM pg_namespace WHERE nspname = 'public')"
	                               : "SELECT group_concat(name, ',') FROM (SELECT name FROM"
	                                 " sqlite_master WHERE type = 'table' AND sql NOT LIKE"
	                                 " 'CREATE VIRTUAL%' AND name NOT LIKE"
	                                 " 'sqlite_%' ORDER BY name)");
	for (const char **name = text_split(a, names, ","); *name; name++)
		buf_printf(&all, "%s:%s\n", *name, rows_of(w, *name));
	db_end(w->db);
	return crypto_digest(a, buf_str(&all), all.len);
}

/* ---- addresses ---- */

static const char *thing(const struct route *r, const struct things *t, int part)
{
	static const struct {
		const char *front;
		size_t at;
	} kinds[] = {
		{"/orders/", offsetof(struct things, order)},
		{"/people/", offsetof(struct things, person)},
		{"/teams/", offsetof(struct things, team)},
		{"/places/", offsetof(struct things, place)},
		{"/accounts/", offsetof(struct things, account)},
		{"/grants/", offsetof(struct things, grant)},
		{"/inbox/", offsetof(struct things, message)},
		{"/activities/", offsetof(struct things, activity)},
		{"/menu/", offsetof(struct things, menu)},
		{"/news/", offsetof(struct things, news)},
		{"/proposals/", offsetof(struct things, proposal)},
		{"/surveys/", offsetof(struct things, survey)},
		{"/complaints/", offsetof(struct things, complaint)},
		{"/limits/", offsetof(struct things, limit)},
		{"/holidays/", offsetof(struct things, holiday)},
	};
	const char *id = NULL;
	if (part == 1)
		return t && t->member ? t->member : PROBE_NOBODY;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_starts(r->path, kinds[i].front)) {
			if (t)
				memcpy(&id, (const char *)t + kinds[i].at, sizeof id);
			return id ? id : PROBE_NOBODY;
		}
	return PROBE_NOBODY;
}

const char *probe_path(struct world *w, const struct route *r, const struct things *t)
{
	struct buf b = BUF(w->mem);
	int part = 0;
	for (const char *p = r->path; *p;) {
		if (*p != ':') {
			buf_char(&b, *p++);
			continue;
		}
		buf_text(&b, thing(r, t, part++));
		p += strcspn(p, "/");
	}
	return buf_str(&b);
}
