/* agenda.h - what is still to happen in the county's year, taken out in the order of time.
 *
 * What is due at the same second happens in the order in which it was put in. Memory is the arena's.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct demo;
struct demo_due {
	int64_t at, serial;
	void (*happen)(struct demo *d, void *of);
	void *of;
};
struct demo_agenda {
	struct arena *mem;
	struct demo_due *heap;
	size_t count, room;
	int64_t serial;
};
void demo_agenda_put(struct demo_agenda *a, int64_t at, void (*happen)(struct demo *d, void *of),
                     void *of);
bool demo_agenda_take(struct demo_agenda *a, struct demo_due *first); /* false: it is empty */
