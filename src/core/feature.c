#include "core/feature.h"

#include "base/arena.h"
#include "base/buf.h"

int64_t feature_follow_place(struct ctx *c, int64_t gone, int64_t kept)
{
	int64_t rows = 0;
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct follow *w = (*f)->follows; w && w->table; w++)
			rows += w->place ? w->place(c, gone, kept) : 0;
	return rows;
}

static void write_down(struct buf *out, const struct follow *w, const struct followed *rows,
                       size_t n)
{
	if (n)
		buf_printf(out, "%s%s.%s ", out->len ? "; " : "", w->table,
		           w->as ? w->as : w->column);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%lld", i ? "," : "", (long long)rows[i].id);
}

const char *feature_follow_person(struct ctx *c, int64_t gone, int64_t kept, bool late)
{
	struct buf out = BUF(c->mem);
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct follow *w = (*f)->follows; w && w->table; w++) {
			size_t n = 0;
			bool moves = w->person && !(late && w->once);
			const struct followed *rows = moves ? w->person(c, gone, kept, &n) : NULL;
			write_down(&out, w, rows, n);
		}
	return buf_str(&out);
}

const struct wait **feature_waits(struct ctx *c, size_t *count)
{
	size_t most = 0, n = 0;
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct wait *w = (*f)->waits; w && w->word; w++)
			most++;
	const struct wait **all = ARENA_ARRAY(c->mem, const struct wait *, most + 1);
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct wait *w = (*f)->waits; w && w->word; w++) {
			size_t at = n;
			if (access_reach(c->who, w->perm) == REACH_NONE)
				continue;
			for (; at && all[at - 1]->seat > w->seat; at--)
				all[at] = all[at - 1];
			all[at] = w;
			n++;
		}
	*count = n;
	return all;
}

void feature_may_merge(struct ctx *c, int64_t keep, int64_t gone)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		if ((*f)->may_merge)
			(*f)->may_merge(c, keep, gone);
}

enum err feature_merged(struct ctx *c, int64_t kept, int64_t gone, const char *note)
{
	enum err e = OK;
	for (const struct feature *const *f = feature_all; *f && e == OK; f++)
		if ((*f)->merged)
			e = (*f)->merged(c, kept, gone, note);
	return e;
}

void feature_left(struct ctx *c, int64_t person, const char *how, struct buf *outcome)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		if ((*f)->left)
			(*f)->left(c, person, how, outcome);
}

void feature_team_left(struct ctx *c, int64_t team, int64_t person)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		if ((*f)->team_left)
			(*f)->team_left(c, team, person);
}

int64_t feature_team_runs(struct ctx *c, int64_t team)
{
	int64_t all = 0;
	for (const struct feature *const *f = feature_all; *f; f++)
		all += (*f)->team_runs ? (*f)->team_runs(c, team) : 0;
	return all;
}

struct led_visit *feature_led(struct ctx *c, int64_t team, int64_t person)
{
	struct led_visit *v = NULL;
	for (const struct feature *const *f = feature_all; *f && !v; f++)
		if ((*f)->led)
			v = (*f)->led(c, team, person);
	return v;
}

struct menu_use *feature_menu_uses(struct ctx *c, int64_t after, int64_t last, size_t *count)
{
	*count = 0;
	for (const struct feature *const *f = feature_all; *f; f++)
		if ((*f)->menu_uses)
			return (*f)->menu_uses(c, after, last, count);
	return NULL;
}

struct menu_party *feature_menu_party(struct ctx *c, int64_t order)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		if ((*f)->menu_party)
			return (*f)->menu_party(c, order);
	return NULL;
}

void feature_mail(struct ctx *c, struct delivery *d, size_t count)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		if ((*f)->mail)
			(*f)->mail(c, d, count);
}

/* Those of one more feature behind those so far. */
static struct aside *with(struct arena *mem, struct aside *all, size_t *count,
                          const struct aside *more, size_t n)
{
	struct aside *out = ARENA_ARRAY(mem, struct aside, *count + n + 1);
	for (size_t i = 0; i < *count; i++)
		out[i] = all[i];
	for (size_t i = 0; i < n; i++)
		out[(*count)++] = more[i];
	return out;
}

struct aside *feature_of_order(struct ctx *c, int64_t order, size_t *count)
{
	struct aside *all = NULL;
	*count = 0;
	for (const struct feature *const *f = feature_all; *f; f++) {
		size_t n = 0;
		struct aside *more = (*f)->of_order ? (*f)->of_order(c, order, &n) : NULL;
		all = n ? with(c->mem, all, count, more, n) : all;
	}
	return all;
}

struct aside *feature_of_me(struct ctx *c, size_t *count)
{
	struct aside *all = NULL;
	*count = 0;
	for (const struct feature *const *f = feature_all; *f; f++) {
		size_t n = 0;
		struct aside *more = (*f)->of_me ? (*f)->of_me(c, &n) : NULL;
		all = n ? with(c->mem, all, count, more, n) : all;
	}
	return all;
}
