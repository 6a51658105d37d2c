#include "app/routes.h"

#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "features/auth/proposal.h"
#include "features/message/message.h"
#include "features/order/order_web.h"
#include "features/overview/overview_web.h"
#include "features/place/place.h"
#include "web/ops.h"
#include "web/page.h"
#include "web/route.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { TABLES = 100 };
static struct route_room room;
const struct route *const routes_all[] = {room.rows, NULL};

/* Before main(): commands and tests read the table without a server. */
__attribute__((constructor)) static void gather(void)
{
	static const struct route *tables[TABLES];
	size_t n = 0;
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct route *const *t = (*f)->routes; t && *t; t++) {
			if (n == TABLES - 2) /* the program's own and the end */
				abort();
			tables[n++] = *t;
		}
	tables[n] = ops_routes;
	route_flatten(tables, &room);
}

/* clang-format off */
const struct openapi_tag routes_tags[] = {
	{"orders",         "Orders, from the draft to the verdict"},
	{"wall",           "The wish wall: orders that everybody may take"},
	{"categories",     "Kinds of help"},
	{"find",           "Orders entered for somebody else; villages from which nothing comes"},
	{"menu",           "What can be ordered, where and when"},
	{"surveys",        "What villages are asked whether they need it"},
	{"dispatch",       "Several orders offered at once"},
	{"activities",     "Who comes to a visit"},
	{"callbacks",      "Orders that wait for a call back"},
	{"complaints",     "Complaints and their answers"},
	{"desk",           "Numbers of the five orders, and what waits for the caller"},
	{"search",         "Everything the caller may see, by part of its words"},
	{"teams",          "Teams, their members, calendar and record"},
	{"people",         "People, as far as the office knows them"},
	{"me",             "Who is signed in: what he has, can do and wants"},
	{"inbox",          "Messages to the caller"},
	{"qualifications", "Papers that wait to be confirmed"},
	{"gates",          "Papers that a category asks for"},
	{"places",         "The county, its townships and villages"},
	{"news",           "News, from the draft to the page"},
	{"overdue",        "Orders past their time"},
	{"limits",         "How long things may take"},
	{"what-if",        "How many orders another limit would have made late"},
	{"holidays",       "Days that are no working days"},
	{"settings",       "Settings of the county"},
	{"templates",      "The words of messages"},
	{"deliveries",     "Messages that went out"},
	{"accounts",       "Accounts, their letters and locks"},
	{"grants",         "Who holds which role where"},
	{"proposals",      "What takes two"},
	{"audit",          "Who did what"},
	{"openapi",        "This description"},
	{0},
};

const struct nav routes_nav[] = {
	/* section     path           icon         label         group    needs            tab */
	{"desk",      "/desk",       "dash",      "工作台",     "办理",  ORDER_LOG,       false},
	{"work",      "/work",       "dash",      "队长工作台", "办理",  ORDER_SERVE,     false},
	{"review",    "/review",     "ok",        "心愿审核",   "办理",  ORDER_REVIEW,    false},
	{"dispatch",  "/dispatch",   "send",      "派单台",     "办理",  ORDER_DISPATCH,  false},
	{"callbacks", "/callbacks",  "phone",     "回访",       "办理",  ORDER_CALLBACK,  false},
	{"complaints", "/complaints", "warn",     "投诉",       "办理",  COMPLAINT_READ,  false},
	{"overdue",   "/overdue",    "alarm",     "超时单",     "办理",  ORDER_LOG,       false},
	{"orders",    "/orders",     "list",      "单子",       "查找",  ORDER_LOG,       false},
	{"find",      "/find",       "search",    "寻单登记",   "查找",  ORDER_ENTER,     false},
	{"search",    "/search",     "search",    "搜索",       "查找",  ORDER_LOG,       false},
	{"menu",      "/menu/desk",  "list",      "供单库",     "查找",  MENU_PROPOSE,    false},
	{"survey",    "/surveys",    "check2",    "需求清单",   "查找",  ORDER_LOG,       false},
	{"quiet",     "/find/quiet", "map",       "没动静的村", "查找",  ORDER_LOG,       false},
	{"whatif",    "/what-if",    "adj",       "时限测算",   "查找",  ORDER_LOG,       false},
	{"teams",     "/teams",      "users",     "队伍",       "队伍",  TEAM_READ,       false},
	{"people",    "/people",     "user",      "人员",       "队伍",  PERSON_READ,     false},
	{"papers",    "/qualifications","certificate","资质核实","队伍", PERSON_VOUCH,    false},
	{"places",    "/places",     "building",  "乡镇与村站", "县域",  PLACE_READ,      false},
	{"news",      "/news/desk",  "speak",     "资讯公告",   "县域",  NEWS_WRITE,      false},
	{"limits",    "/limits",     "clock",     "时限",       "县域",  LIMIT_READ,      false},
	{"holidays",  "/holidays",   "cal",       "节假日",     "县域",  LIMIT_READ,      false},
	{"settings",  "/settings",   "adj",       "设置",       "系统",  SETTING_MANAGE,  false},
	{"templates", "/templates",  "msg",       "消息模板",   "系统",  SETTING_MANAGE,  false},
	{"deliveries","/deliveries", "send",      "消息发送",   "系统",  SETTING_MANAGE,  false},
	{"gates",     "/gates",      "shield",    "服务门槛",   "系统",  SETTING_MANAGE,  false},
	{"accounts",  "/accounts",   "settings",  "账号",       "系统",  ACCOUNT_MANAGE,  false},
	{"grants",    "/grants",     "shield",    "授权",       "系统",  GRANT_MANAGE,    false},
	{"proposals", "/proposals",  "check2",    "双人复核",   "系统",  PROPOSAL_MANAGE, false},
	{"audit",     "/audit",      "book",      "操作日志",   "系统",  AUDIT_READ,      false},
	{"home",      "/",           "home",      "首页",       NULL,    PERM_PUBLIC,     true},
	{"wall",      "/wall",       "heart",     "心愿墙",     NULL,    PERM_PUBLIC,     true},
	{"order",     "/orders/new", "plus",      "我要点单",   NULL,    PERM_PUBLIC,     true},
	{"mine",      "/mine",       "list",      "我的单",     NULL,    PERM_PUBLIC,     true},
	{"me",        "/me",         "user",      "我的",       NULL,    PERM_PUBLIC,     true},
	{"help",      "/help",       "info",      "帮助",       NULL,    PERM_PUBLIC,     false},
	{0},
};

/* A reader of several roles has the doors of the first that is his. */
const struct nav_doors routes_doors[] = {
	{ROLE_REVIEWER,   {"desk", "review", "callbacks", "orders"}},
	{ROLE_DISPATCHER, {"desk", "dispatch", "find", "orders"}},
	{ROLE_TOWNSHIP,   {"desk", "review", "dispatch", "orders"}},
	{ROLE_STATION,    {"desk", "find", "orders", "people"}},
	{ROLE_VIEWER,     {"desk", "orders", "quiet", "teams"}},
	{ROLE_AUDITOR,    {"audit", "proposals", "desk", "orders"}},
	{ROLE_SYSADMIN,   {"accounts", "settings", "deliveries", "places"}},
	{ROLE_SECADMIN,   {"grants", "proposals", "teams", "me"}},
	{ROLE_LEADER,     {"work", "menu", "teams", "wall"}},
	{0},
};
/* clang-format on */

int64_t routes_unread(struct ctx *c)
{
	return message_unread(c);
}

int64_t routes_waiting(struct ctx *c, const char *section)
{
	return text_equal(section, "proposals") ? proposal_waiting(c)
	                                        : overview_badge(c, section, PAGE_WAITS);
}

const char *routes_place(struct ctx *c, const char *code)
{
	struct place *p = place_asked(c, code);
	return p ? place_title(c, p->id) : NULL;
}

bool routes_hears(struct req *rq, const char *topic)
{
	if (text_equal(topic, "wall"))
		return true;
	if (text_equal(topic, "desk"))
		return access_reach(rq->c.who, ORDER_LOG) != REACH_NONE;
	return text_starts(topic, "order:") && order_hears(rq, topic + strlen("order:"));
}
