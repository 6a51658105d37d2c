/* demo.h - the model county: real places, invented people, made from a seed.
 *
 * Same seed, number of people and day: same county, ids included (passwords, keys and tokens are
 * random each time). Everything is written in one transaction, so a county is whole or not there.
 * Marks of what is invented: person.sample, team names and texts that end in （示例）, phones 199 00xx
 * xxxx, ID numbers whose area begins with 999, which is allotted to no place.
 */
#pragma once
#include "base/random.h"
#include "core/ctx.h"
#include "features/auth/auth.h"

enum {
	DEMO_TOWNS = 26,
	DEMO_VILLAGES = 600,
	DEMO_TEAMS = 238,
	DEMO_ACCOUNTS = 16,
	DEMO_STATIONS = 27
};

struct demo_village {
	int64_t id;
	const char *code;
	int town;
};
struct demo_town {
	int64_t id;
	const char *code, *label;
	int first, count; /* of its villages; the park has none */
	int64_t staff;    /* person with the township's grant */
};
struct demo_team {
	int64_t id, members, leader, deputy,
		plain; /* persons; plain: the first without an office */
	const char *uid, *name, *skills;
	int town, corps; /* town -1: of the county */
	int visits;      /* scheduled so far, so that they do not meet */
};
struct demo_station {
	int village;
	int64_t person;
};
struct demo {
	struct ctx *c; /* its arena is reset between batches */
	struct arena *keep;
	struct dice dice;
	int64_t people, seed, as_of,
		extras; /* as_of: local midnight; extras: phones given beside volunteers */
	struct demo_village villages[DEMO_VILLAGES];
	int village_count;
	struct demo_town towns[DEMO_TOWNS];
	struct demo_team teams[DEMO_TEAMS];
	struct demo_station stations[DEMO_STATIONS];
	int station_count;
	int64_t reviewer, dispatcher, residents[2];
	int leads[2]; /* the teams of the sample leaders */
	struct demo_account accounts[DEMO_ACCOUNTS];
	int account_count;
};

/* The steps of the build, in this order. False: *why says what failed. */
bool demo_places(struct demo *d, const char **why);
void demo_teams(struct demo *d);
void demo_people(struct demo *d);
void demo_staff(struct demo *d);
bool demo_accounts(struct demo *d, const char **why); /* passwords, and a sealed note of them */
bool demo_menu(struct demo *d, const char **why);     /* services, before the orders */
bool demo_orders(struct demo *d, const char **why);
bool demo_surveys(struct demo *d, const char **why); /* and marks menu and surveys as samples */
/* An open item of the category that fits any sample order; NULL: none. */
const char *demo_menu_item(struct demo *d, const char *category);

/* Accounts of a county that stands: read from their note, given new tokens, written to a file. */
bool demo_accounts_load(struct demo *d);
void demo_accounts_renew(struct demo *d);
bool demo_accounts_write(struct demo *d, const char *path, const char **why);
/* One order through the five orders, over HTTP, printed step by step. False: said on stderr. */
bool demo_play(const struct demo *d, const char *origin);

/* What people are made of. */
const char *demo_name(struct arena *mem, struct dice *dice, bool woman, int64_t birth_year);
const char *demo_phone(struct arena *mem, int64_t n);
const char *demo_id_number(struct arena *mem, int64_t n, int64_t birth, bool woman);
/* A person who is no volunteer; 0 when the database failed. */
int64_t demo_person(struct demo *d, const char *name, int64_t home, int64_t *phone);
int demo_town_of(const struct demo *d, const char *code);    /* -1: no such township */
int demo_village_of(const struct demo *d, const char *code); /* -1: no such village */

/* "county 63501/63501 people" on stderr: one line that grows on a terminal, else a line per tenth. */
void demo_progress(const char *what, int64_t done, int64_t all);
