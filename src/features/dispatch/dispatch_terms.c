/* The terms that add up, and the rules that exclude: two tables, and pure functions in them. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/dispatch/dispatch_priv.h"
#include "features/order/order_rules.h"
#include "features/person/person.h"
#include "features/team/team.h"

#define SAY(...) arena_printf(l->mem, __VA_ARGS__)
#define N(x)     ((long long)(x))

/* ---- terms: points of `most`, and the same in words ---- */

static int64_t capped(int64_t points, int64_t most)
{
	return points < 0 ? 0 : points > most ? most : points;
}

/* By kilometres where both points are known, else by the tree. */
static int64_t near(const struct look *l, const struct seen *s, int64_t most)
{
	static const int64_t tree[] = {0, 8, 20, 25};
	(void)l;
	if (s->shared >= 3)
		return most;
	if (s->tenths < 0)
		return tree[s->shared] * most / 25;
	return capped(most - s->tenths * most / (DISPATCH_KM * 10), most);
}

static const char *near_why(const struct look *l, const struct seen *s)
{
	static const char *const tree[] = {"不在本县（%s）", "在%s，跨乡镇", "同在一个乡镇（%s）",
	                                   "就在本村（%s）"};
	if (s->shared >= 3 || s->tenths < 0)
		return SAY(tree[s->shared], s->k->place);
	return SAY("在%s，距离 %lld.%lld 公里", s->k->place, N(s->tenths / 10), N(s->tenths % 10));
}

static int64_t skill(const struct look *l, const struct seen *s, int64_t most)
{
	if (s->tie.does)
		return most;
	return !s->k->skilled ? 0 : l->item && s->k->team ? most * 3 / 4 : most;
}

static const char *skill_why(const struct look *l, const struct seen *s)
{
	if (s->tie.does)
		return "就做这个服务项目";
	return SAY(s->k->skilled ? "登记了“%s”" : "没有登记“%s”", l->o->category_label);
}

/* Whoever has not said when he is free is taken to be, but not counted for as much. */
static int64_t free_time(const struct look *l, const struct seen *s, int64_t most)
{
	int64_t wanted = l->o->people > 0 ? l->o->people : 1;
	if (s->free == FREE_UNKNOWN)
		return 0;
	if (s->k->person)
		return !s->free ? 0 : s->k->hours ? most : most * 2 / 3;
	return s->free >= 3 * wanted ? most : s->free >= wanted ? most * 2 / 3 : 0;
}

static const char *free_why(const struct look *l, const struct seen *s)
{
	const char *when = l->window.any ? "近一周" : "希望的时间";
	if (s->k->person)
		return !s->free      ? SAY("%s没有空", when)
		       : s->k->hours ? SAY("%s有空", when)
		                     : "没有登记空闲时间";
	if (s->free < l->o->people)
		return SAY("%s只有 %lld 人有空，要 %lld 人", when, N(s->free), N(l->o->people));
	return l->window.any ? SAY("没有限定时间，队里有 %lld 人", N(s->free))
	                     : SAY("%s有 %lld 人有空", when, N(s->free));
}

static int64_t in_hand(const struct seen *s)
{
	return s->side.in_hand + s->side.waiting;
}

static int64_t load(const struct look *l, const struct seen *s, int64_t most)
{
	return capped(most - in_hand(s) * most / (l->most > 0 ? l->most : 1), most);
}

static const char *load_why(const struct look *l, const struct seen *s)
{
	if (!in_hand(s))
		return "手上没有单子";
	if (!s->side.waiting)
		return SAY("手上有 %lld 单", N(s->side.in_hand));
	return SAY("手上有 %lld 单，另有 %lld 单等答复", N(s->side.in_hand), N(s->side.waiting));
}

/* Few verdicts are drawn to everybody's mean, as if four more of it had been given: one verdict, good or
 * bad, decides nothing. In hundredths of a point. */
enum { PRIOR = 4, PRIOR_SCORE = 400 };

static int64_t mean_of_all(const struct look *l)
{
	return (l->score * 100 + PRIOR * PRIOR_SCORE) / (l->verdicts + PRIOR);
}

static int64_t record(const struct look *l, const struct seen *s, int64_t most)
{
	int64_t drawn = (s->side.score * 100 + PRIOR * mean_of_all(l)) / (s->side.verdicts + PRIOR);
	return capped((drawn - 100) * most / 400, most);
}

static const char *record_why(const struct look *l, const struct seen *s)
{
	int64_t n = s->side.verdicts;
	if (!n)
		return "近一年还没有评价";
	const char *mean = order_face(l->mem, (s->side.score + n / 2) / n, false);
	return SAY("近一年 %lld 个评价，平均下来%s", N(n), mean);
}

static int64_t continuity(const struct look *l, const struct seen *s, int64_t most)
{
	(void)l;
	if (!s->tie.served)
		return 0;
	return s->tie.score >= 4 * s->tie.served   ? most
	       : s->tie.score >= 3 * s->tie.served ? most / 3
	                                           : 0;
}

static const char *continuity_why(const struct look *l, const struct seen *s)
{
	if (!s->tie.served)
		return "没有服务过这一位";
	if (s->tie.score >= 4 * s->tie.served)
		return SAY("服务过这一位 %lld 次，评价好", N(s->tie.served));
	return SAY("服务过这一位 %lld 次，评价一般", N(s->tie.served));
}

/* Half by how often in 30 days, half by how long ago. */
static int64_t turn(const struct look *l, const struct seen *s, int64_t most)
{
	int64_t days = s->side.last_asked ? (l->now - s->side.last_asked) / DAY : 30;
	return capped(most / 2 - s->side.asked, most / 2) + capped(days * most / 60, most / 2);
}

static const char *turn_why(const struct look *l, const struct seen *s)
{
	int64_t days = (l->now - s->side.last_asked) / DAY;
	if (!s->side.last_asked)
		return "近半年没有派过";
	if (!s->side.asked)
		return SAY("%lld 天没有派过", N(days));
	if (!days)
		return SAY("近 30 天派过 %lld 次，今天刚派过", N(s->side.asked));
	return SAY("近 30 天派过 %lld 次，上次 %lld 天前", N(s->side.asked), N(days));
}

enum { TIME = 2, CONTINUITY = 5 };
const struct term dispatch_terms[DISPATCH_TERMS] = {
	{.label = "距离", .most = 25}, {.label = "技能", .most = 20}, {.label = "时间", .most = 15},
	{.label = "负荷", .most = 10}, {.label = "评价", .most = 10}, {.label = "熟悉", .most = 10},
	{.label = "轮流", .most = 10},
};
static const struct {
	int64_t (*points)(const struct look *l, const struct seen *s, int64_t most);
	const char *(*why)(const struct look *l, const struct seen *s);
} weigh[DISPATCH_TERMS] = {
	{near, near_why},     {skill, skill_why},           {free_time, free_why}, {load, load_why},
	{record, record_why}, {continuity, continuity_why}, {turn, turn_why},
};

static int64_t points_of(const struct look *l, const struct seen *s, int i)
{
	return weigh[i].points(l, s, dispatch_terms[i].most);
}

int64_t dispatch_points(const struct look *l, const struct seen *s)
{
	int64_t sum = 0;
	for (int i = 0; i < DISPATCH_TERMS; i++)
		sum += i == TIME ? 0 : points_of(l, s, i);
	return sum;
}

int64_t dispatch_time(const struct look *l, const struct seen *s)
{
	return points_of(l, s, TIME);
}

void dispatch_reasons(const struct look *l, const struct seen *s, struct candidate *x)
{
	for (int i = 0; i < DISPATCH_TERMS; i++) {
		x->terms[i] = dispatch_terms[i];
		x->terms[i].points = points_of(l, s, i);
		x->terms[i].why = weigh[i].why(l, s);
		x->terms[i].quiet = i == CONTINUITY && !s->tie.served;
	}
}

/* ---- rules ---- */

static bool stopped(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->k->team && s->k->state != TEAM_REGISTERED && s->k->state != TEAM_INCUBATING;
}

static const char *stopped_why(const struct look *l, const struct seen *s)
{
	return SAY("队伍现在是“%s”，不能接单", team_state_labels[s->k->state]);
}

static bool empty(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->k->team && (!s->k->members || !s->k->leaders);
}

static const char *empty_why(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->k->members ? "没有队长，没有人能答复" : "队里还没有队员";
}

static bool own(const struct look *l, const struct seen *s)
{
	bool himself = s->k->person &&
	               (s->k->person == l->o->requester || s->k->person == l->o->proxy);
	return himself || s->tie.own;
}

static const char *own_why(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->k->person ? "需要帮助的本人或登记人，不能自己服务"
	                    : "需要帮助的本人是这支队唯一的负责人";
}

static bool minor(const struct look *l, const struct seen *s)
{
	int64_t age = s->k->person ? person_age(s->k->birth, l->now) : -1;
	return age >= 0 && age < 18;
}

static const char *minor_why(const struct look *l, const struct seen *s)
{
	(void)l, (void)s;
	return "未满 18 岁，要跟队伍一起服务";
}

static bool unqualified(const struct look *l, const struct seen *s)
{
	return *l->papers && !s->tie.paper;
}

static const char *unqualified_why(const struct look *l, const struct seen *s)
{
	return SAY(s->k->team ? "队里没有人持有效资质（%s）" : "没有有效资质（%s），或者已经过期",
	           l->papers);
}

static bool offered(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->tie.offered;
}

static const char *offered_why(const struct look *l, const struct seen *s)
{
	(void)l, (void)s;
	return "这一单已经派给它，正在等答复";
}

static bool declined(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->tie.declined;
}

static const char *declined_why(const struct look *l, const struct seen *s)
{
	(void)l, (void)s;
	return "这一单它谢绝或交回过、没有按时答复，或者约好没有去";
}

static bool far(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->k->radius > 0 && s->tenths > s->k->radius * 10;
}

static const char *far_why(const struct look *l, const struct seen *s)
{
	return SAY("只愿意去 %lld 公里以内，这里有 %lld.%lld 公里", N(s->k->radius),
	           N(s->tenths / 10), N(s->tenths % 10));
}

static bool full(const struct look *l, const struct seen *s)
{
	return l->most > 0 && in_hand(s) >= l->most;
}

static const char *full_why(const struct look *l, const struct seen *s)
{
	return SAY("手上已有 %lld 单，最多 %lld 单", N(in_hand(s)), N(l->most));
}

static bool not_free(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->free == 0;
}

static const char *not_free_why(const struct look *l, const struct seen *s)
{
	(void)l;
	return s->k->team ? "希望的时间队里没有人有空" : "希望的时间没有空";
}

/* The first that fails is told. WEIGHS: a dispatcher may outweigh it with a reason, after a telephone
 * call for instance. BARS: nobody may; MOVE: nor may they, but order_move() says so in its own words. */
static const struct rule {
	bool (*failed)(const struct look *l, const struct seen *s);
	const char *(*why)(const struct look *l, const struct seen *s);
	enum { WEIGHS, BARS, MOVE } force;
} rules[] = {
	{stopped, stopped_why, MOVE},
	{empty, empty_why, BARS},
	{own, own_why, BARS},
	{minor, minor_why, MOVE},
	{unqualified, unqualified_why, BARS},
	{offered, offered_why, MOVE},
	{declined, declined_why, WEIGHS},
	{far, far_why, WEIGHS},
	{full, full_why, WEIGHS},
	{not_free, not_free_why, WEIGHS},
};

const struct rule *dispatch_fault(const struct look *l, const struct seen *s)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].failed(l, s))
			return &rules[i];
	return NULL;
}

bool dispatch_fault_bars(const struct seen *s)
{
	return s->fault && s->fault->force != WEIGHS;
}

bool dispatch_fault_ours(const struct seen *s)
{
	return s->fault && s->fault->force == BARS;
}

const char *dispatch_fault_text(const struct look *l, const struct seen *s)
{
	return s->fault ? s->fault->why(l, s) : NULL;
}
