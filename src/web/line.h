/* line.h - whether the requests of a loop stand in a line that does not end.
 *
 * A loop takes its requests one after another, so each waits for those before it: /healthz and sign-in,
 * too. A burst is worked off; but when more and more come, and whoever asked first has gone when his turn
 * comes, reads are told to come back, which costs a tenth of an answer. How long one waited is what the
 * kernel says of its last byte; on a machine that is slow for other reasons nobody else went before it,
 * and there is no line. Behind a Unix socket nothing is known: there the proxy has the line.
 */
#pragma once
#include <stdbool.h>

/* By a loop, once at the begin of each request that came over `fd`. True: it waited longer than
 * LIMIT_LINE_MS because LIMIT_LINE others or more went before it, and so did LIMIT_BURST lately. */
bool line_is_long(int fd);
