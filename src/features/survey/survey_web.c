#include "features/survey/survey_web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "features/menu/menu.h"
#include "features/order/order_web.h"
#include "gen/survey.html.h"

#include <string.h>

struct sheet {
	const char *place, *after;
};
static const struct field sheet_fields[] = {
	FIELD(struct sheet, place, .required = true, .label = "哪个村",
              .doc = "division code; beside it count.ID and note.ID per menu item of the survey"),
	RECORD("SurveySheet", "What a village fills in."),
};
static const struct field ask_fields[] = {
	FIELD(struct sheet, place, .label = "村", .as = AS_PLACE, .max = 12,
              .doc = "division code of a village: only its lines"),
	CURSOR_FIELD(struct sheet),
	{0},
};
static const struct field show_asks[] = {
	FIELD(struct sheet, place, .max = 12,
              .doc = "division code of the village whose sheet is shown"),
	CURSOR_FIELD(struct sheet),
	{0},
};
static const struct field list_asks[] = {CURSOR_FIELD(struct sheet), {0}};
static const struct field none_fields[] = {{0}};

static enum err list(struct req *rq), show(struct req *rq), lines(struct req *rq),
	new_form(struct req *rq), open_it(struct req *rq), move(struct req *rq),
	fill(struct req *rq), make(struct req *rq);

static const struct view list_view = {survey_list_html, survey_fields, .list = true, .desk = true,
                                      .section = "survey"};
static const struct view show_view = {survey_show_html, survey_fields, .desk = true,
                                      .section = "survey"};
static const struct view lines_view = {NULL, survey_line_fields, .list = true};
static const struct view new_view = {.html = survey_new_html, .desk = true, .section = "survey"};

static const struct view order_view = {.fields = order_page_fields}; /* where it leads */

const struct route survey_routes[] = {
	{GET, "/surveys", list, ORDER_LOG, "Surveys of what the villages need", .asks = list_asks,
         .gives = &list_view},
	{GET, "/surveys/new", new_form, ORDER_DISPATCH, "Form for a new survey",
         .flags = ROUTE_PAGE},
	{POST, "/surveys", open_it, ORDER_DISPATCH, "Opens a survey over menu items",
         .takes = survey_entry_fields, .gives = &show_view,
         .done = "需求清单已发出，各村站可以填报了。"},
	{GET, "/surveys/:id", show, ORDER_LOG, "One survey with its sums", .asks = show_asks,
         .gives = &show_view},
	{GET, "/surveys/:id/lines", lines, ORDER_LOG, "The lines of its sheets", .asks = ask_fields,
         .gives = &lines_view, .flags = ROUTE_API},
	{POST, "/surveys/:id/fill", fill, ORDER_ENTER, "Fills the sheet of one village",
         .takes = sheet_fields, .gives = &show_view,
         .done = "这个村的需求已填报，截止前还可以改。"},
	{POST, "/surveys/:id/:move", move, .life = &survey_life, .gives = &show_view},
	{POST, "/surveys/:id/lines/:id2/order", make, ORDER_DISPATCH,
         "Makes an order of a line, with its station as the contact", .gives = &order_view,
         .done = "已按这一行开出一单。下一步：派给队伍。"},
	{0},
};

FEATURE(survey);
const struct route *const survey_paths[] = {survey_routes, NULL};

static const char *path_of(struct req *rq, const char *uid)
{
	return arena_printf(rq->c.mem, "/surveys/%s", uid);
}

static enum err list(struct req *rq)
{
	struct sheet ask = {0};
	if (req_asks(rq, list_asks, &ask) != OK)
		return ERR_INVALID;
	struct surveys_page p = {.may_open = access_reach(rq->c.who, ORDER_DISPATCH) != REACH_NONE};
	p.rows = survey_list(&rq->c, cursor_read(ask.after), &p.count, &p.list.next);
	p.list = (struct list){p.rows, p.count, sizeof(struct survey), p.list.next};
	if (p.list.next)
		p.more = place_address(rq->c.mem, "/surveys", "after", p.list.next, NULL);
	page_title(rq, "需求清单", NULL);
	return render(rq, &list_view, &p);
}

/* ---- opening one ---- */

static bool picked(struct req *rq, const char *uid)
{
	for (size_t i = 0; i < rq->body.count; i++)
		if (text_equal(rq->body.at[i].name, "items") &&
		    text_equal(rq->body.at[i].value, uid))
			return true;
	return false;
}

static enum err new_form(struct req *rq)
{
	struct survey_entry held = {.until = clock_midnight(rq->c.now) + 14 * (int64_t)DAY};
	struct survey_new_page p = {.form = req_form(rq, survey_entry_fields,
	                                             arena_memdup(rq->c.mem, &held, sizeof held))};
	struct menu_query q = {.state = MENU_OPEN, .form = -1, .all = true};
	const char *next;
	struct menu_item *m = menu_list(&rq->c, &q, &p.item_count, &next);
	struct survey_pick *picks = ARENA_ARRAY(rq->c.mem, struct survey_pick, p.item_count + 1);
	for (size_t i = 0; i < p.item_count; i++)
		picks[i] = (struct survey_pick){m[i].uid, m[i].title, m[i].area_name,
		                                picked(rq, m[i].uid)};
	p.items = picks;
	p.item_problem = form_problem(p.form, "items");
	p.area = place_picker(rq, p.form, "area", "请哪里填");
	p.area->townships = p.area->county = p.area->required = true;
	p.area->villages = false;
	page_title(rq, "发起需求清单", "/surveys");
	return render(rq, &new_view, &p);
}

static enum err open_it(struct req *rq)
{
	struct survey_entry in = {0};
	const char *uid = NULL;
	enum err e = req_read(rq, survey_entry_fields, &in);
	if (e == OK)
		e = survey_open(&rq->c, &in, &uid);
	return created(rq, e, uid ? path_of(rq, uid) : NULL);
}

static enum err move(struct req *rq)
{
	enum survey_action a = (enum survey_action)rq->route->data;
	return done(rq, survey_move(&rq->c, rq->id, a), path_of(rq, rq->id));
}

/* ---- the sheet ---- */

struct typed {
	int64_t count;
	const char *note;
};

/* Two fields per item of this survey: "count.ID" and "note.ID". */
static const struct field *fields_of(struct req *rq, const struct survey_item *items, size_t n)
{
	struct field *f = ARENA_ARRAY(rq->c.mem, struct field, 2 * n + 2);
	f[0] = (struct field){.name = "place",
	                      .kind = FIELD_TEXT,
	                      .required = true,
	                      .label = "哪个村",
	                      .check = place_check_code,
	                      .offset = n * sizeof(struct typed)};
	for (size_t i = 0; i < n; i++) {
		size_t at = i * sizeof(struct typed);
		f[2 * i + 1] = (struct field){
			.name = arena_printf(rq->c.mem, "count.%s", items[i].uid),
			.kind = FIELD_INT,
			.offset = at + offsetof(struct typed, count),
			.min = 0,
			.max = 9999,
			.label = arena_printf(rq->c.mem, "“%s”的人数", items[i].title)};
		f[2 * i + 2] = (struct field){
			.name = arena_printf(rq->c.mem, "note.%s", items[i].uid),
			.kind = FIELD_TEXT,
			.offset = at + offsetof(struct typed, note),
			.max = 200,
			.label = arena_printf(rq->c.mem, "“%s”的说明", items[i].title)};
	}
	return f;
}

static struct survey_line *sheet_of(struct req *rq, const struct survey *s, const char *place,
                                    size_t *count)
{
	const char *next;
	const struct survey_part p = {.survey = s->id, .place = place};
	return survey_lines(&rq->c, &p, count, &next);
}

/* What is not sent stays as it was. */
static void keep_old(struct req *rq, const struct survey *s, const char *place,
                     const struct survey_item *items, size_t n, struct typed *t)
{
	size_t count = 0;
	struct survey_line *l = place ? sheet_of(rq, s, place, &count) : NULL;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < count; j++)
			if (l[j].item_row == items[i].item)
				t[i] = (struct typed){l[j].wanted, l[j].note};
}

static enum err fill(struct req *rq)
{
	struct survey *s = survey_by_uid(&rq->c, rq->id);
	if (!s)
		return refuse(rq, ERR_MISSING, NULL, "没有这张需求清单，或者您不能查看。");
	size_t n;
	struct survey_item *items = survey_items(&rq->c, s->id, &n);
	char *record = arena_alloc(rq->c.mem, n * sizeof(struct typed) + sizeof(const char *));
	struct typed *t = (struct typed *)(void *)record;
	keep_old(rq, s, req_body(rq, "place"), items, n, t);
	enum err e = req_read(rq, fields_of(rq, items, n), record);
	if (e != OK)
		return e;
	const char *place;
	memcpy(&place, record + n * sizeof(struct typed), sizeof place);
	struct survey_count *counts = ARENA_ARRAY(rq->c.mem, struct survey_count, n + 1);
	for (size_t i = 0; i < n; i++)
		counts[i] = (struct survey_count){items[i].item, t[i].count, t[i].note};
	return done(rq, survey_fill(&rq->c, rq->id, place, counts, n), path_of(rq, rq->id));
}

static enum err make(struct req *rq)
{
	const char *order = NULL;
	enum err e = survey_make(&rq->c, rq->id, rq->id2, &order);
	if (e == OK && rq->json)
		return created(rq, OK, arena_printf(rq->c.mem, "/orders/%s", order));
	return done(rq, e, path_of(rq, rq->id));
}

static enum err lines(struct req *rq)
{
	struct sheet ask = {0};
	struct survey *s = survey_by_uid(&rq->c, rq->id);
	if (!s)
		return refuse(rq, ERR_MISSING, NULL, "没有这张需求清单，或者您不能查看。");
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct list l = {.size = sizeof(struct survey_line)};
	const struct survey_part part = {s->id, ask.place, ask.after};
	struct survey_line *rows = survey_lines(&rq->c, &part, &l.count, &l.next);
	l.items = rows;
	return render(rq, &lines_view, &l);
}

/* ---- the page ---- */

static void fill_sums(struct req *rq, struct survey_page *p)
{
	struct arena *a = rq->c.mem;
	size_t n;
	struct survey_sum *sums = survey_sums(&rq->c, p->s.id, &n);
	struct survey_row *rows = ARENA_ARRAY(a, struct survey_row, n + 1);
	int64_t *totals = ARENA_ARRAY(a, int64_t, p->item_count + 1), *cells = NULL, last = 0;
	for (size_t i = 0; i < n; i++) {
		if (sums[i].place_row != last) {
			cells = ARENA_ARRAY(a, int64_t, p->item_count + 1);
			rows[p->row_count++] = (struct survey_row){sums[i].place_name, cells, 0};
			last = sums[i].place_row;
		}
		for (size_t k = 0; k < p->item_count; k++)
			if (p->items[k].item == sums[i].item) {
				cells[k] = sums[i].wanted;
				totals[k] += sums[i].wanted;
			}
		rows[p->row_count - 1].all += sums[i].wanted;
		p->total += sums[i].wanted;
	}
	p->rows = rows;
	p->totals = totals;
}

/* The village whose sheet is asked for, or the only one he works at. */
static struct place *sheet_place(struct req *rq)
{
	const char *code = req_came_back(rq, "place");
	if (!code)
		code = req_query(rq, "place");
	if (!text_empty(code))
		return place_current(&rq->c, code);
	for (size_t i = 0; i < rq->c.who->grant_count; i++)
		if (rq->c.who->grants[i].role == ROLE_STATION)
			return place_get(&rq->c, rq->c.who->grants[i].place);
	return NULL;
}

static const char *typed_or(struct req *rq, const char *name, const char *kept)
{
	const char *typed = req_came_back(rq, name);
	return typed ? typed : kept;
}

static void fill_boxes(struct req *rq, struct survey_page *p, const struct place *at)
{
	struct arena *a = rq->c.mem;
	size_t n = 0;
	struct survey_line *l = sheet_of(rq, &p->s, at->code, &n);
	p->boxes = ARENA_ARRAY(a, struct survey_box, p->item_count + 1);
	for (size_t i = 0; i < p->item_count; i++) {
		struct survey_box *b = &p->boxes[i];
		const char *count = "", *note = "";
		*b = (struct survey_box){.uid = p->items[i].uid, .title = p->items[i].title};
		for (size_t j = 0; j < n; j++)
			if (l[j].item_row == p->items[i].item) {
				count = arena_printf(a, "%lld", (long long)l[j].wanted);
				note = l[j].note ? l[j].note : "";
				b->made = l[j].orders ? l[j].order_number : NULL;
			}
		const char *name = arena_printf(a, "count.%s", b->uid);
		b->count = typed_or(rq, name, count);
		b->note = typed_or(rq, arena_printf(a, "note.%s", b->uid), note);
		b->problem = form_problem(p->form, name);
	}
	p->sheet = place_title(&rq->c, at->id);
}

static void fill_sheet(struct req *rq, struct survey_page *p)
{
	struct place *at = sheet_place(rq);
	bool open = p->s.state == SURVEY_OPEN && p->s.until > rq->c.now;
	p->fills = open && access_reach(rq->c.who, ORDER_ENTER) != REACH_NONE;
	if (!p->fills)
		return;
	p->place = place_picker(rq, NULL, "place", "填哪个村的");
	p->place->townships = false;
	p->place->held = at ? at->code : NULL;
	struct subject s = {.path = at ? at->path : NULL};
	if (at && text_starts(at->path, p->s.area_path) && access_may(rq->c.who, ORDER_ENTER, &s))
		fill_boxes(rq, p, at);
}

static void fill_lines(struct req *rq, struct survey_page *p, const struct sheet *ask)
{
	const char *next;
	const struct survey_part part = {.survey = p->s.id, .after = ask->after};
	p->lines = survey_lines(&rq->c, &part, &p->line_count, &next);
	if (next)
		p->more = place_address(rq->c.mem, path_of(rq, p->s.uid), "place", ask->place,
		                        "after", next, NULL);
}

static enum err show(struct req *rq)
{
	struct survey *s = survey_by_uid(&rq->c, rq->id);
	if (!s)
		return refuse(rq, ERR_MISSING, NULL, "没有这张需求清单，或者您不能查看。");
	struct sheet ask = {0};
	if (req_asks(rq, show_asks, &ask) != OK)
		return ERR_INVALID;
	struct survey_page p = {.s = *s,
	                        .manage = survey_may_manage(&rq->c, s),
	                        .closes = life_may(&rq->c, &survey_life, s, SURVEY_CLOSE)};
	if (!rq->json) {
		p.form = req_form(rq, none_fields, NULL);
		p.items = survey_items(&rq->c, s->id, &p.item_count);
		fill_lines(rq, &p, &ask);
		fill_sums(rq, &p);
		fill_sheet(rq, &p);
	}
	page_title(rq, s->title, "/surveys");
	return render(rq, &show_view, &p);
}
