/* decode.h - from the bytes of a request to checked text: path, query, form.
 *
 * Everything is decoded once. Values that are not valid text (UTF-8, no control characters) come out
 * repaired and marked broken, so that the field can be refused beside what was typed; broken names
 * refuse the whole request. Invisible marks (text_mark) are left out of values without a word: who typed
 * them does not see them, and could not take them away.
 */
#pragma once
#include "base/err.h"
#include "web/req.h"

/* The path of a raw request target without its query; NULL: refuse it (not starting with "/", longer
 * than LIMIT_PATH, "//", "." or ".." parts, backslash, encoded slash, control bytes, not UTF-8). */
const char *decode_path(struct arena *a, const char *raw, size_t n);
/* "a=1&b=%E4…" to pairs. OK, ERR_MALFORMED (a bad name) or ERR_LARGE (more than LIMIT_PAIRS). */
enum err decode_pairs(struct arena *a, const char *raw, size_t n, struct pairs *out);
/* "a=1; b=2" of a Cookie header, values as they are; what is not understood is passed over. */
void decode_cookies(struct arena *a, const char *header, struct pairs *out);
/* The text without invisible marks, every byte that is no valid text replaced by U+FFFD; *broken says if
 * there was one. */
const char *decode_text(struct arena *a, const char *s, size_t n, bool *broken);

const char *decode_get(const struct pairs *p, const char *name); /* the last one; NULL: none */
