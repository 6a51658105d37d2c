/* overview_wait.c - what waits now, for the desk, the navigation and the station. */
#include "base/arena.h"
#include "base/text.h"
#include "core/feature.h"
#include "features/order/order.h"
#include "features/overview/overview_priv.h"
#include "gen/overview.sql.h"

const struct field overview_wait_fields[] = {
	FIELD(struct overview_wait, word),
	FIELD(struct overview_wait, label),
	FIELD(struct overview_wait, count),
	FIELD(struct overview_wait, url, .doc = "where it is dealt with"),
	FIELD(struct overview_wait, late, .doc = "of those, past their time; -1: none has one"),
	RECORD("OverviewWait", "How much of something waits for the caller."),
};
const struct field overview_state_fields[] = {
	FIELD(struct overview_state, state, .words = order_state_words),
	FIELD(struct overview_state, count),
	RECORD("OverviewState", "How many orders are in a state."),
};
const struct field overview_join_fields[] = {
	FIELD(struct overview_join, team, .doc = "id"),
	FIELD(struct overview_join, team_name, .label = "队伍"),
	FIELD(struct overview_join, name, .label = "谁申请", .doc = "who asks"),
	FIELD(struct overview_join, since, .label = "申请时间", .as = AS_MOMENT,
              .doc = "seconds UTC"),
	RECORD("OverviewJoin", "Who asks to join a team."),
};

static int64_t waiting(struct ctx *c, const struct wait *w, int64_t most)
{
	return w->count(c, access_scope(c->who, w->perm), most);
}

/* The state whose clock it is. */
static int64_t late_of(struct ctx *c, const struct wait *w)
{
	static const struct {
		const char *word;
		enum order_state state;
	} clocks[] = {{"review", ORDER_SUBMITTED},
	              {"dispatch", ORDER_OPEN},
	              {"callback", ORDER_CALLBACK_DUE}};
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++)
		if (text_equal(w->word, clocks[i].word))
			return sql_overview_late(c, access_scope(c->who, w->perm), clocks[i].state);
	return -1;
}

struct overview_wait *overview_waits(struct ctx *c, size_t *count)
{
	const struct wait **w = feature_waits(c, count);
	struct overview_wait *all = ARENA_ARRAY(c->mem, struct overview_wait, *count + 1);
	for (size_t i = 0; i < *count; i++)
		all[i] = (struct overview_wait){.word = w[i]->word,
		                                .label = w[i]->label,
		                                .icon = w[i]->icon,
		                                .url = w[i]->url,
		                                .badge = w[i]->badge,
		                                .late = late_of(c, w[i]),
		                                .count = waiting(c, w[i], INT32_MAX)};
	return all;
}

int64_t overview_badge(struct ctx *c, const char *section, int64_t most)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct wait *w = (*f)->waits; w && w->word; w++)
			if (w->badge && text_equal(w->section, section) &&
			    access_reach(c->who, w->perm) != REACH_NONE)
				return waiting(c, w, most);
	return 0;
}

struct overview_state *overview_states(struct ctx *c, const char *place, size_t *count)
{
	struct overview_scope x = overview_scope(c, ORDER_LOG, place);
	return sql_overview_states(c, x.s, &x, count);
}

/* Cuts what was read to a page; false: that was all. */
static bool cut(struct overview_part *part)
{
	part->next = NULL;
	if (part->count <= OVERVIEW_PAGE)
		return false;
	part->count = OVERVIEW_PAGE;
	return true;
}

struct overview_order *overview_mine(struct ctx *c, enum overview_mine what, struct cursor at,
                                     struct overview_part *part)
{
	struct overview_order *o = what == MINE_DRAFTS
	                                   ? sql_overview_drafts(c, &at, &part->count)
	                                   : sql_overview_verdicts(c, &at, &part->count);
	if (cut(part)) {
		const struct overview_order *last = &o[OVERVIEW_PAGE - 1];
		part->next = cursor_text(c->mem, (struct cursor){.a = last->at, .id = last->row});
	}
	return o;
}

int64_t overview_mine_count(struct ctx *c, enum overview_mine what)
{
	const char *word = what == MINE_DRAFTS ? "draft" : "verdict";
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct wait *w = (*f)->waits; w && w->word; w++)
			if (text_equal(w->word, word))
				return waiting(c, w, INT32_MAX);
	return 0;
}

struct overview_order *overview_running(struct ctx *c, size_t *count)
{
	struct overview_order *o = sql_overview_running(c, access_scope(c->who, ORDER_LOG), count);
	overview_stand(o, *count, c->now);
	return o;
}

struct overview_join *overview_joins(struct ctx *c, struct cursor at, struct overview_part *part)
{
	struct overview_join *j = sql_overview_joins(c, access_scope(c->who, TEAM_MANAGE), &at,
	                                             &part->count);
	if (cut(part)) {
		const struct overview_join *last = &j[OVERVIEW_PAGE - 1];
		part->next = cursor_text(c->mem,
		                         (struct cursor){.a = last->since, .id = last->row});
	}
	return j;
}

struct overview_contact *overview_contacts(struct ctx *c, size_t *count)
{
	return sql_overview_contacts(c, count);
}

bool overview_is_station(const struct actor *who)
{
	struct scope s = access_scope(who, ORDER_LOG);
	return !s.all && s.subtree == (int64_t)1 << ROLE_STATION;
}
