/* door.h - is this one whole, plainly written HTTP request? Pure rules over what the library saw.
 *
 * libmicrohttpd 0.9 forgives much: two lengths, a length beside chunks, folded lines, bare line
 * feeds, NUL bytes. What two programs in a row may read differently is refused here. The library
 * hands out pointers into one buffer that holds the header as it came, so the gaps between a name,
 * its value and the next name tell what stood there; door_plain() measures them.
 */
#pragma once
#include "web/req.h"

struct door_line {
	const char *name, *value;
	size_t name_size, value_size;
};
struct door_head {
	const char *method, *target, *version; /* target: as it came, with its query */
	const char *version_at; /* where the version stands in the buffer, as method does */
	const struct door_line *lines;
	size_t count, bytes; /* bytes: of the whole header */
};
struct door_verdict {
	int status;      /* 0: come in; else 400, 413, 431, 501, 505 */
	const char *why; /* English, for the log */
	bool body;       /* a body follows */
};
struct door_verdict door_check(const struct door_head *h);
/* False: a folded line, a bare line feed, a NUL or stray bytes in the header. */
bool door_plain(const struct door_head *h);
/* The address to go by: `peer`, or the last hop of X-Forwarded-For when `peer` is in `trusted`. */
const char *door_source(struct arena *a, const char *peer, const char *forwarded,
                        const char *trusted);
/* The problem that is sent for a verdict; `why`: plain English. */
const char *door_problem(struct arena *a, int status, const char *why);
