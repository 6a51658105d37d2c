/* look: who looks at what is sealed, how often, and what happens when it does not open. */
#include "order_case.h"
#include "visitor.h"

#include <string.h>

#include "app/doctor_seals.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/sealed.h"
#include "store/migrate.h"
#include "web/events.h"
#include "web/throttle.h"

/* A look is asked for, counted and logged each time, whatever key it bears. */
static void a_look_is_never_replayed(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	const char *why = "{\"reason\":\"约上门时间\"}";
	const char *path = arena_printf(w->mem, "/orders/%s/contact", id);
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(world_ask_key(w, LEADER, POST, path, why, "look-00000001"), 200);
		HAS(PHONE);
		assert_int_equal(world_count(w, "SELECT count(*) FROM reveal"), i);
	}
	assert_int_equal(world_count(w, "SELECT count(*) FROM audit WHERE action = 'order.reveal'"),
	                 3);
	world_begin(w, GUEST);
	db_script(w->db, "INSERT INTO setting (name, value, who, at)"
	                 " VALUES ('reveal.per_day', '3', 0, 0)");
	world_commit(w);
	assert_int_equal(world_ask_key(w, LEADER, POST, path, why, "look-00000001"), 429);
	world_begin(w, GUEST);
	db_script(w->db, "DELETE FROM setting WHERE name = 'reveal.per_day'");
	world_commit(w);
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_int_equal(world_ask_key(w, LEADER, POST, path, why, "look-00000001"), 404);
	REFUSAL_LACKS(404, PHONE);
	assert_int_equal(world_count(w, "SELECT count(*) FROM operation"), 0);
}

/* What a change answered is asked anew: who may no longer see the order is only told that it was done. */
static void a_kept_answer_shows_what_may_be_seen_today(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	const char *path = arena_printf(w->mem, "/orders/%s/accept", id);
	assert_int_equal(world_ask_key(w, LEADER, POST, path, "{}", "accept-000001"), 200);
	HAS("东头两间漏雨");
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_int_equal(world_ask_key(w, LEADER, POST, path, "{}", "accept-000001"), 200);
	LACKS("东头两间漏雨");
	HAS("{\"done\":true}");
	assert_int_equal(world_count(w, "SELECT count(*) FROM operation WHERE body IS NOT NULL"),
	                 0);
}

/* Each address of one /64 is the same guesser; what fits is not counted. */
static void who_guesses_numbers_is_counted_by_network(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	world_ask(w, STATION, GET, arena_printf(w->mem, "/orders/%s", id), NULL);
	const char *right = arena_printf(w->mem, "number=%s&phone=" PHONE, world_get(w, "number"));
	struct browser b = visitor_open(w);
	w->site.throttle = throttle_new(w->mem, 1);
	visitor_look(&b, "/follow");
	for (int i = 0; i < 12; i++) {
		b.source = arena_printf(w->mem, "2001:db8::%d", i + 1);
		assert_int_equal(visitor_fill(&b, "/follow", right), 200);
	}
	/* A look is kept nowhere to be handed out again, whatever id the form had. */
	assert_int_equal(
		visitor_fill(&b, "/follow", arena_printf(w->mem, "%s&_op=follow-000001", right)),
		200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM operation"), 0);
	int last = 422;
	for (int i = 0; i < 14 && last == 422; i++) {
		b.source = arena_printf(w->mem, "2001:db8::%d", i + 1);
		last = visitor_fill(&b, i % 2 ? "/follow" : "/complain",
		                    "number=DD20260101-0001&phone=19900009999");
	}
	assert_int_equal(last, 429);
}
STORY(who_guesses_numbers_is_counted_by_network)

/* ---- who listens ---- */

static int listen_to(struct world *w, enum who who, const char *topic)
{
	return world_page(w, who, arena_printf(w->mem, "/events?topic=%s", topic));
}

static void who_may_not_see_it_is_not_told_of_changes(struct world *w)
{
	w->site.events = events_new(w->mem);
	const char *hidden = arena_printf(w->mem, "order:%s", case_order(w, ORDER_OPEN));
	const char *hanging = arena_printf(w->mem, "order:%s", case_order(w, ORDER_WALL));
	const struct {
		enum who who;
		const char *topic;
		int status;
	} rows[] = {
		{GUEST, "wall", 200},
		{GUEST, hanging, 200},
		{GUEST, hidden, 404},
		{GUEST, arena_printf(w->mem, "wall,%s", hidden), 404},
		{GUEST, "order:aaaaaaaaaaaaaaaaaaaaaaaaaa", 404},
		{GUEST, "desk", 404},
		{GUEST, "anything", 404},
		{OTHER_RESIDENT, hidden, 404},
		{OTHER_STATION, hidden, 404},
		{VOLUNTEER, "desk", 404},
		{RESIDENT, hidden, 200},
		{STATION, hidden, 200},
		{STATION, "desk", 200},
		{DISPATCHER, arena_printf(w->mem, "desk,%s", hidden), 200},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (listen_to(w, rows[i].who, rows[i].topic) != rows[i].status)
			fail_msg("%s %s: %d", who_names[rows[i].who], rows[i].topic, w->status);
}

/* Behind a proxy all have one address: counted is the one that it names. Nobody is turned away for what he has open. */
static void of_one_network_and_one_person_the_newest_streams_stay(struct world *w)
{
	w->site.events = events_new(w->mem);
	struct browser b = visitor_open(w);
	for (int i = 0; i < 2 * EVENT_EACH; i++) {
		b.source = arena_printf(w->mem, "2001:db8::%d", i + 1);
		assert_int_equal(visitor_look(&b, "/events?topic=wall"), 200);
	}
	assert_int_equal(events_count(w->site.events), EVENT_EACH);
	b.source = "2001:db8:1::1";
	assert_int_equal(visitor_look(&b, "/events?topic=wall"), 200);
	for (int i = 0; i < 2 * EVENT_EACH; i++)
		assert_int_equal(listen_to(w, STATION, "desk"), 200);
	assert_int_equal(listen_to(w, TOWNSHIP, "desk"), 200);
	assert_int_equal(events_count(w->site.events), 2 * EVENT_EACH + 2);
}

STORY(who_may_not_see_it_is_not_told_of_changes)
STORY(of_one_network_and_one_person_the_newest_streams_stay)

/* ---- a record outside one's reach ---- */

/* RESIDENT lives in VILLAGE at an address of his own. */
static void settle(struct world *w)
{
	const char *me = "{\"home\":\"" VILLAGE "\",\"address\":\"示例三组东头瓦屋\"}";
	if (world_ask(w, RESIDENT, POST, "/me", me) != 200)
		fail_msg("%d %s", w->status, w->body);
}

static int enter_for_resident(struct world *w, enum who who, const char *place)
{
	return world_askf(w, who, POST,
	                  arena_printf(w->mem,
	                               "{\"source\":\"counter\",\"title\":\"帮看看门锁\","
	                               "\"category\":\"repair\",\"place\":\"%s\","
	                               "\"beneficiary\":{\"name\":\"示例resident\",\"phone\":"
	                               "\"" PHONE "\"},\"consent\":{\"by\":\"本人\",\"how\":"
	                               "\"当面\"}}",
	                               place),
	                  "/find");
}

static int look_at_contact(struct world *w, enum who who, const char *id)
{
	return world_askf(w, who, POST, "{\"reason\":\"联系上门\"}", "/orders/%s/contact", id);
}

static void an_order_shows_a_proxy_nothing_of_a_record_that_he_may_not_see(struct world *w)
{
	settle(w);
	assert_int_equal(enter_for_resident(w, OTHER_STATION, OTHER_VILLAGE), 201);
	const char *far = world_get(w, "id");
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders o JOIN person p ON p.id ="
	                                " o.requester WHERE p.name = '示例resident'"),
	                 1);
	assert_int_equal(look_at_contact(w, OTHER_STATION, far), 200);
	HAS(PHONE);
	LACKS("东头瓦屋");
	assert_int_equal(look_at_contact(w, OTHER_TOWNSHIP, far), 200);
	LACKS("东头瓦屋");
	assert_int_equal(look_at_contact(w, DISPATCHER, far), 200); /* may see him anyway */
	HAS("东头瓦屋");
	assert_int_equal(look_at_contact(w, RESIDENT, far), 200);
	HAS("东头瓦屋");
}

static void a_proxy_of_his_village_and_who_serves_there_see_where_he_lives(struct world *w)
{
	settle(w);
	assert_int_equal(enter_for_resident(w, STATION, VILLAGE), 201);
	const char *id = world_get(w, "id");
	assert_int_equal(look_at_contact(w, STATION, id), 200);
	HAS("东头瓦屋");
	case_must(w, REVIEWER, id, ACT_APPROVE);
	case_must(w, DISPATCHER, id, ACT_OFFER);
	case_must(w, LEADER, id, ACT_ACCEPT);
	assert_int_equal(look_at_contact(w, LEADER, id), 200);
	HAS("东头瓦屋");
}

static void looks_of_a_proxy_are_counted(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_script(w, "INSERT INTO setting (name, value, who, at)"
	               " VALUES ('reveal.per_day', '1', 0, 0)");
	assert_int_equal(look_at_contact(w, STATION, id), 200);
	assert_int_equal(look_at_contact(w, STATION, id), 429);
}

static void a_death_outside_his_reach_is_not_told_and_nobody_is_made_twice(struct world *w)
{
	settle(w);
	int64_t all = world_count(w, "SELECT count(*) FROM person");
	assert_int_equal(world_askf(w, TOWNSHIP, POST,
	                            "{\"kind\":\"died\",\"day\":\"2026-01-05\",\"told_by\":"
	                            "\"示例家属\"}",
	                            "/people/%s/depart", w->uid[RESIDENT]),
	                 200);
	assert_int_equal(enter_for_resident(w, OTHER_STATION, OTHER_VILLAGE), 422);
	HAS("请联系他所在的村站核对档案");
	REFUSAL_LACKS(422, "去世");
	assert_int_equal(enter_for_resident(w, STATION, VILLAGE), 422);
	HAS("已去世");
	assert_int_equal(world_count(w, "SELECT count(*) FROM person"), all);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 0);
}

STORY(an_order_shows_a_proxy_nothing_of_a_record_that_he_may_not_see)
STORY(a_proxy_of_his_village_and_who_serves_there_see_where_he_lives)
STORY(looks_of_a_proxy_are_counted)
STORY(a_death_outside_his_reach_is_not_told_and_nobody_is_made_twice)

/* ---- what does not open ---- */

static void script(struct world *w, const char *sql)
{
	world_begin(w, GUEST);
	db_script(w->db, sql);
	world_commit(w);
}

/* The phone of one person in the row of another: a seal is bound to its row. */
static void swap_phones(struct world *w)
{
	script(w, arena_printf(w->mem,
	                       "UPDATE person SET phone = (SELECT p.phone FROM person p"
	                       " WHERE p.uid = '%s') WHERE uid = '%s'",
	                       w->uid[OTHER_RESIDENT], w->uid[RESIDENT]));
}

static void unreadable(struct world *w, int status)
{
	assert_int_equal(status, 500);
	HAS("/problems/unreadable");
	HAS(SEALED_WORDS);
}

static void a_seal_that_does_not_open_is_an_error(struct world *w)
{
	const char *id = arena_printf(w->mem, "/people/%s", w->uid[RESIDENT]);
	const char *ask = "{\"what\":\"phone\",\"reason\":\"约上门时间\"}";
	assert_int_equal(world_askf(w, STATION, POST, ask, "%s/reveal", id), 200);
	HAS(PHONE);
	swap_phones(w);
	unreadable(w, world_askf(w, STATION, POST, ask, "%s/reveal", id));
	assert_int_equal(world_count(w, "SELECT count(*) FROM reveal"), 1);
	unreadable(w, world_ask(w, STATION, GET, id, NULL));
	unreadable(w, world_ask(w, RESIDENT, GET, "/me", NULL));
	/* The other parts of a page and the other rows of a list stay readable. */
	assert_int_equal(world_page(w, STATION, id), 200);
	HAS(SEALED_WORDS);
	assert_int_equal(world_ask(w, STATION, GET, "/people", NULL), 200);
	HAS("\"phone\":\"" SEALED_WORDS "\"");
	HAS("\"phone\":\"199****0003\"");
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/accounts", NULL), 200);
	HAS("\"phone\":\"" SEALED_WORDS "\"");
}
STORY(a_seal_that_does_not_open_is_an_error)

static void an_order_that_cannot_be_read_can_still_be_led(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED), *other = case_order(w, ORDER_OPEN);
	const char *path = arena_printf(w->mem, "/orders/%s", id);
	const char *why = "{\"reason\":\"约上门时间\"}";
	script(w, arena_printf(w->mem,
	                       "UPDATE orders SET (detail, phone) = (SELECT o.detail, o.phone FROM"
	                       " orders o WHERE o.uid = '%s') WHERE uid = '%s'",
	                       other, id));
	unreadable(w, world_askf(w, LEADER, POST, why, "%s/contact", path));
	assert_int_equal(world_count(w, "SELECT count(*) FROM reveal"), 0);
	unreadable(w, world_ask(w, DISPATCHER, GET, path, NULL));
	assert_int_equal(world_page(w, DISPATCHER, path), 200);
	HAS(SEALED_WORDS);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/orders", NULL), 200);
	HAS("东头两间漏雨");
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_string_equal(w->body, "{\"done\":true}");
}
STORY(an_order_that_cannot_be_read_can_still_be_led)

static void the_doctor_counts_the_seals_that_do_not_open(struct world *w)
{
	int64_t seals = 0, shut = 0;
	case_order(w, ORDER_OPEN);
	world_begin(w, GUEST);
	assert_null(doctor_seals(&w->c, &seals));
	world_commit(w);
	/* The phone of each person, and detail, phone, address and name of the order. */
	assert_int_equal(seals, WHO_COUNT - 1 + 4);
	swap_phones(w);
	script(w, "UPDATE orders SET address = 'broken'");
	world_begin(w, GUEST);
	assert_string_equal(doctor_seals(&w->c, &shut), "person.phone 1, orders.address 1");
	world_commit(w);
	assert_int_equal(shut, seals);
}
STORY(the_doctor_counts_the_seals_that_do_not_open)

/* A column that the migrations call sealed, and the doctor does not try, would rot unseen. */
static void every_sealed_column_is_tried(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	int found = 0;
	for (const struct migration *m = migrations; m->number; m++) {
		const char **lines = text_split(a, m->text, "\n"), *table = "";
		for (; *lines; lines++) {
			const char **words = text_split(a, *lines, " \t(");
			if (text_starts(*lines, "CREATE TABLE ") ||
			    text_starts(*lines, "ALTER TABLE "))
				table = words[2];
			if (!strstr(*lines, "-- sealed"))
				continue;
			const char *column = text_starts(*lines, "ALTER") ? words[5] : words[0];
			found++;
			if (!doctor_seals_column(table, column))
				fail_msg("%s.%s is not tried by the doctor", table, column);
		}
	}
	assert_true(found >= 15);
	arena_free(a);
}

STORY(a_look_is_never_replayed)
STORY(a_kept_answer_shows_what_may_be_seen_today)

const struct CMUnitTest look_tests[] = {
	TOLD(who_may_not_see_it_is_not_told_of_changes),
	TOLD(of_one_network_and_one_person_the_newest_streams_stay),
	TOLD(an_order_shows_a_proxy_nothing_of_a_record_that_he_may_not_see),
	TOLD(a_proxy_of_his_village_and_who_serves_there_see_where_he_lives),
	TOLD(looks_of_a_proxy_are_counted),
	TOLD(a_death_outside_his_reach_is_not_told_and_nobody_is_made_twice),
	TOLD(a_look_is_never_replayed),
	TOLD(a_kept_answer_shows_what_may_be_seen_today),
	TOLD(who_guesses_numbers_is_counted_by_network),
	TOLD(a_seal_that_does_not_open_is_an_error),
	TOLD(an_order_that_cannot_be_read_can_still_be_led),
	TOLD(the_doctor_counts_the_seals_that_do_not_open),
	cmocka_unit_test(every_sealed_column_is_tried),
};
const size_t look_tests_count = sizeof look_tests / sizeof look_tests[0];
