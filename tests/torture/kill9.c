/* kill9 DIR PORT [KILLS] [CLIENTS] [SEED] - what was acknowledged is there after SIGKILL.
 *
 * Clients send orders, each under a key of its own. The server is killed 30 to 250 ms after it was
 * ready, every tenth time while it starts. After the restart every order acknowledged since the kill
 * before is asked for by its id; what was left unknown is sent again under its key until it is answered.
 * Every fifth time a copy of the database is checked, and in the end the rows are counted: one for each
 * key that was ever acknowledged.
 *
 * It proves nothing about power loss: the page cache survives a killed process. It does catch a server
 * that answers before it commits; `tests/torture/run calibrate` shows that with such a server.
 */
#include "torture.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLIENTS_MOST = 64, CHECK_EVERY = 5 };

static struct server server;
static const char *token;
static long long run_id;
static atomic_bool
	killing; /* the server is being killed: clients stop at the first broken answer */

struct client {
	pthread_t thread;
	int number;
	int64_t next;      /* number of its next order */
	int64_t pending;   /* one that was sent and not answered; -1: none */
	int64_t acked;     /* how many were acknowledged in all */
	char (*fresh)[32]; /* ids acknowledged since the last kill */
	size_t fresh_count, fresh_room;
	int refused; /* answers that were neither 201 nor nothing */
};
static struct client clients[CLIENTS_MOST];
static int client_count;

static void remember(struct client *c, const char *id)
{
	if (c->fresh_count == c->fresh_room) {
		c->fresh_room = c->fresh_room ? c->fresh_room * 2 : 256;
		c->fresh = realloc(c->fresh, c->fresh_room * sizeof *c->fresh);
		if (!c->fresh)
			torture_die("no memory");
	}
	snprintf(c->fresh[c->fresh_count++], sizeof *c->fresh, "%s", id);
	c->acked++;
}

/* One order under its key; false: the answer did not come. */
static bool send_one(struct client *c, struct caller *call, int64_t n)
{
	char json[300], key[80];
	snprintf(key, sizeof key, "kill9-%lld-%d-%lld", run_id, c->number, (long long)n);
	snprintf(json, sizeof json,
	         "{\"title\":\"K%lld-%d-%lld\",\"category\":\"repair\",\"place\":\"430421100248\"}",
	         run_id, c->number, (long long)n);
	c->pending = n;
	if (caller_ask(call, "POST", "/orders", token, key, json) == 0)
		return false;
	if (call->status == 201) {
		remember(c, caller_get(call, "id"));
		c->pending = -1;
	} else if (++c->refused < 4) {
		printf("# client %d: %d %.200s\n", c->number, call->status, call->body);
	}
	return true;
}

static void *work(void *arg)
{
	struct client *c = arg;
	struct caller *call = caller_new(server.port);
	while (!killing || c->pending >= 0) {
		int64_t n = c->pending >= 0 ? c->pending : c->next++;
		if (send_one(c, call, n))
			continue;
		if (killing)
			break;
		usleep(1000);
	}
	caller_free(call);
	return NULL;
}

static void start_clients(void)
{
	killing = false;
	for (int i = 0; i < client_count; i++)
		if (pthread_create(&clients[i].thread, NULL, work, &clients[i]) != 0)
			torture_die("no thread");
}

static void join_clients(void)
{
	for (int i = 0; i < client_count; i++)
		pthread_join(clients[i].thread, NULL);
}

/* How many of the fresh ids are gone. */
static int64_t lost_of_fresh(void)
{
	struct caller *call = caller_new(server.port);
	int64_t lost = 0;
	for (int i = 0; i < client_count; i++) {
		for (size_t k = 0; k < clients[i].fresh_count; k++) {
			char path[60];
			snprintf(path, sizeof path, "/orders/%s", clients[i].fresh[k]);
			if (caller_ask(call, "GET", path, token, NULL, NULL) != 200 && ++lost < 4)
				printf("# lost: %s: %d\n", path, call->status);
		}
		clients[i].fresh_count = 0;
	}
	caller_free(call);
	return lost;
}

/* ---- the files ---- */

static bool sql_int(sqlite3 *db, const char *sql, int64_t *out)
{
	sqlite3_stmt *s = NULL;
	bool good = sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK &&
	            sqlite3_step(s) == SQLITE_ROW;
	*out = good ? sqlite3_column_int64(s, 0) : -1;
	sqlite3_finalize(s);
	return good;
}

static bool sql_ok(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	bool good = sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK &&
	            sqlite3_step(s) == SQLITE_ROW &&
	            strcmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;
	sqlite3_finalize(s);
	return good;
}

/* Opens a copy: the recovery of the real file is left to the server itself. NULL: it cannot be. */
static sqlite3 *open_copy(void)
{
	char line[3000], path[400];
	snprintf(path, sizeof path, "%s.copy.db", server.dir);
	snprintf(line, sizeof line,
	         "rm -f '%s'*; cp '%s/wudan.db' '%s' && { [ ! -f '%s/wudan.db-wal' ] || "
	         "cp '%s/wudan.db-wal' '%s-wal'; }",
	         path, server.dir, path, server.dir, server.dir, path);
	sqlite3 *db = NULL;
	if (system(line) == 0 && sqlite3_open(path, &db) == SQLITE_OK)
		return db;
	sqlite3_close(db);
	return NULL;
}

static bool sound(void)
{
	sqlite3 *db = open_copy();
	bool good = db && sql_ok(db, "PRAGMA quick_check");
	sqlite3_close(db);
	return good;
}

/* ---- the loop ---- */

struct course {
	int kills, early, checks, unsound;
	int64_t lost, slowest_us;
};

/* Starts the server; now and then it is killed on the way, and must come up the next time. */
static void start(struct course *t, uint64_t *seed)
{
	if (torture_random(seed, 10) == 0) {
		server_spawn(&server, "serve");
		usleep(1000 + torture_random(seed, 30000));
		server_kill(&server);
		t->early++;
	}
	int64_t from = torture_now_us();
	server_spawn(&server, "serve");
	if (!server_ready(&server, 30000))
		torture_die("the server does not come up after kill %d; see %s.log", t->kills,
		            server.dir);
	int64_t took = torture_now_us() - from;
	if (took > t->slowest_us)
		t->slowest_us = took;
}

static void one_kill(struct course *t, uint64_t *seed)
{
	start(t, seed);
	t->lost += lost_of_fresh();
	start_clients();
	usleep(30000 + torture_random(seed, 220000));
	killing = true;
	server_kill(&server);
	join_clients();
	t->kills++;
	if (t->kills % CHECK_EVERY == 0) {
		t->checks++;
		t->unsound += !sound();
	}
}

/* Everything that was ever sent is answered now; each key has one row, and no other has any. */
static void settle(struct course *t, uint64_t *seed)
{
	start(t, seed);
	t->lost += lost_of_fresh();
	start_clients();
	usleep(100000);
	killing = true; /* stops at the first moment when nothing is pending */
	join_clients();
	t->lost += lost_of_fresh();
}

static void closing(const struct course *t)
{
	int64_t rows = -1, titles = -1, acked = 0, refused = 0;
	char sql[200];
	torture_check(server_stop(&server), "the server stops cleanly");
	sqlite3 *db = open_copy();
	snprintf(sql, sizeof sql, "SELECT count(*) FROM orders WHERE title LIKE 'K%lld-%%'",
	         run_id);
	bool good = db && sql_int(db, sql, &rows);
	snprintf(sql, sizeof sql,
	         "SELECT count(DISTINCT title) FROM orders WHERE title LIKE 'K%lld-%%'", run_id);
	good = good && sql_int(db, sql, &titles);
	bool whole = good && sql_ok(db, "PRAGMA integrity_check");
	sqlite3_close(db);
	for (int i = 0; i < client_count; i++) {
		acked += clients[i].acked;
		refused += clients[i].refused;
	}
	torture_check(t->lost == 0,
	              "%lld of %lld acknowledged orders lost in %d kills and %d at the start",
	              (long long)t->lost, (long long)acked, t->kills, t->early);
	torture_check(acked > t->kills, "%lld orders were acknowledged: the server was at work",
	              (long long)acked);
	torture_check(rows == titles && rows == acked, "%lld rows for %lld keys, %lld acknowledged",
	              (long long)rows, (long long)titles, (long long)acked);
	torture_check(refused == 0, "%lld requests were refused", (long long)refused);
	torture_check(t->unsound == 0 && whole, "%d of %d checked copies are damaged", t->unsound,
	              t->checks + 1);
	torture_check(t->slowest_us < 5000000, "the slowest start took %lld ms",
	              (long long)t->slowest_us / 1000);
	torture_check(server_run(server.dir, "doctor") == 0, "doctor finds the county sound");
	torture_check(server_run(server.dir, "audit verify") == 0, "the audit chain is whole");
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: kill9 DIR PORT [KILLS] [CLIENTS] [SEED]\n");
		return 2;
	}
	int kills = argc > 3 ? atoi(argv[3]) : 15;
	uint64_t seed = argc > 5 ? strtoull(argv[5], NULL, 10) : (uint64_t)torture_now_us();
	struct course t = {0};
	client_count = argc > 4 ? atoi(argv[4]) : 8;
	if (client_count < 1 || client_count > CLIENTS_MOST)
		torture_die("1 to %d clients", CLIENTS_MOST);
	printf("# seed %llu\n", (unsigned long long)seed);
	run_id = (long long)(torture_now_us() % 100000000);
	server = (struct server){.dir = argv[1], .port = atoi(argv[2])};
	for (int i = 0; i < client_count; i++)
		clients[i] = (struct client){.number = i, .pending = -1};
	server_spawn(&server, "demo");
	if (!server_ready(&server, 120000))
		torture_die("the county is not made; see %s.log", server.dir);
	token = account_token(server.dir, "resident");
	server_kill(&server);
	while (t.kills < kills) {
		one_kill(&t, &seed);
		if (t.kills % 100 == 0)
			fprintf(stderr, "%d kills, %lld lost\n", t.kills, (long long)t.lost);
	}
	settle(&t, &seed);
	closing(&t);
	return torture_closing();
}
