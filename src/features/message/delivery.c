#include "features/message/delivery.h"

#include "base/limits.h"
#include "core/access.h"
#include "gen/message.sql.h"

const char *const delivery_state_words[] = {"waits",    "sent",     "failed", "off",
                                            "outdated", "gathered", NULL};
const char *const delivery_state_labels[] = {"待发送", "已发送",   "发送失败", "通道未开",
                                             "已过时", "并入摘要", NULL};
const char *const delivery_channel_words[] = {"inbox", "sms", "email", "webhook", NULL};
const char *const delivery_channel_labels[] = {"站内", "短信", "邮件", "网络回调", NULL};

const struct field delivery_row_fields[] = {
	FIELD(struct delivery_row, id),
	FIELD(struct delivery_row, channel, .label = "怎样发", .words = delivery_channel_words,
              .labels = delivery_channel_labels),
	FIELD(struct delivery_row, kind, .doc = "word of the message's kind; empty: none"),
	FIELD(struct delivery_row, subject, .label = "标题"),
	FIELD(struct delivery_row, created, .label = "产生时间", .as = AS_MOMENT,
              .doc = "seconds UTC"),
	FIELD(struct delivery_row, state, .label = "状态", .words = delivery_state_words,
              .labels = delivery_state_labels),
	FIELD(struct delivery_row, tries, .label = "试过几次"),
	FIELD(struct delivery_row, next_at, .label = "下次试", .as = AS_MOMENT,
              .doc = "seconds UTC"),
	FIELD(struct delivery_row, fault, .label = "出错"),
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

/* ---- its life here; the outbox itself does the rest (core/outbox.h) ---- */

static const struct life_move moves[] = {
	{DELIVERY_RETRY, "retry", "重发", "Sends a failed one again",
         .done = "已放回队列，几分钟内重发。", .from = IN(DELIVERY_FAILED) | IN(DELIVERY_OFF),
         .to = IN(DELIVERY_WAITS), .needs = SETTING_MANAGE},
	{0},
};

static struct life_look look(const void *record)
{
	const struct delivery_row *d = record;
	return (struct life_look){d->id, d->state, 0, {0}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	return sql_delivery_write(c, next, ((const struct delivery_row *)before)->state);
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	(void)now, (void)before, (void)m, (void)reason;
	c->woke = true;
}

const struct life delivery_life = {
	.kind = "delivery",
	.these = "这条消息",
	.state_words = delivery_state_words,
	.state_labels = delivery_state_labels,
	.moves = moves,
	.size = sizeof(struct delivery_row),
	.state = offsetof(struct delivery_row, state),
	.look = look,
	.write = write,
	.kept = kept,
};

enum err delivery_retry(struct ctx *c, const char *id)
{
	const struct delivery_row *d = sql_delivery_get(c, id);
	return d ? life_move(c, &delivery_life, d, &(struct life_ask){.action = DELIVERY_RETRY})
	         : ERR_MISSING;
}
