#include "features/survey/survey.h"
#include "features/order/order_draft.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "features/menu/menu.h"
#include "features/order/order.h"
#include "features/person/person.h"
#include "features/person/public.h"
#include "features/place/place.h"
#include "gen/survey.sql.h"

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)
enum { DUE_DAYS = 366 };

const char *const survey_state_words[] = {"open", "closed", NULL};
const char *const survey_state_labels[] = {"填报中", "已截止", NULL};

#define S(m, ...)          FIELD(struct survey, m, __VA_ARGS__)
#define S_AS(m, name, ...) FIELD_AS(struct survey, m, name, __VA_ARGS__)
const struct field survey_fields[] = {
	S_AS(uid, "id"),
	S(title, .label = "名称"),
	S(about),
	S(area, .doc = "division code: asked there and below"),
	S(area_name, .label = "问哪里"),
	S(until, .label = "截止", .as = AS_MOMENT,
          .doc = "sheets are taken until then, seconds UTC"),
	S(state, .label = "状态", .words = survey_state_words, .labels = survey_state_labels),
	S(sheets, .label = "交了几个村", .doc = "villages that have filled one"),
	S(wanted, .label = "需要合计", .doc = "sum of all counts"),
	S(made, .label = "已转成单", .doc = "lines that became orders"),
	S(sample),
	RECORD("Survey", "A list of what villages may need."),
};

#define L(m, ...)          FIELD(struct survey_line, m, __VA_ARGS__)
#define L_AS(m, name, ...) FIELD_AS(struct survey_line, m, name, __VA_ARGS__)
const struct field survey_line_fields[] = {
	L_AS(uid, "id"),
	L(item, .doc = "id of the menu item"),
	L(title, .label = "项目"),
	L(place, .doc = "division code of the village"),
	L(place_name, .label = "村（社区）"),
	L(wanted, .label = "需要几份", .doc = "how many need it"),
	L(note, .label = "说明"),
	L(person_name, .label = "谁填的", .doc = "who filled it"),
	L(at, .label = "填写时间", .as = AS_MOMENT, .doc = "seconds UTC"),
	L_AS(order_uid, "order", .doc = "id of the order made from it; null: none"),
	L(order_number, .label = "已转成的单号"),
	RECORD("SurveyLine", "What a village needs."),
};

#define E(m, ...) FIELD(struct survey_entry, m, __VA_ARGS__)
const struct field survey_entry_fields[] = {
	E(title, .required = true, .min = 4, .max = 40, .label = "清单名称",
          .check = public_check_numbers, .hint = "例：冬季需求清单"),
	E(about, .max = 500, .as = AS_LINES, .label = "填写说明", .check = public_check_numbers),
	E(area, .required = true, .label = "请哪里填", .check = place_check_code,
          .doc = "division code: asked there and below"),
	E(until, .as = AS_DATE, .required = true, .label = "填到哪一天"),
	E(items, .required = true, .max = SURVEY_ITEMS, .label = "问哪些服务",
          .doc = "ids of open menu items"),
	RECORD("Survey", "What villages are asked."),
};

/* Who reads orders' logs reads surveys: staff of the places and of the centre. */
static struct scope reach(const struct ctx *c)
{
	return access_scope(c->who, ORDER_LOG);
}

struct survey *survey_list(struct ctx *c, struct cursor at, size_t *count, const char **next)
{
	struct survey *s = sql_survey_list(c, reach(c), &at, count);
	*next = NULL;
	if (*count > SURVEY_PAGE) {
		const struct survey *last = &s[SURVEY_PAGE - 1];
		*count = SURVEY_PAGE;
		*next = cursor_text(c->mem, (struct cursor){.a = last->state, .id = -last->id});
	}
	return s;
}

struct survey *survey_by_uid(struct ctx *c, const char *uid)
{
	return text_empty(uid) ? NULL : sql_survey_by_uid(c, reach(c), uid);
}

struct survey_item *survey_items(struct ctx *c, int64_t survey, size_t *count)
{
	return sql_survey_items(c, survey, count);
}

struct survey_line *survey_lines(struct ctx *c, const struct survey_part *p, size_t *count,
                                 const char **next)
{
	struct cursor at = cursor_read(p->after);
	struct survey_line *l = sql_survey_lines(c, reach(c), p->survey, p->place ? p->place : "",
	                                         &at, count);
	*next = NULL;
	if (*count > SURVEY_LINES) {
		const struct survey_line *last = &l[SURVEY_LINES - 1];
		*count = SURVEY_LINES;
		*next = cursor_text(c->mem,
		                    (struct cursor){.a = last->place_row, .b = last->item_row});
	}
	return l;
}

struct survey_sum *survey_sums(struct ctx *c, int64_t survey, size_t *count)
{
	return sql_survey_sums(c, reach(c), survey, count);
}

bool survey_may_manage(struct ctx *c, const struct survey *s)
{
	return access_may(c->who, ORDER_DISPATCH, &(struct subject){.path = s->area_path});
}

enum err survey_open(struct ctx *c, const struct survey_entry *in, const char **uid)
{
	struct place *at = place_current(c, in->area);
	int64_t items[SURVEY_ITEMS];
	size_t n = 0;
	if (!at)
		return REFUSE("area", "没有这个地区，或它已经撤并。");
	if (!access_may(c->who, ORDER_DISPATCH, &(struct subject){.path = at->path}))
		return ctx_refuse(c, ERR_DENIED, "area", "只能请自己辖区的村填报。");
	if (in->until < clock_midnight(c->now) || in->until > c->now + DUE_DAYS * (int64_t)DAY)
		return REFUSE("until", "截止日期要在今天以后、一年以内。");
	for (const char *const *item = in->items; *item && n < SURVEY_ITEMS; item++) {
		struct menu_item *m = menu_by_uid(c, *item);
		if (!m || m->state != MENU_OPEN)
			return REFUSE("items", "“%s”现在不在供单目录上。",
			              m && menu_visible(c, m) ? m->title : *item);
		items[n++] = m->id;
	}
	*uid = random_id(c->mem);
	const struct survey made = {.uid = *uid,
	                            .title = in->title,
	                            .about = in->about ? in->about : "",
	                            .area_row = at->id,
	                            .until = in->until + DAY};
	int64_t id = sql_survey_insert(c, &made);
	for (size_t i = 0; i < n; i++)
		sql_survey_item_insert(c, id, items[i]);
	audit(c, "survey.open", "survey", *uid, NULL);
	return OK;
}

static struct survey *seen(struct ctx *c, const char *uid)
{
	struct survey *s = survey_by_uid(c, uid);
	if (!s)
		ctx_refuse(c, ERR_MISSING, NULL, "没有这张需求清单，或者您不能查看。");
	return s;
}

/* ---- its life ---- */

static const struct life_move moves[] = {
	{SURVEY_CLOSE, "close", "截止填报", "Takes no more sheets", .done = "已截止，不再收填报。",
         .sure = "截止以后，还没有填的村就填不了了，也不能再打开。", .from = IN(SURVEY_OPEN),
         .to = IN(SURVEY_CLOSED), .needs = ORDER_DISPATCH},
	{0},
};

static struct life_look look(const void *record)
{
	const struct survey *s = record;
	return (struct life_look){s->uid, s->state, 0, {.path = s->area_path}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	(void)before;
	return sql_survey_write(c, next);
}

const struct life survey_life = {
	.kind = "survey",
	.these = "这张清单",
	.state_words = survey_state_words,
	.state_labels = survey_state_labels,
	.moves = moves,
	.size = sizeof(struct survey),
	.state = offsetof(struct survey, state),
	.look = look,
	.write = write,
};

enum err survey_move(struct ctx *c, const char *uid, enum survey_action a)
{
	struct survey *s = seen(c, uid);
	return s ? life_move(c, &survey_life, s, &(struct life_ask){.action = (int)a})
	         : ERR_MISSING;
}

/* ---- its sheets ---- */

static enum err fill_refused(struct ctx *c, const struct survey *s, const struct place *at)
{
	if (!at || at->kind == PLACE_COUNTY || !text_starts(at->path, s->area_path))
		return REFUSE("place", "这张清单不问这个地方，请选清单范围内的村。");
	if (!access_may(c->who, ORDER_ENTER, &(struct subject){.path = at->path}))
		return ctx_refuse(c, ERR_DENIED, "place",
		                  "只有本村和上级的工作人员能填这个村的清单。");
	c->state = survey_state_words[s->state];
	if (s->state != SURVEY_OPEN || s->until <= c->now)
		return ctx_refuse(c, ERR_STATE, NULL, "填报已经截止了。");
	c->state = NULL;
	return OK;
}

enum err survey_fill(struct ctx *c, const char *uid, const char *place,
                     const struct survey_count *counts, size_t count)
{
	struct survey *s = seen(c, uid);
	if (!s)
		return ERR_MISSING;
	struct place *at = place_current(c, place);
	enum err e = fill_refused(c, s, at);
	for (size_t i = 0; e == OK && i < count; i++) {
		const struct survey_count *x = &counts[i];
		const struct survey_line line = {.uid = random_id(c->mem),
		                                 .item_row = x->item,
		                                 .place_row = at->id,
		                                 .wanted = x->wanted,
		                                 .note = x->note};
		if (x->wanted > 0)
			sql_survey_line_put(c, s->id, &line);
		else
			sql_survey_line_drop(c, s->id, x->item, at->id);
	}
	if (e == OK)
		audit(c, "survey.fill", "survey", uid, at->code);
	return e;
}

static struct survey_line *line_of(struct ctx *c, const struct survey *s, const char *uid)
{
	struct survey_line *l = sql_survey_line(c, reach(c), s->id, uid);
	if (!l)
		ctx_refuse(c, ERR_MISSING, NULL, "清单里没有这一行。");
	return l;
}

/* The order names the one who filled the sheet as the person to ring. */
static enum err make(struct ctx *c, const struct survey *s, const struct survey_line *l,
                     const char **order)
{
	struct person *contact = person_get(c, l->person);
	struct menu_item *m = menu_get(c, l->item_row);
	if (!contact || !m)
		return REFUSE(NULL, "填报人的资料找不到了，请让村里重新填一次。");
	person_open(c, contact);
	struct order_draft d = {
		.kind = KIND_MENU,
		.form = m->form,
		.source = SOURCE_VISIT,
		.urgency = URGENCY_NORMAL,
		.people = m->people,
		.submit = true,
		.service = m->uid,
		.category = m->category,
		.place = l->place,
		.title = arena_printf(c->mem, "%s（%lld 人）", text_cut(c->mem, m->title, 45),
	                              (long long)l->wanted),
		.detail = arena_printf(c->mem, "需求清单“%s”：%s要 %lld 人份。%s", s->title,
	                               l->place_name, (long long)l->wanted, l->note ? l->note : ""),
		.for_name = contact->name,
		.for_phone = contact->phone,
		.consent_by = contact->name,
		.consent_how = "村站在需求清单里填报",
		.consent_at = l->at,
	};
	return order_create(c, &d, order);
}

enum err survey_make(struct ctx *c, const char *uid, const char *line, const char **order)
{
	struct survey *s = seen(c, uid);
	struct survey_line *l = s ? line_of(c, s, line) : NULL;
	if (!l)
		return ERR_MISSING;
	if (!survey_may_manage(c, s))
		return ctx_refuse(c, ERR_DENIED, NULL, "只有发起的一级能按清单制单。");
	if (l->orders)
		return ctx_refuse(c, ERR_LOST, NULL, "这一行已经制过单：%s。", l->order_number);
	enum err e = make(c, s, l, order);
	if (e != OK)
		return e;
	int64_t row = sql_survey_order_row(c, *order);
	if (sql_survey_line_made(c, l->row, row) != 1)
		return ctx_refuse(c, ERR_LOST, NULL, "这一行刚刚由别人制了单，请刷新。");
	audit(c, "survey.make", "survey", uid, *order);
	return OK;
}
