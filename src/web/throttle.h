/* throttle.h - token buckets: so many now, so many a minute.
 *
 * A fixed table of buckets, found by a seeded hash of the key; when a neighbourhood is full the
 * one longest unused makes room. Time is monotonic. Safe for all threads.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct throttle;

struct throttle *throttle_new(struct arena *a, uint64_t seed);
/* Takes `cost` (below 0: gives back) from the bucket `key`, which holds `burst` and gains `minute` each minute. False: it is
 * empty; *wait (may be NULL) is set to the seconds until it would do. A NULL throttle lets all pass. */
bool throttle_take(struct throttle *t, const char *key, int cost, int burst, int minute, int *wait);
