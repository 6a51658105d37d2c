#include "features/place/place_web.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "gen/place.html.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

struct ask {
	const char *parent, *q, *after;
};
static const struct field ask_fields[] = {
	FIELD(struct ask, parent, .label = "上级", .as = AS_PLACE,
              .doc = "code of the parent; the county by default"),
	FIELD(struct ask, q, .label = "名称里有", .max = 60,
              .doc = "part of the name: those that have it, at any depth below the parent"),
	FIELD(struct ask, after, .max = 80, .doc = "with q: `next` of the page before"),
	{0},
};

struct entry {
	const char *code, *name;
};
static const struct field add_fields[] = {
	FIELD(struct entry, code, .required = true, .check = place_check_code, .label = "代码",
              .hint = "乡镇 9 位，村 12 位；前几位是上级的代码"),
	FIELD(struct entry, name, .required = true, .min = 2, .max = 40, .label = "名称",
              .check = place_check_name),
	RECORD("Place", "A place to be added."),
};

static enum err list_page(struct req *rq), show_page(struct req *rq), add(struct req *rq),
	change(struct req *rq);

static const struct view list_view = {place_list_html, place_fields, .list = true, .desk = true,
                                      .section = "places"};
static const struct view show_view = {place_show_html, place_fields, .desk = true,
                                      .section = "places"};

const struct route place_routes[] = {
	{GET, "/places", list_page, PLACE_READ,
         "Places under a parent, by code; or those of a name", .asks = ask_fields,
         .gives = &list_view},
	{GET, "/places/:id", show_page, PLACE_READ, "One place; the id is its division code",
         .gives = &show_view},
	{POST, "/places", add, PLACE_MANAGE, "Adds a place the list does not have",
         .takes = add_fields, .gives = &show_view, .done = "已加上，点单和建队都能选到它。"},
	{POST, "/places/:id/:move", change, .life = &place_life, .gives = &show_view},
	{0},
};

FEATURE(place);
const struct route *const place_paths[] = {place_routes, NULL};

struct place_picker *place_picker(struct req *rq, const struct form *f, const char *name,
                                  const char *label)
{
	struct place_picker *p = ARENA_NEW(rq->c.mem, struct place_picker);
	const char *root = place_root(&rq->c);
	*p = (struct place_picker){.name = name,
	                           .label = label,
	                           .villages = true,
	                           .root = place_by_code(&rq->c, root)};
	p->held = f ? form_value(f, name) : NULL;
	p->none = f ? "请选择" : "全部";
	p->problem = f ? form_problem(f, name) : NULL;
	p->at = place_all(&rq->c, &(struct place_seek){0}, &p->count);
	return p;
}

/* A slash may stand in a query (RFC 3986, 3.4). */
static void put_encoded(struct buf *b, const char *s)
{
	for (; *s; s++)
		if (isalnum((unsigned char)*s) || strchr("-._~/", *s))
			buf_char(b, *s);
		else
			buf_printf(b, "%%%02X", (unsigned char)*s);
}

const char *place_address(struct arena *mem, const char *path, ...)
{
	struct buf b = BUF(mem);
	const char *sep = strchr(path, '?') ? "&" : "?", *name, *value;
	va_list args;
	buf_text(&b, path);
	va_start(args, path);
	while ((name = va_arg(args, const char *))) {
		value = va_arg(args, const char *);
		if (text_empty(value))
			continue;
		buf_printf(&b, "%s%s=", sep, name);
		put_encoded(&b, value);
		sep = "&";
	}
	va_end(args);
	return buf_str(&b);
}

static bool manages(const struct req *rq)
{
	return access_reach(rq->c.who, PLACE_MANAGE) != REACH_NONE;
}

/* ---- drawn ---- */

static const struct ui_outline *land_of(struct req *rq, const char *label, struct ui_point *at,
                                        size_t count)
{
	struct ui_outline *l = ARENA_NEW(rq->c.mem, struct ui_outline);
	*l = (struct ui_outline){place_root(&rq->c), label, at, count};
	return outline_of(l->county) ? l : NULL;
}

/* The townships of the whole tree, each with the number of its villages. */
static void draw(struct req *rq, struct places_page *p)
{
	struct arena *mem = rq->c.mem;
	struct ui_tiles *t = ARENA_NEW(mem, struct ui_tiles);
	struct ui_point *at = ARENA_ARRAY(mem, struct ui_point, (size_t)p->townships + 1);
	*t = (struct ui_tiles){.label = "各乡镇的村（社区）数",
	                       .unit = "个村",
	                       .at = ARENA_ARRAY(mem, struct ui_tile, (size_t)p->townships + 1)};
	for (size_t i = 0; i < p->count; i++) {
		const struct place *k = &p->tree[i];
		if (k->kind == PLACE_TOWNSHIP && k->state == PLACE_OPEN) {
			at[t->count] = (struct ui_point){k->lon, k->lat};
			p->sample |= k->sample && k->lon;
			t->at[t->count++] = (struct ui_tile){
				.label = k->label,
				.path = arena_printf(mem, "/places/%s", k->code)};
		} else if (k->kind == PLACE_VILLAGE && k->state == PLACE_OPEN && t->count) {
			t->at[t->count - 1].n++;
		}
	}
	if (!t->count)
		return;
	land_rank(mem, t);
	p->tiles = t;
	p->land = land_of(rq, "县的轮廓，标出各乡镇的位置", at, t->count);
}

static enum err list_page(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct places_page page = {.q = ask.q, .manage = manages(rq)};
	page_title(rq, "乡镇与村站", NULL);
	if (ask.parent && !place_by_code(&rq->c, ask.parent))
		return refuse(rq, ERR_INVALID, "parent", "没有这个代码的地区。");
	const struct place_seek k = {rq->json || page.manage, ask.parent, ask.q};
	if (!text_empty(ask.q))
		page.tree = place_page(&rq->c, &k, ask.after, &page.count, &page.list.next);
	else if (rq->json)
		page.tree = place_tree(&rq->c, ask.parent, &page.count);
	else
		page.tree = place_all(&rq->c, &k, &page.count);
	page.list.items = page.tree;
	page.list.count = page.count;
	page.list.size = sizeof(struct place);
	if (rq->json)
		return render(rq, &list_view, &page);
	page.part = page.list.next || !text_empty(ask.after);
	if (page.list.next)
		page.more = place_address(rq->c.mem, "/places", "parent", ask.parent, "q", ask.q,
		                          "after", page.list.next, NULL);
	for (size_t i = 0; i < page.count; i++) {
		page.townships += page.tree[i].kind == PLACE_TOWNSHIP;
		page.villages += page.tree[i].kind == PLACE_VILLAGE;
	}
	if (text_empty(ask.q) && !page.part)
		draw(rq, &page);
	page.add = page.manage ? req_form(rq, add_fields, NULL) : NULL;
	return render(rq, &list_view, &page);
}

static const char *degrees(struct arena *mem, const struct place *p)
{
	if (!p->lon && !p->lat)
		return NULL;
	return arena_printf(mem, "东经 %lld.%04lld°，北纬 %lld.%04lld°%s",
	                    (long long)(p->lon / 1000000), (long long)(p->lon % 1000000 / 100),
	                    (long long)(p->lat / 1000000), (long long)(p->lat % 1000000 / 100),
	                    p->sample ? "（示例）" : "");
}

static const struct form *act_form(struct req *rq, const char *word, const struct place_act *held)
{
	return req_form(rq, life_named(&place_life, word)->takes, held);
}

static void add_forms(struct req *rq, struct place_page *page)
{
	struct place_act *held = ARENA_NEW(rq->c.mem, struct place_act);
	*held = (struct place_act){.name = page->p.name, .revision = page->p.revision};
	page->rename = act_form(rq, "rename", held);
	page->merge = act_form(rq, "merge", held);
	page->close = act_form(rq, "close", held);
	page->point_form = act_form(rq, "point", held);
	page->load = place_load(&rq->c, &page->p);
	page->peers = place_list(&rq->c, page->p.parent_code, &page->peer_count);
}

static enum err show_page(struct req *rq)
{
	struct place *p = place_by_code(&rq->c, rq->id);
	if (!p)
		return ERR_MISSING;
	struct place_page page = {.p = *p, .title = place_title(&rq->c, p->id)};
	page.parent_title = place_title(&rq->c, p->parent);
	page.into_title = place_title(&rq->c, p->into_place);
	page.point = degrees(rq->c.mem, p);
	struct ui_point at = {p->lon, p->lat};
	if (page.point)
		page.land = land_of(rq, arena_printf(rq->c.mem, "县的轮廓，标出%s的位置", p->label),
		                    &at, 1);
	page.children = place_tree(&rq->c, p->code, &page.child_count);
	page.manage = manages(rq) && p->state == PLACE_OPEN;
	if (page.manage && !rq->json)
		add_forms(rq, &page);
	page_title(rq, page.title, "/places");
	return render(rq, &show_view, &page);
}

static const char *path_of(struct req *rq, const char *code)
{
	return arena_printf(rq->c.mem, "/places/%s", code);
}

static enum err add(struct req *rq)
{
	struct entry in = {0};
	if (req_read(rq, add_fields, &in) != OK)
		return ERR_INVALID;
	return created(rq, place_create(&rq->c, in.code, in.name), path_of(rq, in.code));
}

static enum err change(struct req *rq)
{
	struct place_act in = {0};
	if (req_read(rq, rq->route->takes, &in) != OK)
		return ERR_INVALID;
	struct life_ask ask = {.action = rq->route->data,
	                       .in = &in,
	                       .revision = req_sent(rq, "revision") ? &in.revision : NULL};
	return done(rq, place_move(&rq->c, rq->id, &ask), path_of(rq, rq->id));
}
