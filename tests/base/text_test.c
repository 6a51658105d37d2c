/* base: UTF-8 text and CSV. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/text.h"
#include "groups.h"

#include <string.h>

static struct arena *mem;

static int set_up(void **state)
{
	(void)state;
	mem = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(mem);
	return 0;
}

static void valid_text_is_utf8_without_controls(void **state)
{
	(void)state;
	static const char *const good[] = {"", "abc", "a\n\tb", "大悟县", "é", "😀", "\u00a0"};
	static const char *const bad[] = {
		"\r",
		"\x01",
		"\x7f",
		"\x80",
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x80\x80",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xf0\x80\x80\x80",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xff",
		"\xe4\xbd",
		"\xe4\xbd-",
		"\xc2\x85",
		"\xf0\x9f\x98",
		"139\u202e1234",
		"\u2066x",
		"\u2069",
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(text_valid(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(text_valid(bad[i], strlen(bad[i])));
	assert_false(text_valid("a\0b", 3));
}

static void invisible_marks_are_known(void **state)
{
	(void)state;
	static const char *const marks[] = {"\u202a", "\u202e", "\u2066", "\u2069", "\u061c",
	                                    "\u200b", "\u200e", "\u200f", "\u2060", "\ufeff"};
	static const char *const others[] = {"",       "a",      "愿",     "\u200c",   "\u200d",
	                                     "\u2029", "\u202f", "\u2065", "\xe2\x80", "·"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		assert_int_equal(text_mark(marks[i]), strlen(marks[i]));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(text_mark(others[i]), 0);
}

static void length_and_cut_count_characters(void **state)
{
	(void)state;
	assert_int_equal(text_length(NULL), 0);
	assert_int_equal(text_length("大悟a😀"), 4);
	assert_string_equal(text_cut(mem, "大悟县城关镇", 3), "大悟县…");
	assert_string_equal(text_cut(mem, "大悟县", 3), "大悟县");
	assert_string_equal(text_cut(mem, "大", 0), "…");
	assert_null(text_cut(mem, NULL, 3));
	assert_string_equal(text_veil(mem, "19900000001", 3, 4), "199****0001");
	assert_string_equal(text_veil(mem, "湘衡字第12345号", 2, 2), "湘衡****5号");
	assert_string_equal(text_veil(mem, "湘衡字第12号", 2, 2), "****");
	assert_null(text_veil(mem, NULL, 3, 4));
}

static void trimming_takes_full_width_blanks_and_carriage_returns(void **state)
{
	(void)state;
	assert_string_equal(text_trim(mem, "\u3000 a\r\nb \u3000\r\n\t"), "a\nb");
	assert_string_equal(text_trim(mem, "a\r\r\nb\rc"), "a\n\nb\nc");
	assert_string_equal(text_trim(mem, " \u3000 "), "");
	assert_string_equal(text_trim(mem, "张\u3000三"), "张\u3000三");
	assert_null(text_trim(mem, NULL));
}

static void narrowing_turns_full_width_signs_into_ascii(void **state)
{
	(void)state;
	assert_string_equal(text_narrow(mem, "１３９\u3000Ａｂ～！大"), "139 Ab~!大");
	assert_string_equal(text_narrow(mem, "\xff"
	                                     "a"),
	                    "\xff"
	                    "a");
	assert_string_equal(text_fold(mem, "ＡBc大"), "abc大");
	assert_null(text_fold(mem, NULL));
	assert_string_equal(text_search(mem, "ＡBc\u00a0ÉΣЯŸ陳·維爾峯\u200b"), "abc éσяÿ陈维尔峰");
	assert_string_equal(text_search(mem, "a\n\tb"), "a\n b");
	assert_null(text_search(mem, NULL));
}

static void equality_knows_null(void **state)
{
	(void)state;
	assert_true(text_equal(NULL, NULL));
	assert_false(text_equal(NULL, ""));
	assert_true(text_equal("a", "a"));
	assert_true(text_starts("abc", "ab"));
	assert_false(text_starts("a", "ab"));
	assert_false(text_starts(NULL, ""));
	assert_true(text_empty(NULL) && text_empty("") && !text_empty(" "));
}

static void hex_and_base32_are_what_they_say(void **state)
{
	(void)state;
	assert_string_equal(text_hex(mem, "\x00\xff\x1a", 3), "00ff1a");
	assert_string_equal(text_base32(mem, "foobar", 6), "mzxw6ytboi"); /* RFC 4648, 10 */
	assert_string_equal(text_base32(mem, "f", 1), "my");
	assert_string_equal(text_base32(mem, "", 0), "");
}

static void splitting_drops_empty_parts(void **state)
{
	(void)state;
	const char **parts = text_split(mem, ",a,b c,,d;", ",;");
	assert_string_equal(parts[0], "a");
	assert_string_equal(parts[1], "b c");
	assert_string_equal(parts[2], "d");
	assert_null(parts[3]);
	assert_string_equal(text_join(mem, parts, "、"), "a、b c、d");
	assert_null(text_split(mem, NULL, ",")[0]);
	assert_null(text_split(mem, ",,", ",")[0]);
	assert_string_equal(text_join(mem, NULL, ","), "");
}

/* "a|b;c|d", with "!line fault" at the end when there is one. */
static const char *csv_read(const char *text, size_t n)
{
	struct csv c = csv_open(mem, text, n);
	struct buf out = BUF(mem);
	size_t count;
	for (const char **row; (row = csv_row(&c, &count)); buf_char(&out, ';')) {
		for (size_t i = 0; i < count; i++)
			buf_printf(&out, "%s%s", i ? "|" : "", row[i]);
		assert_null(row[count]);
	}
	if (c.fault)
		buf_printf(&out, "!%d %s", c.line, c.fault);
	assert_null(csv_row(&c, &count));
	assert_int_equal(count, 0);
	return buf_str(&out);
}

static void csv_rows_are_read_as_rfc_4180_writes_them(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"", ""},
		{"a,b\r\nc,d\r\n", "a|b;c|d;"},
		{"a,b\nc", "a|b;c;"},
		{"\xef\xbb\xbf"
	         "a,\n\n\r\n,b",
	         "a|;|b;"},
		{"\"a,\"\"b\"\"\nc\",d\n", "a,\"b\"\nc|d;"},
		{"\"\",\"\"", "|;"},
		{"a\n\"b\nc\nd", "a;!2 unclosed quote"},
		{"\"a\nb\"\nx\"y", "a\nb;!3 quote inside a plain cell"},
		{"\"a\"b", "!1 text after a closing quote"},
		{"a\rb", "!1 carriage return inside a line"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(csv_read(cases[i][0], strlen(cases[i][0])), cases[i][1]);
	assert_string_equal(csv_read("a\0b", 3), "!1 NUL byte");
	assert_string_equal(csv_read("\"a\"\0", 4), "!1 text after a closing quote");
}

static void a_csv_row_may_have_many_cells(void **state)
{
	(void)state;
	struct buf b = BUF(mem);
	size_t count;
	for (int i = 0; i < 999; i++)
		buf_printf(&b, "%d,", i);
	struct csv c = csv_open(mem, b.at, b.len);
	const char **row = csv_row(&c, &count);
	assert_int_equal(count, 1000);
	assert_string_equal(row[998], "998");
	assert_string_equal(row[999], "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
const struct CMUnitTest text_tests[] = {
	TEST(valid_text_is_utf8_without_controls),
	TEST(invisible_marks_are_known),
	TEST(length_and_cut_count_characters),
	TEST(trimming_takes_full_width_blanks_and_carriage_returns),
	TEST(narrowing_turns_full_width_signs_into_ascii),
	TEST(equality_knows_null),
	TEST(hex_and_base32_are_what_they_say),
	TEST(splitting_drops_empty_parts),
	TEST(csv_rows_are_read_as_rfc_4180_writes_them),
	TEST(a_csv_row_may_have_many_cells),
};
const size_t text_tests_count = sizeof text_tests / sizeof *text_tests;
