/* arena.h - memory that lives exactly as long as one request.
 *
 * Everything a request needs is carved from its arena and dropped in one stroke when the reply has
 * been sent, so features never free. arena_alloc() returns zeroed memory and never NULL: when the
 * system is out of memory the process stops (and is started again by its supervisor). Growth is
 * bounded at the door, by the limits in limits.h on bodies and on rows.
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_reset(struct arena *a); /* drop everything, keep the first block */
void arena_free(struct arena *a);  /* accepts NULL */

void *arena_alloc(struct arena *a, size_t size);
void *arena_memdup(struct arena *a, const void *from, size_t size);
char *arena_strdup(struct arena *a, const char *s); /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n)))
