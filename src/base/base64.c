#include "base/base64.h"

#include "base/arena.h"

#include <stdint.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Value of a digit plus one; 0: none. */
static const unsigned char values[256] = {
	['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,
	['H'] = 8,  ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14,
	['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21,
	['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28,
	['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35,
	['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
	['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49,
	['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
	['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['-'] = 63,
	['_'] = 64,
};

/* The first `count` of four digits, for the upper bits of `bits` (24). */
static char *put(char *out, uint32_t bits, size_t count)
{
	for (size_t i = 0; i < count; i++)
		*out++ = digits[bits >> (18 - 6 * i) & 63];
	return out;
}

const char *base64_encode(struct arena *a, const void *bytes, size_t n)
{
	const unsigned char *from = bytes;
	char *text = arena_alloc(a, n / 3 * 4 + 5), *out = text;
	size_t i = 0;
	for (; i + 3 <= n; i += 3)
		out = put(out, (uint32_t)from[i] << 16 | (uint32_t)from[i + 1] << 8 | from[i + 2],
		          4);
	if (n - i == 1)
		put(out, (uint32_t)from[i] << 16, 2);
	if (n - i == 2)
		put(out, (uint32_t)from[i] << 16 | (uint32_t)from[i + 1] << 8, 3);
	return text;
}

/* Up to four digits as 24 bits; a missing one is zero. False: one is no digit. */
static bool get(const char *text, size_t count, uint32_t *bits)
{
	bool good = true;
	*bits = 0;
	for (size_t i = 0; i < 4; i++) {
		unsigned value = i < count ? values[(unsigned char)text[i]] : 1;
		good &= value != 0;
		*bits = *bits << 6 | ((value - 1) & 63);
	}
	return good;
}

bool base64_decode(void *out, size_t *len, const char *text, size_t n)
{
	unsigned char *to = out;
	uint32_t bits;
	size_t i = 0, rest = n % 4;
	for (; i + 4 <= n; i += 4) {
		if (!get(text + i, 4, &bits))
			return false;
		*to++ = (unsigned char)(bits >> 16);
		*to++ = (unsigned char)(bits >> 8);
		*to++ = (unsigned char)bits;
	}
	*len = (size_t)(to - (unsigned char *)out) + (rest ? rest - 1 : 0);
	if (!rest)
		return true;
	if (rest == 1 || !get(text + i, rest, &bits) || (bits & (rest == 2 ? 0xffff : 0xff)))
		return false;
	*to++ = (unsigned char)(bits >> 16);
	if (rest == 3)
		*to = (unsigned char)(bits >> 8);
	return true;
}
