/* Every named statement of the program is understood by both engines, and finds what it wants by an index. */
#include "order_case.h"
#include "other.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/field.h"
#include "base/log.h"
#include "store/db.h"
#include "store/migrate.h"

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

/* ---- nothing is read through ---- */

/* What a county has many of. */
static const char *const big[] = {"orders",      "order_event", "person",   "search_doc",
                                  "audit",       "inbox",       "outbox",   "member",
                                  "reveal",      "operation",   "activity", "attendance",
                                  "order_offer", "session",     "account",  NULL};

/* Statements that may walk a big table, or a partial index of it: "name alias". */
static const char *const walks[] = {
	/* nobody's request: commands, jobs, the doctor */
	"order_without_event o", "order_wrong_side orders", "order_wrong_side f",
	"order_slot_miscounted o", "app_counts person", "app_counts orders",
	"app_counts order_event", "demo_orders_sample orders", "demo_persons_sample person",
	"order_totals_count person", "session_sweep session", "session_clamp session",
	"session_forget session", "audit_nodes audit", "audit_holds audit", "guardian_clear person",
	"person_duties_gone p", "app_search_elsewhere o", "app_search_elsewhere s",
	/* the index holds only what waits */
	"overview_joins m", "team_wait_join m", "dispatch_sides order_offer", "dispatch_people g",
	/* on the pool for heavy reads (ROUTE_HEAVY) */
	"person_list p", "duplicate_list a", "duplicate_list b", "auth_accounts a",
	"dispatch_sides orders", "dispatch_sides order_event", "delivery_counts outbox",
	"clock_events x", "auth_named person", NULL};

static bool among(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

/* Does the statement call a big table so, or is it one? */
static bool is_big(const char *text, const char *alias)
{
	char named[80];
	if (among(big, alias))
		return true;
	for (const char *const *t = big; *t; t++) {
		size_t n = (size_t)snprintf(named, sizeof named, " %s %s", *t, alias);
		for (const char *at = text; (at = strstr(at, named)); at++)
			if (!at[n] || strchr(" \n),;", at[n]))
				return true;
	}
	return false;
}

static int values_of(const char *text, char mark)
{
	int most = 0;
	for (; (text = strchr(text, mark)); text++)
		most = atoi(text + 1) > most ? atoi(text + 1) : most;
	return most;
}

struct plan_row {
	const char *detail;
};

/* Prints each walk that is not among those said above; how many there are. */
static size_t walks_of(struct db *db, struct arena *mem, const struct sql *s, unsigned id)
{
	static const struct field fields[] = {FIELD(struct plan_row, detail), {0}};
	struct sql plan = {s->name, arena_printf(mem, "EXPLAIN QUERY PLAN %s", s->sqlite), "", id};
	struct val none[100] = {0};
	size_t n, bad = 0;
	for (int k = 0; k < values_of(s->sqlite, '?'); k++)
		none[k].kind = VAL_NULL;
	struct plan_row *r = db_all_values(db, mem, &plan, fields, sizeof *r, &n, none);
	assert_int_equal(db_fault(db), DB_FINE);
	for (size_t i = 0; i < n; i++) {
		const char *alias = r[i].detail + 5;
		if (strncmp(r[i].detail, "SCAN ", 5) != 0)
			continue;
		alias = arena_strndup(mem, alias, strcspn(alias, " "));
		int name = (int)strcspn(s->name, "."); /* one text of several, by scope */
		const char *walk = arena_printf(mem, "%.*s %s", name, s->name, alias);
		if (is_big(s->sqlite, alias) && !among(walks, walk) && ++bad)
			printf("%s: %s\n", s->name, r[i].detail);
	}
	return bad;
}

static void no_request_reads_a_big_table_through(void **state)
{
	const char *why;
	size_t bad = 0;
	struct arena *mem = arena_new();
	struct db *db = db_open(":memory:", DB_WRITER, &why);
	(void)state;
	assert_true(migrate_all(db, migrations, &why));
	db_begin(db);
	for (const struct sql *const *s = sql_all; *s; s++)
		bad += walks_of(db, mem, *s, sql_count + 1 + (*s)->id);
	struct sql walk = {"walk", "SELECT o.id FROM orders o WHERE o.title = ?1", "",
	                   2 * sql_count + 2};
	printf("(expected) ");
	assert_int_equal(walks_of(db, mem, &walk, 2 * sql_count + 3), 1);
	db_rollback(db);
	db_close(db);
	arena_free(mem);
	assert_int_equal(bad, 0);
}

/* ---- on PostgreSQL too, what follows from a merge: it is looked for again all the hour after it ---- */

/* Prints each look at a big table that no index narrows; how many there are. */
static size_t unnarrowed(struct world *w, const struct sql *s, unsigned id)
{
	static const struct field fields[] = {FIELD_AS(struct plan_row, detail, "QUERY PLAN"), {0}};
	struct sql plan = {s->name, "", arena_printf(w->mem, "EXPLAIN %s", s->postgres), id};
	struct val ones[20] = {0};
	size_t n, bad = 0;
	for (int k = 0; k < values_of(s->postgres, '$'); k++)
		ones[k] = V((int64_t)1);
	struct plan_row *r = db_all_values(w->db, w->mem, &plan, fields, sizeof *r, &n, ones);
	if (db_fault(w->db) != DB_FINE)
		fail_msg("%s: %s", s->name, db_error(w->db));
	for (size_t i = 0; i < n; i++) {
		const char *scan = strstr(r[i].detail, "Scan "), *on = strstr(r[i].detail, " on ");
		const char *table = on ? arena_strndup(w->mem, on + 4, strcspn(on + 4, " ")) : "";
		const char *by = i + 1 < n ? r[i + 1].detail : "";
		if (scan && among(big, table) && !strstr(by, "Index Cond") &&
		    !strstr(by, "Recheck Cond") && ++bad)
			printf("%s: %s\n", s->name, r[i].detail);
	}
	return bad;
}

static void what_follows_from_a_merge_is_found_by_an_index(struct world *w)
{
	size_t bad = 0, seen = 0;
	struct sql walk = {"walk", "", "SELECT o.id FROM orders o WHERE o.due = $1",
	                   2 * sql_count + 5};
	case_script(w, "SET enable_seqscan = off");
	world_begin(w, GUEST);
	for (const struct sql *const *s = sql_all; *s; s++)
		if (strstr((*s)->name, "_follow_") || strstr((*s)->name, "_leave")) {
			bad += unnarrowed(w, *s, 3 * sql_count + (*s)->id);
			seen++;
		}
	printf("(expected) ");
	assert_int_equal(unnarrowed(w, &walk, walk.id), 1);
	world_commit(w);
	case_script(w, "SET enable_seqscan = on");
	assert_int_equal(bad, 0);
	assert_true(seen > 20);
}

ONLY_POSTGRES(what_follows_from_a_merge_is_found_by_an_index)
STORY(every_named_statement_prepares)
STORY(names_and_ids_are_used_once)
STORY(a_statement_with_a_wrong_column_is_refused)

const struct CMUnitTest queries_tests[] = {
	TOLD(every_named_statement_prepares),
	TOLD(names_and_ids_are_used_once),
	TOLD(a_statement_with_a_wrong_column_is_refused),
	cmocka_unit_test(what_follows_from_a_merge_is_found_by_an_index_postgres),
	cmocka_unit_test(no_request_reads_a_big_table_through),
};
const size_t queries_tests_count = sizeof queries_tests / sizeof *queries_tests;
