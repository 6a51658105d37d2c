#include "web/land.h"

#include "base/arena.h"
#include "base/text.h"

const struct outline *outline_of(const char *code)
{
	for (const struct outline *o = outlines; o->code; o++)
		if (text_equal(o->code, code))
			return o;
	return NULL;
}

struct spot outline_spot(const struct outline *o, int64_t lon, int64_t lat)
{
	if (lon < o->west || lon > o->east || lat < o->south || lat > o->north)
		return (struct spot){-1, -1};
	return (struct spot){(lon - o->west) * o->wide / (o->east - o->west),
	                     (o->north - lat) * o->high / (o->north - o->south)};
}

/* The share of those that are smaller, in fifths. */
static int rank_of(const struct ui_tiles *t, int64_t n)
{
	size_t smaller = 0;
	for (size_t i = 0; i < t->count; i++)
		smaller += t->at[i].n < n;
	return (int)(smaller * TILE_RANKS / t->count);
}

static const char *legend_of(struct arena *mem, const struct ui_tiles *t, int rank)
{
	int64_t least = 0, most = 0;
	size_t count = 0;
	for (size_t i = 0; i < t->count; i++) {
		int64_t n = t->at[i].n;
		if (t->at[i].rank != rank)
			continue;
		least = !count || n < least ? n : least;
		most = !count || n > most ? n : most;
		count++;
	}
	if (!count)
		return NULL;
	return least == most
	               ? arena_printf(mem, "%lld %s（%zu 个）", (long long)least, t->unit, count)
	               : arena_printf(mem, "%lld 到 %lld %s（%zu 个）", (long long)least,
	                              (long long)most, t->unit, count);
}

void land_rank(struct arena *mem, struct ui_tiles *t)
{
	for (size_t i = 0; i < t->count; i++)
		t->at[i].rank = rank_of(t, t->at[i].n);
	for (int k = 0; k < TILE_RANKS; k++)
		t->legend[k] = legend_of(mem, t, k);
}
