/* Every list of the program, found in the table of routes, is walked to its end by `next` and held against what
 * the database counts; the page beside it leads on where the list does. */
#include "house/walk.h"
#include "menu_case.h"
#include "order_case.h"

#include <jansson.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "web/route.h"

/* ---- a county with more of everything than a page shows ---- */

/* Runs `sql`, an INSERT from n(i), i = 1 … count. */
static void many(struct world *w, int count, const char *sql)
{
	case_script(w,
	            arena_printf(w->mem,
	                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	                         "WHERE i < %d) %s",
	                         count, sql));
}

#define ONE(table, where) "(SELECT min(id) FROM " table " WHERE " where ")"
#define VILLAGE_ROW       ONE("place", "code = '" VILLAGE "'")
#define TOWN_ROW          ONE("place", "code = '" TOWN "'")

static void add_people(struct world *w)
{
	many(w, 130,
	     "INSERT INTO person (uid, name, home, volunteer, created) SELECT 'walker' || i, '走' "
	     "|| i || "
	     "'（示例）', " VILLAGE_ROW ", 1, i FROM n");
	many(w, 130, /* each a twin with the same telephone, of the same name or not */
	     "INSERT INTO person (uid, name, home, volunteer, created, phone_index) SELECT 'twin' "
	     "|| i, CASE WHEN i % 2 = 0 THEN '走' || i || '（示例）' ELSE '双' END, " VILLAGE_ROW
	     ", 0, i, 'phone' || i FROM n");
	case_script(w, "UPDATE person SET phone_index = 'phone' || substr(uid, 7) WHERE uid LIKE "
	               "'walker%'");
	many(w, 130,
	     "INSERT INTO qualification (uid, person, kind, number, expires, state, created) "
	     "SELECT "
	     "'paper' || i, (SELECT id FROM person WHERE uid = 'walker' || i), (SELECT min(id) "
	     "FROM "
	     "qualification_kind), '', 0, 0, 1 FROM n");
	many(w, 60,
	     "INSERT INTO account (person, login, hash, staff, created) SELECT p.id, 'l' || n.i, "
	     "'x', 1, 1 "
	     "FROM n JOIN person p ON p.uid = 'walker' || n.i");
	many(w, 60,
	     "INSERT INTO grants (person, role, place, given_by, at) SELECT p.id, "
	     "(SELECT min(role) FROM grants WHERE place = " VILLAGE_ROW "), " VILLAGE_ROW
	     ", 0, 1 FROM n JOIN person p ON p.uid = 'walker' || n.i");
	many(w, 120,
	     arena_printf(w->mem,
	                  "INSERT INTO member (team, person, role, state, since) SELECT %lld, "
	                  "p.id, 0, 0, "
	                  "n.i / 3 FROM n JOIN person p ON p.uid = 'walker' || n.i",
	                  (long long)w->team_a));
	case_script(w, arena_printf(w->mem, "UPDATE team SET uid = 'teamA' WHERE id = %lld",
	                            (long long)w->team_a));
	many(w, 60,
	     "INSERT INTO proposal (uid, kind, person, held, reason, proposer, at, until, state) "
	     "SELECT "
	     "'proposal' || n.i, 0, p.id, 0, '看', p.id, 1, 2, 4 FROM n JOIN person p ON p.uid = "
	     "'walker' || n.i");
	many(w, 60,
	     arena_printf(w->mem,
	                  "INSERT INTO inbox (uid, person, at, subject, body) SELECT 'message' || "
	                  "i, %lld, "
	                  "i, '看', '看' FROM n",
	                  (long long)w->person[RESIDENT]));
	many(w, 60,
	     "INSERT INTO outbox (uid, channel, state, subject, body, created, next_at) SELECT "
	     "'mail' || i, 1, 2, '看', "
	     "'看', i, 9999999999 FROM n");
	many(w, 120,
	     "INSERT INTO team (uid, name, kind, place, state, founded) SELECT 'team' || i, '队' "
	     "|| i / 2, 2, " TOWN_ROW ", 2, 1 FROM n");
	world_begin(w, SYSADMIN);
	for (int i = 0; i < 100; i++)
		audit(&w->c, "walk.try", "walk", "x", NULL);
	world_commit(w);
}

/* The desk for call backs reads what was asked for. */
static void seal_details(struct world *w)
{
	struct buf b = BUF(w->mem);
	for (int i = 1; i <= 1000; i++) {
		const char *uid = arena_printf(w->mem, "order%d", i);
		buf_printf(&b, "UPDATE orders SET detail = '%s' WHERE uid = '%s';",
		           crypto_seal(w->keys, w->mem, "orders", "detail", uid, "走"), uid);
	}
	case_script(w, buf_str(&b));
}

/* A fifth each: drafts and verdicts of the station, on the wall, to be called back, overdue. */
static void add_orders(struct world *w)
{
	const long long now = (long long)clock_now(), station = (long long)w->person[STATION];
	many(w, 1000,
	     arena_printf(
		     w->mem,
		     "INSERT INTO orders (uid, number, kind, form, source, state, revision, title, "
		     "detail, "
		     "public_title, public_detail, public_ok, published, category, place, "
		     "requester, proxy, "
		     "deadline, due, level, created, entered) SELECT 'order' || i, 'DD20200101-' "
		     "|| i, 0, 0, 0, "
		     "CASE i %% 5 WHEN 0 THEN 0 WHEN 1 THEN 3 WHEN 2 THEN 8 WHEN 3 THEN 9 ELSE 5 "
		     "END, 1, "
		     "'走' || i, '', '走', '走', 1, CASE i %% 5 WHEN 1 THEN %lld ELSE 0 END, " ONE(
			     "category",
			     "never_public = 0") ", " VILLAGE_ROW ", %lld, CASE i %% 5 WHEN 0 THEN "
						 "%lld WHEN 2 THEN %lld ELSE 0 END, CASE i %% 5 "
						 "WHEN 4 THEN %lld ELSE %lld END, "
						 "CASE i %% 5 WHEN 4 THEN %lld ELSE %lld END, i %% "
						 "4, %lld, %lld - i / 7 FROM n",
		     now, (long long)w->person[RESIDENT], station, station, now - 1000,
		     now + 100000, now - 500, now + 100000, now - 2000, now - 1000));
	seal_details(w);
	many(w, 1000,
	     arena_printf(w->mem, "INSERT INTO order_event (orders, seq, at, actor, action, "
	                          "from_state, to_state, "
	                          "deadline) SELECT o.id, 1, o.created, 0, 0, -1, o.state, 0 FROM "
	                          "n JOIN orders o ON "
	                          "o.uid = 'order' || n.i"));
	many(w, 700,
	     "INSERT INTO order_event (orders, seq, at, actor, action, from_state, to_state, "
	     "deadline) "
	     "SELECT o.id, n.i + 1, o.created + n.i, 0, 11, 3, 3, 0 FROM n JOIN orders o ON o.uid "
	     "= "
	     "'order1'");
	many(w, 450,
	     "INSERT INTO order_offer (orders, team, person, actor, at, until, state, answered) "
	     "SELECT (SELECT id FROM orders WHERE uid = 'order1'), 0, p.id, 0, n.i, n.i + 1, 2, "
	     "n.i + 1 FROM n JOIN person p ON p.uid = 'walker1'");
	many(w, 220,
	     "INSERT INTO complaint (uid, orders, author, state, text, at) SELECT 'complaint' || "
	     "i, "
	     "(SELECT id FROM orders o WHERE o.uid = 'order' || n.i), 0, i % 2, '', i / 4 FROM n");
}

static void add_menu(struct world *w)
{
	many(w, 450,
	     "INSERT INTO place (id, code, name, label, kind, parent, path) SELECT (SELECT max(id) "
	     "FROM place) + i, CAST(430421100300 + i AS TEXT), "
	     "'走村' || i, '走村', 2, " TOWN_ROW ", (SELECT path FROM place WHERE code = '" TOWN
	     "') || CAST(430421100300 + i AS TEXT) || '/' FROM n");
	many(w, 130,
	     arena_printf(w->mem,
	                  "INSERT INTO menu_item (uid, title, about, category, form, area, period, "
	                  "capacity, "
	                  "minutes, people, state, proposer, created, entered) SELECT 'item' || i, "
	                  "'走' || i, "
	                  "'走', " ONE("category", "id > 0") ", 0, " TOWN_ROW
	                                                     ", i %% 3, i %% 4, 60, 1, 2, "
	                                                     "%lld, 1, 1 FROM n",
	                  (long long)w->person[LEADER]));
	many(w, 130,
	     "INSERT INTO survey (uid, title, about, area, until_at, state, creator, created) "
	     "SELECT 'survey' || "
	     "i, '走', '', " TOWN_ROW ", 9999999999, i % 2, 0, 1 FROM n");
	many(w, 450,
	     "INSERT INTO survey_line (uid, survey, item, place, wanted, person, at) SELECT 'line' "
	     "|| i, (SELECT "
	     "id FROM survey WHERE uid = 'survey1'), (SELECT id FROM menu_item WHERE uid = "
	     "'item1'), p.id, 1, "
	     "(SELECT id FROM person WHERE uid = 'walker1'), 1 FROM n JOIN place p ON p.code = "
	     "CAST(430421100300 + n.i AS TEXT)");
	many(w, 60,
	     "INSERT INTO news (uid, kind, title, body, place, author, editor, state, created, "
	     "entered) SELECT "
	     "'news' || i, 0, '走', '走', " TOWN_ROW ", 0, 0, "
	     "(SELECT 2), 1, i / 5 FROM n");
}

/* ---- the lists ---- */

const struct walk walks[] = {
	{"/orders", DISPATCHER, "SELECT count(*) FROM orders WHERE state > 0", NULL, NULL},
	{"/wall", GUEST, "SELECT count(*) FROM orders WHERE state = 3", NULL, NULL},
	{"/callbacks", REVIEWER, "SELECT count(*) FROM orders WHERE state = 9", NULL, NULL},
	{"/overdue", DISPATCHER, "SELECT count(*) FROM orders WHERE state = 5", NULL, NULL},
	{"/desk/orders", DISPATCHER, "SELECT count(*) FROM orders WHERE state > 0", NULL, NULL},
	{"/desk/mine", STATION, "SELECT count(*) FROM orders WHERE state = 0", NULL, NULL},
	{"/desk/mine", STATION, "SELECT count(*) FROM orders WHERE state = 8", NULL,
         "/desk/mine?what=verdicts"},
	{"/desk/joins", TOWNSHIP, "SELECT count(*) FROM member WHERE state = 0", NULL, NULL},
	{"/complaints", AUDITOR, "SELECT count(*) FROM complaint", NULL, NULL},
	{"/surveys", DISPATCHER, "SELECT count(*) FROM survey", NULL, NULL},
	{"/surveys/:id/lines", DISPATCHER, "SELECT count(*) FROM survey_line", NULL,
         "/surveys/survey1/lines"},
	{"/menu", GUEST, "SELECT count(*) FROM menu_item WHERE state = 2", NULL, NULL},
	{"/menu", GUEST, "SELECT count(*) FROM menu_item WHERE state = 2", NULL, "/menu?sort=free"},
	{"/menu", GUEST, "SELECT count(*) FROM menu_item WHERE state = 2", NULL,
         "/menu?sort=verdict"},
	{"/menu/desk", REVIEWER, "SELECT count(*) FROM menu_item", NULL, NULL},
	{"/news", GUEST, "SELECT count(*) FROM news", NULL, NULL},
	{"/news/desk", REVIEWER, "SELECT count(*) FROM news", NULL, NULL},
	{"/teams", GUEST, "SELECT count(*) FROM team WHERE kind = 2", NULL, NULL},
	{"/people", REVIEWER, "SELECT count(*) FROM person", NULL, NULL},
	{"/accounts", SYSADMIN, "SELECT count(*) FROM account", NULL, NULL},
	{"/grants", SECADMIN, "SELECT count(*) FROM grants", NULL, NULL},
	{"/proposals", SECADMIN, "SELECT count(*) FROM proposal", NULL, NULL},
	{"/audit", AUDITOR, "SELECT count(*) FROM audit WHERE action = 'walk.try'", NULL,
         "/audit?action=walk.try"},
	{"/inbox", RESIDENT, "SELECT count(*) FROM inbox WHERE uid LIKE 'message%'", NULL, NULL},
	{"/deliveries", SYSADMIN, "SELECT count(*) FROM outbox WHERE state = 2", NULL, NULL},
	{"/places", GUEST, "SELECT count(*) FROM place WHERE parent = " TOWN_ROW, NULL,
         "/places?parent=" TOWN},
	{"/places", GUEST, "SELECT count(*) FROM place WHERE name LIKE '走村%'", NULL,
         "/places?q=%E8%B5%B0%E6%9D%91"},
	{"/teams/:id/members", TOWNSHIP,
         "SELECT count(*) FROM member WHERE state < 3 AND team = (SELECT id FROM team WHERE uid = "
         "'teamA')",
         NULL, "/teams/teamA/members"},
	{.path = "/categories", .whole = "the county's own table, some dozens"},
	{.path = "/gates", .whole = "one row per category and kind of paper"},
	{.path = "/settings", .whole = "a table of the program"},
	{.path = "/templates", .whole = "a table of the program"},
	{.path = "/limits", .whole = "clocks × categories × urgencies"},
	{.path = "/holidays", .whole = "days of the years that are kept"},
	{.path = "/what-if", .whole = "seven limits that are compared"},
	{.path = "/overdue/places", .whole = "one row per township"},
	{.path = "/desk/waiting", .whole = "a table of the program"},
	{.path = "/desk/states", .whole = "one row per state"},
	{.path = "/desk/trend", .whole = "twelve weeks or months"},
	{.path = "/desk/corps", .whole = "one row per corps"},
	{.path = "/desk/places", .whole = "one row per place"},
	{.path = "/find/quiet", .whole = "one row per village"},
	{.path = "/search", .whole = "the best few of each kind; each leads to its own list"},
	{.path = "/dispatch/bulk", .whole = "the orders that were named, at most a bulk"},
	{"/people/duplicates", TOWNSHIP, "SELECT count(*) FROM person WHERE uid LIKE 'walker%'",
         NULL, NULL},
	{"/qualifications", TOWNSHIP, "SELECT count(*) FROM qualification WHERE state = 0", NULL,
         NULL},
	{.path = "/me/qualifications", .whole = "one person's papers"},
	{.path = "/teams/:id/calendar", .whole = "one week of a team"},
	{.path = "/activities/:id/roster", .whole = "who is planned for one visit"},
	{.path = "/people/:id/depart", .whole = "what one person leaves behind"},
	{"/orders/:id/events", DISPATCHER,
         "SELECT count(*) FROM order_event WHERE orders = (SELECT id FROM orders WHERE uid = "
         "'order1')",
         NULL, "/orders/order1/events"},
	{"/orders/:id/offers", DISPATCHER, "SELECT count(*) FROM order_offer", NULL,
         "/orders/order1/offers"},
	{.path = "/orders/:id/candidates", .whole = "the first of a ranking"},
	{.path = "/orders/:id/complain", .whole = "one order's"},
};
const size_t walk_count = sizeof walks / sizeof *walks;

bool walk_is_list(const struct route *r)
{
	return r->method == GET && r->gives && r->gives->list && r->gives->fields &&
	       !(r->flags & ROUTE_PAGE);
}

static void every_list_has_its_row(void **state)
{
	const struct route *r;
	size_t lists = 0;
	(void)state;
	for (size_t i = 0; (r = route_at(routes_all, i)); i++) {
		bool found = !walk_is_list(r);
		for (size_t k = 0; !found && k < walk_count; k++)
			found = text_equal(walks[k].path, r->path);
		if (!found)
			fail_msg("GET %s is a list and has no row in walks[]", r->path);
		lists += walk_is_list(r);
	}
	assert_true(lists > 40);
	for (size_t k = 0; k < walk_count; k++) {
		bool found = false;
		for (size_t i = 0; !found && (r = route_at(routes_all, i)); i++)
			found = walk_is_list(r) && text_equal(walks[k].path, r->path);
		if (!found)
			fail_msg("%s is no list", walks[k].path);
	}
}

/* ---- walking ---- */

/* What tells a row from the others. */
static const char *name_of(struct world *w, const json_t *row)
{
	const char *id = json_string_value(json_object_get(row, "id"));
	char *whole = id ? NULL : json_dumps(row, JSON_SORT_KEYS);
	const char *name = arena_strdup(w->mem, id ? id : whole);
	free(whole);
	assert_non_null(name);
	return name;
}

/* What was walked so far. */
struct seen {
	json_t *rows;
	const char *last, *moved; /* moved: may come once more */
};

/* Each row once. */
static bool gather(struct world *w, struct seen *seen, const json_t *items)
{
	bool fresh = true;
	for (size_t i = 0; i < json_array_size(items); i++) {
		seen->last = name_of(w, json_array_get(items, i));
		bool again = json_object_get(seen->rows, seen->last) != NULL;
		fresh &= !again || (seen->moved && text_equal(seen->last, seen->moved));
		json_object_set_new(seen->rows, seen->last, json_true());
	}
	return fresh;
}

static const char *step(struct world *w, const struct walk *k, const char *next, struct seen *seen)
{
	const char *path = k->ask ? k->ask : k->path;
	if (next)
		path = arena_printf(w->mem, "%s%safter=%s", path, strchr(path, '?') ? "&" : "?",
		                    next);
	if (world_ask(w, k->who, GET, path, NULL) != 200)
		fail_msg("%s: %d %s", path, w->status, w->body);
	json_t *body = json_loads(w->body, 0, NULL), *items = json_object_get(body, "items");
	assert_non_null(items);
	if (!gather(w, seen, items))
		fail_msg("%s shows a row that was shown before", path);
	const char *to = json_string_value(json_object_get(body, "next"));
	to = to ? arena_strdup(w->mem, to) : NULL;
	json_decref(body);
	return to;
}

static bool has_page(const struct walk *k)
{
	const struct route *r;
	for (size_t i = 0; (r = route_at(routes_all, i)); i++)
		if (walk_is_list(r) && text_equal(k->path, r->path))
			return r->gives->html && !(r->flags & ROUTE_API);
	return false;
}

/* To the end; after the first page `move` happens to its last row (%s). Returns where the second page began. */
static const char *walk(struct world *w, const struct walk *k, const char *move)
{
	struct seen seen = {.rows = json_object()};
	int64_t all = world_count(w, k->rows);
	const char *next = step(w, k, NULL, &seen), *second = next;
	if (move) {
		seen.moved = seen.last;
		const char *at = strstr(move, "%s");
		case_script(w, arena_printf(w->mem, "%.*s%s%s", (int)(at - move), move, seen.moved,
		                            at + 2));
	}
	for (int guard = 0; next && guard < 200; guard++)
		next = step(w, k, next, &seen);
	if ((int64_t)json_object_size(seen.rows) != all)
		fail_msg("%s: %zu of %lld rows", k->ask ? k->ask : k->path,
		         json_object_size(seen.rows), (long long)all);
	json_decref(seen.rows);
	return second;
}

static void lead_on(struct world *w, const struct walk *k, const char *second)
{
	if (world_page(w, k->who, k->ask ? k->ask : k->path) != 200)
		fail_msg("%s: %d", k->path, w->status);
	if (!strstr(w->body, arena_printf(w->mem, "after=%s", second)))
		fail_msg("the page of %s does not lead on", k->ask ? k->ask : k->path);
}

/* The page shows the last of them, and says how many came before. */
static void the_page_of_an_order_says_what_it_does_not_list(struct world *w)
{
	add_people(w);
	add_orders(w);
	assert_int_equal(world_page(w, DISPATCHER, "/orders/order1/log"), 200);
	HAS("更早的 202 步没有列出");
	const char *whole = arena_printf(w->mem, "/orders/%s/log", case_order(w, ORDER_OPEN));
	assert_int_equal(world_page(w, DISPATCHER, whole), 200);
	LACKS("没有列出");
}
STORY(the_page_of_an_order_says_what_it_does_not_list)

void walk_county(struct world *w)
{
	add_people(w);
	add_orders(w);
	add_menu(w);
}

static void every_list_is_walked_to_its_end(struct world *w)
{
	walk_county(w);
	for (size_t i = 0; i < walk_count; i++) {
		const char *second = walks[i].rows ? walk(w, &walks[i], NULL) : NULL;
		if (second && has_page(&walks[i]))
			lead_on(w, &walks[i], second);
	}
}

/* The row the next page would begin after is answered, booked, handed in or taken away. */
static void a_list_goes_on_where_it_stood_when_its_last_row_moved(struct world *w)
{
	static const struct {
		const char *list, *move;
	} moves[] = {
		{"/complaints", "UPDATE complaint SET state = 1, at = 1 WHERE uid = '%s'"},
		{"/surveys", "UPDATE survey SET state = 1 WHERE uid = '%s'"},
		{"/surveys/survey1/lines", "DELETE FROM survey_line WHERE uid = '%s'"},
		{"/menu?sort=free",
	         "UPDATE menu_item SET season_from = 101, season_to = 101 WHERE uid = '%s'"},
		{"/menu",
	         "UPDATE orders SET service = '%s', state = 10 WHERE uid IN ('order4', 'order9')"},
		{"/menu/desk", "UPDATE menu_item SET state = 1 WHERE uid = '%s'"},
		{"/news", "UPDATE news SET entered = 99 WHERE uid = '%s'"},
		{"/overdue", "UPDATE orders SET level = 3, deadline = 1 WHERE uid = '%s'"},
		{"/desk/mine", "UPDATE orders SET entered = 9999999999 WHERE uid = '%s'"},
		{"/desk/orders", "UPDATE orders SET created = 1 WHERE uid = '%s'"},
	};
	size_t walked = 0;
	walk_county(w);
	for (size_t m = 0; m < sizeof moves / sizeof *moves; m++)
		for (size_t i = 0; i < walk_count; i++)
			if (walks[i].rows && text_equal(walks[i].ask ? walks[i].ask : walks[i].path,
			                                moves[m].list)) {
				assert_non_null(walk(w, &walks[i], moves[m].move));
				walked++;
			}
	assert_int_equal(walked, sizeof moves / sizeof *moves);
}
STORY(a_list_goes_on_where_it_stood_when_its_last_row_moved)
/* What stands on a later page can be acted upon like the first. */
static void a_line_of_a_late_page_becomes_an_order(struct world *w)
{
	add_people(w);
	add_menu(w);
	if (world_ask(w, DISPATCHER, POST, "/surveys/survey1/lines/line449/order", "{}") != 201)
		fail_msg("%d %s", w->status, w->body);
}
STORY(a_line_of_a_late_page_becomes_an_order)
STORY(every_list_is_walked_to_its_end)

static void what_was_entered_today_is_counted_whole_and_leads_on(struct world *w)
{
	case_script(w, arena_printf(w->mem, "DELETE FROM orders WHERE proxy = %lld",
	                            (long long)w->person[STATION]));
	many(w, 53,
	     arena_printf(
		     w->mem,
		     "INSERT INTO orders (uid, number, kind, form, source, state, revision, title, "
		     "detail, category, place, requester, proxy, created, entered) SELECT 'day' || "
		     "i, 'DD' || i, 0, 0, 0, 1, 1, '走', '', " ONE(
			     "category", "id > 0") ", " VILLAGE_ROW ", %lld, %lld, %lld, 1 FROM n",
		     (long long)w->person[RESIDENT], (long long)w->person[STATION],
		     (long long)clock_now()));
	assert_int_equal(world_page(w, STATION, "/find"), 200);
	HAS("今天登记的（53）");
	HAS("href=\"/orders/day4\"");
	LACKS("href=\"/orders/day3\"");
	const char *at = strstr(w->body, "/find?after=");
	assert_non_null(at);
	const char *more = arena_strndup(w->mem, at, strcspn(at, "#\""));
	assert_int_equal(world_page(w, STATION, more), 200);
	HAS("今天登记的（53）");
	HAS("href=\"/orders/day3\"");
	LACKS("href=\"/orders/day4\"");
	LACKS("href=\"/find?after=");
}
STORY(what_was_entered_today_is_counted_whole_and_leads_on)

const struct CMUnitTest walk_tests[] = {
	cmocka_unit_test(every_list_has_its_row),
	TOLD(a_line_of_a_late_page_becomes_an_order),
	TOLD(every_list_is_walked_to_its_end),
	TOLD(what_was_entered_today_is_counted_whole_and_leads_on),
	TOLD(the_page_of_an_order_says_what_it_does_not_list),
	TOLD(a_list_goes_on_where_it_stood_when_its_last_row_moved),
};
const size_t walk_tests_count = sizeof walk_tests / sizeof *walk_tests;
