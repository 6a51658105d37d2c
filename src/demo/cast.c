#include "demo/cast.h"

#include "app/county.h"
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/session.h"
#include "features/team/team.h"
#include "gen/demo.sql.h"

#include <string.h>

enum { SEATS = 8192, MATES = 6, GROWN_UP = 19 };

struct seat {
	int64_t person;
	const struct actor *who;
};
struct crew {
	int skills; /* bit n: county_categories[n] */
	int asked;  /* how often, so that it goes round */
	bool loaded;
	size_t count;
	const struct mate *mates;
};
struct demo_cast {
	struct demo *d;
	struct arena *mem;
	int64_t upto[DEMO_VILLAGES], station[DEMO_VILLAGES];
	struct folk *folk, residents[2];
	int count, first[DEMO_VILLAGES][2]; /* [1]: those who ask online */
	struct demo_track *last[DEMO_VILLAGES];
	struct crew crews[DEMO_TEAMS];
	struct seat seats[SEATS];
	int taken;
};

/* ---- villages ---- */

/* The seat counts thrice, each village by luck; one of sixteen is hardly heard of. */
static int64_t weight_of(struct demo *d, int village)
{
	const struct demo_town *t = &d->towns[d->villages[village].town];
	int64_t weight = dice_range(&d->dice, 20, 100);
	if (dice_below(&d->dice, 16) == 0)
		return 1;
	if (d->villages[village].town == d->villages[d->stations[0].village].town)
		weight *= 3;
	return weight * (t->count + 20) / 20;
}

static void weigh_villages(struct demo_cast *k)
{
	struct demo *d = k->d;
	int64_t all = 0;
	for (int i = 0; i < d->village_count; i++) {
		int64_t weight = weight_of(d, i);
		if (k->station[i])
			weight = weight * 2 + 60;
		for (int a = 0; a < 2; a++) /* where the sample accounts are */
			weight += d->stations[a].village == i ? 900 : 0;
		k->upto[i] = all += weight;
		k->first[i][0] = k->first[i][1] = -1;
	}
}

int demo_cast_village(struct demo_cast *k)
{
	struct demo *d = k->d;
	return demo_choose(&d->dice, k->upto, d->village_count);
}

/* ---- people ---- */

static struct folk *folk_new(struct demo_cast *k, int village, bool online)
{
	struct demo *d = k->d;
	struct folk *f = &k->folk[k->count];
	int64_t born = online ? dice_range(&d->dice, 1955, 1992) : dice_range(&d->dice, 1934, 1965);
	*f = (struct folk){.village = village,
	                   .group = (int)dice_range(&d->dice, 1, 16),
	                   .next = k->first[village][online],
	                   .name = demo_name(k->mem, &d->dice, dice_below(&d->dice, 2), born)};
	if (online)
		f->person = demo_person(d, f->name, d->villages[village].id, &f->phone);
	else
		f->phone = d->people + d->extras++;
	k->first[village][online] = k->count++;
	return online && !f->person ? NULL : f;
}

/* Three of five have asked before; the newest come back soonest. */
struct folk *demo_cast_folk(struct demo_cast *k, int village, bool online)
{
	struct dice *dice = &k->d->dice;
	int at = k->first[village][online];
	if (at < 0 || dice_below(dice, 5) < 2)
		return folk_new(k, village, online);
	while (k->folk[at].next >= 0 && dice_below(dice, 4))
		at = k->folk[at].next;
	return &k->folk[at];
}

struct folk *demo_cast_resident(struct demo_cast *k, int n)
{
	return &k->residents[n];
}

struct demo_track **demo_cast_last(struct demo_cast *k, int village)
{
	return &k->last[village];
}

int64_t demo_cast_enters(struct demo_cast *k, int village, bool visit)
{
	struct demo *d = k->d;
	if (k->station[village] && (visit || dice_below(&d->dice, 3)))
		return k->station[village];
	if (!visit && dice_below(&d->dice, 3) == 0)
		return d->dispatcher;
	return d->towns[d->villages[village].town].staff;
}

int64_t demo_cast_reviews(struct demo_cast *k, int village, int64_t entered_by)
{
	struct demo *d = k->d;
	int64_t near = d->towns[d->villages[village].town].staff;
	return near == entered_by || dice_below(&d->dice, 5) < 2 ? d->reviewer : near;
}

int64_t demo_cast_dispatches(struct demo_cast *k, int village)
{
	struct demo *d = k->d;
	return dice_below(&d->dice, 2) ? d->towns[d->villages[village].town].staff : d->dispatcher;
}

/* ---- teams ---- */

static int skill_bit(const char *category)
{
	for (int i = 0; i < COUNTY_CATEGORIES; i++)
		if (!strcmp(county_categories[i].word, category))
			return 1 << i;
	return 0;
}

static void brief_teams(struct demo_cast *k)
{
	static const int slacks[] = {0, 0, 1, 1, 1, 1, 1, 1, 2, 3};
	for (int i = 0; i < DEMO_TEAMS; i++) {
		struct demo_team *t = &k->d->teams[i];
		t->slack = slacks[dice_below(&k->d->dice, 10)];
		for (int s = 0; s < COUNTY_CATEGORIES; s++)
			if (team_has_skill(&(struct team){.skills = t->skills},
			                   county_categories[s].word))
				k->crews[i].skills |= 1 << s;
	}
	for (int i = 0; i < 2; i++)
		k->d->teams[k->d->leads[i]].slack = 0;
}

static bool among(const short *list, int count, int team)
{
	for (int i = 0; i < count; i++)
		if (list[i] == team)
			return true;
	return false;
}

static int fewer(const struct demo_cast *k, int a, int b)
{
	return k->crews[a].asked <= k->crews[b].asked ? a : b;
}

int demo_cast_team(struct demo_cast *k, int village, const char *category, const short *asked,
                   int count)
{
	struct demo *d = k->d;
	int town = d->villages[village].town, bit = skill_bit(category), found = 0;
	short fits[DEMO_TEAMS];
	for (int far = 0; far < 3 && !found; far++) /* the township's, the county's, anybody's */
		for (int i = 0; i < DEMO_TEAMS; i++) {
			const struct demo_team *t = &d->teams[i];
			bool here = far == 0 ? t->town == town : far == 1 ? t->town < 0 : true;
			if (here && t->leader && (k->crews[i].skills & bit) &&
			    !among(asked, count, i))
				fits[found++] = (short)i;
		}
	if (!found)
		return -1;
	int best = fewer(k, fits[dice_below(&d->dice, found)], fits[dice_below(&d->dice, found)]);
	for (int i = 0; i < 2; i++) { /* the sample leaders are asked much by the sample villages */
		int chances = d->stations[i].village == village ? 2 : 16;
		if (among(fits, found, d->leads[i]) && dice_below(&d->dice, chances) == 0)
			best = d->leads[i];
	}
	k->crews[best].asked++;
	return best;
}

const struct mate *demo_cast_mates(struct demo_cast *k, int team, size_t *count)
{
	static const struct field fields[] = {FIELD(struct mate, id), FIELD(struct mate, uid), {0}};
	struct crew *crew = &k->crews[team];
	int64_t year = 31556952;
	if (!crew->loaded)
		crew->mates = db_all(k->d->c->db, k->mem, sql_demo_member_mates, struct mate,
		                     fields, &crew->count, V(k->d->teams[team].id),
		                     V(k->d->as_of - GROWN_UP * year),
		                     V(k->d->as_of - year - 30 * DAY), V(MATES));
	crew->loaded = true;
	*count = crew->count;
	return crew->mates;
}

/* ---- acting ---- */

static const struct actor *load(struct demo_cast *k, int64_t person, struct arena *mem)
{
	struct ctx *c = k->d->c;
	struct arena *desk = c->mem;
	c->mem = mem;
	const struct actor *found = session_actor_of(c, person);
	c->mem = desk;
	struct actor *who = found ? arena_memdup(mem, found, sizeof *found) : NULL;
	if (who)
		who->roles |= 1U << ROLE_RESIDENT;
	return who;
}

const struct actor *demo_cast_act_as(struct demo_cast *k, int64_t person)
{
	struct ctx *c = k->d->c;
	size_t at = (size_t)person % SEATS;
	while (k->seats[at].person && k->seats[at].person != person)
		at = (at + 1) % SEATS;
	bool room = k->taken < SEATS * 3 / 4;
	if (!k->seats[at].person && room) {
		k->seats[at] = (struct seat){person, load(k, person, k->mem)};
		k->taken++;
	}
	const struct actor *who = k->seats[at].person ? k->seats[at].who : load(k, person, c->mem);
	return c->who = who ? who : &actor_guest;
}

struct demo_cast *demo_cast_new(struct demo *d, struct arena *mem, size_t orders)
{
	struct demo_cast *k = ARENA_NEW(mem, struct demo_cast);
	k->d = d;
	k->mem = mem;
	k->folk = ARENA_ARRAY(mem, struct folk, orders + 1);
	for (int i = 0; i < d->station_count; i++)
		k->station[d->stations[i].village] = d->stations[i].person;
	for (int i = 0; i < 2; i++)
		k->residents[i] = (struct folk){.person = d->residents[i],
		                                .village = d->stations[i].village,
		                                .group = 2 + i};
	weigh_villages(k);
	brief_teams(k);
	return k;
}
