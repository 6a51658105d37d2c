/* What is shown is Chinese: no code, no key, no English word and no id stands in the text of any page, whoever
 * opens it; and the audit log has a sentence for whatever the program does. */
#include "scene.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/deed.h"
#include "order_case.h"
#include "web/route.h"

/* ---- reading a page ---- */

/* Names of things that have no other. */
static const char *const allowed[] = {"wudan", NULL};

static bool letter(char c)
{
	return islower((unsigned char)c) || c == '_';
}

static bool fine(const char *word, size_t n)
{
	for (const char *const *a = allowed; *a; a++)
		if (strlen(*a) == n && strncmp(*a, word, n) == 0)
			return true;
	return false;
}

/* The first word of three small letters or more in the text from p up to the next tag; NULL: none. */
static const char *code_in(const char *p, const char *end)
{
	while (p < end) {
		size_t n = 0;
		if (*p == '&') { /* &quot; */
			while (p < end && *p != ';')
				p++;
			continue;
		}
		while (p + n < end && letter(p[n]))
			n++;
		if (n >= 3 && !fine(p, n))
			return p;
		p += n ? n : 1;
	}
	return NULL;
}

/* Where the page shows a code; NULL: nowhere. What stands between <code> and </code> is for programmers. */
static const char *shows_code(const char *page)
{
	for (const char *p = strchr(page, '<'); p; p = strchr(p, '<')) {
		const char *text = strchr(p, '>'), *end = text ? strchr(text, '<') : NULL;
		if (!end)
			return NULL;
		bool skip = text_starts(p, "<script") || text_starts(p, "<style");
		const char *bad = skip ? NULL : code_in(text + 1, end);
		if (bad)
			return bad;
		p = end;
	}
	return NULL;
}

static void the_reader_finds_a_code_and_passes_chinese(void **state)
{
	(void)state;
	assert_null(shows_code("<p class=\"abc\">办好了 &quot;CSV&quot; DD20261130-0052</p>"));
	assert_null(shows_code("<script src=\"/x\">var abc;</script><p>好</p>"));
	assert_non_null(shows_code("<p>session.idle</p>"));
	assert_non_null(shows_code("<td>人 k3ufikk5t3hjljudqgvogaffra</td>"));
}

/* ---- the pages ---- */

static void opened(struct world *w, enum who who, const char *path)
{
	if (world_page(w, who, path) >= 500)
		fail_msg("%s by %s: %d", path, who_names[who], w->status);
	if (!text_starts(w->body, "<!doctype"))
		return;
	const char *bad = shows_code(w->body);
	if (bad)
		fail_msg("%s by %s shows a code: %.80s", path, who_names[who], bad);
}

static void no_page_of_any_role_shows_a_code(struct world *w)
{
	struct scene s = scene_build(w);
	const struct route *r;
	case_script(
		w, "UPDATE person SET name = '示例人' || id; UPDATE team SET name = '示例队' || id;"
		   "UPDATE place SET name = '示例村', label = '示例村'");
	for (enum who who = GUEST; who < WHO_COUNT; who++) {
		for (size_t n = 0; (r = route_at(routes_all, n)); n++)
			if (r->method == GET && !(r->flags & (ROUTE_API | ROUTE_RAW)))
				opened(w, who, probe_path(w, r, &s.t));
		for (enum order_state state = ORDER_DRAFT; state < ORDER_STATES; state++)
			if (s.order[state])
				opened(w, who, arena_printf(w->mem, "/orders/%s", s.order[state]));
	}
}
STORY(no_page_of_any_role_shows_a_code)

/* ---- the sentences of the log ---- */

/* Every "x.y" that stands in a call of audit() or audit_keep(). */
static void the_log_has_a_sentence_for_every_deed_in_the_sources(void **state)
{
	(void)state;
	FILE *f = popen("grep -rhoE 'audit(_keep)?\\([^;]*' src --include=*.c | grep -oE "
	                "'\"[a-z]+\\.[a-z_]+\"' | sort -u",
	                "r"); /* NOLINT: words of our own */
	char line[100];
	int count = 0;
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line + 1, "\"") + 1] = '\0';
		if (!deed_known(line + 1))
			fail_msg("%s has no sentence: a row of deeds in a face (core/deed.h)",
			         line + 1);
		count++;
	}
	pclose(f);
	assert_true(count > 40);
	assert_false(deed_known("no.such"));
}

static void whatever_was_done_in_a_busy_week_has_a_sentence(struct world *w)
{
	scene_build(w);
	const char *other = world_text(w, "SELECT action FROM audit ORDER BY action LIMIT 1");
	for (int64_t n = world_count(w, "SELECT COUNT(DISTINCT action) FROM audit"); n > 0; n--) {
		if (!deed_known(other))
			fail_msg("%s has no sentence", other);
		other = world_text(w, arena_printf(w->mem,
		                                   "SELECT action FROM audit WHERE action > '%s' "
		                                   "ORDER BY action LIMIT 1",
		                                   other));
	}
}
STORY(whatever_was_done_in_a_busy_week_has_a_sentence)

const struct CMUnitTest plain_tests[] = {
	cmocka_unit_test(the_reader_finds_a_code_and_passes_chinese),
	TOLD(no_page_of_any_role_shows_a_code),
	cmocka_unit_test(the_log_has_a_sentence_for_every_deed_in_the_sources),
	TOLD(whatever_was_done_in_a_busy_week_has_a_sentence),
};
const size_t plain_tests_count = sizeof plain_tests / sizeof *plain_tests;
