#include "image.h"

#include "groups.h"

#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[64];

static void away(void)
{
	char command[96];
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	if (system(command) != 0)
		fprintf(stderr, "%s stays\n", dir);
}

static const char *place(void)
{
	const char *temp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");
	if (*dir)
		return dir;
	snprintf(dir, sizeof dir, "%s/wudan-world.XXXXXX",
	         temp && strlen(temp) < 40 ? temp : "/tmp");
	assert_non_null(mkdtemp(dir));
	atexit(away);
	return dir;
}

const char *image_url(bool postgres)
{
	static char url[128];
	const char *cluster = getenv("WUDAN_TEST_PG");
	if (postgres)
		return cluster && *cluster ? cluster : NULL;
	snprintf(url, sizeof url, "sqlite:%s/world.db", place());
	return url;
}

/* ---- SQLite ---- */

static void copy(const char *from, const char *to)
{
	char path[128], part[1 << 16];
	size_t n;
	snprintf(path, sizeof path, "%s/%s", place(), from);
	FILE *in = fopen(path, "rb");
	snprintf(path, sizeof path, "%s/%s", place(), to);
	FILE *out = fopen(path, "wb");
	assert_true(in && out);
	while ((n = fread(part, 1, sizeof part, in)) > 0)
		assert_int_equal(fwrite(part, 1, n, out), n);
	assert_int_equal(fclose(out) | fclose(in), 0);
}

static void forget(const char *name)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", place(), name);
	unlink(path);
}

static void forget_world(void)
{
	static const char *const names[] = {"world.db", "world.db-wal", "world.db-shm"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		forget(names[i]);
}

/* ---- PostgreSQL ---- */

static bool run(const char *sql)
{
	const char *why = NULL;
	struct db *db = db_open(image_url(true), DB_WRITER, &why);
	if (!db)
		fail_msg("%s", why);
	db_begin(db);
	db_script(db, sql);
	bool kept = db_commit(db);
	db_close(db);
	return kept;
}

static const char clear_all[] = "SET client_min_messages = warning;"
				"DROP SCHEMA IF EXISTS image CASCADE;"
				"DROP SCHEMA public CASCADE; CREATE SCHEMA public";

/* The columns of all tables, in one text. */
#define COLUMNS_NOW                                                                                \
	"(SELECT string_agg(c.relname || '.' || a.attname, ' ' ORDER BY c.relname, a.attnum)"      \
	" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"                               \
	" WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"                       \
	" AND a.attnum > 0 AND NOT a.attisdropped)"

static const char keep_all[] =
	"CREATE SCHEMA image;"
	"CREATE TABLE image.\"which tables\" (name text, rows bigint);"
	"DO $$ DECLARE t text; n bigint; BEGIN"
	" FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP"
	"  EXECUTE format('CREATE TABLE image.%I AS TABLE public.%I', t, t);"
	"  GET DIAGNOSTICS n = ROW_COUNT;"
	"  INSERT INTO image.\"which tables\" VALUES (t, n);"
	" END LOOP; END $$;"
	"CREATE TABLE image.\"which sequences\" AS SELECT sequencename::text AS name, last_value "
	"AS at"
	" FROM pg_sequences WHERE schemaname = 'public';"
	"CREATE TABLE image.\"what columns\" AS SELECT " COLUMNS_NOW " AS said;"
	"CREATE TABLE image.\"clean since\" AS SELECT txid_current() AS xid";

/* Only what was written since: a table is clean when it has as many rows as then, none of a later
 * transaction. Without triggers (the audit log lets nobody delete). A changed schema breaks the
 * transaction. */
static const char restore_all[] =
	"SET LOCAL session_replication_role = replica;"
	"DO $$ DECLARE t text; s record; look text; BEGIN"
	" IF (SELECT said FROM image.\"what columns\") IS DISTINCT FROM " COLUMNS_NOW
	"  THEN RAISE 'another schema'; END IF;"
	" SELECT string_agg(format('SELECT %L FROM public.%I HAVING count(*) <> %s OR "
	"max(xmin::text::bigint) > %s', w.name, w.name, w.rows, c.xid), ' UNION ALL ')"
	"  INTO look FROM image.\"which tables\" w, image.\"clean since\" c;"
	" FOR t IN EXECUTE look LOOP"
	"  EXECUTE format('DELETE FROM public.%I', t);"
	"  EXECUTE format('INSERT INTO public.%I SELECT * FROM image.%I', t, t);"
	" END LOOP;"
	" FOR s IN SELECT w.name, w.at FROM image.\"which sequences\" w JOIN pg_sequences p"
	"   ON p.schemaname = 'public' AND p.sequencename = w.name"
	"   WHERE p.last_value IS DISTINCT FROM w.at LOOP"
	"  PERFORM setval(format('public.%I', s.name)::regclass, coalesce(s.at, 1), s.at IS NOT "
	"NULL);"
	" END LOOP;"
	" UPDATE image.\"clean since\" SET xid = txid_current();"
	" END $$";

/* ---- both ---- */

void image_clear(bool postgres)
{
	if (postgres)
		assert_true(run(clear_all));
	else
		forget_world();
}

void image_keep(bool postgres)
{
	if (postgres)
		assert_true(run(keep_all));
	else
		copy("world.db", "image.db");
}

bool image_restore(bool postgres)
{
	if (postgres)
		return run(restore_all);
	forget_world();
	copy("image.db", "world.db");
	return true;
}

void image_hurry(struct db *db)
{
	if (!db_is_postgres(db))
		db_script(db, "PRAGMA synchronous = OFF");
}
