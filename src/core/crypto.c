#include "core/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/base64.h"

enum {
	SUITE = 1, /* libsodium; another suite gets another byte */
	KEY = 1,   /* id of the data key that seals now; older ids still open */
	HEAD = 2,  /* suite and key id */
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	PAD = 16,
	MAC = crypto_auth_hmacsha256_BYTES,
	INDEX = 16,
};

struct keys {
	unsigned char root[crypto_kdf_KEYBYTES];
	unsigned char data[32], index[32], mac[32], backup[32];
};

static void crypto_hmac(unsigned char out[MAC], const unsigned char *key, size_t key_len,
                        const char *text)
{
	crypto_auth_hmacsha256_state s;
	crypto_auth_hmacsha256_init(&s, key, key_len);
	crypto_auth_hmacsha256_update(&s, (const unsigned char *)text, strlen(text));
	crypto_auth_hmacsha256_final(&s, out);
	sodium_memzero(&s, sizeof s);
}

static const char *crypto_hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *hex = arena_alloc(a, 2 * n + 1);
	return sodium_bin2hex(hex, 2 * n + 1, bytes, n);
}

/* Published answers: a library that computes something else must not touch a register of people. */
static bool crypto_selftest(void)
{
	static const char sha_abc[] =
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	static const char rfc4231_2[] =
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
	static const char draft_tag[] =
		"c0875924c1c7987947deafd8780acf49"; /* xchacha draft, A.3.1 */
	static const char text[] =
		"Ladies and Gentlemen of the class of '99: If I could offer you only "
		"one tip for the future, sunscreen would be it.";
	static const unsigned char ad[] = {0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1,
	                                   0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7};
	unsigned char out[sizeof text + TAG], key[32], nonce[NONCE];
	char hex[65];
	crypto_hash_sha256(out, (const unsigned char *)"abc", 3);
	bool good = !strcmp(sodium_bin2hex(hex, sizeof hex, out, 32), sha_abc);
	crypto_hmac(out, (const unsigned char *)"Jefe", 4, "what do ya want for nothing?");
	good = good && !strcmp(sodium_bin2hex(hex, sizeof hex, out, 32), rfc4231_2);
	for (unsigned char i = 0; i < 32; i++)
		key[i] = (unsigned char)(0x80 + i);
	for (unsigned char i = 0; i < NONCE; i++)
		nonce[i] = (unsigned char)(0x40 + i);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out, NULL, (const unsigned char *)text,
	                                           sizeof text - 1, ad, sizeof ad, NULL, nonce,
	                                           key);
	return good &&
	       !strcmp(sodium_bin2hex(hex, sizeof hex, out + sizeof text - 1, TAG), draft_tag);
}

static void keys_derive(struct keys *k)
{
	crypto_kdf_derive_from_key(k->data, sizeof k->data, KEY, "wudandat", k->root);
	crypto_kdf_derive_from_key(k->index, sizeof k->index, 1, "wudanidx", k->root);
	crypto_kdf_derive_from_key(k->mac, sizeof k->mac, 1, "wudanmac", k->root);
	crypto_kdf_derive_from_key(k->backup, sizeof k->backup, KEY, "wudanbak", k->root);
}

/* Guarded, locked in memory, read-only from here on. */
static struct keys *keys_new(const unsigned char root[crypto_kdf_KEYBYTES])
{
	struct keys *k = sodium_malloc(sizeof *k);
	if (!k)
		return NULL;
	memcpy(k->root, root, sizeof k->root);
	keys_derive(k);
	sodium_mprotect_readonly(k);
	return k;
}

static bool crypto_sync_folder(const char *path)
{
	char folder[1024] = ".";
	const char *slash = strrchr(path, '/');
	if (slash && (size_t)(slash - path) + 1 < sizeof folder)
		snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool good = fsync(fd) == 0;
	close(fd);
	return good;
}

static bool keys_create(const char *path, const char **why)
{
	unsigned char root[crypto_kdf_KEYBYTES];
	char hex[2 * sizeof root + 2];
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
	if (fd < 0) {
		*why = "the key file cannot be made there";
		return false;
	}
	crypto_kdf_keygen(root);
	sodium_bin2hex(hex, sizeof hex - 1, root, sizeof root);
	hex[sizeof hex - 2] = '\n';
	bool good = write(fd, hex, sizeof hex - 1) == (ssize_t)sizeof hex - 1 && fsync(fd) == 0;
	close(fd);
	sodium_memzero(root, sizeof root);
	sodium_memzero(hex, sizeof hex);
	if (good && crypto_sync_folder(path))
		return true;
	unlink(path);
	*why = "the key file could not be written";
	return false;
}

static struct keys *keys_read(int fd, const char **why)
{
	struct stat st;
	unsigned char root[crypto_kdf_KEYBYTES];
	char hex[2 * sizeof root + 2];
	size_t len = 0;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || (st.st_mode & 077)) {
		*why = "the key file can be read by others than its owner (chmod 400)";
		return NULL;
	}
	ssize_t got = read(fd, hex, sizeof hex);
	if (got == (ssize_t)sizeof hex - 1 && hex[got - 1] == '\n')
		got--;
	struct keys *k = NULL;
	if (got != 2 * sizeof root ||
	    sodium_hex2bin(root, sizeof root, hex, (size_t)got, NULL, &len, NULL) ||
	    len != sizeof root)
		*why = "the key file does not hold 64 hexadecimal digits";
	else if (!(k = keys_new(root)))
		*why = "no locked memory for the keys";
	sodium_memzero(root, sizeof root);
	sodium_memzero(hex, sizeof hex);
	return k;
}

struct keys *keys_open(const char *path, bool create, const char **why)
{
	if (sodium_init() < 0 || !crypto_selftest()) {
		*why = "libsodium failed its self-test";
		return NULL;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && create) {
		if (!keys_create(path, why))
			return NULL;
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0) {
		*why = errno == ENOENT ? "there is no key file" : "the key file cannot be opened";
		return NULL;
	}
	struct keys *k = keys_read(fd, why);
	close(fd);
	return k;
}

void keys_close(struct keys *k)
{
	sodium_free(k);
}

struct keys *keys_fixed(uint64_t seed)
{
	unsigned char root[crypto_kdf_KEYBYTES];
	if (sodium_init() < 0)
		return NULL;
	crypto_generichash(root, sizeof root, (const unsigned char *)&seed, sizeof seed, NULL, 0);
	return keys_new(root);
}

/* suite, key id, table, column, row: each closed by a zero byte, so that none runs into the next. */
static size_t crypto_binding(struct arena *a, const unsigned char head[HEAD], const char *table,
                             const char *column, const char *row, unsigned char **out)
{
	size_t t = strlen(table) + 1, c = strlen(column) + 1, r = strlen(row) + 1;
	unsigned char *ad = arena_alloc(a, HEAD + t + c + r);
	memcpy(ad, head, HEAD);
	memcpy(ad + HEAD, table, t);
	memcpy(ad + HEAD + t, column, c);
	memcpy(ad + HEAD + t + c, row, r);
	*out = ad;
	return HEAD + t + c + r;
}

const char *crypto_seal(const struct keys *k, struct arena *a, const char *table,
                        const char *column, const char *row, const char *text)
{
	if (!text)
		return NULL;
	size_t n = strlen(text), padded = n + PAD - n % PAD, whole = HEAD + NONCE + padded + TAG;
	unsigned char *box = arena_alloc(a, whole), *ad;
	box[0] = SUITE;
	box[1] = KEY;
	randombytes_buf(box + HEAD, NONCE);
	memcpy(box + HEAD + NONCE, text, n);
	box[HEAD + NONCE + n] = 0x80; /* ISO 7816-4: the rest is zero already */
	size_t ad_len = crypto_binding(a, box, table, column, row, &ad);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + HEAD + NONCE, NULL, box + HEAD + NONCE,
	                                           padded, ad, ad_len, NULL, box + HEAD, k->data);
	return base64_encode(a, box, whole);
}

static bool crypto_unbox(const struct keys *k, unsigned char *text, const unsigned char *box,
                         size_t whole, const unsigned char *ad, size_t ad_len)
{
	unsigned char older[32];
	if (box[1] != KEY)
		crypto_kdf_derive_from_key(older, sizeof older, box[1], "wudandat", k->root);
	int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
		text, NULL, NULL, box + HEAD + NONCE, whole - HEAD - NONCE, ad, ad_len, box + HEAD,
		box[1] == KEY ? k->data : older);
	sodium_memzero(older, sizeof older);
	return !failed;
}

const char *crypto_open(const struct keys *k, struct arena *a, const char *table,
                        const char *column, const char *row, const char *sealed)
{
	size_t n = sealed ? strlen(sealed) : 0, whole = 0, len = 0;
	unsigned char *box = arena_alloc(a, n + 1), *ad;
	if (!base64_decode(box, &whole, sealed ? sealed : "", n))
		return NULL;
	if (whole < HEAD + NONCE + PAD + TAG || box[0] != SUITE)
		return NULL;
	size_t padded = whole - HEAD - NONCE - TAG;
	unsigned char *text = arena_alloc(a, padded + 1);
	size_t ad_len = crypto_binding(a, box, table, column, row, &ad);
	if (!crypto_unbox(k, text, box, whole, ad, ad_len))
		return NULL;
	if (sodium_unpad(&len, text, padded, PAD))
		return NULL;
	text[len] = '\0';
	return (const char *)text;
}

const char *crypto_ticket(const struct keys *k, struct arena *a, const char *purpose,
                          const char *holder, const char *text)
{
	return crypto_seal(k, a, "ticket", purpose, holder, text);
}

const char *crypto_ticket_open(const struct keys *k, struct arena *a, const char *purpose,
                               const char *holder, const char *ticket)
{
	return crypto_open(k, a, "ticket", purpose, holder, ticket);
}

const char *crypto_index(const struct keys *k, struct arena *a, const char *column,
                         const char *normalised)
{
	unsigned char key[MAC], out[MAC];
	if (!normalised)
		return NULL;
	crypto_hmac(key, k->index, sizeof k->index, column);
	crypto_hmac(out, key, sizeof key, normalised);
	sodium_memzero(key, sizeof key);
	return crypto_hex(a, out, INDEX);
}

const char *crypto_digest(struct arena *a, const void *bytes, size_t n)
{
	unsigned char out[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(out, bytes, n);
	return crypto_hex(a, out, sizeof out);
}

const char *crypto_mac(const struct keys *k, struct arena *a, const char *purpose, const char *text)
{
	unsigned char key[MAC], out[MAC];
	crypto_hmac(key, k->mac, sizeof k->mac, purpose);
	crypto_hmac(out, key, sizeof key, text);
	sodium_memzero(key, sizeof key);
	return crypto_hex(a, out, sizeof out);
}

const char *crypto_signature(struct arena *a, const char *secret, const char *text)
{
	unsigned char out[MAC];
	crypto_hmac(out, (const unsigned char *)secret, strlen(secret), text);
	return crypto_hex(a, out, sizeof out);
}

bool crypto_equal(const char *a, const char *b)
{
	if (!a || !b || strlen(a) != strlen(b))
		return false;
	return sodium_memcmp(a, b, strlen(a)) == 0;
}

const char *crypto_password(struct arena *a, const char *password)
{
	char *out = arena_alloc(a, crypto_pwhash_STRBYTES);
	if (sodium_init() < 0 ||
	    crypto_pwhash_str_alg(out, password, strlen(password), 2, (size_t)19 << 20,
	                          crypto_pwhash_ALG_ARGON2ID13))
		return NULL;
	return out;
}

bool crypto_password_ok(const char *stored, const char *password)
{
	return stored && password && sodium_init() >= 0 &&
	       crypto_pwhash_str_verify(stored, password, strlen(password)) == 0;
}

/* Backup files: magic, secretstream header, chunks; the last one carries the final tag, so a file
 * that was cut does not open. */
enum { CHUNK = 16 << 10, EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES };
static const unsigned char file_magic[8] = {'w', 'u', 'd', 'a', 'n', 'B', SUITE, KEY};

struct pair {
	FILE *in, *out;
	crypto_secretstream_xchacha20poly1305_state s;
};

static const char *file_seal(struct pair *p, const struct keys *k)
{
	unsigned char plain[CHUNK], box[CHUNK + EXTRA];
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	crypto_secretstream_xchacha20poly1305_init_push(&p->s, header, k->backup);
	fwrite(file_magic, 1, sizeof file_magic, p->out);
	fwrite(header, 1, sizeof header, p->out);
	size_t n = CHUNK;
	while (n == CHUNK) {
		n = fread(plain, 1, CHUNK, p->in);
		unsigned char tag = n < CHUNK ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
		crypto_secretstream_xchacha20poly1305_push(&p->s, box, NULL, plain, n, file_magic,
		                                           sizeof file_magic, tag);
		if (fwrite(box, 1, n + EXTRA, p->out) != n + EXTRA)
			return "the sealed file could not be written";
	}
	sodium_memzero(plain, sizeof plain);
	return ferror(p->in) ? "the file could not be read" : NULL;
}

static const char *file_open(struct pair *p, const struct keys *k)
{
	unsigned char plain[CHUNK], box[CHUNK + EXTRA], magic[sizeof file_magic], tag = 0;
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	if (fread(magic, 1, sizeof magic, p->in) != sizeof magic ||
	    memcmp(magic, file_magic, sizeof magic) ||
	    fread(header, 1, sizeof header, p->in) != sizeof header ||
	    crypto_secretstream_xchacha20poly1305_init_pull(&p->s, header, k->backup))
		return "this is not a sealed backup";
	while (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
		size_t n = fread(box, 1, sizeof box, p->in);
		if (n < EXTRA)
			return "the file was cut";
		if (crypto_secretstream_xchacha20poly1305_pull(&p->s, plain, NULL, &tag, box, n,
		                                               magic, sizeof magic))
			return "another key sealed it, or it was changed";
		if (fwrite(plain, 1, n - EXTRA, p->out) != n - EXTRA)
			return "the opened file could not be written";
	}
	sodium_memzero(plain, sizeof plain);
	return fgetc(p->in) == EOF ? NULL : "something was added to the file";
}

bool crypto_file_move(const char *from, const char *to, const char **why)
{
	*why = NULL;
	if (link(from, to) != 0)
		*why = errno == EEXIST ? "the target is there already"
		                       : "the target cannot be made";
	unlink(from);
	if (!*why && !crypto_sync_folder(to))
		*why = "the target's folder could not be written";
	return !*why;
}

/* Opens both, runs `work`, makes the result durable. */
static const char *file_run(const struct keys *k, const char *from, const char *part,
                            const char *(*work)(struct pair *, const struct keys *))
{
	struct pair p = {0};
	const char *why = NULL;
	int fd = -1;
	if (!(p.in = fopen(from, "rbe")))
		why = "the file cannot be opened";
	else if ((fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0)
		why = "the target cannot be made";
	else if (!(p.out = fdopen(fd, "wb")))
		why = "the target cannot be opened";
	else
		why = work(&p, k);
	if (p.out && (fflush(p.out) || fsync(fileno(p.out))) && !why)
		why = "the target could not be written";
	if (p.out)
		fclose(p.out);
	if (p.in)
		fclose(p.in);
	sodium_memzero(&p.s, sizeof p.s);
	return why;
}

/* The target gets its name when it is whole; what was cut before lies beside it as .part, until then. */
static bool file_whole(const struct keys *k, const char *from, const char *to, const char **why,
                       const char *(*work)(struct pair *, const struct keys *))
{
	char part[4096];
	*why = NULL;
	if (access(to, F_OK) == 0)
		*why = "the target is there already";
	else if (snprintf(part, sizeof part, "%s.part", to) >= (int)sizeof part)
		*why = "the target's name is too long";
	if (*why)
		return false;
	unlink(part);
	*why = file_run(k, from, part, work);
	if (!*why)
		return crypto_file_move(part, to, why);
	unlink(part);
	return false;
}

bool crypto_file_seal(const struct keys *k, const char *from, const char *to, const char **why)
{
	return file_whole(k, from, to, why, file_seal);
}

bool crypto_file_open(const struct keys *k, const char *from, const char *to, const char **why)
{
	return file_whole(k, from, to, why, file_open);
}
