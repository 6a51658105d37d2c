/* migrate.h - numbered forward migrations, checksummed.
 *
 * The texts of migrations/NNNN_name.sql are compiled in (struct migration, made by tools/embed).
 * They use the type words ID, INT, TEXT, BLOB, BOOL, TIME, which are expanded per engine in CREATE
 * TABLE and ALTER TABLE (as whole words in upper case, outside quotes and comments), and may hold
 * [sqlite] … [end] and [postgres] … [end] blocks, each marker on a line of its own. Each migration
 * runs in a transaction of its own with its row in `migration`. One whose text differs from the
 * checksum kept is refused, and so is a database that is newer than the program. The checksum guards
 * against accident, not against attack.
 */
#pragma once
#include <stdbool.h>

struct arena;
struct db;
struct migration {
	int number;
	const char *name, *text; /* "orders", the raw text */
};
extern const struct migration migrations[]; /* ends with number 0 */

/* Runs what is missing; false: *why (static buffer, English) says what stopped it. */
bool migrate_all(struct db *db, const struct migration *list, const char **why);
/* What of the list was applied with another text, or never ("0003 orders is not the one that was
 * applied"); NULL: nothing. Reads only. */
const char *migrate_differs(struct db *db, struct arena *a, const struct migration *list);
int migrate_version(struct db *db); /* the highest number applied, 0 for an empty database */
/* The text as the engine gets it: blocks chosen, type words expanded. */
const char *migrate_text(struct arena *a, const char *text, bool postgres);
