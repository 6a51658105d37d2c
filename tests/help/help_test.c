/* help: the handbook and the privacy page. */
#include "world.h"

#include "base/arena.h"
#include "base/text.h"
#include "features/help/help_web.h"

#include <string.h>

static void a_page_is_read_into_blocks(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	const char *title;
	size_t n;
	const struct guide_block *b = guide_read(
		mem,
		"# 题\n\n话\n\n![图](a.png)\n\n## 一\n\n1. 先\n2. 后\n\n- 点\n\n> 注意\n\n"
		"| 谁 | 什么 |\n|---|---|\n| 甲 | <b> |\n",
		&title, &n);
	assert_string_equal(title, "题");
	assert_int_equal(n, 8);
	static const enum guide_kind kinds[] = {GUIDE_TEXT, GUIDE_HEAD, GUIDE_STEP, GUIDE_STEP,
	                                        GUIDE_DOT,  GUIDE_NOTE, GUIDE_ROW,  GUIDE_ROW};
	for (size_t i = 0; i < n; i++)
		assert_int_equal(b[i].kind, kinds[i]);
	assert_true(b[2].first && !b[2].last && !b[3].first && b[3].last);
	assert_string_equal(b[3].text, "后");
	assert_string_equal(b[7].cells[1], "<b>");
	arena_free(mem);
}

static void everybody_finds_his_own_pages_first(struct world *w)
{
	assert_int_equal(world_page(w, STATION, "/help"), 200);
	HAS("href=\"/help/station\"");
	assert_true(strstr(w->body, "/help/station") < strstr(w->body, "别的角色"));
	assert_true(strstr(w->body, "/help/dispatch") > strstr(w->body, "别的角色"));
	for (const struct guide *g = guides; g->name; g++) {
		bool privacy = text_equal(g->name, "privacy");
		const char *path = privacy ? "/privacy" : arena_printf(w->mem, "/help/%s", g->name);
		assert_int_equal(world_page(w, GUEST, path), 200);
		HAS("<h2");
		LACKS("![");
	}
	assert_int_equal(world_page(w, GUEST, "/help/privacy"), 404);
	assert_int_equal(world_page(w, GUEST, "/help/nothing"), 404);
	assert_int_equal(world_page(w, GUEST, "/"), 200);
	HAS("href=\"/privacy\"");
}
STORY(everybody_finds_his_own_pages_first)

const struct CMUnitTest help_tests[] = {
	cmocka_unit_test(a_page_is_read_into_blocks),
	TOLD(everybody_finds_his_own_pages_first),
};
const size_t help_tests_count = sizeof help_tests / sizeof *help_tests;
