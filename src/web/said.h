/* said.h - what the page after a change says of it: 已提交, what comes next, and how it is undone.
 *
 * The sentence travels in a sealed cookie with the redirect, is shown once on the page it was meant for, and is
 * gone a minute later if that page was never opened. No script, no row in the database.
 */
#pragma once
#include "web/req.h"

struct said {
	const char *text;
	const char *undo; /* local path of the form that takes it back; NULL: it cannot be */
	const char *link, *label; /* the way on; NULL: none */
};

/* With the redirect to `location`: what the handler or the route says. */
void said_send(struct req *rq, const char *location);
/* Of this page; NULL: nothing. It is not shown again. */
struct said *said_here(struct req *rq);
