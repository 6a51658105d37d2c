/* propose_words.c - pairs of characters and single ones: what a title is compared by. */
#include "base/arena.h"
#include "base/text.h"
#include "features/propose/propose.h"

#include <math.h>
#include <string.h>

/* ---- pairs of characters ---- */

/* Bytes of the character at s. The text is valid UTF-8. */
static size_t step(const char *s)
{
	unsigned char c = (unsigned char)*s;
	return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Blanks and punctuation part words; a pair across them says nothing. */
static bool parts(const char *s, size_t n)
{
	static const char *const marks[] = {"，", "。", "、", "！", "？", "：", "；", "“", "”",
	                                    "（", "）", "《", "》", "…",  "—",  "·",  NULL};
	if (n == 1)
		return strchr(" ,.;:!?()[]\"'-/\n\t", *s) != NULL;
	for (const char *const *m = marks; *m; m++)
		if (strlen(*m) == n && memcmp(*m, s, n) == 0)
			return true;
	return false;
}

static bool has(const char *const *all, size_t n, const char *gram)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i], gram) == 0)
			return true;
	return false;
}

static void take(struct arena *a, const char **all, size_t *count, const char *s, size_t n)
{
	const char *gram = arena_strndup(a, s, n);
	if (!has(all, *count, gram))
		all[(*count)++] = gram;
}

static const char **grams_of(struct arena *a, const char *text, bool single, size_t *count)
{
	const char *s = text_fold(a, text ? text : "");
	const char **all = ARENA_ARRAY(a, const char *, 2 * strlen(s) + 1);
	*count = 0;
	while (*s) {
		size_t n = step(s), m = s[n] ? step(s + n) : 0;
		if (single && !parts(s, n))
			take(a, all, count, s, n);
		if (m && !parts(s, n) && !parts(s + n, m))
			take(a, all, count, s, n + m);
		s += n;
	}
	return all;
}

const char **propose_grams(struct arena *a, const char *text, size_t *count)
{
	return grams_of(a, text, true, count);
}

/* What every wish says; two wishes are not alike for it. */
static const char **telling(struct arena *a, const char *text, size_t *count)
{
	static const char *const common[] = {
		"想请", "请人", "人看", "看看", "人帮", "帮忙", "帮助", "想要", "一个", "一次",
		"一下", "示例", "希望", "有人", "想有", "想找", "找人", "人来", "来看", "想学",
		"怎么", "想问", "问问", "讲讲", "人讲", "上门", "老人", "孩子", "家里", "能不"};
	size_t n, kept = 0;
	const char **all = grams_of(a, text, false, &n);
	for (size_t i = 0; i < n; i++)
		if (!has(common, sizeof common / sizeof *common, all[i]))
			all[kept++] = all[i];
	*count = kept;
	return all;
}

int64_t propose_overlap(struct arena *a, const char *one, const char *other)
{
	size_t n, m, both = 0;
	const char **x = telling(a, one, &n), **y = telling(a, other, &m);
	for (size_t i = 0; i < n; i++)
		both += has(y, m, x[i]);
	size_t least = n < m ? n : m;
	return least ? (int64_t)(both * 100 / least) : 0;
}

static bool begins_character(const char *s)
{
	return (*s & 0xc0) != 0x80;
}

/* Bytes that both begin with, whole characters. */
static size_t run_of(const char *one, const char *other)
{
	size_t n = 0;
	while (one[n] && one[n] == other[n])
		n++;
	while (n && !begins_character(one + n))
		n--;
	return n;
}

const char *propose_shared(struct arena *a, const char *one, const char *other)
{
	size_t longest = 0;
	const char *at = "";
	for (const char *x = one; *x; x++)
		for (const char *y = other; *y && begins_character(x); y++) {
			size_t n = begins_character(y) ? run_of(x, y) : 0;
			if (n > longest) {
				longest = n;
				at = x;
			}
		}
	const char *run = arena_strndup(a, at, longest);
	return text_length(run) > 1 ? run : "";
}

/* ---- naive Bayes ---- */

enum { BUCKETS = 4096 };
/* How much the county as a whole counts where a category has few titles. */
static const double weight = 4.0;

struct entry {
	const char *gram;
	int64_t total, *of; /* titles that hold it, by class */
	struct entry *next;
};
struct propose_model {
	struct arena *mem;
	size_t classes;
	int64_t titles, *docs; /* by class */
	struct entry *buckets[BUCKETS];
};

struct propose_model *propose_model(struct arena *a, size_t classes)
{
	struct propose_model *m = ARENA_NEW(a, struct propose_model);
	m->mem = a;
	m->classes = classes;
	m->docs = ARENA_ARRAY(a, int64_t, classes + 1);
	return m;
}

static size_t bucket(const char *gram)
{
	uint32_t h = 2166136261u;
	for (; *gram; gram++)
		h = (h ^ (unsigned char)*gram) * 16777619u;
	return h % BUCKETS;
}

static struct entry *entry_of(const struct propose_model *m, const char *gram)
{
	struct entry *e = m->buckets[bucket(gram)];
	while (e && strcmp(e->gram, gram) != 0)
		e = e->next;
	return e;
}

void propose_docs(struct propose_model *m, size_t class, int64_t titles)
{
	m->docs[class] += titles;
	m->titles += titles;
}

void propose_count(struct propose_model *m, const char *gram, size_t class, int64_t titles)
{
	struct entry *e = entry_of(m, gram);
	if (!e) {
		struct entry **first = &m->buckets[bucket(gram)];
		e = ARENA_NEW(m->mem, struct entry);
		*e = (struct entry){.gram = arena_strdup(m->mem, gram),
		                    .of = ARENA_ARRAY(m->mem, int64_t, m->classes),
		                    .next = *first};
		*first = e;
	}
	e->of[class] += titles;
	e->total += titles;
}

void propose_learn(struct propose_model *m, const char *title, size_t class)
{
	size_t n;
	const char **grams = propose_grams(m->mem, title, &n);
	propose_docs(m, class, 1);
	for (size_t i = 0; i < n; i++)
		propose_count(m, grams[i], class, 1);
}

void propose_unlearn(struct propose_model *m, const char *title, size_t class)
{
	size_t n;
	const char **grams = propose_grams(m->mem, title, &n);
	propose_docs(m, class, -1);
	for (size_t i = 0; i < n; i++)
		propose_count(m, grams[i], class, -1);
}

/* log p(class) + Σ log p(pair | class), each smoothed by what the pair is in the whole county. */
static double score(const struct propose_model *m, size_t class, const char **grams, size_t n)
{
	double titles = (double)m->titles, docs = (double)m->docs[class];
	double sum = log((docs + 1) / (titles + (double)m->classes));
	for (size_t i = 0; i < n; i++) {
		const struct entry *e = entry_of(m, grams[i]);
		if (!e || !e->total)
			continue;
		double all = (double)e->total / titles;
		sum += log(((double)e->of[class] + weight * all) / (docs + weight));
	}
	return sum;
}

struct propose_guess propose_guess(const struct propose_model *m, const char *title)
{
	size_t n;
	const char **grams = propose_grams(m->mem, title, &n);
	struct propose_guess g = {0};
	double *of = ARENA_ARRAY(m->mem, double, m->classes + 1), all = 0;
	for (size_t i = 0; i < n; i++) {
		const struct entry *e = entry_of(m, grams[i]);
		bool known = e && e->total;
		g.known += known;
		g.pairs += known && grams[i][step(grams[i])];
	}
	if (!g.known || !m->titles)
		return (struct propose_guess){0};
	for (size_t k = 0; k < m->classes; k++) {
		of[k] = score(m, k, grams, n);
		if (of[k] > of[g.class])
			g.class = k;
	}
	for (size_t k = 0; k < m->classes; k++)
		all += exp(of[k] - of[g.class]);
	g.sure = (int64_t)(100 / all);
	return g;
}
