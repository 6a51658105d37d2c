/* What base/csv.h promises, on any bytes; what was read is written and read again. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void must(bool promise)
{
	if (!promise)
		abort();
}

static void write_cell(struct buf *out, const char *cell)
{
	buf_char(out, '"');
	for (; *cell; cell++) {
		if (*cell == '"')
			buf_char(out, '"');
		buf_char(out, *cell);
	}
	buf_char(out, '"');
}

static const char **read_row(struct csv *c, size_t *count)
{
	int line = c->line;
	const char **row = csv_row(c, count);
	must(c->at <= c->end && c->line >= line && c->next >= c->line);
	must(!row || (*count > 0 && !c->fault && !row[*count]));
	return row;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *mem;
	if (!mem)
		mem = arena_new();
	struct buf out = BUF(mem);
	size_t rows = 0, count, again;
	struct csv c = csv_open(mem, (const char *)data, n);
	for (const char **row; (row = read_row(&c, &count)); rows++) {
		for (size_t i = 0; i < count; i++) {
			if (i)
				buf_char(&out, ',');
			write_cell(&out, row[i]);
		}
		buf_text(&out, "\r\n");
	}
	must(c.fault || c.at == c.end);
	struct csv first = csv_open(mem, (const char *)data, n);
	struct csv second = csv_open(mem, buf_str(&out), out.len);
	for (; rows; rows--) {
		const char **a = read_row(&first, &count), **b = read_row(&second, &again);
		must(a && b && count == again);
		for (size_t i = 0; i < count; i++)
			must(!strcmp(a[i], b[i]));
	}
	must(!read_row(&second, &again) && !second.fault);
	arena_reset(mem);
	return 0;
}
