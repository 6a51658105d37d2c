/* audit_seek.c - what auditors look for in the log.
 *
 * Without words and kind a page is one statement. With them the entries are read from the newest back, part by
 * part in memory of their own, and held against the words: what an entry says stands in no column, since the log
 * holds codes and ids only.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/feature.h"
#include "features/auth/auth.h"
#include "gen/auth.sql.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 30, PART = 4000, KNOWN = 500, WORDS = 6 };

const struct field audit_row_fields[] = {
	FIELD(struct audit_row, node),
	FIELD(struct audit_row, seq, .label = "序号"),
	FIELD(struct audit_row, at, .label = "时间", .as = AS_MOMENT),
	FIELD(struct audit_row, who),
	FIELD(struct audit_row, name, .label = "谁"),
	FIELD(struct audit_row, roles),
	FIELD(struct audit_row, action, .label = "动作"),
	FIELD(struct audit_row, kind, .label = "对象类别"),
	FIELD(struct audit_row, subject, .label = "对象"),
	FIELD(struct audit_row, detail, .label = "说明"),
	FIELD(struct audit_row, source, .label = "来源地址"),
	FIELD(struct audit_row, request),
	RECORD("AuditEntry", "What somebody did, as the chain of the audit log holds it."),
};

/* ---- the words ---- */

/* A word, and the ids of those whose name or number it is part of, in order. */
struct word {
	const char *text, **ids;
	size_t count;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_ids(struct word *w, const struct finding *f, size_t n)
{
	for (size_t i = 0; i < n && w->count < KNOWN; i++)
		if (f[i].id)
			w->ids[w->count++] = f[i].id;
}

static struct word word_of(struct ctx *c, const char *text)
{
	struct word w = {text, ARENA_ARRAY(c->mem, const char *, KNOWN), 0};
	size_t n;
	const struct audit_named *p = sql_auth_named(c, text, KNOWN / 2, &n);
	for (size_t i = 0; i < n; i++)
		w.ids[w.count++] = p[i].uid;
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct deed_name *k = (*f)->named; k && k->kind; k++)
			if (k->numbered)
				add_ids(&w, &(struct finding){.id = k->numbered(c, text)}, 1);
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct finder *k = (*f)->finders; k && k->word; k++)
			add_ids(&w, k->find(c, text, KNOWN / 10, &n), n);
	qsort(w.ids, w.count, sizeof *w.ids, by_text);
	return w;
}

static bool names(const struct word *w, const char *id)
{
	return !text_empty(id) && bsearch(&id, w->ids, w->count, sizeof *w->ids, by_text);
}

/* What is said of an action, folded; each is looked up once. */
struct said {
	const char *action, *text;
	enum deed_sort sort;
	struct said *next;
};

static const struct said *said_of(struct arena *mem, struct said **all, const char *action)
{
	for (const struct said *s = *all; s; s = s->next)
		if (strcmp(s->action, action) == 0)
			return s;
	struct said *s = ARENA_NEW(mem, struct said);
	*s = (struct said){arena_strdup(mem, action), text_fold(mem, deed_text(mem, action)),
	                   deed_sort_of(action), *all};
	return *all = s;
}

static bool has(struct arena *mem, const char *text, const char *word)
{
	return !text_empty(text) && strstr(text_fold(mem, text), word);
}

static bool matches(struct arena *mem, const struct word *words, size_t count,
                    const struct said *said, const struct audit_row *r)
{
	for (size_t i = 0; i < count; i++) {
		const struct word *w = &words[i];
		if (!strstr(said->text, w->text) && !names(w, r->who) && !names(w, r->subject) &&
		    !has(mem, r->detail, w->text))
			return false;
	}
	return true;
}

/* ---- the log ---- */

/* Keeps what is on the page; an entry is read once more, into the memory of the request. */
static void keep(struct ctx *c, struct audit_found *f, const char *node, int64_t seq)
{
	size_t n;
	const struct audit_query one = {.before = seq + 1};
	if (f->count == PAGE)
		f->next = f->next ? f->next : f->rows[PAGE - 1].seq;
	else
		f->rows[f->count++] = *sql_auth_audit(c, &one, node, 1, &n);
}

static void look(struct ctx *c, const struct audit_query *q, const char *node,
                 struct audit_found *f)
{
	const char **text = text_words(c->mem, q->q ? q->q : "");
	struct word words[WORDS];
	size_t count = 0, n = PART;
	struct said *said = NULL;
	struct ctx part = *c;
	struct audit_query at = *q;
	int64_t looked = 0;
	at.before = q->bare ? q->before : 0; /* the counts are of all pages */
	for (; text[count] && count < WORDS; count++)
		words[count] = word_of(c, text[count]);
	f->rows = ARENA_ARRAY(c->mem, struct audit_row, PAGE);
	part.mem = arena_new();
	for (; n == PART && looked < AUDIT_LOOKS && !db_fault(c->db); looked += PART) {
		arena_reset(part.mem);
		const struct audit_row *r = sql_auth_audit(&part, &at, node, PART, &n);
		for (size_t i = 0; i < n; i++) {
			const struct said *s = said_of(c->mem, &said, r[i].action);
			if (!matches(part.mem, words, count, s, &r[i]))
				continue;
			f->sorts[s->sort]++;
			if ((q->sort < 0 || q->sort == (int64_t)s->sort) &&
			    (!q->before || r[i].seq < q->before))
				keep(c, f, node, r[i].seq);
		}
		at.before = n ? r[n - 1].seq : 1;
		if (q->bare && f->next)
			break;
	}
	f->cut = n == PART;
	if (q->bare && f->cut && !f->next)
		f->next = at.before; /* a sheet goes on where this part ended */
	arena_free(part.mem);
}

struct audit_found auth_audit(struct ctx *c, const struct audit_query *q)
{
	struct audit_found f = {0};
	const char *node = q->node ? q->node : c->node ? c->node : "";
	size_t n;
	if (!text_empty(q->q) || q->sort >= 0) {
		look(c, q, node, &f);
		return f;
	}
	const struct audit_sum *sums = q->bare ? NULL : sql_auth_audit_sums(c, q, node, &n);
	for (size_t i = 0; sums && i < n; i++)
		f.sorts[deed_sort_of(sums[i].action)] += sums[i].entries;
	f.rows = sql_auth_audit(c, q, node, PAGE + 1, &f.count);
	if (f.count > PAGE) {
		f.count = PAGE;
		f.next = f.rows[PAGE - 1].seq;
	}
	return f;
}
