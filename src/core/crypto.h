/* crypto.h - everything secret, and the only file that includes libsodium.
 *
 * Fields are sealed with XChaCha20-Poly1305 (libsodium), 24-byte random nonce, bound to table,
 * column and row by the additional data, so that a value copied to another row does not open. A
 * sealed text is base64url of: suite byte, key id byte, nonce, ciphertext (padded to 16 bytes, so
 * that its length tells little). What must be found again (ID number, phone) gets a blind index:
 * HMAC-SHA256 with a key per column, 16 bytes as hex, for exact matches only. Keys live in a file
 * outside the database (mode 0400, one root key, sub-keys by crypto_kdf); without it nothing opens.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct keys;

/* Reads the root key file; with `create`, makes it (0400) when missing. NULL: *why says it. */
struct keys *keys_open(const char *path, bool create, const char **why);
void keys_close(struct keys *k);
struct keys *keys_fixed(uint64_t seed); /* tests only */

/* NULL text seals to NULL. `row` is the public id of the row. */
const char *crypto_seal(const struct keys *k, struct arena *a, const char *table,
                        const char *column, const char *row, const char *text);
/* NULL when it was sealed for another place, with another key, or changed; also for NULL, which is nothing
 * stored: who works at a desk reads through core/sealed.h, which keeps the two apart. */
const char *crypto_open(const struct keys *k, struct arena *a, const char *table,
                        const char *column, const char *row, const char *sealed);
/* A ticket: a text that only this program reads, for one browser; nothing of it is stored. NULL: made for
 * another holder or purpose, or changed. */
const char *crypto_ticket(const struct keys *k, struct arena *a, const char *purpose,
                          const char *holder, const char *text);
const char *crypto_ticket_open(const struct keys *k, struct arena *a, const char *purpose,
                               const char *holder, const char *ticket);
const char *crypto_index(const struct keys *k, struct arena *a, const char *column,
                         const char *normalised); /* 32 hex characters; NULL gives NULL */

/* SHA-256, hex: tokens, chains. */
const char *crypto_digest(struct arena *a, const void *bytes, size_t n);
/* HMAC-SHA256 under the sub-key `purpose`, hex: CSRF tokens, anonymous cookies, codes. */
const char *crypto_mac(const struct keys *k, struct arena *a, const char *purpose,
                       const char *text);
/* HMAC-SHA256 under a secret shared with somebody else, hex: webhooks. */
const char *crypto_signature(struct arena *a, const char *secret, const char *text);
bool crypto_equal(const char *a, const char *b); /* constant time for equal lengths */

/* argon2id, 19 MiB, t=2; slow (about 20 ms), so only in a route's prepare(). One cost for everybody:
 * another one for staff would tell their phones apart by the time a wrong password takes. NULL when
 * there is no memory for it. */
const char *crypto_password(struct arena *a, const char *password);
bool crypto_password_ok(const char *stored, const char *password);

/* Whole-file sealing for backups (secretstream); false: *why. The target is whole or absent; one that is
 * there is not overwritten. crypto_file_move(): the same for a file that is whole already. */
bool crypto_file_seal(const struct keys *k, const char *from, const char *to, const char **why);
bool crypto_file_open(const struct keys *k, const char *from, const char *to, const char **why);
bool crypto_file_move(const char *from, const char *to, const char **why);
