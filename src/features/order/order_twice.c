/* order_twice.c - the same wish sent again from a page that was printed anew (the browser's "back"): one order,
 * not two. Sent unchanged it is the one there is; sent with something corrected, the correction holds. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "features/menu/menu.h"
#include "features/order/order.h"
#include "features/order/order_draft.h"
#include "features/order/order_priv.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

enum { LATELY = 10 * MINUTE };

static bool like(const char *a, const char *b)
{
	return text_equal(text_empty(a) ? NULL : a, text_empty(b) ? NULL : b);
}

/* Is it the same wish: what, where, when, for whom? Two of one name have two telephones. `at` is the place that
 * answers for the code today. */
static bool same_wish(const struct order_draft *a, const struct order_draft *b,
                      const struct place *at)
{
	const char *const pairs[][2] = {
		{a->detail, b->detail},           {a->category, b->category},
		{at ? at->code : NULL, b->place}, {a->service, b->service},
		{a->for_name, b->for_name},       {a->for_phone, b->for_phone},
		{a->for_address, b->for_address},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (!like(pairs[i][0], pairs[i][1]))
			return false;
	return a->kind == b->kind && a->form == b->form && a->wanted_from == b->wanted_from &&
	       a->wanted_until == b->wanted_until && a->people == b->people;
}

/* And all that is said about it. When somebody agreed is the moment of entering unless it was said. */
static bool same_words(const struct order_draft *a, const struct order_draft *b)
{
	const char *const pairs[][2] = {
		{a->phone, b->phone},
		{a->address, b->address},
		{a->consent_by, b->consent_by},
		{a->consent_how, b->consent_how},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (!like(pairs[i][0], pairs[i][1]))
			return false;
	return a->public_ok == b->public_ok && a->urgency == b->urgency &&
	       (text_empty(a->for_name) || a->source == b->source) &&
	       (!a->consent_at || a->consent_at == b->consent_at);
}

/* A draft that shall go out now, or wait where it does not wait yet. */
static bool goes_on(const struct order *o, const struct order_draft *d,
                    const struct order_draft *was)
{
	return o->state == ORDER_DRAFT && d->submit && !(d->queue && was->queue);
}

/* What was sent cannot be edited: the earlier one is given up for it, both or neither. */
static enum err replace(struct ctx *c, const struct order *o, const struct order_draft *d,
                        const char **uid)
{
	struct order_act why = ORDER_ACT_EMPTY;
	why.reason = "改正后重新提交";
	enum err e = order_may(c, o, ACT_CANCEL) ? order_move(c, o->uid, ACT_CANCEL, &why)
	                                         : ERR_STATE;
	if (e == OK && (e = order_create(c, d, uid)) == OK)
		return OK;
	if (e == ERR_INVALID && !o->slot)
		return e; /* something is wrong in the form itself */
	c->problem_count = 0;
	return ctx_refuse(
		c, ERR_STATE, NULL,
		"几分钟前您已经提交过这一单（%s，%s），这次改的没有存上。请打开那一单查看；"
		"还能撤销的，撤销以后再提交。",
		o->number, order_state_labels[o->state]);
}

static enum err correct(struct ctx *c, const struct order *o, const struct order_draft *d,
                        const char **uid)
{
	struct order_draft now = *d;
	if (o->state != ORDER_DRAFT)
		return replace(c, o, d, uid);
	now.revision = o->revision;
	*uid = o->uid;
	return order_edit(c, o->uid, &now);
}

enum err order_again(struct ctx *c, const struct order_draft *d, const char **uid, bool *twin)
{
	size_t n;
	struct order_hit *r = sql_order_lately(c, d->title, c->now - LATELY, &n);
	struct place *at = text_empty(d->place) ? NULL : place_current(c, d->place);
	*uid = NULL;
	*twin = false;
	for (size_t i = 0; i < n; i++) {
		struct order *o = order_load_row(c, r[i].id);
		struct order_draft *was = o ? order_draft_of(c, o) : NULL;
		if (!was || !same_wish(d, was, at))
			continue;
		*twin = same_words(d, was) && !goes_on(o, d, was);
		*uid = o->uid;
		return *twin ? OK : correct(c, o, d, uid);
	}
	return OK;
}
