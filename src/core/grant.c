#include "core/grant.h"

#include "base/arena.h"
#include "base/field.h"
#include "core/audit.h"
#include "core/session.h"
#include "gen/core.sql.h"

struct given {
	int64_t person, role, place;
};
static const struct field given_fields[] = {
	FIELD(struct given, person),
	FIELD(struct given, role),
	FIELD(struct given, place),
	{0},
};

/* The kind of place a role is given at: 0 county, 1 township, 2 village; -1: not given at all. */
static int64_t grant_kind(enum role role)
{
	if (role == ROLE_STATION)
		return 2;
	if (role == ROLE_TOWNSHIP)
		return 1;
	return role > ROLE_TOWNSHIP && role < ROLE_COUNT ? 0 : -1;
}

static void grant_changed(struct ctx *c, int64_t person, const char *action, int64_t role,
                          int64_t place)
{
	const char *uid = db_text(c->db, c->mem, sql_person_uid_of, V(person));
	const char *detail = arena_printf(c->mem, "%s at place %lld", role_words[role],
	                                  (long long)place);
	audit(c, action, "person", uid, detail);
	session_end_all(c, person);
}

enum err grant_give(struct ctx *c, int64_t person, enum role role, int64_t place)
{
	if (c->who->id && c->who->id == person)
		return ctx_refuse(c, ERR_DENIED, NULL, "不能给自己授予角色。");
	int64_t kind = grant_kind(role);
	if (kind < 0)
		return ctx_refuse(c, ERR_INVALID, "role", "这个角色不能授予。");
	if (db_int(c->db, sql_grant_place_kind, V(place)) != kind + 1)
		return ctx_refuse(c, ERR_INVALID, "place", "这个角色要授在%s。",
		                  kind == 0   ? "县中心"
		                  : kind == 1 ? "乡镇（园区）"
		                              : "村（社区）");
	if (db_exec(c->db, sql_grant_insert, V(person), V((int64_t)role), V(place), V(c->who->id),
	            V(c->now)) != 1)
		return ctx_refuse(c, ERR_STATE, NULL, "他已经有这个角色。");
	grant_changed(c, person, "grant.give", role, place);
	return OK;
}

enum err grant_take(struct ctx *c, int64_t id)
{
	const struct given *g = db_one(c->db, c->mem, sql_grant_get, struct given, given_fields,
	                               V(id));
	if (!g)
		return ERR_MISSING;
	if (c->who->id && c->who->id == g->person)
		return ctx_refuse(c, ERR_DENIED, NULL, "不能收回自己的角色。");
	if (db_exec(c->db, sql_grant_delete, V(id)) != 1)
		return ERR_MISSING;
	grant_changed(c, g->person, "grant.take", g->role, g->place);
	return OK;
}

bool grant_any(struct ctx *c, enum role role)
{
	return db_int(c->db, sql_grant_holders, V((int64_t)role)) > 0;
}
