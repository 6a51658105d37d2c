/* backup.c - a sealed copy of a SQLite database, taken while the server runs, and its way back.
 *
 * The manifest travels inside the copy (a note in its settings) and is checked after a restore. The
 * root key is not part of a backup: whoever finds one can read nothing. */
#include "app/admin.h"

#include "app/command.h"
#include "app/folder.h"
#include "app/scratch.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/setting.h"
#include "gen/app.sql.h"
#include "store/backup.h"
#include "store/migrate.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOTE "backup.manifest"

static const char *manifest_of(struct ctx *c, const struct audit_verdict *v)
{
	return arena_printf(c->mem,
	                    "{\"made\":\"%s\",\"version\":\"%s\",\"migration\":%d,"
	                    "\"audit_entries\":%" PRId64 ",\"audit_head\":\"%s\"}",
	                    clock_stamp(c->mem, c->now), WUDAN_VERSION, migrate_version(c->db),
	                    v->entries, v->head ? v->head : "");
}

/* Writes the manifest into the copy. NULL: *why. */
static const char *sign_copy(struct admin *a, const char *path, const char **why)
{
	struct db *db = db_open(arena_printf(a->c->mem, "sqlite:%s", path), DB_WRITER, why);
	if (!db)
		return NULL;
	struct ctx c = *a->c;
	c.db = db;
	db_begin(db);
	struct audit_verdict v = audit_verify(&c);
	const char *manifest = manifest_of(&c, &v);
	setting_note_set(&c, NOTE, manifest);
	if (!v.good || !db_commit(db)) {
		*why = v.good ? "the copy could not be written"
		              : "the audit chain is broken; see audit verify";
		manifest = NULL;
	}
	db_close(db);
	return manifest;
}

/* A step that was asked to stop before it began says so. */
static bool goes_on(const char **why)
{
	if (scratch_interrupted())
		*why = "it was asked to stop";
	return !scratch_interrupted();
}

int admin_backup(struct admin *a)
{
	const char *why = "", *to = a->words[0], *manifest = NULL;
	const struct config *cfg = a->folder->cfg;
	if (text_starts(cfg->db, "postgres")) {
		buf_text(a->out, "a PostgreSQL database is backed up by pg_dump; keep the root key "
		                 "apart from it\n");
		return EXIT_FAILED;
	}
	struct scratch scratch;
	const char *copy = scratch_path(a->c->mem, cfg, "backup");
	scratch_begin(&scratch, cfg);
	if (to[0] == '/' && backup_sqlite(cfg->db, copy, &why) && goes_on(&why))
		manifest = sign_copy(a, copy, &why);
	bool kept = manifest && goes_on(&why) && crypto_file_seal(a->folder->keys, copy, to, &why);
	scratch_end(&scratch);
	if (kept)
		buf_printf(a->out, "%s\n%s\n", to, manifest);
	else
		buf_printf(a->out, "no backup was made: %s\n",
		           to[0] == '/' ? why : "the path is not absolute");
	return kept ? EXIT_DONE : EXIT_FAILED;
}

/* ---- the way back ---- */

/* Nothing there, or nothing but the key, and what a restore that failed or was killed has left. */
static bool folder_empty(const struct config *cfg)
{
	DIR *d = opendir(cfg->data);
	if (!d)
		return errno == ENOENT;
	bool empty = true;
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		if (!options_word(". .. wudan.key lock", e->d_name) && !scratch_is(e->d_name))
			empty = false;
	closedir(d);
	return empty;
}

/* Opens what was restored and holds it against its manifest; NULL: all is well. */
static const char *restored_wrong(struct folder *f, const char *path)
{
	const char *why = NULL, *url = arena_printf(f->mem, "sqlite:%s", path);
	f->db = db_open(url, DB_WRITER, &why);
	if (!f->db)
		return why;
	struct ctx c = folder_ctx(f, f->mem, f->db);
	db_begin(f->db);
	const char *check = db_text(f->db, f->mem, sql_app_check);
	const char *manifest = setting_note(&c, NOTE);
	struct audit_verdict v = audit_verify(&c);
	const char *entries = arena_printf(f->mem,
	                                   "\"audit_entries\":%" PRId64 ",\"audit_head\":\"%s\"",
	                                   v.entries, v.head ? v.head : "");
	if (!text_equal(check, "ok"))
		why = "the database inside is damaged";
	else if (!manifest || !v.good || !strstr(manifest, entries))
		why = "it is not what its manifest says";
	setting_note_set(&c, NOTE, NULL);
	if (!why && !db_commit(f->db))
		why = "the database could not be written";
	if (!why)
		printf("%s\n", manifest);
	db_close(f->db);
	f->db = NULL;
	return why;
}

/* The database gets its name when it is whole. */
static const char *restore_into(struct folder *f, const char *from)
{
	const char *why = NULL, *part = scratch_path(f->mem, f->cfg, "restore");
	struct scratch scratch;
	f->keys = keys_open(f->cfg->keys, false, &why);
	if (!f->keys)
		return why;
	scratch_begin(&scratch, f->cfg);
	if (crypto_file_open(f->keys, from, part, &why) && goes_on(&why))
		why = restored_wrong(f, part);
	if (!why && !crypto_file_move(part, config_path(f->mem, f->cfg, "wudan.db"), &why))
		why = arena_printf(f->mem, "wudan.db: %s", why);
	scratch_end(&scratch);
	return why;
}

int command_restore(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count;
	struct folder f;
	const char *why = "";
	if (!text_starts(cfg->db, "sqlite:"))
		return command_failed("a PostgreSQL database is restored by pg_restore");
	if (!folder_empty(cfg))
		return command_failed(
			"%s is not empty; a backup is restored into a new folder only", cfg->data);
	if (!folder_lock(&f, cfg, mem, &why))
		return command_failed("%s", why);
	why = restore_into(&f, words[0]);
	folder_close(&f);
	if (why)
		return command_failed("nothing was restored: %s (root key: %s)", why, cfg->keys);
	printf("restored into %s; serve it with --data %s --keys %s\n", cfg->data, cfg->data,
	       cfg->keys);
	return EXIT_DONE;
}
