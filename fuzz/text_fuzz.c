/* What base/text.h and base/clock.h promise, on any bytes. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void must(bool promise)
{
	if (!promise)
		abort();
}

static void lengths(struct arena *a, const char *s, size_t n)
{
	const char *trimmed = text_trim(a, s), *narrow = text_narrow(a, s),
		   *folded = text_fold(a, s);
	must(text_length(s) <= n && strlen(trimmed) <= n && strlen(narrow) <= n);
	must(text_equal(trimmed, text_trim(a, trimmed)));
	must(strlen(folded) == strlen(narrow));
	must(text_equal(folded, text_fold(a, folded)));
	if (!text_valid(s, n))
		return;
	/* What is stored and asked is valid (web/decode.h): a mark taken out of broken bytes may join them. */
	const char *sought = text_search(a, s);
	must(text_equal(sought, text_search(a, sought)));
	must(text_has_words(a, s, text_words(a, s)));
	for (size_t keep = 0; keep < 4; keep++) {
		const char *cut = text_cut(a, s, keep);
		must(text_length(cut) <= keep + 1 && text_valid(cut, strlen(cut)));
	}
	must(text_valid(trimmed, strlen(trimmed)) && text_valid(folded, strlen(folded)));
	must(text_length(narrow) == text_length(s));
}

static void codes(struct arena *a, const char *s, size_t n)
{
	must(strlen(text_hex(a, s, n)) == 2 * n);
	must(strlen(text_base32(a, s, n)) == (n * 8 + 4) / 5);
}

static void parts(struct arena *a, const char *s)
{
	const char **part = text_split(a, s, ",; \n");
	const char *joined = text_join(a, part, ",");
	must(strlen(joined) <= strlen(s));
	const char **again = text_split(a, joined, ",");
	for (; *part && *again; part++, again++)
		must(text_equal(*part, *again));
	must(!*part && !*again);
}

static void times(struct arena *a, const char *s, const uint8_t *data, size_t n)
{
	int64_t at = 0, back = 0;
	if (clock_parse(s, &at) && at)
		must(clock_parse(clock_input(a, at), &back) && back == at - clock_local(at).second);
	if (n < sizeof at)
		return;
	memcpy(&at, data, sizeof at);
	clock_stamp(a, at);
	struct day d = clock_local(at);
	must(d.month >= 1 && d.month <= 12 && d.mday >= 1 && d.mday <= 31 && d.hour < 24);
	must(d.weekday >= 0 && d.weekday < 7 && clock_of(d) == clock_of(clock_local(clock_of(d))));
	must(!at || clock_parse(clock_date(a, at), &back));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *mem;
	if (!mem)
		mem = arena_new();
	const char *s = arena_strndup(mem, (const char *)data, n);
	if (n)
		text_valid((const char *)data, n);
	lengths(mem, s, strlen(s));
	codes(mem, s, strlen(s));
	parts(mem, s);
	times(mem, s, data, n);
	arena_reset(mem);
	return 0;
}
