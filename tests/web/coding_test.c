/* Accept-Encoding, as RFC 9110 reads it: a table of headers and the codings that may be sent. */
#include "web_help.h"

#include "web/asset.h"

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

const struct CMUnitTest coding_tests[] = {
	cmocka_unit_test(a_coding_with_weight_zero_is_not_used),
};
const size_t coding_tests_count = sizeof coding_tests / sizeof *coding_tests;
