/* order_rules.c - the pure rules: clocks, working time, where the timeline stands. */
#include "features/order/order_rules.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/order/order_limit.h"

#include <string.h>

enum order_clock order_clock_of(enum order_state s)
{
	static const enum order_clock clocks[ORDER_STATES] = {
		[ORDER_SUBMITTED] = CLOCK_REVIEW,  [ORDER_OPEN] = CLOCK_DISPATCH,
		[ORDER_WALL] = CLOCK_CLAIM,        [ORDER_OFFERED] = CLOCK_ANSWER,
		[ORDER_ACCEPTED] = CLOCK_SCHEDULE, [ORDER_SCHEDULED] = CLOCK_FINISH,
		[ORDER_SERVING] = CLOCK_FINISH,    [ORDER_DONE] = CLOCK_VERDICT,
		[ORDER_CALLBACK_DUE] = CLOCK_CALL,
	};
	return s >= 0 && s < ORDER_STATES ? clocks[s] : CLOCK_NONE;
}

/* Minutes where the settings table has no row: the defaults of the service. */
int64_t order_standard(enum order_clock clock)
{
	static const int64_t minutes[CLOCK_COUNT] = {
		[CLOCK_REVIEW] = 24 * 60,      [CLOCK_DISPATCH] = 24 * 60,
		[CLOCK_ANSWER] = 24 * 60,      [CLOCK_CLAIM] = 72 * 60,
		[CLOCK_SCHEDULE] = 48 * 60,    [CLOCK_FINISH] = 7 * 24 * 60,
		[CLOCK_VERDICT] = 7 * 24 * 60, [CLOCK_CALL] = 3 * 24 * 60,
		[CLOCK_WHOLE] = 21 * 24 * 60,
	};
	return clock >= 0 && clock < CLOCK_COUNT ? minutes[clock] : 0;
}

enum order_state order_expiry_of(int64_t s)
{
	switch (s) {
	case ORDER_WALL:
	case ORDER_OFFERED: return ORDER_OPEN;
	case ORDER_DONE: return ORDER_CALLBACK_DUE;
	default: return (enum order_state)s;
	}
}

bool order_expires(enum order_state s)
{
	return order_expiry_of(s) != s;
}

bool order_is_over(const struct ctx *c, const struct order *o)
{
	return order_expires(o->state) && o->deadline > 0 && o->deadline <= c->now;
}

void order_clear_side(struct order *n)
{
	n->team_row = n->person_row = n->leader_row = n->activity = n->offer = 0;
	n->starts_at = n->ends_at = 0;
	n->team = n->team_name = n->person = n->person_name = n->leader = n->leader_name = NULL;
}

int order_step(enum order_state s)
{
	switch (s) {
	case ORDER_DRAFT:
	case ORDER_SUBMITTED: return 2;
	case ORDER_DONE:
	case ORDER_CALLBACK_DUE: return 4;
	case ORDER_CLOSED: return 5;
	default: return 3;
	}
}

const char *order_face(struct arena *a, int64_t score, bool staff)
{
	static const char *const faces[] = {"", "不满意", "不满意", "一般", "满意", "满意"};
	if (score < 1 || score > 5)
		return "";
	if (staff && (score == 2 || score == 4))
		return arena_printf(a, "%s（%lld 分）", faces[score], (long long)score);
	return faces[score];
}

const char *order_face_told(struct arena *a, const char *kept, bool staff)
{
	static const char unit[] = " 分";
	if (!kept || *kept < '1' || *kept > '5' || strncmp(kept + 1, unit, sizeof unit - 1) != 0)
		return kept;
	return arena_printf(a, "%s%s", order_face(a, *kept - '0', staff), kept + sizeof unit);
}

bool order_verdict_bad(int64_t score, int64_t bad_score)
{
	return score > 0 && score <= bad_score;
}

/* The two shifts of a working day, in seconds after local midnight. */
static const int64_t shifts[][2] = {{9 * HOUR, 12 * HOUR}, {14 * HOUR, 18 * HOUR}};

bool order_day_works(int64_t midnight, const struct holiday *days, size_t n)
{
	struct day d = clock_local(midnight);
	for (size_t i = 0; i < n; i++) {
		int64_t at;
		if (clock_parse(days[i].day, &at) && at == midnight)
			return days[i].working;
	}
	return d.weekday != 0 && d.weekday != 6;
}

int64_t order_worked(int64_t second)
{
	int64_t sum = 0;
	for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++)
		if (second > shifts[i][0])
			sum += (second < shifts[i][1] ? second : shifts[i][1]) - shifts[i][0];
	return sum;
}

int64_t order_deadline(int64_t from, int64_t minutes, bool working, const struct holiday *days,
                       size_t n)
{
	int64_t left = minutes * MINUTE;
	if (!working)
		return from + left;
	int64_t midnight = clock_midnight(from);
	for (int guard = 0; guard < 400; guard++, midnight += DAY) {
		if (!order_day_works(midnight, days, n))
			continue;
		for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
			int64_t start = midnight + shifts[i][0], end = midnight + shifts[i][1];
			if (from > start)
				start = from < end ? from : end;
			if (left <= end - start)
				return start + left;
			left -= end - start;
		}
	}
	return from + minutes * MINUTE;
}
