/* engine.h - what db.c asks of SQLite and of PostgreSQL; private to store/.
 *
 * An engine allocates its own struct that begins with struct db. It reports each failure through
 * db_failed(), which keeps the first one, and never looks at db->fault itself: db.c does not call it
 * while a fault stands, except to roll back.
 */
#pragma once
#include "store/db.h"

/* One statement of one connection, prepared at its first use. */
struct statement {
	const struct sql *sql;
	void *handle; /* the engine's own; NULL: not prepared */
	bool over;    /* the last row was delivered */
	int columns;
	const struct field *fields;  /* the table `column` was made for */
	const struct field **column; /* per result column its field; NULL: skipped */
};

enum control {
	CONTROL_BEGIN,    /* of the writer */
	CONTROL_SNAPSHOT, /* of a reader */
	CONTROL_COMMIT,
	CONTROL_ROLLBACK,
	CONTROL_SAVEPOINT,
	CONTROL_RELEASE,
	CONTROL_ROLLBACK_TO, /* and release */
	CONTROL_COUNT
};

struct engine {
	bool postgres;
	void (*close)(struct db *db); /* frees db, too */
	bool (*control)(struct db *db, enum control what);
	bool (*in_transaction)(const struct db *db);
	void (*script)(struct db *db, const char *sql);
	bool (*prepare)(struct db *db, struct statement *st);
	/* start, step until false, finish: which runs a changing statement to its end, and counts. */
	bool (*start)(struct db *db, struct statement *st, const struct val *v);
	bool (*step)(struct db *db, struct statement *st);
	int64_t (*finish)(struct db *db, struct statement *st);
	void (*forget)(struct statement *st); /* frees the handle */
	int (*columns)(const struct db *db, const struct statement *st);
	const char *(*name)(const struct db *db, const struct statement *st, int column);
	int64_t (*integer)(const struct db *db, const struct statement *st, int column);
	const char *(*text)(const struct db *db, const struct statement *st, int column,
	                    struct arena *a);
	bool (*upkeep)(struct db *db, bool last); /* after a batch; false: an fsync failed */
};

struct db {
	const struct engine *engine;
	enum db_role role;
	enum db_fault fault;
	bool io_error;      /* the fault came from the disk itself: an fsync may have failed */
	bool lost;          /* it did, or a write: what is on the disk nobody knows */
	bool unsure;        /* COMMIT was sent and its answer never came */
	int depth, skipped; /* savepoints that are open; asked for while a fault stood */
	int64_t started;    /* statements */
	struct statement *cache;
	unsigned room;
	char error[320];
};

struct db *sqlite_open(const char *url, enum db_role role, const char **why);
struct db *postgres_open(const char *url, enum db_role role, const char **why);

/* Keeps the first fault and logs it; `where` is the statement's name or what was tried. */
void db_failed(struct db *db, enum db_fault fault, const char *where, const char *message);
/* Drops every prepared statement: the connection was opened anew. */
void db_forget(struct db *db);
/* Checkpoints when it is time; false: an fsync failed. Only the owner of the writer calls it. */
bool db_upkeep(struct db *db, bool last);

/* Text for *why that outlives the call: one per thread, the next one overwrites it. */
const char *store_why(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
