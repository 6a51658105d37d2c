#include "web/route.h"

#include "base/arena.h"
#include "core/life.h"

#include <stdio.h>
#include <stdlib.h>
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

static struct route *room_row(struct route_room *room, size_t *n, const struct route *from)
{
	if (*n + 1 == sizeof room->rows / sizeof *room->rows) /* the last one ends the table */
		abort();
	room->rows[*n] = *from;
	return &room->rows[(*n)++];
}

/* An action of several rows is one route: what all of them allow decides at the record. */
static bool said_before(const struct life *l, const struct life_move *m)
{
	for (const struct life_move *before = l->moves; before < m; before++)
		if (before->action == m->action)
			return true;
	return false;
}

static enum perm needs_of(const struct life *l, const struct life_move *m)
{
	for (const struct life_move *other = l->moves; other->word; other++)
		if (other->action == m->action && (other->needs != m->needs || other->or_needs))
			return PERM_SIGNED_IN;
	return m->needs;
}

static void room_life(struct route_room *room, size_t *n, const struct route *pattern)
{
	const struct life *l = pattern->life;
	int stem = (int)(strrchr(pattern->path, '/') - pattern->path) + 1;
	for (const struct life_move *m = l->moves; m->word; m++) {
		if (!m->needs || !m->doc || said_before(l, m))
			continue;
		struct route *r = room_row(room, n, pattern);
		char *path = room->paths[r - room->rows];
		snprintf(path, sizeof *room->paths, "%.*s%s", stem, pattern->path, m->word);
		r->path = path;
		r->needs = needs_of(l, m);
		r->doc = m->doc;
		r->takes = m->takes;
		r->data = m->action;
		r->done = m->done;
		r->sure = m->sure;
	}
}

void route_flatten(const struct route *const *tables, struct route_room *room)
{
	size_t n = 0;
	for (; *tables; tables++)
		for (const struct route *r = *tables; r->path; r++)
			if (r->life)
				room_life(room, &n, r);
			else
				room_row(room, &n, r);
}
