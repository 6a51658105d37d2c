/* claim DIR PORT [ROUNDS] [CLIENTS] - who claims first, and what a repeated request does.
 *
 * Each round puts a wish on the wall; all clients hold a connection and ask at the same moment. Exactly
 * one is told 200, the others 409 with the state the order has now. Then an urgent order is offered to
 * two teams and all clients accept for one of them at the same moment: again one winner. Then one key
 * is sent by sixteen at once: one order, sixteen identical answers.
 */
#include "torture.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 256, COPIES = 16 };

static struct server server;
static struct account all[64];
static size_t account_count;
static const char *resident, *reviewer, *dispatcher;

struct racer {
	struct caller *c;
	pthread_t thread;
	pthread_barrier_t *start;
	const char *method, *path, *token, *key, *json;
};

static void *race(void *arg)
{
	struct racer *r = arg;
	caller_connect(r->c);
	pthread_barrier_wait(r->start);
	caller_ask(r->c, r->method, r->path, r->token, r->key, r->json);
	return NULL;
}

static void run(struct racer *racers, int n)
{
	pthread_barrier_t start;
	pthread_barrier_init(&start, NULL, (unsigned)n);
	for (int i = 0; i < n; i++) {
		racers[i].start = &start;
		if (pthread_create(&racers[i].thread, NULL, race, &racers[i]) != 0)
			torture_die("no thread");
	}
	for (int i = 0; i < n; i++)
		pthread_join(racers[i].thread, NULL);
	pthread_barrier_destroy(&start);
}

static void must(struct caller *c, int status, const char *what)
{
	if (c->status != status)
		torture_die("%s: %d %s", what, c->status, c->body);
}

static void wish(struct caller *c, int round, const char *key, const char *place, char *id)
{
	char json[500], path[100];
	snprintf(json, sizeof json,
	         "{\"kind\":\"wish\",\"title\":\"想要一本字典 "
	         "%d\",\"category\":\"%s\",\"place\":\"%s\","
	         "\"public_ok\":true,\"submit\":true}",
	         round, key, place);
	caller_ask(c, "POST", "/orders", resident, NULL, json);
	must(c, 201, "a wish");
	snprintf(id, 40, "%s", caller_get(c, "id"));
	snprintf(path, sizeof path, "/orders/%s/approve", id);
	caller_ask(c, "POST", path, reviewer, NULL, "{\"public_title\":\"一本字典\"}");
	must(c, 200, "its approval");
	if (strcmp(caller_get(c, "state"), "wall") != 0) {
		snprintf(path, sizeof path, "/orders/%s/publish", id);
		caller_ask(c, "POST", path, dispatcher, NULL, "{\"public_title\":\"一本字典\"}");
		must(c, 200, "its publication");
	}
}

/* Volunteers for themselves, leaders for their teams. */
static size_t claimers(const char **tokens, const char **bodies)
{
	size_t n = 0;
	for (size_t i = 0; i < account_count; i++) {
		bool leader = strcmp(all[i].role, "team_leader") == 0;
		if (!leader && strcmp(all[i].role, "volunteer") != 0)
			continue;
		char *body = malloc(100);
		snprintf(body, 100, leader ? "{\"team\":\"%s\"}" : "{}", all[i].team);
		tokens[n] = all[i].token;
		bodies[n++] = body;
	}
	return n;
}

struct tally {
	int rounds, one_winner, losers_told, one_event, replayed;
};

static void count(struct tally *t, const struct racer *r, int n)
{
	int won = 0, told = 0;
	for (int i = 0; i < n; i++) {
		won += r[i].c->status == 200;
		told += r[i].c->status == 409 &&
		        strcmp(caller_get(r[i].c, "state"), "accepted") == 0;
		if (r[i].c->status != 200 && r[i].c->status != 409)
			printf("# client %d: %d %.200s\n", i, r[i].c->status, r[i].c->body);
	}
	t->rounds++;
	t->one_winner += won == 1;
	t->losers_told += told == n - 1;
}

static int times(const char *text, const char *part)
{
	int n = 0;
	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

/* Everyone asks again with his key: the same answers, and nothing happens. */
static void again(struct tally *t, struct racer *r, int n)
{
	int same = 0;
	char *before[MOST];
	int status[MOST];
	for (int i = 0; i < n; i++) {
		before[i] = strdup(r[i].c->body);
		status[i] = r[i].c->status;
	}
	run(r, n);
	for (int i = 0; i < n; i++) {
		same += r[i].c->status == status[i] &&
		        (status[i] != 200 || strcmp(before[i], r[i].c->body) == 0);
		free(before[i]);
	}
	t->replayed += same == n;
}

static void claim_round(struct tally *t, struct caller *c, struct racer *r, int n, int round)
{
	const char *tokens[64], *bodies[64];
	static char keys[MOST][60];
	char id[40], path[100];
	size_t persons = claimers(tokens, bodies);
	wish(c, round, "repair", "430421100248", id);
	snprintf(path, sizeof path, "/orders/%s/claim", id);
	for (int i = 0; i < n; i++) {
		snprintf(keys[i], sizeof keys[i], "claim-%s-%d", id, i);
		r[i] = (struct racer){.c = r[i].c,
		                      .method = "POST",
		                      .path = path,
		                      .key = keys[i],
		                      .token = tokens[(size_t)i % persons],
		                      .json = bodies[(size_t)i % persons]};
	}
	run(r, n);
	count(t, r, n);
	again(t, r, n);
	snprintf(path, sizeof path, "/orders/%s/events", id);
	caller_ask(c, "GET", path, resident, NULL, NULL);
	t->one_event += times(c->body, "\"action\":\"claim\"") == 1;
	for (size_t i = 0; i < persons; i++)
		free((void *)(uintptr_t)bodies[i]);
}

enum { ASKED = 2 };

/* An urgent order that waits for two teams; `tokens`: of their leaders. */
static void offered(struct caller *c, int round, char *id, const char **tokens)
{
	char json[500], path[100], teams[200] = "";
	int n = 0;
	for (size_t i = 0; i < account_count && n < ASKED; i++) {
		if (strcmp(all[i].role, "team_leader") != 0)
			continue;
		size_t at = strlen(teams);
		snprintf(teams + at, sizeof teams - at, "%s\"%s\"", n ? "," : "", all[i].team);
		tokens[n++] = all[i].token;
	}
	if (n < ASKED)
		torture_die("%d team leaders", n);
	snprintf(json, sizeof json,
	         "{\"kind\":\"request\",\"title\":\"水管爆了 %d\",\"category\":\"repair\","
	         "\"place\":\"430421100248\",\"submit\":true}",
	         round);
	caller_ask(c, "POST", "/orders", resident, NULL, json);
	must(c, 201, "an urgent order");
	snprintf(id, 40, "%s", caller_get(c, "id"));
	snprintf(path, sizeof path, "/orders/%s/approve", id);
	caller_ask(c, "POST", path, reviewer, NULL, "{\"urgency\":\"urgent\"}");
	must(c, 200, "its approval");
	snprintf(path, sizeof path, "/orders/%s/offer", id);
	snprintf(json, sizeof json, "{\"teams\":[%s],\"reason\":\"都离得近\"}", teams);
	caller_ask(c, "POST", path, dispatcher, NULL, json);
	must(c, 200, "its offers");
}

static void offer_round(struct tally *t, struct caller *c, struct racer *r, int n, int round)
{
	const char *tokens[ASKED];
	char id[40], path[100];
	offered(c, round, id, tokens);
	snprintf(path, sizeof path, "/orders/%s/accept", id);
	for (int i = 0; i < n; i++)
		r[i] = (struct racer){.c = r[i].c,
		                      .method = "POST",
		                      .path = path,
		                      .token = tokens[i % ASKED],
		                      .json = "{}"};
	run(r, n);
	count(t, r, n);
	snprintf(path, sizeof path, "/orders/%s/events", id);
	caller_ask(c, "GET", path, resident, NULL, NULL);
	t->one_event += times(c->body, "\"action\":\"accept\"") == 1;
}

/* Sixteen copies of one request. */
static void replay_round(struct caller *c, struct racer *r, int round, int *alike, int *single)
{
	char json[400], key[60], path[200];
	snprintf(key, sizeof key, "copies-%d-%lld", round, (long long)torture_now_us());
	snprintf(json, sizeof json,
	         "{\"title\":\"一单 %s\",\"category\":\"repair\",\"place\":\"430421100248\"}", key);
	for (int i = 0; i < COPIES; i++)
		r[i] = (struct racer){.c = r[i].c,
		                      .method = "POST",
		                      .path = "/orders",
		                      .key = key,
		                      .token = resident,
		                      .json = json};
	run(r, COPIES);
	int same = 0;
	for (int i = 0; i < COPIES; i++)
		same += r[i].c->status == 201 && strcmp(r[i].c->body, r[0].c->body) == 0;
	*alike += same == COPIES;
	snprintf(path, sizeof path, "/orders?q=%s", key);
	caller_ask(c, "GET", path, resident, NULL, NULL);
	*single += c->status == 200 && times(c->body, "\"revision\":") == 1;
}

static void other_uses_of_a_key(struct caller *c)
{
	static const char body[] =
		"{\"title\":\"一单甲\",\"category\":\"repair\",\"place\":\"430421100248\"}";
	char first[40];
	caller_ask(c, "POST", "/orders", resident, "one-key-0001", body);
	must(c, 201, "an order");
	snprintf(first, sizeof first, "%s", caller_get(c, "id"));
	caller_ask(c, "POST", "/orders", resident, "one-key-0001",
	           "{\"title\":\"一单乙\",\"category\":\"repair\",\"place\":\"430421100248\"}");
	torture_check(c->status == 422, "the same key with another body is refused: %d", c->status);
	caller_ask(c, "POST", "/orders", reviewer, "one-key-0001", body);
	torture_check(c->status == 201 && strcmp(caller_get(c, "id"), first) != 0,
	              "the key of another person opens nothing of his: %d", c->status);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: claim DIR PORT [ROUNDS] [CLIENTS]\n");
		return 2;
	}
	int rounds = argc > 3 ? atoi(argv[3]) : 20, clients = argc > 4 ? atoi(argv[4]) : 64;
	struct racer racers[MOST] = {0};
	struct tally t = {0}, asked = {0};
	int alike = 0, single = 0;
	if (clients < COPIES || clients > MOST)
		torture_die("%d clients: between %d and %d", clients, COPIES, MOST);
	server = (struct server){.dir = argv[1], .port = atoi(argv[2])};
	server_spawn(&server, "demo");
	if (!server_ready(&server, 120000))
		torture_die("the server does not come up; see %s.log", server.dir);
	account_count = account_all(server.dir, all, 64);
	resident = account_token(server.dir, "resident");
	reviewer = account_token(server.dir, "centre_reviewer");
	dispatcher = account_token(server.dir, "centre_dispatcher");
	struct caller *c = caller_new(server.port);
	caller_ask(c, "POST", "/settings", account_token(server.dir, "sysadmin"), NULL,
	           "{\"name\":\"wall.turn_hours\",\"value\":\"0\"}");
	must(c, 200, "the same few may claim every wish");
	for (int i = 0; i < clients; i++)
		racers[i].c = caller_new(server.port);
	for (int i = 0; i < rounds; i++)
		claim_round(&t, c, racers, clients, i);
	for (int i = 0; i < rounds; i++)
		offer_round(&asked, c, racers, clients, i);
	for (int i = 0; i < rounds; i++)
		replay_round(c, racers, i, &alike, &single);
	torture_check(t.one_winner == rounds, "%d of %d wishes have one winner among %d clients",
	              t.one_winner, rounds, clients);
	torture_check(t.losers_told == rounds, "in %d of %d races every loser is told the state",
	              t.losers_told, rounds);
	torture_check(t.one_event == rounds, "%d of %d wishes hold one claim", t.one_event, rounds);
	torture_check(
		asked.one_winner == rounds && asked.losers_told == rounds,
		"%d of %d orders offered to two teams have one winner, in %d all others are told",
		asked.one_winner, rounds, asked.losers_told);
	torture_check(asked.one_event == rounds, "%d of %d of them hold one acceptance",
	              asked.one_event, rounds);
	torture_check(t.replayed == rounds, "%d of %d races answer alike when they are sent again",
	              t.replayed, rounds);
	torture_check(alike == rounds, "%d of %d times sixteen copies are answered alike", alike,
	              rounds);
	torture_check(single == rounds, "%d of %d times sixteen copies make one order", single,
	              rounds);
	other_uses_of_a_key(c);
	torture_check(server_stop(&server), "the server stops cleanly");
	torture_check(server_run(server.dir, "doctor") == 0, "doctor finds the county sound");
	return torture_closing();
}
