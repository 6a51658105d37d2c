/* base: memory, time, chance, log, fields and the words for errors. */
#include "base/arena.h"
#include "base/base64.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/field.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "groups.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	clock_shift(0);
	return 0;
}

static void an_arena_hands_out_zeroed_aligned_memory_again_after_a_reset(void **state)
{
	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < 200000; size = size * 3 + 1) {
			unsigned char *p = arena_alloc(mem, size);
			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xff, size);
		}
		arena_reset(mem);
	}
	arena_free(NULL);
}

static void an_arena_copies_texts_and_keeps_null_null(void **state)
{
	(void)state;
	assert_null(arena_strdup(mem, NULL));
	assert_null(arena_strndup(mem, NULL, 3));
	assert_string_equal(arena_strndup(mem, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(mem, "ab", 30), "ab");
	assert_string_equal(arena_printf(mem, "%s-%d", "x", 7), "x-7");
	char *big = arena_printf(mem, "%*s", 100000, "");
	assert_int_equal(strlen(big), 100000);
	int *numbers = ARENA_ARRAY(mem, int, 10);
	assert_int_equal(numbers[9], 0);
}

static void texts_stand_whole_beside_each_other_across_blocks(void **state)
{
	enum { TEXTS = 4000 };
	char **texts = ARENA_ARRAY(mem, char *, TEXTS);
	(void)state;
	for (int i = 0; i < TEXTS; i++) {
		int width = i % 61 ? i % 61 : 30000;
		texts[i] = arena_printf(mem, "%0*d", width, i % 10);
		assert_int_equal((uintptr_t)texts[i] % _Alignof(max_align_t), 0);
		char *copy = arena_strndup(mem, texts[i], 5);
		assert_int_equal(strlen(copy), width < 5 ? width : 5);
	}
	for (int i = 0; i < TEXTS; i++) {
		assert_int_equal(strlen(texts[i]), i % 61 ? i % 61 : 30000);
		assert_int_equal(texts[i][strlen(texts[i]) - 1], '0' + i % 10);
	}
}

static void a_buffer_grows_and_stays_terminated(void **state)
{
	(void)state;
	struct buf b = BUF(mem);
	assert_string_equal(buf_str(&b), "");
	buf_text(&b, NULL);
	assert_string_equal(buf_str(&b), "");
	for (int i = 0; i < 5000; i++)
		buf_char(&b, 'x');
	buf_int(&b, INT64_MIN);
	buf_int(&b, 0);
	buf_printf(&b, "%s|%05d", "y", 42);
	assert_int_equal(b.len, strlen(b.at));
	assert_string_equal(b.at + 5000, "-92233720368547758080y|00042");
}

static void time_is_shanghai_outside(void **state)
{
	(void)state;
	int64_t at = 0;
	assert_true(clock_parse("2026-11-23T09:30", &at));
	assert_int_equal(at, 1795397400); /* date -d '2026-11-23 09:30 +0800' +%s */
	assert_string_equal(clock_stamp(mem, at), "2026-11-23T01:30:00Z");
	assert_string_equal(clock_date(mem, at), "2026-11-23");
	assert_string_equal(clock_input(mem, at), "2026-11-23T09:30");
	assert_int_equal(clock_local(at).weekday, 1);
	assert_int_equal(clock_utc(at).hour, 1);
	assert_string_equal(clock_date(mem, 0), "");
	assert_string_equal(clock_input(mem, 0), "");
	assert_string_equal(clock_date(mem, clock_midnight(at) - 1), "2026-11-22");
	assert_string_equal(clock_input(mem, clock_midnight(at)), "2026-11-23T00:00");
}

static void only_real_dates_are_dates(void **state)
{
	(void)state;
	static const char *const bad[] = {"",
	                                  "2026",
	                                  "2026-02-29",
	                                  "2026-13-01",
	                                  "2026-00-10",
	                                  "2026-01-00",
	                                  "2026-04-31",
	                                  "2026-1-1",
	                                  "0000-01-01",
	                                  "2026-01-01T",
	                                  "2026-01-01T24:00",
	                                  "2026-01-01T09:60",
	                                  "2026-01-01T9:00",
	                                  "2026-01-01 09:00:60",
	                                  "2026-01-01 09:00:00x",
	                                  "2026-01-01x",
	                                  "2026-01-01T09:00:",
	                                  " 2026-01-01",
	                                  "-026-01-01",
	                                  "2026/01/01"};
	int64_t at = 77;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(clock_parse(bad[i], &at));
	assert_false(clock_parse(NULL, &at));
	assert_int_equal(at, 77);
	assert_true(clock_parse("2024-02-29", &at));
	assert_true(clock_parse("2000-02-29 23:59:59", &at));
	assert_false(clock_parse("1900-02-29", &at));
}

static void every_day_of_four_centuries_comes_back(void **state)
{
	(void)state;
	int64_t at = clock_of((struct day){.year = 1800, .month = 1, .mday = 1, .hour = 12});
	int weekday = 3; /* a Wednesday */
	for (int i = 0; i < 146097; i++, at += DAY) {
		struct day d = clock_local(at);
		assert_int_equal(clock_of(d), at);
		assert_int_equal(d.weekday, weekday);
		assert_int_equal(clock_midnight(at), at - 12 * HOUR);
		weekday = (weekday + 1) % 7;
	}
	assert_string_equal(clock_date(mem, at), "2200-01-01");
	assert_int_equal(clock_local(INT64_MAX).year, 9999);
	assert_int_equal(clock_local(INT64_MIN).year, 1);
}

static void the_clock_can_be_moved_for_tests(void **state)
{
	(void)state;
	int64_t now = clock_now(), mono = clock_mono_ms();
	clock_shift(10 * DAY);
	assert_in_range(clock_now() - now, 10 * DAY, 10 * DAY + 5);
	assert_true(clock_mono_ms() >= mono);
}

static void random_ids_are_26_characters_and_never_alike(void **state)
{
	(void)state;
	const char *a = random_id(mem), *b = random_id(mem);
	assert_int_equal(strlen(a), 26);
	assert_int_equal(strspn(a, "abcdefghijklmnopqrstuvwxyz234567"), 26);
	assert_string_not_equal(a, b);
}

static void dice_of_one_seed_throw_alike_and_within_bounds(void **state)
{
	(void)state;
	struct dice a = dice_new(7), b = dice_new(7), c = dice_new(8);
	int seen[6] = {0};
	assert_true(dice_next(&a) == dice_next(&b));
	assert_true(dice_next(&a) != dice_next(&c));
	dice_next(&b);
	assert_string_equal(dice_id(mem, &a), dice_id(mem, &b));
	assert_int_equal(strlen(dice_id(mem, &a)), 26);
	for (int i = 0; i < 6000; i++)
		seen[dice_range(&a, 1, 6) - 1]++;
	for (int i = 0; i < 6; i++)
		assert_in_range(seen[i], 850, 1150);
	assert_int_equal(dice_below(&a, 1), 0);
	assert_int_equal(dice_range(&a, 3, 3), 3);
}

static void every_error_has_a_status_a_slug_and_a_sentence(void **state)
{
	(void)state;
	for (enum err e = OK; e < ERR_COUNT; e++) {
		assert_in_range(err_status(e), 200, 503);
		assert_true(*err_slug(e) >= 'a' && *err_slug(e) <= 'z');
		assert_true(text_length(err_title(e)) >= 3);
		for (enum err other = OK; other < e; other++)
			assert_string_not_equal(err_slug(e), err_slug(other));
	}
	assert_int_equal(err_status(ERR_LOST), 409);
	assert_int_equal(err_status(ERR_INVALID), 422);
	assert_string_equal(err_slug(ERR_STATE), "wrong-state");
	assert_int_equal(err_status(ERR_COUNT), 500);
}

struct sample {
	const char *title;
	int64_t people;
	bool open;
	const char *const *tags;
};
static const struct field sample_fields[] = {
	FIELD(struct sample, title, .required = true),
	FIELD(struct sample, people),
	FIELD(struct sample, open),
	FIELD_AS(struct sample, tags, "tag"),
	{0},
};

static void a_field_knows_its_kind_from_the_member(void **state)
{
	(void)state;
	static const char *const words[] = {"low", "high", NULL};
	assert_int_equal(field_find(sample_fields, "title")->kind, FIELD_TEXT);
	assert_int_equal(field_find(sample_fields, "people")->kind, FIELD_INT);
	assert_int_equal(field_find(sample_fields, "open")->kind, FIELD_BOOL);
	assert_int_equal(field_find(sample_fields, "tag")->kind, FIELD_WORDS);
	assert_null(field_find(sample_fields, "tags"));
	assert_null(field_find(sample_fields, NULL));
	assert_int_equal(field_word(words, "high"), 1);
	assert_int_equal(field_word(words, "HIGH"), -1);
	assert_int_equal(field_word(NULL, "x"), -1);
}

struct page {
	struct sample s;
	int64_t seen;
};
static const struct field page_fields[] = {
	FIELDS_OF(struct page, s, sample_fields),
	FIELD(struct page, seen, .readonly = true),
	RECORD("Page", "A sample, and how often it was seen."),
};
static const struct field seen_first[] = {
	FIELD(struct page, seen), FIELDS_OF(struct page, s, sample_fields), {0}};

static const char *names_of(const struct field *fields, char *room)
{
	const struct field *f;
	*room = '\0';
	for (struct field_walk w = {.at = fields}; (f = field_next(&w));)
		strcat(strcat(room, f->name), " ");
	return room;
}

static void a_table_holds_the_rows_of_its_record(void **state)
{
	char room[200];
	(void)state;
	assert_string_equal(names_of(page_fields, room), "title people open tag seen ");
	assert_string_equal(names_of(seen_first, room), "seen title people open tag ");
	assert_string_equal(names_of(sample_fields, room), "title people open tag ");
	assert_string_equal(names_of(NULL, room), "");
	assert_ptr_equal(field_find(page_fields, "people"), &sample_fields[1]);
	assert_ptr_equal(field_find(page_fields, "seen"), &page_fields[1]);
	assert_null(field_find(page_fields, ""));
	assert_string_equal(field_end(page_fields)->label, "Page");
}

static void two_records_are_alike_in_what_is_written(void **state)
{
	(void)state;
	static const char *const one[] = {"a", "b", NULL}, *const other[] = {"a", NULL};
	const struct page a = {.s = {.title = "x", .people = 1, .tags = one}, .seen = 1};
	struct page b = {.s = {.title = strdup("x"), .people = 1, .tags = one}, .seen = 2};
	assert_true(field_same(page_fields, &a, &b));
	b.s.tags = other;
	assert_false(field_same(page_fields, &a, &b));
	assert_false(field_same(page_fields, &b, &a));
	b.s.tags = one;
	b.s.open = true;
	assert_false(field_same(page_fields, &a, &b));
	b.s.open = false;
	b.s.people = 2;
	assert_false(field_same(page_fields, &a, &b));
	free((char *)b.s.title);
	b = a;
	b.s.title = NULL;
	assert_false(field_same(page_fields, &a, &b));
	const struct page none = {.s = {.title = "", .people = 1, .tags = one}};
	assert_true(field_same(page_fields, &none, &b));
}

/* What `work` writes to stderr. */
static const char *stderr_of(void (*work)(void))
{
	static char out[65536];
	FILE *file = tmpfile();
	int kept = dup(STDERR_FILENO);
	assert_non_null(file);
	dup2(fileno(file), STDERR_FILENO);
	work();
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(file);
	out[fread(out, 1, sizeof out - 1, file)] = '\0';
	fclose(file);
	return out;
}

static void log_some(void)
{
	log_line(LOG_DEBUG, "unseen", NULL);
	log_line(LOG_INFO, "request", "route", "/orders/:id", "note", "a \"b\"\n\x01level=error",
	         "none", NULL, NULL);
}

static void a_log_line_cannot_be_forged(void **state)
{
	(void)state;
	const char *out = stderr_of(log_some);
	assert_non_null(strstr(out, " level=info event=request route=/orders/:id "
	                            "note=\"a \\\"b\\\"\\n\\x01level=error\" none=\"\"\n"));
	assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
	assert_true(text_starts(out, "time=2"));
}

static void *log_often(void *tag)
{
	for (int i = 0; i < 100; i++)
		log_line(LOG_INFO, "thread", "tag", (const char *)tag, NULL);
	return NULL;
}

/* RFC 4648, section 10, without the padding; and the two digits that differ from plain base64. */
static void base64_gives_the_published_answers(void **state)
{
	static const struct {
		const char *bytes, *text;
	} rows[] = {{"", ""},
	            {"f", "Zg"},
	            {"fo", "Zm8"},
	            {"foo", "Zm9v"},
	            {"foob", "Zm9vYg"},
	            {"fooba", "Zm9vYmE"},
	            {"foobar", "Zm9vYmFy"},
	            {"\xfb\xef\xbe\xff\xff\xff", "----____"}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char back[16] = "";
		size_t len = 99, n = strlen(rows[i].bytes);
		assert_string_equal(base64_encode(mem, rows[i].bytes, n), rows[i].text);
		assert_true(base64_decode(back, &len, rows[i].text, strlen(rows[i].text)));
		assert_int_equal(len, n);
		assert_memory_equal(back, rows[i].bytes, n);
	}
}

static void base64_of_any_length_comes_back(void **state)
{
	(void)state;
	for (size_t n = 0; n < 300; n++) {
		unsigned char *bytes = arena_alloc(mem, n + 1);
		size_t len;
		random_bytes(bytes, n);
		const char *text = base64_encode(mem, bytes, n);
		unsigned char *back = arena_alloc(mem, strlen(text) / 4 * 3 + 2);
		assert_true(base64_decode(back, &len, text, strlen(text)));
		assert_int_equal(len, n);
		assert_memory_equal(back, bytes, n);
	}
}

static void only_what_base64_writes_is_read(void **state)
{
	/* One digit; padding; plain digits; blanks; bits that belong to no byte. */
	static const char *const bad[] = {"Z",      "Zm9vY", "Zg==", "Zm8=",    "+/+/",  "Zm 9",
	                                  "Zm9v\n", "Zh",    "Zm9",  "Zm9\x80", "Zm9vYh"};
	char back[16];
	size_t len;
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(base64_decode(back, &len, bad[i], strlen(bad[i])));
	assert_false(base64_decode(back, &len, "Zm9v\0\0\0\0", 8));
}

static void log_threads(void)
{
	pthread_t t[2];
	pthread_create(&t[0], NULL, log_often, "aaaaaaaaaaaaaaaa");
	pthread_create(&t[1], NULL, log_often, "bbbbbbbbbbbbbbbb");
	pthread_join(t[0], NULL);
	pthread_join(t[1], NULL);
}

static void lines_of_two_threads_stay_whole(void **state)
{
	(void)state;
	const char **lines = text_split(mem, stderr_of(log_threads), "\n");
	size_t n = 0;
	for (; lines[n]; n++) {
		assert_true(text_starts(lines[n], "time="));
		const char *tag = strstr(lines[n], " tag=");
		assert_true(text_equal(tag, " tag=aaaaaaaaaaaaaaaa") ||
		            text_equal(tag, " tag=bbbbbbbbbbbbbbbb"));
	}
	assert_int_equal(n, 200);
}

static void log_crowd(void)
{
	for (int i = 0; i < 5; i++)
		log_seldom(LOG_WARN, "crowd", "n", "x", NULL);
	usleep(1050 * 1000);
	log_seldom(LOG_WARN, "crowd", "n", "x", NULL);
}

static void a_crowd_of_events_is_one_line_a_second_with_a_count(void **state)
{
	(void)state;
	const char **lines = text_split(mem, stderr_of(log_crowd), "\n");
	assert_non_null(lines[0]);
	assert_null(strstr(lines[0], "dropped"));
	assert_non_null(strstr(lines[1], "event=crowd n=x dropped=4"));
	assert_null(lines[2]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
const struct CMUnitTest base_tests[] = {
	TEST(an_arena_hands_out_zeroed_aligned_memory_again_after_a_reset),
	TEST(an_arena_copies_texts_and_keeps_null_null),
	TEST(texts_stand_whole_beside_each_other_across_blocks),
	TEST(a_buffer_grows_and_stays_terminated),
	TEST(time_is_shanghai_outside),
	TEST(only_real_dates_are_dates),
	TEST(every_day_of_four_centuries_comes_back),
	TEST(the_clock_can_be_moved_for_tests),
	TEST(random_ids_are_26_characters_and_never_alike),
	TEST(dice_of_one_seed_throw_alike_and_within_bounds),
	TEST(every_error_has_a_status_a_slug_and_a_sentence),
	TEST(a_field_knows_its_kind_from_the_member),
	TEST(a_table_holds_the_rows_of_its_record),
	TEST(two_records_are_alike_in_what_is_written),
	TEST(a_log_line_cannot_be_forged),
	TEST(base64_gives_the_published_answers),
	TEST(base64_of_any_length_comes_back),
	TEST(only_what_base64_writes_is_read),
	TEST(lines_of_two_threads_stay_whole),
	TEST(a_crowd_of_events_is_one_line_a_second_with_a_count),
};
const size_t base_tests_count = sizeof base_tests / sizeof *base_tests;
