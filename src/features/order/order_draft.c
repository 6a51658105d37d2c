/* order_draft.c - writing an order down and editing it: what is checked, sealed and numbered. */
#include "features/order/order_draft.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/sealed.h"
#include "features/menu/menu.h"
#include "features/order/category.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)

/* What the words of a draft stand for, found once. */
struct found {
	struct category *category;
	struct place *place;
};

static bool for_other(const struct order_draft *d)
{
	return !text_empty(d->for_name) || !text_empty(d->for_phone) || !text_empty(d->for_address);
}

/* A menu order names an open item that is offered at its place; nothing else names one. */
static void check_service(struct ctx *c, const struct order_draft *d, const struct found *f)
{
	struct menu_item *m = menu_by_uid(c, d->service);
	if (d->kind != KIND_MENU && text_empty(d->service))
		return;
	if (text_empty(d->service))
		REFUSE("service", "点单要先从供单目录里选一个服务项目。");
	else if (!m || !menu_visible(c, m))
		REFUSE("service", "没有这个服务项目。");
	else if (m->state != MENU_OPEN)
		REFUSE("service", "“%s”现在是“%s”，不能点。", m->title,
		       menu_state_labels[m->state]);
	else if (d->kind != KIND_MENU)
		REFUSE("kind", "选了服务项目，类型就是点单。");
	else if (f->place && !text_starts(f->place->path, m->area_path))
		REFUSE("place", "“%s”只在%s提供。", m->title, m->area_name);
	else if (f->category && f->category->id != m->category_row)
		REFUSE("category", "“%s”是“%s”类的服务项目，类别不能另选。", m->title,
		       m->category_label);
}

static void check_words(struct ctx *c, const struct order_draft *d, struct found *f)
{
	f->category = text_empty(d->category) ? NULL : category_by_word(c, d->category);
	if (!f->category)
		REFUSE("category", "没有这个类别，请从列表里选。");
	f->place = text_empty(d->place) ? NULL : place_current(c, d->place);
	if (!f->place || f->place->kind == PLACE_COUNTY)
		REFUSE("place", "没有这个村（社区）或乡镇，请从列表里选。");
	check_service(c, d, f);
}

static void check_times(struct ctx *c, const struct order_draft *d)
{
	if (d->wanted_from && d->wanted_until && d->wanted_until < d->wanted_from)
		REFUSE("wanted_until", "最晚时间要晚于最早时间。");
	if (d->wanted_until && d->wanted_until < c->now)
		REFUSE("wanted_until", "最晚时间已经过去了。");
	if (d->wanted_until > c->now + 366 * (int64_t)DAY)
		REFUSE("wanted_until", "最晚时间请在一年以内。");
	if (d->consent_at > c->now + HOUR)
		REFUSE("consent.at", "同意的时间不能在将来。");
}

/* An edit that leaves it where it is, or is made by the one it is for, needs no reach over the place. */
static bool stays(const struct ctx *c, const struct order *o, const struct place *p)
{
	return o && (o->place_row == p->id || o->requester == c->who->id);
}

/* Somebody else's order: entered by staff of that place, with the consent written down. */
static enum err check_proxy(struct ctx *c, const struct order_draft *d, const struct place *p,
                            const struct order *o)
{
	bool entered = o && o->proxy;
	struct subject s = {.path = p ? p->path : NULL};
	if (!for_other(d) && !entered) {
		if (d->kind == KIND_VISIT)
			REFUSE("beneficiary.name", "走访发现的单子要写明替谁登记。");
		return OK;
	}
	if (o && !entered)
		REFUSE("beneficiary.name", "这一单是为自己登记的；替别人登记请另下一单。");
	else if (p && !stays(c, o, p) && !access_may(c->who, ORDER_ENTER, &s))
		return ctx_refuse(c, ERR_DENIED, NULL,
		                  "只有本村、本乡镇或县中心的工作人员能替别人登记。");
	if (text_empty(d->for_name))
		REFUSE("beneficiary.name", "请填写服务对象的姓名。");
	if (text_empty(d->consent_by))
		REFUSE("consent.by", "请写明谁同意登记。");
	if (text_empty(d->consent_how))
		REFUSE("consent.how", "请写明怎么同意的。");
	return OK;
}

/* `o`: the draft that is edited, the asker a party of it; NULL: a new one. */
static enum err check(struct ctx *c, const struct order_draft *d, struct found *f,
                      const struct order *o)
{
	check_words(c, d, f);
	check_times(c, d);
	enum err e = check_proxy(c, d, f->place, o);
	return e != OK ? e : c->problem_count ? ERR_INVALID : OK;
}

static const char *sealed(struct ctx *c, const char *uid, const char *column, const char *text)
{
	return crypto_seal(c->keys, c->mem, "orders", column, uid, text_empty(text) ? NULL : text);
}

/* What says the same stays as it is sealed: an edit that changes nothing shows. */
static const char *resealed(struct ctx *c, const struct order *o, const char *column,
                            const char *old, const char *text)
{
	const char *was = sealed_open(c, "orders", column, o->uid, old);
	bool same = text_equal(text_empty(was) ? NULL : was, text_empty(text) ? NULL : text);
	return same ? old : sealed(c, o->uid, column, text);
}

/* "DD20261123-0014": day and serial of the day. */
static const char *number_next(struct ctx *c)
{
	struct day d = clock_local(c->now);
	const char *day = arena_printf(c->mem, "%04d%02d%02d", d.year, d.month, d.mday);
	int64_t serial = sql_order_serial(c, day);
	return arena_printf(c->mem, "DD%s-%04lld", day, (long long)serial);
}

static int64_t source_of(const struct order_draft *d, bool proxy)
{
	if (d->kind == KIND_VISIT)
		return SOURCE_VISIT;
	return proxy ? d->source : SOURCE_ONLINE;
}

/* Submitted, or left a draft in the queue of a full menu item when that is what he wants. */
static enum err send_or_wait(struct ctx *c, const struct order_draft *d, int64_t row,
                             const char *uid)
{
	if (!d->submit)
		return OK;
	if (d->queue && !text_empty(d->service) &&
	    !menu_has_room(c, d->service, d->wanted_from, row))
		return menu_queue_join(c, d->service, d->wanted_from, row);
	return order_move(c, uid, ACT_SUBMIT, &ORDER_ACT_EMPTY);
}

/* What the draft says, in the order's own terms. `n` knows its uid, its parties and what it said before. */
static void fill(struct ctx *c, struct order *n, const struct order_draft *d, const struct found *f)
{
	bool proxy = n->proxy != 0;
	n->kind = d->kind;
	n->form = d->form;
	n->source = source_of(d, proxy);
	n->urgency = d->urgency;
	n->people = d->people > 0 ? d->people : 1;
	n->public_ok = d->public_ok;
	n->title = d->title;
	n->service = text_empty(d->service) ? NULL : d->service;
	n->category_row = f->category->id;
	n->place_row = f->place->id;
	n->place_path = f->place->path;
	n->wanted_from = d->wanted_from;
	n->wanted_until = d->wanted_until;
	n->consent_by = proxy ? d->consent_by : NULL;
	n->consent_how = proxy ? d->consent_how : NULL;
	n->consent_at = proxy ? d->consent_at ? d->consent_at : c->now : 0;
	n->detail = resealed(c, n, "detail", n->detail, d->detail);
	if (!n->detail) /* sealed even where nothing was said */
		n->detail = crypto_seal(c->keys, c->mem, "orders", "detail", n->uid, "");
	n->contact_name = resealed(c, n, "contact_name", n->contact_name, d->for_name);
	n->phone = resealed(c, n, "phone", n->phone, proxy ? d->for_phone : d->phone);
	n->address = resealed(c, n, "address", n->address, proxy ? d->for_address : d->address);
}

/* Whom it is for: himself, or the person he enters; NULL: refused. */
static const struct person *served(struct ctx *c, const struct order_draft *d,
                                   const struct place *at)
{
	if (!for_other(d))
		return person_get(c, c->who->id);
	return person_enter(c, d->for_name, d->for_phone, d->for_address, at->id, d->consent_by,
	                    d->consent_how, d->consent_at ? d->consent_at : c->now,
	                    d->phone_new ? NULL : "beneficiary.phone_new");
}

enum err order_create(struct ctx *c, const struct order_draft *d, const char **uid)
{
	struct found f;
	enum err e = check(c, d, &f, NULL);
	if (e != OK)
		return e;
	const struct person *p = served(c, d, f.place);
	if (!p)
		return ERR_INVALID;
	struct order n = {.uid = random_id(c->mem),
	                  .state = ORDER_DRAFT,
	                  .requester = p->id,
	                  .proxy = for_other(d) ? c->who->id : 0,
	                  .number = number_next(c)};
	fill(c, &n, d, &f);
	n.row = sql_order_insert(c, &n, order_phone_key(c, &n));
	struct order before = {.row = n.row, .uid = n.uid, .state = ORDER_NOWHERE};
	order_event_add(c, &n, &before, ACT_FIND, NULL);
	order_index(c, &n);
	audit(c, "order.find", "order", n.uid, order_kind_words[d->kind]);
	*uid = n.uid;
	return send_or_wait(c, d, n.row, n.uid);
}

struct order_draft *order_draft_of(struct ctx *c, struct order *o)
{
	struct order_draft *d = ARENA_NEW(c->mem, struct order_draft);
	order_unseal(c, o);
	*d = (struct order_draft){
		.kind = o->kind,
		.form = o->form,
		.source = o->source,
		.urgency = o->urgency,
		.people = o->people,
		.wanted_from = o->wanted_from,
		.wanted_until = o->wanted_until,
		.consent_at = o->consent_at,
		.revision = o->revision,
		.public_ok = o->public_ok,
		.title = o->title,
		.detail = o->detail,
		.category = o->category,
		.place = o->place,
		.service = o->service,
		.consent_by = o->consent_by,
		.consent_how = o->consent_how,
		.queue = menu_queue_place(c, o->row).place > 0,
	};
	if (o->proxy) {
		d->for_name = o->contact_name;
		d->for_phone = o->phone;
		d->for_address = o->address;
	} else {
		d->phone = o->phone;
		d->address = o->address;
	}
	return d;
}

/* Sent, or put into a queue, as it stands: then nothing is edited. */
static bool goes_on(struct ctx *c, const struct order *o, const struct order_draft *d)
{
	return d->submit || d->queue != (menu_queue_place(c, o->row).place > 0);
}

enum err order_edit(struct ctx *c, const char *uid, const struct order_draft *d)
{
	struct order *o = order_by_uid(c, uid);
	if (!o || order_sight(c, o) == SIGHT_NONE)
		return ctx_refuse(c, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	struct found f;
	struct order next = *o;
	struct life_ask ask = {
		.action = ACT_EDIT, .in = &next, .revision = d->revision < 0 ? NULL : &d->revision};
	enum err e = life_check(c, &order_life, o, &ask);
	if (e == OK)
		e = check(c, d, &f, o);
	if (e != OK)
		return e;
	fill(c, &next, d, &f);
	if (!order_life.same(o, &next) || !goes_on(c, o, d))
		e = life_put(c, &order_life, o, &ask);
	if (e == OK && !d->queue)
		menu_queue_leave(c, o->row); /* he wishes for something else now */
	return e == OK ? send_or_wait(c, d, o->row, o->uid) : e;
}
