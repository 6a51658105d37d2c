/* clock.h - time: seconds UTC inside, Asia/Shanghai outside.
 *
 * The zone is UTC+8 without summer time (since 1992; earlier instants are not shown). Features never
 * call this for "now": they read c->now, which is taken once per request.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

int64_t clock_now(void);           /* seconds UTC; honours clock_shift() */
void clock_shift(int64_t seconds); /* tests and the demo only: moves clock_now() by so much */
/* Seconds UTC as they were when the program first asked, counted on by the monotonic clock: setting the
 * clock neither shortens nor lengthens what is measured by it. For waits; not for what people read. */
int64_t clock_steady(void);
void clock_step(int64_t seconds); /* tests only: somebody has set the clock by so much */
int64_t clock_mono_ms(void);      /* never goes back; for timeouts and throttles */
int64_t clock_mono_us(void);      /* the same clock in microseconds: how long something took */

struct day {
	int year, month, mday, hour, minute, second;
	int weekday; /* 0 = Sunday */
};
/* Instants outside the years 1 to 9999 are taken as the nearest day inside. */
struct day clock_local(int64_t at); /* in Asia/Shanghai */
struct day clock_utc(int64_t at);
int64_t clock_of(struct day d);     /* the reverse; weekday is ignored */
int64_t clock_midnight(int64_t at); /* start of the local day that contains `at` */

/* "2026-11-23", "2026-11-23T09:30", "2026-11-23 09:30:00"; false: not a real date. Local time. */
bool clock_parse(const char *s, int64_t *at);
/* "2026-11-23"; "2026-11-23T09:30" for datetime-local inputs; both local, "" for 0. */
const char *clock_date(struct arena *a, int64_t at);
const char *clock_input(struct arena *a, int64_t at);
/* "2026-11-23T01:30:00Z", for logs and machines. */
const char *clock_stamp(struct arena *a, int64_t at);
