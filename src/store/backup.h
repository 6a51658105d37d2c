/* backup.h - a copy of the database beside a running writer.
 *
 * SQLite's online backup reads one snapshot through a connection of its own, so the copy is the state
 * of one moment and the writer is not held up. The copy is checked, synced, and only then gets its
 * name: `to_path` is whole or absent. Keys and files are not its business.
 */
#pragma once
#include <stdbool.h>

/* False: *why (English). PostgreSQL has pg_dump for this, so it is refused. to_path must be new. */
bool backup_sqlite(const char *url, const char *to_path, const char **why);
