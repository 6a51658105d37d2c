#include "groups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "core/crypto.h"

struct safe {
	struct arena *a;
	struct keys *k;
	char dir[64];
};

static int safe_open(void **state)
{
	struct safe *s = calloc(1, sizeof *s);
	s->a = arena_new();
	s->k = keys_fixed(1);
	strcpy(s->dir, "/tmp/wudan-crypto-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	*state = s;
	return 0;
}

static int safe_close(void **state)
{
	struct safe *s = *state;
	char command[100];
	snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
	assert_int_equal(system(command), 0);
	keys_close(s->k);
	arena_free(s->a);
	free(s);
	return 0;
}

static void digests_and_macs_give_the_published_answers(void **state)
{
	struct safe *s = *state;
	assert_string_equal(crypto_digest(s->a, "abc", 3),
	                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(crypto_digest(s->a, "", 0),
	                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	/* RFC 4231, test case 2. */
	assert_string_equal(crypto_signature(s->a, "Jefe", "what do ya want for nothing?"),
	                    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void a_seal_opens_where_it_was_made_and_nowhere_else(void **state)
{
	struct safe *s = *state;
	const char *text = "示例路 1 号",
		   *box = crypto_seal(s->k, s->a, "person", "address", "r1", text);
	assert_string_equal(crypto_open(s->k, s->a, "person", "address", "r1", box), text);
	assert_null(crypto_open(s->k, s->a, "person", "address", "r2", box));
	assert_null(crypto_open(s->k, s->a, "person", "phone", "r1", box));
	assert_null(crypto_open(s->k, s->a, "orders", "address", "r1", box));
	assert_null(crypto_open(s->k, s->a, "persona", "ddress", "r1", box));
	struct keys *other = keys_fixed(2);
	assert_null(crypto_open(other, s->a, "person", "address", "r1", box));
	keys_close(other);
}

static void a_seal_hides_equality_and_most_of_the_length(void **state)
{
	struct safe *s = *state;
	const char *a = crypto_seal(s->k, s->a, "t", "c", "r", "1");
	const char *b = crypto_seal(s->k, s->a, "t", "c", "r", "1");
	const char *d = crypto_seal(s->k, s->a, "t", "c", "r", "123456789012345");
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(a), strlen(d));
	assert_null(crypto_seal(s->k, s->a, "t", "c", "r", NULL));
	assert_null(crypto_open(s->k, s->a, "t", "c", "r", NULL));
	for (size_t n = 0; n < 70; n++) {
		char text[80] = "";
		memset(text, 'x', n);
		const char *box = crypto_seal(s->k, s->a, "t", "c", "r", text);
		assert_string_equal(crypto_open(s->k, s->a, "t", "c", "r", box), text);
	}
}

static void every_changed_or_cut_character_of_a_seal_is_noticed(void **state)
{
	struct safe *s = *state;
	const char *box = crypto_seal(s->k, s->a, "t", "c", "r", "13800000001");
	for (size_t i = 0; box[i]; i++) {
		char *bad = arena_strdup(s->a, box);
		bad[i] = bad[i] == 'A' ? 'B' : 'A';
		assert_null(crypto_open(s->k, s->a, "t", "c", "r", bad));
		bad[i] = '\0';
		assert_null(crypto_open(s->k, s->a, "t", "c", "r", bad));
	}
	assert_null(crypto_open(s->k, s->a, "t", "c", "r", arena_printf(s->a, "%sA", box)));
	assert_null(crypto_open(s->k, s->a, "t", "c", "r", arena_printf(s->a, "%s=", box)));
	assert_null(crypto_open(s->k, s->a, "t", "c", "r", "not a seal"));
}

static void a_blind_index_is_stable_per_column_and_key(void **state)
{
	struct safe *s = *state;
	const char *i = crypto_index(s->k, s->a, "phone", "13800000001");
	struct keys *other = keys_fixed(2);
	assert_int_equal(strlen(i), 32);
	assert_string_equal(i, crypto_index(s->k, s->a, "phone", "13800000001"));
	assert_string_not_equal(i, crypto_index(s->k, s->a, "phone", "13800000002"));
	assert_string_not_equal(i, crypto_index(s->k, s->a, "id_number", "13800000001"));
	assert_string_not_equal(i, crypto_index(other, s->a, "phone", "13800000001"));
	assert_null(crypto_index(s->k, s->a, "phone", NULL));
	assert_string_not_equal(crypto_mac(s->k, s->a, "csrf", "x"),
	                        crypto_mac(s->k, s->a, "op", "x"));
	assert_true(crypto_equal("abc", "abc"));
	assert_false(crypto_equal("abc", "abd") || crypto_equal("ab", "abc") ||
	             crypto_equal(NULL, ""));
	keys_close(other);
}

static void passwords_are_argon2id_at_one_cost(void **state)
{
	struct safe *s = *state;
	const char *plain = crypto_password(s->a, "正确的马电池");
	assert_memory_equal(plain, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_true(crypto_password_ok(plain, "正确的马电池"));
	assert_false(crypto_password_ok(plain, "正确的马电"));
	assert_false(crypto_password_ok("none", "x") || crypto_password_ok(NULL, "x"));
}

static void the_key_file_is_made_once_and_refused_when_others_may_read_it(void **state)
{
	struct safe *s = *state;
	const char *why = NULL, *path = arena_printf(s->a, "%s/root.key", s->dir);
	struct stat st;
	assert_null(keys_open(path, false, &why));
	assert_non_null(why);
	struct keys *one = keys_open(path, true, &why);
	assert_non_null(one);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0400);
	struct keys *two = keys_open(path, true, &why);
	assert_string_equal(crypto_index(one, s->a, "c", "x"), crypto_index(two, s->a, "c", "x"));
	keys_close(one);
	keys_close(two);
	assert_int_equal(chmod(path, 0444), 0);
	assert_null(keys_open(path, true, &why));
	assert_non_null(strstr(why, "chmod"));
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(truncate(path, 63), 0);
	assert_null(keys_open(path, true, &why));
}

static void put(const char *path, const void *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

static char *get(struct arena *a, const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	char *at = arena_alloc(a, 200000);
	*n = fread(at, 1, 200000, f);
	fclose(f);
	return at;
}

static void a_sealed_file_comes_back_the_same_at_every_size(void **state)
{
	struct safe *s = *state;
	static const size_t sizes[] = {0, 1, 16383, 16384, 16385, 32768, 100001};
	const char *from = arena_printf(s->a, "%s/a", s->dir), *why = NULL;
	char *bytes = arena_alloc(s->a, 100001);
	random_bytes(bytes, 100001);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t n = 0;
		const char *box = arena_printf(s->a, "%s/b%zu", s->dir, i);
		const char *to = arena_printf(s->a, "%s/c%zu", s->dir, i);
		put(from, bytes, sizes[i]);
		assert_true(crypto_file_seal(s->k, from, box, &why));
		assert_false(crypto_file_seal(s->k, from, box, &why));
		assert_true(crypto_file_open(s->k, box, to, &why));
		char *back = get(s->a, to, &n);
		assert_int_equal(n, sizes[i]);
		assert_memory_equal(back, bytes, n);
	}
}

static void a_sealed_file_that_was_cut_changed_or_lengthened_does_not_open(void **state)
{
	struct safe *s = *state;
	const char *from = arena_printf(s->a, "%s/a", s->dir), *why = NULL;
	const char *box = arena_printf(s->a, "%s/b", s->dir),
		   *to = arena_printf(s->a, "%s/c", s->dir);
	const char *bad = arena_printf(s->a, "%s/bad", s->dir);
	size_t n = 0;
	char *bytes = arena_alloc(s->a, 40000);
	put(from, bytes, 40000);
	assert_true(crypto_file_seal(s->k, from, box, &why));
	char *sealed = get(s->a, box, &n);
	size_t first = 8 + 24 + 16384 + 17;
	size_t cuts[] = {0, 7, 20, first, first + 100, n - 1};
	for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
		put(bad, sealed, cuts[i]);
		assert_false(crypto_file_open(s->k, bad, to, &why));
		assert_int_not_equal(access(to, F_OK), 0);
	}
	put(bad, sealed, n + 1);
	assert_false(crypto_file_open(s->k, bad, to, &why));
	sealed[first + 5] ^= 1;
	put(bad, sealed, n);
	assert_false(crypto_file_open(s->k, bad, to, &why));
	struct keys *other = keys_fixed(2);
	assert_false(crypto_file_open(other, box, to, &why));
	keys_close(other);
}

static void sealing_a_whole_county_of_volunteers_takes_less_than_a_second(void **state)
{
	struct safe *s = *state;
	struct arena *a = arena_new();
	int64_t from = clock_mono_ms();
	for (int i = 0; i < 63501; i++) {
		crypto_seal(s->k, a, "person", "phone", "abcdefghijklmnopqrstuvwxyz",
		            "13800000001");
		crypto_seal(s->k, a, "person", "id_number", "abcdefghijklmnopqrstuvwxyz",
		            "990421199001010010");
		if (i % 1000 == 0)
			arena_reset(a);
	}
	int64_t took = clock_mono_ms() - from;
	arena_free(a);
	print_message("             %lld ms\n", (long long)took);
#ifndef __SANITIZE_ADDRESS__
	assert_true(took < 1000);
#endif
}

#define SAFE_TEST(f) cmocka_unit_test_setup_teardown(f, safe_open, safe_close)
const struct CMUnitTest crypto_tests[] = {
	SAFE_TEST(digests_and_macs_give_the_published_answers),
	SAFE_TEST(a_seal_opens_where_it_was_made_and_nowhere_else),
	SAFE_TEST(a_seal_hides_equality_and_most_of_the_length),
	SAFE_TEST(every_changed_or_cut_character_of_a_seal_is_noticed),
	SAFE_TEST(a_blind_index_is_stable_per_column_and_key),
	SAFE_TEST(passwords_are_argon2id_at_one_cost),
	SAFE_TEST(the_key_file_is_made_once_and_refused_when_others_may_read_it),
	SAFE_TEST(a_sealed_file_comes_back_the_same_at_every_size),
	SAFE_TEST(a_sealed_file_that_was_cut_changed_or_lengthened_does_not_open),
	SAFE_TEST(sealing_a_whole_county_of_volunteers_takes_less_than_a_second),
};
const size_t crypto_tests_count = sizeof crypto_tests / sizeof crypto_tests[0];
