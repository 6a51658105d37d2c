#include "base/csv.h"

#include "base/arena.h"
#include "base/buf.h"

#include <string.h>

enum { CELLS = 16 };

struct csv csv_open(struct arena *mem, const char *text, size_t n)
{
	if (n >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		text += 3, n -= 3;
	return (struct csv){.mem = mem, .at = text, .end = text + n, .line = 1, .next = 1};
}

static const char *fault(struct csv *c, const char *what)
{
	c->fault = what;
	return NULL;
}

/* "…" with "" for a quote; stops at the sign after the closing quote. */
static const char *cell_quoted(struct csv *c)
{
	struct buf out = BUF(c->mem);
	for (c->at++; c->at < c->end; c->at++) {
		if (*c->at == '"' && (c->at + 1 == c->end || c->at[1] != '"'))
			break;
		if (*c->at == '"')
			c->at++;
		if (!*c->at)
			return fault(c, "NUL byte");
		c->next += *c->at == '\n';
		buf_char(&out, *c->at);
	}
	if (c->at == c->end)
		return fault(c, "unclosed quote");
	c->at++;
	if (c->at < c->end && !memchr(",\r\n", *c->at, 3))
		return fault(c, "text after a closing quote");
	return buf_str(&out);
}

static const char *cell_plain(struct csv *c)
{
	const char *from = c->at;
	for (; c->at < c->end && *c->at != ',' && *c->at != '\n' && *c->at != '\r'; c->at++)
		if (*c->at == '"' || !*c->at)
			return fault(c, *c->at ? "quote inside a plain cell" : "NUL byte");
	return arena_strndup(c->mem, from, (size_t)(c->at - from));
}

/* Past the end of the line: LF, CRLF, or the end of the text. */
static void line_end(struct csv *c)
{
	if (c->at == c->end)
		return;
	if (*c->at == '\r' && (c->at + 1 == c->end || c->at[1] != '\n')) {
		c->fault = "carriage return inside a line";
		return;
	}
	c->at += 1 + (*c->at == '\r');
	c->next++;
}

const char **csv_row(struct csv *c, size_t *count)
{
	size_t room = CELLS, n = 0;
	const char **cells = ARENA_ARRAY(c->mem, const char *, room);
	*count = 0;
	while (!c->fault && c->at < c->end && (*c->at == '\n' || *c->at == '\r'))
		line_end(c);
	c->line = c->next;
	if (c->fault || c->at == c->end)
		return NULL;
	for (;;) {
		const char *cell = c->at < c->end && *c->at == '"' ? cell_quoted(c) : cell_plain(c);
		if (!cell)
			return NULL;
		if (n + 1 == room) {
			const char **more = ARENA_ARRAY(c->mem, const char *, room * 2);
			memcpy(more, cells, n * sizeof *cells);
			cells = more;
			room *= 2;
		}
		cells[n++] = cell;
		if (c->at == c->end || *c->at != ',')
			break;
		c->at++;
	}
	line_end(c);
	if (c->fault)
		return NULL;
	*count = n;
	return cells;
}
