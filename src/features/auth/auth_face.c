/* auth_face.c - what `auth` declares of itself (core/feature.h). */
#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account.h"
#include "core/deed.h"
#include "core/feature.h"
#include "core/job.h"
#include "features/auth/proposal.h"
#include "features/place/place.h"

#include <stdlib.h>
#include <string.h>

FEATURE(auth);

static const struct follow follows[] = {
	{"proposal", "person", FOLLOW_PERSON,
         .keep = "about the record that went it can no longer be confirmed"},
	{"proposal", "proposer", FOLLOW_PERSON, .keep = "who did it then"},
	{"proposal", "decider", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static bool sweep(struct ctx *c)
{
	proposal_sweep(c);
	return true;
}

static const struct job jobs[] = {
	{"proposals", 5 * MINUTE, 60, .make = sweep},
	{0},
};

/* ---- what the audit log says ---- */

static const char *first_word(struct ctx *c, const char *detail)
{
	return arena_strndup(c->mem, detail, strcspn(detail, " ,;"));
}

/* "reviewer at place 12; password by letter of …": the role, and where. */
static const char *role_at(struct ctx *c, const char *detail)
{
	int64_t role = field_word(role_words, first_word(c, detail));
	const char *at = strstr(detail, " at place ");
	struct place *p = at ? place_get(c, strtoll(at + strlen(" at place "), NULL, 10)) : NULL;
	return role < 0 ? NULL
	       : p      ? arena_printf(c->mem, "%s %s", p->label, role_labels[role])
	                : role_labels[role];
}

/* "give sysadmin; proposal …" */
static const char *matter(struct ctx *c, const char *detail)
{
	const char *word = first_word(c, detail), *rest = detail + strlen(word);
	int64_t kind = field_word(proposal_kind_words, word);
	int64_t role = *rest == ' ' ? field_word(role_words, first_word(c, rest + 1)) : -1;
	return kind < 0   ? NULL
	       : role < 0 ? proposal_kind_labels[kind]
	                  : arena_printf(c->mem, "%s %s", proposal_kind_labels[kind],
	                                 role_labels[role]);
}

static const char *way(struct ctx *c, const char *detail)
{
	static const char *const labels[] = {"本人设的", "凭信设的", "两人确认的",
	                                     "在服务器上设的"};
	int64_t n = field_word(account_way_words, first_word(c, detail));
	return n < 0 ? NULL : labels[n];
}

static const char *days(struct ctx *c, const char *detail)
{
	return first_word(c, detail);
}

/* "csv place=…", "print …": how a list was taken away. */
static const char *sheet_way(struct ctx *c, const char *detail)
{
	return text_equal(first_word(c, detail), "print") ? "打印" : "表格";
}

/* "rows=68872", "rows=12 broken". */
static const char *sheet_rows(struct ctx *c, const char *detail)
{
	const char *n = strchr(detail, '=');
	return n ? arena_printf(c->mem, "%s 行%s", first_word(c, n + 1),
	                        strstr(detail, " broken") ? "，中途断了" : "")
	         : NULL;
}

/* Of the path that it has in the program; lists of a record have the name of none. */
static const char *list_name(struct ctx *c, const char *path)
{
	static const char *const lists[][2] = {
		{"/people", "人员"},        {"/orders", "单子"},
		{"/audit", "操作日志"},     {"/accounts", "账号"},
		{"/grants", "授权"},        {"/teams", "队伍"},
		{"/complaints", "投诉"},    {"/callbacks", "回访"},
		{"/overdue", "超时单"},     {"/places", "乡镇与村站"},
		{"/menu/desk", "供单库"},   {"/news/desk", "资讯公告"},
		{"/surveys", "需求清单"},   {"/qualifications", "资质"},
		{"/proposals", "双人复核"}, {"/deliveries", "消息发送"},
		{"/templates", "消息模板"}, {"/settings", "设置"},
		{"/review", "心愿审核"},    {"/dispatch", "派单台"},
	};
	(void)c;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (text_equal(path, lists[i][0]))
			return lists[i][1];
	return "一个名单";
}

static const struct deed_name named[] = {{"list", list_name, NULL, AUDIT_READ, NULL, NULL}, {0}};
static const struct deed_life lives[] = {{&proposal_life, DEED_POWER}, {0}};
static const struct deed deeds[] = {
	DEED("list.export", DEED_PRIVATE, "导出{}", .more = "：{}", .tell = sheet_way),
	DEED("list.exported", DEED_PRIVATE, "导出完了{}", .more = "：{}", .tell = sheet_rows),
	DEED("account.signin", DEED_SIGN, "登录了", .self = true),
	DEED("account.signin_demo", DEED_SIGN, "用示例账号登录了", .self = true),
	DEED("account.signin_failed", DEED_SIGN, "有人登录{}的账号，密码不对"),
	DEED("account.register_known", DEED_SIGN, "用已经登记过的手机号或证件号注册，没有办成"),
	DEED("account.create", DEED_POWER, "开通了{}的账号", .more = "，密码是{}", .tell = way),
	DEED("account.password", DEED_SIGN, "{}换了密码", .more = "，是{}", .tell = way),
	DEED("account.letter", DEED_POWER, "给{}开了一封设密码的信"),
	DEED("account.lock", DEED_POWER, "停用了{}的账号", .more = "，理由是“{}”"),
	DEED("account.unlock", DEED_POWER, "恢复了{}的账号", .more = "，理由是“{}”"),
	DEED("account.setup", DEED_POWER, "开了第一位管理员的一次性网址"),
	DEED("account.server", DEED_POWER, "在服务器上动了{}的账号"),
	DEED("token.give", DEED_POWER, "给{}开了程序用的令牌", .more = "，{} 天有效", .tell = days),
	DEED("token.end", DEED_POWER, "停了{}的一个程序用的令牌"),
	DEED("grant.give", DEED_POWER, "授予{}角色", .more = "：{}", .tell = role_at),
	DEED("grant.take", DEED_POWER, "收回{}的角色", .more = "：{}", .tell = role_at),
	DEED("proposal.make", DEED_POWER, "提出对{}的账号办一件事", .more = "：{}", .tell = matter),
	DEED("proposal.confirm", DEED_POWER, "确认了对{}的账号提出的事", .more = "：{}",
             .tell = matter),
	DEED("proposal.withdraw", DEED_POWER, "撤回了对{}的账号提出的事", .more = "：{}",
             .tell = matter),
	DEED("proposal.object", DEED_POWER, "{}否认了对自己账号提出的事", .more = "：{}",
             .tell = matter),
	DEED("proposal.expire", DEED_POWER, "对{}的账号提出的事过期作废", .more = "：{}",
             .tell = matter),
	DEED("access.denied", DEED_SIGN, "想办没有权限办的事"),
	{0},
};

const struct feature auth_feature = {
	.name = "auth",
	.routes = auth_paths,
	.follows = follows,
	.jobs = jobs,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
