/* setting.h - thresholds a county may change, with their defaults in the program.
 *
 * The table setting_table[] (features add none at run time) holds name, default, bounds and a
 * sentence of help; rows in `setting` override. Secrets are not settings: they come from the
 * environment or the command line.
 */
#pragma once
#include "core/ctx.h"

struct setting {
	const char *name;     /* "brand", "verdict.bad_score" */
	const char *standard; /* the default as text */
	int64_t min, max;     /* for numbers; min == max == 0: free text */
	const char *help;     /* Chinese: what is set, a phrase that the value answers */
	const char *unit;     /* of a number, in Chinese; "" */
};
extern const struct setting setting_table[];          /* ends with name NULL */
const struct setting *setting_find(const char *name); /* NULL: none */

/* Names that are not in the table are a bug: logged, and answered with 0 or "". */
int64_t setting_int(struct ctx *c, const char *name);
const char *setting_text(struct ctx *c, const char *name);
enum err setting_set(struct ctx *c, const char *name, const char *value); /* audited */

/* Notes of the program itself, which stand beside the settings people change. NULL: none. */
const char *setting_note(struct ctx *c, const char *name);
void setting_note_set(struct ctx *c, const char *name, const char *value); /* NULL: drops it */
