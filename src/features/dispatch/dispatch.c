#include "features/dispatch/dispatch.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/person/person.h"
#include "gen/dispatch.sql.h"

#include <stdlib.h>
#include <string.h>

/* What is known of a team or a person before it is weighed. */
struct known {
	int64_t team, person, birth, skilled, open_orders, closed, score, asked, last_asked,
		declined, members;
	const char *uid, *name, *place, *path;
};
#define K(m) FIELD(struct known, m)
static const struct field known_fields[] = {K(team),        K(person),   K(birth),   K(skilled),
                                            K(open_orders), K(closed),   K(score),   K(asked),
                                            K(last_asked),  K(declined), K(members), K(uid),
                                            K(name),        K(place),    K(path),    {0}};

/* The parts of a path: county, township, village. */
static size_t depth_shared(const char *a, const char *b)
{
	size_t shared = 0;
	for (size_t i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '/')
			shared++;
	return shared;
}

static struct term near(struct ctx *c, const struct known *k, const struct order *o)
{
	static const int64_t points[] = {0, 10, 24, 30};
	static const char *const why[] = {"不在本县", "在%s，跨乡镇", "同在一个乡镇（%s）",
	                                  "就在本村（%s）"};
	size_t shared = depth_shared(k->path, o->place_path);
	if (shared > 3)
		shared = 3;
	return (struct term){"距离", arena_printf(c->mem, why[shared], k->place), points[shared],
	                     30};
}

static struct term skill(const struct known *k, const struct order *o, struct ctx *c)
{
	return (struct term){"技能",
	                     k->skilled ? arena_printf(c->mem, "登记了“%s”", o->category_label)
	                                : "没有登记这一类",
	                     k->skilled ? 30 : 0, 30};
}

static struct term load(struct ctx *c, const struct known *k)
{
	int64_t points = 20 - 5 * k->open_orders;
	return (struct term){
		"负荷",
		k->open_orders ? arena_printf(c->mem, "手上有 %lld 单", (long long)k->open_orders)
			       : "手上没有单子",
		points > 0 ? points : 0, 20};
}

/* Smoothed with two imagined threes, so that one verdict does not decide. */
static struct term record(struct ctx *c, const struct known *k)
{
	int64_t tenths = (k->score + 6) * 10 / (k->closed + 2);
	return (struct term){"评价",
	                     k->closed ? arena_printf(c->mem, "收单 %lld 单，平均 %lld.%lld 分",
	                                              (long long)k->closed,
	                                              (long long)(k->score * 10 / k->closed / 10),
	                                              (long long)(k->score * 10 / k->closed % 10))
	                               : "还没有评价",
	                     tenths / 5, 10};
}

static struct term turn(struct ctx *c, const struct known *k)
{
	int64_t points = 10 - 2 * k->asked;
	return (struct term){
		"公平",
		k->asked ? arena_printf(c->mem, "近 30 天派过 %lld 次", (long long)k->asked)
			 : "近 30 天没有派过",
		points > 0 ? points : 0, 10};
}

static struct candidate weigh(struct ctx *c, const struct known *k, const struct order *o)
{
	struct candidate x = {
		.team = k->team,
		.person = k->person,
		.uid = k->uid,
		.name = k->name,
		.place = k->place,
		.open_orders = k->open_orders,
		.last_asked = k->last_asked,
		.terms = {near(c, k, o), skill(k, o, c), load(c, k), record(c, k), turn(c, k)},
	};
	for (int i = 0; i < DISPATCH_TERMS; i++)
		x.points += x.terms[i].points;
	if (k->declined)
		x.why_not = "这一单它谢绝、交回过，或没有按时答复";
	else if (k->person && person_age(k->birth, c->now) >= 0 &&
	         person_age(k->birth, c->now) < 18)
		x.why_not = "未满 18 岁，要跟队伍一起服务";
	else if (k->members < 1)
		x.why_not = "队里还没有队员";
	return x;
}

static int better(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (!x->why_not != !y->why_not)
		return x->why_not ? 1 : -1;
	if (x->points != y->points)
		return x->points < y->points ? 1 : -1;
	if (x->last_asked != y->last_asked)
		return x->last_asked < y->last_asked ? -1 : 1;
	return x->team + x->person < y->team + y->person ? -1 : 1;
}

/* "430421/430421100/430421100248/" → "430421/430421100/" */
static const char *township_of(struct ctx *c, const char *path)
{
	const char *slash = strchr(path, '/');
	slash = slash ? strchr(slash + 1, '/') : NULL;
	return slash ? arena_strndup(c->mem, path, (size_t)(slash - path) + 1) : path;
}

static struct candidate *sorted(struct ctx *c, const struct known *k, size_t n,
                                const struct order *o, size_t limit, size_t *count)
{
	struct candidate *all = ARENA_ARRAY(c->mem, struct candidate, n + 1);
	for (size_t i = 0; i < n; i++)
		all[i] = weigh(c, &k[i], o);
	qsort(all, n, sizeof *all, better);
	*count = n < limit ? n : limit;
	return all;
}

struct candidate *dispatch_rank(struct ctx *c, const struct order *o, size_t limit, size_t *count)
{
	size_t n;
	struct known *k = db_all(c->db, c->mem, sql_dispatch_teams, struct known, known_fields, &n,
	                         V(o->row), V(arena_printf(c->mem, " %s ", o->category)),
	                         V(c->now - 30 * (int64_t)DAY), V(o->place_path),
	                         V(township_of(c, o->place_path)));
	return sorted(c, k, n, o, limit, count);
}

struct candidate *dispatch_people(struct ctx *c, const struct order *o, size_t limit, size_t *count)
{
	size_t n;
	struct known *k = db_all(c->db, c->mem, sql_dispatch_people, struct known, known_fields, &n,
	                         V(o->row), V(arena_printf(c->mem, " %s ", o->category)),
	                         V(c->now - 30 * (int64_t)DAY), V(township_of(c, o->place_path)),
	                         V(o->requester), V(o->proxy));
	return sorted(c, k, n, o, limit, count);
}
