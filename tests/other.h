/* other.h - another server on the same PostgreSQL database: a connection and a transaction of its own.
 *
 *     struct other *o = other_server(w, TOWNSHIP);
 *     world_begin(w, RESIDENT);            … changes a row and holds it
 *     other_does(o, merges, &twin);        runs on a thread; comes back when it waits for us
 *     world_commit(w);
 *     assert_int_equal(other_ended(o), OK);
 */
#pragma once
#include "world.h"

struct other {
	struct ctx c;
	const char *says; /* other_ended(): the first problem, "" for none */
	enum err (*act)(struct ctx *c, const void *with);
	const void *with;
	struct world *w;
	unsigned long thread;
	enum err e;
};
struct other *other_server(struct world *w,
                           enum who who); /* outside a transaction of the world's */
void other_does(struct other *o, enum err (*act)(struct ctx *c, const void *with),
                const void *with);
enum err other_ended(struct other *o); /* commits what went well, and closes */

/* A story of two servers. */
#define ONLY_POSTGRES(name)                                                                        \
	static void name##_postgres(void **state)                                                  \
	{                                                                                          \
		(void)state;                                                                       \
		world_run(true, name);                                                             \
	}
