/* How what takes two ends when it is not confirmed: what no longer stands makes room, what is over is told, and
 * who is told of what by which way. */
#include "proposal_case.h"
#include "visitor.h"

#include "base/clock.h"
#include "core/account.h"
#include "core/crypto.h"
#include "core/grant.h"
#include "core/outbox.h"
#include "features/auth/proposal.h"
#include "features/person/person.h"

#include <string.h>

static int give(struct world *w, enum who whose, const char *role)
{
	return world_ask(w, SECADMIN, POST, "/grants",
	                 arena_printf(w->mem,
	                              "{\"person\":\"%s\",\"role\":\"%s\",\"place\":\"430421\"}",
	                              w->uid[whose], role));
}

static void his(struct world *w, const char *text, enum who who)
{
	sql(w, arena_printf(w->mem, "%s %lld", text, (long long)w->person[who]));
}

static void what_no_longer_stands_makes_room_for_the_same_matter(struct world *w)
{
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	const char *old = newest(w, SYSADMIN);
	assert_int_equal(give(w, DISPATCHER, "reviewer"), 200);
	assert_int_equal(act(w, AUDITOR, old, "confirm"), 409);
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	assert_int_equal(count(w, "proposal", "state = 4 AND decider = 0"), 1);
	assert_int_equal(act(w, AUDITOR, old, "confirm"), 409);
	assert_int_equal(act(w, AUDITOR, newest(w, SYSADMIN), "confirm"), 200);
	/* Also when its proposer can end it no more. */
	assert_int_equal(propose(w, SYSADMIN, "unlock", STATION, NULL), 422);
	his(w, "UPDATE account SET locked = 1 WHERE person =", STATION);
	assert_int_equal(propose(w, SYSADMIN, "unlock", STATION, NULL), 200);
	his(w, "UPDATE account SET locked = 1 WHERE person =", SYSADMIN);
	assert_int_equal(propose(w, SECADMIN, "unlock", STATION, NULL), 200);
	assert_int_equal(count(w, "audit", "action = 'proposal.expire' AND who = 'system'"), 2);
	assert_int_equal(act(w, AUDITOR, newest(w, SECADMIN), "confirm"), 200);
	assert_int_equal(of(w, "account", STATION, "locked = 0"), 1);
}
STORY(what_no_longer_stands_makes_room_for_the_same_matter)

static void what_waits_already_is_said_beside_the_field(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *phone = visitor_account(w, SECADMIN);
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	assert_int_equal(propose(w, SECADMIN, "letter", DISPATCHER, NULL), 422);
	HAS("\"kind\"");
	HAS("已经提出");
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, ""), 303);
	assert_int_equal(
		visitor_look(&b, arena_printf(w->mem, "/proposals?person=%s", w->uid[DISPATCHER])),
		200);
	assert_int_equal(
		visitor_fill(&b, "/proposals",
	                     arena_printf(w->mem, "kind=letter&person=%s&reason=在柜台见过他本人",
	                                  w->uid[DISPATCHER])),
		422);
	assert_non_null(strstr(b.page, "在柜台见过他本人"));
}
STORY(what_waits_already_is_said_beside_the_field)

static void what_is_over_is_told_to_its_proposer_and_to_whom_it_was_about(struct world *w)
{
	static const char over[] = "subject LIKE '过期未确认%'";
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	world_later(PROPOSAL_HOURS * HOUR + 60);
	assert_int_equal(propose(w, SECADMIN, "letter", STATION, NULL), 200);
	assert_int_equal(of(w, "inbox", SYSADMIN, over), 1);
	assert_int_equal(of(w, "inbox", DISPATCHER, over), 1);
	assert_int_equal(count(w, "inbox", over), 2);
	assert_int_equal(count(w, "audit", "action = 'proposal.expire' AND who = 'system'"), 1);
	assert_int_equal(count(w, "audit", "action = 'proposal.expire'"), 1);
	assert_int_equal(count(w, "audit",
	                       arena_printf(w->mem, "action = 'proposal.make' AND who = '%s'",
	                                    w->uid[SECADMIN])),
	                 1);
}
STORY(what_is_over_is_told_to_its_proposer_and_to_whom_it_was_about)

/* ---- asked again: about the person himself ---- */

static void nothing_is_given_to_somebody_who_died_meanwhile(struct world *w)
{
	static const char *const lost[] = {"UPDATE person SET ended = 1 WHERE id =",
	                                   "UPDATE person SET merged_into = 2 WHERE id ="};
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(propose(w, SYSADMIN, "give", RESIDENT, "sysadmin"), 200);
		assert_int_equal(propose(w, SYSADMIN, "letter", VIEWER, NULL), 200);
		const char *letter = newest(w, SYSADMIN);
		his(w, lost[i], RESIDENT);
		his(w, lost[i], VIEWER);
		assert_int_equal(act(w, AUDITOR, letter, "confirm"), 409);
		world_begin(w, AUDITOR);
		struct proposal *p;
		size_t n;
		const char *next, *code;
		p = proposal_list(&w->c, NULL, &n, &next);
		assert_int_equal(p[1].kind, PROPOSAL_GIVE);
		assert_int_equal(proposal_confirm(&w->c, p[1].id, &p, &code), ERR_STATE);
		db_rollback(w->db);
		if (i == 0) { /* the id of a record that was merged leads to the kept one */
			assert_int_equal(propose(w, SYSADMIN, "letter", VIEWER, NULL), 422);
			assert_int_equal(propose(w, SYSADMIN, "give", RESIDENT, "secadmin"), 422);
			assert_int_equal(give(w, RESIDENT, "dispatcher"), 422);
		}
		assert_int_equal(of(w, "grants", RESIDENT, "1 = 1"), 0);
		sql(w, "UPDATE person SET ended = 0, merged_into = 0; DELETE FROM proposal");
	}
	assert_int_equal(count(w, "token", "1 = 1"), 0);
	/* His duty can still be taken. */
	his(w, "UPDATE person SET ended = 1 WHERE id =", SYSADMIN);
	assert_int_equal(propose(w, SECADMIN, "take", SYSADMIN, "sysadmin"), 200);
	assert_int_equal(act(w, AUDITOR, newest(w, AUDITOR), "confirm"), 200);
	assert_int_equal(of(w, "grants", SYSADMIN, "1 = 1"), 0);
}
STORY(nothing_is_given_to_somebody_who_died_meanwhile)

static void nobody_is_locked_or_opened_twice(struct world *w)
{
	static const char *const kinds[] = {"lock", "unlock"};
	for (int i = 0; i < 2; i++) {
		const char *set = arena_printf(w->mem,
		                               "UPDATE account SET locked = %d WHERE person =", i);
		const char *done = arena_printf(
			w->mem, "UPDATE account SET locked = %d WHERE person =", !i);
		his(w, set, SYSADMIN);
		assert_int_equal(propose(w, SECADMIN, kinds[i], SYSADMIN, NULL), 200);
		his(w, done, SYSADMIN);
		assert_int_equal(act(w, AUDITOR, newest(w, AUDITOR), "confirm"), 409);
	}
	assert_int_equal(count(w, "audit", "action IN ('account.lock', 'account.unlock')"), 0);
}
STORY(nobody_is_locked_or_opened_twice)

/* ---- who is told, and by which way ---- */

static void what_one_does_to_an_ordinary_duty_is_told_to_the_holders(struct world *w)
{
	static const char own[] = "UPDATE person SET no_sms = 1 WHERE id =";
	his(w, own, AUDITOR);
	assert_int_equal(give(w, RESIDENT, "dispatcher"), 200);
	assert_int_equal(of(w, "inbox", AUDITOR, "body LIKE '示例secadmin授予了示例resident%'"), 1);
	assert_int_equal(of(w, "inbox", SYSADMIN, "body LIKE '示例secadmin授予了示例resident%'"),
	                 1);
	assert_int_equal(of(w, "inbox", SECADMIN, "1 = 1"), 0);
	assert_int_equal(of(w, "inbox", DISPATCHER, "1 = 1"), 0);
	assert_int_equal(of(w, "outbox", AUDITOR, "1 = 1"), 0); /* where he likes to be told */
	assert_int_equal(of(w, "outbox", SYSADMIN, "channel = 1 AND urgent = 0 AND every = 0"), 1);
	assert_int_equal(of(w, "outbox", RESIDENT, "channel = 1 AND urgent = 1 AND every = 1"), 1);
	assert_int_equal(world_askf(w, SYSADMIN, POST, "{\"reason\":\"他请长假了\"}",
	                            "/accounts/%s/lock", w->uid[DISPATCHER]),
	                 200);
	assert_int_equal(of(w, "inbox", AUDITOR, "body LIKE '示例sysadmin停用了示例dispatcher%'"),
	                 1);
	/* One could lock every desk at night. */
	assert_int_equal(of(w, "outbox", AUDITOR, "channel = 1 AND urgent = 1 AND every = 1"), 1);
}
STORY(what_one_does_to_an_ordinary_duty_is_told_to_the_holders)

static void who_may_confirm_is_told_where_he_likes_but_of_a_lock_everywhere(struct world *w)
{
	his(w, "UPDATE person SET no_sms = 1 WHERE id =", AUDITOR);
	assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
	assert_int_equal(of(w, "inbox", AUDITOR, "1 = 1"), 1);
	assert_int_equal(of(w, "outbox", AUDITOR, "1 = 1"), 0);
	assert_int_equal(of(w, "outbox", SECADMIN, "channel = 1 AND urgent = 0 AND every = 0"), 1);
	assert_int_equal(propose(w, SYSADMIN, "lock", SECADMIN, NULL), 200);
	assert_int_equal(of(w, "outbox", AUDITOR, "channel = 1 AND urgent = 1 AND every = 1"), 1);
}
STORY(who_may_confirm_is_told_where_he_likes_but_of_a_lock_everywhere)

static void an_account_without_a_duty_is_told_the_way_its_owner_chose(struct world *w)
{
	his(w, "UPDATE person SET no_sms = 1 WHERE id =", RESIDENT);
	assert_int_equal(
		world_askf(w, SYSADMIN, POST, NULL, "/accounts/%s/letter", w->uid[RESIDENT]), 200);
	assert_int_equal(of(w, "inbox", RESIDENT, "link = '/me'"), 1);
	assert_int_equal(of(w, "outbox", RESIDENT, "1 = 1"), 0);
	struct browser b = visitor_open(w);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	assert_int_equal(visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code)), 200);
	assert_int_equal(
		visitor_fill(&b, "/letter",
	                     arena_printf(w->mem, "code=%s&password=blue kettle 77", code)),
		303);
	assert_int_equal(of(w, "inbox", RESIDENT, "link = '/me'"), 2);
	assert_int_equal(of(w, "outbox", RESIDENT, "1 = 1"), 0);
	/* A duty is told past what he switched off; the word leads where he can do something. */
	assert_int_equal(give(w, RESIDENT, "viewer"), 200);
	assert_int_equal(of(w, "outbox", RESIDENT, "channel = 1 AND link = '/me'"), 1);
	back(w);
	assert_int_equal(propose(w, SYSADMIN, "letter", RESIDENT, NULL), 200);
	assert_int_equal(of(w, "outbox", RESIDENT, "channel = 1 AND link = '/proposals'"), 1);
}
STORY(an_account_without_a_duty_is_told_the_way_its_owner_chose)

static void a_name_is_shown_of_accounts_only(struct world *w)
{
	world_begin(w, GUEST);
	struct person p = {.name = "示例无账号", .phone = "19912340001", .home = 4};
	assert_true(person_add(&w->c, &p) > 0);
	world_commit(w);
	assert_int_equal(
		world_page(w, AUDITOR, arena_printf(w->mem, "/proposals?person=%s", p.uid)), 200);
	LACKS("示例无账号");
	HAS("name=\"phone\"");
	assert_int_equal(world_page(w, AUDITOR,
	                            arena_printf(w->mem, "/proposals?person=%s", w->uid[RESIDENT])),
	                 200);
	HAS("示例resident");
}
STORY(a_name_is_shown_of_accounts_only)

static void only_the_command_is_called_the_command(struct world *w)
{
	world_begin(w, GUEST);
	assert_non_null(strstr(duty_name(&w->c, 0), "服务器"));
	assert_null(strstr(duty_name(&w->c, 987654), "服务器"));
	world_commit(w);
}
STORY(only_the_command_is_called_the_command)

/* ---- letters and merged records ---- */

static void an_objection_ends_the_letter_of_its_own_proposal_only(struct world *w)
{
	const char *id[2], *code[2];
	for (int i = 0; i < 2; i++) {
		assert_int_equal(propose(w, SYSADMIN, "letter", DISPATCHER, NULL), 200);
		id[i] = newest(w, AUDITOR);
		assert_int_equal(act(w, AUDITOR, id[i], "confirm"), 200);
		code[i] = arena_strdup(w->mem, world_get(w, "code"));
	}
	struct browser b = visitor_open(w);
	const char *first = arena_printf(w->mem, "/letter?code=%s", code[0]);
	const char *second = arena_printf(w->mem, "/letter?code=%s", code[1]);
	assert_int_equal(visitor_look(&b, first), 404); /* the newer took its place */
	assert_int_equal(act(w, DISPATCHER, id[0], "object"), 409);
	assert_int_equal(visitor_look(&b, second), 200);
	assert_int_equal(act(w, DISPATCHER, id[1], "object"), 200);
	assert_int_equal(visitor_look(&b, second), 404);
	assert_int_equal(count(w, "proposal", "state = 1"), 1);
}
STORY(an_objection_ends_the_letter_of_its_own_proposal_only)

static void a_duty_left_on_a_merged_record_can_be_taken(struct world *w)
{
	sql(w, arena_printf(w->mem, "UPDATE person SET merged_into = %lld WHERE id = %lld",
	                    (long long)w->person[RESIDENT], (long long)w->person[SYSADMIN]));
	assert_int_equal(propose(w, SECADMIN, "take", RESIDENT, "sysadmin"), 200);
	assert_int_equal(act(w, AUDITOR, newest(w, AUDITOR), "confirm"), 200);
	assert_int_equal(of(w, "grants", SYSADMIN, "1 = 1"), 0);
}
STORY(a_duty_left_on_a_merged_record_can_be_taken)

const struct CMUnitTest proposal_end_tests[] = {
	TOLD(what_no_longer_stands_makes_room_for_the_same_matter),
	TOLD(what_waits_already_is_said_beside_the_field),
	TOLD(what_is_over_is_told_to_its_proposer_and_to_whom_it_was_about),
	TOLD(nothing_is_given_to_somebody_who_died_meanwhile),
	TOLD(nobody_is_locked_or_opened_twice),
	TOLD(what_one_does_to_an_ordinary_duty_is_told_to_the_holders),
	TOLD(who_may_confirm_is_told_where_he_likes_but_of_a_lock_everywhere),
	TOLD(an_account_without_a_duty_is_told_the_way_its_owner_chose),
	TOLD(a_name_is_shown_of_accounts_only),
	TOLD(only_the_command_is_called_the_command),
	TOLD(an_objection_ends_the_letter_of_its_own_proposal_only),
	TOLD(a_duty_left_on_a_merged_record_can_be_taken),
};
const size_t proposal_end_tests_count = sizeof proposal_end_tests / sizeof *proposal_end_tests;
