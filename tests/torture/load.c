#include "load.h"
#include "torture.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEAD = 2048, GIVES_WAY = 10, GOES_FIRST = -10, CLIENTS = 1024 };

/* ---- times ---- */

static int shorter(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

double times_at(struct times *t, double part)
{
	if (!t->count)
		return 0;
	qsort(t->us, (size_t)t->count, sizeof *t->us, shorter);
	int i = (int)(part * t->count);
	return t->us[i < t->count ? i : t->count - 1] / 1000.0;
}

static void add_time(struct times *t, int64_t us)
{
	if (t->count < LOAD_TIMES)
		t->us[t->count++] = (uint32_t)us;
}

/* ---- a process of its own ---- */

static struct loading apart(size_t size, int more)
{
	struct loading l = {.size = size};
	l.result = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (l.result == MAP_FAILED)
		torture_die("no memory to share");
	fflush(stdout);
	l.pid = fork();
	if (l.pid < 0)
		torture_die("no process");
	if (l.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)!nice(more); /* below 0 needs root; else as all */
	}
	return l;
}

static void *ended(struct loading *l)
{
	int status = 1;
	waitpid(l->pid, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		torture_die("a load ended early");
	return l->result;
}

struct loaded *load_end(struct loading *l)
{
	return ended(l);
}

struct probed *probe_end(struct loading *l)
{
	return ended(l);
}

void load_free(struct loading *l)
{
	munmap(l->result, l->size);
}

/* ---- one request ---- */

static int dial(int port)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((in_port_t)port)};
	struct timeval patience = {.tv_sec = 60};
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

/* How many bytes the answer has behind its head; -1: the head is not complete. */
static long body_of(const char *text, size_t *head)
{
	const char *end = strstr(text, "\r\n\r\n"), *at = strcasestr(text, "\r\ncontent-length:");
	if (!end || !at || at > end)
		return -1;
	*head = (size_t)(end - text) + 4;
	return atol(at + 17);
}

int load_ask(int port, const char *request, char *into, size_t room, int64_t *us)
{
	int64_t from = torture_now_us();
	int status = 0, fd = dial(port);
	size_t got = 0, head = 0, n = strlen(request);
	long body = -1;
	into[0] = '\0';
	if (fd >= 0 && send(fd, request, n, MSG_NOSIGNAL) == (ssize_t)n)
		while (body < 0 || got < head + (size_t)body) {
			ssize_t more = got + 1 < room ? recv(fd, into + got, room - 1 - got, 0) : 0;
			if (more <= 0)
				break;
			got += (size_t)more;
			into[got] = '\0';
			body = body_of(into, &head);
		}
	if (body >= 0 && got >= head + (size_t)body)
		sscanf(into, "HTTP/1.1 %d", &status);
	if (fd >= 0)
		close(fd);
	*us = torture_now_us() - from;
	return status;
}

/* ---- probes ---- */

static struct loading every_so_often(const struct probe *p, int more, void (*work)(void))
{
	static char text[1 << 18];
	struct loading l = apart(sizeof(struct probed), more);
	struct probed *out = l.result;
	if (l.pid)
		return l;
	int64_t until = torture_now_us() + (int64_t)p->ms * 1000;
	for (int64_t next = torture_now_us(); next < until; next += (int64_t)p->every_ms * 1000) {
		int64_t wait = next - torture_now_us(), us;
		if (wait > 0)
			usleep((useconds_t)wait);
		int64_t from = torture_now_us();
		if (work) {
			work();
			us = torture_now_us() - from;
		} else {
			out->bad += load_ask(p->port, p->request, text, sizeof text, &us) !=
			            p->status;
		}
		add_time(&out->times, us);
	}
	_exit(0);
}

struct loading probe_start(const struct probe *p)
{
	return every_so_often(p, GOES_FIRST, NULL);
}

struct loading work_start(const struct probe *p, void (*work)(void))
{
	return every_so_often(p, 0, work);
}

/* ---- the load ---- */

struct client {
	int fd; /* -1: not connected */
	bool asked;
	int64_t since_us;
	size_t got, head;
	long body;
	char text[HEAD];
};

struct field {
	const struct load *l;
	struct loaded *out;
	struct client *all, **idle;
	int idle_count, epoll;
};

static void put_down(struct field *f, struct client *c, bool hang_up)
{
	if (hang_up && c->fd >= 0) {
		close(c->fd);
		c->fd = -1;
	}
	c->asked = false;
	f->idle[f->idle_count++] = c;
}

static void ask(struct field *f)
{
	struct client *c = f->idle[--f->idle_count];
	size_t n = strlen(f->l->request);
	if (c->fd < 0 && (c->fd = dial(f->l->port)) >= 0) {
		struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
		fcntl(c->fd, F_SETFL, O_NONBLOCK);
		epoll_ctl(f->epoll, EPOLL_CTL_ADD, c->fd, &e);
	}
	c->got = c->head = 0;
	c->body = -1;
	c->asked = true;
	c->since_us = torture_now_us();
	f->out->sent++;
	if (c->fd < 0 || send(c->fd, f->l->request, n, MSG_NOSIGNAL) != (ssize_t)n) {
		f->out->broken++;
		put_down(f, c, true);
	}
}

static void answered(struct field *f, struct client *c)
{
	struct loaded *o = f->out;
	int status = atoi(c->text + 9);
	o->good += status == 200;
	o->busy += status == 503;
	o->mute += status == 503 && !strcasestr(c->text, "\r\nretry-after:");
	o->odd += status != 200 && status != 503;
	if (status == 200)
		add_time(&o->times, torture_now_us() - c->since_us);
	put_down(f, c, strcasestr(c->text, "\r\nconnection: close"));
}

/* Of an answer only the head is kept. */
static void hear(struct field *f, struct client *c)
{
	static char rest[1 << 16];
	bool in_head = c->got < HEAD - 1;
	ssize_t n = in_head ? recv(c->fd, c->text + c->got, HEAD - 1 - c->got, 0)
	                    : recv(c->fd, rest, sizeof rest, 0);
	if (n <= 0) {
		f->out->broken += c->asked;
		if (c->asked) {
			put_down(f, c, true);
		} else {
			close(c->fd);
			c->fd = -1;
		}
		return;
	}
	c->got += (size_t)n;
	if (in_head)
		c->text[c->got] = '\0';
	if (c->body < 0)
		c->body = body_of(c->text, &c->head);
	if (c->body >= 0 && c->got >= c->head + (size_t)c->body)
		answered(f, c);
}

static void go_on(struct field *f)
{
	struct epoll_event at[CLIENTS];
	int64_t begun = torture_now_us(), now = begun, until = begun + (int64_t)f->l->ms * 1000;
	for (; now < until; now = torture_now_us()) {
		int64_t due = f->l->rate > 0 ? (int64_t)(f->l->rate * (double)(now - begun) / 1e6)
		                             : INT64_MAX;
		while (f->idle_count && f->out->sent + f->out->held < due)
			ask(f);
		if (f->l->rate > 0 && f->out->sent + f->out->held < due)
			f->out->held = (int)due - f->out->sent;
		int n = epoll_wait(f->epoll, at, CLIENTS, 1);
		for (int i = 0; i < n; i++)
			hear(f, at[i].data.ptr);
	}
	f->out->seconds = (double)(now - begun) / 1e6;
}

struct loading load_start(const struct load *l)
{
	struct loading p = apart(sizeof(struct loaded), GIVES_WAY);
	struct field f = {.l = l, .out = p.result};
	if (p.pid)
		return p;
	f.all = calloc((size_t)l->clients, sizeof *f.all);
	f.idle = calloc((size_t)l->clients, sizeof(struct client *));
	f.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!f.all || !f.idle || f.epoll < 0)
		_exit(1);
	for (int i = 0; i < l->clients; i++) {
		f.all[i].fd = -1;
		f.idle[f.idle_count++] = &f.all[i];
	}
	go_on(&f);
	_exit(0);
}
