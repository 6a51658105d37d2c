#include "features/team/team.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/cursor.h"
#include "core/feature.h"
#include "core/outbox.h"
#include "core/search.h"
#include "features/person/person.h"
#include "features/person/public.h"
#include "features/place/place.h"
#include "features/team/team_event.h"
#include "gen/team.sql.h"

#include <string.h>

const char *const team_kind_words[] = {"brigade", "corps", "team", NULL};
const char *const team_kind_labels[] = {"总队", "专业队", "志愿服务队", NULL};
const char *const team_state_words[] = {"preparing", "incubating", "registered",
                                        "suspended", "dissolved",  NULL};
const char *const team_state_labels[] = {"筹备中", "孵化中", "已注册", "已暂停", "已解散", NULL};
const struct field team_fields[] = {
	FIELD_AS(struct team, uid, "id", .readonly = true),
	FIELD(struct team, name, .required = true, .min = 4, .max = 40, .label = "队伍名称",
              .check = public_check_numbers),
	FIELD(struct team, kind, .readonly = true, .label = "类型", .words = team_kind_words,
              .labels = team_kind_labels),
	FIELD_AS(struct team, corps_uid, "corps", .as = AS_CODE, .max = 40, .label = "所属专业队",
                 .doc = "id of the corps; null: none"),
	FIELD(struct team, corps_name, .readonly = true, .label = "所属"),
	FIELD_AS(struct team, place_code, "place", .as = AS_CODE, .required = true,
                 .label = "归属地", .check = place_check_code, .doc = "division code"),
	FIELD(struct team, place_name, .readonly = true, .label = "地区"),
	FIELD(struct team, state, .readonly = true, .label = "状态", .words = team_state_words,
              .labels = team_state_labels),
	FIELD(struct team, members, .readonly = true, .label = "在队人数", .doc = "active members"),
	FIELD_AS(struct team, words, "skills", .as = AS_CODE, .max = 40, .label = "服务类别",
                 .doc = "category words"),
	FIELD(struct team, about, .as = AS_LINES, .max = 500, .label = "简介",
              .check = public_check_numbers, .hint = "不写个人的手机号"),
	FIELD(struct team, founded, .readonly = true, .label = "成立", .as = AS_DAY,
              .doc = "seconds UTC"),
	FIELD(struct team, revision, .readonly = true),
	FIELD(struct team, sample, .readonly = true),
	RECORD("TeamLine", "A team as lists show it."),
};

static struct team *with_words(struct ctx *c, struct team *t, size_t count)
{
	for (size_t i = 0; t && i < count; i++)
		t[i].words = text_split(c->mem, t[i].skills, " ");
	return t;
}

struct team *team_get(struct ctx *c, int64_t id)
{
	if (!id)
		return NULL;
	return with_words(c, sql_team_get(c, id), 1);
}

struct team *team_by_uid(struct ctx *c, const char *uid)
{
	if (text_empty(uid))
		return NULL;
	return with_words(c, sql_team_by_uid(c, uid), 1);
}

struct team *team_list(struct ctx *c, const char *place_code, const char *corps, const char *q,
                       const char *after, size_t *count)
{
	struct place *at = place_asked(c, place_code);
	struct search find = search_for(c, SEARCH_TEAM, q, SEARCH_NEWEST);
	*count = 0;
	if (!text_empty(place_code) && !at)
		return NULL;
	struct team *t = sql_team_list(c, at ? at->path : "", corps ? corps : "",
	                               after ? after : "", &find, count);
	return with_words(c, t, *count);
}

struct team *team_corps(struct ctx *c, size_t *count)
{
	return sql_team_corps(c, count);
}

bool team_serves(const struct team *t)
{
	return t->kind == TEAM_TEAM && (t->state == TEAM_REGISTERED || t->state == TEAM_INCUBATING);
}

bool team_has_skill(const struct team *t, const char *category_word)
{
	size_t n = category_word ? strlen(category_word) : 0;
	for (const char *at = t->skills; n && at && (at = strstr(at, category_word)); at += n)
		if ((at == t->skills || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

int64_t *team_leaders(struct ctx *c, int64_t team, size_t *count)
{
	struct someone *rows = sql_team_leaders(c, team, count);
	int64_t *ids = ARENA_ARRAY(c->mem, int64_t, *count + 1);
	for (size_t i = 0; i < *count; i++)
		ids[i] = rows[i].id;
	return ids;
}

int64_t team_add(struct ctx *c, struct team *t)
{
	if (text_empty(t->uid))
		t->uid = random_id(c->mem);
	if (!t->founded)
		t->founded = c->now;
	if (!t->skills)
		t->skills = "";
	if (!t->about)
		t->about = "";
	t->id = sql_team_insert(c, t);
	struct place *at = place_get(c, t->place);
	search_put(c, SEARCH_TEAM, t->id, at ? at->path : "", t->name);
	return t->id;
}

void team_recount(struct ctx *c, int64_t team)
{
	sql_team_recount(c, team);
}

void team_event(struct ctx *c, const struct team *t, const char *action, int64_t person,
                const char *reason)
{
	sql_team_event_insert(c, t->id, action, person, reason);
	audit(c, arena_printf(c->mem, "team.%s", action), "team", t->uid, NULL);
}

struct team_event_row *team_events(struct ctx *c, int64_t team, const char *after, size_t *count,
                                   const char **next)
{
	struct cursor k = cursor_read(after);
	struct team_event_row *e = sql_team_events(c, team, &k, count);
	*next = NULL;
	if (*count > TEAM_EVENTS) {
		*count = TEAM_EVENTS;
		*next = cursor_text(c->mem, (struct cursor){.id = -e[TEAM_EVENTS - 1].id});
	}
	return e;
}

/* ---- its life ---- */

static enum err has_leader(struct ctx *c, void *next, const void *in, int64_t *to)
{
	const struct team *t = next;
	(void)in, (void)to;
	if (!sql_member_leaders(c, t->id))
		return ctx_refuse(c, ERR_INVALID, NULL, "还没有队长，先请一位队长接受邀请再注册。");
	return OK;
}

static enum err has_no_orders(struct ctx *c, void *next, const void *in, int64_t *to)
{
	const struct team *t = next;
	int64_t orders = feature_team_runs(c, t->id);
	(void)in, (void)to;
	if (!orders)
		return OK;
	c->state = team_state_words[t->state];
	return ctx_refuse(c, ERR_STATE, NULL,
	                  "这支队伍还有 %lld 张待接或服务中的单，办完或交回以后才能解散。",
	                  (long long)orders);
}

static const struct field act_fields[] = {
	FIELD(struct team_act, reason, .max = 200, .label = "理由"),
	FIELD(struct team_act, revision, .as = AS_HIDDEN, .doc = "the revision that was seen"),
	RECORD("TeamAct", "What goes with a move of a team."),
};

static const struct life_move moves[] = {
	{TEAM_FOUND, "found", "组建", NULL, .to = IN(TEAM_PREPARING)},
	{TEAM_INCUBATE, "incubate", "开始孵化", "Begins its incubation", act_fields,
         .done = "已开始孵化。下一步：有了队长，就可以准予注册。", .from = IN(TEAM_PREPARING),
         .to = IN(TEAM_INCUBATING), .needs = TEAM_MANAGE},
	{TEAM_REGISTER, "register", "准予注册", "Registers it; it must have a leader", act_fields,
         .done = "已准予注册，可以接单了。", .from = IN(TEAM_INCUBATING), .to = IN(TEAM_REGISTERED),
         .needs = TEAM_MANAGE, .effect = has_leader},
	{TEAM_SUSPEND, "suspend", "暂停", "Suspends it, with a reason", act_fields,
         .done = "队伍已暂停，不再派单给它。",
         .sure = "暂停以后不再派单给它，等它答复的单子都会收回另派。", .from = IN(TEAM_REGISTERED),
         .to = IN(TEAM_SUSPENDED), .needs = TEAM_MANAGE, .reason = true},
	{TEAM_RESUME, "resume", "恢复", "Ends the suspension", act_fields,
         .done = "队伍已恢复，可以接单了。", .from = IN(TEAM_SUSPENDED), .to = IN(TEAM_REGISTERED),
         .needs = TEAM_MANAGE},
	{TEAM_DISSOLVE, "dissolve", "解散",
         "Dissolves it, with a reason; not while it has orders in hand", act_fields,
         .done = "队伍已解散。",
         .sure = "解散以后这个队就没有了，队员都不再属于它，恢复不了；等它答复的单子都会收回另派。",
         .from = IN(TEAM_PREPARING) | IN(TEAM_INCUBATING) | IN(TEAM_REGISTERED) |
                 IN(TEAM_SUSPENDED),
         .to = IN(TEAM_DISSOLVED), .needs = TEAM_MANAGE, .reason = true, .effect = has_no_orders},
	{0},
};

static struct life_look look(const void *record)
{
	const struct team *t = record;
	return (struct life_look){t->uid, t->state, t->revision, {.path = t->place_path}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	(void)before;
	return sql_team_write(c, next);
}

static void tell_leaders(struct ctx *c, const struct team *t, const char *what, const char *reason)
{
	size_t n = 0;
	int64_t *to = team_leaders(c, t->id, &n);
	const char *link = arena_printf(c->mem, "/teams/%s", t->uid);
	for (size_t i = 0; i < n; i++)
		outbox_add(c, to[i], arena_printf(c->mem, "%s：%s", t->name, what),
		           text_empty(reason) ? what : reason, link);
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	const struct team *t = now;
	(void)before;
	sql_team_event_insert(c, t->id, m->word, 0, reason);
	if (t->state == TEAM_DISSOLVED)
		search_put(c, SEARCH_TEAM, t->id, NULL, NULL);
	tell_leaders(c, t, team_state_labels[t->state], reason);
	for (const struct feature *const *f = feature_all; !team_serves(t) && *f; f++)
		if ((*f)->team_rests)
			(*f)->team_rests(c, t->id);
}

const struct life team_life = {
	.kind = "team",
	.these = "这支队伍",
	.state_words = team_state_words,
	.state_labels = team_state_labels,
	.moves = moves,
	.personal = true,
	.size = sizeof(struct team),
	.state = offsetof(struct team, state),
	.look = look,
	.write = write,
	.kept = kept,
};

bool team_may(struct ctx *c, const struct team *t, enum team_action a)
{
	return t->kind == TEAM_TEAM && life_may(c, &team_life, t, (int)a);
}

enum err team_move(struct ctx *c, const char *uid, const struct life_ask *ask)
{
	struct team *t = team_by_uid(c, uid);
	if (!t)
		return ERR_MISSING;
	if (t->kind != TEAM_TEAM)
		return ctx_refuse(c, ERR_DENIED, NULL, "总队和专业队一直都在，不在这里变更。");
	return life_move(c, &team_life, t, ask);
}

static enum err found_refused(struct ctx *c, const struct team *t, const struct place *at)
{
	struct team *corps = team_get(c, t->corps);
	if (!at || at->state != PLACE_OPEN)
		return ctx_refuse(c, ERR_INVALID, "place", "没有这个地区，或它已经撤并。");
	if (!access_may(c->who, TEAM_MANAGE, &(struct subject){.path = at->path}))
		return ctx_refuse(c, ERR_DENIED, "place", "这个地区不归您管理。");
	if (t->corps && (!corps || corps->kind != TEAM_CORPS))
		return ctx_refuse(c, ERR_INVALID, "corps", "没有这个专业队。");
	if (sql_team_name_taken(c, t->name))
		return ctx_refuse(c, ERR_INVALID, "name", "已经有同名的队伍，请换一个名称。");
	return OK;
}

enum err team_found(struct ctx *c, struct team *t)
{
	enum err e = found_refused(c, t, place_get(c, t->place));
	if (e != OK)
		return e;
	t->kind = TEAM_TEAM;
	t->state = TEAM_PREPARING;
	team_add(c, t);
	struct team *made = team_get(c, t->id);
	if (!made)
		return ERR_SYSTEM;
	team_event(c, made, "found", 0, NULL);
	return OK;
}
