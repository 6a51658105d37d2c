/* The text of an order that everybody may read. It is written with the move that sets it, typed by whoever
 * makes it and judged by person/public.h; the resident's own title is never taken for it. */
#include "base/arena.h"
#include "base/text.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/person/public.h"

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)

bool order_may_be_public(const struct order *o)
{
	return o->public_ok && !o->never_public;
}

/* Everybody the order knows who could be found by it: who asks, who entered it, whom to call, who agreed, and
 * the guardians of who asks. */
static const char *const *names_of(struct ctx *c, const struct order *o)
{
	struct order *open = arena_memdup(c->mem, o, sizeof *o);
	const struct person *asks = person_get(c, o->requester);
	const struct person *entered = o->proxy ? person_get(c, o->proxy) : NULL;
	size_t n = 0, count = 0;
	struct guardian *g = guardian_list(c, o->requester, &count);
	order_unseal(c, open);
	const char *known[] = {
		asks ? asks->name : NULL,
		asks ? asks->consent_by : NULL,
		entered ? entered->name : NULL,
		open->contact_name,
		o->consent_by,
		open->phone}; /* also a landline, which may stand in public otherwise */
	enum { KNOWN = sizeof known / sizeof *known };
	const char **names = ARENA_ARRAY(c->mem, const char *, KNOWN + count + 1);
	for (size_t i = 0; i < KNOWN; i++)
		if (known[i])
			names[n++] = known[i];
	for (size_t i = 0; i < count; i++)
		if (g[i].name)
			names[n++] = g[i].name;
	return names;
}

struct public_verdict order_public_judge(struct ctx *c, const struct order *o)
{
	const char *const *names = names_of(c, o);
	struct public_verdict v = public_judge(c->mem, o->public_title, names);
	return v.fault != PUBLIC_FINE ? v : public_judge(c->mem, o->public_detail, names);
}

static void check(struct ctx *c, const struct order *n, bool looked)
{
	const char *const *names = names_of(c, n);
	struct public_verdict title = public_judge(c->mem, n->public_title, names);
	struct public_verdict detail = public_judge(c->mem, n->public_detail, names);
	if (title.fault != PUBLIC_FINE)
		REFUSE("public_title", "%s", public_sentence(c->mem, &title));
	if (detail.fault != PUBLIC_FINE)
		REFUSE("public_detail", "%s", public_sentence(c->mem, &detail));
	const char *both = arena_printf(c->mem, "%s，%s", n->public_title,
	                                n->public_detail ? n->public_detail : "");
	const char *kin = public_judge(c->mem, both, names).kin;
	if (kin && !looked)
		REFUSE("public_kin",
		       "公开的文字里有“%s”。看一看会不会让人认出是哪一家，没有问题就勾选。", kin);
}

enum err order_public_write(struct ctx *c, struct order *n, const struct order_act *in,
                            bool publishes)
{
	int before = c->problem_count;
	n->public_title = text_empty(in->public_title) ? NULL : in->public_title;
	n->public_detail = text_empty(in->public_detail) ? NULL : in->public_detail;
	if (!n->public_title && (publishes || n->public_detail))
		REFUSE("public_title", "请写公开标题：公开的文字要另写，不照抄求助人的原话。");
	if (n->public_title)
		check(c, n, in->public_kin);
	if (c->problem_count > before)
		return ERR_INVALID;
	if (publishes)
		n->published = c->now;
	return OK;
}

const char *order_public_proposal(struct ctx *c, const struct order *o)
{
	return arena_printf(c->mem, "%s的%s：%s", o->place_title, order_kind_labels[o->kind],
	                    o->category_label);
}
