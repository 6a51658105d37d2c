/* events.h - pages are told that something changed, and nothing else.
 *
 * A page opens GET /events?topic=order:abc,desk:430421100&since=N (N: events_now() when it was
 * printed, or Last-Event-ID) and gets, per change, at most
 *
 *     event: change
 *     id: 41
 *     data: {"topic":"order:abc","version":41}
 *
 * and fetches itself again under its normal permission. Versions grow over the whole program and
 * from one run of it to the next; they are kept per hash of the topic, and a version of an earlier run
 * is told at once, so a page may be told once too often but never too seldom. Several changes before a
 * page could be told are told once. All tables have a fixed size.
 *
 * Who has EVENT_EACH pages open and opens another one has the newest listened to; the oldest gets
 * `event: end`, is closed and must not come back by itself.
 */
#pragma once
#include "base/buf.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct events;
struct subscriber;

/* Seats at most a quarter of the connections, and few for one who listens: pages that listen leave room for
 * those that ask, and nobody takes the seats of all. */
enum {
	EVENT_SUBSCRIBERS = LIMIT_CONNECTIONS / 4,
	EVENT_EACH = 16, /* of one person, or of one network of guests: the newest */
	EVENT_TOPICS = 8,
	EVENT_TOPIC = 64,
};

struct events *events_new(struct arena *a);
void events_seats(struct events *e, int64_t most); /* fewer, where the door has fewer connections */
uint64_t events_now(struct events *e);
void events_touch(struct events *e, const char *topic); /* wakes whoever subscribed */

/* `topics` separated by commas; `who` listens: a person or a network, at most 40 bytes count, "" the program
 * itself. NULL: malformed (bad names, too many), or all seats are taken (*full). */
struct subscriber *events_join(struct events *e, const char *topics, uint64_t since,
                               const char *who, bool *full);
/* From the door: when events_read() finds nothing it calls sleep(who), and wake(who) follows, on any
 * thread, when there is something. Both are called under the lock of the events, so neither can
 * overtake the other; they must be quick and not call back. */
void events_bind(struct subscriber *s, void (*sleep)(void *who), void (*wake)(void *who),
                 void *who);
/* Writes what is new into `out` (`room` bytes, 512 or more) and returns its length. */
size_t events_read(struct subscriber *s, char *out, size_t room);
void events_leave(struct subscriber *s); /* accepts NULL */
void events_beat(struct events *e);  /* a comment line to everybody: shows that the line lives */
void events_close(struct events *e); /* everybody is woken; events_closed() */
bool events_closed(const struct subscriber *s);
int64_t events_count(struct events *e);
