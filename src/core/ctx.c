#include "core/ctx.h"

#include <arpa/inet.h>
#include <stdarg.h>

#include "base/arena.h"
#include "base/text.h"
#include "core/audit.h"

/* A statement, or (sql NULL) an audit entry of four texts. */
struct kept {
	const struct sql *sql;
	const struct val *values;
	struct kept *next;
};

enum err ctx_refuse(struct ctx *c, enum err e, const char *field, const char *fmt, ...)
{
	if (c->problem_count < CTX_PROBLEMS) {
		va_list args;
		va_start(args, fmt);
		c->problems[c->problem_count++] = (struct problem){
			.field = field, .message = arena_vprintf(c->mem, fmt, args)};
		va_end(args);
	}
	return e;
}

/* The caller's array lives only in his block, and his texts perhaps no longer. */
static const struct val *ctx_copy(struct arena *a, const struct val *v)
{
	size_t n = 0;
	while (v[n].kind != VAL_END)
		n++;
	struct val *copy = arena_memdup(a, v, sizeof *v * (n + 1));
	for (size_t i = 0; i < n; i++) {
		if (copy[i].kind == VAL_TEXT)
			copy[i].p = arena_strdup(a, copy[i].p);
		else if (copy[i].kind == VAL_BLOB)
			copy[i].p = arena_memdup(a, copy[i].p, (size_t)copy[i].i);
	}
	return copy;
}

const char *ctx_refusal(const struct ctx *c)
{
	for (int i = 0; i < c->problem_count; i++)
		if (!c->problems[i].field)
			return c->problems[i].message;
	return c->problem_count ? c->problems[0].message : NULL;
}

void ctx_keep_values(struct ctx *c, const struct sql *sql, const struct val *v)
{
	struct kept **last = &c->kept;
	while (*last)
		last = &(*last)->next;
	*last = ARENA_NEW(c->mem, struct kept);
	(*last)->sql = sql;
	(*last)->values = ctx_copy(c->mem, v);
}

void audit_keep(struct ctx *c, const char *action, const char *kind, const char *subject,
                const char *detail)
{
	ctx_keep_values(c, NULL, VALUES(V(action), V(kind), V(subject), V(detail)));
}

void ctx_run_kept(struct ctx *c)
{
	for (const struct kept *k = c->kept; k; k = k->next) {
		if (k->sql)
			db_exec_values(c->db, k->sql, k->values);
		else
			audit(c, k->values[0].p, k->values[1].p, k->values[2].p, k->values[3].p);
	}
}

void ctx_rewind(struct ctx *c)
{
	c->problem_count = c->topic_count = 0;
	c->state = NULL;
	c->kept = NULL;
	c->woke = c->unread = false;
}

struct ctx_part ctx_part(struct ctx *c)
{
	db_savepoint(c->db);
	return (struct ctx_part){c->problem_count, c->topic_count, c->state};
}

bool ctx_part_end(struct ctx *c, struct ctx_part before, bool done)
{
	if (db_fault(c->db) != DB_FINE)
		return false;
	if (done)
		return db_release(c->db);
	db_rollback_to(c->db);
	c->problem_count = before.problems;
	c->topic_count = before.topics;
	c->state = before.state;
	return true;
}

const char *ctx_network(const struct ctx *c)
{
	struct in6_addr six;
	if (!c->source || inet_pton(AF_INET6, c->source, &six) != 1)
		return c->source ? c->source : "";
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return text_hex(c->mem, &six.s6_addr[12], 4);
	return text_hex(c->mem, &six, 8);
}

void ctx_touch(struct ctx *c, const char *topic)
{
	for (int i = 0; i < c->topic_count; i++)
		if (text_equal(c->topics[i], topic))
			return;
	if (c->topic_count < CTX_TOPICS)
		c->topics[c->topic_count++] = arena_strdup(c->mem, topic);
}
