#include "web_help.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/audit.h"
#include "web/events.h"

/* ---- hall ---- */

static void a_literal_part_wins_over_an_id(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_get(w, "/notes/new"), 200);
	assert_has(w->body, "新的记录");
	assert_int_equal(web_get(w, "/notes/newer"), 404);
}

static void unknown_paths_are_404_and_unknown_methods_405(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_get(w, "/nothing"), 404);
	assert_has(w->body, "示例云"); /* within the frame */
	assert_int_equal(web_ask(w, DELETE, "/notes", NULL, NULL), 405);
	assert_string_equal(web_header(w, "Allow"), "GET, HEAD, POST");
	assert_int_equal(web_api(w, GET, "/api/v1/notes/new", NULL, NULL), 404); /* a page only */
	assert_int_equal(web_get(w, "/openapi.json"), 404);                      /* an API only */
	assert_int_equal(web_get(w, "/api/v2/notes"), 404);
}

static void the_api_is_the_same_row_with_another_face(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_api(w, GET, "/api/v1/notes", NULL, NULL), 200);
	assert_string_equal(w->body, "{\"items\":[],\"next\":null,\"total\":0}");
	assert_string_equal(web_header(w, "Content-Type"), "application/json; charset=utf-8");
}

static void a_strange_host_is_refused(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_ask(w, GET, "/notes/new", "Host: evil.example", NULL), 400);
	assert_int_equal(web_ask(w, GET, "/notes/new", "Host: wudan.example.evil", NULL), 400);
	assert_int_equal(web_ask(w, GET, "/notes/new", "Host: 127.0.0.1:8080/x", NULL), 400);
	assert_int_equal(web_ask(w, GET, "/notes/new", "Host: WUDAN.example", NULL), 200);
	assert_int_equal(web_ask(w, GET, "/notes/new", "Host: localhost:8080", NULL), 200);
}

static void every_reply_carries_the_security_headers(void **state)
{
	struct web *w = *state;
	static const char *const paths[] = {"/notes/new",    "/nothing",     "/healthz",
	                                    "/api/v1/notes", "/api/v1/none", "/staff"};
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		web_get(w, paths[i]);
		assert_string_equal(web_header(w, "Content-Security-Policy"),
		                    "default-src 'none'; script-src 'self'; style-src 'self'; "
		                    "img-src 'self' data:; "
		                    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
		                    "form-action 'self'; "
		                    "base-uri 'none'; frame-ancestors 'none'");
		assert_string_equal(web_header(w, "X-Content-Type-Options"), "nosniff");
		assert_string_equal(web_header(w, "X-Frame-Options"), "DENY");
		assert_string_equal(web_header(w, "Referrer-Policy"), "same-origin");
		assert_string_equal(web_header(w, "Cross-Origin-Opener-Policy"), "same-origin");
		assert_string_equal(web_header(w, "Cache-Control"), "no-store");
		assert_null(web_header(w, "Server"));
		assert_null(web_header(w, "Access-Control-Allow-Origin"));
		assert_null(web_header(w, "Strict-Transport-Security"));
	}
	w->site.secure = true;
	web_get(w, "/notes/new");
	assert_non_null(web_header(w, "Strict-Transport-Security"));
	assert_has(web_header(w, "Set-Cookie"), "__Host-wudan_anon=");
	assert_has(web_header(w, "Set-Cookie"), "; Secure");
	assert_has(web_header(w, "Set-Cookie"), "; Path=/; HttpOnly; SameSite=Lax");
}

/* ---- forged requests ---- */

static void a_form_without_its_token_is_refused(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_form(w, "/notes", "title=abc"), 403);
	web_visit(w, NULL);
	assert_int_equal(web_form(w, "/notes", "title=abc"), 303);
	const char *mine = w->csrf;
	w->csrf = "0000000000000000000000000000000000000000000000000000000000000000";
	assert_int_equal(web_form(w, "/notes", "title=abc"), 403);
	w->csrf = NULL;
	assert_int_equal(web_form(w, "/notes", "title=abc"), 403);
	w->csrf = mine;
	w->cookies = NULL;
	assert_int_equal(web_form(w, "/notes", "title=abc"), 403);
}

static void a_token_of_one_visitor_does_not_serve_another(void **state)
{
	struct web *w = *state;
	web_visit(w, NULL);
	const char *theirs = w->csrf;
	web_visit(w, NULL);
	w->csrf = theirs;
	assert_int_equal(web_form(w, "/notes", "title=abc"), 403);
	const char *session = web_token(w, 1, false);
	web_visit(w, session);
	assert_int_equal(web_form(w, "/notes", "title=abc"), 303);
	w->csrf = theirs;
	assert_int_equal(web_form(w, "/notes", "title=abc"), 403);
}

static void a_foreign_origin_is_refused(void **state)
{
	struct web *w = *state;
	char headers[500], body[300];
	static const struct {
		const char *line;
		int status;
	} cases[] = {
		{"Origin: http://evil.example", 403},
		{"Origin: null", 403},
		{"Origin: http://127.0.0.1:8080.evil.example", 403},
		{"Origin: http://127.0.0.1:8080/evil", 403},
		{"Sec-Fetch-Site: cross-site", 403},
		{"Sec-Fetch-Site: same-site", 403},
		{"Sec-Fetch-Site: same-origin", 303},
		{"Sec-Fetch-Site: none", 303},
		{"Origin: https://wudan.example", 303},
		{"X-Other: none of them", 303},
	};
	web_visit(w, NULL);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		snprintf(headers, sizeof headers,
		         "Content-Type: application/x-www-form-urlencoded\nCookie: %s\n%s",
		         w->cookies, cases[i].line);
		snprintf(body, sizeof body, "title=abc&_csrf=%s", w->csrf);
		assert_int_equal(web_ask(w, POST, "/notes", headers, body), cases[i].status);
	}
}

static void the_api_takes_no_cookie_and_no_form(void **state)
{
	struct web *w = *state;
	const char *session = web_token(w, 1, false);
	char headers[300];
	snprintf(headers, sizeof headers,
	         "Cookie: wudan_session=%s\nContent-Type: application/json", session);
	assert_int_equal(web_ask(w, POST, "/api/v1/notes/x/touch", headers, "{}"), 401);
	static const char *const types[] = {"application/x-www-form-urlencoded", "text/plain",
	                                    "multipart/form-data; boundary=x", "application/jsonp"};
	for (size_t i = 0; i < 4; i++) {
		snprintf(headers, sizeof headers, "Content-Type: %s", types[i]);
		assert_int_equal(web_ask(w, POST, "/api/v1/notes", headers, "{\"title\":\"abc\"}"),
		                 415);
	}
	assert_int_equal(web_ask(w, POST, "/api/v1/notes", NULL, "{\"title\":\"abc\"}"), 415);
	assert_int_equal(web_ask(w, POST, "/notes", "Content-Type: application/json", "{}"), 415);
	assert_int_equal(web_ask(w, POST, "/api/v1/notes",
	                         "Content-Type: application/json; charset=utf-8",
	                         "{\"title\":\"abc\"}"),
	                 201);
}

/* ---- gate ---- */

static void a_guest_is_asked_to_sign_in(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_get(w, "/staff?a=1&b=%E4%BA%94"), 303);
	assert_string_equal(w->rq->reply.location,
	                    "/sign-in?next=/staff%3Fa%3D1%26b%3D%25E4%25BA%2594");
	assert_int_equal(web_api(w, GET, "/api/v1/staff", NULL, NULL), 401);
	assert_string_equal(web_header(w, "WWW-Authenticate"), "Bearer");
	assert_string_equal(web_header(w, "Content-Type"),
	                    "application/problem+json; charset=utf-8");
}

static void who_may_not_is_denied_and_written_down(void **state)
{
	struct web *w = *state;
	const char *token = web_token(w, 1, true);
	assert_int_equal(web_api(w, GET, "/api/v1/staff", token, NULL), 403);
	assert_int_equal(
		web_count(w, "audit", "action = 'access.denied' AND detail = 'GET /staff'"), 1);
	const char *other = web_token(w, 2, true);
	assert_int_equal(web_api(w, POST, "/api/v1/notes/n1/touch", other, "{}"), 403);
	assert_int_equal(web_count(w, "audit", "action = 'access.denied' AND subject = 'n1'"), 1);
}

static int64_t denials(struct web *w)
{
	return web_count(w, "audit", "action = 'access.denied'");
}

static void the_same_look_is_written_down_once_an_hour_and_sixty_at_most(void **state)
{
	struct web *w = *state;
	const char *token = web_token(w, 1, true), *other = web_token(w, 2, true);
	int64_t start = clock_now(), hour = start / HOUR * HOUR;
	clock_shift(hour + HOUR - start);
	for (int i = 0; i < 5; i++)
		assert_int_equal(web_api(w, GET, "/api/v1/staff", token, NULL), 403);
	assert_int_equal(denials(w), 1);
	assert_int_equal(web_api(w, GET, "/api/v1/staff", other, NULL), 403);
	assert_int_equal(denials(w), 2);
	for (int i = 0; i < 100; i++)
		assert_int_equal(web_api(w, POST,
		                         arena_printf(w->mem, "/api/v1/notes/x%d/touch", i), other,
		                         "{}"),
		                 403);
	assert_int_equal(denials(w), 61);
	clock_shift(hour + 2 * HOUR - start);
	assert_int_equal(web_api(w, GET, "/api/v1/staff", other, NULL), 403);
	assert_int_equal(denials(w), 62);
	clock_shift(0);
}

static void a_route_without_a_permission_is_closed(void **state)
{
	struct web *w = *state;
	for (int64_t person = 1; person <= 5; person++)
		assert_int_equal(
			web_api(w, GET, "/api/v1/closed", web_token(w, person, true), NULL), 403);
}

static void a_dead_token_is_401_and_a_dead_cookie_a_guest(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_api(w, GET, "/api/v1/notes", "no-such-token", NULL), 401);
	assert_int_equal(web_ask(w, GET, "/notes/new", "Cookie: wudan_session=no-such-token", NULL),
	                 200);
	bool cleared = false;
	for (size_t i = 0; i < w->rq->reply.headers.count; i++)
		cleared |= text_starts(w->rq->reply.headers.at[i].value, "wudan_session=; Path=/");
	assert_true(cleared);
}

static void a_used_session_is_seen_again_after_a_while(void **state)
{
	struct web *w = *state;
	const char *token = web_token(w, 1, true);
	desk_script(w->desk, "UPDATE session SET last_seen = last_seen - 400");
	assert_int_equal(web_count(w, "session", "last_seen < started"), 1);
	assert_int_equal(web_api(w, GET, "/api/v1/notes", token, NULL), 200);
	assert_int_equal(web_count(w, "session", "last_seen < started"), 0);
}

/* ---- desk and window ---- */

static void a_change_answers_with_what_a_client_would_fetch_next(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "{\"title\":\"五单\"}"), 201);
	assert_has(w->body, "\"title\":\"五单\"");
	assert_has(w->body, "\"inner\":{\"name\":null,\"phone\":null}}");
	assert_has_not(w->body, "owner");
	const char *location = web_header(w, "Location");
	assert_true(text_starts(location, "/api/v1/notes/"));
	char copy[100], first[1000];
	snprintf(copy, sizeof copy, "%s", location);
	snprintf(first, sizeof first, "%s", w->body);
	assert_int_equal(web_get(w, copy), 200);
	assert_string_equal(w->body, first);
}

static void a_form_leads_to_the_page_of_what_it_made(void **state)
{
	struct web *w = *state;
	web_visit(w, NULL);
	assert_int_equal(web_form(w, "/notes", "title=%E4%BA%94%E5%8D%95"), 303);
	assert_true(text_starts(w->rq->reply.location, "/notes/"));
	assert_string_equal(w->body, "");
	char path[100];
	snprintf(path, sizeof path, "%s", w->rq->reply.location);
	assert_int_equal(web_get(w, path), 200);
	assert_has(w->body, "<h2>五单</h2>");
}

static void what_was_typed_wrong_stands_in_the_form_again(void **state)
{
	struct web *w = *state;
	web_visit(w, NULL);
	assert_int_equal(web_form(w, "/notes", "title=a&text=%3Cb%3E&phone=12"), 422);
	assert_has(w->body, "标题至少 2 个字，现在 1 个");
	assert_has(w->body, "手机号应为 11 位");
	assert_has(w->body, "value=\"a\"");
	assert_has(w->body, "&lt;b&gt;</textarea>");
	assert_has(w->body, "aria-invalid=\"true\" aria-describedby=\"f-title-e f-title-h\"");
	assert_int_equal(web_count(w, "note", "1 = 1"), 0);
}

static void a_problem_of_the_api_names_its_fields(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL,
	                         "{\"title\":\"a\",\"role\":1,\"uid\":\"x\"}"),
	                 422);
	assert_has(w->body, "{\"type\":\"/problems/invalid");
	assert_has(w->body, "\"status\":422");
	assert_has(w->body, "{\"field\":\"role\",\"message\":\"没有这一项\"}");
	assert_has(w->body, "{\"field\":\"uid\",\"message\":\"这一项由系统填写，不能提交\"}");
	assert_has(w->body, "{\"field\":\"title\",\"message\":\"标题至少 2 个字，现在 1 个\"}");
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "{\"title\":\"ab\""), 400);
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "[]"), 400);
}

static void a_route_that_takes_nothing_refuses_everything(void **state)
{
	struct web *w = *state;
	const char *token = web_token(w, 1, true);
	assert_int_equal(web_api(w, POST, "/api/v1/notes/n1/touch", token, "{\"state\":\"open\"}"),
	                 422);
	assert_int_equal(web_api(w, POST, "/api/v1/notes/n1/touch", token, "{}"), 200);
	assert_string_equal(w->body, "{\"done\":true}"); /* there is no such note to show */
}

static void a_lost_race_says_what_the_state_is_now(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "{\"title\":\"晚了\"}"), 409);
	assert_has(w->body, "\"state\":\"closed\"");
	assert_has(w->body, "别人先了一步");
}

static void a_database_fault_is_500_and_keeps_nothing(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "{\"title\":\"坏的\"}"), 500);
	assert_has_not(w->body, "INSERT");
	assert_has_not(w->body, "NULL");
	assert_int_equal(web_count(w, "note", "1 = 1"), 0);
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "{\"title\":\"好的\"}"), 201);
}

static void slow_work_is_done_before_the_transaction(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_get(w, "/slow"), 200);
	assert_true(text_starts(w->body, "ready "));
	assert_int_equal(w->rq->reply.cookie_count, 1); /* that the token is bound to */
	assert_int_equal(web_get(w, "/slow?how=bad"), 422);
}

static void what_a_refused_preparation_noted_is_kept(void **state)
{
	struct web *w = *state;
	const char *token = web_token(w, 1, true);
	desk_script(w->desk, "UPDATE session SET last_seen = last_seen - 400");
	assert_int_equal(web_api(w, GET, "/api/v1/slow?how=bad", token, NULL), 422);
	assert_int_equal(web_count(w, "session", "last_seen < started"), 0);
}

static void pages_are_told_only_of_what_was_kept(void **state)
{
	struct web *w = *state;
	uint64_t before = events_now(w->site.events);
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "{\"title\":\"a\"}"), 422);
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "{\"title\":\"坏的\"}"), 500);
	assert_int_equal(events_now(w->site.events), before);
	assert_int_equal(web_api(w, POST, "/api/v1/notes", NULL, "{\"title\":\"ab\"}"), 201);
	assert_int_equal(events_now(w->site.events), before + 1);
}

/* ---- the routes every site has ---- */

static void the_look_is_remembered_in_cookies(void **state)
{
	struct web *w = *state;
	web_visit(w, NULL);
	assert_int_equal(web_form(w, "/view", "mode=elder&fs=3&theme=none&next=/notes/new"), 303);
	assert_string_equal(w->rq->reply.location, "/notes/new");
	assert_int_equal(w->rq->reply.cookie_count, 2);
	assert_true(text_starts(w->rq->reply.cookies[0], "mode=elder; Path=/"));
	assert_int_equal(web_form(w, "/view", "mode=elder&next=//evil.example"), 303);
	assert_string_equal(w->rq->reply.location, "/");
	assert_int_equal(web_form(w, "/view", "mode=elder&next=/%5Cevil.example"), 303);
	assert_string_equal(w->rq->reply.location, "/");
	assert_int_equal(web_ask(w, GET, "/notes/new", "Cookie: mode=elder; fs=3", NULL), 200);
	assert_has(w->body, "data-mode=\"elder\"");
	assert_has(w->body, "data-fs=\"3\"");
}

static void the_navigation_shows_what_may_be_opened(void **state)
{
	struct web *w = *state;
	web_get(w, "/notes/new");
	assert_has(w->body, "href=\"/notes\"");
	assert_has_not(w->body, "href=\"/staff\"");
}

static void health_metrics_and_description_answer(void **state)
{
	struct web *w = *state;
	assert_int_equal(web_get(w, "/healthz"), 200);
	assert_int_equal(web_get(w, "/readyz"), 200);
	assert_int_equal(web_get(w, "/metrics"), 404); /* 192.0.2.9 is not this machine */
	assert_int_equal(web_get(w, "/api/v1/openapi.json"), 200);
	assert_has(w->body, "\"/notes/{id}/touch\"");
	assert_has_not(w->body, "/notes/new");
}

static void guests_who_send_too_much_are_slowed(void **state)
{
	struct web *w = *state;
	int status = 0, n = 0;
	while (status != 429 && n++ < 1000)
		status = web_api(w, POST, "/api/v1/notes", NULL, "{}");
	assert_true(n > 100 && n < 1000);
	assert_non_null(web_header(w, "Retry-After"));
	assert_int_equal(web_get(w, "/notes/new"), 200);
}

static void a_made_up_token_does_not_help_past_the_bound(void **state)
{
	struct web *w = *state;
	char token[20];
	int status = 0, n = 0;
	while (status != 429 && n++ < 1000) {
		snprintf(token, sizeof token, "token%d", n);
		status = web_api(w, POST, "/api/v1/notes", token, "{\"title\":\"ab\"}");
		assert_true(status == 401 || status == 429);
	}
	assert_true(n > 100 && n < 1000);
	assert_non_null(web_header(w, "Retry-After"));
	assert_int_equal(
		web_api(w, POST, "/api/v1/notes", web_token(w, 1, true), "{\"title\":\"ab\"}"),
		201);
}

static void an_office_is_counted_by_its_ipv6_prefix(void **state)
{
	struct ctx c = {.mem = ((struct web *)*state)->mem, .source = "2001:db8:1:2::7"};
	const char *first = ctx_network(&c);
	c.source = "2001:db8:1:2:ffff::9";
	assert_string_equal(ctx_network(&c), first);
	c.source = "2001:db8:1:3::7";
	assert_string_not_equal(ctx_network(&c), first);
}

const struct CMUnitTest web_tests[] = {
	WEB_TEST(a_literal_part_wins_over_an_id),
	WEB_TEST(unknown_paths_are_404_and_unknown_methods_405),
	WEB_TEST(the_api_is_the_same_row_with_another_face),
	WEB_TEST(a_strange_host_is_refused),
	WEB_TEST(every_reply_carries_the_security_headers),
	WEB_TEST(a_form_without_its_token_is_refused),
	WEB_TEST(a_token_of_one_visitor_does_not_serve_another),
	WEB_TEST(a_foreign_origin_is_refused),
	WEB_TEST(the_api_takes_no_cookie_and_no_form),
	WEB_TEST(a_guest_is_asked_to_sign_in),
	WEB_TEST(who_may_not_is_denied_and_written_down),
	WEB_TEST(the_same_look_is_written_down_once_an_hour_and_sixty_at_most),
	WEB_TEST(a_route_without_a_permission_is_closed),
	WEB_TEST(a_dead_token_is_401_and_a_dead_cookie_a_guest),
	WEB_TEST(a_used_session_is_seen_again_after_a_while),
	WEB_TEST(a_change_answers_with_what_a_client_would_fetch_next),
	WEB_TEST(a_form_leads_to_the_page_of_what_it_made),
	WEB_TEST(what_was_typed_wrong_stands_in_the_form_again),
	WEB_TEST(a_problem_of_the_api_names_its_fields),
	WEB_TEST(a_route_that_takes_nothing_refuses_everything),
	WEB_TEST(a_lost_race_says_what_the_state_is_now),
	WEB_TEST(a_database_fault_is_500_and_keeps_nothing),
	WEB_TEST(slow_work_is_done_before_the_transaction),
	WEB_TEST(what_a_refused_preparation_noted_is_kept),
	WEB_TEST(pages_are_told_only_of_what_was_kept),
	WEB_TEST(the_look_is_remembered_in_cookies),
	WEB_TEST(the_navigation_shows_what_may_be_opened),
	WEB_TEST(health_metrics_and_description_answer),
	WEB_TEST(guests_who_send_too_much_are_slowed),
	WEB_TEST(a_made_up_token_does_not_help_past_the_bound),
	WEB_TEST(an_office_is_counted_by_its_ipv6_prefix),
};
const size_t web_tests_count = sizeof web_tests / sizeof web_tests[0];
