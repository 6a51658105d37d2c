/* door_help.h - a server in this process, behind a real socket, with the notes of web_help.h. */
#pragma once
#include "web_help.h"

struct house {
	struct site site;
	struct arena *mem;
	struct keys *keys;
	struct mhd *mhd;
	char dir[40], url[80];
	int port;
};

int house_open(void **state);
int house_close(void **state);
void house_stop(struct house *h);
int64_t house_kept(const struct house *h);                /* notes in the database */
const char *house_token(struct house *h, int64_t person); /* a new person; his API token */
#define DOOR_TEST(f) cmocka_unit_test_setup_teardown(f, house_open, house_close)

#define HOST "Host: localhost:8080\r\n"
int wire_dial(const struct house *h); /* a connection; fails the test when nobody listens */
int wire_dial_as(const struct house *h, int n); /* the same from 127.0.0.n */
int wire_try_dial(const struct house *h);       /* -1: nobody listens (any more) */
void wire_put(int fd, const char *bytes, size_t n);
void wire_say(int fd, const char *text);
/* Everything that comes until the end, or until nothing came for `ms`. *ended: the other side closed. */
const char *wire_take(int fd, int ms, bool *ended);
/* An answer: what comes within 3 s, until there is a pause. */
const char *wire_hear(int fd);
const char *wire_ask(const struct house *h, const char *bytes); /* dial, say, hear, close */
int wire_replies(const char *text);
int wire_status(const char *text);
