#include "base/when.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

#include <string.h>

/* Up to `most` digits at *s, which moves on; -1: there is none. */
static int number(const char **s, size_t most)
{
	int value = 0;
	size_t n = strspn(*s, "0123456789");
	if (!n || n > most)
		return -1;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + *(*s)++ - '0';
	return value;
}

/* One of `marks` (NULL ends the list) at *s, which moves on behind it. */
static bool mark(const char **s, const char *const *marks)
{
	for (; *marks; marks++)
		if (text_starts(*s, *marks)) {
			*s += strlen(*marks);
			return true;
		}
	return false;
}

static void blanks(const char **s)
{
	*s += strspn(*s, " ");
}

/* "20281002" */
static bool compact(const char **s, struct day *d)
{
	if (strspn(*s, "0123456789") != 8)
		return false;
	int all = number(s, 8);
	*d = (struct day){.year = all / 10000, .month = all / 100 % 100, .mday = all % 100};
	return true;
}

static bool day_of(const char **s, struct day *d)
{
	static const char *const between[] = {"-", "/", ".", "年", NULL};
	static const char *const then[] = {"-", "/", ".", "月", NULL};
	static const char *const end[] = {"日", "号", NULL};
	if (compact(s, d))
		return true;
	if (strspn(*s, "0123456789") != 4)
		return false;
	d->year = number(s, 4);
	blanks(s);
	if (!mark(s, between))
		return false;
	blanks(s);
	d->month = number(s, 2);
	blanks(s);
	if (!mark(s, then))
		return false;
	blanks(s);
	d->mday = number(s, 2);
	blanks(s);
	mark(s, end);
	return d->month > 0 && d->mday > 0;
}

static bool half_of(const char **s, struct day *d)
{
	static const char *const minutes[] = {"分", NULL}, *const half[] = {"半", NULL};
	if (mark(s, half)) {
		d->minute = 30;
		return true;
	}
	if (!**s)
		return true;
	d->minute = number(s, 2);
	mark(s, minutes);
	return d->minute >= 0;
}

static bool time_of(const char **s, struct day *d)
{
	static const char *const late[] = {"下午", "晚上", "傍晚", NULL};
	static const char *const early[] = {"上午", "早上", "凌晨", NULL}, *const noon[] = {"中午",
	                                                                                    NULL};
	static const char *const hours[] = {"点", "时", NULL}, *const colon[] = {":", NULL};
	bool pm = mark(s, late), mid = !pm && mark(s, noon);
	if (!pm && !mid)
		mark(s, early);
	blanks(s);
	d->hour = number(s, 2);
	bool spoken = mark(s, hours);
	if (d->hour < 0 || (!spoken && !mark(s, colon)))
		return false;
	if (spoken ? !half_of(s, d) : (d->minute = number(s, 2)) < 0)
		return false;
	if (!spoken && mark(s, colon))
		d->second = number(s, 2);
	if ((pm && d->hour < 12) || (mid && d->hour < 11))
		d->hour += 12;
	return true;
}

bool when_parse(struct arena *a, const char *typed, int64_t *at)
{
	struct day d = {0};
	const char *s = text_trim(a, text_narrow(a, typed ? typed : ""));
	if (!day_of(&s, &d))
		return false;
	blanks(&s);
	if (*s == 'T' || *s == ',')
		s++;
	blanks(&s);
	if (*s && !time_of(&s, &d))
		return false;
	const char *same = arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d", d.year, d.month, d.mday,
	                                d.hour, d.minute, d.second);
	return !*s && d.second >= 0 && clock_parse(same, at);
}
