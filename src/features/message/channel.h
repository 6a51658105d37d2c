/* channel.h - how somebody wants to be told. */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"

/* The inbox always has everything. Hours are local, 0 to 23; from = to: never quiet. */
struct channel_choice {
	bool sms, email, digest, has_phone, has_email;
	int64_t quiet_from, quiet_to;
};
extern const struct field channel_choice_fields[];
struct channel_choice *channel_choice(struct ctx *c); /* of c->who; NULL: a guest */
void channel_choose(struct ctx *c, const struct channel_choice *k);
