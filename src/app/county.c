#include "app/county.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/random.h"
#include "base/text.h"
#include "features/order/category.h"
#include "features/order/order.h"
#include "features/order/order_rules.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "gen/app.sql.h"

#include <stdio.h>
#include <string.h>

const struct county_corps county_corps[COUNTY_CORPS] = {
	{"expert", "专家志愿服务队"},           {"theory", "理论宣讲志愿服务队"},
	{"education", "教育志愿服务队"},        {"culture", "文体志愿服务队"},
	{"technology", "科技与科普志愿服务队"}, {"law", "法律志愿服务队"},
	{"health", "卫生健康志愿服务队"},       {"gentry", "乡贤引领志愿服务队"},
};

const struct county_category county_categories[COUNTY_CATEGORIES] = {
	{"health", "健康义诊", 6, false},       {"company", "陪伴关怀", 6, false},
	{"repair", "居家小修", 0, false},       {"haircut", "理发洗护", 7, false},
	{"study", "学业辅导", 2, false},        {"policy", "政策宣讲", 1, false},
	{"legal", "法律咨询", 5, false},        {"mediation", "矛盾调解", 5, true},
	{"technology", "手机与防诈", 4, false}, {"farm", "农技指导", 0, false},
	{"culture", "文体活动", 3, false},      {"festival", "节日慰问", 7, false},
	{"goods", "物品心愿", 7, false},
};

/* Minutes; the defaults of the product, shorter for what is urgent, longer for what can wait. */
static const struct limit {
	enum order_clock clock;
	int urgency, minutes;
} limits[] = {
	{CLOCK_REVIEW, -1, 24 * 60},
	{CLOCK_REVIEW, URGENCY_URGENT, 2 * 60},
	{CLOCK_REVIEW, URGENCY_LOW, 48 * 60},
	{CLOCK_DISPATCH, -1, 24 * 60},
	{CLOCK_DISPATCH, URGENCY_URGENT, 2 * 60},
	{CLOCK_DISPATCH, URGENCY_LOW, 72 * 60},
	{CLOCK_ANSWER, -1, 24 * 60},
	{CLOCK_ANSWER, URGENCY_URGENT, 2 * 60},
	{CLOCK_ANSWER, URGENCY_LOW, 72 * 60},
	{CLOCK_CLAIM, -1, 72 * 60},
	{CLOCK_CLAIM, URGENCY_LOW, 7 * 24 * 60},
	{CLOCK_SCHEDULE, -1, 48 * 60},
	{CLOCK_SCHEDULE, URGENCY_URGENT, 12 * 60},
	{CLOCK_FINISH, -1, 7 * 24 * 60},
	{CLOCK_FINISH, URGENCY_URGENT, 2 * 24 * 60},
	{CLOCK_VERDICT, -1, 7 * 24 * 60},
	{CLOCK_CALL, -1, 3 * 24 * 60},
	{CLOCK_WHOLE, -1, 21 * 24 * 60},
	{CLOCK_WHOLE, URGENCY_URGENT, 7 * 24 * 60},
};

bool county_has_places(struct ctx *c)
{
	return db_int(c->db, sql_app_places) > 0;
}

int64_t county_root(struct ctx *c)
{
	return db_int(c->db, sql_app_root);
}

int64_t county_corps_team(struct ctx *c, int corps)
{
	return db_int(c->db, sql_app_corps, V(county_corps[corps].name));
}

static bool is_header(const char **cells, size_t n)
{
	return n >= 3 && !strcmp(cells[0], "level") && !strcmp(cells[1], "code");
}

bool county_load(struct ctx *c, const char *csv, const char **why)
{
	size_t n, count = 0;
	if (!text_valid(csv, strlen(csv))) {
		*why = "the list of divisions is not UTF-8 text";
		return false;
	}
	struct csv rows = csv_open(c->mem, csv, strlen(csv));
	for (const char **cells; (cells = csv_row(&rows, &n)) != NULL;) {
		if (is_header(cells, n))
			continue;
		if (n < 3 || place_check_code(c->mem, &cells[1]) || text_empty(cells[2]) ||
		    !place_add(c, &(struct place){.code = cells[1], .name = cells[2]})) {
			*why = arena_printf(c->mem,
			                    "line %d of the list of divisions: no such code, "
			                    "or its parent does not stand above it",
			                    rows.line);
			return false;
		}
		count++;
	}
	if (rows.fault || !count)
		*why = arena_printf(c->mem, "line %d of the list of divisions: %s", rows.line,
		                    rows.fault ? rows.fault : "there is no row");
	return !rows.fault && count;
}

static const char *new_uid(struct ctx *c, struct dice *dice)
{
	return dice ? dice_id(c->mem, dice) : random_id(c->mem);
}

static int64_t add_corps(struct ctx *c, struct dice *dice, int64_t kind, const char *name)
{
	struct team t = {.kind = kind,
	                 .state = TEAM_REGISTERED,
	                 .name = name,
	                 .skills = "",
	                 .about = "",
	                 .founded = c->now,
	                 .uid = new_uid(c, dice)};
	t.place = county_root(c);
	return team_add(c, &t);
}

void county_basics(struct ctx *c, struct dice *dice)
{
	int64_t corps[COUNTY_CORPS];
	if (db_int(c->db, sql_app_corps_count) == 0) {
		add_corps(c, dice, TEAM_BRIGADE, "志愿服务总队");
		for (int i = 0; i < COUNTY_CORPS; i++)
			corps[i] = add_corps(c, dice, TEAM_CORPS, county_corps[i].name);
	}
	for (int i = 0; i < COUNTY_CORPS; i++)
		corps[i] = county_corps_team(c, i);
	if (db_int(c->db, sql_app_categories) == 0)
		for (int i = 0; i < COUNTY_CATEGORIES; i++)
			db_exec(c->db, sql_app_category_add, V(county_categories[i].word),
			        V(county_categories[i].label), V(corps[county_categories[i].corps]),
			        V(county_categories[i].never_public), V(i + 1));
	if (!category_by_word(c, CATEGORY_OTHER))
		db_exec(c->db, sql_app_category_add, V(CATEGORY_OTHER), V("其他"), V((int64_t)0),
		        V(false), V(COUNTY_CATEGORIES + 1));
	if (db_int(c->db, sql_app_limits) == 0)
		for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
			db_exec(c->db, sql_app_limit_add, V((int64_t)limits[i].clock),
			        V(limits[i].urgency), V(limits[i].minutes));
}

static char *read_file(struct arena *mem, const char *path)
{
	enum { LARGEST = 8 << 20 };
	FILE *f = fopen(path, "rbe");
	char *text = f ? arena_alloc(mem, LARGEST + 1) : NULL;
	size_t n = f ? fread(text, 1, LARGEST + 1, f) : 0;
	bool good = f && !ferror(f) && n <= LARGEST && strlen(text) == n;
	if (f)
		fclose(f);
	return good ? text : NULL;
}

bool county_prepare(struct ctx *c, const char *file, const char **why)
{
	if (!county_has_places(c)) {
		const char *csv = file ? read_file(c->mem, file) : (const char *)county_csv;
		if (!csv) {
			*why = arena_printf(c->mem, "cannot read %s as text", file);
			return false;
		}
		if (!county_load(c, csv, why))
			return false;
	}
	county_basics(c, NULL);
	return true;
}
