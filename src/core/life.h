/* life.h - the life of a record is a table: what may follow what, who may do it, and what it does.
 *
 * A feature writes one row per action (several, where another permission holds in another state) and
 * says in struct life how its record is looked at and written. One machine decides and words the
 * answer, the same for every record: he may not (403), not in this state (409), not about his own
 * (403), no reason or revision given (422), not at this hour (409), nothing would change (422), somebody was
 * faster (409). Routes, buttons, OpenAPI, the audit log and the demonstration read the row.
 *
 * It refuses to read and to write: the feature finds the record (and answers 404 for what the asker may
 * not see), and its own guarded UPDATE in `write` is the only thing that changes a state. Nothing here
 * knows a database.
 */
#pragma once
#include "core/access.h"
#include "core/ctx.h"

struct field;

#define IN(state) (UINT32_C(1) << (state)) /* a state in the sets below */

struct life_move {
	int action;                /* of the feature's enum */
	const char *word, *label;  /* "approve" 审核通过; NULL ends the table */
	const char *doc;           /* English, one line: OpenAPI; NULL: it has a route of its own */
	const struct field *takes; /* what it is sent; NULL: nothing */
	uint32_t from;             /* IN(…) | IN(…) */
	uint32_t to; /* where it leads; several: the effect chooses; 0: it stays where it is */
	enum perm needs, or_needs; /* either; both unset: only the clock moves it */
	bool reason;               /* not without one */
	bool guarded;              /* an edit: not without the revision he saw */
	/* Why the asker himself must not, in a Chinese sentence; NULL: he may. */
	const char *(*own)(struct ctx *c, const void *record);
	/* Why nobody can at this hour, or with a record like this; NULL: it can be done. */
	const char *(*not_now)(struct ctx *c, const void *record);
	/* What else it does: changes `next`, the record that will be written. ERR_INVALID with problems per
	 * field, or ERR_LOST, which is said in the record's words when the effect says nothing; *to comes as the first state of `to`. */
	enum err (*effect)(struct ctx *c, void *next, const void *in, int64_t *to);
	/* What is kept of it, where that is more than the reason he gave. */
	const char *(*said)(struct ctx *c, const void *now, const void *before, const void *in);
	/* Tells those concerned, after the write. */
	void (*tell)(struct ctx *c, const void *now, const void *before, const void *in);
	const void *notes; /* of the feature: what its `kept` wants to know of this row */
	/* Of the action, in its first row, in Chinese: what the page after it says (struct route), and, of what
	 * cannot be taken back, what it brings about, said on a page of its own first; NULL: done at once. */
	const char *done, *sure;
};

/* What the machine has to know of a record. */
struct life_look {
	const char *uid;
	int64_t state, revision; /* revision: 0 where the record has none */
	struct subject subject;  /* for the permissions */
};

struct life {
	const char *kind;  /* "complaint": the audit words are complaint.answer, complaint.… */
	const char *these; /* "这条投诉", the subject of the sentences */
	const char *const *state_words, *const *state_labels;
	const struct life_move *moves;
	bool personal;     /* its reasons are about people: the audit log does not repeat them */
	bool silent;       /* moved by another record's moves, of which the audit log tells */
	const char *filed; /* kind under which the audit log files its uid; NULL: its own */
	/* What the audit log says beside the action, for a record that says it itself. May be NULL. */
	const char *(*detail)(struct ctx *c, const void *now);
	size_t size, state; /* of the record in bytes; offset of its state, an int64_t */
	struct life_look (*look)(const void *record);
	/* Tells it from others under the same uid; NULL: it has its own. */
	int64_t (*part)(const void *record);
	/* The guarded UPDATE: 1, or 0 when the record is no longer `before`. */
	int64_t (*write)(struct ctx *c, const void *before, const void *next);
	/* Is it the same but for its clocks? NULL: a move that stays always changes something. */
	bool (*same)(const void *before, const void *next);
	/* Sets the clocks of `next`, whose state is set: never asked by `same`. May be NULL. */
	void (*clock)(struct ctx *c, void *next, const void *before, const struct life_move *m);
	/* After every move: its event, its search text, the pages to be told; `reason` is what the row
	 * says of it, else the reason given. May be NULL. */
	void (*kept)(struct ctx *c, const void *now, const void *before, const struct life_move *m,
	             const char *reason);
};

/* Names the record to what was told of it (core/outbox.h). */
const char *life_about(struct ctx *c, const struct life *l, const void *record);

/* The row of `action` in `state`; NULL: it does not follow. life_first(): its first, in any state;
 * life_named(): the same by its word. */
const struct life_move *life_row(const struct life *l, int action, int64_t state);
const struct life_move *life_first(const struct life *l, int action);
const struct life_move *life_named(const struct life *l, const char *word);
/* Where it leads from `state` unless the effect chooses; life_leads(): may it lead there? NULL: nowhere. */
int64_t life_to(const struct life_move *m, int64_t state);
bool life_leads(const struct life_move *m, int64_t from, int64_t to);
/* May he, and can it be done now: for buttons and lists of actions. */
bool life_may(struct ctx *c, const struct life *l, const void *record, int action);
/* What would be his in this state, but not at this hour: why not. NULL: not his, or it can be done. */
const char *life_later(struct ctx *c, const struct life *l, const void *record, int action);

/* Words and labels of the actions by number, for field tables: filled from the rows before main().
 *     LIFE_WORDS(menu_life, MENU_ACTIONS, menu_action_words, menu_action_labels)
 * and in the header: extern const char *menu_action_words[], *menu_action_labels[];
 * A row without `from` is only named here: what makes the record, or changes it without a move. */
#define LIFE_WORDS(life, count, words, labels)                                                     \
	const char *words[(count) + 1], *labels[(count) + 1];                                      \
	__attribute__((constructor)) static void words##_fill(void)                                \
	{                                                                                          \
		life_words(&(life), words, labels);                                                \
	}
void life_words(const struct life *l, const char **words, const char **labels);

struct life_ask {
	int action;
	const void *in;          /* for the effect; may be NULL */
	const char *reason;      /* may be NULL */
	const int64_t *revision; /* the one he saw; NULL: not checked */
};
/* The whole move. ERR_DENIED, ERR_STATE and ERR_LOST (c->state is the present one), ERR_INVALID. */
enum err life_move(struct ctx *c, const struct life *l, const void *record,
                   const struct life_ask *ask);
/* Its two halves, for a record that has more to do between them. The clock, and an office that has asked
 * for its own right, take the second alone: whatever follows, follows; ERR_STATE when nothing does. */
enum err life_check(struct ctx *c, const struct life *l, const void *record,
                    const struct life_ask *ask);
enum err life_put(struct ctx *c, const struct life *l, const void *record,
                  const struct life_ask *ask);
