/* record.h - what became of the orders: a team's record in numbers, and why an order is called back.
 *
 * A record is counts and the distribution of verdicts, never only an average. Everybody may see the
 * verdicts; what a team declined or handed back is for those who lead or dispatch it, since declining is
 * its right and no fault. A call back 回访 comes with its reason and the questions to be asked.
 */
#pragma once
#include "base/field.h"
#include "core/ctx.h"
#include "features/order/order.h"
#include "features/team/team.h"

struct record {
	int64_t closed, verdicts, proxied, one, two, three, four, five;
	/* -1: not the asker's to see */
	int64_t offered, declined, unanswered, handed_back, aborted, no_shows, reopened;
};
extern const struct field record_fields[];
struct record record_of(struct ctx *c, const struct team *t);
bool record_inner(const struct ctx *c, const struct team *t); /* may he see the second half? */

enum record_reason { REASON_BAD, REASON_SAMPLE, REASON_NOT_SERVED, REASON_EXPIRED, REASON_COUNT };
extern const char *const record_reason_words[], *const record_reason_labels[];
/* From the move that led to the call back and the score given then. Pure. */
enum record_reason record_reason(int64_t action, int64_t score, int64_t bad_score);
enum record_reason record_reason_of(struct ctx *c, const struct order *o);
/* The guided questions for this reason, in the order they are asked; NULL-terminated. Pure. */
const char *const *record_script(struct arena *mem, enum record_reason why, const char *office,
                                 const char *title, const char *side, int64_t score);
