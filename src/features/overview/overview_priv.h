/* overview_priv.h - what the files of this folder share. */
#pragma once
#include "features/overview/overview.h"

/* How far the asker sees with `perm`, and in which part; path NULL: all of it, "?": no such place. */
struct overview_scope {
	struct scope s;
	const char *path;
	bool village; /* the part is a township or a village */
};
struct overview_scope overview_scope(struct ctx *c, enum perm perm, const char *place);
void overview_stand(struct overview_order *o, size_t n, int64_t now);
