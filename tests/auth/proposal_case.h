/* proposal_case.h - proposing and deciding what takes two, and counting what it left. */
#pragma once
#include "world.h"

#include "base/arena.h"
#include "store/db.h"

static inline int64_t count(struct world *w, const char *table, const char *where)
{
	return world_count(w,
	                   arena_printf(w->mem, "SELECT COUNT(*) FROM %s WHERE %s", table, where));
}

/* How many rows of his there are. */
static inline int64_t of(struct world *w, const char *table, enum who who, const char *where)
{
	return count(
		w, table,
		arena_printf(w->mem, "person = %lld AND %s", (long long)w->person[who], where));
}

static inline void sql(struct world *w, const char *text)
{
	world_begin(w, GUEST);
	db_script(w->db, text);
	world_commit(w);
}

/* A changed role ends his sessions: he signs in again. */
static inline void back(struct world *w)
{
	sql(w, "UPDATE session SET ended = NULL");
}

static inline int propose(struct world *w, enum who who, const char *kind, enum who whose,
                          const char *role)
{
	const char *named = role ? arena_printf(w->mem, ",\"role\":\"%s\"", role) : "";
	return world_ask(w, who, POST, "/proposals",
	                 arena_printf(w->mem,
	                              "{\"kind\":\"%s\",\"person\":\"%s\","
	                              "\"reason\":\"当面核实过身份\"%s}",
	                              kind, w->uid[whose], named));
}

/* The id of the newest. */
static inline const char *newest(struct world *w, enum who who)
{
	world_ask(w, who, GET, "/proposals", NULL);
	return world_get(w, "items.0.id");
}

static inline int act(struct world *w, enum who who, const char *id, const char *verb)
{
	return world_askf(w, who, POST, NULL, "/proposals/%s/%s", id, verb);
}
