#include "core/grant.h"

#include "base/arena.h"
#include "base/field.h"
#include "core/account.h"
#include "core/audit.h"
#include "core/origin.h"
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

static const char fresh[] =
	"您的密码如果不是您自己设的，或别人也知道，请马上在“修改密码”里换一个，并告诉审计员。";

static void grant_changed(struct ctx *c, const struct given *g, bool given, enum hand hand)
{
	const char *uid = db_text(c->db, c->mem, sql_person_uid_of, V(g->person));
	const char *what = given ? "授予" : "收回", *by = duty_name(c, c->who->id),
		   *label = role_labels[g->role];
	const char *writer = NULL, *warning = given ? origin_warning(c, g->person, &writer) : NULL;
	audit(c, given ? "grant.give" : "grant.take", "person", uid,
	      arena_printf(c->mem, "%s at place %lld%s%s", role_words[g->role], (long long)g->place,
	                   warning ? "; password by letter of " : "", warning ? writer : ""));
	session_end_all(c, g->person);
	account_letters_end(c, g->person);
	if (hand == HAND_ONE || hand == HAND_SERVER) /* the two tell it with both their names */
		duty_tell(c, &(struct duty_news){
				     .person = g->person,
				     .event = given ? "account.give" : "account.take",
				     .subject = arena_printf(c->mem, "职责变动：%s%s", what, label),
				     .body = arena_printf(c->mem, "%s%s了您的职责“%s”。%s", by,
		                                          what, label, warning ? fresh : ""),
				     .others = arena_printf(c->mem, "%s%s了%s的职责“%s”。%s", by,
		                                            what, duty_name(c, g->person), label,
		                                            warning ? warning : ""),
				     .calm = hand == HAND_ONE && !duty_is_top(g->role),
			     });
}

/* System, security and audit duties never meet in one person, in whatever order they come. */
static enum err grant_meets(struct ctx *c, int64_t person, enum role role)
{
	uint32_t held = duty_of(c, person) & DUTY_TOP & ~(1U << role);
	if (!duty_is_top(role) || !held)
		return OK;
	return ctx_refuse(c, ERR_INVALID, "role",
	                  "他已是%s：系统管理员、安全管理员和审计员要由三个人分别担任。",
	                  duty_labels(c, held));
}

static enum err grant_fits(struct ctx *c, int64_t person, enum role role, int64_t place)
{
	int64_t kind = grant_kind(role);
	if (kind < 0)
		return ctx_refuse(c, ERR_INVALID, "role", "这个角色不能授予。");
	if (db_int(c->db, sql_grant_place_kind, V(place)) != kind + 1)
		return ctx_refuse(c, ERR_INVALID, "place", "这个角色要授在%s。",
		                  kind == 0   ? "县中心"
		                  : kind == 1 ? "乡镇（园区）"
		                              : "村（社区）");
	if (db_int(c->db, sql_duty_gone, V(person)))
		return ctx_refuse(c, ERR_INVALID, "person",
		                  "这份档案登记了去世或搬离，或已并入另一份，不能授予角色。");
	return OK;
}

enum err grant_give(struct ctx *c, int64_t person, enum role role, int64_t place, enum hand hand)
{
	if (c->who->id && c->who->id == person)
		return ctx_refuse(c, ERR_DENIED, NULL, "不能给自己授予角色。");
	duty_turn(c, person);
	enum err e = grant_fits(c, person, role, place);
	if (e == OK)
		e = grant_meets(c, person, role);
	if (e == OK)
		e = duty_hand(c, role, hand);
	if (e != OK)
		return e;
	if (db_exec(c->db, sql_grant_insert, V(person), V((int64_t)role), V(place), V(c->who->id),
	            V(c->now)) != 1)
		return ctx_refuse(c, ERR_STATE, NULL, "他已经有这个角色。");
	grant_changed(c, &(struct given){person, role, place}, true, hand);
	return OK;
}

enum err grant_take(struct ctx *c, int64_t id, enum hand hand)
{
	const struct given *g = db_one(c->db, c->mem, sql_grant_get, struct given, given_fields,
	                               V(id));
	if (!g)
		return ERR_MISSING;
	if (c->who->id && c->who->id == g->person)
		return ctx_refuse(c, ERR_DENIED, NULL, "不能收回自己的角色。");
	enum err e = duty_hand(c, g->role, hand);
	if (e != OK)
		return e;
	if (db_exec(c->db, sql_grant_delete, V(id)) != 1)
		return ERR_MISSING;
	grant_changed(c, g, false, hand);
	return OK;
}

int64_t grant_find(struct ctx *c, int64_t person, enum role role, int64_t place)
{
	return db_int(c->db, sql_grant_find, V(person), V((int64_t)role), V(place));
}

bool grant_any(struct ctx *c, enum role role)
{
	return db_int(c->db, sql_grant_holders, V((int64_t)role)) > 0;
}
