/* when: dates as people write and paste them. */
#include "groups.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/when.h"

static void dates_are_taken_as_they_are_pasted(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *is; /* NULL: refused */
	} rows[] = {
		{"2028-10-02", "2028-10-02T00:00"},
		{"2028/10/2", "2028-10-02T00:00"},
		{"2028.10.2", "2028-10-02T00:00"},
		{"2028年10月2日", "2028-10-02T00:00"},
		{"2028 年 10 月 2 号", "2028-10-02T00:00"},
		{"20281002", "2028-10-02T00:00"},
		{"２０２８／１０／２", "2028-10-02T00:00"},
		{"2028-10-02T14:30", "2028-10-02T14:30"},
		{"2028-10-02 14:30:00", "2028-10-02T14:30"},
		{"2028/10/2 14：00", "2028-10-02T14:00"},
		{"2028年10月2日14点", "2028-10-02T14:00"},
		{"2028年10月2日 下午2点半", "2028-10-02T14:30"},
		{"2028年10月2日上午9时05分", "2028-10-02T09:05"},
		{"2028年10月2日 中午12点", "2028-10-02T12:00"},
		{"2028年10月2日 中午1点", "2028-10-02T13:00"},
		{"20281002 9:05", "2028-10-02T09:05"},
		{"2024-02-29", "2024-02-29T00:00"},
		{"", NULL},
		{"2028", NULL},
		{"28-10-02", NULL},
		{"10/2/2028", NULL},
		{"2028-13-01", NULL},
		{"2028-02-30", NULL},
		{"20280230", NULL},
		{"2028-10-02 25:00", NULL},
		{"2028-10-02 下午", NULL},
		{"2028-10-02 14", NULL},
		{"2028-10-02x", NULL},
		{"2028年10月", NULL},
		{"明天", NULL},
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t at = 0;
		bool is = when_parse(a, rows[i].typed, &at);
		if (is != !!rows[i].is || (is && !text_equal(clock_input(a, at), rows[i].is)))
			fail_msg("%s: %s", rows[i].typed, is ? clock_input(a, at) : "refused");
	}
	assert_false(when_parse(a, NULL, &(int64_t){0}));
	arena_free(a);
}

const struct CMUnitTest when_tests[] = {cmocka_unit_test(dates_are_taken_as_they_are_pasted)};
const size_t when_tests_count = sizeof when_tests / sizeof *when_tests;
