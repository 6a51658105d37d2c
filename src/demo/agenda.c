#include "demo/agenda.h"

#include "base/arena.h"

#include <string.h>

static bool sooner(const struct demo_due *a, const struct demo_due *b)
{
	return a->at != b->at ? a->at < b->at : a->serial < b->serial;
}

static void grow(struct demo_agenda *a)
{
	size_t room = a->room ? 2 * a->room : 256;
	struct demo_due *heap = ARENA_ARRAY(a->mem, struct demo_due, room);
	if (a->count)
		memcpy(heap, a->heap, a->count * sizeof *heap);
	a->heap = heap;
	a->room = room;
}

void demo_agenda_put(struct demo_agenda *a, int64_t at, void (*happen)(struct demo *d, void *of),
                     void *of)
{
	struct demo_due due = {at, a->serial++, happen, of};
	if (a->count == a->room)
		grow(a);
	size_t i = a->count++;
	for (; i && sooner(&due, &a->heap[(i - 1) / 2]); i = (i - 1) / 2)
		a->heap[i] = a->heap[(i - 1) / 2];
	a->heap[i] = due;
}

bool demo_agenda_take(struct demo_agenda *a, struct demo_due *first)
{
	if (!a->count)
		return false;
	*first = a->heap[0];
	struct demo_due last = a->heap[--a->count];
	size_t i = 0;
	for (size_t child = 1; child < a->count; child = 2 * i + 1) {
		if (child + 1 < a->count && sooner(&a->heap[child + 1], &a->heap[child]))
			child++;
		if (!sooner(&a->heap[child], &last))
			break;
		a->heap[i] = a->heap[child];
		i = child;
	}
	a->heap[i] = last;
	return true;
}
