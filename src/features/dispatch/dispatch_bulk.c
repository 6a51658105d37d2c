/* Several orders at once, each to its first candidate. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "features/dispatch/dispatch.h"
#include "features/order/order_move.h"

#include <stdlib.h>
#include <string.h>

static struct dispatch_line line_of(struct ctx *c, const struct order *o)
{
	struct dispatch_line l = {.order = o->uid,
	                          .number = o->number,
	                          .title = o->title,
	                          .place = o->place_title,
	                          .revision = o->revision};
	if (o->state != ORDER_OPEN)
		l.said = arena_printf(c->mem, "有人先动了：现在是“%s”",
		                      order_state_labels[o->state]);
	else if (!order_may(c, o, ACT_OFFER))
		l.said = "您不能给这一单派单";
	return l;
}

static bool before(const struct dispatch_line *l, size_t n, const char *uid)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(l[i].order, uid))
			return true;
	return false;
}

struct dispatch_line *dispatch_plan(struct ctx *c, const char *const *orders, size_t *count)
{
	struct dispatch_line *all = ARENA_ARRAY(c->mem, struct dispatch_line, DISPATCH_BULK + 1);
	struct dispatch *d = dispatch_open(c);
	for (*count = 0; orders && *orders && *count < DISPATCH_BULK; orders++) {
		const struct order *o = order_by_uid(c, *orders);
		if (!o || order_sight(c, o) < SIGHT_PARTY || before(all, *count, o->uid))
			continue;
		struct dispatch_line l = line_of(c, o);
		l.side = l.said ? NULL : dispatch_first(d, o);
		if (l.side)
			dispatch_book(d, l.side);
		else if (!l.said)
			l.said = "没有合适的队伍或个人";
		all[(*count)++] = l;
	}
	return all;
}

/* What `offers` says of this order, "ORDER.REVISION.SIDE" after the first dot; NULL: it is left out. */
static const char *wanted(const char *const *offers, const char *order)
{
	size_t n = strlen(order);
	for (; offers && *offers; offers++)
		if (!strncmp(*offers, order, n) && (*offers)[n] == '.')
			return *offers + n + 1;
	return NULL;
}

static const char *reason_of(struct ctx *c, const struct candidate *x)
{
	struct buf b = BUF(c->mem);
	buf_printf(&b, "批量派单，首选 %lld 分：", (long long)x->points);
	for (int i = 0; i < DISPATCH_TERMS; i++)
		buf_printf(&b, "%s%s", i ? "；" : "", x->terms[i].why);
	return buf_str(&b);
}

/* One order, whole or not at all; what was refused stays in its line and nowhere else. False: the
 * database failed, and with it the whole request. */
static bool offer_one(struct ctx *c, struct dispatch_line *l)
{
	struct order_act in = ORDER_ACT_EMPTY;
	in.revision = l->revision;
	in.team = l->side->team ? l->side->uid : NULL;
	in.person = l->side->person ? l->side->uid : NULL;
	in.reason = reason_of(c, l->side);
	struct ctx_part before = ctx_part(c);
	l->ok = order_move(c, l->order, ACT_OFFER, &in) == OK;
	if (l->ok)
		l->said = arena_printf(c->mem, "已派给%s", l->side->name);
	else
		l->said = c->problem_count ? c->problems[0].message : "没有派成";
	return ctx_part_end(c, before, l->ok);
}

enum err dispatch_bulk(struct ctx *c, const char *const *orders, const char *const *offers,
                       struct dispatch_line **lines, size_t *count)
{
	struct dispatch_line *all = *lines = dispatch_plan(c, orders, count);
	for (size_t i = 0; i < *count; i++) {
		struct dispatch_line *l = &all[i];
		const char *want = wanted(offers, l->order);
		char *rest = NULL;
		l->skip = !want;
		if (l->skip || l->said)
			continue;
		if (strtoll(want, &rest, 10) != l->revision)
			l->said = "您看的时候有人先动了这一单，没有派";
		else if (*rest != '.' || !text_equal(rest + 1, l->side->uid))
			l->said = arena_printf(c->mem, "名次变了，现在首选是%s，没有派",
			                       l->side->name);
		else if (!offer_one(c, l))
			return ERR_SYSTEM;
	}
	return OK;
}
