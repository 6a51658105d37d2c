#include "base/text.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/simplified.h"

#include <stdint.h>
#include <string.h>

/* How many bytes the code point has that begins with this one; 0: none begins so. */
static size_t sequence(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* One code point of valid UTF-8 at s (n bytes left); returns its length, 0 when it is not one. */
static size_t decode(const unsigned char *s, size_t n, uint32_t *point)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len = sequence(s[0]);
	if (!len || len > n)
		return 0;
	uint32_t p = len == 1 ? s[0] : s[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		p = p << 6 | (s[i] & 0x3fu);
	}
	if (p < least[len] || p > 0x10ffff || (p >= 0xd800 && p < 0xe000))
		return 0;
	*point = p;
	return len;
}

static bool turns(uint32_t p)
{
	return (p >= 0x202a && p <= 0x202e) || (p >= 0x2066 && p <= 0x2069);
}

static bool control(uint32_t p)
{
	return p < 0x20 ? p != '\n' && p != '\t' : (p >= 0x7f && p < 0xa0) || turns(p);
}

size_t text_mark(const char *s)
{
	uint32_t p;
	size_t n = decode((const unsigned char *)s, strnlen(s, 4), &p);
	bool hidden = n > 1 && (turns(p) || p == 0x61c || p == 0x200b || p == 0x200e ||
	                        p == 0x200f || p == 0x2060 || p == 0xfeff);
	return hidden ? n : 0;
}

bool text_valid(const char *s, size_t n)
{
	uint32_t point;
	for (size_t i = 0, len; i < n; i += len) {
		len = decode((const unsigned char *)s + i, n - i, &point);
		if (!len || control(point))
			return false;
	}
	return true;
}

size_t text_length(const char *s)
{
	size_t n = 0;
	for (; s && *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static size_t blank_length(const char *s)
{
	if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		return 1;
	return strncmp(s, "\u3000", 3) ? 0 : 3;
}

const char *text_trim(struct arena *a, const char *s)
{
	if (!s)
		return NULL;
	for (size_t n; (n = blank_length(s));)
		s += n;
	char *out = arena_alloc(a, strlen(s) + 1), *to = out, *kept = out;
	while (*s) {
		size_t blank = blank_length(s), n = blank ? blank : 1;
		if (s[0] == '\r' && s[1] == '\n')
			s++;
		if (n == 1)
			*to++ = *s == '\r' ? '\n' : *s;
		else
			to = mempcpy(to, s, n);
		s += n;
		if (!blank)
			kept = to;
	}
	*kept = '\0';
	return out;
}

const char *text_narrow(struct arena *a, const char *s)
{
	if (!s)
		return NULL;
	size_t left = strlen(s);
	char *out = arena_alloc(a, left + 1), *to = out;
	for (size_t n; left; s += n, left -= n) {
		uint32_t p = 0;
		n = decode((const unsigned char *)s, left, &p);
		if (n == 3 && p >= 0xff01 && p <= 0xff5e) {
			*to++ = (char)(p - 0xff01 + '!');
		} else if (p == 0x3000) {
			*to++ = ' ';
		} else {
			n = n ? n : 1;
			memcpy(to, s, n);
			to += n;
		}
	}
	return out;
}

const char *text_fold(struct arena *a, const char *s)
{
	char *out = (char *)text_narrow(a, s); /* fresh, so it is ours to change */
	for (char *p = out; p && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 'a' - 'A');
	return out;
}

/* ---- what search compares ---- */

static uint32_t small(uint32_t p)
{
	bool even = (p >= 0x100 && p < 0x130) || (p >= 0x132 && p < 0x138) ||
	            (p >= 0x14a && p < 0x178);
	bool odd = (p >= 0x139 && p < 0x149) || (p >= 0x179 && p < 0x17f);
	if ((even && !(p & 1)) || (odd && (p & 1)))
		return p + 1;
	if ((p >= 'A' && p <= 'Z') || (p >= 0xc0 && p <= 0xde && p != 0xd7) ||
	    (p >= 0x391 && p <= 0x3a9 && p != 0x3a2) || (p >= 0x410 && p <= 0x42f))
		return p + 32;
	return p >= 0x400 && p <= 0x40f ? p + 80 : p == 0x178 ? 0xff : p;
}

static uint32_t simple(uint32_t p)
{
	size_t from = 0, to = sizeof traditional / sizeof *traditional - 1;
	while (from < to) {
		size_t middle = (from + to) / 2;
		if (traditional[middle] == p)
			return simplified[middle];
		if (traditional[middle] < p)
			from = middle + 1;
		else
			to = middle;
	}
	return p;
}

static bool name_dot(uint32_t p)
{
	return p == 0xb7 || p == 0x2022 || p == 0x2027 || p == 0x2219 || p == 0x22c5 ||
	       p == 0x30fb || p == 0xff65;
}

static bool wide_blank(uint32_t p)
{
	return p == '\t' || p == '\r' || p == 0xa0 || p == 0x1680 || (p >= 0x2000 && p <= 0x200a) ||
	       p == 0x202f || p == 0x205f;
}

static char *encode(char *to, uint32_t p)
{
	int more = p < 0x80 ? 0 : p < 0x800 ? 1 : p < 0x10000 ? 2 : 3;
	static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};
	*to++ = (char)(first[more] | p >> 6 * more);
	while (more-- > 0)
		*to++ = (char)(0x80 | (p >> 6 * more & 0x3f));
	return to;
}

/* No character grows, so it is written over itself. */
const char *text_search(struct arena *a, const char *s)
{
	char *out = (char *)text_narrow(a, s), *to = out;
	size_t left = s ? strlen(out) : 0;
	for (const char *from = out; left;) {
		uint32_t p = 0;
		size_t n = decode((const unsigned char *)from, left, &p), mark = text_mark(from);
		if (!n)
			*to++ = *from;
		else if (!mark && !name_dot(p))
			to = encode(to, wide_blank(p) ? ' ' : p < 0x3400 ? small(p) : simple(p));
		n = n ? n : 1;
		from += n;
		left -= n;
	}
	if (out)
		*to = '\0';
	return out;
}

const char **text_words(struct arena *a, const char *question)
{
	return text_split(a, text_search(a, question), " \n");
}

bool text_has_words(struct arena *a, const char *text, const char *const *words)
{
	const char *folded = text_search(a, text ? text : "");
	while (*words && strstr(folded, *words))
		words++;
	return !*words;
}

/* Where code point n begins, counted from 0; the end when there are not so many. */
static const char *nth(const char *s, size_t n)
{
	for (; *s; s++)
		if (((unsigned char)*s & 0xc0) != 0x80 && !n--)
			break;
	return s;
}

const char *text_cut(struct arena *a, const char *s, size_t n)
{
	if (!s || text_length(s) <= n)
		return s ? arena_strdup(a, s) : NULL;
	return arena_printf(a, "%.*s…", (int)(nth(s, n) - s), s);
}

const char *text_veil(struct arena *a, const char *s, size_t head, size_t tail)
{
	size_t n = text_length(s);
	if (n < head + tail + 4)
		return s ? "****" : NULL;
	return arena_printf(a, "%.*s****%s", (int)(nth(s, head) - s), s, nth(s, n - tail));
}

bool text_equal(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

bool text_starts(const char *s, const char *prefix)
{
	return s && prefix && !strncmp(s, prefix, strlen(prefix));
}

bool text_empty(const char *s)
{
	return !s || !*s;
}

const char *text_hex(struct arena *a, const void *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *from = bytes;
	char *out = arena_alloc(a, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[from[i] >> 4];
		out[2 * i + 1] = digits[from[i] & 15];
	}
	return out;
}

const char *text_base32(struct arena *a, const void *bytes, size_t n)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	const unsigned char *from = bytes;
	char *out = arena_alloc(a, (n * 8 + 4) / 5 + 1), *to = out;
	uint32_t held = 0;
	unsigned bits = 0;
	for (size_t i = 0; i < n; i++) {
		held = held << 8 | from[i];
		for (bits += 8; bits >= 5; bits -= 5)
			*to++ = digits[held >> (bits - 5) & 31];
		held &= (1u << bits) - 1;
	}
	if (bits)
		*to++ = digits[held << (5 - bits) & 31];
	return out;
}

const char *text_short(struct arena *a, const char *id)
{
	char *mark = arena_printf(a, "%.4s-%.4s", id, strlen(id) < 4 ? "" : id + 4);
	for (char *p = mark; *p; p++)
		*p = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
	return mark;
}

const char **text_split(struct arena *a, const char *s, const char *seps)
{
	size_t room = 1, count = 0;
	for (const char *p = s; p && *p; p++)
		room += strchr(seps, *p) != NULL;
	const char **parts = ARENA_ARRAY(a, const char *, room + 1);
	while (s && *s) {
		size_t n = strcspn(s, seps);
		if (n)
			parts[count++] = arena_strndup(a, s, n);
		s += n + (s[n] != '\0');
	}
	return parts;
}

const char *text_join(struct arena *a, const char *const *parts, const char *sep)
{
	struct buf out = BUF(a);
	for (size_t i = 0; parts && parts[i]; i++) {
		if (i)
			buf_text(&out, sep);
		buf_text(&out, parts[i]);
	}
	return buf_str(&out);
}
