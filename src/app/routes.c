#include "app/routes.h"

#include "features/attendance/attendance_web.h"
#include "features/auth/auth_web.h"
#include "features/dispatch/dispatch_web.h"
#include "features/message/message.h"
#include "features/message/message_web.h"
#include "features/order/order_web.h"
#include "features/person/me_web.h"
#include "features/person/person_web.h"
#include "features/place/place_web.h"
#include "features/team/team_web.h"
#include "web/ops.h"

#include <stddef.h>

const struct route *const routes_all[] = {
	order_home_routes, order_routes,  order_desk_routes, dispatch_routes,
	attendance_routes, auth_routes,   auth_admin_routes, me_routes,
	message_routes,    person_routes, team_routes,       place_routes,
	ops_routes,        NULL,
};

/* clang-format off */
const struct nav routes_nav[] = {
	/* section     path           icon         label         group    needs            tab */
	{"home",      "/",           "home",      "首页",       NULL,    PERM_PUBLIC,     true},
	{"wall",      "/wall",       "heart",     "心愿墙",     NULL,    PERM_PUBLIC,     true},
	{"order",     "/orders/new", "plus",      "我要点单",   NULL,    PERM_PUBLIC,     true},
	{"mine",      "/mine",       "list",      "我的单",     NULL,    PERM_PUBLIC,     true},
	{"me",        "/me",         "user",      "我的",       NULL,    PERM_PUBLIC,     true},
	{"review",    "/review",     "ok",        "心愿审核",   "五单",  ORDER_REVIEW,    false},
	{"dispatch",  "/dispatch",   "send",      "派单台",     "五单",  ORDER_DISPATCH,  false},
	{"orders",    "/orders",     "list",      "订单",       "五单",  ORDER_LOG,       false},
	{"callbacks", "/callbacks",  "phone",     "回访",       "五单",  ORDER_CALLBACK,  false},
	{"work",      "/work",       "dash",      "队长工作台", "队伍",  ORDER_SERVE,     false},
	{"teams",     "/teams",      "users",     "队伍",       "队伍",  TEAM_READ,       false},
	{"people",    "/people",     "user",      "人员",       "队伍",  PERSON_READ,     false},
	{"places",    "/places",     "building",  "乡镇与村站", "县域",  PLACE_READ,      false},
	{"accounts",  "/accounts",   "settings",  "账号",       "系统",  ACCOUNT_MANAGE,  false},
	{"grants",    "/grants",     "shield",    "授权",       "系统",  GRANT_MANAGE,    false},
	{"audit",     "/audit",      "book",      "审计",       "系统",  AUDIT_READ,      false},
	{0},
};
/* clang-format on */

int64_t routes_unread(struct ctx *c)
{
	return message_unread(c);
}
