#include "app/folder.h"

#include "app/scratch.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "store/lock.h"
#include "store/migrate.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool make_folder(struct arena *mem, const char *path, const char **why)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return true;
	*why = arena_printf(mem, "cannot make the folder %s: %s", path, strerror(errno));
	return false;
}

bool folder_lock(struct folder *f, const struct config *cfg, struct arena *mem, const char **why)
{
	*f = (struct folder){.mem = mem, .cfg = cfg, .lock = -1};
	if (!make_folder(mem, cfg->data, why))
		return false;
	f->lock = lock_take(cfg->data, why);
	if (f->lock >= 0)
		scratch_sweep(cfg);
	return f->lock >= 0;
}

/* A lost key is never replaced by a new one: what is sealed would stay shut for ever. */
static bool open_keys(struct folder *f, bool create, const char **why)
{
	f->keys = keys_open(f->cfg->keys, create, why);
	if (!f->keys)
		*why = arena_printf(f->mem, "root key %s: %s", f->cfg->keys, *why);
	return f->keys;
}

int folder_migration(void)
{
	int last = 0;
	for (const struct migration *m = migrations; m->number; m++)
		last = m->number;
	return last;
}

bool folder_open(struct folder *f, const struct config *cfg, struct arena *mem, const char **why)
{
	if (!folder_lock(f, cfg, mem, why))
		return false;
	f->db = db_open(cfg->db, DB_WRITER, why);
	if (f->db)
		open_keys(f, migrate_version(f->db) == 0, why);
	if (f->keys && migrate_all(f->db, migrations, why))
		return true;
	folder_close(f);
	return false;
}

static bool database_exists(const struct config *cfg, struct arena *mem, const char **why)
{
	const char *path = text_starts(cfg->db, "sqlite:") ? cfg->db + strlen("sqlite:") : NULL;
	if (!path || access(path, F_OK) == 0)
		return true;
	*why = arena_printf(
		mem, "there is no database at %s; wudan serve or wudan migrate makes one", path);
	return false;
}

bool folder_open_as_is(struct folder *f, const struct config *cfg, struct arena *mem,
                       const char **why)
{
	*f = (struct folder){.lock = -1};
	if (!database_exists(cfg, mem, why) || !folder_lock(f, cfg, mem, why))
		return false;
	if (open_keys(f, false, why))
		f->db = db_open(cfg->db, DB_WRITER, why);
	if (f->db)
		return true;
	folder_close(f);
	return false;
}

void folder_close(struct folder *f)
{
	db_close(f->db);
	if (f->keys)
		keys_close(f->keys);
	lock_release(f->lock);
	*f = (struct folder){.lock = -1};
}

struct db *folder_give(struct folder *f)
{
	struct db *db = f->db;
	f->db = NULL;
	return db;
}

struct ctx folder_ctx(const struct folder *f, struct arena *mem, struct db *db)
{
	return (struct ctx){.mem = mem,
	                    .db = db,
	                    .who = &actor_system,
	                    .now = clock_now(),
	                    .keys = f->keys,
	                    .request = random_id(mem),
	                    .node = f->cfg->node};
}
