/* Accounts, API tokens and webhooks by command. */
#include "desk.h"

#include "app/admin.h"
#include "app/command.h"
#include "base/arena.h"
#include "base/clock.h"
#include "core/session.h"

#include <string.h>

/* What was done is committed, and the desk's own transaction goes on. */
static void kept(struct desk *d)
{
	if (!db_commit(d->c.db))
		fail_msg("%s", db_error(d->c.db));
	db_begin(d->c.db);
}

/* The desk gave its persons ids by hand, so PostgreSQL would count from 1 again. */
static void count_on(struct desk *d)
{
	if (db_is_postgres(d->c.db))
		desk_script(d, "SELECT setval(pg_get_serial_sequence('person', 'id'), 100);");
}

static int64_t number_of(struct desk *d, const char *table)
{
	return desk_count(d, table, "1 = 1");
}

static int admin_words(struct desk *d, int (*run)(struct admin *a), const char **said,
                       const char *const *words, int count)
{
	struct buf out = BUF(d->c.mem);
	struct config cfg = {.origin = "http://127.0.0.1:8080"};
	struct folder folder = {.cfg = &cfg};
	struct admin a = {&d->c, &folder, count, words, &out};
	db_begin(d->c.db);
	ctx_rewind(&d->c);
	d->c.who = &actor_system;
	int code = run(&a);
	if (code == EXIT_DONE)
		kept(d);
	else
		db_begin(d->c.db);
	*said = buf_str(&out);
	return code;
}

static void an_account_with_a_role_is_made_by_command(void **state)
{
	struct desk *d = *state;
	const char *said;
	count_on(d);
	const char *const words[] = {"13900000001", "王小明",   "$argon2id$x",
	                             "1",           "township", "430421100"};
	assert_int_equal(admin_words(d, admin_user_add, &said, words, 6), EXIT_DONE);
	assert_int_equal(desk_count(d, "grants", "role = 5 AND person <> 5"), 1);
	assert_int_equal(admin_words(d, admin_user_add, &said, words, 6), EXIT_FAILED);
	const char *const phone[] = {"13900000001"};
	assert_int_equal(admin_words(d, admin_user_lock, &said, phone, 1), EXIT_DONE);
	assert_int_equal(desk_count(d, "account", "locked = 1"), 1);
	assert_int_equal(admin_words(d, admin_user_unlock, &said, phone, 1), EXIT_DONE);
	const char *const nobody[] = {"13900000009"};
	assert_int_equal(admin_words(d, admin_user_lock, &said, nobody, 1), EXIT_FAILED);
}

static void a_role_that_fits_no_place_leaves_no_account_behind(void **state)
{
	struct desk *d = *state;
	const char *said;
	count_on(d);
	int64_t before = number_of(d, "account");
	const char *const wrong[] = {"13900000002", "王小红",   "$argon2id$x",
	                             "1",           "township", "430421"};
	assert_int_equal(admin_words(d, admin_user_add, &said, wrong, 6), EXIT_FAILED);
	const char *const none[] = {"13900000002", "王小红", "$argon2id$x", "1", "emperor", ""};
	assert_int_equal(admin_words(d, admin_user_add, &said, none, 6), EXIT_FAILED);
	assert_int_equal(number_of(d, "account"), before);
}

static void the_first_administrator_gets_one_address_only_while_there_is_none(void **state)
{
	struct desk *d = *state;
	const char *said;
	desk_script(d, "DELETE FROM grants WHERE role = 10;");
	assert_int_equal(admin_words(d, admin_user_setup, &said, NULL, 0), EXIT_DONE);
	assert_non_null(strstr(said, "http://127.0.0.1:8080/setup?code="));
	desk_script(
		d,
		"INSERT INTO grants (person, role, place, given_by, at) VALUES (1, 10, 1, 0, 1);");
	assert_int_equal(admin_words(d, admin_user_setup, &said, NULL, 0), EXIT_FAILED);
}

/* ---- the three top duties ---- */

/* Three accounts without a role: 13900000001 … 3. */
static void three(struct desk *d)
{
	static const char *const phones[] = {"13900000001", "13900000002", "13900000003"};
	const char *said;
	count_on(d);
	desk_script(d, "DELETE FROM grants;");
	d->c.now = clock_now();
	for (int i = 0; i < 3; i++) {
		const char *const words[] = {phones[i], "示例员", "$argon2id$x", "1", "", ""};
		assert_int_equal(admin_words(d, admin_user_add, &said, words, 6), EXIT_DONE);
	}
}

static int grant(struct desk *d, const char *phone, const char *role, const char **said)
{
	const char *const words[] = {phone, role, ""};
	return admin_words(d, admin_user_grant, said, words, 3);
}

static int take(struct desk *d, const char *phone, const char *role, const char **said)
{
	const char *const words[] = {phone, role, ""};
	return admin_words(d, admin_user_take, said, words, 3);
}

static void the_command_appoints_holders_while_fewer_than_two_can_act(void **state)
{
	struct desk *d = *state;
	const char *said;
	three(d);
	assert_int_equal(grant(d, "13900000001", "secadmin", &said), EXIT_DONE);
	assert_int_equal(grant(d, "13900000001", "sysadmin", &said), EXIT_FAILED);
	assert_non_null(strstr(said, "三个人"));
	assert_int_equal(take(d, "13900000001", "secadmin", &said), EXIT_DONE);
	assert_int_equal(grant(d, "13900000001", "secadmin", &said), EXIT_DONE);
	assert_int_equal(grant(d, "13900000002", "sysadmin", &said), EXIT_DONE);
	assert_int_equal(grant(d, "13900000003", "auditor", &said), EXIT_FAILED);
	assert_non_null(strstr(said, "两位"));
	assert_int_equal(take(d, "13900000001", "secadmin", &said), EXIT_FAILED);
	assert_int_equal(admin_words(d, admin_user_setup, &said, NULL, 0), EXIT_FAILED);
	assert_int_equal(grant(d, "13900000003", "viewer", &said), EXIT_DONE);
	assert_int_equal(desk_count(d, "grants", "role IN (8, 9, 10)"), 2);
	/* Who is locked cannot act: the last resort when a holder is lost. */
	const char *const lost[] = {"13900000001"};
	assert_int_equal(admin_words(d, admin_user_lock, &said, lost, 1), EXIT_DONE);
	assert_int_equal(grant(d, "13900000003", "auditor", &said), EXIT_DONE);
	/* The same for the one-time address: two others appoint a security administrator. */
	assert_int_equal(take(d, "13900000009", "auditor", &said), EXIT_FAILED);
	desk_script(d, "DELETE FROM grants WHERE role = 10;");
	assert_int_equal(admin_words(d, admin_user_setup, &said, NULL, 0), EXIT_FAILED);
	assert_int_equal(desk_count(d, "token", "1 = 1"), 0);
}

static void what_the_command_does_to_a_holder_is_told_to_all_of_them(void **state)
{
	struct desk *d = *state;
	const char *said;
	three(d);
	assert_int_equal(grant(d, "13900000001", "secadmin", &said), EXIT_DONE);
	assert_int_equal(grant(d, "13900000002", "sysadmin", &said), EXIT_DONE);
	desk_script(d, "DELETE FROM inbox; DELETE FROM outbox;");
	const char *const words[] = {"13900000001", "$argon2id$y"};
	assert_int_equal(admin_words(d, admin_user_password, &said, words, 2), EXIT_DONE);
	assert_int_equal(number_of(d, "inbox"), 2);
	assert_int_equal(desk_count(d, "outbox", "channel = 1 AND urgent = 1"), 2);
	assert_int_equal(
		desk_count(d, "audit", "action = 'account.server' AND detail = 'user password'"),
		1);
	const char *const token[] = {"13900000002", "3"};
	assert_int_equal(admin_words(d, admin_user_token, &said, token, 2), EXIT_DONE);
	assert_int_equal(number_of(d, "inbox"), 4);
	const char *const plain[] = {"13900000003", "$argon2id$y"};
	assert_int_equal(admin_words(d, admin_user_password, &said, plain, 2), EXIT_DONE);
	assert_int_equal(number_of(d, "inbox"), 4);
	const char *const phone[] = {"13900000002"};
	assert_int_equal(admin_words(d, admin_user_lock, &said, phone, 1), EXIT_DONE);
	assert_int_equal(number_of(d, "inbox"), 6);
}

static void what_the_command_does_to_an_ordinary_duty_is_told_to_them_too(void **state)
{
	struct desk *d = *state;
	const char *said, *const phone[] = {"13900000003"};
	const char *const everywhere = "channel = 1 AND urgent = 1 AND every = 1";
	three(d);
	assert_int_equal(grant(d, "13900000001", "secadmin", &said), EXIT_DONE);
	assert_int_equal(grant(d, "13900000002", "sysadmin", &said), EXIT_DONE);
	desk_script(d, "DELETE FROM inbox; DELETE FROM outbox;");
	assert_int_equal(grant(d, "13900000003", "dispatcher", &said), EXIT_DONE);
	assert_int_equal(number_of(d, "inbox"), 3);
	assert_int_equal(desk_count(d, "outbox", everywhere), 3);
	assert_int_equal(desk_count(d, "inbox", "body LIKE '服务器上的命令授予了示例员%'"), 2);
	assert_int_equal(admin_words(d, admin_user_lock, &said, phone, 1), EXIT_DONE);
	assert_int_equal(number_of(d, "inbox"), 6);
	assert_int_equal(admin_words(d, admin_user_unlock, &said, phone, 1), EXIT_DONE);
	assert_int_equal(number_of(d, "inbox"), 9);
	assert_int_equal(take(d, "13900000003", "dispatcher", &said), EXIT_DONE);
	assert_int_equal(number_of(d, "inbox"), 12);
	assert_int_equal(desk_count(d, "outbox", everywhere), 12);
}

static void a_role_held_at_several_places_is_taken_at_one_or_at_all(void **state)
{
	struct desk *d = *state;
	const char *said;
	const char *const here[] = {"13900000003", "station", "430421100201"};
	const char *const there[] = {"13900000003", "station", "430421101201"};
	const char *const nowhere[] = {"13900000003", "station", "430421999999"};
	three(d);
	assert_int_equal(admin_words(d, admin_user_grant, &said, here, 3), EXIT_DONE);
	assert_int_equal(admin_words(d, admin_user_grant, &said, there, 3), EXIT_DONE);
	assert_int_equal(admin_words(d, admin_user_take, &said, nowhere, 3), EXIT_FAILED);
	assert_int_equal(desk_count(d, "grants", "role = 4"), 2);
	assert_int_equal(admin_words(d, admin_user_take, &said, there, 3), EXIT_DONE);
	assert_string_equal(said, "role station taken at 1 place\n");
	assert_int_equal(desk_count(d, "grants", "role = 4 AND place = 4"), 1);
	assert_int_equal(admin_words(d, admin_user_take, &said, there, 3), EXIT_FAILED);
	assert_int_equal(admin_words(d, admin_user_grant, &said, there, 3), EXIT_DONE);
	assert_int_equal(take(d, "13900000003", "station", &said), EXIT_DONE);
	assert_string_equal(said, "role station taken at 2 places\n");
	assert_int_equal(number_of(d, "grants"), 0);
	assert_int_equal(take(d, "13900000003", "station", &said), EXIT_FAILED);
}

/* ---- API tokens ---- */

static const struct actor *actor(struct desk *d, const char *line, int64_t later)
{
	struct ctx c = d->c;
	c.now += later;
	return session_actor(&c, arena_strndup(c.mem, line, strcspn(line, "\n")));
}

static void account(struct desk *d)
{
	const char *said;
	count_on(d);
	d->c.now = clock_now();
	const char *const words[] = {"13900000001", "王小明", "$argon2id$x", "0", "", ""};
	assert_int_equal(admin_words(d, admin_user_add, &said, words, 6), EXIT_DONE);
}

static void a_token_is_given_for_its_days_and_ended_by_its_number(void **state)
{
	struct desk *d = *state;
	const char *token, *said;
	account(d);
	const char *const words[] = {"13900000001", "10"};
	assert_int_equal(admin_words(d, admin_user_token, &token, words, 2), EXIT_DONE);
	assert_int_equal(strlen(token), 53);
	assert_non_null(actor(d, token, 10 * DAY - 1));
	assert_null(actor(d, token, 10 * DAY));
	assert_int_equal(desk_count(d, "audit", "action = 'token.give' AND detail = '10 days'"), 1);
	assert_int_equal(admin_words(d, admin_user_tokens, &said, words, 1), EXIT_DONE);
	assert_non_null(strstr(said, "used never"));
	assert_null(strstr(said, arena_strndup(d->c.mem, token, 20)));
	const char *id = arena_strndup(d->c.mem, said, strcspn(said, " "));
	const char *const end[] = {"13900000001", id}, *const none[] = {"13900000001", "99"};
	assert_int_equal(admin_words(d, admin_user_end, &said, none, 2), EXIT_FAILED);
	assert_int_equal(admin_words(d, admin_user_end, &said, end, 2), EXIT_DONE);
	assert_null(actor(d, token, 0));
	assert_int_equal(admin_words(d, admin_user_end, &said, end, 2), EXIT_FAILED);
	assert_int_equal(admin_words(d, admin_user_tokens, &said, words, 1), EXIT_DONE);
	assert_string_equal(said, "");
	assert_int_equal(desk_count(d, "audit", "action = 'token.end'"), 1);
}

static void a_token_is_refused_for_too_long_and_for_who_may_not_sign_in(void **state)
{
	struct desk *d = *state;
	const char *said;
	account(d);
	const char *const words[] = {"13900000001", "91"}, *const few[] = {"13900000001", "0"};
	const char *const nobody[] = {"13900000009", "10"}, *const good[] = {"13900000001", "90"};
	assert_int_equal(admin_words(d, admin_user_token, &said, words, 2), EXIT_FAILED);
	assert_non_null(strstr(said, "1 到 90 天"));
	assert_int_equal(admin_words(d, admin_user_token, &said, few, 2), EXIT_FAILED);
	assert_int_equal(admin_words(d, admin_user_token, &said, nobody, 2), EXIT_FAILED);
	assert_int_equal(admin_words(d, admin_user_lock, &said, good, 1), EXIT_DONE);
	assert_int_equal(admin_words(d, admin_user_token, &said, good, 2), EXIT_FAILED);
	assert_int_equal(number_of(d, "session"), 0);
}

/* ---- webhooks ---- */

static void a_webhook_is_added_once_listed_and_removed(void **state)
{
	struct desk *d = *state;
	const char *said;
	const char *const words[] = {"https://example.org/hook?key=k", "order.accept"};
	assert_int_equal(admin_words(d, admin_webhook_add, &said, words, 2), EXIT_DONE);
	assert_int_equal(admin_words(d, admin_webhook_add, &said, words, 2), EXIT_FAILED);
	assert_int_equal(admin_words(d, admin_webhook_list, &said, NULL, 0), EXIT_DONE);
	assert_non_null(strstr(said, "  order.accept  https://example.org/hook?key=k\n"));
	const char *const id[] = {arena_strndup(d->c.mem, said, strcspn(said, " "))};
	assert_int_equal(admin_words(d, admin_webhook_remove, &said, id, 1), EXIT_DONE);
	assert_int_equal(admin_words(d, admin_webhook_remove, &said, id, 1), EXIT_FAILED);
	assert_int_equal(number_of(d, "webhook"), 0);
	assert_int_equal(desk_count(d, "audit", "kind = 'webhook'"), 2);
	assert_int_equal(desk_count(d, "audit", "detail LIKE '%key%'"), 0);
}

static void a_webhook_needs_an_address_and_an_event_there_is(void **state)
{
	struct desk *d = *state;
	static const char *const rows[][2] = {
		{"ftp://x/y", "*"},       {"https://", "*"},  {"https:///x", "*"},
		{"https://x y/", "*"},    {"x", "*"},         {"https://x/", "order.fly"},
		{"https://x/", "accept"}, {"https://x/", ""},
	};
	const char *said;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(admin_words(d, admin_webhook_add, &said, rows[i], 2), EXIT_FAILED);
	const char *const all[] = {"http://127.0.0.1:9/x", "*"};
	assert_int_equal(admin_words(d, admin_webhook_add, &said, all, 2), EXIT_DONE);
	assert_int_equal(number_of(d, "webhook"), 1);
}

const struct CMUnitTest command_tests[] = {
	DESK_TEST(an_account_with_a_role_is_made_by_command),
	DESK_TEST(a_role_that_fits_no_place_leaves_no_account_behind),
	DESK_TEST(the_first_administrator_gets_one_address_only_while_there_is_none),
	DESK_TEST(the_command_appoints_holders_while_fewer_than_two_can_act),
	DESK_TEST(what_the_command_does_to_a_holder_is_told_to_all_of_them),
	DESK_TEST(what_the_command_does_to_an_ordinary_duty_is_told_to_them_too),
	DESK_TEST(a_role_held_at_several_places_is_taken_at_one_or_at_all),
	DESK_TEST(a_token_is_given_for_its_days_and_ended_by_its_number),
	DESK_TEST(a_token_is_refused_for_too_long_and_for_who_may_not_sign_in),
	DESK_TEST(a_webhook_is_added_once_listed_and_removed),
	DESK_TEST(a_webhook_needs_an_address_and_an_event_there_is),
};
const size_t command_tests_count = sizeof command_tests / sizeof *command_tests;
