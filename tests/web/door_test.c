/* The real door: bytes over a socket, against a server in this process. */
#include "base/arena.h"
#include "door_help.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "store/writer.h"
#include "web/mhd.h"

/* Sends it and holds: one refusal, and the connection ends. `twice`: the library itself refuses, and
 * 0.9.75 then writes the head of its one reply twice. */
static void refused(const struct house *h, const char *bytes, size_t n, int status, bool twice)
{
	int fd = wire_dial(h);
	bool ended;
	wire_put(fd, bytes, n);
	const char *text = wire_take(fd, 3000, &ended);
	if (wire_replies(text) > 1 + twice || !ended || wire_status(text) / 100 < 4 ||
	    strstr(text, " 200 ") || (status && wire_status(text) != status))
		fail_msg("%s -> %d replies, ended %d: %s", bytes, wire_replies(text), ended, text);
	close(fd);
}

#define REFUSED(h, text, status)            refused((h), (text), sizeof(text) - 1, (status), false)
#define REFUSED_BY_LIBRARY(h, text, status) refused((h), (text), sizeof(text) - 1, (status), true)

/* More than the library has memory for are answered, too: it hung up without a word. */
static void many_parameters_are_answered(void **state)
{
	struct house *h = *state;
	static const int counts[] = {100, 201, 464, 465, 600, 1500, 2000};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		for (int cookies = 0; cookies < 2; cookies++) {
			char bytes[LIMIT_HEADER], *to = bytes;
			to += sprintf(to, "GET /healthz%s",
			              cookies ? " HTTP/1.1\r\n" HOST "Cookie: " : "?");
			for (int n = 0; n < counts[i]; n++)
				to += sprintf(to, cookies ? "a=1;" : "a&");
			sprintf(to, cookies ? "\r\n\r\n" : " HTTP/1.1\r\n" HOST "\r\n");
			int status = wire_status(wire_ask(h, bytes));
			if (cookies ? status / 100 != 2 && status / 100 != 4
			            : status != (counts[i] > LIMIT_PAIRS ? 400 : 200))
				fail_msg("%d %s: %d", counts[i], cookies ? "cookies" : "parameters",
				         status);
		}
}

static void two_readings_of_one_request_are_refused(void **state)
{
	struct house *h = *state;
	REFUSED(h,
	        "POST /notes HTTP/1.1\r\n" HOST
	        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	        400);
	REFUSED(h,
	        "POST /notes HTTP/1.1\r\n" HOST
	        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
	        400);
	REFUSED(h,
	        "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
	        400);
	REFUSED(h,
	        "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
	        400);
	REFUSED_BY_LIBRARY(h,
	                   "POST /notes HTTP/1.1\r\n" HOST
	                   "Content-Length: -1\r\n\r\nGET /healthz HTTP/1.1\r\n" HOST "\r\n",
	                   400);
	REFUSED_BY_LIBRARY(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: +2\r\n\r\nab", 400);
	REFUSED_BY_LIBRARY(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 2, 2\r\n\r\nab",
	                   400);
	REFUSED_BY_LIBRARY(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 0x2\r\n\r\nab", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
	        400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
	        501);
	REFUSED(h,
	        "POST /notes HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
	        501);
	REFUSED(h, "POST /notes HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	        400);
}

static void a_header_not_plainly_written_is_refused(void **state)
{
	struct house *h = *state;
	REFUSED(h, "GET /healthz HTTP/1.1\r\n" HOST "X: a\0b\r\nY: c\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\n" HOST "X: a\0\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\n" HOST "X: a\r\n b\r\nY: c\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\n" HOST "X: a\r\n\tb\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\n" HOST "\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\n" HOST "X: a\nY: b\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\nHost: localhost:8080\n\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n", 0);
	REFUSED(h, "GET /healthz HTTP/1.1\r\n" HOST "X: \x01\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\n" HOST "X Y: a\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\nHost: localhost:8080\r\n" HOST "\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.1\r\nX: y\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.0\r\n\r\n", 400);
	REFUSED(h, "GET /healthz HTTP/1.9\r\n" HOST "\r\n", 505);
	REFUSED(h, "BREW /healthz HTTP/1.1\r\n" HOST "\r\n", 501);
	REFUSED(h, "GET http://evil.example/healthz HTTP/1.1\r\n" HOST "\r\n", 400);
}

static void paths_that_read_in_two_ways_are_refused(void **state)
{
	struct house *h = *state;
	static const char *const paths[] = {
		"/healthz%00.html",
		"/healthz%0a",
		"/a/../healthz",
		"/%2e%2e/healthz",
		"/a%2fb",
		"/a%2Fb",
		"//healthz",
		"/a\\b",
		"/a%5cb",
		"/%c0%af",
		"/%zz",
		"/a/./b",
		"/%ff",
		"/x?%00=1",
	};
	char text[200];
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\n" HOST "\r\n", paths[i]);
		refused(h, text, (size_t)n, 400, false);
	}
}

static void too_much_is_refused(void **state)
{
	struct house *h = *state;
	char *text = malloc(70000);
	int n = sprintf(text, "GET /healthz HTTP/1.1\r\n" HOST "X: ");
	memset(text + n, 'a', 17000);
	strcpy(text + n + 17000, "\r\n\r\n");
	refused(h, text, strlen(text), 431, false);
	memset(text + n, 'a', 60000);
	strcpy(text + n + 60000, "\r\n\r\n");
	refused(h, text, strlen(text), 0, true);
	n = sprintf(text, "GET /healthz HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 120; i++)
		n += sprintf(text + n, "X%d: y\r\n", i);
	strcpy(text + n, "\r\n");
	refused(h, text, strlen(text), 431, false);
	n = sprintf(text, "GET /%0*d HTTP/1.1\r\n" HOST "\r\n", LIMIT_PATH + 1, 0);
	refused(h, text, (size_t)n, 400, false);
	free(text);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 262145\r\n\r\n", 413);
}

static void a_body_in_chunks_that_grows_too_large_is_refused(void **state)
{
	struct house *h = *state;
	int fd = wire_dial(h);
	bool ended;
	static char chunk[65536 + 16];
	size_t n = (size_t)sprintf(chunk, "10000\r\n");
	memset(chunk + n, 'a', 65536);
	memcpy(chunk + n + 65536, "\r\n", 2);
	const char *head = "POST /api/v1/notes HTTP/1.1\r\n" HOST
			   "Content-Type: application/json\r\n"
			   "Transfer-Encoding: chunked\r\n\r\n";
	wire_say(fd, head);
	for (int i = 0; i < 5; i++)
		wire_put(fd, chunk, n + 65536 + 2);
	wire_say(fd, "0\r\n\r\n");
	const char *text = wire_take(fd, 3000, &ended);
	assert_int_equal(wire_status(text), 413);
	assert_true(ended);
	close(fd);
}

static void honest_requests_are_answered(void **state)
{
	struct house *h = *state;
	assert_has(wire_ask(h, "GET /healthz HTTP/1.1\r\n" HOST
	                       "X:no-space\r\nY:  two \r\nEmpty:\r\n\r\n"),
	           "200 OK");
	assert_has(wire_ask(h, "GET /healthz HTTP/1.0\r\n" HOST "\r\n"), "ok\n");
	const char *text = wire_ask(h, "HEAD /healthz HTTP/1.1\r\n" HOST "\r\n");
	assert_has(text, "Content-Length: 3");
	assert_has_not(text, "ok\n");
	text = wire_ask(h, "GET /healthz HTTP/1.1\r\n" HOST "\r\nGET /notes/new HTTP/1.1\r\n" HOST
	                   "X: y\r\n\r\n"
	                   "GET /none HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(wire_replies(text), 3);
	assert_has(text, "404 Not Found");
	size_t plain = strlen(wire_ask(h, "GET /notes/new HTTP/1.1\r\n" HOST "\r\n"));
	text = wire_ask(h, "GET /notes/new HTTP/1.1\r\n" HOST "Accept-Encoding: gzip\r\n\r\n");
	assert_has(text, "Content-Encoding: gzip\r\nVary: Accept-Encoding");
	assert_has(text, "\r\n\r\n\x1f\x8b");
	assert_true(strlen(text) < plain);
}

/* Writes 200 notes, or as many as are taken; answers how many were kept. */
static void *hammer(void *arg)
{
	struct house *h = arg;
	long good = 0;
	for (int i = 0; i < 200; i++) {
		char text[300], reply[4000] = "";
		int fd = wire_try_dial(h);
		struct pollfd p = {.fd = fd, .events = POLLIN};
		if (fd < 0)
			break;
		snprintf(text, sizeof text,
		         "POST /api/v1/notes HTTP/1.1\r\n" HOST "Connection: close\r\n"
		         "Content-Type: application/json\r\nContent-Length: 15\r\n\r\n"
		         "{\"title\":\"ab%d\"}",
		         i % 10);
		wire_say(fd, text);
		bool answered = poll(&p, 1, 5000) > 0 && recv(fd, reply, sizeof reply - 1, 0) > 0;
		good += answered && wire_status(reply) == 201;
		close(fd);
	}
	return (void *)(uintptr_t)good;
}

static void a_change_is_kept_before_it_is_answered(void **state)
{
	struct house *h = *state;
	char text[300];
	for (int i = 0; i < 20; i++) {
		snprintf(text, sizeof text,
		         "POST /api/v1/notes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
		         "Content-Length: 15\r\n\r\n{\"title\":\"ab%d\"}",
		         i % 10);
		assert_has(wire_ask(h, text), "201 Created");
	}
	assert_has(wire_ask(h, "POST /api/v1/notes HTTP/1.1\r\n" HOST
	                       "Content-Type: application/json\r\n"
	                       "Transfer-Encoding: "
	                       "chunked\r\n\r\n6\r\n{\"titl\r\n9\r\ne\":\"abc\"}\r\n0\r\n\r\n"),
	           "\"title\":\"abc\"");
	assert_int_equal(house_kept(h), 21);
	assert_has(wire_ask(h, "POST /api/v1/notes HTTP/1.1\r\n" HOST
	                       "Content-Type: application/json\r\n"
	                       "Content-Length: 13\r\n\r\n{\"title\":\"a\"}"),
	           "422 ");
	assert_has(wire_ask(h, "GET /slow HTTP/1.1\r\n" HOST "\r\n"), "ready");
}

static void hold_heavy(bool hold)
{
	__atomic_store_n(&web_heavy.hold, hold, __ATOMIC_SEQ_CST);
}

static int heavy_running(void)
{
	return __atomic_load_n(&web_heavy.running, __ATOMIC_SEQ_CST);
}

static int begin_heavy(const struct house *h, const char *token, int running)
{
	int fd = wire_dial(h);
	wire_say(fd, arena_printf(h->mem, "GET /heavy HTTP/1.1\r\n" HOST "%s%s\r\n\r\n",
	                          token ? "Authorization: Bearer " : "Accept: */*",
	                          token ? token : ""));
	for (int k = 0; heavy_running() < running && k < 3000; k++)
		usleep(1000);
	assert_int_equal(heavy_running(), running);
	return fd;
}

/* A guest's is under way, as many as may wait do, a person's goes past them, and one more comes. */
static void heavy_reads_wait_shortly_and_hold_nobody_up(void **state)
{
	static const char look[] = "GET /heavy HTTP/1.1\r\n" HOST "\r\n";
	struct house *h = *state;
	int fds[2 + LIMIT_READS];
	const char *token = house_token(h, 900);
	hold_heavy(true);
	for (int i = 0; i < 1 + LIMIT_READS; i++)
		fds[i + 1] = begin_heavy(h, NULL, 1);
	usleep(50000);
	assert_int_equal(heavy_running(), 1);
	fds[0] = begin_heavy(h, token, 2);
	assert_has(wire_ask(h, "GET /healthz HTTP/1.1\r\n" HOST "\r\n"), "ok");
	assert_has(wire_ask(h, "GET /slow HTTP/1.1\r\n" HOST "\r\n"), "503 ");
	const char *text = wire_ask(h, look);
	assert_has(text, "503 ");
	assert_has(text, "Retry-After: 2");
	assert_has(text, "现在查看的人太多");
	assert_has(text, "再试一次");
	text = wire_ask(h, "GET /api/v1/heavy HTTP/1.1\r\n" HOST "\r\n");
	assert_has(text, "application/problem+json");
	assert_has(text, "/problems/crowded");
	assert_has(wire_ask(h, "POST /api/v1/notes HTTP/1.1\r\n" HOST
	                       "Content-Type: application/json\r\n"
	                       "Content-Length: 14\r\n\r\n{\"title\":\"ab\"}"),
	           "201 ");
	usleep((LIMIT_READ_MS + 50) * 1000);
	hold_heavy(false);
	for (int i = 0; i < 2 + LIMIT_READS; i++) {
		text = wire_hear(fds[i]);
		assert_has(text, i < 2 ? "200 " : "503 ");
		close(fds[i]);
	}
	assert_has(wire_ask(h, look), "200 ");
}

static void many_writers_at_once_are_all_answered(void **state)
{
	struct house *h = *state;
	pthread_t threads[8];
	for (int i = 0; i < 8; i++)
		pthread_create(&threads[i], NULL, hammer, h);
	for (int i = 0; i < 8; i++) {
		void *good;
		pthread_join(threads[i], &good);
		assert_int_equal((uintptr_t)good, 200);
	}
	assert_int_equal(house_kept(h), 1600);
}

static void the_end_finishes_what_was_begun(void **state)
{
	struct house *h = *state;
	bool ended;
	int listening = wire_dial(h), idle = wire_dial(h);
	wire_say(listening, "GET /events?topic=a HTTP/1.1\r\n" HOST "\r\n");
	wire_take(listening, 200, &ended);
	pthread_t thread;
	void *good;
	pthread_create(&thread, NULL, hammer, h);
	usleep(30000);
	int64_t began = clock_mono_ms();
	mhd_quiesce(h->mhd, 5000);
	assert_true(clock_mono_ms() - began < 4000);
	wire_take(listening, 500, &ended);
	assert_true(ended);
	wire_say(idle, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(wire_status(wire_take(idle, 500, &ended)), 503);
	house_stop(h);
	close(listening);
	close(idle);
	pthread_join(thread, &good);
	assert_true((uintptr_t)good > 0);
	assert_true(house_kept(h) >= (int64_t)(uintptr_t)good); /* what was answered is there */
}

/* Bytes that come too slowly; all at once, since each takes the same ten seconds. */
static void whoever_holds_a_connection_is_ended(void **state)
{
	struct house *h = *state;
	bool ended;
	int silent = wire_dial(h), head = wire_dial(h), body = wire_dial(h), second = wire_dial(h),
	    honest = wire_dial(h);
	const char *post = "POST /api/v1/notes HTTP/1.1\r\n" HOST
			   "Content-Type: application/json\r\n"
			   "Content-Length: 1000\r\n\r\n";
	wire_say(head, "GET /healthz HTTP/1.1\r\nX: ");
	wire_say(body, post);
	wire_say(second, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
	wire_say(honest, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(wire_status(wire_take(second, 200, &ended)), 200);
	assert_int_equal(wire_status(wire_take(honest, 200, &ended)), 200);
	for (int i = 0; i < 29; i++) {
		usleep(500000);
		wire_say(head, "a");
		wire_say(body, "a");
		wire_say(second, i ? "a" : "GET /healthz HTTP/1.1\r\nX: a");
	}
	wire_take(silent, 10, &ended);
	assert_true(ended);
	wire_take(head, 10, &ended);
	assert_true(ended);
	wire_take(body, 10, &ended);
	assert_true(ended);
	wire_take(second, 10, &ended);
	assert_true(ended);
	wire_say(honest, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(wire_status(wire_take(honest, 200, &ended)), 200);
	int fds[] = {silent, head, body, second, honest};
	for (size_t i = 0; i < 5; i++)
		close(fds[i]);
}

static void a_unix_socket_does_as_well(void **state)
{
	struct house *h = *state;
	const char *why = NULL;
	char where[80];
	snprintf(where, sizeof where, "unix:%s/http.sock", h->dir);
	struct mhd_config cfg = {.listen = where, .db = h->url};
	struct stat st;
	for (int i = 0; i < 2; i++) {
		mode_t mask = umask(0077); /* as under the systemd unit */
		struct mhd *m = mhd_start(&h->site, &cfg, &why);
		umask(mask);
		assert_non_null(m);
		assert_int_equal(mhd_port(m), 0);
		assert_int_equal(stat(where + 5, &st), 0);
		assert_int_equal(st.st_mode & 0777, i ? 0606 : 0660);
		assert_null(mhd_start(&h->site, &cfg, &why)); /* and the name stays */
		assert_int_equal(stat(where + 5, &st), 0);
		mhd_quiesce(m, 100);
		assert_int_equal(stat(where + 5, &st), -1);
		mhd_stop(m);
		cfg.socket_mode = 0606;
	}
	cfg.socket_mode = 0;
	cfg.listen = "localhost";
	assert_null(mhd_start(&h->site, &cfg, &why));
	assert_non_null(why);
	snprintf(where, sizeof where, "127.0.0.1:%d", h->port);
	cfg.listen = where;
	assert_null(mhd_start(&h->site, &cfg, &why)); /* one program per port */
}

const struct CMUnitTest door_tests[] = {
	DOOR_TEST(many_parameters_are_answered),
	DOOR_TEST(two_readings_of_one_request_are_refused),
	DOOR_TEST(a_header_not_plainly_written_is_refused),
	DOOR_TEST(paths_that_read_in_two_ways_are_refused),
	DOOR_TEST(too_much_is_refused),
	DOOR_TEST(a_body_in_chunks_that_grows_too_large_is_refused),
	DOOR_TEST(honest_requests_are_answered),
	DOOR_TEST(a_change_is_kept_before_it_is_answered),
	DOOR_TEST(heavy_reads_wait_shortly_and_hold_nobody_up),
	DOOR_TEST(many_writers_at_once_are_all_answered),
	DOOR_TEST(the_end_finishes_what_was_begun),
	DOOR_TEST(whoever_holds_a_connection_is_ended),
	DOOR_TEST(a_unix_socket_does_as_well),
};
const size_t door_tests_count = sizeof door_tests / sizeof door_tests[0];
