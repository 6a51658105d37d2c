#include "features/dispatch/dispatch.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/setting.h"
#include "features/dispatch/dispatch_priv.h"
#include "features/menu/menu.h"
#include "features/person/qualification.h"
#include "features/place/place.h"
#include "gen/dispatch.sql.h"

#include <stdlib.h>
#include <string.h>

enum { MONTH = 30, HALF_YEAR = 183, YEAR = 365 }; /* days */

struct dispatch {
	struct ctx *c;
	struct side *sides;
	size_t count;
	int64_t verdicts, score;
	int64_t most[2]; /* by enum dispatch_kind */
	/* Of the order that was asked for last. */
	const struct order *o;
	struct look look;
	struct tie *ties;
	size_t tie_count;
	struct busy *visits;
	size_t visit_count;
};

/* ---- what the rows say, by side ---- */

static int by_ids(int64_t team, int64_t person, int64_t other_team, int64_t other_person)
{
	if (team != other_team)
		return team < other_team ? -1 : 1;
	return person < other_person ? -1 : person > other_person;
}

/* Facts, sides and ties all begin with team and person. */
static int by_side(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return by_ids(x[0], x[1], y[0], y[1]);
}
_Static_assert(offsetof(struct fact, person) == sizeof(int64_t), "begins with team, person");
_Static_assert(offsetof(struct side, person) == sizeof(int64_t), "begins with team, person");
_Static_assert(offsetof(struct tie, person) == sizeof(int64_t), "begins with team, person");

static void sort_facts(struct fact *f, size_t n)
{
	if (n)
		qsort(f, n, sizeof *f, by_side);
}

/* The side of the list, NULL: nothing is known of it. */
static void *side_in(void *list, size_t n, size_t size, int64_t team, int64_t person)
{
	const int64_t key[2] = {team, person};
	return n ? bsearch(key, list, n, size, by_side) : NULL;
}

static void put_side(struct side *s, const struct fact *f)
{
	s->team = f->team;
	s->person = f->person;
	switch (f->kind) {
	case FACT_IN_HAND: s->in_hand = f->n; break;
	case FACT_WAITING: s->waiting = f->n; break;
	case FACT_VERDICTS: s->verdicts = f->n, s->score = f->sum; break;
	case FACT_ASKED: s->asked = f->n, s->last_asked = f->last; break;
	}
}

static void put_tie(struct tie *t, const struct fact *f)
{
	t->team = f->team;
	t->person = f->person;
	switch (f->kind) {
	case FACT_DECLINED: t->declined = 1; break;
	case FACT_OFFERED: t->offered = 1; break;
	case FACT_SERVED: t->served = f->n, t->score = f->sum; break;
	case FACT_DOES: t->does = 1; break;
	case FACT_OWN: t->own = 1; break;
	case FACT_PAPER: t->paper = 1; break;
	}
}

struct dispatch *dispatch_open(struct ctx *c)
{
	struct dispatch *d = ARENA_NEW(c->mem, struct dispatch);
	size_t n;
	struct fact *f = sql_dispatch_sides(c, c->now - MONTH * (int64_t)DAY,
	                                    c->now - HALF_YEAR * (int64_t)DAY,
	                                    c->now - YEAR * (int64_t)DAY, &n);
	*d = (struct dispatch){
		.c = c,
		.most = {setting_int(c, "dispatch.team_most"),
	                 setting_int(c, "dispatch.person_most")},
		.sides = ARENA_ARRAY(c->mem, struct side, n + DISPATCH_BULK + 1),
	};
	sort_facts(f, n);
	for (size_t i = 0; i < n; i++) {
		if (!i || by_side(&f[i], &f[i - 1]))
			d->count++;
		put_side(&d->sides[d->count - 1], &f[i]);
		d->verdicts += f[i].kind == FACT_VERDICTS ? f[i].n : 0;
		d->score += f[i].kind == FACT_VERDICTS ? f[i].sum : 0;
	}
	return d;
}

void dispatch_book(struct dispatch *d, const struct candidate *x)
{
	struct side *s = side_in(d->sides, d->count, sizeof *s, x->team, x->person);
	if (!s) {
		size_t at = 0;
		while (at < d->count &&
		       by_ids(d->sides[at].team, d->sides[at].person, x->team, x->person) < 0)
			at++;
		s = &d->sides[at];
		memmove(s + 1, s, (d->count++ - at) * sizeof *s);
		*s = (struct side){.team = x->team, .person = x->person};
	}
	s->waiting++;
	s->asked++;
	s->last_asked = d->c->now;
}

/* ---- one order ---- */

static void read_ties(struct dispatch *d, const struct order *o)
{
	struct ctx *c = d->c;
	size_t n, papers = 0;
	struct fact *f = sql_dispatch_ties(c, o, &n);
	struct fact *p = NULL;
	if (*d->look.papers)
		p = sql_dispatch_papers(c, o->category_row, d->look.window.from - DAY, &papers);
	struct fact *all = ARENA_ARRAY(c->mem, struct fact, n + papers + 1);
	if (n)
		memcpy(all, f, n * sizeof *f);
	if (papers)
		memcpy(all + n, p, papers * sizeof *p);
	n += papers;
	sort_facts(all, n);
	d->ties = ARENA_ARRAY(c->mem, struct tie, n + 1);
	d->tie_count = 0;
	for (size_t i = 0; i < n; i++) {
		if (!i || by_side(&all[i], &all[i - 1]))
			d->tie_count++;
		put_tie(&d->ties[d->tie_count - 1], &all[i]);
	}
}

static void read_order(struct dispatch *d, const struct order *o)
{
	struct ctx *c = d->c;
	if (d->o == o)
		return;
	d->o = o;
	const struct menu_item *item = text_empty(o->service) ? NULL : menu_by_uid(c, o->service);
	d->look = (struct look){.mem = c->mem,
	                        .o = o,
	                        .now = c->now,
	                        .window = dispatch_window(o, item ? item->minutes : 0, c->now),
	                        .verdicts = d->verdicts,
	                        .score = d->score,
	                        .papers = qualification_asked(c, o->category_row),
	                        .item = item != NULL};
	read_ties(d, o);
	d->visits = sql_dispatch_visits(c, &d->look.window, &d->visit_count);
}

/* ---- candidates ---- */

/* "430421/430421100/430421100248/" → "430421/430421100/" */
static const char *township_of(struct ctx *c, const char *path)
{
	const char *slash = strchr(path, '/');
	slash = slash ? strchr(slash + 1, '/') : NULL;
	return slash ? arena_strndup(c->mem, path, (size_t)(slash - path) + 1) : path;
}

/* The parts of a path that both have: county, township, village. */
static int64_t parts_shared(const char *a, const char *b)
{
	int64_t shared = 0;
	for (size_t i = 0; a[i] && a[i] == b[i]; i++)
		shared += a[i] == '/';
	return shared < 3 ? shared : 3;
}

static struct known *read_known(struct dispatch *d, enum dispatch_kind kind, const struct place *at,
                                size_t *n)
{
	/* Degrees × 10^6 of the square around the point; of longitude as at 27° north. */
	enum { LAT = DISPATCH_PEOPLE_KM * 8993, LON = DISPATCH_PEOPLE_KM * 10093 };
	struct ctx *c = d->c;
	const char *word = arena_printf(c->mem, " %s ", d->o->category);
	if (kind == DISPATCH_TEAMS)
		return sql_dispatch_teams(c, word, n);
	struct around a = {township_of(c, d->o->place_path), 1, 0, 1, 0};
	if (at && at->lon && at->lat)
		a = (struct around){a.township, at->lon - LON, at->lon + LON, at->lat - LAT,
		                    at->lat + LAT};
	return sql_dispatch_people(c, word, &a, n);
}

static struct seen seen_of(struct dispatch *d, const struct known *k, const struct place *at)
{
	struct seen s = {.k = k,
	                 .free = FREE_UNKNOWN,
	                 .shared = parts_shared(k->path, d->o->place_path),
	                 .tenths = at ? place_tenths(at->lon, at->lat, k->lon, k->lat) : -1};
	const struct side *side = side_in(d->sides, d->count, sizeof *side, k->team, k->person);
	const struct tie *tie = side_in(d->ties, d->tie_count, sizeof *tie, k->team, k->person);
	if (side)
		s.side = *side;
	if (tie)
		s.tie = *tie;
	s.points = s.all_points = dispatch_points(&d->look, &s);
	s.fault = dispatch_fault(&d->look, &s);
	return s;
}

static int better(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	if (!x->fault != !y->fault)
		return x->fault ? 1 : -1;
	if (x->all_points != y->all_points)
		return x->all_points < y->all_points ? 1 : -1;
	if (x->side.last_asked != y->side.last_asked)
		return x->side.last_asked < y->side.last_asked ? -1 : 1;
	return by_ids(x->k->team, x->k->person, y->k->team, y->k->person);
}

/* ---- who has time: asked only of those whom it could bring to the top ---- */

static const struct busy *visits_of(const struct dispatch *d, int64_t person, size_t *n)
{
	size_t lo = 0, hi = d->visit_count;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (d->visits[mid].person < person)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (*n = 0; lo + *n < d->visit_count && d->visits[lo + *n].person == person;)
		++*n;
	return &d->visits[lo];
}

static bool person_has_time(const struct dispatch *d, int64_t person, const char *hours)
{
	size_t n;
	const struct busy *b = visits_of(d, person, &n);
	return dispatch_window_free(&d->look.window, hours, b, n);
}

static struct mate *read_mates(struct dispatch *d, const struct seen *s, size_t teams, size_t *n)
{
	struct batch b = {0};
	for (size_t i = 0; i < teams; i++)
		b.team[i] = s[i].k->team;
	return sql_dispatch_members(d->c, &d->look.window, &b, n);
}

static void count_time(struct dispatch *d, struct seen *s, size_t teams)
{
	size_t n = 0;
	struct mate *m = d->look.window.any ? NULL : read_mates(d, s, teams, &n);
	for (size_t i = 0; i < teams; i++)
		s[i].free = s[i].k->members;
	for (size_t k = 0; k < n; k++) {
		if (person_has_time(d, m[k].person, m[k].hours))
			continue;
		for (size_t i = 0; i < teams; i++)
			s[i].free -= s[i].k->team == m[k].team && s[i].free > 0;
	}
}

static void add_time(struct dispatch *d, struct seen *s, size_t n)
{
	if (n && s->k->team)
		count_time(d, s, n);
	for (size_t i = 0; i < n; i++) {
		if (s[i].k->person)
			s[i].free = person_has_time(d, s[i].k->person, s[i].k->hours);
		s[i].all_points = s[i].points + dispatch_time(&d->look, &s[i]);
		if (!s[i].fault)
			s[i].fault = dispatch_fault(&d->look, &s[i]);
	}
}

/* True when none of those from `at` on can reach the `limit` best of those before, however much time
 * they have: the answer is the same as if all had been asked. */
static bool settled(const struct seen *s, size_t at, size_t n, size_t limit)
{
	return at >= n || s[at].fault ||
	       (at >= limit && !s[limit - 1].fault &&
	        s[limit - 1].all_points > s[at].points + dispatch_terms[2].most);
}

static void settle(struct dispatch *d, struct seen *s, size_t n, size_t limit)
{
	qsort(s, n, sizeof *s, better);
	for (size_t at = 0; limit && !settled(s, at, n, limit); at += BATCH) {
		add_time(d, s + at, n - at < BATCH ? n - at : BATCH);
		qsort(s, at + BATCH < n ? at + BATCH : n, sizeof *s, better);
	}
}

/* ---- lists ---- */

static struct seen *gather(struct dispatch *d, const struct order *o, enum dispatch_kind kind,
                           size_t *n)
{
	read_order(d, o);
	d->look.most = d->most[kind];
	const struct place *at = place_get(d->c, o->place_row);
	struct known *k = read_known(d, kind, at, n);
	struct seen *s = ARENA_ARRAY(d->c->mem, struct seen, *n + 1);
	for (size_t i = 0; i < *n; i++)
		s[i] = seen_of(d, &k[i], at);
	return s;
}

static struct candidate candidate_of(const struct look *l, const struct seen *s, int64_t best)
{
	struct candidate x = {
		.team = s->k->team,
		.person = s->k->person,
		.uid = s->k->uid,
		.name = s->k->name,
		.place = s->k->place,
		.points = s->all_points,
		.behind = best > s->all_points ? best - s->all_points : 0,
		.open_orders = s->side.in_hand,
		.last_asked = s->side.last_asked,
		.why_not = dispatch_fault_text(l, s),
		.barred = dispatch_fault_bars(s),
	};
	dispatch_reasons(l, s, &x);
	return x;
}

/* A few of any place in the list, with their time counted. */
static struct candidate *counted(struct dispatch *d, struct seen *s, size_t n, int64_t best)
{
	struct candidate *all = ARENA_ARRAY(d->c->mem, struct candidate, n + 1);
	for (size_t i = 0; i < n; i++)
		if (s[i].free == FREE_UNKNOWN)
			add_time(d, &s[i], 1);
	qsort(s, n, sizeof *s, better);
	for (size_t i = 0; i < n; i++)
		all[i] = candidate_of(&d->look, &s[i], best);
	return all;
}

static void list_ranked(struct dispatch *d, const struct seen *s, size_t n, size_t limit,
                        struct dispatch_list *l)
{
	l->at = ARENA_ARRAY(d->c->mem, struct candidate, limit + 1);
	for (size_t i = 0; i < n && l->count < limit; i++)
		if (!s[i].fault)
			l->at[l->count++] = candidate_of(&d->look, &s[i], s[0].all_points);
}

static void list_passed(struct dispatch *d, const struct seen *s, size_t n, struct dispatch_list *l)
{
	struct seen few[DISPATCH_PASSED];
	int64_t least = l->count ? l->at[l->count - 1].points - dispatch_terms[2].most : 0;
	for (size_t i = 0; i < n && l->passed_count < DISPATCH_PASSED; i++)
		if (s[i].fault && s[i].all_points >= least)
			few[l->passed_count++] = s[i];
	l->passed = counted(d, few, l->passed_count, n ? s[0].all_points : 0);
}

static void list_named(struct dispatch *d, const struct seen *s, size_t n, const char *name,
                       struct dispatch_list *l)
{
	struct seen few[DISPATCH_NAMED];
	for (size_t i = 0; i < n && l->named_count < DISPATCH_NAMED; i++)
		if (strstr(s[i].k->name, name))
			few[l->named_count++] = s[i];
	l->named = counted(d, few, l->named_count, s[0].all_points);
}

struct dispatch_list dispatch_rank(struct dispatch *d, const struct order *o,
                                   enum dispatch_kind kind, size_t limit, const char *name)
{
	struct dispatch_list l = {0};
	size_t n;
	struct seen *s = gather(d, o, kind, &n);
	settle(d, s, n, limit);
	list_ranked(d, s, n, limit, &l);
	list_passed(d, s, n, &l);
	if (!text_empty(name))
		list_named(d, s, n, name, &l);
	return l;
}

struct candidate *dispatch_first(struct dispatch *d, const struct order *o)
{
	for (enum dispatch_kind kind = DISPATCH_TEAMS; kind <= DISPATCH_PEOPLE; kind++) {
		struct dispatch_list l = dispatch_rank(d, o, kind, 1, NULL);
		if (l.count)
			return l.at;
	}
	return NULL;
}

void dispatch_refuse_barred(struct dispatch *d, const struct order *o, const char *const *teams)
{
	size_t n;
	const struct seen *s = gather(d, o, DISPATCH_TEAMS, &n);
	for (; *teams; teams++)
		for (size_t i = 0; i < n; i++)
			if (text_equal(s[i].k->uid, *teams) && dispatch_fault_ours(&s[i]))
				ctx_refuse(d->c, ERR_INVALID, "team", "「%s」：%s。", s[i].k->name,
				           dispatch_fault_text(&d->look, &s[i]));
}

void dispatch_calls(struct ctx *c, struct candidate *at, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct dispatch_call *k = at[i].team ? sql_dispatch_leader(c, at[i].team)
		                                           : sql_dispatch_single(c, at[i].person);
		struct subject s = {.path = k ? k->path : NULL};
		at[i].call = k && access_may(c->who, PERSON_REVEAL, &s) ? k->id : NULL;
	}
}
