/* Pages that listen: streams over a real socket. */
#include "door_help.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "web/events.h"

static void pages_that_listen_are_told(void **state)
{
	struct house *h = *state;
	bool ended;
	int fd = wire_dial(h);
	unsigned long long before = events_now(h->site.events);
	wire_say(fd, "GET /events?topic=note:all,note:x HTTP/1.1\r\n" HOST "\r\n");
	const char *text = wire_take(fd, 300, &ended);
	assert_has(text, "text/event-stream");
	assert_false(ended);
	wire_ask(h, "POST /api/v1/notes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
	            "Content-Length: 14\r\n\r\n{\"title\":\"ab\"}");
	text = wire_take(fd, 300, &ended);
	char told[100];
	snprintf(told, sizeof told,
	         "event: change\nid: %llu\ndata: {\"topic\":\"note:all\",\"version\":%llu}\n\n",
	         before + 1, before + 1);
	assert_has(text, told);
	events_touch(h->site.events, "note:other");
	assert_string_equal(wire_take(fd, 200, &ended), "");
	assert_int_equal(events_count(h->site.events), 1);
	close(fd);
	events_beat(h->site.events); /* writes, and so finds that nobody is there */
	for (int i = 0; i < 100 && events_count(h->site.events); i++) {
		usleep(20000);
		events_beat(h->site.events);
	}
	assert_int_equal(events_count(h->site.events), 0);
	assert_has(wire_ask(h, "GET /events?topic=a%20b HTTP/1.1\r\n" HOST "\r\n"), "422 ");
}

static void many_changes_wake_many_listeners(void **state)
{
	struct house *h = *state;
	enum { PHONES = 100 };
	int fds[PHONES];
	for (int i = 0; i < PHONES; i++) {
		fds[i] = wire_dial_as(h, 2 + i / EVENT_EACH);
		wire_say(fds[i], "GET /events?topic=a HTTP/1.1\r\n" HOST "\r\n");
	}
	for (int i = 0; i < 300 && events_count(h->site.events) < PHONES; i++)
		usleep(10000);
	assert_int_equal(events_count(h->site.events), PHONES);
	for (int i = 0; i < 20000; i++)
		events_touch(h->site.events, "a");
	char last[50];
	snprintf(last, sizeof last, "\"version\":%llu}",
	         (unsigned long long)events_now(h->site.events));
	usleep(300000);
	for (int i = 0; i < PHONES; i++) {
		bool ended;
		assert_has(wire_take(fds[i], 10, &ended), last);
		close(fds[i]);
	}
}

static void of_one_guest_the_newest_streams_stay(void **state)
{
	struct house *h = *state;
	int fds[EVENT_EACH + 1];
	bool ended;
	for (int i = 0; i <= EVENT_EACH; i++) {
		fds[i] = wire_dial(h);
		wire_say(fds[i], "GET /events?topic=a HTTP/1.1\r\n" HOST "\r\n");
		assert_has(wire_take(fds[i], 100, &ended), "200 OK");
	}
	assert_has(wire_take(fds[0], 100, &ended), "event: end");
	if (!ended)
		wire_take(fds[0], 100, &ended);
	assert_true(ended);
	wire_take(fds[1], 10, &ended);
	assert_false(ended);
	assert_has(wire_ask(h, "GET /healthz HTTP/1.1\r\n" HOST "\r\n"), "200 OK");
	for (int i = 0; i <= EVENT_EACH; i++)
		close(fds[i]);
}

const struct CMUnitTest listen_tests[] = {
	DOOR_TEST(pages_that_listen_are_told),
	DOOR_TEST(many_changes_wake_many_listeners),
	DOOR_TEST(of_one_guest_the_newest_streams_stay),
};
const size_t listen_tests_count = sizeof listen_tests / sizeof *listen_tests;
