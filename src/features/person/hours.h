/* hours.h - when somebody usually has time: the 168 hours of a week, Monday 00:00 first.
 *
 * Kept as 42 hex digits, the highest bit of a digit first; NULL: he has not said. Pure.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct ctx;
struct person;

enum { HOURS_DAYS = 7, HOURS_DAY = 24, HOURS_WEEK = 168, HOURS_TEXT = 42, HOURS_PARTS = 3 };
enum hours_share { HOURS_NONE, HOURS_SOME, HOURS_ALL };
extern const char *const hours_day_labels[];       /* 周一 … 周日 */
extern const char *const hours_part_labels[];      /* 上午 下午 晚上 */
extern const int hours_part_ends[HOURS_PARTS + 1]; /* 8, 12, 18, 22 */

void hours_read(const char *text, bool week[HOURS_WEEK]); /* NULL or not hours: no hour */
const char *hours_write(struct arena *mem, const bool week[HOURS_WEEK]);
enum hours_share hours_part(const bool week[HOURS_WEEK], int day, int part);
/* "1-0" … "7-2", day and part. A part that is named is filled; one that was full and is not named is
 * emptied; what was partly free and is not named, and the night, stay. False: an unknown word. */
bool hours_take_parts(bool week[HOURS_WEEK], const char *const *words);
/* "0" … "167": exactly these. False: an unknown word. */
bool hours_take_fine(bool week[HOURS_WEEK], const char *const *words);
/* Field check: 42 hex digits, lower case. */
const char *hours_check(struct arena *mem, const char **value);

/* Has he time in every hour that [starts_at, ends_at) touches? Who has not said is taken to be free:
 * ask person->hours for the difference. */
bool person_free(const struct person *p, int64_t starts_at, int64_t ends_at);
/* His own week and how far he goes, km; NULL or below 0: stays. */
void person_hours_set(struct ctx *c, const char *hours, int64_t radius);
