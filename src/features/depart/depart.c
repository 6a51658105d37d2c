/* depart.c - what follows when somebody dies, leaves or moves: order by order, team by team. */
#include "features/depart/depart.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account.h"
#include "core/audit.h"
#include "core/feature.h"
#include "core/outbox.h"
#include "features/order/order.h"
#include "features/order/order_move.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "gen/depart.sql.h"

const char *const depart_kind_words[] = {"died", "left", "moved", "returned", NULL};
const char *const depart_kind_labels[] = {"去世", "搬离本县", "搬到县内别的村",
                                          "记错了，或搬回来了", NULL};
const char *const depart_orders_words[] = {"follow", "cancel", "stay", NULL};
const char *const depart_orders_labels[] = {"还没有派出的跟着转到新的村",
                                            "不需要了，还没有上门的停办", "照旧在原来的村办", NULL};

enum { OLDEST = 366 * 10 }; /* days */

/* One recording under way: what was done, and what is left to people. */
struct work {
	struct ctx *c;
	struct person *p;
	const struct depart *d;
	struct place *to;                     /* moved: the new village */
	int64_t cancelled, moved, left, back; /* orders */
	int64_t leads;
	struct buf others; /* what the features say of their own */
	int64_t told[32];  /* proxies who have their message */
	size_t told_count;
};

/* ---- whom it concerns ---- */

static const char *link_of(struct ctx *c, const struct depart_row *r)
{
	struct order *o = order_get(c, r->row);
	return o ? arena_printf(c->mem, "/orders/%s", o->uid) : NULL;
}

static void tell_side(struct work *w, const struct depart_row *r, const char *body)
{
	size_t n = 0;
	int64_t *leaders = r->team ? team_leaders(w->c, r->team, &n) : NULL;
	const char *subject = arena_printf(w->c->mem, "关于%s的单子", w->p->name);
	for (size_t i = 0; i < n; i++)
		if (leaders[i] != w->p->id)
			outbox_add(w->c, leaders[i], subject, body, link_of(w->c, r));
	if (r->person && r->person != w->p->id)
		outbox_add(w->c, r->person, subject, body, link_of(w->c, r));
}

static const char *proxy_text(struct work *w)
{
	struct arena *a = w->c->mem;
	const char *name = w->p->name;
	switch (w->d->kind) {
	case DEPART_DIED:
		return arena_printf(a,
		                    "我们登记了%s去世的消息，请节哀。您替%s登记的单子，还没有"
		                    "上门的都停办了，不会再有人来电或上门。如果登记有误，请"
		                    "告诉村站，可以恢复。",
		                    name, name);
	case DEPART_LEFT:
		return arena_printf(a,
		                    "%s已搬离本县，您替%s登记的单子，还没有上门的都停办了。如果"
		                    "登记有误，请告诉村站，可以恢复。",
		                    name, name);
	default:
		return arena_printf(a, "%s搬家了，您替%s登记的单子：%s。", name, name,
		                    depart_orders_labels[w->d->orders]);
	}
}

/* Who entered orders for him hears of it from us, once, and not from a stopped order. */
static void tell_proxy(struct work *w, int64_t proxy)
{
	bool known = !proxy || proxy == w->p->id || proxy == w->c->who->id;
	for (size_t i = 0; !known && i < w->told_count; i++)
		known = w->told[i] == proxy;
	if (known || w->told_count == sizeof w->told / sizeof *w->told)
		return;
	w->told[w->told_count++] = proxy;
	outbox_add(w->c, proxy, arena_printf(w->c->mem, "关于%s", w->p->name), proxy_text(w),
	           "/mine");
}

/* ---- orders for him ---- */

static const char *why(const struct work *w)
{
	static const char *const texts[] = {"服务对象已去世", "服务对象已搬离本县",
	                                    "服务对象已搬走"};
	return texts[w->d->kind];
}

/* Whole or not at all: what is refused is left to people as it stands. */
static bool made(struct work *w, int64_t row, enum order_action a, const char *reason,
                 const char *place, const char *side)
{
	struct order_act in = ORDER_ACT_EMPTY;
	in.reason = reason;
	in.place = place;
	in.side = side;
	struct ctx_part before = ctx_part(w->c);
	bool done = order_office(w->c, row, a, &in) == OK;
	return ctx_part_end(w->c, before, done) && done;
}

/* Cancelled as long as nobody is there; later it is for people to end it well. */
static void stop(struct work *w, const struct depart_row *r)
{
	if (r->state <= ORDER_SCHEDULED && made(w, r->row, ACT_CANCEL, why(w), NULL, NULL)) {
		w->cancelled++;
		return;
	}
	w->left++;
	if (r->state == ORDER_SERVING)
		tell_side(w, r,
		          arena_printf(w->c->mem, "%s，这一单请与工作人员商量后结束。", why(w)));
}

/* To the new village, when nobody has it in hand; from the wall it goes to the desk first. */
static void follow(struct work *w, const struct depart_row *r)
{
	static const char reason[] = "服务对象搬家，换了村";
	struct ctx_part before = ctx_part(w->c);
	bool desk = r->state == ORDER_SUBMITTED || r->state == ORDER_OPEN ||
	            (r->state == ORDER_WALL && made(w, r->row, ACT_WITHDRAW, reason, NULL, NULL));
	bool done = desk && made(w, r->row, ACT_REROUTE, reason, w->to->code, NULL);
	ctx_part_end(w->c, before, done);
	w->moved += done;
	w->left += !done;
}

static void stay(struct work *w, const struct depart_row *r)
{
	w->left++;
	if (r->state >= ORDER_ACCEPTED && r->state <= ORDER_SERVING)
		tell_side(w, r,
		          arena_printf(w->c->mem, "%s搬家了，请先打电话核对地址再上门。",
		                       w->p->name));
}

static void asked(struct work *w)
{
	size_t n;
	struct depart_row *r = sql_depart_asked(w->c, w->p->id, &n);
	for (size_t i = 0; i < n; i++) {
		bool moved = w->d->kind == DEPART_MOVED, early = r[i].state < ORDER_OFFERED;
		if (!moved || (w->d->orders == DEPART_CANCEL && r[i].state < ORDER_SERVING))
			stop(w, &r[i]);
		else if (w->d->orders == DEPART_FOLLOW && early)
			follow(w, &r[i]);
		else
			stay(w, &r[i]);
		tell_proxy(w, r[i].proxy);
	}
}

/* ---- where he serves ---- */

static void served(struct work *w)
{
	size_t n;
	const char *reason = w->d->kind == DEPART_DIED ? "志愿者已去世，请另派"
	                                               : "志愿者已搬离本县，请另派";
	struct depart_row *r = sql_depart_served(w->c, w->p->id, &n);
	for (size_t i = 0; i < n; i++)
		w->back += made(w, r[i].row, r[i].state == ORDER_SERVING ? ACT_ABORT : ACT_RECALL,
		                reason, NULL, NULL);
	r = sql_depart_offered(w->c, w->p->id, &n);
	for (size_t i = 0; i < n; i++)
		w->back += made(w, r[i].row, ACT_RECALL, reason, NULL, w->p->uid);
	r = sql_depart_led(w->c, w->p->id, &n);
	for (size_t i = 0; i < n; i++)
		tell_side(w, &r[i],
		          arena_printf(w->c->mem, "带队的%s%s，请改由别人带队，或交回这一单。",
		                       w->p->name, person_end_labels[w->d->kind + 1]));
	w->leads = (int64_t)n;
}

/* ---- the whole ---- */

static void say(struct buf *b, const char *before, int64_t n, const char *after)
{
	if (n)
		buf_printf(b, "%s%s %lld %s", b->len ? "；" : "", before, (long long)n, after);
}

static const char *outcome(struct work *w)
{
	struct buf b = BUF(w->c->mem);
	say(&b, "停办", w->cancelled, "单");
	say(&b, "转到新的村", w->moved, "单");
	say(&b, "没有动、请工作人员处理的", w->left, "单");
	say(&b, "由他服务、退回派单的", w->back, "单");
	say(&b, "由他带队、要换人带队的上门", w->leads, "次");
	if (w->others.len)
		buf_printf(&b, "%s%s", b.len ? "；" : "", buf_str(&w->others));
	return b.len ? buf_str(&b) : "没有在办的单";
}

static enum err checked(struct ctx *c, const struct person *p, const struct depart *d,
                        const struct place *to)
{
	bool ended = d->kind == DEPART_DIED || d->kind == DEPART_LEFT;
	if (d->kind < 0 || d->kind >= DEPART_KINDS)
		ctx_refuse(c, ERR_INVALID, "kind", "请选是哪一种情况。");
	if (text_length(d->told_by) < 2)
		ctx_refuse(c, ERR_INVALID, "told_by", "请写明是谁告知的。");
	if (d->day > c->now || (d->day && d->day < c->now - OLDEST * (int64_t)DAY))
		ctx_refuse(c, ERR_INVALID, "day", "日期不能晚于今天，也不能早于十年前。");
	if (d->kind == DEPART_MOVED && (!to || to->kind != PLACE_VILLAGE))
		ctx_refuse(c, ERR_INVALID, "place", "请选搬到了哪个村（社区）。");
	else if (d->kind == DEPART_MOVED && to->id == p->home)
		ctx_refuse(c, ERR_INVALID, "place", "他已经住在%s。", to->label);
	if (c->problem_count)
		return ERR_INVALID;
	c->state = person_end_words[p->ended];
	if (d->kind == DEPART_RETURNED && !p->ended)
		return ctx_refuse(c, ERR_STATE, NULL, "没有登记过去世或搬离，不用恢复。");
	if ((ended && p->ended == d->kind + 1) || (d->kind == DEPART_MOVED && p->ended))
		return ctx_refuse(c, ERR_STATE, NULL, "%s%s，以前已经登记过。", p->name,
		                  person_end_labels[p->ended]);
	/* One clerk's word is not enough to end a duty. */
	return ended ? duty_end(c, p->id, p->id) : OK;
}

static enum err depart(struct work *w)
{
	struct ctx *c = w->c;
	bool ended = w->d->kind == DEPART_DIED || w->d->kind == DEPART_LEFT;
	if (w->d->kind == DEPART_RETURNED)
		person_set_end(c, w->p->id, PERSON_HERE);
	if (w->d->kind == DEPART_MOVED)
		person_set_home(c, w->p->id, w->to->id);
	if (ended)
		person_set_end(c, w->p->id, (enum person_end)(w->d->kind + 1));
	if (w->d->kind != DEPART_RETURNED)
		asked(w);
	if (ended) {
		served(w);
		feature_left(c, w->p->id, person_end_labels[w->d->kind + 1], &w->others);
	}
	if (w->d->kind != DEPART_DIED)
		return OK;
	outbox_silence(c, w->p->id);
	const struct account *account = account_of(c, w->p->id);
	if (account && !account->locked)
		return account_lock(c, w->p->id, "the office recorded his death", HAND_ONE);
	return OK;
}

struct person *depart_person(struct ctx *c, const char *uid, enum err *e)
{
	struct person *p = person_by_uid(c, uid);
	struct place *home = p ? place_get(c, p->home) : NULL;
	*e = ERR_MISSING;
	if (!p || !person_visible(c, p->id))
		return NULL;
	*e = ERR_DENIED;
	if (p->id == c->who->id)
		ctx_refuse(c, ERR_DENIED, NULL, "自己的情况要由别的工作人员登记。");
	else if (access_may(c->who, PERSON_ENTER,
	                    &(struct subject){.path = home ? home->path : NULL}))
		return p;
	return NULL;
}

/* One more line of what is known about him. */
static void write_down(struct work *w, const char *told_by)
{
	const struct depart *d = w->d;
	const char *back = "已恢复；停办的单子要重新登记，账号由系统管理员恢复";
	struct depart_note n = {.kind = d->kind,
	                        .day = d->day,
	                        .told_by = told_by,
	                        .from_row = w->p->home,
	                        .to_row = d->kind == DEPART_MOVED ? w->to->id : 0,
	                        .outcome = d->kind == DEPART_RETURNED ? back : outcome(w)};
	sql_depart_add(w->c, w->p->id, &n);
	audit(w->c, "person.depart", "person", w->p->uid, depart_kind_words[d->kind]);
}

enum err depart_record(struct ctx *c, const char *uid, const struct depart *d)
{
	enum err e;
	struct person *p = depart_person(c, uid, &e);
	if (!p)
		return e;
	struct place *to = place_current(c, d->place);
	if ((e = checked(c, p, d, to)) != OK)
		return e;
	struct work w = {.c = c, .p = p, .d = d, .to = to, .others = BUF(c->mem)};
	if ((e = depart(&w)) == OK)
		write_down(&w, d->told_by);
	return e;
}

enum err depart_merged(struct ctx *c, int64_t kept, int64_t gone, const char *note)
{
	struct person *p = person_get(c, kept);
	enum err e = OK;
	(void)gone;
	if (!p || p->ended == PERSON_HERE)
		return OK;
	struct depart d = {.kind = p->ended == PERSON_DIED ? DEPART_DIED : DEPART_LEFT};
	struct work w = {.c = c, .p = p, .d = &d, .others = BUF(c->mem)};
	if ((e = depart(&w)) == OK)
		write_down(&w, arena_printf(c->mem, "合并档案：%s", note));
	return e;
}

struct depart_open depart_open(struct ctx *c, int64_t person)
{
	struct depart_open *o = sql_depart_counts(c, person);
	return o ? *o : (struct depart_open){0};
}

struct depart_note *depart_notes(struct ctx *c, int64_t person, size_t *count)
{
	return sql_depart_list(c, person, count);
}
