/* When and how far: pure. */
#include "base/clock.h"
#include "features/dispatch/dispatch_priv.h"
#include "features/person/hours.h"

#include <string.h>

enum { ANY_DAYS = 7, FAR_DAYS = 14, SHORT_HOURS = 2 };

static int64_t full_hour(int64_t at)
{
	return (at + HOUR - 1) / HOUR * HOUR;
}

struct window dispatch_window(const struct order *o, int64_t minutes, int64_t now)
{
	int64_t hours = minutes > 0 ? (minutes + 59) / 60 : SHORT_HOURS;
	struct window w = {
		.from = o->wanted_from, .until = o->wanted_until, .length = hours * HOUR};
	w.any = !w.from && !w.until;
	if (w.from < now)
		w.from = full_hour(now);
	if (w.any || (w.until && w.until <= now)) /* what was wished is over: as soon as possible */
		w.until = w.from + ANY_DAYS * DAY;
	else if (!w.until)
		w.until = w.from + FAR_DAYS * DAY;
	if (w.until < w.from)
		w.until = w.from + w.length;
	return w;
}

static bool hour_said(const char *hours, int64_t at)
{
	struct day d = clock_local(at);
	int h = (d.weekday + 6) % 7 * HOURS_DAY + d.hour;
	char digit = hours[h / 4];
	int bits = digit <= '9' ? digit - '0' : digit - 'a' + 10;
	return bits >> (3 - h % 4) & 1;
}

static bool said(const char *hours, int64_t from, int64_t until)
{
	for (int64_t at = from - from % HOUR; at < until; at += HOUR)
		if (!hour_said(hours, at))
			return false;
	return true;
}

static bool clashes(const struct busy *b, size_t n, int64_t from, int64_t until)
{
	for (size_t i = 0; i < n; i++)
		if (b[i].starts_at < until && b[i].ends_at > from)
			return true;
	return false;
}

bool dispatch_window_free(const struct window *w, const char *hours, const struct busy *b, size_t n)
{
	if (hours && strlen(hours) != HOURS_TEXT)
		hours = NULL;
	int64_t at = full_hour(w->from), last = w->until - w->length;
	if (last > w->from + FAR_DAYS * DAY)
		last = w->from + FAR_DAYS * DAY; /* weeks repeat */
	if (at > last) {
		int64_t end = w->until < w->from + w->length ? w->until : w->from + w->length;
		return (!hours || said(hours, w->from, end)) && !clashes(b, n, w->from, end);
	}
	for (; at <= last; at += HOUR)
		if ((!hours || said(hours, at, at + w->length)) &&
		    !clashes(b, n, at, at + w->length))
			return true;
	return false;
}
