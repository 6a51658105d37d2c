/* plan.h - the types that a prepared PostgreSQL statement declares for its values; private to store/.
 *
 * Numbers are int8, texts text, blobs bytea, as the values themselves say. Of a value that was only
 * ever NULL nothing is known: the server infers its type, or, where it cannot (`?1 IS NULL OR …`),
 * it is guessed from what the server complains about. This file does not talk to the server.
 */
#pragma once
#include "store/db.h"

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25 };
enum { VALUES_MOST = 99 };

struct plan {
	int count;                       /* the highest $n */
	enum val_kind kind[VALUES_MOST]; /* as last seen; 0: never but NULL */
	unsigned type[VALUES_MOST];      /* what to declare; 0: the server infers it */
	int last;                        /* whose type was guessed last, from 1; 0: none */
	bool plain;                      /* nothing is declared from the values */
	bool ready;
};

struct plan *plan_new(const char *sql); /* free() it */

/* Takes note of the values; true: one is of a kind that the statement was not prepared for. */
bool plan_differs(struct plan *plan, const struct val *v, int count);
void plan_declare(struct plan *plan); /* fills type[] from kind[] */

/* After a refusal with this SQLSTATE, about value n (0: the message names none): declares more, or
 * less, since some functions take no int8. False: nothing is left to try. */
bool plan_guess(struct plan *plan, const char *state, int n);
