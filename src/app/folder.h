/* folder.h - the data folder, opened by one program at a time.
 *
 * Whoever changes anything holds the exclusive lock on DATA/lock first, before the database is
 * touched. The folder is 0700; the root key is made when it is missing and the database is new.
 */
#pragma once
#include "app/config.h"
#include "core/ctx.h"

struct folder {
	struct arena *mem;
	const struct config *cfg;
	struct keys *keys;
	struct db *db; /* DB_WRITER, migrated; NULL after folder_give() */
	int lock;      /* descriptor that holds the lock */
};

/* Lock, keys, database, migrations. False: *why says it in English, nothing stays open. */
bool folder_open(struct folder *f, const struct config *cfg, struct arena *mem, const char **why);
/* The same without making or migrating anything: refused where there is no database. */
bool folder_open_as_is(struct folder *f, const struct config *cfg, struct arena *mem,
                       const char **why);
int folder_migration(void); /* the last one this program knows */
/* Only the folder and its lock; what a killed backup left in it is removed. */
bool folder_lock(struct folder *f, const struct config *cfg, struct arena *mem, const char **why);
void folder_close(struct folder *f);
struct db *folder_give(struct folder *f); /* the writer takes the connection over */

/* A desk for the program itself: actor_system, the present second. */
struct ctx folder_ctx(const struct folder *f, struct arena *mem, struct db *db);
