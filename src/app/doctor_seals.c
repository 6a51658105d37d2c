/* Every sealed field is tried: does it open in its own place, with the key of this folder? */
#include "app/doctor_seals.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/feature.h"

/* Every table of seals: `each(table, with)` until one answers true. */
static bool each(bool (*ask)(const struct seals *t, void *with), void *with)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct seals *t = (*f)->seals; t && t->table; t++)
			if (ask(t, with))
				return true;
	return false;
}

struct column {
	const char *table, *name;
};
static bool is_column(const struct seals *t, void *with)
{
	const struct column *k = with;
	for (size_t i = 0; t->columns[i]; i++)
		if (text_equal(t->table, k->table) && text_equal(t->columns[i], k->name))
			return true;
	return false;
}

bool doctor_seals_column(const char *table, const char *column)
{
	return each(is_column, &(struct column){table, column});
}

/* Counts into shut[]; answers how many seals there were. */
static int64_t try_table(struct ctx *c, const struct seals *t, int64_t shut[SEALED_COLUMNS])
{
	struct arena *kept = c->mem;
	struct arena *pages[2] = {arena_new(), arena_new()}; /* `after` lies in the page before */
	const char *after = "";
	int64_t seals = 0;
	size_t n = 1;
	for (int turn = 0; n; turn = !turn) {
		arena_reset(pages[turn]);
		c->mem = pages[turn];
		struct seal_row *rows = t->rows(c, after, &n);
		for (size_t r = 0; r < n; r++) {
			const char *values[] = {rows[r].a, rows[r].b, rows[r].c, rows[r].d};
			for (size_t i = 0; t->columns[i]; i++) {
				seals += values[i] != NULL;
				shut[i] += values[i] &&
				           !crypto_open(c->keys, pages[turn], t->table,
				                        t->columns[i], rows[r].place, values[i]);
			}
			after = rows[r].place;
		}
	}
	c->mem = kept;
	arena_free(pages[0]);
	arena_free(pages[1]);
	return seals;
}

struct sum {
	struct ctx *c;
	struct buf out;
	int64_t seals;
};
static bool add_table(const struct seals *t, void *with)
{
	struct sum *s = with;
	int64_t shut[SEALED_COLUMNS] = {0};
	s->seals += try_table(s->c, t, shut);
	for (size_t i = 0; t->columns[i]; i++)
		if (shut[i])
			buf_printf(&s->out, "%s%s.%s %lld", s->out.len ? ", " : "", t->table,
			           t->columns[i], (long long)shut[i]);
	return false;
}

const char *doctor_seals(struct ctx *c, int64_t *seals)
{
	struct sum s = {.c = c, .out = BUF(c->mem)};
	each(add_table, &s);
	*seals = s.seals;
	return s.out.len ? buf_str(&s.out) : NULL;
}
