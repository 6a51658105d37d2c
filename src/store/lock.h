/* lock.h - one process per data folder.
 *
 * Two servers could otherwise share one port and one database without any error. The lock is an
 * flock() on DIR/lock, so it ends with the process however that ends; the file stays.
 */
#pragma once

/* A descriptor that holds the lock; -1: *why (English) says who holds it or what went wrong. */
int lock_take(const char *dir, const char **why);
void lock_release(int lock); /* accepts -1 */
