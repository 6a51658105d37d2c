/* The small rules of the web floor, without a request: decoding, JSON, framing, buckets, events. */
#include "web_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "web/decode.h"
#include "web/door.h"
#include "web/events.h"
#include "web/json.h"
#include "web/openapi.h"
#include "web/ops.h"
#include "web/show.h"
#include "web/throttle.h"

static int open_arena(void **state)
{
	*state = arena_new();
	return 0;
}

static int close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

#define WIRE_TEST(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)

/* ---- decoding ---- */

static void a_path_is_decoded_once_or_refused(void **state)
{
	static const struct {
		const char *raw, *path; /* NULL: refused */
	} cases[] = {
		{"/", "/"},
		{"/orders/a%20b", "/orders/a b"},
		{"/%E4%BA%94", "/五"},
		{"/a+b", "/a+b"},
		{"/a/", "/a/"},
		{"/a%2541", "/a%41"},
		{"/..a/b..", "/..a/b.."},
		{"", NULL},
		{"orders", NULL},
		{"*", NULL},
		{"/a%00", NULL},
		{"/a%1f", NULL},
		{"/a%7f", NULL},
		{"/a%2Fb", NULL},
		{"/a%5cb", NULL},
		{"/a\\b", NULL},
		{"/a//b", NULL},
		{"//a", NULL},
		{"/..", NULL},
		{"/a/../b", NULL},
		{"/a/%2e%2E/b", NULL},
		{"/./a", NULL},
		{"/%", NULL},
		{"/%4", NULL},
		{"/%g0", NULL},
		{"/%c0%ae", NULL},
		{"/%ed%a0%80", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *path = decode_path(*state, cases[i].raw, strlen(cases[i].raw));
		if (cases[i].path)
			assert_string_equal(path, cases[i].path);
		else if (path)
			fail_msg("%s was taken as %s", cases[i].raw, path);
	}
}

static void a_form_becomes_pairs(void **state)
{
	struct pairs p;
	const char *raw =
		"a=1&b=%E4%BA%94+%2B&a=2&&empty=&alone&bad=%FFx&cut=%4&nul=a%00b&lines=a%0D%0Ab";
	assert_int_equal(decode_pairs(*state, raw, strlen(raw), &p), OK);
	assert_int_equal(p.count, 9);
	assert_string_equal(decode_get(&p, "a"), "2");
	assert_string_equal(decode_get(&p, "b"), "五 +");
	assert_string_equal(decode_get(&p, "empty"), "");
	assert_string_equal(decode_get(&p, "alone"), "");
	assert_null(decode_get(&p, "none"));
	assert_string_equal(decode_get(&p, "bad"), "\xEF\xBF\xBDx");
	assert_true(p.at[5].broken && p.at[6].broken && p.at[7].broken);
	assert_string_equal(decode_get(&p, "nul"), "a\xEF\xBF\xBD"
	                                           "b");
	assert_string_equal(decode_get(&p, "lines"), "a\nb");
	assert_false(p.at[8].broken);
	static const char *const bad[] = {"%FF=1", "a%00=1", "=1", "a%zz=1"};
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(decode_pairs(*state, bad[i], strlen(bad[i]), &p), ERR_MALFORMED);
	char many[LIMIT_PAIRS * 4 + 8] = "";
	for (int i = 0; i <= LIMIT_PAIRS; i++)
		strcat(many, "a=1&");
	assert_int_equal(decode_pairs(*state, many, strlen(many), &p), ERR_LARGE);
}

static void cookies_are_read_as_they_are(void **state)
{
	struct pairs p;
	decode_cookies(*state, "a=1; b=x=y;c=;  ; =z; d", &p);
	assert_int_equal(p.count, 3);
	assert_string_equal(decode_get(&p, "b"), "x=y");
	assert_string_equal(decode_get(&p, "c"), "");
	decode_cookies(*state, NULL, &p);
	assert_int_equal(p.count, 0);
}

/* ---- JSON ---- */

static enum err json(void *mem, const char *text, struct pairs *p)
{
	const char *why;
	return json_pairs(mem, text, strlen(text), p, &why);
}

static void json_becomes_pairs(void **state)
{
	struct pairs p;
	assert_int_equal(json(*state,
	                      "{\"a\":\"x\",\"b\":{\"c\":5,\"d\":{\"e\":true}},\"f\":[\"1\",2],"
	                      "\"g\":null,\"h\":[],\"i\":1.5,\"j\":\"a\\u0001b\"}",
	                      &p),
	                 OK);
	assert_int_equal(p.count, 9);
	assert_string_equal(decode_get(&p, "b.c"), "5");
	assert_string_equal(decode_get(&p, "b.d.e"), "true");
	assert_string_equal(p.at[3].value, "1");
	assert_string_equal(decode_get(&p, "f"), "2");
	assert_string_equal(decode_get(&p, "g"), "");
	assert_string_equal(decode_get(&p, "h"), "");
	assert_string_equal(decode_get(&p, "i"), "1.5");
	assert_true(p.at[8].broken);
}

static void other_json_is_refused(void **state)
{
	static const char *const malformed[] = {
		"",
		"[]",
		"1",
		"\"a\"",
		"{",
		"{\"a\":1}x",
		"{\"a\":1,\"a\":2}",
		"{\"a\":[[1]]}",
		"{\"a\":[{\"b\":1}]}",
		"{\"a.b\":1}",
		"{\"\":1}",
		"{\"a\":\"\xff\"}",
		"{'a':1}",
		"{\"a\":99999999999999999999}",
		"{\"a\":\"\\u0000\"}",
	};
	struct pairs p;
	for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
		if (json(*state, malformed[i], &p) != ERR_MALFORMED)
			fail_msg("taken: %s", malformed[i]);
	assert_int_equal(json(*state, "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}", &p), OK);
	assert_int_equal(
		json(*state, "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}", &p),
		ERR_LARGE);
}

struct sample {
	const char *a, *deep, *deeper, *other, *secret;
	int64_t word, at, n;
	bool yes;
	const char *const *list;
};

static void a_record_is_written_as_its_table_says(void **state)
{
	static const char *const words[] = {"no", "yes", NULL}, *const list[] = {"x", "\"", NULL};
	static const struct field fields[] = {
		FIELD(struct sample, a),
		FIELD_AS(struct sample, deep, "b.c"),
		FIELD_AS(struct sample, deeper, "b.d.e"),
		FIELD_AS(struct sample, other, "f.c"),
		FIELD(struct sample, secret, .as = AS_SECRET),
		FIELD(struct sample, word, .words = words),
		FIELD(struct sample, at, .as = AS_TIME),
		FIELD(struct sample, n),
		FIELD(struct sample, yes),
		FIELD(struct sample, list),
		{0},
	};
	struct sample s = {.a = "\"\\\n\x01五",
	                   .deep = "1",
	                   .deeper = "2",
	                   .secret = "s",
	                   .word = 1,
	                   .n = -5,
	                   .yes = true,
	                   .list = list};
	struct buf b = BUF(*state);
	json_record(&b, fields, &s);
	assert_string_equal(
		buf_str(&b),
		"{\"a\":\"\\\"\\\\\\n\\u0001五\",\"b\":{\"c\":\"1\",\"d\":{\"e\":\"2\"}},"
		"\"f\":{\"c\":null},\"word\":\"yes\",\"at\":null,\"n\":-5,\"yes\":true,"
		"\"list\":[\"x\",\"\\\"\"]}");
	assert_true(json_valid(b.at, b.len));
	struct sample two[2] = {s, s};
	struct list l = {two, 2, sizeof s, "n2"};
	b = BUF(*state);
	json_list(&b, fields, &l, 2);
	assert_true(json_valid(b.at, b.len));
	assert_has(buf_str(&b), "],\"next\":\"n2\",\"total\":2}");
}

static void the_description_of_the_api_is_json(void **state)
{
	static const struct route *const tables[] = {note_routes, ops_routes, NULL};
	struct buf b = BUF(*state);
	openapi_write(&b, tables, NULL, "1.2.3");
	assert_true(json_valid(b.at, b.len));
	const char *text = buf_str(&b);
	assert_has(text, "\"openapi\":\"3.1.0\"");
	assert_has(text,
	           "\"/notes/{id}/touch\":{\"post\":{\"operationId\":\"post_notes_id_touch\"");
	assert_has(text, "\"inner\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":["
	                 "\"string\",\"null\"],"
	                 "\"maxLength\":10");
	assert_has(text, "\"required\":[\"title\"],\"additionalProperties\":false");
	assert_has(text, "\"x-permission\":\"audit_read\"");
	assert_has_not(text, "owner");
	assert_has_not(text, "/healthz");
}

/* ---- the door's rules ---- */

static int verdict(const char *method, const char *target, const char *version, const char *name,
                   const char *value)
{
	struct door_line lines[] = {{"Host", "a", 4, 1},
	                            {name, value, strlen(name), strlen(value)}};
	struct door_head h = {method, target, version, version, lines, 2, 100};
	return door_check(&h).status;
}

static void framing_has_one_reading(void **state)
{
	(void)state;
	assert_int_equal(verdict("GET", "/", "HTTP/1.1", "X", "y"), 0);
	assert_int_equal(verdict("POST", "/", "HTTP/1.1", "Content-Length", "262144"), 0);
	assert_int_equal(verdict("POST", "/", "HTTP/1.1", "Content-Length", "262145"), 413);
	assert_int_equal(verdict("POST", "/", "HTTP/1.1", "content-length", "5 "), 400);
	assert_int_equal(verdict("POST", "/", "HTTP/1.1", "Content-Length", "99999999999999999999"),
	                 400);
	assert_int_equal(verdict("POST", "/", "HTTP/1.1", "Transfer-Encoding", "CHUNKED"), 0);
	assert_int_equal(verdict("POST", "/", "HTTP/1.0", "Transfer-Encoding", "chunked"), 400);
	assert_int_equal(verdict("POST", "/", "HTTP/1.1", "Transfer-Encoding", "identity"), 501);
	assert_int_equal(verdict("GET", "/", "HTTP/2.0", "X", "y"), 505);
	assert_int_equal(verdict("CONNECT", "/", "HTTP/1.1", "X", "y"), 501);
	assert_int_equal(verdict("GET", "*", "HTTP/1.1", "X", "y"), 400);
	assert_int_equal(verdict("GET", "/", "HTTP/1.1", "hOST", "b"), 400);
	assert_int_equal(verdict("GET", "/", "HTTP/1.1", "X y", "b"), 400);
	assert_int_equal(verdict("GET", "/", "HTTP/1.1", "X", "b\x7f"), 400);
	assert_int_equal(verdict("GET", "/", "HTTP/1.1", "X", "b\tc"), 0);
}

static void a_forwarded_address_counts_only_from_a_trusted_proxy(void **state)
{
	struct arena *a = *state;
	assert_string_equal(door_source(a, "10.0.0.1", "1.2.3.4", NULL), "10.0.0.1");
	assert_string_equal(door_source(a, "10.0.0.1", "1.2.3.4", "10.0.0.2"), "10.0.0.1");
	assert_string_equal(door_source(a, "10.0.0.1", "6.6.6.6, 1.2.3.4", "127.0.0.1,10.0.0.1"),
	                    "1.2.3.4");
	assert_string_equal(door_source(a, "unix", "2001:db8::1", "unix"), "2001:db8::1");
	assert_string_equal(door_source(a, "unix", "1.2.3.4\" evil=", "unix"), "unix");
	assert_string_equal(door_source(a, "unix", NULL, "unix"), "unix");
}

/* ---- buckets and events ---- */

static void a_bucket_gives_its_burst_and_then_waits(void **state)
{
	struct throttle *t = throttle_new(*state, 42);
	int wait = 0;
	for (int i = 0; i < 5; i++)
		assert_true(throttle_take(t, "a", 1, 5, 60, &wait));
	assert_false(throttle_take(t, "a", 1, 5, 60, &wait));
	assert_true(wait >= 1 && wait <= 2);
	assert_true(throttle_take(t, "b", 5, 5, 60, &wait));
	assert_false(throttle_take(t, "b", 1, 5, 60, NULL));
	assert_true(throttle_take(t, "b", -1, 5, 60, NULL));
	assert_true(throttle_take(t, "b", 1, 5, 1, NULL));
	assert_true(throttle_take(NULL, "a", 1, 1, 1, NULL));
	char key[20];
	for (int i = 0; i < 100000; i++) {
		snprintf(key, sizeof key, "%d", i);
		assert_true(throttle_take(t, key, 1, 1, 1, NULL));
	}
}

static void a_listener_is_told_once_of_many_changes(void **state)
{
	struct events *e = events_new(*state);
	char out[1024];
	bool full;
	uint64_t start = events_now(e);
	char told[100];
	snprintf(told, sizeof told,
	         "event: change\nid: %llu\ndata: {\"topic\":\"a:1\",\"version\":%llu}\n\n",
	         (unsigned long long)start + 7, (unsigned long long)start + 7);
	struct subscriber *s = events_join(e, "a:1,b", start, "", &full);
	assert_non_null(s);
	assert_int_equal(events_read(s, out, sizeof out), 3); /* the line lives */
	assert_int_equal(events_read(s, out, sizeof out), 0);
	for (int i = 0; i < 7; i++)
		events_touch(e, "a:1");
	events_touch(e, "c");
	size_t n = events_read(s, out, sizeof out);
	out[n] = '\0';
	assert_string_equal(out, told);
	assert_int_equal(events_read(s, out, sizeof out), 0);
	assert_int_equal(events_count(e), 1);
	events_leave(s);
	assert_int_equal(events_count(e), 0);
	s = events_join(e, "a:1", start + 6, "", &full); /* it missed version 7 */
	assert_true(events_read(s, out, sizeof out) > 3);
	events_leave(s);
	events_leave(NULL);
}

/* A page that was printed before the program was started anew comes back with an old number. */
static void a_listener_of_an_earlier_run_is_told_at_once(void **state)
{
	struct events *e = events_new(*state);
	uint64_t now = events_now(e), since[] = {0, 500, now - 1, now + 1};
	char out[1024];
	bool full;
	for (size_t i = 0; i < 4; i++) {
		struct subscriber *s = events_join(e, "a:1", since[i], "", &full);
		assert_true(events_read(s, out, sizeof out) > 3);
		assert_int_equal(events_read(s, out, sizeof out), 0);
		events_leave(s);
	}
	clock_shift(60);
	assert_true(events_now(events_new(*state)) > now);
	clock_shift(0);
}

static void listeners_are_limited(void **state)
{
	struct events *e = events_new(*state);
	static const char *const bad[] = {
		"",
		"a b",
		"a,,b",
		"a,",
		"a\n",
		"1,2,3,4,5,6,7,8,9",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
	bool full;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_null(events_join(e, bad[i], 0, "", &full));
		assert_false(full);
	}
	for (int i = 0; i < EVENT_SUBSCRIBERS; i++)
		assert_non_null(events_join(e, "a", 0, "", &full));
	assert_null(events_join(e, "a", 0, "", &full));
	assert_true(full);
}

static void nobody_takes_the_seats_of_all(void **state)
{
	struct events *e = events_new(*state);
	struct subscriber *his[EVENT_EACH + 1];
	char out[256];
	bool full;
	assert_true(EVENT_SUBSCRIBERS <= LIMIT_CONNECTIONS / 4);
	for (int i = 0; i < EVENT_EACH; i++)
		assert_non_null(his[i] = events_join(e, "a", 0, "192.0.2.1", &full));
	assert_non_null(events_join(e, "a", 0, "192.0.2.10", &full));
	assert_int_equal(events_count(e), EVENT_EACH + 1);
	assert_non_null(his[EVENT_EACH] = events_join(e, "a", 0, "192.0.2.1", &full));
	assert_int_equal(events_count(e), EVENT_EACH + 1);
	events_touch(e, "a");
	assert_false(events_closed(his[0]));
	out[events_read(his[0], out, sizeof out - 1)] = 0;
	assert_string_equal(out, ":\n\nevent: end\ndata: {}\n\n");
	assert_true(events_closed(his[0]));
	out[events_read(his[1], out, sizeof out - 1)] = 0;
	assert_has(out, "event: change");
	assert_false(events_closed(his[1]));
	events_leave(his[0]);
	assert_int_equal(events_count(e), EVENT_EACH + 1);
	events_seats(e, EVENT_EACH + 2);
	assert_non_null(events_join(e, "a", 0, "192.0.2.10", &full));
	assert_null(events_join(e, "a", 0, "192.0.2.11", &full));
	assert_true(full);
}

/* ---- what readers see ---- */

static void times_and_numbers_read_well(void **state)
{
	struct arena *a = *state;
	assert_string_equal(show_left(a, 0, 100), "");
	assert_string_equal(show_left(a, 1000 + 19 * HOUR, 1000), "还剩 19 小时");
	assert_string_equal(show_left(a, 1000 + 90, 1000), "还剩 2 分钟");
	assert_string_equal(show_left(a, 1000, 1000 + 2 * DAY), "已超时 2 天");
	assert_string_equal(show_phone_masked(a, "19900000001"), "199****0001");
	assert_string_equal(show_phone_masked(a, NULL), "");
	assert_string_equal(show_id_masked(a, "430421199001010011"), "4****1");
	assert_string_equal(show_name_masked(a, "张三丰"), "张**");
	assert_string_equal(show_hours(a, 2490), "41.5");
	assert_string_equal(show_hours(a, 0), "0.0");
	assert_string_equal(show_day(a, 1780000000), "5月29日");
	assert_string_equal(show_time(a, 0), "");
}

static void only_safe_addresses_become_links(void **state)
{
	static const struct {
		const char *url, *out;
	} cases[] = {
		{"/a?b=1&c", "/a?b=1&amp;c"},
		{"#f", "#f"},
		{"?q=1", "?q=1"},
		{"https://a.example/", "https://a.example/"},
		{"tel:110", "tel:110"},
		{"//evil.example", "#"},
		{"javascript:x", "#"},
		{"/\\evil", "#"},
		{"http://a.example", "#"},
		{"/a\nb", "#"},
		{NULL, "#"},
		{"data:text/html,x", "#"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct html h = {.out = BUF(*state)};
		html_url(&h, cases[i].url);
		assert_string_equal(buf_str(&h.out), cases[i].out);
	}
	struct html h = {.out = BUF(*state)};
	html_put(&h, "<a href=\"x\" b='y'>&");
	html_put(&h, 42);
	html_put(&h, (const char *)NULL);
	html_put(&h, (struct safe){"<b>"});
	assert_string_equal(buf_str(&h.out),
	                    "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;42<b>");
}

static void only_local_paths_are_gone_to(void **state)
{
	(void)state;
	assert_true(req_local("/orders?a=1#x"));
	static const char *const bad[] = {NULL,      "",         "orders",      "//evil",
	                                  "/\\evil", "/%2fevil", "/%5Cevil",    "https://evil",
	                                  "/a\r\nb", "/a b",     "javascript:x"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(req_local(bad[i]));
}

const struct CMUnitTest wire_tests[] = {
	WIRE_TEST(a_path_is_decoded_once_or_refused),
	WIRE_TEST(a_form_becomes_pairs),
	WIRE_TEST(cookies_are_read_as_they_are),
	WIRE_TEST(json_becomes_pairs),
	WIRE_TEST(other_json_is_refused),
	WIRE_TEST(a_record_is_written_as_its_table_says),
	WIRE_TEST(the_description_of_the_api_is_json),
	WIRE_TEST(framing_has_one_reading),
	WIRE_TEST(a_forwarded_address_counts_only_from_a_trusted_proxy),
	WIRE_TEST(a_bucket_gives_its_burst_and_then_waits),
	WIRE_TEST(a_listener_is_told_once_of_many_changes),
	WIRE_TEST(a_listener_of_an_earlier_run_is_told_at_once),
	WIRE_TEST(listeners_are_limited),
	WIRE_TEST(nobody_takes_the_seats_of_all),
	WIRE_TEST(times_and_numbers_read_well),
	WIRE_TEST(only_safe_addresses_become_links),
	WIRE_TEST(only_local_paths_are_gone_to),
};
const size_t wire_tests_count = sizeof wire_tests / sizeof wire_tests[0];
