/* order_goers_web.c - the page where a team chooses who goes to a visit. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/activity/activity.h"
#include "features/order/order_goers.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/person/picker_web.h"
#include "features/person/qualification.h"
#include "features/place/place_web.h"
#include "features/team/team.h"
#include "gen/order.html.h"
#include "web/show.h"

static enum err choose(struct req *rq), carry(struct req *rq);

/* As it was typed: the page of the visit says what is wrong with it, when it is sent. */
struct typed {
	const char *starts_at, *ends_at, *reason;
};
static const struct field typed_fields[] = {
	FIELD(struct typed, starts_at, .max = 40, .label = "什么时候上门"),
	FIELD(struct typed, ends_at, .max = 40, .label = "到什么时候"),
	FIELD(struct typed, reason, .max = 500, .as = AS_LINES, .label = "为什么排得这么晚"),
	{0},
};

const struct route order_goers_routes[] = {
	{GET, "/orders/:id/goers", choose, ORDER_SERVE, "Who of the team goes to the visit",
         .flags = ROUTE_PAGE | ROUTE_HEAVY},
	{POST, "/orders/:id/goers", carry, ORDER_SERVE,
         "From the form of a visit to the page where people are chosen, with what was typed",
         .takes = typed_fields, .flags = ROUTE_PAGE | ROUTE_LOOK, .done = ""},
	{0},
};

/* The visit that is being planned. */
struct plan {
	struct order *o;
	enum order_action action;
	int64_t from, until;
	struct goer *all; /* of the team, best first */
	size_t count;
};

static const char *path_of(struct req *rq)
{
	return arena_printf(rq->c.mem, "/orders/%s/goers", rq->id);
}

static const char *pair_named(struct ctx *c, const char *name, bool leads)
{
	return leads ? arena_printf(c->mem, "%s（带队）", name) : name;
}

const char *order_goers_named(struct req *rq, const struct order *o)
{
	struct ctx *c = &rq->c;
	size_t n = 0, k = 0;
	if (!o->team_row)
		return NULL;
	struct attendee *list = o->activity ? activity_roster(c, o->activity, &n) : NULL;
	const char **names = ARENA_ARRAY(c->mem, const char *, n + 2);
	if (!n)
		names[k++] = "我自己（带队）";
	for (size_t i = 0; i < n; i++)
		names[k++] = pair_named(c, list[i].name, list[i].person == o->leader_row);
	return text_join(c->mem, names, "、");
}

/* The order of the address, when who goes to it can be chosen now. */
static enum err plan_of(struct req *rq, struct plan *p)
{
	struct ctx *c = &rq->c;
	struct order *o = p->o = order_by_uid(c, rq->id);
	if (!o || order_sight(c, o) == SIGHT_NONE)
		return refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	p->action = order_may(c, o, ACT_SCHEDULE) ? ACT_SCHEDULE : ACT_RESCHEDULE;
	rq->back = arena_printf(c->mem, "/orders/%s", o->uid);
	c->state = order_state_words[o->state];
	if (!order_may(c, o, p->action))
		return refuse(rq, ERR_STATE, NULL, "这一单现在是“%s”，您不能安排谁上门。",
		              order_state_labels[o->state]);
	if (!o->team_row)
		return refuse(rq, ERR_STATE, NULL, "这一单由一个人接下，没有别人可选。");
	size_t n = 0;
	if (o->activity)
		activity_roster(c, o->activity, &n);
	if (n > PICKER_MOST) /* the rest would be told that they need not come */
		return refuse(rq, ERR_STATE, NULL,
		              "这次安排了 %d 人，这一页一次最多选 %d "
		              "人，不能在这里换人；只改时间，人不变。",
		              (int)n, PICKER_MOST);
	return OK;
}

/* What was typed goes along in the address; a long reason is asked for again. */
static enum err carry(struct req *rq)
{
	enum { REASON = 20 };
	struct plan p = {0};
	enum err e = plan_of(rq, &p);
	if (e != OK)
		return e;
	struct typed in = {0};
	if (req_read(rq, typed_fields, &in) != OK)
		return ERR_INVALID;
	rq->then = NULL;
	return done(rq, OK,
	            place_address(rq->c.mem, path_of(rq), "starts_at", in.starts_at, "ends_at",
	                          in.ends_at, "reason",
	                          text_length(in.reason) <= REASON ? in.reason : "", NULL));
}

/* A time of the address; `other` where there is none, or none that is one. */
static int64_t time_of(struct req *rq, const char *name, int64_t other)
{
	int64_t at;
	const char *typed = req_query(rq, name);
	return typed && clock_parse(typed, &at) ? at : other;
}

static struct goer *goer_of(const struct plan *p, const char *uid)
{
	for (size_t i = 0; i < p->count; i++)
		if (text_equal(p->all[i].uid, uid))
			return &p->all[i];
	return NULL;
}

/* ---- what is told of each ---- */

/* What else he does is told to those only who may open that order. */
static void set_free(struct req *rq, const struct plan *p, const struct goer *g,
                     struct picker_row *r)
{
	struct ctx *c = &rq->c;
	struct activity *a = g->clash ? activity_get(c, g->clash) : NULL;
	struct order *other = a ? order_get(c, a->orders) : NULL;
	bool part = a && (a->starts_at > p->from || a->ends_at < p->until);
	r->free = !a     ? (struct ui_tag){"g", "ok", "空着"}
	          : part ? (struct ui_tag){"y", "clock", "只空一半"}
	                 : (struct ui_tag){"r", "x", "有活"};
	if (other && order_sight(c, other) > SIGHT_PUBLIC)
		r->then = arena_printf(c->mem, "%s “%s”", show_time(c->mem, a->starts_at),
		                       other->title);
	else
		r->then = a ? "那个时间排了别的服务" : NULL;
}

static void set_paper(struct req *rq, const struct plan *p, const struct goer *g,
                      struct picker_row *r)
{
	struct ctx *c = &rq->c;
	int64_t age = person_age(g->birth, p->from);
	bool minor = age >= 0 && age < GUARDIAN_AGE;
	if (order_helps(c, p->o, g->person))
		r->paper = (struct ui_tag){"r", "x", "是需要帮助的本人"};
	else if (!g->qualified)
		r->paper = (struct ui_tag){"r", "certificate", "没有要求的资质"};
	else if (minor && guardian_fault(c, person_get(c, g->person), p->from))
		r->paper = (struct ui_tag){"r", "x", "未满 18 岁，没有监护人同意"};
	else if (minor)
		r->paper = (struct ui_tag){"y", "info", "未满 18 岁，不能带队"};
	else if (*qualification_asked(c, p->o->category_row))
		r->paper = (struct ui_tag){"g", "certificate", "资质有效"};
}

static struct picker_row row_of(struct req *rq, const struct plan *p, const struct goer *g)
{
	struct picker_row r = {.uid = g->uid,
	                       .name = g->name,
	                       .home = g->home,
	                       .tenths = g->tenths,
	                       .load = g->load};
	r.about = arena_printf(rq->c.mem, "%s%s%s", member_role_labels[g->role],
	                       g->number ? " · " : "", g->number ? g->number : "");
	set_free(rq, p, g, &r);
	set_paper(rq, p, g, &r);
	return r;
}

/* Only who is asked for stays; the page that is shown is told in full. */
static void list(struct req *rq, struct plan *p, struct picker *k)
{
	struct arena *mem = rq->c.mem;
	size_t n, suit = 0, idle = 0, left = 0;
	bool searched = !text_empty(k->q);
	struct goer *g = order_goers(&rq->c, p->o, p->from, p->until, (enum goers_sort)k->sort,
	                             k->q, &n);
	struct picker_row *rows = ARENA_ARRAY(mem, struct picker_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		suit += g[i].qualified;
		idle += g[i].qualified && !g[i].clash;
		if (!k->only || !g[i].clash)
			g[left++] = g[i];
	}
	for (size_t i = 0; i < left; i++)
		rows[i].uid = g[i].uid;
	bool whole = k->all || searched;
	picker_page(k, rows, left, whole ? PICKER_PAGE : PICKER_FIRST);
	for (size_t i = 0; i < k->count; i++) {
		bool on = k->rows[i].on;
		struct picker_row *r = &rows[(size_t)(k->rows - rows) + i];
		*r = row_of(rq, p, goer_of(p, r->uid));
		r->on = on;
	}
	if (!whole) {
		k->more = NULL;
		k->everybody = left > k->count ? arena_printf(mem, "看全队 %zu 人", p->count)
		                               : NULL;
	}
	k->found = searched ? arena_printf(mem, "找到 %zu 人，%zu 人那时有空", n, idle)
	                    : arena_printf(mem, "合适的 %zu 人，%zu 人那时有空", suit, idle);
	k->of = arena_printf(mem, "%s，全队 %zu 人", p->o->team_name, p->count);
	k->none = searched ? "队里没有找到这个人。电话要输完整的号码。"
	                   : "那个时间没有空着的队员。";
}

/* Those who are chosen, and why somebody of the address is not. */
static void set_picked(struct req *rq, const struct plan *p, struct picker *k)
{
	struct ctx *c = &rq->c;
	struct picker_row *rows = ARENA_ARRAY(c->mem, struct picker_row, k->chosen_count + 1);
	const char **refused = ARENA_ARRAY(c->mem, const char *, k->chosen_count + 1);
	size_t gone = 0;
	for (size_t i = 0; i < k->chosen_count; i++) {
		const struct goer *g = goer_of(p, k->chosen[i]);
		if (g)
			rows[k->picked_count++] = row_of(rq, p, g);
		else
			refused[gone++] = arena_printf(
				c->mem, "%s不在这支队伍的在册队员里，不能选。",
				person_told(c, person_by_uid(c, k->chosen[i])));
	}
	k->picked = rows;
	k->refused = refused;
}

/* As it was planned; at first he who asks. */
static void set_first(struct req *rq, const struct plan *p, struct picker *k)
{
	size_t n = 0;
	if (!k->fresh)
		return;
	picker_choose(k, p->o->leader ? p->o->leader : rq->c.who->uid);
	struct attendee *a = p->o->activity ? activity_roster(&rq->c, p->o->activity, &n) : NULL;
	for (size_t i = 0; i < n; i++)
		picker_choose(k, a[i].uid);
}

static struct form *dock_form(struct req *rq, const struct plan *p, const struct picker *k,
                              struct goers_dock *d)
{
	struct order_act *held = ARENA_NEW(rq->c.mem, struct order_act);
	const char *leader = p->o->leader ? p->o->leader : rq->c.who->uid;
	*held = (struct order_act){.revision = p->o->revision,
	                           .reason = req_query(rq, "reason"),
	                           .leader = picker_chosen(k, leader) ? leader
	                                     : k->picked_count        ? k->picked[0].uid
	                                                              : NULL};
	struct choice *who = ARENA_ARRAY(rq->c.mem, struct choice, k->picked_count + 1);
	for (size_t i = 0; i < k->picked_count; i++)
		who[i] = (struct choice){k->picked[i].uid,
		                         arena_printf(rq->c.mem, "%s带队", k->picked[i].name)};
	d->leaders = who;
	return req_form_to(rq, order_takes_goers, held, "%s", k->action);
}

static const char *when(struct req *rq, const struct plan *p)
{
	static const char *const names[] = {"日", "一", "二", "三", "四", "五", "六"};
	struct day from = clock_local(p->from), until = clock_local(p->until);
	return arena_printf(rq->c.mem, "%s 星期%s %02d:%02d 到 %s%02d:%02d",
	                    show_day(rq->c.mem, p->from), names[from.weekday], from.hour,
	                    from.minute,
	                    clock_midnight(p->from) == clock_midnight(p->until)
	                            ? ""
	                            : arena_printf(rq->c.mem, "%s ", show_day(rq->c.mem, p->until)),
	                    until.hour, until.minute);
}

static void set_asks(struct req *rq, const struct plan *p, struct picker *k)
{
	struct ui_tag *tags = ARENA_ARRAY(rq->c.mem, struct ui_tag, 3);
	const char *papers = qualification_asked(&rq->c, p->o->category_row);
	tags[k->ask_count++] = (struct ui_tag){"v", "adj", p->o->category_label};
	if (*papers)
		tags[k->ask_count++] = (struct ui_tag){"v", "certificate",
		                                       arena_printf(rq->c.mem, "要有%s", papers)};
	if (p->o->people > 1)
		tags[k->ask_count++] = (struct ui_tag){
			"v", "users",
			arena_printf(rq->c.mem, "要 %lld 人", (long long)p->o->people)};
	k->asks = tags;
}

static enum err choose(struct req *rq)
{
	struct arena *mem = rq->c.mem;
	struct plan p = {0};
	struct picker k = {.most = PICKER_MOST, .timed = true, .name = "members"};
	enum err e = plan_of(rq, &p);
	if (e == OK)
		e = picker_read(rq, &k);
	if (e != OK)
		return e;
	p.from = time_of(rq, "starts_at", order_visit_from(&rq->c, p.o));
	int64_t lasts = order_visit_until(&rq->c, p.o) - order_visit_from(&rq->c, p.o);
	p.until = time_of(rq, "ends_at", p.from + lasts);
	p.all = order_goers(&rq->c, p.o, p.from, p.until, (enum goers_sort)k.sort, NULL, &p.count);
	set_first(rq, &p, &k);
	set_picked(rq, &p, &k);
	list(rq, &p, &k);
	set_asks(rq, &p, &k);
	struct pair *keeps = ARENA_ARRAY(mem, struct pair, 3);
	keeps[k.keep_count++] = (struct pair){.name = "starts_at",
	                                      .value = clock_input(mem, p.from)};
	keeps[k.keep_count++] = (struct pair){.name = "ends_at",
	                                      .value = clock_input(mem, p.until)};
	if (!text_empty(req_query(rq, "reason")))
		keeps[k.keep_count++] = (struct pair){.name = "reason",
		                                      .value = req_query(rq, "reason")};
	k.keeps = keeps;
	k.path = path_of(rq);
	k.back = rq->back;
	k.heading = "选谁上门";
	k.hint = "姓名、编号或完整手机号";
	k.what = p.o->title;
	k.where = arena_printf(mem, "%s，%s", p.o->place_title, when(rq, &p));
	k.action = arena_printf(mem, "/orders/%s/%s", p.o->uid, order_action_words[p.action]);
	k.button = arena_printf(mem, "就这 %zu 位，%s", k.picked_count,
	                        p.action == ACT_SCHEDULE ? "约定上门" : "改好安排");
	struct goers_dock dock = {.keeps = keeps};
	k.form = dock.form = dock_form(rq, &p, &k, &dock);
	dock.late = form_problem(dock.form, "reason") || !text_empty(req_query(rq, "reason"));
	k.inputs = order_goers_dock_html;
	k.model = &dock;
	page_title(rq, k.heading, k.back);
	return render(rq, &picker_view, &k);
}
