/* delivery.h - what became of the messages that were to leave, for the administrator. */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/life.h"

enum delivery_state {
	DELIVERY_WAITS,
	DELIVERY_SENT,
	DELIVERY_FAILED,
	DELIVERY_OFF,      /* the channel has no gateway */
	DELIVERY_OUTDATED, /* overtaken by a newer message about the same order */
	DELIVERY_GATHERED, /* put into a digest */
	DELIVERY_STATES
};
extern const char *const delivery_state_words[], *const delivery_state_labels[];
extern const char *const delivery_channel_words[], *const delivery_channel_labels[];

/* One message on its way out. Neither body nor address: only what an administrator needs. */
struct delivery_row {
	int64_t channel, created, state, tries, next_at;
	const char *id, *kind, *subject, *fault, *person_name, *hook; /* the name masked */
};
extern const struct field delivery_row_fields[];
/* Newest first; at most LIMIT_PAGE. */
struct delivery_row *delivery_list(struct ctx *c, int64_t state, const char *after, size_t *count,
                                   const char **next);
/* How many are in a state: a row of the statement. */
struct delivery_tally {
	int64_t state, count;
};
void delivery_counts(struct ctx *c, int64_t counts[DELIVERY_STATES]);
enum delivery_action { DELIVERY_RETRY };
extern const struct life delivery_life;
/* Due at once, with all tries anew. ERR_MISSING; ERR_STATE unless it failed or was switched off. */
enum err delivery_retry(struct ctx *c, const char *id);
