/* message_kind.h - the words of what is told about an order.
 *
 * Each kind has a standard subject and body with the holes {标题} {单号} {状态} {时限}; the county
 * may change both. A hole that is not known never gets in; one that did would be shown as it is.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"

struct message_kind {
	const char *word, *label, *subject, *body;
	bool pressing; /* never waits for the digest */
	bool asks;     /* it waits for him, until the order goes on */
};
extern const struct message_kind message_kinds[];               /* ends with word NULL */
const struct message_kind *message_kind_find(const char *word); /* NULL: no such kind */

struct message_text {
	const char *subject, *body;
};
/* What the county made of it; NULL: nothing, the standard holds. */
struct message_text *message_kind_changed(struct ctx *c, const char *word);
/* Refuses faulty holes, and one of the two alone. */
enum err message_kind_check(struct ctx *c, const char *subject, const char *body);
/* Both empty: back to the standard. ERR_MISSING: no such kind. The caller has the right. */
enum err message_kind_set(struct ctx *c, const char *word, const char *subject, const char *body);
/* With the holes that had English names turned into what they are called now. */
const char *message_kind_turn(struct arena *mem, const char *text);
/* What is wrong with the holes of a text, a Chinese sentence without its end; NULL: nothing. */
const char *message_kind_fault(struct arena *mem, const char *text);

/* What the holes are filled with, and what the message is about. */
struct message_facts {
	const char *title, *number, *state; /* state: in Chinese */
	int64_t deadline;                   /* seconds UTC; 0: none runs */
	int64_t starts_at;                  /* of the visit, seconds UTC; 0: no date was made */
	const char *side;                   /* who serves; NULL: nobody yet */
	const char *people;                 /* names of those who go; NULL: not told */
	const char *link;
	const char *about; /* life_about() of the order */
	bool queue;        /* to whoever has it on his desk */
	bool urgent;       /* the thing itself is: what presses then leaves in quiet hours, too */
	int64_t order, order_state, order_revision;
};
const char *message_kind_fill(struct arena *mem, const char *text, const struct message_facts *f);
void message_tell(struct ctx *c, int64_t person, const char *kind, const struct message_facts *f);
