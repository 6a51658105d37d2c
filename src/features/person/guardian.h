/* guardian.h - what a guardian agreed to for somebody under age.
 *
 * Under 14: to keeping his data; under 18: to his taking part, or that a guardian comes along. Kept by
 * staff over his home; name and phone of the guardian are sealed. What was typed when the minor registered is
 * kept, too, but lets nobody be sent: staff have to hear it. Who is of unknown age counts as grown up.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"

struct person;

enum guardian_purpose { GUARDIAN_DATA, GUARDIAN_TAKES_PART, GUARDIAN_COMES_ALONG };
extern const char *const guardian_purpose_words[], *const guardian_purpose_labels[];
enum { GUARDIAN_AGE_DATA = 14, GUARDIAN_AGE = 18 };

struct guardian {
	int64_t purpose, at;
	const char *name,
		*phone; /* as read by guardian_list(): the name in clear, the phone masked */
	const char *how, *seal;
};
struct guardian *guardian_list(struct ctx *c, int64_t person, size_t *count); /* newest first */
/* ERR_MISSING: not visible; ERR_INVALID: not a minor, or something is left out. Right: PERSON_ENTER. */
enum err guardian_add(struct ctx *c, const char *person, const struct guardian *g);
/* What was typed at registering; phone may be NULL. No right is asked. */
void guardian_typed(struct ctx *c, int64_t person, const char *name, const char *phone);
/* Seals what older versions kept in clear: the guardian's name and the end of his phone number, in the
 * minor's consent. Nothing is left to do the second time. */
void guardian_reseal(struct ctx *c);
extern const char guardian_consent_by[], guardian_consent_how[]; /* what stands there instead */
/* Why he may not be sent on a visit that begins then, a sentence without its end; NULL: he may, until it is over: nobody
 * gets younger. */
const char *guardian_fault(struct ctx *c, const struct person *p, int64_t at);
