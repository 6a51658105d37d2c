#include "web/events.h"

#include "base/arena.h"
#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { BUCKETS = 8192, KEY = 40 };

struct subscription {
	char topic[EVENT_TOPIC];
	unsigned bucket;
	uint64_t seen, latest;
	struct subscriber *owner;
	struct subscription *next, **link; /* in its bucket */
};

struct subscriber {
	struct events *home;
	char key[KEY + 1]; /* who listens */
	struct subscription topics[EVENT_TOPICS];
	int count;
	bool beat;   /* a comment line is due */
	bool ended;  /* his newest page has the seat */
	bool told;   /* … and this one was told so */
	bool asleep; /* nothing was there to write: wake him */
	void (*sleep)(void *who);
	void (*wake)(void *who);
	void *who;
	struct subscriber *next; /* free, or taken */
	struct subscriber **link;
};

struct events {
	pthread_mutex_t lock;
	bool closed;
	int64_t count, most, ended; /* seats taken, at most; of those taken: the ended ones */
	uint64_t first, now;        /* the versions given first and last */
	uint64_t versions[BUCKETS]; /* of the newest topic with this hash */
	struct subscription *at[BUCKETS];
	struct subscriber *taken, *free;
	struct subscriber seats[EVENT_SUBSCRIBERS];
};

struct events *events_new(struct arena *a)
{
	struct events *e = ARENA_NEW(a, struct events);
	pthread_mutex_init(&e->lock, NULL);
	/* Above whatever an earlier run of the program gave, which kept none of it. */
	e->first = e->now = (uint64_t)clock_now() * 1000;
	e->most = EVENT_SUBSCRIBERS;
	for (size_t i = EVENT_SUBSCRIBERS; i-- > 0;) {
		e->seats[i].next = e->free;
		e->free = &e->seats[i];
	}
	return e;
}

void events_seats(struct events *e, int64_t most)
{
	pthread_mutex_lock(&e->lock);
	e->most = most < EVENT_SUBSCRIBERS ? most : EVENT_SUBSCRIBERS;
	pthread_mutex_unlock(&e->lock);
}

uint64_t events_now(struct events *e)
{
	pthread_mutex_lock(&e->lock);
	uint64_t now = e->now;
	pthread_mutex_unlock(&e->lock);
	return now;
}

int64_t events_count(struct events *e)
{
	pthread_mutex_lock(&e->lock);
	int64_t count = e->count - e->ended;
	pthread_mutex_unlock(&e->lock);
	return count;
}

static unsigned bucket_of(const char *topic, size_t n)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)topic[i]) * 16777619u;
	return (h ^ h >> 15) % BUCKETS;
}

static void rouse(struct subscriber *s)
{
	if (!s->asleep || !s->wake)
		return;
	s->asleep = false;
	s->wake(s->who);
}

void events_touch(struct events *e, const char *topic)
{
	unsigned b = bucket_of(topic, strlen(topic));
	pthread_mutex_lock(&e->lock);
	e->versions[b] = ++e->now;
	for (struct subscription *s = e->at[b]; s; s = s->next) {
		if (strcmp(s->topic, topic) != 0)
			continue;
		s->latest = e->now;
		rouse(s->owner);
	}
	pthread_mutex_unlock(&e->lock);
}

/* Letters, digits, ":", "_" and "-": it goes into the stream as it is. */
static size_t name_size(const char *topics)
{
	size_t n = strspn(topics,
	                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:_-");
	return n && n < EVENT_TOPIC && (!topics[n] || topics[n] == ',') ? n : 0;
}

static bool names_good(const char *topics)
{
	int count = 0;
	for (;;) {
		size_t n = name_size(topics);
		if (!n || ++count > EVENT_TOPICS)
			return false;
		if (!topics[n])
			return true;
		topics += n + 1;
	}
}

static void subscribe(struct subscriber *s, const char *topic, size_t n, uint64_t since)
{
	struct events *e = s->home;
	struct subscription *t = &s->topics[s->count++];
	*t = (struct subscription){.bucket = bucket_of(topic, n), .owner = s};
	memcpy(t->topic, topic, n);
	bool ours = since >= e->first && since <= e->now;
	t->seen = ours ? since : 0;
	t->latest = ours ? e->versions[t->bucket] : e->now;
	t->next = e->at[t->bucket];
	t->link = &e->at[t->bucket];
	if (t->next)
		t->next->link = &t->next;
	*t->link = t;
}

static void sit_down(struct subscriber *s)
{
	struct events *e = s->home;
	s->next = e->taken;
	s->link = &e->taken;
	if (s->next)
		s->next->link = &s->next;
	e->taken = s;
	e->count++;
}

static void unsubscribe(struct subscriber *s)
{
	for (int i = 0; i < s->count; i++) {
		struct subscription *t = &s->topics[i];
		*t->link = t->next;
		if (t->next)
			t->next->link = t->link;
	}
	s->count = 0;
}

/* Of one who has all of his seats the page opened first goes: it is most often one that was left, which the door
 * notices when it writes to it. */
static void make_room(struct events *e, const char *who)
{
	int his = 0;
	struct subscriber *oldest = NULL;
	for (struct subscriber *s = e->taken; s && *who; s = s->next) {
		if (s->ended || strncmp(s->key, who, KEY) != 0)
			continue;
		his++;
		oldest = s;
	}
	if (his < EVENT_EACH)
		return;
	unsubscribe(oldest);
	oldest->ended = true;
	e->ended++;
	rouse(oldest);
}

struct subscriber *events_join(struct events *e, const char *topics, uint64_t since,
                               const char *who, bool *full)
{
	*full = false;
	if (!topics || !names_good(topics))
		return NULL;
	pthread_mutex_lock(&e->lock);
	struct subscriber *s = e->closed || e->count >= e->most ? NULL : e->free;
	*full = !s;
	if (s) {
		make_room(e, who);
		e->free = s->next;
		*s = (struct subscriber){.home = e, .beat = true};
		snprintf(s->key, sizeof s->key, "%s", who);
		sit_down(s);
		while (*topics) {
			size_t n = name_size(topics);
			subscribe(s, topics, n, since);
			topics += n + (topics[n] == ',');
		}
	}
	pthread_mutex_unlock(&e->lock);
	return s;
}

void events_bind(struct subscriber *s, void (*sleep)(void *who), void (*wake)(void *who), void *who)
{
	pthread_mutex_lock(&s->home->lock);
	s->sleep = sleep;
	s->wake = wake;
	s->who = who;
	pthread_mutex_unlock(&s->home->lock);
}

size_t events_read(struct subscriber *s, char *out, size_t room)
{
	static const char beat[] = ":\n\n";
	size_t len = 0;
	pthread_mutex_lock(&s->home->lock);
	if (s->beat && room > sizeof(beat)) {
		memcpy(out, beat, sizeof(beat) - 1);
		len = sizeof(beat) - 1;
		s->beat = false;
	}
	for (int i = 0; i < s->count; i++) {
		struct subscription *t = &s->topics[i];
		if (t->latest <= t->seen || room - len < EVENT_TOPIC + 128)
			continue;
		len += (size_t)snprintf(out + len, room - len,
		                        "event: change\nid: %llu\n"
		                        "data: {\"topic\":\"%s\",\"version\":%llu}\n\n",
		                        (unsigned long long)t->latest, t->topic,
		                        (unsigned long long)t->latest);
		t->seen = t->latest;
	}
	if (s->ended && !s->told && room - len > 64) {
		len += (size_t)snprintf(out + len, room - len, "event: end\ndata: {}\n\n");
		s->told = true;
	}
	if (!len && s->sleep && !s->ended && !s->home->closed) {
		s->asleep = true;
		s->sleep(s->who);
	}
	pthread_mutex_unlock(&s->home->lock);
	return len;
}

void events_leave(struct subscriber *s)
{
	if (!s)
		return;
	struct events *e = s->home;
	pthread_mutex_lock(&e->lock);
	unsubscribe(s);
	*s->link = s->next;
	if (s->next)
		s->next->link = s->link;
	s->next = e->free;
	e->free = s;
	e->count--;
	e->ended -= s->ended;
	pthread_mutex_unlock(&e->lock);
}

void events_beat(struct events *e)
{
	pthread_mutex_lock(&e->lock);
	for (struct subscriber *s = e->taken; s; s = s->next) {
		s->beat = true;
		rouse(s);
	}
	pthread_mutex_unlock(&e->lock);
}

void events_close(struct events *e)
{
	pthread_mutex_lock(&e->lock);
	e->closed = true;
	for (struct subscriber *s = e->taken; s; s = s->next)
		rouse(s);
	pthread_mutex_unlock(&e->lock);
}

bool events_closed(const struct subscriber *s)
{
	pthread_mutex_lock(&s->home->lock);
	bool closed = s->home->closed || s->told;
	pthread_mutex_unlock(&s->home->lock);
	return closed;
}
