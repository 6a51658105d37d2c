#include "web/throttle.h"

#include "base/arena.h"
#include "base/clock.h"

#include <pthread.h>

/* A token is so many parts that `minute` of them each minute are whole parts each millisecond. */
enum { SETS = 4096, WAYS = 8, TOKEN = 60000 };

struct bucket {
	uint64_t key;  /* 0: free */
	int64_t at_ms; /* when `parts` was right */
	int64_t parts;
};

struct throttle {
	pthread_mutex_t lock;
	uint64_t seed;
	struct bucket sets[SETS][WAYS];
};

struct throttle *throttle_new(struct arena *a, uint64_t seed)
{
	struct throttle *t = ARENA_NEW(a, struct throttle);
	pthread_mutex_init(&t->lock, NULL);
	t->seed = seed;
	return t;
}

static uint64_t hash(uint64_t seed, const char *key)
{
	uint64_t h = seed ^ 0xcbf29ce484222325u;
	for (; *key; key++) {
		h = (h ^ (unsigned char)*key) * 0x100000001b3u;
		h ^= h >> 29;
	}
	h ^= h >> 32;
	return h ? h : 1;
}

static int64_t filled(const struct bucket *b, int64_t now, int burst, int minute)
{
	/* Another thread may have read the clock later and come first: nothing was gained since. */
	int64_t gained = now > b->at_ms ? (now - b->at_ms) * minute : 0;
	int64_t full = (int64_t)burst * TOKEN;
	return b->parts + gained > full ? full : b->parts + gained;
}

/* The bucket of the key, or the one that is missed least: a free one, else the one longest unused. */
static struct bucket *bucket_of(struct throttle *t, uint64_t key, int64_t now, int burst)
{
	struct bucket *set = t->sets[key % SETS], *least = set;
	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (least->key && (!set[i].key || set[i].at_ms < least->at_ms))
			least = &set[i];
	}
	*least = (struct bucket){key, now, (int64_t)burst * TOKEN};
	return least;
}

bool throttle_take(struct throttle *t, const char *key, int cost, int burst, int minute, int *wait)
{
	if (!t)
		return true;
	int64_t now = clock_mono_ms(), price = (int64_t)cost * TOKEN;
	uint64_t id = hash(t->seed, key);
	pthread_mutex_lock(&t->lock);
	struct bucket *b = bucket_of(t, id, now, burst);
	int64_t have = filled(b, now, burst, minute);
	bool enough = have >= price;
	b->parts = enough ? have - price : have;
	b->at_ms = now > b->at_ms ? now : b->at_ms;
	pthread_mutex_unlock(&t->lock);
	if (wait && !enough)
		*wait = minute ? (int)((price - have) / minute / 1000 + 1) : 60;
	return enough;
}
