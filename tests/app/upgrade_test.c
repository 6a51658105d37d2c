/* From 0.1.0: a database made by that release, brought up to date by this one, and used. Its rows stand
 * in tests/data/0.1.0.sql, as that release wrote them, the book of its migrations with their checksums
 * among them. */
#include "world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/admin.h"
#include "app/command.h"
#include "base/arena.h"
#include "base/log.h"
#include "core/crypto.h"
#include "core/session.h"
#include "image.h"
#include "store/db.h"
#include "store/migrate.h"

enum { OLD_LAST = 10 }; /* the last migration of 0.1.0 */

/* Persons of those rows, by their number. */
static const struct {
	enum who who;
	int64_t person;
} signed_in[] = {
	{RESIDENT, 301}, {OTHER_RESIDENT, 302}, {LEADER, 7},       {MEMBER, 245},
	{STATION, 303},  {TOWNSHIP, 305},       {DISPATCHER, 354}, {REVIEWER, 355},
	{AUDITOR, 356},  {SYSADMIN, 357},       {SECADMIN, 358},   {VIEWER, 359},
};

/* ---- the folder ---- */

static char dir[64];
static char data_file[] = "tests/data/0.1.0.sql", key_file[] = "tests/data/0.1.0.key";

static char *contents(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	size_t n = (size_t)ftell(f);
	rewind(f);
	char *text = arena_alloc(a, n + 1);
	assert_int_equal(fread(text, 1, n, f), n);
	text[n] = '\0';
	fclose(f);
	return text;
}

static struct config folder_of(struct arena *a, bool postgres)
{
	struct config cfg = {.data = dir, .node = "", .log = "error"};
	snprintf(dir, sizeof dir, "/tmp/wudan-upgrade.XXXXXX");
	assert_non_null(mkdtemp(dir));
	cfg.keys = arena_printf(a, "%s/wudan.key", dir);
	cfg.db = postgres ? image_url(true) : arena_printf(a, "sqlite:%s/wudan.db", dir);
	int fd = open(cfg.keys, O_WRONLY | O_CREAT | O_EXCL, 0400);
	const char *key = contents(a, key_file);
	assert_int_equal(write(fd, key, strlen(key)), strlen(key));
	close(fd);
	return cfg;
}

/* PostgreSQL counts ids by sequences, which rows with ids of their own do not move. */
static const char counted[] =
	"DO $$ DECLARE t record; BEGIN FOR t IN SELECT table_name AS name FROM "
	"information_schema.columns"
	" WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES' LOOP"
	" EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, ''id''),"
	" (SELECT coalesce(max(id), 0) + 1 FROM %I))', t.name, t.name); END LOOP; END $$";

static void old_rows(struct arena *a, const struct config *cfg)
{
	const char *why = NULL;
	struct migration old[OLD_LAST + 1] = {0};
	memcpy(old, migrations, sizeof *old * OLD_LAST);
	assert_int_equal(old[OLD_LAST - 1].number, OLD_LAST);
	struct db *db = db_open(cfg->db, DB_WRITER, &why);
	if (!db || !migrate_all(db, old, &why))
		fail_msg("%s", why);
	db_begin(db);
	db_script(db, contents(a, data_file));
	if (db_is_postgres(db))
		db_script(db, counted);
	if (!db_commit(db))
		fail_msg("%s", db_error(db));
	db_close(db);
}

/* ---- what it says ---- */

static int doctor(const struct config *cfg, struct arena *a, const char **said)
{
	struct folder f;
	struct buf out = BUF(a);
	const char *why = NULL;
	if (!folder_open_as_is(&f, cfg, a, &why))
		fail_msg("%s", why);
	struct ctx c = folder_ctx(&f, a, f.db);
	db_snapshot(f.db);
	int code = admin_doctor(&(struct admin){&c, &f, 0, NULL, &out});
	db_end(f.db);
	folder_close(&f);
	*said = buf_str(&out);
	return code;
}

static void healthy(const struct config *cfg, struct arena *a)
{
	const char *said;
	if (doctor(cfg, a, &said) != EXIT_DONE)
		fail_msg("%s", said);
	assert_non_null(
		strstr(said, "ok    43 places, 54 people, 24 teams, 23 orders, 119 events"));
	assert_non_null(strstr(said, "ok    audit chain, 25 entries"));
	assert_null(strstr(said, " 0 seals open"));
}

/* ---- what it shows ---- */

static void all_sign_in(struct world *w)
{
	world_begin(w, GUEST);
	for (size_t i = 0; i < sizeof signed_in / sizeof *signed_in; i++) {
		w->person[signed_in[i].who] = signed_in[i].person;
		w->token[signed_in[i].who] = session_start(&w->c, signed_in[i].person, SESSION_API);
	}
	world_commit(w);
}

static void opens(struct world *w, enum who who, const char *path)
{
	if (world_page(w, who, path) != 200)
		fail_msg("%s for %s: %d %.500s", path, who_names[who], w->status, w->body);
	if (world_ask(w, who, GET, path, NULL) != 200 && w->status != 404)
		fail_msg("%s as JSON: %d %.500s", path, w->status, w->body);
}

static void each_record_opens(struct world *w)
{
	static const struct {
		enum who who;
		const char *path, *sql;
		int rows;
	} kinds[] = {
		{DISPATCHER, "/orders/%s", "SELECT uid FROM orders WHERE state > 0", 22},
		{REVIEWER, "/menu/%s", "SELECT uid FROM menu_item WHERE state = 2", 5},
		{REVIEWER, "/teams/%s", "SELECT uid FROM team", 24},
		{GUEST, "/places/%s", "SELECT code FROM place", 43},
		{DISPATCHER, "/people/%s", "SELECT uid FROM person", 54},
		{STATION, "/surveys/%s", "SELECT uid FROM survey", 2},
	};
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		const char *id;
		int i = 0;
		for (; (id = world_text(w, arena_printf(w->mem, "%s ORDER BY id LIMIT 1 OFFSET %d",
		                                        kinds[k].sql, i)));
		     i++)
			opens(w, kinds[k].who, arena_printf(w->mem, kinds[k].path, id));
		assert_int_equal(i, kinds[k].rows);
	}
}

static void each_list_opens(struct world *w)
{
	static const struct {
		enum who who;
		const char *path;
	} lists[] = {
		{GUEST, "/"},
		{GUEST, "/wall"},
		{GUEST, "/menu"},
		{GUEST, "/teams"},
		{GUEST, "/places"},
		{GUEST, "/news"},
		{RESIDENT, "/orders"},
		{RESIDENT, "/me"},
		{RESIDENT, "/inbox"},
		{MEMBER, "/me/hours"},
		{MEMBER, "/me/qualifications"},
		{STATION, "/desk"},
		{STATION, "/people"},
		{STATION, "/orders"},
		{TOWNSHIP, "/desk"},
		{TOWNSHIP, "/complaints"},
		{TOWNSHIP, "/qualifications"},
		{DISPATCHER, "/dispatch"},
		{REVIEWER, "/review"},
		{AUDITOR, "/audit"},
		{SECADMIN, "/grants"},
		{VIEWER, "/desk"},
		{SYSADMIN, "/settings"},
		{SYSADMIN, "/accounts"},
	};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		opens(w, lists[i].who, lists[i].path);
}

/* What was sealed is read, and what was written is found by its words. */
static void nothing_is_lost(struct world *w)
{
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/complaints", NULL), 200);
	assert_int_equal(world_length(w, "items"), 2);
	assert_string_equal(world_row(w, "items", "text",
	                              "约好的时间没有人来，打电话也没人接（示例）", "answer"),
	                    "已经和队里核实，下次提前一天告知（示例）");
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/qualifications", NULL), 200);
	assert_string_equal(world_get(w, "items.0.kind"), "electrician");
	assert_int_equal(world_ask(w, STATION, GET, "/people?q=示例少年", NULL), 200);
	const char *minor = world_get(w, "items.0.id");
	assert_int_equal(world_page(w, STATION, arena_printf(w->mem, "/people/%s", minor)), 200);
	HAS("示例母亲");
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/orders?q=医保报销", NULL), 200);
	assert_int_equal(world_length(w, "items"), 2);
	const char *his = world_row(w, "items", "number", "DD20260311-0001", "id");
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s", his), 200);
	HAS("大家弄不清异地就医怎么报销"); /* what was sealed */
}

/* What begins after the upgrade, and what goes on. */
static void life_goes_on(struct world *w)
{
	assert_int_equal(world_ask(w, RESIDENT, POST, "/orders",
	                           "{\"title\":\"请人换厨房的灯\",\"detail\":\"开关也坏了\","
	                           "\"category\":\"repair\",\"place\":\"430421100248\"}"),
	                 201);
	const char *id = world_get(w, "id");
	int before = (int)world_count(w, "SELECT COUNT(*) FROM order_event");
	assert_int_equal(world_askf(w, RESIDENT, POST, "{}", "/orders/%s/submit", id), 200);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM order_event"), before + 1);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/orders?state=open", NULL), 200);
	size_t open = world_length(w, "items");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM orders WHERE state = 2"), open);
	assert_in_range(open, 1, 9);
	id = world_row(w, "items", "number", "DD20261130-0001", "id");
	assert_int_equal(world_askf(w, RESIDENT, POST, "{\"reason\":\"本人不需要了\"}",
	                            "/orders/%s/cancel", id),
	                 200);
	assert_string_equal(world_get(w, "state"), "cancelled");
}

static void is_used(struct world *w)
{
	all_sign_in(w);
	each_list_opens(w);
	each_record_opens(w);
	nothing_is_lost(w);
	life_goes_on(w);
}

/* ---- both engines ---- */

static void upgraded(bool postgres)
{
	struct arena *a = arena_new();
	char command[96];
	if (postgres && !image_url(true)) {
		arena_free(a);
		skip();
	}
	struct config cfg = folder_of(a, postgres);
	if (postgres)
		image_clear(true);
	log_threshold(LOG_ERROR);
	old_rows(a, &cfg);
	const char *said;
	assert_int_equal(doctor(&cfg, a, &said), EXIT_FAILED);
	assert_non_null(strstr(said, "BAD   migrations: stands at 10, the program has"));
	assert_null(strstr(said, "events")); /* nothing else is asked of it */
	assert_int_equal(command_migrate(&cfg, 0, NULL, a), EXIT_DONE);
	healthy(&cfg, a);
	assert_int_equal(command_migrate(&cfg, 0, NULL, a), EXIT_DONE); /* again: nothing */
	healthy(&cfg, a);
	world_run_in(cfg.db, cfg.keys, is_used);
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	assert_int_equal(system(command), 0);
	arena_free(a);
}

static void a_database_of_0_1_0_goes_on_on_sqlite(void **state)
{
	(void)state;
	upgraded(false);
}

static void a_database_of_0_1_0_goes_on_on_postgres(void **state)
{
	(void)state;
	upgraded(true);
}

/* A migration that landed and was edited since shows by the checksum that 0.1.0 wrote. */
static void the_migrations_of_0_1_0_are_those_of_today(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct config cfg = folder_of(a, false);
	const char *why = NULL;
	char command[96];
	old_rows(a, &cfg);
	struct migration old[OLD_LAST + 1] = {0};
	memcpy(old, migrations, sizeof *old * OLD_LAST);
	struct db *db = db_open(cfg.db, DB_WRITER, &why);
	assert_null(migrate_differs(db, a, old));
	old[2].text = "-- another";
	assert_string_equal(migrate_differs(db, a, old),
	                    "0003 orders is not the one that was applied");
	db_close(db);
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	assert_int_equal(system(command), 0);
	arena_free(a);
}

const struct CMUnitTest upgrade_tests[] = {
	cmocka_unit_test(a_database_of_0_1_0_goes_on_on_sqlite),
	cmocka_unit_test(a_database_of_0_1_0_goes_on_on_postgres),
	cmocka_unit_test(the_migrations_of_0_1_0_are_those_of_today),
};
const size_t upgrade_tests_count = sizeof upgrade_tests / sizeof *upgrade_tests;
