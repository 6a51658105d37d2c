/* Every named statement of the program is understood by both engines. */
#include "world.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "store/db.h"

static void every_named_statement_prepares(struct world *w)
{
	size_t bad = 0, n = 0;
	for (const struct sql *const *s = sql_all; *s; s++, n++) {
		world_begin(w, GUEST);
		if (!db_prepare(w->db, *s) && ++bad)
			printf("%s: %s\n", (*s)->name, db_error(w->db));
		db_rollback(w->db);
	}
	assert_int_equal(bad, 0);
	assert_true(n > 100);
}

static void names_and_ids_are_used_once(struct world *w)
{
	size_t n = 0;
	(void)w;
	for (const struct sql *const *s = sql_all; *s; s++, n++)
		for (const struct sql *const *t = s + 1; *t; t++) {
			assert_string_not_equal((*s)->name, (*t)->name);
			assert_int_not_equal((*s)->id, (*t)->id);
		}
	assert_int_equal(n, sql_count);
}

/* A refused statement is noticed: the check above can fail. */
static void a_statement_with_a_wrong_column_is_refused(struct world *w)
{
	static const char text[] = "SELECT no_such_column FROM orders";
	log_threshold(LOG_ERROR + 1);
	struct sql bad = {"bad", text, text, sql_count + 1};
	world_begin(w, GUEST);
	assert_false(db_prepare(w->db, &bad));
	db_rollback(w->db);
}

STORY(every_named_statement_prepares)
STORY(names_and_ids_are_used_once)
STORY(a_statement_with_a_wrong_column_is_refused)

const struct CMUnitTest queries_tests[] = {
	TOLD(every_named_statement_prepares),
	TOLD(names_and_ids_are_used_once),
	TOLD(a_statement_with_a_wrong_column_is_refused),
};
const size_t queries_tests_count = sizeof queries_tests / sizeof *queries_tests;
