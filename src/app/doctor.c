/* doctor.c - is everything as it should be? Reads only, in one snapshot; names the first thing that
 * is not. What must hold of a feature's rows its face says. */
#include "app/admin.h"

#include "app/command.h"
#include "app/doctor_seals.h"
#include "base/arena.h"
#include "base/field.h"
#include "core/audit.h"
#include "core/feature.h"
#include "gen/app.sql.h"
#include "store/migrate.h"

#include <inttypes.h>

struct counts {
	int64_t places, people, teams, orders, events;
};
static const struct field count_fields[] = {
	FIELD(struct counts, places), FIELD(struct counts, people), FIELD(struct counts, teams),
	FIELD(struct counts, orders), FIELD(struct counts, events), {0},
};

static bool good(struct admin *a, const char *what)
{
	buf_printf(a->out, "ok    %s\n", what);
	return true;
}

static bool bad(struct admin *a, const char *what, const char *which)
{
	buf_printf(a->out, "BAD   %s: %s\n", what, which);
	return false;
}

static bool check_database(struct admin *a)
{
	const char *answer = db_text(a->c->db, a->c->mem, sql_app_check);
	return answer && answer[0] == 'o' && answer[1] == 'k'
	               ? good(a, "database file")
	               : bad(a, "database file", answer ? answer : "");
}

/* Of another version: the rest asks for tables and columns that are not there. */
static bool is_other(struct admin *a)
{
	int last = folder_migration(), has = migrate_version(a->c->db);
	return has != last && !bad(a, "migrations",
	                           arena_printf(a->c->mem,
	                                        "stands at %d, the program has %d; run "
	                                        "wudan migrate, then doctor again",
	                                        has, last));
}

static bool check_migrations(struct admin *a)
{
	const char *other = migrate_differs(a->c->db, a->c->mem, migrations);
	return other ? bad(a, "migrations", other) : good(a, "migrations and their checksums");
}

static bool check_audit(struct admin *a)
{
	struct audit_verdict v = audit_verify(a->c);
	if (v.good)
		return good(a,
		            arena_printf(a->c->mem, "audit chain, %" PRId64 " entries", v.entries));
	return bad(a, "audit chain",
	           arena_printf(a->c->mem, "entry %" PRId64 ": %s", v.first_bad, v.what));
}

static bool print_counts(struct admin *a)
{
	const struct counts *n = db_one(a->c->db, a->c->mem, sql_app_counts, struct counts,
	                                count_fields);
	if (!n)
		return false;
	return good(a, arena_printf(a->c->mem,
	                            "%" PRId64 " places, %" PRId64 " people, %" PRId64
	                            " teams, %" PRId64 " orders, %" PRId64 " events",
	                            n->places, n->people, n->teams, n->orders, n->events));
}

static bool check_seals(struct admin *a)
{
	int64_t seals;
	const char *shut = doctor_seals(a->c, &seals);
	return shut ? bad(a, "seals that do not open", shut)
	            : good(a, arena_printf(a->c->mem, "%" PRId64 " seals open", seals));
}

/* Of three features at once, therefore of none of them. */
static bool check_search(struct admin *a)
{
	const char *what = "what is searched for lies where its place is";
	const char *which = db_text(a->c->db, a->c->mem, sql_app_search_elsewhere);
	return which ? bad(a, what, which) : good(a, what);
}

/* What each feature says must hold of its rows. */
static bool check_features(struct admin *a)
{
	bool all = true;
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct check *k = (*f)->checks; k && k->what; k++) {
			const char *wrong = k->wrong(a->c);
			all &= wrong ? bad(a, k->what, wrong) : good(a, k->what);
		}
	return all;
}

int admin_doctor(struct admin *a)
{
	bool all = check_database(a);
	if (is_other(a))
		return EXIT_FAILED;
	all &= check_migrations(a);
	all &= check_audit(a);
	all &= check_search(a);
	all &= check_features(a);
	for (const struct feature *const *f = feature_all; *f; f++)
		if ((*f)->look)
			(*f)->look(a->c, a->out);
	all &= check_seals(a);
	all &= print_counts(a);
	return all ? EXIT_DONE : EXIT_FAILED;
}

int admin_audit_verify(struct admin *a)
{
	struct audit_verdict v = audit_verify(a->c);
	if (!v.good) {
		buf_printf(a->out, "BAD   entry %" PRId64 " of chain \"%s\": %s\n", v.first_bad,
		           v.node, v.what);
		return EXIT_FAILED;
	}
	if (a->count && !audit_holds(a->c, a->words[0])) {
		buf_printf(a->out,
		           "BAD   the entry with the hash %s is gone: the chain was cut or "
		           "made anew\n",
		           a->words[0]);
		return EXIT_FAILED;
	}
	buf_printf(a->out, "ok    %" PRId64 " entries\nhead  %s\n", v.entries,
	           v.head ? v.head : "");
	return EXIT_DONE;
}
