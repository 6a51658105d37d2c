#include "features/team/team.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/outbox.h"
#include "core/search.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "features/team/team_event.h"
#include "gen/team.sql.h"

#include <string.h>

const char *const team_kind_words[] = {"brigade", "corps", "team", NULL};
const char *const team_kind_labels[] = {"总队", "专业队", "志愿服务队", NULL};
const char *const team_state_words[] = {"preparing", "incubating", "registered",
                                        "suspended", "dissolved",  NULL};
const char *const team_state_labels[] = {"筹备中", "孵化中", "已注册", "已暂停", "已解散", NULL};
const char *const team_action_words[] = {"incubate", "register", "suspend",
                                         "resume",   "dissolve", NULL};
const char *const team_action_labels[] = {"开始孵化", "准予注册", "暂停", "恢复", "解散", NULL};

const struct team_move_row team_moves[] = {
	{TEAM_INCUBATE, TEAM_PREPARING, TEAM_INCUBATING},
	{TEAM_REGISTER, TEAM_INCUBATING, TEAM_REGISTERED},
	{TEAM_SUSPEND, TEAM_REGISTERED, TEAM_SUSPENDED},
	{TEAM_RESUME, TEAM_SUSPENDED, TEAM_REGISTERED},
	{TEAM_DISSOLVE, TEAM_PREPARING, TEAM_DISSOLVED},
	{TEAM_DISSOLVE, TEAM_INCUBATING, TEAM_DISSOLVED},
	{TEAM_DISSOLVE, TEAM_REGISTERED, TEAM_DISSOLVED},
	{TEAM_DISSOLVE, TEAM_SUSPENDED, TEAM_DISSOLVED},
	{.action = TEAM_ACTIONS},
};

const struct field team_fields[] = {
	FIELD_AS(struct team, uid, "id"),
	FIELD(struct team, name),
	FIELD(struct team, kind, .words = team_kind_words, .labels = team_kind_labels),
	FIELD_AS(struct team, corps_uid, "corps", .doc = "id of the corps; null: none"),
	FIELD(struct team, corps_name),
	FIELD_AS(struct team, place_code, "place", .doc = "division code"),
	FIELD(struct team, place_name),
	FIELD(struct team, state, .words = team_state_words, .labels = team_state_labels),
	FIELD(struct team, members, .doc = "active members"),
	FIELD_AS(struct team, words, "skills", .doc = "category words"),
	FIELD(struct team, about),
	FIELD(struct team, founded, .doc = "seconds UTC"),
	FIELD(struct team, revision),
	FIELD(struct team, sample),
	FIELD_AS(struct team, id, "team_id", .hidden = true),
	FIELD_AS(struct team, corps, "corps_row", .hidden = true),
	FIELD_AS(struct team, place, "place_row", .hidden = true),
	FIELD(struct team, place_path, .hidden = true),
	FIELD_AS(struct team, skills, "skills_kept", .hidden = true),
	FIELD(struct team, mentor, .hidden = true),
	{0},
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
	return with_words(c, db_one(c->db, c->mem, sql_team_get, struct team, team_fields, V(id)),
	                  1);
}

struct team *team_by_uid(struct ctx *c, const char *uid)
{
	if (text_empty(uid))
		return NULL;
	return with_words(
		c, db_one(c->db, c->mem, sql_team_by_uid, struct team, team_fields, V(uid)), 1);
}

struct team *team_list(struct ctx *c, const char *place_code, const char *corps, const char *q,
                       const char *after, size_t *count)
{
	struct place *at = place_asked(c, place_code);
	struct search find = search_for(c, SEARCH_TEAM, q, SEARCH_NEWEST);
	*count = 0;
	if (!text_empty(place_code) && !at)
		return NULL;
	struct team *t = db_all(c->db, c->mem, sql_team_list, struct team, team_fields, count,
	                        V(at ? at->path : ""), V(corps ? corps : ""), SEARCH_VALUES(find),
	                        V(after ? after : ""), V(TEAM_PAGE));
	return with_words(c, t, *count);
}

struct team *team_corps(struct ctx *c, size_t *count)
{
	return db_all(c->db, c->mem, sql_team_corps, struct team, team_fields, count);
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
	struct row {
		int64_t id;
	};
	static const struct field fields[] = {FIELD(struct row, id), {0}};
	struct row *rows = db_all(c->db, c->mem, sql_team_leader_ids, struct row, fields, count,
	                          V(team));
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
	t->id = db_int(c->db, sql_team_insert, V(t->uid), V(t->name), V(t->kind), V(t->corps),
	               V(t->place), V(t->state), V(t->skills ? t->skills : ""),
	               V(t->about ? t->about : ""), V(t->mentor), V(t->members), V(t->founded),
	               V(t->sample));
	struct place *at = place_get(c, t->place);
	search_put(c, SEARCH_TEAM, t->id, at ? at->path : "", t->name);
	return t->id;
}

void team_recount(struct ctx *c, int64_t team)
{
	db_exec(c->db, sql_team_recount, V(team));
}

void team_event(struct ctx *c, const struct team *t, const char *action, int64_t person,
                const char *reason)
{
	db_exec(c->db, sql_team_event_insert, V(t->id), V(c->now), V(c->who->id), V(action),
	        V(person), V(reason));
	audit(c, arena_printf(c->mem, "team.%s", action), "team", t->uid, NULL);
}

static bool may_manage(struct ctx *c, const struct team *t)
{
	return access_may(c->who, TEAM_MANAGE, &(struct subject){.path = t->place_path});
}

/* The row of the table for an action in a state; NULL: it does not follow. */
static const struct team_move_row *move_find(enum team_action a, int64_t state)
{
	for (const struct team_move_row *m = team_moves; m->action != TEAM_ACTIONS; m++)
		if (m->action == a && (int64_t)m->from == state)
			return m;
	return NULL;
}

bool team_may(struct ctx *c, const struct team *t, enum team_action a)
{
	return t->kind == TEAM_TEAM && move_find(a, t->state) && may_manage(c, t);
}

/* What stands against a move that the table allows. */
static enum err move_refused(struct ctx *c, const struct team *t, enum team_action a,
                             const char *reason)
{
	if ((a == TEAM_SUSPEND || a == TEAM_DISSOLVE) && text_length(reason) < 2)
		return ctx_refuse(c, ERR_INVALID, "reason", "请写明理由。");
	if (a == TEAM_REGISTER && !db_int(c->db, sql_member_leaders_active, V(t->id)))
		return ctx_refuse(c, ERR_INVALID, NULL, "还没有队长，先请一位队长接受邀请再注册。");
	int64_t orders = a == TEAM_DISSOLVE ? db_int(c->db, sql_team_orders_running, V(t->id)) : 0;
	if (orders) {
		c->state = team_state_words[t->state];
		return ctx_refuse(c, ERR_STATE, NULL,
		                  "这支队伍还有 %lld 张待接或服务中的单，办完或交回以后才能解散。",
		                  (long long)orders);
	}
	return OK;
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

enum err team_move(struct ctx *c, const char *uid, enum team_action a, const char *reason,
                   int64_t revision)
{
	struct team *t = team_by_uid(c, uid);
	if (!t)
		return ERR_MISSING;
	if (!may_manage(c, t))
		return ERR_DENIED;
	const struct team_move_row *m = t->kind == TEAM_TEAM ? move_find(a, t->state) : NULL;
	c->state = team_state_words[t->state];
	if (!m)
		return ctx_refuse(c, ERR_STATE, NULL, "队伍现在是“%s”，不能%s。",
		                  team_state_labels[t->state], team_action_labels[a]);
	enum err e = move_refused(c, t, a, reason);
	if (e != OK)
		return e;
	if ((revision >= 0 && revision != t->revision) ||
	    db_exec(c->db, sql_team_move, V(t->id), V(t->revision), V(m->to)) != 1)
		return ctx_refuse(c, ERR_LOST, NULL, "这支队伍刚刚被别人改过，请刷新后再试。");
	team_event(c, t, team_action_words[a], 0, reason);
	if (m->to == TEAM_DISSOLVED)
		search_put(c, SEARCH_TEAM, t->id, NULL, NULL);
	tell_leaders(c, t, team_state_labels[m->to], reason);
	return OK;
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
	if (db_int(c->db, sql_team_name_taken, V(t->name)))
		return ctx_refuse(c, ERR_INVALID, "name", "已经有同名的队伍，请换一个名称。");
	return OK;
}

enum err team_found(struct ctx *c, struct team *t, const char *leader)
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
	return text_empty(leader) ? OK : member_invite(c, t->uid, leader, MEMBER_LEADER);
}
