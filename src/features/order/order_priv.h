/* order_priv.h - what the files of this folder share and nobody else needs. */
#pragma once
#include "features/order/order.h"

/* What each action takes; order_action_fields() chooses, the route rows name them. */
extern const struct field order_takes_plain[], order_takes_reasoned[], order_takes_approve[],
	order_takes_publish[], order_takes_merge[], order_takes_reroute[], order_takes_offer[],
	order_takes_claim[], order_takes_schedule[], order_takes_complete[], order_takes_evaluate[],
	order_takes_confirm[];

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

/* What an action does to the order, beside its state; `n` is the row to be written. */
enum err order_effect(struct ctx *c, enum order_action a, struct order *n,
                      const struct order_act *in, enum order_state *to);
/* Seals and inserts the event; `side` is the order before the move. */
void order_event_add(struct ctx *c, const struct order *n, const struct order *before,
                     enum order_action a, const char *reason);
/* Tells the parties; the message says the true state. */
void order_notice(struct ctx *c, const struct order *n, const struct order *before,
                  enum order_action a);
