/* order_move.h - moving an order: what an action takes, the door it goes through, what may be done now, what was. */
#pragma once
#include "core/life.h"
#include "features/order/order.h"

/* What an action may be given; each action takes its own part (order_action_fields()). */
struct order_act {
	int64_t urgency, kind, starts_at, ends_at, score;
	int64_t revision; /* the one he saw; -1: not compared */
	const char *reason, *team, *person, *leader, *into, *category, *place;
	const char *public_title, *public_detail, *report, *comment, *whom;
	bool public_kin;        /* whoever wrote the public text has looked at its kinship words */
	const char *verdict_by; /* evaluate for somebody else takes both: who said it, and how */
	int64_t verdict_how;
	const char
		*side; /* accept, decline, recall: which of several offers, uid of team or person */
	const char *const *members;               /* uids */
	const char *const *teams, *const *people; /* offer: uids, beside `team` and `person` */
};
#define ORDER_ACT_EMPTY ((struct order_act){.urgency = -1, .kind = -1, .revision = -1})
const struct field *order_action_fields(enum order_action a); /* NULL: nothing */
extern const struct field order_takes_offer[];                /* for the desk, which makes offers */

/* The one door through which a state changes. ERR_MISSING, ERR_DENIED, ERR_STATE (c->state is the
 * present one), ERR_LOST (revision given and no longer true), ERR_INVALID with problems per field. */
enum err order_move(struct ctx *c, const char *uid, enum order_action a,
                    const struct order_act *in);
/* The same for the office when a person it knows dies or moves (features/depart): who asks need be
 * neither requester nor dispatcher, the caller has checked his right over the person. Not told to the
 * page: ERR_STATE when the state does not have this move. */
enum err order_office(struct ctx *c, int64_t row, enum order_action a, const struct order_act *in);
/* A team takes nothing any more: offers that wait for it are taken back, an order nobody else is asked for is open
 * again and those who dispatch are told. */
void order_team_rests(struct ctx *c, int64_t team);
/* The clock's own moves, looked at anew: ERR_STATE when their time has not come (any more). `reason`
 * may name the next candidate. */
enum err order_expire(struct ctx *c, int64_t row, const char *reason);
enum err order_escalate(struct ctx *c, int64_t row);

extern const struct life order_life;
/* Is there such a row: for the doctor and the tests. */
bool order_move_exists(int64_t action, int64_t from, int64_t to);
/* The actions the asker may take now, as words for the API; NULL-terminated. */
const char *const *order_actions(struct ctx *c, const struct order *o);
bool order_may(struct ctx *c, const struct order *o, enum order_action a);

/* One row per move: timeline, staff log and statistics are views of them. */
struct order_event {
	int64_t seq, at, actor, action, from_state, to_state, deadline;
	const char *actor_name, *reason, *team_name, *person_name;
};
extern const struct field order_event_fields[];
/* In their order, the last five hundred of them: the first has seq 0 where these are all. */
enum { ORDER_EVENTS = 500 };
struct order_event *order_events(struct ctx *c, int64_t row, size_t *count);
