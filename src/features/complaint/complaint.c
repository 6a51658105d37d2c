#include "features/complaint/complaint.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/outbox.h"
#include "core/sealed.h"
#include "gen/complaint.sql.h"

const char *const complaint_state_words[] = {"open", "answered", NULL};
const char *const complaint_state_labels[] = {"等答复", "已答复", NULL};

#define C(m, ...) FIELD(struct complaint, m, __VA_ARGS__)
const struct field complaint_fields[] = {
	FIELD_AS(struct complaint, uid, "id"),
	C(order, .doc = "id of the order"),
	C(number),
	C(title),
	C(place),
	C(team_name, .doc = "null: no side served yet"),
	C(state, .words = complaint_state_words),
	C(text, .doc = "null for those who cannot answer"),
	C(answer),
	C(at),
	C(answered),
	C(answerer_name),
	{0},
};
static const struct field row_fields[] = {
	C(row),   C(orders), C(author),    C(state),         C(at),    C(answered), C(requester),
	C(proxy), C(uid),    C(text),      C(answer),        C(order), C(number),   C(title),
	C(place), C(path),   C(team_name), C(answerer_name), {0},
};

static void open_texts(struct ctx *c, struct complaint *k)
{
	k->text = sealed_show(c, "complaint", "text", k->uid, k->text);
	k->answer = sealed_show(c, "complaint", "answer", k->uid, k->answer);
}

bool complaint_may(const struct ctx *c, const struct order *o)
{
	return o->state > ORDER_DRAFT && c->who->id &&
	       (o->requester == c->who->id || o->proxy == c->who->id);
}

/* ---- who is told ---- */

struct someone {
	int64_t id;
};

/* Township and centre in reach, but nobody of the side it is about, nor the author. */
static void tell_office(struct ctx *c, const struct order *o)
{
	static const struct field fields[] = {FIELD(struct someone, id), {0}};
	size_t n;
	struct someone *who = db_all(c->db, c->mem, sql_complaint_staff, struct someone, fields, &n,
	                             V(o->place_path), V(o->team_row), V(o->person_row),
	                             V(c->who->id));
	for (size_t i = 0; i < n; i++)
		outbox_add(c, who[i].id, "有投诉待答复",
		           arena_printf(c->mem, "“%s”收到投诉，请核实后答复。", o->title),
		           "/complaints");
}

/* The answer is sealed: the message leads to it. */
static void tell_back(struct ctx *c, const struct complaint *k)
{
	const char *link = arena_printf(c->mem, "/orders/%s/complain", k->order);
	const char *body = arena_printf(c->mem, "您对“%s”的投诉有答复了，点开查看。", k->title);
	outbox_add(c, k->requester, "投诉有答复了", body, link);
	if (k->proxy && k->proxy != k->requester)
		outbox_add(c, k->proxy, "投诉有答复了", body, link);
}

/* ---- add, read, answer ---- */

enum err complaint_add(struct ctx *c, const struct order *o, const char *text)
{
	if (c->who->id && !complaint_may(c, o))
		return ctx_refuse(c, ERR_DENIED, NULL, "只有提出这一单的人和登记人可以投诉。");
	if (o->state == ORDER_DRAFT)
		return ctx_refuse(c, ERR_STATE, NULL, "这一单还没有提交。");
	if (db_int(c->db, sql_complaint_open_of, V(o->row)))
		return ctx_refuse(c, ERR_STATE, NULL, "上一次的投诉还在办，答复以后可以再提。");
	const char *uid = random_id(c->mem);
	db_exec(c->db, sql_complaint_insert, V(uid), V(o->row), V(o->team_row), V(o->person_row),
	        V(c->who->id), V(crypto_seal(c->keys, c->mem, "complaint", "text", uid, text)),
	        V(c->now));
	audit(c, "complaint.add", "order", o->uid, uid);
	tell_office(c, o);
	ctx_touch(c, "desk");
	return OK;
}

struct complaint *complaint_of(struct ctx *c, int64_t order, size_t *count)
{
	struct complaint *all = db_all(c->db, c->mem, sql_complaint_of, struct complaint,
	                               row_fields, count, V(order));
	for (size_t i = 0; i < *count; i++)
		open_texts(c, &all[i]);
	return all;
}

/* May he read what is written? Seeing that there is a complaint needs less. */
static bool reads(const struct ctx *c, const struct complaint *k)
{
	return access_may(c->who, COMPLAINT_ANSWER, &(struct subject){.path = k->path});
}

struct complaint *complaint_list(struct ctx *c, size_t *count)
{
	struct scope s = access_scope(c->who, COMPLAINT_READ);
	struct complaint *all = db_all(c->db, c->mem, sql_complaint_list, struct complaint,
	                               row_fields, count, V(s.all), V(s.subtree), V(s.person),
	                               V((const char *)NULL));
	for (size_t i = 0; i < *count; i++) {
		if (reads(c, &all[i]))
			open_texts(c, &all[i]);
		else
			all[i].text = all[i].answer = NULL;
	}
	return all;
}

static struct complaint *to_answer(struct ctx *c, const char *uid)
{
	struct scope s = access_scope(c->who, COMPLAINT_ANSWER);
	return db_one(c->db, c->mem, sql_complaint_list, struct complaint, row_fields, V(s.all),
	              V(s.subtree), V(s.person), V(uid));
}

bool complaint_reached(struct ctx *c, const char *uid)
{
	return to_answer(c, uid) != NULL;
}

enum err complaint_answer(struct ctx *c, const char *uid, const char *answer)
{
	struct complaint *k = to_answer(c, uid);
	if (!k)
		return ctx_refuse(c, ERR_MISSING, NULL, "没有这条投诉，或者不该由您答复。");
	if (k->author == c->who->id || k->requester == c->who->id || k->proxy == c->who->id)
		return ctx_refuse(c, ERR_DENIED, NULL, "自己登记的单子，投诉要由别人答复。");
	const char *sealed = crypto_seal(c->keys, c->mem, "complaint", "answer", uid, answer);
	if (k->state != COMPLAINT_OPEN || db_exec(c->db, sql_complaint_answer, V(k->row), V(sealed),
	                                          V(c->who->id), V(c->now)) != 1) {
		c->state = complaint_state_words[COMPLAINT_ANSWERED];
		return ctx_refuse(c, ERR_STATE, NULL, "这条投诉已经有人答复了。");
	}
	audit(c, "complaint.answer", "order", k->order, uid);
	tell_back(c, k);
	ctx_touch(c, "desk");
	return OK;
}
