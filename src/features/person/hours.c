#include "features/person/hours.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "features/person/person.h"
#include "gen/person.sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const hours_day_labels[] = {"周一", "周二", "周三", "周四",
                                        "周五", "周六", "周日", NULL};
const char *const hours_part_labels[] = {"上午", "下午", "晚上", NULL};
const int hours_part_ends[HOURS_PARTS + 1] = {8, 12, 18, 22};

static const char digits[] = "0123456789abcdef";

void hours_read(const char *text, bool week[HOURS_WEEK])
{
	memset(week, 0, HOURS_WEEK * sizeof *week);
	if (!text || strlen(text) != HOURS_TEXT)
		return;
	for (int h = 0; h < HOURS_WEEK; h++) {
		const char *digit = strchr(digits, text[h / 4]);
		week[h] = digit && ((digit - digits) >> (3 - h % 4) & 1);
	}
}

const char *hours_write(struct arena *mem, const bool week[HOURS_WEEK])
{
	char *out = arena_alloc(mem, HOURS_TEXT + 1);
	for (int i = 0; i < HOURS_TEXT; i++) {
		const bool *h = &week[i * 4];
		out[i] = digits[h[0] * 8 + h[1] * 4 + h[2] * 2 + h[3]];
	}
	return out;
}

enum hours_share hours_part(const bool week[HOURS_WEEK], int day, int part)
{
	int free = 0, from = hours_part_ends[part], to = hours_part_ends[part + 1];
	for (int h = from; h < to; h++)
		free += week[day * HOURS_DAY + h];
	return free == 0 ? HOURS_NONE : free == to - from ? HOURS_ALL : HOURS_SOME;
}

static void fill(bool week[HOURS_WEEK], int day, int part, bool free)
{
	for (int h = hours_part_ends[part]; h < hours_part_ends[part + 1]; h++)
		week[day * HOURS_DAY + h] = free;
}

bool hours_take_parts(bool week[HOURS_WEEK], const char *const *words)
{
	bool named[HOURS_DAYS][HOURS_PARTS] = {0};
	for (; words && *words; words++) {
		const char *w = *words;
		if (strlen(w) != 3 || w[0] < '1' || w[0] > '7' || w[1] != '-' || w[2] < '0' ||
		    w[2] > '2')
			return false;
		named[w[0] - '1'][w[2] - '0'] = true;
	}
	for (int d = 0; d < HOURS_DAYS; d++)
		for (int p = 0; p < HOURS_PARTS; p++)
			if (named[d][p] || hours_part(week, d, p) == HOURS_ALL)
				fill(week, d, p, named[d][p]);
	return true;
}

bool hours_take_fine(bool week[HOURS_WEEK], const char *const *words)
{
	memset(week, 0, HOURS_WEEK * sizeof *week);
	for (; words && *words; words++) {
		size_t n = strspn(*words, digits);
		long h = strtol(*words, NULL, 10);
		if (!n || n > 3 || (*words)[n] || strpbrk(*words, "abcdef") || h >= HOURS_WEEK)
			return false;
		week[h] = true;
	}
	return true;
}

const char *hours_check(struct arena *mem, const char **value)
{
	char *s = arena_strdup(mem, *value);
	for (char *at = s; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	if (strlen(s) != HOURS_TEXT || strspn(s, digits) != HOURS_TEXT)
		return "要写成 42 位十六进制数：一周 168 小时，从周一 0 点起";
	*value = s;
	return NULL;
}

bool person_free(const struct person *p, int64_t starts_at, int64_t ends_at)
{
	bool week[HOURS_WEEK];
	if (!p->hours)
		return true;
	hours_read(p->hours, week);
	for (int64_t at = starts_at - starts_at % HOUR; at < ends_at; at += HOUR) {
		struct day d = clock_local(at);
		if (!week[(d.weekday + 6) % 7 * HOURS_DAY + d.hour])
			return false;
	}
	return true;
}

void person_hours_set(struct ctx *c, const char *hours, int64_t radius)
{
	sql_person_hours_set(c, hours, radius);
	audit(c, "person.hours", "person", c->who->uid, NULL);
}
