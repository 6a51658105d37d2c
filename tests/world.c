#include "world.h"

#include "contract.h"
#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "core/session.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "store/db.h"
#include "store/migrate.h"
#include "web/decode.h"

const char *const who_names[WHO_COUNT] = {
	"guest",        "resident", "other resident", "volunteer", "member",         "leader",
	"other leader", "station",  "other station",  "township",  "other township", "dispatcher",
	"reviewer",     "auditor",  "sysadmin",       "secadmin",  "viewer",
};

static const char places[] =
	"INSERT INTO place (id, code, name, label, kind, parent, path) VALUES"
	" (1, '430421', '示例县', '示例县', 0, 0, '430421/'),"
	" (2, '430421100', '甲镇', '甲镇', 1, 1, '430421/430421100/'),"
	" (3, '430421101', '乙镇', '乙镇', 1, 1, '430421/430421101/'),"
	" (4, '430421100201', '甲村', '甲村', 2, 2, '430421/430421100/430421100201/'),"
	" (5, '430421101201', '乙村', '乙村', 2, 3, '430421/430421101/430421101201/');"
	"INSERT INTO category (word, label, never_public, sort) VALUES"
	" ('repair', '居家小修', 0, 1), ('health', '健康义诊', 0, 2), ('minors', '困境儿童', 1, 3);"
	"INSERT INTO setting (name, value, who, at) VALUES ('verdict.sample_percent', '0', 0, 0),"
	" ('wall.turn_hours', '0', 0, 0);";

/* role and the place of the grant; 0: no grant. */
static const struct cast {
	enum role role;
	int64_t place, home;
	bool volunteer;
} cast[WHO_COUNT] = {
	[RESIDENT] = {0, 0, 4, false},
	[OTHER_RESIDENT] = {0, 0, 5, false},
	[VOLUNTEER] = {0, 0, 4, true},
	[MEMBER] = {0, 0, 4, true},
	[LEADER] = {0, 0, 4, true},
	[OTHER_LEADER] = {0, 0, 5, true},
	[STATION] = {ROLE_STATION, 4, 4, false},
	[OTHER_STATION] = {ROLE_STATION, 5, 5, false},
	[TOWNSHIP] = {ROLE_TOWNSHIP, 2, 4, false},
	[OTHER_TOWNSHIP] = {ROLE_TOWNSHIP, 3, 5, false},
	[DISPATCHER] = {ROLE_DISPATCHER, 1, 4, false},
	[REVIEWER] = {ROLE_REVIEWER, 1, 4, false},
	[AUDITOR] = {ROLE_AUDITOR, 1, 4, false},
	[SYSADMIN] = {ROLE_SYSADMIN, 1, 4, false},
	[SECADMIN] = {ROLE_SECADMIN, 1, 4, false},
	[VIEWER] = {ROLE_VIEWER, 1, 4, false},
};

static void script(struct world *w, const char *sql)
{
	db_script(w->db, sql);
	if (db_fault(w->db) != DB_FINE)
		fail_msg("%s", db_error(w->db));
}

static void people(struct world *w)
{
	for (int i = 1; i < WHO_COUNT; i++) {
		struct person p = {
			.name = arena_printf(w->mem, "示例%s", who_names[i]),
			.phone = arena_printf(w->mem, "199000000%02d", i),
			.home = cast[i].home,
			.volunteer = cast[i].volunteer,
			.sample = true,
		};
		w->person[i] = person_add(&w->c, &p);
		w->uid[i] = p.uid;
		script(w, arena_printf(w->mem,
		                       "INSERT INTO account (person, login, hash, staff, created)"
		                       " VALUES (%lld, 'login-%d', 'none', 0, 1)",
		                       (long long)w->person[i], i));
		if (cast[i].role)
			script(w,
			       arena_printf(w->mem,
			                    "INSERT INTO grants (person, role, place, given_by, at)"
			                    " VALUES (%lld, %d, %lld, 0, 1)",
			                    (long long)w->person[i], cast[i].role,
			                    (long long)cast[i].place));
		w->token[i] = session_start(&w->c, w->person[i], SESSION_API);
	}
}

static void teams(struct world *w)
{
	struct team a = {.name = "甲队（示例）",
	                 .kind = TEAM_TEAM,
	                 .place = 2,
	                 .state = TEAM_REGISTERED,
	                 .skills = " repair ",
	                 .members = 2};
	struct team b = {.name = "乙队（示例）",
	                 .kind = TEAM_TEAM,
	                 .place = 3,
	                 .state = TEAM_REGISTERED,
	                 .skills = " health ",
	                 .members = 1};
	w->team_a = team_add(&w->c, &a);
	w->team_b = team_add(&w->c, &b);
	w->team_uid_a = a.uid;
	w->team_uid_b = b.uid;
	member_add(&w->c, w->team_a, w->person[LEADER], MEMBER_LEADER, MEMBER_ACTIVE);
	member_add(&w->c, w->team_a, w->person[MEMBER], MEMBER_PLAIN, MEMBER_ACTIVE);
	member_add(&w->c, w->team_b, w->person[OTHER_LEADER], MEMBER_LEADER, MEMBER_ACTIVE);
}

void world_begin(struct world *w, enum who who)
{
	db_begin(w->db);
	w->c = (struct ctx){.mem = w->mem,
	                    .db = w->db,
	                    .who = &actor_system,
	                    .now = clock_now(),
	                    .keys = w->keys,
	                    .request = "direct",
	                    .node = ""};
	if (who != GUEST)
		w->c.who = session_actor_of(&w->c, w->person[who]);
	assert_non_null(w->c.who);
}

void world_commit(struct world *w)
{
	if (!db_commit(w->db))
		fail_msg("%s", db_error(w->db));
}

static void build(struct world *w)
{
	const char *why = NULL;
	if (!migrate_all(w->db, migrations, &why))
		fail_msg("%s", why);
	world_begin(w, GUEST);
	script(w, places);
	people(w);
	teams(w);
	world_commit(w);
}

static struct db *opened(const char *url)
{
	const char *why = NULL;
	struct db *db = db_open(url, DB_WRITER, &why);
	if (!db)
		fail_msg("%s", why);
	return db;
}

/* The county as it was built, once per process and engine; image.c puts the rows back. */
static struct world first[2];

static void remember(struct world *w, bool postgres)
{
	first[postgres] = *w;
	first[postgres].db = NULL;
	w->mem = arena_new(); /* that of the image stays: its ids live there */
}

static void recall(struct world *w, bool postgres)
{
	const struct world *f = &first[postgres];
	memcpy(w->token, f->token, sizeof w->token);
	memcpy(w->uid, f->uid, sizeof w->uid);
	memcpy(w->person, f->person, sizeof w->person);
	w->team_a = f->team_a;
	w->team_b = f->team_b;
	w->team_uid_a = f->team_uid_a;
	w->team_uid_b = f->team_uid_b;
}

/* An empty database with the county in it. */
static void settle(struct world *w, bool postgres)
{
	const char *url = image_url(postgres);
	if (!first[postgres].mem || !image_restore(postgres)) {
		image_clear(postgres);
		w->db = opened(url);
		build(w);
		db_close(w->db);
		image_keep(postgres);
		remember(w, postgres);
	}
	w->db = opened(url);
	image_hurry(w->db);
	recall(w, postgres);
}

static struct world *made(void)
{
	struct world *w = calloc(1, sizeof *w);
	clock_shift(0); /* a story that failed left it where it was */
	clock_step(0);
	log_threshold(LOG_ERROR);
	w->mem = arena_new();
	w->request_mem = arena_new();
	w->keys = keys_fixed(11);
	w->site = (struct site){.routes = routes_all,
	                        .nav = routes_nav,
	                        .doors = routes_doors,
	                        .tags = routes_tags,
	                        .keys = w->keys,
	                        .node = "",
	                        .origin = "http://127.0.0.1:8080",
	                        .hosts = "127.0.0.1:8080",
	                        .brand = "文明实践云·示例",
	                        .office = "示例中心",
	                        .unread = routes_unread,
	                        .waiting = routes_waiting,
	                        .place = routes_place,
	                        .hears = routes_hears};
	return w;
}

static void told(struct world *w, void (*story)(struct world *w))
{
	story(w);
	clock_shift(0);
	clock_step(0);
	db_close(w->db);
	keys_close(w->keys);
	arena_free(w->mem);
	arena_free(w->request_mem);
	free(w);
}

void world_run(bool postgres, void (*story)(struct world *w))
{
	if (!image_url(postgres))
		skip();
	struct world *w = made();
	settle(w, postgres);
	told(w, story);
}

void world_run_at(const char *url, void (*story)(struct world *w))
{
	struct world *w = made();
	w->db = opened(url);
	build(w);
	told(w, story);
}

void world_run_in(const char *url, const char *key, void (*story)(struct world *w))
{
	const char *why = NULL;
	struct world *w = made();
	keys_close(w->keys);
	w->site.keys = w->keys = keys_open(key, false, &why);
	if (!w->keys)
		fail_msg("%s", why);
	w->db = opened(url);
	told(w, story);
}

void world_readable(const struct req *rq)
{
	const struct buf *b = &rq->reply.html.out;
	bool lines = rq->reply.type && text_starts(rq->reply.type, "text/csv"); /* end in CRLF */
	if (lines)
		return;
	if (b->len && !text_valid(b->at, b->len))
		fail_msg("%s: not valid UTF-8: %s", rq->path, b->at);
}

static int ask(struct world *w, enum who who, enum method m, const char *path, const char *json,
               const char *key)
{
	struct arena *a = w->request_mem;
	const char *query = strchr(path, '?');
	char *copy = arena_strdup(w->mem, path), *body = arena_strdup(w->mem, json);
	const char *op = arena_strdup(w->mem, key);
	query = query ? arena_strdup(w->mem, query) : NULL;
	arena_reset(a);
	struct pair *headers = ARENA_ARRAY(a, struct pair, 4);
	struct req *rq = ARENA_NEW(a, struct req);
	size_t n = 0;
	headers[n++] = (struct pair){.name = "Host", .value = "127.0.0.1:8080"};
	if (w->token[who])
		headers[n++] = (struct pair){.name = "Authorization",
		                             .value = arena_printf(a, "Bearer %s", w->token[who])};
	if (body)
		headers[n++] = (struct pair){.name = "Content-Type", .value = "application/json"};
	if (op)
		headers[n++] = (struct pair){.name = "Idempotency-Key", .value = op};
	*rq = (struct req){.site = &w->site,
	                   .method = m,
	                   .path = copy,
	                   .c = {.mem = a},
	                   .headers = {headers, n},
	                   .raw = body,
	                   .raw_size = body ? strlen(body) : 0};
	if (query) {
		*strchr(copy, '?') = '\0';
		decode_pairs(a, query + 1, strlen(query + 1), &rq->query);
	}
	rq->reply.html.out = BUF(a);
	serve(rq, w->db);
	world_readable(rq);
	if (rq->json && !rq->face)
		contract_check(rq);
	w->status = rq->reply.status;
	w->body = buf_str(&rq->reply.html.out);
	w->location = rq->reply.location;
	return w->status;
}

int world_ask(struct world *w, enum who who, enum method m, const char *path, const char *json)
{
	return ask(w, who, m, arena_printf(w->mem, "/api/v1%s", path), json, NULL);
}

int world_ask_key(struct world *w, enum who who, enum method m, const char *path, const char *json,
                  const char *key)
{
	return ask(w, who, m, arena_printf(w->mem, "/api/v1%s", path), json, key);
}

int world_askf(struct world *w, enum who who, enum method m, const char *json, const char *path,
               ...)
{
	char full[1024];
	va_list ap;
	va_start(ap, path);
	vsnprintf(full, sizeof full, path, ap);
	va_end(ap);
	return world_ask(w, who, m, full, json);
}

int world_page(struct world *w, enum who who, const char *path)
{
	return ask(w, who, GET, path, NULL, NULL);
}

void world_has(const struct world *w, const char *text, const char *file, int line)
{
	if (strstr(w->body, text))
		return;
	print_error("no \"%s\" in %d: %.1500s\n", text, w->status, w->body);
	_fail(file, line);
}

void world_lacks(const struct world *w, int status, const char *text, const char *file, int line)
{
	bool asked = status == 200 ? w->status == 200 || w->status == 201 : w->status == status;
	const char *at = strstr(w->body, text);
	if (asked && !at)
		return;
	if (!asked)
		print_error("%d, not %d: nothing is said of \"%s\"\n", w->status, status, text);
	else
		print_error("\"%s\" in %d: %.1500s\n", text, w->status, at);
	_fail(file, line);
}

/* Statements are cached by id, so every text asked gets one behind the program's. */
static const struct sql *question(struct world *w, const char *sql)
{
	static unsigned used;
	struct sql *s = ARENA_NEW(w->mem, struct sql);
	const char *text = arena_strdup(w->mem, sql);
	*s = (struct sql){"test_question", text, text, sql_count + 100 + used++};
	return s;
}

int64_t world_count(struct world *w, const char *sql)
{
	db_snapshot(w->db);
	int64_t n = db_int_values(w->db, question(w, sql), VALUES());
	if (db_fault(w->db) != DB_FINE)
		fail_msg("%s", db_error(w->db));
	db_end(w->db);
	return n;
}

const char *world_text(struct world *w, const char *sql)
{
	db_snapshot(w->db);
	const char *text = db_text_values(w->db, w->mem, question(w, sql), VALUES());
	if (db_fault(w->db) != DB_FINE)
		fail_msg("%s", db_error(w->db));
	db_end(w->db);
	return text;
}

void world_later(int64_t seconds)
{
	clock_shift(seconds);
}
