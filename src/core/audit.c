#include "core/audit.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "gen/core.sql.h"

static const char audit_zero[] = "0000000000000000000000000000000000000000000000000000000000000000";

struct entry {
	int64_t seq, at;
	const char *node, *who, *roles, *request, *source, *action, *kind, *subject, *detail;
	const char *prev, *hash;
};
static const struct field entry_fields[] = {
	FIELD(struct entry, seq),    FIELD(struct entry, at),
	FIELD(struct entry, node),   FIELD(struct entry, who),
	FIELD(struct entry, roles),  FIELD(struct entry, request),
	FIELD(struct entry, source), FIELD(struct entry, action),
	FIELD(struct entry, kind),   FIELD(struct entry, subject),
	FIELD(struct entry, detail), FIELD(struct entry, prev),
	FIELD(struct entry, hash),   {0},
};

static void audit_member(struct buf *b, const char *s)
{
	if (!s) {
		buf_char(b, '-');
		return;
	}
	buf_int(b, (int64_t)strlen(s));
	buf_char(b, ':');
	buf_text(b, s);
}

/* Each member carries its length, so no two entries give the same bytes. */
static const char *audit_hash(struct arena *a, const struct entry *e)
{
	struct buf b = BUF(a);
	const char *const texts[] = {e->prev,   e->node,   e->who,  e->roles,   e->request,
	                             e->source, e->action, e->kind, e->subject, e->detail};
	buf_int(&b, e->seq);
	buf_char(&b, ' ');
	buf_int(&b, e->at);
	buf_char(&b, ' ');
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		audit_member(&b, texts[i]);
	return crypto_digest(a, buf_str(&b), b.len);
}

static const char *audit_roles(struct arena *a, const struct actor *who)
{
	const char *words[ROLE_COUNT + 1] = {0};
	size_t n = 0;
	for (enum role r = ROLE_RESIDENT; r < ROLE_COUNT; r++)
		if (access_has_role(who, r))
			words[n++] = role_words[r];
	return n ? text_join(a, words, ",") : "";
}

static const char *audit_or_empty(const char *s)
{
	return s ? s : "";
}

void audit(struct ctx *c, const char *action, const char *kind, const char *subject,
           const char *detail)
{
	const char *node = audit_or_empty(c->node);
	db_int(c->db, sql_audit_turn, V(node));
	const struct entry *head = db_one(c->db, c->mem, sql_audit_head, struct entry, entry_fields,
	                                  V(node));
	struct entry e = {
		.seq = head ? head->seq + 1 : 1,
		.at = c->now,
		.node = node,
		.who = audit_or_empty(c->who->uid),
		.roles = audit_roles(c->mem, c->who),
		.request = audit_or_empty(c->request),
		.source = audit_or_empty(c->source),
		.action = action,
		.kind = audit_or_empty(kind),
		.subject = audit_or_empty(subject),
		.detail = detail,
		.prev = head ? head->hash : audit_zero,
	};
	e.hash = audit_hash(c->mem, &e);
	db_exec(c->db, sql_audit_insert, V(e.node), V(e.seq), V(e.at), V(e.who), V(e.roles),
	        V(e.request), V(e.source), V(e.action), V(e.kind), V(e.subject), V(e.detail),
	        V(e.prev), V(e.hash));
}

void audit_denied(struct ctx *c, const char *subject, const char *what)
{
	const char *object = arena_printf(c->mem, "%s %s", what, audit_or_empty(subject));
	if (db_exec(c->db, sql_audit_denied_first, V(audit_or_empty(c->who->uid)), V(c->now / HOUR),
	            V(object)) == 1)
		audit(c, "access.denied", "route", subject, what);
}

void audit_sweep(struct ctx *c)
{
	db_exec(c->db, sql_audit_denied_sweep, V((c->now - DAY) / HOUR));
}

/* What is wrong with `e` as the successor of entry `seq` with hash `prev`; NULL: nothing. */
static const char *audit_fault(struct arena *a, const struct entry *e, int64_t seq,
                               const char *prev)
{
	if (e->seq != seq + 1)
		return "an entry is missing before it";
	if (!text_equal(e->prev, prev))
		return "it does not follow the entry before it";
	if (!text_equal(e->hash, audit_hash(a, e)))
		return "its content was changed";
	return NULL;
}

struct walk {
	struct arena *page;
	int64_t seq;   /* of the last good entry */
	char hash[65]; /* and its hash */
	const char *fault;
	int64_t bad;
};

/* False when the chain ends or breaks here. */
static bool audit_page(struct ctx *c, struct walk *w, const char *node)
{
	size_t count = 0;
	arena_reset(w->page);
	const struct entry *at = db_all(c->db, w->page, sql_audit_page, struct entry, entry_fields,
	                                &count, V(node), V(w->seq));
	for (size_t i = 0; i < count && !w->fault; i++) {
		w->fault = audit_fault(w->page, &at[i], w->seq, w->hash);
		if (w->fault) {
			w->bad = at[i].seq;
			break;
		}
		w->seq = at[i].seq;
		memcpy(w->hash, at[i].hash, sizeof w->hash);
	}
	return count > 0 && !w->fault;
}

struct node_row {
	const char *node;
};
static const struct field node_fields[] = {FIELD(struct node_row, node), {0}};

struct audit_verdict audit_verify(struct ctx *c)
{
	struct audit_verdict v = {.good = true, .node = "", .head = ""};
	struct walk w = {.page = arena_new()};
	size_t nodes = 0;
	const struct node_row *at = db_all(c->db, c->mem, sql_audit_nodes, struct node_row,
	                                   node_fields, &nodes);
	for (size_t i = 0; i < nodes && v.good; i++) {
		w.seq = 0;
		memcpy(w.hash, audit_zero, sizeof w.hash);
		while (audit_page(c, &w, at[i].node))
			;
		v.entries += w.seq;
		v.node = at[i].node;
		v.good = !w.fault;
		v.head = arena_printf(c->mem, "%s%s%s", v.head, *v.head ? " " : "", w.hash);
	}
	v.first_bad = w.bad;
	v.what = w.fault;
	arena_free(w.page);
	return v;
}

bool audit_holds(struct ctx *c, const char *head)
{
	head = text_fold(c->mem, head); /* as a page shows it */
	return db_int(c->db, sql_audit_holds, V(head)) > 0;
}
