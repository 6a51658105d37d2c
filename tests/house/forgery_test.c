/* Requests that a foreign page, a foreign host or a careless keyboard makes, at every real address. */
#include "probe.h"

#include <stdio.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/text.h"
#include "features/auth/auth.h"
#include "store/db.h"
#include "web/route.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\n"
#define OURS "Origin: http://127.0.0.1:8080\n"

/* ---- forged forms ---- */

struct forgery {
	const char *what, *headers, *body; /* %s: the cookie; %s: the right token */
	int status;
};
static const struct forgery forgeries[] = {
	{"no token", OURS FORM "Cookie: %s", "", 403},
	{"a wrong token", OURS FORM "Cookie: %s", "_csrf=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 403},
	{"a foreign origin", "Origin: https://evil.example\n" FORM "Cookie: %s", "_csrf=%s", 403},
	{"our host as a subdomain of another",
         "Origin: http://127.0.0.1:8080.evil.example\n" FORM "Cookie: %s", "_csrf=%s", 403},
	{"no origin to speak of", "Origin: null\n" FORM "Cookie: %s", "_csrf=%s", 403},
	{"another site's page", "Sec-Fetch-Site: cross-site\n" FORM "Cookie: %s", "_csrf=%s", 403},
	{"a sibling site's page", "Sec-Fetch-Site: same-site\n" FORM "Cookie: %s", "_csrf=%s", 403},
	{"the token without its cookie", OURS FORM "X-Was: %s", "_csrf=%s", 403},
	{"plain text", OURS "Content-Type: text/plain\nCookie: %s", "_csrf=%s", 415},
	{"JSON", OURS "Content-Type: application/json\nCookie: %s", "{\"_csrf\":\"%s\"}", 415},
	{"a file form", OURS "Content-Type: multipart/form-data; boundary=x\nCookie: %s",
         "_csrf=%s", 415},
	{"no content type", OURS "Cookie: %s", "_csrf=%s", 415},
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void forge(struct world *w, const char *path, const struct browser *b,
                  const struct forgery *f)
{
	const char *headers = arena_printf(w->mem, f->headers, b->cookie);
	const char *body = strstr(f->body, "%s") ? arena_printf(w->mem, f->body, b->csrf) : f->body;
	if (probe(w, POST, path, headers, body) != f->status)
		fail_msg("%s with %s: %d", path, f->what, w->status);
}
#pragma GCC diagnostic pop

static void no_form_takes_a_request_from_elsewhere(struct world *w)
{
	const struct route *r;
	struct browser browsers[] = {probe_browser(w, GUEST), probe_browser(w, RESIDENT),
	                             probe_browser(w, SYSADMIN)};
	const char *before = probe_state(w);
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		if (r->method != POST || (r->flags & ROUTE_API))
			continue;
		for (size_t b = 0; b < 3; b++)
			for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++)
				forge(w, probe_path(w, r, NULL), &browsers[b], &forgeries[i]);
	}
	assert_string_equal(probe_state(w), before);
}

static void the_token_of_one_session_opens_no_other(struct world *w)
{
	struct browser mine = probe_browser(w, RESIDENT), his = probe_browser(w, OTHER_RESIDENT);
	struct browser mixed = {mine.cookie, his.csrf}, again = probe_browser(w, RESIDENT);
	assert_int_equal(probe_post(w, &mixed, "/view", "fs=2"), 403);
	mixed.csrf = again.csrf;
	assert_int_equal(probe_post(w, &mixed, "/view", "fs=2"), 403);
	mixed.csrf = probe_browser(w, GUEST).csrf;
	assert_int_equal(probe_post(w, &mixed, "/view", "fs=2"), 403);
	assert_int_equal(probe_post(w, &mine, "/view", "fs=2"), 303);
}

static void the_api_takes_neither_a_cookie_nor_a_form(struct world *w)
{
	static const char *const types[] = {"application/x-www-form-urlencoded", "text/plain",
	                                    "multipart/form-data; boundary=x", "application/jsonp",
	                                    NULL};
	const struct route *r;
	struct browser b = probe_browser(w, TOWNSHIP);
	const char *cookie = arena_printf(w->mem, OURS "Content-Type: application/json\nCookie: %s",
	                                  b.cookie);
	const char *before = probe_state(w);
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		if (r->method == GET || (r->flags & ROUTE_PAGE))
			continue;
		const char *path = arena_printf(w->mem, "/api/v1%s", probe_path(w, r, NULL));
		int status = probe(w, r->method, path, cookie, "{}");
		if (status != 401)
			fail_msg("%s by cookie: %d", path, status);
		for (const char *const *t = types; *t; t++)
			assert_int_equal(
				probe(w, r->method, path,
			              arena_printf(w->mem,
			                           "Authorization: Bearer %s\nContent-Type: %s",
			                           w->token[TOWNSHIP], *t),
			              "{}"),
				415);
	}
	assert_string_equal(probe_state(w), before);
}

static void only_our_own_host_is_answered(struct world *w)
{
	static const char *const hosts[] = {"evil.example",
	                                    "127.0.0.1:8080.evil.example",
	                                    "evil.example:8080",
	                                    "127.0.0.1:8080@evil.example",
	                                    "127.0.0.1:8080/evil",
	                                    "127.0.0.1",
	                                    "127.0.0.1:80800",
	                                    "",
	                                    " ",
	                                    "127.0.0.1:8080,evil.example",
	                                    NULL};
	for (const char *const *h = hosts; *h; h++)
		for (const char *const *path = (const char *const[]){"/", "/api/v1/wall",
		                                                     "/sign-in", "/healthz", NULL};
		     *path; path++)
			if (probe(w, GET, *path, arena_printf(w->mem, "Host: %s", *h), NULL) != 400)
				fail_msg("Host: %s at %s: %d", *h, *path, w->status);
	assert_int_equal(probe(w, GET, "/",
	                       "X-Forwarded-Host: evil.example\nForwarded: host=evil.example",
	                       NULL),
	                 200);
	LACKS("evil.example");
}

/* ---- where a reader is sent ---- */

static const char *const away[] = {
	"//evil.example",
	"///evil.example",
	"/\\evil.example",
	"\\\\evil.example",
	"/%2f%2fevil.example",
	"/%2Fevil.example",
	"/%5cevil.example",
	"/%5Cevil.example",
	"https://evil.example",
	"http:evil.example",
	"//evil.example%2f@127.0.0.1:8080",
	"javascript:alert(1)",
	"data:text/html,x",
	"evil.example",
	"@evil.example",
	" //evil.example",
	"\t//evil.example",
	"/\t/evil.example",
	"/\n/evil.example",
	"/\r\nLocation: //evil.example",
	"%2f%2fevil.example",
	"/ /evil.example",
	"?//evil.example",
	".evil.example",
	"",
	NULL,
};

static const char *encoded(struct world *w, const char *s)
{
	struct buf b = BUF(w->mem);
	for (; *s; s++)
		buf_printf(&b, "%%%02X", (unsigned char)*s);
	return buf_str(&b);
}

static void stays(struct world *w, const char *what, const char *next)
{
	if (w->status == 422 && strpbrk(next, "\r\n\t"))
		return; /* one line is asked for */
	assert_int_equal(w->status, 303);
	if (!w->location || w->location[0] != '/' || strstr(w->location, "evil"))
		fail_msg("%s with next=%s leads to %s", what, next, w->location);
}

static void nobody_is_sent_to_another_site(struct world *w)
{
	struct demo_account sample = {.role = "resident",
	                              .label = "居民",
	                              .name = "示例",
	                              .phone = PHONE,
	                              .person = w->person[RESIDENT]};
	struct demo_accounts samples = {&sample, 1};
	struct browser guest = probe_browser(w, GUEST), b = probe_browser(w, RESIDENT);
	w->site.demo = true;
	w->site.demo_accounts = &samples;
	for (const char *const *a = away; *a; a++) {
		const char *next = encoded(w, *a);
		probe_post(w, &b, "/view", arena_printf(w->mem, "fs=2&next=%s", next));
		stays(w, "/view", *a);
		probe_post(w, &guest, "/sign-in/demo",
		           arena_printf(w->mem, "role=resident&next=%s", next));
		stays(w, "/sign-in/demo", *a);
		assert_int_equal(
			probe_get(w, &guest, arena_printf(w->mem, "/sign-in?next=%s", next)), 200);
		LACKS("name=\"next\" value=\"/%");
		LACKS("name=\"next\" value=\"//");
		LACKS("name=\"next\" value=\"/\\");
		LACKS("href=\"//");
	}
	assert_int_equal(probe_post(w, &guest, "/sign-in/demo",
	                            "role=resident&next=%2Fwall%3Fstate%3Dclosed"),
	                 303);
	assert_string_equal(w->location, "/wall?state=closed");
	w->site.demo_accounts = NULL;
}

static void a_message_leads_only_into_this_site(struct world *w)
{
	struct browser b = probe_browser(w, RESIDENT);
	for (const char *const *a = away; *a; a++) {
		world_begin(w, GUEST);
		db_script(w->db, "DELETE FROM inbox");
		db_script(w->db,
		          arena_printf(w->mem,
		                       "INSERT INTO inbox (uid, person, at, subject, body, link)"
		                       " VALUES ('message-1', %lld, 1, '示例', '示例', '%s')",
		                       (long long)w->person[RESIDENT], *a));
		world_commit(w);
		probe_post(w, &b, "/inbox/message-1/read", "");
		stays(w, "a message", *a);
	}
}

/* ---- what was typed wrong is kept and named ---- */

static void a_field_is_refused_beside_what_was_typed(struct world *w)
{
	static const struct {
		const char *fields, *says;
	} cases[] = {
		{"title=%FF%FE想要", "不能识别的字符"},
		{"title=%E6%83", "不能识别的字符"},
		{"title=%07想要字典", "不能识别的字符"},
		{"title=想要%00字典", "不能识别的字符"},
		{"title=%C0%AF想要字典", "不能识别的字符"},
		{"title=%ED%A0%80想要字典", "不能识别的字符"},
		{"title=想要%0A字典", "只能写一行"},
		{"title=想要字典&people=%EF%BC%91%EF%BC%92x", "要填整数"},
		{"title=想要字典&people=99999999999999999999", "整数"},
		{"title=想要字典&wanted_until=2026-13-45T00:00", "不是一个正确的日期"},
		{"title=想要字典&wanted_until=2026-02-30T10:00", "不是一个正确的日期"},
		{"title=想要字典&phone=1234", "手机号"},
		{"title=想要字典&kind=nothing", "没有"},
		{"title=想要字典&title=两次", "只能填一次"},
		{"title=想要字典&state=closed", "由系统填写"},
		{"title=想要字典&verified=1", "没有这一项"},
	};
	struct browser b = probe_browser(w, RESIDENT);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *fields = arena_printf(w->mem,
		                                  "%s&detail=%s&category=repair&place=" VILLAGE,
		                                  cases[i].fields, "这段话要留着&lt;");
		if (probe_post(w, &b, "/orders", fields) != 422)
			fail_msg("%s: %d", cases[i].fields, w->status);
		if (!strstr(w->body, cases[i].says) && !strstr(w->body, "没有这一项"))
			fail_msg("%s: \"%s\" is not said", cases[i].fields, cases[i].says);
		if (!strstr(w->body, "这段话要留着"))
			fail_msg("%s: what was typed is lost", cases[i].fields);
	}
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 0);
}

static void the_longest_text_is_taken_and_one_more_is_named(struct world *w)
{
	struct browser b = probe_browser(w, RESIDENT);
	const struct route *r;
	int64_t max = 0;
	for (size_t n = 0; (r = route_at(routes_all, n)); n++)
		if (r->method == POST && strcmp(r->path, "/orders") == 0)
			max = field_find(r->takes, "title")->max;
	assert_true(max > 0 && max < 500);
	for (int64_t size = max; size <= max + 1; size++) {
		struct buf title = BUF(w->mem);
		for (int64_t i = 0; i < size; i++)
			buf_text(&title, "𠮷");
		probe_post(w, &b, "/orders",
		           arena_printf(w->mem, "title=%s&detail=x&category=repair&place=" VILLAGE,
		                        buf_str(&title)));
		assert_int_equal(w->status, size > max ? 422 : 303);
		if (size > max)
			HAS(buf_str(&title));
	}
}

static void an_id_number_is_checked_and_a_password_never_shown_again(struct world *w)
{
	struct browser b = probe_browser(w, GUEST);
	probe_post(w, &b, "/register",
	           "name=示例乙义&phone=19912345678&volunteer=1&consent=1&id_number="
	           "999001199001010012&password=Long-enough-77&home=" VILLAGE);
	assert_int_equal(w->status, 422);
	HAS("身份证");
	HAS("value=\"示例乙义\"");
	REFUSAL_LACKS(422, "Long-enough-77");
	assert_int_equal(world_count(w, "SELECT count(*) FROM person WHERE name = '示例乙义'"), 0);
}

static void a_body_that_is_no_form_is_refused(struct world *w)
{
	static const char *const bodies[] = {"=x", "%ZZ=x", "%FF=x", "a%=x", NULL};
	struct browser b = probe_browser(w, RESIDENT);
	for (const char *const *s = bodies; *s; s++)
		assert_int_equal(probe_post(w, &b, "/orders", *s), 400);
	static const char *const json[] = {"{",
	                                   "[]",
	                                   "\"x\"",
	                                   "{\"a\":1,\"a\":2}",
	                                   "{\"title\":\"\\ud800\"}",
	                                   "{\"title\":\"\xff\"}",
	                                   "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{}}}}}}}",
	                                   "{\"title\":\"a\\u0000b\"}",
	                                   "NaN",
	                                   NULL};
	for (const char *const *s = json; *s; s++) {
		int status = world_ask(w, RESIDENT, POST, "/orders", *s);
		if (status != 400 && status != 413 && status != 422)
			fail_msg("%s: %d", *s, status);
	}
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 0);
}

#define STORIES(X)                                                                                 \
	X(no_form_takes_a_request_from_elsewhere)                                                  \
	X(the_token_of_one_session_opens_no_other)                                                 \
	X(the_api_takes_neither_a_cookie_nor_a_form)                                               \
	X(only_our_own_host_is_answered)                                                           \
	X(nobody_is_sent_to_another_site)                                                          \
	X(a_message_leads_only_into_this_site)                                                     \
	X(a_field_is_refused_beside_what_was_typed)                                                \
	X(the_longest_text_is_taken_and_one_more_is_named)                                         \
	X(an_id_number_is_checked_and_a_password_never_shown_again)                                \
	X(a_body_that_is_no_form_is_refused)
/* The door asks no engine, so these are told on one. */
#define ONCE(name)                                                                                 \
	static void name##_once(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		world_run(false, name);                                                            \
	}
#define LISTED(name) cmocka_unit_test(name##_once),
STORIES(ONCE)
const struct CMUnitTest forgery_tests[] = {STORIES(LISTED)};
const size_t forgery_tests_count = sizeof forgery_tests / sizeof *forgery_tests;
