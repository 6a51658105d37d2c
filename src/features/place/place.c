#include "features/place/place.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/feature.h"
#include "core/search_move.h"
#include "gen/place.sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const place_kind_words[] = {"county", "township", "village", NULL};
const char *const place_kind_labels[] = {"县中心", "乡镇所", "村站", NULL};
const char *const place_state_words[] = {"open", "merged", "closed", NULL};
const char *const place_state_labels[] = {"正常", "已并入", "已撤销", NULL};

const struct field place_fields[] = {
	FIELD(struct place, code, .label = "区划代码", .doc = "division code: 6, 9 or 12 digits"),
	FIELD(struct place, name, .label = "名称", .doc = "full name of the official list"),
	FIELD(struct place, label, .doc = "name for pages, without the office suffix"),
	FIELD(struct place, kind, .label = "级别", .words = place_kind_words,
              .labels = place_kind_labels),
	FIELD_AS(struct place, parent_code, "parent", .label = "上级代码",
                 .doc = "code of the parent; null at the root"),
	FIELD(struct place, state, .label = "状态", .words = place_state_words,
              .labels = place_state_labels),
	FIELD(struct place, into_code, .label = "并入", .doc = "merged: code of the successor"),
	FIELD(struct place, lon, .doc = "degrees x 10^6; 0: no point set"),
	FIELD(struct place, lat, .doc = "degrees x 10^6"),
	FIELD(struct place, sample, .doc = "the point is invented"),
	FIELD(struct place, revision),
	RECORD("Place", "The county, a township, a village, or the station of one."),
};

/* Bounds of the country, degrees × 10^6. */
enum { LON_MIN = 73000000, LON_MAX = 136000000, LAT_MIN = 3000000, LAT_MAX = 54000000 };
enum { COUNTY_DIGITS = 6, TOWNSHIP_DIGITS = 9, VILLAGE_DIGITS = 12, MERGE_STEPS = 8 };

struct place *place_get(struct ctx *c, int64_t id)
{
	return id ? sql_place_get(c, id) : NULL;
}

struct place *place_by_code(struct ctx *c, const char *code)
{
	return text_empty(code) ? NULL : sql_place_by_code(c, code);
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
	return sql_place_children(c, parent_code ? parent_code : place_root(c), count);
}

struct place *place_tree(struct ctx *c, const char *parent_code, size_t *count)
{
	return sql_place_tree(c, parent_code ? parent_code : place_root(c), count);
}

/* Those after `after`; words are held against each name, so all are read. */
static struct place *below(struct ctx *c, const struct place_seek *k, const char *after,
                           size_t *count)
{
	struct place *up = place_by_code(c, k->parent), *all = NULL;
	const char **words = text_words(c->mem, k->q);
	size_t got = PLACE_BATCH;
	*count = 0;
	while (got == PLACE_BATCH) {
		struct place *p = sql_place_all(c, k->gone, up ? up->path : "", after, &got);
		struct place *more = ARENA_ARRAY(c->mem, struct place, *count + got + 1);
		if (*count)
			memcpy(more, all, *count * sizeof *all);
		all = more;
		after = got ? p[got - 1].path : after;
		for (size_t i = 0; i < got; i++)
			if (text_has_words(c->mem, p[i].name, words))
				all[(*count)++] = p[i];
	}
	return all;
}

struct place *place_all(struct ctx *c, const struct place_seek *k, size_t *count)
{
	return below(c, k, "", count);
}

struct place *place_page(struct ctx *c, const struct place_seek *k, const char *after,
                         size_t *count, const char **next)
{
	struct place *p = below(c, k, after ? after : "", count);
	*next = NULL;
	if (*count > PLACE_PAGE) {
		*count = PLACE_PAGE;
		*next = p[PLACE_PAGE - 1].path;
	}
	return p;
}

const char *place_title(struct ctx *c, int64_t id)
{
	const char *title = id ? sql_place_title(c, id) : NULL;
	return title ? title : "";
}

/* Flat enough for a county: a degree of latitude is 111.2 km, one of longitude shrinks by the cosine. */
int64_t place_tenths(int64_t lon, int64_t lat, int64_t to_lon, int64_t to_lat)
{
	if (!lon || !lat || !to_lon || !to_lat)
		return -1;
	double north = (double)(to_lat - lat) * 1.112e-3;
	double east = (double)(to_lon - lon) * 1.112e-3 *
	              cos((double)lat * 3.14159265358979e-6 / 180);
	return (int64_t)(sqrt(north * north + east * east) + .5);
}

const char *place_root(struct ctx *c)
{
	const char *code = sql_place_root(c);
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

const char *place_check_name(struct arena *mem, const char **value)
{
	enum { DIGITS = 4 };
	int digits = 0;
	for (const char *s = text_narrow(mem, *value); *s; s++)
		digits += *s >= '0' && *s <= '9';
	return digits > DIGITS ? "地名人人看得到，里面不写号码。" : NULL;
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
	struct place made = *p;
	made.kind = digits == COUNTY_DIGITS     ? PLACE_COUNTY
	            : digits == TOWNSHIP_DIGITS ? PLACE_TOWNSHIP
	                                        : PLACE_VILLAGE;
	made.label = p->label ? p->label : place_label(c->mem, p->name);
	made.path = arena_printf(c->mem, "%s%s/", up ? up->path : "", p->code);
	made.parent = up ? up->id : 0;
	return sql_place_insert(c, &made);
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

struct place_load place_load(struct ctx *c, const struct place *p)
{
	struct buf goes = BUF(c->mem), held = BUF(c->mem), log = BUF(c->mem);
	struct place_load l = {.children = sql_place_open_below(c, p->id)};
	int64_t holds = l.children;
	buf_printf(&held, "%lld 个下级地区", (long long)l.children);
	for (const struct feature *const *f = feature_all; *f; f++) {
		const struct stand *s = (*f)->stands;
		int64_t n = s ? s->count(c, p->id) : 0;
		if (!s)
			continue;
		buf_printf(&goes, "%s%s %lld %s", goes.len ? "、" : "", s->label, (long long)n,
		           s->unit);
		buf_printf(&log, "%s%lld %s", log.len ? ", " : "", (long long)n, s->word);
		if (s->holds)
			buf_printf(&held, "、%lld %s%s", (long long)n, s->unit, s->label);
		holds += s->holds ? n : 0;
	}
	l.goes = buf_str(&goes);
	l.log = buf_str(&log);
	l.holds = holds ? buf_str(&held) : NULL;
	return l;
}

/* ---- what is typed ---- */

static const char *check_degrees(struct arena *mem, const char **value)
{
	const char *s = text_trim(mem, text_narrow(mem, *value));
	size_t whole = strspn(s, "0123456789");
	size_t part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
	size_t end = whole + (s[whole] == '.' ? 1 + part : 0);
	if (!whole || whole > 3 || part > 6 || s[end])
		return "请填写度数，最多六位小数，如 112.368290。";
	*value = s;
	return NULL;
}

/* "112.36829" → 112368290 */
static int64_t millionths(struct arena *mem, const char *s)
{
	const char *dot = strchr(s, '.');
	const char *part = arena_printf(mem, "%-6.6s", dot ? dot + 1 : "");
	int64_t n = strtoll(s, NULL, 10);
	for (size_t i = 0; i < 6; i++)
		n = n * 10 + (part[i] == ' ' ? 0 : part[i] - '0');
	return n;
}

#define REVISION                                                                                   \
	FIELD(struct place_act, revision, .as = AS_HIDDEN,                                         \
	      .doc = "the revision that was seen; another one is refused")
static const struct field rename_fields[] = {
	FIELD(struct place_act, name, .required = true, .min = 2, .max = 40, .label = "新名称",
              .check = place_check_name),
	REVISION,
	RECORD("PlaceRename", "Its new name."),
};
static const struct field merge_fields[] = {
	FIELD(struct place_act, into, .required = true, .check = place_check_code, .label = "并入",
              .doc = "code of the successor, of the same kind"),
	REVISION,
	RECORD("PlaceMerge", "Which place goes on in its stead."),
};
static const struct field close_fields[] = {REVISION,
                                            RECORD("PlaceClose", "A place that is no more.")};
static const struct field point_fields[] = {
	FIELD(struct place_act, lon, .required = true, .label = "经度", .check = check_degrees,
              .hint = "如 112.368290", .doc = "degrees, up to six decimals"),
	FIELD(struct place_act, lat, .required = true, .label = "纬度", .check = check_degrees,
              .hint = "如 26.956290", .doc = "degrees, up to six decimals"),
	REVISION,
	RECORD("PlacePoint", "Where it is."),
};

/* ---- its life ---- */

static enum err rename_it(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct place *p = next;
	(void)to;
	p->name = ((const struct place_act *)in)->name;
	p->label = place_label(c->mem, p->name);
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

static enum err merge(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct place *p = next;
	struct place *heir = place_current(c, ((const struct place_act *)in)->into);
	enum err e = merge_refused(c, p, heir);
	(void)to;
	if (e == OK)
		p->into_place = heir->id;
	return e;
}

static enum err close_it(struct ctx *c, void *next, const void *in, int64_t *to)
{
	const struct place *p = next;
	(void)in, (void)to;
	if (p->kind == PLACE_COUNTY)
		return ctx_refuse(c, ERR_INVALID, NULL, "县中心不能撤销。");
	struct place_load l = place_load(c, p);
	if (l.holds)
		return ctx_refuse(c, ERR_INVALID, NULL, "还有 %s，请先并入别处。", l.holds);
	return OK;
}

static enum err point(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct place *p = next;
	const struct place_act *a = in;
	(void)to;
	p->lon = millionths(c->mem, a->lon);
	p->lat = millionths(c->mem, a->lat);
	p->sample = false;
	if (p->lon < LON_MIN || p->lon > LON_MAX)
		return ctx_refuse(c, ERR_INVALID, "lon", "经度应在 73 到 136 度之间。");
	if (p->lat < LAT_MIN || p->lat > LAT_MAX)
		return ctx_refuse(c, ERR_INVALID, "lat", "纬度应在 3 到 54 度之间。");
	return OK;
}

#define OPEN .from = IN(PLACE_OPEN), .needs = PLACE_MANAGE
static const struct life_move moves[] = {
	{PLACE_ADD, "add", "增加", NULL, .to = IN(PLACE_OPEN)},
	{PLACE_RENAME, "rename", "改名", "Gives it another name", rename_fields,
         .done = "名字已改，到处都是新名字。", OPEN, .reason = true, .effect = rename_it},
	{PLACE_MERGE, "merge", "并入",
         "Moves its people, teams and orders to another place of its kind and ends it",
         merge_fields, .done = "已并入，人、队伍和单子都到了新的地方。",
         .sure = "它的人、队伍和单子都归到另一个地方，它自己就没有了，分不开。", OPEN,
         .to = IN(PLACE_MERGED), .reason = true, .effect = merge},
	{PLACE_CLOSE, "close", "撤销", "Ends a place where nothing runs", close_fields,
         .done = "已撤销，再也选不到它。",
         .sure = "撤销以后，点单、建队、登记都选不到它，恢复不了。", OPEN, .to = IN(PLACE_CLOSED),
         .effect = close_it},
	{PLACE_POINT, "point", "定位", "Puts it on the map", point_fields,
         .done = "位置已记下，派单时按它算远近。", OPEN, .effect = point},
	{0},
};
#undef OPEN

static struct life_look look(const void *record)
{
	const struct place *p = record;
	return (struct life_look){p->code, p->state, p->revision, {.path = p->path}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	(void)before;
	return sql_place_write(c, next);
}

static bool same(const void *before, const void *next)
{
	const struct place *a = before, *b = next;
	return text_equal(a->name, b->name) && a->lon == b->lon && a->lat == b->lat &&
	       a->sample == b->sample;
}

static void follow(struct ctx *c, const struct place *p, const struct place *heir)
{
	feature_follow_place(c, p->id, heir->id);
	search_move(c, p->path, heir->path);
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	const struct place *p = now;
	const struct place *heir = m->action == PLACE_MERGE ? place_get(c, p->into_place) : NULL;
	(void)before, (void)reason;
	if (heir)
		follow(c, p, heir);
}

const struct life place_life = {
	.kind = "place",
	.these = "这个地区",
	.state_words = place_state_words,
	.state_labels = place_state_labels,
	.moves = moves,
	.size = sizeof(struct place),
	.state = offsetof(struct place, state),
	.look = look,
	.write = write,
	.same = same,
	.kept = kept,
};

/* What the audit log keeps of a change as its reason; NULL: nothing. */
static const char *told(struct ctx *c, const struct place *p, const struct life_ask *ask)
{
	const struct place_act *in = ask->in;
	if (ask->action == PLACE_RENAME)
		return arena_printf(c->mem, "%s → %s", p->name, in->name);
	if (ask->action != PLACE_MERGE)
		return NULL;
	struct place *heir = place_current(c, in->into);
	return arena_printf(c->mem, "into %s: %s", heir ? heir->code : in->into,
	                    place_load(c, p).log);
}

enum err place_move(struct ctx *c, const char *code, const struct life_ask *ask)
{
	struct place *p = place_by_code(c, code);
	if (!p)
		return ERR_MISSING;
	struct life_ask told_ask = *ask;
	told_ask.reason = told(c, p, ask);
	return life_move(c, &place_life, p, &told_ask);
}
