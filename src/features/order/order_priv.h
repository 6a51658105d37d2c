/* order_priv.h - what the files of this folder share and nobody else needs. */
#pragma once
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_offer.h"

/* What each action takes; order_action_fields() chooses, the route rows name them. */
extern const struct field order_takes_plain[], order_takes_reasoned[], order_takes_approve[],
	order_takes_approve_wish[], order_takes_publish[], order_takes_merge[],
	order_takes_reroute[], order_takes_accept[], order_takes_decline[], order_takes_recall[],
	order_takes_claim[], order_takes_schedule[], order_takes_goers[], order_takes_complete[],
	order_takes_evaluate[], order_takes_witnessed[], order_takes_confirm[];

/* What a list asks the database for: an order_query in its terms. */
struct order_seek {
	int64_t state, urgency; /* -1: any */
	int64_t first_state,
		last_state; /* whose rows may stand in `state` by now; -1: nothing waits there */
	int64_t last, created,
		deadline; /* where the page before ended: its row, by what it is sorted */
	int64_t most;
	const char *path, *category, *beyond; /* NULL: any; beyond: path that is left out */
};
struct order_hit {
	int64_t id; /* a row that was found, to be read whole */
};
/* As the statements take it, where they say `list`. */
const char *order_rows_list(struct ctx *c, const struct order_hit *hits, size_t n);
struct order_village {
	const char *code, *label; /* "西渡镇 盘龙村" */
};

/* The row as it is stored, without looking at the clock. */
struct order *order_load(struct ctx *c, const char *uid);
struct order *order_load_row(struct ctx *c, int64_t row);
/* Where an order is that became part of the one of that row, in the end; NULL: there is none. */
struct order *order_survivor(struct ctx *c, int64_t row);
bool order_has_part_of(struct ctx *c, int64_t row); /* an order of the asker's became part of it */
/* Who asked, or entered, an order that became part of this one: each once, with the title and number that are his. */
struct order_asker {
	int64_t person;
	const char *title, *number;
};
struct order_asker *order_merged_askers(struct ctx *c, const struct order *o, size_t *count);
/* Those that became part of it, as rows; at most 20. */
struct order_hit *order_merged_rows(struct ctx *c, int64_t row, size_t *count);
/* Did he ask for it, or enter it, or an order that became part of it? */
bool order_asked_by(struct ctx *c, const struct order *o, int64_t person);
/* Is it he who is helped: by the order, or by one that became part of it? */
bool order_helps(struct ctx *c, const struct order *o, int64_t person);
/* What the clock ended is shown ended, even when its job has not run yet. NULL stays NULL. */
struct order *order_shown(struct ctx *c, struct order *o);
/* The state's own end has come: wall, offered, done. */
bool order_is_over(const struct ctx *c, const struct order *o);
/* The deadline of `to` when it is entered at `from`; 0: no clock runs there. */
int64_t order_limit_at(struct ctx *c, const struct order *o, enum order_state to, int64_t from);
int64_t order_whole_at(struct ctx *c, const struct order *o, int64_t from);
/* Keeps what a search finds in step: title and number, and the public text while it is published. */
void order_index(struct ctx *c, const struct order *o);
bool order_desk_may(const struct ctx *c, const struct order *o);

/* Serving side, visit and its times go; what was answered for stays in the events. */
void order_clear_side(struct order *n);

/* The text that everybody may read (order_public.c). It may have one at all: the requester agreed, and the
 * category is not one that never is public. */
bool order_may_be_public(const struct order *o);
/* Takes title and detail of the move, nothing of an earlier one and nothing of the resident's; ERR_INVALID
 * beside the field. `publishes`: a title is needed, and it hangs from now on. */
enum err order_public_write(struct ctx *c, struct order *n, const struct order_act *in,
                            bool publishes);
/* A title made of place, kind and category alone, for whoever writes one. */
const char *order_public_proposal(struct ctx *c, const struct order *o);

/* What an action does to the order, beside its state; `next` is the row to be written, `in` a struct
 * order_act, NULL from the clock. Where the table leaves a choice, `to` is set. */
typedef enum err order_effect_fn(struct ctx *c, void *next, const void *in, int64_t *to);
order_effect_fn order_desk_submit, order_desk_give_back, order_desk_approve, order_desk_merge,
	order_desk_reroute, order_desk_publish, order_desk_withdraw, order_desk_cancel,
	order_desk_undo;
enum { ORDER_UNDO = 180 }; /* seconds in which a reviewer may take back his own decision */
int64_t order_desk_since(struct ctx *c, const struct order *o); /* when it came to be reviewed */
order_effect_fn order_offer_make, order_offer_claim, order_offer_accept, order_offer_decline,
	order_offer_recall, order_offer_expire;
order_effect_fn order_serve_free, order_serve_schedule, order_serve_start, order_serve_complete,
	order_serve_break_off, order_serve_not_served;
order_effect_fn order_verdict_give, order_verdict_confirm, order_verdict_reopen;
order_effect_fn order_draft_change; /* `in`: the struct order as it shall be */
/* Why it cannot be done at this hour, or with an order like this; NULL: it can. */
typedef const char *order_rule_fn(struct ctx *c, const void *record);
order_rule_fn order_desk_never_public, order_desk_settled, order_offer_full, order_serve_early,
	order_serve_unbegun, order_verdict_gone, order_verdict_past, order_draft_late;
/* The guarded UPDATE of an edit, which also keeps the index of the phone. */
/* What finds it by its phone; NULL: none was left. */
const char *order_phone_key(struct ctx *c, const struct order *n);
int64_t order_draft_write(struct ctx *c, const struct order *before, const struct order *n);
bool order_verdict_proxy(const struct ctx *c, const struct order *o); /* another's words */
/* "（代评，电话：他女儿）", "" for one's own words. */
const char *order_verdict_told(struct ctx *c, const struct order *o);

/* The sides a move concerns, one move for each; NULL: refused. One empty one where the action is not
 * about offers. */
struct order_offer *order_offer_sides(struct ctx *c, const struct order *o, enum order_action a,
                                      const struct order_act *in, size_t *count);
/* While it is offered, team and person of the struct name the side that a move concerns; the row has
 * none. An empty `f` names nobody. */
void order_offer_name(struct order *o, const struct order_offer *f);
/* Names the asker's own waiting offer in each that is offered. */
void order_offer_show(struct ctx *c, struct order *o, size_t count);
int64_t order_offer_count(struct ctx *c, int64_t row); /* how many wait */
/* When the last of those that wait ends; 0: none waits. */
int64_t order_offer_until(struct ctx *c, int64_t row);
struct order_offer *order_offer_over(struct ctx *c, int64_t row, size_t *count); /* time is over */
struct order_offer *order_offer_waiting(struct ctx *c, const struct order *o, size_t *count);
/* The asker's own that wait, those of his teams included, of these orders. */
struct order_offer *order_offer_mine(struct ctx *c, const struct order *o, size_t orders,
                                     size_t *count);
void order_offer_cancel(struct ctx *c, const struct order *n, const char *reason);
/* What became of the offer that the asker would answer; OK: he never was asked, or accepted it. */
enum err order_offer_late(struct ctx *c, const struct order *o, int64_t state);
/* Adds the event; `before` is the order before the move. */
void order_event_add(struct ctx *c, const struct order *n, const struct order *before,
                     enum order_action a, const char *reason);

/* Who is told what of a move: the notes of its row, which end with a kind NULL. */
enum order_told {
	TOLD_REQUESTER = 1,
	TOLD_SIDE = 2,
	TOLD_DESK = 4,
	TOLD_REVIEW = 8,
	TOLD_CALL = 16,
	TOLD_LEVEL = 32,    /* the level it has climbed to: village, township, centre */
	TOLD_LATE = 64,     /* the serving side, where the clock is theirs */
	TOLD_WAITING = 128, /* the requester, when somebody had accepted it */
	TOLD_ASKED = 256,   /* the side that let its offer run out */
	TOLD_HERE = 512,    /* staff of the place it came to, by what it waits for */
	TOLD_OTHERS = 1024, /* those who were asked too and need not answer any more */
	TOLD_FIRST = 2048,  /* the requester, at the first level it climbs to */
	TOLD_GOERS =
		4096, /* who goes, or was to go to the visit it ends; not who is told as the side */
	TOLD_DROPPED = 8192, /* who was to go and does not any more, others do */
	TOLD_JOINED = 16384, /* whose orders became part of it, by the title each gave */
	TOLD_CLOSED = 32768, /* the same, when it is closed by that */
	TOLD_ASKERS = TOLD_REQUESTER | TOLD_JOINED,
};
struct order_notice {
	int told;
	const char *kind; /* its words: message_kinds[] */
};
/* Tells them; the message says the true state. */
void order_tell(struct ctx *c, const struct order_notice *notes, const struct order *n,
                const struct order *before);
void order_notice(struct ctx *c, const struct order *n, const struct order *before,
                  const struct life_move *m);

/* Whose turn it is on the wall 轮流认领 (order_turn.c). A wish that has just been published goes first to
 * those who have claimed little: within its first hours nobody claims who holds so many claims that he
 * has not served yet, or has claimed more than so many in 30 days. Then everybody may, and the guarded
 * UPDATE decides as before between those who want it at once. Counted per side: a person, or a team
 * whoever speaks for it. Source: a platform that lets the quickest take everything loses the others
 * (Manshadi, Rodilitz, Online Policies for Efficient Volunteer Crowdsourcing, Management Science 2022);
 * the numbers are settings wall.turn_*. */
struct order_turn {
	int64_t published;               /* seconds UTC */
	int64_t hours;                   /* how long it is kept for them; 0: not at all */
	int64_t unserved, unserved_most; /* so many and he waits */
	int64_t claims, claims_most;     /* more than so many and he waits */
};
int64_t order_turn_from(const struct order_turn *t); /* pure: from when he may claim; 0: at once */
/* The sentence that says why he must wait and until when; NULL: it is his turn. */
const char *order_turn_wait(struct ctx *c, const struct order *o, int64_t team, int64_t person);
enum err order_turn(struct ctx *c,
                    const struct order *n); /* ERR_STATE: the side of `n` must wait */
