#include "features/find/find_web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "core/feature.h"
#include "core/setting.h"
#include "features/order/order_draft.h"
#include "features/order/order_like.h"
#include "features/order/order_visit.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "features/propose/propose.h"
#include "gen/find.html.h"
#include "web/asset.h"
#include "web/json.h"
#include "web/qr.h"
#include "web/serve.h"
#include "web/show.h"

static enum err page(struct req *rq), enter(struct req *rq), quiet(struct req *rq);
static enum err similar(struct req *rq), slip(struct req *rq), visit(struct req *rq);
static enum err offline(struct req *rq), worker(struct req *rq);

#define D(m, ...)          FIELD(struct order_draft, m, __VA_ARGS__)
#define D_AS(m, name, ...) FIELD_AS(struct order_draft, m, name, __VA_ARGS__)
/* What is asked of an entry; the rest of an order is asked for on its own page. */
static const struct field entry_fields[] = {
	D(source, .words = order_source_words, .labels = order_source_labels, .required = true,
          .label = "怎么知道的", .doc = "visit, phone or counter"),
	D(place, .required = true, .label = "在哪个村（社区）", .doc = "12- or 9-digit code"),
	D_AS(for_name, "beneficiary.name", .required = true, .max = 40, .check = person_check_name,
             .label = "替谁登记"),
	D_AS(for_phone, "beneficiary.phone", .as = AS_PHONE, .check = person_check_contact,
             .label = "他的电话", .hint = "凭单号和电话能查进度；没有可以不填"),
	D_AS(phone_new, "beneficiary.phone_new", .label = "已核实：这个号码现在是他本人的",
             .doc = "true: checked, the phone of somebody who died is his now"),
	D_AS(for_address, "beneficiary.address", .max = 120, .label = "住址", .hint = "组、门牌"),
	D(title, .required = true, .min = 2, .max = 60, .label = "一句话说明要什么",
          .hint = "例：屋顶漏雨，想请人看看"),
	D(category, .required = true, .label = "哪一类", .doc = "word of /categories"),
	D(detail, .as = AS_LINES, .max = 10000, .label = "详细说明"),
	D(urgency, .words = order_urgency_words, .labels = order_urgency_labels,
          .label = "紧急程度"),
	D_AS(consent_by, "consent.by", .required = true, .max = 40, .label = "谁同意登记",
             .hint = "本人，或监护人、家属的姓名"),
	D_AS(consent_how, "consent.how", .required = true, .max = 60, .label = "怎么同意的",
             .hint = "当面、电话、签字"),
	D_AS(consent_at, "consent.at", .as = AS_TIME, .label = "什么时候同意的",
             .doc = "now unless given"),
	D(public_ok, .label = "同意把这条心愿公开在心愿墙", .hint = "不写姓名、电话和门牌"),
	RECORD("FoundOrder", "An order for somebody else, with his consent."),
};

struct quiet_ask {
	int64_t days;
	const char *place;
};
static const struct field quiet_fields[] = {
	FIELD(struct quiet_ask, days, .label = "多少天没动静", .min = 1, .max = 731,
              .doc = "silent for so many; 30 unless given"),
	FIELD(struct quiet_ask, place, .label = "乡镇", .as = AS_PLACE, .max = 12,
              .doc = "code of a township"),
	{0}};
static const struct field similar_fields[] = {
	D(place, .max = 12, .doc = "code"), D(title, .max = 60), D(category, .max = 40), {0}};

static const struct field nothing[] = {RECORD("OnTheWay", "The serving side has set out.")};
struct late {
	int64_t minutes;
};
static const struct field late_fields[] = {
	FIELD(struct late, minutes, .required = true, .min = 5, .max = 240,
              .label = "晚到多少分钟"),
	RECORD("Late", "By how much the serving side will be late.")};

static const struct view find_view = {.html = find_round_html, .section = "find"};
static const struct view offline_view = {.html = find_offline_html};
static const struct view quiet_view = {.html = find_quiet_html,
                                       .fields = find_village_fields,
                                       .list = true,
                                       .desk = true,
                                       .section = "quiet"};
static const struct view slip_view = {.html = find_slip_html};
static const struct view moved_view = {.fields = order_page_fields};

const struct route find_routes[] = {
	{GET, "/find", page, ORDER_ENTER, "Entries in a row, for the place one visits",
         .flags = ROUTE_PAGE},
	{POST, "/find", enter, ORDER_ENTER, "Enter an order for somebody else, with his consent",
         .takes = entry_fields, .gives = &moved_view, .done = "已登记。下一步由审核员来看。"},
	{GET, "/find/offline", offline, PERM_PUBLIC,
         "The same form printed for nobody: a browser keeps it for where there is no network",
         .flags = ROUTE_PAGE | ROUTE_RAW},
	{GET, "/sw.js", worker, PERM_PUBLIC, "The script that keeps it (a service worker)",
         .flags = ROUTE_PAGE | ROUTE_RAW},
	{GET, "/find/quiet", quiet, ORDER_LOG, "Villages from which nothing has come for some time",
         .asks = quiet_fields, .gives = &quiet_view, .flags = ROUTE_HEAVY},
	{GET, "/orders/similar", similar, ORDER_CREATE,
         "What may be the same, and the likely category; for the form's script",
         .asks = similar_fields, .flags = ROUTE_PAGE | ROUTE_RAW | ROUTE_HEAVY},
	{GET, "/orders/:id/slip", slip, ORDER_ENTER, "The printed slip of an order",
         .flags = ROUTE_PAGE | ROUTE_RAW},
	{POST, "/orders/:id/on-the-way", visit, ORDER_SERVE, "The serving side has set out",
         .takes = nothing, .gives = &moved_view, .data = VISIT_ON_THE_WAY,
         .done = "已告诉对方你们出发了。"},
	{POST, "/orders/:id/late", visit, ORDER_SERVE, "The serving side will be late",
         .takes = late_fields, .gives = &moved_view, .data = VISIT_LATE,
         .done = "已告诉对方要晚到。"},
	{0},
};

FEATURE(find);
const struct route *const find_paths[] = {find_routes, NULL};

/* ---- entries in a row ---- */

static const struct choice *places(struct req *rq, size_t *count)
{
	struct find_place *p = find_places(&rq->c, count);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, *count + 2);
	all[0] = (struct choice){"", "请选择"};
	for (size_t i = 0; i < *count; i++)
		all[i + 1] = (struct choice){p[i].code, p[i].label};
	return all;
}

/* The entry before, when it is his own. */
static struct order *entered(struct req *rq)
{
	const char *uid = req_query(rq, "entered");
	struct order *o = uid ? order_by_uid(&rq->c, uid) : NULL;
	return o && o->proxy == rq->c.who->id ? o : NULL;
}

/* What stays from one entry to the next: where, about what, how they agreed. That they did, and who
 * said so, is written down for each (PIPL art. 14: consent is given knowingly, not assumed). */
static struct order_draft *defaults(struct req *rq, const struct order *before,
                                    const struct choice *where, size_t count)
{
	struct order_draft *d = ARENA_NEW(rq->c.mem, struct order_draft);
	int64_t source = field_word(order_source_words, req_query(rq, "source"));
	struct place *home = rq->c.who->home ? place_get(&rq->c, rq->c.who->home) : NULL;
	*d = (struct order_draft){.source = source > 0 ? source : SOURCE_VISIT,
	                          .urgency = URGENCY_NORMAL,
	                          .people = 1};
	for (size_t i = 1; home && i <= count; i++)
		if (text_equal(where[i].value, home->code))
			d->place = home->code;
	if (count == 1)
		d->place = where[1].value;
	if (!before)
		return d;
	d->source = before->source;
	d->place = before->place;
	d->category = before->category;
	d->consent_how = before->consent_how;
	return d;
}

static void propose(struct req *rq, struct order_draft *d, struct order_form_page *p)
{
	const char *title = req_came_back(rq, "title");
	bool chosen = !text_empty(req_came_back(rq, "category"));
	struct propose_category *k = chosen ? NULL : propose_category(&rq->c, title);
	if (!k)
		return;
	d->category = k->word;
	p->proposed = k->label;
}

static const struct choice sources[] = {
	{"visit", "入户走访"}, {"phone", "电话"}, {"counter", "窗口"}, {NULL, NULL}};

static enum err page(struct req *rq)
{
	struct ctx *c = &rq->c;
	size_t count;
	struct order *before = entered(rq);
	struct find_page p = {.sources = sources,
	                      .who = c->who->uid,
	                      .name = c->who->name,
	                      .key = crypto_mac(c->keys, c->mem, "find.queue", c->who->uid),
	                      .quiet = access_reach(c->who, ORDER_LOG) != REACH_NONE};
	p.entry.villages = places(rq, &count);
	p.entry.categories = order_choices_categories(rq, NULL);
	struct order_draft *d = defaults(rq, before, p.entry.villages, count);
	if (rq->sent)
		propose(rq, d, &p.entry);
	p.entry.action_url = "/find";
	p.entered = before ? order_page_of(rq, before) : NULL;
	const char *next;
	struct order *today = find_today(c, rq->method == GET ? req_query(rq, "after") : NULL,
	                                 &p.today_count, &p.today_all, &next);
	if (next)
		p.today_more = arena_printf(c->mem, "/find?after=%s#today", next);
	p.today = order_cards(rq, today, p.today_count);
	p.entry.form = req_form(rq, entry_fields,
	                        d); /* last: the other pages make forms of their own */
	page_title(rq, "寻单登记", "/");
	return render(rq, &find_view, &p);
}

/* The same for whoever asks: no token, no cookie, no place of anybody; the browser adds what it keeps. */
static enum err offline(struct req *rq)
{
	const struct order_draft d = {.source = SOURCE_VISIT, .urgency = URGENCY_NORMAL};
	bool other = true;
	const struct form form = {.fields = entry_fields,
	                          .record = &d,
	                          .c = &rq->c,
	                          .other = &other,
	                          .csrf = "",
	                          .op = "",
	                          .from = ""};
	struct find_page p = {.sources = sources, .who = "", .name = "", .key = ""};
	p.entry.categories = order_choices_categories(rq, NULL);
	p.entry.form = &form;
	p.entry.action_url = "/find";
	p.demo = rq->site->demo;
	return render(rq, &offline_view, &p);
}

/* Its address stays, so the browser asks each time whether it has changed. */
static enum err worker(struct req *rq)
{
	reply_asset(rq, asset_named("sw.js"), "no-cache");
	return OK;
}

static enum err enter(struct req *rq)
{
	struct order_draft d = {.source = SOURCE_VISIT, .urgency = URGENCY_NORMAL, .people = 1};
	const char *uid = NULL;
	enum err e = req_read(rq, entry_fields, &d);
	if (e == OK)
		e = find_entry(&rq->c, rq->op, &d, &uid);
	if (!uid)
		return e;
	return created(rq, e,
	               arena_printf(rq->c.mem, rq->json ? "/orders/%s" : "/find?entered=%s", uid));
}

/* ---- what may be the same ---- */

static void write_likes(struct buf *b, const struct order_like *l, size_t n)
{
	buf_text(b, ",\"likes\":[");
	for (size_t i = 0; i < n; i++) {
		buf_text(b, i ? ",{\"url\":" : "{\"url\":");
		json_text(b, arena_printf(b->mem, "/orders/%s", l[i].uid));
		buf_text(b, ",\"number\":");
		json_text(b, l[i].number);
		buf_text(b, ",\"title\":");
		json_text(b, l[i].title);
		buf_text(b, ",\"place\":");
		json_text(b, l[i].place_title);
		buf_text(b, ",\"why\":");
		json_text(b, l[i].why);
		buf_text(b, ",\"state\":");
		json_text(b, order_state_labels[l[i].state]);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

/* The telephone comes as a header: addresses are written into logs. */
static void same_person(struct req *rq, struct order_like_ask *ask)
{
	struct ctx *c = &rq->c;
	const char *phone = req_header(rq, "Phone");
	if (access_reach(c->who, ORDER_ENTER) == REACH_NONE) {
		ask->requester = c->who->id;
		return;
	}
	if (text_empty(phone) || person_check_contact(c->mem, &phone) != NULL)
		return;
	struct person *p = person_by_phone(c, phone);
	ask->phone_index = crypto_index(c->keys, c->mem, "orders.phone", phone);
	ask->requester = p ? p->id : 0;
}

static enum err similar(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct order_draft q = {0};
	enum err e = req_asks(rq, similar_fields, &q);
	if (e != OK)
		return e;
	struct place *p = q.place ? place_current(c, q.place) : NULL;
	struct order_like_ask ask = {.place = p ? p->id : 0, .title = q.title};
	same_person(rq, &ask);
	size_t n;
	struct order_like *l = order_likes(c, &ask, &n);
	struct propose_category *k = propose_category(c, q.title);
	struct buf *b = &rq->reply.html.out;
	buf_text(b, "{\"category\":");
	json_text(b, k ? k->word : NULL);
	buf_text(b, ",\"label\":");
	json_text(b, k ? k->label : NULL);
	write_likes(b, l, n);
	buf_char(b, '}');
	rq->reply.status = 200;
	rq->reply.type = "application/json; charset=utf-8";
	return OK;
}

/* ---- where nothing comes from ---- */

enum { QUIET_LINES = 60 };

static void set_lines(struct req *rq, struct quiet_page *p)
{
	struct arena *a = rq->c.mem;
	p->shown = p->q.count < QUIET_LINES || p->town ? p->q.count : QUIET_LINES;
	p->lines = ARENA_ARRAY(a, struct quiet_line, p->shown + 1);
	for (size_t i = 0; i < p->shown; i++) {
		const struct find_village *v = &p->q.villages[i];
		p->lines[i] = (struct quiet_line){
			.v = v,
			.last = show_time(a, v->last),
			.silence = v->days < 0 ? "从来没有"
		                               : arena_printf(a, "%lld 天", (long long)v->days),
			.staff_url = v->staff && p->people ? arena_printf(a, "/people/%s", v->staff)
		                                           : NULL,
		};
	}
	for (size_t i = 0; i < p->q.town_count; i++)
		if (text_equal(p->town, p->q.towns[i].place))
			p->town_label = p->q.towns[i].label;
}

static void set_tiles(struct req *rq, struct quiet_page *p)
{
	struct arena *a = rq->c.mem;
	p->tiles = (struct ui_tiles){.label = "各乡镇没动静的村",
	                             .unit = "个村",
	                             .at = ARENA_ARRAY(a, struct ui_tile, p->q.town_count + 1),
	                             .count = p->q.town_count};
	for (size_t i = 0; i < p->q.town_count; i++) {
		const struct find_town *t = &p->q.towns[i];
		p->tiles.at[i] = (struct ui_tile){
			.label = t->label,
			.path = arena_printf(a, "/find/quiet?days=%lld&place=%s",
		                             (long long)p->days, t->place),
			.n = t->quiet,
			.more = arena_printf(a, "共 %lld 村", (long long)t->villages)};
	}
	if (p->tiles.count)
		land_rank(a, &p->tiles);
}

static enum err quiet(struct req *rq)
{
	static const struct choice spans[] = {{"7", "7 天"},   {"14", "14 天"}, {"30", "30 天"},
	                                      {"90", "90 天"}, {"365", "一年"}, {NULL, NULL}};
	struct quiet_ask ask = {.days = FIND_QUIET_DAYS};
	enum err e = req_asks(rq, quiet_fields, &ask);
	if (e != OK)
		return e;
	struct quiet_page p = {.q = find_quiet(&rq->c, ask.days, ask.place),
	                       .days = ask.days,
	                       .town = ask.place,
	                       .spans = spans,
	                       .span = arena_printf(rq->c.mem, "%lld", (long long)ask.days),
	                       .people = access_reach(rq->c.who, PERSON_READ) != REACH_NONE};
	p.list = (struct list){p.q.villages, p.q.count, sizeof *p.q.villages, NULL};
	if (rq->json)
		return render(rq, &quiet_view, &p);
	set_lines(rq, &p);
	set_tiles(rq, &p);
	p.summary = arena_printf(rq->c.mem, "%lld 天没有来过单子的村：%zu 个，共 %zu 个村",
	                         (long long)ask.days, p.q.count, p.q.all);
	page_title(rq, "没动静的村", NULL);
	return render(rq, &quiet_view, &p);
}

/* ---- the slip ---- */

static const char *next_of(const struct order *o)
{
	static const char *const texts[ORDER_STATES] = {
		[ORDER_DRAFT] = "还没有提交。",
		[ORDER_SUBMITTED] = "工作人员审核，再找合适的队伍。",
		[ORDER_OPEN] = "给您找合适的队伍。",
		[ORDER_WALL] = "等志愿者或队伍认领。",
		[ORDER_OFFERED] = "等队伍答复接不接。",
		[ORDER_ACCEPTED] = "队伍打电话跟您约时间。",
		[ORDER_SCHEDULED] = "队伍按约好的时间上门。",
		[ORDER_SERVING] = "正在服务。",
		[ORDER_DONE] = "请您说说满意不满意。",
		[ORDER_CALLBACK_DUE] = "工作人员打电话回访。",
	};
	return texts[o->state] ? texts[o->state] : order_state_labels[o->state];
}

static enum err slip(struct req *rq)
{
	struct ctx *c = &rq->c;
	struct order *o = order_by_uid(c, rq->id);
	struct subject s = o ? order_subject(o) : (struct subject){0};
	if (!o || order_sight(c, o) == SIGHT_NONE)
		return refuse(rq, ERR_MISSING, NULL, "没有这一单，或者您不能查看。");
	if (o->proxy != c->who->id && !access_may(c->who, ORDER_ENTER, &s))
		return refuse(rq, ERR_DENIED, NULL,
		              "只有登记这一单的人和当地的工作人员能打印小票。");
	bool big = text_equal(req_query(rq, "size"), "a5");
	const char *path = arena_printf(c->mem, "/orders/%s/slip", o->uid);
	struct slip_page p = {
		.number = o->number,
		.title = o->title,
		.place = o->place_title,
		.who = show_name_masked(c->mem, o->requester_name),
		.next = next_of(o),
		.deadline = o->deadline ? show_time(c->mem, o->deadline) : "",
		.office = rq->site->office,
		.brand = rq->site->brand,
		.phone = setting_text(c, "hotline"),
		.url = arena_printf(c->mem, "%s/follow?number=%s", rq->site->origin, o->number),
		.made = show_time(c->mem, o->created),
		.big = big,
		.demo = rq->site->demo,
		.other_url = big ? path : arena_printf(c->mem, "%s?size=a5", path),
		.order_url = arena_printf(c->mem, "/orders/%s", o->uid),
	};
	p.code = qr_svg(c->mem, p.url, arena_printf(c->mem, "二维码：查 %s 的进度", o->number));
	return render(rq, &slip_view, &p);
}

/* ---- on our way, late ---- */

static enum err visit(struct req *rq)
{
	struct late in = {0};
	struct order *o = order_by_uid(&rq->c, rq->id);
	struct subject s = o ? order_subject(o) : (struct subject){0};
	bool serves = o &&
	              access_serves(rq->c.who, &s); /* others are told so before their fields */
	enum err e = serves ? req_read(rq, rq->route->takes, &in) : OK;
	if (e == OK)
		e = order_visit(&rq->c, rq->id, (enum visit_kind)rq->route->data, in.minutes);
	return done(rq, e, arena_printf(rq->c.mem, "/orders/%s", rq->id));
}
