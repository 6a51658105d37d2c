#include "demo/course.h"

#include "base/clock.h"
#include "demo/year.h"

/* When a row's minutes are counted from. */
enum from { NOW, START, END };
/* When a row may be taken. SLACK: the weaker the side, the oftener; AWAY, HOME: before and after they
 * have left; the others: what is known of the order. */
enum only { ALWAYS, SLACK, WISH, TWIN, WRONG, MONEY, QUIET, STILL, BAD, AWAY, HOME };

/* late: of a thousand, how many do it only after the deadline. */
static const struct row {
	enum order_state state;
	int act, weight;
	enum from from;
	int lo, hi;
	enum year_hours hours;
	enum only only;
	int late;
} rows[] = {
	{ORDER_DRAFT, ACT_SUBMIT, 820, NOW, 90, 2900, HOURS_HOME, ALWAYS, 0},
	{ORDER_DRAFT, ACT_CANCEL, 100, NOW, 600, 9000, HOURS_HOME, ALWAYS, 0},
	{ORDER_DRAFT, DEMO_WAIT, 80, NOW, 0, 0, HOURS_ANY, ALWAYS, 0},

	{ORDER_SUBMITTED, ACT_APPROVE, 940, NOW, 12, 420, HOURS_OFFICE, ALWAYS, 22},
	{ORDER_SUBMITTED, ACT_RETURN, 24, NOW, 30, 420, HOURS_OFFICE, ALWAYS, 0},
	{ORDER_SUBMITTED, ACT_CANCEL, 9, NOW, 60, 1500, HOURS_HOME, ALWAYS, 0},
	{ORDER_SUBMITTED, ACT_MERGE, 7000, NOW, 20, 420, HOURS_OFFICE, TWIN, 0},
	{ORDER_SUBMITTED, ACT_REROUTE, 40000, NOW, 12, 300, HOURS_OFFICE, WRONG, 0},
	{ORDER_SUBMITTED, ACT_REFUSE, 40000, NOW, 30, 480, HOURS_OFFICE, MONEY, 0},

	{ORDER_OPEN, ACT_OFFER, 910, NOW, 15, 480, HOURS_OFFICE, ALWAYS, 30},
	{ORDER_OPEN, ACT_PUBLISH, 70, NOW, 60, 900, HOURS_OFFICE, WISH, 0},
	{ORDER_OPEN, ACT_CANCEL, 8, NOW, 60, 1500, HOURS_HOME, ALWAYS, 0},

	{ORDER_WALL, ACT_CLAIM, 770, NOW, 40, 4100, HOURS_TEAM, ALWAYS, 0},
	{ORDER_WALL, ACT_WITHDRAW, 25, NOW, 600, 3000, HOURS_OFFICE, ALWAYS, 0},
	{ORDER_WALL, ACT_CANCEL, 10, NOW, 300, 4000, HOURS_HOME, ALWAYS, 0},
	{ORDER_WALL, DEMO_WAIT, 190, NOW, 0, 0, HOURS_ANY, ALWAYS, 0},

	{ORDER_OFFERED, ACT_ACCEPT, 840, NOW, 12, 1200, HOURS_TEAM, ALWAYS, 0},
	{ORDER_OFFERED, ACT_DECLINE, 85, NOW, 20, 1200, HOURS_TEAM, SLACK, 0},
	{ORDER_OFFERED, ACT_RECALL, 10, NOW, 60, 1000, HOURS_OFFICE, ALWAYS, 0},
	{ORDER_OFFERED, ACT_CANCEL, 5, NOW, 60, 1000, HOURS_HOME, ALWAYS, 0},
	{ORDER_OFFERED, DEMO_WAIT, 50, NOW, 0, 0, HOURS_ANY, SLACK, 0},

	{ORDER_ACCEPTED, ACT_SCHEDULE, 950, NOW, 12, 1300, HOURS_TEAM, ALWAYS, 20},
	{ORDER_ACCEPTED, ACT_HAND_BACK, 22, NOW, 120, 2400, HOURS_TEAM, SLACK, 0},
	{ORDER_ACCEPTED, ACT_RECALL, 5, NOW, 300, 2400, HOURS_OFFICE, ALWAYS, 0},
	{ORDER_ACCEPTED, ACT_CANCEL, 5, NOW, 60, 2000, HOURS_HOME, ALWAYS, 0},

	{ORDER_SCHEDULED, ACT_START, 620, START, -8, 25, HOURS_ANY, ALWAYS, 12},
	{ORDER_SCHEDULED, DEMO_ON_THE_WAY, 240, START, -50, -12, HOURS_ANY, QUIET, 0},
	{ORDER_SCHEDULED, DEMO_RUNS_LATE, 40, START, -40, -5, HOURS_ANY, QUIET, 0},
	{ORDER_SCHEDULED, ACT_RESCHEDULE, 50, START, -1500, -180, HOURS_TEAM, STILL, 0},
	{ORDER_SCHEDULED, ACT_HAND_BACK, 14, START, -1700, -240, HOURS_TEAM, SLACK, 0},
	{ORDER_SCHEDULED, ACT_NOT_SERVED, 11, START, 60, 320, HOURS_HOME, SLACK, 0},
	{ORDER_SCHEDULED, ACT_CANCEL, 7, START, -1400, -100, HOURS_HOME, ALWAYS, 0},
	{ORDER_SCHEDULED, ACT_RECALL, 3, START, -1400, -300, HOURS_OFFICE, ALWAYS, 0},

	{ORDER_SERVING, ACT_COMPLETE, 850, END, -30, 45, HOURS_ANY, AWAY, 0},
	{ORDER_SERVING, DEMO_GO_HOME, 125, END, -20, 30, HOURS_ANY, AWAY, 0},
	{ORDER_SERVING, ACT_COMPLETE, 975, END, 300, 1200, HOURS_TEAM, HOME, 40},
	{ORDER_SERVING, ACT_ABORT, 12, START, 12, 45, HOURS_ANY, SLACK, 0},
	{ORDER_SERVING, ACT_NOT_SERVED, 25, END, 60, 300, HOURS_HOME, HOME, 0},

	{ORDER_DONE, ACT_EVALUATE, 905, NOW, 25, 4600, HOURS_HOME, ALWAYS, 0},
	{ORDER_DONE, DEMO_WAIT, 95, NOW, 0, 0, HOURS_ANY, ALWAYS, 0},

	{ORDER_CALLBACK_DUE, ACT_CONFIRM, 900, NOW, 60, 2400, HOURS_OFFICE, ALWAYS, 50},
	{ORDER_CALLBACK_DUE, ACT_REOPEN, 800, NOW, 60, 2000, HOURS_OFFICE, BAD, 40},

	{ORDER_CLOSED, DEMO_WAIT, 990, NOW, 0, 0, HOURS_ANY, ALWAYS, 0},
	{ORDER_CLOSED, ACT_REOPEN, 10, NOW, 1000, 17000, HOURS_HOME, ALWAYS, 0},
};
enum { ROWS = sizeof rows / sizeof *rows };

static int weight_of(const struct row *r, const struct demo_life *l)
{
	static const int slack[] = {40, 100, 100, 260}; /* percent */
	switch (r->only) {
	case SLACK:
		if (r->act == ACT_DECLINE && l->rounds > 3)
			return 0; /* in the end somebody is asked who can */
		if (r->act == ACT_ABORT && l->home)
			return 0;
		return r->weight * slack[l->slack & 3] / 100;
	case WISH: return l->wish ? r->weight : 0;
	case TWIN: return l->twin ? r->weight : 0;
	case WRONG: return l->wrong ? r->weight : 0;
	case MONEY: return l->money ? r->weight : 0;
	case QUIET: return l->told ? 0 : r->weight;
	case STILL: return l->moved ? 0 : r->weight;
	case AWAY: return l->home ? 0 : r->weight;
	case HOME: return l->home ? r->weight : 0;
	case BAD: return l->score > 0 && l->score <= 2 ? r->weight : 0;
	default: return r->weight;
	}
}

static const struct row *choose(struct dice *dice, const struct demo_life *l)
{
	int64_t all = 0, weights[ROWS] = {0};
	for (int i = 0; i < ROWS; i++)
		if ((int64_t)rows[i].state == l->state)
			all += weights[i] = weight_of(&rows[i], l);
	int64_t at = dice_below(dice, all);
	for (int i = 0; i < ROWS && all; i++) {
		if (at < weights[i])
			return &rows[i];
		at -= weights[i];
	}
	return NULL;
}

static int64_t origin(enum from from, const struct demo_life *l)
{
	return from == START ? l->starts_at : from == END ? l->ends_at : l->now;
}

/* Most come early in their span. */
static int64_t minutes(struct dice *dice, int lo, int hi)
{
	int64_t one = dice_range(dice, lo, hi), two = dice_range(dice, lo, hi);
	return one < two ? one : two;
}

static int64_t when(struct dice *dice, const struct row *r, const struct demo_life *l)
{
	bool late = r->late && l->deadline > l->now &&
	            dice_below(dice, 1000) < r->late * (l->slack > 1 ? 2 : 1);
	bool hurry = l->urgency == URGENCY_URGENT && r->from == NOW && !late;
	int64_t at = origin(r->from, l) + minutes(dice, r->lo, r->hi) * MINUTE;
	enum year_hours hours = r->hours;
	if (late) {
		at = l->deadline + dice_range(dice, 30, 3000) * MINUTE;
		hours = hours == HOURS_ANY ? HOURS_TEAM : hours; /* nobody is visited at night */
	}
	if (hurry && l->state < ORDER_SCHEDULED) {
		at = l->now + dice_range(dice, 6, 80) * MINUTE;
		hours = HOURS_ANY;
	}
	if (at <= l->now)
		at = l->now + dice_range(dice, 2, 15) * MINUTE;
	return demo_year_next(dice, hours, at);
}

/* ---- at once ---- */

/* Straight to the state where it rests: one quiet step after the other, within the day. */
static struct demo_step on_the_way(struct dice *dice, const struct demo_life *l)
{
	static const int acts[ORDER_STATES] = {
		[ORDER_DRAFT] = ACT_SUBMIT,    [ORDER_SUBMITTED] = ACT_APPROVE,
		[ORDER_OPEN] = ACT_OFFER,      [ORDER_WALL] = ACT_CLAIM,
		[ORDER_OFFERED] = ACT_ACCEPT,  [ORDER_ACCEPTED] = ACT_SCHEDULE,
		[ORDER_SCHEDULED] = ACT_START, [ORDER_SERVING] = ACT_COMPLETE,
		[ORDER_DONE] = ACT_EVALUATE,   [ORDER_CALLBACK_DUE] = ACT_CONFIRM,
		[ORDER_CLOSED] = DEMO_WAIT,    [ORDER_REFUSED] = DEMO_WAIT,
		[ORDER_MERGED] = DEMO_WAIT,    [ORDER_CANCELLED] = DEMO_WAIT,
	};
	int act = acts[l->state];
	int64_t at = l->now + dice_range(dice, 15, 50) * MINUTE;
	if (l->state == ORDER_SUBMITTED && l->hold > ORDER_CLOSED)
		act = l->hold == ORDER_REFUSED  ? ACT_REFUSE
		      : l->hold == ORDER_MERGED ? ACT_MERGE
		                                : ACT_CANCEL;
	if (l->state == l->hold)
		return (struct demo_step){DEMO_WAIT, 0};
	if (act == ACT_START)
		at = l->starts_at + dice_range(dice, -4, 6) * MINUTE;
	if (act == ACT_COMPLETE)
		at = l->ends_at - dice_range(dice, 2, 25) * MINUTE;
	if (act == ACT_APPROVE && l->hold == ORDER_OPEN && l->aim)
		at = l->aim;
	if (at <= l->now)
		at = l->now + MINUTE;
	return (struct demo_step){act, act < 0 ? 0 : at};
}

struct demo_step demo_course_next(struct dice *dice, const struct demo_life *l)
{
	if (l->hold != ORDER_NOWHERE)
		return on_the_way(dice, l);
	const struct row *r = choose(dice, l);
	if (!r || r->act == DEMO_WAIT)
		return (struct demo_step){DEMO_WAIT, 0};
	return (struct demo_step){r->act, when(dice, r, l)};
}

int64_t demo_course_score(struct dice *dice, int slack)
{
	static const int64_t upto[][5] = {/* scores 1 to 5, of a thousand */
	                                  {4, 12, 60, 300, 1000},
	                                  {12, 40, 135, 390, 1000},
	                                  {12, 40, 135, 390, 1000},
	                                  {45, 130, 310, 620, 1000}};
	int64_t at = dice_below(dice, 1000), score = 1;
	while (at >= upto[slack & 3][score - 1])
		score++;
	return score;
}
