/* load - sends requests made from a template over many connections and says what became of them.
 *
 *   load [OPTION…] PORT < TEMPLATE
 *
 *   -c N      connections, each with one request under way (64)
 *   -t MS     goes on for so long (1000)
 *   -n N      ends after so many requests, if that is earlier
 *   -w MS     warms up before that; not counted
 *   -a FILE   @a@, @c@ and @d@ are the columns (parted by tabs) of line n mod LINES of it: tokens
 *   -b FILE   @b@ is line n / SHARE of it: ids; when they are used up the run ends
 *   -s N      SHARE: how often each line of -b is asked for (1)
 *   -p PID    CPU time of this process, its children included; may be given twice
 *   -o FILE   the member "id" of each good answer is written there
 *
 * The template is one HTTP/1.1 request; @n@ is its serial number, @l@ the length of its body. A new
 * request leaves as soon as the answer before it has come, so the server is never without work and the
 * rate is what it can do. Prints one line:
 *
 *   RATE CPU-MICROSECONDS-PER-REQUEST P50-MS P99-MS BYTES-OF-AN-ANSWER STATUS:COUNT…
 *
 * BROKEN:n counts connections that ended without an answer.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MOST = 1024, REQUEST = 16 << 10, KEEP = 16 << 10, ROOM = 64 << 10, PIDS = 4 };

struct conn {
	int fd;
	size_t got, wanted; /* of the answer; wanted 0: its head is not complete */
	int status;
	bool closing;
	int64_t sent_us;
	char in[ROOM]; /* the first KEEP bytes stay, the rest is written over */
};

struct lines {
	char **at;
	size_t count;
};

static struct {
	int port, clients, warm_ms, time_ms;
	int64_t most, share;
	struct lines a, b;
	int pids[PIDS], pid_count;
	FILE *ids;
	char *head, *body;
} asked = {.clients = 64, .time_ms = 1000, .most = INT64_MAX, .share = 1};

static struct {
	int64_t next;  /* serial of the next request */
	int64_t until; /* no request leaves later */
	int64_t under_way, answers, broken, bytes;
	int64_t status[600];
	uint32_t *took; /* microseconds of each answer */
	size_t room;
} run;

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "load: %s\n", what);
	exit(1);
}

static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void *more(void *p, size_t bytes)
{
	p = realloc(p, bytes);
	if (!p)
		die("no memory");
	return p;
}

/* ---- requests ---- */

static const char *column(const char *line, int which)
{
	static char text[200];
	while (which-- > 0 && strchr(line, '\t'))
		line = strchr(line, '\t') + 1;
	snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\t"), line);
	return text;
}

static const char *value(char what, int64_t n, size_t body)
{
	static const char columns[] = "acd";
	static char text[24];
	const char *at = strchr(columns, what);
	snprintf(text, sizeof text, "%lld", what == 'l' ? (long long)body : (long long)n);
	if (at && asked.a.count)
		return column(asked.a.at[(size_t)n % asked.a.count], (int)(at - columns));
	if (what == 'b' && asked.b.count)
		return asked.b.at[(size_t)(n / asked.share) % asked.b.count];
	return text;
}

/* Fills the holes of `from`; in the head a line ends as HTTP wants it. */
static size_t fill(char *out, size_t room, const char *from, int64_t n, size_t body, bool head)
{
	size_t len = 0;
	for (const char *at = from; *at && len + 4 < room; at++) {
		if (*at == '@' && at[1] && strchr("nabcdl", at[1]) && at[2] == '@') {
			const char *v = value(at[1], n, body);
			len += (size_t)snprintf(out + len, room - len, "%s", v);
			at += 2;
			continue;
		}
		if (head && *at == '\n')
			out[len++] = '\r';
		out[len++] = *at;
	}
	if (len + 4 >= room)
		die("a request is too long");
	return len;
}

static size_t request(char *out, int64_t n)
{
	static char body[REQUEST];
	size_t size = fill(body, sizeof body, asked.body, n, 0, false);
	size_t len = fill(out, REQUEST, asked.head, n, size, true);
	if (len + size > REQUEST)
		die("a request is too long");
	memcpy(out + len, body, size);
	return len + size;
}

static bool over(void)
{
	return run.next >= asked.most || now_us() >= run.until ||
	       (asked.b.count && run.next >= (int64_t)asked.b.count * asked.share);
}

/* ---- connections ---- */

static void dial(struct conn *c, int epoll)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((in_port_t)asked.port)};
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
	int one = 1;
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0)
		die(strerror(errno));
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
}

static bool send_next(struct conn *c)
{
	static char out[REQUEST];
	if (over())
		return false;
	size_t size = request(out, run.next++), sent = 0;
	c->got = c->wanted = 0;
	c->status = 0;
	c->closing = false;
	c->sent_us = now_us();
	run.under_way++;
	while (sent < size) {
		ssize_t k = send(c->fd, out + sent, size - sent, MSG_NOSIGNAL);
		if (k < 0)
			break; /* the answer will not come, which is seen when it is read */
		sent += (size_t)k;
	}
	return true;
}

static void redial(struct conn *c, int epoll)
{
	close(c->fd);
	dial(c, epoll);
}

/* ---- answers ---- */

static void read_head(struct conn *c)
{
	c->in[c->got] = '\0';
	char *end = strstr(c->in, "\r\n\r\n");
	if (!end)
		return;
	size_t head = (size_t)(end - c->in) + 4, length = 0;
	const char *at = strcasestr(c->in, "\r\ncontent-length:");
	const char *last = strcasestr(c->in, "\r\nconnection: close");
	c->status = (int)strtol(c->in + 9, NULL, 10);
	if (at && at < end)
		length = strtoul(at + 17, NULL, 10);
	else if (c->status != 204 && c->status != 304)
		die("an answer without a length");
	c->closing = last && last < end;
	c->wanted = head + length;
}

static void note_id(const struct conn *c)
{
	const char *at = asked.ids && c->status / 100 == 2 ? strstr(c->in, "\"id\":\"") : NULL;
	if (at)
		fprintf(asked.ids, "%.*s\n", (int)strcspn(at + 6, "\""), at + 6);
}

static void note(struct conn *c)
{
	if (c->got < KEEP)
		c->in[c->got] = '\0';
	note_id(c);
	if ((size_t)run.answers == run.room) {
		run.room = run.room ? run.room * 2 : 1 << 16;
		run.took = more(run.took, run.room * sizeof *run.took);
	}
	run.took[run.answers++] = (uint32_t)(now_us() - c->sent_us);
	run.bytes += (int64_t)c->got;
	run.status[c->status > 0 && c->status < 600 ? c->status : 0]++;
	run.under_way--;
}

/* What has come; false: the connection stands idle now. */
static bool take(struct conn *c, int epoll)
{
	size_t at = c->got < KEEP ? c->got : KEEP;
	ssize_t k = recv(c->fd, c->in + at, ROOM - 1 - at, MSG_DONTWAIT);
	if (k < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (k <= 0) {
		run.broken++;
		run.under_way--;
		redial(c, epoll);
		return send_next(c);
	}
	c->got += (size_t)k;
	if (!c->wanted)
		read_head(c);
	if (!c->wanted && c->got >= KEEP)
		die("a head that does not end");
	if (!c->wanted || c->got < c->wanted)
		return true;
	note(c);
	if (c->closing)
		redial(c, epoll);
	return send_next(c);
}

static void go(struct conn *conns, int epoll, int time_ms)
{
	struct epoll_event events[256];
	run.until = now_us() + (int64_t)time_ms * 1000;
	for (int i = 0; i < asked.clients; i++)
		send_next(&conns[i]);
	while (run.under_way > 0) {
		int n = epoll_wait(epoll, events, 256, 10000);
		if (n == 0)
			die("no answer for ten seconds");
		for (int i = 0; i < n; i++)
			take(events[i].data.ptr, epoll);
	}
}

/* ---- CPU time ---- */

/* `dead`: with that of the children it has waited for. */
static int64_t ticks_of(int pid, bool dead)
{
	char path[64], text[1024];
	long long own[2] = {0}, gone[2] = {0};
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	FILE *f = fopen(path, "r");
	if (!f)
		return 0;
	size_t n = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[n] = '\0';
	const char *at = strrchr(text, ')');
	if (!at ||
	    sscanf(at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld %lld %lld",
	           &own[0], &own[1], &gone[0], &gone[1]) != 4)
		return 0;
	return own[0] + own[1] + (dead ? gone[0] + gone[1] : 0);
}

static int64_t ticks_all(void)
{
	int64_t sum = 0;
	for (int i = 0; i < asked.pid_count; i++) {
		char path[64];
		int child, pid = asked.pids[i];
		sum += ticks_of(pid, true);
		snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
		FILE *f = fopen(path, "r");
		while (f && fscanf(f, "%d", &child) == 1)
			sum += ticks_of(child, false);
		if (f)
			fclose(f);
	}
	return sum;
}

/* ---- what came out ---- */

static int by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static double percentile(double part)
{
	size_t n = (size_t)run.answers;
	return n ? run.took[(size_t)((double)(n - 1) * part)] / 1000.0 : 0;
}

static void report(int64_t us, int64_t ticks)
{
	double n = run.answers ? (double)run.answers : 1;
	qsort(run.took, (size_t)run.answers, sizeof *run.took, by_size);
	printf("%.1f %.1f %.2f %.2f %.0f", (double)run.answers * 1e6 / (double)us,
	       (double)ticks * 1e6 / (double)sysconf(_SC_CLK_TCK) / n, percentile(0.5),
	       percentile(0.99), (double)run.bytes / n);
	for (int i = 0; i < 600; i++)
		if (run.status[i])
			printf(" %d:%lld", i, (long long)run.status[i]);
	if (run.broken)
		printf(" BROKEN:%lld", (long long)run.broken);
	printf("\n");
}

/* ---- what is asked ---- */

static char *whole(FILE *f)
{
	char *text = NULL;
	size_t n = 0, k;
	do {
		text = more(text, n + 4097);
		k = fread(text + n, 1, 4096, f);
		n += k;
	} while (k);
	text[n] = '\0';
	return text;
}

static struct lines lines(const char *path)
{
	struct lines l = {0};
	FILE *f = fopen(path, "r");
	if (!f)
		die(path);
	char *text = whole(f), *save = NULL;
	fclose(f);
	for (char *at = strtok_r(text, "\n", &save); at; at = strtok_r(NULL, "\n", &save)) {
		l.at = more(l.at, (l.count + 1) * sizeof *l.at);
		l.at[l.count++] = at;
	}
	if (!l.count)
		die("a file without lines");
	return l;
}

static void template(void)
{
	asked.head = whole(stdin);
	char *blank = strstr(asked.head, "\n\n");
	if (!blank)
		die("the template has no empty line after its head");
	asked.body = strdup(blank + 2);
	blank[2] = '\0';
	asked.body[strcspn(asked.body, "\n")] = '\0';
}

static void option(char o, const char *v)
{
	switch (o) {
	case 'c': asked.clients = atoi(v); break;
	case 't': asked.time_ms = atoi(v); break;
	case 'n': asked.most = atoll(v); break;
	case 'w': asked.warm_ms = atoi(v); break;
	case 's': asked.share = atoll(v); break;
	case 'a': asked.a = lines(v); break;
	case 'b': asked.b = lines(v); break;
	case 'o': asked.ids = fopen(v, "w"); break;
	case 'p':
		if (asked.pid_count < PIDS)
			asked.pids[asked.pid_count++] = atoi(v);
		break;
	default: die("called wrongly; see the head of bench/load.c");
	}
}

int main(int argc, char **argv)
{
	int o;
	while ((o = getopt(argc, argv, "c:t:n:w:s:a:b:o:p:")) > 0)
		option((char)o, optarg);
	asked.port = optind + 1 == argc ? atoi(argv[optind]) : 0;
	if (!asked.port || asked.clients < 1 || asked.clients > CLIENTS_MOST || asked.share < 1)
		option('?', "");
	template();
	struct conn *conns = more(NULL, (size_t)asked.clients * sizeof *conns);
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	for (int i = 0; i < asked.clients; i++)
		dial(&conns[i], epoll);
	if (asked.warm_ms)
		go(conns, epoll, asked.warm_ms);
	run.answers = run.broken = run.bytes = 0;
	memset(run.status, 0, sizeof run.status);
	int64_t ticks = ticks_all(), from = now_us();
	go(conns, epoll, asked.time_ms);
	report(now_us() - from, ticks_all() - ticks);
	if (asked.ids && fclose(asked.ids) != 0)
		die("the ids could not be written");
	return 0;
}
