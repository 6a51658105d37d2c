/* qualification: papers, what a category asks for, and guardians of minors. */
#include "order_case.h"
#include "other.h"

#include "base/arena.h"
#include "base/clock.h"
#include "features/person/duplicate.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/person/qualification.h"

#include <string.h>

static const char nurse[] = "{\"kind\":\"nurse\",\"number\":\"SAMPLE-20261123\",\"expires\":%lld}";

/* A paper of `who` that ends in so many days; its id. */
static const char *paper(struct world *w, enum who who, int64_t days)
{
	int64_t ends = days ? clock_midnight(clock_now()) + days * DAY : 0;
	assert_int_equal(world_ask(w, who, POST, "/me/qualifications",
	                           arena_printf(w->mem, nurse, (long long)ends)),
	                 201);
	return world_get(w, "items.0.id");
}

static int decide(struct world *w, enum who who, const char *id, const char *word, const char *json)
{
	return world_askf(w, who, POST, json, "/qualifications/%s/%s", id, word);
}

static void papers_are_confirmed_by_staff_over_the_home_and_never_by_oneself(struct world *w)
{
	const char *id = paper(w, MEMBER, 400);
	LACKS("SAMPLE-20261123");
	HAS("SA****23");
	assert_int_equal(world_ask(w, LEADER, POST, "/me/qualifications",
	                           "{\"kind\":\"nurse\",\"number\":\"湘衡字第12345号\",\"expires\":"
	                           "4102416000}"),
	                 201);
	HAS("湘衡****5号");
	assert_int_equal(
		world_count(w, "SELECT COUNT(*) FROM qualification WHERE number LIKE '%SAMPLE%'"),
		0);
	assert_int_equal(world_ask(w, OTHER_TOWNSHIP, GET, "/qualifications", NULL), 200);
	LACKS(id);
	assert_int_equal(decide(w, OTHER_TOWNSHIP, id, "confirm", NULL), 404);
	assert_int_equal(decide(w, STATION, id, "confirm", NULL), 403);
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/qualifications", NULL), 200);
	HAS(id);
	assert_int_equal(decide(w, TOWNSHIP, id, "refuse", "{\"reason\":\"\"}"), 422);
	assert_int_equal(decide(w, TOWNSHIP, id, "refuse", "{\"reason\":\"照片不清\"}"), 200);
	assert_int_equal(decide(w, TOWNSHIP, id, "confirm", NULL), 200);
	assert_int_equal(decide(w, REVIEWER, id, "confirm", NULL), 409);
	const char *own = paper(w, TOWNSHIP, 400);
	assert_int_equal(decide(w, TOWNSHIP, own, "confirm", NULL), 403);
	assert_int_equal(decide(w, REVIEWER, own, "confirm", NULL), 200);
	assert_int_equal(world_askf(w, MEMBER, POST, NULL, "/me/qualifications/%s/delete", own),
	                 404);
	assert_int_equal(world_askf(w, MEMBER, POST, NULL, "/me/qualifications/%s/delete", id),
	                 200);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM qualification"), 2);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me/qualifications",
	                           "{\"kind\":\"nurse\",\"number\":\"SAMPLE-1\",\"expires\":1000}"),
	                 422);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me/qualifications",
	                           "{\"kind\":\"wizard\",\"number\":\"SAMPLE-1\"}"),
	                 422);
}
STORY(papers_are_confirmed_by_staff_over_the_home_and_never_by_oneself)

static enum err confirms(struct ctx *c, const void *uid)
{
	return qualification_decide(c, uid, QUALIFICATION_CONFIRM, &(struct qualification_said){0});
}

/* His second record is merged into the first on another server at that moment. */
static void nobody_confirms_what_is_just_becoming_his_own(struct world *w)
{
	const char *id = paper(w, MEMBER, 400);
	world_begin(w, GUEST);
	struct person twin = {.name = "示例重名", .home = 4};
	assert_true(person_add(&w->c, &twin) > 0);
	db_script(w->db, arena_printf(w->mem, "UPDATE qualification SET person = %lld",
	                              (long long)twin.id));
	world_commit(w);
	struct other *o = other_server(w, TOWNSHIP);
	world_begin(w, REVIEWER);
	assert_int_equal(duplicate_merge(&w->c, w->uid[TOWNSHIP], twin.uid, "当面核对过证件"), OK);
	other_does(o, confirms, id);
	world_commit(w);
	assert_int_equal(other_ended(o), ERR_LOST);
	assert_int_equal(decide(w, TOWNSHIP, id, "confirm", NULL), 403);
	assert_int_equal(decide(w, REVIEWER, id, "confirm", NULL), 200);
}
ONLY_POSTGRES(nobody_confirms_what_is_just_becoming_his_own)

static bool qualified(struct world *w, int64_t days)
{
	int64_t category = world_count(w, "SELECT id FROM category WHERE word = 'repair'");
	world_begin(w, GUEST);
	bool yes = person_qualified(&w->c, w->person[LEADER], category, w->c.now + days * DAY);
	world_commit(w);
	return yes;
}

static int schedule(struct world *w, const char *id)
{
	long long at = (long long)(clock_now() + 2 * DAY);
	return world_askf(
		w, LEADER, POST,
		arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld}", at, at + 3600),
		"/orders/%s/schedule", id);
}

static void a_gate_lets_only_holders_of_a_valid_paper_go(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	assert_true(qualified(w, 0));
	const char *gate = "{\"category\":\"repair\",\"kind\":\"nurse\"}";
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/gates", gate), 403);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/gates", gate), 200);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/gates",
	                           "{\"category\":\"repair\",\"kind\":\"electrician\"}"),
	                 200);
	assert_false(qualified(w, 0));
	assert_int_equal(schedule(w, id), 422);
	HAS("护士执业、低压电工");
	const char *own = paper(w, LEADER, 10);
	assert_int_equal(schedule(w, id), 422);
	assert_int_equal(decide(w, TOWNSHIP, own, "confirm", NULL), 200);
	assert_true(qualified(w, 0));
	assert_true(qualified(w, 9));
	assert_false(qualified(w, 12));
	assert_int_equal(schedule(w, id), 200);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/gates/remove", gate), 200);
	assert_false(qualified(w, 0));
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/gates",
	                           "{\"category\":\"nothing\",\"kind\":\"nurse\"}"),
	                 422);
}
STORY(a_gate_lets_only_holders_of_a_valid_paper_go)

static int64_t last_day(struct world *w, int days)
{
	case_script(w, arena_printf(w->mem, "UPDATE qualification SET expires = %lld",
	                            (long long)(clock_midnight(clock_now()) + days * DAY)));
	return clock_midnight(clock_now()) + days * DAY;
}

/* For the whole visit, and still when it begins. */
static void a_paper_holds_until_the_visit_is_over(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/gates",
	                           "{\"category\":\"repair\",\"kind\":\"nurse\"}"),
	                 200);
	const char *own = paper(w, LEADER, 10);
	assert_int_equal(decide(w, TOWNSHIP, own, "confirm", NULL), 200);
	long long until = (long long)last_day(w, 2) + DAY; /* midnight after its last day */
	const char *over = arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld}",
	                                until - 3600, until + 3600);
	assert_int_equal(world_askf(w, LEADER, POST, over, "/orders/%s/schedule", id), 422);
	HAS("护士执业");
	assert_int_equal(schedule(w, id), 200);
	case_now(w, id);
	last_day(w, -1);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 422);
	HAS("护士执业");
	assert_string_equal(case_state(w, id), "scheduled");
	last_day(w, 1);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 200);
}
STORY(a_paper_holds_until_the_visit_is_over)

static size_t remind(struct world *w)
{
	world_begin(w, GUEST);
	bool due = qualification_remind_due(&w->c);
	size_t n = qualification_remind(&w->c);
	assert_int_equal(due, n > 0);
	world_commit(w);
	return n;
}

static void a_paper_that_ends_within_thirty_days_is_told_of_once(struct world *w)
{
	const char *soon = paper(w, MEMBER, 20), *late = paper(w, LEADER, 60),
		   *never = paper(w, VOLUNTEER, 0);
	assert_int_equal(remind(w), 0);
	decide(w, TOWNSHIP, soon, "confirm", NULL);
	decide(w, TOWNSHIP, late, "confirm", NULL);
	decide(w, TOWNSHIP, never, "confirm", NULL);
	assert_int_equal(remind(w), 1);
	assert_int_equal(remind(w), 0);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM inbox WHERE subject LIKE '%快到期%'"),
	                 1);
	world_later(35 * DAY);
	assert_int_equal(remind(w), 1);
	assert_int_equal(world_ask(w, MEMBER, GET, "/me/qualifications", NULL), 200);
	HAS("\"expired\":true");
}
STORY(a_paper_that_ends_within_thirty_days_is_told_of_once)

static const char *agrees(struct world *w, const char *purpose)
{
	return arena_printf(w->mem,
	                    "{\"guardian\":{\"purpose\":\"%s\",\"name\":\"示例家长\",\"phone\":"
	                    "\"19900008888\",\"how\":\"书面\",\"at\":1700000000}}",
	                    purpose);
}

static const char *fault(struct world *w, int64_t age)
{
	world_begin(w, GUEST);
	struct person *p = person_get(&w->c, w->person[MEMBER]);
	p->birth = age < 0 ? 0 : w->c.now - age * 31556952 - 30 * DAY;
	const char *says = guardian_fault(&w->c, p, w->c.now);
	world_commit(w);
	return says;
}

static void a_minor_goes_only_with_what_his_guardian_agreed_to(struct world *w)
{
	assert_null(fault(w, -1));
	assert_null(fault(w, 18));
	assert_non_null(strstr(fault(w, 17), "18 岁"));
	assert_non_null(strstr(fault(w, 13), "14 岁"));
	const char *path = arena_printf(w->mem, "/people/%s/guardian", w->uid[MEMBER]);
	assert_int_equal(world_ask(w, STATION, POST, path, agrees(w, "data")),
	                 422); /* of unknown age */
	world_begin(w, GUEST);
	db_script(w->db,
	          arena_printf(w->mem, "UPDATE person SET birth = %lld WHERE id = %lld",
	                       (long long)clock_midnight(clock_now() - 13 * 31556952LL - 30 * DAY),
	                       (long long)w->person[MEMBER]));
	world_commit(w);
	assert_int_equal(world_ask(w, OTHER_STATION, POST, path, agrees(w, "data")), 404);
	assert_int_equal(world_ask(w, MEMBER, POST, path, agrees(w, "data")), 403);
	assert_int_equal(world_ask(w, STATION, POST, path, agrees(w, "takes_part")), 200);
	assert_null(fault(w, 17));
	assert_non_null(fault(w, 13));
	assert_int_equal(world_ask(w, STATION, POST, path, agrees(w, "data")), 200);
	assert_null(fault(w, 13));
	assert_int_equal(world_page(w, STATION, arena_printf(w->mem, "/people/%s", w->uid[MEMBER])),
	                 200);
	HAS("示例家长，199****8888");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM guardian WHERE name LIKE '%家长%'"),
	                 0);
	assert_int_equal(world_ask(w, STATION, POST, path, "{\"guardian\":{\"purpose\":\"data\"}}"),
	                 422);
}
STORY(a_minor_goes_only_with_what_his_guardian_agreed_to)

const struct CMUnitTest qualification_tests[] = {
	TOLD(papers_are_confirmed_by_staff_over_the_home_and_never_by_oneself),
	cmocka_unit_test(nobody_confirms_what_is_just_becoming_his_own_postgres),
	TOLD(a_gate_lets_only_holders_of_a_valid_paper_go),
	TOLD(a_paper_holds_until_the_visit_is_over),
	TOLD(a_paper_that_ends_within_thirty_days_is_told_of_once),
	TOLD(a_minor_goes_only_with_what_his_guardian_agreed_to),
};
const size_t qualification_tests_count = sizeof qualification_tests / sizeof qualification_tests[0];
