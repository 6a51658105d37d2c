#include "core/eyes.h"

#include "base/arena.h"
#include "gen/core.sql.h"

bool eyes_own(const struct ctx *c, const struct eyes *e)
{
	return c->who->id && (e->writer == c->who->id || e->editor == c->who->id);
}

/* The roles that a place is given with the permission. */
static int64_t roles_of(enum perm needs)
{
	int64_t roles = 0;
	for (enum role r = ROLE_STATION; r < ROLE_COUNT; r++)
		if (access_cell(needs, r) >= REACH_SUBTREE)
			roles |= (int64_t)1 << r;
	return roles;
}

const char *eyes_who(struct ctx *c, const struct eyes *e)
{
	enum { NAMED = 6 }; /* the statement gives one more: there are others */
	size_t n;
	struct eyes_reviewer *who = sql_eyes_reviewers(c, e, roles_of(e->needs), &n);
	const char *names = "";
	for (size_t i = 0; i < n && i < NAMED; i++)
		names = arena_printf(c->mem, "%s%s%s（%s）", names, i ? "、" : "", who[i].name,
		                     who[i].place);
	return n ? arena_printf(c->mem, "可以审核的有：%s%s。", names, n > NAMED ? "等" : "")
	         : "现在没有别人能审核，请安全管理员给一位同事这项职责。";
}
