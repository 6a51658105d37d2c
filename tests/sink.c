#include "sink.h"

#include "groups.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static void say(int fd, const char *text)
{
	if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0)
		return;
}

/* Reads on; false: the other side is gone or the room is full. */
static bool hear(struct sink *s, int fd)
{
	size_t n = strlen(s->heard);
	ssize_t got = read(fd, s->heard + n, SINK_ROOM - 1 - n);
	if (got <= 0)
		return false;
	s->heard[n + (size_t)got] = '\0';
	return true;
}

static void serve_http(struct sink *s, int fd)
{
	char *end, answer[100];
	while (!(end = strstr(s->heard, "\r\n\r\n")))
		if (!hear(s, fd))
			return;
	const char *length = strcasestr(s->heard, "Content-Length:");
	size_t want = length ? strtoul(length + 15, NULL, 10) : 0;
	while (strlen(end + 4) < want)
		if (!hear(s, fd))
			return;
	sleep((unsigned)s->silent);
	snprintf(answer, sizeof answer,
	         "HTTP/1.1 %d X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", s->status);
	say(fd, answer);
}

static void serve_smtp(struct sink *s, int fd)
{
	size_t at = 0;
	bool letter = false;
	say(fd, "220 sink\r\n");
	for (;;) {
		char *end = strstr(s->heard + at, letter ? "\r\n.\r\n" : "\r\n");
		if (!end) {
			if (!hear(s, fd))
				return;
			continue;
		}
		const char *line = s->heard + at;
		if (!letter && !strncasecmp(line, "QUIT", 4)) {
			say(fd, "221 bye\r\n");
			return;
		}
		bool data = !letter && !strncasecmp(line, "DATA", 4);
		say(fd, data ? "354 go on\r\n" : "250 ok\r\n");
		at = (size_t)(end - s->heard) + (letter ? 5 : 2);
		letter = data;
	}
}

static void *sink_run(void *p)
{
	struct sink *s = p;
	for (;;) {
		int fd = accept(s->listener, NULL, NULL);
		if (fd < 0)
			return NULL;
		s->heard[0] = '\0';
		(s->smtp ? serve_smtp : serve_http)(s, fd);
		__atomic_add_fetch(&s->visits, 1, __ATOMIC_SEQ_CST);
		close(fd);
	}
}

void sink_start(struct sink *s, bool smtp)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof a;
	*s = (struct sink){
		.smtp = smtp, .status = 200, .listener = socket(AF_INET, SOCK_STREAM, 0)};
	assert_true(s->listener >= 0);
	assert_int_equal(bind(s->listener, (struct sockaddr *)&a, n), 0);
	assert_int_equal(listen(s->listener, 8), 0);
	assert_int_equal(getsockname(s->listener, (struct sockaddr *)&a, &n), 0);
	s->port = ntohs(a.sin_port);
	assert_int_equal(pthread_create(&s->thread, NULL, sink_run, s), 0);
}

void sink_stop(struct sink *s)
{
	shutdown(s->listener, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->listener);
}
