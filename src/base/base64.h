/* base64.h - base64url without padding (RFC 4648, section 5).
 *
 * One text per string of bytes: only what base64_encode() writes is read. It goes by tables, whose time
 * may tell what it reads; so it is for ciphertext, never for keys or passwords.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;

const char *base64_encode(struct arena *a, const void *bytes, size_t n);
/* `out` has room for n / 4 * 3 + 2 bytes, *len is how many came. False: not such a text. */
bool base64_decode(void *out, size_t *len, const char *text, size_t n);
