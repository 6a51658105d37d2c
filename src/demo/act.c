/* act.c - one move of an order of the model county: who makes it and what he says. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/setting.h"
#include "demo/menu.h"
#include "demo/needs.h"
#include "demo/track.h"
#include "features/activity/activity.h"
#include "features/order/order_draft.h"
#include "features/order/order_move.h"
#include "features/order/order_rules.h"
#include "features/order/order_visit.h"

#include <string.h>

static bool luck(struct demo_track *k, int percent)
{
	return dice_below(&k->d->dice, 100) < percent;
}

static const char *say(struct demo_track *k, enum demo_phrase which)
{
	return demo_texts_phrase(k->d->c->mem, &k->d->dice, which, &k->text);
}

static const char *sampled(struct demo_track *k, const char *text)
{
	return arena_printf(k->d->c->mem, "%s（示例）", text);
}

/* ---- who ---- */

static int64_t owner(const struct demo_track *k)
{
	return k->proxy ? k->proxy : k->folk->person;
}

static int64_t side(const struct demo_track *k)
{
	return k->person ? k->person : k->d->teams[k->team].leader;
}

static int64_t reviewer(struct demo_track *k)
{
	return k->for_us && k->life.hold == ORDER_MERGED
	               ? k->d->reviewer /* sees the other order wherever it is */
	               : demo_cast_reviews(k->cast, k->village, owner(k));
}

static int64_t actor(struct demo_track *k, int act)
{
	switch (act) {
	case ACT_APPROVE:
	case ACT_RETURN:
	case ACT_REFUSE:
	case ACT_MERGE:
	case ACT_REROUTE: return reviewer(k);
	case ACT_OFFER:
	case ACT_PUBLISH:
	case ACT_WITHDRAW:
	case ACT_RECALL:
	case ACT_CONFIRM: return demo_cast_dispatches(k->cast, k->village);
	case ACT_REOPEN:
		return k->life.state == ORDER_CLOSED ? owner(k)
		                                     : demo_cast_dispatches(k->cast, k->village);
	case ACT_SUBMIT:
	case ACT_EDIT:
	case ACT_CANCEL:
	case ACT_NOT_SERVED:
	case ACT_EVALUATE: return owner(k);
	default: return side(k);
	}
}

/* ---- whom ---- */

/* A deputy who goes by himself, or a sample volunteer; 0: none. */
static int64_t single(struct demo_track *k, int team)
{
	const struct demo *d = k->d;
	for (int i = 0; k->for_us && i < d->account_count; i++)
		if (!strcmp(d->accounts[i].role, "volunteer") && luck(k, 60))
			return d->accounts[i].person;
	return d->teams[team].deputy;
}

/* Somebody who was not asked yet; when all were, they are asked anew. */
static bool find_side(struct demo_track *k, int alone)
{
	if (k->asked_count == TRACK_ASKED)
		k->asked_count = 0;
	k->team = demo_cast_team(k->cast, k->village, k->category, k->asked, k->asked_count);
	if (k->team < 0) {
		k->asked_count = 0;
		k->team = demo_cast_team(k->cast, k->village, k->category, k->asked, 0);
	}
	if (k->team < 0)
		return false;
	k->asked[k->asked_count++] = (short)k->team;
	k->person = luck(k, alone) ? single(k, k->team) : 0;
	k->life.slack = k->d->teams[k->team].slack;
	k->life.rounds++;
	return true;
}

/* Half of what is urgent is asked of two teams at once: the first one found answers first. */
static void ask_another(struct demo_track *k, struct order_act *in)
{
	const char **uids = ARENA_ARRAY(k->d->c->mem, const char *, 2);
	k->also = -1;
	if (k->life.urgency < URGENCY_HIGH || k->person || k->asked_count == TRACK_ASKED ||
	    luck(k, 50))
		return;
	k->also = demo_cast_team(k->cast, k->village, k->category, k->asked, k->asked_count);
	if (k->also < 0)
		return;
	k->asked[k->asked_count++] = (short)k->also;
	uids[0] = k->d->teams[k->also].uid;
	in->teams = uids;
}

static void name_side(struct demo_track *k, struct order_act *in)
{
	if (k->person)
		in->person = demo_cast_act_as(k->cast, k->person)->uid;
	else
		in->team = k->d->teams[k->team].uid;
	ask_another(k, in);
}

/* The one has said no: the other one's answer is waited for. */
static void turn_to_other(struct demo_track *k)
{
	if (k->also < 0)
		return;
	k->team = k->also;
	k->life.slack = k->d->teams[k->team].slack;
	k->also = -1;
}

/* ---- when ---- */

/* An hour of the next days, not sooner than the menu's day, at once when it is urgent. */
static int64_t visit_at(struct demo_track *k)
{
	static const int hours[] = {9, 9, 10, 14, 14, 15, 15, 16, 8, 19};
	struct dice *dice = &k->d->dice;
	int64_t now = k->d->c->now, day = clock_midnight(now) + dice_range(dice, 1, 4) * DAY;
	if (k->life.aim)
		return k->life.aim;
	if (k->life.urgency == URGENCY_URGENT)
		return demo_year_next(dice, HOURS_TEAM, now + dice_range(dice, 1, 3) * HOUR);
	int64_t spring = demo_year_spring(clock_local(day).year);
	if (day >= spring - DAY && day < spring + 3 * DAY)
		day += 4 * DAY; /* nobody is visited at the new year */
	return day + hours[dice_below(dice, 10)] * HOUR + dice_below(dice, 2) * 30 * MINUTE;
}

/* The sample leaders and volunteers are free when the county is shown: whoever plays them makes his
 * own dates. */
static int64_t not_now(const struct demo_track *k, int64_t at)
{
	const struct demo *d = k->d;
	bool ours = k->person ||
	            (k->team >= 0 && (k->team == d->leads[0] || k->team == d->leads[1]));
	bool shown = at > d->until - 3 * HOUR && at < d->until + 5 * HOUR;
	return ours && shown ? at + DAY : at;
}

static void make_date(struct demo_track *k, struct order_act *in, int64_t starts_at)
{
	int64_t minutes = k->service ? k->service->minutes : dice_range(&k->d->dice, 3, 8) * 15;
	in->starts_at = not_now(k, starts_at);
	in->ends_at = in->starts_at + minutes * MINUTE;
}

/* One or two of the team go along; sometimes the deputy leads. */
static void take_along(struct demo_track *k, struct order_act *in)
{
	size_t count = 0, wanted = (size_t)dice_below(&k->d->dice, 3);
	const struct mate *m = k->person ? NULL : demo_cast_mates(k->cast, k->team, &count);
	const char **uids = ARENA_ARRAY(k->d->c->mem, const char *, 3);
	size_t first = count ? (size_t)dice_below(&k->d->dice, (int64_t)count) : 0;
	for (size_t i = 0; i < wanted && i < count; i++)
		uids[i] = m[(first + i) % count].uid;
	if (uids[0])
		in->members = uids;
}

/* ---- what is said ---- */

static void fill_desk(struct demo_track *k, int act, struct order_act *in)
{
	static const enum demo_phrase phrases[DEMO_ACTS] = {
		[ACT_RETURN] = SAY_RETURN,        [ACT_MERGE] = SAY_MERGE,
		[ACT_REROUTE] = SAY_REROUTE,      [ACT_OFFER] = SAY_OFFER,
		[ACT_WITHDRAW] = SAY_WITHDRAW,    [ACT_RECALL] = SAY_RECALL,
		[ACT_DECLINE] = SAY_DECLINE,      [ACT_HAND_BACK] = SAY_HAND_BACK,
		[ACT_ABORT] = SAY_ABORT,          [ACT_CANCEL] = SAY_CANCEL,
		[ACT_NOT_SERVED] = SAY_NOT_SERVED};
	if (phrases[act])
		in->reason = say(k, phrases[act]);
	if (act == ACT_REFUSE)
		in->reason = k->refusal ? k->refusal : "不属于志愿服务的范围，已告知去处。";
	if (act == ACT_MERGE)
		in->into = k->twin->uid;
	if (act == ACT_REROUTE)
		in->category = k->category;
	if (act == ACT_REOPEN)
		in->reason = say(k, k->life.state == ORDER_CLOSED ? SAY_REOPEN_OWN : SAY_REOPEN);
	if ((act == ACT_APPROVE || act == ACT_PUBLISH) && k->life.wish) {
		struct arena *mem = k->d->c->mem;
		in->public_title = demo_texts_say(mem, &k->d->dice, k->text.need->public_title,
		                                  &k->text);
		in->public_detail = demo_texts_say(mem, &k->d->dice, k->text.need->public_detail,
		                                   &k->text);
		in->public_kin = true;
	}
}

static const char *report(struct demo_track *k)
{
	if (k->service || k->refusal)
		return say(k, SAY_REPORT);
	return demo_texts_say(k->d->c->mem, &k->d->dice, k->text.need->report, &k->text);
}

/* One in twenty of the content is called back; the real draw hangs on the county's key, so that the
 * same seed would not give the same year. */
static void draw(struct demo_track *k)
{
	bool drawn = luck(k, 5);
	struct demo *d = k->d;
	if (drawn != d->drawn)
		setting_note_set(d->c, "verdict.sample_percent", drawn ? "100" : "0");
	d->drawn = drawn;
}

static void fill_verdict(struct demo_track *k, struct order_act *in)
{
	int64_t score = k->life.hold == ORDER_CALLBACK_DUE
	                        ? dice_range(&k->d->dice, 1, 2)
	                        : demo_course_score(&k->d->dice, k->life.slack);
	draw(k);
	in->score = score;
	if (score < 4 || luck(k, 55))
		in->comment = sampled(k, say(k, score < 3    ? SAY_COMPLAINT
		                                : score == 3 ? SAY_FAIR
		                                             : SAY_PRAISE));
	k->life.score = score;
	if (!k->proxy)
		return;
	in->verdict_by = say(k, SAY_WHOM_HEARD);
	in->verdict_how = luck(k, 60) ? VERDICT_PHONE : VERDICT_IN_PERSON;
}

static void fill_call(struct demo_track *k, struct order_act *in)
{
	bool bad = k->life.score > 0 && k->life.score < 3;
	in->score = bad ? dice_range(&k->d->dice, 2, 4) : dice_range(&k->d->dice, 4, 5);
	in->whom = say(k, SAY_WHOM);
	in->reason = say(k, bad ? SAY_CALLED_MENDED : SAY_CALLED);
}

static void fill_serving(struct demo_track *k, int act, struct order_act *in)
{
	if (act == ACT_SCHEDULE) {
		make_date(k, in, visit_at(k));
		take_along(k, in);
	}
	if (act == ACT_RESCHEDULE) {
		k->life.moved = true;
		make_date(k, in, k->life.starts_at + dice_range(&k->d->dice, 1, 3) * DAY);
	}
	if (act == ACT_COMPLETE)
		in->report = sampled(k, report(k));
	if (act == ACT_EVALUATE)
		fill_verdict(k, in);
	if (act == ACT_CONFIRM)
		fill_call(k, in);
}

/* ---- moves that are more than one call ---- */

/* By day, an hour and a half later. */
static int64_t later(int64_t at)
{
	at += 90 * MINUTE;
	int64_t midnight = clock_midnight(at);
	return at - midnight > 19 * HOUR ? midnight + DAY + 8 * HOUR + 30 * MINUTE : at;
}

/* Who is somewhere else already goes later. */
static enum err make_a_date(struct demo_track *k, int act, struct order_act *in)
{
	enum { TRIES = 24 };
	struct ctx *c = k->d->c;
	for (int again = 0;; again++) {
		ctx_rewind(c);
		in->reason = in->starts_at > k->last ? say(k, SAY_LATE_DATE) : NULL;
		enum err e = order_move(c, k->uid, (enum order_action)act, in);
		if (e != ERR_INVALID || again == TRIES)
			return e;
		make_date(k, in, later(in->starts_at));
		if (again == TRIES / 3)
			in->members = NULL;
	}
}

/* What was asked for is added, then it is sent again. */
static enum err send_again(struct demo_track *k)
{
	struct ctx *c = k->d->c;
	struct order *o = order_by_uid(c, k->uid);
	struct order_draft *d = o ? order_draft_of(c, o) : NULL;
	if (!d)
		return ERR_MISSING;
	d->detail = arena_printf(c->mem, "%s\n%s", d->detail, say(k, SAY_ADDED));
	if (d->wanted_until && d->wanted_until <= c->now)
		d->wanted_until = c->now + 7 * DAY;
	d->wanted_from = 0; /* of the menu: the next free day */
	d->submit = true;
	enum err e = order_edit(c, k->uid, d);
	if (e != ERR_INVALID)
		return e;
	ctx_rewind(c); /* what he ordered is off the menu by now */
	struct order_act in = ORDER_ACT_EMPTY;
	in.reason = say(k, SAY_CANCEL);
	return order_move(c, k->uid, ACT_CANCEL, &in);
}

/* The others of the roster are ticked, too; one in eight did not come. */
static void tick_mates(struct demo_track *k)
{
	size_t n;
	struct ctx *c = k->d->c;
	struct attendee *list = activity_roster(c, k->activity, &n);
	for (size_t i = 0; i < n; i++)
		if (!list[i].in_at && !luck(k, 12))
			activity_in(c, k->activity, list[i].person);
}

/* Who has claimed much lately must let others go first: then somebody else does, or nobody yet. */
static enum err claim(struct demo_track *k, struct order_act *in)
{
	enum { TRIES = 4 };
	for (int again = 0; again < TRIES; again++) {
		if (!find_side(k, k->for_us ? 70 : 35))
			break;
		in->team = k->person ? NULL : k->d->teams[k->team].uid;
		ctx_rewind(k->d->c);
		demo_cast_act_as(k->cast, side(k));
		enum err e = order_move(k->d->c, k->uid, ACT_CLAIM, in);
		if (e == OK || db_fault(k->d->c->db))
			return e;
	}
	return ERR_STATE;
}

/* Who reports later has gone home in time all the same. */
static enum err go_home(struct demo_track *k)
{
	size_t n;
	struct ctx *c = k->d->c;
	struct attendee *list = activity_roster(c, k->activity, &n);
	for (size_t i = 0; i < n; i++)
		activity_out(c, k->activity, list[i].person);
	k->life.home = true;
	return OK;
}

static enum err make(struct demo_track *k, int act, struct order_act *in)
{
	struct ctx *c = k->d->c;
	if (act == ACT_CLAIM)
		return claim(k, in);
	if (act == DEMO_ON_THE_WAY || act == DEMO_RUNS_LATE) {
		k->life.told = true;
		return order_visit(c, k->uid, act == DEMO_RUNS_LATE ? VISIT_LATE : VISIT_ON_THE_WAY,
		                   act == DEMO_RUNS_LATE ? dice_range(&k->d->dice, 2, 8) * 10 : 0);
	}
	if (act == DEMO_GO_HOME)
		return go_home(k);
	if (act == ACT_SUBMIT)
		return send_again(k);
	if (act == ACT_SCHEDULE || act == ACT_RESCHEDULE)
		return make_a_date(k, act, in);
	enum err e = order_move(c, k->uid, (enum order_action)act, in);
	if (e == OK && act == ACT_START && !k->goods)
		tick_mates(k);
	return e;
}

/* Its double may have come to its end meanwhile: then it is let in like any other. */
static int still_right(struct demo_track *k, int act)
{
	if (act != ACT_MERGE)
		return act;
	k->life.twin = false;
	int64_t state = k->twin ? k->twin->life.state : ORDER_CLOSED;
	return state == ORDER_DRAFT || state >= ORDER_CLOSED ? ACT_APPROVE : ACT_MERGE;
}

enum err demo_track_act(struct demo_track *k, int act)
{
	struct order_act in = ORDER_ACT_EMPTY;
	act = still_right(k, act);
	if (act == ACT_OFFER && !find_side(k, 5))
		return ERR_INVALID;
	if (act == ACT_OFFER)
		name_side(k, &in);
	fill_desk(k, act, &in);
	fill_serving(k, act, &in);
	if (act == ACT_START)
		k->life.home = false;
	if (act == ACT_NOT_SERVED)
		k->life.score = 1;
	if (act == ACT_REOPEN)
		k->life.score = 0;
	if (act == ACT_REROUTE)
		k->life.wrong = false;
	if (act != ACT_CLAIM)
		demo_cast_act_as(k->cast, actor(k, act));
	enum err e = make(k, act, &in);
	if (e == OK && act == ACT_DECLINE)
		turn_to_other(k);
	if (e == OK && (act == ACT_PUBLISH || (act == ACT_APPROVE && k->kind == KIND_WISH)))
		k->life.wish = false; /* it has been there */
	return e;
}

enum err demo_track_expire(struct demo_track *k)
{
	struct ctx *c = k->d->c;
	struct demo_text next = {.thing = ""};
	ctx_rewind(c);
	c->who = &actor_system;
	if (!order_expires((enum order_state)k->life.state))
		return order_escalate(c, k->row);
	int team = k->life.state != ORDER_OFFERED ? -1
	                                          : demo_cast_team(k->cast, k->village, k->category,
	                                                           k->asked, k->asked_count);
	if (team >= 0)
		next.thing = k->d->teams[team].name;
	return order_expire(
		c, k->row,
		team < 0 ? NULL : demo_texts_phrase(c->mem, &k->d->dice, SAY_UNANSWERED, &next));
}
