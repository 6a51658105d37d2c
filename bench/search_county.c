#include "search_county.h"
#include "app/county.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/grant.h"
#include "core/search.h"
#include "core/session.h"
#include "demo/demo.h"
#include "demo/needs.h"
#include "demo/texts.h"
#include "features/order/order.h"
#include "features/team/team.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 500 };

static const struct sql places = {
	"places", "SELECT id, code, path FROM place WHERE kind = 2 ORDER BY id LIMIT 5000",
	"SELECT id, code, path FROM place WHERE kind = 2 ORDER BY id LIMIT 5000", 21000};
#define ORDER_INTO                                                                                 \
	"INSERT INTO orders (id, uid, number, state, title, category, place, requester, proxy, "   \
	"created, deadline, closed, public_title, public_detail, published, team, person, kind, "  \
	"form, source, revision, detail, entered) "
#define PERSON_INTO "INSERT INTO person (id, uid, name, home, number, volunteer, skills, created) "
/* ?1: a JSON list of rows, the members in this order. */
static const struct sql add_orders = {
	"add_orders",
	ORDER_INTO "SELECT v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7, "
		   "v ->> 8, v ->> 9, v ->> 10, v ->> 11, v ->> 12, v ->> 13, v ->> 14, v ->> 15, "
		   "v ->> 16, 0, "
		   "0, 0, 0, '', 1 FROM (SELECT value AS v FROM json_each(?1)) r",
	ORDER_INTO "SELECT (v ->> 0)::bigint, v ->> 1, v ->> 2, (v ->> 3)::bigint, v ->> 4, "
		   "(v ->> 5)::bigint, (v ->> 6)::bigint, (v ->> 7)::bigint, (v ->> 8)::bigint, "
		   "(v ->> 9)::bigint, (v ->> 10)::bigint, (v ->> 11)::bigint, v ->> 12, v ->> 13, "
		   "(v ->> 14)::bigint, (v ->> 15)::bigint, (v ->> 16)::bigint, 0, 0, 0, 0, '', 1 "
		   "FROM jsonb_array_elements(CAST($1 AS jsonb)) AS r(v)",
	21001,
};
static const struct sql add_people = {
	"add_people",
	PERSON_INTO "SELECT v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, 1, '', 1 "
		    "FROM (SELECT value AS v FROM json_each(?1)) r",
	PERSON_INTO "SELECT (v ->> 0)::bigint, v ->> 1, v ->> 2, (v ->> 3)::bigint, v ->> 4, 1, "
		    "'', 1 FROM jsonb_array_elements(CAST($1 AS jsonb)) AS r(v)",
	21002,
};
struct village {
	int64_t id;
	const char *code, *path;
};
static const struct field village_fields[] = {
	FIELD(struct village, id), FIELD(struct village, code), FIELD(struct village, path), {0}};

static void keep(struct bench *b)
{
	if (db_fault(b->c.db) || !db_commit(b->c.db))
		die("the database", db_error(b->c.db));
	arena_reset(b->c.mem);
	db_begin(b->c.db);
}

/* A member of a JSON list: a number, or a text that needs no escaping; NULL: null. */
static void number(struct buf *out, int64_t n)
{
	buf_printf(out, ",%lld", (long long)n);
}

static void text(struct buf *out, const char *s)
{
	buf_printf(out, s ? ",\"%s\"" : ",null", s);
}

static void add(struct bench *b, const struct sql *sql, struct buf *rows)
{
	buf_char(rows, ']');
	db_exec(b->c.db, *sql, V(buf_str(rows)));
}

static const struct village *somewhere(struct bench *b)
{
	return &b->villages[dice_below(&b->dice, (int64_t)b->village_count)];
}

/* Five of six are entered by a station; one of a hundred is under way, the newest. */
static void order(struct bench *b, int64_t n, struct buf *rows, struct search_doc *title,
                  struct search_doc *told)
{
	struct arena *a = b->c.mem;
	const struct demo_need *need = &demo_needs[dice_below(&b->dice, demo_needs_count())];
	const struct demo_text t = demo_texts_about(a, &b->dice, need, n % 2);
	const struct village *at = somewhere(b);
	bool open = n > ORDERS - ORDERS / 100;
	const char *said = demo_texts_say(a, &b->dice, need->title, &t);
	const char *serial = arena_printf(a, "DD2026%02lld%02lld-%04lld", (long long)(1 + n % 12),
	                                  (long long)(1 + n % 28), (long long)(n / 84));
	const char *public = n % 2 ? demo_texts_say(a, &b->dice, need->public_title, &t) : NULL;
	const char *more = public ? demo_texts_say(a, &b->dice, need->public_detail, &t) : NULL;
	int64_t state = open ? 1 + n % 9 : n % 50 ? ORDER_CLOSED : ORDER_CANCELLED;
	int64_t day = b->c.now - (ORDERS - n) * 300;
	buf_printf(rows, "%s[%lld", rows->len ? "," : "[", (long long)n);
	text(rows, dice_id(a, &b->dice));
	text(rows, serial);
	number(rows, state);
	text(rows, said);
	number(rows, 1 + dice_below(&b->dice, COUNTY_CATEGORIES));
	number(rows, at->id);
	number(rows, 1 + dice_below(&b->dice, PEOPLE));
	number(rows, n % 6 ? 100 + at->id : 0);
	number(rows, day);
	number(rows, open ? b->c.now + 3 * DAY : 0);
	number(rows, state == ORDER_CLOSED ? day : 0);
	text(rows, public);
	text(rows, more);
	number(rows, public ? day : 0);
	number(rows, n % 5 ? 1 + n % TEAMS : 0);
	number(rows, n % 5 ? 0 : 1 + n % PEOPLE);
	buf_char(rows, ']');
	*title = (struct search_doc){n, at->path, arena_printf(a, "%s\n%s", said, serial)};
	*told = (struct search_doc){n, at->path, arena_printf(a, "%s\n%s", public, more)};
	b->titles[n - 1] = arena_strdup(b->keep, text_search(a, said));
}

static void orders(struct bench *b)
{
	static struct search_doc titles[BATCH], told[BATCH];
	b->titles = ARENA_ARRAY(b->keep, const char *, ORDERS);
	for (int64_t n = 1; n <= ORDERS;) {
		struct buf rows = BUF(b->c.mem);
		size_t count = 0, public = 0;
		for (; count < BATCH && n <= ORDERS; n++) {
			order(b, n, &rows, &titles[count++], &told[public]);
			public += strncmp(told[public].text, "(null)", 6) != 0;
		}
		add(b, &add_orders, &rows);
		search_put_new(&b->c, SEARCH_ORDER, count, titles);
		search_put_new(&b->c, SEARCH_ORDER_PUBLIC, public, told);
		keep(b);
	}
}

static void people(struct bench *b)
{
	static struct search_doc found[BATCH];
	struct arena *a = b->c.mem;
	for (int64_t n = 1; n <= PEOPLE;) {
		struct buf rows = BUF(a);
		size_t count = 0;
		for (; count < BATCH && n <= PEOPLE; n++) {
			const struct village *at = somewhere(b);
			const char *name = demo_name(a, &b->dice, n % 2, 1950 + n % 60);
			const char *own = arena_printf(a, "ZY%010lld",
			                               (long long)(n * 3141592653 % 10000000000));
			buf_printf(&rows, "%s[%lld", rows.len ? "," : "[", (long long)n);
			text(&rows, dice_id(a, &b->dice));
			text(&rows, name);
			number(&rows, at->id);
			text(&rows, own);
			buf_char(&rows, ']');
			found[count++] = (struct search_doc){n, at->path,
			                                     arena_printf(a, "%s\n%s", name, own)};
		}
		add(b, &add_people, &rows);
		search_put_new(&b->c, SEARCH_PERSON, count, found);
		keep(b);
	}
}

static void teams(struct bench *b)
{
	struct arena *a = b->c.mem;
	for (int64_t n = 0; n < TEAMS; n++) {
		const struct village *at = &b->villages[n * 2];
		struct team t = {.name = arena_printf(a, "%s%s服务队（示例）",
		                                      demo_name(a, &b->dice, false, 1990),
		                                      n % 3 ? "志愿" : "医疗"),
		                 .kind = TEAM_TEAM,
		                 .place = at->id,
		                 .state = TEAM_REGISTERED,
		                 .sample = true};
		team_add(&b->c, &t);
	}
	keep(b);
}

static const struct actor *actor_at(struct bench *b, int64_t person, enum role role, int64_t place)
{
	if (place)
		grant_give(&b->c, person, role, place, HAND_LOAD);
	struct arena *passing = b->c.mem;
	b->c.mem = b->keep;
	const struct actor *who = session_actor_of(&b->c, person);
	b->c.mem = passing;
	return who;
}

void search_county(struct bench *b)
{
	const char *why = NULL;
	struct arena *passing = b->c.mem;
	if (!migrate_all(b->c.db, migrations, &why))
		die("migrations", why);
	db_begin(b->c.db);
	if (!county_load(&b->c, (const char *)county_csv, &why))
		die("the county", why);
	county_basics(&b->c, &b->dice);
	b->villages = db_all(b->c.db, b->keep, places, struct village, village_fields,
	                     &b->village_count);
	b->c.mem = passing;
	keep(b);
	double begun = (double)clock_mono_ms();
	people(b);
	teams(b);
	orders(b);
	db_commit(b->c.db);
	db_begin(b->c.db);
	b->dispatcher = actor_at(b, 1, ROLE_DISPATCHER, 1);
	b->township = actor_at(b, 2, ROLE_TOWNSHIP, 2);
	b->station = actor_at(b, 3, ROLE_STATION, b->villages[40].id);
	b->resident = actor_at(b, 4, ROLE_RESIDENT, 0);
	db_commit(b->c.db);
	db_script(b->c.db, db_is_postgres(b->c.db)
	                           ? "SELECT setval(pg_get_serial_sequence('person', 'id'), 100000)"
	                           : "PRAGMA wal_checkpoint(TRUNCATE)");
	if (db_is_postgres(b->c.db))
		db_script(b->c.db, "VACUUM ANALYZE");
	printf("%s: built in %.1f s\n", db_is_postgres(b->c.db) ? "PostgreSQL" : "SQLite",
	       ((double)clock_mono_ms() - begun) / 1000);
}
