/* What the writer says of itself while commits fail, and when they work again. */
#include "store_help.h"

#include "store/writer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct put {
	struct write_job job; /* first */
	const char *name;
};

static bool put_run(struct write_job *job, struct db *db)
{
	db_exec(db, q_put, V(((struct put *)job)->name), V(1));
	return true;
}

static enum write_end keep(struct writer *w, const char *name)
{
	struct put p = {{.run = put_run}, name};
	return writer_run(w, &p.job);
}

static struct writer *start(struct scratch *s)
{
	struct writer *w = writer_start(s->db);
	assert_non_null(w);
	s->db = NULL;
	return w;
}

static bool healthy_within(struct writer *w, bool wanted, int ms)
{
	for (; ms > 0 && writer_healthy(w) != wanted; ms -= 20)
		usleep(20000);
	return writer_healthy(w) == wanted;
}

/* Nobody writes; only the one who asks makes it try. */
static void an_idle_house_learns_of_a_full_disk(struct scratch *s)
{
	scratch_probe(s);
	db_script(s->db, "CREATE TRIGGER full BEFORE UPDATE ON write_probe WHEN "
	                 "(SELECT count(*) FROM thing) = 0 BEGIN UPDATE write_probe SET filler = "
	                 "zeroblob(10000000); END; INSERT INTO write_probe VALUES (1, 'x');"
	                 "PRAGMA max_page_count = 200");
	struct writer *w = start(s);
	usleep(50000);
	assert_true(writer_healthy(w));
	writer_ask(w);
	assert_true(healthy_within(w, false, 5000));
	assert_int_equal(keep(w, "a"), WRITE_KEPT); /* the trigger lets the next probe pass */
	assert_true(healthy_within(w, true, 5000));
	assert_false(writer_lost(w));
	writer_stop(w);
}
ON_SQLITE(an_idle_house_learns_of_a_full_disk)

/* A role of its own to be shut out, so that no other test on the same server is. */
static void as_one_who_can_be_shut_out(struct scratch *s)
{
	static const char own[] = "://wudan:", other[] = "://wudan_out:";
	char made[sizeof s->url];
	char *at = strstr(s->url, own);
	assert_non_null(at);
	const char *rest = at + sizeof own - 1;
	int password = (int)strcspn(rest, "@");
	char script[256];
	snprintf(script, sizeof script,
	         "DROP ROLE IF EXISTS wudan_out; CREATE ROLE wudan_out SUPERUSER LOGIN PASSWORD "
	         "'%.*s'",
	         password, rest);
	db_script(s->db, script);
	assert_int_equal(db_fault(s->db), DB_FINE);
	snprintf(made, sizeof made, "%.*s%s%s", (int)(at - s->url), s->url, other, rest);
	strcpy(s->url, made);
	const char *why = NULL;
	db_close(s->db);
	s->db = db_open(s->url, DB_WRITER, &why);
	assert_non_null(s->db);
}

/* The server is there, but lets him not in. */
static void a_lost_connection_is_not_healthy_while_it_lasts(struct scratch *s)
{
	const char *why = NULL;
	scratch_probe(s);
	struct db *door = db_open(s->url, DB_WRITER, &why);
	as_one_who_can_be_shut_out(s);
	struct writer *w = start(s);
	assert_int_equal(keep(w, "a"), WRITE_KEPT);
	db_script(door, "ALTER ROLE wudan_out NOLOGIN;"
	                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
	                " WHERE usename = 'wudan_out'");
	enum write_end end = keep(w, "b");
	bool ill = !writer_healthy(w);
	usleep(1200 * 1000);
	ill = ill && !writer_healthy(w);
	db_script(door, "ALTER ROLE wudan_out LOGIN");
	assert_int_equal(db_fault(door), DB_FINE);
	assert_int_equal(end, WRITE_FAILED);
	assert_true(ill);
	assert_true(healthy_within(w, true, 10000)); /* nobody asked */
	assert_int_equal(keep(w, "c"), WRITE_KEPT);
	assert_int_equal(scratch_count(s), 2);
	writer_stop(w);
	db_close(s->peek);
	s->peek = NULL;
	db_script(door, "DROP ROLE wudan_out");
	db_close(door);
}
ON_POSTGRES(a_lost_connection_is_not_healthy_while_it_lasts)

const struct CMUnitTest writer_health_tests[] = {
	cmocka_unit_test(an_idle_house_learns_of_a_full_disk_on_sqlite),
	cmocka_unit_test(a_lost_connection_is_not_healthy_while_it_lasts_on_postgres),
};
const size_t writer_health_tests_count = sizeof writer_health_tests / sizeof *writer_health_tests;
