/* menu_rules.c - periods and seasons; nothing here asks a database. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/menu/menu.h"

#include <stdio.h>

int64_t menu_period_start(int64_t period, int64_t at)
{
	int64_t midnight = clock_midnight(at);
	struct day d = clock_local(midnight);
	if (period == MENU_WEEK)
		return midnight - (d.weekday + 6) % 7 * (int64_t)DAY;
	if (period == MENU_MONTH)
		return clock_of((struct day){.year = d.year, .month = d.month, .mday = 1});
	return midnight;
}

int64_t menu_period_end(int64_t period, int64_t at)
{
	int64_t start = menu_period_start(period, at);
	struct day d = clock_local(start);
	if (period == MENU_WEEK)
		return start + 7 * DAY;
	if (period == MENU_MONTH)
		return clock_of((struct day){
			.year = d.year + d.month / 12, .month = d.month % 12 + 1, .mday = 1});
	return start + DAY;
}

bool menu_in_season(int64_t from, int64_t to, int64_t at)
{
	struct day d = clock_local(at);
	int64_t today = d.month * 100 + d.mday;
	if (!from || !to)
		return true;
	return from <= to ? today >= from && today <= to : today >= from || today <= to;
}

int64_t menu_season_next(int64_t from, int64_t to, int64_t at)
{
	struct day d = clock_local(at),
		   first = {.year = d.year, .month = (int)(from / 100), .mday = (int)(from % 100)};
	if (menu_in_season(from, to, at))
		return at;
	if (clock_of(first) < at)
		first.year++;
	return clock_of(first);
}

const char *menu_season_text(struct arena *mem, int64_t from, int64_t to)
{
	if (!from || !to)
		return "全年";
	return arena_printf(mem, "%d月%d日至%s%d月%d日", (int)(from / 100), (int)(from % 100),
	                    from > to ? "次年" : "", (int)(to / 100), (int)(to % 100));
}

const char *menu_period_text(struct arena *mem, int64_t period, int64_t at)
{
	struct day d = clock_local(menu_period_start(period, at));
	if (period == MENU_MONTH)
		return arena_printf(mem, "%d年%d月", d.year, d.month);
	return arena_printf(mem, "%d月%d日%s", d.month, d.mday,
	                    period == MENU_WEEK ? "那一周" : "");
}

const char *menu_check_day(struct arena *mem, const char **value)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	const char *s = text_narrow(mem, *value);
	int month = 0, day = 0, end = 0;
	bool good = sscanf(s, "%2d-%2d%n", &month, &day, &end) == 2 && !s[end];
	if (!good)
		good = sscanf(s, "%2d月%2d日%n", &month, &day, &end) == 2 && !s[end];
	if (!good || month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return "日期写成“月-日”，例如 03-01。";
	*value = arena_printf(mem, "%02d-%02d", month, day);
	return NULL;
}

int64_t menu_day_of(const char *day)
{
	int month = 0, mday = 0;
	if (text_empty(day) || sscanf(day, "%d-%d", &month, &mday) != 2)
		return 0;
	return month * 100 + mday;
}
