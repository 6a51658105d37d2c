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
	FIELD(struct qualification, kind_label, .label = "资质"),
	FIELD(struct qualification, number, .label = "证号", .doc = "masked"),
	FIELD(struct qualification, expires, .label = "有效到", .as = AS_DAY,
              .doc = "seconds UTC of the last day; 0: never"),
	FIELD(struct qualification, expired),
	FIELD(struct qualification, state, .label = "状态", .words = qualification_state_words,
              .labels = qualification_state_labels),
	FIELD(struct qualification, reason, .label = "不通过的原因", .doc = "of a refusal"),
	FIELD_AS(struct qualification, person_uid, "person"),
	FIELD_AS(struct qualification, person_name, "name", .label = "姓名"),
	FIELD(struct qualification, decided, .doc = "seconds UTC"),
	FIELD(struct qualification, created, .label = "提交时间", .as = AS_MOMENT,
              .doc = "seconds UTC"),
	RECORD("Qualification", "A paper that somebody has."),
};

const struct field gate_fields[] = {
	FIELD(struct gate, category),
	FIELD(struct gate, category_label, .label = "服务类别"),
	FIELD(struct gate, kind),
	FIELD(struct gate, kind_label, .label = "要求的资质"),
	RECORD("Gate", "A paper that a category asks for."),
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
	struct qualification *q = sql_qualification_of(c, person, count);
	return dressed(c, q, *count);
}

struct qualification *qualification_waiting(struct ctx *c, struct cursor at, size_t *count,
                                            const char **next)
{
	struct qualification *q = sql_qualification_waiting(c, access_scope(c->who, PERSON_VOUCH),
	                                                    &at, count);
	*next = NULL;
	if (*count > QUALIFICATION_PAGE) {
		*count = QUALIFICATION_PAGE;
		*next = cursor_text(c->mem, (struct cursor){.id = q[*count - 1].row});
	}
	return dressed(c, q, *count);
}

struct qualification_kind *qualification_kinds(struct ctx *c, size_t *count)
{
	return sql_qualification_kinds(c, count);
}

/* ---- his own ---- */

enum err qualification_add(struct ctx *c, const char *kind, const char *number, int64_t expires,
                           const char **uid)
{
	int64_t row = sql_qualification_kind(c, kind);
	if (!row)
		return ctx_refuse(c, ERR_INVALID, "kind", "请从列表里选一种资质。");
	if (text_length(number) < 4)
		return ctx_refuse(c, ERR_INVALID, "number", "请填写证书编号，至少四位。");
	if (expires && expires + DAY <= c->now)
		return ctx_refuse(c, ERR_INVALID, "expires",
		                  "这份证书已经过期，请换新证后再登记。");
	*uid = random_id(c->mem);
	sql_qualification_insert(
		c, *uid, row, crypto_seal(c->keys, c->mem, "qualification", "number", *uid, number),
		expires);
	audit(c, "qualification.add", "qualification", *uid, kind);
	return OK;
}

enum err qualification_remove(struct ctx *c, const char *uid)
{
	struct qualification *q = sql_qualification_by_uid(c, uid);
	if (!q || q->person != c->who->id)
		return ERR_MISSING;
	sql_qualification_delete(c, uid);
	audit(c, "qualification.remove", "qualification", uid, q->kind);
	return OK;
}

/* ---- its life ---- */

static const char *his_own(struct ctx *c, const void *record)
{
	const struct qualification *q = record;
	return q->person == c->who->id ? "自己的资质要由别人核实。" : NULL;
}

static enum err confirm(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct qualification *q = next;
	(void)in, (void)to;
	q->reason = NULL;
	if (q->expires && q->expires + DAY <= c->now)
		return ctx_refuse(c, ERR_INVALID, NULL, "这份证书已经过期，不能核实。");
	return OK;
}

static enum err refuse(struct ctx *c, void *next, const void *in, int64_t *to)
{
	(void)c, (void)to;
	((struct qualification *)next)->reason = ((const struct qualification_said *)in)->reason;
	return OK;
}

static void tell(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct qualification *q = now;
	bool yes = q->state == QUALIFICATION_CONFIRMED;
	(void)before, (void)in;
	outbox_add(c, q->person,
	           arena_printf(c->mem, "资质“%s”%s", q->kind_label, yes ? "已核实" : "没有通过"),
	           yes ? "可以参加要求这项资质的服务了。" : "点开看没有通过的理由。",
	           "/me/qualifications");
}

static const struct field refuse_fields[] = {
	FIELD(struct qualification_said, reason, .required = true, .min = 2, .max = 100,
              .label = "理由"),
	RECORD("QualificationRefusal", "Why a paper does not hold."),
};

static const struct life_move moves[] = {
	{QUALIFICATION_CONFIRM, "confirm", "核实", "Confirms somebody's paper, never the own",
         .done = "已核实，从现在起算数，已告诉本人。",
         .from = IN(QUALIFICATION_WAITS) | IN(QUALIFICATION_REFUSED),
         .to = IN(QUALIFICATION_CONFIRMED), .needs = PERSON_VOUCH, .own = his_own,
         .effect = confirm, .tell = tell},
	{QUALIFICATION_REFUSE, "refuse", "不通过", "Refuses it, with a reason", refuse_fields,
         .done = "已记为不通过，本人收到了理由。",
         .from = IN(QUALIFICATION_WAITS) | IN(QUALIFICATION_CONFIRMED),
         .to = IN(QUALIFICATION_REFUSED), .needs = PERSON_VOUCH, .reason = true, .own = his_own,
         .effect = refuse, .tell = tell},
	{0},
};

static struct life_look look(const void *record)
{
	const struct qualification *q = record;
	return (struct life_look){q->uid, q->state, 0, {.path = q->path}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	return sql_qualification_write(c, next, ((const struct qualification *)before)->state);
}

const struct life qualification_life = {
	.kind = "qualification",
	.these = "这份资质",
	.state_words = qualification_state_words,
	.state_labels = qualification_state_labels,
	.moves = moves,
	.personal = true,
	.size = sizeof(struct qualification),
	.state = offsetof(struct qualification, state),
	.look = look,
	.write = write,
};

enum err qualification_decide(struct ctx *c, const char *uid, enum qualification_action a,
                              const struct qualification_said *in)
{
	struct qualification *q = sql_qualification_by_uid(c, uid);
	if (!q || !access_may(c->who, PERSON_VOUCH, &(struct subject){.path = q->path}))
		return ERR_MISSING;
	return life_move(c, &qualification_life, q,
	                 &(struct life_ask){.action = (int)a, .in = in, .reason = in->reason});
}

/* ---- those that end ---- */

static struct qualification *ending(struct ctx *c, int64_t many, size_t *count)
{
	return sql_qualification_ending(c, c->now - DAY, c->now + (REMIND_DAYS - 1) * (int64_t)DAY,
	                                many, count);
}

bool qualification_remind_due(struct ctx *c)
{
	size_t n = 0;
	ending(c, 1, &n);
	return n > 0;
}

size_t qualification_remind(struct ctx *c)
{
	size_t n = 0;
	struct qualification *q = ending(c, REMIND_MANY, &n);
	for (size_t i = 0; i < n; i++) {
		outbox_add(
			c, q[i].person, arena_printf(c->mem, "资质“%s”快到期了", q[i].kind_label),
			arena_printf(c->mem,
		                     "有效期到 "
		                     "%s。换新证后请重新登记，到期后不能参加要求这项资质的服务。",
		                     clock_date(c->mem, q[i].expires)),
			"/me/qualifications");
		sql_qualification_reminded(c, q[i].uid);
	}
	return n;
}

/* ---- gates ---- */

bool person_qualified(struct ctx *c, int64_t person, int64_t category, int64_t at)
{
	return !sql_gate_count(c, category) || sql_gate_passed(c, category, person, at - DAY) > 0;
}

const char *qualification_asked(struct ctx *c, int64_t category)
{
	size_t n = 0;
	struct buf out = BUF(c->mem);
	struct qualification_kind *k = sql_gate_kinds(c, category, &n);
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "%s%s", i ? "、" : "", k[i].label);
	return buf_str(&out);
}

struct gate *gate_list(struct ctx *c, size_t *count)
{
	return sql_gate_list(c, count);
}

enum err gate_set(struct ctx *c, const char *category, const char *kind, bool on)
{
	int64_t k = sql_qualification_kind(c, kind);
	int64_t g = sql_gate_category(c, category);
	if (!g)
		return ctx_refuse(c, ERR_INVALID, "category", "没有这个服务类别。");
	if (!k)
		return ctx_refuse(c, ERR_INVALID, "kind", "请从列表里选一种资质。");
	if (on)
		sql_gate_insert(c, g, k);
	else
		sql_gate_delete(c, g, k);
	audit(c, on ? "gate.add" : "gate.remove", "category", category, kind);
	return OK;
}
