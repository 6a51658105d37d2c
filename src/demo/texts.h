/* texts.h - the words of the model county: patterns filled by chance, and what is said with a move.
 *
 * A pattern: [a|b|] becomes one of the alternatives, which may hold patterns again; {t} {s} {w} become
 * thing, matter and whom. The same dice give the same words.
 */
#pragma once
#include "base/random.h"

#include <stdbool.h>

struct arena;
struct demo_need;

/* What one order is about. */
struct demo_text {
	const struct demo_need *need;
	const char *thing, *matter, *whom;
};
/* One pair of the need's things, and whom it is for: `own` when it is asked for in the family. */
struct demo_text demo_texts_about(struct arena *mem, struct dice *dice,
                                  const struct demo_need *need, bool own);
/* `t` NULL: the pattern has no {…}. A pattern NULL gives NULL. */
const char *demo_texts_say(struct arena *mem, struct dice *dice, const char *pattern,
                           const struct demo_text *t);

/* What is said with a move, or of it. */
enum demo_phrase {
	SAY_MENU_TITLE, /* {t}: the item */
	SAY_MENU_DETAIL,
	SAY_BEFORE_ONLINE, /* round a title, by the way it came in */
	SAY_BEHIND_ONLINE,
	SAY_BEFORE_PHONE,
	SAY_BEFORE_VISIT,
	SAY_OFFER,
	SAY_DECLINE,
	SAY_RECALL,
	SAY_WITHDRAW,
	SAY_HAND_BACK,
	SAY_ABORT,
	SAY_RETURN,
	SAY_MERGE,
	SAY_REROUTE,
	SAY_ADDED, /* what the requester adds after a return */
	SAY_CANCEL,
	SAY_LATE_DATE, /* of a visit after the whole deadline */
	SAY_NOT_SERVED,
	SAY_REPORT, /* where the need has none of its own */
	SAY_PRAISE,
	SAY_FAIR,
	SAY_COMPLAINT,
	SAY_WHOM,
	SAY_WHOM_HEARD,    /* whose words a verdict is */
	SAY_CALLED,        /* the call found him content */
	SAY_CALLED_MENDED, /* it was bad and has been mended */
	SAY_REOPEN,
	SAY_REOPEN_OWN,
	SAY_CONSENT,
	SAY_UNANSWERED, /* {t}: the next candidate */
	SAY_COUNT
};
const char *demo_texts_phrase(struct arena *mem, struct dice *dice, enum demo_phrase which,
                              const struct demo_text *t);
