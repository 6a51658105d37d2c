/* The same request twice: operation ids through serve(). */
#include "web_help.h"

#include <stdio.h>
#include <string.h>

static int with_key(struct web *w, const char *token, const char *key, const char *json)
{
	char headers[500];
	snprintf(headers, sizeof headers,
	         "Content-Type: application/json\nAuthorization: Bearer %s\n"
	         "Idempotency-Key: %s",
	         token, key);
	return web_ask(w, POST, "/api/v1/notes", headers, json);
}

static void a_repeated_request_is_done_once_and_answered_alike(void **state)
{
	struct web *w = *state;
	const char *token = web_token(w, 1, true);
	char first[1000], where[100];
	assert_int_equal(with_key(w, token, "key-00000001", "{\"title\":\"ab\",\"count\":2}"), 201);
	snprintf(first, sizeof first, "%s", w->body);
	snprintf(where, sizeof where, "%s", web_header(w, "Location"));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
			with_key(w, token, "key-00000001", "{\"count\":2,\"title\":\"ab\"}"), 201);
		assert_string_equal(w->body, first);
		assert_string_equal(web_header(w, "Location"), where);
		assert_string_equal(web_header(w, "Idempotency-Replayed"), "true");
	}
	assert_int_equal(web_count(w, "note", "1 = 1"), 1);
}

static void one_key_serves_one_content_and_one_person(void **state)
{
	struct web *w = *state;
	const char *token = web_token(w, 1, true), *other = web_token(w, 2, true);
	assert_int_equal(with_key(w, token, "key-00000001", "{\"title\":\"ab\"}"), 201);
	assert_int_equal(with_key(w, token, "key-00000001", "{\"title\":\"ac\"}"), 422);
	assert_has(w->body, "/problems/");
	assert_int_equal(with_key(w, other, "key-00000001", "{\"title\":\"ad\"}"), 201);
	assert_has(w->body, "\"title\":\"ad\"");
	assert_int_equal(with_key(w, token, "short", "{\"title\":\"ab\"}"), 422);
	assert_int_equal(web_count(w, "note", "1 = 1"), 2);
}

static void field_errors_are_not_kept_but_lost_races_are(void **state)
{
	struct web *w = *state;
	const char *token = web_token(w, 1, true);
	assert_int_equal(with_key(w, token, "key-00000001", "{\"title\":\"a\"}"), 422);
	assert_int_equal(with_key(w, token, "key-00000001", "{\"title\":\"ab\"}"), 201);
	assert_int_equal(with_key(w, token, "key-00000002", "{\"title\":\"晚了\"}"), 409);
	assert_int_equal(with_key(w, token, "key-00000002", "{\"title\":\"晚了\"}"), 409);
	assert_string_equal(web_header(w, "Idempotency-Replayed"), "true");
	assert_int_equal(web_count(w, "operation", "status = 409"), 1);
}

static void a_form_sent_twice_is_done_once_and_edited_offers_a_new_one(void **state)
{
	struct web *w = *state;
	web_visit(w, NULL);
	assert_int_equal(web_form(w, "/notes", "title=ab&_op=operation-1"), 303);
	assert_int_equal(web_form(w, "/notes", "title=ab&_op=operation-1"), 303);
	assert_int_equal(web_count(w, "note", "1 = 1"), 1);
	assert_int_equal(web_form(w, "/notes", "title=cd&_op=operation-1"), 422);
	assert_has(w->body, "<form method=\"post\" action=\"/notes\"");
	assert_has(w->body, "name=\"title\" aria-required=\"true\" aria-describedby=\"f-title-h\" "
	                    "value=\"cd\"");
	assert_has_not(w->body, "value=\"operation-1\"");
}

const struct CMUnitTest replay_tests[] = {
	WEB_TEST(a_repeated_request_is_done_once_and_answered_alike),
	WEB_TEST(one_key_serves_one_content_and_one_person),
	WEB_TEST(field_errors_are_not_kept_but_lost_races_are),
	WEB_TEST(a_form_sent_twice_is_done_once_and_edited_offers_a_new_one),
};
const size_t replay_tests_count = sizeof replay_tests / sizeof replay_tests[0];
