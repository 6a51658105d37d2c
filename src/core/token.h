/* token.h - a code that opens one door once.
 *
 * For the first administrator, invitations, password letters. The database holds only the SHA-256
 * of 128 random bits; a code belongs to one purpose, ends after its time, and is spent by the guarded
 * UPDATE that finds it. Not for six-digit codes: those need a bound on tries.
 */
#pragma once
#include "core/ctx.h"

/* The code, seen only now. `subject`: what it stands for (a public id), handed back by token_use();
 * may be NULL. Older unused codes of the same purpose and subject end here. */
const char *token_make(struct ctx *c, const char *purpose, const char *subject, int64_t seconds);
/* True, once: the code was good, and is spent now. *subject may be set to NULL; `subject` may be NULL. */
bool token_use(struct ctx *c, const char *purpose, const char *code, const char **subject);
/* The same look without spending it, to show the form behind it. */
bool token_good(struct ctx *c, const char *purpose, const char *code);
/* Ends what is unused of this purpose and subject; false: nothing was. */
bool token_end(struct ctx *c, const char *purpose, const char *subject);
void token_sweep(struct ctx *c); /* drops what ended a month ago */
