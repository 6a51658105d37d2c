/* route.h - from method and path to one row of one table.
 *
 * A literal part wins over a :part. Tables are looked through in order; there are about a hundred
 * rows, so a walk is as fast as anything.
 */
#pragma once
#include "web/req.h"

struct route_hit {
	const struct route *route; /* NULL: none */
	const char *id, *id2;      /* never NULL */
	unsigned methods; /* bit per enum method that the path answers to: 0 = 404, else 405 */
};
/* `json`: rows with ROUTE_PAGE are passed over; else those with ROUTE_API. */
struct route_hit route_find(const struct route *const *tables, struct arena *a, enum method method,
                            const char *path, bool json);

/* Does it answer a program with one record, not with a list or a page? */
bool route_whole(const struct route *r, bool json);

/* All tables as one, which `tables` then is: a row with a life becomes one row per action. Before the
 * first request, once; ends the program when there is no room. */
struct route_room {
	struct route rows[640];
	char paths[640][64];
};
void route_flatten(const struct route *const *tables, struct route_room *room);

/* The n-th row of all tables, NULL at the end: `wudan routes`, openapi. */
const struct route *route_at(const struct route *const *tables, size_t n);
extern const char *const method_words[]; /* "GET", … NULL-terminated */
enum method method_of(const char *word); /* GET for HEAD, and for what is none */
