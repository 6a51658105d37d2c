/* guide_web.c - reads a page of the handbook into blocks. */
#include "base/arena.h"
#include "base/text.h"
#include "features/help/help_web.h"

#include <ctype.h>
#include <string.h>

static bool dashes(const char *line)
{
	return line[strspn(line, "|-: ")] == '\0';
}

/* "12. text": what stands behind the number; NULL: it is no step. */
static const char *step_of(const char *line)
{
	size_t n = strspn(line, "0123456789");
	return n && text_starts(line + n, ". ") ? line + n + 2 : NULL;
}

static struct guide_block block_of(struct arena *mem, const char *line)
{
	const char *step = step_of(line);
	if (step)
		return (struct guide_block){.kind = GUIDE_STEP, .text = step};
	if (text_starts(line, "## "))
		return (struct guide_block){.kind = GUIDE_HEAD, .text = line + 3};
	if (text_starts(line, "- "))
		return (struct guide_block){.kind = GUIDE_DOT, .text = line + 2};
	if (text_starts(line, "> "))
		return (struct guide_block){.kind = GUIDE_NOTE, .text = line + 2};
	if (*line == '|') {
		const char **cells = text_split(mem, line, "|");
		for (size_t i = 0; cells[i]; i++)
			cells[i] = text_trim(mem, cells[i]);
		return (struct guide_block){.kind = GUIDE_ROW, .cells = cells};
	}
	return (struct guide_block){.kind = GUIDE_TEXT, .text = line};
}

static bool joined(const struct guide_block *a, const struct guide_block *b)
{
	return a->kind == b->kind &&
	       (a->kind == GUIDE_DOT || a->kind == GUIDE_STEP || a->kind == GUIDE_ROW);
}

struct guide_block *guide_read(struct arena *mem, const char *text, const char **title,
                               size_t *count)
{
	const char **lines = text_split(mem, text, "\n");
	size_t most = 0, n = 0;
	while (lines[most])
		most++;
	struct guide_block *all = ARENA_ARRAY(mem, struct guide_block, most + 1);
	*title = "";
	for (size_t i = 0; i < most; i++) {
		if (text_starts(lines[i], "# "))
			*title = lines[i] + 2;
		else if (!text_starts(lines[i], "![") && !dashes(lines[i]))
			all[n++] = block_of(mem, lines[i]);
	}
	for (size_t i = 0; i < n; i++) {
		all[i].first = !i || !joined(&all[i - 1], &all[i]);
		all[i].last = i + 1 == n || !joined(&all[i], &all[i + 1]);
	}
	*count = n;
	return all;
}
