/* menu_life.c - how an item comes to the menu, is reviewed by somebody else, and leaves it. */
#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/cursor.h"
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
	RECORD("MenuItem", "What is proposed for the menu."),
};

/* ---- keeping ---- */

struct menu_event *menu_events(struct ctx *c, int64_t item, const char *after, size_t *count,
                               const char **next)
{
	struct cursor k = cursor_read(after);
	struct menu_event *e = sql_menu_events(c, item, &k, count);
	*next = NULL;
	if (*count > MENU_EVENTS) {
		*count = MENU_EVENTS;
		*next = cursor_text(c->mem, (struct cursor){.id = -e[MENU_EVENTS - 1].id});
	}
	return e;
}

/* What finds it; who may see it is said by the list. */
static void index_it(struct ctx *c, const struct menu_item *m)
{
	search_put(c, SEARCH_MENU, m->id, "", arena_printf(c->mem, "%s\n%s", m->title, m->about));
}

static void add_teams(struct ctx *c, const struct menu_item *m)
{
	for (const char *const *team = m->teams; team && *team; team++)
		sql_menu_team_add(c, m->id, *team);
}

int64_t menu_add(struct ctx *c, struct menu_item *m)
{
	if (text_empty(m->uid))
		m->uid = random_id(c->mem);
	m->editor = m->proposer;
	m->id = sql_menu_insert(c, m);
	add_teams(c, m);
	index_it(c, m);
	return m->id;
}

/* ---- its life ---- */

struct eyes menu_eyes(const struct menu_item *m)
{
	return (struct eyes){MENU_REVIEW, m->area_path, m->proposer, m->editor};
}

static const char *his_own(struct ctx *c, const void *record)
{
	struct eyes e = menu_eyes(record);
	return eyes_own(c, &e) ? "自己提出或改过的项目，要由别人审核。" : NULL;
}

static enum err moved(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct menu_item *m = next;
	(void)in, (void)to;
	m->reason = NULL;
	m->entered = c->now;
	m->revision++;
	return OK;
}

static enum err with_reason(struct ctx *c, void *next, const void *in, int64_t *to)
{
	moved(c, next, in, to);
	((struct menu_item *)next)->reason = ((const struct menu_act *)in)->reason;
	return OK;
}

static enum err opened(struct ctx *c, void *next, const void *in, int64_t *to)
{
	if (!sql_menu_teams_serving(c, ((struct menu_item *)next)->id))
		return REFUSE(NULL, "做这个项目的队伍都已暂停或解散，请先换队伍。");
	return moved(c, next, in, to);
}

static enum err adjusted(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct menu_item *m = next;
	(void)c, (void)to;
	m->capacity = ((const struct menu_act *)in)->capacity;
	m->revision++;
	return OK;
}

/* `in`: the item as it shall be. */
static enum err edited(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct menu_item *m = next;
	(void)to;
	*m = *(const struct menu_item *)in;
	m->editor = c->who->id;
	m->revision++;
	return OK;
}

static const char *amounts(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct menu_item *was = before, *is = now;
	(void)in;
	return arena_printf(c->mem, "%lld → %lld", (long long)was->capacity,
	                    (long long)is->capacity);
}

#define A(m, ...)  FIELD(struct menu_act, m, __VA_ARGS__)
#define A_REVISION A(revision, .as = AS_HIDDEN, .doc = "the revision that was seen")
static const struct field plain[] = {A_REVISION,
                                     RECORD("MenuMove", "A move that needs nothing but its name.")};
static const struct field reasoned[] = {A(reason, .required = true, .min = 2, .max = 200,
                                          .as = AS_LINES, .label = "理由",
                                          .check = public_check_numbers),
                                        A_REVISION, RECORD("MenuReason", "Why.")};
static const struct field amount[] = {A(capacity, .required = true, .min = 0, .max = 100000,
                                        .label = "名额", .hint = "0 是不限；已经点出去的不受影响"),
                                      A_REVISION, RECORD("MenuAmount", "How many it can serve.")};

static const struct life_move moves[] = {
	{MENU_SUBMIT, "submit", "交审核", "Hands a draft in for review", plain,
         .done = "已交审核，审核员看过后上架。", .from = IN(MENU_DRAFT), .to = IN(MENU_SUBMITTED),
         .needs = MENU_PROPOSE, .effect = moved},
	{MENU_APPROVE, "approve", "通过上架", "Opens it; never by who wrote it", plain,
         .done = "已上架，大家点得到了。", .from = IN(MENU_SUBMITTED), .to = IN(MENU_OPEN),
         .needs = MENU_REVIEW, .own = his_own, .effect = opened},
	{MENU_RETURN, "return", "退回修改", "Sends it back, with the reason", reasoned,
         .done = "已退回修改，提出的人收到了理由。", .from = IN(MENU_SUBMITTED),
         .to = IN(MENU_DRAFT), .needs = MENU_REVIEW, .reason = true, .own = his_own,
         .effect = with_reason},
	{MENU_RETIRE, "retire", "下架", "Takes it off the menu, with the reason", reasoned,
         .done = "已下架，点不到了；已经点的照办。",
         .sure = "下架以后大家点不到它，排队的人也等不到了；已经点的照办。", .from = IN(MENU_OPEN),
         .to = IN(MENU_RETIRED), .needs = MENU_REVIEW, .reason = true, .effect = with_reason},
	{MENU_RESTORE, "restore", "重新上架", "Puts it on the menu again", plain,
         .done = "已重新上架，大家点得到了。", .from = IN(MENU_RETIRED), .to = IN(MENU_OPEN),
         .needs = MENU_REVIEW, .effect = opened},
	{MENU_ADJUST, "adjust", "调整名额", "Changes the capacity of an open item", amount,
         .done = "名额已调整，马上生效。", .from = IN(MENU_OPEN), .needs = MENU_REVIEW,
         .effect = adjusted, .said = amounts},
	{.action = MENU_ENTER, .word = "propose", .label = "提出"},
	{MENU_EDIT, "edit", "修改", .from = IN(MENU_DRAFT), .needs = MENU_PROPOSE, .guarded = true,
         .effect = edited},
	{0},
};

/* Staff over the area; of leaders the one who proposed it. */
static struct life_look look(const void *record)
{
	const struct menu_item *m = record;
	return (struct life_look){
		m->uid, m->state, m->revision, {.path = m->area_path, .person = m->proposer}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	const struct menu_item *was = before, *m = next;
	if (was->state != MENU_DRAFT || m->state != MENU_DRAFT)
		return sql_menu_move(c, m, was->revision, was->state);
	int64_t written = sql_menu_rewrite(c, m, was->revision);
	if (written) {
		sql_menu_teams_drop(c, m->id);
		add_teams(c, m);
	}
	return written;
}

static size_t count_of(const char *const *list)
{
	size_t n = 0;
	while (list && list[n])
		n++;
	return n;
}

static bool same_teams(const char *const *a, const char *const *b)
{
	size_t n = count_of(a);
	for (size_t i = 0; i < n; i++)
		if (!b || field_word(b, a[i]) < 0)
			return false;
	return n == count_of(b);
}

static bool same(const void *before, const void *next)
{
	const struct menu_item *a = before, *b = next;
	return text_equal(a->title, b->title) && text_equal(a->about, b->about) &&
	       a->category_row == b->category_row && a->corps_row == b->corps_row &&
	       a->area_row == b->area_row && a->form == b->form &&
	       a->season_from == b->season_from && a->season_to == b->season_to &&
	       a->period == b->period && a->capacity == b->capacity && a->minutes == b->minutes &&
	       a->people == b->people && same_teams(a->teams, b->teams);
}

static void tell(struct ctx *c, const struct menu_item *m, int action, const char *reason)
{
	static const char *const says[MENU_ACTIONS] = {
		[MENU_APPROVE] = "已通过审核，上了供单目录。",
		[MENU_RETURN] = "退回修改。",
		[MENU_RETIRE] = "已从供单目录下架。",
		[MENU_RESTORE] = "重新上了供单目录。",
	};
	if (says[action] && m->proposer && m->proposer != c->who->id)
		outbox_add(c, m->proposer,
		           arena_printf(c->mem, "服务项目“%s”%s", m->title, says[action]),
		           text_empty(reason) ? says[action] : reason,
		           arena_printf(c->mem, "/menu/%s", m->uid));
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	const struct menu_item *item = now;
	(void)before;
	sql_menu_event_insert(c, item->id, m->word, text_empty(reason) ? NULL : reason);
	if (m->action == MENU_EDIT)
		index_it(c, item);
	if (m->action == MENU_ADJUST)
		menu_queue_measure(c, item->id);
	if (m->action == MENU_RETIRE)
		menu_queue_end(c, item->id);
	tell(c, item, m->action, reason);
}

const struct life menu_life = {
	.kind = "menu",
	.these = "这个项目",
	.state_words = menu_state_words,
	.state_labels = menu_state_labels,
	.moves = moves,
	.size = sizeof(struct menu_item),
	.state = offsetof(struct menu_item, state),
	.look = look,
	.write = write,
	.same = same,
	.kept = kept,
};

/* Seen, or missing. */
static struct menu_item *seen(struct ctx *c, const char *uid)
{
	struct menu_item *m = menu_by_uid(c, uid);
	if (m && menu_visible(c, m))
		return m;
	ctx_refuse(c, ERR_MISSING, NULL, "没有这个服务项目，或者您不能查看。");
	return NULL;
}

enum err menu_move(struct ctx *c, const char *uid, enum menu_action a, const struct menu_act *in)
{
	struct menu_item *m = seen(c, uid);
	if (!m)
		return ERR_MISSING;
	return life_move(c, &menu_life, m,
	                 &(struct life_ask){.action = a,
	                                    .in = in,
	                                    .reason = in->reason,
	                                    .revision = in->revision < 0 ? NULL : &in->revision});
}

void menu_team_rests(struct ctx *c, int64_t team)
{
	const struct menu_act why = {.reason = "做这个项目的队伍都已暂停或解散", .revision = -1};
	size_t n;
	struct menu_item *m = sql_menu_orphans(c, team, &n);
	for (size_t i = 0; i < n; i++) {
		const struct menu_item *item = menu_get(c, m[i].id);
		if (!item)
			return; /* the database failed */
		life_put(c, &menu_life, item,
		         &(struct life_ask){
				 .action = MENU_RETIRE, .in = &why, .reason = why.reason});
	}
}

/* ---- writing ---- */

/* Does the asker lead every one of the teams? Says which cannot serve. */
static bool leads_all(struct ctx *c, const char *const *teams, int64_t *first)
{
	bool led = teams && *teams;
	for (; teams && *teams; teams++) {
		struct team *t = team_by_uid(c, *teams);
		if (!t || !team_serves(t)) {
			REFUSE("teams", "“%s”现在不能提供服务，请换一支队伍。",
			       t ? t->name : *teams);
			return false;
		}
		led = led && access_leads(c->who, t->id);
		*first = *first ? *first : t->id;
	}
	return led;
}

/* Staff over the area, or a leader for the teams he leads. */
static bool may_propose(struct ctx *c, const struct menu_item *m, bool led, int64_t team)
{
	struct subject here = {.path = m->area_path}, his = {.team = led ? team : 0};
	return access_may(c->who, MENU_PROPOSE, &here) || access_may(c->who, MENU_PROPOSE, &his);
}

/* What the words of the entry stand for. */
static void find(struct ctx *c, struct menu_item *m, const struct menu_entry *in)
{
	struct place *area = place_current(c, in->area);
	struct team *corps = text_empty(in->corps) ? NULL : team_by_uid(c, in->corps);
	m->category_row = sql_menu_category(c, in->category);
	m->corps_row = corps ? corps->id : sql_menu_category_corps(c, in->category);
	m->area_row = area ? area->id : 0;
	m->area_path = area ? area->path : NULL;
	if (!m->category_row)
		REFUSE("category", "没有这个类别，请从列表里选。");
	if (!text_empty(in->corps) && (!corps || corps->kind != TEAM_CORPS))
		REFUSE("corps", "没有这支专业队。");
	if (!area)
		REFUSE("area", "没有这个地区，或它已经撤并。");
	if (text_empty(in->season_from) != text_empty(in->season_to))
		REFUSE("season_to", "季节要写起止两头，或者两头都不写。");
}

/* Makes `m` what the entry says. */
static enum err fill(struct ctx *c, struct menu_item *m, const struct menu_entry *in)
{
	int64_t team = 0;
	m->title = in->title;
	m->about = in->about;
	m->form = in->form;
	m->season_from = menu_day_of(in->season_from);
	m->season_to = menu_day_of(in->season_to);
	m->period = in->period;
	m->capacity = in->capacity;
	m->minutes = in->minutes;
	m->people = in->people;
	m->teams = in->teams;
	find(c, m, in);
	bool led = leads_all(c, in->teams, &team);
	if (c->problem_count)
		return ERR_INVALID;
	if (!may_propose(c, m, led, team))
		return ctx_refuse(c, ERR_DENIED, NULL,
		                  "队长只能替自己带的队伍报服务，工作人员只能报自己辖区的服务。");
	return OK;
}

static enum err hand_in(struct ctx *c, const char *uid)
{
	return menu_move(c, uid, MENU_SUBMIT, &(struct menu_act){.revision = -1});
}

enum err menu_propose(struct ctx *c, const struct menu_entry *in, const char **uid)
{
	struct menu_item m = {.proposer = c->who->id};
	enum err e = fill(c, &m, in);
	if (e != OK)
		return e;
	menu_add(c, &m);
	sql_menu_event_insert(c, m.id, "propose", NULL);
	audit(c, "menu.propose", "menu", m.uid, NULL);
	*uid = m.uid;
	return in->submit ? hand_in(c, m.uid) : OK;
}

/* Handed in as it stands, nothing is edited. */
enum err menu_edit(struct ctx *c, const char *uid, const struct menu_entry *in)
{
	struct menu_item *m = seen(c, uid);
	if (!m)
		return ERR_MISSING;
	struct menu_item next = *m;
	struct life_ask ask = {.action = MENU_EDIT,
	                       .in = &next,
	                       .revision = in->revision < 0 ? NULL : &in->revision};
	enum err e = life_check(c, &menu_life, m, &ask);
	if (e == OK)
		e = fill(c, &next, in);
	if (e == OK && !(in->submit && same(m, &next)))
		e = life_put(c, &menu_life, m, &ask);
	return e == OK && in->submit ? hand_in(c, uid) : e;
}

static const char *month_day(struct ctx *c, int64_t day)
{
	return arena_printf(c->mem, "%02d-%02d", (int)(day / 100), (int)(day % 100));
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
		.season_from = season ? month_day(c, m->season_from) : NULL,
		.season_to = season ? month_day(c, m->season_to) : NULL,
		.teams = m->teams,
	};
	return e;
}
