/* probe.h - requests as an attacker or a crawler makes them, on the county of world.h.
 *
 * probe() sends any header and any body; probe_post() posts a form as the browser of `who` does, with
 * his cookies and the token of a page he opened. probe_state() is a digest of every table, so that two
 * of them tell whether anything was changed.
 */
#pragma once
#include "world.h"

#include "web/req.h"

/* headers: "Name: value\n…" or NULL; Host is ours unless given. raw NULL: no body. Fills w->status,
 * w->body, w->location; the last reply's headers by probe_header(). */
int probe(struct world *w, enum method m, const char *path, const char *headers, const char *raw);
int probe_bytes(struct world *w, enum method m, const char *path, const char *headers,
                const char *raw, size_t size);
const char *probe_header(const char *name); /* NULL: the last reply had none */

/* As the browser of `who`: a fresh session (a guest: a fresh anonymous cookie). */
struct browser {
	const char *cookie, *csrf; /* "wudan_session=…" */
};
struct browser probe_browser(struct world *w, enum who who);
int probe_get(struct world *w, const struct browser *b, const char *path);
int probe_post(struct world *w, const struct browser *b, const char *path, const char *fields);

/* Hex digest over all rows of all tables but: what is noted about an asker who is refused (audit
 * entries `access.denied`), and when he was last seen. */
const char *probe_state(struct world *w);

/* What the :parts of the routes stand for; NULL: a well-formed id that nothing has. A route that begins
 * otherwise gets such an id, too, until a member and a row of `kinds` (probe.c) choose a thing for it;
 * its row in matrix.txt is asked for in any case. */
struct things {
	const char *order, *person, *team, *member, *place, *account, *grant, *message, *activity,
		*complaint, *limit, *holiday, *menu, *survey, *news, *proposal;
};
/* "/orders/:id/log" with its parts filled; text in w->mem. */
const char *probe_path(struct world *w, const struct route *r, const struct things *t);
#define PROBE_NOBODY "aaaaaaaaaaaaaaaaaaaaaaaaaa"
