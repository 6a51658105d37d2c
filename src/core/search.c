#include "core/search.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/field.h"
#include "base/text.h"
#include "core/access.h"
#include "core/search_move.h"
#include "gen/core.sql.h"

#include <stdlib.h>
#include <string.h>

enum { END = 0x10ffff + 1 }; /* stands behind the last character of a line */

/* The code points of valid UTF-8, and an END. */
static uint32_t *points(struct ctx *c, const char *s, size_t *count)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t *out = arena_alloc(c->mem, (strlen(s) + 1) * sizeof *out);
	size_t n = 0;
	while (*p) {
		int more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
		out[n] = more ? *p & (0x3fu >> more) : *p;
		for (p++; more; more--, p++)
			out[n] = out[n] << 6 | (*p & 0x3f);
		n++;
	}
	out[n] = END;
	*count = n;
	return out;
}

static void put(struct buf *b, uint32_t value, int letters)
{
	char word[6];
	for (int i = letters - 1; i >= 0; i--, value /= 26)
		word[i] = (char)('a' + value % 26);
	buf_add(b, word, (size_t)letters);
}

/* Five letters hold any code point; the fixed width makes one character a prefix of its pairs. */
static void put_pair(struct buf *b, const uint32_t *p)
{
	put(b, p[0], 5);
	put(b, p[1] == '\n' ? END : p[1], 5);
}

/* Four of ASCII without a blank: in numbers, where every pair is common. END ends a run. */
static bool is_four(const uint32_t *p)
{
	for (int i = 0; i < 4; i++)
		if (p[i] <= ' ' || p[i] > '~')
			return false;
	return true;
}

static void put_four(struct buf *b, const uint32_t *p)
{
	buf_char(b, '4');
	put(b, ((p[0] << 7 | p[1]) << 7 | p[2]) << 7 | p[3], 6);
}

/* The codes of a path but the county's, in which everything lies; NULL-terminated. */
static const char **codes(struct ctx *c, const char *path)
{
	const char **all = text_split(c->mem, path, "/");
	return *all ? all + 1 : all;
}

/* The tokens of a thing, blank-separated. PostgreSQL, which has no quick prefixes, is given the characters
 * themselves, too; and the kind, and with it which half thousand and which eight thousand of items it
 * belongs to. */
enum { FINE = 9, COARSE = 13 };
static const char *grams(struct ctx *c, enum search_kind kind, int64_t item, const char *path,
                         const char *text)
{
	bool pg = db_is_postgres(c->db);
	struct buf b = BUF(c->mem);
	size_t n;
	for (const uint32_t *p = points(c, text, &n); *p != END; p++) {
		if (*p == '\n')
			continue;
		put_pair(&b, p);
		buf_char(&b, ' ');
		if (pg) {
			put(&b, *p, 5);
			buf_char(&b, ' ');
		}
		if (!is_four(p))
			continue;
		put_four(&b, p);
		buf_char(&b, ' ');
	}
	for (const char **code = codes(c, path); *code; code++)
		buf_printf(&b, "%s ", *code);
	if (pg)
		buf_printf(&b, "k%d b%db%lld c%dc%lld", kind, kind, (long long)(item >> FINE), kind,
		           (long long)(item >> COARSE));
	return buf_str(&b);
}

static int64_t row_of(enum search_kind kind, int64_t item)
{
	return (int64_t)kind * SEARCH_NEWEST + item;
}

/* PostgreSQL keeps the tokens in the row itself. */
static void tokens(struct ctx *c, const struct sql *change, int64_t id, const char *grams)
{
	if (!db_is_postgres(c->db))
		db_exec(c->db, *change, V(id), V(grams));
}

void search_put(struct ctx *c, enum search_kind kind, int64_t item, const char *path,
                const char *text)
{
	int64_t id = row_of(kind, item);
	struct search_row new = {id, path ? path : "", text ? text_search(c->mem, text) : ""};
	struct search_row *old = sql_search_row(c, id);
	if (old && text_equal(old->text, new.text) && text_equal(old->path, new.path))
		return;
	if (old)
		tokens(c, &sql_search_grams_drop, id, grams(c, kind, item, old->path, old->text));
	if (old && !*new.text)
		db_exec(c->db, sql_search_delete, V(id));
	if (!*new.text)
		return;
	const char *given = grams(c, kind, item, new.path, new.text);
	db_exec(c->db, sql_search_put, V(id), V(new.path), V(new.text), V(given));
	tokens(c, &sql_search_grams_add, id, given);
}

/* As a JSON text; `s` is valid UTF-8. */
static void quote(struct buf *b, const char *s)
{
	buf_char(b, '"');
	for (; *s; s++) {
		if ((unsigned char)*s < 0x20) {
			buf_printf(b, "\\u%04x", (unsigned)*s);
			continue;
		}
		if (*s == '"' || *s == '\\')
			buf_char(b, '\\');
		buf_char(b, *s);
	}
	buf_char(b, '"');
}

void search_put_new(struct ctx *c, enum search_kind kind, size_t count,
                    const struct search_doc *docs)
{
	struct buf rows = BUF(c->mem);
	for (size_t i = 0; i < count; i++) {
		const char *folded = text_search(c->mem, docs[i].text);
		buf_printf(&rows, "%s[%lld,", i ? "," : "[", (long long)row_of(kind, docs[i].item));
		quote(&rows, docs[i].path);
		buf_char(&rows, ',');
		quote(&rows, folded);
		buf_char(&rows, ',');
		quote(&rows, grams(c, kind, docs[i].item, docs[i].path, folded));
		buf_char(&rows, ']');
	}
	if (!count)
		return;
	buf_char(&rows, ']');
	db_exec(c->db, sql_search_grams_add_rows, V(buf_str(&rows)));
	db_exec(c->db, sql_search_insert_rows, V(buf_str(&rows)));
}

/* ---- asking ---- */

static const char *like(struct ctx *c, const char *folded)
{
	struct buf b = BUF(c->mem);
	buf_char(&b, '%');
	for (const char *s = folded; *s; s++) {
		if (*s == '%' || *s == '_' || *s == '\\')
			buf_char(&b, '\\');
		buf_char(&b, *s);
	}
	buf_char(&b, '%');
	return buf_str(&b);
}

/* Of all words but the first. */
static const char *likes(struct ctx *c, const char *const *words)
{
	bool pg = db_is_postgres(c->db);
	struct buf b = BUF(c->mem);
	for (size_t i = 1; words[i]; i++) {
		buf_text(&b, i > 1 ? "," : pg ? "{" : "[");
		quote(&b, like(c, words[i]));
	}
	buf_text(&b, !b.len ? "" : pg ? "}" : "]");
	return b.len ? buf_str(&b) : NULL;
}

static int longer_first(const void *a, const void *b)
{
	size_t left = text_length(*(const char *const *)a);
	size_t right = text_length(*(const char *const *)b);
	return left < right ? 1 : left > right ? -1 : 0;
}

static void next_token(const struct ctx *c, struct buf *b)
{
	buf_text(b, !b->len ? "" : db_is_postgres(c->db) ? " & " : " AND ");
}

/* All its pairs; of a run of ASCII the last four, which in numbers are the rare ones; one character:
 * whatever begins with it. */
static void add_word(struct ctx *c, struct buf *b, const char *word)
{
	size_t n;
	const uint32_t *p = points(c, word, &n);
	if (n == 1) {
		next_token(c, b);
		put(b, *p, 5);
		buf_text(b, db_is_postgres(c->db) ? "" : "*");
	}
	for (size_t i = 0; i + 1 < n; i++) {
		while (is_four(p + i) && is_four(p + i + 1))
			i++;
		bool four = is_four(p + i);
		next_token(c, b);
		(four ? put_four : put_pair)(b, p + i);
		i += four ? 2 : 0;
	}
}

/* `token` names the things to look among; SQLite knows them by their rows. */
static void look_among(struct ctx *c, struct search *s, const char *token)
{
	s->match = db_is_postgres(c->db) ? arena_printf(c->mem, "%s & (%s)", s->words, token)
	                                 : s->words;
}

static void look_at_all(struct ctx *c, struct search *s)
{
	look_among(c, s, arena_printf(c->mem, "k%d", s->kind));
}

struct search search_for(struct ctx *c, enum search_kind kind, const char *q, int64_t before)
{
	enum { ASKED = 4 }; /* words the index is asked for; LIKE looks for all */
	const char **words = text_words(c->mem, q);
	size_t count = 0;
	struct buf tokens = BUF(c->mem);
	int64_t base = row_of(kind, 0);
	struct search s = {.base = base, .from = base, .to = base + before - 1, .kind = kind};
	while (words[count])
		count++;
	if (!count)
		return s;
	qsort(words, count, sizeof *words, longer_first);
	for (size_t i = 0; i < count && i < ASKED; i++)
		add_word(c, &tokens, words[i]);
	s.words = buf_str(&tokens);
	s.like = like(c, words[0]);
	s.more = likes(c, words);
	look_at_all(c, &s);
	return s;
}

/* The part of items in which s->to lies, and the one before it. */
static void window(struct ctx *c, struct search *s, char name, int bits)
{
	int64_t last = (s->to - s->base) >> bits, first = last > 0 ? last - 1 : 0;
	s->from = s->base + (first << bits);
	look_among(c, s,
	           arena_printf(c->mem, "%c%d%c%lld | %c%d%c%lld", name, s->kind, name,
	                        (long long)first, name, s->kind, name, (long long)last));
}

bool search_step(struct ctx *c, struct search *s, size_t got, size_t wanted)
{
	int64_t all = s->base;
	if (!s->match || got >= wanted)
		return false;
	if (!db_is_postgres(c->db))
		return s->step++ == 0;
	if (s->step == 0)
		s->to = db_int(c->db, sql_search_newest, V(all), V(s->to));
	else
		s->to = s->from - 1;
	if (s->to < all || s->step == 3)
		return false;
	if (s->step == 2) {
		s->from = all;
		look_at_all(c, s);
	} else {
		window(c, s, s->step ? 'c' : 'b', s->step ? COARSE : FINE);
	}
	s->step++;
	return true;
}

static void or_at(struct ctx *c, struct buf *b, const char *token)
{
	buf_printf(b, "%s%s", b->len ? (db_is_postgres(c->db) ? " | " : " OR ") : "", token);
}

/* Things at or under one of the places, or that will be put there. */
static void within_any(struct ctx *c, struct search *s, const char *const *paths)
{
	bool pg = db_is_postgres(c->db);
	struct buf b = BUF(c->mem);
	for (; s->match && *paths; paths++) {
		const char *token = search_move_token(c, *paths);
		if (!token)
			return;
		or_at(c, &b, token);
		size_t n;
		const struct search_moved *m = sql_search_moved_to(c, *paths, &n);
		for (size_t i = 0; i < n; i++)
			or_at(c, &b, m[i].code);
	}
	if (!s->match || !b.len)
		return;
	s->words = arena_printf(c->mem, "%s %s (%s)", s->words, pg ? "&" : "AND", buf_str(&b));
	look_at_all(c, s);
}

void search_within(struct ctx *c, struct search *s, const char *path)
{
	if (!text_empty(path))
		within_any(c, s, (const char *const[]){path, NULL});
}

void search_in_reach(struct ctx *c, struct search *s, const struct scope *scope)
{
	const char *paths[ACTOR_GRANTS + 1] = {NULL};
	size_t n = 0;
	if (scope->all || scope->own || scope->serving)
		return;
	for (size_t i = 0; i < c->who->grant_count; i++)
		if (scope->subtree >> c->who->grants[i].role & 1)
			paths[n++] = c->who->grants[i].path;
	within_any(c, s, paths);
}
