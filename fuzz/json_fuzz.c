/* JSON bodies: whatever comes, the pairs are valid text within their limits, and what is written back
 * is JSON. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "web/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct pairs p;
	const char *why = NULL;
	enum err e = json_pairs(a, (const char *)data, size, &p, &why);
	if (e != OK && !why)
		abort();
	if (p.count > LIMIT_PAIRS)
		abort();
	struct buf b = BUF(a);
	buf_char(&b, '[');
	for (size_t i = 0; i < p.count; i++) {
		const char *value = p.at[i].value;
		if (!*p.at[i].name || !text_valid(value, strlen(value)))
			abort();
		json_text(&b, value);
		buf_text(&b, i + 1 < p.count ? "," : "");
	}
	buf_char(&b, ']');
	if (!json_valid(b.at, b.len))
		abort();
	arena_free(a);
	return 0;
}
