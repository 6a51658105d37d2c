/* What finds a thing is kept in step with it; the desks' pages; and the page that searches everything. */
#include "world.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "core/feature.h"
#include "features/order/order_priv.h"
#include "menu_case.h"
#include "order_case.h"

/* ---- kept in step ---- */

static bool finds(struct world *w, enum who who, const char *path, const char *id)
{
	assert_int_equal(world_ask(w, who, GET, path, NULL), 200);
	return world_seek(w, "items", "id", id) >= 0;
}

static void what_is_found_follows_every_change(struct world *w)
{
	const char *id = case_order(w, ORDER_WALL);
	assert_true(finds(w, GUEST, "/wall?q=漏", id));
	assert_true(finds(w, TOWNSHIP, "/orders?q=dd2", id));
	case_must(w, DISPATCHER, id, ACT_WITHDRAW);
	assert_false(finds(w, GUEST, "/wall?q=漏", id));
	assert_true(finds(w, TOWNSHIP, "/orders?q=漏", id));
	assert_int_equal(world_askf(w, DISPATCHER, POST,
	                            "{\"place\":\"" OTHER_VILLAGE "\",\"reason\":\"填错了村\"}",
	                            "/orders/%s/reroute", id),
	                 200);
	assert_false(finds(w, TOWNSHIP, "/orders?q=漏", id));
	assert_true(finds(w, OTHER_TOWNSHIP, "/orders?q=漏", id));
	assert_int_equal(world_askf(w, REVIEWER, POST, "{\"reason\":\"人都走了\"}",
	                            "/teams/%s/dissolve", w->team_uid_b),
	                 200);
	assert_false(finds(w, GUEST, "/teams?q=乙队", w->team_uid_b));
	assert_int_equal(world_ask(w, RESIDENT, POST, "/me", "{\"home\":\"" OTHER_VILLAGE "\"}"),
	                 200);
	assert_false(finds(w, TOWNSHIP, "/people?q=RESIDENT", w->uid[RESIDENT]));
	assert_true(finds(w, OTHER_TOWNSHIP, "/people?q=例res", w->uid[RESIDENT]));
}
STORY(what_is_found_follows_every_change)

static void what_lay_in_a_merged_place_is_found_in_its_successor(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" TOWN "/merge",
	                           "{\"into\":\"" OTHER_TOWN "\"}"),
	                 200);
	assert_true(finds(w, OTHER_TOWNSHIP, "/orders?q=漏雨", id));
	assert_true(finds(w, OTHER_TOWNSHIP, "/people?q=示例res", w->uid[RESIDENT]));
	assert_true(finds(w, GUEST, "/teams?q=甲队&place=" OTHER_TOWN, w->team_uid_a));
	assert_true(finds(w, STATION, "/people?q=示例", w->uid[RESIDENT]));
	assert_true(finds(w, REVIEWER, "/people?q=示例&place=" OTHER_TOWN, w->uid[MEMBER]));
}
STORY(what_lay_in_a_merged_place_is_found_in_its_successor)

static void nothing_sealed_finds_a_person(struct world *w)
{
	static const char *const words[] = {"19900", "000001", "三组", "430421"};
	case_order(w, ORDER_OPEN);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_false(finds(w, REVIEWER, arena_printf(w->mem, "/people?q=%s", words[i]),
		                   w->uid[RESIDENT]));
	assert_true(finds(w, REVIEWER, "/people?q=" PHONE, w->uid[RESIDENT]));
	assert_true(finds(w, REVIEWER, "/search?q=" PHONE, w->uid[RESIDENT]));
	assert_true(finds(w, TOWNSHIP, "/search?q=+86%20199-0000-0001", w->uid[RESIDENT]));
	assert_false(finds(w, OTHER_TOWNSHIP, "/search?q=" PHONE, w->uid[RESIDENT]));
	assert_false(finds(w, LEADER, "/search?q=" PHONE, w->uid[RESIDENT]));
	assert_int_equal(world_page(w, OTHER_TOWNSHIP, "/search?q=" PHONE), 200);
	HAS("完整的电话");
	world_page(w, GUEST, "/search?q=" PHONE);
	LACKS("完整的电话");
	HAS("说说您的心愿");
}
STORY(nothing_sealed_finds_a_person)

/* ---- queues ---- */

static size_t rows_of(const char *page)
{
	size_t n = 0;
	for (; (page = strstr(page, "data-l=\"剩余\"")); page++)
		n++;
	return n;
}

static const char *next_page(struct world *w)
{
	const char *at = strstr(w->body, "\" rel=\"next\"");
	if (!at)
		return NULL;
	const char *from = at;
	while (strncmp(from, "href=\"", 6) != 0)
		from--;
	struct buf b = BUF(w->mem);
	for (from += 6; from < at; from++) {
		buf_char(&b, *from);
		from += strncmp(from, "&amp;", 5) == 0 ? 4 : 0;
	}
	return buf_str(&b);
}

static void a_desk_has_pages_and_what_moves_on_meanwhile_shifts_none(struct world *w)
{
	const char *first = case_order(w, ORDER_SUBMITTED);
	for (int i = 0; i < 104; i++) {
		world_later(60 * (i + 1));
		case_order(w, ORDER_SUBMITTED);
	}
	assert_int_equal(world_page(w, REVIEWER, "/review?place=" TOWN), 200);
	assert_int_equal(rows_of(w->body), 50);
	HAS("这一页 50 单待审");
	const char *next = next_page(w);
	assert_non_null(next);
	assert_non_null(strstr(next, "place=" TOWN));
	case_must(w, REVIEWER, first, ACT_APPROVE);
	assert_int_equal(world_page(w, REVIEWER, next), 200);
	assert_int_equal(rows_of(w->body), 50);
	const char *last = next_page(w);
	assert_int_equal(world_page(w, REVIEWER, last), 200);
	assert_int_equal(rows_of(w->body), 5);
	assert_null(next_page(w));
	assert_int_equal(world_page(w, REVIEWER, "/review?after=nonsense"), 200);
	assert_int_equal(world_page(w, REVIEWER, "/review?q=甲村"), 200);
	assert_int_equal(rows_of(w->body), 50);
	assert_int_equal(world_page(w, REVIEWER, "/review?q=乙"), 200);
	assert_int_equal(rows_of(w->body), 0);
}
STORY(a_desk_has_pages_and_what_moves_on_meanwhile_shifts_none)

/* ---- the page that searches all ---- */

static void one_search_shows_each_kind_to_those_who_may_see_it(struct world *w)
{
	const char *wish = case_order(w, ORDER_WALL), *open = case_order(w, ORDER_OPEN);
	const char *item = menu_case_open(w, "\"capacity\":0");
	static const struct {
		enum who who;
		const char *q;
		bool wish, open, item, team, person;
	} cases[] = {
		{GUEST, "漏", true, false, false, false, false},
		{GUEST, "DD", false, false, false, false, false},
		{GUEST, "血", false, false, true, false, false},
		{GUEST, "示例", false, false, false, true, false},
		{RESIDENT, "漏", true, true, false, false, false},
		{STATION, "dd20", true, true, false, false, false},
		{STATION, "例re", false, false, false, false, true},
		{OTHER_STATION, "例re", false, false, false, false, false},
		{OTHER_STATION, "dd20", false, false, false, false, false},
		{REVIEWER, "例resi", false, false, false, false, true},
		{VIEWER, "示", false, false, false, true, false},
		{SYSADMIN, "屋顶", true, false, false, false, false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *path = arena_printf(w->mem, "/search?q=%s", cases[i].q);
		const struct {
			const char *what, *id;
			bool found;
		} things[] = {{"wish", wish, cases[i].wish},
		              {"open order", open, cases[i].open},
		              {"item", item, cases[i].item},
		              {"team", w->team_uid_a, cases[i].team},
		              {"person", w->uid[RESIDENT], cases[i].person}};
		for (size_t k = 0; k < sizeof things / sizeof *things; k++) {
			assert_int_equal(world_page(w, cases[i].who, path), 200);
			bool shown = strstr(w->body, things[k].id) != NULL;
			if (shown != things[k].found ||
			    finds(w, cases[i].who, path, things[k].id) != shown)
				fail_msg("%s, %s: %s", who_names[cases[i].who], cases[i].q,
				         things[k].what);
		}
	}
}
STORY(one_search_shows_each_kind_to_those_who_may_see_it)

static void one_search_shows_eight_of_a_kind_and_the_way_to_the_rest(struct world *w)
{
	for (int i = 0; i < 9; i++)
		case_order(w, ORDER_WALL);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/search?q=漏雨", NULL), 200);
	size_t n = world_length(w, "items"), orders = 0;
	for (size_t i = 0; i < n; i++)
		orders += !strcmp(world_get(w, arena_printf(w->mem, "items.%zu.kind", i)), "order");
	assert_int_equal(orders, 8);
	assert_int_equal(world_page(w, DISPATCHER, "/search?q=漏雨"), 200);
	HAS("href=\"/orders?q=%E6%BC%8F%E9%9B%A8\"");
	assert_int_equal(world_page(w, GUEST, "/search?q=漏雨"), 200);
	HAS("href=\"/wall?q=%E6%BC%8F%E9%9B%A8\"");
	assert_int_equal(world_page(w, GUEST, "/search?q=没有的词"), 200);
	HAS("没有找到");
	assert_int_equal(world_page(w, GUEST, "/search"), 200);
	HAS("写一两个字就能找");
	assert_int_equal(world_ask(w, GUEST, GET, "/search", NULL), 200);
	HAS("\"items\":[]");
	assert_int_equal(
		world_ask(w, GUEST, GET, arena_printf(w->mem, "/search?q=%0120d", 7), NULL), 422);
}
STORY(one_search_shows_eight_of_a_kind_and_the_way_to_the_rest)

static void a_wall_for_those_signed_in_is_closed_to_a_search_too(struct world *w)
{
	const char *id = case_order(w, ORDER_WALL);
	case_script(
		w, "INSERT INTO setting (name, value, who, at) VALUES ('wall.public', '0', '', 0)");
	assert_false(finds(w, GUEST, "/search?q=漏", id));
	assert_true(finds(w, RESIDENT, "/search?q=漏", id));
}
STORY(a_wall_for_those_signed_in_is_closed_to_a_search_too)

static void published_news(struct world *w)
{
	assert_int_equal(world_ask(w, DISPATCHER, POST, "/news",
	                           "{\"kind\":\"notice\",\"title\":\"明天停水（示例）\",\"body\":"
	                           "\"上午检修管道，下午恢复供水。\","
	                           "\"place\":\"430421\",\"submit\":true}"),
	                 201);
	ASK(REVIEWER, POST, 200, NULL, "/news/%s/publish", world_get(w, "id"));
}

/* One thing of each kind, who looks for it and by what words. */
static const struct {
	const char *word;
	enum who who;
	const char *q;
} sought[] = {
	{"order", STATION, "漏雨"}, {"closed", GUEST, "漏雨"}, {"menu", GUEST, "血压"},
	{"news", RESIDENT, "停水"}, {"team", GUEST, "甲队"},   {"person", STATION, "例resi"},
};
enum { SOUGHT = sizeof sought / sizeof *sought };

static void finds_its_kind(struct world *w, const struct finder *f)
{
	size_t i = 0;
	while (i < SOUGHT && strcmp(sought[i].word, f->word) != 0)
		i++;
	if (i == SOUGHT)
		fail_msg("nothing is looked for with the finder %s: give it a row", f->word);
	const char *path = arena_printf(w->mem, "/search?q=%s", sought[i].q);
	assert_int_equal(world_ask(w, sought[i].who, GET, path, NULL), 200);
	const char *url = world_row(w, "items", "kind", f->word, "url");
	if (!url)
		fail_msg("%s does not find a %s by %s", who_names[sought[i].who], f->word,
		         sought[i].q);
	assert_int_equal(world_page(w, sought[i].who, path), 200);
	HAS(arena_printf(w->mem, "<h2>%s</h2>", f->label));
	HAS(arena_printf(w->mem, "href=\"%s\"", url));
	assert_int_equal(world_page(w, sought[i].who, url), 200);
	const char *list = sought[i].who == GUEST && f->guest ? f->guest : f->url;
	assert_int_equal(world_page(w, sought[i].who, list), 200);
}

static void whatever_a_feature_finds_is_in_the_one_search(struct world *w)
{
	size_t n = 0;
	int seat[SOUGHT];
	case_order(w, ORDER_OPEN);
	case_order(w, ORDER_WALL);
	const char *done = case_order(w, ORDER_CLOSED);
	case_script(w, arena_printf(w->mem,
	                            "UPDATE orders SET published = 1, public_title = '屋顶漏雨', "
	                            "public_detail = '补好了' WHERE uid = '%s'",
	                            done));
	world_begin(w, GUEST);
	order_index(&w->c, order_load(&w->c, done));
	world_commit(w);
	menu_case_open(w, "\"capacity\":0");
	published_news(w);
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct finder *k = (*f)->finders; k && k->word; k++) {
			finds_its_kind(w, k);
			for (size_t i = 0; i < n; i++)
				assert_int_not_equal(seat[i], k->seat);
			seat[n++] = k->seat;
		}
	assert_int_equal(n, SOUGHT);
}
STORY(whatever_a_feature_finds_is_in_the_one_search)

const struct CMUnitTest lookup_tests[] = {
	TOLD(whatever_a_feature_finds_is_in_the_one_search),
	TOLD(what_is_found_follows_every_change),
	TOLD(what_lay_in_a_merged_place_is_found_in_its_successor),
	TOLD(nothing_sealed_finds_a_person),
	TOLD(a_desk_has_pages_and_what_moves_on_meanwhile_shifts_none),
	TOLD(one_search_shows_each_kind_to_those_who_may_see_it),
	TOLD(one_search_shows_eight_of_a_kind_and_the_way_to_the_rest),
	TOLD(a_wall_for_those_signed_in_is_closed_to_a_search_too),
};
const size_t lookup_tests_count = sizeof lookup_tests / sizeof *lookup_tests;
