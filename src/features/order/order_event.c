/* order_event.c - the event of a move, and who is told of it. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/ctx.h"
#include "core/outbox.h"
#include "features/activity/activity.h"
#include "features/message/message_kind.h"
#include "features/order/order.h"
#include "features/order/order_offer.h"
#include "features/order/order_priv.h"
#include "features/order/order_rules.h"
#include "features/team/team.h"
#include "gen/order.sql.h"

void order_event_add(struct ctx *c, const struct order *n, const struct order *before,
                     enum order_action a, const char *reason)
{
	/* The side concerned: the new one, or the one that was there before it was set free. */
	bool freed = !n->team_row && !n->person_row;
	sql_order_event_insert(c, n, freed ? before : n, before->state, a,
	                       text_empty(reason) ? NULL : reason);
}

static struct message_facts facts_of(struct ctx *c, const struct order *o, const char *link)
{
	return (struct message_facts){
		.title = o->title,
		.number = o->number,
		.state = order_state_labels[o->state],
		.deadline = o->deadline,
		.starts_at = o->starts_at,
		.side = o->team_row     ? o->team_name
	                : o->person_row ? "一位志愿者"
	                                : NULL,
		.link = link,
		.about = life_about(c, &order_life, o),
		.urgent = o->urgency == URGENCY_URGENT,
		.order = o->row,
		.order_state = o->state,
		.order_revision = o->revision,
	};
}

static void tell_of(struct ctx *c, const struct order_notice *m, const struct order *o,
                    int64_t person, const char *link)
{
	struct message_facts f = facts_of(c, o, link);
	if (person > 0 && person != c->who->id)
		message_tell(c, person, m->kind, &f);
}

static const char *link_of(struct ctx *c, const struct order *o)
{
	return arena_printf(c->mem, "/orders/%s", o->uid);
}

static void tell(struct ctx *c, const struct order_notice *m, const struct order *o, int64_t person)
{
	tell_of(c, m, o, person, link_of(c, o));
}

/* Whose orders became part of it: the title he reads is his own, and so is the number. */
static void tell_joined(struct ctx *c, const struct order_notice *m, const struct order *n)
{
	size_t count = 0;
	const struct order_asker *a = order_merged_askers(c, n, &count);
	for (size_t i = 0; i < count; i++) {
		struct order told = *n;
		told.title = a[i].title;
		told.number = a[i].number;
		tell(c, m, &told, a[i].person);
	}
}

/* How many there are. */
static size_t tell_role(struct ctx *c, const struct order_notice *m, const struct order *o,
                        enum role role)
{
	size_t n;
	struct someone *who = sql_order_staff_of(c, role, o->place_path, &n);
	struct message_facts f = facts_of(c, o, link_of(c, o));
	f.queue = true;
	for (size_t i = 0; i < n; i++)
		if (who[i].id != c->who->id)
			message_tell(c, who[i].id, m->kind, &f);
	return n;
}

/* The level it has climbed to; where nobody has that office, the next one above. */
static void tell_level(struct ctx *c, const struct order_notice *m, const struct order *o)
{
	static const enum role levels[] = {ROLE_STATION, ROLE_TOWNSHIP, ROLE_DISPATCHER};
	for (int64_t i = o->level - 1; i >= 0 && i < 3; i++)
		if (tell_role(c, m, o, levels[i]))
			return;
}

static bool waits_for_side(const struct order *o)
{
	return o->state >= ORDER_ACCEPTED && o->state <= ORDER_SERVING;
}

static void tell_those(struct ctx *c, const struct order_notice *m, const struct order *n,
                       int64_t team, int64_t person, const char *link)
{
	size_t count = 0;
	int64_t *leaders = team ? team_leaders(c, team, &count) : NULL;
	for (size_t i = 0; i < count; i++)
		tell_of(c, m, n, leaders[i], link);
	tell_of(c, m, n, person, link);
}

/* A side that was set free no longer sees the order: its message leads to its desk. */
static void tell_side(struct ctx *c, const struct order_notice *m, const struct order *n,
                      const struct order *before)
{
	bool freed = !n->team_row && !n->person_row;
	const struct order *o = freed ? before : n;
	tell_those(c, m, n, o->team_row, o->person_row, freed ? "/work" : link_of(c, n));
}

/* Those whose offer the move ended beside its own. */
static void tell_others(struct ctx *c, const struct order_notice *m, const struct order *n)
{
	size_t count;
	struct order_offer *f = sql_offer_ended_by(c, n, &count);
	for (size_t i = 0; i < count; i++)
		tell_those(c, m, n, f[i].team_row, f[i].person_row, "/work");
}

static bool is_side(struct ctx *c, const struct order *o, int64_t person)
{
	size_t n = 0;
	int64_t *leaders = o->team_row ? team_leaders(c, o->team_row, &n) : NULL;
	for (size_t i = 0; i < n; i++)
		if (leaders[i] == person)
			return true;
	return o->person_row == person;
}

static const char *names_of(struct ctx *c, const struct attendee *list, size_t n)
{
	const char **names = ARENA_ARRAY(c->mem, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		names[i] = list[i].name;
	return text_join(c->mem, names, "、");
}

/* Of a visit that was given up, those who were to go, with the time it was to be: they no longer see the order. */
static void tell_goers(struct ctx *c, const struct order_notice *m, const struct order *n,
                       const struct order *before, bool side_told)
{
	const struct order *o = n->activity ? n : before;
	size_t count = 0;
	struct attendee *list = o->activity ? activity_roster(c, o->activity, &count) : NULL;
	struct message_facts f = facts_of(c, n, n->activity ? link_of(c, n) : "/mine");
	f.starts_at = o->starts_at;
	f.people = names_of(c, list, count);
	for (size_t i = 0; i < count; i++)
		if (list[i].person != c->who->id && !(side_told && is_side(c, o, list[i].person)))
			message_tell(c, list[i].person, m->kind, &f);
}

static void tell_dropped(struct ctx *c, const struct order_notice *m, const struct order *n)
{
	size_t count = 0;
	struct attendee *list = n->had ? activity_roster(c, n->activity, &count) : NULL;
	for (const int64_t *was = n->had; was && *was; was++) {
		size_t i = 0;
		while (i < count && list[i].person != *was)
			i++;
		if (i == count)
			tell_of(c, m, n, *was, "/mine");
	}
}

static void tell_staff(struct ctx *c, const struct order_notice *m, const struct order *n)
{
	bool here = m->told & TOLD_HERE;
	bool waits = n->state == ORDER_OFFERED; /* for others, who may still take it */
	bool desk = ((m->told & TOLD_DESK) && !waits) || (here && n->state == ORDER_OPEN);
	bool review = (m->told & TOLD_REVIEW) || (here && n->state == ORDER_SUBMITTED);
	bool call = (m->told & TOLD_CALL) && n->state == ORDER_CALLBACK_DUE;
	if (m->told & TOLD_LEVEL)
		tell_level(c, m, n);
	if (desk)
		tell_role(c, m, n, ROLE_DISPATCHER);
	if (desk || review || call)
		tell_role(c, m, n, ROLE_TOWNSHIP);
	if (review || call)
		tell_role(c, m, n, ROLE_REVIEWER);
}

static void tell_all(struct ctx *c, const struct order_notice *m, const struct order *n,
                     const struct order *before, bool side_told)
{
	bool waiting = (m->told & TOLD_WAITING) && before->state > ORDER_OFFERED;
	bool first = (m->told & TOLD_FIRST) && n->level == 1;
	if ((m->told & TOLD_REQUESTER) || waiting || first)
		tell(c, m, n, n->requester);
	if ((m->told & TOLD_REQUESTER) || waiting)
		tell(c, m, n, n->proxy);
	if ((m->told & TOLD_JOINED) || waiting || first ||
	    ((m->told & TOLD_CLOSED) && n->state == ORDER_CLOSED))
		tell_joined(c, m, n);
	if ((m->told & TOLD_SIDE) || ((m->told & TOLD_LATE) && waits_for_side(n)) ||
	    ((m->told & TOLD_ASKED) && before->state == ORDER_OFFERED))
		tell_side(c, m, n, before);
	if ((m->told & TOLD_OTHERS) && before->state == ORDER_OFFERED)
		tell_others(c, m, n);
	if (m->told & TOLD_GOERS)
		tell_goers(c, m, n, before, side_told);
	if (m->told & TOLD_DROPPED)
		tell_dropped(c, m, n);
	tell_staff(c, m, n);
}

void order_tell(struct ctx *c, const struct order_notice *notes, const struct order *n,
                const struct order *before)
{
	bool side_told = false;
	for (const struct order_notice *k = notes; k && k->kind; k++) {
		tell_all(c, k, n, before, side_told);
		side_told |= (k->told & TOLD_SIDE) != 0;
	}
}

/* One of its leaders declined for the team: the others are not asked any more. */
static void answered(struct ctx *c, const struct order *side)
{
	size_t count = 0;
	int64_t *leaders = side->team_row ? team_leaders(c, side->team_row, &count) : NULL;
	for (size_t i = 0; i < count; i++)
		outbox_answered(c, leaders[i], life_about(c, &order_life, side));
}

void order_notice(struct ctx *c, const struct order *n, const struct order *before,
                  const struct life_move *m)
{
	if (m->action == ACT_DECLINE)
		answered(c, before);
	order_tell(c, m->notes, n, before);
	outbox_hook(c, arena_printf(c->mem, "order.%s", m->word),
	            arena_printf(c->mem, "{\"id\":\"%s\",\"state\":\"%s\",\"revision\":%lld}",
	                         n->uid, order_state_words[n->state], (long long)n->revision));
}
