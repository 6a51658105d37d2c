#include "base/random.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

enum { ID_BYTES = 16 };

void random_bytes(void *out, size_t n)
{
	for (char *p = out; n;) {
		ssize_t got = getrandom(p, n, 0);
		if (got < 0 && errno != EINTR)
			abort();
		if (got > 0) {
			p += got;
			n -= (size_t)got;
		}
	}
}

static _Thread_local struct dice *ids; /* NULL: the kernel */

void random_ids_from(struct dice *d)
{
	ids = d;
}

const char *random_id(struct arena *a)
{
	if (ids)
		return dice_id(a, ids);
	unsigned char bytes[ID_BYTES];
	random_bytes(bytes, sizeof bytes);
	return text_base32(a, bytes, sizeof bytes);
}

/* splitmix64 (public domain, S. Vigna) spreads the seed over the state. */
struct dice dice_new(uint64_t seed)
{
	struct dice d;
	for (int i = 0; i < 4; i++) {
		uint64_t z = seed += 0x9e3779b97f4a7c15u;
		z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
		z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
		d.s[i] = z ^ (z >> 31);
	}
	return d;
}

static uint64_t turn(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

/* xoshiro256** (public domain, D. Blackman and S. Vigna). */
uint64_t dice_next(struct dice *d)
{
	uint64_t *s = d->s, result = turn(s[1] * 5, 7) * 9, t = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = turn(s[3], 45);
	return result;
}

int64_t dice_below(struct dice *d, int64_t n)
{
	if (n <= 0)
		return 0;
	uint64_t range = (uint64_t)n, fair = UINT64_MAX - UINT64_MAX % range, x;
	do
		x = dice_next(d);
	while (x >= fair);
	return (int64_t)(x % range);
}

int64_t dice_range(struct dice *d, int64_t lo, int64_t hi)
{
	return hi > lo ? lo + dice_below(d, hi - lo + 1) : lo;
}

const char *dice_id(struct arena *a, struct dice *d)
{
	unsigned char bytes[ID_BYTES];
	for (int i = 0; i < ID_BYTES; i += 8) {
		uint64_t x = dice_next(d);
		for (int k = 0; k < 8; k++)
			bytes[i + k] = (unsigned char)(x >> (8 * k));
	}
	return text_base32(a, bytes, sizeof bytes);
}
