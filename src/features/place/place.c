#include "features/place/place.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/search.h"
#include "gen/place.sql.h"

#include <string.h>

const char *const place_kind_words[] = {"county", "township", "village", NULL};
const char *const place_kind_labels[] = {"县中心", "乡镇所", "村站", NULL};
const char *const place_state_words[] = {"open", "merged", "closed", NULL};
const char *const place_state_labels[] = {"正常", "已并入", "已撤销", NULL};

const struct field place_fields[] = {
	FIELD(struct place, code, .doc = "division code: 6, 9 or 12 digits"),
	FIELD(struct place, name, .doc = "full name of the official list"),
	FIELD(struct place, label, .doc = "name for pages, without the office suffix"),
	FIELD(struct place, kind, .words = place_kind_words, .labels = place_kind_labels),
	FIELD_AS(struct place, parent_code, "parent",
                 .doc = "code of the parent; null at the root"),
	FIELD(struct place, state, .words = place_state_words, .labels = place_state_labels),
	FIELD(struct place, into_code, .doc = "merged: code of the successor"),
	FIELD(struct place, lon, .doc = "degrees x 10^6; 0: no point set"),
	FIELD(struct place, lat, .doc = "degrees x 10^6"),
	FIELD(struct place, sample, .doc = "the point is invented"),
	FIELD(struct place, revision),
	FIELD(struct place, villages, .hidden = true),
	FIELD_AS(struct place, id, "place_id", .hidden = true),
	FIELD_AS(struct place, parent, "parent_id", .hidden = true),
	FIELD(struct place, into_place, .hidden = true),
	FIELD(struct place, path, .hidden = true),
	{0},
};

/* Bounds of the country, degrees × 10^6. */
enum { LON_MIN = 73000000, LON_MAX = 136000000, LAT_MIN = 3000000, LAT_MAX = 54000000 };
enum { COUNTY_DIGITS = 6, TOWNSHIP_DIGITS = 9, VILLAGE_DIGITS = 12, MERGE_STEPS = 8 };

struct place *place_get(struct ctx *c, int64_t id)
{
	return id ? db_one(c->db, c->mem, sql_place_get, struct place, place_fields, V(id)) : NULL;
}

struct place *place_by_code(struct ctx *c, const char *code)
{
	if (text_empty(code))
		return NULL;
	return db_one(c->db, c->mem, sql_place_by_code, struct place, place_fields, V(code));
}

struct place *place_current(struct ctx *c, const char *code)
{
	struct place *p = place_by_code(c, code);
	for (int step = 0; p && p->state == PLACE_MERGED && step < MERGE_STEPS; step++)
		p = place_get(c, p->into_place);
	return p && p->state == PLACE_OPEN ? p : NULL;
}

struct place *place_asked(struct ctx *c, const char *code)
{
	struct place *now = place_current(c, code);
	return now ? now : place_by_code(c, code);
}

struct place *place_list(struct ctx *c, const char *parent_code, size_t *count)
{
	const char *parent = parent_code ? parent_code : place_root(c);
	return db_all(c->db, c->mem, sql_place_children, struct place, place_fields, count,
	              V(parent));
}

struct place *place_tree(struct ctx *c, const char *parent_code, size_t *count)
{
	const char *parent = parent_code ? parent_code : place_root(c);
	return db_all(c->db, c->mem, sql_place_tree, struct place, place_fields, count, V(parent));
}

struct place *place_all(struct ctx *c, bool gone, const char *q, size_t *count)
{
	return db_all(c->db, c->mem, sql_place_all, struct place, place_fields, count, V(gone),
	              V(text_empty(q) ? "" : text_fold(c->mem, q)));
}

const char *place_title(struct ctx *c, int64_t id)
{
	const char *title = id ? db_text(c->db, c->mem, sql_place_title, V(id)) : NULL;
	return title ? title : "";
}

const char *place_root(struct ctx *c)
{
	const char *code = db_text(c->db, c->mem, sql_place_root);
	return code ? code : "";
}

static bool ends_with(const char *s, const char *suffix)
{
	size_t n = strlen(s), k = strlen(suffix);
	return n > k && !strcmp(s + n - k, suffix);
}

const char *place_label(struct arena *mem, const char *name)
{
	static const struct {
		const char *suffix, *instead;
	} rows[] = {{"社区居委会", "社区"},
	            {"村民委员会", "村"},
	            {"社区居民委员会", "社区"},
	            {"村委会", "村"},
	            {"居委会", "社区"}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ends_with(name, rows[i].suffix))
			return arena_printf(mem, "%.*s%s",
			                    (int)(strlen(name) - strlen(rows[i].suffix)), name,
			                    rows[i].instead);
	return name;
}

const char *place_check_code(struct arena *mem, const char **value)
{
	const char *code = text_trim(mem, text_narrow(mem, *value));
	size_t n = strlen(code);
	if (strspn(code, "0123456789") != n ||
	    (n != COUNTY_DIGITS && n != TOWNSHIP_DIGITS && n != VILLAGE_DIGITS))
		return "地区代码应为 6、9 或 12 位数字。";
	*value = code;
	return NULL;
}

/* The place a code belongs under; NULL for the county and for a code whose parent is unknown. */
static struct place *parent_of(struct ctx *c, const char *code)
{
	size_t n = strlen(code);
	if (n != TOWNSHIP_DIGITS && n != VILLAGE_DIGITS)
		return NULL;
	return place_by_code(c, arena_strndup(c->mem, code, n - 3));
}

int64_t place_add(struct ctx *c, const struct place *p)
{
	size_t digits = strlen(p->code);
	struct place *up = parent_of(c, p->code);
	if (!up && digits != COUNTY_DIGITS)
		return 0;
	int64_t kind = digits == COUNTY_DIGITS     ? PLACE_COUNTY
	               : digits == TOWNSHIP_DIGITS ? PLACE_TOWNSHIP
	                                           : PLACE_VILLAGE;
	const char *label = p->label ? p->label : place_label(c->mem, p->name);
	const char *path = arena_printf(c->mem, "%s%s/", up ? up->path : "", p->code);
	return db_int(c->db, sql_place_insert, V(p->code), V(p->name), V(label), V(kind),
	              V(up ? up->id : 0), V(path), V(p->lon), V(p->lat), V(p->sample));
}

static bool may_manage(struct ctx *c, const struct place *p)
{
	return access_may(c->who, PLACE_MANAGE, &(struct subject){.path = p->path});
}

enum err place_create(struct ctx *c, const char *code, const char *name)
{
	struct place *up = parent_of(c, code);
	if (!up || up->state != PLACE_OPEN)
		return ctx_refuse(c, ERR_INVALID, "code", "代码的上级地区不存在或已撤并。");
	if (!may_manage(c, up))
		return ERR_DENIED;
	if (place_by_code(c, code))
		return ctx_refuse(c, ERR_INVALID, "code", "这个代码已经用过，代码不能重复使用。");
	if (!place_add(c, &(struct place){.code = code, .name = name}))
		return ERR_SYSTEM;
	audit(c, "place.add", "place", code, NULL);
	return OK;
}

static enum err lost(struct ctx *c, const struct place *p)
{
	c->state = place_state_words[p->state];
	return ctx_refuse(c, ERR_LOST, NULL, "这个地区刚刚被别人改过，请刷新后再试。");
}

/* The place, open and his to change; else *e says why not. */
static struct place *managed(struct ctx *c, const char *code, enum err *e)
{
	struct place *p = place_by_code(c, code);
	*e = !p ? ERR_MISSING : !may_manage(c, p) ? ERR_DENIED : OK;
	if (*e == OK && p->state != PLACE_OPEN) {
		c->state = place_state_words[p->state];
		*e = ctx_refuse(c, ERR_STATE, NULL, "%s%s，不能再改。", p->label,
		                place_state_labels[p->state]);
	}
	return *e == OK ? p : NULL;
}

enum err place_rename(struct ctx *c, const char *code, const char *name)
{
	enum err e;
	struct place *p = managed(c, code, &e);
	if (!p)
		return e;
	if (text_empty(name))
		return ctx_refuse(c, ERR_INVALID, "name", "请填写新名称。");
	if (db_exec(c->db, sql_place_rename, V(p->id), V(p->revision), V(name),
	            V(place_label(c->mem, name))) != 1)
		return lost(c, p);
	audit(c, "place.rename", "place", p->code, arena_printf(c->mem, "%s → %s", p->name, name));
	return OK;
}

static enum err merge_refused(struct ctx *c, const struct place *p, const struct place *to)
{
	if (!to)
		return ctx_refuse(c, ERR_INVALID, "into", "没有这个代码的地区，或它已经撤并。");
	if (!may_manage(c, to))
		return ERR_DENIED;
	if (to->id == p->id)
		return ctx_refuse(c, ERR_INVALID, "into", "不能并入自己。");
	if (to->kind != p->kind || p->kind == PLACE_COUNTY)
		return ctx_refuse(c, ERR_INVALID, "into",
		                  "只能并入同一级的地区：镇并入镇，村并入村。");
	return OK;
}

struct place_load place_load(struct ctx *c, const struct place *p)
{
	static const struct field fields[] = {FIELD(struct place_load, children),
	                                      FIELD(struct place_load, teams),
	                                      FIELD(struct place_load, orders),
	                                      FIELD(struct place_load, people),
	                                      {0}};
	return *db_one(c->db, c->mem, sql_place_load, struct place_load, fields, V(p->id));
}

enum err place_merge(struct ctx *c, const char *code, const char *into)
{
	enum err e;
	struct place *p = managed(c, code, &e);
	if (!p)
		return e;
	struct place *to = place_current(c, into);
	if ((e = merge_refused(c, p, to)) != OK)
		return e;
	struct place_load l = place_load(c, p);
	if (db_exec(c->db, sql_place_end, V(p->id), V(p->revision), V(PLACE_MERGED), V(to->id)) !=
	    1)
		return lost(c, p);
	db_exec(c->db, sql_place_forward, V(p->id), V(to->id));
	db_exec(c->db, sql_place_adopt, V(p->id), V(to->id), V(to->path));
	db_exec(c->db, sql_place_move_people, V(p->id), V(to->id));
	db_exec(c->db, sql_place_move_teams, V(p->id), V(to->id));
	db_exec(c->db, sql_place_move_orders, V(p->id), V(to->id));
	db_exec(c->db, sql_place_move_activities, V(p->id), V(to->id));
	db_exec(c->db, sql_place_move_menu, V(p->id), V(to->id));
	db_exec(c->db, sql_place_move_surveys, V(p->id), V(to->id));
	db_exec(c->db, sql_place_move_lines, V(p->id), V(to->id));
	db_exec(c->db, sql_place_move_news, V(p->id), V(to->id));
	search_move(c, p->path, to->path);
	audit(c, "place.merge", "place", p->code,
	      arena_printf(c->mem, "into %s: %lld people, %lld teams, %lld running orders",
	                   to->code, (long long)l.people, (long long)l.teams, (long long)l.orders));
	return OK;
}

enum err place_close(struct ctx *c, const char *code)
{
	enum err e;
	struct place *p = managed(c, code, &e);
	if (!p)
		return e;
	if (p->kind == PLACE_COUNTY)
		return ctx_refuse(c, ERR_INVALID, NULL, "县中心不能撤销。");
	struct place_load l = place_load(c, p);
	if (l.children || l.teams || l.orders)
		return ctx_refuse(
			c, ERR_INVALID, NULL,
			"还有 %lld 个下级地区、%lld 支队伍、%lld 张在办的单，请先并入别处。",
			(long long)l.children, (long long)l.teams, (long long)l.orders);
	if (db_exec(c->db, sql_place_end, V(p->id), V(p->revision), V(PLACE_CLOSED), V(0)) != 1)
		return lost(c, p);
	audit(c, "place.close", "place", p->code, NULL);
	return OK;
}

enum err place_point(struct ctx *c, const char *code, int64_t lon, int64_t lat)
{
	enum err e;
	struct place *p = managed(c, code, &e);
	if (!p)
		return e;
	if (lon < LON_MIN || lon > LON_MAX)
		return ctx_refuse(c, ERR_INVALID, "lon", "经度应在 73 到 136 度之间。");
	if (lat < LAT_MIN || lat > LAT_MAX)
		return ctx_refuse(c, ERR_INVALID, "lat", "纬度应在 3 到 54 度之间。");
	if (db_exec(c->db, sql_place_point, V(p->id), V(p->revision), V(lon), V(lat)) != 1)
		return lost(c, p);
	audit(c, "place.point", "place", p->code, NULL);
	return OK;
}
