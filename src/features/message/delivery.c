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
	RECORD("Delivery", "What became of a message that went out."),
};

struct delivery_row *delivery_list(struct ctx *c, int64_t state, const char *after, size_t *count,
                                   const char **next)
{
	struct delivery_row *d = sql_delivery_list(c, state, after ? after : "", count);
	*next = NULL;
	if (*count > LIMIT_PAGE) {
		*count = LIMIT_PAGE;
		*next = d[LIMIT_PAGE - 1].id;
	}
	return d;
}

void delivery_counts(struct ctx *c, int64_t counts[DELIVERY_STATES])
{
	size_t n = 0;
	struct delivery_tally *t = sql_delivery_counts(c, &n);
	for (int i = 0; i < DELIVERY_STATES; i++)
		counts[i] = 0;
	for (size_t i = 0; i < n; i++)
		if (t[i].state >= 0 && t[i].state < DELIVERY_STATES)
			counts[t[i].state] = t[i].count;
}

enum err delivery_retry(struct ctx *c, const char *id)
{
	const struct delivery_row *d = sql_delivery_state(c, id);
	if (!d)
		return ERR_MISSING;
	if (sql_delivery_retry(c, id) != 1) {
		c->state = d->state < DELIVERY_STATES ? delivery_state_words[d->state] : NULL;
		return ctx_refuse(c, ERR_STATE, NULL, "只有发送失败或通道未开的才能重发。");
	}
	c->woke = true;
	audit(c, "delivery.retry", "delivery", id, NULL);
	return OK;
}
