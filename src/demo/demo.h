/* demo.h - the model county: real places, invented people, made from a seed.
 *
 * Same seed, numbers of people and orders, and day: same county, ids included (passwords, keys and
 * tokens are random each time). It is built in the order of time: places, people and teams stand more
 * than a year before the day, then a year of orders happens by the moves themselves. Everything is
 * written in one transaction, so a county is whole or not there.
 * Marks of what is invented: person.sample, team names and texts that end in （示例）, phones 199 00xx
 * xxxx, ID numbers whose area begins with 999, which is allotted to no place.
 */
#pragma once
#include "base/random.h"
#include "core/ctx.h"
#include "demo/agenda.h"
#include "features/auth/auth.h"

enum {
	DEMO_TOWNS = 26,
	DEMO_VILLAGES = 600,
	DEMO_TEAMS = 238,
	DEMO_ACCOUNTS = 16,
	DEMO_STATIONS = 27,
	DEMO_BEFORE = 432, /* days before its day that the county is founded */
	DEMO_YEAR = 365    /* days that orders come in */
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
	int64_t founded;
	const char *uid, *name, *skills;
	int town, corps; /* town -1: of the county */
	int slack;       /* how it keeps its word (demo/course.h) */
};
struct demo_station {
	int village;
	int64_t person;
};
struct demo {
	struct ctx *c; /* its arena is reset between batches */
	struct arena *keep;
	struct dice dice;
	int64_t people, orders, seed, extras; /* extras: phones given beside volunteers */
	int64_t as_of, until; /* local midnight of the day, and the moment it stands at */
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
	struct demo_service *services; /* what became of demo_menu_items[] */
	struct demo_agenda agenda;     /* of the year */
	int64_t done, refused;         /* orders entered, moves refused */
	int64_t part;                  /* tenth (hundredth) that demo_progress() has said */
	bool quiet;                    /* say nothing of it */
	bool drawn;                    /* the sample of call backs as it is set */
	const char *fault;             /* why it came to a stop; NULL: it did not */
};

struct config;

/* `wudan demo`: as every command (app/command.h). */
int demo_command(struct config *cfg, int count, char **words, struct arena *mem);

/* The whole county in the caller's transaction, from `c`, `keep`, the three numbers of people, orders
 * and seed, `as_of` and `until`. False: *why says what failed. */
bool demo_build(struct demo *d, const char **why);
/* Its steps, in this order. */
bool demo_places(struct demo *d, const char **why);
void demo_teams(struct demo *d);
void demo_people(struct demo *d);
void demo_staff(struct demo *d);
bool demo_accounts(struct demo *d, const char **why); /* passwords, and a sealed note of them */
bool demo_menu(struct demo *d, const char **why);   /* services; puts what follows on the agenda */
void demo_surveys(struct demo *d);                  /* puts them on the agenda */
void demo_news(struct demo *d);                     /* and these */
bool demo_orders(struct demo *d, const char **why); /* lets the year happen */
int64_t demo_days_ago(const struct demo *d, int64_t days); /* ten o'clock of that day */
/* What follows is his, at that moment. */
void demo_act_as(struct demo *d, int64_t person, int64_t at);
/* True: the building of the county goes on; false: d->fault says what was refused. */
bool demo_went(struct demo *d, enum err e, const char *what, const char *which);

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
/* The first place of `upto`, a rising sum of weights, that a throw falls under. */
int demo_choose(struct dice *dice, const int64_t *upto, int n);
int demo_town_of(const struct demo *d, const char *code);    /* -1: no such township */
int demo_village_of(const struct demo *d, const char *code); /* -1: no such village */

/* "志愿者 63501/63501" on stderr: one line that grows on a terminal, else a line per tenth. */
void demo_progress(struct demo *d, const char *what, int64_t done, int64_t all);
