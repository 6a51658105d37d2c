#include "door_help.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "core/crypto.h"
#include "core/session.h"
#include "store/migrate.h"
#include "store/writer.h"
#include "web/mhd.h"

int house_open(void **state)
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

void house_stop(struct house *h)
{
	if (!h->mhd)
		return;
	mhd_quiesce(h->mhd, 5000);
	writer_stop(h->site.writer);
	mhd_stop(h->mhd);
	h->mhd = NULL;
}

int house_close(void **state)
{
	struct house *h = *state;
	char command[80];
	house_stop(h);
	keys_close(h->keys);
	arena_free(h->mem);
	snprintf(command, sizeof command, "rm -rf %s", h->dir);
	assert_int_equal(system(command), 0);
	free(h);
	return 0;
}

static int dial(const struct house *h, int n)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((in_port_t)h->port)};
	struct sockaddr_in from = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	from.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + (in_addr_t)n);
	if (bind(fd, (struct sockaddr *)&from, sizeof from) == 0 &&
	    connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

int wire_try_dial(const struct house *h)
{
	return dial(h, 1);
}

int wire_dial_as(const struct house *h, int n)
{
	int fd = dial(h, n);
	assert_true(fd >= 0);
	return fd;
}

int wire_dial(const struct house *h)
{
	return wire_dial_as(h, 1);
}

void wire_put(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return; /* the other side has hung up, which is an answer too */
		bytes += sent;
		n -= (size_t)sent;
	}
}

void wire_say(int fd, const char *text)
{
	wire_put(fd, text, strlen(text));
}

const char *wire_take(int fd, int ms, bool *ended)
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

const char *wire_hear(int fd)
{
	bool ended;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	poll(&p, 1, 3000);
	return wire_take(fd, 80, &ended);
}

int wire_replies(const char *text)
{
	int n = 0;
	while ((text = strstr(text, "HTTP/1.1 "))) {
		n++;
		text += 9;
	}
	return n;
}

int wire_status(const char *text)
{
	return strncmp(text, "HTTP/1.1 ", 9) == 0 ? atoi(text + 9) : 0;
}

const char *wire_ask(const struct house *h, const char *bytes)
{
	int fd = wire_dial(h);
	wire_say(fd, bytes);
	const char *text = wire_hear(fd);
	close(fd);
	return text;
}

const char *house_token(struct house *h, int64_t person)
{
	const char *why;
	struct db *db = db_open(h->url, DB_WRITER, &why);
	struct ctx c = {.mem = h->mem, .keys = h->keys, .db = db, .now = clock_now()};
	assert_non_null(db);
	db_begin(db);
	db_script(db, arena_printf(h->mem,
	                           "INSERT INTO person (id, uid, name, created)"
	                           " VALUES (%lld, 'door-%lld', '示例', 1);"
	                           "INSERT INTO account (person, login, hash, staff, created)"
	                           " VALUES (%lld, 'door-%lld', 'none', 0, 1)",
	                           (long long)person, (long long)person, (long long)person,
	                           (long long)person));
	const char *token = session_start(&c, person, SESSION_API);
	assert_true(db_commit(db));
	db_close(db);
	return token;
}

int64_t house_kept(const struct house *h)
{
	static struct sql count = {"note_count", "SELECT count(*) FROM note",
	                           "SELECT count(*) FROM note", 0};
	const char *why;
	struct db *db = db_open(h->url, DB_READER, &why);
	count.id = sql_count + 210;
	assert_non_null(db);
	db_snapshot(db);
	int64_t n = db_int_values(db, &count, VALUES());
	db_end(db);
	db_close(db);
	return n;
}
