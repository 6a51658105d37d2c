#include "core/duty.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/field.h"
#include "core/outbox.h"
#include "gen/core.sql.h"

enum { DUTY_HANDS = 2 };

const char *const duty_events[] = {"account.give",
                                   "account.take",
                                   "account.lock",
                                   "account.unlock",
                                   "account.server",
                                   "account.objected",
                                   "account.proposed.letter",
                                   "account.proposed.lock",
                                   "account.proposed.unlock",
                                   "account.proposed.give",
                                   "account.proposed.take",
                                   "account.confirmed.letter",
                                   "account.confirmed.lock",
                                   "account.confirmed.unlock",
                                   "account.confirmed.give",
                                   "account.confirmed.take",
                                   NULL};

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n), {0}};

void duty_turn(struct ctx *c, int64_t person)
{
	db_int(c->db, sql_duty_turn, V(person));
}

uint32_t duty_of(struct ctx *c, int64_t person)
{
	uint32_t all = 0;
	size_t count = 0;
	const struct number *r = db_all(c->db, c->mem, sql_duty_of, struct number, number_fields,
	                                &count, V(person));
	for (size_t i = 0; i < count; i++)
		all |= 1U << (r[i].n & 31);
	return all;
}

uint32_t duty_opens(struct ctx *c, int64_t person)
{
	bool leads = db_int(c->db, sql_duty_leads, V(person)) > 0;
	return duty_of(c, person) | (leads ? 1U << ROLE_LEADER : 0);
}

const char *duty_labels(struct ctx *c, uint32_t duties)
{
	struct buf out = BUF(c->mem);
	for (enum role r = ROLE_LEADER; r < ROLE_COUNT; r++)
		if (duties >> r & 1U)
			buf_printf(&out, "%s%s", out.len ? "、" : "", role_labels[r]);
	return buf_str(&out);
}

int64_t *duty_holders(struct ctx *c, size_t *count)
{
	const struct number *r = db_all(c->db, c->mem, sql_duty_holders, struct number,
	                                number_fields, count, V((int64_t)DUTY_TOP));
	int64_t *all = ARENA_ARRAY(c->mem, int64_t, *count + 1);
	for (size_t i = 0; i < *count; i++)
		all[i] = r[i].n;
	return all;
}

enum err duty_end(struct ctx *c, int64_t person, int64_t gone)
{
	duty_turn(c, person < gone ? person : gone);
	duty_turn(c, person < gone ? gone : person);
	uint32_t held = duty_of(c, person), others = duty_of(c, gone);
	if (!(held | others))
		return OK;
	return ctx_refuse(c, ERR_STATE, NULL,
	                  "%s还担任%s，请先由安全管理员（系统管理员、安全管理员、审计员由两位"
	                  "一起）收回，再登记去世、搬离，或与这样的档案合并。",
	                  duty_name(c, held ? person : gone), duty_labels(c, held | others));
}

enum err duty_hand(struct ctx *c, int64_t role, enum hand hand)
{
	size_t count = 0;
	if (!duty_is_top(role) || hand == HAND_TWO || hand == HAND_LOAD)
		return OK;
	if (hand == HAND_ONE)
		return ctx_refuse(c, ERR_DENIED, "role",
		                  "%s要由两位一起任免：一位在“双人复核”提出，另一位确认。",
		                  role_labels[role]);
	duty_holders(c, &count);
	if (count < DUTY_HANDS)
		return OK;
	return ctx_refuse(c, ERR_DENIED, "role",
	                  "已有 %d 位能用的管理员或审计员，%s由他们两位一起在“双人复核”任免。",
	                  (int)count, role_labels[role]);
}

const char *duty_name(struct ctx *c, int64_t person)
{
	if (!person)
		return "服务器上的命令";
	const char *name = db_text(c->db, c->mem, sql_person_name_of, V(person));
	return name ? name : "已不在册的人";
}

void duty_tell_one(struct ctx *c, int64_t person, const char *subject, const char *body,
                   const char *link)
{
	outbox_tell(c, &(struct outbox_note){.person = person,
	                                     .kind = "duty",
	                                     .subject = subject,
	                                     .body = body,
	                                     .link = link,
	                                     .pressing = true,
	                                     .urgent = true,
	                                     .every = true});
}

void duty_tell(struct ctx *c, const struct duty_news *n)
{
	size_t count = 0;
	const char *uid = db_text(c->db, c->mem, sql_person_uid_of, V(n->person));
	duty_tell_one(c, n->person, n->subject, n->body, n->link ? n->link : "/me");
	const int64_t *who = n->others ? duty_holders(c, &count) : NULL;
	for (size_t i = 0; i < count; i++) {
		if (who[i] == n->person || who[i] == c->who->id)
			continue;
		if (n->calm)
			outbox_add(c, who[i], n->subject, n->others, "/proposals");
		else
			duty_tell_one(c, who[i], n->subject, n->others, "/proposals");
	}
	outbox_hook(c, n->event,
	            arena_printf(c->mem, "{\"person\":\"%s\",\"at\":%lld}", uid ? uid : "",
	                         (long long)c->now));
}
