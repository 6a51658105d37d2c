#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "core/account.h"
#include "core/common_passwords.h"

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 128 };

static bool password_common(const char *folded)
{
	for (const char *const *w = common_passwords; *w; w++)
		if (!strcmp(*w, folded))
			return true;
	return false;
}

/* "12345678", "hgfedcba", "11111111": every step the same, up or down by one, or none. */
static bool password_row(const char *s)
{
	int step = s[1] - s[0];
	if (step < -1 || step > 1)
		return false;
	for (size_t i = 1; s[i]; i++)
		if (s[i] - s[i - 1] != step)
			return false;
	return true;
}

/* "asdfghjk", "lkjhgfdsa": a piece of a row of keys, either way, at most two more characters. */
static bool password_keys(const char *s)
{
	static const char *const rows[] = {
		"qwertyuiop", "asdfghjkl",  "zxcvbnm",
		"1234567890", "poiuytrewq", "lkjhgfdsa",
		"mnbvcxz",    "0987654321", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
	};
	size_t n = strlen(s);
	for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++)
		for (size_t drop = 0; drop <= 2 && drop < n; drop++) {
			char piece[64];
			if (n - drop >= sizeof piece)
				continue;
			memcpy(piece, s, n - drop);
			piece[n - drop] = '\0';
			if (n - drop >= 6 && strstr(rows[r], piece))
				return true;
		}
	return false;
}

/* "abcabcabc", "20202020": one piece of at most four bytes over and over. */
static bool password_repeats(const char *s)
{
	size_t n = strlen(s);
	for (size_t piece = 1; piece <= 4; piece++) {
		size_t same = 0;
		while (piece + same < n && s[same] == s[piece + same])
			same++;
		if (piece + same == n)
			return true;
	}
	return false;
}

/* "19880517", "2008.08.08", "88-05-1988": digits and signs, eight digits that hold a year. */
static bool password_date(const char *s)
{
	char digits[9] = "";
	size_t n = 0;
	for (; *s; s++) {
		if (isalpha((unsigned char)*s) || (unsigned char)*s > 127 || n == 8)
			return false;
		if (isdigit((unsigned char)*s))
			digits[n++] = *s;
	}
	return n == 8 && (!strncmp(digits, "19", 2) || !strncmp(digits, "20", 2) ||
	                  !strncmp(digits + 4, "19", 2) || !strncmp(digits + 4, "20", 2));
}

const char *account_password_fault(struct arena *a, const char *password, const char *phone)
{
	size_t n = text_length(password);
	if (n < PASSWORD_MIN)
		return "密码至少 8 个字符。";
	if (n > PASSWORD_MAX)
		return "密码最多 128 个字符。";
	const char *folded = text_fold(a, password);
	if (password_common(folded))
		return "这个密码太常见，请换一个。";
	if (password_row(folded) || password_keys(folded) || password_repeats(folded))
		return "这个密码是连着的或重复的，太容易猜，请换一个。";
	if (password_date(folded))
		return "日期太容易猜，请换一个密码。";
	if (phone && strlen(phone) >= 8 && strstr(folded, phone + strlen(phone) - 8))
		return "密码里不要有手机号。";
	return NULL;
}
