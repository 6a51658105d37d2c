#include "web_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/cursor.h"
#include "core/session.h"
#include "web/decode.h"
#include "web/events.h"
#include "web/form.h"
#include "web/ops.h"
#include "web/page.h"
#include "web/throttle.h"

/* ---- the notes ---- */

static struct sql insert_note = {"note_insert",
                                 "INSERT INTO note (uid, title, owner) VALUES (?1, ?2, ?3)",
                                 "INSERT INTO note (uid, title, owner) VALUES ($1, $2, $3)", 0};
static struct sql get_note = {"note_get", "SELECT uid, title, owner FROM note WHERE uid = ?1",
                              "SELECT uid, title, owner FROM note WHERE uid = $1", 0};
static struct sql list_notes = {"note_list",
                                "SELECT uid, title, owner FROM note ORDER BY uid LIMIT 10",
                                "SELECT uid, title, owner FROM note ORDER BY uid LIMIT 10", 0};
static struct sql bad_note = {"note_bad",
                              "INSERT INTO note (uid, title, owner) VALUES (NULL, ?1, 0)",
                              "INSERT INTO note (uid, title, owner) VALUES (NULL, $1, 0)", 0};

static const char *const colours[] = {"red", "blue", NULL};
static const char *const colour_labels[] = {"红", "蓝", NULL};
static const char *const tag_words[] = {"old", "new", "odd", NULL};

static const char *check_phone(struct arena *a, const char **value)
{
	(void)a;
	return strlen(*value) == 11 ? NULL : "手机号应为 11 位";
}

const struct field note_fields[] = {
	FIELD(struct note, uid, .readonly = true),
	FIELD(struct note, title, .required = true, .min = 2, .max = 10, .label = "标题",
              .hint = "写短一点"),
	FIELD(struct note, text, .as = AS_LINES, .max = 100, .label = "内容"),
	FIELD(struct note, phone, .as = AS_PHONE, .check = check_phone, .label = "电话"),
	FIELD(struct note, colour, .words = colours, .labels = colour_labels, .label = "颜色"),
	FIELD(struct note, count, .min = 1, .max = 99, .label = "人数"),
	FIELD(struct note, at, .as = AS_TIME, .label = "时间"),
	FIELD(struct note, day, .as = AS_DATE, .label = "日期"),
	FIELD(struct note, agree, .label = "同意公开"),
	FIELD(struct note, tags, .words = tag_words, .labels = tag_words, .max = 2,
              .label = "标签"),
	FIELD_AS(struct note, inner_name, "inner.name", .max = 10, .label = "姓名"),
	FIELD_AS(struct note, inner_phone, "inner.phone", .as = AS_PHONE, .label = "联系电话"),
	RECORD("Note", "A note."),
};
static const struct field note_rows[] = {
	FIELD(struct note, uid), FIELD(struct note, title), FIELD(struct note, owner), {0}};

static void note_page(struct html *h, const void *model)
{
	const struct note *n = model;
	html_raw(h, "<h2>", 4);
	html_text(h, n->title);
	html_raw(h, "</h2>", 5);
}

static void note_form(struct html *h, const void *model)
{
	const struct form *f = model;

	html_safe(h, form_open(f, NULL, "/notes"));
	for (const struct field *d = note_fields; d->name; d++)
		if (!d->readonly)
			html_safe(h, form_field(f, d->name));
}

static const struct view show_view = {note_page, note_fields, .section = "notes"};
static const struct view list_view = {NULL, note_fields, .list = true};
static const struct view form_view = {.html = note_form};

static enum err show(struct req *rq)
{
	struct note *n = db_all_values(rq->c.db, rq->c.mem, &get_note, note_rows, sizeof *n, NULL,
	                               VALUES(V(rq->id)));
	if (!n)
		return ERR_MISSING;
	return render(rq, &show_view, n);
}

static enum err list(struct req *rq)
{
	struct list l = {.size = sizeof(struct note)};
	l.items = db_all_values(rq->c.db, rq->c.mem, &list_notes, note_rows, l.size, &l.count,
	                        VALUES());
	return render(rq, &list_view, &l);
}

static enum err blank(struct req *rq)
{
	page_title(rq, "新的记录", "/");
	return render(rq, &form_view, req_form(rq, note_fields, NULL));
}

static enum err make(struct req *rq)
{
	struct note n = {.uid = random_id(rq->c.mem)};
	if (req_read(rq, note_fields, &n) != OK)
		return ERR_INVALID;
	if (text_equal(n.title, "坏的"))
		db_exec_values(rq->c.db, &bad_note, VALUES(V(n.title)));
	if (text_equal(n.title, "晚了")) {
		rq->c.state = "closed";
		return refuse(rq, ERR_LOST, NULL, "别人先了一步");
	}
	db_exec_values(rq->c.db, &insert_note, VALUES(V(n.uid), V(n.title), V(rq->c.who->id)));
	ctx_touch(&rq->c, "note:all");
	return created(rq, OK, arena_printf(rq->c.mem, "/notes/%s", n.uid));
}

static enum err touch(struct req *rq)
{
	return done(rq, rq->c.who->id == 1 ? OK : ERR_DENIED,
	            arena_printf(rq->c.mem, "/notes/%s", rq->id));
}

static enum err slow(struct req *rq)
{
	rq->prepared = (void *)(uintptr_t) "ready";
	req_form(rq, note_fields, NULL);
	return text_equal(req_query(rq, "how"), "bad") ? refuse(rq, ERR_INVALID, NULL, "不行") : OK;
}

static enum err slowed(struct req *rq)
{
	rq->reply.status = 200;
	rq->reply.type = "text/plain";
	buf_printf(&rq->reply.html.out, "%s %s", (const char *)rq->prepared,
	           req_form(rq, note_fields, NULL)->csrf);
	return OK;
}

struct web_heavy web_heavy;

static enum err heavy(struct req *rq)
{
	__atomic_fetch_add(&web_heavy.running, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&web_heavy.hold, __ATOMIC_SEQ_CST))
		usleep(1000);
	__atomic_fetch_sub(&web_heavy.running, 1, __ATOMIC_SEQ_CST);
	rq->reply.status = 200;
	buf_text(&rq->reply.html.out, "heavy\n");
	return OK;
}

int web_long_rows, web_long_pages;

struct line {
	int64_t n;
	const char *text, *after;
};
static const struct field line_fields[] = {
	FIELD(struct line, n, .label = "第几行"), FIELD(struct line, text, .label = "内容"), {0}};
static const struct field line_asks[] = {
	FIELD(struct line, text, .max = 9), CURSOR_FIELD(struct line), {0}};
static const struct view long_view = {NULL, line_fields, .list = true};

/* web_long_rows of some 60 bytes, fifty a page. */
static enum err long_list(struct req *rq)
{
	struct list l = {.size = sizeof(struct line)};
	struct line *rows = ARENA_ARRAY(rq->c.mem, struct line, 50);
	int64_t from = req_query(rq, "after") ? cursor_read(req_query(rq, "after")).id : 0;
	__atomic_fetch_add(&web_long_pages, 1, __ATOMIC_SEQ_CST);
	for (; l.count < 50 && from < web_long_rows; l.count++)
		rows[l.count] = (struct line){
			.n = ++from,
			.text = "一行很长的文字，写得满满的，为的是早些把门外的缓冲填满"};
	l.items = rows;
	l.next = from < web_long_rows ? cursor_text(rq->c.mem, (struct cursor){.id = from}) : NULL;
	return render(rq, &long_view, &l);
}

const struct route note_routes[] = {
	{GET, "/long", long_list, PERM_PUBLIC, "many lines", .asks = line_asks,
         .gives = &long_view},
	{GET, "/notes", list, PERM_PUBLIC, "all notes", .gives = &list_view},
	{GET, "/notes/new", blank, PERM_PUBLIC, "an empty form", .flags = ROUTE_PAGE},
	{GET, "/notes/:id", show, PERM_PUBLIC, "one note", .gives = &show_view},
	{POST, "/notes", make, PERM_PUBLIC, "writes a note", .takes = note_fields,
         .gives = &show_view},
	{POST, "/notes/:id/touch", touch, PERM_SIGNED_IN, .doc = "touches it"},
	{GET, "/staff", list, AUDIT_READ, "not for everybody", .gives = &list_view},
	{GET, "/closed", list, PERM_UNSET, "forgotten permission", .gives = &list_view},
	{GET, "/slow", slowed, PERM_PUBLIC, "prepared", .flags = ROUTE_RAW, .prepare = slow},
	{GET, "/heavy", heavy, PERM_PUBLIC, "as long as it is held", .flags = ROUTE_HEAVY},
	{0},
};

/* ---- the site ---- */

void web_site(struct site *site, struct arena *a, struct keys *keys)
{
	static const struct route *const tables[] = {note_routes, ops_routes, NULL};
	static const struct nav nav[] = {
		{"notes", "/notes", "list", "记录", NULL, PERM_PUBLIC, true},
		{"staff", "/staff", "list", "审计", "系统", AUDIT_READ, false},
		{0},
	};
	insert_note.id = sql_count + 200;
	get_note.id = sql_count + 201;
	list_notes.id = sql_count + 202;
	bad_note.id = sql_count + 203;
	*site = (struct site){
		.routes = tables,
		.nav = nav,
		.keys = keys,
		.events = events_new(a),
		.throttle = throttle_new(a, 1),
		.origin = "http://127.0.0.1:8080",
		.hosts = "localhost:8080, wudan.example",
		.brand = "示例云",
		.office = "示例中心",
	};
	log_threshold(LOG_ERROR + 1);
}

int web_open(void **state)
{
	void *desk;
	desk_open(&desk);
	struct web *w = calloc(1, sizeof *w);
	w->desk = desk;
	desk_script(w->desk, WEB_TABLE);
	w->mem = arena_new();
	web_site(&w->site, w->desk->c.mem, w->desk->keys);
	*state = w;
	return 0;
}

int web_close(void **state)
{
	struct web *w = *state;
	void *desk = w->desk;
	desk_close(&desk);
	arena_free(w->mem);
	free(w);
	return 0;
}

static void add_header(struct req *rq, const char *name, const char *value)
{
	rq->headers.at[rq->headers.count++] = (struct pair){.name = name, .value = value};
}

static void headers_of(struct web *w, struct req *rq, const char *headers)
{
	bool host = false;
	rq->headers.at = ARENA_ARRAY(w->mem, struct pair, 20);
	const char **lines = text_split(w->mem, headers ? headers : "", "\n");
	for (; *lines; lines++) {
		const char *colon = strstr(*lines, ": ");
		assert_non_null(colon);
		add_header(rq, arena_strndup(w->mem, *lines, (size_t)(colon - *lines)), colon + 2);
		host |= text_starts(*lines, "Host");
	}
	if (!host)
		add_header(rq, "Host", "127.0.0.1:8080");
}

int web_ask(struct web *w, enum method m, const char *path, const char *headers, const char *raw)
{
	size_t n = strcspn(path, "?");
	arena_reset(w->mem);
	struct req *rq = w->rq = ARENA_NEW(w->mem, struct req);
	rq->c.mem = w->mem;
	rq->c.source = "192.0.2.9";
	rq->site = &w->site;
	rq->method = m;
	rq->path = decode_path(w->mem, path, n);
	assert_non_null(rq->path);
	if (path[n])
		assert_int_equal(
			decode_pairs(w->mem, path + n + 1, strlen(path + n + 1), &rq->query), OK);
	headers_of(w, rq, headers);
	rq->raw = raw;
	rq->raw_size = raw ? strlen(raw) : 0;
	db_commit(w->desk->c.db);
	serve(rq, w->desk->c.db);
	db_begin(w->desk->c.db);
	w->status = rq->reply.status;
	w->body = buf_str(&rq->reply.html.out);
	return w->status;
}

int web_get(struct web *w, const char *path)
{
	return web_ask(w, GET, path, NULL, NULL);
}

int web_form(struct web *w, const char *path, const char *fields)
{
	char headers[1000], body[4000];
	snprintf(headers, sizeof headers,
	         "Content-Type: application/x-www-form-urlencoded\nOrigin: "
	         "http://127.0.0.1:8080\n%s%s",
	         w->cookies ? "Cookie: " : "", w->cookies ? w->cookies : "");
	snprintf(body, sizeof body, "%s%s%s%s", fields, *fields ? "&" : "", w->csrf ? "_csrf=" : "",
	         w->csrf ? w->csrf : "");
	return web_ask(w, POST, path, headers, body);
}

int web_api(struct web *w, enum method m, const char *path, const char *token, const char *json)
{
	char headers[1000];
	snprintf(headers, sizeof headers, "%s%s%s", json ? "Content-Type: application/json\n" : "",
	         token ? "Authorization: Bearer " : "", token ? token : "");
	return web_ask(w, m, path, headers, json);
}

const char *web_header(const struct web *w, const char *name)
{
	for (size_t i = 0; i < w->rq->reply.headers.count; i++)
		if (strcmp(w->rq->reply.headers.at[i].name, name) == 0)
			return w->rq->reply.headers.at[i].value;
	return NULL;
}

const char *web_token(struct web *w, int64_t person, bool api)
{
	w->desk->c.now = w->rq ? w->rq->c.now : 1800000000;
	struct ctx *c = &w->desk->c;
	web_get(w, "/healthz");
	c->now = w->rq->c.now;
	const char *token = session_start(c, person, api ? SESSION_API : SESSION_BROWSER);
	assert_true(db_commit(c->db));
	db_begin(c->db);
	return token;
}

void web_visit(struct web *w, const char *session)
{
	struct arena *a = w->desk->c.mem;
	const char *cookies = session ? arena_printf(a, "Cookie: wudan_session=%s", session) : NULL;
	assert_int_equal(web_ask(w, GET, "/notes/new", cookies, NULL), 200);
	const char *at = strstr(w->body, "name=\"_csrf\" value=\"");
	assert_non_null(at);
	at += strlen("name=\"_csrf\" value=\"");
	w->csrf = arena_strndup(a, at, strcspn(at, "\""));
	const char *set = web_header(w, "Set-Cookie");
	w->cookies = arena_printf(a, "%s%s%.*s", session ? cookies + 8 : "", session ? "; " : "",
	                          (int)strcspn(set, ";"), set);
}

int64_t web_count(struct web *w, const char *table, const char *where)
{
	return desk_count(w->desk, table, where);
}
