#include "store/copy.h"

#include "base/text.h"
#include "store/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

static bool make_empty(const char *to, const char **why)
{
	int fd = open(to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		*why = store_why("%s: %s", to, strerror(errno));
		return false;
	}
	close(fd);
	return true;
}

static bool copy_pages(sqlite3 *from, sqlite3 *to, const char **why)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int code = b ? sqlite3_backup_step(b, -1) : sqlite3_errcode(to);
	if (b)
		sqlite3_backup_finish(b);
	if (code != SQLITE_DONE)
		*why = store_why("copying the database: %s", sqlite3_errstr(code));
	return code == SQLITE_DONE;
}

bool copy_database(const char *url, const char *to, const char **why)
{
	if (!text_starts(url, "sqlite:")) {
		*why = "a PostgreSQL database is backed up by pg_dump";
		return false;
	}
	sqlite3 *source = NULL, *target = NULL;
	bool good = make_empty(to, why);
	if (good &&
	    (sqlite3_open_v2(url + strlen("sqlite:"), &source,
	                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ||
	     sqlite3_open_v2(to, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))) {
		*why = store_why("opening the database to copy it: %s", sqlite3_errmsg(source));
		good = false;
	}
	if (good) {
		sqlite3_busy_timeout(source, 5000);
		sqlite3_db_config(source, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		good = copy_pages(source, target, why);
	}
	sqlite3_close(target);
	sqlite3_close(source);
	if (!good)
		unlink(to);
	return good;
}
