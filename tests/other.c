#include "other.h"

#include "base/arena.h"
#include "gen/sql_ids.h"
#include "image.h"
#include "store/db.h"

#include <pthread.h>
#include <unistd.h>

struct other *other_server(struct world *w, enum who who)
{
	struct other *o = ARENA_NEW(w->mem, struct other);
	const char *why = NULL;
	world_begin(w, who);
	*o = (struct other){.c = w->c, .w = w, .says = ""};
	world_commit(w);
	o->c.mem = arena_new();
	o->c.db = db_open(image_url(true), DB_WRITER, &why);
	if (!o->c.db)
		fail_msg("%s", why);
	return o;
}

static void *run(void *at)
{
	struct other *o = at;
	db_begin(o->c.db);
	o->e = o->act(&o->c, o->with);
	if (o->e != OK)
		db_rollback(o->c.db);
	else if (!db_commit(o->c.db))
		o->e = ERR_SYSTEM;
	return NULL;
}

void other_does(struct other *o, enum err (*act)(struct ctx *c, const void *with), const void *with)
{
	static const char text[] =
		"SELECT count(*) FROM pg_locks "
		"WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))";
	static const struct sql waits = {"test_waits", text, text, SQLID_COUNT + 90};
	o->act = act;
	o->with = with;
	assert_int_equal(pthread_create(&o->thread, NULL, run, o), 0);
	for (int i = 0; i < 500 && !db_int_values(o->w->db, &waits, VALUES()); i++)
		usleep(10 * 1000);
	assert_int_equal(db_int_values(o->w->db, &waits, VALUES()), 1);
}

enum err other_ended(struct other *o)
{
	pthread_join(o->thread, NULL);
	if (o->c.problem_count)
		o->says = arena_strdup(o->w->mem, o->c.problems[0].message);
	db_close(o->c.db);
	arena_free(o->c.mem);
	return o->e;
}
