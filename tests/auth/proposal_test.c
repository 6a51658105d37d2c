/* What takes two: the attack of one administrator and its variants, recovery from the first word to the
 * new password, and how the three top duties are given and taken. */
#include "proposal_case.h"
#include "visitor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "core/account.h"
#include "core/crypto.h"
#include "core/grant.h"
#include "core/setting.h"
#include "features/auth/auth.h"
#include "features/auth/proposal.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

#define NEW_PASSWORD "blue kettle 77"

/* ---- the attack ---- */

static void one_administrator_gets_no_code_for_another(struct world *w)
{
	static const enum who whose[] = {SECADMIN, AUDITOR, DISPATCHER, STATION, VIEWER};
	for (size_t i = 0; i < sizeof whose / sizeof *whose; i++) {
		assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/letter",
		                            w->uid[whose[i]]),
		                 403);
		HAS("双人复核");
		REFUSAL_LACKS(403, "\"code\":\"");
		assert_int_equal(propose(w, SYSADMIN, "letter", whose[i], NULL), 200);
		LACKS("\"code\"");
		assert_int_equal(act(w, SYSADMIN, newest(w, SYSADMIN), "confirm"), 403);
	}
	assert_int_equal(count(w, "token", "1 = 1"), 0);
	assert_int_equal(count(w, "account", "hash <> 'none'"), 0);
	assert_int_equal(count(w, "audit", "action = 'proposal.make'"), 5);
}
STORY(one_administrator_gets_no_code_for_another)

static void the_name_and_phone_of_another_open_nothing(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *phone = visitor_account(w, SECADMIN);
	int64_t people = count(w, "person", "1 = 1");
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/accounts",
	                  arena_printf(w->mem, "{\"name\":\"示例secadmin\",\"phone\":\"%s\"}",
	                               phone)),
		422);
	visitor_look(&b, "/register");
	assert_int_equal(visitor_fill(&b, "/register",
	                              arena_printf(w->mem,
	                                           "name=示例secadmin&phone=%s&birth=1980-05-06&"
	                                           "password=" NEW_PASSWORD "&consent=1",
	                                           phone)),
	                 303);
	assert_int_equal(visitor_sign_in(&b, phone, NEW_PASSWORD, ""), 401);
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, ""), 303);
	assert_int_equal(count(w, "person", "1 = 1"), people);
}
STORY(the_name_and_phone_of_another_open_nothing)

static void a_letter_ends_when_its_account_comes_to_carry_a_duty(struct world *w)
{
	struct browser b = visitor_open(w);
	assert_int_equal(
		world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/letter", w->uid[RESIDENT]), 200);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	assert_int_equal(of(w, "inbox", RESIDENT, "subject LIKE '%重设密码%'"), 1);
	const char *give = arena_printf(
		w->mem, "{\"person\":\"%s\",\"role\":\"dispatcher\",\"place\":\"430421\"}",
		w->uid[RESIDENT]);
	const char *form = arena_printf(w->mem, "code=%s&password=" NEW_PASSWORD, code);
	assert_int_equal(visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code)), 200);
	assert_int_equal(world_ask(w, SECADMIN, POST, "/grants", give), 200);
	assert_int_equal(visitor_fill(&b, "/letter", form), 404);
	/* One of before this rule, still unused. */
	sql(w, "UPDATE token SET used = NULL");
	assert_int_equal(visitor_fill(&b, "/letter", form), 409);
	assert_int_equal(of(w, "account", RESIDENT, "hash = 'none'"), 1);
	assert_int_equal(count(w, "token", "used IS NULL"), 1); /* nor was it spent */
}
STORY(a_letter_ends_when_its_account_comes_to_carry_a_duty)

static void no_clerk_takes_a_holder_out_by_his_record(struct world *w)
{
	static const char died[] = "{\"kind\":\"died\",\"told_by\":\"示例家属\"}";
	assert_int_equal(
		world_askf(w, DISPATCHER, POST, died, "/people/%s/depart", w->uid[AUDITOR]), 409);
	HAS("审计员");
	assert_int_equal(world_askf(w, REVIEWER, POST,
	                            arena_printf(w->mem,
	                                         "{\"other\":\"%s\",\"keep\":\"%s\","
	                                         "\"note\":\"说是同一个人\"}",
	                                         w->uid[AUDITOR], w->uid[RESIDENT]),
	                            "/people/%s/merge", w->uid[RESIDENT]),
	                 422);
	assert_int_equal(of(w, "account", AUDITOR, "locked = 0"), 1);
	assert_int_equal(count(w, "person", "merged_into > 0 OR ended > 0"), 0);
	assert_int_equal(world_ask(w, AUDITOR, GET, "/audit", NULL), 200);
	/* Records that were merged before: the two count as one person. */
	sql(w, arena_printf(w->mem, "UPDATE person SET merged_into = %lld WHERE id = %lld",
	                    (long long)w->person[RESIDENT], (long long)w->person[AUDITOR]));
	assert_int_equal(propose(w, SECADMIN, "give", RESIDENT, "sysadmin"), 422);
	HAS("三个人");
	sql(w, arena_printf(w->mem, "UPDATE person SET merged_into = %lld WHERE id = %lld",
	                    (long long)w->person[RESIDENT], (long long)w->person[VIEWER]));
	world_begin(w, GUEST);
	/* From either record all three are seen: the kept one, and the two that went. */
	assert_int_equal(duty_of(&w->c, w->person[RESIDENT]), 1 << ROLE_AUDITOR | 1 << ROLE_VIEWER);
	assert_int_equal(duty_of(&w->c, w->person[VIEWER]), 1 << ROLE_AUDITOR | 1 << ROLE_VIEWER);
	assert_int_equal(duty_of(&w->c, w->person[OTHER_RESIDENT]), 0);
	assert_int_equal(grant_give(&w->c, w->person[RESIDENT], ROLE_SYSADMIN, 1, HAND_TWO),
	                 ERR_INVALID);
	assert_int_equal(account_unlock(&w->c, w->person[AUDITOR], NULL, HAND_SERVER), ERR_STATE);
	world_commit(w);
}
STORY(no_clerk_takes_a_holder_out_by_his_record)

static void the_three_duties_meet_in_nobody_in_whatever_order(struct world *w)
{
	static const enum role tops[] = {ROLE_AUDITOR, ROLE_SYSADMIN, ROLE_SECADMIN};
	for (int first = 0; first < 3; first++)
		for (int then = 0; then < 3; then++)
			for (int hand = HAND_ONE; hand <= HAND_SERVER; hand++) {
				enum err want = first == then ? ERR_STATE : ERR_INVALID;
				if (first == then && hand != HAND_TWO)
					want = ERR_DENIED;
				world_begin(w, GUEST);
				db_savepoint(w->db);
				assert_int_equal(grant_give(&w->c, w->person[RESIDENT], tops[first],
				                            1, HAND_TWO),
				                 OK);
				assert_int_equal(grant_give(&w->c, w->person[RESIDENT], tops[then],
				                            1, (enum hand)hand),
				                 want);
				db_rollback_to(w->db);
				world_commit(w);
			}
}
STORY(the_three_duties_meet_in_nobody_in_whatever_order)

/* ---- recovery ---- */

static void reachable(struct world *w, enum who who)
{
	/* He switched off what can be switched off, and so did the county. */
	world_begin(w, GUEST);
	db_script(w->db, arena_printf(w->mem,
	                              "UPDATE person SET no_sms = 1, email = '%s' WHERE id = %lld;"
	                              "INSERT INTO webhook (url, event) VALUES ('https://x/', '*')",
	                              crypto_seal(w->keys, w->mem, "person", "email", w->uid[who],
	                                          "sample@example.org"),
	                              (long long)w->person[who]));
	setting_set(&w->c, "channel.sms", "0");
	setting_set(&w->c, "channel.email", "0");
	world_commit(w);
}

static void recovery_takes_two_and_tells_the_owner_twice_by_every_channel(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *phone = visitor_account(w, DISPATCHER);
	reachable(w, DISPATCHER);
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	const char *id = newest(w, SYSADMIN);
	for (int channel = 1; channel <= 2; channel++)
		assert_int_equal(of(w, "outbox", DISPATCHER,
		                    arena_printf(w->mem, "channel = %d AND urgent = 1", channel)),
		                 1);
	assert_int_equal(of(w, "inbox", DISPATCHER, "link = '/proposals'"), 1);
	assert_int_equal(count(w, "outbox", "subject = 'account.proposed.letter'"), 1);
	assert_int_equal(of(w, "inbox", AUDITOR, "subject LIKE '%等您复核%'"), 1);
	assert_int_equal(of(w, "inbox", SECADMIN, "subject LIKE '%等您复核%'"), 1);
	assert_int_equal(of(w, "inbox", SYSADMIN, "1 = 1"), 0);
	assert_int_equal(act(w, SYSADMIN, id, "confirm"), 403);
	assert_int_equal(act(w, DISPATCHER, id, "confirm"), 403);
	assert_int_equal(count(w, "token", "1 = 1"), 0);
	assert_int_equal(act(w, AUDITOR, id, "confirm"), 200);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	assert_true(strlen(code) > 20);
	assert_int_equal(act(w, SECADMIN, id, "confirm"), 409);
	assert_int_equal(of(w, "outbox", DISPATCHER, "channel = 1"), 2);
	assert_int_equal(of(w, "outbox", DISPATCHER, "channel = 2"), 2);
	assert_int_equal(
		of(w, "inbox", SECADMIN, "body LIKE '%示例sysadmin提出、示例auditor确认%'"), 1);
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/proposals", NULL), 200);
	LACKS(code);
	assert_int_equal(count(w, "outbox", arena_printf(w->mem, "body LIKE '%%%s%%'", code)), 0);
	assert_int_equal(visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code)), 200);
	const char *form = arena_printf(w->mem, "code=%s&password=" NEW_PASSWORD, code);
	assert_int_equal(visitor_fill(&b, "/letter", form), 303);
	assert_int_equal(of(w, "inbox", DISPATCHER, "subject = '您的账号换了密码'"), 1);
	assert_int_equal(visitor_sign_in(&b, phone, NEW_PASSWORD, ""), 303);
	visitor_look(&b, "/password");
	assert_int_equal(visitor_fill(&b, "/letter", form), 404);
	assert_int_equal(count(w, "audit",
	                       "action IN ('proposal.make', 'proposal.confirm') AND "
	                       "kind = 'person' AND detail LIKE 'letter; proposal %'"),
	                 2);
}
STORY(recovery_takes_two_and_tells_the_owner_twice_by_every_channel)

static void the_owner_ends_it_with_one_button(struct world *w)
{
	assert_int_equal(propose(w, SYSADMIN, "letter", SECADMIN, NULL), 200);
	const char *id = newest(w, SECADMIN);
	assert_int_equal(world_page(w, SECADMIN, "/proposals"), 200);
	HAS("这不是我要求的");
	LACKS("已找本人核实");
	assert_int_equal(act(w, SECADMIN, id, "object"), 200);
	assert_string_equal(world_get(w, "items.0.state"), "objected");
	assert_int_equal(act(w, AUDITOR, id, "confirm"), 409);
	HAS("本人否认");
	assert_int_equal(of(w, "inbox", AUDITOR, "subject LIKE '本人否认%'"), 1);
	/* Also when it was confirmed already, until the code is used. */
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	id = newest(w, SYSADMIN);
	assert_int_equal(act(w, AUDITOR, id, "confirm"), 200);
	struct browser b = visitor_open(w);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	assert_int_equal(visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code)), 200);
	assert_int_equal(act(w, DISPATCHER, id, "object"), 200);
	assert_int_equal(visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code)), 404);
	assert_int_equal(act(w, DISPATCHER, id, "object"), 409);
	assert_int_equal(count(w, "audit", "action = 'proposal.object'"), 2);
}
STORY(the_owner_ends_it_with_one_button)

static void a_proposal_ends_with_its_day(struct world *w)
{
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	assert_int_equal(propose(w, SECADMIN, "letter", DISPATCHER, NULL), 422);
	const char *id = newest(w, SYSADMIN);
	world_later(PROPOSAL_HOURS * HOUR - 60);
	world_ask(w, AUDITOR, GET, "/proposals", NULL);
	HAS("\"confirms\":true");
	world_later(PROPOSAL_HOURS * HOUR + 60);
	world_ask(w, AUDITOR, GET, "/proposals", NULL);
	HAS("\"expired\"");
	HAS("\"confirms\":false");
	assert_int_equal(act(w, AUDITOR, id, "confirm"), 409);
	assert_int_equal(act(w, SYSADMIN, id, "withdraw"), 409);
	assert_int_equal(propose(w, SECADMIN, "letter", DISPATCHER, NULL), 200);
	assert_int_equal(count(w, "proposal", "state = 4"), 1);
	assert_int_equal(count(w, "audit", "action = 'proposal.expire'"), 1);
	assert_int_equal(act(w, SYSADMIN, newest(w, SYSADMIN), "withdraw"), 403);
	assert_int_equal(act(w, SECADMIN, newest(w, SECADMIN), "withdraw"), 200);
	assert_string_equal(world_get(w, "items.0.state"), "withdrawn");
	assert_int_equal(act(w, AUDITOR, newest(w, SECADMIN), "confirm"), 409);
	assert_int_equal(count(w, "token", "1 = 1"), 0);
}
STORY(a_proposal_ends_with_its_day)

static void what_was_true_when_it_was_proposed_is_asked_again(struct world *w)
{
	static const char *const changes[] = {
		"UPDATE account SET locked = 1 WHERE person = %lld",
		"DELETE FROM grants WHERE person = %lld",
		"UPDATE grants SET role = 8 WHERE person = %lld", /* no longer one who proposes it */
	};
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
		const char *id = newest(w, AUDITOR);
		char text[200];
		snprintf(text, sizeof text, changes[i], (long long)w->person[SYSADMIN]);
		sql(w, text);
		assert_int_equal(act(w, AUDITOR, id, "confirm"), 409);
		HAS("提出的人");
		assert_int_equal(of(w, "proposal", DISPATCHER, "state = 0"),
		                 1); /* not decided by it */
		sql(w,
		    arena_printf(w->mem,
		                 "DELETE FROM proposal; DELETE FROM grants WHERE person = %lld;"
		                 "UPDATE account SET locked = 0;"
		                 "INSERT INTO grants (person, role, place, given_by, at) VALUES"
		                 " (%lld, 9, 1, 0, 1)",
		                 (long long)w->person[SYSADMIN], (long long)w->person[SYSADMIN]));
	}
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	const char *id = newest(w, AUDITOR);
	assert_int_equal(world_ask(w, SECADMIN, POST, "/grants",
	                           arena_printf(w->mem,
	                                        "{\"person\":\"%s\",\"role\":\"reviewer\","
	                                        "\"place\":\"430421\"}",
	                                        w->uid[DISPATCHER])),
	                 200);
	assert_int_equal(act(w, AUDITOR, id, "confirm"), 409);
	HAS("职责在提出以后变了");
	assert_int_equal(count(w, "token", "1 = 1"), 0);
}
STORY(what_was_true_when_it_was_proposed_is_asked_again)

/* ---- the three top duties ---- */

static void two_holders_give_a_top_duty_and_take_it(struct world *w)
{
	assert_int_equal(propose(w, AUDITOR, "give", RESIDENT, "sysadmin"), 200);
	assert_int_equal(propose(w, AUDITOR, "give", RESIDENT, "secadmin"), 200);
	assert_int_equal(of(w, "inbox", RESIDENT, "subject LIKE '有人提出：授予职责%'"), 2);
	const char *second = newest(w, AUDITOR);
	const char *first = world_row(w, "items", "role", "sysadmin", "id");
	assert_int_equal(act(w, AUDITOR, first, "confirm"), 403);
	assert_int_equal(act(w, SECADMIN, first, "confirm"), 200);
	assert_int_equal(of(w, "grants", RESIDENT, "role = 9"), 1);
	assert_int_equal(
		of(w, "inbox", SYSADMIN, "body LIKE '%示例auditor提出、示例secadmin确认%'"), 1);
	back(w);
	assert_int_equal(act(w, SYSADMIN, second, "confirm"), 409); /* would meet in one person */
	assert_int_equal(of(w, "grants", RESIDENT, "1 = 1"), 1);
	/* Two system administrators: one proposes, the other confirms. */
	assert_int_equal(propose(w, RESIDENT, "letter", SECADMIN, NULL), 200);
	assert_int_equal(act(w, SYSADMIN, newest(w, SYSADMIN), "confirm"), 200);
	assert_int_equal(of(w, "inbox", SECADMIN, "subject LIKE '已办理：重设密码'"), 1);
	assert_int_equal(of(w, "inbox", AUDITOR, "subject LIKE '已办理：重设密码'"), 1);
	/* What gave it takes it, and he himself cannot stop it. */
	assert_int_equal(propose(w, AUDITOR, "take", RESIDENT, "sysadmin"), 200);
	const char *take = newest(w, AUDITOR);
	assert_int_equal(act(w, RESIDENT, take, "object"), 403);
	assert_int_equal(act(w, SECADMIN, take, "confirm"), 200);
	back(w);
	assert_int_equal(of(w, "grants", RESIDENT, "1 = 1"), 0);
	assert_int_equal(world_ask(w, RESIDENT, GET, "/accounts", NULL), 403);
}
STORY(two_holders_give_a_top_duty_and_take_it)

static void a_holder_is_locked_by_two_others(struct world *w)
{
	assert_int_equal(propose(w, AUDITOR, "lock", SYSADMIN, NULL), 200);
	const char *id = newest(w, AUDITOR);
	assert_int_equal(act(w, SYSADMIN, id, "confirm"), 403);
	assert_int_equal(act(w, SECADMIN, id, "confirm"), 200);
	assert_int_equal(of(w, "account", SYSADMIN, "locked = 1"), 1);
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/accounts", NULL), 401);
	assert_int_equal(propose(w, SECADMIN, "unlock", SYSADMIN, NULL), 200);
	assert_int_equal(act(w, AUDITOR, newest(w, AUDITOR), "confirm"), 200);
	assert_int_equal(of(w, "account", SYSADMIN, "locked = 0"), 1);
}
STORY(a_holder_is_locked_by_two_others)

static void others_see_only_what_is_about_them(struct world *w)
{
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	assert_int_equal(world_ask(w, STATION, GET, "/proposals", NULL), 200);
	LACKS("示例dispatcher");
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/proposals", NULL), 200);
	HAS("\"objects\":true");
	assert_int_equal(world_page(w, DISPATCHER, "/proposals"), 200);
	HAS("这不是我要求的");
	LACKS("提出，等另一位确认");
	assert_int_equal(world_page(w, AUDITOR, "/proposals"), 200);
	HAS("已找本人核实，确认");
	assert_int_equal(world_page(w, SYSADMIN,
	                            arena_printf(w->mem, "/proposals?person=%s&kind=letter",
	                                         w->uid[STATION])),
	                 200);
	HAS("示例station");
	LACKS("只有您一位");
	sql(w, arena_printf(w->mem, "UPDATE account SET locked = 1 WHERE person IN (%lld, %lld)",
	                    (long long)w->person[SYSADMIN], (long long)w->person[SECADMIN]));
	assert_int_equal(world_page(w, AUDITOR, "/proposals"), 200);
	HAS("只有您一位");
	sql(w, "UPDATE account SET locked = 0");
	world_begin(w, AUDITOR);
	assert_int_equal(proposal_waiting(&w->c), 1);
	world_commit(w);
	world_begin(w, DISPATCHER);
	assert_int_equal(proposal_waiting(&w->c), 0);
	world_commit(w);
	assert_int_equal(world_page(w, SYSADMIN, "/accounts?staff=1"), 200);
	HAS("提出重设密码");
	assert_int_equal(world_page(w, SECADMIN, "/grants"), 200);
	HAS("提出收回");
}
STORY(others_see_only_what_is_about_them)

const struct CMUnitTest proposal_tests[] = {
	TOLD(one_administrator_gets_no_code_for_another),
	TOLD(the_name_and_phone_of_another_open_nothing),
	TOLD(a_letter_ends_when_its_account_comes_to_carry_a_duty),
	TOLD(no_clerk_takes_a_holder_out_by_his_record),
	TOLD(the_three_duties_meet_in_nobody_in_whatever_order),
	TOLD(recovery_takes_two_and_tells_the_owner_twice_by_every_channel),
	TOLD(the_owner_ends_it_with_one_button),
	TOLD(a_proposal_ends_with_its_day),
	TOLD(what_was_true_when_it_was_proposed_is_asked_again),
	TOLD(two_holders_give_a_top_duty_and_take_it),
	TOLD(a_holder_is_locked_by_two_others),
	TOLD(others_see_only_what_is_about_them),
};
const size_t proposal_tests_count = sizeof proposal_tests / sizeof *proposal_tests;
