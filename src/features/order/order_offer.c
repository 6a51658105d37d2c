/* order_offer.c - the offers of an order: how many wait, which are the asker's own, what became of them. */
#include "features/order/order_offer.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/access.h"
#include "core/cursor.h"
#include "core/setting.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "gen/order.sql.h"

const char *const offer_state_words[] = {"waiting",  "accepted",  "declined", "expired",
                                         "recalled", "overtaken", NULL};
const char *const offer_state_labels[] = {"等答复", "已接单",   "谢绝了", "到期没答复",
                                          "已收回", "被先接了", NULL};

#define F(m, ...) FIELD(struct order_offer, m, __VA_ARGS__)
const struct field order_offer_fields[] = {
	F(team, .doc = "id of the team asked; null: a person was"),
	F(team_name),
	F(person),
	F(person_name),
	F(state, .words = offer_state_words, .labels = offer_state_labels),
	F(at, .doc = "when it was offered, seconds UTC"),
	F(until, .doc = "from then on it can no longer be accepted, seconds UTC"),
	F(answered, .doc = "when it stopped waiting, seconds UTC; 0: it waits"),
	F(reason, .doc = "why it was declined or taken back"),
	F(by_name, .doc = "who offered it"),
	F(why, .doc = "why this side, where it was not the first proposed"),
	RECORD("OrderOffer", "Who is or was asked to take an order."),
};

static struct order_offer *as_of_now(struct ctx *c, struct order_offer *f, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (f[i].state == OFFER_WAITING && f[i].until <= c->now) {
			f[i].state = OFFER_EXPIRED;
			f[i].answered = f[i].until;
		}
	return f;
}

struct order_offer *order_offers(struct ctx *c, int64_t row, size_t *count)
{
	struct order_offer *f = sql_offer_list(c, row, count);
	return as_of_now(c, f, *count);
}

int64_t order_offers_all(struct ctx *c, int64_t row)
{
	return sql_offer_count(c, row);
}

struct order_offer *order_offers_page(struct ctx *c, int64_t row, const char *after, size_t *count,
                                      const char **next)
{
	struct order_offer *f = sql_offer_page(c, row, cursor_read(after).id, count);
	*next = NULL;
	if (*count > OFFERS_LAST) {
		*count = OFFERS_LAST;
		*next = cursor_text(c->mem, (struct cursor){0, 0, f[OFFERS_LAST - 1].row});
	}
	return as_of_now(c, f, *count);
}

struct order_offer *order_offer_over(struct ctx *c, int64_t row, size_t *count)
{
	return sql_offer_over(c, row, count);
}

struct order_offer *order_offer_waiting(struct ctx *c, const struct order *o, size_t *count)
{
	struct order_offer *all = order_offers(c, o->row, count);
	size_t n = 0;
	for (size_t i = 0; i < *count; i++)
		if (all[i].state == OFFER_WAITING)
			all[n++] = all[i];
	*count = n;
	return all;
}

const char *order_rows_list(struct ctx *c, const struct order_hit *hits, size_t n)
{
	bool pg = db_is_postgres(c->db);
	struct buf b = BUF(c->mem);
	buf_char(&b, pg ? '{' : '[');
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%lld", i ? "," : "", (long long)hits[i].id);
	buf_char(&b, pg ? '}' : ']');
	return buf_str(&b);
}

struct order_offer *order_offer_mine(struct ctx *c, const struct order *o, size_t orders,
                                     size_t *count)
{
	struct order_hit *hits = ARENA_ARRAY(c->mem, struct order_hit, orders + 1);
	for (size_t i = 0; i < orders; i++)
		hits[i].id = o[i].row;
	return sql_offer_mine(c, order_rows_list(c, hits, orders), count);
}

int64_t order_offers_most(struct ctx *c, const struct order *o)
{
	bool known = o->urgency >= 0 && o->urgency <= URGENCY_URGENT;
	const char *word = order_urgency_words[known ? o->urgency : URGENCY_NORMAL];
	return setting_int(c, arena_printf(c->mem, "offer.%s", word));
}

int64_t order_offers_free(struct ctx *c, const struct order *o)
{
	if (o->state != ORDER_OPEN && o->state != ORDER_OFFERED)
		return 0;
	int64_t most = order_offers_most(c, o), waiting = 0;
	if (o->state == ORDER_OFFERED)
		waiting = order_offer_count(c, o->row);
	return waiting < most ? most - waiting : 0;
}

int64_t order_offer_count(struct ctx *c, int64_t row)
{
	return sql_offer_waiting(c, row);
}

int64_t order_offer_until(struct ctx *c, int64_t row)
{
	return sql_offer_until(c, row);
}

void order_offer_name(struct order *o, const struct order_offer *f)
{
	order_clear_side(o);
	o->offer = f->row;
	o->team_row = f->team_row;
	o->team = f->team;
	o->team_name = f->team_name;
	o->person_row = f->person_row;
	o->person = f->person;
	o->person_name = f->person_name;
}

void order_offer_show(struct ctx *c, struct order *o, size_t count)
{
	size_t n = 0, offered = 0;
	for (size_t i = 0; i < count; i++)
		offered += o[i].state == ORDER_OFFERED;
	if (!offered || c->who->id <= 0)
		return;
	struct order_offer *f = order_offer_mine(c, o, count, &n);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < n && !o[i].offer; k++)
			if (o[i].state == ORDER_OFFERED && f[k].orders == o[i].row) {
				order_offer_name(&o[i], &f[k]);
				o[i].deadline = f[k].until;
			}
}

enum err order_offer_late(struct ctx *c, const struct order *o, int64_t state)
{
	static const char *const fates[OFFER_STATES] = {
		[OFFER_DECLINED] = "您已经谢绝了这一单，现在是“%s”。",
		[OFFER_EXPIRED] = "答复的时间已经过了，这一单现在是“%s”，不用再答复。",
		[OFFER_RECALLED] = "这一单已经收回，现在是“%s”，不用再答复。",
		[OFFER_OVERTAKEN] =
			"来晚一步：这一单已经由别的一方接下，现在是“%s”。谢谢您愿意帮忙。",
	};
	struct order_offer *f = sql_offer_mine_last(c, o->row);
	if (!f)
		return OK;
	bool over = f->state == OFFER_WAITING && f->until <= c->now;
	const char *fate = fates[over ? OFFER_EXPIRED : f->state];
	if (!fate)
		return OK;
	c->state = order_state_words[state];
	return ctx_refuse(c, f->state == OFFER_OVERTAKEN ? ERR_LOST : ERR_STATE, NULL, fate,
	                  order_state_labels[state]);
}
