/* county - prepares a demonstration county for a bench, while no server runs on it.
 *
 *   county DIR tokens N [DB]        gives N volunteers an account; prints for each an API token, the token
 *                                   of a session and its CSRF token, with tabs between
 *   county DIR grow PEOPLE ORDERS   adds volunteers and orders until there are so many; SQLite only
 *
 * Grown orders are made by order_create(), so every text is sealed, indexed and audited as in use; then
 * two in a hundred are left standing open or on the wall, as in the county, and the others are led to
 * their end by statements, with all their events: a third as claimed wishes, the rest as offered orders.
 * DB is the --db of the server.
 */
#include "app/config.h"
#include "app/folder.h"
#include "base/arena.h"
#include "base/clock.h"
#include "core/account.h"
#include "core/crypto.h"
#include "core/session.h"
#include "demo/demo.h"
#include "features/order/order.h"
#include "features/order/order_draft.h"
#include "features/order/order_priv.h"
#include "features/person/person.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 1000, MILLE = 1000, OPEN = 20, WALL = 2, CLAIMED = 300 };

/* Ids above those of the program's own statements. */
#define SQL(name, number, text) static const struct sql name = {#name, text, text, 20000 + (number)}

#define VOLUNTEERS                                                                                 \
	"SELECT p.id FROM person p WHERE p.volunteer = 1 AND NOT EXISTS "                          \
	"(SELECT 1 FROM account a WHERE a.person = p.id) ORDER BY p.id LIMIT "
static const struct sql volunteers = {"volunteers", VOLUNTEERS "?1", VOLUNTEERS "$1", 20000};
SQL(villages, 1, "SELECT id, code FROM place WHERE kind = 2 AND state = 0 ORDER BY id LIMIT 5000");
SQL(people, 2, "SELECT count(*) FROM person");
SQL(orders, 3, "SELECT count(*) FROM orders");
SQL(a_person, 4, "SELECT id FROM person WHERE id >= ?1 ORDER BY id LIMIT 1");
SQL(a_team, 5, "SELECT id FROM team WHERE kind = 2 AND id >= ?1 ORDER BY id LIMIT 1");
SQL(row_of, 6, "SELECT id FROM orders WHERE uid = ?1");
SQL(stand, 7,
    "UPDATE orders SET state = ?2, revision = ?3, team = ?4, score = ?5, closed = ?6, deadline = "
    "?7, "
    "due = ?7, entered = ?8, published = ?9, "
    "public_title = CASE WHEN CAST(?9 AS BIGINT) > 0 THEN '想请人来帮忙 ' || number END WHERE id = "
    "?1");
SQL(event, 8,
    "INSERT INTO order_event (orders, seq, at, actor, action, from_state, to_state, deadline, "
    "reason, team, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, NULL, ?8, 0)");

struct id {
	int64_t id;
};
struct village {
	int64_t id;
	const char *code;
};
static const struct field id_fields[] = {FIELD(struct id, id), {0}};
static const struct field village_fields[] = {
	FIELD(struct village, id), FIELD(struct village, code), {0}};

struct county {
	struct ctx c; /* its memory is dropped between records */
	struct arena *keep;
	struct dice dice;
	struct village *villages;
	size_t village_count;
	int64_t since; /* when the first of them was asked for */
};

static _Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "county: %s: %s\n", what, why);
	exit(1);
}

static void keep(struct county *k)
{
	if (db_fault(k->c.db) || !db_commit(k->c.db))
		die("the database", db_error(k->c.db));
	arena_reset(k->c.mem);
}

/* ---- tokens ---- */

static void tokens(struct county *k, int64_t wanted)
{
	size_t n = 0;
	struct id *who = db_all(k->c.db, k->keep, volunteers, struct id, id_fields, &n, V(wanted));
	const char *hash = crypto_password(k->keep, "yi-ge-shili-kouling-0");
	db_begin(k->c.db);
	for (size_t i = 0; i < n; i++) {
		const char *phone = arena_printf(k->c.mem, "19800%06zu", i);
		if (account_create(&k->c, who[i].id, phone, hash, false, WAY_SERVER) != OK)
			die("an account", "refused");
		const char *api = session_start(&k->c, who[i].id, SESSION_API);
		const char *own = session_start(&k->c, who[i].id, SESSION_BROWSER);
		/* As a browser would have them: the session, the cookie of the browser, a form's token. */
		printf("%s\t%s; wudan_anon=%s.%s\t%s\n", api, own, phone,
		       crypto_mac(k->c.keys, k->c.mem, "anonymous", phone),
		       crypto_ticket(k->c.keys, k->c.mem, "form", phone,
		                     arena_printf(k->c.mem, "%lld", (long long)who[i].id)));
	}
	keep(k);
	if ((int64_t)n < wanted)
		die("tokens", "too few volunteers");
}

/* ---- growth ---- */

static const struct village *a_village(struct county *k)
{
	return &k->villages[dice_below(&k->dice, (int64_t)k->village_count)];
}

static void add_person(struct county *k, int64_t n)
{
	int64_t year = dice_range(&k->dice, 1945, 2008);
	struct person p = {
		.name = demo_name(k->c.mem, &k->dice, n % 2, year),
		.birth = clock_of(
			(struct day){.year = (int)year, .month = 1 + (int)(n % 12), .mday = 9}),
		.gender = 1 + n % 2,
		.home = a_village(k)->id,
		.phone = arena_printf(k->c.mem, "197%08lld", (long long)n),
		.number = arena_printf(k->c.mem, "ZX%010lld", (long long)n),
		.skills = " repair ",
		.volunteer = true,
		.sample = true,
		.created = k->since,
	};
	if (!person_add(&k->c, &p))
		die("a person", "refused");
}

struct step {
	enum order_action action;
	enum order_state to;
};
static const struct step served[] = {
	{ACT_SUBMIT, ORDER_SUBMITTED}, {ACT_APPROVE, ORDER_OPEN},       {ACT_OFFER, ORDER_OFFERED},
	{ACT_ACCEPT, ORDER_ACCEPTED},  {ACT_SCHEDULE, ORDER_SCHEDULED}, {ACT_START, ORDER_SERVING},
	{ACT_COMPLETE, ORDER_DONE},    {ACT_EVALUATE, ORDER_CLOSED},
};
static const struct step claimed[] = {
	{ACT_SUBMIT, ORDER_SUBMITTED},   {ACT_APPROVE, ORDER_WALL},  {ACT_CLAIM, ORDER_ACCEPTED},
	{ACT_SCHEDULE, ORDER_SCHEDULED}, {ACT_START, ORDER_SERVING}, {ACT_COMPLETE, ORDER_DONE},
	{ACT_EVALUATE, ORDER_CLOSED},
};

static void lead(struct county *k, int64_t row, const struct step *steps, size_t n)
{
	enum order_state at = ORDER_DRAFT;
	bool closed = steps[n - 1].to == ORDER_CLOSED, wall = n > 1 && steps[1].to == ORDER_WALL;
	int64_t team = closed ? db_int(k->c.db, a_team, V(dice_range(&k->dice, 10, 200))) : 0;
	for (size_t i = 0; i < n; i++) {
		db_exec(k->c.db, event, V(row), V((int64_t)i + 1), V(k->c.now + (int64_t)i * HOUR),
		        V(k->c.who->id), V(steps[i].action), V(at), V(steps[i].to),
		        V(i >= 2 ? team : 0));
		at = steps[i].to;
	}
	db_exec(k->c.db, stand, V(row), V(at), V((int64_t)n), V(team), V(closed ? 5 : 0),
	        V(closed ? k->c.now + 8 * HOUR : 0), V(closed ? 0 : clock_now() + 7 * DAY),
	        V(k->c.now + 8 * HOUR), V(wall ? k->c.now : 0));
}

static void add_order(struct county *k, int64_t n, int64_t all_people, int64_t step)
{
	static const char *const wishes[] = {"厨房灯坏了，想请人来修", "想请人陪老人去卫生院",
	                                     "孩子数学跟不上，想有人辅导", "想问养老补贴怎么申请",
	                                     "想学用手机交医保"};
	static const char *const kinds[] = {"repair", "company", "study", "policy", "technology"};
	struct actor who = {.uid = "", .name = ""};
	const char *uid = NULL;
	int64_t which = n % MILLE;
	who.id = db_int(k->c.db, a_person, V(1 + dice_below(&k->dice, all_people)));
	k->c.who = &who;
	k->c.now = k->since + n * step;
	struct order_draft d = {
		.kind = which < WALL + CLAIMED ? KIND_WISH : KIND_REQUEST,
		.urgency = URGENCY_NORMAL,
		.people = 1,
		.title = arena_printf(k->c.mem, "%s（示例 %lld）", wishes[n % 5], (long long)n),
		.detail = "已经好几天了，白天家里都有人，来之前打个电话。（示例）",
		.category = kinds[n % 5],
		.place = a_village(k)->code,
		.public_ok = true,
	};
	if (order_create(&k->c, &d, &uid) != OK)
		die("an order", k->c.problem_count ? k->c.problems[0].message : "refused");
	int64_t row = db_int(k->c.db, row_of, V(uid));
	if (which < WALL)
		lead(k, row, claimed, 2);
	else if (which < WALL + CLAIMED)
		lead(k, row, claimed, sizeof claimed / sizeof *claimed);
	else if (which >= MILLE - OPEN)
		lead(k, row, served, 2);
	else
		lead(k, row, served, sizeof served / sizeof *served);
	struct order *o = order_load_row(&k->c, row);
	if (o)
		order_index(&k->c, o);
}

static void progress(const char *what, int64_t done, int64_t all)
{
	fprintf(stderr, "%s %lld of %lld\n", what, (long long)done, (long long)all);
}

static void grow_people(struct county *k, int64_t wanted)
{
	int64_t n = db_int(k->c.db, people);
	while (n < wanted) {
		db_begin(k->c.db);
		for (int i = 0; i < BATCH && n < wanted; i++, n++) {
			ctx_rewind(&k->c);
			add_person(k, n);
		}
		keep(k);
		progress("volunteers", n, wanted);
	}
}

static void grow_orders(struct county *k, int64_t wanted)
{
	int64_t n = db_int(k->c.db, orders), all = db_int(k->c.db, people);
	int64_t step = wanted > n ? 350 * (int64_t)DAY / (wanted - n) : 0, first = n;
	while (n < wanted) {
		db_begin(k->c.db);
		for (int i = 0; i < BATCH && n < wanted; i++, n++) {
			ctx_rewind(&k->c);
			add_order(k, n - first, all, step);
		}
		keep(k);
		progress("orders", n, wanted);
	}
}

int main(int argc, char **argv)
{
	struct folder f;
	const char *why = "";
	bool growing = argc >= 5 && strcmp(argv[2], "grow") == 0;
	int words = growing ? 5 : 4;
	if (argc < words || argc > words + !growing || (!growing && strcmp(argv[2], "tokens") != 0))
		die("called wrongly", "see the head of bench/county.c");
	struct arena *mem = arena_new();
	struct config cfg = {.data = argv[1], .node = "", .log = "warn"};
	cfg.db = argc > words ? argv[words] : NULL;
	why = config_complete(&cfg, mem);
	if (why || !folder_open(&f, &cfg, mem, &why))
		die(argv[1], why);
	struct county k = {.keep = mem,
	                   .dice = dice_new(16),
	                   .since = clock_midnight(clock_now()) - 360 * (int64_t)DAY,
	                   .c = folder_ctx(&f, mem, f.db)};
	k.c.mem = arena_new();
	k.villages = db_all(f.db, mem, villages, struct village, village_fields, &k.village_count);
	if (growing) {
		grow_people(&k, atoll(argv[3]));
		grow_orders(&k, atoll(argv[4]));
	} else {
		tokens(&k, atoll(argv[3]));
	}
	folder_close(&f);
	return 0;
}
