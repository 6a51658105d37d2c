/* order_read.c - reading one order: what the clock has done to it, how much of it the asker may see, its contact. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/sealed.h"
#include "core/search.h"
#include "features/order/category.h"
#include "features/order/order.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/order/order_rules.h"
#include "features/order/order_visit.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

struct order *order_shown(struct ctx *c, struct order *o)
{
	if (o && o->asked > 1)
		o->asked = order_offer_count(c, o->row);
	if (!o || !order_is_over(c, o))
		return o;
	enum order_state to = order_expiry_of(o->state);
	o->entered = o->deadline;
	o->deadline = order_limit_at(c, o, to, o->deadline);
	o->state = to;
	if (to == ORDER_OPEN)
		order_clear_side(o);
	o->asked = 0;
	return o;
}

/* What ties the asker to it beside its own columns. */
static struct order *with_ties(struct ctx *c, struct order *o)
{
	if (!o)
		return NULL;
	order_offer_show(c, o, 1);
	o->joined = order_sight(c, o) <= SIGHT_PUBLIC && order_has_part_of(c, o->row);
	return o;
}

struct order *order_load(struct ctx *c, const char *uid)
{
	return with_ties(c, sql_order_by_uid(c, uid));
}

struct order *order_load_row(struct ctx *c, int64_t row)
{
	return with_ties(c, sql_order_get(c, row));
}

struct order *order_get(struct ctx *c, int64_t row)
{
	return order_shown(c, order_load_row(c, row));
}

struct order *order_by_uid(struct ctx *c, const char *uid)
{
	return order_shown(c, order_load(c, uid));
}

struct order *order_survivor(struct ctx *c, int64_t row)
{
	enum { MOST = 100 }; /* two servers may have merged two into one another */
	struct order *o = row > 0 ? order_get(c, row) : NULL;
	for (int i = 0; i < MOST && o && o->state == ORDER_MERGED; i++)
		o = order_get(c, o->merged_into);
	return o;
}

bool order_has_part_of(struct ctx *c, int64_t row)
{
	return c->who->id && sql_merged_own(c, row) > 0;
}

struct order *order_by_number(struct ctx *c, const char *number)
{
	return order_shown(c, sql_order_by_number(c, number));
}

static const char *opened(struct ctx *c, const struct order *o, const char *column,
                          const char *sealed)
{
	return sealed_open(c, "orders", column, o->uid, sealed);
}

void order_unseal(struct ctx *c, struct order *o)
{
	o->detail = opened(c, o, "detail", o->detail);
	o->phone = opened(c, o, "phone", o->phone);
	o->address = opened(c, o, "address", o->address);
	o->contact_name = opened(c, o, "contact_name", o->contact_name);
}

/* The one given with the order, else that of the person served; NULL: none is known. */
static const char *phone_of(struct ctx *c, const struct order *o)
{
	if (o->phone)
		return opened(c, o, "phone", o->phone);
	struct person *served = person_get(c, o->requester);
	if (served)
		person_open(c, served);
	return served ? served->phone : NULL;
}

/* As it stands on the slip, when somebody types it in small or full-width letters, or only its digits. */
static const char *number_as_printed(struct arena *a, const char *number)
{
	struct buf digits = BUF(a);
	for (const char *p = text_narrow(a, number ? number : ""); *p; p++)
		if (*p >= '0' && *p <= '9')
			buf_char(&digits, *p);
	const char *all = buf_str(&digits);
	return digits.len > 8 ? arena_printf(a, "DD%.8s-%s", all, all + 8) : all;
}

struct order *order_follow(struct ctx *c, const char *number, const char *phone)
{
	struct order *o = order_by_number(c, number_as_printed(c->mem, number));
	const char *normal = phone;
	if (!o || person_check_contact(c->mem, &normal) != NULL)
		return NULL;
	return text_equal(phone_of(c, o), normal) ? o : NULL;
}

struct subject order_subject(const struct order *o)
{
	return (struct subject){.path = o->place_path,
	                        .owner = o->requester,
	                        .proxy = o->proxy,
	                        .team = o->team_row,
	                        .person = o->person_row};
}

static bool published(const struct order *o)
{
	return o->published > 0 && !o->never_public && o->public_title &&
	       o->state <= ORDER_CLOSED && o->state > ORDER_SUBMITTED;
}

static bool is_party(const struct ctx *c, const struct order *o)
{
	return c->who->id && (o->requester == c->who->id || o->proxy == c->who->id);
}

enum order_sight order_sight(const struct ctx *c, const struct order *o)
{
	struct subject s = order_subject(o);
	if (is_party(c, o))
		return SIGHT_PARTY;
	if (o->state != ORDER_DRAFT && access_may(c->who, ORDER_READ, &s)) {
		if (!access_serves(c->who, &s))
			return SIGHT_STAFF;
		return o->state == ORDER_OFFERED ? SIGHT_SERVER : SIGHT_PARTY;
	}
	if (o->goes)
		return SIGHT_GOER;
	if (o->joined)
		return SIGHT_JOINED;
	return published(o) ? SIGHT_PUBLIC : SIGHT_NONE;
}

/* From its claim on the clocks of an order run from the visit (order_limit_at()): who knows the limit could compute
 * from them when strangers come to a door, or when they left. On the wall they say until when one may claim. */
static void cut_times(struct order *o)
{
	if (o->state != ORDER_WALL)
		o->deadline = o->due = 0;
	if (o->state > ORDER_WALL && o->state < ORDER_CLOSED)
		o->entered = o->published;
}

/* Where it is now, for whoever may see that one. */
static void name_survivor(struct ctx *c, struct order *o)
{
	const struct order *into = order_survivor(c, o->merged_into);
	bool seen = into && order_sight(c, into) > SIGHT_PUBLIC;
	o->merged = seen ? into->number : NULL;
	o->merged_uid = seen ? into->uid : NULL;
}

/* What is private in it, for those who read the public text. */
static void cut_words(struct order *o)
{
	o->title = o->public_title;
	o->comment = o->report = o->requester_name = o->verdict_by = NULL;
	o->person = o->person_name = o->leader = o->leader_name = o->consent_by = o->consent_how =
		NULL;
	o->wanted_from = o->wanted_until = 0;
}

void order_cut(struct ctx *c, struct order *o, enum order_sight sight)
{
	bool reads = sight == SIGHT_PARTY || sight == SIGHT_SERVER || sight == SIGHT_GOER ||
	             (sight == SIGHT_STAFF && (order_desk_may(c, o) || order_contact_open(c, o)));
	if (sight == SIGHT_JOINED && !published(o))
		o->public_title = o->public_detail = NULL;
	o->detail = reads ? sealed_show(c, "orders", "detail", o->uid, o->detail)
	                  : o->public_detail;
	o->phone = o->address = o->contact_name = NULL;
	name_survivor(c, o);
	if (sight <= SIGHT_SERVER)
		o->asked = 0; /* the sides asked do not learn of each other */
	if (sight > SIGHT_JOINED)
		return;
	cut_words(o);
	if (sight == SIGHT_JOINED) {
		o->title = o->title ? o->title : order_public_proposal(c, o);
		return;
	}
	o->number = o->merged = o->merged_uid = NULL;
	o->starts_at = o->ends_at = 0;
	cut_times(o);
}

bool order_desk_may(const struct ctx *c, const struct order *o)
{
	struct subject s = order_subject(o);
	return access_may(c->who, ORDER_REVIEW, &s) || access_may(c->who, ORDER_DISPATCH, &s) ||
	       access_may(c->who, ORDER_CALLBACK, &s);
}

/* From two hours before, and while it lasts. */
static bool on_the_way(const struct ctx *c, const struct order *o)
{
	return o->state == ORDER_SERVING ||
	       (o->state == ORDER_SCHEDULED && c->now >= o->starts_at - ORDER_EARLY);
}

bool order_contact_open(const struct ctx *c, const struct order *o)
{
	struct subject s = order_subject(o), at = {.path = o->place_path};
	if (is_party(c, o))
		return true;
	if (access_serves(c->who, &s))
		return o->state >= ORDER_ACCEPTED && o->state < ORDER_CLOSED;
	if (o->goes && on_the_way(c, o))
		return true;
	return o->state != ORDER_DRAFT && access_may(c->who, PERSON_REVEAL, &at);
}

/* What the order lacks is taken from the record of the one served: of an order of his own always; of one entered
 * for him where he lives in the place of the order, which the proxy answered for. Else a name and a phone
 * would be enough to open anybody's address: then only to those who may see him. */
static bool record_stands_in(struct ctx *c, const struct order *o, const struct person *served)
{
	struct place *home = place_get(c, served->home);
	if (!o->proxy || o->requester == c->who->id)
		return true;
	if (o->proxy != c->who->id && home && text_starts(home->path, o->place_path))
		return true;
	return person_visible(c, served->id);
}

enum err order_reveal(struct ctx *c, struct order *o, const char *reason)
{
	if (!order_contact_open(c, o))
		return ctx_refuse(c, ERR_DENIED, NULL, "%s",
		                  o->goes ? "上门前两小时起、服务期间，名单上的人才能看联系方式。"
		                          : "联系方式只在接单以后、收单以前开放给服务方。");
	if (o->requester != c->who->id && person_look_limit(c) != OK)
		return ERR_LIMIT;
	person_looked(c, "order", o->uid, reason);
	audit(c, "order.reveal", "order", o->uid, NULL);
	order_unseal(c, o);
	struct person *served = person_get(c, o->requester);
	if (!served || !record_stands_in(c, o, served))
		return OK;
	person_open(c, served);
	if (!o->phone)
		o->phone = served->phone;
	if (!o->address)
		o->address = served->address;
	if (!o->contact_name)
		o->contact_name = served->name;
	return OK;
}

struct order_event *order_events(struct ctx *c, int64_t row, size_t *count)
{
	return sql_order_events(c, row, count);
}

void order_index(struct ctx *c, const struct order *o)
{
	search_put(c, SEARCH_ORDER, o->row, o->place_path,
	           arena_printf(c->mem, "%s\n%s", o->title, o->number));
	search_put(c, SEARCH_ORDER_PUBLIC, o->row, o->place_path,
	           o->published ? arena_printf(c->mem, "%s\n%s", o->public_title,
	                                       o->public_detail ? o->public_detail : "")
	                        : NULL);
}

struct order_totals order_totals(struct ctx *c)
{
	struct order_totals *t = sql_order_totals(c);
	return t ? *t : (struct order_totals){0};
}

struct order_totals order_totals_count(struct ctx *c)
{
	struct order_totals *t = sql_order_totals_count(c);
	if (t)
		t->at = c->now;
	return t ? *t : (struct order_totals){0};
}

void order_totals_keep(struct ctx *c, const struct order_totals *t)
{
	sql_order_totals_keep(c, t);
}

struct category *category_list(struct ctx *c, size_t *count)
{
	return sql_category_list(c, count);
}

struct category *category_by_word(struct ctx *c, const char *word)
{
	return sql_category_by_word(c, word);
}
