/* sink.h - somebody to deliver to: an HTTP or SMTP server on loopback that keeps what it was told. */
#pragma once
#include <pthread.h>
#include <stdbool.h>

enum { SINK_ROOM = 16384 };
struct sink {
	int listener, port;
	bool smtp;
	int status;            /* HTTP: what it answers */
	int silent;            /* seconds before it answers */
	int visits;            /* connections served */
	char heard[SINK_ROOM]; /* the last one, whole */
	pthread_t thread;
};
void sink_start(struct sink *s, bool smtp); /* picks a free port */
void sink_stop(struct sink *s);
