/* Route × role: the printed matrix against access.golden, and every cell asked at the gate against
 * matrix.txt, which is written by hand. */
#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/text.h"
#include "web/route.h"

#define GOLDEN "tests/access.golden"
#define MATRIX "tests/matrix.txt"

static const char *file_text(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "r");
	if (!f)
		fail_msg("%s: cannot be read; tests run in the project's folder", path);
	char *text = arena_alloc(a, 200001);
	size_t n = fread(text, 1, 200000, f);
	assert_true(n < 200000); /* all of it */
	text[n] = '\0';
	fclose(f);
	return text;
}

/* ---- the printed matrix ---- */

static const char *printed(struct arena *a)
{
	static const char *const reach[] = {"-", "own", "serving", "subtree", "all"};
	struct buf b = BUF(a);
	const struct route *r;
	buf_printf(&b, "%-6s %-34s %-14s", "", "", "");
	for (enum role role = ROLE_GUEST; role < ROLE_COUNT; role++)
		buf_printf(&b, " %s", role_words[role]);
	buf_text(&b, "\n");
	for (size_t i = 0; (r = route_at(routes_all, i)); i++) {
		buf_printf(&b, "%-6s %-34s %-14s", method_words[r->method], r->path,
		           perm_words[r->needs]);
		for (enum role role = ROLE_GUEST; role < ROLE_COUNT; role++)
			buf_printf(&b, " %s", reach[access_cell(r->needs, role)]);
		buf_text(&b, "\n");
	}
	return buf_str(&b);
}

static void first_difference(struct arena *a, const char *old, const char *new)
{
	const char **was = text_split(a, old, "\n"), **is = text_split(a, new, "\n");
	while (*was && *is && strcmp(*was, *is) == 0)
		was++, is++;
	fail_msg("%s says\n  %s\nthe program\n  %s\nWUDAN_GOLDEN=write writes it anew; look at the "
	         "diff",
	         GOLDEN, *was ? *was : "(end)", *is ? *is : "(end)");
}

static void the_printed_matrix_is_the_golden_one(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *now = printed(a), *how = getenv("WUDAN_GOLDEN");
	if (how && strcmp(how, "write") == 0) {
		FILE *f = fopen(GOLDEN, "w");
		assert_non_null(f);
		assert_true(fputs(now, f) >= 0);
		assert_int_equal(fclose(f), 0);
	}
	const char *golden = file_text(a, GOLDEN);
	if (strcmp(golden, now) != 0)
		first_difference(a, golden, now);
	arena_free(a);
}

/* ---- the hand-written one ---- */

static const char letters[] = "grvlstdwayci";
static const enum who actors[] = {GUEST,      RESIDENT, VOLUNTEER, LEADER,   STATION,  TOWNSHIP,
                                  DISPATCHER, REVIEWER, AUDITOR,   SYSADMIN, SECADMIN, VIEWER};

struct row {
	char cells[13], method[8], path[64];
};
static struct row *rows; /* of the world's arena, as many as the file has */
static size_t row_count;

static void read_matrix(struct world *w)
{
	const char **line = text_split(w->mem, file_text(w->mem, MATRIX), "\n");
	size_t lines = 0;
	while (line[lines])
		lines++;
	rows = ARENA_ARRAY(w->mem, struct row, lines + 1);
	for (row_count = 0; *line; line++) {
		struct row *r = &rows[row_count];
		if (**line == '#' || strcmp(*line, letters) == 0)
			continue;
		if (sscanf(*line, "%12[x.] %7s %63s", r->cells, r->method, r->path) != 3 ||
		    strlen(r->cells) != strlen(letters))
			fail_msg("%s: \"%s\"", MATRIX, *line);
		row_count++;
	}
}

static const struct row *row_of(const struct route *r)
{
	const struct row *found = NULL;
	for (size_t i = 0; i < row_count; i++)
		if (strcmp(rows[i].path, r->path) == 0 &&
		    strcmp(rows[i].method, method_words[r->method]) == 0) {
			assert_null(found);
			found = &rows[i];
		}
	if (!found)
		fail_msg("%s %s: not in %s", method_words[r->method], r->path, MATRIX);
	return found;
}

static void every_route_has_its_line(struct world *w)
{
	const struct route *r;
	size_t n = 0;
	read_matrix(w);
	for (; (r = route_at(routes_all, n)); n++)
		row_of(r);
	assert_int_equal(n, row_count);
}

enum outcome { IN, SIGN_IN, DENIED };

static enum outcome outcome_of(const struct world *w)
{
	if (w->status == 401)
		return SIGN_IN;
	if (w->status == 303 && w->location && text_starts(w->location, "/sign-in?next="))
		return SIGN_IN;
	return w->status == 403 ? DENIED : IN;
}

/* One cell: nothing behind the gate has the id that is asked for, so a 403 is the gate's. */
static void cell(struct world *w, const struct route *r, size_t i, bool json, char want)
{
	const char *path = probe_path(w, r, NULL);
	enum who who = actors[i];
	if (json) {
		world_ask(w, who, r->method, path, NULL);
	} else {
		struct browser b = probe_browser(w, who); /* some routes end the session */
		if (r->method == GET)
			probe_get(w, &b, path);
		else
			probe_post(w, &b, path, "");
	}
	enum outcome expected = want == 'x' ? IN : who == GUEST ? SIGN_IN : DENIED;
	if (outcome_of(w) != expected || w->status >= 500)
		fail_msg("%s %s (%s) by %s: %d, but %s says '%c'", method_words[r->method], path,
		         json ? "API" : "page", who_names[who], w->status, MATRIX, want);
	if (expected == SIGN_IN)
		assert_int_equal(w->status, json ? 401 : 303);
}

static void every_cell(struct world *w, bool json, size_t *count)
{
	const struct route *r;
	read_matrix(w);
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		if (r->flags & (json ? ROUTE_PAGE : ROUTE_API) || (!json && r->method > POST))
			continue;
		const struct row *row = row_of(r);
		for (size_t i = 0; i < sizeof actors / sizeof *actors; i++, ++*count)
			cell(w, r, i, json, row->cells[i]);
	}
	assert_true(*count > 900);
}

static void the_gate_of_the_api_opens_as_written_by_hand(struct world *w)
{
	size_t count = 0;
	every_cell(w, true, &count);
}

static void the_gate_of_the_pages_opens_as_written_by_hand(struct world *w)
{
	size_t count = 0;
	every_cell(w, false, &count);
}

static void a_token_that_is_not_ours_opens_nothing(struct world *w)
{
	const struct route *r;
	w->token[GUEST] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	for (size_t n = 0; (r = route_at(routes_all, n)); n++)
		if (!(r->flags & ROUTE_PAGE))
			assert_int_equal(
				world_ask(w, GUEST, r->method, probe_path(w, r, NULL), NULL), 401);
}

static void a_method_the_path_does_not_know_is_405_and_names_those_it_does(struct world *w)
{
	assert_int_equal(probe(w, DELETE, "/api/v1/orders", NULL, NULL), 405);
	assert_string_equal(probe_header("Allow"), "GET, HEAD, POST");
	assert_int_equal(probe(w, DELETE, "/api/v1/nothing", NULL, NULL), 404);
}

/* The gate asks the tables of the program, not those of an engine. */
#define ONCE(name)                                                                                 \
	static void name##_once(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		world_run(false, name);                                                            \
	}
ONCE(every_route_has_its_line)
ONCE(the_gate_of_the_api_opens_as_written_by_hand)
ONCE(the_gate_of_the_pages_opens_as_written_by_hand)
STORY(a_token_that_is_not_ours_opens_nothing)
STORY(a_method_the_path_does_not_know_is_405_and_names_those_it_does)

/* Everything else is told to come back when its loop has a long line, also what has no page frame. */
static void the_longest_line_holds_up_neither_the_machine_nor_sign_in(void **state)
{
	static const char *const always[] = {"/healthz", "/readyz", "/metrics", "/events",
	                                     "/sign-in"};
	const struct route *r;
	size_t seen = 0;
	(void)state;
	for (size_t i = 0; (r = route_at(routes_all, i)); i++) {
		bool listed = false;
		for (size_t k = 0; k < sizeof always / sizeof *always; k++)
			listed |= r->method == GET && strcmp(r->path, always[k]) == 0;
		if (listed != !!(r->flags & ROUTE_ALWAYS))
			fail_msg("%s %s", method_words[r->method], r->path);
		seen += listed;
	}
	assert_int_equal(seen, sizeof always / sizeof *always);
}

const struct CMUnitTest matrix_tests[] = {
	cmocka_unit_test(the_printed_matrix_is_the_golden_one),
	cmocka_unit_test(every_route_has_its_line_once),
	cmocka_unit_test(the_longest_line_holds_up_neither_the_machine_nor_sign_in),
	cmocka_unit_test(the_gate_of_the_api_opens_as_written_by_hand_once),
	cmocka_unit_test(the_gate_of_the_pages_opens_as_written_by_hand_once),
	TOLD(a_token_that_is_not_ours_opens_nothing),
	TOLD(a_method_the_path_does_not_know_is_405_and_names_those_it_does),
};
const size_t matrix_tests_count = sizeof matrix_tests / sizeof *matrix_tests;
