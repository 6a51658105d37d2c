/* The store: connections, the lock and the backup. */
#include "store_help.h"

#include "base/arena.h"
#include "base/field.h"
#include "base/limits.h"
#include "base/log.h"
#include "store/backup.h"
#include "store/engine.h"
#include "store/lock.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct thing {
	const char *name, *bytes;
	int64_t n;
	bool done;
	const char *const *words;
};
static const struct field things[] = {
	FIELD(struct thing, name),  FIELD(struct thing, n),     FIELD(struct thing, done),
	FIELD(struct thing, bytes), FIELD(struct thing, words), {0},
};

/* ---- reading and writing ---- */

static const struct sql put_all = {
	"put_all", "INSERT INTO thing (name, n, done, words, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
	"INSERT INTO thing (name, n, done, words, bytes) VALUES ($1, $2, $3, $4, $5)", 9101};

static void a_row_is_read_by_the_names_of_its_columns(struct scratch *s)
{
	size_t count;
	db_begin(s->db);
	assert_int_equal(db_exec(s->db, put_all, V("米"), V(INT64_MAX), V(true), V("甲,乙"),
	                         val_blob("\0\xff\x10", 3)),
	                 1);
	assert_int_equal(db_exec(s->db, put_all, V((const char *)NULL), V(-1), V(false), V(""),
	                         val_blob("", 0)),
	                 1);
	assert_int_equal(db_exec(s->db, q_put, V("third"), val_text(NULL)), 1);
	assert_true(db_commit(s->db));
	struct thing *t = db_all(s->db, s->mem, q_all, struct thing, things, &count);
	assert_int_equal(count, 3);
	assert_string_equal(t[0].name, "米");
	assert_true(t[0].n == INT64_MAX && t[0].done);
	assert_string_equal(t[0].bytes, "00ff10");
	assert_string_equal(t[0].words[1], "乙");
	assert_null(t[0].words[2]);
	assert_null(t[1].name);
	assert_true(t[1].n == -1 && !t[1].done);
	assert_string_equal(t[1].bytes, "");
	assert_null(t[1].words[0]);
	assert_true(t[2].n == 0 && !t[2].bytes && !t[2].words);
	t = db_one(s->db, s->mem, q_all, struct thing, things);
	assert_string_equal(t->name, "米");
	assert_int_equal(db_fault(s->db), DB_FINE);
}
ON_BOTH(a_row_is_read_by_the_names_of_its_columns)

static void a_statement_tells_how_many_rows_it_changed(struct scratch *s)
{
	db_begin(s->db);
	assert_int_equal(db_exec(s->db, q_put, V("a"), V(1)), 1);
	assert_int_equal(db_exec(s->db, q_rename, V("a"), V("b")), 1);
	assert_int_equal(db_exec(s->db, q_rename, V("a"), V("b")), 0);
	assert_int_equal(db_exec(s->db, q_count), 0);
	assert_true(db_commit(s->db));
	assert_int_equal(scratch_count(s), 1);
}
ON_BOTH(a_statement_tells_how_many_rows_it_changed)

static void a_change_that_returns_a_row_is_made(struct scratch *s)
{
	db_begin(s->db);
	int64_t first = db_int(s->db, q_put_id, V("a"));
	assert_true(first > 0);
	assert_true(db_int(s->db, q_put_id, V("b")) > first);
	assert_non_null(db_text(s->db, s->mem, q_put_id, V("c")));
	assert_non_null(db_one(s->db, s->mem, q_put_id, struct thing, things, V("d")));
	assert_true(db_commit(s->db));
	assert_int_equal(scratch_count(s), 4);
}
ON_BOTH(a_change_that_returns_a_row_is_made)

static const struct sql by_n = {
	"by_n", "SELECT count(*) FROM thing WHERE (?1 IS NULL OR n = ?1) AND (?2 = 0 OR n > ?2)",
	"SELECT count(*) FROM thing WHERE ($1 IS NULL OR n = $1) AND ($2 = 0 OR n > $2)", 9102};
static const struct sql cut = {"cut", "SELECT substr(name, ?1, 2) FROM thing WHERE name = ?2",
                               "SELECT substr(name, $1, 2) FROM thing WHERE name = $2", 9103};
static const struct sql truth = {"truth", "SELECT n > ?1 FROM thing", "SELECT n > $1 FROM thing",
                                 9104};
static const struct sql like = {"like", "SELECT count(*) FROM thing WHERE name LIKE ?1",
                                "SELECT count(*) FROM thing WHERE name LIKE $1", 9105};

static void values_mean_the_same_on_both_engines(struct scratch *s)
{
	db_begin(s->db);
	db_exec(s->db, q_put, V("Abc"), V(5000000000));
	assert_int_equal(db_int(s->db, by_n, val_text(NULL), V(0)), 1);
	assert_int_equal(db_int(s->db, by_n, V(5000000000), V(4999999999)), 1);
	assert_int_equal(db_int(s->db, by_n, V(7), V(0)), 0);
	assert_int_equal(db_int(s->db, by_n, val_text(NULL), val_text(NULL)), 0);
	assert_string_equal(db_text(s->db, s->mem, cut, V(2), V("Abc")), "bc");
	assert_int_equal(db_int(s->db, truth, V(1)), 1);
	assert_string_equal(db_text(s->db, s->mem, truth, V(6000000000)), "0");
	assert_int_equal(db_int(s->db, like, V("A%")), 1);
	assert_int_equal(db_int(s->db, like, V("a%")), 0);
	assert_true(db_commit(s->db));
}
ON_BOTH(values_mean_the_same_on_both_engines)

static const struct sql number = {"number",
                                  "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k "
                                  "WHERE n < ?1) SELECT n FROM k",
                                  "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k "
                                  "WHERE n < $1) SELECT n FROM k",
                                  9106};

static void rows_are_bounded(struct scratch *s)
{
	size_t count;
	struct thing *t = db_all(s->db, s->mem, number, struct thing, things, &count,
	                         V(LIMIT_ROWS + 5));
	assert_int_equal(count, LIMIT_ROWS);
	assert_int_equal(t[LIMIT_ROWS - 1].n, LIMIT_ROWS);
	assert_null(db_all(s->db, s->mem, q_all, struct thing, things, &count));
	assert_int_equal(count, 0);
}
ON_BOTH(rows_are_bounded)

/* ---- faults and transactions ---- */

static void a_fault_sticks_until_the_rollback(struct scratch *s)
{
	size_t count = 7;
	db_begin(s->db);
	assert_int_equal(db_exec(s->db, q_put, V("a"), V(1)), 1);
	assert_int_equal(db_int(s->db, q_broken), 0);
	assert_int_equal(db_fault(s->db), DB_BROKEN);
	assert_non_null(strstr(db_error(s->db), "broken"));
	assert_int_equal(db_exec(s->db, q_put, V("b"), V(1)), 0);
	assert_int_equal(db_int(s->db, q_count), 0);
	assert_null(db_all(s->db, s->mem, q_all, struct thing, things, &count));
	assert_int_equal(count, 0);
	db_script(s->db, "DELETE FROM thing");
	assert_false(db_commit(s->db));
	assert_false(db_in_transaction(s->db));
	assert_int_equal(db_fault(s->db), DB_BROKEN);
	db_begin(s->db);
	assert_int_equal(db_fault(s->db), DB_FINE);
	assert_string_equal(db_error(s->db), "");
	assert_int_equal(db_int(s->db, q_count), 0);
	db_rollback(s->db);
}
ON_BOTH(a_fault_sticks_until_the_rollback)

static void a_broken_constraint_is_a_fault(struct scratch *s)
{
	db_begin(s->db);
	db_exec(s->db, q_put, V("a"), V(1));
	assert_int_equal(db_exec(s->db, q_put, V("a"), V(1)), 0);
	assert_int_equal(db_fault(s->db), DB_BROKEN);
	db_rollback(s->db);
	assert_int_equal(db_fault(s->db), DB_FINE);
	assert_int_equal(scratch_count(s), 0);
}
ON_BOTH(a_broken_constraint_is_a_fault)

static void the_wrong_number_of_values_is_a_fault(struct scratch *s)
{
	assert_int_equal(db_exec(s->db, q_put, V("a")), 0);
	assert_int_equal(db_fault(s->db), DB_BROKEN);
	db_rollback(s->db);
	assert_int_equal(db_exec(s->db, q_put, V("a"), V(1), V(2)), 0);
	assert_int_equal(db_fault(s->db), DB_BROKEN);
}
ON_BOTH(the_wrong_number_of_values_is_a_fault)

static void a_missing_text_is_a_fault_and_no_null(struct scratch *s)
{
	const char *missing = NULL;
	log_threshold(LOG_ERROR + 1);
	db_begin(s->db);
	assert_int_equal(db_exec(s->db, q_put, VG("there"), VG(1)), 1);
	assert_int_equal(db_exec(s->db, q_put, VN(missing), VN((int64_t)0)), 1);
	assert_int_equal(db_fault(s->db), DB_FINE);
	assert_int_equal(db_exec(s->db, q_put, VG(missing), VG(1)), 0);
	assert_int_equal(db_fault(s->db), DB_BROKEN);
	assert_non_null(strstr(db_error(s->db), "must be there"));
	db_rollback(s->db);
}
ON_BOTH(a_missing_text_is_a_fault_and_no_null)

static void a_savepoint_falls_alone(struct scratch *s)
{
	db_begin(s->db);
	db_exec(s->db, q_put, V("a"), V(1));
	db_savepoint(s->db);
	db_exec(s->db, q_put, V("b"), V(1));
	db_rollback_to(s->db);
	db_savepoint(s->db);
	db_exec(s->db, q_put, V("c"), V(1));
	db_int(s->db, q_broken);
	assert_false(db_release(s->db));
	assert_int_equal(db_fault(s->db), DB_FINE);
	db_savepoint(s->db);
	db_exec(s->db, q_put, V("d"), V(1));
	assert_true(db_release(s->db));
	assert_true(db_commit(s->db));
	assert_int_equal(scratch_count(s), 2);
}
ON_BOTH(a_savepoint_falls_alone)

static void a_savepoint_does_not_heal_an_earlier_fault(struct scratch *s)
{
	db_begin(s->db);
	db_int(s->db, q_broken);
	db_savepoint(s->db);
	db_rollback_to(s->db);
	assert_int_equal(db_fault(s->db), DB_BROKEN);
	db_savepoint(s->db);
	assert_false(db_release(s->db));
	assert_int_equal(db_fault(s->db), DB_BROKEN);
	assert_false(db_commit(s->db));
}
ON_BOTH(a_savepoint_does_not_heal_an_earlier_fault)

static void a_snapshot_sees_one_state(struct scratch *s)
{
	struct db *reader = scratch_reader(s);
	db_snapshot(reader);
	assert_int_equal(db_int(reader, q_count), 0);
	db_begin(s->db);
	db_exec(s->db, q_put, V("a"), V(1));
	assert_true(db_commit(s->db));
	assert_int_equal(db_int(reader, q_count), 0);
	db_end(reader);
	assert_int_equal(scratch_count(s), 1);
}
ON_BOTH(a_snapshot_sees_one_state)

static void a_reader_cannot_write(struct scratch *s)
{
	struct db *reader = scratch_reader(s);
	db_snapshot(reader);
	assert_int_equal(db_exec(reader, q_put, V("a"), V(1)), 0);
	assert_int_equal(db_fault(reader), DB_BROKEN);
	db_end(reader);
	assert_int_equal(db_exec(reader, q_put, V("a"), V(1)), 0);
	assert_int_equal(db_fault(reader), DB_BROKEN);
	db_end(reader);
	assert_int_equal(scratch_count(s), 0);
}
ON_BOTH(a_reader_cannot_write)

static void preparing_tells_a_bad_statement(struct scratch *s)
{
	assert_true(db_prepare(s->db, &q_put));
	assert_true(db_prepare(s->db, &by_n));
	assert_false(db_prepare(s->db, &q_broken));
	db_rollback(s->db);
	assert_int_equal(db_exec(s->db, q_put, V("a"), V(1)), 1);
}
ON_BOTH(preparing_tells_a_bad_statement)

static void memory_is_a_database(void **state)
{
	(void)state;
	const char *why;
	struct db *db = db_open(":memory:", DB_WRITER, &why);
	assert_non_null(db);
	db_script(db, "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, n INT)");
	db_begin(db);
	assert_int_equal(db_exec(db, q_put, V("a"), V(1)), 1);
	assert_true(db_commit(db));
	db_snapshot(db);
	assert_int_equal(db_int(db, q_count), 1);
	db_end(db);
	db_close(db);
}

static void what_cannot_be_opened_says_why(void **state)
{
	(void)state;
	const char *why = NULL;
	assert_null(db_open("mysql://x", DB_WRITER, &why));
	assert_non_null(strstr(why, "postgresql://"));
	assert_null(db_open("sqlite:/nowhere/at/all.db", DB_WRITER, &why));
	assert_non_null(strstr(why, "/nowhere/at/all.db"));
	assert_null(db_open("postgresql://nobody@127.0.0.1:1/none", DB_READER, &why));
	assert_non_null(strstr(why, "PostgreSQL"));
	db_close(NULL);
}

/* `name` has an index, so a plan that looked at the pattern could search it by its beginning. */
static void a_statement_is_prepared_once_whatever_it_is_given(struct scratch *s)
{
	struct db *all[] = {s->db, scratch_reader(s)};
	for (size_t i = 0; i < 2; i++) {
		db_snapshot(all[i]);
		for (int n = 0; n < 5; n++)
			db_int(all[i], like, V(n % 2 ? "A%" : "%b%"));
		sqlite3_stmt *st = all[i]->cache[like.id].handle;
		assert_int_equal(sqlite3_stmt_status(st, SQLITE_STMTSTATUS_RUN, 0), 5);
		assert_int_equal(sqlite3_stmt_status(st, SQLITE_STMTSTATUS_REPREPARE, 0), 0);
		db_end(all[i]);
	}
}
ON_SQLITE(a_statement_is_prepared_once_whatever_it_is_given)

static void a_new_file_is_private(struct scratch *s)
{
	struct stat st;
	assert_int_equal(stat(s->url + strlen("sqlite:"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}
ON_SQLITE(a_new_file_is_private)

static const struct sql kill_reader = {
	"kill", "SELECT 1",
	"SELECT count(pg_terminate_backend(pid)) FROM "
	"pg_stat_activity WHERE application_name = 'wudan'"
	" AND datname = current_database() AND pid <> pg_backend_pid()",
	9107};

static void a_lost_connection_is_opened_anew(struct scratch *s)
{
	struct db *reader = scratch_reader(s);
	db_snapshot(reader);
	assert_int_equal(db_int(reader, by_n, V(1), V(1)), 0);
	assert_true(db_int(s->db, kill_reader) > 0);
	db_int(reader, by_n, V(1), V(1));
	assert_int_equal(db_fault(reader), DB_GONE);
	db_end(reader);
	assert_int_equal(scratch_count(s), 0);
	assert_int_equal(db_int(reader, by_n, V(1), V(1)), 0);
	assert_int_equal(db_fault(reader), DB_FINE);
	db_int(s->db, kill_reader);
	db_snapshot(reader);
	assert_int_equal(db_fault(reader), DB_FINE);
	db_end(reader);
}
ON_POSTGRES(a_lost_connection_is_opened_anew)

/* ---- lock and backup ---- */

static int take_in_another_process(const char *dir)
{
	const char *why = "";
	int status;
	pid_t child = fork();
	if (child == 0) {
		int fd = lock_take(dir, &why);
		_exit(fd >= 0 ? 1 : strstr(why, "in use by another wudan (process ") ? 2 : 3);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WEXITSTATUS(status);
}

static void a_folder_has_one_holder(struct scratch *s)
{
	const char *why;
	int lock = lock_take(s->dir, &why);
	assert_true(lock >= 0);
	assert_int_equal(take_in_another_process(s->dir), 2);
	assert_int_equal(lock_take(s->dir, &why), -1);
	lock_release(lock);
	assert_int_equal(take_in_another_process(s->dir), 1);
	lock = lock_take(s->dir, &why); /* the other process ended, and its lock with it */
	assert_true(lock >= 0);
	lock_release(lock);
	lock_release(-1);
	assert_int_equal(lock_take("/nowhere", &why), -1);
	assert_non_null(strstr(why, "/nowhere"));
}
ON_SQLITE(a_folder_has_one_holder)

static void a_backup_is_one_whole_state(struct scratch *s)
{
	const char *why = NULL;
	char path[128], url[160];
	db_begin(s->db);
	for (int i = 0; i < 500; i++)
		db_exec(s->db, q_put, V(arena_printf(s->mem, "name %d", i)), V(i));
	assert_true(db_commit(s->db));
	db_begin(s->db);
	db_exec(s->db, q_put, V("not committed"), V(1));
	snprintf(path, sizeof path, "%s/copy.db", s->dir);
	snprintf(url, sizeof url, "sqlite:%s", path);
	assert_true(backup_sqlite(s->url, path, &why));
	assert_true(db_commit(s->db));
	struct db *copy = db_open(url, DB_READER, &why);
	assert_int_equal(db_int(copy, q_count), 500);
	db_close(copy);
	assert_false(backup_sqlite(s->url, path, &why));
	assert_non_null(strstr(why, "exists"));
	assert_int_equal(scratch_count(s), 501);
}
ON_SQLITE(a_backup_is_one_whole_state)

static void a_backup_that_fails_leaves_no_file(struct scratch *s)
{
	const char *why = NULL;
	char path[128];
	snprintf(path, sizeof path, "%s/copy.db", s->dir);
	assert_false(backup_sqlite("sqlite:/nowhere/x.db", path, &why));
	assert_false(backup_sqlite("postgresql://x/y", path, &why));
	assert_non_null(strstr(why, "pg_dump"));
	assert_int_equal(access(path, F_OK), -1);
	strcat(path, ".part");
	assert_int_equal(access(path, F_OK), -1);
}
ON_SQLITE(a_backup_that_fails_leaves_no_file)

#define LITE(name) cmocka_unit_test(name##_on_sqlite)
const struct CMUnitTest store_tests[] = {
	BOTH(a_row_is_read_by_the_names_of_its_columns),
	BOTH(a_statement_tells_how_many_rows_it_changed),
	BOTH(a_change_that_returns_a_row_is_made),
	BOTH(values_mean_the_same_on_both_engines),
	BOTH(rows_are_bounded),
	BOTH(a_fault_sticks_until_the_rollback),
	BOTH(a_broken_constraint_is_a_fault),
	BOTH(the_wrong_number_of_values_is_a_fault),
	BOTH(a_missing_text_is_a_fault_and_no_null),
	BOTH(a_savepoint_falls_alone),
	BOTH(a_savepoint_does_not_heal_an_earlier_fault),
	BOTH(a_snapshot_sees_one_state),
	BOTH(a_reader_cannot_write),
	BOTH(preparing_tells_a_bad_statement),
	cmocka_unit_test(memory_is_a_database),
	cmocka_unit_test(what_cannot_be_opened_says_why),
	LITE(a_statement_is_prepared_once_whatever_it_is_given),
	LITE(a_new_file_is_private),
	cmocka_unit_test(a_lost_connection_is_opened_anew_on_postgres),
	LITE(a_folder_has_one_holder),
	LITE(a_backup_is_one_whole_state),
	LITE(a_backup_that_fails_leaves_no_file),
};
const size_t store_tests_count = sizeof store_tests / sizeof *store_tests;
