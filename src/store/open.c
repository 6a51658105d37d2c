/* open.c - which engine stands behind a database's address. */
#include "base/text.h"
#include "store/engine.h"

struct db *db_open(const char *url, enum db_role role, const char **why)
{
	if (text_starts(url, "postgresql://") || text_starts(url, "postgres://"))
		return postgres_open(url, role, why);
	if (text_starts(url, "sqlite:") || text_equal(url, ":memory:"))
		return sqlite_open(url, role, why);
	*why = "a database address is sqlite:PATH or postgresql://…";
	return NULL;
}
