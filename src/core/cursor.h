/* cursor.h - where a list goes on: `next` of one page, `after` of the following one.
 *
 * It holds the sort key of the last row shown, not the row: one that moved meanwhile (was answered, booked,
 * handed in) would take the place where the list goes on along with it, and what lies between would be shown
 * twice or never. Lists are ascending by (a, b, id); a list that shows the newest first keys with negative
 * numbers. For a program it is one opaque word.
 */
#pragma once
#include <stdint.h>

struct arena;
struct cursor {
	int64_t a, b, id; /* b: 0 where one key is enough; id: row, for equal keys */
};
/* Before every row. */
#define CURSOR_START ((struct cursor){-INT64_MAX, -INT64_MAX, -INT64_MAX})
/* What cursor_text() wrote; NULL, "": the start. */
struct cursor cursor_read(const char *after);
const char *cursor_text(struct arena *mem, struct cursor at);
/* Field check: another text than cursor_text() writes. */
const char *cursor_check(struct arena *mem, const char **value);
/* <0, 0, >0 as memcmp() has it. */
int cursor_compare(struct cursor x, struct cursor y);

/* The field of a list's questions. */
#define CURSOR_FIELD(type)                                                                         \
	FIELD(type, after, .max = 80, .check = cursor_check, .doc = "`next` of the page before")
