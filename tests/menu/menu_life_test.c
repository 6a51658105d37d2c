/* Stories of how an item comes to the menu: proposed, edited, reviewed by somebody else. */
#include "menu_case.h"

#include <string.h>

#include "base/arena.h"
#include "features/person/duplicate.h"
#include "features/person/person.h"
#include "store/db.h"

/* With the revision it has now. */
static int edit(struct world *w, enum who who, const char *id, const char *fields)
{
	int64_t revision = world_count(
		w, arena_printf(w->mem, "SELECT revision FROM menu_item WHERE uid = '%s'", id));
	return world_askf(
		w, who, PATCH,
		arena_printf(w->mem, "{%s,\"revision\":%lld}", fields, (long long)revision),
		"/menu/%s", id);
}

static void an_item_is_let_in_by_somebody_else_than_its_proposer(struct world *w)
{
	const char *id = menu_case_draft(w, "\"capacity\":3");
	ASK(LEADER, GET, 200, NULL, "/menu/%s", id);
	ASK(RESIDENT, GET, 404, NULL, "/menu/%s", id);
	ASK(OTHER_LEADER, GET, 404, NULL, "/menu/%s", id);
	ASK(REVIEWER, POST, 409, "{}", "/menu/%s/approve", id);
	ASK(LEADER, POST, 200, "{}", "/menu/%s/submit", id);
	assert_string_equal(world_get(w, "state"), "submitted");
	ASK(LEADER, POST, 403, "{}", "/menu/%s/approve", id);
	ASK(OTHER_TOWNSHIP, POST, 404, "{}", "/menu/%s/approve", id);
	ASK(TOWNSHIP, POST, 422, "{}", "/menu/%s/return", id);
	ASK(TOWNSHIP, POST, 200, "{\"reason\":\"写清带什么器材\"}", "/menu/%s/return", id);
	assert_string_equal(world_get(w, "state"), "draft");
	assert_string_equal(world_get(w, "reason"), "写清带什么器材");
	assert_int_equal(
		edit(w, LEADER, id, "\"about\":\"带电子血压计上门，讲讲常用药。\",\"submit\":true"),
		200);
	ASK(TOWNSHIP, POST, 200, "{}", "/menu/%s/approve", id);
	ASK(GUEST, GET, 200, NULL, "/menu/%s", id);
	HAS("带电子血压计上门");
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_event"), 6);
	assert_int_equal(
		world_count(w, "SELECT count(*) FROM inbox WHERE subject LIKE '%上了供单目录%'"),
		1);
}

static void nobody_lets_in_what_he_proposed_himself(struct world *w)
{
	const char *body = arena_printf(
		w->mem,
		"{\"title\":\"镇里的理发服务\",\"about\":\"每月逢五在镇上集中理发一次。\","
		"\"category\":\"repair\",\"area\":\"" TOWN "\",\"teams\":[\"%s\"],\"submit\":true}",
		w->team_uid_a);
	for (const enum who *who = (const enum who[]){TOWNSHIP, REVIEWER, GUEST}; *who; who++) {
		assert_int_equal(world_ask(w, *who, POST, "/menu", body), 201);
		const char *id = world_get(w, "id");
		ASK(*who, POST, 403, "{}", "/menu/%s/approve", id);
		HAS("别人审核");
		ASK(*who == TOWNSHIP ? REVIEWER : TOWNSHIP, POST, 200, "{}", "/menu/%s/approve",
		    id);
	}
}

/* Whoever wrote it or changed it last: also when the proposer then hands it in. */
static void nobody_lets_in_what_he_last_edited(struct world *w)
{
	for (const enum who *by = (const enum who[]){LEADER, REVIEWER, GUEST}; *by; by++) {
		const char *id = menu_case_draft(w, "\"capacity\":3");
		assert_int_equal(edit(w, REVIEWER, id,
		                      "\"about\":\"把别人的草稿全改成另一件事，再自己放行。\""),
		                 200);
		ASK(*by, POST, 200, "{}", "/menu/%s/submit", id);
		ASK(REVIEWER, POST, 403, "{}", "/menu/%s/approve", id);
		HAS("别人审核");
		assert_int_equal(world_page(w, REVIEWER, arena_printf(w->mem, "/menu/%s", id)),
		                 200);
		LACKS("/approve\"");
		ASK(REVIEWER, POST, 403, "{\"reason\":\"再改一改\"}", "/menu/%s/return", id);
		ASK(TOWNSHIP, POST, 200, "{\"reason\":\"说清做什么\"}", "/menu/%s/return", id);
		assert_int_equal(edit(w, LEADER, id, "\"about\":\"上门量血压，讲讲常用药。\""),
		                 200);
		ASK(LEADER, POST, 200, "{}", "/menu/%s/submit", id);
		ASK(REVIEWER, POST, 200, "{}", "/menu/%s/approve", id);
	}
}

/* Named are the nearest first, not who wrote it; without any of them the next above; else nobody. */
static void a_waiting_item_names_who_can_review_it(struct world *w)
{
	const char *id = menu_case_draft(w, "\"capacity\":3");
	const char *page = arena_printf(w->mem, "/menu/%s", id);
	assert_int_equal(world_page(w, LEADER, page), 200);
	LACKS("可以审核的有");
	ASK(LEADER, POST, 200, "{}", "/menu/%s/submit", id);
	assert_int_equal(world_page(w, LEADER, page), 200);
	HAS("可以审核的有：示例township（甲镇）、示例reviewer（");
	LACKS("示例other township");
	ASK(REVIEWER, POST, 200, "{\"reason\":\"说清做什么\"}", "/menu/%s/return", id);
	assert_int_equal(edit(w, TOWNSHIP, id, "\"people\":2,\"submit\":true"), 200);
	assert_int_equal(world_page(w, LEADER, page), 200);
	HAS("可以审核的有：示例reviewer（");
	world_begin(w, GUEST);
	db_script(w->db, arena_printf(w->mem, "UPDATE account SET locked = 1 WHERE person = %lld",
	                              (long long)w->person[REVIEWER]));
	world_commit(w);
	assert_int_equal(world_page(w, LEADER, page), 200);
	HAS("现在没有别人能审核");
}

static void an_edit_says_what_it_saw_and_changes_something(struct world *w)
{
	const char *id = menu_case_draft(w, "\"capacity\":3");
	assert_string_equal(world_get(w, "revision"), "0");
	assert_int_equal(world_page(w, LEADER, arena_printf(w->mem, "/menu/%s/edit", id)), 200);
	HAS("name=\"revision\" value=\"0\"");
	static const char *const unsaid[] = {"{\"people\":2}", "{\"people\":2,\"submit\":true}",
	                                     "{\"people\":2,\"revision\":null}",
	                                     "{\"people\":2,\"revision\":-1}"};
	for (size_t i = 0; i < sizeof unsaid / sizeof *unsaid; i++) {
		ASK(LEADER, PATCH, 422, unsaid[i], "/menu/%s", id);
		HAS("\"revision\"");
	}
	ASK(LEADER, PATCH, 422, "{\"people\":1,\"revision\":0}", "/menu/%s", id);
	HAS("没有要改的");
	ASK(LEADER, PATCH, 200, "{\"people\":2,\"revision\":0}", "/menu/%s", id);
	ASK(TOWNSHIP, PATCH, 409, "{\"people\":3,\"revision\":0}", "/menu/%s", id);
	HAS("刚刚被别人改动");
	ASK(TOWNSHIP, PATCH, 200,
	    arena_printf(w->mem, "{\"teams\":[\"%s\",\"%s\"],\"revision\":1}", w->team_uid_b,
	                 w->team_uid_a),
	    "/menu/%s", id);
	ASK(LEADER, GET, 200, NULL, "/menu/%s", id);
	assert_string_equal(world_get(w, "people"), "2");
	assert_string_equal(world_get(w, "team_count"), "2");
	assert_string_equal(world_get(w, "revision"), "2");
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_event"), 3);
	assert_int_equal(edit(w, TOWNSHIP, id, "\"submit\":true"), 200); /* as it stands */
	assert_string_equal(world_get(w, "state"), "submitted");
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_event"), 4);
	ASK(REVIEWER, POST, 200, "{}", "/menu/%s/approve", id);
	ASK(REVIEWER, POST, 422, "{\"capacity\":3}", "/menu/%s/adjust", id);
	ASK(REVIEWER, POST, 409, "{\"capacity\":4,\"revision\":0}", "/menu/%s/adjust", id);
	ASK(REVIEWER, POST, 200, "{\"capacity\":4}", "/menu/%s/adjust", id);
}

static void a_leader_proposes_for_his_own_teams_and_staff_for_their_places(struct world *w)
{
	static const struct {
		enum who who;
		bool team_b;
		const char *area;
		int status;
	} cases[] = {
		{LEADER, false, TOWN, 201},         {LEADER, true, TOWN, 403},
		{OTHER_LEADER, false, TOWN, 403},   {TOWNSHIP, true, TOWN, 201},
		{TOWNSHIP, false, OTHER_TOWN, 403}, {STATION, false, VILLAGE, 201},
		{STATION, false, TOWN, 403},        {DISPATCHER, false, "430421", 201},
		{RESIDENT, false, TOWN, 403},       {LEADER, false, "430421199", 422},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (world_ask(w, cases[i].who, POST, "/menu",
		              arena_printf(
				      w->mem,
				      "{\"title\":\"修修补补 "
				      "%d\",\"about\":\"小家电、水管、门锁的小修。\","
				      "\"category\":\"repair\",\"area\":\"%s\",\"teams\":[\"%s\"]}",
				      (int)i, cases[i].area,
				      cases[i].team_b ? w->team_uid_b : w->team_uid_a)) !=
		    cases[i].status)
			fail_msg("case %d: %d %s", (int)i, w->status, w->body);
}

/* The reviewer may have become who wrote it. */
static void a_merge_of_who_wrote_it_lets_nobody_review_what_he_saw_before(struct world *w)
{
	const char *id = menu_case_draft(w, "\"capacity\":1");
	ASK(LEADER, POST, 200, "{}", "/menu/%s/submit", id);
	world_begin(w, TOWNSHIP);
	struct person twin = {.name = "示例重名", .home = 4};
	assert_true(person_add(&w->c, &twin) > 0);
	db_script(w->db,
	          arena_printf(w->mem, "UPDATE menu_item SET editor = %lld", (long long)twin.id));
	world_commit(w);
	ASK(REVIEWER, GET, 200, NULL, "/menu/%s", id);
	const char *seen = arena_printf(w->mem, "{\"revision\":%s}", world_get(w, "revision"));
	world_begin(w, TOWNSHIP);
	assert_int_equal(duplicate_merge(&w->c, w->uid[MEMBER], twin.uid, "当面核对过证件"), OK);
	world_commit(w);
	ASK(REVIEWER, POST, 409, seen, "/menu/%s/approve", id);
	ASK(REVIEWER, POST, 200, "{}", "/menu/%s/approve", id);
}

STORY(a_merge_of_who_wrote_it_lets_nobody_review_what_he_saw_before)
STORY(an_item_is_let_in_by_somebody_else_than_its_proposer)
STORY(nobody_lets_in_what_he_proposed_himself)
STORY(nobody_lets_in_what_he_last_edited)
STORY(a_waiting_item_names_who_can_review_it)
STORY(an_edit_says_what_it_saw_and_changes_something)
STORY(a_leader_proposes_for_his_own_teams_and_staff_for_their_places)

const struct CMUnitTest menu_life_tests[] = {
	TOLD(a_merge_of_who_wrote_it_lets_nobody_review_what_he_saw_before),
	TOLD(an_item_is_let_in_by_somebody_else_than_its_proposer),
	TOLD(nobody_lets_in_what_he_proposed_himself),
	TOLD(nobody_lets_in_what_he_last_edited),
	TOLD(a_waiting_item_names_who_can_review_it),
	TOLD(an_edit_says_what_it_saw_and_changes_something),
	TOLD(a_leader_proposes_for_his_own_teams_and_staff_for_their_places),
};
const size_t menu_life_tests_count = sizeof menu_life_tests / sizeof *menu_life_tests;
