/* search - what a search costs at 100,000 documents of the county's kind, beside LIKE in the same run.
 *
 *   search [URL…]    fresh databases (postgresql://…: schema bench_search); none: SQLite in a temporary folder
 *
 * 100,000 orders with the titles and public texts of the model county, half of them published, 63,501
 * people, 238 teams. Words are drawn from the texts by how many orders have them. Each row is the newest
 * twenty, as the feature answers them to that asker: wall time of one search (median, 99th percentile of
 * TIMES), CPU µs (client and server process together), and of LIKE over the folded texts of that kind.
 * The list without a search and LIKE are no promise; a search is to take a millisecond.
 */
#include "core/search.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "features/order/order.h"
#include "features/order/order_list.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "search_county.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TIMES = 200, LIKES = 20 };

#define SQL(name, number, text) static struct sql name = {#name, text, text, 21000 + (number)}
SQL(like_search, 3,
    "SELECT d.id FROM search_doc d WHERE d.text LIKE ?1 ESCAPE '\\' AND d.id BETWEEN ?2 AND ?3 "
    "ORDER BY d.id DESC LIMIT 20");
SQL(like_count, 4,
    "SELECT count(*) FROM search_doc d WHERE d.text LIKE ?1 ESCAPE '\\' AND d.id BETWEEN ?2 AND "
    "?3");
static const struct sql backend = {"backend", "SELECT 0", "SELECT pg_backend_pid()", 21005};

/* PostgreSQL calls its values $1, $2, … */
static void dollars(struct arena *a)
{
	struct sql *const all[] = {&like_search, &like_count};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char *text = arena_strdup(a, all[i]->sqlite);
		for (char *p = text; (p = strchr(p, '?'));)
			*p = '$';
		all[i]->postgres = text;
	}
}

_Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "search: %s: %s\n", what, why);
	exit(1);
}

/* ---- what is asked ---- */

static size_t orders_for(struct ctx *c, const char *q)
{
	const struct order_query query = {.state = ORDER_NOWHERE, .urgency = -1, .q = q};
	const char *next;
	size_t n;
	order_list(c, &query, &n, &next);
	return n;
}

static size_t closed_for(struct ctx *c, const char *q)
{
	const struct order_query query = {.state = ORDER_CLOSED, .urgency = -1, .q = q};
	const char *next;
	size_t n;
	order_wall(c, &query, &n, &next);
	return n;
}

static size_t people_for(struct ctx *c, const char *q)
{
	const struct person_query query = {.q = q};
	const char *next;
	size_t n;
	person_list(c, &query, &n, &next);
	return n;
}

static size_t teams_for(struct ctx *c, const char *q)
{
	size_t n;
	team_list(c, NULL, NULL, q, NULL, &n);
	return n;
}

static size_t like_for(struct ctx *c, const char *q, enum search_kind kind)
{
	static const struct field fields[] = {{.name = "id", .kind = FIELD_INT}, {0}};
	struct search s = search_for(c, kind, q, SEARCH_NEWEST);
	size_t n;
	db_all_values(c->db, c->mem, &like_search, fields, sizeof(int64_t), &n,
	              VALUES(V(s.like), V(s.from), V(s.to)));
	return n;
}

/* ---- timing ---- */

static double now_us(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* CPU µs of this process and of the server's. */
static double cpu_us(const struct bench *b)
{
	char path[64];
	double used = now_us(CLOCK_PROCESS_CPUTIME_ID), server = 0;
	snprintf(path, sizeof path, "/proc/%lld/schedstat", (long long)b->server);
	FILE *f = b->server ? fopen(path, "r") : NULL;
	if (f && fscanf(f, "%lf", &server) != 1)
		server = 0;
	if (f)
		fclose(f);
	return used + server / 1e3;
}

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

struct cost {
	double middle, most, cpu; /* µs */
	size_t rows;
};

static struct cost measure(struct bench *b, size_t (*ask)(struct ctx *, const char *),
                           enum search_kind kind, const char *q, int times)
{
	static double taken[TIMES];
	struct cost cost = {0};
	double cpu = 0;
	for (int i = -3; i < times; i++) {
		if (i == 0)
			cpu = cpu_us(b);
		db_snapshot(b->c.db);
		double from = now_us(CLOCK_MONOTONIC);
		cost.rows = ask ? ask(&b->c, q) : like_for(&b->c, q, kind);
		if (i >= 0)
			taken[i] = now_us(CLOCK_MONOTONIC) - from;
		if (db_fault(b->c.db))
			die(q, db_error(b->c.db));
		db_end(b->c.db);
		arena_reset(b->c.mem);
	}
	cost.cpu = (cpu_us(b) - cpu) / times;
	qsort(taken, (size_t)times, sizeof *taken, by_size);
	cost.middle = taken[times / 2];
	cost.most = taken[times * 99 / 100];
	return cost;
}

static void row(struct bench *b, const char *what, const struct actor *who,
                size_t (*ask)(struct ctx *, const char *), enum search_kind kind, const char *q)
{
	b->c.who = who;
	struct search s = search_for(&b->c, kind, q, SEARCH_NEWEST);
	db_snapshot(b->c.db);
	int64_t hits = db_int(b->c.db, like_count, V(s.like), V(s.from), V(s.to));
	db_end(b->c.db);
	struct cost found = measure(b, ask, kind, q, TIMES);
	struct cost like = measure(b, NULL, kind, q, LIKES);
	printf("%-30s %-18s %7lld %4zu %7.2f %7.2f %8.0f %9.2f %8.0f%s\n", what, q, (long long)hits,
	       found.rows, found.middle / 1e3, found.most / 1e3, found.cpu, like.middle / 1e3,
	       like.cpu, found.middle > 1000 ? "   over 1 ms" : "");
	fflush(stdout);
}

/* ---- words ---- */

/* A part of `n` characters of a random title, had by at least `few` and at most `many` titles. */
static const char *word(struct bench *b, size_t n, int64_t few, int64_t many)
{
	for (int tries = 0; tries < 3000; tries++) {
		const char *text = b->titles[dice_below(&b->dice, ORDERS)];
		size_t length = text_length(text);
		if (length < n)
			continue;
		const char *from = text;
		for (int64_t skip = dice_below(&b->dice, (int64_t)(length - n + 1)); skip; skip--)
			do
				from++;
			while ((*from & 0xc0) == 0x80);
		const char *to = from;
		for (size_t i = 0; i < n; i++)
			do
				to++;
			while ((*to & 0xc0) == 0x80);
		const char *q = arena_strndup(b->keep, from, (size_t)(to - from));
		if (!text_equal(q, text_trim(b->keep, q)))
			continue;
		int64_t hits = 0;
		for (int i = 0; i < ORDERS && hits <= many; i++)
			hits += strstr(b->titles[i], q) != NULL;
		if (hits >= few && hits <= many)
			return q;
	}
	return "龘龘";
}

static void table(struct bench *b)
{
	const struct {
		const char *what, *q;
	} words[] = {{"two characters, common", word(b, 2, 15000, ORDERS)},
	             {"two characters, 3 %", word(b, 2, 2000, 4000)},
	             {"two characters, 1 %", word(b, 2, 700, 1500)},
	             {"two characters, rare", word(b, 2, 10, 120)},
	             {"two characters, none", "龘鼠"},
	             {"two, their characters common", "人请"},
	             {"one character, common", word(b, 1, 25000, ORDERS)},
	             {"one character, 1 %", word(b, 1, 700, 1500)},
	             {"one character, rare", word(b, 1, 10, 150)},
	             {"one character, none", "龘"},
	             {"four characters", word(b, 4, 100, 2000)},
	             {"a number", "DD20261123-0100"},
	             {"a digit", "1"}};
	printf("%-30s %-18s %7s %4s %7s %7s %8s %9s %8s\n", "", "", "hits", "rows", "p50 ms", "p99",
	       "CPU us", "LIKE p50", "CPU us");
	const char *q = NULL;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		q = words[i].q;
		printf("%s\n", words[i].what);
		row(b, "  orders, the centre", b->dispatcher, orders_for, SEARCH_ORDER, q);
		row(b, "  orders, a township", b->township, orders_for, SEARCH_ORDER, q);
		row(b, "  orders, a village", b->station, orders_for, SEARCH_ORDER, q);
		row(b, "  orders, a resident", b->resident, orders_for, SEARCH_ORDER, q);
		row(b, "  the wall, come true, a guest", &actor_guest, closed_for,
		    SEARCH_ORDER_PUBLIC, q);
	}
	static const char *const names[] = {"刘", "肖国", "欧阳", "龘", "ZY00", "zy"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		printf("people\n");
		row(b, "  the centre", b->dispatcher, people_for, SEARCH_PERSON, names[i]);
		row(b, "  a township", b->township, people_for, SEARCH_PERSON, names[i]);
		row(b, "  a village", b->station, people_for, SEARCH_PERSON, names[i]);
	}
	printf("teams\n");
	row(b, "  a guest", &actor_guest, teams_for, SEARCH_TEAM, "队");
	row(b, "  a guest", &actor_guest, teams_for, SEARCH_TEAM, "医疗");
	row(b, "  a guest", &actor_guest, teams_for, SEARCH_TEAM, "龘");
}

static void run(const char *url)
{
	const char *why = NULL;
	struct arena *scratch = arena_new(), *mem = arena_new();
	struct bench b = {.keep = mem, .dice = dice_new(21)};
	bool pg = text_starts(url, "postgres");
	dollars(mem);
	const char *full = pg ? arena_printf(mem, "%s%coptions=-csearch_path%%3Dbench_search", url,
	                                     strchr(url, '?') ? '&' : '?')
	                      : url;
	b.c = (struct ctx){.mem = scratch,
	                   .db = db_open(full, DB_WRITER, &why),
	                   .who = &actor_system,
	                   .now = clock_now(),
	                   .keys = keys_fixed(3),
	                   .request = "bench",
	                   .node = ""};
	if (!b.c.db)
		die(url, why);
	if (pg)
		db_script(b.c.db, "DROP SCHEMA IF EXISTS bench_search CASCADE;"
		                  "CREATE SCHEMA bench_search");
	search_county(&b);
	struct db *writer = b.c.db;
	b.c.db = db_open(full, DB_READER, &why);
	if (!b.c.db)
		die(full, why);
	b.server = pg ? db_int(b.c.db, backend) : 0;
	table(&b);
	db_close(b.c.db);
	if (pg)
		db_script(writer, "DROP SCHEMA bench_search CASCADE");
	db_close(writer);
	arena_free(scratch);
	arena_free(mem);
}

int main(int argc, char **argv)
{
	char dir[] = "/tmp/wudan-search.XXXXXX", url[64];
	log_threshold(LOG_WARN);
	for (int i = 1; i < argc; i++)
		run(argv[i]);
	if (argc > 1)
		return 0;
	if (!mkdtemp(dir))
		die(dir, "cannot be made");
	snprintf(url, sizeof url, "sqlite:%s/bench.db", dir);
	run(url);
	static const char *const files[] = {"", "-wal", "-shm"};
	for (int i = 0; i < 3; i++) {
		snprintf(url, sizeof url, "%s/bench.db%s", dir, files[i]);
		unlink(url);
	}
	return rmdir(dir);
}
