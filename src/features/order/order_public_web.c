/* What the form says that writes the public text: whether the requester agreed, what the button will do, and a
 * proposal made of nothing he said. */
#include "base/arena.h"
#include "base/text.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"

static const char *says(struct req *rq, const struct order *o, enum order_action a)
{
	if (!o->public_ok)
		return "求助人没有同意公开：审核通过后只派单，不上心愿墙。";
	if (o->never_public)
		return arena_printf(rq->c.mem,
		                    "求助人同意公开，但“%s”一类从不公开：审核通过后只派单。",
		                    o->category_label);
	if (a == ACT_PUBLISH)
		return "求助人同意公开。点“发布到心愿墙”，下面的文字就人人看得到。";
	return o->kind == KIND_WISH
	               ? "求助人同意公开。点“审核通过”就发布到心愿墙，下面的文字人人看得到。"
	               : "求助人同意公开。审核通过后先派单，现在不发布。";
}

/* The tick is asked for where the text had such words. */
static bool asks_tick(const struct form *f)
{
	return f->sent &&
	       (form_problem(f, "public_kin") || text_equal(form_value(f, "public_kin"), "1"));
}

void order_button_public(struct req *rq, const struct order *o, enum order_action a,
                         struct order_button *b)
{
	bool tick = asks_tick(b->form);
	b->says = says(rq, o, a);
	b->proposal = o->public_ok ? order_public_proposal(&rq->c, o) : NULL;
	if (!o->public_ok)
		b->fields = "category urgency";
	else if (a == ACT_APPROVE && tick)
		b->fields = "public_title public_detail public_kin category urgency";
	else if (tick)
		b->fields = "public_title public_detail public_kin";
}

const struct field *order_button_fields(const struct order *o, enum order_action a)
{
	bool wall = a == ACT_APPROVE && o->kind == KIND_WISH && order_may_be_public(o);
	return wall ? order_takes_approve_wish : order_action_fields(a);
}

/* A text that repeats the resident's title is not put before anybody again. */
bool order_public_own(const struct order *o)
{
	return !text_equal(o->public_title, o->title);
}
