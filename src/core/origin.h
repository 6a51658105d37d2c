/* origin.h - where an account and its password come from, as the audit log has it.
 *
 * Whoever makes an account's letter could use its code himself and wait until somebody gives the account a
 * role: the password would be his. Nothing here forbids it, since the giver cannot know; but whoever gives
 * the role, its new holder and the holders of the top duties are told whose letter it was. Also after the
 * password was changed since: whoever has it can change it, too.
 */
#pragma once
#include "core/account.h"
#include "core/ctx.h"

enum { ORIGIN_FRESH_DAYS = 30 };

struct origin {
	int64_t made, set; /* seconds UTC; when the account was made, its password last set */
	const char *made_by,
		*set_by; /* Chinese, with the name of who wrote the letter; never NULL */
};
/* Of a person with an account. */
struct origin origin_of(struct ctx *c, int64_t person);
/* A sentence when a letter of one administrator set the password within ORIGIN_FRESH_DAYS, else NULL;
 * *uid, unless NULL: of that administrator. */
const char *origin_warning(struct ctx *c, int64_t person, const char **uid);
