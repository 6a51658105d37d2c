/* db.h - one connection to SQLite or PostgreSQL.
 *
 * Errors are sticky: after the first failure every further call on the connection does nothing and
 * returns 0, NULL or false, until db_rollback(), db_rollback_to() or db_end(). Features therefore
 * never test for database errors; the one who opened the transaction asks db_fault() once. In a
 * feature NULL means exactly one thing: no such row.
 *
 * Statements come from .sql files (struct sql, made by tools/embed), which turns each that names its
 * parameters into a C function, sql_name(); they are prepared once per connection. A connection is used
 * by one thread at a time.
 *
 * PostgreSQL is told that numbers are int8 and texts are text; where it wants another type the
 * statement writes CAST(?1 AS INTEGER). LIKE tells case on both. A boolean result reads as 0 or 1.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct field;
struct db;

/* One named statement; both texts are the same but for [sqlite] and [postgres] variants. */
struct sql {
	const char *name, *sqlite, *postgres;
	unsigned id; /* dense over the program: index of the connection's statement cache */
};
extern const struct sql *const sql_all[]; /* NULL-terminated; made by tools/embed */
extern const unsigned sql_count;

enum val_kind { VAL_END, VAL_NULL, VAL_INT, VAL_TEXT, VAL_BLOB, VAL_MISSING };
struct val {
	enum val_kind kind;
	int64_t i; /* the number, or the length of a blob */
	const void *p;
};
static inline struct val val_int(int64_t i)
{
	return (struct val){VAL_INT, i, 0};
}
static inline struct val val_text(const char *s)
{
	return s ? (struct val){VAL_TEXT, 0, s} : (struct val){VAL_NULL, 0, 0};
}
static inline struct val val_blob(const void *p, size_t n)
{
	return (struct val){VAL_BLOB, (int64_t)n, p};
}
/* A text that must be there: NULL breaks the statement instead of becoming SQL NULL. */
static inline struct val val_given(const char *s)
{
	return s ? val_text(s) : (struct val){VAL_MISSING, 0, 0};
}
/* A number that is SQL NULL when it is 0. */
static inline struct val val_some(int64_t i)
{
	return i ? val_int(i) : (struct val){VAL_NULL, 0, 0};
}
/* V("text") V(7) V(true); a NULL text is SQL NULL. */
#define V(x)        _Generic((x), const char * : val_text, char * : val_text, default : val_int)(x)
#define VG(x)       _Generic((x), const char * : val_given, char * : val_given, default : val_int)(x)
#define VN(x)       _Generic((x), const char * : val_text, char * : val_text, default : val_some)(x)
#define VALUES(...) ((const struct val[]){__VA_ARGS__ __VA_OPT__(, ){.kind = VAL_END}})

enum db_role { DB_READER, DB_WRITER };
enum db_fault {
	DB_FINE,
	DB_RETRY,  /* serialization failure or deadlock: the same work may be run again */
	DB_FULL,   /* disk full, I/O error, read-only: nothing can be kept now */
	DB_GONE,   /* the connection is lost; the owner reopens it */
	DB_BROKEN, /* a bug: bad statement, broken constraint; logged with the statement's name */
};

/* url: "sqlite:PATH", ":memory:" or "postgresql://…". NULL when it cannot be opened; *why (static or
 * arena-free text) then says it in English. A SQLite reader is query_only and never checkpoints. */
struct db *db_open(const char *url, enum db_role role, const char **why);
void db_close(struct db *db); /* accepts NULL */
bool db_is_postgres(const struct db *db);

/* A reader's snapshot: everything until db_end() sees one state. Beginning, here and below, clears an
 * old fault and opens a lost connection anew. */
void db_snapshot(struct db *db);
void db_end(struct db *db);

/* The writer's transaction and the savepoint of one request inside it. */
void db_begin(struct db *db);
bool db_commit(struct db *db); /* false: rolled back, nothing kept; db_fault() still tells why */
void db_rollback(struct db *db);
void db_savepoint(struct db *db);
bool db_release(struct db *db); /* false: rolled back to the savepoint */
void db_rollback_to(struct db *db);

enum db_fault db_fault(const struct db *db);
const char *db_error(const struct db *db); /* English, for the log; "" when fine */
/* False after SQLite dropped the whole transaction on its own (FULL, IOERR, NOMEM). */
bool db_in_transaction(const struct db *db);

void db_script(struct db *db, const char *sql); /* several statements, no values; migrations only */
bool db_prepare(struct db *db, const struct sql *sql); /* false: the engine refuses it; for tests */
/* Named statements since db_open(): what a page costs; for tests. */
int64_t db_started(const struct db *db);

/* The number of rows changed. */
#define db_exec(db, sql, ...) db_exec_values(db, &(sql), VALUES(__VA_ARGS__))
int64_t db_exec_values(struct db *db, const struct sql *sql, const struct val *v);

/* The first column of the first row as a number; 0 when there is no row or it is NULL. */
#define db_int(db, sql, ...) db_int_values(db, &(sql), VALUES(__VA_ARGS__))
int64_t db_int_values(struct db *db, const struct sql *sql, const struct val *v);

/* The first column of the first row as text in the arena; NULL when there is no row or it is NULL. */
#define db_text(db, a, sql, ...) db_text_values(db, a, &(sql), VALUES(__VA_ARGS__))
const char *db_text_values(struct db *db, struct arena *a, const struct sql *sql,
                           const struct val *v);

/* All rows as an array of T in the arena, read column by column through `fields` (by name; columns
 * that no field names are skipped). *count is set; NULL when there is none. At most LIMIT_ROWS.
 * NULL reads as 0, false or NULL; a blob reads as lower case hex; a FIELD_WORDS column is text with
 * commas between the words. */
#define db_all(db, a, sql, T, fields, count, ...)                                                  \
	((T *)db_all_values(db, a, &(sql), fields, sizeof(T), count, VALUES(__VA_ARGS__)))
void *db_all_values(struct db *db, struct arena *a, const struct sql *sql,
                    const struct field *fields, size_t size, size_t *count, const struct val *v);

/* The first row, or NULL. */
#define db_one(db, a, sql, T, fields, ...)                                                         \
	((T *)db_all_values(db, a, &(sql), fields, sizeof(T), NULL, VALUES(__VA_ARGS__)))
