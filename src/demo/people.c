/* people.c - invented volunteers: names from common lists, marked numbers, one team each. */
#include "demo/demo.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/search.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "gen/demo.sql.h"
#include "web/json.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 200, PHONES = 1000000, AREAS = 500, OLDER = 400 /* days: than the year */ };
enum { YEAR = 31556952 /* seconds */, YOUNGEST = 14 /* years */ };

/* Commoner ones stand more than once. */
static const char *const surnames[] = {
	"刘", "刘", "刘", "王", "王", "李", "李", "李", "陈",   "陈", "张", "张",
	"肖", "肖", "周", "周", "罗", "罗", "谢", "谢", "彭",   "彭", "唐", "邓",
	"曾", "黄", "杨", "蒋", "谭", "吴", "胡", "何", "欧阳", "凌", "夏", "全",
	"贺", "尹", "戴", "廖", "洪", "段", "屈", "伍", "万",   "魏", "常", "祝",
};
static const char *const men_old[] = {"建", "国", "志", "明", "德", "福", "永", "光", "祖", "兴",
                                      "华", "忠", "友", "春", "金", "正", "家", "荣", "庆", "良"};
static const char *const women_old[] = {"桂", "英", "秀", "兰", "玉", "珍", "凤", "娥", "菊", "春",
                                        "莲", "香", "翠", "美", "淑", "冬", "月", "梅", "翠", "满"};
static const char *const men_young[] = {"浩", "宇", "杰", "俊", "鹏", "涛", "磊", "凯", "旭", "阳",
                                        "帆", "泽", "轩", "博", "文", "斌", "睿", "航", "超", "毅"};
static const char *const women_young[] = {"婷", "雅", "静", "雯", "慧", "思", "佳",
                                          "欣", "琪", "颖", "怡", "倩", "瑶", "敏",
                                          "洁", "晓", "梦", "诗", "丹", "蓉"};

static const char *pick(struct dice *dice, const char *const *list, size_t n)
{
	return list[dice_below(dice, (int64_t)n)];
}

const char *demo_name(struct arena *mem, struct dice *dice, bool woman, int64_t birth_year)
{
	bool old = birth_year < 1985;
	const char *const *list = woman ? (old ? women_old : women_young)
	                                : (old ? men_old : men_young);
	const char *surname = pick(dice, surnames, sizeof surnames / sizeof *surnames);
	const char *first = pick(dice, list, 20), *second = pick(dice, list, 20);
	if (first == second || (!old && dice_below(dice, 4) == 0))
		second = "";
	return arena_printf(mem, "%s%s%s", surname, first, second);
}

/* 7919 has no divisor in common with a million, so every n has a number of its own. */
const char *demo_phone(struct arena *mem, int64_t n)
{
	return arena_printf(mem, "19900%06lld", (long long)(n * 7919 % PHONES));
}

const char *demo_id_number(struct arena *mem, int64_t n, int64_t birth, bool woman)
{
	static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	struct day d = clock_local(birth);
	char s[32];
	snprintf(s, sizeof s, "999%03lld%04d%02d%02d%03lld", (long long)(n % AREAS), d.year,
	         d.month, d.mday, (long long)(n / AREAS % 500 * 2 + !woman));
	int sum = 0;
	for (int i = 0; i < 17; i++)
		sum += (s[i] - '0') * weights[i];
	return arena_printf(mem, "%.17s%c", s, "10X98765432"[sum % 11]);
}

void demo_progress(struct demo *d, const char *what, int64_t done, int64_t all)
{
	bool tty = isatty(STDERR_FILENO), end = done == all;
	int64_t part = done * (tty ? 100 : 10) / all;
	if (d->quiet || (done && !end && part == d->part))
		return;
	d->part = part;
	fprintf(stderr, "%s%s %lld/%lld%s", tty ? "\r" : "", what, (long long)done, (long long)all,
	        tty && !end ? "" : "\n");
}

/* Most are grown up and not yet old; leaders are 25 to 68. */
static int64_t birthday(struct demo *d, bool leads)
{
	int64_t age = leads                           ? dice_range(&d->dice, 25, 67)
	              : dice_below(&d->dice, 20) == 0 ? dice_range(&d->dice, YOUNGEST, 17)
	              : dice_below(&d->dice, 4) == 0  ? dice_range(&d->dice, 60, 82)
	                                              : dice_range(&d->dice, 18, 59);
	return clock_midnight(d->as_of - age * YEAR - dice_range(&d->dice, 1, 364) * DAY);
}

/* ---- which team ---- */

struct chances {
	int64_t upto[DEMO_TEAMS];
};

/* Teams differ in size by an order of magnitude, and larger townships have larger ones. */
static struct chances chances_of(struct demo *d)
{
	struct chances w;
	int64_t all = 0;
	for (int i = 0; i < DEMO_TEAMS; i++) {
		const struct demo_team *t = &d->teams[i];
		int64_t people = t->town < 0 ? 24 : d->towns[t->town].count + 4;
		w.upto[i] = all += people * 1000 / dice_range(&d->dice, 2, 16);
	}
	return w;
}

int demo_choose(struct dice *dice, const int64_t *upto, int n)
{
	int64_t at = dice_below(dice, upto[n - 1]);
	int lo = 0, hi = n - 1;
	while (lo < hi) {
		int mid = (lo + hi) / 2;
		if (upto[mid] > at)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

/* The first give every team its leader, the next its deputy, where there are people enough. */
static int team_for(struct demo *d, const struct chances *w, int64_t n, int64_t *role)
{
	*role = MEMBER_PLAIN;
	if (n < DEMO_TEAMS)
		*role = MEMBER_LEADER;
	else if (n < 2 * DEMO_TEAMS && d->people >= 4 * DEMO_TEAMS)
		*role = MEMBER_DEPUTY;
	else if (n < DEMO_TEAMS + 60 && d->people < 4 * DEMO_TEAMS)
		return (int)(n - DEMO_TEAMS);
	return *role ? (int)(n % DEMO_TEAMS) : demo_choose(&d->dice, w->upto, DEMO_TEAMS);
}

/* *path: that of the home. */
static int64_t home_of(struct demo *d, int town, const char **path)
{
	const struct demo_town *t = town < 0 ? NULL : &d->towns[town];
	if (t && !t->count) {
		*path = arena_printf(d->c->mem, "%.6s/%s/", t->code, t->code);
		return t->id;
	}
	int64_t n = t ? t->first + dice_below(&d->dice, t->count)
	              : dice_below(&d->dice, d->village_count);
	const struct demo_village *v = &d->villages[n];
	*path = arena_printf(d->c->mem, "%.6s/%s/%s/", v->code, d->towns[v->town].code, v->code);
	return v->id;
}

/* One or two of the team's skills. */
static const char *skills_of(struct demo *d, const struct demo_team *t)
{
	const char **words = text_split(d->c->mem, t->skills, " ");
	int n = 0;
	while (words[n])
		n++;
	const char *one = n ? words[dice_below(&d->dice, n)] : "";
	const char *two = n && dice_below(&d->dice, 3) == 0 ? words[dice_below(&d->dice, n)] : one;
	return one == two ? arena_printf(d->c->mem, " %s ", one)
	                  : arena_printf(d->c->mem, " %s %s ", one, two);
}

/* When he joined: nobody does before the team is there, or before he is old enough. */
static int64_t joined(struct demo *d, const struct demo_team *t, int64_t birth, int64_t role)
{
	int64_t since = d->as_of - dice_range(&d->dice, role ? OLDER : 20, 3000) * DAY +
	                dice_range(&d->dice, 8, 18) * HOUR;
	int64_t grown = birth + YOUNGEST * YEAR;
	int64_t first = grown > t->founded ? grown : t->founded;
	if (since >= first)
		return since;
	int64_t room = d->as_of - first < 20 * DAY ? d->as_of - first : 20 * (int64_t)DAY;
	return first + dice_below(&d->dice, room);
}

static void join(struct demo_team *t, int64_t person, int64_t role)
{
	t->members++;
	if (role == MEMBER_LEADER)
		t->leader = person;
	else if (role == MEMBER_DEPUTY)
		t->deputy = person;
	else if (!t->plain)
		t->plain = person;
}

/* ---- many in one statement ---- */

/* What is not written yet, as JSON; it all lies in the arena of the desk. */
struct load {
	struct buf people, members;
	size_t count;
	int64_t first; /* id of the first volunteer */
	struct search_doc found[BATCH];
};

static void load_begin(struct demo *d, struct load *l)
{
	arena_reset(d->c->mem);
	l->people = l->members = BUF(d->c->mem);
	l->count = 0;
}

static void load_write(struct demo *d, struct load *l)
{
	struct ctx *c = d->c;
	if (!l->count)
		return;
	buf_char(&l->people, ']');
	buf_char(&l->members, ']');
	db_exec(c->db, sql_demo_volunteers_add, V(buf_str(&l->people)));
	db_exec(c->db, sql_demo_members_add, V(buf_str(&l->members)));
	search_put_new(c, SEARCH_PERSON, l->count, l->found);
}

/* Comma-separated, NULL ends them. */
static void texts(struct buf *b, const char *const *list)
{
	for (; *list; list++) {
		json_text(b, *list);
		if (list[1])
			buf_char(b, ',');
	}
}

static void volunteer(struct demo *d, const struct chances *w, struct load *l, int64_t n)
{
	struct ctx *c = d->c;
	int64_t role, id = l->first + n;
	struct demo_team *t = &d->teams[team_for(d, w, n, &role)];
	bool woman = dice_below(&d->dice, 100) < 56;
	int64_t birth = birthday(d, role != MEMBER_PLAIN || n < DEMO_TEAMS + 60);
	int64_t since = joined(d, t, birth, role);
	const char *uid = dice_id(c->mem, &d->dice), *phone = demo_phone(c->mem, n);
	const char *name = demo_name(c->mem, &d->dice, woman, clock_local(birth).year), *path;
	const char *number = demo_id_number(c->mem, n, birth, woman);
	int64_t home = home_of(d, t->town, &path);
	const char *address = arena_printf(c->mem, "%lld组%lld号（示例）",
	                                   (long long)dice_range(&d->dice, 1, 18),
	                                   (long long)dice_range(&d->dice, 1, 120));
	const char *own = arena_printf(c->mem, "ZY%010lld",
	                               (long long)((n + 77) * 3141592653 % 10000000000));
	const char *skills = skills_of(d, t), *comma = l->count ? "," : "[";
	buf_printf(&l->people, "%s[%lld,", comma, (long long)id);
	texts(&l->people,
	      (const char *const[]){
		      uid, name, crypto_seal(c->keys, c->mem, "person", "phone", uid, phone),
		      crypto_index(c->keys, c->mem, "phone", phone),
		      crypto_seal(c->keys, c->mem, "person", "id_number", uid, number),
		      crypto_index(c->keys, c->mem, "id_number", number),
		      crypto_seal(c->keys, c->mem, "person", "address", uid, address), NULL});
	buf_printf(&l->people, ",%lld,%d,%lld,", (long long)birth, woman ? 2 : 1, (long long)home);
	texts(&l->people, (const char *const[]){own, skills, NULL});
	buf_printf(&l->people, ",%lld]", (long long)since);
	buf_printf(&l->members, "%s[%lld,%lld,%lld,%lld]", comma, (long long)t->id, (long long)id,
	           (long long)role, (long long)since);
	l->found[l->count++] = (struct search_doc){id, path,
	                                           arena_printf(c->mem, "%s\n%s", name, own)};
	join(t, id, role);
}

void demo_people(struct demo *d)
{
	struct chances w = chances_of(d);
	struct load *l = ARENA_NEW(d->keep, struct load);
	l->first = db_int(d->c->db, sql_demo_person_last) + 1;
	for (int64_t n = 0; n < d->people; n++) {
		if (n % BATCH == 0) {
			demo_progress(d, "志愿者", n, d->people);
			load_write(d, l);
			load_begin(d, l);
		}
		volunteer(d, &w, l, n);
	}
	load_write(d, l);
	db_int(d->c->db, sql_demo_person_count_on);
	for (int i = 0; i < DEMO_TEAMS; i++)
		db_exec(d->c->db, sql_demo_team_members, V(d->teams[i].id), V(d->teams[i].members));
	demo_progress(d, "志愿者", d->people, d->people);
}

int64_t demo_person(struct demo *d, const char *name, int64_t home, int64_t *phone)
{
	struct ctx *c = d->c;
	*phone = d->people + d->extras++;
	struct person p = {.uid = dice_id(c->mem, &d->dice),
	                   .name = name,
	                   .home = home,
	                   .sample = true,
	                   .phone = demo_phone(c->mem, *phone),
	                   .consent_by = name,
	                   .consent_how = "示例",
	                   .consent_at = c->now,
	                   .created = c->now};
	return person_add(c, &p);
}
