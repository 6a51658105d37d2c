/* What a page shows beside its record (a log, the versions of a text, visits to come) leads on to the last row. */
#include "menu_case.h"
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "features/order/order.h"

/* Runs `sql`, an INSERT from n(i), i = 1 … count. */
static void many(struct world *w, int count, const char *sql)
{
	case_script(w, arena_printf(w->mem,
	                            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
	                            "n WHERE i < %d) %s",
	                            count, sql));
}
/* Follows the link that `leads` on, and counts how often `mark` stands on the pages. */
static int on_pages(struct world *w, enum who who, const char *path, const char *leads,
                    const char *mark)
{
	int times = 0;
	for (int pages = 0; path; pages++) {
		assert_true(pages < 20);
		if (world_page(w, who, path) != 200)
			fail_msg("%s: %d", path, w->status);
		for (const char *at = w->body; (at = strstr(at, mark)); at++)
			times++;
		const char *link = strstr(w->body, arena_printf(w->mem, "href=\"%s", leads));
		path = link ? arena_strndup(w->mem, link + 6, strcspn(link + 6, "\"#")) : NULL;
	}
	return times;
}

/* So often as `count` says, from the page of the record to its first row. */
static void log_is_walked(struct world *w, const char *page)
{
	assert_int_equal(
		on_pages(w, REVIEWER, page, arena_printf(w->mem, "%s?log=", page), "第几回"), 120);
}

static void the_log_of_a_team_leads_to_its_beginning(struct world *w)
{
	many(w, 120,
	     arena_printf(w->mem,
	                  "INSERT INTO team_event (team, at, actor, action, person, reason) "
	                  "SELECT %lld, i, 0, 'suspend', 0, '第几回' FROM n",
	                  (long long)w->team_a));
	log_is_walked(w, arena_printf(w->mem, "/teams/%s", w->team_uid_a));
}
STORY(the_log_of_a_team_leads_to_its_beginning)

static void the_log_of_a_menu_item_leads_to_its_beginning(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1");
	many(w, 120,
	     arena_printf(w->mem,
	                  "INSERT INTO menu_event (item, at, actor, action, reason) "
	                  "SELECT (SELECT id FROM menu_item WHERE uid = '%s'), i, 0, 'return', "
	                  "'第几回' FROM n",
	                  item));
	log_is_walked(w, arena_printf(w->mem, "/menu/%s", item));
}
STORY(the_log_of_a_menu_item_leads_to_its_beginning)

static void the_versions_of_a_text_lead_to_the_first(struct world *w)
{
	ASK(STATION, POST, 201,
	    "{\"kind\":\"story\",\"title\":\"村里的消息\",\"body\":\"今天大家一起打扫了河边。\","
	    "\"place\":\"" VILLAGE "\"}",
	    "/news");
	const char *id = world_get(w, "id");
	many(w, 120,
	     arena_printf(w->mem,
	                  "INSERT INTO news_version (news, revision, at, actor, title, body) "
	                  "SELECT (SELECT id FROM news WHERE uid = '%s'), 100 + i, i, 0, "
	                  "'第几回', '正文' FROM n",
	                  id));
	log_is_walked(w, arena_printf(w->mem, "/news/%s", id));
}
STORY(the_versions_of_a_text_lead_to_the_first)

/* Seven visits at a time. */
static void where_he_is_to_go_leads_to_the_last_visit(struct world *w)
{
	log_threshold(LOG_ERROR + 1); /* their details are not sealed */
	many(w, 50,
	     arena_printf(
		     w->mem,
		     "INSERT INTO orders (uid, number, kind, form, source, state, revision, "
		     "title, detail, public_ok, category, place, requester, created, entered, "
		     "starts_at) SELECT 'go' || i, 'DD-' || i, 0, 0, 0, %d, 1, '去', '', 0, 1, "
		     "(SELECT id FROM place WHERE code = '" VILLAGE "'), %lld, 1, 1, "
		     "2000000000 + i / 7 FROM n",
		     ORDER_SCHEDULED, (long long)w->person[RESIDENT]));
	case_script(w,
	            "INSERT INTO activity (uid, orders, team, leader, place, title, starts_at, "
	            "ends_at, state) SELECT uid, id, 0, 0, place, '去', starts_at, starts_at + 60, "
	            "0 FROM orders WHERE uid LIKE 'go%'");
	case_script(w,
	            arena_printf(w->mem,
	                         "UPDATE orders SET activity = (SELECT a.id FROM activity a WHERE "
	                         "a.orders = orders.id) WHERE uid LIKE 'go%%';"
	                         "INSERT INTO attendance (activity, person) SELECT id, %lld FROM "
	                         "activity WHERE uid LIKE 'go%%'",
	                         (long long)w->person[VOLUNTEER]));
	assert_int_equal(on_pages(w, VOLUNTEER, "/mine", "/mine?going=", "<li><p class=\"b num\">"),
	                 50);
}
STORY(where_he_is_to_go_leads_to_the_last_visit)

static void notes_of_a_visit_that_are_left_out_are_counted(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	const char *log = arena_printf(w->mem, "/orders/%s/log", id);
	many(w, 130,
	     arena_printf(
		     w->mem,
		     "INSERT INTO visit_note (orders, at, actor, kind, minutes) SELECT (SELECT "
		     "id FROM orders WHERE uid = '%s'), i, 0, 1, 15 FROM n",
		     id));
	assert_int_equal(world_page(w, DISPATCHER, log), 200);
	HAS("更早的 30 步没有列出");
}
STORY(notes_of_a_visit_that_are_left_out_are_counted)

const struct CMUnitTest logs_tests[] = {
	TOLD(the_log_of_a_team_leads_to_its_beginning),
	TOLD(the_log_of_a_menu_item_leads_to_its_beginning),
	TOLD(the_versions_of_a_text_lead_to_the_first),
	TOLD(where_he_is_to_go_leads_to_the_last_visit),
	TOLD(notes_of_a_visit_that_are_left_out_are_counted),
};
const size_t logs_tests_count = sizeof logs_tests / sizeof *logs_tests;
