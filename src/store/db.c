#include "store/db.h"

#include "base/arena.h"
#include "base/field.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "store/engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const fault_words[] = {"fine", "retry", "full", "gone", "broken"};

const char *store_why(const char *fmt, ...)
{
	static _Thread_local char text[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return text;
}

void db_forget(struct db *db)
{
	for (unsigned i = 0; i < db->room; i++) {
		struct statement *st = &db->cache[i];
		if (st->handle)
			db->engine->forget(st);
		free(st->column);
		*st = (struct statement){0};
	}
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_forget(db);
	free(db->cache);
	db->engine->close(db);
}

bool db_is_postgres(const struct db *db)
{
	return db->engine->postgres;
}

/* ---- faults ---- */

void db_failed(struct db *db, enum db_fault fault, const char *where, const char *message)
{
	if (db->fault != DB_FINE)
		return;
	db->fault = fault;
	snprintf(db->error, sizeof db->error, "%s: %s", where, message);
	if (fault == DB_BROKEN)
		log_line(LOG_ERROR, "database", "fault", "broken", "statement", where, "error",
		         message, NULL);
	else
		log_seldom(LOG_WARN, "database", "fault", fault_words[fault], "statement", where,
		           "error", message, NULL);
}

enum db_fault db_fault(const struct db *db)
{
	return db->fault;
}

const char *db_error(const struct db *db)
{
	return db->error;
}

bool db_in_transaction(const struct db *db)
{
	return db->engine->in_transaction(db);
}

static void clear(struct db *db)
{
	db->fault = DB_FINE;
	db->io_error = db->lost = db->unsure = false;
	db->error[0] = '\0';
}

/* ---- transactions ---- */

static void undo(struct db *db)
{
	if (db_in_transaction(db))
		db->engine->control(db, CONTROL_ROLLBACK);
	db->depth = db->skipped = 0;
}

static void begin(struct db *db, enum control how)
{
	undo(db);
	clear(db);
	db->engine->control(db, how);
}

void db_begin(struct db *db)
{
	begin(db, CONTROL_BEGIN);
}

void db_snapshot(struct db *db)
{
	begin(db, CONTROL_SNAPSHOT);
}

/* A snapshot has nothing to keep; on a writer that plays the reader it must keep nothing. */
void db_end(struct db *db)
{
	db_rollback(db);
}

bool db_commit(struct db *db)
{
	bool kept = db->fault == DB_FINE && db->engine->control(db, CONTROL_COMMIT);
	undo(db);
	return kept;
}

void db_rollback(struct db *db)
{
	undo(db);
	clear(db);
}

void db_savepoint(struct db *db)
{
	if (db->fault != DB_FINE)
		db->skipped++;
	else if (db->engine->control(db, CONTROL_SAVEPOINT))
		db->depth++;
}

/* The fault stays when there is nothing to go back to: the transaction itself has fallen. */
void db_rollback_to(struct db *db)
{
	if (db->skipped > 0) {
		db->skipped--;
		return;
	}
	if (db->depth == 0 || !db_in_transaction(db))
		return;
	db->depth--;
	clear(db);
	db->engine->control(db, CONTROL_ROLLBACK_TO);
}

bool db_release(struct db *db)
{
	if (db->fault == DB_FINE && db->engine->control(db, CONTROL_RELEASE)) {
		db->depth--;
		return true;
	}
	db_rollback_to(db);
	return false;
}

bool db_upkeep(struct db *db, bool last)
{
	return db->engine->upkeep(db, last);
}

/* ---- statements ---- */

void db_script(struct db *db, const char *sql)
{
	if (db->fault == DB_FINE)
		db->engine->script(db, sql);
}

static struct statement *cached(struct db *db, const struct sql *sql)
{
	if (sql->id >= db->room) {
		unsigned room = sql->id < 128 ? 256 : sql->id * 2;
		struct statement *more = realloc(db->cache, room * sizeof *more);
		if (!more)
			abort();
		memset(more + db->room, 0, (room - db->room) * sizeof *more);
		db->cache = more;
		db->room = room;
	}
	db->cache[sql->id].sql = sql;
	return &db->cache[sql->id];
}

int64_t db_started(const struct db *db)
{
	return db->started;
}

bool db_prepare(struct db *db, const struct sql *sql)
{
	return db->fault == DB_FINE && db->engine->prepare(db, cached(db, sql));
}

static bool all_given(struct db *db, const struct sql *sql, const struct val *v)
{
	for (; v->kind != VAL_END; v++)
		if (v->kind == VAL_MISSING) {
			db_failed(db, DB_BROKEN, sql->name, "NULL for a value that must be there");
			return false;
		}
	return true;
}

/* NULL: a fault stands. */
static struct statement *start(struct db *db, const struct sql *sql, const struct val *v)
{
	if (db->fault != DB_FINE || !all_given(db, sql, v))
		return NULL;
	struct statement *st = cached(db, sql);
	st->over = false;
	db->started++;
	return db->engine->start(db, st, v) ? st : NULL;
}

int64_t db_exec_values(struct db *db, const struct sql *sql, const struct val *v)
{
	struct statement *st = start(db, sql, v);
	if (!st)
		return 0;
	db->engine->step(db, st);
	int64_t changed = db->engine->finish(db, st);
	return db->fault == DB_FINE ? changed : 0;
}

int64_t db_int_values(struct db *db, const struct sql *sql, const struct val *v)
{
	struct statement *st = start(db, sql, v);
	if (!st)
		return 0;
	int64_t n = db->engine->step(db, st) ? db->engine->integer(db, st, 0) : 0;
	db->engine->finish(db, st);
	return db->fault == DB_FINE ? n : 0;
}

const char *db_text_values(struct db *db, struct arena *a, const struct sql *sql,
                           const struct val *v)
{
	struct statement *st = start(db, sql, v);
	if (!st)
		return NULL;
	const char *s = db->engine->step(db, st) ? db->engine->text(db, st, 0, a) : NULL;
	db->engine->finish(db, st);
	return db->fault == DB_FINE ? s : NULL;
}

/* Finds the field of each column once per statement and field table. */
static void match(struct db *db, struct statement *st, const struct field *fields)
{
	int columns = db->engine->columns(db, st);
	if (st->fields == fields && st->columns == columns)
		return;
	free(st->column);
	st->column = calloc((size_t)columns + 1, sizeof *st->column);
	if (!st->column)
		abort();
	for (int i = 0; i < columns; i++)
		st->column[i] = field_find(fields, db->engine->name(db, st, i));
	st->fields = fields;
	st->columns = columns;
}

static void read_row(struct db *db, struct statement *st, struct arena *a, char *record)
{
	for (int i = 0; i < st->columns; i++) {
		const struct field *f = st->column[i];
		if (!f)
			continue;
		void *at = record + f->offset;
		const char *s;
		switch (f->kind) {
		case FIELD_INT: *(int64_t *)at = db->engine->integer(db, st, i); break;
		case FIELD_BOOL: *(bool *)at = db->engine->integer(db, st, i) != 0; break;
		case FIELD_TEXT: *(const char **)at = db->engine->text(db, st, i, a); break;
		case FIELD_WORDS:
			s = db->engine->text(db, st, i, a);
			*(const char *const **)at = s ? text_split(a, s, ",") : NULL;
			break;
		}
	}
}

struct rows {
	char *at;
	size_t count, room;
};

static char *rows_next(struct rows *r, struct arena *a, size_t size, bool single)
{
	if (r->count == r->room) {
		size_t room = single ? 1 : r->room ? r->room * 2 : 16;
		char *more = arena_alloc(a, room * size);
		if (r->count)
			memcpy(more, r->at, r->count * size);
		r->at = more;
		r->room = room;
	}
	return r->at + r->count++ * size;
}

void *db_all_values(struct db *db, struct arena *a, const struct sql *sql,
                    const struct field *fields, size_t size, size_t *count, const struct val *v)
{
	struct rows r = {0};
	size_t most = count ? LIMIT_ROWS : 1;
	if (count)
		*count = 0;
	struct statement *st = start(db, sql, v);
	if (!st)
		return NULL;
	while (r.count < most && db->engine->step(db, st)) {
		if (r.count == 0)
			match(db, st, fields);
		read_row(db, st, a, rows_next(&r, a, size, !count));
	}
	db->engine->finish(db, st);
	if (db->fault != DB_FINE)
		return NULL;
	if (count)
		*count = r.count;
	return r.at;
}
