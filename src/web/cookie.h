/* cookie.h - cookies set and read. The anonymous one is a random id signed by us: it scopes the
 * operation ids and forms of a guest, and knows nothing of him. */
#pragma once
#include "web/req.h"

/* Under the name the browser knows it by; NULL: absent. */
const char *cookie_session(const struct req *rq);
const char *cookie_anonymous(const struct req *rq); /* the id, NULL: absent or not ours */
const char *cookie_make_anonymous(struct req *rq);  /* sets it, returns the id */
/* What the reader chose: one of `words` or the first of them. */
const char *cookie_choice(const struct req *rq, const char *name, const char *const *words);
extern const char *const cookie_modes[], *const cookie_sizes[], *const cookie_themes[];
