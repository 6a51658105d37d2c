/* duplicate: people kept twice are found, and made one with a trail. */
#include "menu_case.h"
#include "order_case.h"
#include "other.h"

#include "base/arena.h"
#include "base/clock.h"
#include "core/grant.h"
#include "features/person/duplicate.h"
#include "features/person/person.h"

#include <string.h>

/* One more person in the village of 甲镇, or of 乙镇 (home 5). */
static const char *person(struct world *w, const char *name, const char *phone,
                          const char *id_number, int64_t birth, int64_t home)
{
	world_begin(w, GUEST);
	struct person p = {
		.name = name, .phone = phone, .id_number = id_number, .birth = birth, .home = home};
	assert_true(person_add(&w->c, &p) > 0);
	world_commit(w);
	return p.uid;
}

static bool proposed(struct world *w, enum who who, const char *uid)
{
	assert_int_equal(world_ask(w, who, GET, "/people/duplicates", NULL), 200);
	return strstr(w->body, uid);
}

static int merge(struct world *w, enum who who, const char *keep, const char *gone)
{
	return world_askf(
		w, who, POST,
		arena_printf(w->mem,
	                     "{\"keep\":\"%s\",\"other\":\"%s\",\"note\":\"当面核对过证件\"}", keep,
	                     gone),
		"/people/%s/merge", keep);
}

static void pairs_are_found_by_phone_and_by_name_birthday_and_township(struct world *w)
{
	int64_t birth = 0;
	clock_parse("1950-01-01", &birth);
	const char *phone = person(w, "示例重名", PHONE, NULL, 0, 4);
	const char *a = person(w, "示例老李", NULL, NULL, birth, 4);
	const char *b = person(w, "示例老李", NULL, NULL, birth, 2);
	const char *far = person(w, "示例老李", NULL, NULL, birth, 5);
	const char *one = person(w, "示例证件", "19912340000", "999000199002280180", 0, 4);
	const char *two = person(w, "示例证件", "19912340000", "999000199002280041", 0, 4);
	assert_true(proposed(w, TOWNSHIP, phone));
	assert_true(strstr(w->body, a) && strstr(w->body, b));
	LACKS(far);
	assert_true(!strstr(w->body, one) && !strstr(w->body, two));
	LACKS(PHONE);
	assert_false(proposed(w, OTHER_TOWNSHIP, phone));
	assert_int_equal(world_ask(w, STATION, GET, "/people/duplicates", NULL), 403);
	assert_int_equal(world_askf(w, TOWNSHIP, POST,
	                            arena_printf(w->mem, "{\"other\":\"%s\"}", w->uid[RESIDENT]),
	                            "/people/%s/apart", phone),
	                 200);
	assert_false(proposed(w, TOWNSHIP, phone));
	assert_int_equal(merge(w, TOWNSHIP, one, two), 422);
	HAS("两个人");
}
STORY(pairs_are_found_by_phone_and_by_name_birthday_and_township)

static void a_merge_moves_everything_and_leaves_a_trail(struct world *w)
{
	case_order(w, ORDER_CLOSED); /* for RESIDENT */
	const char *twin = person(w, "示例重名", PHONE, "999000199002280180", 0, 4);
	const char *gone = w->uid[RESIDENT];
	assert_int_equal(world_page(w, TOWNSHIP,
	                            arena_printf(w->mem, "/people/%s/merge?other=%s", twin, gone)),
	                 200);
	LACKS("999000199002280180");
	assert_int_equal(merge(w, TOWNSHIP, twin, gone), 422); /* RESIDENT has the account */
	HAS("有账号");
	assert_int_equal(merge(w, OTHER_TOWNSHIP, gone, twin), 404);
	assert_int_equal(merge(w, TOWNSHIP, gone, gone), 422);
	assert_int_equal(merge(w, TOWNSHIP, gone, twin), 200);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person_merge"), 1);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM audit WHERE action = 'person.merge'"),
	                 1);
	assert_int_equal(world_askf(w, TOWNSHIP, GET, NULL, "/people/%s", twin), 200);
	assert_string_equal(world_get(w, "id"), gone);
	assert_int_equal(world_page(w, TOWNSHIP, arena_printf(w->mem, "/people/%s", twin)), 303);
	assert_non_null(strstr(w->location, gone));
	assert_int_equal(world_page(w, TOWNSHIP, arena_printf(w->mem, "/people/%s", gone)), 200);
	HAS("合并记录");
	world_begin(w, GUEST);
	struct person *kept = person_by_id_number(&w->c, "999000199002280180");
	assert_non_null(kept);
	assert_string_equal(kept->uid, gone);
	person_open(&w->c, kept);
	assert_string_equal(kept->id_number, "999000199002280180");
	assert_string_equal(kept->phone, PHONE);
	world_commit(w);
	assert_false(proposed(w, TOWNSHIP, twin));
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/people?q=" PHONE, NULL), 200);
	LACKS(twin);
}
STORY(a_merge_moves_everything_and_leaves_a_trail)

static void orders_and_memberships_follow_the_one_that_is_kept(struct world *w)
{
	case_order(w, ORDER_CLOSED);
	world_begin(w, GUEST);
	db_script(w->db, arena_printf(w->mem,
	                              "DELETE FROM session WHERE person = %lld;"
	                              "DELETE FROM account WHERE person = %lld;",
	                              (long long)w->person[MEMBER], (long long)w->person[MEMBER]));
	world_commit(w);
	const char *twin = person(w, "示例member", "19900009876", NULL, 0, 4);
	int64_t teams = world_count(w, "SELECT members FROM team ORDER BY id LIMIT 1");
	int64_t visits = world_count(
		w, arena_printf(w->mem, "SELECT COUNT(*) FROM attendance WHERE person = %lld",
	                        (long long)w->person[MEMBER]));
	assert_int_equal(merge(w, TOWNSHIP, twin, w->uid[MEMBER]), 200);
	world_begin(w, GUEST);
	int64_t id = person_by_uid(&w->c, twin)->id;
	assert_true(person_get(&w->c, id)->volunteer);
	world_commit(w);
	assert_int_equal(
		world_count(w,
	                    arena_printf(
				    w->mem,
				    "SELECT COUNT(*) FROM member WHERE person = %lld AND state = 2",
				    (long long)id)),
		1);
	assert_int_equal(
		world_count(w, arena_printf(w->mem,
	                                    "SELECT COUNT(*) FROM attendance WHERE person = %lld",
	                                    (long long)id)),
		visits);
	assert_int_equal(world_count(w, "SELECT members FROM team ORDER BY id LIMIT 1"), teams);
	assert_int_equal(
		world_count(w,
	                    "SELECT COUNT(*) FROM person_merge WHERE moved LIKE '%member.person%'"),
		1);
}
STORY(orders_and_memberships_follow_the_one_that_is_kept)

/* What the other account of the same man wrote, proposed and complained about is his. */
static void nobody_decides_about_his_own_after_a_merge(struct world *w)
{
	const char *order = case_order(w, ORDER_DONE), *twin, *news;
	twin = person(w, "示例reviewer", "19900009877", NULL, 0, 4);
	assert_int_equal(world_ask(w, STATION, POST, "/news",
	                           "{\"title\":\"停水通知（示例）\",\"kind\":\"notice\","
	                           "\"place\":\"" VILLAGE
	                           "\",\"body\":\"说什么时候停水，找谁问。\",\"submit\":true}"),
	                 201);
	news = world_get(w, "id");
	menu_case_open(w, "\"capacity\":0");
	assert_int_equal(world_askf(w, RESIDENT, POST, "{\"text\":\"没有人来，电话也打不通。\"}",
	                            "/orders/%s/complain", order),
	                 200);
	world_begin(w, GUEST);
	const char *id = arena_printf(w->mem, "%lld", (long long)person_by_uid(&w->c, twin)->id);
	db_script(w->db, arena_printf(w->mem,
	                              "UPDATE news SET author = %s, editor = %s;"
	                              "UPDATE menu_item SET proposer = %s, editor = %s;"
	                              "UPDATE complaint SET author = %s, person = %s;",
	                              id, id, id, id, id, id));
	world_commit(w);
	assert_int_equal(merge(w, TOWNSHIP, w->uid[REVIEWER], twin), 200);
	assert_int_equal(world_askf(w, REVIEWER, POST, "{}", "/news/%s/publish", news), 403);
	HAS("别人审核");
	static const char *const columns[][2] = {
		{"news", "author"},      {"news", "editor"},      {"menu_item", "proposer"},
		{"menu_item", "editor"}, {"complaint", "author"}, {"complaint", "person"}};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		const char *is = arena_printf(w->mem, "SELECT COUNT(*) FROM %s WHERE %s = %lld",
		                              columns[i][0], columns[i][1],
		                              (long long)w->person[REVIEWER]);
		if (!world_count(w, is))
			fail_msg("%s", is);
	}
}
STORY(nobody_decides_about_his_own_after_a_merge)

static void two_sides_of_one_order_are_not_made_one(struct world *w)
{
	case_order(w, ORDER_SCHEDULED);
	assert_int_equal(merge(w, TOWNSHIP, w->uid[RESIDENT], w->uid[LEADER]), 422);
	HAS("求助人");
	assert_int_equal(merge(w, TOWNSHIP, w->uid[TOWNSHIP], w->uid[VOLUNTEER]), 422);
	HAS("自己");
	/* Nor the one who asked for what became part of it. */
	const char *own = case_order(w, ORDER_SUBMITTED), *into = case_order(w, ORDER_SCHEDULED);
	case_script(w, arena_printf(w->mem,
	                            "UPDATE orders SET state = 12, requester = %lld, merged_into = "
	                            "(SELECT id FROM orders WHERE uid = '%s') WHERE uid = '%s'",
	                            (long long)w->person[MEMBER], into, own));
	assert_int_equal(merge(w, TOWNSHIP, w->uid[LEADER], w->uid[MEMBER]), 422);
	HAS("一个是求助人");
}
STORY(two_sides_of_one_order_are_not_made_one)

/* ---- two servers ---- */

struct two {
	const char *keep, *gone;
};

static enum err merges(struct ctx *c, const void *with)
{
	const struct two *p = with;
	return duplicate_merge(c, p->keep, p->gone, "当面核对过证件");
}

/* It waits until the duty is given, and sees it then. */
static void a_merge_waits_for_a_duty_that_is_just_given(struct world *w)
{
	struct two p = {w->uid[RESIDENT], person(w, "示例重名", PHONE, NULL, 0, 4)};
	struct other *o = other_server(w, TOWNSHIP);
	world_begin(w, SECADMIN);
	int64_t id = person_by_uid(&w->c, p.gone)->id;
	assert_int_equal(grant_give(&w->c, id, ROLE_VIEWER, 1, HAND_ONE), OK);
	other_does(o, merges, &p);
	world_commit(w);
	assert_int_equal(other_ended(o), ERR_INVALID);
	assert_non_null(strstr(o->says, "担任"));
}

static const char *address_of(struct world *w, const char *uid)
{
	world_begin(w, GUEST);
	struct person *p = person_by_uid(&w->c, uid);
	person_open(&w->c, p);
	world_commit(w);
	assert_non_null(p->address);
	return p->address;
}

static void a_merge_keeps_what_was_just_changed_on_another_server(struct world *w)
{
	struct two p = {w->uid[RESIDENT], person(w, "示例重名", PHONE, NULL, 0, 4)};
	struct other *o = other_server(w, TOWNSHIP);
	world_begin(w, RESIDENT);
	struct person_edit e = {.no_sms = -1, .address = "三组 9 号（示例）"};
	assert_int_equal(person_edit(&w->c, &e), OK);
	other_does(o, merges, &p);
	world_commit(w);
	assert_int_equal(other_ended(o), OK);
	assert_string_equal(address_of(w, p.keep), "三组 9 号（示例）");
}

/* The one of two merges that comes second finds one record, not two. */
static void two_servers_do_not_merge_two_records_into_each_other(struct world *w)
{
	struct two there = {person(w, "示例重名", PHONE, NULL, 0, 4),
	                    person(w, "示例重名", PHONE, NULL, 0, 4)};
	struct two back = {there.gone, there.keep};
	struct other *o = other_server(w, TOWNSHIP);
	world_begin(w, TOWNSHIP);
	assert_int_equal(merges(&w->c, &there), OK);
	other_does(o, merges, &back);
	world_commit(w);
	assert_int_equal(other_ended(o), ERR_INVALID);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person_merge"), 1);
}

static enum err changes_his_skills(struct ctx *c, const void *with)
{
	(void)with;
	return person_edit(c, &(struct person_edit){.no_sms = -1, .skills = " repair "});
}

static void a_change_of_skills_does_not_bring_short_messages_back(struct world *w)
{
	struct other *o = other_server(w, RESIDENT);
	world_begin(w, RESIDENT);
	assert_int_equal(person_edit(&w->c, &(struct person_edit){.no_sms = 1}), OK);
	other_does(o, changes_his_skills, NULL);
	world_commit(w);
	assert_int_equal(other_ended(o), OK);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person WHERE no_sms = 1 AND "
	                                "skills = ' repair '"),
	                 1);
}

ONLY_POSTGRES(a_merge_waits_for_a_duty_that_is_just_given)
ONLY_POSTGRES(a_merge_keeps_what_was_just_changed_on_another_server)
ONLY_POSTGRES(two_servers_do_not_merge_two_records_into_each_other)
ONLY_POSTGRES(a_change_of_skills_does_not_bring_short_messages_back)

const struct CMUnitTest duplicate_tests[] = {
	TOLD(pairs_are_found_by_phone_and_by_name_birthday_and_township),
	TOLD(a_merge_moves_everything_and_leaves_a_trail),
	TOLD(orders_and_memberships_follow_the_one_that_is_kept),
	TOLD(nobody_decides_about_his_own_after_a_merge),
	TOLD(two_sides_of_one_order_are_not_made_one),
	cmocka_unit_test(a_merge_waits_for_a_duty_that_is_just_given_postgres),
	cmocka_unit_test(a_merge_keeps_what_was_just_changed_on_another_server_postgres),
	cmocka_unit_test(two_servers_do_not_merge_two_records_into_each_other_postgres),
	cmocka_unit_test(a_change_of_skills_does_not_bring_short_messages_back_postgres),
};
const size_t duplicate_tests_count = sizeof duplicate_tests / sizeof duplicate_tests[0];
