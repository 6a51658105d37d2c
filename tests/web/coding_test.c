/* Accept-Encoding, as RFC 9110 reads it: a table of headers and the codings that may be sent; and what is sent packed. */
#include "web_help.h"

#include "base/arena.h"
#include "web/asset.h"
#include "web/pack.h"
#include "web/req.h"

#include <libdeflate.h>

static void a_coding_with_weight_zero_is_not_used(void **state)
{
	static const struct {
		const char *header;
		bool br, gzip, identity;
	} rows[] = {
		{NULL, false, false, true},
		{"", false, false, true},
		{"gzip, deflate, br", true, true, true},
		{"BR", true, false, true},
		{"br;q=0", false, false, true},
		{"br; q=0", false, false, true},
		{"br ;Q=0.000 , gzip", false, true, true},
		{"br;q=0.001", true, false, true},
		{"br; q=1.0, *;q=0", true, false, false},
		{"*", true, true, true},
		{"*;q=0", false, false, false},
		{"*; q=0, identity", false, false, true},
		{"gzip;q=0, *", true, false, true},
		{"identity;q=0", false, false, false},
		{"identity;q=0, gzip;q=0.5", false, true, false},
		{"brotli, x-gzip", false, false, true},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (asset_coding(rows[i].header, "br") != rows[i].br ||
		    asset_coding(rows[i].header, "gzip") != rows[i].gzip ||
		    asset_coding(rows[i].header, "identity") != rows[i].identity)
			fail_msg("%s", rows[i].header);
}

/* A reply of `size` bytes to a reader who sent this header (NULL: none). */
static struct req *replied(struct arena *a, size_t size, const char *header)
{
	struct req *rq = ARENA_NEW(a, struct req);
	rq->c.mem = a;
	rq->reply.html.out = BUF(a);
	if (header) {
		rq->headers.at = ARENA_NEW(a, struct pair);
		rq->headers.at[rq->headers.count++] = (struct pair){.name = "Accept-Encoding",
		                                                    .value = header};
	}
	while (rq->reply.html.out.len < size)
		buf_char(&rq->reply.html.out, "abcdefg"[rq->reply.html.out.len % 7]);
	return rq;
}

static void a_page_is_packed_for_who_takes_it(void **state)
{
	(void)state;
	static const struct {
		size_t size;
		const char *header;
		bool packed, varies;
	} rows[] = {
		{40000, "gzip, deflate, br", true, true}, {40000, NULL, false, true},
		{40000, "br, gzip;q=0", false, true},     {PACK_LEAST - 1, "gzip", false, false},
		{PACK_LEAST, "gzip", true, true},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct req *rq = replied(a, rows[i].size, rows[i].header);
		const char *said = arena_strdup(a, buf_str(&rq->reply.html.out));
		pack_reply(rq);
		struct buf *b = &rq->reply.html.out;
		assert_int_equal(rq->reply.varies, rows[i].varies);
		assert_int_equal(rq->reply.encoding != NULL, rows[i].packed);
		if (!rows[i].packed) {
			assert_string_equal(buf_str(b), said);
			arena_free(a);
			continue;
		}
		char *back = arena_alloc(a, rows[i].size + 1);
		size_t n;
		struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
		assert_int_equal(
			libdeflate_gzip_decompress(d, b->at, b->len, back, rows[i].size, &n),
			LIBDEFLATE_SUCCESS);
		libdeflate_free_decompressor(d);
		assert_true(b->len < rows[i].size / 4);
		assert_string_equal(back, said);
		arena_free(a);
	}
}

const struct CMUnitTest coding_tests[] = {
	cmocka_unit_test(a_coding_with_weight_zero_is_not_used),
	cmocka_unit_test(a_page_is_packed_for_who_takes_it),
};
const size_t coding_tests_count = sizeof coding_tests / sizeof *coding_tests;
