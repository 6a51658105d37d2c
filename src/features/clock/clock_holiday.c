/* clock_holiday.c - working days and days off: one by one, or pasted as lines. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/when.h"
#include "core/audit.h"
#include "features/clock/clock.h"
#include "gen/clock.sql.h"

#include <string.h>

enum { LINES_MAX = 400, NAME_MAX = 20 };

#define H(m, ...) FIELD(struct clock_holiday, m, __VA_ARGS__)
const struct field clock_holiday_fields[] = {
	H(day, .label = "日期", .as = AS_DAY, .doc = "local date"),
	H(working, .label = "调休上班", .doc = "true: a make-up day; false: a holiday"),
	H(name, .label = "名称"),
	RECORD("Holiday", "A day that is no working day, or is one by exchange."),
};

struct clock_holiday *clock_holidays(struct ctx *c, const char *from, size_t *count)
{
	struct clock_holiday *all = sql_clock_holidays(c, from ? from : "", count);
	for (size_t i = 0; i < *count; i++)
		all[i].what = all[i].working ? "班" : "休";
	return all;
}

/* The day as it is kept, "2026-10-01"; NULL: no such day. */
static const char *day_of(struct arena *mem, const char *typed)
{
	int64_t at;
	const char *s = text_trim(mem, text_narrow(mem, typed ? typed : ""));
	return when_parse(mem, s, &at) && at == clock_midnight(at) ? clock_date(mem, at) : NULL;
}

static const char *name_wrong(const char *name)
{
	if (text_empty(name))
		return "没有写名称";
	return text_length(name) > NAME_MAX ? "名称最多 20 个字" : NULL;
}

enum err clock_holiday_set(struct ctx *c, const struct clock_holiday *in)
{
	struct holiday h = {day_of(c->mem, in->day), text_trim(c->mem, in->name ? in->name : ""),
	                    in->working};
	if (!h.day)
		ctx_refuse(c, ERR_INVALID, "day", "没有这个日子，请写成 2026-10-01 这样。");
	if (name_wrong(h.name))
		ctx_refuse(c, ERR_INVALID, "name", "%s。", name_wrong(h.name));
	if (c->problem_count)
		return ERR_INVALID;
	holiday_set(c, &h);
	audit(c, "holiday.set", "holiday", h.day, h.working ? "works" : "rests");
	return OK;
}

enum err clock_holiday_drop(struct ctx *c, const char *day)
{
	if (!holiday_drop(c, day))
		return ctx_refuse(c, ERR_MISSING, NULL, "表里没有这一天，可能刚刚被别人删了。");
	audit(c, "holiday.drop", "holiday", day, NULL);
	return OK;
}

/* ---- pasted lines ---- */

/* Reads one line into *h; a sentence says what is wrong with it. */
static const char *read_line(struct arena *mem, const char *line, struct clock_holiday *h)
{
	const char **part = text_split(mem, text_narrow(mem, line), ",\t");
	if (!part[0] || !part[1] || !part[2] || part[3])
		return "要三项：日期,休或班,名称";
	h->day = day_of(mem, part[0]);
	h->what = text_trim(mem, part[1]);
	h->name = text_trim(mem, part[2]);
	h->working = text_equal(h->what, "班");
	if (!h->day)
		return "没有这个日子，请写成 2026-10-01 这样";
	if (!h->working && !text_equal(h->what, "休"))
		return "第二项只能是“休”或“班”";
	return name_wrong(h->name);
}

static bool seen(const struct clock_holiday *rows, size_t n, const char *day)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(rows[i].day, day))
			return true;
	return false;
}

/* The next line without its end; moves *at behind it. NULL: no more. */
static const char *next_line(struct arena *mem, const char **at)
{
	if (!**at)
		return NULL;
	size_t n = strcspn(*at, "\n");
	const char *line = text_trim(mem, arena_strndup(mem, *at, n));
	*at += n + ((*at)[n] == '\n');
	return line;
}

size_t clock_holidays_read(struct arena *mem, const char *text, struct clock_holiday **rows,
                           const char *const **bad, size_t *bad_count)
{
	struct clock_holiday *good = ARENA_ARRAY(mem, struct clock_holiday, LINES_MAX + 1);
	const char **wrong = ARENA_ARRAY(mem, const char *, LINES_MAX + 1);
	size_t n = 0, w = 0;
	int number = 1;
	const char *line;
	for (const char *at = text ? text : ""; (line = next_line(mem, &at)); number++) {
		if (!*line)
			continue;
		const char *say = n + w == LINES_MAX ? "一次最多 400 行"
		                                     : read_line(mem, line, &good[n]);
		if (!say && seen(good, n, good[n].day))
			say = "这一天前面已经写过";
		if (say)
			wrong[w++] = arena_printf(mem, "第 %d 行“%s”：%s。", number,
			                          text_cut(mem, line, 30), say);
		else
			n++;
		if (n + w > LINES_MAX)
			break;
	}
	*rows = good;
	*bad = wrong;
	*bad_count = w;
	return n;
}

enum err clock_holidays_import(struct ctx *c, const char *text, size_t *count)
{
	struct clock_holiday *rows;
	const char *const *bad;
	size_t wrong;
	*count = clock_holidays_read(c->mem, text, &rows, &bad, &wrong);
	if (!*count && !wrong)
		return ctx_refuse(c, ERR_INVALID, "lines", "没有读到一行，请粘贴后再导入。");
	for (size_t i = 0; i < wrong && c->problem_count < CTX_PROBLEMS - 2; i++)
		ctx_refuse(c, ERR_INVALID, "lines", "%s", bad[i]);
	if (wrong > CTX_PROBLEMS - 2)
		ctx_refuse(c, ERR_INVALID, "lines", "还有 %zu 行也不对。",
		           wrong - CTX_PROBLEMS + 2);
	if (wrong)
		return ctx_refuse(c, ERR_INVALID, "lines", "一行也没有导入，请改好后重来。");
	for (size_t i = 0; i < *count; i++)
		holiday_set(c, &(struct holiday){rows[i].day, rows[i].name, rows[i].working});
	audit(c, "holiday.import", "holiday", rows[0].day,
	      arena_printf(c->mem, "%zu days", *count));
	return OK;
}

/* ---- days ---- */

struct clock_day *clock_days(struct ctx *c, int64_t from, size_t n)
{
	struct clock_day *days = ARENA_ARRAY(c->mem, struct clock_day, n);
	size_t count;
	struct clock_holiday *all = clock_holidays(c, clock_date(c->mem, from), &count);
	for (size_t i = 0; i < n; i++) {
		struct clock_day *d = &days[i];
		d->midnight = clock_midnight(from) + (int64_t)i * DAY;
		d->working = order_day_works(d->midnight, NULL, 0);
		d->why = d->working ? "" : "周末";
		for (size_t k = 0; k < count; k++)
			if (text_equal(all[k].day, clock_date(c->mem, d->midnight))) {
				d->working = all[k].working;
				d->why = all[k].name;
			}
	}
	return days;
}

struct clock_calendar clock_calendar(struct arena *mem, int64_t from, int64_t until,
                                     const struct holiday *days, size_t n)
{
	struct clock_calendar k = {.first = clock_midnight(from)};
	k.days = (size_t)((clock_midnight(until) - k.first) / DAY) + 1;
	k.before = ARENA_ARRAY(mem, int64_t, k.days + 1);
	k.works = ARENA_ARRAY(mem, bool, k.days + 1);
	for (size_t i = 0; i < k.days; i++) {
		k.works[i] = order_day_works(k.first + (int64_t)i * DAY, days, n);
		k.before[i + 1] = k.before[i] + (k.works[i] ? order_worked(DAY) : 0);
	}
	return k;
}

/* Seconds worked from the calendar's beginning up to `at`. */
static int64_t worked(const struct clock_calendar *k, int64_t at)
{
	if (at <= k->first)
		return 0;
	size_t day = (size_t)((at - k->first) / DAY);
	if (day >= k->days)
		return k->before[k->days];
	return k->before[day] + (k->works[day] ? order_worked((at - k->first) % DAY) : 0);
}

int64_t clock_elapsed(const struct clock_calendar *calendar, int64_t from, int64_t until)
{
	if (!calendar)
		return until - from;
	return worked(calendar, until) - worked(calendar, from);
}
