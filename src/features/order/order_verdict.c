/* order_verdict.c - how an order ends: the served person's verdict, the call back, opening it again. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/setting.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_rules.h"
#include "features/person/person.h"

#include <stdlib.h>

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)

/* A draw that nobody can steer: keyed by the order's own id. */
static bool sampled(struct ctx *c, const struct order *o)
{
	char head[5] = {0};
	const char *mac = crypto_mac(c->keys, c->mem, "sample", o->uid);
	for (int i = 0; i < 4; i++)
		head[i] = mac[i];
	return (int64_t)(strtoul(head, NULL, 16) % 100) < setting_int(c, "verdict.sample_percent");
}

bool order_verdict_proxy(const struct ctx *c, const struct order *o)
{
	return o->requester != c->who->id;
}

const char *order_verdict_told(struct ctx *c, const struct order *o)
{
	if (o->verdict_how == VERDICT_SELF || text_empty(o->verdict_by))
		return "";
	return arena_printf(c->mem, "（%s%s：%s）",
	                    o->verdict_how == VERDICT_CALLBACK ? "" : "代评，",
	                    verdict_how_labels[o->verdict_how], o->verdict_by);
}

/* Somebody else's words are kept with who said them and how; one's own need neither. */
static enum err set_words(struct ctx *c, struct order *n, const struct order_act *in)
{
	n->verdict_by = NULL;
	n->verdict_how = VERDICT_SELF;
	if (!order_verdict_proxy(c, n))
		return OK;
	if (text_empty(in->verdict_by))
		REFUSE("verdict_by", "请写明是听谁说的：本人，或家属的姓名。");
	if (in->verdict_how <= VERDICT_SELF || in->verdict_how >= VERDICT_CALLBACK)
		REFUSE("verdict_how", "请选是怎么问到的。");
	n->verdict_by = in->verdict_by;
	n->verdict_how = in->verdict_how;
	return c->problem_count ? ERR_INVALID : OK;
}

enum err order_verdict_give(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const struct order_act *act = in;
	enum err e = set_words(c, n, act);
	if (e != OK)
		return e;
	n->score = act->score;
	n->comment = act->comment;
	bool bad = order_verdict_bad(n->score, setting_int(c, "verdict.bad_score"));
	*to = bad || sampled(c, n) ? ORDER_CALLBACK_DUE : ORDER_CLOSED;
	return OK;
}

enum err order_verdict_confirm(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	const struct order_act *act = in;
	(void)c, (void)to;
	n->score = act->score;
	n->comment = act->reason; /* what was said before stays in the events */
	n->verdict_by = act->whom;
	n->verdict_how = VERDICT_CALLBACK;
	return OK;
}

const char *order_verdict_gone(struct ctx *c, const void *record)
{
	const struct person *p = person_get(c, ((const struct order *)record)->requester);
	if (!p || !p->ended)
		return NULL;
	return arena_printf(c->mem, "%s%s，不能重开。", person_told(c, p),
	                    person_visible(c, p->id) ? person_end_labels[p->ended] : "已不在本县");
}

const char *order_verdict_past(struct ctx *c, const void *record)
{
	const char *gone = order_verdict_gone(c, record);
	if (gone)
		return gone;
	int64_t days = setting_int(c, "order.reopen_days");
	return c->now > ((const struct order *)record)->closed + days * DAY
	               ? arena_printf(c->mem, "收单已超过 %lld 天，不能重开，请另下一单。",
	                              (long long)days)
	               : NULL;
}

enum err order_verdict_reopen(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct order *n = next;
	n->score = 0;
	n->comment = n->report = n->verdict_by = NULL;
	n->verdict_how = VERDICT_SELF;
	return order_serve_free(c, n, in, to);
}
