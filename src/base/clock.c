#include "base/clock.h"

#include "base/arena.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { OFFSET = 8 * HOUR }; /* Asia/Shanghai */

static _Atomic int64_t shift, step;

int64_t clock_now(void)
{
	return (int64_t)time(NULL) + atomic_load(&shift) + atomic_load(&step);
}

/* Two threads that ask first at the same time store the same second or the next: no matter. */
int64_t clock_steady(void)
{
	static _Atomic int64_t began;
	int64_t up = clock_mono_ms() / 1000;
	if (!atomic_load(&began))
		atomic_store(&began, (int64_t)time(NULL) - up);
	return atomic_load(&began) + up + atomic_load(&shift);
}

void clock_step(int64_t seconds)
{
	atomic_store(&step, seconds);
}

void clock_shift(int64_t seconds)
{
	atomic_store(&shift, seconds);
}

int64_t clock_mono_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_mono_ms(void)
{
	return clock_mono_us() / 1000;
}

/* Rounds down, for instants before 1970 too. */
static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days since 1970-01-01 of a proleptic Gregorian date: eras of 400 years that begin on 1 March. */
static int64_t days_of(int64_t y, int64_t m, int64_t d)
{
	y -= m <= 2;
	int64_t era = floor_div(y, 400), year = y - era * 400;
	int64_t day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

static struct day day_of(int64_t seconds)
{
	int64_t days = floor_div(seconds, DAY), rest = seconds - days * DAY;
	int64_t z = days + 719468, era = floor_div(z, 146097), doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;
	return (struct day){
		.year = (int)(yoe + era * 400 + (month <= 2)),
		.month = (int)month,
		.mday = (int)(doy - (153 * mp + 2) / 5 + 1),
		.hour = (int)(rest / HOUR),
		.minute = (int)(rest % HOUR / MINUTE),
		.second = (int)(rest % MINUTE),
		.weekday = (int)(((days + 4) % 7 + 7) % 7),
	};
}

/* The years that four digits can write. */
static int64_t within(int64_t at)
{
	const int64_t least = -62135596800 + DAY, most = 253402300799 - DAY;
	return at < least ? least : at > most ? most : at;
}

struct day clock_utc(int64_t at)
{
	return day_of(within(at));
}

struct day clock_local(int64_t at)
{
	return day_of(within(at) + OFFSET);
}

int64_t clock_of(struct day d)
{
	return days_of(d.year, d.month, d.mday) * DAY + d.hour * (int64_t)HOUR +
	       d.minute * (int64_t)MINUTE + d.second - OFFSET;
}

int64_t clock_midnight(int64_t at)
{
	return floor_div(within(at) + OFFSET, DAY) * DAY - OFFSET;
}

/* Exactly n digits at *s, which moves on; -1: they are not there. */
static int digits(const char **s, int n)
{
	int value = 0;
	for (int i = 0; i < n; i++) {
		if ((*s)[i] < '0' || (*s)[i] > '9')
			return -1;
		value = value * 10 + (*s)[i] - '0';
	}
	*s += n;
	return value;
}

static bool sign(const char **s, char c)
{
	if (**s != c)
		return false;
	++*s;
	return true;
}

static bool parse_time(const char *s, struct day *d)
{
	if (!sign(&s, 'T') && !sign(&s, ' '))
		return false;
	d->hour = digits(&s, 2);
	if (!sign(&s, ':'))
		return false;
	d->minute = digits(&s, 2);
	if (sign(&s, ':'))
		d->second = digits(&s, 2);
	return !*s && d->hour >= 0 && d->hour < 24 && d->minute >= 0 && d->minute < 60 &&
	       d->second >= 0 && d->second < 60;
}

bool clock_parse(const char *s, int64_t *at)
{
	struct day d = {0};
	if (!s)
		return false;
	d.year = digits(&s, 4);
	if (!sign(&s, '-'))
		return false;
	d.month = digits(&s, 2);
	if (!sign(&s, '-'))
		return false;
	d.mday = digits(&s, 2);
	if (d.year < 1 || d.month < 1 || d.mday < 1 || (*s && !parse_time(s, &d)))
		return false;
	int64_t seconds = clock_of(d);
	struct day real = clock_local(seconds); /* 31 April comes back as 1 May */
	if (real.year != d.year || real.month != d.month || real.mday != d.mday)
		return false;
	*at = seconds;
	return true;
}

const char *clock_date(struct arena *a, int64_t at)
{
	struct day d = clock_local(at);
	return at ? arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.mday) : "";
}

const char *clock_input(struct arena *a, int64_t at)
{
	struct day d = clock_local(at);
	return at ? arena_printf(a, "%04d-%02d-%02dT%02d:%02d", d.year, d.month, d.mday, d.hour,
	                         d.minute)
	          : "";
}

const char *clock_stamp(struct arena *a, int64_t at)
{
	struct day d = clock_utc(at);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.mday, d.hour,
	                    d.minute, d.second);
}
