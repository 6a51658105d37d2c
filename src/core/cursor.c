#include "core/cursor.h"

#include "base/arena.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

static bool parse(const char *after, struct cursor *at)
{
	int end = 0;
	return sscanf(after, "%" SCNd64 ".%" SCNd64 ".%" SCNd64 "%n", &at->a, &at->b, &at->id,
	              &end) == 3 &&
	       !after[end];
}

struct cursor cursor_read(const char *after)
{
	struct cursor at;
	return !text_empty(after) && parse(after, &at) ? at : CURSOR_START;
}

const char *cursor_text(struct arena *mem, struct cursor at)
{
	return arena_printf(mem, "%" PRId64 ".%" PRId64 ".%" PRId64, at.a, at.b, at.id);
}

const char *cursor_check(struct arena *mem, const char **value)
{
	struct cursor at;
	(void)mem;
	return parse(*value, &at) ? NULL : "翻页的记号不对，请从第一页看起。";
}

static int sign(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

int cursor_compare(struct cursor x, struct cursor y)
{
	int order = sign(x.a, y.a);
	order = order ? order : sign(x.b, y.b);
	return order ? order : sign(x.id, y.id);
}
