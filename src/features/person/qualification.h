/* qualification.h - what somebody is allowed to do by a paper he holds, and what needs such a paper.
 *
 * He enters it himself; township or centre staff over his home see the paper and confirm it, never his
 * own. Some categories are served only by holders of one of certain kinds (gates). The number is sealed.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/cursor.h"
#include "core/life.h"

enum qualification_state { QUALIFICATION_WAITS, QUALIFICATION_CONFIRMED, QUALIFICATION_REFUSED };
enum qualification_action { QUALIFICATION_CONFIRM, QUALIFICATION_REFUSE };
extern const struct life qualification_life;
extern const char *const qualification_state_words[], *const qualification_state_labels[];

struct qualification {
	int64_t row, person, expires, state, decided,
		created; /* expires 0: never; else its last day */
	bool expired;
	const char *uid, *kind, *kind_label, *reason;
	const char *number; /* sealed as read; masked by the lists */
	const char *person_uid, *person_name, *path;
};
extern const struct field qualification_fields[];

/* All of one person, newest first; numbers masked. The caller has the right. */
struct qualification *qualification_of(struct ctx *c, int64_t person, size_t *count);
/* Those that wait for a decision in the reach of c->who, oldest first: a page behind `at`; *next NULL: no more. */
enum { QUALIFICATION_PAGE = 50 };
struct qualification *qualification_waiting(struct ctx *c, struct cursor at, size_t *count,
                                            const char **next);

struct qualification_kind {
	const char *word, *label;
};
struct qualification_kind *qualification_kinds(struct ctx *c, size_t *count);

/* His own. `expires` 0: never. *uid is set. */
enum err qualification_add(struct ctx *c, const char *kind, const char *number, int64_t expires,
                           const char **uid);
enum err qualification_remove(struct ctx *c, const char *uid); /* his own; ERR_MISSING otherwise */
/* What staff say to it. */
struct qualification_said {
	const char *reason;
};
/* By staff over his home: ERR_MISSING out of reach, ERR_DENIED for one's own; refusing needs a reason. */
enum err qualification_decide(struct ctx *c, const char *uid, enum qualification_action a,
                              const struct qualification_said *in);
/* Tells those whose paper ends within 30 days, once each; how many. */
size_t qualification_remind(struct ctx *c);
bool qualification_remind_due(struct ctx *c);

/* May he serve this category (row) at that time? True for a category without a gate. */
bool person_qualified(struct ctx *c, int64_t person, int64_t category, int64_t at);
/* "执业医师、护士执业": one of which a category asks for; "" for none. */
const char *qualification_asked(struct ctx *c, int64_t category);

struct gate {
	const char *category, *category_label, *kind, *kind_label;
};
extern const struct field gate_fields[];
struct gate *gate_list(struct ctx *c, size_t *count);
/* By words; `on` false removes. The caller has the right. */
enum err gate_set(struct ctx *c, const char *category, const char *kind, bool on);
