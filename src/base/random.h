/* random.h - random bytes from the kernel, and a seeded stream for made-up data.
 *
 * random_bytes() never fails (it stops the process instead). struct dice is for demonstration data
 * and tests only: same seed, same throws; never for anything secret.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;

void random_bytes(void *out, size_t n);
const char *random_id(
	struct arena *a); /* 26 characters a-z2-7, 128 bits: public ids, operation ids */

struct dice {
	uint64_t s[4];
};
struct dice dice_new(uint64_t seed);
uint64_t dice_next(struct dice *d);
int64_t dice_below(struct dice *d, int64_t n);              /* 0 .. n-1, n > 0 */
int64_t dice_range(struct dice *d, int64_t lo, int64_t hi); /* both ends included */
const char *dice_id(struct arena *a, struct dice *d);       /* shaped like random_id() */
/* While made-up data is loaded, random_id() of this thread throws `d`, so that the same seed gives the
 * same public ids; NULL: the kernel again. Tokens and keys never come from it. */
void random_ids_from(struct dice *d);
