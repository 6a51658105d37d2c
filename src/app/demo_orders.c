/* demo_orders.c - orders in every state, led there by the moves themselves and their proper actors.
 *
 * A scenario is a row of letters, one per move. Its times are planned first (working hours, within
 * the limits), then laid so that the last move happened before the day the county stands at. */
#include "app/demo.h"

#include "app/demo_texts.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/log.h"
#include "core/session.h"
#include "features/order/order.h"
#include "features/team/team.h"
#include "gen/app.sql.h"

#include <stdio.h>
#include <string.h>

enum { STEPS = 24, MIDDLE = 18 * HOUR };

/* D draft, s submit, a approve, w approve for the wall, r return, x refuse, m merge, p publish,
 * o offer, d decline, A accept, c claim, R recall, b hand back, S schedule, t start, C complete,
 * e a good verdict, E a bad one, n nobody came, k call back, q cancel. */
static const struct scenario {
	const char *path;
	int count, age; /* age: at most so many days before the last one */
} scenarios[] = {
	{"D", 4, 5},           {"s", 12, 0},           {"sr", 2, 1},         {"sx", 2, 40},
	{"sm", 2, 30},         {"sa", 10, 0},          {"saod", 2, 0},       {"saoR", 1, 0},
	{"sw", 14, 1},         {"sap", 3, 1},          {"sao", 10, 0},       {"saodo", 2, 0},
	{"swc", 5, 0},         {"saoA", 6, 0},         {"saodoA", 1, 0},     {"saoAS", 8, 0},
	{"swcS", 3, 0},        {"saoASt", 6, 0},       {"swcSt", 2, 0},      {"saoAStC", 7, 2},
	{"swcStC", 3, 2},      {"saoAStCE", 5, 0},     {"saoASn", 2, 0},     {"sq", 2, 60},
	{"saq", 1, 60},        {"saoAStCe", 22, 330},  {"swcStCe", 14, 330}, {"saodoAStCe", 3, 200},
	{"saoAStCEk", 3, 100}, {"saoAboAStCe", 1, 60},
};

struct track {
	struct demo *d;
	const char *path, *uid, *before; /* before: an order of the same place, to be merged into */
	const struct demo_text *text;
	int64_t times[STEPS], starts_at, requester, proxy;
	int village, team, tried, number;
	int64_t urgency;
	bool wall;
};

/* ---- when ---- */

/* Hours from the move before to this one. */
static void gap(char step, int *lo, int *hi)
{
	static const struct {
		const char *steps;
		int lo, hi;
	} gaps[] = {{"awrxmq", 1, 7}, {"oRp", 1, 6}, {"dA", 1, 6}, {"c", 3, 30},
	            {"Sb", 1, 5},     {"eE", 3, 30}, {"k", 4, 30}};
	*lo = *hi = 0;
	for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
		if (strchr(gaps[i].steps, step)) {
			*lo = gaps[i].lo;
			*hi = gaps[i].hi;
		}
}

/* Between 8 and 18 o'clock; later is the next morning. */
static int64_t by_day(struct demo *d, int64_t at)
{
	int64_t midnight = clock_midnight(at), hour = (at - midnight) / HOUR;
	if (hour >= 8 && hour < 18)
		return at;
	return midnight + (hour >= 18 ? DAY : 0) + 8 * HOUR + dice_range(&d->dice, 5, 110) * MINUTE;
}

static int64_t visit_slot(struct demo *d, struct demo_team *t, int64_t after)
{
	static const int hours[] = {9, 14, 11, 16, 8};
	int64_t day = clock_midnight(after) + dice_range(&d->dice, 1, 2) * DAY;
	return day + hours[t->visits++ % 5] * HOUR;
}

static void plan(struct track *k, int age)
{
	struct demo *d = k->d;
	int64_t at = clock_midnight(d->as_of) + dice_range(&d->dice, 8 * 60, 12 * 60) * MINUTE;
	int n = 0;
	for (; k->path[n]; n++) {
		int lo, hi;
		gap(k->path[n], &lo, &hi);
		if (hi && k->urgency == URGENCY_URGENT)
			at += dice_range(&d->dice, 12, 70) * MINUTE;
		else if (hi)
			at = by_day(d, at + dice_range(&d->dice, lo * 60, hi * 60) * MINUTE);
		if (k->path[n] == 'S')
			k->starts_at = visit_slot(d, &d->teams[k->team], at);
		if (k->path[n] == 't')
			at = k->starts_at + dice_range(&d->dice, 1, 20) * MINUTE;
		if (k->path[n] == 'C')
			at = k->starts_at + dice_range(&d->dice, 50, 85) * MINUTE;
		if (k->path[n] == 'n')
			at = k->starts_at + 3 * HOUR;
		k->times[n] = at;
	}
	int64_t end = d->as_of - DAY + MIDDLE, shift = clock_midnight(at) - clock_midnight(end);
	if (at - shift > end)
		shift += DAY;
	shift += age ? dice_range(&d->dice, 0, age) * DAY : 0;
	k->starts_at -= shift;
	while (n--)
		k->times[n] -= shift;
}

/* ---- who ---- */

static void act_as(struct track *k, int64_t person)
{
	const struct actor *who = session_actor_of(k->d->c, person);
	k->d->c->who = who ? who : &actor_guest;
}

static bool serves(const struct demo_team *t, const char *category)
{
	struct team row = {.skills = t->skills};
	return team_has_skill(&row, category);
}

/* A team of the township that has the skill, another one each time. */
static int team_for(struct track *k)
{
	struct demo *d = k->d;
	int town = d->villages[k->village].town, skip = k->tried++, first = town * 8 + 6;
	for (int i = 0; i < 2; i++)
		if (d->teams[d->leads[i]].town == town)
			first = d->leads[i];
	for (int i = 0; i < DEMO_TEAMS; i++) {
		int n = (first + i) % DEMO_TEAMS;
		const struct demo_team *t = &d->teams[n];
		if ((t->town == town || t->town < 0) && t->leader && serves(t, k->text->category) &&
		    skip-- == 0)
			return n;
	}
	return town * 8;
}

static int64_t entered_by(const struct track *k)
{
	return k->proxy ? k->proxy : k->requester;
}

static int64_t reviewer_of(const struct track *k)
{
	return k->number % 3 ? k->d->towns[k->d->villages[k->village].town].staff : k->d->reviewer;
}

static int64_t dispatcher_of(const struct track *k)
{
	return k->number % 2 ? k->d->towns[k->d->villages[k->village].town].staff
	                     : k->d->dispatcher;
}

static int64_t actor_of(const struct track *k, char step)
{
	const struct demo_team *t = &k->d->teams[k->team];
	if (strchr("awrxm", step))
		return reviewer_of(k);
	if (strchr("opRk", step))
		return dispatcher_of(k);
	if (strchr("dAcbStC", step))
		return t->leader;
	return entered_by(k);
}

/* ---- what ---- */

static enum err create(struct track *k)
{
	struct demo *d = k->d;
	const struct demo_village *v = &d->villages[k->village];
	const struct demo_text *t = k->text;
	struct ctx *c = d->c;
	struct order_draft o = {
		.kind = t->goods || strchr(k->path, 'w') ? KIND_WISH
	                : k->number % 4                  ? KIND_REQUEST
	                                                 : KIND_VISIT,
		.form = t->goods ? FORM_GOODS : FORM_SERVICE,
		.urgency = k->urgency,
		.people = t->people,
		.source = k->number % 3 ? SOURCE_COUNTER : SOURCE_PHONE,
		.submit = k->path[0] == 's',
		.title = t->title,
		.detail = arena_printf(c->mem, "%s（示例）", t->detail),
		.category = t->category,
		.place = v->code,
		.public_ok = k->wall,
		.wanted_until = k->times[0] + (k->urgency == URGENCY_URGENT ? 3 : 15) * DAY,
		.address = arena_printf(c->mem, "%d组（示例）", 1 + k->number % 12),
	};
	if (k->proxy) {
		o.for_name = demo_name(c->mem, &d->dice, k->number % 2, 1938 + k->number % 30);
		o.for_phone = demo_phone(c->mem, d->people + d->extras++);
		o.for_address = o.address;
		o.address = NULL;
		o.consent_by = o.for_name;
		o.consent_how = "当面口头同意（示例）";
		o.consent_at = k->times[0];
	} else if (o.kind == KIND_VISIT) {
		o.kind = KIND_REQUEST;
	}
	if (o.kind == KIND_REQUEST && k->number % 2 && !t->goods)
		o.service = demo_menu_item(d, t->category);
	if (o.service)
		o.kind = KIND_MENU;
	return order_create(c, &o, &k->uid);
}

static void fill_serving(struct track *k, char step, struct order_act *in)
{
	if (step == 'd')
		in->reason = demo_texts_decline(k->number + k->tried);
	if (step == 'b')
		in->reason = "约好的队员临时生病，怕误了事，交回另派。";
	if (step == 'c')
		in->team = k->d->teams[k->team].uid;
	if (step == 'S') {
		in->starts_at = k->starts_at;
		in->ends_at = k->starts_at + 90 * MINUTE;
	}
	if (step == 'C')
		in->report = demo_texts_report(k->number);
}

static void fill_desk(struct track *k, char step, struct order_act *in)
{
	if (strchr("awp", step) && k->wall) {
		in->public_title = k->text->public_title;
		in->public_detail = k->text->public_detail;
	}
	if (step == 'o') {
		in->team = k->d->teams[k->team].uid;
		in->reason = "同镇，有这项专长，近期手上的单不多。";
	}
	if (step == 'r')
		in->reason = "请补充方便上门的时间段。";
	if (step == 'x')
		in->reason = "属于资金资助申请，平台不受理，已告知向民政窗口申请。";
	if (step == 'R')
		in->reason = "来电说想改由村里的队伍去，先收回。";
	if (step == 'm')
		in->into = k->before;
	if (step == 'k') {
		in->score = 4;
		in->whom = "服务对象本人";
		in->reason = "电话回访：队伍第二天补做，现在满意。";
	}
}

static void fill_asking(struct track *k, char step, struct order_act *in)
{
	if (step == 'e') {
		in->score = k->number % 5 ? 5 : 4;
		in->comment = demo_texts_praise(k->number);
	}
	if (step == 'E') {
		in->score = 1 + k->number % 2;
		in->comment = demo_texts_complaint(k->number);
	}
	if (step == 'n')
		in->reason = "约好的时间没有人来，电话也没打通。";
	if (step == 'q')
		in->reason = "自己找到人办好了，不用了。";
}

static enum order_action action_of(char step)
{
	static const struct {
		char step;
		enum order_action action;
	} rows[] = {
		{'a', ACT_APPROVE},    {'w', ACT_APPROVE},  {'r', ACT_RETURN},
		{'x', ACT_REFUSE},     {'m', ACT_MERGE},    {'p', ACT_PUBLISH},
		{'o', ACT_OFFER},      {'d', ACT_DECLINE},  {'A', ACT_ACCEPT},
		{'c', ACT_CLAIM},      {'R', ACT_RECALL},   {'b', ACT_HAND_BACK},
		{'S', ACT_SCHEDULE},   {'t', ACT_START},    {'C', ACT_COMPLETE},
		{'e', ACT_EVALUATE},   {'E', ACT_EVALUATE}, {'k', ACT_CONFIRM},
		{'n', ACT_NOT_SERVED}, {'q', ACT_CANCEL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].step == step)
			return rows[i].action;
	return ACT_COUNT;
}

static enum err step_once(struct track *k, char step)
{
	struct order_act in = ORDER_ACT_EMPTY;
	if (step == 'o' && k->tried)
		k->team = team_for(k);
	fill_desk(k, step, &in);
	fill_serving(k, step, &in);
	fill_asking(k, step, &in);
	act_as(k, actor_of(k, step));
	return order_move(k->d->c, k->uid, action_of(step), &in);
}

/* A visit that meets another one of its leader is moved by a day, with all that follows. */
static enum err step(struct track *k, int n)
{
	struct ctx *c = k->d->c;
	for (int again = 0;; again++) {
		ctx_rewind(c);
		c->now = k->times[n];
		enum err e = step_once(k, k->path[n]);
		if (e != ERR_INVALID || k->path[n] != 'S' || again == 6)
			return e;
		k->starts_at += 75 * MINUTE;
	}
}

static bool play(struct track *k, const char **why)
{
	struct ctx *c = k->d->c;
	c->now = k->times[0];
	act_as(k, entered_by(k));
	ctx_rewind(c);
	enum err e = create(k);
	int n = 0;
	while (e == OK && k->path[n] && k->path[++n])
		e = step(k, n);
	if (e == OK && !db_fault(c->db))
		return true;
	*why = arena_printf(k->d->keep, "a sample order (%s, move %d: %s) was refused: %s", k->path,
	                    n + 1, err_slug(e),
	                    c->problem_count ? c->problems[0].message : db_error(c->db));
	return false;
}

/* Every sixth is asked for by a resident with an account, the others by a station for somebody; half of
 * them where the sample accounts are. */
static void cast(struct track *k)
{
	struct demo *d = k->d;
	int at = k->number % 2 ? k->number % d->station_count : k->number % 8 == 6;
	int home = d->stations[at].village;
	k->village = home;
	if (k->number % 6 == 0 || k->path[0] == 'D') {
		k->requester = d->residents[k->number / 6 % 2];
		k->village = d->stations[k->number / 6 % 2].village;
		return;
	}
	for (int i = 0; i < d->station_count; i++)
		if (d->stations[i].village == home)
			k->proxy = d->stations[i].person;
}

static const struct demo_text *text_for(struct track *k)
{
	for (int i = 0;; i++) {
		const struct demo_text *t = &demo_texts[(k->number * 5 + i) % demo_texts_count()];
		bool wish = !strchr(k->path, 'p'); /* what is published later was no wish */
		if ((t->public_title || !k->wall) && (wish || !t->goods))
			return t;
	}
}

static bool one(struct demo *d, const struct scenario *s, int number, const char **before,
                const char **why)
{
	static const int64_t urgencies[] = {URGENCY_NORMAL, URGENCY_LOW,   URGENCY_NORMAL,
	                                    URGENCY_HIGH,   URGENCY_LOW,   URGENCY_LOW,
	                                    URGENCY_NORMAL, URGENCY_URGENT};
	struct track k = {.d = d,
	                  .path = s->path,
	                  .number = number,
	                  .before = *before,
	                  .urgency = urgencies[number % 8]};
	k.wall = strpbrk(s->path, "wp") != NULL;
	if (!strcmp(s->path, "sao") && number % 2)
		k.urgency = URGENCY_LOW;
	if (k.urgency == URGENCY_URGENT && (k.wall || s->age || strlen(s->path) > 4))
		k.urgency = URGENCY_HIGH;
	cast(&k);
	k.text = text_for(&k);
	k.team = team_for(&k);
	k.tried = 0;
	plan(&k, s->age);
	if (s->path[1] == 'm')
		k.number = 3; /* the centre sees the other order wherever it is */
	if (!play(&k, why))
		return false;
	if (!strcmp(s->path, "sa"))
		*before = arena_strdup(d->keep, k.uid);
	arena_reset(d->c->mem);
	return true;
}

bool demo_orders(struct demo *d, const char **why)
{
	static const char *const scouts[] = {"sa"}; /* before those that are merged into one */
	const char *before = NULL;
	int number = 0, all = 0;
	size_t n = sizeof scenarios / sizeof *scenarios;
	struct ctx *c = d->c;
	int64_t now = c->now;
	for (size_t i = 0; i < n; i++)
		all += scenarios[i].count;
	db_exec(c->db, sql_app_note_set, V("verdict.sample_percent"), V("0"), V(now));
	struct scenario first = {scouts[0], 1, 0};
	bool good = one(d, &first, number++, &before, why);
	for (size_t i = 0; good && i < n; i++)
		for (int j = 0; good && j < scenarios[i].count; j++) {
			demo_progress("orders", number, all + 1);
			good = one(d, &scenarios[i], number++, &before, why);
		}
	demo_progress("orders", all + 1, all + 1);
	c->who = &actor_system;
	c->now = now;
	ctx_rewind(c);
	db_exec(c->db, sql_app_note_drop, V("verdict.sample_percent"));
	db_exec(c->db, sql_app_orders_sample);
	db_exec(c->db, sql_app_persons_sample);
	db_exec(c->db, sql_app_inbox_read, V(d->as_of - DAY));
	db_exec(c->db, sql_app_outbox_off);
	return good;
}
