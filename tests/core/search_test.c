/* What a search finds, where, by whom and in which order, on both engines. */
#include "search_help.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/field.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/job.h"
#include "core/search.h"
#include "core/search_move.h"
#include "core/search_old.h"
#include "store/migrate.h"

static int64_t found_at(struct ctx *c, const char *q, const char *path)
{
	struct search find = search_for(c, SEARCH_ORDER, q, SEARCH_NEWEST);
	search_within(c, &find, path);
	return ask(c, &find);
}

static void a_part_of_the_words_finds_the_thing(struct scratch *s)
{
	struct ctx c = begin(s);
	search_put(&c, SEARCH_ORDER, 1, "", "屋顶漏雨，想请人看看\nDD20261123-0001");
	search_put(&c, SEARCH_ORDER, 2, NULL, "Ｗｉｆｉ 坏了 100%");
	search_put(&c, SEARCH_ORDER, 3, "", "阿依古丽·买买提　的Ｃafé");
	search_put(&c, SEARCH_TEAM, 1, "", "屋顶队");
	static const struct {
		const char *q;
		int64_t n;
	} cases[] = {
		{"漏雨", 1},
		{"雨", 1},
		{"看", 1},
		{"看看", 1},
		{"顶雨", 0},
		{"屋顶漏雨，想请人看看", 1},
		{"wifi", 1},
		{"WIFI", 1},
		{"ｗｉ", 1},
		{"%", 1},
		{"_", 0},
		{"0%", 1},
		{"看D", 0},
		{"dd2026", 1},
		{"0001", 1},
		{"坏了 1", 1},
		{"𠮷", 0},
		{"\"", 0},
		{"*", 0},
		{" ", -1},
		{"", -1},
		{"·", -1},
		{"丽·买", 1},
		{"丽买", 1},
		{"提 的c", 1},
		{"CAFé", 1},
		{"É", 1},
		{"看\nD", 1},
		{"　屋顶　", 1},
		{"430421", 0},
		{"k0", 0},
		{"-", 1},
		{NULL, -1},
		{"漏雨 屋顶", 1},
		{"看 屋頂　0001 漏", 1},
		{"漏雨 wifi", 0},
		{"％ 坏 ｗｉ", 1},
		{"_ 坏", 0},
		{"阿依古丽•买买提", 1},
		{"買買提 阿依古麗", 1},
		{"人 请 想 雨 漏 顶 屋", 1},
		{"人 请 想 雨 漏 顶 门", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (found(&c, cases[i].q) != cases[i].n)
			fail_msg("“%s”: %d", cases[i].q, (int)found(&c, cases[i].q));
	done(&c);
}

static void what_was_changed_or_dropped_is_no_longer_found(struct scratch *s)
{
	struct ctx c = begin(s);
	search_put(&c, SEARCH_ORDER, 7, "", "修水管");
	search_put(&c, SEARCH_ORDER, 7, "", "修电灯𠮷");
	assert_int_equal(found(&c, "水管"), 0);
	assert_int_equal(found(&c, "灯𠮷"), 1);
	search_put(&c, SEARCH_ORDER, 7, "", NULL);
	assert_int_equal(found(&c, "修"), 0);
	search_put(&c, SEARCH_ORDER, 7, "", NULL);
	search_put(&c, SEARCH_ORDER, 7, "", "修路");
	assert_int_equal(found(&c, "修"), 1);
	done(&c);
}

static void many_things_at_once_are_found_as_one_by_one(struct scratch *s)
{
	struct ctx c = begin(s);
	static const struct search_doc docs[] = {{3, "1/2/", "一 \"\\\t引号"},
	                                         {4, "1/2/", "甲\n乙"},
	                                         {5, "1/2/3/", "ＡＢ"},
	                                         {6, "", ""}};
	search_put(&c, SEARCH_ORDER, 4, "", "旧的");
	search_put_new(&c, SEARCH_ORDER, 4, docs);
	search_put_new(&c, SEARCH_ORDER, 2, docs);
	search_put_new(&c, SEARCH_ORDER, 0, NULL);
	assert_int_equal(found(&c, "\"\\\t引"), 1);
	assert_int_equal(found(&c, "ab"), 1);
	assert_int_equal(found_at(&c, "ab", "1/2/"), 1);
	assert_int_equal(found(&c, "甲"), 0);
	assert_int_equal(found(&c, "旧的"), 1);
	search_put(&c, SEARCH_ORDER, 3, "1/2/", "二");
	assert_int_equal(found(&c, "引号"), 0);
	assert_int_equal(found(&c, "二"), 1);
	done(&c);
}

/* ---- where it lies ---- */

static void a_search_within_a_place_finds_what_lies_there(struct scratch *s)
{
	struct ctx c = begin(s);
	static const char *const paths[] = {"1/11/", "1/11/111/", "1/12/121/", "1/", "", "1/111/"};
	for (int i = 0; i < 6; i++)
		search_put(&c, SEARCH_ORDER, i + 1, paths[i], "修路");
	static const struct {
		const char *path;
		int64_t n;
	} cases[] = {{"1/11/", 2},     {"1/11/111/", 2}, {"1/12/", 1}, {"1/12/121/", 1},
	             {"1/12/122/", 0}, {"1/", 6},        {"", 6},      {NULL, 6}};
	/* A code has one place: 111 as a township is the fault of this test, and found in both. */
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(found_at(&c, "修", cases[i].path), cases[i].n);
		assert_int_equal(found_at(&c, "修路", cases[i].path), cases[i].n);
		assert_int_equal(found_at(&c, "路修", cases[i].path), 0);
	}
	search_put(&c, SEARCH_ORDER, 1, "1/12/", "修路");
	assert_int_equal(found_at(&c, "修", "1/11/"), 1);
	assert_int_equal(found_at(&c, "修", "1/12/"), 2);
	done(&c);
}

/* The job's desk in one transaction; it stops after `most` changes. */
struct here {
	struct job_desk desk;
	struct ctx *c;
	int changes, most;
};
static bool here_change(struct job_desk *d, bool (*make)(struct ctx *c, void *with), void *with)
{
	struct here *h = (struct here *)d;
	h->changes++;
	return make(h->c, with);
}
static bool here_over(struct job_desk *d)
{
	struct here *h = (struct here *)d;
	return h->changes >= h->most;
}
/* How many changes the job made. */
static int job(struct ctx *c, int most)
{
	struct here h = {{here_change, here_over}, c, 0, most};
	search_move_run(c, &h.desk);
	return h.changes;
}
static const struct sql q_lying = {"test_lying", "SELECT count(*) FROM search_doc WHERE path = ?1",
                                   "SELECT count(*) FROM search_doc WHERE path = $1", 9103};
static int64_t lying(struct ctx *c, const char *path)
{
	return db_int(c->db, q_lying, V(path));
}

static void what_was_merged_is_found_at_once_and_put_there_bit_by_bit(struct scratch *s)
{
	struct ctx c = begin(s);
	for (int i = 0; i < 1100; i++)
		search_put(&c, SEARCH_ORDER, i + 1, i % 2 ? "1/11/111/" : "1/11/112/", "修路");
	search_put(&c, SEARCH_TEAM, 5, "1/11/", "路队");
	assert_false(search_move_due(&c));
	search_move(&c, "1/11/111/", "1/11/112/");
	assert_int_equal(lying(&c, "1/11/111/"), 550); /* the merge itself moves nothing */
	assert_int_equal(found_at(&c, "修", "1/11/112/"), 1100);
	assert_true(search_move_due(&c));
	assert_int_equal(job(&c, 2), 2); /* the program stops, and goes on */
	assert_int_equal(lying(&c, "1/11/111/"), 350);
	assert_int_equal(found_at(&c, "修路", "1/11/112/"), 1100);
	search_move(&c, "1/11/", "1/12/"); /* and meanwhile the township, too */
	assert_int_equal(found_at(&c, "修路", "1/12/"), 1100);
	assert_int_equal(found_at(&c, "修路", "1/12/112/"), 1100);
	struct search team = search_for(&c, SEARCH_TEAM, "路", SEARCH_NEWEST);
	search_within(&c, &team, "1/12/");
	assert_int_equal(first(&c, &team), 5);
	for (int rounds = 0; search_move_due(&c); rounds++)
		assert_true(job(&c, 99) <= 10 && rounds < 5);
	assert_int_equal(lying(&c, "1/12/112/"), 1100);
	assert_int_equal(lying(&c, "1/12/"), 1);
	assert_int_equal(found_at(&c, "修路", "1/11/"), 0);
	assert_int_equal(found_at(&c, "修路", "1/12/112/"), 1100);
	search_move(&c, "1/", "2/");
	assert_false(search_move_due(&c));
	assert_int_equal(found_at(&c, "修", "1/12/"), 1100);
	done(&c);
}

/* T1 into T2, then a village of T2's that came along into another: each where the one before put it. */
static void a_village_that_came_along_is_merged_in_its_turn(struct scratch *s)
{
	struct ctx c = begin(s);
	for (int i = 0; i < 30; i++)
		search_put(&c, SEARCH_ORDER, i + 1, i % 2 ? "1/11/111/" : "1/11/", "修路");
	search_move(&c, "1/11/", "1/12/");
	search_move(&c, "1/12/111/", "1/12/121/");
	search_move(&c, "1/12/", "1/13/");
	assert_int_equal(found_at(&c, "修", "1/13/"), 30);
	assert_int_equal(found_at(&c, "修", "1/13/121/"), 15);
	while (search_move_due(&c))
		job(&c, 99);
	assert_int_equal(lying(&c, "1/13/"), 15);
	assert_int_equal(lying(&c, "1/13/121/"), 15);
	assert_int_equal(found_at(&c, "修", "1/13/121/"), 15);
	done(&c);
}

static void grants_narrow_a_search_where_they_are_its_only_ground(struct scratch *s)
{
	struct ctx c = begin(s);
	struct actor who = {.id = 9, .grant_count = 3};
	who.grants[0] = (struct grant){ROLE_STATION, 2, "1/11/111/"};
	who.grants[1] = (struct grant){ROLE_STATION, 3, "1/12/121/"};
	who.grants[2] = (struct grant){ROLE_TOWNSHIP, 4, "1/13/"};
	c.who = &who;
	static const char *const paths[] = {"1/11/111/", "1/12/121/", "1/13/131/", "1/14/"};
	for (int i = 0; i < 4; i++)
		search_put(&c, SEARCH_ORDER, i + 1, paths[i], "修路");
	static const struct {
		struct scope scope;
		int64_t n;
	} cases[] = {
		{{.subtree = 1 << ROLE_STATION}, 2},
		{{.subtree = 1 << ROLE_TOWNSHIP}, 1},
		{{.subtree = 1 << ROLE_STATION | 1 << ROLE_TOWNSHIP}, 3},
		{{.all = 1, .subtree = 1 << ROLE_STATION}, 4},
		{{.own = 1, .subtree = 1 << ROLE_STATION}, 4},
		{{.serving = 1}, 4},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct search find = search_for(&c, SEARCH_ORDER, "修", SEARCH_NEWEST);
		search_in_reach(&c, &find, &cases[i].scope);
		assert_int_equal(ask(&c, &find), cases[i].n);
	}
	who.grants[0].path = "1/";
	struct search find = search_for(&c, SEARCH_ORDER, "修", SEARCH_NEWEST);
	search_in_reach(&c, &find, &cases[0].scope);
	assert_int_equal(ask(&c, &find), 4);
	done(&c);
}

static void the_next_page_begins_before_the_last_one_seen(struct scratch *s)
{
	struct ctx c = begin(s);
	for (int i = 1; i <= 9; i++) {
		search_put(&c, SEARCH_ORDER, i, "", i % 3 ? "修路" : "修桥");
		search_put(&c, SEARCH_ORDER_PUBLIC, i, "", "修路");
	}
	static const struct {
		int64_t before, newest;
	} cases[] = {{SEARCH_NEWEST, 8}, {8, 7}, {7, 5}, {2, 1}, {1, 0}, {0, 0}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct search find = search_for(&c, SEARCH_ORDER, "路", cases[i].before);
		assert_int_equal(first(&c, &find), cases[i].newest);
	}
	done(&c);
}

/* ---- an older county ---- */

static const char old_docs[] =
	"INSERT INTO place (id, code, name, label, kind, parent, path) VALUES"
	" (1, '430421', '示例县', '示例县', 0, 0, '430421/'),"
	" (2, '430421100', '甲镇', '甲镇', 1, 1, '430421/430421100/');"
	"INSERT INTO person (id, uid, name, home, volunteer, number, skills, created) VALUES"
	" (7, 'p7', '示例甲', 2, 1, 'ZY0000000042', '', 1), (8, 'p8', '无号𠮷', 0, 0, NULL, '', 1);"
	"INSERT INTO team (id, uid, name, kind, place, state, skills, about, founded) VALUES"
	" (3, 't3', '甲队', 2, 2, 2, '', '', 1), (4, 't4', '散队', 2, 2, 4, '', '', 1);"
	"INSERT INTO search_doc (kind, item, text) VALUES (3, 7, '示例甲'), (3, 8, '无号𠮷'),"
	" (2, 3, '甲队'), (2, 4, '散队'), (4, 1, '剪头发 abc\n上门'),"
	" (4, 2, '陳·維爾')";

static void the_index_of_an_older_county_is_made_anew(struct scratch *s)
{
	const char *why = NULL;
	struct migration before[12] = {{0}};
	for (int i = 0; i < 10; i++)
		before[i] = migrations[i];
	if (!migrate_all(s->db, before, &why))
		fail_msg("%s", why);
	db_begin(s->db);
	db_script(s->db, old_docs);
	if (!db_commit(s->db))
		fail_msg("%s", db_error(s->db));
	struct ctx c = begin(s);
	static const struct {
		enum search_kind kind;
		const char *q, *path;
		int64_t item;
	} cases[] = {{SEARCH_PERSON, "例甲", "", 7},
	             {SEARCH_PERSON, "zy0000", "430421/430421100/", 7},
	             {SEARCH_PERSON, "ZY", "430421/430421101/", 0},
	             {SEARCH_PERSON, "甲Z", "", 0},
	             {SEARCH_PERSON, "𠮷", "430421/", 8},
	             {SEARCH_TEAM, "队", "430421/430421100/", 3},
	             {SEARCH_TEAM, "散", "", 0},
	             {SEARCH_PERSON, "0000000042", "", 7},
	             {SEARCH_MENU, "头", "", 1},
	             {SEARCH_MENU, "C", "", 1},
	             {SEARCH_MENU, "c上", "", 0},
	             {SEARCH_MENU, "上门", "", 1}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct search find = search_for(&c, cases[i].kind, cases[i].q, SEARCH_NEWEST);
		search_within(&c, &find, cases[i].path);
		if (first(&c, &find) != cases[i].item)
			fail_msg("“%s”: %d", cases[i].q, (int)first(&c, &find));
	}
	struct search chen = search_for(&c, SEARCH_MENU, "维尔 陈维", SEARCH_NEWEST);
	assert_int_equal(first(&c, &chen), 0); /* as the older version folded it */
	assert_true(search_old_due(&c));
	for (int rounds = 0; search_old_due(&c); rounds++) {
		struct here h = {{here_change, here_over}, &c, 0, 99};
		search_old_run(&c, &h.desk);
		assert_true(rounds < 3);
	}
	assert_int_equal(first(&c, &chen), 2);
	search_put(&c, SEARCH_PERSON, 7, "", NULL); /* forgets exactly what was kept */
	struct search find = search_for(&c, SEARCH_PERSON, "甲", SEARCH_NEWEST);
	assert_int_equal(first(&c, &find), 0);
	done(&c);
}

ON_BOTH(a_part_of_the_words_finds_the_thing)
ON_BOTH(what_was_changed_or_dropped_is_no_longer_found)
ON_BOTH(many_things_at_once_are_found_as_one_by_one)
ON_BOTH(a_search_within_a_place_finds_what_lies_there)
ON_BOTH(what_was_merged_is_found_at_once_and_put_there_bit_by_bit)
ON_BOTH(a_village_that_came_along_is_merged_in_its_turn)
ON_BOTH(grants_narrow_a_search_where_they_are_its_only_ground)
ON_BOTH(the_next_page_begins_before_the_last_one_seen)
ON_BOTH(the_index_of_an_older_county_is_made_anew)

const struct CMUnitTest search_tests[] = {
	BOTH(a_part_of_the_words_finds_the_thing),
	BOTH(what_was_changed_or_dropped_is_no_longer_found),
	BOTH(many_things_at_once_are_found_as_one_by_one),
	BOTH(a_search_within_a_place_finds_what_lies_there),
	BOTH(what_was_merged_is_found_at_once_and_put_there_bit_by_bit),
	BOTH(a_village_that_came_along_is_merged_in_its_turn),
	BOTH(grants_narrow_a_search_where_they_are_its_only_ground),
	BOTH(the_next_page_begins_before_the_last_one_seen),
	BOTH(the_index_of_an_older_county_is_made_anew),
};
const size_t search_tests_count = sizeof search_tests / sizeof *search_tests;
