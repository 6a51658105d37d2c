/* land.h - a county drawn: its outline with points on it, and its places as tiles.
 *
 * Outlines are compiled in from data/ (tools/outline); a county without one has no map, and what calls the part
 * asks first whether there is one. A point outside the outline's rectangle is left out.
 * Tiles are classes by rank, about equally many in each; what is equal is in the same class. Parts: parts.html.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;

struct outline {
	const char *code, *name;          /* of the county; code NULL ends the table */
	int64_t west, south, east, north; /* degrees × 10^6 */
	int64_t wide, high;               /* of the drawing */
	const char *path;                 /* SVG */
};
extern const struct outline outlines[]; /* made from data/ by the Makefile */

const struct outline *outline_of(const char *code); /* NULL: there is none */
/* Where a point is in the drawing; -1 for both: not on it, or 0 0, which is no point. */
struct spot {
	int64_t x, y;
};
struct spot outline_spot(const struct outline *o, int64_t lon, int64_t lat);

enum { TILE_RANKS = 5 };
struct ui_point {
	int64_t lon, lat; /* degrees × 10^6 */
};
struct ui_outline {
	const char *county; /* its code */
	const char *label; /* read out instead of the picture: "衡阳县轮廓，标出西渡镇的位置" */
	const struct ui_point *at;
	size_t count;
};

struct ui_tile {
	const char *label, *path;
	int64_t n;
	const char *more; /* below the number: "超时 1"; NULL: nothing */
	int rank;         /* 0 … 4, by land_rank() */
};
struct ui_tiles {
	const char *label; /* read out: "各乡镇的村数" */
	const char *unit;  /* "单" */
	struct ui_tile *at;
	size_t count;
	const char *legend[TILE_RANKS]; /* "16 到 20 单（5 个）"; NULL: nothing is in it */
};
/* Sets ranks and legend; the order of the tiles stays. */
void land_rank(struct arena *mem, struct ui_tiles *t);
