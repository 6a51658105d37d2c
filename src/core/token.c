#include "core/token.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/crypto.h"
#include "gen/core.sql.h"

enum { TOKEN_BYTES = 16 };

static const char *token_hash(struct ctx *c, const char *code)
{
	return crypto_digest(c->mem, code ? code : "", code ? strlen(code) : 0);
}

const char *token_make(struct ctx *c, const char *purpose, const char *subject, int64_t seconds)
{
	unsigned char secret[TOKEN_BYTES];
	random_bytes(secret, sizeof secret);
	const char *code = text_base32(c->mem, secret, sizeof secret);
	db_exec(c->db, sql_token_void, V(purpose), V(subject), V(c->now));
	db_exec(c->db, sql_token_insert, V(token_hash(c, code)), V(purpose), V(subject), V(c->now),
	        V(c->now + seconds));
	return code;
}

bool token_use(struct ctx *c, const char *purpose, const char *code, const char **subject)
{
	const char *hash = token_hash(c, code);
	if (subject)
		*subject = NULL;
	if (db_exec(c->db, sql_token_spend, V(hash), V(purpose), V(c->now)) != 1)
		return false;
	if (subject)
		*subject = db_text(c->db, c->mem, sql_token_subject, V(hash));
	return true;
}

bool token_good(struct ctx *c, const char *purpose, const char *code)
{
	return db_int(c->db, sql_token_good, V(token_hash(c, code)), V(purpose), V(c->now)) > 0;
}

bool token_end(struct ctx *c, const char *purpose, const char *subject)
{
	return db_exec(c->db, sql_token_void, V(purpose), V(subject), V(c->now)) > 0;
}

void token_sweep(struct ctx *c)
{
	db_exec(c->db, sql_token_sweep, V(c->now - 30 * DAY));
}
