/* Search against the definition it promises: a case-folded substring match, on both engines. */
#include "store_help.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/search.h"
#include "store/migrate.h"

static const struct sql q_find = {
	"test_find",
	"SELECT count(*) FROM search_gram g JOIN search_doc d ON d.id = g.rowid"
	" WHERE search_gram MATCH ?1 AND d.kind = ?3 AND d.text LIKE ?2 ESCAPE '\\'",
	"SELECT count(*) FROM search_doc d WHERE d.grams @@ CAST($1 AS tsquery) AND d.kind = $3"
	" AND d.text LIKE $2 ESCAPE '\\'",
	9101,
};
static const struct sql q_grams_only = {
	"test_grams",
	"SELECT count(*) FROM search_gram WHERE search_gram MATCH ?1 AND ?2 <> ''",
	"SELECT count(*) FROM search_doc d WHERE d.grams @@ CAST($1 AS tsquery) AND $2 <> ''"
	" AND d.text LIKE $2 ESCAPE '\\'",
	9102,
};

static struct ctx begin(struct scratch *s)
{
	const char *why = NULL;
	if (!migrate_all(s->db, migrations, &why))
		fail_msg("%s", why);
	db_begin(s->db);
	return (struct ctx){.mem = s->mem, .db = s->db, .now = 1};
}

static int64_t found(struct ctx *c, const char *q)
{
	struct search_words w = search_words(c, q);
	return w.match ? db_int(c->db, q_find, V(w.match), V(w.like), V(SEARCH_ORDER)) : -1;
}

static void a_part_of_the_words_finds_the_thing(struct scratch *s)
{
	struct ctx c = begin(s);
	search_put(&c, SEARCH_ORDER, 1, "屋顶漏雨，想请人看看\nDD20261123-0001");
	search_put(&c, SEARCH_ORDER, 2, "Ｗｉｆｉ 坏了 100%");
	search_put(&c, SEARCH_TEAM, 1, "屋顶队");
	static const struct {
		const char *q;
		int64_t n;
	} cases[] = {
		{"漏雨", 1},   {"雨", 1},     {"看", 1},
		{"看看", 1},   {"顶雨", 0},   {"屋顶漏雨，想请人看看", 1},
		{"wifi", 1},   {"WIFI", 1},   {"ｗｉ", 1},
		{"%", 1},      {"_", 0},      {"0%", 1},
		{"看D", 0},    {"dd2026", 1}, {"0001", 1},
		{"坏了 1", 1}, {"𠮷", 0},     {"\"", 0},
		{"*", 0},      {" ", -1},     {"", -1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (found(&c, cases[i].q) != cases[i].n)
			fail_msg("“%s”: %d", cases[i].q, (int)found(&c, cases[i].q));
	assert_true(db_commit(c.db));
}

static void what_was_changed_or_dropped_is_no_longer_found(struct scratch *s)
{
	struct ctx c = begin(s);
	search_put(&c, SEARCH_ORDER, 7, "修水管");
	search_put(&c, SEARCH_ORDER, 7, "修电灯𠮷");
	assert_int_equal(found(&c, "水管"), 0);
	assert_int_equal(found(&c, "灯𠮷"), 1);
	search_put(&c, SEARCH_ORDER, 7, NULL);
	assert_int_equal(found(&c, "修"), 0);
	search_put(&c, SEARCH_ORDER, 7, "修路");
	assert_int_equal(found(&c, "修"), 1);
	assert_true(db_commit(c.db));
}

static void many_things_at_once_are_found_as_one_by_one(struct scratch *s)
{
	struct ctx c = begin(s);
	static const int64_t items[] = {3, 4, 5, 6};
	static const char *const texts[] = {"一 \"\\\t引号", "甲\n乙", "ＡＢ", ""};
	search_put(&c, SEARCH_ORDER, 4, "旧的");
	search_put_new(&c, SEARCH_ORDER, 4, items, texts);
	search_put_new(&c, SEARCH_ORDER, 2, items, texts);
	search_put_new(&c, SEARCH_ORDER, 0, NULL, NULL);
	assert_int_equal(found(&c, "\"\\\t引"), 1);
	assert_int_equal(found(&c, "ab"), 1);
	assert_int_equal(found(&c, "甲"), 0);
	assert_int_equal(found(&c, "旧的"), 1);
	search_put(&c, SEARCH_ORDER, 3, "二");
	assert_int_equal(found(&c, "引号"), 0);
	assert_int_equal(found(&c, "二"), 1);
	assert_true(db_commit(c.db));
}

/* Random texts over a tiny alphabet, so that hits are common, against strstr on the folded text. */
static void every_random_search_equals_the_substring_match(struct scratch *s)
{
	enum { DOCS = 200, ASKED = 400 };
	static const char *const letters[] = {"雨", "漏", "a", "B", "%", "𠮷", "_", " ", "，"};
	struct ctx c = begin(s);
	struct dice d = dice_new(5);
	const char *docs[DOCS];
	for (int i = 0; i < DOCS; i++) {
		docs[i] = "";
		for (int64_t n = dice_range(&d, 1, 14); n > 0; n--)
			docs[i] = arena_printf(s->mem, "%s%s", docs[i], letters[dice_below(&d, 9)]);
		search_put(&c, SEARCH_ORDER, i + 1, docs[i]);
	}
	for (int i = 0; i < ASKED; i++) {
		const char *q = "";
		for (int64_t n = dice_range(&d, 1, 4); n > 0; n--)
			q = arena_printf(s->mem, "%s%s", q, letters[dice_below(&d, 9)]);
		const char *folded = text_trim(s->mem, text_fold(s->mem, q));
		if (!*folded)
			continue;
		int64_t expected = 0;
		for (int k = 0; k < DOCS; k++)
			expected += strstr(text_fold(s->mem, docs[k]), folded) != NULL;
		struct search_words w = search_words(&c, q);
		int64_t got = db_int(c.db, q_grams_only, V(w.match), V(w.like));
		if (got != expected)
			fail_msg("“%s”: %d instead of %d", q, (int)got, (int)expected);
	}
	assert_true(db_commit(c.db));
}

ON_BOTH(a_part_of_the_words_finds_the_thing)
ON_BOTH(what_was_changed_or_dropped_is_no_longer_found)
ON_BOTH(many_things_at_once_are_found_as_one_by_one)
ON_BOTH(every_random_search_equals_the_substring_match)

const struct CMUnitTest search_tests[] = {
	BOTH(a_part_of_the_words_finds_the_thing),
	BOTH(what_was_changed_or_dropped_is_no_longer_found),
	BOTH(many_things_at_once_are_found_as_one_by_one),
	BOTH(every_random_search_equals_the_substring_match),
};
const size_t search_tests_count = sizeof search_tests / sizeof *search_tests;
