#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/activity/activity.h"
#include "features/menu/menu.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "features/team/team.h"
#include "web/show.h"

#include <string.h>

#define P(m, ...)          FIELD(struct order_page, m, __VA_ARGS__)
#define P_AS(m, name, ...) FIELD_AS(struct order_page, m, name, __VA_ARGS__)
const struct field order_page_fields[] = {
	P(id),
	P(number, .doc = "null for those who see the public text only"),
	P(kind, .words = order_kind_words),
	P_AS(form_kind, "form", .words = order_form_words),
	P(title),
	P(detail, .doc = "null unless the caller is a party or works on it"),
	P(category),
	P(state, .words = order_state_words, .labels = order_state_labels),
	P(state_label),
	P(urgency, .words = order_urgency_words),
	P(place),
	P(place_title),
	P(people),
	P(wanted_from),
	P(wanted_until),
	P(public_ok),
	P(public_title),
	P(public_detail),
	P(deadline, .doc = "of the state, seconds UTC; 0: no clock runs, or he sees the public "
                           "text only and it is "
                           "not on the wall"),
	P(due, .doc = "of the whole order, seconds UTC; 0 as above"),
	P(asked, .doc = "how many sides are asked now; 0 also for those who are asked"),
	P(team),
	P(team_name),
	P(person),
	P(leader),
	P(starts_at),
	P(ends_at),
	P(report),
	P(score),
	P(comment, .doc = "what was said with the score; of a call back, what the caller wrote"),
	P(verdict_by, .doc = "who said it, where the verdict was written down by somebody else"),
	P(verdict_how, .words = verdict_how_words),
	P(merged),
	P(service, .doc = "id of the menu item"),
	P(queue, .doc = "place in the queue of a full menu item; 0: in none"),
	P(on_the_way_at, .doc = "the serving side set out, seconds UTC; 0: not said of this visit"),
	P(late_minutes, .doc = "the serving side will be late by about so many; 0: not said"),
	P(created),
	P(revision),
	P(actions, .doc = "what the caller may do now"),
	RECORD("Order", "An order, as far as the caller may see it."),
};

static const char *const tones[ORDER_STATES] = {
	"", "w", "r", "r", "w", "b", "b", "b", "w", "w", "g", "", "", "",
};
static const char *const urgency_tones[] = {"", "b", "w", "r"};

/* The one action a card leads to, the first that the asker may take. */
static const enum order_action next_actions[] = {
	ACT_ACCEPT,   ACT_CLAIM,   ACT_SCHEDULE, ACT_START,   ACT_COMPLETE,
	ACT_EVALUATE, ACT_APPROVE, ACT_OFFER,    ACT_CONFIRM, ACT_SUBMIT,
};

static const char *url_of(struct req *rq, const struct order *o)
{
	return arena_printf(rq->c.mem, "/orders/%s", o->uid);
}

static const char *serving_of(struct req *rq, const struct order *o)
{
	if (o->asked)
		return arena_printf(rq->c.mem, "等 %lld 家答复", (long long)o->asked);
	return o->team_name ? o->team_name : o->person_row ? "一位志愿者" : "";
}

static struct order_card card_of(struct req *rq, const struct order *row)
{
	struct ctx *c = &rq->c;
	struct order o = *row;
	enum order_sight sight = order_sight(c, &o);
	order_cut(c, &o, sight == SIGHT_NONE ? SIGHT_PUBLIC : sight);
	struct order_card card = {
		.url = url_of(rq, &o),
		.uid = o.uid,
		.number = o.number,
		.title = o.title,
		.category = o.category_label,
		.place = o.place_title,
		.state_label = order_state_labels[o.state],
		.kind_label = order_kind_labels[o.kind],
		.tone = tones[o.state],
		.left = show_left(c->mem, o.deadline, c->now),
		.when = show_time(c->mem, o.entered),
		.team = serving_of(rq, &o),
		.urgency = order_urgency_labels[o.urgency],
		.urgency_tone = urgency_tones[o.urgency],
		.late = o.deadline > 0 && o.deadline < c->now,
		.action = "",
		.action_label = "",
	};
	for (size_t i = 0; i < sizeof next_actions / sizeof *next_actions; i++)
		if ((next_actions[i] != ACT_OFFER || row->state == ORDER_OPEN) &&
		    order_may(c, row, next_actions[i])) {
			card.action = order_action_words[next_actions[i]];
			card.action_label = order_action_labels[next_actions[i]];
			break;
		}
	return card;
}

struct order_card *order_cards(struct req *rq, const struct order *o, size_t n)
{
	struct order_card *cards = ARENA_ARRAY(rq->c.mem, struct order_card, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		cards[i] = card_of(rq, &o[i]);
	return cards;
}

/* Which inputs an action asks for on a page, and how its button looks. */
static const struct look {
	enum order_action action;
	const char *fields, *icon, *label;
	bool primary, danger;
} looks[] = {
	{ACT_CLAIM, "team", "heart", "认领这个心愿", true, false},
	{ACT_ACCEPT, "side", "ok", "接下这一单", true, false},
	{ACT_SCHEDULE, "starts_at ends_at leader members", "cal", "约定上门时间", true, false},
	{ACT_START, "", "run", "到了，开始服务", true, false},
	{ACT_COMPLETE, "report", "ok", "完成服务", true, false},
	{ACT_SUBMIT, "", "send", "提交审核", true, false},
	{ACT_APPROVE, "public_title public_detail category urgency", "ok", "审核通过", true, false},
	{ACT_CONFIRM, "score whom reason", "phone", "回访完成，收单", true, false},
	{ACT_EVALUATE, "score comment", "star", "评价", true, false},
	{ACT_DECLINE, "side reason", "x", "谢绝", false, false},
	{ACT_OFFER, "team reason", "send", "派给队伍", false, false},
	{ACT_PUBLISH, "public_title public_detail", "heart", "发布到心愿墙", false, false},
	{ACT_WITHDRAW, "reason", "back", "撤下心愿墙", false, false},
	{ACT_REROUTE, "category place reason", "swap", "改派归类", false, false},
	{ACT_RESCHEDULE, "starts_at ends_at leader members", "cal", "改时间", false, false},
	{ACT_RETURN, "reason", "back", "退回修改", false, false},
	{ACT_MERGE, "into reason", "swap", "并入另一单", false, false},
	{ACT_RECALL, "side reason", "back", "收回", false, false},
	{ACT_HAND_BACK, "reason", "back", "交回", false, false},
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
	bool sent = rq->method != GET && rq->route->data == (int)a;
	struct form *f = ARENA_NEW(rq->c.mem, struct form);
	const struct pairs *typed = rq->form.typed;
	*f = *req_form(rq, order_button_fields(o, a), defaults);
	f->typed = sent ? typed : NULL;
	f->prefix = arena_printf(rq->c.mem, "%s-", order_action_words[a]);
	return f;
}

static const struct choice *category_choices(struct req *rq)
{
	size_t n;
	struct category *k = category_list(&rq->c, &n);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	all[0] = (struct choice){"", "请选择"};
	for (size_t i = 0; i < n; i++)
		all[i + 1] = (struct choice){k[i].word, k[i].label};
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

static const struct choice *leader_choices(struct req *rq, const struct order *o)
{
	size_t n = 0;
	struct member *m = o->team_row ? member_list(&rq->c, o->team_row, &n) : NULL;
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	size_t k = 0;
	all[k++] = (struct choice){rq->c.who->uid, "我自己"};
	for (size_t i = 0; i < n; i++)
		if (m[i].state == MEMBER_ACTIVE && m[i].person != rq->c.who->id)
			all[k++] = (struct choice){m[i].person_uid, m[i].person_name};
	return all;
}

/* Everybody of the team but the asker, who is offered above as its leader. */
static const struct choice *member_choices(struct req *rq, const struct order *o)
{
	const struct choice *all = leader_choices(rq, o);
	return all[1].value ? all + 1 : NULL;
}

/* Who was on the roster so far, for the form that changes it. */
static const char *const *going(struct req *rq, const struct order *o)
{
	size_t n = 0;
	struct attendee *list = o->activity ? activity_roster(&rq->c, o->activity, &n) : NULL;
	const char **uids = ARENA_ARRAY(rq->c.mem, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		uids[i] = list[i].uid;
	return uids;
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
	{"5", "5 分，很满意"}, {"4", "4 分，满意"},     {"3", "3 分，一般"},
	{"2", "2 分，不满意"}, {"1", "1 分，很不满意"}, {NULL, NULL},
};

const struct choice *order_button_choices(const struct order_button *b, const char *name)
{
	if (text_equal(name, "category"))
		return b->categories;
	if (text_equal(name, "team"))
		return b->teams;
	if (text_equal(name, "leader"))
		return b->leaders;
	if (text_equal(name, "members"))
		return b->members;
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

/* Someone who serves alone chooses neither leader nor people. */
static void set_goers(struct req *rq, const struct order *o, struct order_button *b)
{
	b->leaders = leader_choices(rq, o);
	b->members = member_choices(rq, o);
	bool late = form_problem(b->form, "reason"); /* asked for only where it is missing */
	if (!b->members)
		b->fields = late ? "starts_at ends_at reason" : "starts_at ends_at";
	else if (late)
		b->fields = "starts_at ends_at reason leader members";
}

static struct order_button button_of(struct req *rq, const struct order *o, const struct look *l,
                                     const struct order_act *defaults)
{
	const char *word = order_action_words[l->action];
	struct order_button b = {
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

static void set_buttons(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	int64_t tomorrow = clock_midnight(c->now) + DAY + 9 * HOUR;
	int64_t start = o->starts_at ? o->starts_at : tomorrow;
	struct order_act *defaults = ARENA_NEW(c->mem, struct order_act);
	*defaults = (struct order_act){
		.urgency = o->urgency,
		.kind = -1,
		.category = o->category,
		.place = o->place,
		.team = o->state == ORDER_WALL ? lead_first(rq) : NULL,
		.public_title = order_public_own(o) ? o->public_title : NULL,
		.public_detail = order_public_own(o) ? o->public_detail : NULL,
		.starts_at = start,
		.ends_at = o->ends_at ? o->ends_at : start + 2 * HOUR,
		.revision = o->revision,
		.score = 5,
		.members = going(rq, o),
		.leader = o->leader ? o->leader : c->who->uid,
	};
	p->buttons = ARENA_ARRAY(c->mem, struct order_button, sizeof looks / sizeof *looks);
	bool primary = false;
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (order_may(c, o, looks[i].action) &&
		    !(looks[i].action == ACT_START && order_early(c, o))) {
			struct order_button b = button_of(rq, o, &looks[i], defaults);
			b.primary = b.primary && !primary;
			primary |= b.primary;
			p->buttons[p->button_count++] = b;
		}
}

static const char *range(struct req *rq, int64_t from, int64_t until)
{
	struct arena *a = rq->c.mem;
	struct day end = clock_local(until);
	if (from && until && clock_midnight(from) == clock_midnight(until))
		return arena_printf(a, "%s–%02d:%02d", show_time(a, from), end.hour, end.minute);
	if (from && until)
		return arena_printf(a, "%s 至 %s", show_time(a, from), show_time(a, until));
	if (until)
		return arena_printf(a, "%s 前", show_time(a, until));
	return from ? arena_printf(a, "%s 以后", show_time(a, from)) : "";
}

static const char *verdict_of(struct req *rq, const struct order *o)
{
	if (!o->score)
		return "";
	return arena_printf(rq->c.mem, "%lld 分%s%s%s", (long long)o->score,
	                    text_empty(o->comment) ? "" : "：", o->comment ? o->comment : "",
	                    order_verdict_told(&rq->c, o));
}

static const char *who_of(struct req *rq, const struct order *o, enum order_sight sight)
{
	if (sight == SIGHT_PARTY || sight == SIGHT_STAFF)
		return o->requester == rq->c.who->id
		               ? "我"
		               : show_name_masked(rq->c.mem, o->requester_name);
	return "村民";
}

struct order_page *order_page_of(struct req *rq, struct order *row)
{
	struct ctx *c = &rq->c;
	struct order *o = arena_memdup(c->mem, row, sizeof *row);
	enum order_sight sight = order_sight(c, o);
	order_cut(c, o, sight);
	struct order_page *p = ARENA_NEW(c->mem, struct order_page);
	*p = (struct order_page){
		.o = o,
		.sight = sight,
		.id = o->uid,
		.number = o->number,
		.title = o->title,
		.detail = o->detail,
		.category = o->category,
		.category_label = o->category_label,
		.place = o->place,
		.place_title = o->place_title,
		.state_label = order_state_labels[o->state],
		.state_tone = tones[o->state],
		.kind_label = order_kind_labels[o->kind],
		.urgency_label = order_urgency_labels[o->urgency],
		.left = show_left(c->mem, o->deadline, c->now),
		.due_left = o->state < ORDER_CLOSED ? show_left(c->mem, o->due, c->now) : "",
		.wanted = range(rq, o->wanted_from, o->wanted_until),
		.helpers = arena_printf(c->mem, "%lld 人", (long long)o->people),
		.who = who_of(rq, o, sight),
		.serving = serving_of(rq, o),
		.visit = range(rq, o->starts_at, o->ends_at),
		.report = o->report,
		.verdict = verdict_of(rq, o),
		.actions = order_actions(c, row),
		.topic = arena_printf(c->mem, "order:%s", o->uid),
		.revision = o->revision,
		.state = o->state,
		.kind = o->kind,
		.form_kind = o->form,
		.urgency = o->urgency,
		.people = o->people,
		.wanted_from = o->wanted_from,
		.wanted_until = o->wanted_until,
		.deadline = o->deadline,
		.due = o->due,
		.starts_at = o->starts_at,
		.ends_at = o->ends_at,
		.score = o->score,
		.asked = o->asked,
		.verdict_by = o->verdict_by,
		.verdict_how = o->verdict_how,
		.created = o->created,
		.public_ok = o->public_ok,
		.team = o->team,
		.team_name = o->team_name,
		.person = sight > SIGHT_PUBLIC ? o->person : NULL,
		.leader = o->leader,
		.public_title = o->public_title,
		.public_detail = o->public_detail,
		.comment = o->comment,
		.merged = o->merged,
		.notice = "",
		.service = o->service,
	};
	if (o->state == ORDER_DRAFT && o->service)
		p->queue = menu_queue_place(c, o->row).place;
	p->form = req_form(rq, order_action_fields(ACT_ACCEPT), NULL);
	order_page_visit(rq, p, row);
	if (rq->json)
		return p;
	set_buttons(rq, p, row);
	order_page_story(rq, p, row);
	return p;
}
