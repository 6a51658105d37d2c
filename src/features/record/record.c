#include "features/record/record.h"
#include "features/order/order_rules.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/setting.h"
#include "features/place/place.h"
#include "gen/record.sql.h"

#define R(m, ...) FIELD(struct record, m, __VA_ARGS__)
const struct field record_fields[] = {
	R(closed, .doc = "orders served and closed"),
	R(verdicts, .doc = "of them with a score"),
	R(proxied, .doc = "of these, written down by somebody else for the served person"),
	R(one, .doc = "how often the score was 1"),
	R(two),
	R(three),
	R(four),
	R(five),
	R(offered, .doc = "times asked; this and what follows is -1 for the public"),
	R(declined),
	R(unanswered, .doc = "offers that ran out"),
	R(handed_back, .doc = "given back after accepting"),
	R(aborted),
	R(no_shows, .doc = "nobody came, said the served person"),
	R(reopened, .doc = "after the verdict or the call back"),
	RECORD("TeamRecord", "What a team has done, and how it was."),
};

bool record_inner(const struct ctx *c, const struct team *t)
{
	struct place *p = place_get((struct ctx *)c, t->place);
	struct subject s = {.path = p ? p->path : NULL, .team = t->id};
	return access_leads(c->who, t->id) || access_may(c->who, TEAM_MANAGE, &s) ||
	       access_may(c->who, ORDER_DISPATCH, &s) || access_may(c->who, ORDER_CALLBACK, &s);
}

struct record record_of(struct ctx *c, const struct team *t)
{
	const struct record *found = sql_record_team(c, t->id);
	struct record r = found ? *found : (struct record){0};
	if (!record_inner(c, t))
		r.offered = r.declined = r.unanswered = r.handed_back = r.aborted = r.no_shows =
			r.reopened = -1;
	return r;
}

/* ---- call backs ---- */

const char *const record_reason_words[] = {"bad", "sample", "not_served", "expired", NULL};
const char *const record_reason_labels[] = {"评价不好", "抽查", "反映没人来", "没等到评价", NULL};

enum record_reason record_reason(int64_t action, int64_t score, int64_t bad_score)
{
	if (action == ACT_NOT_SERVED)
		return REASON_NOT_SERVED;
	if (action == ACT_EXPIRE)
		return REASON_EXPIRED;
	return order_verdict_bad(score, bad_score) ? REASON_BAD : REASON_SAMPLE;
}

enum record_reason record_reason_of(struct ctx *c, const struct order *o)
{
	int64_t action = sql_record_way(c, o->row);
	if (!action) /* ended by the clock, and its job has not run yet */
		action = ACT_EXPIRE;
	return record_reason(action, o->score, setting_int(c, "verdict.bad_score"));
}

/* What is asked first depends on why we call. */
static const char *opening(struct arena *mem, enum record_reason why, const char *side,
                           int64_t score)
{
	switch (why) {
	case REASON_BAD:
		return arena_printf(mem, "您上次说%s，主要是哪里没办好？希望怎么补？",
		                    order_face(mem, score, false));
	case REASON_NOT_SERVED:
		return arena_printf(mem, "约好的时间，%s有没有人联系过您？后来来过吗？", side);
	case REASON_EXPIRED: return "办完以后没等到您的评价，现在方便说说满意不满意吗？";
	default: return "这次是随机抽查，不是有人投诉。对这次服务满意吗？";
	}
}

const char *const *record_script(struct arena *mem, enum record_reason why, const char *office,
                                 const char *title, const char *side, int64_t score)
{
	const char **q = ARENA_ARRAY(mem, const char *, 8);
	size_t n = 0;
	side = text_empty(side) ? "服务方" : side;
	q[n++] = arena_printf(
		mem, "您好，我是%s的回访员，打扰您两分钟。您提的“%s”，是%s接的，想问几句。", office,
		title, side);
	q[n++] = opening(mem, why, side, score);
	if (why == REASON_NOT_SERVED)
		q[n++] = "这件事现在还要办吗？换一支队伍可以吗？（要办 → 重开这一单）";
	else
		q[n++] = "事情办好了吗？还差什么？（没办好 → 重开这一单）";
	q[n++] = "有没有收钱、收东西，或者让您为难的地方？（有 → 请本人投诉，或者代为登记）";
	q[n++] = "最后请您说一句：满意、一般，还是不满意？（→ 选他说的，收单）";
	q[n++] = "还有别的事要帮忙吗？（有 → 另登记一单）";
	return q;
}
