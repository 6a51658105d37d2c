/* sqlite.c - the engine of the default installation.
 *
 * SQLite before 3.51.3 can corrupt a WAL when two connections write or checkpoint at the same
 * moment. So the writer alone does both; readers are query_only, never checkpoint on their own and
 * not when they close.
 */
#include "store/engine.h"

#include "base/arena.h"
#include "base/text.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	WAL_PAGES = 4000,      /* checkpoint when the WAL is longer (16 MB): a stall of 10-40 ms */
	WAL_PAGES_MORE = 1000, /* and again after so many when readers kept it from starting over */
	BUSY_MS = 2000,
};

struct sqlite {
	struct db db;
	sqlite3 *c;
	sqlite3_stmt *control[CONTROL_COUNT];
	int wal_pages, wal_limit;
};

static const char *const control_text[CONTROL_COUNT] = {
	[CONTROL_BEGIN] = "BEGIN IMMEDIATE",
	[CONTROL_SNAPSHOT] = "BEGIN",
	[CONTROL_COMMIT] = "COMMIT",
	[CONTROL_ROLLBACK] = "ROLLBACK",
	[CONTROL_SAVEPOINT] = "SAVEPOINT r",
	[CONTROL_RELEASE] = "RELEASE r",
	[CONTROL_ROLLBACK_TO] = "ROLLBACK TO r",
};

static struct sqlite *of(const struct db *db)
{
	return (struct sqlite *)db;
}

/* ---- faults ---- */

static enum db_fault fault_of(int code, enum db_role role)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
	case SQLITE_INTERRUPT: return DB_RETRY;
	case SQLITE_READONLY: /* a reader is query_only: writing through it is a bug */
		return role == DB_READER ? DB_BROKEN : DB_FULL;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
	case SQLITE_CANTOPEN:
	case SQLITE_CORRUPT: return DB_FULL;
	default: return DB_BROKEN;
	}
}

/* The disk did not do as told, so that nothing written since can be relied on. A full disk is another
 * thing (SQLITE_FULL): it may recover; and the -shm file holds nothing that lasts. */
static bool io_error(int code)
{
	return (code & 0xff) == SQLITE_CORRUPT ||
	       ((code & 0xff) == SQLITE_IOERR && code != SQLITE_IOERR_NOMEM &&
	        code != SQLITE_IOERR_SHMSIZE && code != SQLITE_IOERR_SHMMAP);
}

/* More than a page that cannot be read: what was written or synced may never reach the disk, and the
 * system's cache no longer shows what lies on it. Then nothing is copied out of the WAL any more, not at
 * the close either; whoever opens it next checks its sums. */
static bool lost(struct sqlite *s, int code)
{
	if (!io_error(code) || (code & 0xff) == SQLITE_CORRUPT || code == SQLITE_IOERR_READ ||
	    code == SQLITE_IOERR_SHORT_READ)
		return false;
	sqlite3_db_config(s->c, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return true;
}

static bool failed(struct sqlite *s, const char *where)
{
	int code = sqlite3_extended_errcode(s->c);
	if (s->db.fault == DB_FINE) {
		s->db.io_error = io_error(code);
		s->db.lost = lost(s, code);
	}
	if ((code & 0xff) == SQLITE_FULL)
		s->wal_limit = 0; /* a checkpoint now lets the WAL start over in the space it has */
	db_failed(&s->db, fault_of(code, s->db.role), where, sqlite3_errmsg(s->c));
	return false;
}

/* ---- transactions ---- */

static bool run(struct sqlite *s, enum control what)
{
	if (!s->control[what] &&
	    sqlite3_prepare_v3(s->c, control_text[what], -1, SQLITE_PREPARE_PERSISTENT,
	                       &s->control[what], NULL) != SQLITE_OK)
		return failed(s, control_text[what]);
	bool done = sqlite3_step(s->control[what]) == SQLITE_DONE;
	if (!done)
		failed(s, control_text[what]);
	sqlite3_reset(s->control[what]);
	return done;
}

static bool sqlite_control(struct db *db, enum control what)
{
	struct sqlite *s = of(db);
	return run(s, what) && (what != CONTROL_ROLLBACK_TO || run(s, CONTROL_RELEASE));
}

static bool sqlite_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(of(db)->c);
}

static void sqlite_script(struct db *db, const char *sql)
{
	struct sqlite *s = of(db);
	if (sqlite3_exec(s->c, sql, NULL, NULL, NULL) != SQLITE_OK)
		failed(s, "script");
}

/* ---- statements ---- */

static bool sqlite_prepare(struct db *db, struct statement *st)
{
	struct sqlite *s = of(db);
	if (st->handle)
		return true;
	sqlite3_stmt *p = NULL;
	if (sqlite3_prepare_v3(s->c, st->sql->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &p, NULL) !=
	    SQLITE_OK)
		return failed(s, st->sql->name);
	st->handle = p;
	return true;
}

static int bind(sqlite3_stmt *p, int i, const struct val *v)
{
	switch (v->kind) {
	case VAL_INT: return sqlite3_bind_int64(p, i, v->i);
	case VAL_TEXT: /* static: the values outlive the call, and so the steps */
		return sqlite3_bind_text(p, i, v->p, -1, SQLITE_STATIC);
	case VAL_BLOB:
		return sqlite3_bind_blob64(p, i, v->p ? v->p : "", (sqlite3_uint64)v->i,
		                           SQLITE_STATIC);
	default: return sqlite3_bind_null(p, i);
	}
}

static bool sqlite_start(struct db *db, struct statement *st, const struct val *v)
{
	struct sqlite *s = of(db);
	if (!sqlite_prepare(db, st))
		return false;
	sqlite3_stmt *p = st->handle;
	int given = 0;
	while (v[given].kind != VAL_END)
		given++;
	if (given != sqlite3_bind_parameter_count(p)) {
		db_failed(db, DB_BROKEN, st->sql->name, "wrong number of values");
		return false;
	}
	for (int i = 0; i < given; i++)
		if (bind(p, i + 1, &v[i]) != SQLITE_OK)
			return failed(s, st->sql->name);
	return true;
}

static bool sqlite_step(struct db *db, struct statement *st)
{
	if (st->over)
		return false;
	int code = sqlite3_step(st->handle);
	if (code == SQLITE_ROW)
		return true;
	st->over = true;
	return code == SQLITE_DONE ? false : failed(of(db), st->sql->name);
}

static int64_t sqlite_finish(struct db *db, struct statement *st)
{
	sqlite3_stmt *p = st->handle;
	int64_t changed = 0;
	if (!sqlite3_stmt_readonly(p)) {
		while (sqlite_step(db, st))
			continue;
		changed = sqlite3_changes64(of(db)->c);
	}
	sqlite3_reset(p);
	sqlite3_clear_bindings(p);
	return changed;
}

static void sqlite_forget(struct statement *st)
{
	sqlite3_finalize(st->handle);
}

static int sqlite_columns(const struct db *db, const struct statement *st)
{
	(void)db;
	return sqlite3_column_count(st->handle);
}

static const char *sqlite_name(const struct db *db, const struct statement *st, int column)
{
	(void)db;
	const char *name = sqlite3_column_name(st->handle, column);
	return name ? name : "";
}

static int64_t sqlite_integer(const struct db *db, const struct statement *st, int column)
{
	(void)db;
	return sqlite3_column_int64(st->handle, column);
}

static const char *sqlite_text(const struct db *db, const struct statement *st, int column,
                               struct arena *a)
{
	(void)db;
	sqlite3_stmt *p = st->handle;
	int kind = sqlite3_column_type(p, column);
	if (kind == SQLITE_NULL)
		return NULL;
	if (kind == SQLITE_BLOB) {
		const void *bytes = sqlite3_column_blob(p, column);
		return text_hex(a, bytes ? bytes : "", (size_t)sqlite3_column_bytes(p, column));
	}
	const char *s = (const char *)sqlite3_column_text(p, column);
	return arena_strndup(a, s ? s : "", (size_t)sqlite3_column_bytes(p, column));
}

/* ---- the write-ahead log ---- */

/* Takes the place of the automatic checkpoint, which would stall in the middle of a commit. */
static int note_wal(void *self, sqlite3 *c, const char *name, int pages)
{
	(void)c, (void)name;
	((struct sqlite *)self)->wal_pages = pages;
	return SQLITE_OK;
}

static bool sqlite_upkeep(struct db *db, bool last)
{
	struct sqlite *s = of(db);
	if (s->wal_pages < s->wal_limit - WAL_PAGES_MORE)
		s->wal_limit = WAL_PAGES;
	if (!last && s->wal_pages < s->wal_limit)
		return true;
	int mode = last ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
	int code = sqlite3_wal_checkpoint_v2(s->c, NULL, mode, NULL, NULL);
	if (code == SQLITE_OK)
		s->wal_limit = s->wal_pages + WAL_PAGES_MORE;
	if (code == SQLITE_OK)
		return true;
	code = sqlite3_extended_errcode(s->c);
	s->db.lost = lost(s, code);
	return !io_error(code);
}

/* ---- the connection ---- */

static void sqlite_close(struct db *db)
{
	struct sqlite *s = of(db);
	for (int i = 0; i < CONTROL_COUNT; i++)
		sqlite3_finalize(s->control[i]);
	sqlite3_close(s->c);
	free(s);
}

static const struct engine sqlite_engine = {
	.close = sqlite_close,
	.control = sqlite_control,
	.in_transaction = sqlite_in_transaction,
	.script = sqlite_script,
	.prepare = sqlite_prepare,
	.start = sqlite_start,
	.step = sqlite_step,
	.finish = sqlite_finish,
	.forget = sqlite_forget,
	.columns = sqlite_columns,
	.name = sqlite_name,
	.integer = sqlite_integer,
	.text = sqlite_text,
	.upkeep = sqlite_upkeep,
};

/* Its own statistics would put one lock round every allocation of every thread. */
static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* LIKE tells case on PostgreSQL, so it does here. */
static const char common[] = "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
			     "PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY;"
			     "PRAGMA wal_autocheckpoint = 0;";
static const char writing[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			      "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -32768;";
static const char reading[] = "PRAGMA query_only = ON; PRAGMA cache_size = -8192;";

static bool set_up(struct sqlite *s)
{
	sqlite3_extended_result_codes(s->c, 1);
	sqlite3_busy_timeout(s->c, BUSY_MS);
	sqlite3_db_config(s->c, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* Plans never look at bound values: else a statement with LIKE ?1 is prepared anew for each
	 * pattern, which costs more than running it. */
	sqlite3_db_config(s->c, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	bool reader = s->db.role == DB_READER;
	if (reader)
		sqlite3_db_config(s->c, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (sqlite3_exec(s->c, reader ? reading : writing, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(s->c, common, NULL, NULL, NULL) != SQLITE_OK)
		return false;
	/* After the pragmas: setting wal_autocheckpoint replaces the hook. */
	sqlite3_wal_hook(s->c, note_wal, s);
	return true;
}

/* Makes the file unreadable for others before SQLite would make it readable; -wal and -shm follow
 * its mode. Only when it is new: closing a descriptor of a file in use would drop SQLite's locks. */
static void make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

struct db *sqlite_open(const char *url, enum db_role role, const char **why)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, configure);
	const char *path = text_starts(url, "sqlite:") ? url + strlen("sqlite:") : url;
	struct sqlite *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->db.engine = &sqlite_engine;
	s->db.role = role;
	s->wal_limit = WAL_PAGES;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	if (role == DB_WRITER) {
		flags |= SQLITE_OPEN_CREATE;
		if (!text_equal(path, ":memory:"))
			make_private(path);
	}
	if (sqlite3_open_v2(path, &s->c, flags, NULL) == SQLITE_OK && set_up(s))
		return &s->db;
	*why = store_why("%s: %s", path, s->c ? sqlite3_errmsg(s->c) : "out of memory");
	sqlite_close(&s->db);
	return NULL;
}
