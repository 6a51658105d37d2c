/* order.h - the order 单: one object that goes through all five orders (五单), with a clock.
 *
 * 寻 found · 供 supplied · 点 ordered · 派 dispatched · 收 closed by the served person's verdict.
 * The moves are the rows of order_life (order_life.c) and nothing else changes a state. Every move is one
 * guarded UPDATE and writes one event in the same transaction: timeline, staff log and statistics
 * are views of the events. The serving side is a team XOR one person; an offer may be declined,
 * nobody is assigned by force (志愿服务条例 Art. 25). While it is OFFERED, one or several sides are asked
 * at once (struct order_offer) and the order has none yet; the first to accept becomes its side.
 * Contact data and the original detail are sealed.
 *
 * Reads answer NULL for what does not exist; order_visible() decides what may be seen, and a foreign
 * and a missing order are answered alike (404).
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/access.h"
#include "core/ctx.h"
#include "core/life.h"
#include "features/person/public.h"

enum order_state {
	ORDER_DRAFT,        /* 草稿 */
	ORDER_SUBMITTED,    /* 待审核 */
	ORDER_OPEN,         /* 待派单 */
	ORDER_WALL,         /* 待认领 */
	ORDER_OFFERED,      /* 待接单 */
	ORDER_ACCEPTED,     /* 已接 */
	ORDER_SCHEDULED,    /* 已排期 */
	ORDER_SERVING,      /* 服务中 */
	ORDER_DONE,         /* 待评价 */
	ORDER_CALLBACK_DUE, /* 待回访 */
	ORDER_CLOSED,       /* 已收单 */
	ORDER_REFUSED,
	ORDER_MERGED,
	ORDER_CANCELLED,
	ORDER_STATES,
	ORDER_NOWHERE = -1 /* before it was found */
};
extern const char *const order_state_words[], *const order_state_labels[];

enum order_action {
	ACT_FIND,
	ACT_EDIT,
	ACT_SUBMIT,
	ACT_APPROVE,
	ACT_RETURN,
	ACT_REFUSE,
	ACT_MERGE,
	ACT_REROUTE,
	ACT_OFFER,
	ACT_PUBLISH,
	ACT_CLAIM,
	ACT_WITHDRAW,
	ACT_ACCEPT,
	ACT_DECLINE,
	ACT_RECALL,
	ACT_SCHEDULE,
	ACT_RESCHEDULE,
	ACT_HAND_BACK,
	ACT_START,
	ACT_COMPLETE,
	ACT_ABORT,
	ACT_NOT_SERVED,
	ACT_EVALUATE,
	ACT_CONFIRM,
	ACT_REOPEN,
	ACT_CANCEL,
	ACT_EXPIRE,   /* the clock */
	ACT_ESCALATE, /* the clock: overdue, told to the next level; the state stays */
	ACT_COUNT
};
extern const char *order_action_words[], *order_action_labels[]; /* from the rows of order_life */

enum order_kind { KIND_WISH, KIND_REQUEST, KIND_MENU, KIND_VISIT };
enum order_form { FORM_SERVICE, FORM_GOODS };
enum order_source { SOURCE_ONLINE, SOURCE_PHONE, SOURCE_COUNTER, SOURCE_VISIT, SOURCE_CASE };
enum order_urgency { URGENCY_LOW, URGENCY_NORMAL, URGENCY_HIGH, URGENCY_URGENT };
extern const char *const order_kind_words[], *const order_kind_labels[];
extern const char *const order_form_words[], *const order_form_labels[];
extern const char *const order_source_words[], *const order_source_labels[];
extern const char *const order_urgency_words[], *const order_urgency_labels[];

/* The clocks of product.md; minutes come from order_limit per category and urgency. */
enum order_clock {
	CLOCK_NONE,
	CLOCK_REVIEW,
	CLOCK_DISPATCH,
	CLOCK_ANSWER,
	CLOCK_CLAIM,
	CLOCK_SCHEDULE,
	CLOCK_FINISH,
	CLOCK_VERDICT,
	CLOCK_CALL,
	CLOCK_WHOLE,
	CLOCK_COUNT
};

struct order {
	int64_t row, state, kind, form, source, urgency, revision, category_row, place_row, people;
	int64_t wanted_from, wanted_until, requester, proxy, team_row, person_row, leader_row,
		activity;
	int64_t starts_at, ends_at, score, merged_into, deadline, due, level, created, entered,
		closed;
	int64_t consent_at, published, slot; /* slot: its place on the menu, 0: none */
	bool public_ok, never_public, sample;
	const char *uid, *number, *title, *public_title, *public_detail, *service;
	const char *detail, *phone, *address,
		*contact_name; /* sealed as read; order_unseal() opens */
	const char *consent_by, *consent_how, *comment, *report;
	/* joined by the reads */
	const char *category, *category_label, *place, *place_path, *place_title;
	const char *team, *team_name, *person, *person_name, *leader, *leader_name, *requester_name;
	const char *merged;
	/* While OFFERED the row has no side: team and person are those of the ASKER's own waiting offer,
	 * and deadline is its `until`; they are empty for everybody else, who reads order_offers(). */
	int64_t offer;  /* row of that offer; 0: the asker is not asked */
	bool regrouped; /* of a move: other people go than before; never stored */
	int64_t asked;  /* how many offers wait */
	const char *verdict_by;
	int64_t verdict_how;
};

/* Whose words a verdict is: the served person's own, or what he said to whoever wrote it down. */
enum verdict_how {
	VERDICT_SELF,
	VERDICT_PHONE,
	VERDICT_IN_PERSON,
	VERDICT_WRITTEN,
	VERDICT_ONLINE,
	VERDICT_CALLBACK /* the score of a call back */
};
extern const char *const verdict_how_words[], *const verdict_how_labels[];

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

/* What creating or editing takes. */
struct order_draft {
	int64_t kind, form, source, urgency, people, wanted_from, wanted_until, consent_at;
	int64_t revision; /* of an edit: the one that was edited; -1: not said, refused */
	bool public_ok, submit;
	bool phone_new; /* the phone of somebody who died is the beneficiary's now: checked by staff */
	bool queue;     /* a full menu item: stay a draft and wait for a place */
	const char *title, *detail, *category, *place, *service, *phone, *address;
	const char *for_name, *for_phone, *for_address, *consent_by, *consent_how;
};
extern const struct field order_draft_fields[];

struct order *order_get(struct ctx *c, int64_t row);
struct order *order_by_uid(struct ctx *c, const char *uid);
struct order *order_by_number(struct ctx *c, const char *number);
/* By number (its digits are enough) and phone, for someone without an account; NULL when they do not belong
 * together. */
struct order *order_follow(struct ctx *c, const char *number, const char *phone);

/* How much of it the asker may see. */
enum order_sight {
	SIGHT_NONE,   /* 404 */
	SIGHT_PUBLIC, /* the published text only */
	SIGHT_SERVER, /* the side it was offered to */
	SIGHT_PARTY,  /* requester, proxy, the accepted side */
	SIGHT_STAFF,  /* staff of the subtree, viewer, auditor: everything but contact data */
};
enum order_sight order_sight(const struct ctx *c, const struct order *o);
/* Cuts what `sight` may not see and opens the detail for those who may (not contact data). */
void order_cut(struct ctx *c, struct order *o, enum order_sight sight);
void order_unseal(struct ctx *c,
                  struct order *o); /* opens all sealed members; the caller has the right */
struct subject order_subject(const struct order *o);
/* True for the requester, the proxy, staff with the right, and the accepted side while it serves. */
bool order_contact_open(const struct ctx *c, const struct order *o);
/* What the rule says of the public text it has now, its own people's names known. */
struct public_verdict order_public_judge(struct ctx *c, const struct order *o);
/* Opens what was given with the order; what it lacks, from the record of the one served: to the proxy only where
 * he may see that person. Writes the look into `reveal` and the audit chain, and counts it unless it is the
 * requester's own. ERR_DENIED when order_contact_open() is false, ERR_LIMIT. */
enum err order_reveal(struct ctx *c, struct order *o, const char *reason);

/* Adds a draft (and submits it when d->submit); *uid is set. */
enum err order_create(struct ctx *c, const struct order_draft *d, const char **uid);
/* Has c->who asked for the very same within the last ten minutes? Its uid; NULL: no. For pages: there a
 * form comes twice by the browser's "back"; programs have operation ids. */
const char *order_twice(struct ctx *c, const struct order_draft *d);
enum err order_edit(struct ctx *c, const char *uid, const struct order_draft *d);
struct order_draft *order_draft_of(struct ctx *c, struct order *o); /* for the edit form, opened */

/* The one door through which a state changes. ERR_MISSING, ERR_DENIED, ERR_STATE (c->state is the
 * present one), ERR_LOST (revision given and no longer true), ERR_INVALID with problems per field. */
enum err order_move(struct ctx *c, const char *uid, enum order_action a,
                    const struct order_act *in);
/* The same for the office when a person it knows dies or moves (features/depart): who asks need be
 * neither requester nor dispatcher, the caller has checked his right over the person. Not told to the
 * page: ERR_STATE when the state does not have this move. */
enum err order_office(struct ctx *c, int64_t row, enum order_action a, const struct order_act *in);
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

struct order_event {
	int64_t seq, at, actor, action, from_state, to_state, deadline;
	const char *actor_name, *reason, *team_name, *person_name;
};
extern const struct field order_event_fields[];
struct order_event *order_events(struct ctx *c, int64_t row, size_t *count);

/* Asking one side whether it takes the order. In state OFFERED an order has 1 … order_offers_most()
 * waiting ones; a side whose offer waits sees it (SIGHT_SERVER) and none of the others. Offering to
 * several sides is as many moves and events, each with one side: what is counted per side is counted
 * from the events as before (offer, decline, recall, expire). */
enum offer_state {
	OFFER_WAITING,
	OFFER_ACCEPTED,
	OFFER_DECLINED,
	OFFER_EXPIRED,
	OFFER_RECALLED,  /* by the dispatcher, or with the order that was cancelled */
	OFFER_OVERTAKEN, /* another side was faster */
	OFFER_STATES
};
extern const char *const offer_state_words[], *const offer_state_labels[];
struct order_offer {
	int64_t row, orders, team_row, person_row;
	int64_t at, until, state, answered; /* answered: 0 while it waits */
	const char *reason;                 /* why it was declined or recalled; NULL: not said */
	const char *why; /* why this side, of order_offers() only; NULL: it was the first */
	const char *team, *team_name, *person, *person_name, *by_name; /* by_name: who offered */
};
extern const struct field order_offer_fields[];
/* All that were ever made of this order, oldest first; one whose time is over is shown expired. For
 * those who dispatch: the sides asked must not learn of each other. */
struct order_offer *order_offers(struct ctx *c, int64_t row, size_t *count);
/* How many sides may be asked at once (settings offer.low … offer.urgent), and how many more now: 0
 * unless it is OPEN or OFFERED. */
int64_t order_offers_most(struct ctx *c, const struct order *o);
int64_t order_offers_free(struct ctx *c, const struct order *o);

/* Said by the serving side while it is scheduled, from a day before the visit on; the requester is
 * told, the state stays. */
enum visit_kind { VISIT_ON_THE_WAY, VISIT_LATE };
extern const char *const order_visit_words[];
struct visit_note {
	int64_t at, actor, kind, minutes; /* minutes: late by so many */
	const char *actor_name;
};
bool order_visit_may(struct ctx *c, const struct order *o);
/* A visit begins at the earliest two hours before its time: hours are counted from there, and the
 * requester relies on it. Who goes earlier changes the time first, and the requester is told. */
enum { ORDER_EARLY = 2 * 3600 };                              /* seconds */
bool order_early(const struct ctx *c, const struct order *o); /* goods may come any time */
/* ERR_STATE when it is not the time for it. The same twice within minutes is said once. */
enum err order_visit(struct ctx *c, const char *uid, enum visit_kind kind, int64_t minutes);
struct visit_note *order_visit_notes(struct ctx *c, int64_t row, size_t *count);

/* Lists, scoped inside the SQL; newest first unless said. `after`: the `next` of the page before. */
struct order_query {
	int64_t state; /* ORDER_NOWHERE: any */
	const char *place, *category, *q, *after;
	int64_t urgency; /* -1: any */
	int64_t limit;
};
struct order *order_list(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next);
struct order *order_wall(struct ctx *c, const struct order_query *q, size_t *count,
                         const char **next);
/* Asked for by or for the asker. */
struct order *order_mine(struct ctx *c, const char *after, size_t *count, const char **next);
/* Offered to or served by his side, by deadline. */
struct order *order_serving(struct ctx *c, const char *after, size_t *count, const char **next);
/* Waiting for staff in the asker's reach: state, by deadline. */
struct order *order_queue(struct ctx *c, enum perm perm, const struct order_query *q, size_t *count,
                          const char **next);
struct order *order_expired(struct ctx *c, size_t *count); /* the clock's moves that are due */
struct order *order_overdue(struct ctx *c, size_t *count); /* due for escalation */

/* As of `at`: counted by a job each minute, not on every look at the home page. */
struct order_totals {
	int64_t at, orders, open, closed, teams, volunteers, places;
};
struct order_totals order_totals(struct ctx *c);       /* zeros before the first count */
struct order_totals order_totals_count(struct ctx *c); /* slow: for a reader */
void order_totals_keep(struct ctx *c, const struct order_totals *t);

struct category {
	int64_t id, corps, sort;
	bool never_public;
	const char *word, *label, *corps_name;
};
extern const struct field category_fields[];
struct category *category_list(struct ctx *c, size_t *count);
struct category *category_by_word(struct ctx *c, const char *word);

/* order_rules.c: pure. */
enum order_clock order_clock_of(enum order_state s);
bool order_expires(enum order_state s); /* wall, offered, done */
int order_step(
	enum order_state
		s); /* what is under way: 2 点 3 派 4 收 (0 寻 1 供 are behind it); 5: nothing */
bool order_verdict_bad(int64_t score, int64_t bad_score); /* score at or under the setting */
int64_t order_standard(enum order_clock clock);           /* minutes where order_limit has no row */
/* Adds `minutes` to `from`; working: only 9–12 and 14–18 (local) of working days count. */
struct holiday {
	const char *day;
	bool working;
};
int64_t order_deadline(int64_t from, int64_t minutes, bool working, const struct holiday *days,
                       size_t n);
bool order_day_works(int64_t midnight, const struct holiday *days, size_t n);
int64_t order_worked(
	int64_t second); /* seconds of the shifts of a working day before its `second` */
