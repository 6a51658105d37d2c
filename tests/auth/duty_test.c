/* duty: nobody who holds a role is written down as gone before it is taken, whichever way leads there; what
 * opens a leader's account takes two; what the dead leave opens nothing. */
#include "proposal_case.h"
#include "visitor.h"

#include "app/admin.h"
#include "app/command.h"
#include "base/arena.h"
#include "base/clock.h"
#include "core/account.h"
#include "core/duty.h"
#include "features/person/person.h"
#include "features/team/team.h"

#include <string.h>

static int depart(struct world *w, enum who who, const char *uid, const char *kind)
{
	return world_askf(w, who, POST,
	                  arena_printf(w->mem, "{\"kind\":\"%s\",\"told_by\":\"示例邻居\"}", kind),
	                  "/people/%s/depart", uid);
}

static int merge(struct world *w, const char *keep, const char *other)
{
	return world_askf(w, TOWNSHIP, POST,
	                  arena_printf(w->mem,
	                               "{\"keep\":\"%s\",\"other\":\"%s\",\"note\":\"电话核实过\"}",
	                               keep, other),
	                  "/people/%s/merge", keep);
}

/* One more record in the village of 甲镇. */
static const char *record(struct world *w, const char *name, const char *phone)
{
	world_begin(w, GUEST);
	struct person p = {.name = name, .phone = phone, .home = 4};
	assert_true(person_add(&w->c, &p) > 0);
	world_commit(w);
	return p.uid;
}

/* ---- gone ---- */

static void no_holder_is_declared_gone_by_a_merge(struct world *w)
{
	static const char *const ends[] = {"died", "left"};
	static const enum who holders[] = {SYSADMIN, SECADMIN, AUDITOR, DISPATCHER, STATION};
	sql(w, "UPDATE person SET home = 4");
	for (size_t e = 0; e < 2; e++) {
		const char *gone = record(w, "示例已故", NULL);
		assert_int_equal(depart(w, TOWNSHIP, gone, ends[e]), 200);
		for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
			assert_int_equal(merge(w, w->uid[holders[i]], gone), 422);
			HAS("担任");
			assert_int_equal(merge(w, gone, w->uid[holders[i]]), 422);
		}
	}
	assert_int_equal(count(w, "person", "merged_into > 0"), 0);
	assert_int_equal(count(w, "person", "ended > 0"), 2);
	assert_int_equal(count(w, "account", "locked = 1"), 0);
}
STORY(no_holder_is_declared_gone_by_a_merge)

static void a_holder_leaves_only_after_his_role_is_taken(struct world *w)
{
	static const char *const ends[] = {"died", "left"};
	sql(w, "UPDATE person SET home = 4");
	for (size_t e = 0; e < 2; e++) {
		assert_int_equal(depart(w, TOWNSHIP, w->uid[AUDITOR], ends[e]), 409);
		HAS("审计员");
		assert_int_equal(depart(w, TOWNSHIP, w->uid[VIEWER], ends[e]), 409);
	}
	assert_int_equal(count(w, "person", "ended > 0"), 0);
	sql(w, arena_printf(w->mem, "DELETE FROM grants WHERE person = %lld",
	                    (long long)w->person[VIEWER]));
	assert_int_equal(depart(w, TOWNSHIP, w->uid[VIEWER], "left"), 200);
	/* And nobody is given one after that. */
	assert_int_equal(
		world_ask(
			w, SECADMIN, POST, "/grants",
			arena_printf(w->mem,
	                             "{\"person\":\"%s\",\"role\":\"viewer\",\"place\":\"430421\"}",
	                             w->uid[VIEWER])),
		422);
	HAS("搬离");
	assert_int_equal(propose(w, SYSADMIN, "give", VIEWER, "auditor"), 422);
}
STORY(a_holder_leaves_only_after_his_role_is_taken)

/* A wrong row does not make fewer holders of them. */
static void whoever_a_row_calls_dead_is_a_holder_until_it_is_taken(struct world *w)
{
	size_t n;
	sql(w, arena_printf(w->mem, "UPDATE person SET ended = 1 WHERE id IN (%lld, %lld)",
	                    (long long)w->person[SYSADMIN], (long long)w->person[STATION]));
	world_begin(w, GUEST);
	duty_holders(&w->c, &n);
	assert_int_equal(n, 3);
	struct buf out = BUF(w->mem);
	struct admin a = {.c = &w->c, .out = &out};
	admin_doctor(&a);
	assert_non_null(strstr(buf_str(&out), "BAD   nobody who died or left holds a role"));
	assert_non_null(strstr(buf_str(&out), who_names[SYSADMIN]));
	assert_non_null(strstr(buf_str(&out), who_names[STATION]));
	world_commit(w);
}
STORY(whoever_a_row_calls_dead_is_a_holder_until_it_is_taken)

/* ---- a leader's account ---- */

/* He opens phones and addresses; his deputy does, too. */
static void one_hand_opens_no_leaders_account(struct world *w)
{
	static const char *const roles[] = {"1", "2"};
	for (size_t i = 0; i < 2; i++) {
		sql(w, arena_printf(w->mem, "UPDATE member SET role = %s WHERE person = %lld",
		                    roles[i], (long long)w->person[LEADER]));
		assert_int_equal(
			world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/letter", w->uid[LEADER]),
			403);
		HAS("队长");
	}
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/accounts", NULL), 200);
	assert_int_equal(world_page(w, SYSADMIN, "/accounts"), 200);
	HAS(arena_printf(w->mem, "/proposals?person=%s&amp;kind=letter", w->uid[LEADER]));
	sql(w, arena_printf(w->mem, "UPDATE account SET locked = 1 WHERE person = %lld",
	                    (long long)w->person[LEADER]));
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/unlock", w->uid[LEADER]),
	                 403);
	assert_int_equal(propose(w, SYSADMIN, "unlock", LEADER, NULL), 200);
	assert_int_equal(act(w, AUDITOR, newest(w, AUDITOR), "confirm"), 200);
	assert_int_equal(of(w, "account", LEADER, "locked = 0"), 1);
	assert_int_equal(propose(w, SYSADMIN, "letter", LEADER, NULL), 200);
	assert_int_equal(act(w, AUDITOR, newest(w, AUDITOR), "confirm"), 200);
	/* Not for the rest: he is locked by one hand, and may hold a top duty. */
	assert_int_equal(propose(w, SYSADMIN, "lock", LEADER, NULL), 422);
	assert_int_equal(world_askf(w, SYSADMIN, POST, "{\"reason\":\"示例\"}", "/accounts/%s/lock",
	                            w->uid[LEADER]),
	                 200);
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/letter", w->uid[MEMBER]),
	                 200);
	assert_int_equal(of(w, "inbox", MEMBER, "subject LIKE '%开了重设密码的信'"), 1);
}
STORY(one_hand_opens_no_leaders_account)

/* Also the letter that opens his first account. */
static void a_leader_without_an_account_gets_his_by_two(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *uid = record(w, "示例队长", "19912340077");
	world_begin(w, GUEST);
	member_add(&w->c, w->team_a, person_by_uid(&w->c, uid)->id, MEMBER_LEADER, MEMBER_ACTIVE);
	world_commit(w);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/accounts",
	                           "{\"name\":\"示例队长\",\"phone\":\"19912340077\"}"),
	                 403);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/proposals",
	                           "{\"kind\":\"letter\",\"phone\":\"19912340077\","
	                           "\"reason\":\"当面核实过身份\"}"),
	                 200);
	assert_int_equal(act(w, AUDITOR, newest(w, AUDITOR), "confirm"), 200);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code));
	assert_int_equal(
		visitor_fill(&b, "/letter",
	                     arena_printf(w->mem, "code=%s&password=blue kettle 77", code)),
		303);
	assert_int_equal(visitor_sign_in(&b, "19912340077", "blue kettle 77", ""), 303);
}
STORY(a_leader_without_an_account_gets_his_by_two)

/* The letter of one hand was for a volunteer. */
static void a_letter_ends_when_its_account_comes_to_lead(struct world *w)
{
	struct browser b = visitor_open(w);
	visitor_account(w, MEMBER);
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/letter", w->uid[MEMBER]),
	                 200);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	sql(w, arena_printf(w->mem, "UPDATE member SET role = 1 WHERE person = %lld",
	                    (long long)w->person[MEMBER]));
	assert_int_equal(visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code)), 200);
	assert_int_equal(
		visitor_fill(&b, "/letter",
	                     arena_printf(w->mem, "code=%s&password=blue kettle 77", code)),
		409);
}
STORY(a_letter_ends_when_its_account_comes_to_lead)

/* ---- where a password comes from ---- */

static int give(struct world *w, const char *uid, const char *role)
{
	return world_ask(w, SECADMIN, POST, "/grants",
	                 arena_printf(w->mem,
	                              "{\"person\":\"%s\",\"role\":\"%s\",\"place\":\"430421\"}",
	                              uid, role));
}

/* The administrator who wrote the letter may have used it himself: whoever gives the role learns whose it
 * was, its holder and the other two as well. */
static void whoever_gives_a_role_learns_whose_letter_set_the_password(struct world *w)
{
	struct browser b = visitor_open(w);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/accounts",
	                           "{\"name\":\"示例新员\",\"phone\":\"19912345678\"}"),
	                 200);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code));
	assert_int_equal(
		visitor_fill(&b, "/letter",
	                     arena_printf(w->mem, "code=%s&password=blue kettle 77", code)),
		303);
	assert_int_equal(visitor_sign_in(&b, "19912345678", "blue kettle 77", ""), 303);
	assert_int_equal(count(w, "outbox", "channel = 1 AND subject = '您的账号开通了'"), 1);
	/* Changing it makes it no less his who knew it before. */
	visitor_look(&b, "/password");
	assert_int_equal(
		visitor_fill(&b, "/password", "old=blue kettle 77&password=green kettle 78"), 303);
	const char *said = arena_printf(w->mem, "开通信由示例%s经手", who_names[SYSADMIN]);
	assert_int_equal(world_page(w, SECADMIN, "/grants?phone=19912345678"), 200);
	HAS(said);
	HAS(arena_printf(w->mem, "凭示例%s开的信设的", who_names[SYSADMIN]));
	HAS("本人设的");
	world_begin(w, GUEST);
	const char *uid = person_by_phone(&w->c, "19912345678")->uid;
	world_commit(w);
	assert_int_equal(give(w, uid, "dispatcher"), 200);
	assert_int_equal(count(w, "audit",
	                       arena_printf(w->mem,
	                                    "action = 'grant.give' AND subject = '%s' AND detail "
	                                    "LIKE '%%password by letter of %s'",
	                                    uid, w->uid[SYSADMIN])),
	                 1);
	const char *told = arena_printf(w->mem, "body LIKE '%%%s%%'", said);
	assert_int_equal(of(w, "inbox", AUDITOR, told), 1);
	assert_int_equal(of(w, "inbox", SYSADMIN, told), 1);
	assert_int_equal(count(w, "inbox", "body LIKE '%不是您自己设的%'"), 1);
	world_later(31 * DAY);
	back(w);
	assert_int_equal(world_page(w, SECADMIN, "/grants?phone=19912345678"), 200);
	LACKS(said);
	HAS("开的信设的");
}
STORY(whoever_gives_a_role_learns_whose_letter_set_the_password)

static void who_set_his_password_himself_is_given_a_role_without_a_warning(struct world *w)
{
	visitor_account(w, RESIDENT);
	assert_int_equal(world_page(w, SECADMIN,
	                            arena_printf(w->mem, "/grants?person=%s", w->uid[RESIDENT])),
	                 200);
	HAS("本人设的");
	LACKS("经手");
	assert_int_equal(give(w, w->uid[RESIDENT], "viewer"), 200);
	assert_int_equal(count(w, "inbox", "body LIKE '%经手%'"), 0);
	assert_int_equal(count(w, "audit", "action = 'grant.give' AND detail LIKE '%letter%'"), 0);
}
STORY(who_set_his_password_himself_is_given_a_role_without_a_warning)

/* ---- what the dead leave ---- */

#define DEAD_PHONE "19912340001"

static const char *dead(struct world *w)
{
	const char *uid = record(w, "示例已故", DEAD_PHONE);
	assert_int_equal(depart(w, TOWNSHIP, uid, "died"), 200);
	return uid;
}

static void no_letter_and_no_account_in_the_name_of_the_dead(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *uid = dead(w), *living = record(w, "示例老人", "19912340002");
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/letter", uid), 409);
	HAS("去世");
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/accounts",
	                           "{\"name\":\"示例已故\",\"phone\":\"" DEAD_PHONE "\"}"),
	                 409);
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/letter", living), 200);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	assert_int_equal(depart(w, TOWNSHIP, living, "died"), 200);
	visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code));
	assert_int_equal(
		visitor_fill(&b, "/letter",
	                     arena_printf(w->mem, "code=%s&password=blue kettle 77", code)),
		409);
	/* Registering answers as ever, and makes nothing. */
	int64_t before = count(w, "person", "1 = 1");
	visitor_look(&b, "/register");
	assert_int_equal(visitor_fill(&b, "/register",
	                              "name=示例已故&phone=" DEAD_PHONE
	                              "&home=&password=blue kettle 77"
	                              "&birth=1950-05-05&consent=1"),
	                 303);
	assert_string_equal(b.location, "/sign-in?registered=1");
	assert_int_equal(count(w, "person", "1 = 1"), before);
	assert_int_equal(visitor_sign_in(&b, DEAD_PHONE, "blue kettle 77", ""), 401);
}
STORY(no_letter_and_no_account_in_the_name_of_the_dead)

/* The messages of an order would reach who mourns. */
static void the_phone_of_the_dead_is_taken_for_another_only_when_checked(struct world *w)
{
	static const char order[] = "{\"source\":\"counter\",\"place\":\"" VILLAGE
				    "\",\"title\":\"修一盏灯\","
				    "\"category\":\"repair\",\"beneficiary\":{\"name\":"
				    "\"示例新主\",\"phone\":\"" DEAD_PHONE
				    "\"%s},\"consent\":{\"by\":\"示例新主\",\"how\":\"当面\"}}";
	static const char entry[] =
		"{\"name\":\"%s\",\"phone\":\"" DEAD_PHONE "\"%s,\"home\":\"" VILLAGE "\","
		"\"consent\":{\"by\":\"本人\",\"how\":\"当面\",\"at\":1000000}}";
	static const char *const waits =
		"subject = '示例' OR person IN (SELECT id FROM person WHERE "
		"name IN ('示例已故', '示例新主'))";
	dead(w);
	assert_int_equal(world_ask(w, STATION, POST, "/find", arena_printf(w->mem, order, "")),
	                 422);
	HAS("beneficiary.phone_new");
	HAS("已登记去世");
	assert_int_equal(
		world_ask(w, STATION, POST, "/people", arena_printf(w->mem, entry, "示例新主", "")),
		422);
	HAS("\"phone_new\"");
	assert_int_equal(count(w, "person", "name = '示例新主'"), 0);
	assert_int_equal(count(w, "outbox", waits), 0);
	assert_int_equal(world_ask(w, STATION, POST, "/find",
	                           arena_printf(w->mem, order, ",\"phone_new\":true")),
	                 201);
	/* From then on he is known by it. */
	assert_int_equal(world_ask(w, STATION, POST, "/find", arena_printf(w->mem, order, "")),
	                 201);
	assert_int_equal(count(w, "person", "name = '示例新主'"), 1);
	assert_int_equal(
		world_ask(w, STATION, POST, "/people",
	                  arena_printf(w->mem, entry, "示例另一位", ",\"phone_new\":true")),
		201);
}
STORY(the_phone_of_the_dead_is_taken_for_another_only_when_checked)

const struct CMUnitTest duty_tests[] = {
	TOLD(no_holder_is_declared_gone_by_a_merge),
	TOLD(a_holder_leaves_only_after_his_role_is_taken),
	TOLD(whoever_a_row_calls_dead_is_a_holder_until_it_is_taken),
	TOLD(one_hand_opens_no_leaders_account),
	TOLD(a_leader_without_an_account_gets_his_by_two),
	TOLD(a_letter_ends_when_its_account_comes_to_lead),
	TOLD(whoever_gives_a_role_learns_whose_letter_set_the_password),
	TOLD(who_set_his_password_himself_is_given_a_role_without_a_warning),
	TOLD(no_letter_and_no_account_in_the_name_of_the_dead),
	TOLD(the_phone_of_the_dead_is_taken_for_another_only_when_checked),
};
const size_t duty_tests_count = sizeof duty_tests / sizeof *duty_tests;
