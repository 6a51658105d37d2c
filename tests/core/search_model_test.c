/* Search against the definition it promises: each word a substring of the folded text, on both engines. */
#include "search_help.h"

/* ---- the definition ---- */

/* Characters that are easily lost: rare ones, dots, both widths, both cases, and what the engines'
 * own query languages are made of. */
static const char *const letters[] = {
	"雨", "漏", "a",  " ",  "鎮", "B",   "%",  "𠮷",     "_",  "，", "·",
	"ａ", "Ｂ", "b",  "镇", "•",  "É",   "・", "\u00a0", "𪚥", "\"", "*",
	"(",  ")",  ":",  "&",  "|",  "!",   "'",  "-",      "+",  "^",  "{",
	"}",  "\\", "\n", "　", "é",  "AND", "OR", "NOT",    "的", "1",  "１",
};
enum { LETTERS = sizeof letters / sizeof *letters };

static const char *made_up(struct arena *a, struct dice *d, int64_t few, int64_t many,
                           int64_t range)
{
	const char *text = "";
	for (int64_t n = dice_range(d, few, many); n > 0; n--)
		text = arena_printf(a, "%s%s", text, letters[dice_below(d, range)]);
	return text;
}

/* What each becomes, written by hand; the others stay. */
static const char *const folds[][2] = {
	{"鎮", "镇"}, {"B", "b"}, {"·", ""},       {"ａ", "a"}, {"Ｂ", "b"}, {"•", ""},
	{"É", "é"},   {"・", ""}, {"\u00a0", " "}, {"　", " "}, {"１", "1"}, {"A", "a"},
	{"N", "n"},   {"D", "d"}, {"O", "o"},      {"R", "r"},  {"T", "t"}};
static const char *model(struct arena *a, const char *s)
{
	const char *out = "";
	while (*s) {
		size_t i = 0, n = 1;
		while (i < sizeof folds / sizeof *folds && !text_starts(s, folds[i][0]))
			i++;
		bool folded = i < sizeof folds / sizeof *folds;
		n = folded ? strlen(folds[i][0]) : 1;
		out = arena_printf(a, "%s%.*s", out, folded ? (int)strlen(folds[i][1]) : 1,
		                   folded ? folds[i][1] : s);
		s += n;
	}
	return out;
}

enum { APART = 97 }; /* items lie so far apart that steps into the past are taken */
struct sample {
	enum search_kind kind;
	const char *path, *text; /* folded; "": dropped */
};

/* A word stays within a line, a question within a kind, and at or under the path; the county is everything. */
static bool matches(const struct sample *x, enum search_kind kind, const char **words,
                    const char *path)
{
	bool all = true;
	for (; *words; words++)
		all = all && strstr(x->text, *words);
	return x->kind == kind && *x->text && all &&
	       (text_equal(path, "1/") || text_starts(x->path, path));
}

static void compare(struct ctx *c, const struct sample *all, int n, struct dice *d, int64_t range)
{
	static const char *const paths[] = {"", "1/", "1/11/", "1/11/111/", "1/12/"};
	const char *q = made_up(c->mem, d, 1, 6, range), *path = paths[dice_below(d, 5)];
	const char **words = text_split(c->mem, model(c->mem, q), " \n");
	enum search_kind kind = (enum search_kind)dice_below(d, SEARCH_NEWS + 1);
	struct search find = search_for(c, kind, q, SEARCH_NEWEST);
	if (!*words) {
		assert_null(find.match);
		return;
	}
	struct hit hits[5], last[5] = {{0}};
	int64_t expected = 0;
	for (int i = n - 1; i >= 0; i--)
		if (matches(&all[i], kind, words, path) && expected++ < 5)
			last[expected - 1].id = (i + 1) * APART;
	search_within(c, &find, path);
	size_t got = newest(c, find, hits, 5);
	if (ask(c, &find) != expected || (int64_t)got != (expected < 5 ? expected : 5) ||
	    memcmp(hits, last, got * sizeof *hits) != 0)
		fail_msg("“%s” of kind %d in “%s”: %d, newest %d, instead of %d, newest %d", q,
		         (int)kind, path, (int)ask(c, &find), got ? (int)hits[0].id : 0,
		         (int)expected, (int)last[0].id);
}

/* Tiny alphabets make hits common, the whole one tries every character. */
static void every_random_search_finds_what_has_all_its_words(struct scratch *s)
{
	enum { DOCS = 300, ASKED = 1500 };
	static const char *const paths[] = {"", "1/", "1/11/", "1/11/111/", "1/12/121/"};
	struct ctx c = begin(s);
	struct dice d = dice_new(5);
	struct sample all[DOCS];
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < DOCS; i++) {
			int64_t range = i % 2 ? 6 : LETTERS;
			const char *text = made_up(s->mem, &d, 1, i % 50 ? 14 : 150, range);
			if (round && i % 3)
				continue; /* a third is written anew, or dropped */
			if (round && i % 2)
				text = "";
			enum search_kind kind = round ? all[i].kind
			                              : (enum search_kind)dice_below(&d, 6);
			all[i] = (struct sample){kind, paths[dice_below(&d, 5)],
			                         model(s->mem, text)};
			search_put(&c, kind, (i + 1) * APART, all[i].path, text);
		}
		for (int i = 0; i < ASKED; i++)
			compare(&c, all, DOCS, &d, i % 2 ? 6 : LETTERS);
	}
	done(&c);
}

static void words_of_a_hundred_characters_are_found_whole(struct scratch *s)
{
	struct ctx c = begin(s);
	struct dice d = dice_new(7);
	const char *text = made_up(s->mem, &d, 400, 400, 3);
	search_put(&c, SEARCH_ORDER, 1, "", text);
	assert_int_equal(found(&c, text), 1);
	assert_int_equal(found(&c, arena_printf(s->mem, "%s雨", text)), 0);
	assert_int_equal(found(&c, made_up(s->mem, &d, 120, 120, 3)), 0);
	done(&c);
}

ON_BOTH(every_random_search_finds_what_has_all_its_words)
ON_BOTH(words_of_a_hundred_characters_are_found_whole)

const struct CMUnitTest search_model_tests[] = {
	BOTH(every_random_search_finds_what_has_all_its_words),
	BOTH(words_of_a_hundred_characters_are_found_whole),
};
const size_t search_model_tests_count = sizeof search_model_tests / sizeof *search_model_tests;
