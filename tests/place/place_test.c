/* place: the tree, and what a change of it takes along. */
#include "menu_case.h"

#include "base/arena.h"
#include "core/access.h"
#include "core/job.h"
#include "core/search_move.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "features/team/team.h"
#include "store/db.h"

#include <string.h>

static void labels_drop_the_office_suffix(void **state)
{
	(void)state;
	static const struct {
		const char *name, *label;
	} rows[] = {{"盘龙村委会", "盘龙村"},   {"春风社区居委会", "春风社区"},
	            {"赤水村", "赤水村"},       {"三联社区", "三联社区"},
	            {"前进居委会", "前进社区"}, {"红旗村民委员会", "红旗村"},
	            {"村委会", "村委会"},       {"西渡镇", "西渡镇"}};
	struct arena *mem = arena_new();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(place_label(mem, rows[i].name), rows[i].label);
	arena_free(mem);
}

static void codes_have_six_nine_or_twelve_digits(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *code;
	} rows[] = {{"430421", "430421"},
	            {" 430421100 ", "430421100"},
	            {"４３０４２１１００２０１", "430421100201"},
	            {"43042110", NULL},
	            {"43042110a", NULL},
	            {"", NULL},
	            {"4304211002011", NULL}};
	struct arena *mem = arena_new();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *value = rows[i].typed;
		const char *say = place_check_code(mem, &value);
		assert_true(!say == !!rows[i].code);
		if (rows[i].code)
			assert_string_equal(value, rows[i].code);
	}
	arena_free(mem);
}

static void the_tree_is_read_by_code(struct world *w)
{
	size_t n = 0;
	world_begin(w, GUEST);
	assert_string_equal(place_root(&w->c), "430421");
	struct place *towns = place_list(&w->c, NULL, &n);
	assert_int_equal(n, 2);
	assert_string_equal(towns[0].code, TOWN);
	assert_string_equal(towns[0].parent_code, "430421");
	assert_string_equal(place_title(&w->c, place_by_code(&w->c, VILLAGE)->id), "甲镇 甲村");
	assert_string_equal(place_title(&w->c, 0), "");
	place_all(&w->c, &(struct place_seek){0}, &n);
	assert_int_equal(n, 4);
	place_all(&w->c, &(struct place_seek){.q = "甲"}, &n);
	assert_int_equal(n, 2);
	assert_null(place_by_code(&w->c, "999999"));
	world_commit(w);
	assert_int_equal(world_ask(w, GUEST, GET, "/places?parent=" TOWN, NULL), 200);
	HAS("\"code\":\"" VILLAGE "\"");
	HAS("\"parent\":\"" TOWN "\"");
	HAS("\"kind\":\"village\"");
	assert_int_equal(world_ask(w, GUEST, GET, "/places/" VILLAGE, NULL), 200);
	assert_string_equal(world_get(w, "label"), "甲村");
	assert_int_equal(world_ask(w, GUEST, GET, "/places/999999", NULL), 404);
}
STORY(the_tree_is_read_by_code)

static void places_are_found_by_a_part_of_their_name(struct world *w)
{
	static const struct {
		const char *asked, *found[3];
	} rows[] = {
		{"q=甲", {TOWN, VILLAGE}},
		{"q=乙村", {OTHER_VILLAGE}},
		{"q=甲&parent=" TOWN, {VILLAGE}},
		{"q=甲&parent=" OTHER_TOWN, {NULL}},
		{"q=丙", {NULL}},
		{"q=", {TOWN, OTHER_TOWN}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(world_askf(w, GUEST, GET, NULL, "/places?%s", rows[i].asked), 200);
		size_t n = 0;
		for (const char *at = w->body; (at = strstr(at, "\"code\":\"")); at++)
			n++;
		for (size_t k = 0; k < 3 && rows[i].found[k]; k++, n--)
			HAS(arena_printf(w->mem, "\"code\":\"%s\"", rows[i].found[k]));
		assert_int_equal(n, 0);
		assert_int_equal(
			world_page(w, GUEST, arena_printf(w->mem, "/places?%s", rows[i].asked)),
			200);
		for (size_t k = 0; k < 3 && rows[i].found[k]; k++)
			HAS(arena_printf(w->mem, "\"/places/%s\"", rows[i].found[k]));
	}
	assert_int_equal(world_ask(w, GUEST, GET, "/places?q=甲&parent=999999", NULL), 422);
}
STORY(places_are_found_by_a_part_of_their_name)

/* The world's places have ids of their own; PostgreSQL counts on beside them. */
static void ids_go_on(struct world *w)
{
	if (db_is_postgres(w->db))
		db_script(w->db, "SELECT setval(pg_get_serial_sequence('place', 'id'), 100)");
}

static void the_park_is_added_once_under_its_parent(struct world *w)
{
	ids_go_on(w);
	const char *park = "{\"code\":\"430421900\",\"name\":\"示例园区\"}";
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places", park), 201);
	assert_string_equal(world_get(w, "kind"), "township");
	assert_string_equal(world_get(w, "parent"), "430421");
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places", park), 422);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places",
	                           "{\"code\":\"430999900\",\"name\":\"没有上级\"}"),
	                 422);
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, "/places", "{\"code\":\"4304219\",\"name\":\"短\"}"),
		422);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM audit WHERE action = 'place.add'"),
	                 1);
}
STORY(the_park_is_added_once_under_its_parent)

static void only_the_system_administrator_changes_places(struct world *w)
{
	for (enum who who = GUEST; who < WHO_COUNT; who++) {
		int expected = who == SYSADMIN ? 200 : who == GUEST ? 401 : 403;
		assert_int_equal(world_ask(w, who, POST, "/places/" VILLAGE "/rename",
		                           "{\"name\":\"新甲村委会\"}"),
		                 expected);
	}
	assert_string_equal(
		(world_ask(w, GUEST, GET, "/places/" VILLAGE, NULL), world_get(w, "label")),
		"新甲村");
}
STORY(only_the_system_administrator_changes_places)

static void a_change_seen_from_an_old_revision_is_lost(struct world *w)
{
	const char *path = "/places/" VILLAGE "/rename";
	assert_int_equal(world_ask(w, SYSADMIN, POST, path, "{\"name\":\"一村\",\"revision\":0}"),
	                 200);
	assert_int_equal(world_ask(w, SYSADMIN, POST, path, "{\"name\":\"二村\",\"revision\":0}"),
	                 409);
	assert_int_equal(world_ask(w, SYSADMIN, POST, path, "{\"name\":\"二村\",\"revision\":1}"),
	                 200);
	/* what changes nothing is no change */
	assert_int_equal(world_ask(w, SYSADMIN, POST, path, "{\"name\":\"二村\"}"), 422);
	assert_int_equal(world_count(w, "SELECT revision FROM place WHERE code = '" VILLAGE "'"),
	                 2);
	assert_int_equal(world_count(w, "SELECT count(*) FROM audit WHERE action = "
	                                "'place.rename' AND detail = '一村 → 二村'"),
	                 1);
}
STORY(a_change_seen_from_an_old_revision_is_lost)

static void a_merge_takes_people_teams_orders_and_villages_along(struct world *w)
{
	db_script(w->db, "INSERT INTO orders (uid, number, kind, form, source, state, revision, "
	                 "title, detail,"
	                 " category, place, requester, created, entered, deadline)"
	                 " VALUES ('o-1', 'N1', 0, 0, 0, 2, 1, '示例', '', 1, 3, 1, 1, 1, 9)");
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" OTHER_TOWN "/merge",
	                           "{\"into\":\"" VILLAGE "\"}"),
	                 422);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" OTHER_TOWN "/merge",
	                           "{\"into\":\"" OTHER_TOWN "\"}"),
	                 422);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" OTHER_TOWN "/merge",
	                           "{\"into\":\"" TOWN "\"}"),
	                 200);
	assert_int_equal(world_count(w, "SELECT place FROM team WHERE name = '乙队（示例）'"), 2);
	assert_int_equal(world_count(w, "SELECT place FROM orders WHERE uid = 'o-1'"), 2);
	world_begin(w, GUEST);
	struct place *village = place_by_code(&w->c, OTHER_VILLAGE);
	assert_string_equal(village->path, "430421/" TOWN "/" OTHER_VILLAGE "/");
	assert_string_equal(village->parent_code, TOWN);
	assert_string_equal(place_current(&w->c, OTHER_TOWN)->code, TOWN);
	assert_int_equal(place_by_code(&w->c, OTHER_TOWN)->state, PLACE_MERGED);
	/* The clerk of the merged township keeps nothing by it: rights do not travel. */
	const struct actor *clerk = w->c.who;
	world_commit(w);
	world_begin(w, OTHER_TOWNSHIP);
	clerk = w->c.who;
	assert_false(access_may(clerk, PERSON_READ, &(struct subject){.path = village->path}));
	world_commit(w);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" OTHER_TOWN "/rename",
	                           "{\"name\":\"又一镇\"}"),
	                 409);
	assert_string_equal(world_get(w, "state"), "merged");
}
STORY(a_merge_takes_people_teams_orders_and_villages_along)

/* The desk of the job: one transaction each. */
struct here {
	struct job_desk desk;
	struct world *w;
};
static bool here_change(struct job_desk *d, bool (*make)(struct ctx *c, void *with), void *with)
{
	struct world *w = ((struct here *)d)->w;
	world_begin(w, GUEST);
	bool kept = make(&w->c, with);
	world_commit(w);
	return kept;
}
static bool here_over(struct job_desk *d)
{
	(void)d;
	return false;
}

static void what_a_merge_took_along_is_searched_by_its_new_clerk_at_once(struct world *w)
{
	static const char old[] =
		"SELECT count(*) FROM search_doc WHERE path LIKE '430421/" OTHER_TOWN "/%'";
	struct here h = {{here_change, here_over}, w};
	world_ask(w, SYSADMIN, POST, "/places/" OTHER_TOWN "/merge", "{\"into\":\"" TOWN "\"}");
	assert_int_equal(w->status, 200);
	int64_t waiting = world_count(w, old);
	assert_true(waiting > 0); /* people and a team, all in the index as they were */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(world_ask(w, TOWNSHIP, GET, "/people?q=示例", NULL), 200);
		HAS(w->uid[OTHER_LEADER]);
		world_begin(w, GUEST);
		for (int round = 0; search_move_due(&w->c); round++) {
			assert_int_equal(i, 0);
			world_commit(w);
			search_move_run(&w->c, &h.desk);
			world_begin(w, GUEST);
		}
		world_commit(w);
		assert_int_equal(world_count(w, old), 0);
	}
}
STORY(what_a_merge_took_along_is_searched_by_its_new_clerk_at_once)

static void merging_villages_moves_homes_and_chains_stay_short(struct world *w)
{
	ids_go_on(w);
	int64_t homes = world_count(w, "SELECT COUNT(*) FROM person WHERE home = 4");
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places",
	                           "{\"code\":\"430421100202\",\"name\":\"丙村\"}"),
	                 201);
	world_page(w, SYSADMIN, "/places/" VILLAGE);
	HAS(arena_printf(w->mem, "居民 %lld 人、队伍 0 支、服务项目 0 项、在办的单 0 张",
	                 (long long)homes));
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" VILLAGE "/merge",
	                           "{\"into\":\"430421100202\"}"),
	                 200);
	assert_string_equal(world_get(w, "state"), "merged");
	assert_int_equal(world_count(w, arena_printf(w->mem,
	                                             "SELECT count(*) FROM audit WHERE detail = "
	                                             "'into 430421100202: %lld people, 0 teams, "
	                                             "0 menu items, 0 running orders'",
	                                             (long long)homes)),
	                 1);
	world_page(w, SYSADMIN, "/places/" VILLAGE);
	HAS("丙村");
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/430421100202/merge",
	                           "{\"into\":\"" OTHER_VILLAGE "\"}"),
	                 200);
	assert_true(homes > 0);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person WHERE home = 4"), 0);
	assert_int_equal(world_count(w, "SELECT into_place FROM place WHERE code = '" VILLAGE "'"),
	                 5);
}
STORY(merging_villages_moves_homes_and_chains_stay_short)

static void a_place_where_something_runs_is_not_closed(struct world *w)
{
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" TOWN "/close", NULL), 422);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/430421/close", NULL), 422);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" VILLAGE "/close", NULL), 200);
	assert_string_equal(world_get(w, "state"), "closed");
	world_begin(w, GUEST);
	assert_null(place_current(&w->c, VILLAGE));
	assert_non_null(place_by_code(&w->c, VILLAGE));
	world_commit(w);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" VILLAGE "/close", NULL), 409);
}
STORY(a_place_where_something_runs_is_not_closed)

static void a_place_with_something_on_the_menu_is_not_closed(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":1");
	world_begin(w, SYSADMIN);
	db_script(w->db, "UPDATE menu_item SET area = 4");
	world_commit(w);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" VILLAGE "/close", NULL), 422);
	HAS("1 项服务项目");
	assert_int_equal(world_askf(w, REVIEWER, POST, "{\"reason\":\"不再提供了\"}",
	                            "/menu/%s/retire", item),
	                 200);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/places/" VILLAGE "/close", NULL), 200);
}
STORY(a_place_with_something_on_the_menu_is_not_closed)

static void a_point_is_kept_in_millionths_of_a_degree(struct world *w)
{
	const char *path = "/places/" VILLAGE "/point";
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, path, "{\"lon\":\"112.36829\",\"lat\":\"26.5\"}"),
		200);
	assert_string_equal(world_get(w, "lon"), "112368290");
	assert_string_equal(world_get(w, "lat"), "26500000");
	assert_int_equal(world_page(w, SYSADMIN, "/places/" VILLAGE), 200);
	HAS("东经 112.3682°，北纬 26.5000°");
	HAS("<svg class=\"land\"");
	LACKS("<circle"); /* it lies south of the county */
	ASK(SYSADMIN, POST, 200, "{\"lon\":\"112.377\",\"lat\":\"27.12205\"}", path);
	assert_int_equal(world_page(w, SYSADMIN, "/places/" VILLAGE), 200);
	HAS("<circle cx=\"1000\"");
	assert_int_equal(world_page(w, SYSADMIN, "/places"), 200);
	HAS("<li class=\"t0\"><a href=\"/places/430421100\"><b>甲镇</b><span "
	    "class=\"num\">1</span>");
	HAS("1 个村（2 个）");
	assert_int_equal(world_ask(w, SYSADMIN, POST, path, "{\"lon\":\"26.5\",\"lat\":\"112.3\"}"),
	                 422);
	assert_int_equal(world_ask(w, SYSADMIN, POST, path, "{\"lon\":\"abc\",\"lat\":\"26\"}"),
	                 422);
}
STORY(a_point_is_kept_in_millionths_of_a_degree)

static void the_pages_show_the_tree_and_its_forms_to_the_administrator(struct world *w)
{
	assert_int_equal(world_page(w, GUEST, "/places"), 200);
	HAS("甲镇");
	LACKS("增加一个地区");
	assert_int_equal(world_page(w, SYSADMIN, "/places"), 200);
	HAS("增加一个地区");
	assert_int_equal(world_page(w, SYSADMIN, "/places/" VILLAGE), 200);
	HAS("确认并入");
	assert_int_equal(world_page(w, GUEST, "/places/" VILLAGE), 200);
	LACKS("确认并入");
}
STORY(the_pages_show_the_tree_and_its_forms_to_the_administrator)

const struct CMUnitTest place_tests[] = {
	cmocka_unit_test(labels_drop_the_office_suffix),
	cmocka_unit_test(codes_have_six_nine_or_twelve_digits),
	TOLD(the_tree_is_read_by_code),
	TOLD(places_are_found_by_a_part_of_their_name),
	TOLD(the_park_is_added_once_under_its_parent),
	TOLD(only_the_system_administrator_changes_places),
	TOLD(a_change_seen_from_an_old_revision_is_lost),
	TOLD(a_merge_takes_people_teams_orders_and_villages_along),
	TOLD(what_a_merge_took_along_is_searched_by_its_new_clerk_at_once),
	TOLD(merging_villages_moves_homes_and_chains_stay_short),
	TOLD(a_place_where_something_runs_is_not_closed),
	TOLD(a_place_with_something_on_the_menu_is_not_closed),
	TOLD(a_point_is_kept_in_millionths_of_a_degree),
	TOLD(the_pages_show_the_tree_and_its_forms_to_the_administrator),
};
const size_t place_tests_count = sizeof place_tests / sizeof place_tests[0];
