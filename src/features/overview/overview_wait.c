/* overview_wait.c - what waits now, for the desk, the navigation and the station. */
#include "base/arena.h"
#include "base/text.h"
#include "features/order/order.h"
#include "features/overview/overview_priv.h"
#include "gen/overview.sql.h"

const struct field overview_wait_fields[] = {
	FIELD(struct overview_wait, word),
	FIELD(struct overview_wait, label),
	FIELD(struct overview_wait, count),
	FIELD(struct overview_wait, url, .doc = "where it is dealt with"),
	RECORD("OverviewWait", "How much of something waits for the caller."),
};
const struct field overview_state_fields[] = {
	FIELD(struct overview_state, state, .words = order_state_words),
	FIELD(struct overview_state, count),
	RECORD("OverviewState", "How many orders are in a state."),
};
const struct field overview_join_fields[] = {
	FIELD(struct overview_join, team, .doc = "id"),
	FIELD(struct overview_join, team_name),
	FIELD(struct overview_join, name, .doc = "who asks"),
	FIELD(struct overview_join, since, .doc = "seconds UTC"),
	RECORD("OverviewJoin", "Who asks to join a team."),
};

/* `count`: in the scope of `perm`, `most` at most; `badge`: counted on every page of the desk, beside the
 * entry of the navigation. */
static const struct wait_row {
	const char *word, *label, *icon, *url, *section;
	enum perm perm;
	int64_t (*count)(struct ctx *c, struct scope s, int64_t most);
	bool badge;
} rows[] = {
	/* clang-format off */
	{"review",    "待审核",     "ok",     "/review",     "review",     ORDER_REVIEW,     sql_overview_wait_review,    true},
	{"dispatch",  "待派单",     "send",   "/dispatch",   "dispatch",   ORDER_DISPATCH,   sql_overview_wait_dispatch,  true},
	{"callback",  "待回访",     "phone",  "/callbacks",  "callbacks",  ORDER_CALLBACK,   sql_overview_wait_callback,  true},
	{"overdue",   "超时",       "alarm",  "/overdue",    "overdue",    ORDER_LOG,        sql_overview_wait_overdue,   false},
	{"complaint", "投诉待答复", "warn",   "/complaints", "complaints", COMPLAINT_ANSWER, sql_overview_wait_complaint, true},
	{"paper",     "资质待核实", "certificate", "/qualifications", "papers", PERSON_VOUCH, sql_overview_wait_paper,    false},
	{"menu",      "供单待审",   "list",   "/menu/desk?state=submitted", "menu", MENU_REVIEW, sql_overview_wait_menu,  false},
	{"news",      "资讯待审",   "speak",  "/news/desk?state=review", "news", NEWS_REVIEW,    sql_overview_wait_news,      false},
	{"join",      "入队申请",   "users",  "/desk/joins", NULL,         TEAM_MANAGE,      sql_overview_wait_join,      false},
	{"draft",     "草稿没交",   "edit",   "/desk/mine?what=drafts", NULL, ORDER_ENTER,   sql_overview_wait_draft,     false},
	{"verdict",   "可以代评",   "smile",  "/desk/mine?what=verdicts", NULL, ORDER_ENTER, sql_overview_wait_verdict,   false},
	{"survey",    "需求清单没填", "check2", "/surveys",  "survey",     ORDER_ENTER,      sql_overview_wait_survey,    false},
	/* clang-format on */
};
enum { ROWS = sizeof rows / sizeof *rows };

static int64_t waiting(struct ctx *c, const struct wait_row *r, int64_t most)
{
	return r->count(c, access_scope(c->who, r->perm), most);
}

struct overview_wait *overview_waits(struct ctx *c, size_t *count)
{
	struct overview_wait *all = ARENA_ARRAY(c->mem, struct overview_wait, ROWS);
	*count = 0;
	for (size_t i = 0; i < ROWS; i++) {
		if (access_reach(c->who, rows[i].perm) == REACH_NONE)
			continue;
		all[(*count)++] = (struct overview_wait){.word = rows[i].word,
		                                         .label = rows[i].label,
		                                         .icon = rows[i].icon,
		                                         .url = rows[i].url,
		                                         .badge = rows[i].badge,
		                                         .count = waiting(c, &rows[i], INT32_MAX)};
	}
	return all;
}

int64_t overview_badge(struct ctx *c, const char *section, int64_t most)
{
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].badge && text_equal(rows[i].section, section) &&
		    access_reach(c->who, rows[i].perm) != REACH_NONE)
			return waiting(c, &rows[i], most);
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
	struct scope s = access_scope(c->who, ORDER_ENTER);
	return what == MINE_DRAFTS ? sql_overview_wait_draft(c, s, INT32_MAX)
	                           : sql_overview_wait_verdict(c, s, INT32_MAX);
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
