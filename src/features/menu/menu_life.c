/* menu_life.c - how an item comes to the menu, is reviewed by somebody else, and leaves it. */
#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/outbox.h"
#include "core/search.h"
#include "features/menu/menu.h"
#include "features/menu/menu_priv.h"
#include "features/person/public.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "gen/menu.sql.h"

#define REFUSE(field, ...) ctx_refuse(c, ERR_INVALID, (field), __VA_ARGS__)
enum { TEAMS = 50 };

const char *const menu_action_words[] = {"submit",  "approve", "return", "retire",
                                         "restore", "adjust",  NULL};
const char *const menu_action_labels[] = {"交审核",   "通过上架", "退回修改", "下架",
                                          "重新上架", "调整名额", NULL};

static const struct row {
	enum menu_action action;
	enum menu_state from, to;
	enum perm needs;
	bool reason;
} rows[] = {
	{MENU_SUBMIT, MENU_DRAFT, MENU_SUBMITTED, MENU_PROPOSE, false},
	{MENU_APPROVE, MENU_SUBMITTED, MENU_OPEN, MENU_REVIEW, false},
	{MENU_RETURN, MENU_SUBMITTED, MENU_DRAFT, MENU_REVIEW, true},
	{MENU_RETIRE, MENU_OPEN, MENU_RETIRED, MENU_REVIEW, true},
	{MENU_RESTORE, MENU_RETIRED, MENU_OPEN, MENU_REVIEW, false},
	{MENU_ADJUST, MENU_OPEN, MENU_OPEN, MENU_REVIEW, false},
};

#define E(m, ...) FIELD(struct menu_entry, m, __VA_ARGS__)
const struct field menu_entry_fields[] = {
	E(title, .required = true, .min = 4, .max = 40, .label = "服务名称",
          .check = public_check_numbers, .hint = "例：上门量血压、讲用药"),
	E(about, .required = true, .min = 10, .max = 1000, .as = AS_LINES,
          .label = "做什么、怎么做", .check = public_check_numbers,
          .hint = "写清内容、要准备什么、做不到什么"),
	E(category, .required = true, .label = "哪一类", .doc = "word of /categories"),
	E(corps, .max = 40, .label = "归哪支专业队", .hint = "不选就按类别归口",
          .doc = "id of a corps; that of the category by default"),
	E(form, .words = menu_form_words, .labels = menu_form_labels, .label = "服务还是物品"),
	E(teams, .required = true, .max = TEAMS, .label = "哪些队伍来做", .doc = "ids of teams"),
	E(area, .required = true, .label = "在哪里提供", .check = place_check_code,
          .doc = "division code: offered there and below"),
	E(season_from, .label = "季节从", .hint = "月-日，例 03-01；全年提供就不填",
          .check = menu_check_day),
	E(season_to, .label = "季节到", .hint = "可以跨年，例 11-01 到 02-28",
          .check = menu_check_day),
	E(period, .words = menu_period_words, .labels = menu_period_labels,
          .label = "名额按什么算"),
	E(capacity, .min = 0, .max = 100000, .label = "名额",
          .hint = "每天、每周或每月接几单；0 是不限", .doc = "0: no limit"),
	E(minutes, .required = true, .min = 5, .max = 1440, .label = "一次多少分钟"),
	E(people, .required = true, .min = 1, .max = 100, .label = "一次去几个人"),
	E(submit, .label = "马上交审核", .doc = "true: hand it in at once"),
	E(revision, .as = AS_HIDDEN, .doc = "the revision that was edited; another one is refused"),
	{0},
};

/* What the words of an entry stand for. */
struct found {
	int64_t category, corps, teams[TEAMS];
	size_t count;
	struct place *area;
	bool led; /* the asker leads every one of the teams */
};

static void find_teams(struct ctx *c, const struct menu_entry *in, struct found *f)
{
	f->led = in->teams && *in->teams;
	for (const char *const *uid = in->teams; uid && *uid && f->count < TEAMS; uid++) {
		struct team *t = team_by_uid(c, *uid);
		if (!t || !team_serves(t)) {
			REFUSE("teams", "“%s”现在不能提供服务，请换一支队伍。", t ? t->name : *uid);
			return;
		}
		f->led = f->led && access_leads(c->who, t->id);
		f->teams[f->count++] = t->id;
	}
}

/* Staff over the area, or a leader for the teams he leads. */
static bool may_propose(struct ctx *c, const struct found *f)
{
	struct subject here = {.path = f->area->path};
	struct subject led = {.team = f->led && f->count ? f->teams[0] : 0};
	return access_may(c->who, MENU_PROPOSE, &here) || access_may(c->who, MENU_PROPOSE, &led);
}

static enum err find(struct ctx *c, const struct menu_entry *in, struct found *f)
{
	*f = (struct found){.category = db_int(c->db, sql_menu_category, V(in->category))};
	if (!f->category)
		REFUSE("category", "没有这个类别，请从列表里选。");
	struct team *corps = text_empty(in->corps) ? NULL : team_by_uid(c, in->corps);
	if (!text_empty(in->corps) && (!corps || corps->kind != TEAM_CORPS))
		REFUSE("corps", "没有这支专业队。");
	f->corps = corps ? corps->id : db_int(c->db, sql_menu_category_corps, V(in->category));
	f->area = place_current(c, in->area);
	if (!f->area)
		REFUSE("area", "没有这个地区，或它已经撤并。");
	if (text_empty(in->season_from) != text_empty(in->season_to))
		REFUSE("season_to", "季节要写起止两头，或者两头都不写。");
	find_teams(c, in, f);
	if (c->problem_count)
		return ERR_INVALID;
	if (!may_propose(c, f))
		return ctx_refuse(c, ERR_DENIED, NULL,
		                  "队长只能替自己带的队伍报服务，工作人员只能报自己辖区的服务。");
	return OK;
}

static void event(struct ctx *c, int64_t item, const char *uid, const char *action,
                  const char *reason)
{
	db_exec(c->db, sql_menu_event_insert, V(item), V(c->now), V(c->who->id), V(action),
	        V(text_empty(reason) ? NULL : reason));
	audit(c, arena_printf(c->mem, "menu.%s", action), "menu", uid, NULL);
}

struct menu_event *menu_events(struct ctx *c, int64_t item, size_t *count)
{
	static const struct field fields[] = {FIELD(struct menu_event, at),
	                                      FIELD(struct menu_event, action),
	                                      FIELD(struct menu_event, actor),
	                                      FIELD(struct menu_event, reason),
	                                      {0}};
	return db_all(c->db, c->mem, sql_menu_events, struct menu_event, fields, count, V(item));
}

/* What finds it; who may see it is said by the list. */
static void index_it(struct ctx *c, int64_t id, const char *title, const char *about)
{
	search_put(c, SEARCH_MENU, id, "", arena_printf(c->mem, "%s\n%s", title, about));
}

int64_t menu_add(struct ctx *c, struct menu_item *m, const int64_t *teams, size_t count)
{
	if (text_empty(m->uid))
		m->uid = random_id(c->mem);
	m->id = db_int(c->db, sql_menu_insert, V(m->uid), V(m->title), V(m->about),
	               V(m->category_row), V(m->form), V(m->corps_row), V(m->area_row),
	               V(m->season_from), V(m->season_to), V(m->period), V(m->capacity),
	               V(m->minutes), V(m->people), V(m->state), V(m->proposer), V(c->now),
	               V(m->sample));
	for (size_t i = 0; i < count; i++)
		db_exec(c->db, sql_menu_team_add, V(m->id), V(teams[i]));
	index_it(c, m->id, m->title, m->about);
	return m->id;
}

enum err menu_propose(struct ctx *c, const struct menu_entry *in, const char **uid)
{
	struct found f;
	enum err e = find(c, in, &f);
	if (e != OK)
		return e;
	struct menu_item m = {
		.title = in->title,
		.about = in->about,
		.category_row = f.category,
		.form = in->form,
		.corps_row = f.corps,
		.area_row = f.area->id,
		.season_from = menu_day_of(in->season_from),
		.season_to = menu_day_of(in->season_to),
		.period = in->period,
		.capacity = in->capacity,
		.minutes = in->minutes,
		.people = in->people,
		.proposer = c->who->id,
	};
	menu_add(c, &m, f.teams, f.count);
	event(c, m.id, m.uid, "propose", NULL);
	*uid = m.uid;
	return in->submit ? menu_move(c, m.uid, MENU_SUBMIT, &(struct menu_act){.revision = -1})
	                  : OK;
}

static struct subject subject_of(const struct menu_item *m)
{
	return (struct subject){.path = m->area_path};
}

/* The proposer himself, staff over the area, a leader of one of its teams. */
bool menu_may_edit(struct ctx *c, const struct menu_item *m)
{
	struct subject s = subject_of(m);
	if (m->state != MENU_DRAFT)
		return false;
	if (c->who->id && m->proposer == c->who->id)
		return true;
	return access_may(c->who, MENU_PROPOSE, &s);
}

/* Seen, or missing. */
static struct menu_item *seen(struct ctx *c, const char *uid)
{
	struct menu_item *m = menu_by_uid(c, uid);
	if (m && menu_visible(c, m))
		return m;
	ctx_refuse(c, ERR_MISSING, NULL, "没有这个服务项目，或者您不能查看。");
	return NULL;
}

enum err menu_edit(struct ctx *c, const char *uid, const struct menu_entry *in)
{
	struct menu_item *m = seen(c, uid);
	if (!m)
		return ERR_MISSING;
	c->state = menu_state_words[m->state];
	if (m->state != MENU_DRAFT)
		return ctx_refuse(c, ERR_STATE, NULL, "这个项目现在是“%s”，只有草稿能改。",
		                  menu_state_labels[m->state]);
	if (!menu_may_edit(c, m))
		return ctx_refuse(c, ERR_DENIED, NULL, "只有提出的人和辖区的工作人员能改。");
	if (in->revision > 0 && in->revision != m->revision)
		return ctx_refuse(c, ERR_LOST, NULL, "这个项目刚刚在别处改过，请刷新后再改。");
	struct found f;
	enum err e = find(c, in, &f);
	if (e != OK)
		return e;
	if (db_exec(c->db, sql_menu_rewrite, V(m->id), V(m->revision), V(in->title), V(in->about),
	            V(f.category), V(in->form), V(f.corps), V(f.area->id),
	            V(menu_day_of(in->season_from)), V(menu_day_of(in->season_to)), V(in->period),
	            V(in->capacity), V(in->minutes), V(in->people)) != 1)
		return ctx_refuse(c, ERR_LOST, NULL, "这个项目刚刚在别处改过，请刷新后再改。");
	db_exec(c->db, sql_menu_teams_drop, V(m->id));
	for (size_t i = 0; i < f.count; i++)
		db_exec(c->db, sql_menu_team_add, V(m->id), V(f.teams[i]));
	index_it(c, m->id, in->title, in->about);
	event(c, m->id, m->uid, "edit", NULL);
	c->state = NULL;
	return in->submit ? menu_move(c, uid, MENU_SUBMIT, &(struct menu_act){.revision = -1}) : OK;
}

struct menu_entry *menu_entry_of(struct ctx *c, const struct menu_item *m)
{
	struct menu_entry *e = ARENA_NEW(c->mem, struct menu_entry);
	bool season = m->season_from && m->season_to;
	*e = (struct menu_entry){
		.form = m->form,
		.period = m->period,
		.capacity = m->capacity,
		.minutes = m->minutes,
		.people = m->people,
		.revision = m->revision,
		.title = m->title,
		.about = m->about,
		.category = m->category,
		.corps = m->corps,
		.area = m->area,
		.teams = m->teams,
	};
	if (season) {
		e->season_from = arena_printf(c->mem, "%02d-%02d", (int)(m->season_from / 100),
		                              (int)(m->season_from % 100));
		e->season_to = arena_printf(c->mem, "%02d-%02d", (int)(m->season_to / 100),
		                            (int)(m->season_to % 100));
	}
	return e;
}

/* ---- moves ---- */

static const struct row *row_of(enum menu_action a, int64_t state)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].action == a && (state < 0 || (int64_t)rows[i].from == state))
			return &rows[i];
	return NULL;
}

static bool allowed(struct ctx *c, const struct menu_item *m, const struct row *r)
{
	struct subject s = subject_of(m);
	if (r->action == MENU_SUBMIT)
		return (c->who->id && m->proposer == c->who->id) ||
		       access_may(c->who, r->needs, &s);
	return access_may(c->who, r->needs, &s);
}

static bool own_review(struct ctx *c, const struct menu_item *m, enum menu_action a)
{
	return (a == MENU_APPROVE || a == MENU_RETURN) && m->proposer == c->who->id;
}

bool menu_may(struct ctx *c, const struct menu_item *m, enum menu_action a)
{
	const struct row *r = row_of(a, m->state);
	return r && allowed(c, m, r) && !own_review(c, m, a);
}

static enum err refused(struct ctx *c, const struct menu_item *m, const struct row *r,
                        enum menu_action a)
{
	if (!allowed(c, m, row_of(a, -1)))
		return ctx_refuse(c, ERR_DENIED, NULL, "您不能对这个项目做“%s”。",
		                  menu_action_labels[a]);
	c->state = menu_state_words[m->state];
	if (!r)
		return ctx_refuse(c, ERR_STATE, NULL, "这个项目现在是“%s”，不能“%s”。",
		                  menu_state_labels[m->state], menu_action_labels[a]);
	if (own_review(c, m, a))
		return ctx_refuse(c, ERR_DENIED, NULL, "自己提出的项目要由别人审核。");
	if ((a == MENU_APPROVE || a == MENU_RESTORE) &&
	    !db_int(c->db, sql_menu_teams_serving, V(m->id)))
		return REFUSE(NULL, "做这个项目的队伍都已暂停或解散，请先换队伍。");
	return OK;
}

static void tell(struct ctx *c, const struct menu_item *m, enum menu_action a, const char *reason)
{
	static const char *const says[MENU_ACTIONS] = {
		[MENU_APPROVE] = "已通过审核，上了供单目录。",
		[MENU_RETURN] = "退回修改。",
		[MENU_RETIRE] = "已从供单目录下架。",
		[MENU_RESTORE] = "重新上了供单目录。",
	};
	if (says[a] && m->proposer && m->proposer != c->who->id)
		outbox_add(c, m->proposer,
		           arena_printf(c->mem, "服务项目“%s”%s", m->title, says[a]),
		           text_empty(reason) ? says[a] : reason,
		           arena_printf(c->mem, "/menu/%s", m->uid));
}

enum err menu_move(struct ctx *c, const char *uid, enum menu_action a, const struct menu_act *in)
{
	struct menu_item *m = seen(c, uid);
	if (!m)
		return ERR_MISSING;
	const struct row *r = row_of(a, m->state);
	enum err e = refused(c, m, r, a);
	if (e != OK)
		return e;
	int64_t capacity = a == MENU_ADJUST ? in->capacity : m->capacity;
	const char *reason = r->reason ? in->reason : NULL;
	if ((in->revision >= 0 && in->revision != m->revision) ||
	    db_exec(c->db, sql_menu_move, V(m->id), V(m->revision), V(m->state), V(r->to),
	            V(reason), V(c->now), V(capacity)) != 1)
		return ctx_refuse(c, ERR_LOST, NULL, "这个项目刚刚被别人改过，请刷新后再试。");
	event(c, m->id, m->uid, menu_action_words[a],
	      a == MENU_ADJUST ? arena_printf(c->mem, "%lld → %lld", (long long)m->capacity,
	                                      (long long)capacity)
	                       : in->reason);
	index_it(c, m->id, m->title, m->about);
	if (a == MENU_ADJUST || a == MENU_RESTORE)
		menu_queue_tell_all(c, m->id);
	tell(c, m, a, reason);
	c->state = NULL;
	return OK;
}
