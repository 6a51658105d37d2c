/* flood DIR PORT [MS] [PEOPLE] [ORDERS] - a read asked at four times what the machine can do.
 *
 * For each kind of read: what it costs and how many a second are answered to four clients that take turns;
 * then four times as many are asked for MS milliseconds (load.h), while one asks /healthz and another signs
 * in; one second after the end the read is asked in peace. A 503 must say when to come back, whatever else
 * comes is a fault; nobody is refused /healthz, sign-in or its form; while guests ask for what is heavy the
 * dispatcher's desk goes on, but for one look in ten; and afterwards all is as before.
 *
 * With MS of at least FULL_MS the waiting times are held to what is promised, sign-in to what the same
 * password hash takes meanwhile in a process that gives way to nobody; in shorter runs, which share
 * their machine with other tests, they are only printed, and /healthz is held against the reads themselves:
 * whoever waits as long as they do stands in the same queue. A folder with a county in it is served as it
 * is; ONLY=TEXT in the environment: the wall, and the kinds whose names have it.
 */
#include "load.h"
#include "torture.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	FULL_MS = 3000,
	FLOOD = 256,
	TURNS = 4,
	TIMES = 4,
	PROMISED_MS = 50,
	PEACE = 9,
	ROOM = 1 << 18
};

static struct server server;
static char text[ROOM];

static const struct kind {
	const char *name, *role, *path; /* role NULL: a guest */
	bool heavy;                     /* some are turned away, whatever the machine */
	bool brief;                     /* also in short runs */
} kinds[] = {
	{"the wall", NULL, "/wall", false, true},
	{"guest: a wish", NULL, "/orders/@", false, false},
	{"guest: /orders?q=", NULL, "/orders?q=%E7%9A%84", true, false},
	{"guest: /search, one character", NULL, "/search?q=%E7%9A%84", true, true},
	{"guest: the menu", NULL, "/menu", true, false},
	{"guest: teams", NULL, "/teams", true, false},
	{"staff: /orders?q=", "township", "/orders?q=%E7%9A%84", true, false},
	{"staff: /find/quiet", "centre_dispatcher", "/find/quiet", true, false},
	{"staff: the dispatch desk", "centre_dispatcher", "/dispatch", true, false},
	{"staff: the year", "viewer", "/desk?period=year", true, true},
	{"staff: people kept twice", "township", "/people/duplicates", true, false},
	{"auditor: the chain", "auditor", "/audit/verify", true, false},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* ---- requests ---- */

static char wish[100];
static char sign_in[1000], sign_in_form[200], desk[400];
static char healthz[200];

static void ask_text(char *into, size_t room, const char *path, const char *cookie)
{
	snprintf(into, room, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s%s\r\n\r\n", path,
	         server.port, cookie ? "Cookie: wudan_session=" : "Accept: */*",
	         cookie ? cookie : "");
}

static void request_of(const struct kind *k, char *into, size_t room)
{
	ask_text(into, room, strcmp(k->path, "/orders/@") == 0 ? wish : k->path,
	         k->role ? account_token(server.dir, k->role) : NULL);
}

/* What stands between two texts, cut off behind it. */
static const char *between(char *in, const char *before, const char *behind)
{
	char *at = strstr(in, before);
	char *end = at ? strstr(at + strlen(before), behind) : NULL;
	if (!end)
		torture_die("no %s in an answer: %.300s", before, in);
	*end = '\0';
	return at + strlen(before);
}

/* A form that may be sent again and again: each time he is signed in anew. */
static void make_sign_in(void)
{
	int64_t us;
	struct account who[1];
	char body[300], *page;
	account_all(server.dir, who, 1);
	ask_text(sign_in_form, sizeof sign_in_form, "/sign-in", NULL);
	if (load_ask(server.port, sign_in_form, text, ROOM, &us) != 200)
		torture_die("no form to sign in");
	page = strdup(text);
	snprintf(body, sizeof body, "_csrf=%s&phone=%s&password=%s",
	         between(page, "name=\"_csrf\" value=\"", "\""), who[0].phone, who[0].password);
	snprintf(sign_in, sizeof sign_in,
	         "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n"
	         "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
	         server.port, between(text, "Set-Cookie: ", ";"), strlen(body), body);
	free(page);
}

static void make_wish(void)
{
	int64_t us;
	char ask[200];
	ask_text(ask, sizeof ask, "/api/v1/wall", NULL);
	if (load_ask(server.port, ask, text, ROOM, &us) != 200)
		torture_die("no wall");
	snprintf(wish, sizeof wish, "/orders/%s", between(text, "\"id\":\"", "\""));
}

/* ---- one kind ---- */

struct row {
	double cpu_us, alone, offered, sent, good, busy;
	double read, health[3], signed_in[2], hash[2]; /* ms: median, 99th percentile, longest */
	double after;                                  /* ms: the slowest in peace */
	int mute, odd, broken, ill, locked_out, unwell;
	int looks, looks_refused; /* of the dispatcher at his desk */
};

/* Nanoseconds the server has computed so far. */
static double cpu_ns(void)
{
	char line[1000];
	double sum = 0, ns;
	snprintf(line, sizeof line, "cat /proc/%d/task/*/schedstat 2>/dev/null", (int)server.pid);
	FILE *f = popen(line, "r");
	while (f && fgets(line, sizeof line, f))
		sum += sscanf(line, "%lf", &ns) == 1 ? ns : 0;
	if (f)
		pclose(f);
	return sum;
}

static void alone(struct row *r, const char *request, int ms)
{
	struct load l = {.port = server.port, .clients = TURNS, .ms = ms, .request = request};
	double before = cpu_ns();
	struct loading p = load_start(&l);
	struct loaded *o = load_end(&p);
	int all = o->good + o->busy + o->odd;
	r->alone = o->good / o->seconds;
	r->cpu_us = all ? (cpu_ns() - before) / 1000 / all : 0;
	load_free(&p);
}

/* What a sign-in costs the server's thread, as core/crypto.c does it. */
static void hash(void)
{
	char out[crypto_pwhash_STRBYTES];
	if (crypto_pwhash_str_alg(out, "示例", strlen("示例"), 2, (size_t)19 << 20,
	                          crypto_pwhash_ALG_ARGON2ID13) != 0)
		torture_die("no memory for a hash");
}

static void flood(struct row *r, const char *request, int ms, bool guests)
{
	struct load l = {.port = server.port, .clients = FLOOD, .ms = ms, .request = request};
	struct probe h = {server.port, ms, 10, 200, healthz},
		     s = {server.port, ms, 100, 303, sign_in},
		     f = {server.port, ms, 150, 200, sign_in_form},
		     d = {server.port, ms, 250, 200, desk}, own = {.ms = ms, .every_ms = 200};
	l.rate = TIMES * (r->alone > 20 ? r->alone : 20);
	struct loading a = load_start(&l), b = probe_start(&h), c = probe_start(&s),
		       e = probe_start(&f), g = {0};
	struct loading argon2 = work_start(&own, hash);
	if (guests)
		g = probe_start(&d);
	struct loaded *o = load_end(&a);
	struct probed *health = probe_end(&b), *in = probe_end(&c), *form = probe_end(&e),
		      *hashed = probe_end(&argon2);
	r->offered = l.rate;
	r->sent = o->sent / o->seconds;
	r->good = o->good / o->seconds;
	r->busy = o->busy / o->seconds;
	r->mute = o->mute, r->odd = o->odd, r->broken = o->broken;
	r->ill = health->bad, r->locked_out = in->bad + form->bad;
	r->read = times_at(&o->times, 0.5);
	for (int i = 0; i < 3; i++)
		r->health[i] = times_at(&health->times, (double[]){0.5, 0.99, 1}[i]);
	for (int i = 0; i < 2; i++)
		r->signed_in[i] = times_at(&in->times, (double[]){0.5, 0.99}[i]),
		r->hash[i] = times_at(&hashed->times, (double[]){0.5, 0.99}[i]);
	if (guests) {
		struct probed *at_desk = probe_end(&g);
		r->looks_refused = at_desk->bad;
		r->looks = at_desk->times.count;
		load_free(&g);
	}
	load_free(&a), load_free(&b), load_free(&c), load_free(&e), load_free(&argon2);
}

/* What is still under way may be answered first: nothing was promised for the first second. */
static void in_peace(struct row *r, const char *request)
{
	int64_t us;
	sleep(1);
	for (int i = 0; i < PEACE; i++) {
		r->unwell += load_ask(server.port, request, text, ROOM, &us) != 200;
		r->after = (double)us / 1000 > r->after ? (double)us / 1000 : r->after;
		r->unwell += load_ask(server.port, healthz, text, ROOM, &us) != 200;
	}
}

static void judge(const struct kind *k, const struct row *r, bool full)
{
	torture_check(!r->odd && !r->broken,
	              "%s: answered or told to come back (%d other answers, %d broken)", k->name,
	              r->odd, r->broken);
	torture_check(!r->mute, "%s: every 503 says when", k->name);
	torture_check(!k->heavy || r->busy > 0, "%s: what is too much is turned away", k->name);
	torture_check(!k->heavy || r->health[0] < r->read / 2,
	              "%s: /healthz does not stand in its queue (%.1f ms beside %.1f)", k->name,
	              r->health[0], r->read);
	torture_check(!r->ill && !r->locked_out,
	              "%s: /healthz and sign-in go on (%d and %d refused)", k->name, r->ill,
	              r->locked_out);
	torture_check(r->looks_refused * 10 <= r->looks,
	              "%s: the dispatch desk goes on (%d of %d looks refused)", k->name,
	              r->looks_refused, r->looks);
	torture_check(!r->unwell, "%s: a second later all is as before (%.0f ms at most)", k->name,
	              r->after);
	if (!full)
		return;
	torture_check(r->health[1] <= PROMISED_MS, "%s: /healthz within %d ms (p99 %.1f)", k->name,
	              PROMISED_MS, r->health[1]);
	torture_check(r->signed_in[1] <= r->hash[1] + PROMISED_MS,
	              "%s: sign-in within %d ms beyond a hash meanwhile (p99 %.1f, hash %.1f)",
	              k->name, PROMISED_MS, r->signed_in[1], r->hash[1]);
}

static bool wanted(const struct kind *k, bool full)
{
	const char *only = getenv("ONLY");
	return only ? k == kinds || strstr(k->name, only) : full || k->brief;
}

static void print_table(const struct row *rows, bool full)
{
	printf("# %-30s %8s %6s %8s %8s %8s %8s | %s | %s\n", "", "CPU us", "x wall", "alone/s",
	       "asked/s", "200/s", "503/s", "healthz p50 p99 max",
	       "sign-in p50 p99, a hash p50 p99 ms | after");
	for (int i = 0; i < KINDS; i++) {
		const struct row *r = &rows[i];
		if (wanted(&kinds[i], full))
			printf("# %-30s %8.0f %6.1f %8.0f %8.0f %8.0f %8.0f | %7.1f %6.1f %6.1f | "
			       "%7.1f %7.1f %7.1f %7.1f | %4.0f\n",
			       kinds[i].name, r->cpu_us, r->cpu_us / rows[0].cpu_us, r->alone,
			       r->sent, r->good, r->busy, r->health[0], r->health[1], r->health[2],
			       r->signed_in[0], r->signed_in[1], r->hash[0], r->hash[1], r->after);
	}
}

/* ---- all of them ---- */

static double hash_time(void)
{
	struct times *t = calloc(1, sizeof *t);
	int64_t us;
	for (int i = 0; t && i < PEACE; i++) {
		if (load_ask(server.port, sign_in, text, ROOM, &us) != 303)
			torture_die("nobody can sign in: %.300s", text);
		t->us[t->count++] = (uint32_t)us;
	}
	double ms = t ? times_at(t, 0.5) : 0;
	free(t);
	return ms;
}

int main(int argc, char **argv)
{
	static struct row rows[KINDS];
	char request[400];
	if (argc < 3)
		torture_die("flood DIR PORT [MS] [PEOPLE] [ORDERS]");
	int ms = argc > 3 ? atoi(argv[3]) : FULL_MS;
	bool full = ms >= FULL_MS;
	server = (struct server){.dir = argv[1],
	                         .port = atoi(argv[2]),
	                         .people = argc > 4 ? argv[4] : NULL,
	                         .orders = argc > 5 ? argv[5] : NULL};
	snprintf(request, sizeof request, "%s/wudan.db", server.dir);
	server_spawn(&server, access(request, F_OK) == 0 ? "serve" : "demo");
	if (!server_ready(&server, 900000))
		torture_die("the server does not come up");
	ask_text(healthz, sizeof healthz, "/healthz", NULL);
	ask_text(desk, sizeof desk, "/dispatch", account_token(server.dir, "centre_dispatcher"));
	make_sign_in();
	make_wish();
	double hash_ms = hash_time();
	printf("# asked %d times as much as is answered, for %d ms each; a sign-in alone takes "
	       "%.1f ms\n",
	       TIMES, ms, hash_ms);
	for (int i = 0; i < KINDS; i++) {
		if (!wanted(&kinds[i], full))
			continue;
		request_of(&kinds[i], request, sizeof request);
		alone(&rows[i], request, ms / 2);
		flood(&rows[i], request, ms, kinds[i].heavy && !kinds[i].role);
		in_peace(&rows[i], request);
		judge(&kinds[i], &rows[i], full);
	}
	print_table(rows, full);
	torture_check(server_stop(&server), "it stops in order");
	return torture_closing();
}
