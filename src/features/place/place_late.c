/* place_late.c - what another server wrote for a place while it was merged goes along afterwards. */
#include "base/arena.h"
#include "core/audit.h"
#include "core/feature.h"
#include "core/search_move.h"
#include "features/place/place.h"
#include "gen/place.sql.h"

#include <inttypes.h>

bool place_late_due(struct ctx *c)
{
	return sql_place_merged_any(c, c->now - FEATURE_LATE, c->now - FEATURE_LATE_FROM) > 0;
}

bool place_late(struct ctx *c)
{
	size_t n;
	struct place_merged *m = sql_place_merged(c, c->now - FEATURE_LATE,
	                                          c->now - FEATURE_LATE_FROM, &n);
	for (size_t i = 0; i < n; i++) {
		int64_t rows = feature_follow_place(c, m[i].gone, m[i].kept);
		if (!rows)
			continue;
		search_move(c, m[i].from, m[i].path);
		audit(c, "place.late", "place", m[i].code,
		      arena_printf(c->mem, "%" PRId64 " rows of %s", rows, m[i].was));
	}
	return true;
}
