/* Stories of finding: entries in a row, what may be the same, the slip, silence, "on our way". */
#include "order_case.h"
#include "probe.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/find/find.h"
#include "features/propose/propose.h"
#include "gen/order.sql.h"
#include "web/qr.h"

static const char entry[] = "{\"source\":\"visit\",\"title\":\"屋顶漏雨，想请人看看\",\"category\":"
			    "\"repair\",\"place\":\"" VILLAGE
			    "\",\"beneficiary\":{\"name\":\"示例张甲\",\"phone\":\"19911110001\"},"
			    "\"consent\":{\"by\":\"本人\",\"how\":\"当面\"}}";

static const char form[] = "source=visit&title=%E5%B1%8B%E9%A1%B6%E6%BC%8F%E9%9B%A8&category=repair"
			   "&place=" VILLAGE
			   "&beneficiary.name=%E7%A4%BA%E4%BE%8B%E5%BC%A0%E7%94%B2"
			   "&consent.by=%E6%9C%AC%E4%BA%BA&consent.how=%E7%AD%BE%E5%AD%97";

static const char *id_of_entry(struct world *w)
{
	if (world_ask(w, STATION, POST, "/find", entry) != 201)
		fail_msg("%d %s", w->status, w->body);
	return world_get(w, "id");
}

static void an_entry_becomes_a_submitted_order_with_consent(struct world *w)
{
	const char *id = id_of_entry(w);
	assert_string_equal(world_get(w, "state"), "submitted");
	assert_string_equal(world_get(w, "kind"), "visit");
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders WHERE consent_how = '当面' AND"
	                                " consent_by = '本人' AND consent_at > 0 AND source = 3"),
	                 1);
	assert_int_equal(world_askf(w, GUEST, GET, NULL, "/orders/%s", id), 404);
	assert_int_equal(world_page(w, STATION, "/find"), 200);
	HAS("今天登记的（1）");
}

static void a_call_and_a_counter_keep_their_source(struct world *w)
{
	const char *call = "{\"source\":\"phone\",\"title\":\"想量血压\",\"category\":\"health\","
			   "\"place\":\"" VILLAGE "\",\"beneficiary\":{\"name\":\"示例李乙\"},"
			   "\"consent\":{\"by\":\"本人\",\"how\":\"电话\"}}";
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/find", call), 201);
	assert_string_equal(world_get(w, "kind"), "request");
	assert_int_equal(world_count(w, "SELECT source FROM orders"), 1);
	assert_int_equal(
		world_ask(w, STATION, POST, "/find",
	                  "{\"source\":\"online\",\"title\":\"想量血压\",\"category\":\"health\","
	                  "\"place\":\"" VILLAGE "\",\"beneficiary\":{\"name\":\"示例李乙\"},"
	                  "\"consent\":{\"by\":\"本人\",\"how\":\"电话\"}}"),
		422);
	HAS("请选走访、电话或窗口");
}

static void consent_and_name_are_asked_for_and_the_village_must_be_his(struct world *w)
{
	assert_int_equal(
		world_ask(w, STATION, POST, "/find",
	                  "{\"source\":\"visit\",\"title\":\"屋顶漏雨\",\"category\":\"repair\","
	                  "\"place\":\"" VILLAGE "\"}"),
		422);
	HAS("beneficiary.name");
	HAS("consent.by");
	HAS("consent.how");
	assert_int_equal(world_ask(w, OTHER_STATION, POST, "/find", entry), 403);
	assert_int_equal(world_ask(w, RESIDENT, POST, "/find", entry), 403);
	assert_int_equal(world_ask(w, GUEST, POST, "/find", entry), 401);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 0);
}

static void village_category_and_consent_stay_for_the_next_entry(struct world *w)
{
	struct browser b = probe_browser(w, STATION);
	assert_int_equal(probe_post(w, &b, "/find", form), 303);
	const char *to = arena_strdup(w->mem, w->location);
	assert_non_null(strstr(to, "/find?entered="));
	assert_int_equal(probe_get(w, &b, to), 200);
	HAS("登记好了");
	HAS("value=\"repair\" checked");
	HAS("value=\"签字\"");
	HAS("value=\"" VILLAGE "\"");
	LACKS("value=\"示例张甲\"");
	LACKS("value=\"本人\""); /* nobody has agreed yet */
	assert_int_equal(probe_get(w, &b, "/find"), 200);
	LACKS("value=\"本人\"");
	LACKS("value=\"当面\"");
}

static void one_id_makes_one_order_also_after_signing_in_anew(struct world *w)
{
	const char *sent = arena_printf(w->mem, "%s&_op=browser-made-0001", form);
	struct browser b = probe_browser(w, STATION);
	assert_int_equal(probe_post(w, &b, "/find", sent), 303);
	const char *first = arena_strdup(w->mem, w->location);
	assert_int_equal(probe_post(w, &b, "/find", sent), 303);
	assert_string_equal(w->location, arena_printf(w->mem, "%s&again=1", first));
	struct browser anew = probe_browser(w, STATION);
	assert_int_equal(probe_post(w, &anew, "/find", sent), 303);
	assert_string_equal(w->location, first);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 1);
	struct browser other = probe_browser(w, TOWNSHIP);
	assert_int_equal(probe_post(w, &other, "/find", sent), 303);
	assert_string_not_equal(w->location, first);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 2);
}

/* ---- without a network ---- */

/* The value of data-key on the page of entries. */
static const char *key_of(struct world *w, enum who who)
{
	struct browser b = probe_browser(w, who);
	assert_int_equal(probe_get(w, &b, "/find"), 200);
	const char *at = strstr(w->body, "data-key=\"");
	assert_non_null(at);
	at += strlen("data-key=\"");
	return arena_strndup(w->mem, at, strcspn(at, "\""));
}

static void the_page_kept_for_no_network_is_the_same_for_everybody(struct world *w)
{
	assert_int_equal(probe(w, GET, "/find/offline", NULL, NULL), 200);
	assert_null(probe_header("Set-Cookie"));
	const char *first = arena_strdup(w->mem, w->body);
	HAS("data-queue=\"\"");
	HAS("data-key=\"\"");
	HAS("name=\"_csrf\" value=\"\"");
	LACKS(VILLAGE);
	struct browser b = probe_browser(w, STATION);
	assert_int_equal(probe_get(w, &b, "/find/offline"), 200);
	assert_string_equal(w->body, first);
	assert_null(probe_header("Set-Cookie"));
	w->site.demo = true;
	assert_int_equal(world_page(w, GUEST, "/find/offline"), 200);
	HAS("示例数据");
}

static void what_waits_is_sealed_with_a_key_of_the_account(struct world *w)
{
	const char *mine = key_of(w, STATION);
	assert_int_equal(strlen(mine), 64);
	assert_string_equal(key_of(w, STATION), mine);
	assert_string_not_equal(key_of(w, OTHER_STATION), mine);
}

static void the_script_that_keeps_it_is_asked_for_each_time(struct world *w)
{
	assert_int_equal(probe(w, GET, "/sw.js", NULL, NULL), 200);
	assert_string_equal(probe_header("Cache-Control"), "no-cache");
	assert_non_null(strstr(probe_header("Content-Type"), "javascript"));
	assert_non_null(strstr(probe_header("Content-Security-Policy"), "worker-src 'self'"));
}

/* ---- what may be the same ---- */

static const char like[] = "/orders/similar?place=" VILLAGE
			   "&title=%E6%88%91%E5%AE%B6%E5%B1%8B%E9%A1%B6"
			   "%E6%BC%8F%E9%9B%A8%E4%BA%86"; /* 我家屋顶漏雨了 */

static void like_words_in_the_same_village_are_shown_to_those_who_may_read_it(struct world *w)
{
	id_of_entry(w);
	static const enum who readers[] = {STATION, TOWNSHIP, DISPATCHER};
	static const enum who strangers[] = {RESIDENT, OTHER_STATION, OTHER_TOWNSHIP, VOLUNTEER};
	for (size_t i = 0; i < 3; i++) {
		struct browser b = probe_browser(w, readers[i]);
		assert_int_equal(probe_get(w, &b, like), 200);
		HAS("都说“");
		HAS("屋顶漏雨，想请人看看");
	}
	for (size_t i = 0; i < 4; i++) {
		struct browser b = probe_browser(w, strangers[i]);
		assert_int_equal(probe_get(w, &b, like), 200);
		LACKS("屋顶漏雨");
		HAS("\"likes\":[]");
	}
}

static void the_same_telephone_is_the_same_person_and_is_in_no_address(struct world *w)
{
	id_of_entry(w);
	struct browser b = probe_browser(w, STATION);
	const char *head = arena_printf(w->mem, "Cookie: %s\nPhone: 19911110001", b.cookie);
	const char *other =
		"/orders/similar?title=%E5%B1%8B%E9%A1%B6%E6%BC%8F%E9%9B%A8"; /* 屋顶漏雨 */
	assert_int_equal(probe(w, GET, other, head, NULL), 200);
	HAS("同一个人");
	head = arena_printf(w->mem, "Cookie: %s\nPhone: 19911110009", b.cookie);
	assert_int_equal(probe(w, GET, other, head, NULL), 200);
	HAS("\"likes\":[]");
}

static void the_page_after_submitting_and_the_desk_show_it_and_merge_takes_one_tap(struct world *w)
{
	const char *old = id_of_entry(w);
	const char *number = world_get(w, "number");
	const char *new = id_of_entry(w);
	assert_int_equal(world_page(w, STATION, arena_printf(w->mem, "/orders/%s", new)), 200);
	HAS("可能是同一件事");
	HAS("同一个人");
	LACKS("并入这一单");
	assert_int_equal(world_page(w, REVIEWER, arena_printf(w->mem, "/review?order=%s", new)),
	                 200);
	HAS("并入这一单");
	HAS(number);
	struct browser b = probe_browser(w, REVIEWER);
	assert_int_equal(probe_post(w, &b, arena_printf(w->mem, "/orders/%s/merge", new),
	                            arena_printf(w->mem, "into=%s&reason=same&_sure=1", number)),
	                 303);
	assert_int_equal(world_askf(w, STATION, GET, NULL, "/orders/%s", new), 200);
	assert_string_equal(world_get(w, "state"), "merged");
	assert_int_equal(world_page(w, STATION, arena_printf(w->mem, "/orders/%s", old)), 200);
	LACKS("可能是同一件事");
}

static void an_old_or_closed_order_is_not_the_same(struct world *w)
{
	case_order(w, ORDER_CLOSED);
	struct browser b = probe_browser(w, STATION);
	assert_int_equal(probe_get(w, &b, like), 200);
	HAS("\"likes\":[]");
	id_of_entry(w);
	assert_int_equal(probe_get(w, &b, like), 200);
	HAS("都在");
	world_later(61 * DAY);
	b = probe_browser(w, STATION);
	assert_int_equal(probe_get(w, &b, like), 200);
	HAS("\"likes\":[]");
	world_later(0);
}

/* ---- the category ---- */

static void teach(struct world *w)
{
	for (int i = 0; i < 4; i++)
		case_order(w, ORDER_OPEN); /* 屋顶漏雨: repair */
	world_begin(w, GUEST);
	size_t n;
	struct propose_gram *g = sql_order_drift(&w->c, &n);
	propose_keep(&w->c, g, n);
	assert_int_equal((sql_order_drift(&w->c, &n), n),
	                 0); /* what is kept is what the titles say */
	world_commit(w);
}

static void the_category_is_proposed_from_past_orders(struct world *w)
{
	struct browser b = probe_browser(w, STATION);
	assert_int_equal(probe_get(w, &b, like), 200);
	HAS("\"category\":null");
	teach(w);
	assert_int_equal(world_count(w, "SELECT docs FROM propose_class"), 4);
	assert_int_equal(world_count(w, "SELECT n FROM propose_gram WHERE gram = '漏雨'"), 4);
	assert_int_equal(probe_get(w, &b, like), 200);
	HAS("\"category\":\"repair\"");
	/* the form without a category comes back with the proposal chosen, and says so */
	struct browser r = probe_browser(w, RESIDENT);
	assert_int_equal(
		probe_post(w, &r, "/orders",
	                   "kind=wish&title=%E5%B1%8B%E9%A1%B6%E6%BC%8F%E9%9B%A8&place=" VILLAGE
	                   "&submit=1"),
		422);
	HAS("建议：居家小修");
	HAS("value=\"repair\" checked");
}

static void the_reviewer_is_told_of_another_category(struct world *w)
{
	teach(w);
	const char *wrong = "{\"kind\":\"wish\",\"title\":\"屋顶漏雨，请人看看\",\"category\":"
			    "\"health\",\"place\":\"" VILLAGE "\",\"submit\":true}";
	assert_int_equal(world_ask(w, RESIDENT, POST, "/orders", wrong), 201);
	const char *id = world_get(w, "id");
	assert_int_equal(world_page(w, REVIEWER, arena_printf(w->mem, "/review?order=%s", id)),
	                 200);
	HAS("建议归到“居家小修”");
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id)), 200);
	LACKS("建议归到");
}

static void the_elder_version_leads_to_the_elder_form(struct world *w)
{
	struct browser b = probe_browser(w, RESIDENT);
	assert_int_equal(probe_get(w, &b, "/orders/new"), 200);
	HAS("name=\"category\"");
	b.cookie = arena_printf(w->mem, "%s; mode=elder", b.cookie);
	assert_int_equal(probe_get(w, &b, "/orders/new"), 200);
	HAS("/orders?elder=1");
	LACKS("name=\"category\"");
	assert_int_equal(probe_get(w, &b, "/orders/new?elder=0"), 200);
	HAS("name=\"category\"");
}

static void the_elder_form_takes_one_field(struct world *w)
{
	struct browser b = probe_browser(w, RESIDENT);
	assert_int_equal(probe_get(w, &b, "/orders/new?elder=1"), 200);
	HAS("甲镇 甲村");
	LACKS("name=\"category\"");
	LACKS("beneficiary");
	const char *words =
		"title=%E5%B1%8B%E9%A1%B6%E6%BC%8F%E9%9B%A8%0A%E6%83%B3%E8%AF%B7%E4%BA%BA"
		"&place=" VILLAGE "&submit=1&public_ok=1";
	assert_int_equal(probe_post(w, &b, "/orders?elder=1", words), 422); /* nothing learnt yet */
	HAS("请选一下是哪一类");
	HAS("name=\"category\"");
	teach(w);
	assert_int_equal(probe_post(w, &b, "/orders?elder=1", words), 303);
	assert_int_equal(world_count(w,
	                             "SELECT count(*) FROM orders o JOIN category k ON k.id ="
	                             " o.category WHERE o.title = '屋顶漏雨' AND k.word = 'repair'"
	                             " AND o.state = 1 AND o.public_ok = 1"),
	                 1);
}

/* ---- the slip ---- */

static void a_slip_leads_to_the_prefilled_page(struct world *w)
{
	const char *id = id_of_entry(w), *number = world_get(w, "number");
	const char *path = arena_printf(w->mem, "/orders/%s/slip", id);
	assert_int_equal(world_page(w, STATION, path), 200);
	HAS(number);
	HAS("<svg class=\"qr\"");
	HAS("class=\"a6\"");
	LACKS("19911110001");
	LACKS("示例张甲");
	assert_int_equal(world_page(w, TOWNSHIP, arena_printf(w->mem, "%s?size=a5", path)), 200);
	HAS("class=\"a5\"");
	assert_int_equal(world_page(w, OTHER_STATION, path), 404);
	assert_int_equal(world_page(w, GUEST, arena_printf(w->mem, "/follow?number=%s", number)),
	                 200);
	HAS(arena_printf(w->mem, "value=\"%s\"", number));
}

static void a_code_is_a_picture_and_its_label_is_escaped(struct world *w)
{
	const char *s =
		qr_svg(w->mem, "https://example.org/follow?number=DD20261123-0001", "<查>").markup;
	assert_non_null(strstr(s, "&lt;查&gt;"));
	assert_non_null(
		strstr(s, "viewBox=\"0 0 41 41\"")); /* version 4: 33 modules and the margin */
	char *longer = arena_alloc(w->mem, 4001);
	memset(longer, 'a', 4000);
	assert_null(qr_svg(w->mem, longer, "").markup);
}

/* ---- silence ---- */

static void villages_from_which_nothing_came_are_listed_within_reach(struct world *w)
{
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/find/quiet", NULL), 200);
	HAS("甲村");
	HAS("乙村");
	HAS("\"days\":-1");
	HAS("示例station");
	id_of_entry(w);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/find/quiet", NULL), 200);
	LACKS("甲村");
	HAS("乙村");
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/find/quiet", NULL), 200);
	LACKS("乙村");
	world_later(31 * DAY);
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/find/quiet", NULL), 200);
	HAS("甲村");
	HAS("\"days\":31");
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/find/quiet?days=60", NULL), 200);
	LACKS("甲村");
	assert_int_equal(world_page(w, DISPATCHER, "/find/quiet"), 200);
	HAS("没有来过单子的村：2 个，共 2 个村");
	assert_int_equal(world_ask(w, RESIDENT, GET, "/find/quiet", NULL), 403);
	world_later(0);
}

/* ---- on our way ---- */

static const char *near_visit(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	long long at = (long long)clock_now() + 3 * HOUR;
	assert_int_equal(world_askf(w, LEADER, POST,
	                            arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld}",
	                                         at, at + 7200),
	                            "/orders/%s/schedule", id),
	                 200);
	return id;
}

static void the_serving_side_says_that_it_comes_and_that_it_is_late(struct world *w)
{
	const char *id = near_visit(w);
	int64_t told = world_count(w, "SELECT count(*) FROM inbox");
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/on-the-way", id), 409);
	HAS("两小时");
	assert_int_equal(world_page(w, LEADER, arena_printf(w->mem, "/orders/%s", id)), 200);
	LACKS("我们出发了");
	HAS("30 分钟");
	world_later(HOUR + MINUTE);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/on-the-way", id), 200);
	assert_string_equal(world_get(w, "state"), "scheduled");
	assert_string_not_equal(world_get(w, "on_the_way_at"), "0");
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/on-the-way", id), 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM visit_note"), 1);
	assert_int_equal(world_askf(w, LEADER, POST, "{\"minutes\":30}", "/orders/%s/late", id),
	                 200);
	assert_string_equal(world_get(w, "late_minutes"), "30");
	assert_int_equal(world_count(w, "SELECT count(*) FROM inbox"),
	                 told + 4); /* resident, station */
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("说要晚到约 30 分钟");
	HAS("已出发，在路上");
	LACKS("我们出发了");
	assert_int_equal(world_page(w, LEADER, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("我们出发了");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE to_state = 6"), 1);
}

static void nobody_else_says_it_and_not_at_another_time(struct world *w)
{
	const char *id = near_visit(w);
	assert_int_equal(world_askf(w, OTHER_LEADER, POST, "{}", "/orders/%s/on-the-way", id), 404);
	assert_int_equal(world_askf(w, RESIDENT, POST, "{}", "/orders/%s/on-the-way", id), 403);
	assert_int_equal(world_askf(w, LEADER, POST, "{\"minutes\":900}", "/orders/%s/late", id),
	                 422);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/late", id), 422);
	case_must(w, LEADER, id, ACT_START);
	assert_int_equal(world_askf(w, LEADER, POST, "{\"minutes\":10}", "/orders/%s/late", id),
	                 409);
	const char *far = case_order(w, ORDER_SCHEDULED); /* in more than a day */
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/on-the-way", far), 409);
	assert_int_equal(world_count(w, "SELECT count(*) FROM visit_note"), 0);
}

STORY(an_entry_becomes_a_submitted_order_with_consent)
STORY(a_call_and_a_counter_keep_their_source)
STORY(consent_and_name_are_asked_for_and_the_village_must_be_his)
STORY(village_category_and_consent_stay_for_the_next_entry)
STORY(one_id_makes_one_order_also_after_signing_in_anew)
STORY(the_page_kept_for_no_network_is_the_same_for_everybody)
STORY(what_waits_is_sealed_with_a_key_of_the_account)
STORY(the_script_that_keeps_it_is_asked_for_each_time)
STORY(like_words_in_the_same_village_are_shown_to_those_who_may_read_it)
STORY(the_same_telephone_is_the_same_person_and_is_in_no_address)
STORY(the_page_after_submitting_and_the_desk_show_it_and_merge_takes_one_tap)
STORY(an_old_or_closed_order_is_not_the_same)
STORY(the_category_is_proposed_from_past_orders)
STORY(the_reviewer_is_told_of_another_category)
STORY(the_elder_version_leads_to_the_elder_form)
STORY(the_elder_form_takes_one_field)
STORY(a_slip_leads_to_the_prefilled_page)
STORY(a_code_is_a_picture_and_its_label_is_escaped)
STORY(villages_from_which_nothing_came_are_listed_within_reach)
STORY(the_serving_side_says_that_it_comes_and_that_it_is_late)
STORY(nobody_else_says_it_and_not_at_another_time)

const struct CMUnitTest find_tests[] = {
	TOLD(an_entry_becomes_a_submitted_order_with_consent),
	TOLD(a_call_and_a_counter_keep_their_source),
	TOLD(consent_and_name_are_asked_for_and_the_village_must_be_his),
	TOLD(village_category_and_consent_stay_for_the_next_entry),
	TOLD(one_id_makes_one_order_also_after_signing_in_anew),
	TOLD(the_page_kept_for_no_network_is_the_same_for_everybody),
	TOLD(what_waits_is_sealed_with_a_key_of_the_account),
	TOLD(the_script_that_keeps_it_is_asked_for_each_time),
	TOLD(like_words_in_the_same_village_are_shown_to_those_who_may_read_it),
	TOLD(the_same_telephone_is_the_same_person_and_is_in_no_address),
	TOLD(the_page_after_submitting_and_the_desk_show_it_and_merge_takes_one_tap),
	TOLD(an_old_or_closed_order_is_not_the_same),
	TOLD(the_category_is_proposed_from_past_orders),
	TOLD(the_reviewer_is_told_of_another_category),
	TOLD(the_elder_version_leads_to_the_elder_form),
	TOLD(the_elder_form_takes_one_field),
	TOLD(a_slip_leads_to_the_prefilled_page),
	TOLD(a_code_is_a_picture_and_its_label_is_escaped),
	TOLD(villages_from_which_nothing_came_are_listed_within_reach),
	TOLD(the_serving_side_says_that_it_comes_and_that_it_is_late),
	TOLD(nobody_else_says_it_and_not_at_another_time),
};
const size_t find_tests_count = sizeof find_tests / sizeof *find_tests;
