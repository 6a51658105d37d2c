/* text.h - UTF-8 text as people type it.
 *
 * Lengths are counted in code points (what a person calls a character), never in bytes. Nothing
 * here knows Chinese grammar, people or places. Results are owned by the arena handed in.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Valid UTF-8 (no surrogates, no overlong forms), no NUL, no control character except \n and \t, none of
 * the marks that turn the direction of writing (U+202A–202E, U+2066–2069): with them a name or a number
 * reads otherwise than it is (Unicode TR 36). */
bool text_valid(const char *s, size_t n);
/* Bytes of the invisible mark that begins at s: those above, and zero-width blank, joiner of words,
 * direction marks, byte order mark. They come along when one copies from a telephone or a table, and
 * hide that two texts differ. 0: something else begins there. U+200C and U+200D are none: scripts and
 * emoji need them. */
size_t text_mark(const char *s);
size_t text_length(const char *s);                     /* code points; NULL counts 0 */
const char *text_trim(struct arena *a, const char *s); /* also U+3000; CRLF, CR become LF */
/* Full-width ASCII (U+FF01..FF5E, U+3000) to ASCII. */
const char *text_narrow(struct arena *a, const char *s);
/* Narrowed and in ASCII lower case. */
const char *text_fold(struct arena *a, const char *s);
/* What search compares: narrowed; Latin, Greek and Cyrillic in lower case; traditional characters as
 * simplified ones (base/simplified.h); any blank but \n is ' '; without the dots in names (·•・) and invisible
 * marks. Folding it once more changes nothing. NULL stays NULL. */
const char *text_search(struct arena *a, const char *s);
/* The words of a question: folded, split at blanks; NULL-terminated. */
const char **text_words(struct arena *a, const char *question);
/* Has `text` each of them, in any order? No words: yes. */
bool text_has_words(struct arena *a, const char *text, const char *const *words);
/* At most n code points, and "…" when there were more. */
const char *text_cut(struct arena *a, const char *s, size_t n);
/* The first `head` and the last `tail` code points with "****" between them; all of it is "****" when that
 * would hide less than four. NULL stays NULL. */
const char *text_veil(struct arena *a, const char *s, size_t head, size_t tail);
bool text_equal(const char *a, const char *b); /* NULL equals NULL only */
bool text_starts(const char *s, const char *prefix);
bool text_empty(const char *s); /* NULL or "" */

const char *text_hex(struct arena *a, const void *bytes, size_t n);
/* The beginning of an id or a hash, for people: "7K2M-94QD". */
const char *text_short(struct arena *a, const char *id);
/* Lower case a-z2-7, no padding. */
const char *text_base32(struct arena *a, const void *bytes, size_t n);

/* Splits "a,b,,c" at any of `seps`, drops empty parts; returns a NULL-terminated array. */
const char **text_split(struct arena *a, const char *s, const char *seps);
const char *text_join(struct arena *a, const char *const *parts, const char *sep);
