#include "features/message/delivery.h"

#include "base/limits.h"
#include "core/access.h"
#include "core/audit.h"
#include "gen/message.sql.h"

const char *const delivery_state_words[] = {"waits",    "sent",     "failed", "off",
                                            "outdated", "gathered", NULL};
const char *const delivery_state_labels[] = {"待发送", "已发送",   "发送失败", "通道未开",
                                             "已过时", "并入摘要", NULL};
const char *const delivery_channel_words[] = {"inbox", "sms", "email", "webhook", NULL};
const char *const delivery_channel_labels[] = {"站内", "短信", "邮件", "网络回调", NULL};

const struct field delivery_row_fields[] = {
	FIELD(struct delivery_row, id),
	FIELD(struct delivery_row, channel, .words = delivery_channel_words,
              .labels = delivery_channel_labels),
	FIELD(struct delivery_row, kind, .doc = "word of the message's kind; empty: none"),
	FIELD(struct delivery_row, subject),
	FIELD(struct delivery_row, created, .doc = "seconds UTC"),
	FIELD(struct delivery_row, state, .words = delivery_state_words,
              .labels = delivery_state_labels),
	FIELD(struct delivery_row, tries),
	FIELD(struct delivery_row, next_at, .doc = "seconds UTC"),
	FIELD(struct delivery_row, fault),
	FIELD(struct delivery_row, person_name, .hidden = true),
	FIELD(struct delivery_row, hook, .hidden = true),
	{0},
};

struct delivery_row *delivery_list(struct ctx *c, int64_t state, const char *after, size_t *count,
                                   const char **next)
{
	struct delivery_row *d = db_all(c->db, c->mem, sql_delivery_list, struct delivery_row,
	                                delivery_row_fields, count, V(state), V(after ? after : ""),
	                                V(LIMIT_PAGE + 1));
	*next = NULL;
	if (*count > LIMIT_PAGE) {
		*count = LIMIT_PAGE;
		*next = d[LIMIT_PAGE - 1].id;
	}
	return d;
}

struct tally {
	int64_t state, count;
};

void delivery_counts(struct ctx *c, int64_t counts[DELIVERY_STATES])
{
	static const struct field fields[] = {
		FIELD(struct tally, state), FIELD(struct tally, count), {0}};
	size_t n = 0;
	struct tally *t = db_all(c->db, c->mem, sql_delivery_counts, struct tally, fields, &n);
	for (int i = 0; i < DELIVERY_STATES; i++)
		counts[i] = 0;
	for (size_t i = 0; i < n; i++)
		if (t[i].state >= 0 && t[i].state < DELIVERY_STATES)
			counts[t[i].state] = t[i].count;
}

enum err delivery_retry(struct ctx *c, const char *id)
{
	const char *state = db_text(c->db, c->mem, sql_delivery_state, V(id));
	if (!state)
		return ERR_MISSING;
	if (db_exec(c->db, sql_delivery_retry, V(id), V(c->now)) != 1) {
		int64_t is = db_int(c->db, sql_delivery_state, V(id));
		c->state = is >= 0 && is < DELIVERY_STATES ? delivery_state_words[is] : NULL;
		return ctx_refuse(c, ERR_STATE, NULL, "只有发送失败或通道未开的才能重发。");
	}
	c->woke = true;
	audit(c, "delivery.retry", "delivery", id, NULL);
	return OK;
}
