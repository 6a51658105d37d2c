/* The real door: bytes over a socket, against a server in this process. */
#include "web_help.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "core/crypto.h"
#include "store/migrate.h"
#include "store/writer.h"
#include "web/events.h"
#include "web/mhd.h"

struct house {
	struct site site;
	struct arena *mem;
	struct keys *keys;
	struct mhd *mhd;
	char dir[40], url[80];
	int port;
};

static int open_house(void **state)
{
	struct house *h = calloc(1, sizeof *h);
	const char *why = NULL;
	strcpy(h->dir, "/tmp/wudan-door-XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	snprintf(h->url, sizeof h->url, "sqlite:%s/door.db", h->dir);
	struct db *db = db_open(h->url, DB_WRITER, &why);
	if (!db || !migrate_all(db, migrations, &why))
		fail_msg("%s", why);
	db_begin(db);
	db_script(db, WEB_TABLE);
	assert_true(db_commit(db));
	h->mem = arena_new();
	h->keys = keys_fixed(7);
	web_site(&h->site, h->mem, h->keys);
	h->site.throttle = NULL;
	h->site.writer = writer_start(db);
	struct mhd_config cfg = {.listen = "127.0.0.1:0", .db = h->url};
	h->mhd = mhd_start(&h->site, &cfg, &why);
	if (!h->mhd)
		fail_msg("%s", why);
	h->port = mhd_port(h->mhd);
	*state = h;
	return 0;
}

static void stop_house(struct house *h)
{
	if (!h->mhd)
		return;
	mhd_quiesce(h->mhd, 5000);
	writer_stop(h->site.writer);
	mhd_stop(h->mhd);
	h->mhd = NULL;
}

static int close_house(void **state)
{
	struct house *h = *state;
	char command[80];
	stop_house(h);
	keys_close(h->keys);
	arena_free(h->mem);
	snprintf(command, sizeof command, "rm -rf %s", h->dir);
	assert_int_equal(system(command), 0);
	free(h);
	return 0;
}

#define DOOR_TEST(f) cmocka_unit_test_setup_teardown(f, open_house, close_house)

static int dial(const struct house *h)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((in_port_t)h->port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static void put(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return; /* the other side has hung up, which is an answer too */
		bytes += sent;
		n -= (size_t)sent;
	}
}

/* Everything that comes until the end, or until nothing came for `ms`. *ended: the other side closed. */
static const char *take(int fd, int ms, bool *ended)
{
	static char text[1 << 16];
	size_t n = 0;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	*ended = false;
	while (n < sizeof text - 1 && poll(&p, 1, ms) > 0) {
		ssize_t got = recv(fd, text + n, sizeof text - 1 - n, 0);
		if (got <= 0) {
			*ended = true;
			break;
		}
		n += (size_t)got;
	}
	for (size_t i = 0; i < n; i++)
		if (!text[i])
			text[i] = '?';
	text[n] = '\0';
	return text;
}

static int replies(const char *text)
{
	int n = 0;
	while ((text = strstr(text, "HTTP/1.1 "))) {
		n++;
		text += 9;
	}
	return n;
}

static int status_of(const char *text)
{
	return strncmp(text, "HTTP/1.1 ", 9) == 0 ? atoi(text + 9) : 0;
}

/* Sends it and holds: one refusal, and the connection ends. */
static void refused(const struct house *h, const char *bytes, size_t n, int status)
{
	int fd = dial(h);
	bool ended;
	put(fd, bytes, n);
	const char *text = take(fd, 3000, &ended);
	if (replies(text) != 1 || !ended || status_of(text) / 100 < 4 ||
	    (status && status_of(text) != status))
		fail_msg("%.*s -> %d replies, ended %d: %.60s", (int)strcspn(bytes, "\n"), bytes,
		         replies(text), ended, text);
	close(fd);
}

#define REFUSED(h, text, status) refused((h), (text), sizeof(text) - 1, (status))
#define HOST "Host: localhost:8080\r\n"

static void two_readings_of_one_request_are_refused(void **state)
{
	struct house *h = *state;
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\nGET /healthz HTTP/1.1\r\n" HOST "\r\n", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: +2\r\n\r\nab", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 2, 2\r\n\r\nab", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 0x2\r\n\r\nab", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
	REFUSED(h, "POST /notes HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
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
		"/healthz%00.html", "/healthz%0a", "/a/../healthz", "/%2e%2e/healthz", "/a%2fb", "/a%2Fb",
		"//healthz",        "/a\\b",       "/a%5cb",        "/%c0%af",         "/%zz",   "/a/./b",
		"/%ff",             "/x?%00=1",
	};
	char text[200];
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\n" HOST "\r\n", paths[i]);
		refused(h, text, (size_t)n, 400);
	}
}

static void too_much_is_refused(void **state)
{
	struct house *h = *state;
	char *text = malloc(70000);
	int n = sprintf(text, "GET /healthz HTTP/1.1\r\n" HOST "X: ");
	memset(text + n, 'a', 17000);
	strcpy(text + n + 17000, "\r\n\r\n");
	refused(h, text, strlen(text), 431);
	memset(text + n, 'a', 60000);
	strcpy(text + n + 60000, "\r\n\r\n");
	refused(h, text, strlen(text), 0);
	n = sprintf(text, "GET /healthz HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 120; i++)
		n += sprintf(text + n, "X%d: y\r\n", i);
	strcpy(text + n, "\r\n");
	refused(h, text, strlen(text), 431);
	n = sprintf(text, "GET /%0*d HTTP/1.1\r\n" HOST "\r\n", LIMIT_PATH + 1, 0);
	refused(h, text, (size_t)n, 400);
	free(text);
	REFUSED(h, "POST /notes HTTP/1.1\r\n" HOST "Content-Length: 1048577\r\n\r\n", 413);
}

static void a_body_in_chunks_that_grows_too_large_is_refused(void **state)
{
	struct house *h = *state;
	int fd = dial(h);
	bool ended;
	static char chunk[65536 + 16];
	size_t n = (size_t)sprintf(chunk, "10000\r\n");
	memset(chunk + n, 'a', 65536);
	memcpy(chunk + n + 65536, "\r\n", 2);
	const char *head = "POST /api/v1/notes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
			   "Transfer-Encoding: chunked\r\n\r\n";
	put(fd, head, strlen(head));
	for (int i = 0; i < 17; i++)
		put(fd, chunk, n + 65536 + 2);
	put(fd, "0\r\n\r\n", 5);
	const char *text = take(fd, 3000, &ended);
	assert_int_equal(status_of(text), 413);
	assert_true(ended);
	close(fd);
}

static const char *ask(const struct house *h, const char *bytes)
{
	int fd = dial(h);
	bool ended;
	put(fd, bytes, strlen(bytes));
	const char *text = take(fd, 300, &ended);
	close(fd);
	return text;
}

static void honest_requests_are_answered(void **state)
{
	struct house *h = *state;
	assert_has(ask(h, "GET /healthz HTTP/1.1\r\n" HOST "X:no-space\r\nY:  two \r\nEmpty:\r\n\r\n"), "200 OK");
	assert_has(ask(h, "GET /healthz HTTP/1.0\r\n" HOST "\r\n"), "ok\n");
	const char *text = ask(h, "HEAD /healthz HTTP/1.1\r\n" HOST "\r\n");
	assert_has(text, "Content-Length: 3");
	assert_has_not(text, "ok\n");
	text = ask(h, "GET /healthz HTTP/1.1\r\n" HOST "\r\nGET /notes/new HTTP/1.1\r\n" HOST "X: y\r\n\r\n"
	              "GET /none HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(replies(text), 3);
	assert_has(text, "404 Not Found");
}

static void a_change_is_kept_before_it_is_answered(void **state)
{
	struct house *h = *state;
	char text[300];
	for (int i = 0; i < 20; i++) {
		snprintf(text, sizeof text,
		         "POST /api/v1/notes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
		         "Content-Length: 15\r\n\r\n{\"title\":\"ab%d\"}", i % 10);
		assert_has(ask(h, text), "201 Created");
	}
	assert_has(ask(h, "POST /api/v1/notes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
	                  "Transfer-Encoding: chunked\r\n\r\n6\r\n{\"titl\r\n9\r\ne\":\"abc\"}\r\n0\r\n\r\n"),
	           "\"title\":\"abc\"");
	const char *why;
	struct db *db = db_open(h->url, DB_READER, &why);
	static struct sql count = {"note_count", "SELECT count(*) FROM note", "SELECT count(*) FROM note", 0};
	count.id = sql_count + 210;
	db_snapshot(db);
	assert_int_equal(db_int_values(db, &count, VALUES()), 21);
	db_end(db);
	db_close(db);
	assert_has(ask(h, "POST /api/v1/notes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
	                  "Content-Length: 13\r\n\r\n{\"title\":\"a\"}"), "422 ");
	assert_has(ask(h, "GET /slow HTTP/1.1\r\n" HOST "\r\n"), "ready");
}

static void *hammer(void *arg)
{
	struct house *h = arg;
	long good = 0;
	for (int i = 0; i < 200; i++) {
		char text[300];
		int fd = dial(h);
		bool ended;
		int n = snprintf(text, sizeof text,
		                 "POST /api/v1/notes HTTP/1.1\r\n" HOST "Connection: close\r\n"
		                 "Content-Type: application/json\r\nContent-Length: 15\r\n\r\n"
		                 "{\"title\":\"ab%d\"}", i % 10);
		struct pollfd p = {.fd = fd, .events = POLLIN};
		char reply[4000];
		put(fd, text, (size_t)n);
		ended = poll(&p, 1, 5000) > 0 && recv(fd, reply, sizeof reply, 0) > 12;
		good += ended && memcmp(reply + 9, "201", 3) == 0;
		close(fd);
	}
	return (void *)(uintptr_t)good;
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
}

static void pages_that_listen_are_told(void **state)
{
	struct house *h = *state;
	bool ended;
	int fd = dial(h);
	put(fd, "GET /events?topic=note:all,note:x HTTP/1.1\r\n" HOST "\r\n", 58);
	const char *text = take(fd, 300, &ended);
	assert_has(text, "text/event-stream");
	assert_false(ended);
	ask(h, "POST /api/v1/notes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
	       "Content-Length: 14\r\n\r\n{\"title\":\"ab\"}");
	text = take(fd, 300, &ended);
	assert_has(text, "event: change\nid: 1\ndata: {\"topic\":\"note:all\",\"version\":1}\n\n");
	events_touch(h->site.events, "note:other");
	assert_string_equal(take(fd, 200, &ended), "");
	assert_int_equal(events_count(h->site.events), 1);
	close(fd);
	events_beat(h->site.events); /* writes, and so finds that nobody is there */
	for (int i = 0; i < 100 && events_count(h->site.events); i++) {
		usleep(20000);
		events_beat(h->site.events);
	}
	assert_int_equal(events_count(h->site.events), 0);
	assert_has(ask(h, "GET /events?topic=a%20b HTTP/1.1\r\n" HOST "\r\n"), "422 ");
}

static void many_changes_wake_many_listeners(void **state)
{
	struct house *h = *state;
	enum { PHONES = 100 };
	int fds[PHONES];
	bool ended;
	for (int i = 0; i < PHONES; i++) {
		fds[i] = dial(h);
		put(fds[i], "GET /events?topic=a HTTP/1.1\r\n" HOST "\r\n", 54);
		assert_has(take(fds[i], 50, &ended), "event-stream");
	}
	for (int i = 0; i < 2000; i++)
		events_touch(h->site.events, "a");
	for (int i = 0; i < PHONES; i++) {
		assert_has(take(fds[i], 100, &ended), "\"version\":2000}");
		close(fds[i]);
	}
}

static void the_end_finishes_what_was_begun(void **state)
{
	struct house *h = *state;
	bool ended;
	int listening = dial(h), idle = dial(h);
	put(listening, "GET /events?topic=a HTTP/1.1\r\n" HOST "\r\n", 54);
	take(listening, 200, &ended);
	pthread_t thread;
	void *good;
	pthread_create(&thread, NULL, hammer, h);
	usleep(30000);
	int64_t began = clock_mono_ms();
	mhd_quiesce(h->mhd, 5000);
	assert_true(clock_mono_ms() - began < 4000);
	take(listening, 500, &ended);
	assert_true(ended);
	put(idle, "GET /healthz HTTP/1.1\r\n" HOST "\r\n", 47);
	assert_int_equal(status_of(take(idle, 500, &ended)), 503);
	stop_house(h);
	close(listening);
	close(idle);
	shutdown(0, 0);
	pthread_cancel(thread);
	pthread_join(thread, &good);
}

/* Bytes that come too slowly; all at once, since each takes the same ten seconds. */
static void whoever_holds_a_connection_is_ended(void **state)
{
	struct house *h = *state;
	bool ended;
	int silent = dial(h), head = dial(h), body = dial(h), second = dial(h), honest = dial(h);
	const char *post = "POST /api/v1/notes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
			   "Content-Length: 1000\r\n\r\n";
	put(head, "GET /healthz HTTP/1.1\r\nX: ", 26);
	put(body, post, strlen(post));
	put(second, "GET /healthz HTTP/1.1\r\n" HOST "\r\n", 47);
	put(honest, "GET /healthz HTTP/1.1\r\n" HOST "\r\n", 47);
	assert_int_equal(status_of(take(second, 200, &ended)), 200);
	assert_int_equal(status_of(take(honest, 200, &ended)), 200);
	for (int i = 0; i < 29; i++) {
		usleep(500000);
		put(head, "a", 1);
		put(body, "a", 1);
		put(second, i ? "a" : "GET /healthz HTTP/1.1\r\nX: a", i ? 1 : 27);
	}
	take(silent, 10, &ended);
	assert_true(ended);
	take(head, 10, &ended);
	assert_true(ended);
	take(body, 10, &ended);
	assert_true(ended);
	take(second, 10, &ended);
	assert_true(ended);
	put(honest, "GET /healthz HTTP/1.1\r\n" HOST "\r\n", 47);
	assert_int_equal(status_of(take(honest, 200, &ended)), 200);
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
	struct mhd *m = mhd_start(&h->site, &cfg, &why);
	assert_non_null(m);
	assert_int_equal(mhd_port(m), 0);
	mhd_quiesce(m, 100);
	mhd_stop(m);
	cfg.listen = "localhost";
	assert_null(mhd_start(&h->site, &cfg, &why));
	assert_non_null(why);
	snprintf(where, sizeof where, "127.0.0.1:%d", h->port);
	cfg.listen = where;
	assert_null(mhd_start(&h->site, &cfg, &why)); /* one program per port */
}

const struct CMUnitTest door_tests[] = {
	DOOR_TEST(two_readings_of_one_request_are_refused),
	DOOR_TEST(a_header_not_plainly_written_is_refused),
	DOOR_TEST(paths_that_read_in_two_ways_are_refused),
	DOOR_TEST(too_much_is_refused),
	DOOR_TEST(a_body_in_chunks_that_grows_too_large_is_refused),
	DOOR_TEST(honest_requests_are_answered),
	DOOR_TEST(a_change_is_kept_before_it_is_answered),
	DOOR_TEST(many_writers_at_once_are_all_answered),
	DOOR_TEST(pages_that_listen_are_told),
	DOOR_TEST(many_changes_wake_many_listeners),
	DOOR_TEST(the_end_finishes_what_was_begun),
	DOOR_TEST(whoever_holds_a_connection_is_ended),
	DOOR_TEST(a_unix_socket_does_as_well),
};
const size_t door_tests_count = sizeof door_tests / sizeof door_tests[0];
