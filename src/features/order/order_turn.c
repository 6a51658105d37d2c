/* Whose turn it is on the wall 轮流认领. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/setting.h"
#include "features/order/order_priv.h"
#include "gen/order.sql.h"

enum { TURN_DAYS = 30 };

int64_t order_turn_from(const struct order_turn *t)
{
	bool much = t->unserved >= t->unserved_most || t->claims > t->claims_most;
	return t->hours > 0 && much ? t->published + t->hours * HOUR : 0;
}

static struct order_turn turn_of(struct ctx *c, const struct order *o, int64_t team, int64_t person)
{
	struct order_turn *t = sql_order_turn(c, team, person, c->now - TURN_DAYS * (int64_t)DAY);
	struct order_turn none = {0};
	if (!t)
		t = &none;
	t->published = o->published;
	t->hours = setting_int(c, "wall.turn_hours");
	t->unserved_most = setting_int(c, "wall.turn_unserved");
	t->claims_most = setting_int(c, "wall.turn_claims");
	return *t;
}

const char *order_turn_wait(struct ctx *c, const struct order *o, int64_t team, int64_t person)
{
	const struct order_turn t = turn_of(c, o, team, person);
	int64_t from = order_turn_from(&t);
	if (from <= c->now)
		return NULL;
	struct day d = clock_local(from + MINUTE - 1);
	const char *who = team ? "这支队" : "您";
	const char *why = t.unserved >= t.unserved_most
	                          ? arena_printf(c->mem, "%s手上还有 %lld 个认领了没有去服务的心愿",
	                                         who, (long long)t.unserved)
	                          : arena_printf(c->mem, "%s近 %d 天已经认领了 %lld 个心愿", who,
	                                         TURN_DAYS, (long long)t.claims);
	return arena_printf(
		c->mem,
		"%s，新上墙的先让给认领少的人 %lld 小时：%d月%d日 %02d:%02d 起%s也可以认领。", why,
		(long long)t.hours, d.month, d.mday, d.hour, d.minute, who);
}

enum err order_turn(struct ctx *c, const struct order *n)
{
	const char *wait = order_turn_wait(c, n, n->team_row, n->person_row);
	if (!wait)
		return OK;
	c->state = order_state_words[ORDER_WALL];
	return ctx_refuse(c, ERR_STATE, NULL, "%s", wait);
}
