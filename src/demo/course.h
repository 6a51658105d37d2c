/* course.h - how an order of the model county lives: what happens to it next, and when.
 *
 * Pure: chance and a table. It proposes acts of people only; the clock's own moves come by themselves
 * when a proposal lies behind the deadline, or when it is to wait.
 */
#pragma once
#include "base/random.h"
#include "features/order/order.h"

/* Beside enum order_action. */
enum { DEMO_WAIT = -1, DEMO_ON_THE_WAY = ACT_COUNT, DEMO_RUNS_LATE, DEMO_GO_HOME, DEMO_ACTS };

struct demo_life {
	int64_t state, urgency, now, deadline, starts_at, ends_at, score;
	int rounds; /* how often it was offered or claimed */
	int slack;  /* of the serving side: 0 keeps its word always, 1 as most do, 3 seldom */
	bool wish;  /* may go to the wall, and has not been there */
	bool twin, wrong,
		money;    /* is another one's double; lies in a wrong category; asks for money */
	bool told, moved; /* "on our way" was said; it was rescheduled */
	bool home;        /* they have left, and it is not reported yet */
	int64_t hold;     /* ORDER_NOWHERE, or the state it is led to at once and rests in */
	int64_t aim;      /* with hold: when its visit is, or its last step; 0: left open */
};
struct demo_step {
	int act;
	int64_t at; /* after l->now; 0 with DEMO_WAIT */
};
struct demo_step demo_course_next(struct dice *dice, const struct demo_life *l);

/* The verdict of the served one, 1 to 5. */
int64_t demo_course_score(struct dice *dice, int slack);
