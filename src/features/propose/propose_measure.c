/* propose_measure.c - the proposal, asked about orders it has not learnt from. Reads only. */
#include "base/arena.h"
#include "base/text.h"
#include "features/propose/propose.h"
#include "gen/propose.sql.h"

#include <stdlib.h>
#include <string.h>

struct titles {
	const struct propose_title *at;
	size_t count;
};

void propose_judge(const struct propose_model *m, const char *title, size_t class,
                   struct propose_score *s)
{
	struct propose_guess g = propose_guess(m, title);
	bool right = g.known && g.class == class, sure = g.pairs && g.sure >= PROPOSE_SURE;
	s->held++;
	s->right += right;
	s->proposed += sure;
	s->proposed_right += sure && right;
}

static void add(struct propose_score *sum, const struct propose_score *s)
{
	sum->held += s->held;
	sum->right += s->right;
	sum->proposed += s->proposed;
	sum->proposed_right += s->proposed_right;
}

/* The place of the title's category in classes[]; the list holds them all. */
static size_t class_of(const struct propose_measure *m, const struct propose_title *t)
{
	size_t k = 0;
	while (k + 1 < m->class_count && m->classes[k].id != t->category)
		k++;
	return k;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The words of the titles, sorted, to be found again. */
static const char **sorted(struct arena *a, const struct propose_title *t, size_t n)
{
	const char **all = ARENA_ARRAY(a, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		all[i] = t[i].title;
	if (n)
		qsort(all, n, sizeof *all, by_text);
	return all;
}

static bool seen(const char *const *all, size_t n, const char *title)
{
	return n && bsearch(&title, all, n, sizeof *all, by_text);
}

/* Among sorted ones: does it stand there more than once? */
static bool twice(const char *const *all, size_t n, const char *title)
{
	const char *const *at = n ? bsearch(&title, all, n, sizeof *all, by_text) : NULL;
	return at && ((at > all && !strcmp(at[-1], title)) ||
	              (at + 1 < all + n && !strcmp(at[1], title)));
}

/* A guess uses memory of its model: the model is made and asked in an arena that is let go. */
static struct propose_model *learnt(struct arena *a, const struct propose_measure *m,
                                    const struct propose_title *t, size_t n)
{
	struct propose_model *model = propose_model(a, m->class_count);
	for (size_t i = 0; i < n; i++)
		propose_learn(model, t[i].title, class_of(m, &t[i]));
	return model;
}

static void by_time(struct propose_measure *m, const struct titles *all)
{
	struct arena *a = arena_new();
	size_t older = (size_t)m->older;
	struct propose_model *model = learnt(a, m, all->at, older);
	const char **known = sorted(a, all->at, older);
	for (size_t i = 0; i < older; i++)
		m->classes[class_of(m, &all->at[i])].learnt++;
	for (size_t i = older; i < all->count; i++) {
		const struct propose_title *t = &all->at[i];
		struct propose_score s = {0};
		size_t k = class_of(m, t);
		propose_judge(model, t->title, k, &s);
		add(&m->newer, &s);
		add(&m->classes[k].score, &s);
		if (!seen(known, older, t->title))
			add(&m->fresh, &s);
	}
	arena_free(a);
}

static void one_out(struct propose_measure *m, const struct titles *all)
{
	struct arena *a = arena_new();
	struct propose_model *model = learnt(a, m, all->at, all->count);
	const char **known = sorted(a, all->at, all->count);
	for (size_t i = 0; i < all->count; i++) {
		const struct propose_title *t = &all->at[i];
		struct propose_score s = {0};
		size_t k = class_of(m, t);
		propose_unlearn(model, t->title, k);
		propose_judge(model, t->title, k, &s);
		propose_learn(model, t->title, k);
		add(&m->one_out, &s);
		if (!twice(known, all->count, t->title))
			add(&m->one_out_fresh, &s);
	}
	arena_free(a);
}

struct propose_measure propose_measure(struct ctx *c, const struct propose_title *titles,
                                       size_t count)
{
	struct propose_measure m = {0};
	struct titles all = {titles, count};
	m.classes = sql_propose_all_classes(c, &m.class_count);
	m.titles = (int64_t)all.count;
	m.older = m.titles - m.titles / 5;
	if (!all.count || !m.class_count)
		return m;
	by_time(&m, &all);
	one_out(&m, &all);
	return m;
}
