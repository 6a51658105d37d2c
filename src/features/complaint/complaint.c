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
	C(number, .label = "单号"),
	C(title, .label = "事项"),
	C(place, .label = "地方"),
	C(team_name, .label = "承办", .doc = "null: no side served yet"),
	C(state, .label = "状态", .words = complaint_state_words, .labels = complaint_state_labels),
	C(text, .label = "投诉", .doc = "null for those who cannot answer"),
	C(answer, .label = "答复"),
	C(at, .label = "投诉时间", .as = AS_MOMENT),
	C(answered, .label = "答复时间", .as = AS_MOMENT),
	C(answerer_name, .label = "谁答复的"),
	RECORD("Complaint", "A complaint about an order."),
};
static void open_texts(struct ctx *c, struct complaint *k)
{
	k->text = sealed_show(c, "complaint", "text", k->uid, k->text);
	k->answer = sealed_show(c, "complaint", "answer", k->uid, k->answer);
}

enum err complaint_may(struct ctx *c, const struct order *o)
{
	if (c->who->id && o->requester != c->who->id && o->proxy != c->who->id)
		return ctx_refuse(c, ERR_DENIED, NULL, "只有提出这一单的人和登记人可以投诉。");
	if (o->state == ORDER_DRAFT)
		return ctx_refuse(c, ERR_STATE, NULL, "这一单还没有提交。");
	return OK;
}

/* ---- adding one ---- */

static void tell_office(struct ctx *c, const struct order *o)
{
	size_t n;
	struct someone *who = sql_complaint_office(c, o, &n);
	for (size_t i = 0; i < n; i++)
		outbox_tell(c, &(struct outbox_note){
				       .person = who[i].id,
				       .kind = "complaint",
				       .subject = "有投诉待答复",
				       .body = arena_printf(c->mem, "“%s”收到投诉，请核实后答复。",
		                                            o->title),
				       .link = "/complaints",
				       .pressing = true,
				       .queue = true,
			       });
}

enum err complaint_add(struct ctx *c, const struct order *o, const char *text)
{
	enum err e = complaint_may(c, o);
	if (e)
		return e;
	const char *uid = random_id(c->mem);
	if (sql_complaint_open_of(c, o->row) ||
	    sql_complaint_insert(c, uid, o,
	                         crypto_seal(c->keys, c->mem, "complaint", "text", uid, text)) != 1)
		return ctx_refuse(c, ERR_STATE, NULL, "上一次的投诉还在办，答复以后可以再提。");
	audit(c, "complaint.add", "complaint", uid, NULL);
	tell_office(c, o);
	ctx_touch(c, "desk");
	return OK;
}

/* ---- reading ---- */

struct complaint *complaint_of(struct ctx *c, int64_t order, size_t *count)
{
	struct complaint *all = sql_complaint_of(c, order, count);
	for (size_t i = 0; i < *count; i++)
		open_texts(c, &all[i]);
	return all;
}

bool complaint_mine(const struct ctx *c, const struct complaint *k)
{
	return c->who->id && (k->requester == c->who->id || k->proxy == c->who->id);
}

/* May he read what is written? Seeing that there is a complaint needs less. */
static bool reads(const struct ctx *c, const struct complaint *k)
{
	return access_may(c->who, COMPLAINT_ANSWER, &(struct subject){.path = k->path});
}

static struct scope reading(const struct ctx *c)
{
	return access_scope(c->who, COMPLAINT_READ);
}

struct cursor complaint_cursor(const struct complaint *k)
{
	return (struct cursor){k->state, k->state == COMPLAINT_OPEN ? k->at : -k->at, k->row};
}

struct complaint *complaint_by_uid(struct ctx *c, const char *uid)
{
	return text_empty(uid) ? NULL : sql_complaint_get(c, reading(c), uid);
}

int64_t complaint_waiting(struct ctx *c)
{
	return sql_complaint_waiting(c, reading(c));
}

struct complaint *complaint_list(struct ctx *c, struct cursor at, size_t *count, const char **next)
{
	struct complaint *all = sql_complaint_list(c, reading(c), &at, count);
	*next = NULL;
	if (*count > COMPLAINT_PAGE) {
		*count = COMPLAINT_PAGE;
		*next = cursor_text(c->mem, complaint_cursor(&all[COMPLAINT_PAGE - 1]));
	}
	for (size_t i = 0; i < *count; i++) {
		if (reads(c, &all[i]))
			open_texts(c, &all[i]);
		else
			all[i].text = all[i].answer = NULL;
	}
	return all;
}

/* ---- its life ---- */

static const char *not_his_own(struct ctx *c, const void *record)
{
	const struct complaint *k = record;
	int64_t who = c->who->id;
	return k->author == who || k->requester == who || k->proxy == who
	               ? "自己登记的单子，投诉要由别人答复。"
	               : NULL;
}

static enum err reply(struct ctx *c, void *next, const void *in, int64_t *to)
{
	const struct complaint_said *said = in;
	(void)c, (void)to;
	((struct complaint *)next)->answer = said->answer;
	return OK;
}

/* The answer is sealed: the message leads to it. */
static void tell_back(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct complaint *k = now;
	const char *link = arena_printf(c->mem, "/orders/%s/complain", k->order);
	const char *body = arena_printf(c->mem, "您对“%s”的投诉有答复了，点开查看。", k->title);
	(void)before, (void)in;
	outbox_add(c, k->requester, "投诉有答复了", body, link);
	if (k->proxy && k->proxy != k->requester)
		outbox_add(c, k->proxy, "投诉有答复了", body, link);
}

static const struct field reply_fields[] = {
	FIELD(struct complaint_said, answer, .required = true, .min = 4, .max = 2000,
              .as = AS_LINES, .label = "答复", .hint = "发给投诉人。写清核实了什么、怎么处理"),
	RECORD("ComplaintReply", "What the office answers."),
};

static const struct life_move moves[] = {
	{COMPLAINT_REPLY, "answer", "答复", "Answers a complaint", reply_fields,
         .done = "答复已发给投诉的人。", .from = IN(COMPLAINT_OPEN), .to = IN(COMPLAINT_ANSWERED),
         .needs = COMPLAINT_ANSWER, .own = not_his_own, .effect = reply, .tell = tell_back},
	{0},
};

static struct life_look look(const void *record)
{
	const struct complaint *k = record;
	return (struct life_look){k->uid, k->state, 0, {.path = k->path}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	const struct complaint *k = next;
	(void)before;
	return sql_complaint_write(
		c, k, crypto_seal(c->keys, c->mem, "complaint", "answer", k->uid, k->answer));
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	(void)now, (void)before, (void)m, (void)reason;
	ctx_touch(c, "desk");
}

const struct life complaint_life = {
	.kind = "complaint",
	.these = "这条投诉",
	.state_words = complaint_state_words,
	.state_labels = complaint_state_labels,
	.moves = moves,
	.size = sizeof(struct complaint),
	.state = offsetof(struct complaint, state),
	.look = look,
	.write = write,
	.kept = kept,
};

static struct complaint *in_reach(struct ctx *c, const char *uid)
{
	return sql_complaint_get(c, access_scope(c->who, COMPLAINT_ANSWER), uid);
}

bool complaint_reached(struct ctx *c, const char *uid)
{
	return in_reach(c, uid) != NULL;
}

enum err complaint_answer(struct ctx *c, const char *uid, const struct complaint_said *in)
{
	struct complaint *k = in_reach(c, uid);
	if (!k)
		return ctx_refuse(c, ERR_MISSING, NULL, "没有这条投诉，或者不该由您答复。");
	return life_move(c, &complaint_life, k,
	                 &(struct life_ask){.action = COMPLAINT_REPLY, .in = in});
}
