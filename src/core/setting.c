#include "core/setting.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "gen/core.sql.h"

/* clang-format off */
const struct setting setting_table[] = {
	{"brand", "文明实践云", 0, 0, "页面上的平台名称", ""},
	{"office", "新时代文明实践中心", 0, 0, "页脚与凭据上的单位名称", ""},
	{"hotline", "", 0, 0, "页面上的求助电话，空着就不显示", ""},
	{"session.staff_idle", "30", 10, 1440, "工作人员多久没有操作就退出登录", "分钟"},
	{"session.staff_hours", "12", 1, 72, "工作人员登录一次最长用多久", "小时"},
	{"session.idle_days", "7", 1, 90, "其他人多久没有操作就退出登录", "天"},
	{"session.days", "30", 1, 365, "其他人登录一次最长用多久", "天"},
	{"session.api_days", "90", 1, 366, "给程序用的令牌最长用多久", "天"},
	{"verdict.bad_score", "2", 0, 4, "评价不高于多少就要回访", "分"},
	{"verdict.sample_percent", "5", 0, 100, "满意的单子抽多少来回访", "%"},
	{"order.reopen_days", "30", 0, 365, "收单后多久以内可以重开", "天"},
	{"offer.low", "1", 1, 10, "急缓是“低”的单子最多同时问几家", "家"},
	{"offer.normal", "1", 1, 10, "急缓是“中”的单子最多同时问几家", "家"},
	{"offer.high", "2", 1, 10, "急缓是“高”的单子最多同时问几家", "家"},
	{"offer.urgent", "3", 1, 10, "急缓是“急”的单子最多同时问几家", "家"},
	{"dispatch.team_most", "10", 1, 100, "一支队伍手上和等答复的单子到多少就不再推荐", "单"},
	{"dispatch.person_most", "3", 1, 20, "一个人手上和等答复的单子到多少就不再推荐", "单"},
	{"reveal.per_day", "30", 1, 1000, "一个人一天最多查看联系方式多少次", "次"},
	{"wall.public", "1", 0, 1, "不登录也能看心愿墙", ""},
	{"wall.items", "20", 5, 100, "心愿墙一页有多少张", "张"},
	{"wall.turn_hours", "6", 0, 72, "新上墙的心愿先让给认领少的人多久，0 不让", "小时"},
	{"wall.turn_unserved", "3", 1, 50, "认领了还没去服务的到多少就算认领得多", "单"},
	{"wall.turn_claims", "6", 1, 200, "三十天内认领超过多少就算认领得多", "单"},
	{"channel.sms", "1", 0, 1, "给个人发短信", ""},
	{"channel.email", "1", 0, 1, "给个人发电子邮件", ""},
	{0},
};
/* clang-format on */

enum { SETTING_TEXT_MAX = 60 };

const struct setting *setting_find(const char *name)
{
	for (const struct setting *s = setting_table; s->name; s++)
		if (text_equal(s->name, name))
			return s;
	return NULL;
}

static bool setting_is_number(const struct setting *s)
{
	return s->min != 0 || s->max != 0;
}

/* A plain decimal number within the bounds. */
static bool setting_number_ok(const struct setting *s, const char *value)
{
	size_t n = 0;
	while (isdigit((unsigned char)value[n]))
		n++;
	if (n == 0 || n > 9 || value[n])
		return false;
	int64_t i = strtoll(value, NULL, 10);
	return i >= s->min && i <= s->max;
}

const char *setting_text(struct ctx *c, const char *name)
{
	const struct setting *s = setting_find(name);
	if (!s) {
		log_line(LOG_ERROR, "setting unknown", "name", name, NULL);
		return "";
	}
	const char *value = db_text(c->db, c->mem, sql_setting_get, V(name));
	if (value && setting_is_number(s) && !setting_number_ok(s, value))
		value = NULL;
	return value ? value : s->standard;
}

int64_t setting_int(struct ctx *c, const char *name)
{
	return strtoll(setting_text(c, name), NULL, 10);
}

enum err setting_set(struct ctx *c, const char *name, const char *value)
{
	const struct setting *s = setting_find(name);
	if (!s)
		return ctx_refuse(c, ERR_MISSING, NULL, "没有这项设置。");
	value = text_trim(c->mem, value ? value : "");
	if (setting_is_number(s) && !setting_number_ok(s, value))
		return ctx_refuse(c, ERR_INVALID, name, "请填 %lld 到 %lld 之间的整数。",
		                  (long long)s->min, (long long)s->max);
	if (text_length(value) > SETTING_TEXT_MAX)
		return ctx_refuse(c, ERR_INVALID, name, "最多 %d 个字。", SETTING_TEXT_MAX);
	const char *before = setting_text(c, name);
	db_exec(c->db, sql_setting_set, V(name), V(value), V(c->who->uid), V(c->now));
	audit(c, "setting.set", "setting", name, arena_printf(c->mem, "%s -> %s", before, value));
	return OK;
}

const char *setting_note(struct ctx *c, const char *name)
{
	return db_text(c->db, c->mem, sql_setting_get, V(name));
}

void setting_note_set(struct ctx *c, const char *name, const char *value)
{
	if (value)
		db_exec(c->db, sql_setting_set, V(name), V(value), V(""), V(c->now));
	else
		db_exec(c->db, sql_setting_drop, V(name));
}
