/* json.h - JSON in and out; the only file that includes jansson.
 *
 * In: a body becomes pairs, like a form: {"a": {"b": 1}, "c": ["x", "y"]} is a.b=1, c=x, c=y; true and
 * false are "true" and "false", null is an empty value. An array inside an array or an object inside
 * one is refused. Out: our own writer walks the field table; "beneficiary.phone" nests, so members of
 * one object stand together in the table. Secret fields never leave.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "web/req.h"

/* OK, ERR_MALFORMED (*why: English) or ERR_LARGE (LIMIT_PAIRS, LIMIT_JSON_DEPTH). */
enum err json_pairs(struct arena *a, const char *text, size_t n, struct pairs *out,
                    const char **why);

void json_text(struct buf *b, const char *s); /* quoted and escaped; NULL is null */
void json_record(struct buf *b, const struct field *fields, const void *record);
/* total: of all pages; below 0, and above LIST_COUNTED: null */
void json_list(struct buf *b, const struct field *fields, const struct list *list, int64_t total);
/* Is `text` one whole valid JSON value? For tests. */
bool json_valid(const char *text, size_t n);
