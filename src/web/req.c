#include "web/req.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/crypto.h"
#include "web/cookie.h"
#include "web/decode.h"
#include "web/gate.h"

#include <string.h>
#include <strings.h>

const char *req_header(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->headers.count; i++)
		if (strcasecmp(rq->headers.at[i].name, name) == 0)
			return rq->headers.at[i].value;
	return NULL;
}

const char *req_query(const struct req *rq, const char *name)
{
	return decode_get(&rq->query, name);
}

bool req_narrowed(const struct req *rq)
{
	for (size_t i = 0; i < rq->query.count; i++)
		if (rq->query.at[i].value[0])
			return true;
	return false;
}

const char *req_body(const struct req *rq, const char *name)
{
	return decode_get(&rq->body, name);
}

bool req_own(const char *name)
{
	return strcmp(name, "_csrf") == 0 || strcmp(name, "_op") == 0;
}

bool req_sent(const struct req *rq, const char *name)
{
	return req_body(rq, name) != NULL;
}

bool req_local(const char *path)
{
	if (!path || path[0] != '/' || path[1] == '/' || strncasecmp(path, "/%2f", 4) == 0 ||
	    strncasecmp(path, "/%5c", 4) == 0)
		return false;
	for (const unsigned char *p = (const unsigned char *)path; *p; p++)
		if (*p <= ' ' || *p == '\\' || *p == 0x7f)
			return false;
	return true;
}

void page_title(struct req *rq, const char *title, const char *back)
{
	rq->title = title;
	rq->back = back;
}

const char *req_csrf_of(const struct req *rq, const char *kind, const char *secret)
{
	return crypto_mac(rq->c.keys, rq->c.mem, "csrf",
	                  arena_printf(rq->c.mem, "%s:%s", kind, secret));
}

const char *req_csrf(struct req *rq)
{
	if (rq->token && !rq->dead && !rq->bearer)
		return req_csrf_of(rq, "session", rq->token);
	if (!rq->anonymous)
		rq->anonymous = cookie_make_anonymous(rq);
	return req_csrf_of(rq, "guest", rq->anonymous);
}

const struct form *req_form(struct req *rq, const struct field *fields, const void *record)
{
	rq->form = (struct form){
		.fields = fields,
		.record = record,
		.typed = rq->method == GET ? NULL : &rq->body,
		.c = &rq->c,
		.csrf = rq->json ? "" : req_csrf(rq),
		.op = random_id(rq->c.mem), /* not the one sent: it may have been done */
	};
	return &rq->form;
}
