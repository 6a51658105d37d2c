#include "core/search.h"

#include "base/buf.h"
#include "base/text.h"
#include "gen/core.sql.h"

#include <string.h>

/* One character of UTF-8 that is known to be valid; moves *s on. */
static uint32_t next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	int n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	uint32_t c = n == 1 ? p[0] : p[0] & (0xffu >> (n + 1));
	for (int i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3f);
	*s += n;
	return c;
}

/* Five letters hold any code point; the fixed width makes one character a prefix of its pairs. */
static void put(struct buf *b, uint32_t c)
{
	char letters[5];
	for (int i = 4; i >= 0; i--, c /= 26)
		letters[i] = (char)('a' + c % 26);
	buf_add(b, letters, sizeof letters);
}

enum { END = 0x10ffff + 1 }; /* stands behind the last character of a line */

/* The tokens of `text`, blank-separated. */
static const char *grams(struct ctx *c, const char *text)
{
	struct buf b = BUF(c->mem);
	for (const char *s = text; *s;) {
		uint32_t left = next(&s);
		const char *peek = s;
		uint32_t right = *s && *s != '\n' ? next(&peek) : END;
		if (left == '\n')
			continue;
		put(&b, left);
		put(&b, right);
		buf_char(&b, ' ');
	}
	return buf_str(&b);
}

void search_put(struct ctx *c, enum search_kind kind, int64_t item, const char *text)
{
	const char *folded = text ? text_fold(c->mem, text) : "";
	int64_t id = db_int(c->db, sql_search_old, V(kind), V(item));
	const char *old = id ? db_text(c->db, c->mem, sql_search_old_text, V(id)) : NULL;
	if (text_equal(old, folded) || (!id && !*folded))
		return;
	if (id)
		db_exec(c->db, sql_search_grams_drop, V(id), V(grams(c, old ? old : "")));
	if (id && !*folded) {
		db_exec(c->db, sql_search_delete, V(id));
		return;
	}
	if (id)
		db_exec(c->db, sql_search_update, V(id), V(folded));
	else
		id = db_int(c->db, sql_search_insert, V(kind), V(item), V(folded));
	db_exec(c->db, sql_search_grams_add, V(id), V(grams(c, folded)));
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

void search_put_new(struct ctx *c, enum search_kind kind, size_t count, const int64_t *items,
                    const char *const *texts)
{
	struct buf rows = BUF(c->mem);
	for (size_t i = 0; i < count; i++) {
		const char *folded = text_fold(c->mem, texts[i]);
		buf_printf(&rows, "%s[%lld,", i ? "," : "[", (long long)items[i]);
		quote(&rows, folded);
		buf_char(&rows, ',');
		quote(&rows, grams(c, folded));
		buf_char(&rows, ']');
	}
	if (!count)
		return;
	buf_char(&rows, ']');
	int64_t last = db_int(c->db, sql_search_last);
	db_exec(c->db, sql_search_insert_rows, V(kind), V(buf_str(&rows)));
	db_exec(c->db, sql_search_grams_add_rows, V(kind), V(buf_str(&rows)), V(last));
}

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

/* SQLite: the pairs as a phrase, or the first character as a prefix. PostgreSQL: all pairs. */
static const char *match(struct ctx *c, const char *folded)
{
	bool pg = db_is_postgres(c->db);
	struct buf b = BUF(c->mem);
	const char *s = folded;
	uint32_t left = next(&s);
	if (!*s) {
		put(&b, left);
		buf_text(&b, pg ? ":*" : "*");
		return buf_str(&b);
	}
	buf_text(&b, pg ? "" : "\"");
	for (const char *sep = ""; *s; sep = pg ? " & " : " ") {
		uint32_t right = next(&s);
		buf_text(&b, sep);
		put(&b, left);
		put(&b, right);
		left = right;
	}
	buf_text(&b, pg ? "" : "\"");
	return buf_str(&b);
}

struct search_words search_words(struct ctx *c, const char *q)
{
	const char *folded = q ? text_trim(c->mem, text_fold(c->mem, q)) : "";
	if (!*folded || strchr(folded, '\n'))
		return (struct search_words){NULL, NULL};
	return (struct search_words){match(c, folded), like(c, folded)};
}
