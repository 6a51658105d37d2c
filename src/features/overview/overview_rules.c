/* overview_rules.c - the pure rules: from when a period counts, its parts, the middle one, how wide a bar is. */
#include "base/clock.h"
#include "features/overview/overview.h"

#include <stdlib.h>
#include <string.h>

const char *const overview_period_words[] = {"week", "month", "year", NULL};
const char *const overview_period_labels[] = {"本周", "本月", "今年", NULL};
const char *const overview_step_words[] = {"found",    "matched", "submitted",
                                           "accepted", "closed",  NULL};
const char *const overview_step_labels[] = {"寻单", "供单", "点单", "派单", "收单", NULL};
const char *const overview_face_words[] = {"good", "fair", "bad", "any", NULL};
const char *const overview_face_labels[] = {"满意", "一般", "不满意", NULL};
const char *const overview_mine_words[] = {"drafts", "verdicts", NULL};

static int64_t first_of(int year, int month)
{
	return clock_of((struct day){.year = year, .month = month, .mday = 1});
}

int64_t overview_from(int64_t now, enum overview_period p)
{
	struct day d = clock_local(now);
	if (p == PERIOD_WEEK)
		return clock_midnight(now) - (d.weekday + 6) % 7 * (int64_t)DAY;
	return first_of(d.year, p == PERIOD_YEAR ? 1 : d.month);
}

void overview_buckets(int64_t now, enum overview_period p, int64_t *from)
{
	struct day d = clock_local(now);
	int64_t monday = overview_from(now, PERIOD_WEEK);
	for (int i = 0; i < OVERVIEW_BUCKETS; i++) {
		int back = OVERVIEW_BUCKETS - 1 - i;
		int month = d.year * 12 + d.month - 1 - back;
		from[i] = p == PERIOD_YEAR ? first_of(month / 12, month % 12 + 1)
		                           : monday - back * 7 * (int64_t)DAY;
	}
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

int64_t overview_half(int64_t *v, size_t n)
{
	if (!n)
		return 0;
	qsort(v, n, sizeof *v, by_size);
	return v[(n - 1) / 2];
}

int64_t overview_axis(int64_t most)
{
	static const int64_t round[] = {1, 2, 4, 5};
	for (int64_t ten = 1;; ten *= 10)
		for (int i = 0; i < 4; i++)
			if (most <= 3 * round[i] * ten)
				return 3 * round[i] * ten;
}
