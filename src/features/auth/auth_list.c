/* auth_list.c - what administrators and auditors look through. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "core/crypto.h"
#include "core/duty.h"
#include "core/sealed.h"
#include "features/auth/auth.h"
#include "gen/auth.sql.h"

#include <string.h>

const struct field account_row_fields[] = {
	FIELD_AS(struct account_row, uid, "id", .doc = "id of the person"),
	FIELD(struct account_row, name, .label = "姓名"),
	FIELD(struct account_row, phone, .label = "手机号", .doc = "masked"),
	FIELD(struct account_row, home_name, .label = "住地"),
	FIELD(struct account_row, roles, .label = "岗位",
              .doc = "granted roles and leading a team, in Chinese"),
	FIELD(struct account_row, staff, .label = "工作人员"),
	FIELD(struct account_row, locked, .label = "已停用"),
	FIELD(struct account_row, failed, .label = "输错次数",
              .doc = "wrong passwords since the last success"),
	FIELD(struct account_row, seen, .label = "上次登录", .as = AS_MOMENT,
              .doc = "last sign-in, seconds UTC; 0: never"),
	FIELD(struct account_row, created, .label = "开户时间", .as = AS_MOMENT),
	RECORD("Account", "Somebody with an account."),
};

const struct field grant_seen_fields[] = {
	FIELD(struct grant_seen, id),
	FIELD_AS(struct grant_seen, uid, "person", .doc = "id of the person"),
	FIELD(struct grant_seen, name, .label = "姓名"),
	FIELD(struct grant_seen, role, .label = "岗位", .words = role_words, .labels = role_labels),
	FIELD(struct grant_seen, place, .doc = "division code"),
	FIELD(struct grant_seen, place_name, .label = "在哪里"),
	FIELD(struct grant_seen, given_by, .label = "谁给的"),
	FIELD(struct grant_seen, at, .label = "什么时候给的", .as = AS_MOMENT,
              .doc = "seconds UTC"),
	RECORD("Grant", "A role that somebody holds somewhere."),
};

struct account_row *auth_accounts(struct ctx *c, const struct account_query *asked, size_t *count,
                                  const char **next)
{
	struct account_query q = *asked;
	if (!text_empty(q.phone))
		q.index = crypto_index(c->keys, c->mem, "phone", q.phone);
	if (!text_empty(q.name))
		q.part = text_fold(c->mem, q.name);
	q.limit = LIMIT_PAGE + 1;
	struct account_row *rows = sql_auth_accounts(c, &q, count);
	*next = NULL;
	if (*count > LIMIT_PAGE) {
		*count = LIMIT_PAGE;
		*next = rows[LIMIT_PAGE - 1].uid;
	}
	for (size_t i = 0; i < *count; i++) {
		rows[i].phone = sealed_veil(c, "person", "phone", rows[i].uid, rows[i].phone, 3, 4);
		rows[i].duties = duty_opens(c, rows[i].person);
		rows[i].roles = duty_labels(c, rows[i].duties);
	}
	return rows;
}

struct grant_seen *grant_seen_list(struct ctx *c, const char *person, int64_t role, int64_t after,
                                   size_t *count, int64_t *next)
{
	struct grant_seen *rows = sql_auth_grants(c, person, role, after, LIMIT_PAGE + 1, count);
	*next = 0;
	if (*count > LIMIT_PAGE) {
		*count = LIMIT_PAGE;
		*next = rows[LIMIT_PAGE - 1].row;
	}
	for (size_t i = 0; i < *count; i++)
		rows[i].id = arena_printf(c->mem, "%lld", (long long)rows[i].row);
	return rows;
}
