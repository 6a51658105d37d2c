#include "web/where.h"

#include "base/arena.h"
#include "base/buf.h"
#include "web/route.h"
#include "web/serve.h"

#include <string.h>

/* A page for readers at this path? */
const struct route *where_page(const struct req *rq, const char *path)
{
	const struct route *r = route_find(rq->site->routes, rq->c.mem, GET, path, false).route;
	return r && !r->prepare && !(r->flags & (ROUTE_RAW | ROUTE_API)) ? r : NULL;
}

/* A form that does not say where it stood: most stand at the address of the list's new record, of the list, or
 * of the record they change. */
static const char *likely(const struct req *rq)
{
	char *path = arena_strdup(rq->c.mem, rq->path);
	const char *blank = arena_printf(rq->c.mem, "%s/new", path);
	if (where_page(rq, blank) && strchr(path + 1, '/') == NULL)
		return blank;
	while (*path && !where_page(rq, path))
		*strrchr(path, '/') = '\0';
	return *path ? path : "/";
}

const char *where_from(const struct req *rq)
{
	return rq->from ? rq->from : likely(rq);
}

void where_encode(struct buf *b, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		             (c >= '0' && c <= '9') || strchr("-._~/:,", c);
		if (plain)
			buf_char(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

const char *where_pairs(struct arena *a, const struct pairs *p)
{
	struct buf b = BUF(a);
	for (size_t i = 0; i < p->count; i++) {
		buf_text(&b, i ? "&" : "");
		where_encode(&b, p->at[i].name);
		buf_char(&b, '=');
		where_encode(&b, p->at[i].value);
	}
	return buf_str(&b);
}

const char *where_sent(const struct req *rq)
{
	const char *asks = rq->query.count ? where_pairs(rq->c.mem, &rq->query) : NULL;
	return asks ? arena_printf(rq->c.mem, "%s?%s", rq->path, asks) : rq->path;
}

const char *where_here(const struct req *rq)
{
	struct buf b = BUF(rq->c.mem);
	if (rq->method != GET) /* a page shown in answer to a form: the one it stood on */
		return rq->route ? where_from(rq) : "/";
	where_encode(&b, rq->path);
	char sep = '?';
	for (size_t i = 0; i < rq->query.count; i++) {
		if (!strcmp(rq->query.at[i].name, WHERE_AGAIN) ||
		    !strcmp(rq->query.at[i].name, WHERE_UNSENT))
			continue;
		buf_char(&b, sep);
		sep = '&';
		where_encode(&b, rq->query.at[i].name);
		buf_char(&b, '=');
		where_encode(&b, rq->query.at[i].value);
	}
	return buf_str(&b);
}
