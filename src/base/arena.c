#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 << 10, LARGEST_BLOCK = 1 << 20 };

struct block {
	struct block *next;
	size_t used, size;
	_Alignas(max_align_t) char data[];
};

/* The newest block is the head; the first one stands at the end of the chain and is kept. */
struct arena {
	struct block *head;
};

static void die(void)
{
	fputs("level=error event=out_of_memory\n", stderr);
	abort();
}

static struct block *block_new(size_t size, struct block *next)
{
	struct block *b = size < SIZE_MAX - sizeof *b ? malloc(sizeof *b + size) : NULL;
	if (!b)
		die();
	b->next = next;
	b->used = 0;
	b->size = size;
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = malloc(sizeof *a);
	if (!a)
		die();
	a->head = block_new(FIRST_BLOCK, NULL);
	return a;
}

void arena_reset(struct arena *a)
{
	while (a->head->next) {
		struct block *b = a->head;
		a->head = b->next;
		free(b);
	}
	a->head->used = 0;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	free(a->head);
	free(a);
}

static void arena_grow(struct arena *a, size_t size)
{
	size_t next = a->head->size < LARGEST_BLOCK / 2 ? a->head->size * 2 : LARGEST_BLOCK;
	a->head = block_new(size > next ? size : next, a->head);
}

/* As it comes: whoever asks writes all of it. */
static void *arena_carve(struct arena *a, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	if (size > SIZE_MAX / 2)
		die();
	size = (size + align - 1) & ~(align - 1);
	if (a->head->size - a->head->used < size)
		arena_grow(a, size);
	void *p = a->head->data + a->head->used;
	a->head->used += size;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_carve(a, size), 0, size);
}

void *arena_memdup(struct arena *a, const void *from, size_t size)
{
	void *p = arena_carve(a, size);
	if (size)
		memcpy(p, from, size);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	if (!s)
		return NULL;
	n = strnlen(s, n);
	char *p = arena_carve(a, n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_memdup(a, s, strlen(s) + 1) : NULL;
}

/* Printed where the next text would stand; carved there when it fits, else printed once more. */
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	size_t room = a->head->size - a->head->used;
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(a->head->data + a->head->used, room, fmt, ap);
	if (n < 0)
		die();
	char *s = arena_carve(a, (size_t)n + 1);
	if ((size_t)n >= room)
		vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}
