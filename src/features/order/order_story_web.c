/* order_story_web.c - what the page of an order tells: its five steps, its events, who goes, its contact. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/setting.h"
#include "features/activity/activity.h"
#include "features/menu/menu.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_rules.h"
#include "features/order/order_web.h"
#include "gen/order.sql.h"
#include "web/show.h"

/* The time of the last event of one of `actions` (bit per action); 0: it did not happen. */
static const struct order_event *last_of(const struct order_event *e, size_t n, uint64_t actions)
{
	const struct order_event *found = NULL;
	for (size_t i = 0; i < n; i++)
		if ((actions >> e[i].action) & 1)
			found = &e[i];
	return found;
}
#define BIT(a) (UINT64_C(1) << (a))

static void set_step(struct req *rq, struct order_step *s, const char *mark, const char *title,
                     const char *text, const struct order_event *e)
{
	*s = (struct order_step){.mark = mark,
	                         .title = title,
	                         .text = text ? text : "",
	                         .when = e ? show_time(rq->c.mem, e->at) : ""};
}

static const char *found_how(const struct order *o)
{
	static const char *const how[] = {"网上提出", "电话登记", "窗口登记", "村站走访发现",
	                                  "帮扶个案中发现"};
	return how[o->source];
}

static const char *ordered_text(const struct order *o)
{
	if (o->state == ORDER_DRAFT)
		return "还没有提交。";
	if (o->state == ORDER_SUBMITTED)
		return "等审核，审核人会核实并归类。";
	if (o->state == ORDER_REFUSED)
		return "没有受理，理由见经过。";
	if (o->state == ORDER_MERGED)
		return "和另一单合并办理。";
	return o->published ? "本人同意公开，地址只给接单的队伍看。"
	                    : "不公开，只有有关的人能看到。";
}

static const char *dispatched_text(struct req *rq, const struct order *o)
{
	static const char *const texts[ORDER_STATES] = {
		[ORDER_OPEN] = "等待派单。",
		[ORDER_WALL] = "等待志愿者或队伍认领。",
		[ORDER_OFFERED] = "已派出，等对方接单，对方可以谢绝。",
		[ORDER_ACCEPTED] = "已接单，正在约时间。",
		[ORDER_SERVING] = "正在服务。",
		[ORDER_CANCELLED] = "已取消。",
	};
	if (o->asked > 1)
		return arena_printf(rq->c.mem, "同时派给 %lld 家，谁先接下由谁来办，都可以谢绝。",
		                    (long long)o->asked);
	if (o->state == ORDER_SCHEDULED && o->starts_at)
		return arena_printf(rq->c.mem, "约好 %s 上门。",
		                    show_time(rq->c.mem, o->starts_at));
	return texts[o->state] ? texts[o->state] : "";
}

static const char *closed_text(const struct order *o)
{
	static const char *const texts[ORDER_STATES] = {
		[ORDER_DONE] = "请服务对象说说满意不满意。",
		[ORDER_CALLBACK_DUE] = "由服务方以外的人回访。",
		[ORDER_CLOSED] = "已评价收单。",
	};
	return texts[o->state] ? texts[o->state] : "完成后由本人评价，也可由登记人代评。";
}

/* What it was ordered from, and for when. */
static void set_supplied(struct req *rq, struct order_step *s, const struct order *o,
                         const struct menu_item *m, const struct order_event *e)
{
	struct arena *a = rq->c.mem;
	int64_t period = menu_slot_period(&rq->c, o->slot);
	const char *text = "从供单目录点的。";
	if (period && m->capacity)
		text = arena_printf(a, "从供单目录点的，占%s的名额。",
		                    menu_period_text(a, m->period, period));
	set_step(rq, s, "供", arena_printf(a, "供单 · %s", m->title), text, e);
}

static const char *queue_notice(struct req *rq, const struct order *o)
{
	struct menu_wait w = menu_queue_place(&rq->c, o->row);
	if (w.until)
		return arena_printf(rq->c.mem, "有名额了，为您留到 %s，请点“提交审核”。",
		                    show_time(rq->c.mem, w.until));
	if (!w.place)
		return "";
	return arena_printf(rq->c.mem,
	                    "候补第 %lld 位。有名额就通知您；也可以改日期再提交，或者取消这一单。",
	                    (long long)w.place);
}

static void set_steps(struct req *rq, struct order_page *p, const struct order *o,
                      const struct order_event *e, size_t n)
{
	struct arena *a = rq->c.mem;
	const struct order_event *submit = last_of(e, n, BIT(ACT_SUBMIT));
	const struct order_event *match = last_of(e, n, BIT(ACT_APPROVE) | BIT(ACT_REROUTE));
	const struct order_event *send = last_of(e, n,
	                                         BIT(ACT_OFFER) | BIT(ACT_CLAIM) | BIT(ACT_ACCEPT) |
	                                                 BIT(ACT_SCHEDULE) | BIT(ACT_START));
	const struct order_event *close = last_of(
		e, n, BIT(ACT_COMPLETE) | BIT(ACT_EVALUATE) | BIT(ACT_CONFIRM));
	set_step(rq, &p->steps[0], "寻", arena_printf(a, "寻单 · %s", found_how(o)),
	         arena_printf(a, "%s，%s。", o->place_title, order_kind_labels[o->kind]),
	         n ? &e[0] : NULL);
	struct menu_item *item = menu_by_uid(&rq->c, o->service);
	if (item)
		set_supplied(rq, &p->steps[1], o, item, n ? &e[0] : NULL);
	else
		set_step(rq, &p->steps[1], "供",
		         match ? arena_printf(a, "供单 · 对上“%s”", o->category_label)
		               : "供单 · 等待归类",
		         match ? "审核人核实并归类。" : "", match);
	set_step(rq, &p->steps[2], "点",
	         o->published ? "点单 · 已发布到心愿墙"
	         : submit     ? "点单 · 已提交"
	                      : "点单 · 草稿",
	         ordered_text(o), submit);
	set_step(rq, &p->steps[3], "派",
	         p->serving[0] ? arena_printf(a, "派单 · %s", p->serving) : "派单 · 找人来做",
	         dispatched_text(rq, o), send);
	set_step(rq, &p->steps[4], "收",
	         o->state == ORDER_CLOSED ? "收单 · 已收单" : "收单 · 由本人评价", closed_text(o),
	         close);
	if (p->sight <= SIGHT_PUBLIC) /* when they went there and were done */
		p->steps[3].when = p->steps[4].when = "";
	int now = order_step((enum order_state)o->state);
	for (int i = 0; i < 5; i++)
		p->steps[i].status = i < now ? 2 : i == now ? 1 : 0;
	if (!match)
		p->steps[1].status = item ? 2 : 0;
	if (o->state >= ORDER_REFUSED && now < 5)
		p->steps[now].status = 1;
	if (!item) { /* a wish in free words is handed in before it is matched */
		struct order_step matched = p->steps[1];
		p->steps[1] = p->steps[2];
		p->steps[2] = matched;
	}
}

static bool is_about_others(const struct order *o, const struct order_event *e)
{
	uint64_t asking = BIT(ACT_OFFER) | BIT(ACT_DECLINE) | BIT(ACT_RECALL) | BIT(ACT_EXPIRE);
	return ((asking >> e->action) & 1) &&
	       !(e->team_name && text_equal(e->team_name, o->team_name)) &&
	       !(e->person_name && text_equal(e->person_name, o->person_name));
}

/* Staff answer for what they did by name; who asked and who serves are masked, as on the page. */
static void mask_events(struct req *rq, const struct order *o, struct order_event *e, size_t count)
{
	struct ctx *c = &rq->c;
	struct subject s = order_subject(o);
	bool log = access_may(c->who, ORDER_LOG, &s);
	bool party = o->requester == c->who->id || o->proxy == c->who->id;
	bool serves = !log && !party; /* who accepted does not learn who else was asked */
	uint64_t verdicts = BIT(ACT_EVALUATE) | BIT(ACT_CONFIRM);
	for (size_t i = 0; i < count; i++) {
		bool own = e[i].actor == c->who->id;
		if ((verdicts >> e[i].action) & 1)
			e[i].reason = order_face_told(c->mem, e[i].reason, log);
		if (e[i].actor_name && !own && (!log || e[i].actor == o->requester))
			e[i].actor_name = show_name_masked(c->mem, e[i].actor_name);
		if (serves && is_about_others(o, &e[i]))
			e[i].team_name = e[i].person_name = e[i].reason = NULL;
		if (e[i].person_name && !log)
			e[i].person_name = show_name_masked(c->mem, e[i].person_name);
	}
}

struct order_event *order_page_events(struct req *rq, const struct order *o, struct cursor at,
                                      size_t *count, const char **next)
{
	struct order_event *e = sql_order_events_after(&rq->c, o->row, at.id, count);
	*next = NULL;
	if (*count > ORDER_EVENTS) {
		*count = ORDER_EVENTS;
		*next = cursor_text(rq->c.mem, (struct cursor){.id = e[*count - 1].seq});
	}
	mask_events(rq, o, e, *count);
	return e;
}

static void set_events(struct req *rq, struct order_page *p, const struct order_event *e, size_t n)
{
	struct arena *a = rq->c.mem;
	p->events = ARENA_ARRAY(a, struct order_event_row, n ? n : 1);
	p->event_count = n;
	p->events_before = n ? e[0].seq : 0;
	for (size_t i = 0; i < n; i++) {
		const char *side = e[i].team_name ? e[i].team_name : e[i].person_name;
		const char *actor = e[i].actor ? e[i].actor_name : "时钟";
		p->events[i] = (struct order_event_row){
			.at = e[i].at,
			.actor = actor,
			.what = side ? arena_printf(a, "%s（%s）", order_action_labels[e[i].action],
		                                    side)
		                     : order_action_labels[e[i].action],
			.reason = e[i].reason,
			.deadline = e[i].deadline,
			.change = order_state_labels[e[i].to_state],
		};
	}
}

static void set_roster(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	struct subject s = order_subject(o);
	bool serves = access_serves(c->who, &s);
	if (!o->activity || (!serves && !o->goes))
		return;
	bool live = serves && o->form != FORM_GOODS &&
	            (o->state == ORDER_SCHEDULED || o->state == ORDER_SERVING);
	struct activity *v = activity_get(c, o->activity);
	struct attendee *list = activity_roster(c, o->activity, &p->roster_count);
	p->roster = ARENA_ARRAY(c->mem, struct roster_row, p->roster_count + 1);
	for (size_t i = 0; i < p->roster_count; i++) {
		struct attendee *w = &list[i];
		struct roster_row *r = &p->roster[i];
		*r = (struct roster_row){
			.uid = w->uid, .name = w->name, .in = w->in_at, .out = w->out_at};
		if (live && !w->in_at)
			r->in_url = arena_printf(c->mem, "/activities/%s/check-in", v->uid);
		if (live && o->state == ORDER_SERVING && w->in_at && !w->out_at)
			r->out_url = arena_printf(c->mem, "/activities/%s/check-out", v->uid);
	}
}

/* Whom the served person is to expect. */
static void set_goers(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	bool party = c->who->id && (o->requester == c->who->id || o->proxy == c->who->id);
	if (!o->activity || !party || (o->state != ORDER_SCHEDULED && o->state != ORDER_SERVING))
		return;
	size_t n;
	struct attendee *list = activity_roster(c, o->activity, &n);
	const char **names = ARENA_ARRAY(c->mem, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		names[i] = list[i].name;
	p->goers = text_join(c->mem, names, "、");
	p->office = setting_text(c, "hotline");
}

static void set_contact(struct req *rq, struct order_page *p, const struct order *o)
{
	static const struct field fields[] = {FIELD(struct order_act, reason, .required = true,
	                                            .min = 2, .max = 200, .label = "为什么要看",
	                                            .hint = "例：联系上门时间。会留下记录"),
	                                      {0}};
	struct ctx *c = &rq->c;
	if (!order_contact_open(c, o))
		return;
	p->contact_url = arena_printf(c->mem, "/orders/%s/contact", o->uid);
	struct form *f = req_form_to(rq, fields, NULL, "%s", p->contact_url);
	f->prefix = "contact-";
	p->contact_form = f;
}

static const char *notice_of(struct req *rq, const struct order *o, enum order_sight sight)
{
	if (sight == SIGHT_SERVER)
		return "接单以后才能看到联系方式。做不了请点“谢绝”并说明原因，不影响评价。";
	if (sight == SIGHT_JOINED)
		return "您的单子已并入这一单，办到哪一步看这里。";
	if (sight == SIGHT_GOER && o->state <= ORDER_SERVING)
		return "您在这次上门的名单上。上门前两小时起可以看联系方式，会留下记录；去不了请尽"
		       "早告诉队长。";
	if (sight == SIGHT_PUBLIC && o->state == ORDER_WALL) {
		bool may = order_may(&rq->c, o, ACT_CLAIM);
		const char *wait = may ? order_turn_wait(&rq->c, o, 0, rq->c.who->id) : NULL;
		return wait ? wait : "认领后请尽快联系求助人。做不了请及时交回。";
	}
	if (o->state == ORDER_CALLBACK_DUE)
		return "这一单等人回访：由服务方以外的工作人员打电话或上门。";
	return o->state == ORDER_DRAFT && o->service ? queue_notice(rq, o) : "";
}

/* What came true in the same township, beside a wish that hangs on the wall. */
static void set_near(struct req *rq, struct order_page *p, const struct order *o)
{
	enum { TOWN_DIGITS = 9, NEAR = 2 };
	const char *next;
	struct order_query q = {.state = ORDER_CLOSED,
	                        .urgency = -1,
	                        .limit = NEAR,
	                        .place = arena_printf(rq->c.mem, "%.*s", TOWN_DIGITS, o->place)};
	if (o->state != ORDER_WALL)
		return;
	struct order *rows = order_wall(&rq->c, &q, &p->near_count, &next);
	p->near = order_cards(rq, rows, p->near_count);
}

void order_page_story(struct req *rq, struct order_page *p, const struct order *o)
{
	struct ctx *c = &rq->c;
	size_t n;
	struct order_event *e = order_events(c, o->row, &n);
	mask_events(rq, o, e, n);
	set_steps(rq, p, &p->o, e, n);
	if (p->sight > SIGHT_SERVER)
		set_events(rq, p, e, n);
	order_page_hints(rq, p, o);
	order_page_asked(rq, p, o);
	set_roster(rq, p, o);
	set_goers(rq, p, o);
	set_contact(rq, p, o);
	set_near(rq, p, o);
	p->notice = notice_of(rq, o, p->sight);
	if (!p->notice[0])
		p->notice = p->visit_said;
	if (o->state > ORDER_SUBMITTED && c->who->id &&
	    (o->requester == c->who->id || o->proxy == c->who->id))
		p->complain_url = arena_printf(c->mem, "/orders/%s/complain", o->uid);
	if (order_may(c, o, ACT_EDIT))
		p->edit_url = arena_printf(c->mem, "/orders/%s/edit", o->uid);
	if (o->state == ORDER_CANCELLED && (o->requester == c->who->id || o->proxy == c->who->id))
		p->anew_url = arena_printf(c->mem, "/orders/new?anew=%s%s", o->uid,
		                           o->proxy == c->who->id ? "&for=1" : "");
	struct subject s = order_subject(o);
	if (access_may(c->who, ORDER_LOG, &s))
		p->staff_url = arena_printf(c->mem, "/orders/%s/log", o->uid);
	p->public_url = arena_printf(c->mem, "/orders/%s", o->uid);
}
