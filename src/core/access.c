#include "core/access.h"

#include <string.h>

const char *const role_words[] = {
	"guest",    "resident", "volunteer", "leader",   "station", "township", "dispatcher",
	"reviewer", "auditor",  "sysadmin",  "secadmin", "viewer",  NULL,
};
const char *const role_labels[] = {
	"访客",       "居民",   "志愿者",     "队长",       "村站", "乡镇所", "中心派单员",
	"中心审核员", "审计员", "系统管理员", "安全管理员", "领导", NULL,
};
const char *const perm_words[] = {
	[PERM_UNSET] = "unset",
	[PERM_PUBLIC] = "public",
	[PERM_SIGNED_IN] = "signed_in",
	[PLACE_READ] = "place_read",
	[PLACE_MANAGE] = "place_manage",
	[PERSON_ENTER] = "person_enter",
	[PERSON_READ] = "person_read",
	[PERSON_REVEAL] = "person_reveal",
	[PERSON_VOUCH] = "person_vouch",
	[ACCOUNT_MANAGE] = "account_manage",
	[GRANT_MANAGE] = "grant_manage",
	[AUDIT_READ] = "audit_read",
	[SETTING_MANAGE] = "setting_manage",
	[TEAM_READ] = "team_read",
	[TEAM_JOIN] = "team_join",
	[TEAM_LEAD] = "team_lead",
	[TEAM_MANAGE] = "team_manage",
	[MENU_PROPOSE] = "menu_propose",
	[MENU_REVIEW] = "menu_review",
	[NEWS_WRITE] = "news_write",
	[NEWS_REVIEW] = "news_review",
	[ORDER_READ] = "order_read",
	[ORDER_CREATE] = "order_create",
	[ORDER_ENTER] = "order_enter",
	[ORDER_OWN] = "order_own",
	[ORDER_VERDICT] = "order_verdict",
	[ORDER_REVIEW] = "order_review",
	[ORDER_DISPATCH] = "order_dispatch",
	[ORDER_CLAIM] = "order_claim",
	[ORDER_SERVE] = "order_serve",
	[ORDER_CALLBACK] = "order_callback",
	[ORDER_LOG] = "order_log",
	[LIMIT_READ] = "limit_read",
	[COMPLAINT_READ] = "complaint_read",
	[COMPLAINT_ANSWER] = "complaint_answer",
	[INBOX_READ] = "inbox_read",
	[PROPOSAL_MANAGE] = "proposal_manage",
	[LIST_EXPORT] = "list_export",
	[PERM_COUNT] = NULL,
};

const struct actor actor_guest = {.uid = "", .name = "", .roles = 1U << ROLE_GUEST};
const struct actor actor_system = {.uid = "system", .name = "系统"};

/* What a role adds to the roles below it: everybody is a guest, every account a resident, so a
 * station clerk has his own orders as a resident and those of his village by the grant. Nobody in
 * the columns of system and security administrators sees an order, and the two hold nothing in
 * common but the confirming of what another proposed: one cannot give himself what the other has. */
#define _ REACH_NONE
#define O REACH_OWN
#define V REACH_SERVING
#define S REACH_SUBTREE
#define A REACH_ALL
/* clang-format off */
static const enum reach reaches[PERM_COUNT][ROLE_COUNT] = {
	/*                 guest resident volunteer leader station township dispatcher reviewer auditor sysadmin secadmin viewer */
	[PERM_UNSET]     = { _,     _,       _,       _,      _,       _,        _,         _,       _,      _,       _,      _ },
	[PERM_PUBLIC]    = { A,     A,       A,       A,      A,       A,        A,         A,       A,      A,       A,      A },
	[PERM_SIGNED_IN] = { _,     A,       A,       A,      A,       A,        A,         A,       A,      A,       A,      A },
	[PLACE_READ]     = { A,     A,       A,       A,      A,       A,        A,         A,       A,      A,       A,      A },
	[PLACE_MANAGE]   = { _,     _,       _,       _,      _,       _,        _,         _,       _,      A,       _,      _ },
	[PERSON_ENTER]   = { _,     _,       _,       _,      S,       S,        A,         _,       _,      _,       _,      _ },
	[PERSON_READ]    = { _,     _,       _,       _,      S,       S,        A,         A,       _,      _,       _,      _ },
	[PERSON_REVEAL]  = { _,     _,       V,       V,      S,       S,        A,         A,       _,      _,       _,      _ },
	[PERSON_VOUCH]   = { _,     _,       _,       _,      _,       S,        _,         A,       _,      _,       _,      _ },
	[ACCOUNT_MANAGE] = { _,     _,       _,       _,      _,       _,        _,         _,       _,      A,       _,      _ },
	[GRANT_MANAGE]   = { _,     _,       _,       _,      _,       _,        _,         _,       _,      _,       A,      _ },
	[AUDIT_READ]     = { _,     _,       _,       _,      _,       _,        _,         _,       A,      _,       _,      _ },
	[SETTING_MANAGE] = { _,     _,       _,       _,      _,       _,        _,         _,       _,      A,       _,      _ },
	[TEAM_READ]      = { A,     A,       A,       A,      A,       A,        A,         A,       A,      A,       A,      A },
	[TEAM_JOIN]      = { _,     _,       O,       _,      _,       _,        _,         _,       _,      _,       _,      _ },
	[TEAM_LEAD]      = { _,     _,       _,       V,      _,       _,        _,         _,       _,      _,       _,      _ },
	[TEAM_MANAGE]    = { _,     _,       _,       _,      _,       S,        _,         A,       _,      _,       _,      _ },
	[MENU_PROPOSE]   = { _,     _,       _,       V,      S,       S,        A,         A,       _,      _,       _,      _ },
	[MENU_REVIEW]    = { _,     _,       _,       _,      _,       S,        _,         A,       _,      _,       _,      _ },
	[NEWS_WRITE]     = { _,     _,       _,       _,      S,       S,        A,         A,       _,      _,       _,      _ },
	[NEWS_REVIEW]    = { _,     _,       _,       _,      _,       S,        _,         A,       _,      _,       _,      _ },
	[ORDER_READ]     = { _,     O,       V,       V,      S,       S,        A,         A,       A,      _,       _,      A },
	[ORDER_CREATE]   = { _,     A,       _,       _,      _,       _,        _,         _,       _,      _,       _,      _ },
	[ORDER_ENTER]    = { _,     _,       _,       _,      S,       S,        A,         _,       _,      _,       _,      _ },
	[ORDER_OWN]      = { _,     O,       _,       _,      O,       O,        O,         _,       _,      _,       _,      _ },
	[ORDER_VERDICT]  = { _,     O,       _,       _,      O,       O,        O,         _,       _,      _,       _,      _ },
	[ORDER_REVIEW]   = { _,     _,       _,       _,      _,       S,        _,         A,       _,      _,       _,      _ },
	[ORDER_DISPATCH] = { _,     _,       _,       _,      _,       S,        A,         _,       _,      _,       _,      _ },
	[ORDER_CLAIM]    = { _,     _,       A,       A,      _,       _,        _,         _,       _,      _,       _,      _ },
	[ORDER_SERVE]    = { _,     _,       V,       V,      _,       _,        _,         _,       _,      _,       _,      _ },
	[ORDER_CALLBACK] = { _,     _,       _,       _,      _,       S,        A,         A,       _,      _,       _,      _ },
	[ORDER_LOG]      = { _,     _,       _,       _,      S,       S,        A,         A,       A,      _,       _,      A },
	[LIMIT_READ]     = { _,     _,       _,       _,      A,       A,        A,         A,       A,      A,       _,      A },
	[COMPLAINT_READ] = { _,     _,       _,       _,      _,       S,        A,         A,       A,      _,       _,      A },
	[COMPLAINT_ANSWER] = { _,   _,       _,       _,      _,       S,        A,         A,       _,      _,       _,      _ },
	[INBOX_READ]     = { _,     O,       O,       O,      O,       O,        O,         O,       O,      O,       O,      O },
	[PROPOSAL_MANAGE] = { _,    _,       _,       _,      _,       _,        _,         _,       A,      A,       A,      _ },
	[LIST_EXPORT]    = { _,     _,       _,       _,      A,       A,        A,         A,       A,      A,       A,      A },
};
/* clang-format on */
#undef _
#undef O
#undef V
#undef S
#undef A

enum reach access_cell(enum perm perm, enum role role)
{
	if ((unsigned)perm >= PERM_COUNT || (unsigned)role >= ROLE_COUNT)
		return REACH_NONE;
	return reaches[perm][role];
}

bool access_has_role(const struct actor *who, enum role role)
{
	return (unsigned)role < ROLE_COUNT && (who->roles >> role & 1U);
}

enum reach access_reach(const struct actor *who, enum perm perm)
{
	enum reach widest = REACH_NONE;
	for (enum role r = ROLE_GUEST; r < ROLE_COUNT; r++)
		if (access_has_role(who, r) && access_cell(perm, r) > widest)
			widest = access_cell(perm, r);
	return widest;
}

bool access_leads(const struct actor *who, int64_t team)
{
	for (size_t i = 0; team > 0 && i < who->lead_count; i++)
		if (who->leads[i] == team)
			return true;
	return false;
}

bool access_serves(const struct actor *who, const struct subject *s)
{
	return (who->id > 0 && s->person == who->id) || access_leads(who, s->team);
}

/* Paths end with '/', so a prefix is a node above or the node itself, never a sibling. */
static bool access_below(const struct grant *g, const char *path)
{
	size_t n = g->path ? strlen(g->path) : 0;
	return n > 0 && path && strncmp(path, g->path, n) == 0;
}

static bool access_in_subtree(const struct actor *who, enum role role, const char *path)
{
	for (size_t i = 0; i < who->grant_count; i++)
		if (who->grants[i].role == role && access_below(&who->grants[i], path))
			return true;
	return false;
}

static bool access_by_role(const struct actor *who, enum perm perm, enum role role,
                           const struct subject *s)
{
	switch (access_cell(perm, role)) {
	case REACH_ALL: return true;
	case REACH_SUBTREE: return s && access_in_subtree(who, role, s->path);
	case REACH_SERVING: return s && access_serves(who, s);
	case REACH_OWN: return s && who->id > 0 && (s->owner == who->id || s->proxy == who->id);
	case REACH_NONE: break;
	}
	return false;
}

bool access_may(const struct actor *who, enum perm perm, const struct subject *s)
{
	for (enum role r = ROLE_GUEST; r < ROLE_COUNT; r++)
		if (access_has_role(who, r) && access_by_role(who, perm, r, s))
			return true;
	return false;
}

int64_t access_person(const struct actor *who)
{
	return who->id > 0 ? who->id : -1;
}

struct scope access_scope(const struct actor *who, enum perm perm)
{
	struct scope scope = {.person = access_person(who)};
	for (enum role r = ROLE_GUEST; r < ROLE_COUNT; r++) {
		enum reach reach = access_has_role(who, r) ? access_cell(perm, r) : REACH_NONE;
		scope.all |= reach == REACH_ALL;
		scope.own |= reach == REACH_OWN;
		scope.serving |= reach == REACH_SERVING;
		if (reach == REACH_SUBTREE)
			scope.subtree |= (int64_t)1 << r;
	}
	return scope;
}
