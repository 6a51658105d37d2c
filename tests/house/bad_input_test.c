/* What goes wrong in a county office: each is answered with a clear sentence, and nothing is lost or half
 * done. (2,000 people on the last place: menu_test.c; somebody who dies or moves: depart_test.c.) */
#include "menu_case.h"
#include "order_case.h"
#include "probe.h"
#include <stdio.h>

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "core/outbox.h"

static void script(struct world *w, const char *sql)
{
	world_begin(w, GUEST);
	db_script(w->db, sql);
	world_commit(w);
}

static const char *encoded(struct world *w, const char *text)
{
	struct buf b = BUF(w->mem);
	for (const unsigned char *s = (const unsigned char *)text; *s; s++)
		buf_printf(&b, "%%%02X", *s);
	return buf_str(&b);
}

static const char *times(struct world *w, const char *piece, size_t n)
{
	struct buf b = BUF(w->mem);
	for (size_t i = 0; i < n; i++)
		buf_text(&b, piece);
	return buf_str(&b);
}

/* The form of /orders/new as a resident's browser sends it. */
static int order_by_form(struct world *w, const char *title, const char *detail)
{
	struct browser b = probe_browser(w, RESIDENT);
	return probe_post(w, &b, "/orders",
	                  arena_printf(w->mem,
	                               "title=%s&detail=%s&category=repair&place=" VILLAGE
	                               "&submit=1",
	                               encoded(w, title), encoded(w, detail)));
}

/* ---- texts ---- */

static void whatever_is_typed_is_kept_or_refused_with_a_sentence_and_all_of_it(struct world *w)
{
	static const struct {
		const char *title, *kept,
			*says; /* kept: as it is stored; says: refused beside the title */
	} rows[] = {
		{"𠮷先生的屋顶漏雨", "𠮷先生的屋顶漏雨", NULL},
		{"阿依古丽·买买提的水管", "阿依古丽·买买提的水管", NULL},
		{"修水管 👨‍👩‍👧 谢谢", "修水管 👨‍👩‍👧 谢谢",
	         NULL},
		{"屋顶漏雨\t三组\t", "屋顶漏雨 三组", NULL}, /* a row of a table */
		{"\xEF\xBB\xBF屋顶漏雨", "屋顶漏雨", NULL},  /* byte order mark */
		{"电话\u202D19911110001\u202C屋顶", "电话19911110001屋顶", NULL},
		{"\u202E雨漏顶屋", "雨漏顶屋", NULL},
		{"\u2066屋顶\u2069\u200B漏雨", "屋顶漏雨", NULL},
		{"　屋顶漏雨　", "屋顶漏雨", NULL},
		{"屋顶漏雨\r\n三组", NULL, "只能写一行"},
		{"漏", NULL, "至少 2 个字"},
		{"\u202E\u202C", NULL, "请填写"},
		{"坏\x01了的字", NULL, "不能识别"},
		{"坏\xFF了的字", NULL, "不能识别"},
		{"\x7F屋顶漏雨", NULL, "不能识别"},
	};
	int64_t made = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *detail = arena_printf(w->mem, "里屋漏得厉害 %zu", i);
		int status = order_by_form(w, rows[i].title, detail);
		if (status != (rows[i].kept ? 303 : 422))
			fail_msg("%s: %d", rows[i].title, status);
		made += rows[i].kept != NULL;
		assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), made);
		if (!rows[i].kept) {
			HAS(rows[i].says);
			HAS(arena_printf(w->mem, "%s</textarea>",
			                 detail)); /* what was typed elsewhere stands there again */
			HAS("f-title-e");
			continue;
		}
		assert_int_equal(
			world_count(w, arena_printf(w->mem,
		                                    "SELECT count(*) FROM orders WHERE id = "
		                                    "(SELECT max(id) FROM orders) AND title = '%s'",
		                                    rows[i].kept)),
			1);
	}
}

static void a_pasted_table_stays_a_table_in_the_long_text(struct world *w)
{
	const char *table = "姓名\t组\t要什么\r\n示例甲\t三组\t修灯\r\n示例乙\t五组\t量血压\r\n";
	assert_int_equal(order_by_form(w, "村里两户的事", table), 303);
	const char *path = arena_strdup(w->mem, w->location);
	assert_int_equal(world_ask(w, RESIDENT, GET, path, NULL), 200);
	if (!strstr(w->body, "姓名\\u0009组\\u0009要什么\\n示例甲\\u0009三组\\u0009修灯\\n示例乙\\u"
	                     "0009五组\\u0009量血压"))
		fail_msg("%s", w->body);
}

static void ten_thousand_words_are_kept_and_more_are_given_back(struct world *w)
{
	const char *full = times(w, "愿", 10000), *over = times(w, "愿", 10001);
	assert_int_equal(order_by_form(w, "一个很长的心愿", full), 303);
	const char *path = arena_strdup(w->mem, w->location);
	assert_int_equal(world_ask(w, RESIDENT, GET, path, NULL), 200);
	HAS(full);
	assert_int_equal(order_by_form(w, "一个更长的心愿", over), 422);
	HAS("详细说明最多 10000 个字，现在 10001 个");
	HAS(over);
	HAS("value=\"一个更长的心愿\"");
	assert_int_equal(order_by_form(w, "一个太长的心愿", times(w, "愿", 40000)), 413);
	HAS("返回");
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 1);
}

static void a_name_is_one_name_however_its_dot_was_typed(struct world *w)
{
	static const char *const dots[] = {"·", "•", "‧", "・", "･", "∙", "⋅", " · ", "．"};
	for (size_t i = 0; i < sizeof dots / sizeof *dots; i++) {
		const char *entry = arena_printf(
			w->mem,
			"{\"name\":\"阿依古丽%s买买提\",\"phone\":\"19911110009\",\"home\":"
			"\"" VILLAGE
			"\",\"consent\":{\"by\":\"本人\",\"how\":\"当面\",\"at\":\"2026-01-02\"}}",
			dots[i]);
		if (world_ask(w, STATION, POST, "/people", entry) != 201)
			fail_msg("%s: %d %s", dots[i], w->status, w->body);
		assert_string_equal(world_get(w, "name"), "阿依古丽·买买提");
		world_ask(w, STATION, GET,
		          arena_printf(w->mem, "/people?q=%s",
		                       encoded(w, arena_printf(w->mem, "古丽%s买", dots[i]))),
		          NULL);
		HAS("阿依古丽·买买提");
	}
	assert_int_equal(world_count(w, "SELECT count(*) FROM person WHERE name LIKE '阿依古丽%'"),
	                 1);
}

/* ---- the same form twice ---- */

static void the_same_wish_sent_again_from_a_page_printed_anew_is_one_order(struct world *w)
{
	assert_int_equal(order_by_form(w, "屋顶漏雨", "东头"), 303);
	const char *first = arena_strdup(w->mem, w->location);
	assert_int_equal(order_by_form(w, "屋顶漏雨", "东头"), 303);
	assert_string_equal(w->location, arena_printf(w->mem, "%s?again=1", first));
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 1);
	assert_int_equal(world_page(w, RESIDENT, w->location), 200);
	HAS("没有重复提交");
	assert_int_equal(world_page(w, RESIDENT, first), 200);
	LACKS("没有重复提交");
	/* Another text, another person, or ten minutes later: another order. */
	assert_int_equal(order_by_form(w, "屋顶漏雨", "西头"), 303);
	struct browser b = probe_browser(w, OTHER_RESIDENT);
	assert_int_equal(probe_post(w, &b, "/orders",
	                            arena_printf(w->mem,
	                                         "title=%s&detail=%s&category=repair&place=" VILLAGE
	                                         "&submit=1",
	                                         encoded(w, "屋顶漏雨"), encoded(w, "东头"))),
	                 303);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 3);
	world_later(11 * MINUTE);
	assert_int_equal(order_by_form(w, "屋顶漏雨", "东头"), 303);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 4);
	world_later(0);
}

static void what_was_cancelled_may_be_asked_for_again_at_once(struct world *w)
{
	assert_int_equal(order_by_form(w, "屋顶漏雨", "东头"), 303);
	assert_int_equal(world_ask(w, RESIDENT, POST,
	                           arena_printf(w->mem, "%s/cancel", w->location),
	                           "{\"reason\":\"点错了\"}"),
	                 200);
	assert_int_equal(order_by_form(w, "屋顶漏雨", "东头"), 303);
	assert_null(strstr(w->location, "again"));
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 2);
}

/* ---- two hands on one order ---- */

static void of_two_dispatchers_the_second_is_told_what_the_first_did(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	world_askf(w, DISPATCHER, GET, NULL, "/orders/%s", id);
	const char *seen = arena_strdup(w->mem, world_get(w, "revision"));
	assert_int_equal(case_act(w, TOWNSHIP, id, ACT_PUBLISH), 200);
	const char *late = arena_printf(w->mem, "{\"team\":\"%s\",\"revision\":%s}", w->team_uid_a,
	                                seen);
	assert_int_equal(world_askf(w, DISPATCHER, POST, late, "/orders/%s/offer", id), 409);
	assert_string_equal(world_get(w, "state"), "wall");
	assert_int_equal(
		world_askf(w, DISPATCHER, POST,
	                   arena_printf(w->mem, "{\"reason\":\"改派\",\"revision\":%s}", seen),
	                   "/orders/%s/withdraw", id),
		409);
	HAS("刚刚被别人改动了");
	assert_string_equal(case_state(w, id), "wall");
	/* Both press the same button. */
	const char *other = case_order(w, ORDER_OPEN);
	case_must(w, TOWNSHIP, other, ACT_PUBLISH);
	assert_int_equal(case_act(w, DISPATCHER, other, ACT_PUBLISH), 409);
	assert_string_equal(world_get(w, "state"), "wall");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE action = 9"), 2);
}

static void an_offer_to_a_team_that_is_dissolved_leads_nowhere(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	const char *dissolve = arena_printf(w->mem, "/teams/%s/dissolve", w->team_uid_a);
	if (world_ask(w, TOWNSHIP, POST, dissolve, "{\"reason\":\"并队\"}") != 409)
		fail_msg("dissolved with an offer waiting: %d %s", w->status, w->body);
	HAS("待接或服务中");
	/* Dissolved behind the platform's back: nothing can be accepted or offered any more. */
	script(w, "UPDATE team SET state = 4");
	assert_int_equal(case_act(w, LEADER, id, ACT_ACCEPT), 422);
	HAS("不能接单");
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_int_equal(case_act(w, DISPATCHER, id, ACT_OFFER), 422);
	HAS("不能接单");
	assert_string_equal(case_state(w, id), "open");
}

/* ---- visits ---- */

static int schedule(struct world *w, enum who who, const char *id, int64_t at, const char *more)
{
	return world_askf(w, who, POST,
	                  arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld%s}",
	                               (long long)at, (long long)(at + 2 * HOUR), more),
	                  "/orders/%s/schedule", id);
}

static void nobody_is_wanted_at_two_places(struct world *w)
{
	int64_t at = clock_now() + DAY;
	const char *one = case_order(w, ORDER_ACCEPTED), *two = case_order(w, ORDER_ACCEPTED);
	const char *along = arena_printf(w->mem, ",\"members\":[\"%s\"]", w->uid[MEMBER]);
	const char *leads = arena_printf(w->mem, ",\"leader\":\"%s\"", w->uid[MEMBER]);
	assert_int_equal(schedule(w, LEADER, one, at, along), 200);
	static const struct {
		int64_t after; /* the second visit begins so long after the first, which takes two hours */
		int status;
	} rows[] = {{0, 422}, {HOUR, 422}, {-HOUR, 422}, {2 * HOUR - 60, 422}, {2 * HOUR, 200}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(schedule(w, LEADER, two, at + rows[i].after, leads),
		                 rows[i].status);
		if (rows[i].status == 422) {
			HAS("\"field\":\"leader\"");
			HAS("那个时间已经排了“屋顶漏雨");
			assert_string_equal(case_state(w, two), "accepted");
		}
	}
	/* Moved into one another it is refused as well; with itself a visit does not clash. */
	assert_int_equal(world_askf(w, LEADER, POST,
	                            arena_printf(w->mem,
	                                         "{\"starts_at\":%lld,\"ends_at\":%lld,\"members\":"
	                                         "[\"%s\"]}",
	                                         (long long)(at + HOUR), (long long)(at + 3 * HOUR),
	                                         w->uid[MEMBER]),
	                            "/orders/%s/reschedule", one),
	                 422);
	HAS("members");
	assert_int_equal(world_askf(w, LEADER, POST,
	                            arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld}",
	                                         (long long)(at - HOUR), (long long)(at + HOUR)),
	                            "/orders/%s/reschedule", one),
	                 200);
}

static void a_visit_after_the_whole_deadline_needs_a_reason_that_all_can_read(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	int64_t due = world_count(w, "SELECT max(due) FROM orders");
	assert_true(due > 0);
	assert_int_equal(schedule(w, LEADER, id, due - 4 * HOUR, ""), 200);
	assert_int_equal(
		world_askf(w, LEADER, POST,
	                   arena_printf(w->mem, "{\"starts_at\":%lld,\"ends_at\":%lld}",
	                                (long long)(due + HOUR), (long long)(due + 2 * HOUR)),
	                   "/orders/%s/reschedule", id),
		422);
	HAS("\"field\":\"reason\"");
	HAS("最晚要在");
	assert_int_equal(
		world_askf(w, LEADER, POST,
	                   arena_printf(w->mem,
	                                "{\"starts_at\":%lld,\"ends_at\":%lld,"
	                                "\"reason\":\"和本人商定的日子\"}",
	                                (long long)(due + HOUR), (long long)(due + 2 * HOUR)),
	                   "/orders/%s/reschedule", id),
		200);
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s/events", id), 200);
	HAS("和本人商定的日子");
	/* The page asks for the reason where it is missing. */
	const char *page = case_order(w, ORDER_ACCEPTED);
	struct browser b = probe_browser(w, LEADER);
	const char *form = arena_printf(w->mem, "starts_at=%s&ends_at=%s",
	                                encoded(w, clock_input(w->mem, due + 5 * HOUR)),
	                                encoded(w, clock_input(w->mem, due + 6 * HOUR)));
	assert_int_equal(probe_post(w, &b, arena_printf(w->mem, "/orders/%s/schedule", page), form),
	                 422);
	HAS("name=\"reason\"");
	HAS("最晚要在");
	/* Who asked for a later day himself gets it without a word. */
	script(w, arena_printf(w->mem, "UPDATE orders SET wanted_until = %lld",
	                       (long long)(due + 10 * DAY)));
	assert_int_equal(schedule(w, LEADER, page, due + 5 * HOUR, ""), 200);
}

static void a_visit_begins_two_hours_before_its_time_at_the_earliest(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	int64_t at = clock_now() + 10 * HOUR;
	assert_int_equal(schedule(w, LEADER, id, at, ""), 200);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 409);
	assert_string_equal(world_get(w, "state"), "scheduled");
	HAS("要提前去，请先改时间");
	struct browser b = probe_browser(w, LEADER);
	assert_int_equal(probe_get(w, &b, arena_printf(w->mem, "/orders/%s", id)), 200);
	LACKS("/start\"");
	HAS("id=\"start-from\"");
	assert_int_equal(world_count(w, "SELECT count(*) FROM attendance WHERE in_at > 0"), 0);
	world_later(8 * HOUR);
	assert_int_equal(probe_get(w, &b, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("/start\"");
	LACKS("id=\"start-from\"");
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 200);
	world_later(0);
}

static void a_leader_does_not_leave_a_visit_in_hand(struct world *w)
{
	const char *id = case_order(w, ORDER_SERVING);
	const char *leave = arena_printf(w->mem, "/teams/%s/leave", w->team_uid_a);
	assert_int_equal(world_ask(w, LEADER, POST, leave, NULL), 409); /* the only leader */
	HAS("先任命另一位队长");
	script(w, arena_printf(w->mem, "UPDATE member SET role = 2 WHERE person = %lld",
	                       (long long)w->person[MEMBER]));
	assert_int_equal(world_ask(w, LEADER, POST, leave, NULL), 409);
	HAS("的带队人");
	assert_int_equal(world_askf(w, MEMBER, POST, "{\"reason\":\"不干了\"}",
	                            "/teams/%s/members/%s/remove", w->team_uid_a, w->uid[LEADER]),
	                 409);
	assert_string_equal(case_state(w, id), "serving");
	case_must(w, MEMBER, id, ACT_COMPLETE); /* the other leader ends it; then he may go */
	assert_int_equal(world_ask(w, LEADER, POST, leave, NULL), 200);
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/orders/%s/roster", id), 404);
	assert_true(
		world_count(w, arena_printf(w->mem,
	                                    "SELECT count(*) FROM attendance WHERE person = %lld"
	                                    " AND out_at > 0",
	                                    (long long)w->person[LEADER])) == 1);
}

/* ---- a village that is merged while things are under way ---- */

#define NEW_VILLAGE "430421100202"

static void everything_of_a_merged_village_goes_on_in_the_new_one(struct world *w)
{
	script(w, "INSERT INTO place (id, code, name, label, kind, parent, path) VALUES (90, "
	          "'" NEW_VILLAGE "', '丙村', '丙村', 2, 2, '430421/430421100/" NEW_VILLAGE "/')");
	static const enum order_state states[] = {ORDER_SUBMITTED, ORDER_OPEN,      ORDER_WALL,
	                                          ORDER_OFFERED,   ORDER_SCHEDULED, ORDER_SERVING,
	                                          ORDER_DONE,      ORDER_CLOSED};
	const char *id[8];
	for (size_t i = 0; i < 8; i++)
		id[i] = case_order(w, states[i]);
	const char *item = menu_case_open(w, "\"capacity\":9");
	script(w, "UPDATE menu_item SET area = 4");
	const char *follow = arena_printf(w->mem, "/orders/%s", id[4]);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" VILLAGE "/merge",
	                           "{\"into\":\"" NEW_VILLAGE "\"}"),
	                 200);
	/* Old links and filters still find, by the old code and by the new one. */
	static const char *const lists[] = {
		"/orders?place=%s",  "/wall?place=%s",    "/people?place=%s", "/menu?place=%s",
		"/overdue?place=%s", "/what-if?place=%s", "/teams?place=%s"};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		char old[64], now[64];
		snprintf(old, sizeof old, lists[i], VILLAGE);
		snprintf(now, sizeof now, lists[i], NEW_VILLAGE);
		if (world_ask(w, DISPATCHER, GET, now, NULL) != 200)
			fail_msg("%s: %d", now, w->status);
		const char *body = arena_strdup(w->mem, w->body);
		assert_int_equal(world_ask(w, DISPATCHER, GET, old, NULL), 200);
		if (strcmp(w->body, body) != 0)
			fail_msg("%s: another answer than under the new code", old);
		if (i < 4 && !strstr(body, "\"id\":"))
			fail_msg("%s finds nothing", old);
	}
	assert_int_equal(world_ask(w, DISPATCHER, GET, follow, NULL), 200);
	HAS(NEW_VILLAGE);
	/* The orders go on, the item is ordered, a wish with the old code arrives. */
	case_must(w, REVIEWER, id[0], ACT_APPROVE);
	case_must(w, DISPATCHER, id[1], ACT_OFFER);
	case_must(w, LEADER, id[3], ACT_ACCEPT);
	case_must(w, LEADER, id[4], ACT_START);
	case_must(w, LEADER, id[5], ACT_COMPLETE);
	case_must(w, RESIDENT, id[6], ACT_EVALUATE);
	assert_int_equal(menu_case_order(w, RESIDENT, item, NULL), 201);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders WHERE place = 4"), 0);
	assert_int_equal(world_count(w, "SELECT count(*) FROM activity WHERE place = 4"), 0);
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_item WHERE area = 4"), 0);
	assert_int_equal(world_count(w, "SELECT count(*) FROM person WHERE home = 4"), 0);
	assert_int_equal(
		world_ask(w, DISPATCHER, POST, "/find",
	                  "{\"source\":\"visit\",\"title\":\"合村以后的屋顶\",\"category\":"
	                  "\"repair\",\"place\":\"" VILLAGE
	                  "\",\"beneficiary\":{\"name\":\"示例张甲\"},"
	                  "\"consent\":{\"by\":\"本人\",\"how\":\"当面\"}}"),
		201);
	HAS(NEW_VILLAGE);
	/* The clerk of the old village has no right over the new one until somebody gives it to him. */
	assert_int_equal(world_ask(w, STATION, GET, "/people", NULL), 200);
	LACKS("示例resident");
}

static void answers_of_a_merged_village_are_kept(struct world *w)
{
	script(w, "INSERT INTO place (id, code, name, label, kind, parent, path) VALUES (90, "
	          "'" NEW_VILLAGE "', '丙村', '丙村', 2, 2, '430421/430421100/" NEW_VILLAGE "/')");
	const char *survey = menu_case_survey(w);
	assert_non_null(survey);
	script(w, "INSERT INTO survey_line (uid, survey, item, place, wanted, person, at) SELECT "
	          "'l1', id, 1,"
	          " 4, 3, 1, 1 FROM survey; INSERT INTO survey_line (uid, survey, item, place, "
	          "wanted, "
	          "person, at) SELECT 'l2', id, 2, 4, 5, 1, 1 FROM survey; INSERT INTO survey_line "
	          "(uid, "
	          "survey, item, place, wanted, person, at) SELECT 'l3', s.id, 2, p.id, 7, 1, 1 "
	          "FROM survey "
	          "s, place p WHERE p.code = '" NEW_VILLAGE "'");
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" VILLAGE "/merge",
	                           "{\"into\":\"" NEW_VILLAGE "\"}"),
	                 200);
	assert_int_equal(world_count(w, "SELECT count(*) FROM survey_line"), 3);
	assert_int_equal(world_count(w, "SELECT wanted FROM survey_line WHERE place = 4"), 5);
}

STORY(whatever_is_typed_is_kept_or_refused_with_a_sentence_and_all_of_it)
STORY(a_pasted_table_stays_a_table_in_the_long_text)
STORY(ten_thousand_words_are_kept_and_more_are_given_back)
STORY(a_name_is_one_name_however_its_dot_was_typed)
STORY(the_same_wish_sent_again_from_a_page_printed_anew_is_one_order)
STORY(what_was_cancelled_may_be_asked_for_again_at_once)
STORY(of_two_dispatchers_the_second_is_told_what_the_first_did)
STORY(an_offer_to_a_team_that_is_dissolved_leads_nowhere)
STORY(nobody_is_wanted_at_two_places)
STORY(a_visit_after_the_whole_deadline_needs_a_reason_that_all_can_read)
STORY(a_visit_begins_two_hours_before_its_time_at_the_earliest)
STORY(a_leader_does_not_leave_a_visit_in_hand)
STORY(everything_of_a_merged_village_goes_on_in_the_new_one)
STORY(answers_of_a_merged_village_are_kept)

const struct CMUnitTest bad_input_tests[] = {
	TOLD(whatever_is_typed_is_kept_or_refused_with_a_sentence_and_all_of_it),
	TOLD(a_pasted_table_stays_a_table_in_the_long_text),
	TOLD(ten_thousand_words_are_kept_and_more_are_given_back),
	TOLD(a_name_is_one_name_however_its_dot_was_typed),
	TOLD(the_same_wish_sent_again_from_a_page_printed_anew_is_one_order),
	TOLD(what_was_cancelled_may_be_asked_for_again_at_once),
	TOLD(of_two_dispatchers_the_second_is_told_what_the_first_did),
	TOLD(an_offer_to_a_team_that_is_dissolved_leads_nowhere),
	TOLD(nobody_is_wanted_at_two_places),
	TOLD(a_visit_after_the_whole_deadline_needs_a_reason_that_all_can_read),
	TOLD(a_visit_begins_two_hours_before_its_time_at_the_earliest),
	TOLD(a_leader_does_not_leave_a_visit_in_hand),
	TOLD(everything_of_a_merged_village_goes_on_in_the_new_one),
	TOLD(answers_of_a_merged_village_are_kept),
};
const size_t bad_input_tests_count = sizeof bad_input_tests / sizeof *bad_input_tests;
