/* person_rules.c - what a name, a phone number and an ID number must look like.
 *
 * ID numbers: GB 11643-1999: 17 digits (area, birthday, sequence) and a check character by
 * ISO 7064 MOD 11-2. The area prefix is not checked: lists of former divisions are never complete.
 */
#include "features/person/person.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

#include <string.h>

enum { ID_DIGITS = 18, ID_DIGITS_OLD = 15, PHONE_DIGITS = 11, NAME_MIN = 2, NAME_MAX = 40 };

static bool digits_only(const char *s, size_t n)
{
	return strspn(s, "0123456789") >= n;
}

/* Narrowed, without the characters in `drop`. */
static char *squeezed(struct arena *mem, const char *s, const char *drop)
{
	char *out = arena_strdup(mem, text_narrow(mem, s));
	char *to = out;
	for (const char *at = out; *at; at++)
		if (!strchr(drop, *at))
			*to++ = *at;
	*to = '\0';
	return out;
}

const char *person_check_phone(struct arena *mem, const char **value)
{
	const char *s = squeezed(mem, *value, " -()\t\n");
	if (text_starts(s, "+86"))
		s += 3;
	else if (text_starts(s, "0086"))
		s += 4;
	else if (text_starts(s, "86") && strlen(s) == PHONE_DIGITS + 2)
		s += 2;
	if (strlen(s) != PHONE_DIGITS || !digits_only(s, PHONE_DIGITS))
		return "账号要用手机号：11 位数字（座机、境外号码不能登录）。";
	if (!person_phone_mobile(s))
		return "这不是手机号：手机号以 13 到 19 开头。";
	*value = s;
	return NULL;
}

static char check_character(const char *s)
{
	static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (size_t i = 0; i < ID_DIGITS - 1; i++)
		sum += (s[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

/* Local midnight of the date at digits 7 to 14; false: there is no such day. */
static bool birthday(const char *s, int64_t *at)
{
	char day[] = "0000-00-00";
	memcpy(day, s + 6, 4);
	memcpy(day + 5, s + 10, 2);
	memcpy(day + 8, s + 12, 2);
	return strcmp(day, "1900-01-01") >= 0 && strcmp(day, "2100-01-01") < 0 &&
	       clock_parse(day, at);
}

/* Another document than the ID card, by its form: passport (E12345678, 9 digits abroad), the permits of
 * residents of Hong Kong and Macau (H or M, 8 or 10 digits) and of Taiwan (8 digits) to travel, the former card of
 * foreigners with permanent residence (three letters, 12 digits). Residence permits and today's card of foreigners
 * have 18 digits, with a birthday and a check character as the ID card. */
static bool other_document(const char *s)
{
	size_t n = strlen(s), letters = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), count = 0;
	if (strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != n)
		return false;
	for (const char *p = s; *p; p++)
		count += *p >= '0' && *p <= '9';
	if (!letters)
		return n == 8 || n == 9;
	if (letters == 3 && n == 15)
		return count == 12;
	return letters <= 3 && n >= 6 && n <= 12 && count >= 5;
}

const char *person_check_id_number(struct arena *mem, const char **value)
{
	char *s = squeezed(mem, *value, " -\t\n");
	size_t n = strlen(s);
	int64_t at;
	for (char *p = s; *p; p++)
		*p = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
	*value = s;
	if (other_document(s))
		return NULL;
	if (n == ID_DIGITS_OLD && digits_only(s, n))
		return "15 位的旧号码已经停用，请填写现在证件上的 18 位号码。";
	if (n != ID_DIGITS)
		return "身份证号应为 18 位；护照、往来内地通行证、居留证件照证件上的字母和数字写。";
	if (!digits_only(s, ID_DIGITS - 1) || !strchr("0123456789X", s[n - 1]))
		return "身份证号前 17 位是数字，最后一位是数字或 X。";
	if (!birthday(s, &at))
		return "身份证号里的出生日期（第 7 到 14 位）不存在，请核对。";
	if (check_character(s) != s[n - 1])
		return "身份证号的最后一位校验码不对，请逐位核对。";
	return NULL;
}

int64_t person_birth_of(const char *id_number)
{
	int64_t at = 0;
	if (!id_number || strlen(id_number) != ID_DIGITS || !birthday(id_number, &at))
		return 0;
	return at;
}

int64_t person_gender_of(const char *id_number)
{
	if (!id_number || strlen(id_number) != ID_DIGITS)
		return 0;
	return (id_number[16] - '0') % 2 ? 1 : 2;
}

int64_t person_age(int64_t birth, int64_t now)
{
	if (!birth || birth > now)
		return -1;
	struct day b = clock_local(birth), d = clock_local(now);
	bool before = d.month < b.month || (d.month == b.month && d.mday < b.mday);
	return d.year - b.year - (before ? 1 : 0);
}

/* One code point from valid UTF-8; moves *s on. */
static unsigned next_point(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	unsigned more = p[0] < 0x80 ? 0 : p[0] < 0xE0 ? 1 : p[0] < 0xF0 ? 2 : 3;
	unsigned point = more ? p[0] & (0x3Fu >> more) : p[0];
	for (unsigned i = 1; i <= more; i++)
		point = point << 6 | (p[i] & 0x3Fu);
	*s += 1 + more;
	return point;
}

/* Any letter with its marks, of whatever script; not what Unicode has beside them. Code points from, to. */
static bool name_point(unsigned u)
{
	static const unsigned others[][2] = {
		{0x80, 0xA9},       {0xAB, 0xB4},       {0xB6, 0xB6},       {0xB8, 0xB9},
		{0xBB, 0xBF},       {0xD7, 0xD7},       {0xF7, 0xF7},       {0x660, 0x669},
		{0x6F0, 0x6F9},     {0x966, 0x96F},     {0x2000, 0x2BFF},   {0x2E00, 0x2E7F},
		{0x2FF0, 0x3004},   {0x3008, 0x3020},   {0x3030, 0x3030},   {0x303D, 0x303F},
		{0x3200, 0x33FF},   {0xA490, 0xA4CF},   {0xD800, 0xF8FF},   {0xFD3E, 0xFD4F},
		{0xFE10, 0xFE6F},   {0xFF00, 0xFF65},   {0xFFE0, 0xFFFF},   {0x1D000, 0x1DFFF},
		{0x1F000, 0x1FFFF}, {0xE0000, 0xE00FF}, {0xF0000, 0x10FFFF}};
	if (u < 0x80)
		return (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || u == ' ' || u == '.' ||
		       u == '\'' || u == '-';
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (u >= others[i][0] && u <= others[i][1])
			return false;
	return true;
}

/* The dot of minority names is typed in many ways; one is kept. */
static bool dot(unsigned u)
{
	static const unsigned dots[] = {0xB7,   0x387,  0x2022, 0x2024, 0x2027, 0x2219,
	                                0x22C5, 0x2E31, 0x2E33, 0x30FB, 0xFF65};
	for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
		if (u == dots[i])
			return true;
	return false;
}

static bool han(unsigned u)
{
	return u >= 0x2E80 && u != 0x30FB && !dot(u);
}

/* Dots as they are kept, without the blanks around them; a full stop between two Chinese characters is
 * one, too. */
const char *person_dots(struct arena *mem, const char *name)
{
	struct buf out = BUF(mem);
	unsigned before = 0;
	for (const char *s = name, *from; *s;) {
		from = s;
		unsigned u = next_point(&s);
		const char *rest = s + strspn(s, " ");
		const char *ahead = rest;
		unsigned after = *rest ? next_point(&ahead) : 0;
		if (u == ' ' && (dot(after) || before == 0xB7))
			continue;
		bool is = dot(u) || (u == '.' && han(before) && han(after));
		if (is)
			buf_text(&out, "·");
		else
			buf_add(&out, from, (size_t)(s - from));
		before = is ? 0xB7 : u;
	}
	return buf_str(&out);
}

const char *person_check_name(struct arena *mem, const char **value)
{
	const char *s = person_dots(mem, text_trim(mem, text_narrow(mem, *value)));
	size_t n = text_length(s);
	if (n < NAME_MIN || n > NAME_MAX)
		return "姓名应为 2 到 40 个字。";
	*value = s;
	if (text_starts(s, "·") || strcmp(s + strlen(s) - strlen("·"), "·") == 0 || strstr(s, "··"))
		return "间隔号“·”只写在姓名中间，一次一个。";
	while (*s)
		if (!name_point(next_point(&s)))
			return "姓名里只能有汉字、字母和间隔号“·”。";
	return NULL;
}

const char *person_check_email(struct arena *mem, const char **value)
{
	const char *s = squeezed(mem, *value, " \t\n");
	const char *at = strchr(s, '@');
	const char *dot = at ? strrchr(at, '.') : NULL;
	for (const char *p = s; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr("<>()[]\\,;:\"", *p))
			return "邮箱地址里有不能用的字符。";
	if (!at || at == s || strchr(at + 1, '@') || !dot || dot == at + 1 || !dot[1])
		return "邮箱地址应像 name@example.com。";
	*value = s;
	return NULL;
}
