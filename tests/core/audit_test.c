#include "desk.h"

#include "image.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "core/audit.h"
#include "store/db.h"

static void write_ten(struct desk *d)
{
	for (int i = 1; i <= 10; i++)
		audit(&d->c, "order.accept", "order", arena_printf(d->c.mem, "order-%d", i),
		      i % 2 ? "reason" : NULL);
	assert_int_equal(db_fault(d->c.db), DB_FINE);
}

/* What somebody with the database open could do: he drops the triggers first. */
static void tamper(struct desk *d, const char *sql)
{
	if (db_is_postgres(d->c.db))
		desk_script(d, "ALTER TABLE audit DISABLE TRIGGER USER");
	else
		desk_script(d, "DROP TRIGGER audit_kept_update; DROP TRIGGER audit_kept_delete;");
	desk_script(d, sql);
}

static void bad_at(struct desk *d, int64_t seq)
{
	struct audit_verdict v = audit_verify(&d->c);
	assert_false(v.good);
	assert_int_equal(v.first_bad, seq);
	assert_non_null(v.what);
}

static void an_untouched_chain_is_good(void **state)
{
	struct desk *d = *state;
	struct audit_verdict v = audit_verify(&d->c);
	assert_true(v.good && v.entries == 0);
	write_ten(d);
	v = audit_verify(&d->c);
	assert_true(v.good);
	assert_int_equal(v.entries, 10);
	assert_int_equal(strlen(v.head), 64);
	assert_true(audit_holds(&d->c, v.head));
}

static void a_changed_column_is_found_whichever_it_is(void **state)
{
	struct desk *d = *state;
	static const char *const columns[] = {"who",    "roles", "request", "source",
	                                      "action", "kind",  "subject", "detail"};
	write_ten(d);
	tamper(d, "CREATE TABLE kept_audit AS SELECT * FROM audit");
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
		desk_script(d, arena_printf(d->c.mem, "UPDATE audit SET %s = 'x' WHERE seq = 4",
		                            columns[i]));
		bad_at(d, 4);
		desk_script(d, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept_audit");
		assert_true(audit_verify(&d->c).good);
	}
	desk_script(d, "UPDATE audit SET at = at + 1 WHERE seq = 7");
	bad_at(d, 7);
}

static void a_missing_detail_is_not_an_empty_one(void **state)
{
	struct desk *d = *state;
	write_ten(d);
	tamper(d, "UPDATE audit SET detail = '' WHERE seq = 2");
	bad_at(d, 2);
}

static void a_deleted_entry_is_named_by_its_successor(void **state)
{
	struct desk *d = *state;
	write_ten(d);
	tamper(d, "DELETE FROM audit WHERE seq = 5");
	bad_at(d, 6);
}

static void a_deleted_entry_whose_followers_moved_up_is_found(void **state)
{
	struct desk *d = *state;
	write_ten(d);
	tamper(d, "DELETE FROM audit WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 6");
	bad_at(d, 5);
}

static void an_entry_written_anew_with_its_right_hash_is_found_by_the_next(void **state)
{
	struct desk *d = *state;
	write_ten(d);
	tamper(d,
	       "CREATE TABLE kept_audit AS SELECT * FROM audit; DELETE FROM audit WHERE seq >= 4");
	audit(&d->c, "order.decline", "order", "order-4", NULL);
	assert_true(audit_verify(&d->c).good);
	desk_script(d, "INSERT INTO audit SELECT * FROM kept_audit WHERE seq >= 5");
	bad_at(d, 5);
}

static void swapped_entries_are_found(void **state)
{
	struct desk *d = *state;
	write_ten(d);
	tamper(d,
	       "UPDATE audit SET seq = 100 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 8;"
	       "UPDATE audit SET seq = 8 WHERE seq = 100");
	bad_at(d, 3);
}

static void a_cut_tail_shows_only_against_a_head_written_down(void **state)
{
	struct desk *d = *state;
	write_ten(d);
	const char *head = audit_verify(&d->c).head;
	tamper(d, "DELETE FROM audit WHERE seq > 8");
	assert_true(audit_verify(&d->c).good);
	assert_false(audit_holds(&d->c, head));
}

static void the_database_itself_refuses_to_change_or_delete_entries(void **state)
{
	struct desk *d = *state;
	static const char *const tries[] = {"UPDATE audit SET detail = 'x'", "DELETE FROM audit"};
	for (size_t i = 0; i < 2; i++) {
		write_ten(d);
		db_commit(d->c.db);
		db_begin(d->c.db);
		db_script(d->c.db, tries[i]);
		assert_int_not_equal(db_fault(d->c.db), DB_FINE);
		db_rollback(d->c.db);
		db_begin(d->c.db);
		assert_true(audit_verify(&d->c).good);
	}
}

static void each_node_has_a_chain_of_its_own(void **state)
{
	struct desk *d = *state;
	write_ten(d);
	d->c.node = "b";
	write_ten(d);
	struct audit_verdict v = audit_verify(&d->c);
	assert_true(v.good);
	assert_int_equal(v.entries, 20);
	assert_int_equal(strlen(v.head), 129);
	tamper(d, "UPDATE audit SET who = 'x' WHERE seq = 2 AND node = 'b'");
	bad_at(d, 2);
	assert_string_equal(audit_verify(&d->c).node, "b");
}

/* ---- two servers on one database, with one name ---- */

enum { TURNS = 60 };
struct server {
	struct desk *d;
	const char *url;
	int name, failed;
};

/* Each turn is a transaction of its own with three entries, as a batch of the writer makes them. */
static void *serve(void *at)
{
	struct server *s = at;
	const char *why = NULL;
	struct arena *mem = arena_new();
	struct ctx c = s->d->c;
	c.mem = mem;
	c.db = db_open(s->url, DB_WRITER, &why);
	for (int i = 0; c.db && i < TURNS; i++) {
		db_begin(c.db);
		for (int k = 0; k < 3; k++)
			audit(&c, "order.accept", "order",
			      arena_printf(mem, "order-%d-%d", s->name, i), NULL);
		s->failed += !db_commit(c.db);
		arena_reset(mem);
	}
	s->failed += !c.db;
	db_close(c.db);
	arena_free(mem);
	return NULL;
}

static void servers_of_one_name_write_one_chain_in_turn(void **state)
{
	struct desk *d = *state;
	if (!db_is_postgres(d->c.db))
		skip();
	assert_true(db_commit(d->c.db));
	struct server s[2] = {{d, image_url(true), 1, 0}, {d, image_url(true), 2, 0}};
	pthread_t threads[2];
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, serve, &s[i]), 0);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	db_begin(d->c.db);
	assert_int_equal(s[0].failed + s[1].failed, 0);
	struct audit_verdict v = audit_verify(&d->c);
	assert_true(v.good);
	assert_int_equal(v.entries, 2 * 3 * TURNS);
}

static void what_is_rolled_back_leaves_no_gap(void **state)
{
	struct desk *d = *state;
	write_ten(d);
	db_savepoint(d->c.db);
	write_ten(d);
	db_rollback_to(d->c.db);
	audit_keep(&d->c, "account.signin_failed", "person", "p", NULL);
	ctx_run_kept(&d->c);
	struct audit_verdict v = audit_verify(&d->c);
	assert_true(v.good);
	assert_int_equal(v.entries, 11);
}

const struct CMUnitTest audit_tests[] = {
	DESK_TEST(an_untouched_chain_is_good),
	DESK_TEST(a_changed_column_is_found_whichever_it_is),
	DESK_TEST(a_missing_detail_is_not_an_empty_one),
	DESK_TEST(a_deleted_entry_is_named_by_its_successor),
	DESK_TEST(a_deleted_entry_whose_followers_moved_up_is_found),
	DESK_TEST(an_entry_written_anew_with_its_right_hash_is_found_by_the_next),
	DESK_TEST(swapped_entries_are_found),
	DESK_TEST(a_cut_tail_shows_only_against_a_head_written_down),
	DESK_TEST(the_database_itself_refuses_to_change_or_delete_entries),
	DESK_TEST(each_node_has_a_chain_of_its_own),
	DESK_TEST(servers_of_one_name_write_one_chain_in_turn),
	DESK_TEST(what_is_rolled_back_leaves_no_gap),
};
const size_t audit_tests_count = sizeof audit_tests / sizeof audit_tests[0];
