#include "torture.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- findings ---- */

static int passed, failed;

void torture_check(bool good, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	printf("%s ", good ? "ok" : "not ok");
	vprintf(format, ap);
	printf("\n");
	fflush(stdout);
	va_end(ap);
	*(good ? &passed : &failed) += 1;
}

int torture_closing(void)
{
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0;
}

void torture_die(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	printf("\n%d passed, %d failed\n", passed, failed + 1);
	exit(1);
}

int64_t torture_now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

uint32_t torture_random(uint64_t *seed, uint32_t below)
{
	*seed += 0x9e3779b97f4a7c15U;
	uint64_t z = *seed;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
	z = (z ^ z >> 27) * 0x94d049bb133111ebU;
	return (uint32_t)((z ^ z >> 31) % below);
}

/* ---- the server ---- */

static const char *program(void)
{
	const char *path = getenv("WUDAN");
	return path && *path ? path : "build/wudan";
}

void server_spawn(struct server *s, const char *command)
{
	char listen[40], log[400];
	snprintf(listen, sizeof listen, "127.0.0.1:%d", s->port);
	snprintf(log, sizeof log, "%s.log", s->dir);
	s->pid = fork();
	if (s->pid < 0)
		torture_die("fork: %s", strerror(errno));
	if (s->pid)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* never outlives the test */
	int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(fd, 1);
	dup2(fd, 2);
	if (strcmp(command, "demo") == 0)
		execl(program(), "wudan", "demo", "--data", s->dir, "--listen", listen, "--people",
		      s->people ? s->people : "300", "--orders", s->orders ? s->orders : "100",
		      "--no-play", (char *)NULL);
	else
		execl(program(), "wudan", command, "--data", s->dir, "--listen", listen,
		      (char *)NULL);
	_exit(127);
}

bool server_ready(struct server *s, int timeout_ms)
{
	static const char ask[] =
		"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n";
	int64_t until = torture_now_us() + (int64_t)timeout_ms * 1000;
	while (torture_now_us() < until) {
		struct caller *c = caller_new(s->port);
		char text[200], said[16] = "";
		int n = snprintf(text, sizeof text, ask, s->port);
		bool ready = caller_connect(c) && send(c->fd, text, (size_t)n, MSG_NOSIGNAL) == n &&
		             recv(c->fd, said, 12, MSG_WAITALL) == 12 &&
		             strcmp(said, "HTTP/1.1 200") == 0;
		caller_free(c);
		if (ready)
			return true;
		if (waitpid(s->pid, NULL, WNOHANG) == s->pid) {
			s->pid = 0;
			return false;
		}
		usleep(2000);
	}
	return false;
}

void server_kill(struct server *s)
{
	if (s->pid) {
		kill(s->pid, SIGKILL);
		waitpid(s->pid, NULL, 0);
	}
	s->pid = 0;
}

bool server_stop(struct server *s)
{
	int status = 1;
	if (s->pid) {
		kill(s->pid, SIGTERM);
		waitpid(s->pid, &status, 0);
	}
	s->pid = 0;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int server_run(const char *dir, const char *words)
{
	char line[1000];
	snprintf(line, sizeof line, "'%s' %s --data '%s' >> '%s.log' 2>&1", program(), words, dir,
	         dir);
	int status = system(line);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- accounts ---- */

static bool member(const char *from, const char *until, const char *name, char *into, size_t room)
{
	char wanted[40];
	snprintf(wanted, sizeof wanted, "\"%s\": \"", name);
	const char *at = strstr(from, wanted);
	*into = '\0';
	if (!at || at > until)
		return false;
	at += strlen(wanted);
	size_t n = strcspn(at, "\"");
	if (n >= room)
		return false;
	memcpy(into, at, n);
	into[n] = '\0';
	return true;
}

size_t account_all(const char *dir, struct account *into, size_t room)
{
	char path[400], text[1 << 16];
	snprintf(path, sizeof path, "%s/demo-accounts.json", dir);
	FILE *f = fopen(path, "r");
	if (!f)
		torture_die("%s: %s", path, strerror(errno));
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	size_t n = 0;
	for (const char *at = text; (at = strchr(at, '{')) && n < room; at++) {
		const char *end = strchr(at, '}');
		if (!end || !member(at, end, "role", into[n].role, sizeof into[n].role) ||
		    !member(at, end, "token", into[n].token, sizeof into[n].token))
			torture_die("%s: not understood", path);
		member(at, end, "team", into[n].team, sizeof into[n].team);
		member(at, end, "phone", into[n].phone, sizeof into[n].phone);
		member(at, end, "password", into[n].password, sizeof into[n].password);
		n++;
	}
	return n;
}

const char *account_token(const char *dir, const char *role)
{
	static struct account all[64];
	size_t n = account_all(dir, all, 64);
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].role, role) == 0)
			return strdup(all[i].token);
	torture_die("no sample account is a %s", role);
}

/* ---- callers ---- */

struct caller *caller_new(int port)
{
	struct caller *c = calloc(1, sizeof *c);
	if (!c)
		torture_die("no memory");
	c->port = port;
	c->fd = -1;
	return c;
}

static void hang_up(struct caller *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

void caller_free(struct caller *c)
{
	hang_up(c);
	free(c);
}

bool caller_connect(struct caller *c)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((in_port_t)c->port)};
	struct timeval patience = {.tv_sec = 20};
	int one = 1;
	if (c->fd >= 0)
		return true;
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (connect(c->fd, (struct sockaddr *)&to, sizeof to) == 0)
		return true;
	hang_up(c);
	return false;
}

static bool send_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		p += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool ask_for(struct caller *c, const char *method, const char *path, const char *token,
                    const char *key, const char *json)
{
	char head[2000];
	int n = snprintf(
		head, sizeof head,
		"%s /api/v1%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
		"%s%s%s%sContent-Length: %zu\r\n\r\n",
		method, path, c->port, token, key ? "Idempotency-Key: " : "", key ? key : "",
		key ? "\r\n" : "", json ? "Content-Type: application/json\r\n" : "",
		json ? strlen(json) : 0);
	return n < (int)sizeof head && send_all(c->fd, head, (size_t)n) &&
	       (!json || send_all(c->fd, json, strlen(json)));
}

/* Reads head and body; the body is moved to the front. */
static bool read_answer(struct caller *c)
{
	size_t got = 0, head = 0, length = 0;
	for (;;) {
		ssize_t n = recv(c->fd, c->body + got, ANSWER_ROOM - 1 - got, 0);
		if (n <= 0)
			return false;
		got += (size_t)n;
		c->body[got] = '\0';
		char *end = head ? NULL : strstr(c->body, "\r\n\r\n");
		if (end) {
			const char *at = strcasestr(c->body, "\r\ncontent-length:");
			head = (size_t)(end - c->body) + 4;
			if (!at || at > end || sscanf(at + 17, "%zu", &length) != 1 ||
			    head + length >= ANSWER_ROOM ||
			    sscanf(c->body, "HTTP/1.1 %d", &c->status) != 1)
				torture_die("an answer that is not understood: %.200s", c->body);
		}
		if (head && got >= head + length)
			break;
	}
	bool over = strcasestr(c->body, "\r\nconnection: close") != NULL;
	memmove(c->body, c->body + head, length);
	c->body[length] = '\0';
	c->size = length;
	if (over)
		hang_up(c);
	return true;
}

int caller_ask(struct caller *c, const char *method, const char *path, const char *token,
               const char *key, const char *json)
{
	c->status = 0;
	c->size = 0;
	c->body[0] = '\0';
	if (!caller_connect(c))
		return 0;
	if (!ask_for(c, method, path, token, key, json) || !read_answer(c)) {
		hang_up(c);
		c->status = 0;
	}
	return c->status;
}

const char *caller_get(const struct caller *c, const char *name)
{
	static _Thread_local char text[200];
	char wanted[60];
	snprintf(wanted, sizeof wanted, "\"%s\":", name);
	const char *at = strstr(c->body, wanted);
	if (!at)
		return "";
	at += strlen(wanted);
	at += strspn(at, " \"");
	snprintf(text, sizeof text, "%.*s", (int)strcspn(at, "\",}"), at);
	return text;
}
