/* "On our way" and "late": the serving side says it, the requester is told, the state stays. */
#include "features/order/order_visit.h"
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/outbox.h"
#include "features/order/order.h"
#include "features/order/order_priv.h"
#include "gen/order.sql.h"

const char *const order_visit_words[] = {"on_the_way", "late", NULL};

bool order_visit_may(struct ctx *c, const struct order *o, enum visit_kind kind)
{
	struct subject s = order_subject(o);
	bool near = kind == VISIT_LATE ? o->starts_at - c->now < DAY : !order_early(c, o);
	return o->state == ORDER_SCHEDULED && access_may(c->who, ORDER_SERVE, &s) &&
	       access_serves(c->who, &s) && near;
}

static enum err refuse_visit(struct ctx *c, const struct order *o, enum visit_kind kind)
{
	struct subject s = order_subject(o);
	if (!access_serves(c->who, &s))
		return ctx_refuse(c, ERR_DENIED, NULL, "只有服务方能说出发了或者要晚到。");
	c->state = order_state_words[o->state];
	if (o->state != ORDER_SCHEDULED)
		return ctx_refuse(c, ERR_STATE, NULL,
		                  "这一单现在是“%s”，约好时间以后、服务开始以前才能说。",
		                  order_state_labels[o->state]);
	return ctx_refuse(c, ERR_STATE, NULL,
	                  kind == VISIT_LATE ? "约的时间还早，上门前一天起才能说要晚到。"
	                                     : "约的时间还早，上门前两小时起才能说出发了。");
}

static void tell(struct ctx *c, const struct order *o, int64_t person, const char *subject,
                 const char *body)
{
	if (person > 0 && person != c->who->id)
		outbox_add(c, person, subject, body, arena_printf(c->mem, "/orders/%s", o->uid));
}

static const char *news_of(struct ctx *c, const struct visit_note *said, const char *title)
{
	return said->kind == VISIT_LATE
	               ? arena_printf(c->mem, "“%s”：志愿者要晚到大约 %lld 分钟。", title,
	                              (long long)said->minutes)
	               : arena_printf(c->mem, "“%s”：志愿者已经出发，正在路上。", title);
}

static void tell_askers(struct ctx *c, const struct order *o, const struct visit_note *said)
{
	const char *subject = said->kind == VISIT_LATE ? "上门要晚到" : "已经出发了";
	size_t n = 0;
	struct order_asker *joined = order_merged_askers(c, o, &n);
	tell(c, o, o->requester, subject, news_of(c, said, o->title));
	if (o->proxy != o->requester)
		tell(c, o, o->proxy, subject, news_of(c, said, o->title));
	for (size_t i = 0; i < n; i++)
		tell(c, o, joined[i].person, subject, news_of(c, said, joined[i].title));
}

enum err order_visit(struct ctx *c, const char *uid, enum visit_kind kind, int64_t minutes)
{
	enum { AGAIN = 5 * MINUTE }; /* pressed twice is said once */
	struct order *o = order_by_uid(c, uid);
	if (!o || order_sight(c, o) == SIGHT_NONE)
		return ctx_refuse(c, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	if (!order_visit_may(c, o, kind))
		return refuse_visit(c, o, kind);
	if (kind == VISIT_LATE && (minutes < 5 || minutes > 240))
		return ctx_refuse(c, ERR_INVALID, "minutes",
		                  "晚到多久请填 5 到 240 分钟；更久请改时间。");
	struct visit_note said = {.kind = kind, .minutes = minutes, .at = c->now - AGAIN};
	if (sql_visit_note_since(c, o->row, &said))
		return OK;
	sql_visit_note_add(c, o->row, &said);
	audit(c, kind == VISIT_LATE ? "order.late" : "order.on_the_way", "order", o->uid, NULL);
	tell_askers(c, o, &said);
	ctx_touch(c, arena_printf(c->mem, "order:%s", o->uid));
	return OK;
}

struct visit_note *order_visit_notes(struct ctx *c, int64_t row, size_t *count)
{
	return sql_visit_notes(c, row, count);
}

int64_t order_visit_notes_all(struct ctx *c, int64_t row)
{
	return sql_visit_notes_all(c, row);
}
