/* Stories of news: written, reviewed by somebody else, published, withdrawn, corrected. */
#include "world.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

/* The id of an article by `who` about `place`, handed in. */
static const char *handed_in(struct world *w, enum who who, const char *place)
{
	const char *entry = arena_printf(w->mem,
	                                 "{\"title\":\"停水通知（示例）\",\"kind\":\"notice\","
	                                 "\"place\":\"%s\",\"body\":\"第一段说什么时候停水。\\n"
	                                 "第二段说找谁问𠮷。\",\"submit\":true}",
	                                 place);
	if (world_ask(w, who, POST, "/news", entry) != 201)
		fail_msg("%s: %d %s", who_names[who], w->status, w->body);
	assert_string_equal(world_get(w, "state"), "review");
	return world_get(w, "id");
}

static int act(struct world *w, enum who who, const char *id, const char *action, const char *json)
{
	return world_askf(w, who, POST, json, "/news/%s/%s", id, action);
}

static int look(struct world *w, enum who who, const char *id)
{
	return world_askf(w, who, GET, NULL, "/news/%s", id);
}

/* With the revision it has now. */
static int edit(struct world *w, enum who who, const char *id, const char *fields)
{
	int64_t revision = world_count(
		w, arena_printf(w->mem, "SELECT revision FROM news WHERE uid = '%s'", id));
	return world_askf(
		w, who, PATCH,
		arena_printf(w->mem, "{%s,\"revision\":%lld}", fields, (long long)revision),
		"/news/%s", id);
}

static const char *published(struct world *w, enum who who, const char *place)
{
	const char *id = handed_in(w, who, place);
	assert_int_equal(act(w, REVIEWER, id, "publish", "{}"), 200);
	assert_string_equal(world_get(w, "state"), "published");
	return id;
}

static bool listed(struct world *w, enum who who, const char *path)
{
	assert_int_equal(world_ask(w, who, GET, path, NULL), 200);
	return strstr(w->body, "停水通知") != NULL;
}

static void an_article_is_written_reviewed_and_read_by_everybody(struct world *w)
{
	const char *id = handed_in(w, STATION, VILLAGE);
	assert_int_equal(look(w, GUEST, id), 404);
	assert_false(listed(w, GUEST, "/news"));
	assert_int_equal(act(w, TOWNSHIP, id, "publish", "{}"), 200);
	assert_true(listed(w, GUEST, "/news"));
	assert_int_equal(look(w, GUEST, id), 200);
	assert_string_equal(world_get(w, "place_name"), "甲镇 甲村");
	LACKS("示例station"); /* not who wrote it */
	assert_int_equal(world_page(w, GUEST, arena_printf(w->mem, "/news/%s", id)), 200);
	HAS("<p class=\"mt\">第二段说找谁问𠮷。</p>");
	LACKS("示例station");
	assert_int_equal(world_page(w, GUEST, "/"), 200);
	HAS("停水通知");
}
STORY(an_article_is_written_reviewed_and_read_by_everybody)

static void nobody_publishes_his_own_nor_what_he_edited(struct world *w)
{
	const char *id = handed_in(w, TOWNSHIP, TOWN);
	assert_int_equal(act(w, TOWNSHIP, id, "publish", "{}"), 403);
	HAS("由别人审核发布");
	assert_int_equal(act(w, REVIEWER, id, "return", "{\"reason\":\"写清楚哪天\"}"), 200);
	assert_string_equal(world_get(w, "reason"), "写清楚哪天");
	assert_int_equal(edit(w, REVIEWER, id, "\"body\":\"十二月一日停水一天，找所里问。\""), 200);
	assert_int_equal(act(w, TOWNSHIP, id, "submit", "{}"), 200);
	assert_int_equal(act(w, REVIEWER, id, "publish", "{}"), 403);
	assert_int_equal(act(w, TOWNSHIP, id, "publish", "{}"), 403);
	assert_string_equal(w->location ? w->location : "", "");
	assert_int_equal(act(w, OTHER_TOWNSHIP, id, "publish", "{}"), 404);
}
STORY(nobody_publishes_his_own_nor_what_he_edited)

static void one_writes_for_his_own_places_only(struct world *w)
{
	static const struct {
		enum who who;
		const char *place;
		int status;
	} cases[] = {{STATION, VILLAGE, 201},      {STATION, OTHER_VILLAGE, 403},
	             {STATION, TOWN, 403},         {TOWNSHIP, TOWN, 201},
	             {TOWNSHIP, VILLAGE, 201},     {TOWNSHIP, "430421", 403},
	             {DISPATCHER, "430421", 201},  {REVIEWER, "430421", 201},
	             {REVIEWER, "430421999", 422}, {RESIDENT, VILLAGE, 403},
	             {VIEWER, VILLAGE, 403},       {GUEST, VILLAGE, 401}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *entry = arena_printf(
			w->mem,
			"{\"title\":\"停水通知\",\"kind\":\"story\",\"place\":"
			"\"%s\",\"body\":\"明天停水，请先存一桶。\"}",
			cases[i].place);
		if (world_ask(w, cases[i].who, POST, "/news", entry) != cases[i].status)
			fail_msg("%s for %s: %d", who_names[cases[i].who], cases[i].place,
			         w->status);
	}
}
STORY(one_writes_for_his_own_places_only)

static void every_move_follows_from_its_state_only(struct world *w)
{
	static const char *const actions[] = {"submit", "publish", "return", "withdraw", "reopen"};
	static const struct {
		const char *state, *may; /* which action leads on */
	} cases[] = {{"draft", "submit"},
	             {"review", "return publish"},
	             {"published", "withdraw"},
	             {"withdrawn", "reopen"}};
	const char *id = handed_in(w, TOWNSHIP, TOWN);
	static const char *const lead[] = {"return", "submit", "publish", "withdraw"};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(act(w, REVIEWER, id, lead[i], "{\"reason\":\"试一试\"}"), 200);
		assert_string_equal(world_get(w, "state"), cases[i].state);
		for (size_t a = 0; a < 5; a++)
			if (!strstr(cases[i].may, actions[a]) &&
			    act(w, REVIEWER, id, actions[a], "{\"reason\":\"试一试\"}") != 409)
				fail_msg("%s of %s: %d", actions[a], cases[i].state, w->status);
	}
}
STORY(every_move_follows_from_its_state_only)

static void a_reason_is_asked_for_where_somebody_is_refused(struct world *w)
{
	const char *id = handed_in(w, STATION, VILLAGE);
	assert_int_equal(act(w, REVIEWER, id, "return", "{}"), 422);
	assert_int_equal(act(w, REVIEWER, id, "publish", "{\"revision\":0}"), 409);
	assert_int_equal(act(w, REVIEWER, id, "publish", "{}"), 200);
	assert_int_equal(act(w, REVIEWER, id, "withdraw", "{\"reason\":\"\"}"), 422);
	assert_int_equal(act(w, STATION, id, "withdraw", "{\"reason\":\"写错了\"}"), 403);
}
STORY(a_reason_is_asked_for_where_somebody_is_refused)

static void a_withdrawn_article_is_gone_until_its_correction_was_reviewed(struct world *w)
{
	const char *id = published(w, STATION, VILLAGE);
	assert_int_equal(edit(w, STATION, id, "\"title\":\"停水改期\""), 409);
	assert_int_equal(act(w, TOWNSHIP, id, "withdraw", "{\"reason\":\"改期了\"}"), 200);
	assert_int_equal(look(w, RESIDENT, id), 404);
	assert_false(listed(w, GUEST, "/news?q=停水"));
	assert_int_equal(act(w, STATION, id, "reopen", "{}"), 200);
	assert_int_equal(edit(w, STATION, id, "\"title\":\"停水改期通知\",\"submit\":true"), 200);
	assert_int_equal(act(w, TOWNSHIP, id, "publish", "{}"), 200);
	assert_true(world_ask(w, GUEST, GET, "/news?q=水改", NULL) == 200 &&
	            strstr(w->body, "停水改期通知"));
}
STORY(a_withdrawn_article_is_gone_until_its_correction_was_reviewed)

static void every_text_is_kept_and_its_digest_in_the_chain(struct world *w)
{
	const char *id = handed_in(w, STATION, VILLAGE);
	assert_int_equal(act(w, TOWNSHIP, id, "return", "{\"reason\":\"太短\"}"), 200);
	static const char body[] = "\"body\":\"第一段。\\n第二段。\\n第三段改过。\"";
	assert_int_equal(edit(w, STATION, id, body), 200);
	assert_int_equal(edit(w, STATION, id, body), 422);
	HAS("没有要改的");
	assert_int_equal(edit(w, STATION, id, "\"title\":\"停水通知（改）\""), 200);
	assert_int_equal(edit(w, STATION, id, "\"submit\":true"), 200); /* as it stands */
	assert_string_equal(world_get(w, "state"), "review");
	assert_int_equal(world_count(w, "SELECT count(*) FROM news_version"), 3);
	assert_int_equal(world_count(w, "SELECT count(*) FROM audit WHERE kind = 'news' AND "
	                                "detail LIKE 'revision %, text %' AND length(detail) > 64"),
	                 3);
	assert_int_equal(world_count(w, "SELECT count(DISTINCT substr(detail, 13)) FROM audit "
	                                "WHERE action = 'news.text'"),
	                 3);
	assert_int_equal(world_page(w, STATION, arena_printf(w->mem, "/news/%s", id)), 200);
	HAS("第二段说找谁问𠮷。");
	HAS("第三段改过。");
}
STORY(every_text_is_kept_and_its_digest_in_the_chain)

static void two_who_edit_at_once_do_not_overwrite_each_other(struct world *w)
{
	assert_int_equal(world_ask(w, STATION, POST, "/news",
	                           "{\"title\":\"停水通知（示例）\",\"kind\":\"notice\",\"place\":"
	                           "\"" VILLAGE "\",\"body\":\"明天停水，请先存一桶。\"}"),
	                 201);
	const char *id = world_get(w, "id");
	assert_string_equal(world_get(w, "revision"), "0");
	assert_int_equal(world_page(w, STATION, arena_printf(w->mem, "/news/%s/edit", id)), 200);
	HAS("name=\"revision\" value=\"0\"");
	static const char *const unsaid[] = {"{\"title\":\"停水一天\"}",
	                                     "{\"title\":\"停水一天\",\"submit\":true}",
	                                     "{\"title\":\"停水一天\",\"revision\":null}",
	                                     "{\"title\":\"停水一天\",\"revision\":-1}"};
	for (size_t i = 0; i < sizeof unsaid / sizeof *unsaid; i++) {
		assert_int_equal(world_askf(w, STATION, PATCH, unsaid[i], "/news/%s", id), 422);
		HAS("\"revision\"");
	}
	static const char first[] = "{\"title\":\"停水一天\",\"revision\":0}";
	static const char other[] = "{\"title\":\"停水两天\",\"revision\":0}";
	assert_int_equal(world_askf(w, STATION, PATCH, first, "/news/%s", id), 200);
	assert_int_equal(world_askf(w, TOWNSHIP, PATCH, other, "/news/%s", id), 409);
	HAS("刚刚被别人改动");
	assert_int_equal(look(w, STATION, id), 200);
	assert_string_equal(world_get(w, "title"), "停水一天");
}
STORY(two_who_edit_at_once_do_not_overwrite_each_other)

static void lists_filter_and_page_by_right(struct world *w)
{
	published(w, STATION, VILLAGE);
	handed_in(w, OTHER_STATION, OTHER_VILLAGE);
	static const struct {
		enum who who;
		const char *path;
		bool found;
	} cases[] = {
		{GUEST, "/news?kind=notice", true},
		{GUEST, "/news?kind=theory", false},
		{GUEST, "/news?place=" TOWN, true},
		{GUEST, "/news?place=" OTHER_TOWN, false},
		{GUEST, "/news?place=430421999", false},
		{GUEST, "/news?q=𠮷", true},
		{GUEST, "/news?q=缺水", false},
		{TOWNSHIP, "/news/desk", true},
		{TOWNSHIP, "/news/desk?state=review", false},
		{OTHER_TOWNSHIP, "/news/desk?state=review", true},
		{OTHER_TOWNSHIP, "/news/desk?state=published", false},
		{REVIEWER, "/news/desk?state=review&q=通知", true},
		{DISPATCHER, "/news/desk?state=withdrawn", false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (listed(w, cases[i].who, cases[i].path) != cases[i].found)
			fail_msg("%s as %s", cases[i].path, who_names[cases[i].who]);
	assert_int_equal(world_ask(w, GUEST, GET, "/news?kind=gossip", NULL), 422);
	for (int i = 0; i < 20; i++) {
		world_later(60 * (i + 1));
		published(w, STATION, VILLAGE);
	}
	assert_int_equal(world_ask(w, GUEST, GET, "/news", NULL), 200);
	const char *next = world_get(w, "next");
	assert_string_not_equal(next, "");
	assert_int_equal(world_askf(w, GUEST, GET, NULL, "/news?after=%s", next), 200);
	assert_string_equal(world_get(w, "next"), "");
	assert_true(listed(w, GUEST, arena_printf(w->mem, "/news?after=%s", next)));
}
STORY(lists_filter_and_page_by_right)

static void the_author_is_told_what_became_of_it(struct world *w)
{
	const char *id = handed_in(w, STATION, VILLAGE);
	assert_int_equal(act(w, TOWNSHIP, id, "return", "{\"reason\":\"写清楚哪天\"}"), 200);
	assert_int_equal(world_ask(w, STATION, GET, "/inbox", NULL), 200);
	HAS("写清楚哪天");
	assert_int_equal(act(w, STATION, id, "submit", "{}"), 200);
	assert_int_equal(act(w, TOWNSHIP, id, "publish", "{}"), 200);
	assert_int_equal(world_ask(w, STATION, GET, "/inbox", NULL), 200);
	HAS("已发布");
}
STORY(the_author_is_told_what_became_of_it)

static void news_of_a_merged_place_is_that_of_its_successor(struct world *w)
{
	published(w, TOWNSHIP, TOWN);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" TOWN "/merge",
	                           "{\"into\":\"" OTHER_TOWN "\"}"),
	                 200);
	assert_true(listed(w, GUEST, "/news?place=" OTHER_TOWN "&q=停水"));
	assert_string_equal(world_get(w, "items.0.place_name"), "乙镇");
}
STORY(news_of_a_merged_place_is_that_of_its_successor)

static void pages_show_each_what_he_may_do(struct world *w)
{
	const char *id = handed_in(w, STATION, VILLAGE);
	const char *path = arena_printf(w->mem, "/news/%s", id);
	static const struct {
		enum who who;
		bool publish;
	} cases[] = {{STATION, false}, {TOWNSHIP, true}, {REVIEWER, true}, {DISPATCHER, false}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(world_page(w, cases[i].who, path), 200);
		assert_int_equal(strstr(w->body, "/publish\"") != NULL, cases[i].publish);
	}
	assert_int_equal(world_page(w, STATION, path), 200);
	HAS("可以审核的有：示例township（甲镇）、示例reviewer（");
	assert_int_equal(world_page(w, TOWNSHIP, "/news/desk"), 200);
	HAS("待审核");
	assert_int_equal(world_page(w, STATION, "/news/new"), 200);
	assert_int_equal(world_page(w, STATION, arena_printf(w->mem, "%s/edit", path)), 409);
	assert_int_equal(act(w, TOWNSHIP, id, "return", "{\"reason\":\"太短\"}"), 200);
	assert_int_equal(world_page(w, STATION, arena_printf(w->mem, "%s/edit", path)), 200);
	HAS("第二段说找谁问𠮷。");
	assert_int_equal(world_page(w, GUEST, "/news?q=没有的"), 200);
}
STORY(pages_show_each_what_he_may_do)

const struct CMUnitTest news_tests[] = {
	TOLD(an_article_is_written_reviewed_and_read_by_everybody),
	TOLD(nobody_publishes_his_own_nor_what_he_edited),
	TOLD(one_writes_for_his_own_places_only),
	TOLD(every_move_follows_from_its_state_only),
	TOLD(a_reason_is_asked_for_where_somebody_is_refused),
	TOLD(a_withdrawn_article_is_gone_until_its_correction_was_reviewed),
	TOLD(every_text_is_kept_and_its_digest_in_the_chain),
	TOLD(two_who_edit_at_once_do_not_overwrite_each_other),
	TOLD(lists_filter_and_page_by_right),
	TOLD(the_author_is_told_what_became_of_it),
	TOLD(news_of_a_merged_place_is_that_of_its_successor),
	TOLD(pages_show_each_what_he_may_do),
};
const size_t news_tests_count = sizeof news_tests / sizeof *news_tests;
