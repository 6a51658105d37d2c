/* The model county as a whole: a year of orders in the order of time, on every desk something. */
#include "store_help.h"

#include "image.h"

#include "app/admin.h"
#include "app/command.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/access.h"
#include "core/crypto.h"
#include "demo/course.h"
#include "demo/demo.h"
#include "features/order/order.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t at(const char *day)
{
	int64_t t;
	if (!clock_parse(day, &t))
		fail_msg("no day: %s", day);
	return t;
}

struct county {
	struct scratch *s;
	struct ctx c;
	struct demo d;
	struct arena *keep;
	struct keys *keys;
};

/* `day` is taken at ten in the morning. */
static struct county *county_of(struct scratch *s, int64_t orders, const char *day)
{
	struct county *k = ARENA_NEW(s->mem, struct county);
	const char *why = "";
	log_threshold(LOG_WARN);
	k->s = s;
	k->keep = arena_new();
	k->keys = keys_fixed(7);
	k->c = (struct ctx){
		.mem = arena_new(), .db = s->db, .who = &actor_system, .keys = k->keys, .node = ""};
	k->d = (struct demo){.c = &k->c,
	                     .keep = k->keep,
	                     .people = 300,
	                     .orders = orders,
	                     .seed = 9,
	                     .quiet = true};
	k->d.as_of = at(day);
	k->d.until = at(day) + 10 * HOUR;
	if (!migrate_all(s->db, migrations, &why))
		fail_msg("%s", why);
	db_begin(s->db);
	if (!demo_build(&k->d, &why))
		fail_msg("%s", why);
	assert_true(db_commit(s->db));
	db_begin(s->db);
	return k;
}

static void county_end(struct county *k)
{
	db_rollback(k->c.db);
	arena_free(k->c.mem);
	arena_free(k->keep);
	keys_close(k->keys);
}

/* Statements are cached by their id: one of its own for every text. */
static const struct sql *statement(struct county *k, const char *text)
{
	static unsigned used;
	struct sql *q = ARENA_NEW(k->s->mem, struct sql);
	*q = (struct sql){"county", text, text, sql_count + 200 + used++ % 400};
	return q;
}

static int64_t count(struct county *k, const char *text)
{
	int64_t n = db_int_values(k->c.db, statement(k, text), VALUES());
	if (db_fault(k->c.db))
		fail_msg("%s", db_error(k->c.db));
	return n;
}

static int64_t in_state(struct county *k, int64_t s)
{
	return count(k, arena_printf(k->s->mem, "SELECT count(*) FROM orders WHERE state = %lld",
	                             (long long)s));
}

static int64_t moved(struct county *k, int64_t act)
{
	return count(k,
	             arena_printf(k->s->mem, "SELECT count(*) FROM order_event WHERE action = %lld",
	                          (long long)act));
}

static void no_row(struct county *k, const char *what, const char *text)
{
	int64_t n = count(k, text);
	if (n)
		fail_msg("%lld times: %s", (long long)n, what);
}

static void check_time(struct county *k)
{
	no_row(k, "an event before the one before it",
	       "SELECT count(*) FROM (SELECT at, lag(at) OVER (ORDER BY id) AS before FROM "
	       "order_event) t "
	       "WHERE at < before");
	no_row(k, "an audit entry before the one before it",
	       "SELECT count(*) FROM (SELECT at, lag(at) OVER (ORDER BY seq) AS before FROM audit) "
	       "t "
	       "WHERE at < before");
	no_row(k, "a number that is not the next",
	       "SELECT count(*) FROM (SELECT number, lag(number) OVER (ORDER BY id) AS before FROM "
	       "orders) t "
	       "WHERE number <= before");
	no_row(k, "a message before the one before it",
	       "SELECT count(*) FROM (SELECT at, lag(at) OVER (ORDER BY id) AS before FROM inbox) "
	       "t "
	       "WHERE at < before");
	no_row(k, "something after the end",
	       arena_printf(k->s->mem, "SELECT count(*) FROM order_event WHERE at > %lld",
	                    (long long)k->d.until));
	no_row(k, "something before the year",
	       arena_printf(k->s->mem, "SELECT count(*) FROM orders WHERE created < %lld",
	                    (long long)(k->d.as_of - 365 * DAY)));
}

/* What is written down of people could have been. */
static void check_people(struct county *k)
{
	no_row(k, "a member before his team was founded",
	       "SELECT count(*) FROM member m JOIN team t ON t.id = m.team WHERE m.since < "
	       "t.founded");
	no_row(k, "a member who was younger than fourteen",
	       "SELECT count(*) FROM member m JOIN person p ON p.id = m.person "
	       "WHERE m.since < p.birth + 14 * 31556952");
	no_row(k, "a member who has not joined yet",
	       arena_printf(k->s->mem, "SELECT count(*) FROM member WHERE since > %lld",
	                    (long long)k->d.as_of));
	no_row(k, "a helper who stayed overnight",
	       "SELECT count(*) FROM attendance WHERE out_at - in_at > 8 * 3600");
	no_row(k, "a helper who was a child",
	       "SELECT count(*) FROM attendance a JOIN person p ON p.id = a.person "
	       "WHERE a.in_at > 0 AND a.in_at < p.birth + 18 * 31556952");
	assert_true(count(k, "SELECT count(*) FROM attendance WHERE out_at > 0") > 0);
}

static void check_whole(struct county *k)
{
	struct buf out = BUF(k->c.mem);
	struct admin a = {.c = &k->c, .out = &out};
	if (admin_doctor(&a) != EXIT_DONE)
		fail_msg("the doctor: %s", buf_str(&out));
}

static void check_mix(struct county *k)
{
	static const int alive[] = {ORDER_SUBMITTED, ORDER_OPEN,     ORDER_WALL,
	                            ORDER_OFFERED,   ORDER_ACCEPTED, ORDER_SCHEDULED,
	                            ORDER_SERVING,   ORDER_DONE,     ORDER_CALLBACK_DUE};
	for (int s = 0; s < ORDER_STATES; s++)
		if (!in_state(k, s))
			fail_msg("no order is %s", order_state_words[s]);
	for (size_t i = 0; i < sizeof alive / sizeof *alive; i++)
		if (in_state(k, alive[i]) < 3)
			fail_msg("only few orders are %s", order_state_words[alive[i]]);
	for (int a = 0; a < ACT_COUNT; a++) { /* what is rare may not happen in a small county */
		static const int rare[] = {ACT_WITHDRAW, ACT_ABORT,     ACT_RECALL,
		                           ACT_REOPEN,   ACT_EDIT,      ACT_HAND_BACK,
		                           ACT_PUBLISH,  ACT_REROUTE,   ACT_NOT_SERVED,
		                           ACT_RETURN,   ACT_RESCHEDULE};
		bool seldom = a == ACT_UNDO; /* a slip of the hand is in nobody's plan */
		for (size_t i = 0; i < sizeof rare / sizeof *rare; i++)
			seldom |= rare[i] == a;
		if (!moved(k, a) && !(seldom && (a == ACT_UNDO || k->d.orders < 1000)))
			fail_msg("nobody made the move %s", order_action_words[a]);
	}
	assert_true(count(k, "SELECT count(*) FROM orders WHERE level > 0") > 0);
}

static void check_signs(struct county *k)
{
	no_row(k, "an order that is not marked as a sample",
	       "SELECT count(*) FROM orders WHERE sample = 0");
	no_row(k, "a person that is not", "SELECT count(*) FROM person WHERE sample = 0");
	no_row(k, "a message that could leave", "SELECT count(*) FROM outbox WHERE state = 0");
	no_row(k, "a setting that was left behind",
	       "SELECT count(*) FROM setting WHERE name IN ('verdict.sample_percent', "
	       "'channel.sms', 'channel.email')");
	no_row(k, "an old message that nobody has read",
	       arena_printf(k->s->mem,
	                    "SELECT count(*) FROM inbox WHERE read_at IS NULL AND at < %lld",
	                    (long long)(k->d.until - 4 * DAY)));
	assert_true(count(k, "SELECT count(*) FROM inbox WHERE read_at IS NULL") > 0);
	assert_true(count(k, "SELECT count(*) FROM orders WHERE kind = 2 AND service IS NOT NULL") >
	            0);
	assert_true(count(k, "SELECT sum(taken) FROM menu_slot") > 0);
	assert_int_equal(count(k, "SELECT count(*) FROM news WHERE state = 2"), 5);
	assert_int_equal(count(k, "SELECT count(*) FROM news WHERE state = 1"), 1);
	assert_int_equal(count(k, "SELECT count(*) FROM orders"), k->d.orders);
	assert_int_equal(count(k, "SELECT max(orders) FROM order_total"),
	                 count(k, "SELECT count(*) FROM orders WHERE state > 0"));
}

/* The one with a desk: so many orders wait for him. */
static void check_desks(struct county *k)
{
	for (int i = 0; i < 2; i++) {
		long long leads = k->d.teams[k->d.leads[i]].id, resident = k->d.residents[i];
		assert_true(
			count(k, arena_printf(k->s->mem,
		                              "SELECT count(*) FROM orders WHERE requester = %lld",
		                              resident)) > 0);
		assert_true(count(k, arena_printf(k->s->mem,
		                                  "SELECT count(*) FROM orders WHERE team = %lld "
		                                  "AND state BETWEEN 5 AND 9",
		                                  leads)) > 0);
		assert_true(
			count(k,
		              arena_printf(k->s->mem,
		                           "SELECT count(*) FROM orders o JOIN place p ON p.id = "
		                           "o.place "
		                           "WHERE o.state IN (1, 2) AND p.id = %lld",
		                           (long long)k->d.villages[k->d.stations[i].village].id)) >
			0);
	}
}

/* Who can sign in has no date of the county's in the hours in which it is shown. */
static void check_free(struct county *k)
{
	for (int i = 0; i < k->d.account_count; i++)
		assert_int_equal(
			count(k, arena_printf(k->s->mem,
		                              "SELECT count(*) FROM attendance a "
		                              "JOIN activity v ON v.id = a.activity "
		                              "WHERE a.person = %lld "
		                              "AND v.starts_at > %lld AND v.starts_at < %lld",
		                              (long long)k->d.accounts[i].person,
		                              (long long)(k->d.until - 3 * HOUR),
		                              (long long)(k->d.until + 5 * HOUR))),
			0);
}

static void the_year_is_whole_and_in_the_order_of_time(struct scratch *s)
{
	struct county *k = county_of(s, s->postgres ? 160 : 700, "2026-11-23");
	check_time(k);
	check_free(k);
	check_people(k);
	check_whole(k);
	check_mix(k);
	check_signs(k);
	check_desks(k);
	county_end(k);
}
ON_BOTH(the_year_is_whole_and_in_the_order_of_time)

/* The middle of the new year's week, when hardly anything happens. */
static void desks_have_work_on_any_day(struct scratch *s)
{
	struct county *k = county_of(s, 150, "2027-02-08");
	check_time(k);
	check_mix(k);
	county_end(k);
}
ON_SQLITE(desks_have_work_on_any_day)

static void a_larger_year_has_every_move_and_its_rhythm(struct scratch *s)
{
	struct county *k = county_of(s, 2400, "2026-11-23");
	check_mix(k);
	int64_t titles = count(k, "SELECT count(DISTINCT title) FROM orders");
	assert_true(titles * 10 > k->d.orders * 6);
	no_row(k, "a title that everybody writes",
	       "SELECT count(*) FROM (SELECT title FROM orders GROUP BY title HAVING count(*) > "
	       "24) t");
	int64_t late = count(k, "SELECT count(DISTINCT orders) FROM order_event WHERE action = 27");
	assert_in_range(late * 100 / k->d.orders, 6, 25);
	int64_t fives = count(k, "SELECT count(*) FROM orders WHERE state = 10 AND score = 5"),
		closed = in_state(k, ORDER_CLOSED);
	assert_in_range(fives * 100 / closed, 45, 75);
	int64_t week = count(
		k, arena_printf(s->mem,
	                        "SELECT count(*) FROM orders WHERE created BETWEEN %lld AND %lld",
	                        (long long)at("2026-02-16"), (long long)at("2026-02-23")));
	int64_t before = count(
		k, arena_printf(s->mem,
	                        "SELECT count(*) FROM orders WHERE created BETWEEN %lld AND %lld",
	                        (long long)at("2026-02-08"), (long long)at("2026-02-15")));
	assert_true(before > 3 * week);
	assert_true(k->d.refused * 100 < k->d.orders);
	county_end(k);
}
ON_SQLITE(a_larger_year_has_every_move_and_its_rhythm)

/* All that is neither sealed nor keyed: columns that hold the county's own key differ each time. */
static const char *digest(struct county *k)
{
	static const char *const tables[] = {
		"SELECT uid || number || kind || form || source || state || revision || title || "
		"category || urgency || place "
		"|| requester || proxy || team || person || starts_at || score || "
		"coalesce(comment, '') || deadline || created "
		"|| closed || CASE WHEN slot > 0 THEN 1 ELSE 0 END AS line FROM orders ORDER BY id",
		"SELECT orders || ' ' || seq || ' ' || at || ' ' || actor || ' ' || action || ' ' "
		"|| to_state || ' ' || deadline "
		"|| coalesce(reason, '') || team || ' ' || person AS line FROM order_event ORDER "
		"BY id",
		"SELECT activity || ' ' || person || ' ' || in_at || ' ' || out_at AS line FROM "
		"attendance ORDER BY id",
		"SELECT person || subject || at AS line FROM inbox ORDER BY id",
	};
	struct line {
		const char *line;
	};
	static const struct field fields[] = {FIELD(struct line, line), {0}};
	struct buf all = BUF(k->s->mem);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		size_t n = 0;
		struct line *rows = db_all_values(k->c.db, k->s->mem, statement(k, tables[i]),
		                                  fields, sizeof *rows, &n, VALUES());
		if (!n)
			fail_msg("nothing in table %zu: %s", i, db_error(k->c.db));
		for (size_t r = 0; r < n; r++)
			buf_printf(&all, "%s\n", rows[r].line);
	}
	return crypto_digest(k->s->mem, buf_str(&all), all.len);
}

/* What is told hours later is told after they have gone home; what is overdue is begun by day. */
static void nobody_serves_through_the_night(void **state)
{
	struct dice dice = dice_new(14);
	bool reported = false, overdue = false;
	(void)state;
	for (int n = 0; n < 4000; n++) {
		struct demo_life l = {.state = ORDER_SERVING,
		                      .urgency = URGENCY_NORMAL,
		                      .now = at("2026-05-14") + 19 * HOUR,
		                      .starts_at = at("2026-05-14") + 19 * HOUR,
		                      .ends_at = at("2026-05-14") + 20 * HOUR,
		                      .deadline = at("2026-05-21") + 20 * HOUR,
		                      .slack = 1,
		                      .home = n % 2,
		                      .hold = ORDER_NOWHERE};
		struct demo_step step = demo_course_next(&dice, &l);
		assert_true(step.act != DEMO_WAIT && !(l.home && step.act == DEMO_GO_HOME));
		assert_true(l.home || step.at <= l.ends_at + HOUR);
		reported |= step.act == ACT_COMPLETE && step.at > l.ends_at + 5 * HOUR;
		l.state = ORDER_SCHEDULED;
		l.deadline = l.ends_at + DAY;
		step = demo_course_next(&dice, &l);
		if (step.act != ACT_START || step.at <= l.deadline)
			continue;
		overdue = true;
		assert_in_range(clock_local(step.at).hour, 7, 20);
	}
	assert_true(reported);
	assert_true(overdue);
}

static char first_digest[80], other_day[80];

static void remember(struct scratch *s)
{
	struct county *k = county_of(s, 200, "2026-11-23");
	snprintf(first_digest, sizeof first_digest, "%s", digest(k));
	county_end(k);
}

static void compare(struct scratch *s)
{
	struct county *k = county_of(s, 200, "2026-11-23");
	assert_string_equal(digest(k), first_digest);
	county_end(k);
}

static void differ(struct scratch *s)
{
	struct county *k = county_of(s, 200, "2026-11-24");
	snprintf(other_day, sizeof other_day, "%s", digest(k));
	assert_string_not_equal(other_day, first_digest);
	county_end(k);
}

static void the_same_seed_and_day_give_the_same_year(void **state)
{
	(void)state;
	scratch_run(false, remember);
	scratch_run(false, compare);
	scratch_run(false, differ);
	if (image_url(true))
		scratch_run(true, compare);
}

const struct CMUnitTest county_tests[] = {
	BOTH(the_year_is_whole_and_in_the_order_of_time),
	cmocka_unit_test(nobody_serves_through_the_night),
	cmocka_unit_test(desks_have_work_on_any_day_on_sqlite),
	cmocka_unit_test(a_larger_year_has_every_move_and_its_rhythm_on_sqlite),
	cmocka_unit_test(the_same_seed_and_day_give_the_same_year),
};
const size_t county_tests_count = sizeof county_tests / sizeof *county_tests;
