/* store_help.h - a scratch database per test, on either engine.
 *
 * A test that runs on both is written once as `static void NAME(struct scratch *s)` and made two
 * tests by ON_BOTH(NAME). PostgreSQL is the cluster named by WUDAN_TEST_PG, in a schema of its own;
 * without that variable its half is skipped.
 */
#pragma once
#include "groups.h"

#include "store/db.h"

#include <stdbool.h>

struct arena;
struct scratch {
	bool postgres;
	struct arena *mem;
	char dir[64];    /* a temporary folder, removed with all in it */
	char url[512];   /* for db_open() */
	struct db *db;   /* DB_WRITER, open; may be handed to a writer and set to NULL */
	struct db *peek; /* DB_READER; opened by scratch_reader() */
};

void scratch_run(bool postgres, void (*test)(struct scratch *s));
struct db *scratch_reader(struct scratch *s);
void scratch_probe(struct scratch *s);    /* the table by which a writer tries a commit */
int64_t scratch_count(struct scratch *s); /* rows of `thing`, through the reader */

#define ON_BOTH(name)                                                                              \
	static void name##_on_sqlite(void **state)                                                 \
	{                                                                                          \
		(void)state;                                                                       \
		scratch_run(false, name);                                                          \
	}                                                                                          \
	static void name##_on_postgres(void **state)                                               \
	{                                                                                          \
		(void)state;                                                                       \
		scratch_run(true, name);                                                           \
	}
#define ON_SQLITE(name)                                                                            \
	static void name##_on_sqlite(void **state)                                                 \
	{                                                                                          \
		(void)state;                                                                       \
		scratch_run(false, name);                                                          \
	}
#define ON_POSTGRES(name)                                                                          \
	static void name##_on_postgres(void **state)                                               \
	{                                                                                          \
		(void)state;                                                                       \
		scratch_run(true, name);                                                           \
	}
#define BOTH(name) cmocka_unit_test(name##_on_sqlite), cmocka_unit_test(name##_on_postgres)

/* Statements on the table that every scratch database has:
 * thing(id, name UNIQUE, n, done, words, bytes). */
extern const struct sql q_put, q_put_id, q_count, q_rename, q_all, q_broken;
