#include "web/said.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/crypto.h"
#include "web/cookie.h"
#include "web/decode.h"

#include <string.h>

#define COOKIE "wudan_said"
enum { SAID_LIFE = 60, SAID_MOST = 900 }; /* seconds; bytes */

/* One line each: where, text, undo, link, label. */
enum { PARTS = 5 };

static const char *line(const char *s)
{
	return s ? s : "";
}

static const char *text_of(const struct req *rq)
{
	if (rq->said)
		return rq->said;
	return line(rq->route->done);
}

void said_send(struct req *rq, const char *location)
{
	struct arena *a = rq->c.mem;
	const struct said s = {text_of(rq), rq->undo, rq->onward.path, rq->onward.label};
	if (!*s.text || !location)
		return;
	if (!rq->anonymous)
		rq->anonymous = cookie_make_anonymous(rq);
	size_t n = strcspn(location, "?#");
	const char *all = arena_printf(a, "%.*s\n%s\n%s\n%s\n%s", (int)n, location, s.text,
	                               line(s.undo), line(s.link), line(s.label));
	if (strlen(all) < SAID_MOST)
		reply_cookie(rq, COOKIE, crypto_ticket(rq->c.keys, a, "said", rq->anonymous, all),
		             SAID_LIFE);
}

static const char *part(const char *s)
{
	return text_empty(s) ? NULL : s;
}

struct said *said_here(struct req *rq)
{
	struct arena *a = rq->c.mem;
	const char *sealed = rq->anonymous ? decode_get(&rq->cookies, COOKIE) : NULL;
	const char *all = crypto_ticket_open(rq->c.keys, a, "said", rq->anonymous, sealed);
	char *at[PARTS] = {NULL};
	char *rest = all ? arena_strdup(a, all) : NULL;
	for (int i = 0; i < PARTS && rest; i++) {
		at[i] = rest;
		rest = strchr(rest, '\n');
		if (rest)
			*rest++ = '\0';
	}
	if (!at[PARTS - 1] || strcmp(at[0], rq->path) != 0)
		return NULL;
	reply_cookie(rq, COOKIE, "", -1);
	struct said *s = arena_alloc(a, sizeof *s);
	*s = (struct said){at[1], part(at[2]), part(at[3]), part(at[4])};
	return s;
}
