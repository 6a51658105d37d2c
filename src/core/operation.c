#include "core/operation.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/sealed.h"
#include "gen/core.sql.h"

struct operation_row {
	const char *content, *location, *body, *type;
	int64_t status;
};
static const struct field operation_fields[] = {
	FIELD(struct operation_row, content), FIELD(struct operation_row, location),
	FIELD(struct operation_row, body),    FIELD(struct operation_row, type),
	FIELD(struct operation_row, status),  {0},
};

/* The length of the scope comes first, so that no scope and key can be cut elsewhere. */
static const char *operation_id(struct ctx *c, const char *scope, const char *key)
{
	size_t n = strlen(scope);
	const char *text = arena_printf(c->mem, "%zu:%s:%s", n, scope, key);
	return crypto_digest(c->mem, text, strlen(text));
}

enum err operation_find(struct ctx *c, const char *scope, const char *key, const char *content,
                        const struct operation **replay)
{
	*replay = NULL;
	const char *id = operation_id(c, scope, key);
	const struct operation_row *row = db_one(c->db, c->mem, sql_operation_get,
	                                         struct operation_row, operation_fields, V(id));
	if (!row)
		return OK;
	if (!crypto_equal(row->content, content))
		return ctx_refuse(c, ERR_REUSED, NULL,
		                  "这份表单已经提交过，内容有改动：要作为新的一份，请再提交一次。");
	struct operation *op = ARENA_NEW(c->mem, struct operation);
	*op = (struct operation){.scope = scope, .key = key, .content = content, .type = row->type};
	op->status = (int)row->status;
	op->location = sealed_open(c, "operation", "location", id, row->location);
	op->body = sealed_open(c, "operation", "body", id, row->body);
	*replay = op;
	return OK;
}

static const struct val *operation_values(struct ctx *c, const struct operation *op)
{
	const char *id = operation_id(c, op->scope, op->key);
	struct val *v = ARENA_ARRAY(c->mem, struct val, 8);
	v[0] = V(id);
	v[1] = V(op->content);
	v[2] = V(op->status);
	v[3] = V(crypto_seal(c->keys, c->mem, "operation", "location", id, op->location));
	v[4] = V(crypto_seal(c->keys, c->mem, "operation", "body", id, op->body));
	v[5] = V(op->type);
	v[6] = V(c->now);
	v[7].kind = VAL_END;
	return v;
}

bool operation_keep(struct ctx *c, const struct operation *op)
{
	return db_exec_values(c->db, &sql_operation_insert, operation_values(c, op)) == 1;
}

void operation_keep_refused(struct ctx *c, const struct operation *op)
{
	ctx_keep_values(c, &sql_operation_insert, operation_values(c, op));
}

void operation_sweep(struct ctx *c)
{
	db_exec(c->db, sql_operation_sweep, V(c->now - 7 * DAY));
}
