/* password.c - which passwords are guessed first, by rules instead of a list of leaked ones.
 *
 * A guesser tries what people do: a row of keys, a pattern again and again, a date, a number that is
 * nothing but digits, a name or a word with a few digits round it, letters written as signs (p@ssw0rd).
 * Each is a rule; together they cover the commonest 3,000 and everything of the same shapes (over 100,000
 * of them are built and refused in tests/core/password_test.c). What is neither short nor of such a shape is
 * taken: a sentence in Chinese, words with blanks or signs between, letters and digits that follow no rule.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "core/account.h"
#include "core/password_words.h"

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 128, LONGEST = 40 }; /* longer ones follow no such rule */
enum { PARTS = 4, SYLLABLES = 3, DIGITS = 12 };

/* ---- rows, walks, repeats: s[0 … n) ---- */

/* "12345678", "hgfedcba", "1111": every step the same, up or down by one, or none. */
static bool row(const char *s, size_t n)
{
	int step = n > 1 ? s[1] - s[0] : 0;
	for (size_t i = 1; i < n; i++)
		if (s[i] - s[i - 1] != step || step < -1 || step > 1)
			return false;
	return true;
}

static bool key_at(char c, int *x, int *y)
{
	static const char *const rows[] = {"1234567890", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./"};
	for (*y = 0; *y < 4; ++*y) {
		const char *at = c ? strchr(rows[*y], c) : NULL;
		if (at) {
			*x = (int)(at - rows[*y]);
			return true;
		}
	}
	return false;
}

/* Every step within a column of keys or to the next one, with one jump in eight keys: 1qaz2wsx. */
static bool walk(const char *s, size_t n)
{
	size_t jumps = 0;
	for (size_t i = 1; i < n; i++) {
		int x, y, was_x, was_y;
		if (!key_at(s[i - 1], &was_x, &was_y) || !key_at(s[i], &x, &y))
			return false;
		jumps += abs(x - was_x) > 1;
	}
	return n > 2 && jumps <= n / 8;
}

/* Keys side by side: asdf, 4321. */
static bool keys(const char *s, size_t n)
{
	int step = 0;
	for (size_t i = 1; i < n; i++) {
		int x, y, was_x, was_y;
		if (!key_at(s[i - 1], &was_x, &was_y) || !key_at(s[i], &x, &y) || y != was_y ||
		    abs(x - was_x) != 1 || (step && x - was_x != step))
			return false;
		step = x - was_x;
	}
	return n > 2;
}

/* qweasdzxc: pieces of rows, three keys and more; the first and the last may be cut. */
static bool lines(const char *s, size_t n)
{
	for (size_t from = 0; from < 3 && n > 5; from++) {
		size_t at = from, k = 3;
		for (; at < n && k > 2; at += k)
			for (k = n - at; k > 2 && !keys(s + at, k);)
				k--;
		if (at >= n)
			return true;
	}
	return false;
}

/* "abcabcabc", "testtest", "20202020": one piece over and over, the last perhaps cut. */
static bool repeats(const char *s, size_t n)
{
	for (size_t piece = 1; piece <= n / 2 && piece <= 16; piece++) {
		size_t same = 0;
		while (piece + same < n && s[same] == s[piece + same])
			same++;
		if (piece + same == n)
			return true;
	}
	return false;
}

static bool pattern(const char *s, size_t n)
{
	char once[LONGEST + 1] = "", half[2][LONGEST + 1] = {""};
	size_t k = 0, even = (n + 1) / 2, odd = n / 2;
	for (size_t i = 0; i < n; i++)
		if (!i || s[i] != s[i - 1])
			once[k++] = s[i];
	for (size_t i = 0; i < n; i++)
		half[i % 2][i / 2] = s[i];
	bool plaited = n > 5 && (row(half[0], even) || keys(half[0], even)) &&
	               (row(half[1], odd) || keys(half[1], odd)); /* a1b2c3d4, a1s2d3f4 */
	return row(once, k) || walk(s, n) || lines(s, n) || repeats(s, n) || plaited;
}

/* One, also with up to three more characters behind it: "asdfghjk123". */
static bool pattern_and_more(const char *s, size_t n)
{
	for (size_t drop = 0; drop <= 3 && n - drop >= PASSWORD_MIN; drop++)
		if (pattern(s, n - drop))
			return true;
	return false;
}

/* ---- numbers ---- */

static int number(const char *s, size_t n)
{
	int sum = 0;
	for (size_t i = 0; i < n; i++)
		sum = sum * 10 + (s[i] - '0');
	return sum;
}

static bool year(const char *s)
{
	int y = number(s, 4);
	return y >= 1930 && y <= 2049;
}

static bool month_and_day(const char *s)
{
	int month = number(s, 2), day = number(s + 2, 2);
	return (month >= 1 && month <= 12 && day >= 1 && day <= 31) ||
	       (day >= 1 && day <= 12 && month >= 1 && month <= 31);
}

/* 1988, 0517, 880517, 198805, 19880517, 05171988 */
static bool date(const char *s, size_t n)
{
	switch (n) {
	case 4: return year(s) || month_and_day(s);
	case 6:
		return month_and_day(s + 2) || month_and_day(s) ||
		       (year(s) && number(s + 4, 2) <= 12);
	case 8: return (year(s) && month_and_day(s + 4)) || (month_and_day(s) && year(s + 4));
	default: return false;
	}
}

static bool listed(const char *const *list, const char *s, size_t n)
{
	for (; *list; list++)
		if (strlen(*list) == n && memcmp(*list, s, n) == 0)
			return true;
	return false;
}

static bool easy_number(const char *s, size_t n)
{
	bool phone = n == 11 && s[0] == '1' && s[1] >= '3';
	return n <= 3 || phone || date(s, n) || listed(password_numbers, s, n) || pattern(s, n);
}

/* ---- letters ---- */

/* One syllable of pinyin at s: initial and final; 0: none so long. */
static bool syllable(const char *s, size_t n)
{
	static const char *const initials[] = {"zh", "ch", "sh", "b", "p", "m", "f", "d", "t",
	                                       "n",  "l",  "g",  "k", "h", "j", "q", "x", "r",
	                                       "z",  "c",  "s",  "y", "w", "",  NULL};
	static const char *const finals[] = {
		"a",    "o",   "e",   "i",   "u",  "v",   "ai",  "ei",   "ao",  "ou", "an",   "en",
		"ang",  "eng", "ong", "er",  "ia", "ie",  "iao", "iu",   "ian", "in", "iang", "ing",
		"iong", "ua",  "uo",  "uai", "ui", "uan", "un",  "uang", "ue",  "ve", NULL};
	for (const char *const *i = initials; *i; i++) {
		size_t k = strlen(*i);
		if (k < n && memcmp(*i, s, k) == 0 && listed(finals, s + k, n - k))
			return true;
	}
	return false;
}

/* Made of at most `most` pieces that `is` knows. */
static bool made_of(const char *s, size_t n, int most, bool (*is)(const char *s, size_t n))
{
	if (!n)
		return true;
	for (size_t k = n; most > 0 && k > 0; k--)
		if (is(s, k) && made_of(s + k, n - k, most - 1, is))
			return true;
	return false;
}

static bool word(const char *s, size_t n)
{
	return listed(password_words, s, n) ||
	       (n > 3 && s[n - 1] == 's' && listed(password_words, s, n - 1));
}

static bool easy_letters(const char *s, size_t n)
{
	return n <= 2 || pattern(s, n) || made_of(s, n, 2, word) ||
	       made_of(s, n, SYLLABLES, syllable);
}

/* ---- the whole ---- */

static bool easy_part(const char *s, size_t n)
{
	return isdigit((unsigned char)*s) ? easy_number(s, n)
	                                  : !isalpha((unsigned char)*s) || easy_letters(s, n);
}

static int kind(char c)
{
	return isdigit((unsigned char)c) ? 0 : isalpha((unsigned char)c) ? 1 : 2;
}

/* Letters, digits and signs in at most four parts, each of them easy. */
static bool easy_parts(const char *s, size_t n)
{
	int parts = 0;
	for (size_t from = 0, k; from < n; from += k) {
		for (k = 1; from + k < n && kind(s[from + k]) == kind(s[from]);)
			k++;
		if (++parts > PARTS || !easy_part(s + from, k))
			return false;
	}
	return true;
}

/* The same with signs read as what they stand for: 0 is o, @ is a; `one`: 1 is i, or l. */
static void read_signs(char *s, const char *letters)
{
	static const char signs[] = "01345@$!7";
	for (const char *at; *s; s++)
		if ((at = strchr(signs, *s)))
			*s = letters[at - signs];
}

/* p@ssw0rd1: a word behind signs, with easy digits after it. */
static bool easy_leet(const char *s, size_t n)
{
	static const char *const letters[] = {"oieasasit", "oleasaslt"};
	for (size_t tail = 0; tail <= 8 && tail + 3 < n; tail++) {
		if (tail && kind(s[n - tail]) == 1)
			break;
		for (int way = 0; way < 2; way++) {
			char read[LONGEST + 1] = "";
			memcpy(read, s, n - tail);
			read_signs(read, letters[way]);
			bool all = strspn(read, "abcdefghijklmnopqrstuvwxyz") == n - tail;
			if (all && made_of(read, n - tail, 2, word) &&
			    easy_parts(s + n - tail, tail))
				return true;
		}
	}
	return false;
}

/* The digits that stand under signs: !@#$ is 1234. */
static void unshift(char *s)
{
	static const char signs[] = "!@#$%^&*()";
	for (const char *at; *s; s++)
		if ((at = strchr(signs, *s)))
			*s = "1234567890"[at - signs];
}

static const char *shape_fault(const char *folded)
{
	char plain[LONGEST + 1] = "", digits[LONGEST + 1] = "";
	size_t n = strlen(folded), k = 0;
	if (n > LONGEST)
		return row(folded, n) || repeats(folded, n)
		               ? "这个密码是连着的或重复的，太容易猜，请换一个。"
		               : NULL;
	for (size_t i = 0; i < n; i++)
		if (isdigit((unsigned char)folded[i]))
			digits[k++] = folded[i];
	memcpy(plain, folded, n);
	unshift(plain);
	if (k == 8 && strspn(folded, "0123456789-./ ") == n && date(digits, 8))
		return "日期太容易猜，请换一个密码。";
	if (pattern_and_more(folded, n) || pattern_and_more(plain, n))
		return "这个密码是连着的或重复的，太容易猜，请换一个。";
	if (k == n && n < DIGITS)
		return "只有数字的密码太容易猜，请加上字母或汉字。";
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)folded[i] > 126 || folded[i] == ' ')
			return NULL;
	return easy_parts(folded, n) || easy_leet(folded, n)
	               ? "这个密码太常见：名字、常用词加几个数字一猜就中，请换一个。"
	               : NULL;
}

const char *account_password_fault(struct arena *a, const char *password, const char *phone)
{
	size_t n = text_length(password);
	if (n < PASSWORD_MIN)
		return "密码至少 8 个字符。";
	if (n > PASSWORD_MAX)
		return "密码最多 128 个字符。";
	const char *folded = text_fold(a, password), *fault = shape_fault(folded);
	if (fault)
		return fault;
	if (phone && strlen(phone) >= 8 && strstr(folded, phone + strlen(phone) - 8))
		return "密码里不要有手机号。";
	return NULL;
}
