#include "core/unsent.h"

#include "core/access.h"
#include "core/crypto.h"
#include "core/sealed.h"
#include "gen/core.sql.h"

void unsent_keep(struct ctx *c, const char *uid, int64_t person, const struct unsent *u)
{
	const char *body = crypto_seal(c->keys, c->mem, "unsent", "body", uid, u->body);
	sql_unsent_add(c, uid, person, u->path, body, c->now);
	sql_unsent_crop(c, person);
}

struct unsent *unsent_get(struct ctx *c, const char *uid)
{
	struct unsent *u = sql_unsent_get(c, uid, c->who->id, c->now - UNSENT_LIFE);
	if (u)
		u->body = sealed_open(c, "unsent", "body", uid, u->body);
	return u;
}

void unsent_sweep(struct ctx *c)
{
	sql_unsent_sweep(c, c->now - UNSENT_LIFE);
}
