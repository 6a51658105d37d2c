/* doctor.c - is everything as it should be? Reads only, in one snapshot; names the first thing that
 * is not. Every event of every order is replayed through the table of moves. */
#include "app/admin.h"

#include "app/command.h"
#include "app/doctor_seals.h"
#include "base/arena.h"
#include "core/audit.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "gen/app.sql.h"
#include "store/migrate.h"

#include <inttypes.h>

struct event_row {
	int64_t orders, seq, action, from_state, to_state, state, revision;
	const char *number;
};
static const struct field event_fields[] = {
	FIELD(struct event_row, orders),
	FIELD(struct event_row, seq),
	FIELD(struct event_row, action),
	FIELD(struct event_row, from_state),
	FIELD(struct event_row, to_state),
	FIELD(struct event_row, state),
	FIELD(struct event_row, revision),
	FIELD(struct event_row, number),
	{0},
};

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

static bool none(struct admin *a, const struct sql *sql, const char *what)
{
	const char *which = db_text_values(a->c->db, a->c->mem, sql, VALUES());
	return which ? bad(a, what, which) : good(a, what);
}

struct named {
	int64_t n;
	const char *name;
};
static const struct field named_fields[] = {FIELD(struct named, n), FIELD(struct named, name), {0}};

/* Every one of them: nobody is told of a duty in the name of the dead. */
static bool check_gone(struct admin *a)
{
	static const char what[] = "nobody who died or left holds a role";
	size_t n = 0;
	struct buf names = BUF(a->c->mem);
	const struct named *r = db_all(a->c->db, a->c->mem, sql_app_duties_gone, struct named,
	                               named_fields, &n);
	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", r[i].name);
	return n ? bad(a, what, buf_str(&names)) : good(a, what);
}

static bool check_database(struct admin *a)
{
	const char *answer = db_text(a->c->db, a->c->mem, sql_app_check);
	return answer && answer[0] == 'o' && answer[1] == 'k'
	               ? good(a, "database file")
	               : bad(a, "database file", answer ? answer : "");
}

static bool check_migrations(struct admin *a)
{
	int last = folder_migration(), has = migrate_version(a->c->db);
	if (has != last)
		return bad(a, "migrations",
		           arena_printf(a->c->mem, "stands at %d, the program has %d", has, last));
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

/* What is wrong with `e` after `before` of the same order (NULL: it is the first); NULL: nothing. */
static const char *event_wrong(const struct event_row *e, const struct event_row *before)
{
	if (!before && (e->seq != 0 || e->from_state != ORDER_NOWHERE || e->action != ACT_FIND))
		return "does not begin with finding it";
	if (before && e->seq != before->seq + 1)
		return "misses an event before";
	if (before && e->from_state != before->to_state)
		return "does not begin where the event before ended";
	if (!order_move_exists(e->action, e->from_state, e->to_state))
		return "is a move the table does not have";
	return NULL;
}

/* The last event of an order must have led to what the order is now. */
static const char *end_wrong(const struct event_row *last)
{
	if (!last || (last->to_state == last->state && last->seq == last->revision))
		return NULL;
	return "the order is not what its events say";
}

static const char *replay_page(const struct event_row *rows, size_t n, struct event_row *last,
                               const struct event_row **at)
{
	for (size_t i = 0; i < n; i++) {
		bool same = last->orders == rows[i].orders;
		const char *wrong = same || !last->orders ? NULL : end_wrong(last);
		*at = wrong ? last : &rows[i];
		if (!wrong)
			wrong = event_wrong(&rows[i], same ? last : NULL);
		if (wrong)
			return wrong;
		*last = rows[i];
	}
	return NULL;
}

static bool check_events(struct admin *a)
{
	struct arena *pages[2] = {arena_new(),
	                          arena_new()}; /* `last` points into the page before */
	struct event_row last = {0};
	const struct event_row *at = &last;
	const char *wrong = NULL;
	size_t n = 1;
	for (int turn = 0; n && !wrong; turn = !turn) {
		arena_reset(pages[turn]);
		struct event_row *rows = db_all(a->c->db, pages[turn], sql_app_events,
		                                struct event_row, event_fields, &n, V(last.orders),
		                                V(last.seq));
		wrong = replay_page(rows, n, &last, &at);
	}
	if (!wrong && last.orders) {
		wrong = end_wrong(&last);
		at = &last;
	}
	bool fine = wrong ? bad(a, "order events",
	                        arena_printf(a->c->mem, "%s event %" PRId64 " %s", at->number,
	                                     at->seq, wrong))
	                  : good(a, "order events replayed through the table of moves");
	arena_free(pages[0]);
	arena_free(pages[1]);
	return fine;
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

int admin_doctor(struct admin *a)
{
	bool all = check_database(a);
	all &= check_migrations(a);
	all &= check_audit(a);
	all &= none(a, &sql_app_order_without_event, "every order has its events");
	all &= check_events(a);
	all &= none(a, &sql_app_order_wrong_side, "the serving side is a team or one person");
	all &= none(a, &sql_app_team_miscounted, "teams count their members");
	all &= none(a, &sql_app_duties_meet,
	            "system, security and audit duties are those of different people");
	all &= check_gone(a);
	all &= none(a, &sql_app_slot_miscounted, "taken places are the orders that hold them");
	all &= none(a, &sql_app_search_elsewhere, "what is searched for lies where its place is");
	admin_doctor_public(a);
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

int command_doctor(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count, (void)words;
	return admin_command(cfg, 1, (const char *const[]){"doctor"}, mem);
}
