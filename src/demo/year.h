/* year.h - the rhythm of a county's year: when people ask and for what, when offices are open.
 *
 * Pure. Numbers are per thousand of an ordinary weekday; all of them are guesses at what a county is
 * like, none is measured. Days of the lunar calendar come from a table of the years 2020 to 2040 and
 * are taken as in the middle of their range outside of it.
 */
#pragma once
#include "base/random.h"

#include <stdbool.h>
#include <stdint.h>

/* Local midnight of the lunar new year 春节, and of the Double Ninth 重阳节, of that Gregorian year. */
int64_t demo_year_spring(int year);
int64_t demo_year_ninth(int year);

/* A part of the year: days of the sun's (month * 100 + day, both included, may run across the new
 * year) or days counted from one of the two feasts (-3 is three days before). All zero: always. */
enum year_count { YEAR_SUN, YEAR_SPRING, YEAR_NINTH };
struct year_span {
	enum year_count by;
	int from, to;
};
bool demo_year_in(const struct year_span *s, int64_t at);

/* How many ask on the local day of `at`. */
int64_t demo_year_day(int64_t at);
/* How many more or fewer of them ask for this category. */
int64_t demo_year_season(const char *category, int64_t at);

/* How somebody asks, and with it at what time of day: elders ring up in the morning, the young write
 * in the evening, counters have hours. */
enum year_way { WAY_ONLINE, WAY_PHONE, WAY_COUNTER, WAY_VISIT, WAY_COUNT };
/* n moments of [from, until) by the days' weights, in no order, with ways[] for each. The last three
 * weeks have at least ten a day where n is that large, so that a small county's desks have work. */
void demo_year_spread(struct dice *dice, int64_t from, int64_t until, size_t n, int64_t *moments,
                      enum year_way *ways);

/* Whose hours: at weekends and feasts not every office is open. */
enum year_hours { HOURS_OFFICE, HOURS_TEAM, HOURS_HOME, HOURS_ANY };
/* `at`, or when it is out of hours some minutes after they begin again. */
int64_t demo_year_next(struct dice *dice, enum year_hours hours, int64_t at);
