/* Stories of the public text: written by whoever answers for it, never taken from the resident. */
#include "menu_case.h"
#include "order_case.h"
#include "probe.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "features/order/order.h"
#include "web/show.h"

#define PRIVATE "示例甲婆婆独居，白天在家，想学微信"

/* Entered by the station, `more` among its members; it waits for review. */
static const char *entered(struct world *w, const char *more)
{
	const char *json = arena_printf(
		w->mem,
		"{\"kind\":\"wish\",\"title\":\"" PRIVATE "\",\"detail\":\"住三组 5 号\","
		"\"category\":\"repair\",\"place\":\"" VILLAGE "\",\"submit\":true,%s,"
		"\"beneficiary\":{\"name\":\"示例甲婆婆\",\"phone\":\"19911110009\"},"
		"\"consent\":{\"by\":\"女儿示例丁\",\"how\":\"电话\"}}",
		more);
	if (world_ask(w, STATION, POST, "/orders", json) != 201)
		fail_msg("%d %s", w->status, w->body);
	return world_get(w, "id");
}

static const char *agreed(struct world *w)
{
	return entered(w, "\"public_ok\":true");
}

static int approve(struct world *w, const char *id, const char *json)
{
	return world_askf(w, REVIEWER, POST, json, "/orders/%s/approve", id);
}

static int publish(struct world *w, const char *id, const char *json)
{
	return world_askf(w, DISPATCHER, POST, json, "/orders/%s/publish", id);
}

/* Nothing of the resident's own words on any page or in any answer that everybody gets. */
static void nothing_is_told(struct world *w, const char *id)
{
	static const char *const words[] = {"甲婆婆", "独居", "白天在家", "学微信", "示例丁", NULL};
	const char *const paths[] = {"/wall",
	                             "/orders",
	                             "/search?q=微信",
	                             "/search?q=独居",
	                             "/orders?q=微信",
	                             "/wall?q=独居",
	                             arena_printf(w->mem, "/orders/%s", id),
	                             NULL};
	for (const char *const *p = paths; *p; p++) {
		world_ask(w, GUEST, GET, *p, NULL);
		for (const char *const *word = words; *word; word++)
			if (!strstr(*p, *word) && strstr(w->body, *word))
				fail_msg("%s in the answer of %s", *word, *p);
	}
	world_page(w, GUEST, "/");
	for (const char *const *word = words; *word; word++)
		LACKS(*word);
}

static void without_a_public_title_nothing_goes_public(struct world *w)
{
	static const char *const without[] = {"{}",
	                                      "{\"public_title\":\"\"}",
	                                      "{\"public_title\":\"　 \"}",
	                                      "{\"public_title\":null}",
	                                      "{\"public_detail\":\"教老人用手机\"}",
	                                      NULL};
	const char *id = agreed(w);
	for (const char *const *json = without; *json; json++) {
		assert_int_equal(approve(w, id, *json), 422);
		HAS("\"field\":\"public_title\"");
		assert_string_equal(case_state(w, id), "submitted");
	}
	nothing_is_told(w, id);
	assert_int_equal(approve(w, id, "{\"public_title\":\"想学用手机\"}"), 200);
	assert_string_equal(world_get(w, "state"), "wall");
	world_ask(w, GUEST, GET, "/wall", NULL);
	HAS("想学用手机");
	nothing_is_told(w, id);
}

static void what_never_is_public_needs_no_public_title(struct world *w)
{
	const char *closed = entered(w, "\"public_ok\":false");
	assert_int_equal(approve(w, closed, "{}"), 200);
	assert_string_equal(world_get(w, "state"), "open");
	assert_int_equal(publish(w, closed, "{\"public_title\":\"想学用手机\"}"), 409);
	case_script(w, "UPDATE category SET never_public = 1 WHERE word = 'health'");
	const char *kept = agreed(w);
	assert_int_equal(approve(w, kept, "{\"category\":\"health\"}"), 200);
	assert_string_equal(world_get(w, "state"), "open");
	nothing_is_told(w, kept);
}

static void publishing_asks_for_the_text_as_approving_does(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN); /* approved with a text, for later */
	assert_int_equal(publish(w, id, "{}"), 422);
	HAS("\"field\":\"public_title\"");
	assert_int_equal(publish(w, id, "{\"public_title\":\"示例resident家的屋顶\"}"), 422);
	HAS("示例resident");
	assert_int_equal(publish(w, id, "{\"public_title\":\"修屋顶\"}"), 200);
	world_ask(w, GUEST, GET, "/wall", NULL);
	HAS("修屋顶");
	LACKS("漏雨");
	/* Taken down and put up again: an emptied explanation is gone. */
	case_must(w, DISPATCHER, id, ACT_WITHDRAW);
	assert_int_equal(
		publish(w, id, "{\"public_title\":\"修屋顶\",\"public_detail\":\"带梯子\"}"), 200);
	case_must(w, DISPATCHER, id, ACT_WITHDRAW);
	assert_int_equal(publish(w, id, "{\"public_title\":\"修屋顶\"}"), 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders WHERE public_detail IS NULL"),
	                 1);
}

static void what_would_lead_to_a_door_is_refused(struct world *w)
{
	static const struct {
		const char *title, *detail, *field;
	} rows[] = {
		{PRIVATE, "", "public_title"},
		{"示例甲婆婆想学用手机", "", "public_title"},
		{"示例 甲　婆婆想学用手机", "", "public_title"},
		{"示例丁的母亲想学用手机", "", "public_title"},      /* who agreed */
		{"示例station登记：想学用手机", "", "public_title"}, /* who entered it */
		{"想学用手机", "请打 199 1111 0009", "public_detail"},
		{"想学用手机，三组5号", "", "public_title"},
		{"想学用手机", "三栋２单元501室", "public_detail"},
		{"一个人住，想学用手机", "", "public_title"},
		{"想学用手机", "白天在家，随时来", "public_detail"},
		{"想学用手机", "空 巢", "public_detail"},
	};
	const char *id = agreed(w);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *json = arena_printf(w->mem,
		                                "{\"public_title\":\"%s\",\"public_detail\":\"%s\","
		                                "\"public_kin\":true}",
		                                rows[i].title, rows[i].detail);
		if (approve(w, id, json) != 422)
			fail_msg("%s / %s: %d", rows[i].title, rows[i].detail, w->status);
		HAS(arena_printf(w->mem, "\"field\":\"%s\"", rows[i].field));
	}
	assert_string_equal(case_state(w, id), "submitted");
}

static void kinship_words_need_a_tick(struct world *w)
{
	const char *id = agreed(w);
	assert_int_equal(approve(w, id, "{\"public_title\":\"奶奶想学用手机\"}"), 422);
	HAS("\"field\":\"public_kin\"");
	HAS("奶奶");
	assert_int_equal(
		approve(w, id, "{\"public_title\":\"奶奶想学用手机\",\"public_kin\":false}"), 422);
	assert_int_equal(
		approve(w, id, "{\"public_title\":\"奶奶想学用手机\",\"public_kin\":true}"), 200);
	assert_string_equal(world_get(w, "state"), "wall");
}

static void the_same_words_typed_by_the_reviewer_may_be_public(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	assert_int_equal(publish(w, id, "{\"public_title\":\"屋顶漏雨，想请人看看\"}"), 200);
	assert_string_equal(world_get(w, "state"), "wall");
}

static void the_form_is_empty_and_proposes_nothing_he_said(struct world *w)
{
	const char *id = agreed(w);
	struct browser b = probe_browser(w, REVIEWER);
	const char *page = arena_printf(w->mem, "/orders/%s", id);
	const char *act = arena_printf(w->mem, "/orders/%s/approve", id);
	assert_int_equal(probe_get(w, &b, page), 200);
	HAS("求助人同意公开。点“审核通过”就发布到心愿墙");
	HAS("name=\"public_title\" aria-required=\"true\"");
	HAS("id=\"take-approve\">甲镇 甲村的微心愿：");
	LACKS("f-approve-public_kin");
	assert_int_equal(probe_post(w, &b, act, "public_title=&public_detail="), 422);
	HAS("请写公开标题");
	assert_int_equal(probe_post(w, &b, act, "public_title=奶奶想学用手机&public_detail="), 422);
	HAS("type=\"checkbox\" value=\"1\" id=\"f-approve-public_kin\"");
	HAS("value=\"奶奶想学用手机\"");
	assert_int_equal(
		probe_post(w, &b, act, "public_title=奶奶想学用手机&public_kin=0&public_kin=1"),
		303);
	const char *closed = entered(w, "\"public_ok\":false");
	assert_int_equal(probe_get(w, &b, arena_printf(w->mem, "/orders/%s", closed)), 200);
	HAS("求助人没有同意公开：审核通过后只派单");
	LACKS("name=\"public_title\"");
}

/* Texts of before the rule: not put before anybody again, and gone with a new category. */
static void an_inherited_text_is_not_offered_again(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_script(w, "UPDATE orders SET public_title = title, published = 1, "
	               "title = '" PRIVATE "', public_detail = NULL");
	case_script(w, "UPDATE orders SET public_title = title");
	struct browser b = probe_browser(w, DISPATCHER);
	assert_int_equal(probe_get(w, &b, arena_printf(w->mem, "/orders/%s/log", id)), 200);
	HAS("id=\"f-publish-public_title\" name=\"public_title\" aria-required=\"true\" "
	    "aria-describedby=\"f-publish-public_title-h\" value=\"\"");
	assert_int_equal(world_askf(w, DISPATCHER, POST, "{\"category\":\"health\"}",
	                            "/orders/%s/reroute", id),
	                 200);
	nothing_is_told(w, id);
	assert_int_equal(world_count(w, "SELECT published FROM orders"), 0);
	assert_int_equal(probe_get(w, &b, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("不合规定，已不再公开");
}

/* The list of what everybody may read and an office writes, but for the texts of orders above: a new one gets
 * its row. A landline is welcome. */
static const struct open_text {
	enum who who;
	const char *path, *field;
} open_texts[] = {
	{REVIEWER, "/teams", "name"},
	{REVIEWER, "/teams", "about"},
	{SYSADMIN, "/places", "name"},
	{SYSADMIN, "/places/" VILLAGE "/rename", "name"},
	{LEADER, "/menu", "title"},
	{LEADER, "/menu", "about"},
	{REVIEWER, "/menu/ITEM/retire", "reason"},
	{STATION, "/news", "title"},
	{STATION, "/news", "body"},
	{DISPATCHER, "/surveys", "title"},
	{DISPATCHER, "/surveys", "about"},
	{SYSADMIN, "/settings", "brand"},
	{SYSADMIN, "/settings", "office"},
};

static bool refused_at(struct world *w, const struct open_text *t, const char *item,
                       const char *text)
{
	bool setting = text_equal(t->path, "/settings");
	const char *json = setting ? arena_printf(w->mem, "{\"name\":\"%s\",\"value\":\"%s\"}",
	                                          t->field, text)
	                           : arena_printf(w->mem, "{\"%s\":\"%s\"}", t->field, text);
	const char *path = strstr(t->path, "ITEM") ? arena_printf(w->mem, "/menu/%s/retire", item)
	                                           : t->path;
	world_ask(w, t->who, POST, path, json);
	return w->status == 422 &&
	       strstr(w->body, arena_printf(w->mem, "\"field\":\"%s\"", t->field));
}

static void what_everybody_may_read_has_no_private_number(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1,\"period\":\"day\"");
	for (size_t i = 0; i < sizeof open_texts / sizeof *open_texts; i++) {
		const struct open_text *t = &open_texts[i];
		if (!refused_at(w, t, item, "示例服务队请打１９９ 1234 5678"))
			fail_msg("%s %s: %d %s", t->path, t->field, w->status, w->body);
		if (strcmp(t->field, "name") != 0 &&
		    refused_at(w, t, item, "示例服务队请打0734-1234567"))
			fail_msg("%s %s refuses a landline: %s", t->path, t->field, w->body);
	}
}

/* `visit` is known; whatever lies within a week of it could be counted back to it. */
static void no_time_of_the_visit(struct world *w, const char *id, int64_t visit)
{
	static const char *const members[] = {"starts_at", "ends_at",     "deadline",
	                                      "due",       "wanted_from", "on_the_way_at"};
	assert_int_equal(world_askf(w, GUEST, GET, NULL, "/orders/%s", id), 200);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (strcmp(world_get(w, members[i]), "0") != 0)
			fail_msg("%s tells of %lld: %s", members[i], (long long)visit, w->body);
	assert_int_equal(world_page(w, GUEST, arena_printf(w->mem, "/orders/%s", id)), 200);
	LACKS("还剩");
	LACKS("已超");
	LACKS(show_time(w->mem, visit));
	assert_int_equal(world_page(w, GUEST, "/orders"), 200);
	LACKS("还剩");
}

static void a_guest_cannot_compute_when_somebody_comes(struct world *w)
{
	const char *id = case_order(w, ORDER_WALL);
	assert_int_equal(world_askf(w, GUEST, GET, NULL, "/orders/%s", id), 200);
	assert_string_not_equal(world_get(w, "deadline"), "0"); /* until when one may claim */
	world_later(2 * DAY);
	case_must(w, LEADER, id, ACT_CLAIM);
	no_time_of_the_visit(w, id, clock_now());
	case_must(w, LEADER, id, ACT_SCHEDULE);
	no_time_of_the_visit(w, id, clock_now());
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s", id), 200);
	assert_string_not_equal(world_get(w, "deadline"), "0");
	case_must(w, LEADER, id, ACT_START);
	no_time_of_the_visit(w, id, clock_now());
	case_must(w, LEADER, id, ACT_COMPLETE);
	no_time_of_the_visit(w, id, clock_now());
	world_later(0);
}

/* The same members for everybody, of one and in a list; what the asker may not see is null or 0. */
static const char members[] =
	"id number kind form title detail category state state_label urgency place place_title "
	"people wanted_from wanted_until public_ok public_title public_detail deadline due asked "
	"team team_name person leader starts_at ends_at report score comment verdict_by "
	"verdict_how merged merged_id service queue on_the_way_at late_minutes created revision "
	"actions";

static void an_order_has_the_same_members_for_everybody(struct world *w)
{
	static const enum who all[] = {GUEST, RESIDENT, STATION, LEADER, REVIEWER};
	const char *id = agreed(w);
	assert_int_equal(approve(w, id, "{\"public_title\":\"教老人用手机\"}"), 200);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		ASK(all[i], GET, 200, NULL, "/orders/%s", id);
		assert_string_equal(world_members(w, ""), members);
		assert_string_equal(world_get(w, "id"), id);
		assert_string_equal(world_get(w, "form"), "service");
		assert_int_equal(*world_get(w, "number") == 0,
		                 all[i] != STATION && all[i] != REVIEWER);
		ASK(all[i], GET, 200, NULL, "/wall");
		assert_string_equal(world_members(w, "items.0"), members);
	}
}

#define STORIES(X)                                                                                 \
	X(without_a_public_title_nothing_goes_public)                                              \
	X(what_never_is_public_needs_no_public_title)                                              \
	X(publishing_asks_for_the_text_as_approving_does)                                          \
	X(what_would_lead_to_a_door_is_refused)                                                    \
	X(kinship_words_need_a_tick)                                                               \
	X(the_same_words_typed_by_the_reviewer_may_be_public)                                      \
	X(the_form_is_empty_and_proposes_nothing_he_said)                                          \
	X(an_inherited_text_is_not_offered_again)                                                  \
	X(what_everybody_may_read_has_no_private_number)                                           \
	X(a_guest_cannot_compute_when_somebody_comes)                                              \
	X(an_order_has_the_same_members_for_everybody)
STORIES(STORY)
#define LISTED(name) TOLD(name),
const struct CMUnitTest order_public_tests[] = {STORIES(LISTED)};
const size_t order_public_tests_count = sizeof order_public_tests / sizeof *order_public_tests;
