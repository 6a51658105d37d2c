/* Account moves × roles × {self, below, duty, beside, above}: every cell against moves.txt, which is
 * written by hand. */
#include "world.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "features/auth/proposal.h"
#include "store/db.h"

#define MOVES "tests/moves.txt"

static const char letters[] = "grvlstdwayci";
static const enum who actors[] = {GUEST,      RESIDENT, VOLUNTEER, LEADER,   STATION,  TOWNSHIP,
                                  DISPATCHER, REVIEWER, AUDITOR,   SYSADMIN, SECADMIN, VIEWER};
/* MEMBER stands beside, OTHER_LEADER is a second system administrator who proposes, VOLUNTEER the twin. */
static const enum who PEER = MEMBER, PROPOSER = OTHER_LEADER, TWIN = VOLUNTEER;

struct cell {
	struct world *w;
	enum who who, whose;
	bool own; /* the proposal is that of `who` */
};

/* ---- the county as it was ---- */

static enum role role_of(enum who who)
{
	static const enum role roles[WHO_COUNT] = {
		[STATION] = ROLE_STATION,       [TOWNSHIP] = ROLE_TOWNSHIP,
		[DISPATCHER] = ROLE_DISPATCHER, [REVIEWER] = ROLE_REVIEWER,
		[AUDITOR] = ROLE_AUDITOR,       [SYSADMIN] = ROLE_SYSADMIN,
		[SECADMIN] = ROLE_SECADMIN,     [VIEWER] = ROLE_VIEWER};
	return roles[who];
}

static void run(struct world *w, const char *sql)
{
	world_begin(w, GUEST);
	db_script(w->db, sql);
	world_commit(w);
}

static void hold(struct world *w, enum who who, enum role role)
{
	if (role)
		run(w, arena_printf(w->mem,
		                    "INSERT INTO grants (person, role, place, given_by, at) VALUES"
		                    " (%lld, %d, %d, 0, 1)",
		                    (long long)w->person[who], role,
		                    role == ROLE_STATION    ? 4
		                    : role == ROLE_TOWNSHIP ? 2
		                                            : 1));
}

static void begin(struct world *w, enum who who)
{
	run(w, "DELETE FROM proposal; DELETE FROM token; DELETE FROM grants;"
	       "UPDATE account SET locked = 0; UPDATE person SET merged_into = 0, ended = 0;"
	       "UPDATE session SET ended = NULL;");
	for (size_t i = 0; i < sizeof actors / sizeof *actors; i++)
		hold(w, actors[i], role_of(actors[i]));
	hold(w, PROPOSER, ROLE_SYSADMIN);
	hold(w, PEER, role_of(who));
}

/* ---- the moves ---- */

static int post(const struct cell *x, const char *path, const char *json)
{
	return world_ask(x->w, x->who, POST, path, json);
}

static const char *about(const struct cell *x, const char *path)
{
	return arena_printf(x->w->mem, path, x->w->uid[x->whose]);
}

static const char *lock_him(const struct cell *x)
{
	return arena_printf(x->w->mem, "UPDATE account SET locked = 1 WHERE person = %lld",
	                    (long long)x->w->person[x->whose]);
}

static int letter(const struct cell *x, const char *kind)
{
	(void)kind;
	return post(x, about(x, "/accounts/%s/letter"), NULL);
}

static int letter_new(const struct cell *x, const char *kind)
{
	(void)kind;
	return world_askf(x->w, x->who, POST,
	                  arena_printf(x->w->mem,
	                               "{\"name\":\"示例%s\",\"phone\":\"199000000%02d\"}",
	                               who_names[x->whose], x->whose),
	                  "/accounts");
}

static int lock(const struct cell *x, const char *kind)
{
	(void)kind;
	return post(x, about(x, "/accounts/%s/lock"), "{\"reason\":\"示例理由\"}");
}

static int unlock(const struct cell *x, const char *kind)
{
	(void)kind;
	run(x->w, lock_him(x));
	return post(x, about(x, "/accounts/%s/unlock"), NULL);
}

static int grant(const struct cell *x, const char *role)
{
	run(x->w,
	    arena_printf(x->w->mem, "DELETE FROM grants WHERE person = %lld AND role = %d",
	                 (long long)x->w->person[x->whose], x->whose == x->who ? 0 : ROLE_VIEWER));
	return post(x, "/grants",
	            arena_printf(x->w->mem,
	                         "{\"person\":\"%s\",\"role\":\"%s\",\"place\":\"430421\"}",
	                         x->w->uid[x->whose], role));
}

static int take_role(const struct cell *x, enum role role)
{
	int64_t id = world_count(
		x->w,
		arena_printf(x->w->mem, "SELECT id FROM grants WHERE person = %lld AND role = %d",
	                     (long long)x->w->person[x->whose], role));
	return world_askf(x->w, x->who, POST, NULL, "/grants/%lld/take", (long long)id);
}

static int take(const struct cell *x, const char *kind)
{
	(void)kind;
	enum role role = role_of(x->who) == ROLE_VIEWER ? ROLE_REVIEWER : ROLE_VIEWER;
	hold(x->w, x->whose, role);
	return take_role(x, role);
}

static enum role top_of(const struct cell *x)
{
	enum role role = role_of(x->whose == PEER ? x->who : x->whose);
	return role >= ROLE_AUDITOR && role <= ROLE_SECADMIN ? role : ROLE_AUDITOR;
}

static int take_top(const struct cell *x, const char *kind)
{
	(void)kind;
	return take_role(x, top_of(x));
}

static int propose(const struct cell *x, const char *kind)
{
	bool give = !strcmp(kind, "give"), take_it = !strcmp(kind, "take");
	if (!strcmp(kind, "unlock"))
		run(x->w, lock_him(x));
	const char *role = give      ? ",\"role\":\"auditor\""
	                   : take_it ? arena_printf(x->w->mem, ",\"role\":\"%s\"",
	                                            role_words[top_of(x)])
	                             : "";
	return post(x, "/proposals",
	            arena_printf(x->w->mem,
	                         "{\"kind\":\"%s\",\"person\":\"%s\",\"reason\":\"示例理由\"%s}",
	                         kind, x->w->uid[x->whose], role));
}

/* A proposal about him that waits; its id. */
static const char *waiting(const struct cell *x, bool lock_it)
{
	struct world *w = x->w;
	bool plain = !role_of(x->whose) && !(x->whose == PEER && role_of(x->who));
	enum proposal_kind kind = lock_it ? PROPOSAL_LOCK : plain ? PROPOSAL_GIVE : PROPOSAL_LETTER;
	world_begin(w, x->own ? x->who : PROPOSER);
	assert_int_equal(
		proposal_make(&w->c, kind, w->uid[x->whose], plain ? ROLE_AUDITOR : 0, "示例理由"),
		OK);
	world_commit(w);
	world_ask(w, SYSADMIN, GET, "/proposals", NULL);
	return arena_strdup(w->mem, world_get(w, "items.0.id"));
}

static int decide(const struct cell *x, const char *verb)
{
	const char *id = waiting(x, x->own);
	return world_askf(x->w, x->who, POST, NULL, "/proposals/%s/%s", id, verb);
}

static int decide_own(const struct cell *x, const char *verb)
{
	struct cell own = *x;
	own.own = true;
	return decide(&own, verb);
}

static int object_lock(const struct cell *x, const char *kind)
{
	(void)kind;
	return world_askf(x->w, x->who, POST, NULL, "/proposals/%s/object", waiting(x, true));
}

static int merge(const struct cell *x, const char *kind)
{
	(void)kind;
	const char *twin = x->w->uid[TWIN];
	return world_askf(x->w, x->who, POST,
	                  arena_printf(x->w->mem,
	                               "{\"other\":\"%s\",\"keep\":\"%s\","
	                               "\"note\":\"示例核实过是同一个人\"}",
	                               x->w->uid[x->whose], twin),
	                  "/people/%s/merge", twin);
}

static const struct move {
	const char *word;
	int (*ask)(const struct cell *x, const char *arg);
	const char *arg;
} moves[] = {{"letter", letter, NULL},
             {"letter-new", letter_new, NULL},
             {"lock", lock, NULL},
             {"unlock", unlock, NULL},
             {"grant", grant, "viewer"},
             {"grant-top", grant, "auditor"},
             {"take", take, NULL},
             {"take-top", take_top, NULL},
             {"propose-letter", propose, "letter"},
             {"propose-lock", propose, "lock"},
             {"propose-unlock", propose, "unlock"},
             {"propose-give", propose, "give"},
             {"propose-take", propose, "take"},
             {"confirm", decide, "confirm"},
             {"confirm-own", decide_own, "confirm"},
             {"withdraw", decide, "withdraw"},
             {"withdraw-own", decide_own, "withdraw"},
             {"object", decide, "object"},
             {"object-lock", object_lock, NULL},
             {"merge", merge, NULL}};

/* ---- every cell ---- */

static enum who whose(enum who who, const char *relation)
{
	if (!strcmp(relation, "self"))
		return who;
	if (!strcmp(relation, "below"))
		return OTHER_RESIDENT;
	if (!strcmp(relation, "duty"))
		return who == DISPATCHER ? PEER : DISPATCHER;
	if (!strcmp(relation, "beside"))
		return PEER;
	return who == SECADMIN ? SYSADMIN : SECADMIN;
}

static bool as_written(char want, enum who who, int status)
{
	switch (want) {
	case 'x': return status == 200 || status == 201;
	case '.': return status == (who == GUEST ? 401 : 403);
	case 'i': return status == 422;
	case 's': return status == 409;
	case 'n': return status == 404;
	case 'u': return status == 401;
	default: return false;
	}
}

static size_t row(struct world *w, const char *cells, const char *relation, const struct move *m)
{
	size_t asked = 0;
	for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
		if (cells[i] == '/')
			continue;
		struct cell x = {.w = w, .who = actors[i], .whose = whose(actors[i], relation)};
		if (x.whose == GUEST)
			x.whose = OTHER_RESIDENT; /* a guest has no account: anybody's */
		begin(w, x.who);
		int status = m->ask(&x, m->arg);
		asked++;
		if (!as_written(cells[i], x.who, status))
			fail_msg("%s by %s, %s: %d, but %s says '%c': %s", m->word,
			         who_names[x.who], relation, status, MOVES, cells[i], w->body);
		/* What was refused left nothing: no code, no proposal of his. */
		if (cells[i] != 'x' && world_count(w, "SELECT COUNT(*) FROM token") != 0)
			fail_msg("%s by %s, %s: a code was made", m->word, who_names[x.who],
			         relation);
	}
	return asked;
}

static const struct move *move_of(const char *word)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (!strcmp(moves[i].word, word))
			return &moves[i];
	fail_msg("%s: no move \"%s\"", MOVES, word);
	return NULL;
}

static const char *moves_text(struct world *w)
{
	FILE *f = fopen(MOVES, "r");
	if (!f)
		fail_msg("%s: cannot be read; tests run in the project's folder", MOVES);
	char *text = arena_alloc(w->mem, 20001);
	size_t n = fread(text, 1, 20000, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static void every_account_move_is_as_written_by_hand(struct world *w)
{
	bool seen[sizeof moves / sizeof *moves] = {false};
	size_t asked = 0;
	for (const char **line = text_split(w->mem, moves_text(w), "\n"); *line; line++) {
		char cells[13], relation[12], word[24];
		if (**line == '#' || !**line || !strcmp(*line, letters))
			continue;
		if (sscanf(*line, "%12s %11s %23s", cells, relation, word) != 3 ||
		    strlen(cells) != strlen(letters))
			fail_msg("%s: \"%s\"", MOVES, *line);
		const struct move *m = move_of(word);
		seen[m - moves] = true;
		asked += row(w, cells, relation, m);
	}
	for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
		if (!seen[i])
			fail_msg("%s: nothing about %s", MOVES, moves[i].word);
	assert_true(asked > 900);
}
STORY(every_account_move_is_as_written_by_hand)

const struct CMUnitTest moves_tests[] = {
	TOLD(every_account_move_is_as_written_by_hand),
};
const size_t moves_tests_count = sizeof moves_tests / sizeof *moves_tests;
