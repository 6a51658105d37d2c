/* where.h - addresses: of this page, and of the page a form stood on. */
#pragma once
#include "web/req.h"

struct buf;

#define WHERE_AGAIN  "again"  /* in the query: what led here was sent twice and done once */
#define WHERE_UNSENT "unsent" /* in the query: the form that waits for its page (web/again.h) */

/* Path and query of this page, fit for a link; of a page in answer to a form, those of where_from(). */
const char *where_here(const struct req *rq);
/* The page on which the form of this request stood: as it says, else the likely one. */
const char *where_from(const struct req *rq);
/* The route of a page for readers at this path that a form may stand on; NULL: none. */
const struct route *where_page(const struct req *rq, const char *path);
/* Where it was sent, with what the address asks. */
const char *where_sent(const struct req *rq);
const char *where_pairs(struct arena *a, const struct pairs *p); /* a=1&b=2, encoded */
void where_encode(struct buf *b, const char *s);                 /* one part of an address */
