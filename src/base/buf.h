/* buf.h - a byte buffer that grows inside an arena.
 *
 * Always NUL-terminated once anything was added; buf_str() of an empty one is "". The bytes are
 * owned by the arena. Not for secrets: old blocks are not wiped.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf {
	struct arena *mem;
	char *at;
	size_t len, room;
};

#define BUF(arena) ((struct buf){.mem = (arena)})

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_text(struct buf *b, const char *s); /* NULL adds nothing */
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *buf_str(const struct buf *b);
