#include "desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/account.h"
#include "core/crypto.h"
#include "core/grant.h"
#include "core/job.h"
#include "core/operation.h"
#include "core/session.h"
#include "core/setting.h"
#include "core/token.h"

/* ---- sessions ---- */

static void a_token_leads_to_its_person_and_is_not_in_the_database(void **state)
{
	struct desk *d = *state;
	const char *token = session_start(&d->c, 1, SESSION_BROWSER);
	const struct actor *who = session_actor(&d->c, token);
	assert_int_equal(strlen(token), 52);
	assert_non_null(who);
	assert_int_equal(who->id, 1);
	assert_int_equal(who->roles, 1U << ROLE_GUEST | 1U << ROLE_RESIDENT);
	assert_int_equal(who->home, 4);
	assert_int_equal(
		desk_count(d, "session", arena_printf(d->c.mem, "token_hash = '%s'", token)), 0);
	assert_null(session_actor(&d->c, "aaaa"));
	assert_null(session_actor(&d->c, ""));
	assert_null(session_actor(&d->c, NULL));
}

static void an_actor_has_the_roles_of_grants_teams_and_volunteering(void **state)
{
	struct desk *d = *state;
	const struct actor *volunteer = session_actor_of(&d->c, 2);
	const struct actor *leader = session_actor_of(&d->c, 3);
	const struct actor *station = session_actor_of(&d->c, 4);
	assert_true(access_has_role(volunteer, ROLE_VOLUNTEER));
	assert_false(access_has_role(volunteer, ROLE_LEADER));
	assert_true(access_has_role(leader, ROLE_LEADER) && access_leads(leader, 1));
	assert_false(access_leads(leader, 2)); /* only asked to join */
	assert_int_equal(station->grant_count, 1);
	assert_string_equal(station->grants[0].path, "430421/430421100/430421100201/");
	assert_true(access_may(station, ORDER_ENTER,
	                       &(struct subject){.path = station->grants[0].path}));
	assert_int_equal(session_actor_of(&d->c, 6)->roles, 1U << ROLE_GUEST);
	assert_null(session_actor_of(&d->c, 99));
}

static void is_alive(struct desk *d, const char *token, int64_t seconds, bool alive)
{
	d->c.now += seconds;
	assert_int_equal(session_actor(&d->c, token) != NULL, alive);
	d->c.now -= seconds;
}

static void sessions_end_after_their_idle_time(void **state)
{
	struct desk *d = *state;
	const char *token = session_start(&d->c, 1, SESSION_BROWSER);
	const char *staff = session_start(&d->c, 4, SESSION_BROWSER);
	const char *api = session_start(&d->c, 4, SESSION_API);
	is_alive(d, token, 7 * DAY - 1, true);
	is_alive(d, token, 7 * DAY, false);
	is_alive(d, staff, 30 * MINUTE - 1, true);
	is_alive(d, staff, 30 * MINUTE, false);
	is_alive(d, api, 90 * DAY - 1, true);
	is_alive(d, api, 90 * DAY, false);
}

static void use_prolongs_a_session_up_to_its_latest_end(void **state)
{
	struct desk *d = *state;
	const char *staff = session_start(&d->c, 4, SESSION_BROWSER);
	int64_t from = d->c.now;
	for (int i = 0; i < 36; i++) {
		const struct actor *who = session_actor(&d->c, staff);
		assert_non_null(who);
		assert_int_equal(session_stale(&d->c, who), i > 0);
		session_touch(&d->c, who->session);
		d->c.now += 20 * MINUTE;
	}
	assert_int_equal(d->c.now, from + 12 * HOUR);
	assert_null(session_actor(&d->c, staff));
}

static void a_clock_set_back_revives_no_session(void **state)
{
	struct desk *d = *state;
	const char *staff = session_start(&d->c, 4, SESSION_BROWSER);
	const char *token = session_start(&d->c, 1, SESSION_BROWSER);
	d->c.now += HOUR;
	session_sweep(&d->c);
	d->c.now -= HOUR;
	assert_null(session_actor(&d->c, staff));
	assert_non_null(session_actor(&d->c, token));
	d->c.now += 130 * DAY;
	session_sweep(&d->c);
	session_sweep(&d->c);
	assert_null(session_actor(&d->c, token));
	assert_int_equal(desk_count(d, "session", "ended IS NULL"), 0);
}

static void sign_out_lock_and_new_password_end_sessions_at_once(void **state)
{
	struct desk *d = *state;
	const char *a = session_start(&d->c, 1, SESSION_BROWSER);
	const char *b = session_start(&d->c, 1, SESSION_API);
	session_end(&d->c, session_actor(&d->c, a)->session);
	assert_null(session_actor(&d->c, a));
	assert_non_null(session_actor(&d->c, b));
	assert_int_equal(account_password_set(&d->c, 1, "new", WAY_OWN), OK);
	assert_null(session_actor(&d->c, b));
	b = session_start(&d->c, 1, SESSION_API);
	assert_int_equal(account_lock(&d->c, 1, "asked for", HAND_ONE), OK);
	assert_null(session_actor(&d->c, b));
	b = session_start(&d->c, 1, SESSION_API);
	assert_null(session_actor(&d->c, b)); /* locked */
	assert_int_equal(account_unlock(&d->c, 1, NULL, HAND_ONE), OK);
	assert_int_equal(account_lock(&d->c, 6, NULL, HAND_ONE), ERR_MISSING);
}

/* ---- accounts ---- */

static void later(struct desk *d, int64_t seconds)
{
	d->c.now += seconds;
	d->c.steady += seconds;
}

static enum err guess(struct desk *d, const char *phone, bool right)
{
	ctx_rewind(&d->c);
	enum err e = account_admit(&d->c, phone, account_find(&d->c, phone), right);
	if (e)
		ctx_run_kept(&d->c);
	return e;
}

static void wrong_passwords_slow_down_and_the_right_one_waits_too(void **state)
{
	struct desk *d = *state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(guess(d, "13800000001", false), ERR_SIGNIN);
	assert_int_equal(account_wait(&d->c, "13800000001"), 2);
	assert_int_equal(guess(d, "13800000001", true), ERR_LIMIT);
	later(d, 2);
	assert_int_equal(guess(d, "13800000001", false), ERR_SIGNIN);
	assert_int_equal(account_wait(&d->c, "13800000001"), 4);
	later(d, 4);
	assert_int_equal(account_of(&d->c, 1)->failed, 6);
	assert_int_equal(guess(d, "13800000001", true), OK);
	assert_int_equal(account_wait(&d->c, "13800000001"), 0);
	assert_int_equal(account_of(&d->c, 1)->failed, 0);
	assert_int_equal(desk_count(d, "audit", "action = 'account.signin_failed'"), 6);
	assert_int_equal(desk_count(d, "audit", "action = 'account.signin'"), 1);
}

static void nobody_can_lock_another_out(void **state)
{
	struct desk *d = *state;
	for (int i = 0; i < 30; i++) {
		later(d, HOUR);
		guess(d, "13800000001", false);
	}
	assert_int_equal(account_wait(&d->c, "13800000001"), 15 * MINUTE);
	d->c.source = "192.0.2.8";
	assert_int_equal(guess(d, "13800000001", true), OK);
}

static void the_wait_has_a_bound_and_a_day_forgets(void **state)
{
	struct desk *d = *state;
	for (int i = 0; i < 80; i++) {
		later(d, HOUR);
		guess(d, "13800000001", false);
	}
	assert_int_equal(account_wait(&d->c, "13800000001"), 15 * MINUTE);
	later(d, -2 * DAY); /* a clock set back makes the wait no longer */
	assert_int_equal(account_wait(&d->c, "13800000001"), 15 * MINUTE);
	later(d, 4 * DAY);
	assert_int_equal(guess(d, "13800000001", false), ERR_SIGNIN);
	assert_int_equal(account_wait(&d->c, "13800000001"), 0);
}

static void an_unknown_phone_is_answered_and_slowed_alike(void **state)
{
	struct desk *d = *state;
	const struct account *a = account_find(&d->c, "13899999999");
	assert_int_equal(a->person, 0);
	assert_false(crypto_password_ok(a->hash, "anything"));
	assert_memory_equal(a->hash, crypto_password(d->c.mem, "anything at all"),
	                    31); /* its cost */
	for (int i = 0; i < 5; i++) {
		assert_int_equal(guess(d, "13899999999", true), ERR_SIGNIN);
		const char *unknown = d->c.problems[0].message;
		assert_int_equal(guess(d, "13800000001", false), ERR_SIGNIN);
		assert_string_equal(unknown, d->c.problems[0].message);
	}
	assert_int_equal(guess(d, "13899999999", true), ERR_LIMIT);
}

static void one_ipv6_household_is_one_network(void **state)
{
	struct desk *d = *state;
	static const char *const sources[] = {"2001:db8::1", "2001:db8::2", "2001:db8:0:0:9::"};
	for (int i = 0; i < 6; i++) {
		d->c.source = sources[i % 3];
		guess(d, "13800000001", false);
	}
	assert_true(account_wait(&d->c, "13800000001") > 0);
	d->c.source = "2001:db8:0:1::1";
	assert_int_equal(account_wait(&d->c, "13800000001"), 0);
}

static void a_phone_and_a_person_have_one_account_at_most(void **state)
{
	struct desk *d = *state;
	assert_int_equal(account_create(&d->c, 6, "13800000001", "h", false, WAY_OWN), ERR_INVALID);
	assert_string_equal(d->c.problems[0].field, "phone");
	assert_int_equal(account_create(&d->c, 1, "13800000009", "h", false, WAY_OWN), ERR_STATE);
	assert_int_equal(account_create(&d->c, 6, "13800000006", "h", true, WAY_OWN), OK);
	assert_true(account_find(&d->c, "13800000006")->staff);
	assert_int_equal(db_fault(d->c.db), DB_FINE);
}

static void easy_passwords_are_refused_and_good_ones_taken(void **state)
{
	struct desk *d = *state;
	static const char *const bad[] = {
		"",
		"1234567",
		"password",
		"Password123",
		"woaini1314",
		"5201314520",
		"12345678",
		"98765432",
		"abcdefgh",
		"aaaaaaaa",
		"abcabcabc",
		"12121212",
		"19880808",
		"1988-08-08",
		"08081988",
		"20201001",
		"asdfghjk1",
		"QWERTYUIOP",
		"ｐａｓｓｗｏｒｄ",
		"１２３４５６７８",
		"x13800000001",
		"00000001",
		"1qaz2wsx3e",
	};
	static const char *const good[] = {"蒸水河边的老樟树", "correct horse", "tR8#kk2p",
	                                   "lamp-over-rice"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (!account_password_fault(d->c.mem, bad[i], "13800000001"))
			fail_msg("taken: %s", bad[i]);
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (account_password_fault(d->c.mem, good[i], "13800000001"))
			fail_msg("refused: %s", good[i]);
	char *longest = arena_alloc(d->c.mem, 130);
	for (int i = 0; i < 128; i++)
		longest[i] = (char)('a' + i * 7 % 26);
	assert_null(account_password_fault(d->c.mem, longest, NULL));
	longest[128] = 'x';
	assert_non_null(account_password_fault(d->c.mem, longest, NULL));
}

/* ---- grants ---- */

static const struct sql last_grant = {"grant_last", "SELECT MAX(id) FROM grants WHERE person = ?1",
                                      "SELECT MAX(id) FROM grants WHERE person = $1", 9201};

static int64_t grant_of(struct desk *d, int64_t person)
{
	return db_int(d->c.db, last_grant, V(person));
}

static void a_role_fits_its_kind_of_place_and_ends_sessions(void **state)
{
	struct desk *d = *state;
	const char *token = session_start(&d->c, 1, SESSION_BROWSER);
	assert_int_equal(grant_give(&d->c, 1, ROLE_STATION, 2, HAND_TWO), ERR_INVALID);
	assert_int_equal(grant_give(&d->c, 1, ROLE_TOWNSHIP, 4, HAND_TWO), ERR_INVALID);
	assert_int_equal(grant_give(&d->c, 1, ROLE_AUDITOR, 2, HAND_TWO), ERR_INVALID);
	assert_int_equal(grant_give(&d->c, 1, ROLE_LEADER, 1, HAND_TWO), ERR_INVALID);
	assert_int_equal(grant_give(&d->c, 1, ROLE_AUDITOR, 99, HAND_TWO), ERR_INVALID);
	assert_non_null(session_actor(&d->c, token));
	assert_int_equal(grant_give(&d->c, 1, ROLE_AUDITOR, 1, HAND_TWO), OK);
	assert_null(session_actor(&d->c, token));
	assert_int_equal(grant_give(&d->c, 1, ROLE_AUDITOR, 1, HAND_TWO), ERR_STATE);
	assert_true(access_has_role(session_actor_of(&d->c, 1), ROLE_AUDITOR));
	assert_true(grant_any(&d->c, ROLE_AUDITOR));
	assert_false(grant_any(&d->c, ROLE_SYSADMIN));
	int64_t id = grant_of(d, 1);
	assert_int_equal(grant_take(&d->c, id, HAND_TWO), OK);
	assert_int_equal(grant_take(&d->c, id, HAND_TWO), ERR_MISSING);
	assert_false(access_has_role(session_actor_of(&d->c, 1), ROLE_AUDITOR));
}

static void nobody_changes_his_own_roles(void **state)
{
	struct desk *d = *state;
	d->c.who = session_actor_of(&d->c, 4);
	assert_int_equal(grant_give(&d->c, 4, ROLE_SECADMIN, 1, HAND_TWO), ERR_DENIED);
	assert_int_equal(grant_take(&d->c, grant_of(d, 4), HAND_TWO), ERR_DENIED);
	assert_int_equal(account_lock(&d->c, 4, NULL, HAND_ONE), ERR_DENIED);
}

/* ---- codes, settings, jobs ---- */

static void a_code_opens_one_door_once_and_in_time(void **state)
{
	struct desk *d = *state;
	const char *subject = "x", *code = token_make(&d->c, "first-admin", "p-1", HOUR);
	assert_false(token_use(&d->c, "invite", code, &subject));
	assert_true(token_good(&d->c, "first-admin", code));
	d->c.now += HOUR;
	assert_false(token_use(&d->c, "first-admin", code, &subject));
	d->c.now -= 1;
	assert_true(token_use(&d->c, "first-admin", code, &subject));
	assert_string_equal(subject, "p-1");
	assert_false(token_use(&d->c, "first-admin", code, &subject));
	assert_false(token_good(&d->c, "first-admin", NULL));
	const char *old = token_make(&d->c, "invite", NULL, HOUR);
	const char *young = token_make(&d->c, "invite", NULL, HOUR);
	assert_false(token_use(&d->c, "invite", old, &subject));
	assert_true(token_use(&d->c, "invite", young, &subject));
	assert_null(subject);
	assert_true(token_use(&d->c, "invite", token_make(&d->c, "invite", "x", HOUR), NULL));
}

static void settings_have_defaults_bounds_and_a_record(void **state)
{
	struct desk *d = *state;
	assert_int_equal(setting_int(&d->c, "verdict.bad_score"), 2);
	assert_int_equal(setting_set(&d->c, "verdict.bad_score", "5"), ERR_INVALID);
	assert_int_equal(setting_set(&d->c, "verdict.bad_score", "-1"), ERR_INVALID);
	assert_int_equal(setting_set(&d->c, "verdict.bad_score", "3x"), ERR_INVALID);
	assert_int_equal(setting_set(&d->c, "verdict.bad_score", ""), ERR_INVALID);
	assert_int_equal(setting_set(&d->c, "verdict.bad_score", " 3 "), OK);
	assert_int_equal(setting_int(&d->c, "verdict.bad_score"), 3);
	assert_int_equal(setting_set(&d->c, "verdict.bad_score", "1"), OK);
	assert_int_equal(setting_int(&d->c, "verdict.bad_score"), 1);
	assert_int_equal(setting_set(&d->c, "brand", "某县志愿云"), OK);
	assert_string_equal(setting_text(&d->c, "brand"), "某县志愿云");
	assert_int_equal(setting_set(&d->c, "no such", "1"), ERR_MISSING);
	assert_int_equal(desk_count(d, "audit", "action = 'setting.set'"), 3);
	for (const struct setting *s = setting_table; s->name; s++)
		if (s->min || s->max)
			assert_in_range(strtoll(s->standard, NULL, 10), s->min, s->max);
}

static void a_job_is_run_by_one_node_and_taken_over_when_it_dies(void **state)
{
	struct desk *d = *state;
	d->c.node = "a";
	assert_true(job_take(&d->c, "expire", 60, 600));
	assert_false(job_take(&d->c, "expire", 60, 600));
	d->c.node = "b";
	assert_false(job_take(&d->c, "expire", 60, 600));
	d->c.now += 60;
	assert_true(job_take(&d->c, "expire", 60, 600));
	d->c.node = "a";
	job_done(&d->c, "expire", 0); /* too late: no longer his */
	assert_false(job_take(&d->c, "expire", 60, 600));
	d->c.node = "b";
	job_done(&d->c, "expire", d->c.now + 30);
	d->c.now += 29;
	assert_false(job_take(&d->c, "expire", 60, 600));
	d->c.now += 1;
	assert_true(job_take(&d->c, "expire", 60, 600));
	job_done(&d->c, "expire", d->c.now + 600);
	d->c.now -= 3 * HOUR; /* set back: what was written before does not stop it for hours */
	assert_true(job_take(&d->c, "expire", 60, 600));
	d->c.now -= 3 * HOUR;
	assert_true(job_take(&d->c, "expire", 60, 600));
}

/* ---- operations ---- */

static void a_kept_operation_is_replayed_byte_for_byte(void **state)
{
	struct desk *d = *state;
	const struct operation *replay = NULL;
	struct operation op = {.scope = "session-1",
	                       .key = "k1",
	                       .content = "abc",
	                       .status = 303,
	                       .location = "/orders/x",
	                       .body = "正文",
	                       .type = "text/plain"};
	assert_int_equal(operation_find(&d->c, op.scope, op.key, op.content, &replay), OK);
	assert_null(replay);
	assert_true(operation_keep(&d->c, &op));
	assert_false(operation_keep(&d->c, &op));
	assert_int_equal(operation_find(&d->c, op.scope, op.key, op.content, &replay), OK);
	assert_non_null(replay);
	assert_int_equal(replay->status, 303);
	assert_string_equal(replay->location, op.location);
	assert_string_equal(replay->body, op.body);
	assert_string_equal(replay->type, op.type);
	assert_int_equal(
		desk_count(d, "operation", "body LIKE '%正文%' OR location LIKE '%orders%'"), 0);
	d->c.now += 7 * DAY + 1;
	operation_sweep(&d->c);
	assert_int_equal(desk_count(d, "operation", "1 = 1"), 0);
}

static void another_content_or_another_scope_is_not_replayed(void **state)
{
	struct desk *d = *state;
	const struct operation *replay = NULL;
	struct operation op = {.scope = "s1", .key = "k1", .content = "abc", .status = 200};
	operation_keep_refused(&d->c, &op);
	op.key = "k1:x";
	operation_keep_refused(&d->c, &op);
	ctx_run_kept(&d->c);
	assert_int_equal(operation_find(&d->c, "s1", "k1", "abd", &replay), ERR_REUSED);
	assert_null(replay);
	assert_int_equal(operation_find(&d->c, "s2", "k1", "abc", &replay), OK);
	assert_null(replay);
	assert_int_equal(operation_find(&d->c, "s1:k1", "x", "abc", &replay), OK);
	assert_null(replay);
	assert_int_equal(operation_find(&d->c, "s1", "k1", "abc", &replay), OK);
	assert_non_null(replay);
	assert_null(replay->body);
}

/* ---- the desk itself ---- */

static void refusals_are_collected_up_to_a_bound(void **state)
{
	struct desk *d = *state;
	for (int i = 0; i < 40; i++)
		assert_int_equal(ctx_refuse(&d->c, ERR_INVALID, "phone", "第 %d 个", i),
		                 ERR_INVALID);
	assert_int_equal(d->c.problem_count, CTX_PROBLEMS);
	assert_string_equal(d->c.problems[3].message, "第 3 个");
	for (int i = 0; i < 20; i++)
		ctx_touch(&d->c, arena_printf(d->c.mem, "order:%d", i % 12));
	assert_int_equal(d->c.topic_count, 12);
	for (int i = 0; i < 60; i++)
		ctx_touch(&d->c, arena_printf(d->c.mem, "order:%d", i));
	assert_int_equal(d->c.topic_count, CTX_TOPICS);
	ctx_rewind(&d->c);
	assert_int_equal(d->c.problem_count + d->c.topic_count, 0);
}

const struct CMUnitTest core_tests[] = {
	DESK_TEST(a_token_leads_to_its_person_and_is_not_in_the_database),
	DESK_TEST(an_actor_has_the_roles_of_grants_teams_and_volunteering),
	DESK_TEST(sessions_end_after_their_idle_time),
	DESK_TEST(use_prolongs_a_session_up_to_its_latest_end),
	DESK_TEST(a_clock_set_back_revives_no_session),
	DESK_TEST(sign_out_lock_and_new_password_end_sessions_at_once),
	DESK_TEST(wrong_passwords_slow_down_and_the_right_one_waits_too),
	DESK_TEST(nobody_can_lock_another_out),
	DESK_TEST(the_wait_has_a_bound_and_a_day_forgets),
	DESK_TEST(an_unknown_phone_is_answered_and_slowed_alike),
	DESK_TEST(one_ipv6_household_is_one_network),
	DESK_TEST(a_phone_and_a_person_have_one_account_at_most),
	DESK_TEST(easy_passwords_are_refused_and_good_ones_taken),
	DESK_TEST(a_role_fits_its_kind_of_place_and_ends_sessions),
	DESK_TEST(nobody_changes_his_own_roles),
	DESK_TEST(a_code_opens_one_door_once_and_in_time),
	DESK_TEST(settings_have_defaults_bounds_and_a_record),
	DESK_TEST(a_job_is_run_by_one_node_and_taken_over_when_it_dies),
	DESK_TEST(a_kept_operation_is_replayed_byte_for_byte),
	DESK_TEST(another_content_or_another_scope_is_not_replayed),
	DESK_TEST(refusals_are_collected_up_to_a_bound),
};
const size_t core_tests_count = sizeof core_tests / sizeof core_tests[0];
