#include "desk.h"
#include "sink.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/outbox.h"
#include "core/setting.h"

static void settle_all(struct desk *d, bool sent)
{
	size_t n = 0;
	struct delivery *at = outbox_lease(&d->c, &n);
	for (size_t i = 0; i < n; i++) {
		at[i].sent = sent;
		at[i].fault = sent ? NULL : "busy";
	}
	outbox_settle(&d->c, at, n);
}

static size_t due(struct desk *d)
{
	size_t n = 0;
	db_savepoint(d->c.db);
	outbox_lease(&d->c, &n);
	db_rollback_to(d->c.db);
	return n;
}

static void give_email(struct desk *d, int64_t person, const char *email)
{
	desk_script(d, arena_printf(d->c.mem, "UPDATE person SET email = '%s' WHERE id = %lld",
	                            crypto_seal(d->keys, d->c.mem, "person", "email",
	                                        desk_uid(person), email),
	                            (long long)person));
}

static void a_message_goes_to_the_inbox_and_to_the_channels_a_person_has(void **state)
{
	struct desk *d = *state;
	outbox_add(&d->c, 1, "已接单", "示例队接了您的单子。", "/orders/x");
	assert_true(d->c.woke);
	assert_int_equal(desk_count(d, "inbox", "person = 1 AND read_at IS NULL"), 1);
	assert_int_equal(desk_count(d, "outbox", "channel = 1"), 1);
	give_email(d, 2, "sample@example.org");
	desk_script(d, "UPDATE person SET no_sms = 1 WHERE id = 2");
	outbox_add(&d->c, 2, "a", "b", NULL);
	assert_int_equal(desk_count(d, "outbox", "person = 2 AND channel = 1"), 0);
	assert_int_equal(desk_count(d, "outbox", "person = 2 AND channel = 2"), 1);
	setting_set(&d->c, "channel.sms", "0");
	outbox_add(&d->c, 3, "a", "b", NULL);
	assert_int_equal(desk_count(d, "outbox", "person = 3"), 0);
	assert_int_equal(desk_count(d, "inbox", "person = 3"), 1);
}

static void a_message_of_a_change_that_was_undone_never_leaves(void **state)
{
	struct desk *d = *state;
	db_savepoint(d->c.db);
	outbox_add(&d->c, 1, "a", "b", NULL);
	db_rollback_to(d->c.db);
	assert_int_equal(due(d), 0);
	assert_int_equal(desk_count(d, "inbox", "1 = 1"), 0);
}

static void the_address_is_opened_at_the_lease_and_kept_nowhere(void **state)
{
	struct desk *d = *state;
	size_t n = 0;
	outbox_add(&d->c, 1, "a", "b", "/x");
	struct delivery *at = outbox_lease(&d->c, &n);
	assert_int_equal(n, 1);
	assert_string_equal(at->to, "13800000001");
	assert_string_equal(at->link, "/x");
	assert_int_equal(at->channel, CHANNEL_SMS);
	assert_int_equal(desk_count(d, "outbox", "body LIKE '%1380%' OR subject LIKE '%1380%'"), 0);
}

static void a_lease_keeps_others_away_for_two_minutes(void **state)
{
	struct desk *d = *state;
	size_t n = 0;
	for (int i = 0; i < 20; i++)
		outbox_add(&d->c, 1, "a", "b", NULL);
	outbox_lease(&d->c, &n);
	assert_int_equal(n, 16);
	outbox_lease(&d->c, &n);
	assert_int_equal(n, 4);
	outbox_lease(&d->c, &n);
	assert_int_equal(n, 0);
	d->c.now += 2 * MINUTE;
	assert_int_equal(due(d), 16);
}

/* More than one lease takes: those overtaken do not stand in the way of the last. */
static void of_many_words_about_an_order_only_the_last_leaves(void **state)
{
	struct desk *d = *state;
	size_t n = 0;
	for (int i = 1; i <= 40; i++)
		outbox_tell(&d->c, &(struct outbox_note){.person = 1,
		                                         .subject = "a",
		                                         .body = i < 40 ? "old" : "new",
		                                         .order = 7,
		                                         .order_revision = i});
	outbox_tell(&d->c, &(struct outbox_note){
				   .person = 1, .subject = "a", .body = "other", .order = 8});
	struct delivery *at = outbox_lease(&d->c, &n);
	assert_int_equal(n, 2);
	assert_string_equal(at[0].body, "new");
	assert_string_equal(at[1].body, "other");
	assert_int_equal(desk_count(d, "outbox", "state = 4"), 39);
	assert_int_equal(desk_count(d, "inbox", "1 = 1"), 41);
}

static void what_failed_does_not_come_after_newer_words(void **state)
{
	struct desk *d = *state;
	struct outbox_note note = {
		.person = 1, .subject = "a", .body = "old", .order = 7, .order_revision = 1};
	outbox_tell(&d->c, &note);
	settle_all(d, false); /* again in a minute */
	note.body = "new";
	note.order_revision = 2;
	outbox_tell(&d->c, &note);
	settle_all(d, true);
	assert_int_equal(desk_count(d, "outbox", "state = 4 AND body = 'old'"), 1);
	d->c.now += 3 * MINUTE;
	assert_int_equal(due(d), 0);
}

static void failures_are_tried_again_at_growing_distance_then_given_up(void **state)
{
	struct desk *d = *state;
	static const int64_t waits[] = {MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR};
	desk_script(d, "INSERT INTO channel_choice (person, email, quiet_from, quiet_to, digest)"
	               " VALUES (1, 1, 0, 0, 0)"); /* never quiet */
	outbox_add(&d->c, 1, "a", "b", NULL);
	for (size_t i = 0; i < 5; i++) {
		settle_all(d, false);
		d->c.now += waits[i] - 1;
		assert_int_equal(due(d), 0);
		d->c.now += 1;
		assert_int_equal(due(d), 1);
	}
	settle_all(d, false);
	d->c.now += 30 * DAY;
	assert_int_equal(due(d), 0);
	assert_int_equal(desk_count(d, "outbox", "state = 2 AND tries = 6 AND fault = 'busy'"), 1);
}

static void what_was_sent_is_not_sent_again(void **state)
{
	struct desk *d = *state;
	outbox_add(&d->c, 1, "a", "b", NULL);
	settle_all(d, true);
	d->c.now += 30 * DAY;
	assert_int_equal(due(d), 0);
	assert_int_equal(desk_count(d, "outbox", "state = 1 AND fault IS NULL"), 1);
}

static void a_message_without_an_address_is_given_up_at_once(void **state)
{
	struct desk *d = *state;
	struct outbox_config cfg = {.sms_url = "http://127.0.0.1:1/"};
	size_t n = 0;
	outbox_add(&d->c, 1, "a", "b", NULL);
	desk_script(d, "UPDATE person SET phone = NULL WHERE id = 1");
	struct delivery *at = outbox_lease(&d->c, &n);
	outbox_send(&cfg, at);
	assert_false(at->sent);
	assert_string_equal(at->fault, "no address");
	outbox_settle(&d->c, at, n);
	assert_int_equal(desk_count(d, "outbox", "state = 2"), 1);
}

static void a_channel_without_a_gateway_is_off_and_not_tried_again(void **state)
{
	struct desk *d = *state;
	struct outbox_config cfg = {.sms_url = ""};
	size_t n = 0;
	outbox_add(&d->c, 1, "a", "b", NULL);
	struct delivery *at = outbox_lease(&d->c, &n);
	outbox_send(&cfg, at);
	assert_true(at->off && !at->sent);
	outbox_settle(&d->c, at, n);
	assert_int_equal(desk_count(d, "outbox", "state = 3 AND tries = 0"), 1);
}

static const char *url(struct desk *d, const char *scheme, const struct sink *s)
{
	return arena_printf(d->c.mem, "%s://127.0.0.1:%d", scheme, s->port);
}

static void an_sms_reaches_its_gateway_as_json(void **state)
{
	struct desk *d = *state;
	struct sink s;
	size_t n = 0;
	sink_start(&s, false);
	struct outbox_config cfg = {.sms_url = url(d, "http", &s),
	                            .sms_token = "secret",
	                            .base_url = "https://example.org"};
	outbox_add(&d->c, 1, "已接单", "\"示例队\"接了。", "/orders/x");
	struct delivery *at = outbox_lease(&d->c, &n);
	outbox_send(&cfg, at);
	sink_stop(&s);
	assert_true(at->sent);
	assert_non_null(strstr(s.heard, "POST / HTTP/1.1\r\n"));
	assert_non_null(strstr(s.heard, "Authorization: Bearer secret\r\n"));
	assert_non_null(strstr(s.heard, "Content-Type: application/json\r\n"));
	assert_non_null(
		strstr(s.heard, arena_printf(d->c.mem, "Idempotency-Key: %s\r\n", at->uid)));
	assert_non_null(strstr(s.heard,
	                       "{\"phone\":\"13800000001\",\"text\":\"已接单：\\\"示例队\\\"接了。"
	                       " https://example.org/orders/x\"}"));
}

static void a_gateway_that_refuses_is_silent_or_absent_is_a_failure(void **state)
{
	struct desk *d = *state;
	struct sink s;
	size_t n = 0;
	sink_start(&s, false);
	struct outbox_config cfg = {.sms_url = url(d, "http", &s)};
	outbox_add(&d->c, 1, "a", "b", NULL);
	struct delivery *at = outbox_lease(&d->c, &n);
	s.status = 503;
	outbox_send(&cfg, at);
	assert_false(at->sent);
	assert_string_equal(at->fault, "answered 503");
	s.status = 302;
	outbox_send(&cfg, at);
	assert_false(at->sent);
	s.status = 200;
	s.silent = 8;
	int64_t from = clock_mono_ms();
	outbox_send(&cfg, at);
	assert_false(at->sent);
	assert_in_range(clock_mono_ms() - from, 5000, 7500);
	sink_stop(&s);
	outbox_send(&cfg, at);
	assert_false(at->sent);
	assert_non_null(at->fault);
	cfg.sms_url = "file:///etc/passwd";
	outbox_send(&cfg, at);
	assert_false(at->sent);
}

static void a_letter_reaches_its_server_with_encoded_subject_and_body(void **state)
{
	struct desk *d = *state;
	struct sink s;
	size_t n = 0;
	sink_start(&s, true);
	struct outbox_config cfg = {.smtp_url = url(d, "smtp", &s),
	                            .smtp_from = "wudan@example.org",
	                            .base_url = "https://example.org"};
	give_email(d, 6, "sample@example.org");
	desk_script(d, "UPDATE person SET no_sms = 1 WHERE id = 6");
	outbox_add(&d->c, 6, "您的单子已经由示例队接下，请等候联系\r\nBcc: x@example.org", "正文",
	           "/o");
	struct delivery *at = outbox_lease(&d->c, &n);
	assert_int_equal(n, 1);
	outbox_send(&cfg, at);
	sink_stop(&s);
	if (!at->sent)
		fail_msg("%s", at->fault);
	assert_non_null(strstr(s.heard, "MAIL FROM:<wudan@example.org>"));
	assert_non_null(strstr(s.heard, "RCPT TO:<sample@example.org>"));
	assert_non_null(strstr(
		s.heard, "Subject: =?UTF-8?B?5oKo55qE5Y2V5a2Q5bey57uP55Sx56S65L6L6Zif5o6l5LiL77yM"
			 "?=\r\n =?UTF-8?B?"));
	assert_null(strstr(s.heard, "Bcc: x"));
	const char *date = strstr(s.heard, "\r\nDate: ");
	assert_non_null(date);
	assert_memory_equal(date + 11, ", ", 2);
	assert_memory_equal(date + strcspn(date + 2, "\r") - 3, "+0800", 5);
	assert_non_null(strstr(s.heard, "\r\n5q2j5paHCgpodHRwczovL2V4YW1wbGUub3JnL28=\r\n"));
}

static void a_letter_to_what_is_no_address_is_not_sent(void **state)
{
	struct desk *d = *state;
	struct sink s;
	static const char *const bad[] = {"a@b\r\nRCPT TO:<x@y>", "a b@c", "<a@b>", "nobody",
	                                  "a@b,c@d"};
	sink_start(&s, true);
	struct outbox_config cfg = {.smtp_url = url(d, "smtp", &s), .smtp_from = "w@example.org"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct delivery at = {.channel = CHANNEL_EMAIL,
		                      .to = bad[i],
		                      .subject = "s",
		                      .body = "b",
		                      .uid = "u"};
		outbox_send(&cfg, &at);
		assert_false(at.sent);
	}
	sink_stop(&s);
	assert_int_equal(s.visits, 0);
}

static void a_webhook_is_signed_over_time_and_body(void **state)
{
	struct desk *d = *state;
	struct sink s;
	size_t n = 0;
	char at_text[20] = "";
	sink_start(&s, false);
	struct outbox_config cfg = {.webhook_secret = "shared"};
	desk_script(
		d,
		arena_printf(
			d->c.mem,
			"INSERT INTO webhook (url, event) VALUES"
			" ('%s/hook', 'order.accepted'), ('http://127.0.0.1:1/', 'order.closed')",
			url(d, "http", &s)));
	outbox_hook(&d->c, "order.accepted", "{\"id\":\"x\"}");
	outbox_hook(&d->c, "order.offered", "{}");
	struct delivery *at = outbox_lease(&d->c, &n);
	assert_int_equal(n, 1);
	outbox_send(&cfg, at);
	sink_stop(&s);
	assert_true(at->sent);
	assert_non_null(strstr(s.heard, "POST /hook HTTP/1.1\r\n"));
	assert_non_null(strstr(s.heard, "X-Wudan-Event: order.accepted\r\n"));
	const char *when = strstr(s.heard, "X-Wudan-Time: ") + 14;
	memcpy(at_text, when, strcspn(when, "\r"));
	const char *mac = crypto_signature(d->c.mem, "shared",
	                                   arena_printf(d->c.mem, "%s.{\"id\":\"x\"}", at_text));
	assert_non_null(
		strstr(s.heard, arena_printf(d->c.mem, "X-Wudan-Signature: sha256=%s\r\n", mac)));
	assert_non_null(strstr(s.heard, "\r\n\r\n{\"id\":\"x\"}"));
}

static void a_word_about_a_duty_leaves_past_what_is_switched_off_but_never_to_the_dead(void **state)
{
	struct desk *d = *state;
	const struct outbox_note word = {
		.person = 1, .subject = "职责变动", .body = "b", .urgent = true, .every = true};
	give_email(d, 1, "sample@example.org");
	setting_set(&d->c, "channel.sms", "0");
	setting_set(&d->c, "channel.email", "0");
	desk_script(d, "UPDATE person SET no_sms = 1 WHERE id = 1");
	outbox_tell(&d->c, &word);
	desk_script(d, "INSERT INTO channel_choice (person, email, digest, quiet_from, quiet_to)"
	               " VALUES (1, 0, 1, 0, 23)");
	assert_int_equal(due(d), 2); /* switched off before and after it was written */
	settle_all(d, false);
	assert_int_equal(desk_count(d, "outbox", "state = 0 AND tries = 1"), 2);
	d->c.now += 120;
	assert_int_equal(due(d), 2); /* tried again, and asked the same again */
	desk_script(d, "UPDATE person SET ended = 1 WHERE id = 1");
	settle_all(d, true);
	assert_int_equal(desk_count(d, "outbox", "state IN (0, 1)"), 0);
	outbox_tell(&d->c, &word);
	assert_int_equal(desk_count(d, "outbox", "1 = 1"), 2);
	assert_int_equal(desk_count(d, "inbox", "1 = 1"), 1);
}

const struct CMUnitTest outbox_tests[] = {
	DESK_TEST(a_message_goes_to_the_inbox_and_to_the_channels_a_person_has),
	DESK_TEST(a_message_of_a_change_that_was_undone_never_leaves),
	DESK_TEST(the_address_is_opened_at_the_lease_and_kept_nowhere),
	DESK_TEST(a_lease_keeps_others_away_for_two_minutes),
	DESK_TEST(of_many_words_about_an_order_only_the_last_leaves),
	DESK_TEST(what_failed_does_not_come_after_newer_words),
	DESK_TEST(failures_are_tried_again_at_growing_distance_then_given_up),
	DESK_TEST(what_was_sent_is_not_sent_again),
	DESK_TEST(a_message_without_an_address_is_given_up_at_once),
	DESK_TEST(a_channel_without_a_gateway_is_off_and_not_tried_again),
	DESK_TEST(an_sms_reaches_its_gateway_as_json),
	DESK_TEST(a_gateway_that_refuses_is_silent_or_absent_is_a_failure),
	DESK_TEST(a_letter_reaches_its_server_with_encoded_subject_and_body),
	DESK_TEST(a_letter_to_what_is_no_address_is_not_sent),
	DESK_TEST(a_webhook_is_signed_over_time_and_body),
	DESK_TEST(a_word_about_a_duty_leaves_past_what_is_switched_off_but_never_to_the_dead),
};
const size_t outbox_tests_count = sizeof outbox_tests / sizeof outbox_tests[0];
