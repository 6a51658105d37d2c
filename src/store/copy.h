/* copy.h - a consistent copy of a SQLite database while others write to it.
 *
 * It is taken through a connection of its own inside one read snapshot, so writers do not wait for
 * it; it never checkpoints. PostgreSQL has its own tools (pg_dump) and is refused.
 */
#pragma once
#include <stdbool.h>

/* `url` as for db_open(); `to` must not exist and is made readable by its owner only. False: *why. */
bool copy_database(const char *url, const char *to, const char **why);
