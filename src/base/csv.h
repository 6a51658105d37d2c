/* csv.h - RFC 4180 rows, read one at a time from memory.
 *
 * Lines end in LF or CRLF; empty lines are skipped. Refused: an unclosed quote, a quote inside a plain
 * cell, text after a closing quote, a lone CR, a NUL byte. Whether the text is UTF-8 is asked of
 * text_valid() beforehand. The cells are owned by the arena.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct csv {
	struct arena *mem;
	const char *at, *end;
	int line;          /* on which the row just read, or refused, begins; from 1 */
	int next;          /* the line at `at` */
	const char *fault; /* English, NULL: none; the row is then not delivered */
};

struct csv csv_open(struct arena *mem, const char *text, size_t n); /* skips a UTF-8 BOM */
/* The next row's cells; *count is set. NULL at the end or at a fault (c->fault, c->line). */
const char **csv_row(struct csv *c, size_t *count);
