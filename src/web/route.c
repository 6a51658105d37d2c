#include "web/route.h"

#include "base/arena.h"

#include <string.h>

const char *const method_words[] = {"GET", "POST", "PATCH", "DELETE", NULL};

enum method method_of(const char *word)
{
	for (int m = POST; m < METHOD_COUNT; m++)
		if (strcmp(word, method_words[m]) == 0)
			return (enum method)m;
	return GET;
}

/* How many :parts the pattern needed; -1: it does not match. ids: at most two, as they stand. */
static int path_match(const char *pattern, const char *path, const char *ids[2], size_t sizes[2])
{
	int parts = 0;
	while (*pattern) {
		if (*pattern != ':') {
			if (*pattern++ != *path++)
				return -1;
			continue;
		}
		size_t n = strcspn(path, "/");
		if (n == 0 || parts == 2)
			return -1;
		ids[parts] = path;
		sizes[parts++] = n;
		path += n;
		pattern += strcspn(pattern, "/");
	}
	return *path ? -1 : parts;
}

struct route_hit route_find(const struct route *const *tables, struct arena *a, enum method method,
                            const char *path, bool json)
{
	struct route_hit hit = {.id = "", .id2 = ""};
	const char *ids[2] = {"", ""}, *best[2] = {"", ""};
	size_t sizes[2] = {0, 0}, best_sizes[2] = {0, 0};
	int fewest = 3;
	for (; *tables; tables++)
		for (const struct route *r = *tables; r->path; r++) {
			if (r->flags & (json ? ROUTE_PAGE : ROUTE_API))
				continue;
			int parts = path_match(r->path, path, ids, sizes);
			if (parts < 0)
				continue;
			hit.methods |= 1u << r->method;
			if (r->method != method || parts >= fewest)
				continue;
			fewest = parts;
			hit.route = r;
			memcpy(best, ids, sizeof(best));
			memcpy(best_sizes, sizes, sizeof(best_sizes));
		}
	if (fewest >= 1 && hit.route)
		hit.id = arena_strndup(a, best[0], best_sizes[0]);
	if (fewest == 2)
		hit.id2 = arena_strndup(a, best[1], best_sizes[1]);
	return hit;
}

bool route_whole(const struct route *r, bool json)
{
	return json && r && !(r->gives && r->gives->list);
}

const struct route *route_at(const struct route *const *tables, size_t n)
{
	for (; *tables; tables++)
		for (const struct route *r = *tables; r->path; r++)
			if (n-- == 0)
				return r;
	return NULL;
}
