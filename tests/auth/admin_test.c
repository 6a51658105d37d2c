/* auth: what the administrators and the auditor do. */
#include "order_case.h"
#include "visitor.h"

#include "base/arena.h"
#include "core/access.h"

#include <string.h>

static void a_locked_account_is_out_at_once(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *lock = arena_printf(w->mem, "/accounts/%s/lock", w->uid[RESIDENT]);
	const char *unlock = arena_printf(w->mem, "/accounts/%s/unlock", w->uid[RESIDENT]);
	visitor_account(w, RESIDENT);
	visitor_sign_in(&b, PHONE, VISITOR_PASSWORD, "");
	assert_int_equal(world_ask(w, SECADMIN, POST, lock, "{\"reason\":\"示例\"}"), 403);
	assert_int_equal(world_ask(w, SYSADMIN, POST, lock, NULL), 422);
	assert_int_equal(world_ask(w, SYSADMIN, POST, lock, "{\"reason\":\"示例\"}"), 200);
	assert_true(visitor_sent_to_sign_in(&b, "/me"));
	assert_int_equal(world_page(w, AUDITOR, "/audit?sort=sign"), 200);
	HAS("<b>示例resident</b>");
	assert_int_equal(visitor_sign_in(&b, PHONE, VISITOR_PASSWORD, ""), 401);
	assert_non_null(strstr(b.page, "已停用"));
	assert_int_equal(world_ask(w, SYSADMIN, POST, unlock, NULL), 200);
	assert_int_equal(visitor_sign_in(&b, PHONE, VISITOR_PASSWORD, ""), 303);
	assert_int_equal(world_ask(w, SYSADMIN, POST,
	                           arena_printf(w->mem, "/accounts/%s/lock", w->uid[SYSADMIN]),
	                           "{\"reason\":\"示例\"}"),
	                 403);
}
STORY(a_locked_account_is_out_at_once)

static void a_letter_opens_an_account_once(struct world *w)
{
	struct browser b = visitor_open(w);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/accounts",
	                           "{\"name\":\"示例新员\",\"phone\":\"19955554444\"}"),
	                 200);
	const char *code = arena_strdup(w->mem, world_get(w, "code"));
	for (int i = 0; i < 2; i++) { /* the code is seen once, by whatever key it is asked for */
		assert_int_equal(
			world_ask_key(w, SYSADMIN, POST, "/accounts",
		                      "{\"name\":\"示例又一员\",\"phone\":\"19955554446\"}",
		                      "letter-000001"),
			200);
		if (i == 0)
			assert_string_not_equal(world_get(w, "code"), "");
		else
			LACKS("code");
	}
	assert_int_equal(
		world_count(w, "SELECT COUNT(*) FROM account a JOIN person p ON p.id = a.person"
	                       " WHERE p.name = '示例新员'"),
		0);
	assert_int_equal(visitor_look(&b, arena_printf(w->mem, "/letter?code=%s", code)), 200);
	assert_int_equal(
		visitor_fill(&b, "/letter", arena_printf(w->mem, "code=%s&password=123", code)),
		422);
	assert_int_equal(
		visitor_fill(&b, "/letter",
	                     arena_printf(w->mem, "code=%s&password=blue kettle 77", code)),
		303);
	assert_int_equal(visitor_sign_in(&b, "19955554444", "blue kettle 77", ""), 303);
	visitor_look(&b, "/sign-in");
	assert_int_equal(
		visitor_fill(&b, "/letter",
	                     arena_printf(w->mem, "code=%s&password=other kettle 8", code)),
		404);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/accounts",
	                           "{\"name\":\"示例新员\",\"phone\":\"19955554444\"}"),
	                 422);
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/accounts",
	                           "{\"name\":\"示例\",\"phone\":\"19955554445\"}"),
	                 403);
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/accounts?q=19955554444", NULL), 200);
	HAS("199****4444");
	assert_int_equal(world_page(w, SYSADMIN, "/accounts"), 200);
}
STORY(a_letter_opens_an_account_once)

static int give(struct world *w, enum who who, enum who whom, const char *role, const char *place)
{
	return world_ask(w, who, POST, "/grants",
	                 arena_printf(w->mem,
	                              "{\"person\":\"%s\",\"role\":\"%s\",\"place\":\"%s\"}",
	                              w->uid[whom], role, place));
}

static void roles_are_given_by_the_security_administrator_never_to_himself(struct world *w)
{
	struct browser b = visitor_open(w);
	visitor_account(w, RESIDENT);
	visitor_sign_in(&b, PHONE, VISITOR_PASSWORD, "");
	assert_int_equal(give(w, SYSADMIN, RESIDENT, "station", VILLAGE), 403);
	assert_int_equal(give(w, SECADMIN, SECADMIN, "sysadmin", "430421"), 403);
	assert_int_equal(give(w, SECADMIN, RESIDENT, "station", TOWN), 422);
	assert_int_equal(give(w, SECADMIN, RESIDENT, "leader", TOWN), 422);
	assert_int_equal(give(w, SECADMIN, RESIDENT, "king", TOWN), 422);
	assert_int_equal(give(w, SECADMIN, RESIDENT, "station", "430421999999"), 422);
	assert_int_equal(give(w, SECADMIN, RESIDENT, "station", VILLAGE), 200);
	assert_int_equal(give(w, SECADMIN, RESIDENT, "station", VILLAGE), 409);
	assert_true(visitor_sent_to_sign_in(&b, "/me"));
	assert_int_equal(visitor_sign_in(&b, PHONE, VISITOR_PASSWORD, ""), 303);
	assert_string_equal(b.location, "/desk");
	assert_int_equal(visitor_look(&b, "/people"), 200);
	int64_t id = world_count(w,
	                         arena_printf(w->mem, "SELECT id FROM grants WHERE person = %lld",
	                                      (long long)w->person[RESIDENT]));
	assert_int_equal(world_askf(w, RESIDENT, POST, NULL, "/grants/%lld/take", (long long)id),
	                 401);
	assert_int_equal(world_askf(w, TOWNSHIP, POST, NULL, "/grants/%lld/take", (long long)id),
	                 403);
	assert_int_equal(world_askf(w, SECADMIN, POST, NULL, "/grants/%lld/take", (long long)id),
	                 200);
	assert_int_equal(world_askf(w, SECADMIN, POST, NULL, "/grants/%lld/take", (long long)id),
	                 404);
	assert_true(visitor_sent_to_sign_in(&b, "/people"));
	int64_t own = world_count(w,
	                          arena_printf(w->mem, "SELECT id FROM grants WHERE person = %lld",
	                                       (long long)w->person[SECADMIN]));
	assert_int_equal(world_askf(w, SECADMIN, POST, NULL, "/grants/%lld/take", (long long)own),
	                 403);
	assert_int_equal(world_page(w, SECADMIN,
	                            arena_printf(w->mem, "/grants?person=%s", w->uid[RESIDENT])),
	                 200);
}
STORY(roles_are_given_by_the_security_administrator_never_to_himself)

static void the_auditor_reads_the_log_and_checks_the_chain(struct world *w)
{
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/places/" VILLAGE "/rename", "{\"name\":\"一村\"}"),
		200);
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/audit", NULL), 403);
	assert_int_equal(world_ask(w, AUDITOR, GET, "/audit?action=place.", NULL), 200);
	HAS("\"place.rename\"");
	LACKS("access.denied");
	assert_int_equal(world_ask(w, AUDITOR, GET, "/audit?subject=" VILLAGE, NULL), 200);
	HAS("\"place.rename\"");
	assert_int_equal(world_ask(w, AUDITOR, GET, "/audit/verify", NULL), 200);
	assert_string_equal(world_get(w, "good"), "true");
	assert_int_equal(world_page(w, AUDITOR, "/audit"), 200);
	assert_int_equal(world_page(w, AUDITOR, "/audit/verify"), 200);
	HAS("日志完整");
}
STORY(the_auditor_reads_the_log_and_checks_the_chain)

static void the_log_speaks_in_sentences_and_is_searched_by_them(struct world *w)
{
	const char *order = case_order(w, ORDER_OPEN);
	const char *number = world_text(
		w, arena_printf(w->mem, "SELECT number FROM orders WHERE uid = '%s'", order));
	ASK(SYSADMIN, POST, 200, "{\"name\":\"reveal.per_day\",\"value\":\"20\"}", "/settings");
	ASK(SECADMIN, POST, 200,
	    arena_printf(w->mem,
	                 "{\"person\":\"%s\",\"role\":\"station\",\"place\":\"" VILLAGE "\"}",
	                 w->uid[VOLUNTEER]),
	    "/grants");
	assert_int_equal(world_page(w, AUDITOR, "/audit"), 200);
	HAS("审核通过");
	HAS(number);
	HAS("，现在是“待派单”");
	HAS("甲镇 甲村");
	HAS("改了设置“一个人一天最多查看联系方式多少次”，从“30”改成“20”");
	HAS("今天，");
	/* each word is found: of the deed, of who did it, of the order */
	assert_int_equal(
		world_page(w, AUDITOR,
	                   arena_printf(w->mem, "/audit?q=%%E5%%AE%%A1%%E6%%A0%%B8%%20%s", number)),
		200);
	HAS("审核通过");
	LACKS("提交 <a");
	LACKS("改了设置");
	/* a kind, with the counts of all kinds */
	assert_int_equal(world_page(w, AUDITOR, "/audit?sort=setting"), 200);
	HAS("改了设置");
	LACKS("审核通过");
	HAS("权限 <span class=\"num\">1</span>");
	/* a day */
	assert_int_equal(world_page(w, AUDITOR, "/audit?until=2020-01-01"), 200);
	HAS("没有找到");
}
STORY(the_log_speaks_in_sentences_and_is_searched_by_them)

const struct CMUnitTest admin_tests[] = {
	TOLD(a_locked_account_is_out_at_once),
	TOLD(a_letter_opens_an_account_once),
	TOLD(roles_are_given_by_the_security_administrator_never_to_himself),
	TOLD(the_auditor_reads_the_log_and_checks_the_chain),
	TOLD(the_log_speaks_in_sentences_and_is_searched_by_them),
};
const size_t admin_tests_count = sizeof admin_tests / sizeof admin_tests[0];
