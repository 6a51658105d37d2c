/* land: classes of tiles by rank, and points on the outline. */
#include "groups.h"

#include "base/arena.h"
#include "web/land.h"

static void tiles_are_in_classes_of_about_equal_count(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	struct ui_tile at[] = {{.n = 86}, {.n = 47}, {.n = 31}, {.n = 20}, {.n = 19},
	                       {.n = 18}, {.n = 5},  {.n = 4},  {.n = 1},  {.n = 0}};
	struct ui_tiles t = {.unit = "单", .at = at, .count = 10};
	static const int ranks[] = {4, 4, 3, 3, 2, 2, 1, 1, 0, 0};
	land_rank(mem, &t);
	for (int i = 0; i < 10; i++)
		assert_int_equal(at[i].rank, ranks[i]);
	assert_string_equal(t.legend[0], "0 到 1 单（2 个）");
	assert_string_equal(t.legend[4], "47 到 86 单（2 个）");
	arena_free(mem);
}

static void what_is_equal_is_in_one_class(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	struct ui_tile at[] = {{.n = 3}, {.n = 3}, {.n = 9}, {.n = 3}};
	struct ui_tiles t = {.unit = "单", .at = at, .count = 4};
	land_rank(mem, &t);
	assert_int_equal(at[0].rank, 0);
	assert_int_equal(at[1].rank, 0);
	assert_int_equal(at[3].rank, 0);
	assert_int_equal(at[2].rank, 3);
	assert_string_equal(t.legend[0], "3 单（3 个）");
	assert_null(t.legend[1]);
	assert_string_equal(t.legend[3], "9 单（1 个）");
	struct ui_tiles one = {.unit = "单", .at = at, .count = 1};
	land_rank(mem, &one);
	assert_int_equal(at[0].rank, 0);
	arena_free(mem);
}

static void a_point_is_where_it_is_on_the_ground(void **state)
{
	(void)state;
	const struct outline *o = outline_of("430421");
	assert_non_null(o);
	assert_null(outline_of("430499"));
	/* 112.002 … 112.752 east, 26.873 … 27.3711 north; a degree east is 0.889 of one north at 27.1 */
	assert_int_equal(o->wide, 2000);
	assert_in_range(o->high, 1480, 1500);
	struct spot north_west = outline_spot(o, 112002000, 27371100);
	assert_int_equal(north_west.x, 0);
	assert_int_equal(north_west.y, 0);
	struct spot middle = outline_spot(o, 112377000, 27122050);
	assert_int_equal(middle.x, 1000);
	assert_int_equal(middle.y, o->high / 2);
	assert_int_equal(outline_spot(o, 0, 0).x, -1);
	assert_int_equal(outline_spot(o, 116400000, 39900000).x, -1);
}

const struct CMUnitTest land_tests[] = {
	cmocka_unit_test(tiles_are_in_classes_of_about_equal_count),
	cmocka_unit_test(what_is_equal_is_in_one_class),
	cmocka_unit_test(a_point_is_where_it_is_on_the_ground),
};
const size_t land_tests_count = sizeof land_tests / sizeof *land_tests;
