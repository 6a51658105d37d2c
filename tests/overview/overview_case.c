#include "overview_case.h"

#include "base/arena.h"
#include "base/clock.h"
#include "features/order/order.h"
#include "store/db.h"

int64_t overview_case_at(const char *local)
{
	int64_t t;
	if (!clock_parse(local, &t))
		fail_msg("%s", local);
	return t;
}

enum side { NOBODY, TEAM_A, TEAM_B, PERSON };
struct move {
	const char *at;
	enum order_action action;
};
/* What happened to an order: the time of each move that counts, and where it stands. */
static const struct made {
	const char *created;
	struct move moves[6];
	const char *closed, *deadline;
	int place, state, score; /* place: 2 甲镇, 4 甲村, 5 乙村 */
	enum side side;
	enum who proxy; /* GUEST: nobody */
} county[] = {
	/* 1: all five orders within the week */
	{.created = "2026-11-17 09:00",
         .moves = {{"2026-11-17 09:00", ACT_SUBMIT},
                   {"2026-11-17 11:00", ACT_APPROVE},
                   {"2026-11-17 15:00", ACT_ACCEPT}},
         .closed = "2026-11-18 09:00",
         .place = 4,
         .state = ORDER_CLOSED,
         .score = 5,
         .side = TEAM_A},
	/* 2: within the month */
	{.created = "2026-11-03 09:00",
         .moves = {{"2026-11-03 09:00", ACT_SUBMIT},
                   {"2026-11-03 12:00", ACT_APPROVE},
                   {"2026-11-04 09:00", ACT_ACCEPT}},
         .closed = "2026-11-10 09:00",
         .place = 4,
         .state = ORDER_CLOSED,
         .score = 2,
         .side = TEAM_A},
	/* 3: found in October and submitted twice, the rest on the first second of month and week */
	{.created = "2026-10-30 10:00",
         .moves = {{"2026-10-30 10:00", ACT_SUBMIT},
                   {"2026-10-30 11:00", ACT_RETURN},
                   {"2026-10-30 12:00", ACT_SUBMIT},
                   {"2026-11-01 00:00", ACT_APPROVE},
                   {"2026-11-02 10:00", ACT_ACCEPT}},
         .closed = "2026-11-16 00:00",
         .place = 5,
         .state = ORDER_CLOSED,
         .score = 3,
         .side = TEAM_B},
	/* 4: found in the last second of October */
	{.created = "2026-10-31 23:59:59",
         .moves = {{"2026-10-31 23:59:59", ACT_SUBMIT}, {"2026-11-05 09:00", ACT_APPROVE}},
         .deadline = "2026-11-19 09:00",
         .place = 5,
         .state = ORDER_OPEN},
	/* 5: of the township itself, the last second before this week; its review is late */
	{.created = "2026-11-15 23:59:59",
         .moves = {{"2026-11-15 23:59:59", ACT_SUBMIT}},
         .deadline = "2026-11-16 23:59:59",
         .place = 2,
         .state = ORDER_SUBMITTED},
	/* 6: sent back: a draft is its parties' own */
	{.created = "2026-11-17 08:00",
         .moves = {{"2026-11-17 08:00", ACT_SUBMIT}, {"2026-11-17 09:00", ACT_RETURN}},
         .place = 4,
         .state = ORDER_DRAFT,
         .proxy = STATION},
	/* 7: accepted, handed back, claimed: once */
	{.created = "2026-11-02 08:00",
         .moves = {{"2026-11-02 08:00", ACT_SUBMIT},
                   {"2026-11-02 09:00", ACT_APPROVE},
                   {"2026-11-03 08:00", ACT_ACCEPT},
                   {"2026-11-04 08:00", ACT_HAND_BACK},
                   {"2026-11-12 08:00", ACT_CLAIM}},
         .deadline = "2026-11-20 08:00",
         .place = 4,
         .state = ORDER_ACCEPTED,
         .side = TEAM_A},
	/* 8: found last year, approved in the first second of this one, served by one person */
	{.created = "2025-12-31 12:00",
         .moves = {{"2025-12-31 12:00", ACT_SUBMIT},
                   {"2026-01-01 00:00", ACT_APPROVE},
                   {"2026-01-02 12:00", ACT_CLAIM}},
         .closed = "2026-01-05 12:00",
         .place = 5,
         .state = ORDER_CLOSED,
         .score = 4,
         .side = PERSON},
	/* 9: cancelled */
	{.created = "2026-11-17 12:00",
         .moves = {{"2026-11-17 12:00", ACT_SUBMIT}},
         .place = 5,
         .state = ORDER_CANCELLED},
	/* 10: done, its verdict may be written down by the station */
	{.created = "2026-11-10 08:00",
         .moves = {{"2026-11-10 08:00", ACT_SUBMIT},
                   {"2026-11-10 09:00", ACT_APPROVE},
                   {"2026-11-11 08:00", ACT_ACCEPT}},
         .deadline = "2026-11-22 08:00",
         .place = 4,
         .state = ORDER_DONE,
         .side = TEAM_A,
         .proxy = STATION},
	/* 11: done, and the time for a verdict is over: to be called */
	{.created = "2026-11-01 00:00",
         .moves = {{"2026-11-01 00:00", ACT_SUBMIT},
                   {"2026-11-01 09:00", ACT_APPROVE},
                   {"2026-11-02 00:00", ACT_ACCEPT}},
         .deadline = "2026-11-18 10:00",
         .place = 4,
         .state = ORDER_DONE,
         .side = TEAM_A,
         .proxy = STATION},
	/* 12: on the wall too long: to be dispatched; sent back once before */
	{.created = "2026-06-15 08:00",
         .moves = {{"2026-06-15 08:00", ACT_SUBMIT},
                   {"2026-06-15 09:00", ACT_RETURN},
                   {"2026-06-16 08:00", ACT_SUBMIT},
                   {"2026-06-16 09:00", ACT_APPROVE}},
         .deadline = "2026-06-19 09:00",
         .place = 5,
         .state = ORDER_WALL},
};
enum { MADE = sizeof county / sizeof *county };

void overview_case_run(struct world *w, const char *sql)
{
	db_script(w->db, sql);
	if (db_fault(w->db) != DB_FINE)
		fail_msg("%s\n%s", sql, db_error(w->db));
}

static long long when(const char *local)
{
	return local ? (long long)overview_case_at(local) : 0;
}

static void make_events(struct world *w, int id, const struct made *m)
{
	overview_case_run(
		w,
		arena_printf(w->mem,
	                     "INSERT INTO order_event (orders, seq, at, actor, action, from_state,"
	                     " to_state, deadline) VALUES (%d, 1, %lld, 1, %d, -1, 0, 0)",
	                     id, when(m->created), ACT_FIND));
	for (int i = 0; i < 6 && m->moves[i].at; i++)
		overview_case_run(
			w, arena_printf(w->mem,
		                        "INSERT INTO order_event (orders, seq, at, actor, action,"
		                        " from_state, to_state, deadline)"
		                        " VALUES (%d, %d, %lld, 1, %d, 0, 0, 0)",
		                        id, i + 2, when(m->moves[i].at), m->moves[i].action));
}

void overview_case_county(struct world *w)
{
	world_later(0); /* a story that failed may have left it ahead */
	world_later(overview_case_at(OVERVIEW_NOW) - clock_now());
	world_begin(w, GUEST);
	overview_case_run(w,
	                  "INSERT INTO team (uid, name, kind, place, state, founded) VALUES"
	                  " ('corps-health', '卫生健康队（示例）', 1, 1, 2, 1),"
	                  " ('corps-law', '法律队（示例）', 1, 1, 2, 1);"
	                  "UPDATE team SET corps = (SELECT id FROM team WHERE uid = 'corps-health')"
	                  " WHERE name LIKE '甲队%'");
	for (int i = 0; i < MADE; i++) {
		const struct made *m = &county[i];
		int64_t teams[] = {0, w->team_a, w->team_b, 0};
		overview_case_run(
			w,
			arena_printf(
				w->mem,
				"INSERT INTO orders (id, uid, number, kind, form, source, state,"
				" revision, title, detail, category, place, requester, proxy, team,"
				" person, score, closed, deadline, due, created, entered) VALUES"
				" (%d, 'order-%02d', 'DD-%02d', 1, 0, 0, %d, 1, '示例第 %d 单', '',"
				" 1, %d, %lld, %lld, %lld, %lld, %d, %lld, %lld, 0, %lld, %lld)",
				i + 1, i + 1, i + 1, m->state, i + 1, m->place,
				(long long)w->person[RESIDENT],
				m->proxy ? (long long)w->person[m->proxy] : 0,
				(long long)teams[m->side],
				m->side == PERSON ? (long long)w->person[VOLUNTEER] : 0, m->score,
				when(m->closed), when(m->deadline), when(m->created),
				when(m->created)));
		make_events(w, i + 1, m);
	}
	world_commit(w);
}

void overview_case_waiting(struct world *w)
{
	overview_case_county(w);
	world_begin(w, GUEST);
	overview_case_run(
		w, arena_printf(
			   w->mem,
			   "INSERT INTO complaint (uid, orders, team, text, state, at) VALUES"
			   " ('c1', 2, %lld, '', 0, 1), ('c2', 3, %lld, '', 0, 1), ('c3', 1, 0, "
			   "'', 1, 1);"
			   "INSERT INTO qualification (uid, person, kind, number, state, created) "
			   "VALUES"
			   " ('q1', %lld, 1, '', 0, 1), ('q2', %lld, 1, '', 1, 1);"
			   "INSERT INTO menu_item (uid, title, about, category, form, area, period,"
			   " capacity, minutes, people, state, proposer, created, entered) VALUES"
			   " ('m1', '示例', '', 1, 0, 2, 0, 0, 60, 1, 1, 1, 1, 1),"
			   " ('m2', '示例', '', 1, 0, 1, 0, 0, 60, 1, 1, 1, 1, 1);"
			   "INSERT INTO member (team, person, role, state, since) VALUES"
			   " (%lld, %lld, 0, 0, 7), (%lld, %lld, 0, 1, 7), (%lld, %lld, 0, 2, 7);"
			   "INSERT INTO news (uid, kind, title, body, place, author, editor, state,"
			   " created, entered) VALUES ('n1', 0, '示例', '', 2, 1, 1, 1, 1, 1),"
			   " ('n2', 0, '示例', '', 2, 1, 1, 2, 1, 1);"
			   "INSERT INTO survey (uid, title, about, area, until_at, state, creator, "
			   "created)"
			   " VALUES ('s1', '示例', '', 2, 9999999999, 0, 1, 1),"
			   " ('s2', '示例', '', 2, 5, 0, 1, 1), ('s3', '示例', '', 3, 9999999999, "
			   "0, 1, 1);",
			   (long long)w->team_a, (long long)w->team_b,
			   (long long)w->person[VOLUNTEER], (long long)w->person[MEMBER],
			   (long long)w->team_a, (long long)w->person[VOLUNTEER],
			   (long long)w->team_b, (long long)w->person[MEMBER], (long long)w->team_b,
			   (long long)w->person[DISPATCHER]));
	world_commit(w);
}
