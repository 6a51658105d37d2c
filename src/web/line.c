#include "web/line.h"

#include "base/clock.h"
#include "base/limits.h"
#include "web/socket.h"

#include <stdint.h>

enum { WEIGHT = 4 }; /* in a line that does not end, those that are told to come back shorten it */

struct line {
	int64_t begun[LIMIT_LINE]; /* when the last ones were, in ms */
	unsigned next;
	int behind; /* how many waited, times WEIGHT, less those that did not */
};

bool line_is_long(int fd)
{
	static _Thread_local struct line l;
	int64_t now = clock_mono_ms(), *first = &l.begun[l.next++ % LIMIT_LINE];
	int waited = socket_waited_ms(fd);
	bool waits = waited > LIMIT_LINE_MS && now - *first <= waited;
	*first = now;
	if (waits && l.behind < 2 * WEIGHT * LIMIT_BURST)
		l.behind += WEIGHT;
	if (!waits && l.behind > 0)
		l.behind--;
	return waits && l.behind > WEIGHT * LIMIT_BURST;
}
