#include "demo/year.h"

#include "base/clock.h"

#include <string.h>

enum { FIRST_YEAR = 2020, DAYS = 400, LATELY = 21, LATELY_EACH = 10 };

/* Month * 100 + day; Hong Kong Observatory, Gregorian-Lunar Calendar Conversion Table, which follows
 * the same rules as GB/T 33661-2017. */
static const int springs[] = {125, 212, 201, 122, 210, 129, 217, 206, 126, 213, 203,
                              123, 211, 131, 219, 208, 128, 215, 204, 124, 212};
static const int ninths[] = {1025, 1014, 1004, 1023, 1011, 1029, 1018, 1008, 1026, 1016, 1005,
                             1024, 1012, 1001, 1020, 1009, 1027, 1017, 1007, 1026, 1014};
enum { YEARS = sizeof springs / sizeof *springs };

static int64_t feast(const int *days, int year, int usual)
{
	int n = year - FIRST_YEAR, day = n >= 0 && n < YEARS ? days[n] : usual;
	return clock_of((struct day){.year = year, .month = day / 100, .mday = day % 100});
}

int64_t demo_year_spring(int year)
{
	return feast(springs, year, 205);
}

int64_t demo_year_ninth(int year)
{
	return feast(ninths, year, 1014);
}

/* Days from the nearest feast: negative before it. */
static int from_feast(int64_t (*of)(int year), int64_t at)
{
	int64_t midnight = clock_midnight(at);
	int year = clock_local(at).year, best = DAYS;
	for (int y = year - 1; y <= year + 1; y++) {
		int days = (int)((midnight - of(y)) / DAY);
		if ((days < 0 ? -days : days) < (best < 0 ? -best : best))
			best = days;
	}
	return best;
}

bool demo_year_in(const struct year_span *s, int64_t at)
{
	struct day d = clock_local(at);
	int day = d.month * 100 + d.mday;
	if (!s->from && !s->to)
		return true;
	if (s->by != YEAR_SUN)
		day = from_feast(s->by == YEAR_SPRING ? demo_year_spring : demo_year_ninth, at);
	if (s->from <= s->to)
		return day >= s->from && day <= s->to;
	return day >= s->from || day <= s->to;
}

struct swell {
	struct year_span when;
	int permille;
};

/* ---- days ---- */

int64_t demo_year_day(int64_t at)
{
	static const int weekdays[] = {520, 1230, 1110, 1060, 1000, 940, 690}; /* Sunday first */
	static const struct swell swells[] = {
		{{YEAR_SPRING, -24, -10}, 1350}, /* visits before the new year */
		{{YEAR_SPRING, -9, -3}, 1700},
		{{YEAR_SPRING, -1, 3}, 180}, /* everybody is at home */
		{{YEAR_SPRING, 4, 7}, 420},
		{{YEAR_SPRING, 8, 16}, 800},
		{{YEAR_SUN, 301, 304}, 1300}, /* the month of Lei Feng, and his day */
		{{YEAR_SUN, 305, 305}, 3400},
		{{YEAR_SUN, 306, 312}, 1300},
		{{YEAR_SUN, 501, 503}, 560},
		{{YEAR_SUN, 901, 915}, 1120}, /* school begins */
		{{YEAR_SUN, 1001, 1004}, 600},
		{{YEAR_NINTH, -7, 0}, 1480},    /* the elders' feast */
		{{YEAR_SUN, 1204, 1206}, 1500}, /* international day of volunteers */
		{{YEAR_SUN, 1231, 101}, 700},
	};
	int64_t weight = weekdays[clock_local(at).weekday];
	for (size_t i = 0; i < sizeof swells / sizeof *swells; i++)
		if (demo_year_in(&swells[i].when, at))
			weight = weight * swells[i].permille / 1000;
	return weight;
}

int64_t demo_year_season(const char *category, int64_t at)
{
	static const struct {
		const char *category;
		struct swell swell;
	} rows[] = {
		{"study", {{YEAR_SUN, 901, 115}, 1450}}, /* term */
		{"study", {{YEAR_SUN, 116, 219}, 450}},
		{"study", {{YEAR_SUN, 220, 630}, 1350}}, /* term */
		{"study", {{YEAR_SUN, 701, 831}, 1100}}, /* the children are at home */
		{"company", {{YEAR_SUN, 701, 831}, 1250}},
		{"company", {{YEAR_NINTH, -10, 0}, 1700}},
		{"farm", {{YEAR_SUN, 315, 531}, 1500}},
		{"farm", {{YEAR_SUN, 910, 1115}, 2400}}, /* harvest */
		{"farm", {{YEAR_SUN, 1201, 228}, 350}},
		{"festival", {{YEAR_SPRING, -24, -1}, 6500}},
		{"festival", {{YEAR_NINTH, -12, 0}, 7000}},
		{"goods", {{YEAR_SUN, 1105, 210}, 1700}},
		{"goods", {{YEAR_SUN, 815, 908}, 1700}},
		{"haircut", {{YEAR_SPRING, -16, -1}, 2300}},
		{"haircut", {{YEAR_SPRING, 0, 15}, 200}}, /* nobody has it cut in the first month */
		{"health", {{YEAR_SUN, 1101, 228}, 1250}},
		{"health", {{YEAR_SUN, 305, 305}, 1800}},
		{"repair", {{YEAR_SUN, 401, 831}, 1200}},
		{"repair", {{YEAR_SUN, 305, 305}, 1900}},
		{"legal", {{YEAR_SPRING, -45, -5}, 2200}}, /* wages before the new year */
		{"mediation", {{YEAR_SPRING, 2, 20}, 1700}},
		{"policy", {{YEAR_SUN, 301, 430}, 1500}},
		{"technology", {{YEAR_SPRING, 5, 25}, 1500}},
		{"culture", {{YEAR_SPRING, -25, 15}, 2000}},
		{"culture", {{YEAR_SUN, 905, 1010}, 1400}},
	};
	int64_t permille = 1000;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!strcmp(rows[i].category, category) && demo_year_in(&rows[i].swell.when, at))
			permille = permille * rows[i].swell.permille / 1000;
	return permille;
}

/* ---- time of day ---- */

/* Of a hundred who ask in this way, how many in each hour. */
static const unsigned char hours_of[WAY_COUNT][24] = {
	[WAY_ONLINE] = {1, 0, 0, 0, 0, 1, 2, 4, 5, 5, 5, 5, 8, 6, 4, 4, 4, 5, 6, 9, 11, 9, 5, 1},
	[WAY_PHONE] = {0, 0, 0, 0, 0, 0, 4, 13, 20, 19, 13, 7, 2, 2, 4, 5, 5, 3, 2, 1, 0, 0, 0, 0},
	[WAY_COUNTER] = {0, 0, 0, 0,  0, 0, 0, 1, 17, 25, 19, 7,
                         0, 1, 8, 11, 8, 3, 0, 0, 0,  0,  0,  0},
	[WAY_VISIT] = {0, 0, 0, 0, 0, 0, 0, 2, 9, 17, 18, 7, 1, 3, 11, 13, 11, 6, 2, 0, 0, 0, 0, 0},
};

static int64_t time_of_day(struct dice *dice, enum year_way way)
{
	int64_t all = 0, hour = 0;
	for (int h = 0; h < 24; h++)
		all += hours_of[way][h];
	int64_t left = dice_below(dice, all);
	while (left >= hours_of[way][hour])
		left -= hours_of[way][hour++];
	return hour * HOUR + dice_below(dice, HOUR);
}

static enum year_way way_of(struct dice *dice)
{
	static const int64_t upto[WAY_COUNT] = {30, 52, 79, 100};
	int64_t at = dice_below(dice, 100);
	int way = 0;
	while (at >= upto[way])
		way++;
	return (enum year_way)way;
}

/* On the last day only what is over by `until`. */
static int64_t moment(struct dice *dice, int64_t midnight, int64_t until, enum year_way way)
{
	for (int again = 0; again < 24; again++) {
		int64_t at = midnight + time_of_day(dice, way);
		if (at < until)
			return at;
	}
	return until - dice_range(dice, 1, 20 * MINUTE);
}

/* The part of a day's asking that is over after so many seconds. */
static int64_t share_over(int64_t seconds)
{
	int64_t begin = 7 * HOUR, end = 21 * HOUR;
	return seconds <= begin ? 0
	       : seconds >= end ? 1000
	                        : (seconds - begin) * 1000 / (end - begin);
}

struct days {
	int64_t first; /* midnight */
	int count;
	int64_t upto[DAYS];
};

static struct days weigh(int64_t from, int64_t until)
{
	struct days w = {.first = clock_midnight(from)};
	int64_t all = 0;
	for (int64_t at = w.first; at < until && w.count < DAYS; at += DAY) {
		int64_t share = until - at < DAY ? share_over(until - at) : 1000;
		all += demo_year_day(at) * share;
		w.upto[w.count++] = all;
	}
	return w;
}

static int64_t a_day(struct dice *dice, const struct days *w, int first)
{
	int64_t before = first ? w->upto[first - 1] : 0;
	int64_t at = before + dice_below(dice, w->upto[w->count - 1] - before);
	int n = first;
	while (n < w->count - 1 && w->upto[n] <= at)
		n++;
	return w->first + n * (int64_t)DAY;
}

void demo_year_spread(struct dice *dice, int64_t from, int64_t until, size_t n, int64_t *moments,
                      enum year_way *ways)
{
	struct days w = weigh(from, until);
	int lately = w.count > LATELY ? w.count - LATELY : 0;
	int64_t all = w.upto[w.count - 1], late = all - (lately ? w.upto[lately - 1] : 0);
	int64_t due = all ? (int64_t)n * late / all : 0, least = LATELY * LATELY_EACH;
	size_t extra = due < least ? (size_t)(least - due) : 0;
	if (extra > n / 2)
		extra = n / 2;
	for (size_t i = 0; i < n; i++) {
		ways[i] = way_of(dice);
		moments[i] = moment(dice, a_day(dice, &w, i < extra ? lately : 0), until, ways[i]);
	}
}

/* ---- opening hours ---- */

static bool closed(struct dice *dice, enum year_hours hours, int64_t midnight)
{
	static const struct year_span feasts[] = {{YEAR_SPRING, -1, 6},
	                                          {YEAR_SUN, 101, 101},
	                                          {YEAR_SUN, 501, 503},
	                                          {YEAR_SUN, 1001, 1005}};
	int weekday = clock_local(midnight).weekday;
	if (hours != HOURS_OFFICE)
		return false;
	for (size_t i = 0; i < sizeof feasts / sizeof *feasts; i++)
		if (demo_year_in(&feasts[i], midnight))
			return dice_below(dice, 100) < 35;
	return (weekday == 0 || weekday == 6) && dice_below(dice, 100) < 16;
}

int64_t demo_year_next(struct dice *dice, enum year_hours hours, int64_t at)
{
	static const int shifts[][4] = {
		/* minutes of the day: open, closed, open, closed */
		[HOURS_OFFICE] = {8 * 60, 12 * 60, 14 * 60, 18 * 60},
		[HOURS_TEAM] = {7 * 60 + 30, 12 * 60 + 40, 13 * 60, 21 * 60},
		[HOURS_HOME] = {6 * 60, 12 * 60, 13 * 60, 21 * 60 + 30}};
	if (hours == HOURS_ANY)
		return at;
	for (int guard = 0; guard < 30; guard++) {
		int64_t midnight = clock_midnight(at);
		const int *s = shifts[hours];
		bool shut = closed(dice, hours, midnight);
		for (int i = 0; !shut && i < 4; i += 2) {
			if (at < midnight + s[i] * MINUTE)
				return midnight + s[i] * MINUTE + dice_below(dice, 45 * MINUTE);
			if (at < midnight + s[i + 1] * MINUTE)
				return at;
		}
		at = midnight + DAY;
	}
	return at;
}
