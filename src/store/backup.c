#include "store/backup.h"

#include "base/text.h"
#include "store/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool refuse(const char **why, const char *what, const char *reason)
{
	*why = store_why("backup: %s: %s", what, reason);
	return false;
}

static bool sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

/* All pages in one step: one snapshot, which a WAL lets the writer ignore. */
static bool copy(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	if (!b)
		return false;
	bool whole = sqlite3_backup_step(b, -1) == SQLITE_DONE;
	return sqlite3_backup_finish(b) == SQLITE_OK && whole;
}

/* NULL: whole. The copy leaves WAL mode, so that it is one file without companions. */
static const char *check(sqlite3 *c)
{
	sqlite3_stmt *st = NULL;
	const char *fault = NULL;
	if (sqlite3_exec(c, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(c, "PRAGMA integrity_check(1)", -1, &st, NULL) != SQLITE_OK)
		return store_why("%s", sqlite3_errmsg(c));
	if (sqlite3_step(st) != SQLITE_ROW)
		fault = store_why("%s", sqlite3_errmsg(c));
	else if (strcmp((const char *)sqlite3_column_text(st, 0), "ok") != 0)
		fault = store_why("%s", sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return fault;
}

static bool copy_to(sqlite3 *from, const char *part, const char **why)
{
	sqlite3 *to = NULL;
	const char *fault = NULL;
	if (sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK || !copy(from, to))
		fault = store_why("%s", sqlite3_errmsg(to));
	else
		fault = check(to);
	if (fault)
		refuse(why, part, fault);
	sqlite3_close(to);
	return !fault;
}

/* The name appears when everything under it is on the disk. */
static bool publish(const char *part, const char *to_path, const char **why)
{
	char dir[4096];
	snprintf(dir, sizeof dir, "%s", to_path);
	if (!sync_path(part) || link(part, to_path) != 0 || !sync_path(dirname(dir)))
		return refuse(why, to_path, strerror(errno));
	return true;
}

static bool open_source(const char *path, sqlite3 **c, const char **why)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	if (sqlite3_open_v2(path, c, flags, NULL) != SQLITE_OK)
		return refuse(why, path, *c ? sqlite3_errmsg(*c) : "out of memory");
	sqlite3_busy_timeout(*c, 2000);
	sqlite3_db_config(*c, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_exec(*c, "PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0", NULL, NULL, NULL);
	return true;
}

bool backup_sqlite(const char *url, const char *to_path, const char **why)
{
	char part[4096];
	if (!text_starts(url, "sqlite:"))
		return refuse(why, "PostgreSQL", "use pg_dump on the server");
	if (access(to_path, F_OK) == 0)
		return refuse(why, to_path, "exists already");
	snprintf(part, sizeof part, "%s.part", to_path);
	unlink(part);
	int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return refuse(why, part, strerror(errno));
	close(fd);
	sqlite3 *from = NULL;
	bool good = open_source(url + strlen("sqlite:"), &from, why) && copy_to(from, part, why) &&
	            publish(part, to_path, why);
	sqlite3_close(from);
	unlink(part);
	return good;
}
