#include "features/person/qualification.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/outbox.h"
#include "core/sealed.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "gen/person.sql.h"

#include <string.h>

const char *const qualification_state_words[] = {"waits", "confirmed", "refused", NULL};
const char *const qualification_state_labels[] = {"待核实", "已核实", "没有通过", NULL};

const struct field qualification_fields[] = {
	FIELD_AS(struct qualification, uid, "id"),
	FIELD(struct qualification, kind, .doc = "word of its kind"),
	FIELD(struct qualification, kind_label),
	FIELD(struct qualification, number, .doc = "masked"),
	FIELD(struct qualification, expires, .doc = "seconds UTC of the last day; 0: never"),
	FIELD(struct qualification, expired),
	FIELD(struct qualification, state, .words = qualification_state_words,
              .labels = qualification_state_labels),
	FIELD(struct qualification, reason, .doc = "of a refusal"),
	FIELD_AS(struct qualification, person_uid, "person"),
	FIELD_AS(struct qualification, person_name, "name"),
	FIELD(struct qualification, decided, .doc = "seconds UTC"),
	FIELD(struct qualification, created, .doc = "seconds UTC"),
	FIELD_AS(struct qualification, person, "person_row", .hidden = true),
	FIELD(struct qualification, path, .hidden = true),
	{0},
};

const struct field gate_fields[] = {
	FIELD(struct gate, category),
	FIELD(struct gate, category_label),
	FIELD(struct gate, kind),
	FIELD(struct gate, kind_label),
	{0},
};

static const struct field kind_fields[] = {
	FIELD(struct qualification_kind, word),
	FIELD(struct qualification_kind, label),
	{0},
};

enum { REMIND_DAYS = 30, REMIND_MANY = 200 };

/* "12****89": never the whole number. */
static void dress(struct ctx *c, struct qualification *q)
{
	q->number = sealed_veil(c, "qualification", "number", q->uid, q->number, 2, 2);
	q->expired = q->expires && q->expires + DAY <= c->now;
}

static struct qualification *dressed(struct ctx *c, struct qualification *q, size_t n)
{
	for (size_t i = 0; i < n; i++)
		dress(c, &q[i]);
	return q;
}

struct qualification *qualification_of(struct ctx *c, int64_t person, size_t *count)
{
	struct qualification *q = db_all(c->db, c->mem, sql_qualification_of, struct qualification,
	                                 qualification_fields, count, V(person));
	return dressed(c, q, *count);
}

struct qualification *qualification_waiting(struct ctx *c, size_t *count)
{
	struct scope s = access_scope(c->who, PERSON_VOUCH);
	struct qualification *q = db_all(c->db, c->mem, sql_qualification_waiting,
	                                 struct qualification, qualification_fields, count,
	                                 V(s.all), V(s.subtree), V(s.person));
	return dressed(c, q, *count);
}

struct qualification_kind *qualification_kinds(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_qualification_kinds, struct qualification_kind,
	              kind_fields, count);
}

enum err qualification_add(struct ctx *c, const char *kind, const char *number, int64_t expires,
                           const char **uid)
{
	int64_t row = db_int(c->db, sql_qualification_kind, V(kind));
	if (!row)
		return ctx_refuse(c, ERR_INVALID, "kind", "请从列表里选一种资质。");
	if (text_length(number) < 4)
		return ctx_refuse(c, ERR_INVALID, "number", "请填写证书编号，至少四位。");
	if (expires && expires + DAY <= c->now)
		return ctx_refuse(c, ERR_INVALID, "expires",
		                  "这份证书已经过期，请换新证后再登记。");
	*uid = random_id(c->mem);
	db_exec(c->db, sql_qualification_insert, V(*uid), V(c->who->id), V(row),
	        V(crypto_seal(c->keys, c->mem, "qualification", "number", *uid, number)),
	        V(expires), V(c->now));
	audit(c, "qualification.add", "qualification", *uid, kind);
	return OK;
}

static struct qualification *by_uid(struct ctx *c, const char *uid)
{
	return db_one(c->db, c->mem, sql_qualification_by_uid, struct qualification,
	              qualification_fields, V(uid));
}

enum err qualification_remove(struct ctx *c, const char *uid)
{
	struct qualification *q = by_uid(c, uid);
	if (!q || q->person != c->who->id)
		return ERR_MISSING;
	db_exec(c->db, sql_qualification_delete, V(uid));
	audit(c, "qualification.remove", "qualification", uid, q->kind);
	return OK;
}

enum err qualification_decide(struct ctx *c, const char *uid, bool yes, const char *reason)
{
	struct qualification *q = by_uid(c, uid);
	if (!q || !access_may(c->who, PERSON_VOUCH, &(struct subject){.path = q->path}))
		return ERR_MISSING;
	if (q->person == c->who->id)
		return ctx_refuse(c, ERR_DENIED, NULL, "自己的资质要由别人核实。");
	if (!yes && text_length(reason) < 2)
		return ctx_refuse(c, ERR_INVALID, "reason", "请写明为什么不通过。");
	if (yes && q->expires && q->expires + DAY <= c->now)
		return ctx_refuse(c, ERR_INVALID, NULL, "这份证书已经过期，不能核实。");
	int64_t to = yes ? QUALIFICATION_CONFIRMED : QUALIFICATION_REFUSED;
	if (q->state == to || db_exec(c->db, sql_qualification_decide, V(uid), V(q->state), V(to),
	                              V(yes ? NULL : reason), V(c->who->id), V(c->now)) != 1) {
		c->state = qualification_state_words[q->state];
		return ctx_refuse(c, ERR_STATE, NULL, "这份资质现在是“%s”，请刷新后再看。",
		                  qualification_state_labels[q->state]);
	}
	audit(c, yes ? "qualification.confirm" : "qualification.refuse", "qualification", uid,
	      NULL);
	outbox_add(c, q->person,
	           arena_printf(c->mem, "资质“%s”%s", q->kind_label, yes ? "已核实" : "没有通过"),
	           yes ? "可以参加要求这项资质的服务了。" : "点开看没有通过的理由。",
	           "/me/qualifications");
	return OK;
}

bool qualification_remind_due(struct ctx *c)
{
	size_t n = 0;
	db_all(c->db, c->mem, sql_qualification_ending, struct qualification, qualification_fields,
	       &n, V(c->now - DAY), V(c->now + (REMIND_DAYS - 1) * (int64_t)DAY), V(1));
	return n > 0;
}

size_t qualification_remind(struct ctx *c)
{
	size_t n = 0;
	struct qualification *q = db_all(
		c->db, c->mem, sql_qualification_ending, struct qualification, qualification_fields,
		&n, V(c->now - DAY), V(c->now + (REMIND_DAYS - 1) * (int64_t)DAY), V(REMIND_MANY));
	for (size_t i = 0; i < n; i++) {
		outbox_add(
			c, q[i].person, arena_printf(c->mem, "资质“%s”快到期了", q[i].kind_label),
			arena_printf(c->mem,
		                     "有效期到 "
		                     "%s。换新证后请重新登记，到期后不能参加要求这项资质的服务。",
		                     clock_date(c->mem, q[i].expires)),
			"/me/qualifications");
		db_exec(c->db, sql_qualification_reminded, V(q[i].uid), V(c->now));
	}
	return n;
}

bool person_qualified(struct ctx *c, int64_t person, int64_t category, int64_t at)
{
	return !db_int(c->db, sql_gate_count, V(category)) ||
	       db_int(c->db, sql_gate_passed, V(category), V(person), V(at - DAY)) > 0;
}

const char *qualification_asked(struct ctx *c, int64_t category)
{
	size_t n = 0;
	struct buf out = BUF(c->mem);
	struct qualification_kind *k = db_all(c->db, c->mem, sql_gate_kinds,
	                                      struct qualification_kind, kind_fields, &n,
	                                      V(category));
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "%s%s", i ? "、" : "", k[i].label);
	return buf_str(&out);
}

struct gate *gate_list(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_gate_list, struct gate, gate_fields, count);
}

enum err gate_set(struct ctx *c, const char *category, const char *kind, bool on)
{
	int64_t k = db_int(c->db, sql_qualification_kind, V(kind));
	int64_t g = db_int(c->db, sql_gate_category, V(category));
	if (!g)
		return ctx_refuse(c, ERR_INVALID, "category", "没有这个服务类别。");
	if (!k)
		return ctx_refuse(c, ERR_INVALID, "kind", "请从列表里选一种资质。");
	if (on)
		db_exec(c->db, sql_gate_insert, V(g), V(k));
	else
		db_exec(c->db, sql_gate_delete, V(g), V(k));
	audit(c, on ? "gate.add" : "gate.remove", "category", category, kind);
	return OK;
}
