/* order_priv.h - what the files of this folder share and nobody else needs. */
#pragma once
#include "features/order/order.h"

/* What each action takes; order_action_fields() chooses, the route rows name them. */
extern const struct field order_takes_plain[], order_takes_reasoned[], order_takes_approve[],
	order_takes_approve_wish[], order_takes_publish[], order_takes_merge[],
	order_takes_reroute[], order_takes_accept[], order_takes_decline[], order_takes_recall[],
	order_takes_claim[], order_takes_schedule[], order_takes_complete[], order_takes_evaluate[],
	order_takes_witnessed[], order_takes_confirm[];

/* What a list asks the database for: an order_query in its terms. */
struct order_seek {
	int64_t state, urgency; /* -1: any */
	int64_t first_state,
		last_state; /* whose rows may stand in `state` by now; -1: nothing waits there */
	int64_t last, created,
		deadline; /* where the page before ended: its row, by what it is sorted */
	int64_t most;
	const char *path, *category; /* NULL: any */
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
/* What the clock ended is shown ended, even when its job has not run yet. NULL stays NULL. */
struct order *order_shown(struct ctx *c, struct order *o);
/* The state's own end has come: wall, offered, done. */
bool order_is_over(const struct ctx *c, const struct order *o);
enum order_state order_expiry_of(int64_t state);
/* The deadline of `to` when it is entered at `from`; 0: no clock runs there. */
int64_t order_limit_at(struct ctx *c, const struct order *o, enum order_state to, int64_t from);
int64_t order_whole_at(struct ctx *c, const struct order *o, int64_t from);
/* Keeps what a search finds in step: title and number, and the public text while it is published. */
void order_index(struct ctx *c, const struct order *o);
bool order_desk_may(const struct ctx *c, const struct order *o);

/* Serving side, visit and its times go; what was answered for stays in the events. */
void order_clear_side(struct order *n);
/* Why the asker must not do this although his role may (he entered it, he serves it); NULL: he may. */
const char *order_conflict(struct ctx *c, const struct order *o, enum order_action a);

/* The text that everybody may read (order_public.c). It may have one at all: the requester agreed, and the
 * category is not one that never is public. */
bool order_may_be_public(const struct order *o);
/* Takes title and detail of the move, nothing of an earlier one and nothing of the resident's; ERR_INVALID
 * beside the field. `publishes`: a title is needed, and it hangs from now on. */
enum err order_public_write(struct ctx *c, struct order *n, const struct order_act *in,
                            bool publishes);
/* A title made of place, kind and category alone, for whoever writes one. */
const char *order_public_proposal(struct ctx *c, const struct order *o);

/* What an action does to the order, beside its state; `n` is the row to be written. Where the table
 * leaves a choice, `to` is set. */
typedef enum err order_effect_fn(struct ctx *c, struct order *n, const struct order_act *in,
                                 enum order_state *to);
enum err order_effect(struct ctx *c, enum order_action a, struct order *n,
                      const struct order_act *in, enum order_state *to);
order_effect_fn order_offer_make, order_offer_claim, order_offer_accept, order_offer_decline,
	order_offer_recall;
order_effect_fn order_serve_free, order_serve_schedule, order_serve_start, order_serve_complete,
	order_serve_break_off, order_serve_not_served;
order_effect_fn order_verdict_give, order_verdict_confirm, order_verdict_reopen;
/* Somebody changed it in the meantime: ERR_LOST, with its present state. */
enum err order_lost(struct ctx *c, const struct order *o);
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
/* Those whose offer the move that led to revision n ended beside its own. */
struct order_offer *order_offer_ended(struct ctx *c, const struct order *n, size_t *count);
enum err order_offer_expire(struct ctx *c, struct order *n, enum order_state *to);
void order_offer_cancel(struct ctx *c, const struct order *n, const char *reason);
/* What became of the offer that the asker would answer; OK: he never was asked, or accepted it. */
enum err order_offer_late(struct ctx *c, const struct order *o, int64_t state);
/* Seals and inserts the event; `side` is the order before the move. */
void order_event_add(struct ctx *c, const struct order *n, const struct order *before,
                     enum order_action a, const char *reason);
/* Tells the parties; the message says the true state. */
void order_notice(struct ctx *c, const struct order *n, const struct order *before,
                  enum order_action a);

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
