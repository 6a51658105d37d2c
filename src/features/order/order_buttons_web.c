/* order_buttons_web.c - what the asker may do with an order, as buttons and small forms on its page. */
#include "base/arena.h"
#include "base/text.h"
#include "features/activity/activity.h"
#include "features/order/category.h"
#include "features/order/order_goers.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "features/team/team.h"

#include <string.h>

#define BIT(a) (UINT64_C(1) << (a))

/* Which inputs an action asks for on a page, and how its button looks, where that is not what its row in
 * order_life says. */
static const struct look {
	enum order_action action;
	const char *fields, *icon, *label;
	bool primary, danger;
} looks[] = {
	{ACT_CLAIM, "team", "heart", "认领这个心愿", true, false},
	{ACT_ACCEPT, "side", "ok", "接下这一单", true, false},
	{ACT_SCHEDULE, "starts_at ends_at goers", "cal", "约定上门时间", true, false},
	{ACT_START, "", "run", "到了，开始服务", true, false},
	{ACT_COMPLETE, "report", "ok", "完成服务", true, false},
	{ACT_SUBMIT, "", "send", "提交审核", true, false},
	{ACT_APPROVE, "public_title public_detail category urgency", "ok", "审核通过", true, false},
	{ACT_CONFIRM, "score whom reason", "phone", "回访完成，收单", true, false},
	{ACT_EVALUATE, "score comment", "star", "评价", true, false},
	{ACT_DECLINE, "side reason", "x", "谢绝", false, false},
	{ACT_OFFER, "team reason", "send", "派给队伍", false, false},
	{ACT_PUBLISH, "public_title public_detail", "heart", "发布到心愿墙", false, false},
	{ACT_REROUTE, "category place reason", "swap", "改派归类", false, false},
	{ACT_RESCHEDULE, "starts_at ends_at goers", "cal", "改时间", false, false},
	{ACT_MERGE, "into reason", "swap", "并入另一单", false, false},
	{ACT_ABORT, "reason", "x", "中止服务", false, true},
	{ACT_NOT_SERVED, "reason", "warn", "没有人来", false, false},
	{ACT_REOPEN, "reason", "back", "重开这一单", false, false},
	{ACT_REFUSE, "reason", "x", "不予受理", false, true},
	{ACT_CANCEL, "reason", "x", "取消这一单", false, true},
};

/* Reasons people give most, each one tap; another one is typed. */
static const char *const *reasons_of(struct req *rq, const struct order *o, enum order_action a)
{
	static const char *const cancel[] = {"已经办好了，不用来了", "时间不合适", "暂时不需要了",
	                                     "点错了", NULL};
	static const char *const nobody[] = {"到了约好的时间没有人来", NULL};
	if (a == ACT_NOT_SERVED)
		return rq->c.now >= o->starts_at ? nobody : NULL;
	return a == ACT_CANCEL ? cancel : NULL;
}

static struct form *form_for(struct req *rq, const struct order *o, enum order_action a,
                             const struct order_act *defaults)
{
	struct form *f = req_form_to(rq, order_button_fields(o, a), defaults, "/orders/%s/%s",
	                             o->uid, order_action_words[a]);
	f->prefix = arena_printf(rq->c.mem, "%s-", order_action_words[a]);
	return f;
}

static const struct choice *category_choices(struct req *rq)
{
	size_t n;
	struct category *k = category_list(&rq->c, &n);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	size_t at = 0;
	all[at++] = (struct choice){"", "请选择"};
	for (size_t i = 0; i < n; i++)
		if (!text_equal(k[i].word, CATEGORY_OTHER))
			all[at++] = (struct choice){k[i].word, k[i].label};
	return all;
}

/* The teams the asker leads, himself first. */
static const struct choice *lead_choices(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct choice *all = ARENA_ARRAY(c->mem, struct choice, c->who->lead_count + 2);
	size_t n = 0;
	if (access_has_role(c->who, ROLE_VOLUNTEER))
		all[n++] = (struct choice){"", "我自己"};
	for (size_t i = 0; i < c->who->lead_count; i++) {
		struct team *t = team_get(c, c->who->leads[i]);
		if (t && team_serves(t))
			all[n++] = (struct choice){t->uid, t->name};
	}
	return all;
}

/* Whoever leads a team most often claims for it: the first of those that serve; NULL: none. */
static const char *lead_first(struct req *rq)
{
	const struct choice *k = lead_choices(rq);
	while (k->value && !*k->value)
		k++;
	return k->value;
}

/* Every team that serves: team_list gives them page by page. */
static const struct choice *team_choices(struct req *rq)
{
	struct arena *a = rq->c.mem;
	struct choice *all = NULL;
	const char *after = NULL;
	size_t k = 1, n;
	do {
		struct team *t = team_list(&rq->c, NULL, NULL, NULL, after, &n);
		struct choice *more = ARENA_ARRAY(a, struct choice, k + n + 1);
		more[0] = (struct choice){"", "请选择"};
		for (size_t i = 1; i < k; i++)
			more[i] = all[i];
		for (size_t i = 0; i < n; i++)
			if (t[i].kind == TEAM_TEAM && team_serves(&t[i]))
				more[k++] = (struct choice){t[i].uid, t[i].name};
		all = more;
		after = n ? t[n - 1].uid : NULL;
	} while (n == TEAM_PAGE);
	return all;
}

static const struct choice score_choices[] = {
	{"5", "满意"},
	{"3", "一般"},
	{"1", "不满意"},
	{NULL, NULL},
};

const struct choice *order_button_choices(const struct order_button *b, const char *name)
{
	if (text_equal(name, "category"))
		return b->categories;
	if (text_equal(name, "team"))
		return b->teams;
	if (text_equal(name, "place"))
		return b->places;
	if (text_equal(name, "side"))
		return b->sides;
	return text_equal(name, "score") ? b->scores : NULL;
}

/* Nothing to choose where only one is asked. */
static void set_sides(struct req *rq, const struct order *o, const struct look *l,
                      struct order_button *b)
{
	b->sides = order_choices_sides(rq, o, l->action);
	if (!b->sides)
		b->fields = strchr(b->fields, ' ') ? "reason" : "";
}

/* Someone who serves alone chooses nobody; why it is late is asked for only where it is missing. */
static void set_goers(struct req *rq, const struct order *o, struct order_button *b)
{
	bool late = form_problem(b->form, "reason");
	b->goers = order_goers_named(rq, o);
	b->fields = b->goers ? late ? "starts_at ends_at reason goers" : "starts_at ends_at goers"
	            : late   ? "starts_at ends_at reason"
	                     : "starts_at ends_at";
}

static enum order_act_group group_of(enum order_action a)
{
	static const uint64_t others = BIT(ACT_RECALL) | BIT(ACT_DECLINE) | BIT(ACT_HAND_BACK) |
	                               BIT(ACT_WITHDRAW) | BIT(ACT_REROUTE),
			      trouble = BIT(ACT_NOT_SERVED) | BIT(ACT_ABORT) | BIT(ACT_CANCEL) |
	                                BIT(ACT_REFUSE) | BIT(ACT_RETURN) | BIT(ACT_MERGE) |
	                                BIT(ACT_REOPEN) | BIT(ACT_UNDO);
	return others & BIT(a)    ? ORDER_ACT_OTHERS
	       : trouble & BIT(a) ? ORDER_ACT_TROUBLE
	                          : ORDER_ACT_FOLLOW;
}

static struct order_button button_of(struct req *rq, const struct order *o, const struct look *l,
                                     const struct order_act *defaults)
{
	const char *word = order_action_words[l->action];
	struct order_button b = {
		.order = o->uid,
		.group = group_of(l->action),
		.action = word,
		.label = l->label,
		.icon = l->icon,
		.fields = l->fields,
		.url = arena_printf(rq->c.mem, "/orders/%s/%s", o->uid, word),
		.primary = l->primary,
		.danger = l->danger,
		.form = form_for(rq, o, l->action, defaults),
		.scores = score_choices,
		.reasons = reasons_of(rq, o, l->action),
	};
	if (l->action == ACT_APPROVE || l->action == ACT_REROUTE)
		b.categories = category_choices(rq);
	if (l->action == ACT_REROUTE)
		b.places = order_choices_villages(rq);
	if (l->action == ACT_REROUTE && o->service) /* only another kind lets go of the item */
		b.fields = "kind category place reason";
	if (l->action == ACT_APPROVE || l->action == ACT_PUBLISH)
		order_button_public(rq, o, l->action, &b);
	if (l->action == ACT_CLAIM)
		b.teams = lead_choices(rq);
	if (l->action == ACT_OFFER)
		b.teams = team_choices(rq);
	if (l->action == ACT_SCHEDULE || l->action == ACT_RESCHEDULE)
		set_goers(rq, o, &b);
	if (l->action == ACT_OFFER && o->state == ORDER_OFFERED)
		b.label = "再派一家";
	if (!strncmp(l->fields, "side", 4))
		set_sides(rq, o, l, &b);
	if (l->action == ACT_CLAIM && !rq->c.who->lead_count)
		b.fields = "";
	return b;
}

static void add(struct req *rq, struct order_page *p, const struct order *o, const struct look *l,
                const struct order_act *defaults)
{
	if (!order_may(&rq->c, o, l->action))
		return;
	struct order_button b = button_of(rq, o, l, defaults);
	b.primary = b.primary && !(p->button_count && p->buttons[0].primary);
	p->buttons[p->button_count++] = b;
}

static void add_looks(struct req *rq, struct order_page *p, const struct order *o,
                      const struct order_act *defaults, bool danger)
{
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (looks[i].danger == danger)
			add(rq, p, o, &looks[i], defaults);
}

static bool has_look(int action)
{
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (looks[i].action == (enum order_action)action)
			return true;
	return false;
}

/* "side reason": what the form asks for. */
static const char *inputs_of(struct arena *a, const struct field *fields)
{
	const char *names = "";
	const struct field *f;
	for (struct field_walk w = {.at = fields}; (f = field_next(&w));)
		if (f->as != AS_HIDDEN)
			names = arena_printf(a, "%s%s%s", names, *names ? " " : "", f->name);
	return names;
}

/* Buttons as the rows of the actions say. */
static void add_plain(struct req *rq, struct order_page *p, const struct order *o,
                      const struct order_act *defaults)
{
	for (const struct life_move *m = order_life.moves; m->word; m++)
		if (m->doc && !has_look(m->action) && life_row(&order_life, m->action, o->state))
			add(rq, p, o,
			    &(struct look){.action = (enum order_action)m->action,
			                   .fields = inputs_of(rq->c.mem, m->takes),
			                   .icon = "back",
			                   .label = m->label},
			    defaults);
}

void order_page_buttons(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	struct order_act *defaults = ARENA_NEW(c->mem, struct order_act);
	*defaults = (struct order_act){
		.urgency = o->urgency,
		.kind = o->service ? o->kind : -1,
		.category = o->category,
		.place = o->place,
		.team = o->state == ORDER_WALL ? lead_first(rq) : NULL,
		.public_title = order_public_own(o) ? o->public_title : NULL,
		.public_detail = order_public_own(o) ? o->public_detail : NULL,
		.starts_at = order_visit_from(c, o),
		.ends_at = order_visit_until(c, o),
		.revision = o->revision,
		.score = 5,
	};
	p->buttons = ARENA_ARRAY(c->mem, struct order_button, ACT_COUNT);
	add_looks(rq, p, o, defaults, false);
	add_plain(rq, p, o, defaults);
	add_looks(rq, p, o, defaults, true);
}
