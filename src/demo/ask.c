/* ask.c - what an order of the model county is about, for whom, and how it is entered. */
#include "app/county.h"
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "demo/menu.h"
#include "demo/needs.h"
#include "demo/track.h"
#include "features/menu/menu.h"
#include "features/order/order_draft.h"

#include <string.h>

enum { TWIN_DAYS = 12 };

static bool luck(struct demo_track *k, int percent)
{
	return dice_below(&k->d->dice, 100) < percent;
}

/* ---- who ---- */

static void find_folk(struct demo_track *k)
{
	struct demo *d = k->d;
	bool online = k->way == WAY_ONLINE;
	k->village = k->for_us ? d->stations[dice_below(&d->dice, 2)].village
	                       : demo_cast_village(k->cast);
	int ours = k->village == d->stations[0].village   ? 0
	           : k->village == d->stations[1].village ? 1
	                                                  : -1;
	if (online && ours >= 0 && (k->for_us || luck(k, 12)))
		k->folk = demo_cast_resident(k->cast, ours);
	else
		k->folk = demo_cast_folk(k->cast, k->village, online);
	k->proxy = online ? 0
	                  : demo_cast_enters(k->cast, k->village, k->for_us || k->way == WAY_VISIT);
}

/* ---- what ---- */

/* Of a hundred orders in an ordinary week. */
static const int shares[COUNTY_CATEGORIES] = {13, 14, 17, 9, 10, 6, 6, 4, 9, 5, 4, 2, 7};

static const char *category_for(struct demo_track *k)
{
	struct demo *d = k->d;
	const struct demo_team *lead = &d->teams[d->leads[k->village != d->stations[0].village]];
	int64_t upto[COUNTY_CATEGORIES], all = 0;
	for (int i = 0; i < COUNTY_CATEGORIES; i++) {
		const char *word = county_categories[i].word;
		bool fits = !k->for_us || (strstr(lead->skills, word) && strcmp(word, "goods"));
		all += fits ? shares[i] * demo_year_season(word, d->c->now) : 0;
		upto[i] = all;
	}
	return county_categories[demo_choose(&d->dice, upto, COUNTY_CATEGORIES)].word;
}

/* One of the category that is asked for at this time of the year. */
static const struct demo_need *need_for(struct demo_track *k)
{
	enum { MOST = 32 };
	const struct demo_need *fits[MOST];
	int found = 0;
	for (int i = 0; i < demo_needs_count() && found < MOST; i++)
		if (!strcmp(demo_needs[i].category, k->category) &&
		    demo_year_in(&demo_needs[i].when, k->d->c->now))
			fits[found++] = &demo_needs[i];
	return fits[dice_below(&k->d->dice, found)];
}

static void think_of(struct demo_track *k)
{
	k->category = category_for(k);
	const struct demo_need *need = need_for(k);
	k->text = demo_texts_about(k->mem, &k->d->dice, need, !k->proxy);
	bool wish = need->public_title && luck(k, need->goods ? 88 : 32);
	k->kind = k->way == WAY_VISIT ? KIND_VISIT : need->goods || wish ? KIND_WISH : KIND_REQUEST;
	k->life.wish = k->kind != KIND_VISIT && (wish || (need->public_title && luck(k, 15)));
	if (k->life.hold == ORDER_WALL)
		k->kind = KIND_WISH;
	if (k->life.hold != ORDER_NOWHERE)
		k->life.wish = k->kind == KIND_WISH && k->life.hold != ORDER_OPEN &&
		               k->life.hold != ORDER_OFFERED;
}

/* From the menu, where something is offered now. */
static bool look_at_menu(struct demo_track *k)
{
	struct demo *d = k->d;
	int town = d->villages[k->village].town;
	for (int again = 0; again < 4; again++) {
		k->service = demo_menu_pick(d, town, d->c->now + 3 * DAY, &k->service_uid);
		if (!k->service)
			continue;
		k->category = k->service->category;
		k->kind = KIND_MENU;
		k->text = (struct demo_text){.need = k->text.need,
		                             .thing = k->service->title,
		                             .matter = "",
		                             .whom = "家里"};
		k->life.wish = false;
		return true;
	}
	k->service_uid = NULL;
	return false;
}

/* The same matter a second time: another one has entered it, too. */
static bool say_again(struct demo_track *k)
{
	struct demo_track *other = *demo_cast_last(k->cast, k->village);
	int64_t state = other ? other->life.state : ORDER_CLOSED;
	if (!other || other->service || other->refusal || state == ORDER_DRAFT ||
	    state >= ORDER_DONE || other->life.now < k->d->c->now - TWIN_DAYS * (int64_t)DAY ||
	    !other->proxy || !k->proxy)
		return false;
	k->twin = other;
	k->life.twin = true;
	k->folk = other->folk;
	k->category = other->category;
	k->text = other->text;
	k->kind = KIND_REQUEST;
	return true;
}

static const struct demo_refused *ask_too_much(struct demo_track *k)
{
	const struct demo_refused *r = &demo_refused[dice_below(&k->d->dice, demo_refused_count())];
	k->category = r->category;
	k->refusal = r->reason;
	k->kind = k->way == WAY_VISIT ? KIND_VISIT : KIND_REQUEST;
	k->life.money = true;
	k->life.wish = false;
	return r;
}

static int64_t urgency_for(struct demo_track *k)
{
	static const int64_t upto[] = {27, 82, 96, 100};
	bool waits = k->kind == KIND_WISH || k->kind == KIND_MENU;
	return demo_choose(&k->d->dice, upto, waits ? 2 : 4);
}

/* ---- entering it ---- */

/* Another category than the right one. */
static const char *mistaken(struct demo_track *k)
{
	const char *word = k->category;
	while (!strcmp(word, k->category))
		word = county_categories[dice_below(&k->d->dice, COUNTY_CATEGORIES)].word;
	return word;
}

/* A day of the menu item; in its last days the county also has people who wait for a place. False:
 * there is none. */
static bool choose_day(struct demo_track *k, struct order_draft *o)
{
	struct ctx *c = k->d->c;
	o->wanted_from = clock_midnight(c->now) + dice_range(&k->d->dice, 1, 5) * DAY + 9 * HOUR;
	if (!menu_in_season(menu_day_of(k->service->from), menu_day_of(k->service->to),
	                    o->wanted_from))
		return false;
	if (menu_has_room(c, k->service_uid, o->wanted_from, 0))
		return true;
	o->queue = k->d->until - c->now < 3 * DAY && luck(k, 50);
	if (o->queue)
		k->life.hold = ORDER_DRAFT; /* it rests there until a place is free */
	return o->queue;
}

static void name_served(struct demo_track *k, struct order_draft *o)
{
	struct ctx *c = k->d->c;
	o->address = arena_printf(c->mem, "%d组（示例）", k->folk->group);
	if (!k->proxy)
		return;
	o->for_name = k->folk->name;
	o->for_phone = demo_phone(c->mem, k->folk->phone);
	o->for_address = o->address;
	o->address = NULL;
	o->consent_by = o->for_name;
	o->consent_how = demo_texts_phrase(c->mem, &k->d->dice, SAY_CONSENT, NULL);
	o->consent_at = c->now;
}

/* As people begin and end who write in, and as those note it who listen. */
static const char *wrapped(struct demo_track *k, const char *title)
{
	struct arena *mem = k->d->c->mem;
	struct dice *dice = &k->d->dice;
	enum demo_phrase before = k->way == WAY_PHONE   ? SAY_BEFORE_PHONE
	                          : k->way == WAY_VISIT ? SAY_BEFORE_VISIT
	                                                : SAY_BEFORE_ONLINE;
	if (k->way == WAY_COUNTER || luck(k, 70))
		return title;
	const char *front = demo_texts_phrase(mem, dice, before, NULL);
	bool online = before == SAY_BEFORE_ONLINE;
	return arena_printf(mem, "%s%s%s", front, title,
	                    online ? demo_texts_phrase(mem, dice, SAY_BEHIND_ONLINE, NULL) : "");
}

static void put_in_words(struct demo_track *k, struct order_draft *o,
                         const struct demo_refused *too_much)
{
	struct arena *mem = k->d->c->mem;
	struct dice *dice = &k->d->dice;
	const char *detail;
	if (too_much) {
		o->title = demo_texts_say(mem, dice, too_much->title, NULL);
		detail = too_much->detail;
	} else if (k->service) {
		o->title = demo_texts_phrase(mem, dice, SAY_MENU_TITLE, &k->text);
		detail = demo_texts_phrase(mem, dice, SAY_MENU_DETAIL, &k->text);
	} else {
		o->title = wrapped(k, demo_texts_say(mem, dice, k->text.need->title, &k->text));
		detail = demo_texts_say(mem, dice, k->text.need->detail, &k->text);
	}
	o->detail = arena_printf(mem, "%s（示例）", detail);
}

static enum err enter(struct demo_track *k, struct order_draft *o)
{
	static const int64_t sources[] = {[WAY_ONLINE] = SOURCE_ONLINE,
	                                  [WAY_PHONE] = SOURCE_PHONE,
	                                  [WAY_COUNTER] = SOURCE_COUNTER,
	                                  [WAY_VISIT] = SOURCE_VISIT};
	struct demo *d = k->d;
	bool goods = k->service ? k->service->goods : !k->refusal && k->text.need->goods;
	o->kind = k->kind;
	o->form = goods ? FORM_GOODS : FORM_SERVICE;
	o->source = sources[k->way];
	o->urgency = k->life.urgency;
	o->people = k->service ? k->service->people : k->refusal ? 1 : k->text.need->people;
	o->category = k->life.wrong ? mistaken(k) : k->category;
	o->place = d->villages[k->village].code;
	o->service = k->service_uid;
	o->public_ok = k->life.wish;
	o->submit = o->queue || k->life.hold != ORDER_DRAFT;
	if (!o->wanted_from && luck(k, 55))
		o->wanted_until = d->c->now + dice_range(&d->dice, 5, 20) * DAY;
	name_served(k, o);
	demo_cast_act_as(k->cast, k->proxy ? k->proxy : k->folk->person);
	const char *uid = NULL;
	enum err e = order_create(d->c, o, &uid);
	k->uid = arena_strdup(k->mem, uid);
	return e;
}

enum err demo_track_ask(struct demo_track *k)
{
	struct order_draft o = {0};
	const struct demo_refused *too_much = NULL;
	find_folk(k);
	if (!k->folk)
		return ERR_INVALID;
	if (k->for_us || !luck(k, 3) || !say_again(k))
		think_of(k);
	bool plain = !k->for_us && !k->twin;
	if (k->life.hold == ORDER_REFUSED || (plain && luck(k, 1)))
		too_much = ask_too_much(k);
	else if (plain && k->way != WAY_VISIT && luck(k, 32) && look_at_menu(k) &&
	         !choose_day(k, &o)) {
		k->service = NULL; /* in his own words, then */
		k->service_uid = NULL;
		o.wanted_from = 0;
		think_of(k);
	}
	k->life.wrong = plain && !too_much && !k->service && luck(k, 3);
	if (k->life.urgency < 0)
		k->life.urgency = urgency_for(k);
	put_in_words(k, &o, too_much);
	*demo_cast_last(k->cast, k->village) = k;
	return enter(k, &o);
}
