/* contact.c - how somebody can be reached: any telephone there is, in one way of writing.
 *
 * An account is signed in to with a mobile of the mainland (person_check_phone); an old man in a village has a
 * landline, his daughter a number in Hong Kong. Kept are: a mobile as 11 digits; a landline 0734-6812345, with
 * its extension 0734-6812345-801; without an area code its 7 or 8 digits; 400 and 800 numbers, 5 digits of a
 * service; everything abroad, Hong Kong, Macau and Taiwan as +852… (E.164: 15 digits at most).
 * Area codes: 010, 02x, and 03xx to 09xx (工业和信息化部, 电信网码号规划).
 */
#include "features/person/person.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#include <string.h>

enum { ABROAD_LEAST = 7, ABROAD_MOST = 15, EXTENSION = 6 };

/* The digits in front of `s` up to the first that is none of them. */
static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* Cuts the extension off `s` and gives its digits; "" when there is none, NULL when it is none of ours. */
static const char *extension(char *s)
{
	static const char *const words[] = {"转", "分机", "ext.", "ext", "x", "#", "*", NULL};
	for (const char *const *w = words; *w; w++) {
		char *at = strstr(s, *w);
		if (!at)
			continue;
		const char *rest = at + strlen(*w);
		while (text_starts(rest, "分机") || text_starts(rest, "-"))
			rest += text_starts(rest, "-") ? 1 : strlen("分机");
		*at = '\0';
		size_t n = strlen(s);
		if (n && s[n - 1] == '-')
			s[n - 1] = '\0';
		return digits(rest) == strlen(rest) && *rest && strlen(rest) <= EXTENSION ? rest
		                                                                          : NULL;
	}
	return "";
}

/* Without the marks between its digits; a last group behind a landline, "-801", is an extension. */
static char *joined(struct arena *mem, const char *s)
{
	char *out = arena_strdup(mem, s), *to = out;
	for (const char *p = s; *p; p++)
		if (*p != '-')
			*to++ = *p;
	*to = '\0';
	return out;
}

static size_t area_code(const char *s)
{
	if (s[0] != '0' || s[1] == '0' || !s[1])
		return 0;
	return text_starts(s, "010") || s[1] == '2' ? 3 : 4;
}

static const char *landline(struct arena *mem, const char *s, const char *more)
{
	size_t area = area_code(s), n = strlen(s);
	size_t local = n > area ? n - area : 0;
	if (!area && (n == 7 || n == 8) && s[0] >= '2' && s[0] <= '8')
		return arena_printf(mem, "%s%s%s", s, *more ? "-" : "", more);
	if (!area || local < 7 || s[area] == '0' || s[area] == '1')
		return NULL;
	size_t own = local == 7 || (local == 8 && !*more) ? local : local == 8 ? 8 : 0;
	return own ? arena_printf(mem, "%.*s-%s%s%s", (int)area, s, s + area, *more ? "-" : "",
	                          more)
	           : NULL;
}

static const char *abroad(struct arena *mem, const char *s)
{
	size_t n = strlen(s);
	bool good = n >= ABROAD_LEAST && n <= ABROAD_MOST && s[0] != '0';
	return good ? arena_printf(mem, "+%s", s) : NULL;
}

static bool service(const char *s)
{
	size_t n = strlen(s);
	return (n == 10 && (text_starts(s, "400") || text_starts(s, "800"))) ||
	       (n == 5 && (text_starts(s, "95") || text_starts(s, "96") || text_starts(s, "12")));
}

/* "0734-6812345-801", "6812345-801": what follows the seven or eight digits of a landline is an extension. */
static const char *last_group(char *s)
{
	char *dash = strrchr(s, '-');
	const char *own = dash && s[0] == '0' ? strchr(s, '-') + 1 : s;
	if (!dash || dash < own || (size_t)(dash - own) != digits(own) || dash - own < 7 ||
	    dash - own > 8)
		return "";
	*dash = '\0';
	return dash + 1;
}

static const char *normal(struct arena *mem, char *s)
{
	const char *more = extension(s), *mobile = s;
	if (!more)
		return NULL;
	if (!*more)
		more = last_group(s);
	char *all = joined(mem, s);
	const char *country = text_starts(all, "+")                        ? all + 1
	                      : text_starts(all, "00") && strlen(all) > 10 ? all + 2
	                                                                   : NULL;
	if (country && text_starts(country, "86")) {
		country += 2;
		all = arena_printf(mem, "%s%s", strlen(country) == 11 || *country == '0' ? "" : "0",
		                   country);
		country = NULL;
	}
	const char *number = country ? country : all;
	if (!*number || digits(number) != strlen(number))
		return NULL;
	mobile = all;
	if (!country && !person_check_phone(mem, &mobile))
		return *more ? NULL : mobile;
	if (country)
		return *more ? NULL : abroad(mem, country);
	return service(all) && !*more ? all : landline(mem, all, more);
}

const char *person_check_contact(struct arena *mem, const char **value)
{
	struct buf b = BUF(mem);
	for (const char *p = text_fold(mem, *value); *p; p++)
		if (!strchr(" ()\t\n.,", *p))
			buf_char(&b, *p);
	const char *s = normal(mem, arena_strdup(mem, buf_str(&b)));
	if (!s)
		return "这个号码不像电话：手机 11 位，座机带区号（0734-6812345，分机写“转 801”），"
		       "境外的从 + 和国家地区号写起（+852…）。";
	*value = s;
	return NULL;
}

bool person_phone_mobile(const char *phone)
{
	return phone && strlen(phone) == 11 && digits(phone) == 11 && phone[0] == '1' &&
	       phone[1] >= '3';
}
