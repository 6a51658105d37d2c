/* postgres.c - the engine for a county that runs a PostgreSQL server; the only file that knows libpq.
 *
 * Values travel as text, numbers as int8 and texts as text: the types are declared from the values
 * themselves, so that `?1 = 0 OR id = ?1` means the same on both engines. Messages go to the log
 * without their DETAIL, which may quote personal data.
 */
#include "store/engine.h"

#include "base/arena.h"
#include "base/log.h"
#include "store/plan.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct postgres {
	struct db db;
	PGconn *c;
	PGresult *result; /* of the statement that runs */
	int row;
	char *url;
	bool stale; /* the server dropped or refused a prepared plan: prepare all anew */
};

static const char *const control_text[CONTROL_COUNT] = {
	[CONTROL_BEGIN] = "BEGIN",
	[CONTROL_SNAPSHOT] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	[CONTROL_COMMIT] = "COMMIT",
	[CONTROL_ROLLBACK] = "ROLLBACK",
	[CONTROL_SAVEPOINT] = "SAVEPOINT r",
	[CONTROL_RELEASE] = "RELEASE SAVEPOINT r",
	[CONTROL_ROLLBACK_TO] = "ROLLBACK TO SAVEPOINT r; RELEASE SAVEPOINT r",
};

static struct postgres *of(const struct db *db)
{
	return (struct postgres *)db;
}

/* ---- faults ---- */

static bool alive(const struct postgres *pg)
{
	return PQstatus(pg->c) == CONNECTION_OK;
}

static const char *state_of(const PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	return state ? state : "";
}

static bool one_of(const char *state, const char *list)
{
	return *state && strstr(list, state);
}

static enum db_fault fault_of(const struct postgres *pg, const char *state)
{
	if (!alive(pg) || !*state || strncmp(state, "08", 2) == 0 ||
	    one_of(state, "57P01 57P02 57P03 57P05 40003"))
		return DB_GONE;
	/* 55P03 lock not available, 57014 cancelled by a time limit, 26000 and 0A000: a stale plan */
	if (one_of(state, "40001 40P01 55P03 57014 26000 0A000"))
		return DB_RETRY;
	/* 53: disk, memory or connections exhausted; 58: I/O error */
	if (strncmp(state, "53", 2) == 0 || strncmp(state, "58", 2) == 0)
		return DB_FULL;
	if (one_of(state, "25006") && pg->db.role == DB_WRITER)
		return DB_FULL;
	return DB_BROKEN;
}

static bool failed(struct postgres *pg, const PGresult *r, const char *where)
{
	const char *state = state_of(r);
	const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	char text[256];
	if (one_of(state, "26000 0A000"))
		pg->stale = true;
	if (!message)
		message = PQerrorMessage(pg->c);
	snprintf(text, sizeof text, "%s %s", *state ? state : "no answer:", message);
	text[strcspn(text, "\n")] = '\0';
	db_failed(&pg->db, fault_of(pg, state), where, text);
	return false;
}

static bool went_well(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);
	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

static bool command(struct postgres *pg, const char *sql, const char *where)
{
	PGresult *r = PQexec(pg->c, sql);
	bool good = went_well(r) || failed(pg, r, where);
	PQclear(r);
	return good;
}

/* ---- the connection ---- */

static void say_nothing(void *arg, const PGresult *r)
{
	(void)arg, (void)r;
}

/* Short statements, planned each time: compiling them (jit) costs more than it gains, and so does trying
 * every order of a dozen joins that are written in the order they are wanted. */
#define SET_BOTH                                                                                   \
	"SET client_min_messages = error; SET standard_conforming_strings = on; SET jit = off;"    \
	"SET join_collapse_limit = 4;"
/* An acknowledged change must be on the disk, whatever the server's default says. */
static const char set_writer[] = SET_BOTH "SELECT set_config('synchronous_commit', 'on', false)"
					  " WHERE current_setting('synchronous_commit') = 'off'";
static const char set_reader[] = SET_BOTH "SET default_transaction_read_only = on";

static bool join(struct postgres *pg)
{
	/* A server that vanished without a word is given up after 15 s, not after hours. */
	const char *keys[] = {"connect_timeout",
	                      "client_encoding",
	                      "application_name",
	                      "keepalives_idle",
	                      "keepalives_interval",
	                      "keepalives_count",
	                      "tcp_user_timeout",
	                      "dbname",
	                      NULL};
	const char *values[] = {"5", "UTF8", "wudan", "5", "5", "2", "15000", pg->url, NULL};
	if (pg->c)
		PQfinish(pg->c);
	db_forget(&pg->db);
	pg->stale = false;
	pg->c = PQconnectdbParams(keys, values, 1);
	if (!alive(pg))
		return false;
	PQsetNoticeReceiver(pg->c, say_nothing, NULL);
	PGresult *r = PQexec(pg->c, pg->db.role == DB_WRITER ? set_writer : set_reader);
	bool good = went_well(r);
	PQclear(r);
	return good;
}

static bool refresh(struct postgres *pg)
{
	db_forget(&pg->db);
	pg->stale = false;
	return command(pg, "DEALLOCATE ALL", "refresh");
}

/* Nothing is lost when the connection breaks before BEGIN was answered: open it anew and ask again. */
static bool begin(struct postgres *pg, const char *sql)
{
	if (alive(pg) && !pg->stale) {
		PGresult *r = PQexec(pg->c, sql);
		bool good = went_well(r);
		if (!good && alive(pg))
			failed(pg, r, sql);
		PQclear(r);
		if (good || alive(pg))
			return good;
	}
	if (alive(pg))
		return refresh(pg) && command(pg, sql, sql);
	if (!join(pg)) {
		db_failed(&pg->db, DB_GONE, "connect", PQerrorMessage(pg->c));
		return false;
	}
	log_line(LOG_INFO, "database", "connection", "opened anew", NULL);
	return command(pg, sql, sql);
}

static bool commit(struct postgres *pg)
{
	if (!alive(pg)) {
		db_failed(&pg->db, DB_GONE, "COMMIT", "the connection is lost");
		return false;
	}
	PGresult *r = PQexec(pg->c, "COMMIT");
	bool good = PQresultStatus(r) == PGRES_COMMAND_OK;
	if (!good) {
		failed(pg, r, "COMMIT");
		pg->db.unsure = pg->db.fault == DB_GONE;
	} else if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
		db_failed(&pg->db, DB_BROKEN, "COMMIT", "the transaction had failed before");
		good = false;
	}
	PQclear(r);
	return good;
}

static bool postgres_control(struct db *db, enum control what)
{
	struct postgres *pg = of(db);
	if (what == CONTROL_BEGIN || what == CONTROL_SNAPSHOT)
		return begin(pg, control_text[what]);
	if (what == CONTROL_COMMIT)
		return commit(pg);
	return command(pg, control_text[what], control_text[what]);
}

static bool postgres_in_transaction(const struct db *db)
{
	PGTransactionStatusType s = PQtransactionStatus(of(db)->c);
	return s == PQTRANS_INTRANS || s == PQTRANS_INERROR || s == PQTRANS_ACTIVE;
}

static void postgres_script(struct db *db, const char *sql)
{
	command(of(db), sql, "script");
}

/* ---- preparing ---- */

/* The number of the value that a message is about ("… of parameter $3"); 0: none. */
static int value_named(const PGresult *r)
{
	const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	const char *at = message ? strchr(message, '$') : NULL;
	int n = at ? (int)strtol(at + 1, NULL, 10) : 0;
	return n > 0 && n <= VALUES_MOST ? n : 0;
}

/* One try; inside a transaction in a savepoint, since a refused PREPARE would spoil it. */
static PGresult *try_prepare(struct postgres *pg, const struct sql *sql, const char *name,
                             const Oid *types, int count)
{
	bool inside = PQtransactionStatus(pg->c) == PQTRANS_INTRANS;
	if (inside)
		PQclear(PQexec(pg->c, "SAVEPOINT p"));
	PGresult *r = PQprepare(pg->c, name, sql->postgres, count, types);
	if (inside)
		PQclear(PQexec(pg->c, went_well(r)
		                              ? "RELEASE SAVEPOINT p"
		                              : "ROLLBACK TO SAVEPOINT p; RELEASE SAVEPOINT p"));
	return r;
}

static bool prepare(struct postgres *pg, const struct sql *sql, struct plan *plan)
{
	char name[24];
	Oid types[VALUES_MOST];
	snprintf(name, sizeof name, "s%u", sql->id);
	plan_declare(plan);
	for (bool again = true; again;) {
		for (int i = 0; i < plan->count; i++)
			types[i] = plan->type[i];
		PGresult *r = try_prepare(pg, sql, name, types, plan->count);
		plan->ready = went_well(r);
		again = !plan->ready && plan_guess(plan, state_of(r), value_named(r));
		if (!plan->ready && !again)
			failed(pg, r, sql->name);
		PQclear(r);
	}
	return plan->ready;
}

static struct plan *plan_of(struct statement *st)
{
	if (!st->handle)
		st->handle = plan_new(st->sql->postgres);
	return st->handle;
}

static bool postgres_prepare(struct db *db, struct statement *st)
{
	struct plan *plan = plan_of(st);
	return plan->ready || prepare(of(db), st->sql, plan);
}

/* A value that was NULL until now, or is of another kind: the declaration no longer fits. */
static bool suit(struct postgres *pg, struct statement *st, const struct val *v, int count)
{
	struct plan *plan = plan_of(st);
	if (!plan_differs(plan, v, count) && plan->ready)
		return true;
	if (plan->ready) {
		char text[40];
		snprintf(text, sizeof text, "DEALLOCATE s%u", st->sql->id);
		plan->ready = false;
		if (!command(pg, text, st->sql->name))
			return false;
	}
	return prepare(pg, st->sql, plan);
}

/* ---- running ---- */

static bool execute(struct postgres *pg, struct statement *st, const struct val *v, int count)
{
	const char *values[VALUES_MOST];
	int lengths[VALUES_MOST] = {0}, formats[VALUES_MOST] = {0};
	char numbers[VALUES_MOST][24], name[24];
	for (int i = 0; i < count; i++) {
		values[i] = v[i].kind == VAL_NULL ? NULL : v[i].p;
		if (v[i].kind == VAL_INT) {
			snprintf(numbers[i], sizeof numbers[i], "%lld", (long long)v[i].i);
			values[i] = numbers[i];
		} else if (v[i].kind == VAL_BLOB) {
			values[i] = v[i].p ? v[i].p : "";
			lengths[i] = (int)v[i].i;
			formats[i] = 1;
		}
	}
	snprintf(name, sizeof name, "s%u", st->sql->id);
	pg->row = -1;
	pg->result = PQexecPrepared(pg->c, name, count, values, lengths, formats, 0);
	if (went_well(pg->result))
		return true;
	failed(pg, pg->result, st->sql->name);
	PQclear(pg->result);
	pg->result = NULL;
	return false;
}

static bool postgres_start(struct db *db, struct statement *st, const struct val *v)
{
	struct postgres *pg = of(db);
	if (!alive(pg)) {
		db_failed(db, DB_GONE, st->sql->name, "the connection is lost");
		return false;
	}
	int given = 0;
	while (v[given].kind != VAL_END)
		given++;
	if (given != plan_of(st)->count) {
		db_failed(db, DB_BROKEN, st->sql->name, "wrong number of values");
		return false;
	}
	return suit(pg, st, v, given) && execute(pg, st, v, given);
}

static bool postgres_step(struct db *db, struct statement *st)
{
	struct postgres *pg = of(db);
	if (!st->over)
		st->over = ++pg->row >= PQntuples(pg->result);
	return !st->over;
}

static int64_t postgres_finish(struct db *db, struct statement *st)
{
	(void)st;
	struct postgres *pg = of(db);
	bool select = strncmp(PQcmdStatus(pg->result), "SELECT", 6) == 0;
	int64_t changed = select ? 0 : strtoll(PQcmdTuples(pg->result), NULL, 10);
	PQclear(pg->result);
	pg->result = NULL;
	return changed;
}

static void postgres_forget(struct statement *st)
{
	free(st->handle);
}

static int postgres_columns(const struct db *db, const struct statement *st)
{
	(void)st;
	return PQnfields(of(db)->result);
}

static const char *postgres_name(const struct db *db, const struct statement *st, int column)
{
	(void)st;
	return PQfname(of(db)->result, column);
}

/* NULL: SQL NULL. A boolean is 0 or 1, as on SQLite. */
static const char *value(const struct postgres *pg, int column)
{
	if (PQgetisnull(pg->result, pg->row, column))
		return NULL;
	const char *s = PQgetvalue(pg->result, pg->row, column);
	if (PQftype(pg->result, column) == OID_BOOL)
		return *s == 't' ? "1" : "0";
	return s;
}

static int64_t postgres_integer(const struct db *db, const struct statement *st, int column)
{
	(void)st;
	const char *s = value(of(db), column);
	return s ? strtoll(s, NULL, 10) : 0;
}

static const char *postgres_text(const struct db *db, const struct statement *st, int column,
                                 struct arena *a)
{
	(void)st;
	const char *s = value(of(db), column);
	if (s && PQftype(of(db)->result, column) == OID_BYTEA && strncmp(s, "\\x", 2) == 0)
		s += 2;
	return arena_strdup(a, s);
}

static bool postgres_upkeep(struct db *db, bool last)
{
	(void)db, (void)last;
	return true;
}

static void postgres_close(struct db *db)
{
	struct postgres *pg = of(db);
	PQfinish(pg->c);
	free(pg->url);
	free(pg);
}

static const struct engine postgres_engine = {
	.postgres = true,
	.close = postgres_close,
	.control = postgres_control,
	.in_transaction = postgres_in_transaction,
	.script = postgres_script,
	.prepare = postgres_prepare,
	.start = postgres_start,
	.step = postgres_step,
	.finish = postgres_finish,
	.forget = postgres_forget,
	.columns = postgres_columns,
	.name = postgres_name,
	.integer = postgres_integer,
	.text = postgres_text,
	.upkeep = postgres_upkeep,
};

struct db *postgres_open(const char *url, enum db_role role, const char **why)
{
	struct postgres *pg = calloc(1, sizeof *pg);
	if (!pg || !(pg->url = strdup(url)))
		abort();
	pg->db.engine = &postgres_engine;
	pg->db.role = role;
	if (join(pg))
		return &pg->db;
	*why = store_why("PostgreSQL: %s", PQerrorMessage(pg->c));
	postgres_close(&pg->db);
	return NULL;
}
