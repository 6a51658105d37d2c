/* places.c - places, teams and staff of the model county. */
#include "app/county.h"
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/grant.h"
#include "core/setting.h"
#include "demo/demo.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "gen/demo.sql.h"

#include <stdio.h>
#include <string.h>

/* The 26th unit is in no published list; its code is ours. */
#define PARK_CODE "430421900"
#define PARK_NAME "园区（示例编码）"

/* Where the demonstration accounts live. */
#define TOWN_A    "430421100"
#define TOWN_B    "430421106"
#define VILLAGE_A "430421100248"
#define VILLAGE_B "430421106245"

int demo_town_of(const struct demo *d, const char *code)
{
	for (int i = 0; i < DEMO_TOWNS; i++)
		if (!strcmp(d->towns[i].code, code))
			return i;
	return -1;
}

int demo_village_of(const struct demo *d, const char *code)
{
	for (int i = 0; i < d->village_count; i++)
		if (!strcmp(d->villages[i].code, code))
			return i;
	return -1;
}

static bool read_villages(struct demo *d, int town)
{
	size_t n;
	struct demo_town *t = &d->towns[town];
	struct place *list = place_list(d->c, t->code, &n);
	t->first = d->village_count;
	for (size_t i = 0; i < n && d->village_count < DEMO_VILLAGES; i++)
		d->villages[d->village_count++] = (struct demo_village){
			list[i].id, arena_strdup(d->keep, list[i].code), town};
	t->count = d->village_count - t->first;
	return d->village_count < DEMO_VILLAGES;
}

/* Invented points round the middle of the county, so that distances differ; marked as samples. */
static void set_points(struct demo *d)
{
	for (int i = 0; i < DEMO_TOWNS; i++) {
		int64_t lon = 112368290 + dice_range(&d->dice, -260000, 220000);
		int64_t lat = 26956290 + dice_range(&d->dice, -200000, 260000);
		db_exec(d->c->db, sql_demo_place_point, V(d->towns[i].id), V(lon), V(lat));
		for (int v = 0; v < d->towns[i].count; v++)
			db_exec(d->c->db, sql_demo_place_point,
			        V(d->villages[d->towns[i].first + v].id),
			        V(lon + dice_range(&d->dice, -40000, 40000)),
			        V(lat + dice_range(&d->dice, -40000, 40000)));
	}
}

/* Days that are no ordinary days, for limits in working hours. Samples: the real table is issued
 * each year and entered by the county. */
static void add_holidays(struct demo *d)
{
	static const struct {
		const char *day, *name; /* the day without its year: every year */
	} days[] = {
		{"01-01", "元旦（示例）"},        {"05-01", "劳动节（示例）"},
		{"05-02", "劳动节（示例）"},      {"10-01", "国庆节（示例）"},
		{"10-02", "国庆节（示例）"},      {"10-03", "国庆节（示例）"},
		{"2026-02-16", "春节（示例）"},   {"2026-02-17", "春节（示例）"},
		{"2026-02-18", "春节（示例）"},   {"2026-06-19", "端午节（示例）"},
		{"2026-09-25", "中秋节（示例）"}, {"2027-02-05", "春节（示例）"},
		{"2027-02-06", "春节（示例）"},   {"2027-02-08", "春节（示例）"},
		{"2027-06-09", "端午节（示例）"}, {"2027-09-15", "中秋节（示例）"},
	};
	int year = clock_local(d->as_of).year;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		for (int y = year - 1; y <= year + 1; y++)
			db_exec(d->c->db, sql_demo_holiday_add,
			        V(strlen(days[i].day) > 5
			                  ? days[i].day
			                  : arena_printf(d->c->mem, "%d-%s", y, days[i].day)),
			        V(false), V(days[i].name));
}

bool demo_places(struct demo *d, const char **why)
{
	size_t n;
	if (!county_load(d->c, (const char *)county_csv, why))
		return false;
	place_add(d->c, &(struct place){.code = PARK_CODE, .name = PARK_NAME});
	county_basics(d->c, &d->dice);
	setting_set(d->c, "brand", "文明实践云·示例");
	setting_set(d->c, "hotline", "199 0000 0000（示例）");
	setting_set(d->c, "office", "衡阳县新时代文明实践中心（示例）");
	struct place *towns = place_list(d->c, NULL, &n);
	if (n != DEMO_TOWNS) {
		*why = "the model county's list does not have 25 townships";
		return false;
	}
	for (int i = 0; i < DEMO_TOWNS; i++) {
		d->towns[i] = (struct demo_town){.id = towns[i].id,
		                                 .code = arena_strdup(d->keep, towns[i].code),
		                                 .label = arena_strdup(d->keep, towns[i].label)};
		if (!read_villages(d, i))
			return false;
	}
	set_points(d);
	add_holidays(d);
	return true;
}

/* ---- teams ---- */

/* What the teams of each corps can do, and what they are called. */
static const struct {
	const char *skills, *names[3];
} kinds[COUNTY_CORPS] = {
	{"repair farm", {"能工巧匠", "专家服务", "田间地头"}},
	{"policy festival", {"理论宣讲", "板凳课堂", "乡音宣讲"}},
	{"study company", {"育苗", "四点半课堂", "园丁"}},
	{"culture festival haircut", {"文艺轻骑兵", "乡村文化", "广场文体"}},
	{"technology repair farm", {"科普", "数字帮手", "科技下乡"}},
	{"legal mediation policy", {"法律明白人", "说事评理", "法治服务"}},
	{"health company haircut", {"健康守护", "白衣", "康护"}},
	{"mediation festival goods haircut", {"乡贤引领", "邻里帮", "暖心"}},
};

static const char *team_name(struct demo *d, const struct demo_team *t)
{
	const char *place = t->town < 0 ? "衡阳县" : d->towns[t->town].label;
	if (t->town >= 0 && strstr(place, "（"))
		place = "园区";
	return arena_printf(d->keep, "%s%s志愿服务队%s（示例）", place,
	                    kinds[t->corps].names[dice_below(&d->dice, 3)],
	                    t->town < 0 && dice_below(&d->dice, 2) ? "一队" : "");
}

static void add_team(struct demo *d, int n)
{
	struct demo_team *t = &d->teams[n];
	int towns = DEMO_TOWNS * COUNTY_CORPS;
	*t = (struct demo_team){.town = n < towns ? n / COUNTY_CORPS : -1,
	                        .corps = n % COUNTY_CORPS};
	t->skills = kinds[t->corps].skills;
	/* The demonstration leaders' teams serve much, so that they stand high on the ranked lists. */
	if (t->town >= 0 && !strcmp(d->towns[t->town].code, TOWN_A) && t->corps == 6)
		t->skills = "health company haircut repair goods";
	if (t->town >= 0 && !strcmp(d->towns[t->town].code, TOWN_B) && t->corps == 4)
		t->skills = "technology repair study farm company";
	t->name = team_name(d, t);
	t->uid = dice_id(d->keep, &d->dice);
	int64_t state = dice_below(&d->dice, 25) == 0 ? TEAM_INCUBATING : TEAM_REGISTERED;
	t->founded = d->as_of - dice_range(&d->dice, 440, 3000) * DAY;
	struct team row = {.uid = t->uid,
	                   .name = t->name,
	                   .kind = TEAM_TEAM,
	                   .state = state,
	                   .corps = county_corps_team(d->c, t->corps),
	                   .place = t->town < 0 ? county_root(d->c) : d->towns[t->town].id,
	                   .skills = arena_printf(d->c->mem, " %s ", t->skills),
	                   .about = "示例队伍：名称和队员都是虚构的。",
	                   .sample = true,
	                   .founded = t->founded};
	t->id = team_add(d->c, &row);
}

void demo_teams(struct demo *d)
{
	for (int i = 0; i < DEMO_TEAMS; i++)
		add_team(d, i);
}

/* ---- staff and residents ---- */

static const char *label_of(const char *role)
{
	static const char *const rows[][2] = {
		{"resident", "居民"},
		{"volunteer", "志愿者"},
		{"team_leader", "队长"},
		{"station", "村站"},
		{"township", "乡镇所"},
		{"centre_dispatcher", "中心派单员"},
		{"centre_reviewer", "中心审核员"},
		{"auditor", "审计员"},
		{"sysadmin", "系统管理员"},
		{"secadmin", "安全管理员"},
		{"viewer", "领导（只看）"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!strcmp(rows[i][0], role))
			return rows[i][1];
	return role;
}

static int64_t add_someone(struct demo *d, int64_t home, const char *role, const char *place,
                           bool account)
{
	int64_t phone, year = dice_range(&d->dice, 1966, 1998);
	const char *name = demo_name(d->keep, &d->dice, dice_below(&d->dice, 2), year);
	int64_t id = demo_person(d, name, home, &phone);
	if (account)
		d->accounts[d->account_count++] = (struct demo_account){
			.role = role,
			.label = label_of(role),
			.name = name,
			.place = place,
			.person = id,
			.phone = demo_phone(d->keep, phone)};
	return id;
}

static bool is_demo_place(const char *code)
{
	return !strcmp(code, TOWN_A) || !strcmp(code, TOWN_B) || !strcmp(code, VILLAGE_A) ||
	       !strcmp(code, VILLAGE_B);
}

static void add_station(struct demo *d, int village)
{
	const struct demo_village *v = &d->villages[village];
	int64_t id = add_someone(d, v->id, "station", v->code, is_demo_place(v->code));
	grant_give(d->c, id, ROLE_STATION, v->id, HAND_LOAD);
	d->stations[d->station_count++] = (struct demo_station){village, id};
}

/* A clerk in every township; a station where orders come from: the two of the accounts, and the first
 * village of every other township. */
static void add_local_staff(struct demo *d)
{
	add_station(d, demo_village_of(d, VILLAGE_A));
	add_station(d, demo_village_of(d, VILLAGE_B));
	for (int i = 0; i < DEMO_TOWNS; i++) {
		struct demo_town *t = &d->towns[i];
		t->staff = add_someone(d, t->id, "township", t->code, is_demo_place(t->code));
		grant_give(d->c, t->staff, ROLE_TOWNSHIP, t->id, HAND_LOAD);
		if (t->count && !is_demo_place(t->code) && d->station_count < DEMO_STATIONS)
			add_station(d, t->first + (int)dice_below(&d->dice, t->count));
	}
}

static int64_t add_centre(struct demo *d, const char *word, enum role role)
{
	int64_t root = county_root(d->c);
	int64_t id = add_someone(d, d->towns[0].id, word, "430421", true);
	grant_give(d->c, id, role, root, HAND_LOAD);
	return id;
}

static void add_member_account(struct demo *d, const char *role, const struct demo_team *t,
                               int64_t person)
{
	struct person *p = person_get(d->c, person);
	if (!p)
		return;
	person_open(d->c, p);
	d->accounts[d->account_count++] = (struct demo_account){
		.role = role,
		.label = label_of(role),
		.name = arena_strdup(d->keep, p->name),
		.team = t->uid,
		.place = d->towns[t->town].code,
		.phone = arena_strdup(d->keep, p->phone),
		.person = person};
}

void demo_staff(struct demo *d)
{
	int a = demo_town_of(d, TOWN_A) * COUNTY_CORPS + 6,
	    b = demo_town_of(d, TOWN_B) * COUNTY_CORPS + 4;
	d->leads[0] = a;
	d->leads[1] = b;
	for (int i = 0; i < 2; i++) {
		const struct demo_village *v =
			&d->villages[demo_village_of(d, i ? VILLAGE_B : VILLAGE_A)];
		d->residents[i] = add_someone(d, v->id, "resident", v->code, true);
	}
	for (int i = 0; i < 2; i++) {
		const struct demo_team *t = &d->teams[i ? b : a];
		add_member_account(d, "team_leader", t, t->leader);
		add_member_account(d, "volunteer", t,
		                   db_int(d->c->db, sql_demo_member_other, V(t->id),
		                          V(d->as_of - 19 * 31556952LL)));
	}
	add_local_staff(d);
	d->dispatcher = add_centre(d, "centre_dispatcher", ROLE_DISPATCHER);
	d->reviewer = add_centre(d, "centre_reviewer", ROLE_REVIEWER);
	add_centre(d, "auditor", ROLE_AUDITOR);
	add_centre(d, "sysadmin", ROLE_SYSADMIN);
	add_centre(d, "secadmin", ROLE_SECADMIN);
	add_centre(d, "viewer", ROLE_VIEWER);
}
