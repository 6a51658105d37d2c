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
/* Has c->who asked for the same wish within the last ten minutes? *uid NULL: no. *twin: the very same, *uid is the
 * order there is. Else something about it was corrected (public or not, a phone, how urgent, who agreed) and that
 * holds now: a draft is changed, what was submitted is cancelled and *uid the order in its place. ERR_STATE where
 * that is too late. For pages: there a form comes twice by the browser's "back"; programs have operation ids. */
enum err order_again(struct ctx *c, const struct order_draft *d, const char **uid, bool *twin);
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
