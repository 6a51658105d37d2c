/* auth: signing in, registering, passwords, as a browser sees it. */
#include "visitor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/token.h"
#include "features/auth/auth.h"
#include "store/db.h"
#include "web/rate.h"
#include "web/throttle.h"

#include <string.h>

static void a_phone_and_a_password_sign_in(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *phone = visitor_account(w, RESIDENT);
	assert_true(visitor_sent_to_sign_in(&b, "/me"));
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, ""), 303);
	assert_string_equal(b.location, "/");
	assert_int_equal(visitor_look(&b, "/me"), 200);
	assert_non_null(strstr(b.page, "示例resident"));
	assert_null(strstr(b.page, phone));
	assert_int_equal(visitor_fill(&b, "/sign-out", ""), 303);
	assert_true(visitor_sent_to_sign_in(&b, "/me"));
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM session WHERE ended IS NOT NULL"), 1);
	assert_int_equal(
		world_count(w, "SELECT COUNT(*) FROM audit WHERE action = 'account.signin'"), 1);
}
STORY(a_phone_and_a_password_sign_in)

static void each_role_begins_at_its_desk(struct world *w)
{
	static const struct {
		enum who who;
		const char *path;
	} rows[] = {{DISPATCHER, "/desk"},   {REVIEWER, "/desk"},   {TOWNSHIP, "/desk"},
	            {STATION, "/desk"},      {VIEWER, "/desk"},     {AUDITOR, "/audit"},
	            {SYSADMIN, "/accounts"}, {SECADMIN, "/grants"}, {LEADER, "/work"},
	            {VOLUNTEER, "/"}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct browser b = visitor_open(w);
		visitor_sign_in(&b, visitor_account(w, rows[i].who), VISITOR_PASSWORD, "");
		assert_string_equal(b.location, rows[i].path);
	}
}
STORY(each_role_begins_at_its_desk)

static void next_leads_only_to_this_site(struct world *w)
{
	static const char *const away[] = {"//evil.example",   "https://evil.example",
	                                   "/\\evil.example",  "javascript:alert(1)",
	                                   "/%2fevil.example", "evil"};
	const char *phone = visitor_account(w, RESIDENT);
	struct browser b = visitor_open(w);
	visitor_sign_in(&b, phone, VISITOR_PASSWORD, "/me?x=1");
	assert_string_equal(b.location, "/me?x=1");
	for (size_t i = 0; i < sizeof(away) / sizeof(away[0]); i++) {
		struct browser c = visitor_open(w);
		visitor_sign_in(&c, phone, VISITOR_PASSWORD, away[i]);
		assert_string_equal(c.location, "/");
	}
}
STORY(next_leads_only_to_this_site)

static void a_wrong_password_and_an_unknown_phone_answer_alike(struct world *w)
{
	struct browser b = visitor_open(w), c = visitor_open(w);
	c.source = "192.0.2.2";
	visitor_account(w, RESIDENT);
	assert_int_equal(visitor_sign_in(&b, PHONE, "wrong password", ""), 401);
	assert_non_null(strstr(b.page, "手机号或密码不对"));
	assert_non_null(strstr(b.page, PHONE));
	assert_null(strstr(b.page, "wrong password"));
	assert_int_equal(visitor_sign_in(&c, "19912345678", "wrong password", ""), 401);
	assert_non_null(strstr(c.page, "手机号或密码不对"));
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM signin"), 2);
	assert_int_equal(
		world_count(w, "SELECT COUNT(*) FROM audit WHERE action = 'account.signin_failed'"),
		2);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM session WHERE kind = 0"), 0);
}
STORY(a_wrong_password_and_an_unknown_phone_answer_alike)

static void guessing_is_slowed_down_for_that_network_only(struct world *w)
{
	struct browser b = visitor_open(w), owner = visitor_open(w);
	owner.source = "198.51.100.7";
	visitor_account(w, RESIDENT);
	for (int i = 0; i < 5; i++)
		assert_int_equal(visitor_sign_in(&b, PHONE, "wrong password", ""), 401);
	assert_int_equal(visitor_sign_in(&b, PHONE, VISITOR_PASSWORD, ""), 429);
	assert_int_equal(visitor_sign_in(&owner, PHONE, VISITOR_PASSWORD, ""), 303);
	world_later(HOUR);
	assert_int_equal(visitor_sign_in(&b, PHONE, VISITOR_PASSWORD, ""), 303);
}
STORY(guessing_is_slowed_down_for_that_network_only)

static void a_form_without_its_token_signs_nobody_in(struct world *w)
{
	struct browser b = visitor_open(w);
	visitor_account(w, RESIDENT);
	visitor_look(&b, "/sign-in");
	strcpy(b.csrf, "0000");
	assert_int_equal(
		visitor_fill(&b, "/sign-in",
	                     arena_printf(w->mem, "phone=" PHONE "&password=%s", VISITOR_PASSWORD)),
		403);
	assert_true(visitor_sent_to_sign_in(&b, "/me"));
}
STORY(a_form_without_its_token_signs_nobody_in)

static const char resident[] = "name=示例新人&phone=19955556666&home=" VILLAGE
			       "&birth=1980-05-06&password=blue kettle 77&consent=1";

static void a_resident_registers_and_signs_in(struct world *w)
{
	struct browser b = visitor_open(w);
	assert_int_equal(visitor_look(&b, "/register"), 200);
	assert_int_equal(visitor_fill(&b, "/register", resident), 303);
	assert_string_equal(b.location, "/sign-in?registered=1");
	assert_int_equal(visitor_sign_in(&b, "19955556666", "blue kettle 77", ""), 303);
	assert_int_equal(visitor_look(&b, "/me"), 200);
	assert_non_null(strstr(b.page, "示例新人"));
	assert_int_equal(world_count(w, "SELECT volunteer FROM person WHERE name = '示例新人'"), 0);
	assert_int_equal(world_count(w, "SELECT home FROM person WHERE name = '示例新人'"), 4);
}
STORY(a_resident_registers_and_signs_in)

static void registering_does_not_tell_who_is_known(struct world *w)
{
	struct browser b = visitor_open(w);
	int64_t before = world_count(w, "SELECT COUNT(*) FROM person");
	visitor_account(w, RESIDENT);
	visitor_look(&b, "/register");
	assert_int_equal(visitor_fill(&b, "/register",
	                              "name=示例新人&phone=" PHONE "&birth=1980-05-06&"
	                              "password=blue kettle 77&consent=1"),
	                 303);
	assert_string_equal(b.location, "/sign-in?registered=1");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person"), before);
	assert_int_equal(visitor_sign_in(&b, PHONE, "blue kettle 77", ""), 401);
	/* The same with an ID number that is kept already. */
	static const char volunteer[] =
		"&volunteer=1&id_number=999000198001010117&password=blue kettle 77&consent=1";
	visitor_look(&b, "/register");
	assert_int_equal(
		visitor_fill(&b, "/register",
	                     arena_printf(w->mem, "name=示例志愿&phone=19955556666%s", volunteer)),
		303);
	assert_int_equal(
		visitor_fill(&b, "/register",
	                     arena_printf(w->mem, "name=示例另人&phone=19955557777%s", volunteer)),
		303);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person"), before + 1);
	assert_int_equal(
		world_count(w,
	                    "SELECT COUNT(*) FROM person WHERE name = '示例志愿' AND volunteer = 1"
	                    " AND number IS NOT NULL"),
		1);
}
STORY(registering_does_not_tell_who_is_known)

static void what_is_wrong_at_registering_is_said_beside_the_field(struct world *w)
{
	static const struct {
		const char *form, *says;
	} rows[] = {
		{"name=示例新人&phone=19955556666&birth=1980-05-06&password=blue kettle 77",
	         "请勾选"},
		{"name=示例新人&phone=19955556666&birth=1980-05-06&password=password&consent=1",
	         "密码"},
		{"name=示例新人&phone=19955556666&birth=1980-05-06&password=short&consent=1",
	         "密码"},
		{"name=示例新人&phone=123&birth=1980-05-06&password=blue kettle 77&consent=1",
	         "11 位"},
		{"name=示例新人&phone=19955556666&birth=1980-02-30&password=blue kettle "
	         "77&consent=1",
	         "日期"},
		{"name=示例新人&phone=19955556666&password=blue kettle 77&consent=1", "出生日期"},
		{"name=示例新人&phone=19955556666&volunteer=1&birth=1980-05-06&password=blue "
	         "kettle 77&consent=1",
	         "实名"},
		{"name=示例新人&phone=19955556666&id_number=999000198001010118&password=blue "
	         "kettle 77&consent=1",
	         "校验码"},
		{"name=示例新人&phone=19955556666&birth=2999-05-06&password=blue kettle "
	         "77&consent=1",
	         "不能晚于"},
		{"name=示例新人&phone=19955556666&home=430421999999&birth=1980-05-06&password=blue "
	         "kettle 77&consent=1",
	         "没有这个地区"},
		{"name=示例新人&phone=19955556666&birth=1980-05-06&password=blue kettle "
	         "77&consent=1&role=sysadmin",
	         "没有这一项"},
	};
	struct browser b = visitor_open(w);
	int64_t before = world_count(w, "SELECT COUNT(*) FROM person");
	visitor_look(&b, "/register");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(visitor_fill(&b, "/register", rows[i].form), 422);
		if (!strstr(b.page, rows[i].says))
			fail_msg("%s", rows[i].form);
		assert_non_null(strstr(b.page, "示例新人"));
		assert_null(strstr(b.page, "blue kettle"));
	}
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person"), before);
}
STORY(what_is_wrong_at_registering_is_said_beside_the_field)

static void a_child_under_fourteen_needs_a_guardian(struct world *w)
{
	static const char guardian[] =
		"&guardian_name=示例家长&guardian_phone=19955558888&guardian_consent=1";
	struct browser b = visitor_open(w);
	struct day d = clock_local(clock_now());
	const char *child = "name=示例孩子&phone=19955556666&birth=%04d-%02d-%02d&password=blue "
			    "kettle 77&consent=1%s";
	d.mday = d.mday > 28 ? 28 : d.mday;
	visitor_look(&b, "/register");
	assert_int_equal(
		visitor_fill(&b, "/register",
	                     arena_printf(w->mem, child, d.year - 13, d.month, d.mday, "")),
		422);
	assert_non_null(strstr(b.page, "监护人"));
	assert_int_equal(visitor_fill(&b, "/register",
	                              arena_printf(w->mem, child, d.year - 13, d.month, d.mday,
	                                           "&guardian_name=示例家长&guardian_consent=1")),
	                 422);
	assert_int_equal(
		visitor_fill(&b, "/register",
	                     arena_printf(w->mem, child, d.year - 13, d.month, d.mday, guardian)),
		303);
	assert_int_equal(world_count(w,
	                             "SELECT COUNT(*) FROM person WHERE consent_by = '监护人' AND "
	                             "consent_how = '监护人网上同意'"),
	                 1);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM guardian WHERE entered_by = 0"), 1);
	assert_int_equal(
		world_count(w,
	                    "SELECT COUNT(*) FROM person WHERE consent_how LIKE '%19955558888%'"),
		0);
	assert_int_equal(visitor_fill(&b, "/register",
	                              arena_printf(w->mem,
	                                           "name=示例少年&phone=19955556667&birth=%04d-%"
	                                           "02d-%02d&password=blue kettle 77&consent=1",
	                                           d.year - 14, d.month, d.mday)),
	                 303);
}
STORY(a_child_under_fourteen_needs_a_guardian)

static void the_first_administrator_is_made_once_by_a_code(struct world *w)
{
	struct browser b = visitor_open(w);
	db_script(w->db, "DELETE FROM grants WHERE role IN (8, 9, 10)");
	world_begin(w, GUEST);
	const char *code = token_make(&w->c, "first-admin", NULL, HOUR);
	world_commit(w);
	assert_int_equal(visitor_look(&b, "/setup?code=guess"), 404);
	assert_int_equal(visitor_look(&b, arena_printf(w->mem, "/setup?code=%s", code)), 200);
	const char *form = arena_printf(
		w->mem, "code=%s&name=示例首管&phone=19955559999&password=blue kettle 77", code);
	assert_int_equal(
		visitor_fill(&b, "/setup",
	                     arena_printf(w->mem,
	                                  "code=%s&name=示例首管&phone=19955559999&password=123",
	                                  code)),
		422);
	assert_int_equal(visitor_fill(&b, "/setup", form), 303);
	assert_string_equal(b.location, "/grants");
	assert_int_equal(visitor_look(&b, "/grants"), 200);
	assert_int_equal(visitor_look(&b, "/accounts"), 403);
	struct browser again = visitor_open(w);
	assert_int_equal(visitor_look(&again, arena_printf(w->mem, "/setup?code=%s", code)), 404);
	visitor_look(&again, "/sign-in");
	assert_int_equal(visitor_fill(&again, "/setup", form), 404);
	assert_int_equal(
		world_count(w, arena_printf(w->mem, "SELECT COUNT(*) FROM grants WHERE role = %d",
	                                    ROLE_SECADMIN)),
		1);
}
STORY(the_first_administrator_is_made_once_by_a_code)

static void a_changed_password_ends_the_other_sessions(struct world *w)
{
	struct browser b = visitor_open(w), other = visitor_open(w);
	visitor_account(w, RESIDENT);
	visitor_sign_in(&b, PHONE, VISITOR_PASSWORD, "");
	visitor_sign_in(&other, PHONE, VISITOR_PASSWORD, "");
	assert_int_equal(visitor_look(&b, "/password"), 200);
	assert_int_equal(
		visitor_fill(&b, "/password", "old=wrong one here&password=blue kettle 77"), 422);
	assert_int_equal(
		visitor_fill(&b, "/password",
	                     arena_printf(w->mem, "old=%s&password=12345678", VISITOR_PASSWORD)),
		422);
	assert_int_equal(visitor_look(&other, "/me"), 200);
	visitor_look(&b, "/password");
	assert_int_equal(visitor_fill(&b, "/password",
	                              arena_printf(w->mem, "old=%s&password=blue kettle 77",
	                                           VISITOR_PASSWORD)),
	                 303);
	assert_int_equal(visitor_look(&b, "/me"), 200);
	assert_true(visitor_sent_to_sign_in(&other, "/me"));
	assert_int_equal(visitor_sign_in(&other, PHONE, "blue kettle 77", ""), 303);
}
STORY(a_changed_password_ends_the_other_sessions)

static void an_open_page_is_no_place_to_guess_the_password(struct world *w)
{
	struct browser b = visitor_open(w);
	w->site.throttle = throttle_new(w->mem, 1);
	visitor_sign_in(&b, visitor_account(w, RESIDENT), VISITOR_PASSWORD, "");
	visitor_look(&b, "/password");
	for (int i = 0; i < 5; i++)
		assert_int_equal(
			visitor_fill(&b, "/password", "old=wrong one here&password=blue kettle 77"),
			422);
	assert_int_equal(visitor_fill(&b, "/password",
	                              arena_printf(w->mem, "old=%s&password=blue kettle 77",
	                                           VISITOR_PASSWORD)),
	                 429);
	assert_non_null(strstr(b.page, "试得太多了"));
}
STORY(an_open_page_is_no_place_to_guess_the_password)

/* Wrong tries of one network, each with a phone of its own. */
static int guess(struct browser *b, int i)
{
	return visitor_fill(
		b, "/sign-in",
		arena_printf(b->w->mem, "phone=1990001%04d&password=wrong one here", i));
}

/* So many tries of the network before these, without their hashes. */
static void tried(struct browser *b, enum rate r, int n)
{
	struct req rq = {.site = &b->w->site, .c = {.mem = b->w->mem, .source = b->source}};
	while (n--)
		assert_int_equal(rate_take(&rq, r), OK);
}

static void who_tries_many_phones_is_slowed_as_one(struct world *w)
{
	struct browser b = visitor_open(w), next = visitor_open(w), other = visitor_open(w);
	const char *phone = visitor_account(w, RESIDENT);
	int last = 401;
	w->site.throttle = throttle_new(w->mem, 1);
	b.source = "2001:db8::1";
	next.source = "2001:db8::2"; /* the same /64 */
	other.source = "2001:db8:0:1::1";
	tried(&b, RATE_SIGN_IN, 57);
	visitor_look(&b, "/sign-in");
	for (int i = 0; i < 10 && last == 401; i++)
		last = guess(&b, i);
	assert_int_equal(last, 429);
	assert_int_equal(visitor_sign_in(&next, phone, VISITOR_PASSWORD, ""), 429);
	assert_non_null(strstr(next.page, "登录出错的次数太多"));
	assert_int_equal(visitor_sign_in(&other, phone, VISITOR_PASSWORD, ""), 303);
}
STORY(who_tries_many_phones_is_slowed_as_one)

/* What succeeds is not counted: a hall of thirty people signs in as often as it likes. */
static void what_succeeds_is_given_back(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *phone = visitor_account(w, RESIDENT);
	w->site.throttle = throttle_new(w->mem, 1);
	tried(&b, RATE_SIGN_IN, 59);
	for (int i = 0; i < 4; i++)
		assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, ""), 303);
}
STORY(what_succeeds_is_given_back)

static void one_network_registers_forty_and_no_more(struct world *w)
{
	struct browser b = visitor_open(w);
	w->site.throttle = throttle_new(w->mem, 1);
	tried(&b, RATE_REGISTER, 37);
	visitor_look(&b, "/register");
	int made = 0, last = 303;
	for (int i = 0; i < 6 && last == 303; i++) {
		if (i < 3) /* what is refused is not counted */
			assert_int_equal(visitor_fill(&b, "/register", "name=示例甲"), 422);
		last = visitor_fill(&b, "/register",
		                    arena_printf(w->mem,
		                                 "name=示例甲&phone=1990002%04d&birth=1990-01-01"
		                                 "&password=blue kettle 77&consent=1",
		                                 i));
		made += last == 303;
	}
	assert_int_equal(made, 3);
	assert_int_equal(last, 429);
}
STORY(one_network_registers_forty_and_no_more)

/* The wait after wrong tries is measured, not read off a clock that somebody sets. */
static void a_clock_that_is_set_does_not_end_a_wait(struct world *w)
{
	struct browser b = visitor_open(w);
	const char *phone = visitor_account(w, RESIDENT);
	visitor_sign_in(&b, phone, "wrong one here", "");
	world_begin(w, GUEST);
	db_script(w->db, "UPDATE signin SET failed = 40");
	world_commit(w);
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, ""), 429);
	clock_step(6 * HOUR);
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, ""), 429);
	clock_step(-6 * HOUR);
	world_later(16 * MINUTE);
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, ""), 303);
	clock_step(0);
}
STORY(a_clock_that_is_set_does_not_end_a_wait)

static void one_click_signs_in_only_in_the_demonstration(struct world *w)
{
	struct browser b = visitor_open(w);
	struct demo_account accounts[] = {
		{.role = "township",
	         .label = "乡镇所",
	         .name = "示例township",
	         .place = "甲镇",
	         .phone = "19900000009",
	         .person = w->person[TOWNSHIP]},
	};
	struct demo_accounts all = {accounts, 1};
	visitor_look(&b, "/sign-in");
	assert_null(strstr(b.page, "示例账号"));
	assert_int_equal(visitor_fill(&b, "/sign-in/demo", "role=township"), 404);
	w->site.demo_accounts = &all;
	assert_int_equal(visitor_fill(&b, "/sign-in/demo", "role=township"), 404);
	w->site.demo = true;
	visitor_look(&b, "/sign-in");
	assert_non_null(strstr(b.page, "示例账号"));
	assert_int_equal(visitor_fill(&b, "/sign-in/demo", "role=king"), 422);
	assert_int_equal(visitor_fill(&b, "/sign-in/demo", "role=township"), 303);
	assert_string_equal(b.location, "/desk");
	assert_int_equal(visitor_look(&b, "/people"), 200);
	w->site.demo = false;
	w->site.demo_accounts = NULL;
}
STORY(one_click_signs_in_only_in_the_demonstration)

const struct CMUnitTest auth_tests[] = {
	TOLD(a_phone_and_a_password_sign_in),
	TOLD(each_role_begins_at_its_desk),
	TOLD(next_leads_only_to_this_site),
	TOLD(a_wrong_password_and_an_unknown_phone_answer_alike),
	TOLD(guessing_is_slowed_down_for_that_network_only),
	TOLD(a_form_without_its_token_signs_nobody_in),
	TOLD(a_resident_registers_and_signs_in),
	TOLD(registering_does_not_tell_who_is_known),
	TOLD(what_is_wrong_at_registering_is_said_beside_the_field),
	TOLD(a_child_under_fourteen_needs_a_guardian),
	TOLD(the_first_administrator_is_made_once_by_a_code),
	TOLD(a_changed_password_ends_the_other_sessions),
	TOLD(an_open_page_is_no_place_to_guess_the_password),
	TOLD(who_tries_many_phones_is_slowed_as_one),
	TOLD(what_succeeds_is_given_back),
	TOLD(one_network_registers_forty_and_no_more),
	TOLD(a_clock_that_is_set_does_not_end_a_wait),
	TOLD(one_click_signs_in_only_in_the_demonstration),
};
const size_t auth_tests_count = sizeof auth_tests / sizeof auth_tests[0];
