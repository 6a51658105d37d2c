/* Which passwords are refused: by hand, and tens of thousands built as a guesser builds them. */
#include "groups.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "core/account.h"

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

static bool refused(const char *password)
{
	return account_password_fault(mem, password, NULL);
}

static void each_shape_is_refused_with_its_sentence(void **state)
{
	(void)state;
	static const struct {
		const char *password, *says;
	} rows[] = {
		{"1234567", "至少 8"},
		{"12345678", "连着的"},
		{"hgfedcba", "连着的"},
		{"11111111", "重复的"},
		{"asdfghjk", "连着的"},
		{"1qaz2wsx", "连着的"},
		{"zaq12wsx", "连着的"},
		{"1q2w3e4r", "连着的"},
		{"q1w2e3r4t5", "连着的"},
		{"!@#$%^&*", "连着的"},
		{"!qaz@wsx", "连着的"},
		{"a1b2c3d4", "连着的"},
		{"abcabcab", "重复的"},
		{"testtest", "重复的"},
		{"hengyanghengyang", "重复的"},
		{"19880517", "日期"},
		{"1988-05-17", "日期"},
		{"05.17.1988", "日期"},
		{"48261739", "只有数字"},
		{"13948261739", "只有数字"},
		{"75318642095", "只有数字"},
		{"zhangwei", "太常见"},
		{"zhangwei1", "太常见"},
		{"wangxiaoming123", "太常见"},
		{"li19880517", "太常见"},
		{"wang880517", "太常见"},
		{"Chen@1990", "太常见"},
		{"520woaini", "太常见"},
		{"woaini1314", "太常见"},
		{"password!", "太常见"},
		{"P@ssw0rd", "太常见"},
		{"p@55w0rd1", "太常见"},
		{"adm1n123", "太常见"},
		{"helloworld", "太常见"},
		{"iloveyou520", "太常见"},
		{"admin@123", "太常见"},
		{"qq123456789", ""},
		{"a1234567890", ""},
		{"123456abc", ""},
		{"abc123abc", "太常见"},
		{"qwe!@#123", ""},
		{"hengyang2024", "太常见"},
		{"wudan888", "太常见"},
		{"x13948261739", "太常见"},
		{"Ｐａｓｓｗｏｒｄ１", "太常见"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *said = account_password_fault(mem, rows[i].password, NULL);
		if (!said || !strstr(said, rows[i].says))
			fail_msg("%s: %s", rows[i].password, said ? said : "taken");
	}
}

static void what_follows_no_rule_is_taken(void **state)
{
	(void)state;
	static const char *const good[] = {
		"蒸水河边的老樟树", "correct horse",  "lamp-over-rice", "tR8#kk2p",
		"kx7392mq",         "Qn4vLw9z",       "hupzt83kd",      "lanternhouse",
		"zhangwei4827",     "woxihuanchifan", "748261539402",   "示例密码12345",
		"mountain&river",   "v9!tqLmw",       "梅花三弄 1988",
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (refused(good[i]))
			fail_msg("%s: %s", good[i], account_password_fault(mem, good[i], NULL));
}

/* ---- built as a guesser builds them ---- */

struct tally {
	int built, taken;
	char first[200];
};

static void ask(struct tally *t, const char *password)
{
	if (strlen(password) < 8) /* refused for that already; it would prove nothing */
		return;
	t->built++;
	if (refused(password))
		return;
	if (!t->taken++)
		snprintf(t->first, sizeof t->first, "%s", password);
}

static const char *const people[] = {
	"wang",     "li",       "zhang",    "liu",        "chen",       "yang",     "zhao",
	"huang",    "zhou",     "wu",       "xu",         "sun",        "hu",       "zhu",
	"gao",      "lin",      "he",       "guo",        "ma",         "luo",      "liang",
	"song",     "zheng",    "xie",      "han",        "tang",       "feng",     "yu",
	"dong",     "xiao",     "zhangwei", "wangfang",   "lina",       "liuyang",  "xiaoming",
	"xiaohong", "chenjing", "zhaolei",  "wangxiaoli", "liguoqiang", "password", "admin",
	"root",     "test",     "hello",    "love",       "woaini",     "nihao",    "hengyang",
	"hunan",    "wudan",    "zhiyuan",  "huawei",     "iloveyou",   "welcome",  "qwerty",
	"abc",      "qq",       "a",        "aa",         "asd",        "qwe",      "zxc",
	"vip",
};
static const char *const tails[] = {
	"1",      "12",     "123",      "1234",   "12345",  "123456",  "1234567", "12345678",
	"321",    "111",    "111111",   "000000", "666",    "6666",    "666666",  "888",
	"8888",   "888888", "520",      "521",    "1314",   "5201314", "168",     "2008",
	"2020",   "2024",   "1988",     "1990",   "1999",   "0101",    "1225",    "0808",
	"880808", "901010", "19900101", "!",      "@123",   "#123",    ".",       "123!",
	"123.",   "_123",   "@2024",    "112233", "121212", "010101",  "147258",  "159357",
};

static void names_and_words_with_digits_round_them_are_refused(void **state)
{
	(void)state;
	struct tally t = {0};
	for (size_t i = 0; i < sizeof people / sizeof *people; i++)
		for (size_t k = 0; k < sizeof tails / sizeof *tails; k++) {
			char both[64];
			snprintf(both, sizeof both, "%s%s", people[i], tails[k]);
			ask(&t, both);
			*both = (char)(*both - 'a' + 'A');
			ask(&t, both);
			snprintf(both, sizeof both, "%s%s", tails[k], people[i]);
			ask(&t, both);
		}
	printf("names and words with digits: %d built, %d taken\n", t.built, t.taken);
	if (t.taken)
		fail_msg("%d of %d taken, the first: %s", t.taken, t.built, t.first);
	assert_true(t.built > 3000);
}

static void dates_are_refused(void **state)
{
	(void)state;
	static const char *const shapes[] = {"%04d%02d%02d", "%04d-%02d-%02d", "%04d.%02d.%02d",
	                                     "a%04d%02d%02d", "li%04d%02d%02d"};
	struct tally t = {0};
	for (int year = 1940; year < 2030; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; day <= 31; day += 3)
				for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
					char text[32];
					snprintf(text, sizeof text, shapes[k], year, month, day);
					ask(&t, text);
				}
	printf("dates: %d built, %d taken\n", t.built, t.taken);
	if (t.taken)
		fail_msg("%d of %d taken, the first: %s", t.taken, t.built, t.first);
	assert_true(t.built > 50000);
}

static void walks_on_the_keyboard_are_refused(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"1234567890",           "qwertyuiop",       "asdfghjkl;",       "zxcvbnm,./",
		"0987654321",           "poiuytrewq",       "lkjhgfdsa",        "mnbvcxz",
		"1qaz2wsx3edc4rfv5tgb", "zaq1xsw2cde3vfr4", "1q2w3e4r5t6y7u8i", "qazwsxedcrfv",
		"q1w2e3r4t5y6",         "qweasdzxc",        "zxcasdqwe123",     "!@#$%^&*()",
	};
	struct tally t = {0};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		for (size_t from = 0; from + 8 <= strlen(lines[i]); from++)
			for (size_t n = 8; from + n <= strlen(lines[i]); n++) {
				char piece[40] = "", more[48];
				memcpy(piece, lines[i] + from, n);
				ask(&t, piece);
				for (const char *const *k =
				             (const char *const[]){"1", "123", "!", "a", NULL};
				     *k; k++) {
					snprintf(more, sizeof more, "%s%s", piece, *k);
					ask(&t, more);
				}
			}
	printf("walks: %d built, %d taken\n", t.built, t.taken);
	if (t.taken)
		fail_msg("%d of %d taken, the first: %s", t.taken, t.built, t.first);
	assert_true(t.built > 500);
}

static void pieces_again_and_again_are_refused(void **state)
{
	(void)state;
	struct tally t = {0};
	for (char a = '0'; a <= 'z'; a++)
		for (char b = '0'; b <= 'z'; b++) {
			if ((a > '9' && a < 'a') || (b > '9' && b < 'a'))
				continue;
			char text[16];
			snprintf(text, sizeof text, "%c%c%c%c%c%c%c%c", a, b, a, b, a, b, a, b);
			ask(&t, text);
			snprintf(text, sizeof text, "%c%c%c%c%c%c%c%c", a, a, a, a, b, b, b, b);
			ask(&t, text);
			snprintf(text, sizeof text, "%c%c%c%c%c%c%c%c%c", a, a, b, a, a, b, a, a,
			         b);
			ask(&t, text);
		}
	printf("repeats: %d built, %d taken\n", t.built, t.taken);
	if (t.taken)
		fail_msg("%d of %d taken, the first: %s", t.taken, t.built, t.first);
	assert_true(t.built > 3000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
const struct CMUnitTest password_tests[] = {
	TEST(each_shape_is_refused_with_its_sentence),
	TEST(what_follows_no_rule_is_taken),
	TEST(names_and_words_with_digits_round_them_are_refused),
	TEST(dates_are_refused),
	TEST(walks_on_the_keyboard_are_refused),
	TEST(pieces_again_and_again_are_refused),
};
const size_t password_tests_count = sizeof password_tests / sizeof *password_tests;
