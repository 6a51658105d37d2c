#include "store_help.h"

#include "base/arena.h"
#include "image.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Far above the ids of the program's own statements. */
const struct sql q_put = {"put", "INSERT INTO thing (name, n) VALUES (?1, ?2)",
                          "INSERT INTO thing (name, n) VALUES ($1, $2)", 9001};
const struct sql q_put_id = {"put_id", "INSERT INTO thing (name) VALUES (?1) RETURNING id",
                             "INSERT INTO thing (name) VALUES ($1) RETURNING id", 9002};
const struct sql q_count = {"count", "SELECT count(*) FROM thing", "SELECT count(*) FROM thing",
                            9003};
const struct sql q_rename = {"rename", "UPDATE thing SET name = ?2 WHERE name = ?1",
                             "UPDATE thing SET name = $2 WHERE name = $1", 9004};
const struct sql q_all = {
	"all", "SELECT words, name, n, done, bytes, id AS ignored FROM thing ORDER BY id",
	"SELECT words, name, n, done, bytes, id AS ignored FROM thing ORDER BY id", 9005};
const struct sql q_broken = {"broken", "SELECT nothing FROM nowhere", "SELECT nothing FROM nowhere",
                             9006};

static const char table[] = "CREATE TABLE thing (id ID, name TEXT UNIQUE, n INT, done BOOL,"
			    " words TEXT, bytes BLOB);";
static const char schema[] = "DROP SCHEMA IF EXISTS store_test CASCADE; CREATE SCHEMA store_test;";

static void set_up(struct scratch *s)
{
	const char *why = NULL, *temp = getenv("TMPDIR"), *cluster = image_url(true);
	s->mem = arena_new();
	snprintf(s->dir, sizeof s->dir, "%s/wudan-store.XXXXXX",
	         temp && strlen(temp) < 40 ? temp : "/tmp");
	assert_non_null(mkdtemp(s->dir));
	if (s->postgres)
		snprintf(s->url, sizeof s->url, "%s%coptions=-csearch_path%%3Dstore_test", cluster,
		         strchr(cluster, '?') ? '&' : '?');
	else
		snprintf(s->url, sizeof s->url, "sqlite:%s/scratch.db", s->dir);
	s->db = db_open(s->url, DB_WRITER, &why);
	if (!s->db)
		fail_msg("%s", why);
	if (s->postgres)
		db_script(s->db, schema);
	db_script(s->db, migrate_text(s->mem, table, s->postgres));
	assert_int_equal(db_fault(s->db), DB_FINE);
}

static void tear_down(struct scratch *s)
{
	char command[128];
	db_close(s->peek);
	db_close(s->db);
	arena_free(s->mem);
	snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
	assert_int_equal(system(command), 0);
}

void scratch_run(bool postgres, void (*test)(struct scratch *s))
{
	struct scratch s = {.postgres = postgres};
	if (postgres && !image_url(true))
		skip();
	set_up(&s);
	test(&s);
	tear_down(&s);
}

struct db *scratch_reader(struct scratch *s)
{
	const char *why = NULL;
	if (!s->peek)
		s->peek = db_open(s->url, DB_READER, &why);
	if (!s->peek)
		fail_msg("%s", why);
	return s->peek;
}

int64_t scratch_count(struct scratch *s)
{
	struct db *db = scratch_reader(s);
	db_snapshot(db);
	int64_t n = db_int(db, q_count);
	assert_int_equal(db_fault(db), DB_FINE);
	db_end(db);
	return n;
}

void scratch_probe(struct scratch *s)
{
	db_script(s->db, "CREATE TABLE write_probe (id INTEGER PRIMARY KEY, filler TEXT NOT NULL)");
	assert_int_equal(db_fault(s->db), DB_FINE);
}
