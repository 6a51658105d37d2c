/* proposal.h - what nobody does alone: one proposes, another confirms in his own session.
 *
 * Five kinds. A letter, and opening a locked account again, are recovery: of every account that
 * carries a duty, or leads a team (core/duty.h). Locking one that holds a top duty, giving a top duty, taking one. Who
 * proposes and who may confirm is a table (proposal.c); it is never the one it is about, never the same
 * person twice, and asked again when it is confirmed: the proposer must still hold his duty and be able
 * to sign in, the duties of the other must be those of the day it was proposed, he must live, his account
 * be open or locked as it was, its time not over. One
 * UPDATE with these guards lets one confirmer win.
 *
 * The code of a letter is shown once, to the one who confirms. He who began the matter gets nothing
 * out of it: a proposal that somebody confirms without looking opens no account to its author, and the
 * confirmer has to meet the owner to hand the code over. It is good for a day.
 *
 * The owner is told by every channel when it is proposed and when it is done; while he is signed in he
 * ends a proposal with one button, a confirmed letter too until it is used. Not those that lock him or
 * take his duty: nobody keeps a duty by his own objection. Everything is in the audit log.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/life.h"

enum proposal_kind {
	PROPOSAL_LETTER,
	PROPOSAL_LOCK,
	PROPOSAL_UNLOCK,
	PROPOSAL_GIVE,
	PROPOSAL_TAKE
};
extern const char *const proposal_kind_words[], *const proposal_kind_labels[];
enum proposal_state {
	PROPOSAL_WAITS,
	PROPOSAL_CONFIRMED,
	PROPOSAL_WITHDRAWN,
	PROPOSAL_OBJECTED,
	PROPOSAL_EXPIRED
};
extern const char *const proposal_state_words[], *const proposal_state_labels[];
enum proposal_action { PROPOSAL_CONFIRM, PROPOSAL_WITHDRAW, PROPOSAL_OBJECT, PROPOSAL_EXPIRE };
extern const struct life proposal_life;
enum { PROPOSAL_HOURS = 24, PROPOSAL_LETTER_DAYS = 1 };

struct proposal {
	int64_t row, kind, person, role, held, proposer, at, until, state, decider, decided;
	const char *id, *reason, *uid, *name, *proposer_name, *decider_name;
	bool confirms, withdraws, objects; /* what c->who may do with it now */
};
extern const struct field proposal_fields[];

/* Whoever holds a top duty sees all, others those about themselves; newest first, after the one with id
 * `after` (NULL: from the newest). At most LIMIT_PAGE. */
struct proposal *proposal_list(struct ctx *c, const char *after, size_t *count, const char **next);
int64_t proposal_waiting(struct ctx *c); /* those that c->who may confirm */

/* `role` for give and take, else 0. ERR_INVALID with a sentence where it makes no sense or needs no
 * second person, or waits already; ERR_DENIED: not his to propose, or about himself. One that waits but stands no
 * more makes room. */
enum err proposal_make(struct ctx *c, enum proposal_kind kind, const char *person, int64_t role,
                       const char *reason);
/* Does it. *code: of the letter, else NULL. ERR_MISSING, ERR_DENIED, ERR_STATE. */
enum err proposal_confirm(struct ctx *c, const char *id, struct proposal **p, const char **code);
/* Ends it: its proposer withdraws it, the one it is about objects. */
enum err proposal_end(struct ctx *c, const char *id, enum proposal_action how);
/* Marks those whose time is over; tells who proposed them and whom they were about. */
void proposal_sweep(struct ctx *c);
