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
 * Reads answer NULL for what does not exist; order_sight() decides what may be seen, and a foreign
 * and a missing order are answered alike (404).
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/access.h"
#include "core/ctx.h"
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
	ACT_UNDO,     /* what a reviewer decided, by himself and at once */
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
	const char *merged, *merged_uid; /* the one it became part of: order_cut() */
	/* While OFFERED the row has no side: team and person are those of the ASKER's own waiting offer,
	 * and deadline is its `until`; they are empty for everybody else, who reads order_offers(). */
	int64_t offer;      /* row of that offer; 0: the asker is not asked */
	const int64_t *had; /* of a move: who was to go, 0 ends; NULL: the same go; not stored */
	bool goes, joined;  /* the asker is on its roster; an order of his became part of it */
	int64_t asked, verdict_how; /* asked: how many offers wait */
	const char *verdict_by;
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
	SIGHT_JOINED, /* whose order became part of it: the public, number, times */
	SIGHT_GOER,   /* who is planned for its visit */
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
/* True for the requester, the proxy, staff with the right, the accepted side while it serves, and whoever goes
 * there from two hours before until it is done. */
bool order_contact_open(const struct ctx *c, const struct order *o);
/* What the rule says of the public text it has now, its own people's names known. */
struct public_verdict order_public_judge(struct ctx *c, const struct order *o);
/* Opens what was given with the order; what it lacks, from the record of the one served: to the proxy only where
 * he may see that person. Writes the look into `reveal` and the audit chain, and counts it unless it is the
 * requester's own. ERR_DENIED when order_contact_open() is false, ERR_LIMIT. */
enum err order_reveal(struct ctx *c, struct order *o, const char *reason);
