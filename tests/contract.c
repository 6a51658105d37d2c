#include "contract.h"

#include "groups.h"
#include "schema.h"

#include <stdio.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/text.h"
#include "web/openapi.h"
#include "web/route.h"

/* Made once; every story asks. */
static json_t *description(void)
{
	static json_t *doc;
	if (doc)
		return doc;
	struct arena *a = arena_new();
	struct buf b = BUF(a);
	openapi_write(&b, routes_all, routes_tags, "1.2.3");
	doc = json_loadb(b.at, b.len, 0, NULL);
	arena_free(a);
	assert_non_null(doc);
	return doc;
}

static json_t *at(json_t *parent, const char *name)
{
	return json_object_get(parent, name);
}

/* "/orders/:id/accept" as the description writes it. */
static const char *path_of(struct arena *a, const char *path)
{
	struct buf b = BUF(a);
	while (*path) {
		size_t n = strcspn(path, "/");
		if (*path == ':')
			buf_printf(&b, "{%.*s}", (int)n - 1, path + 1);
		else
			buf_printf(&b, "%.*s", (int)n, path);
		path += n;
		if (*path == '/')
			buf_char(&b, *path++);
	}
	return buf_str(&b);
}

static json_t *response_of(json_t *doc, const struct req *rq)
{
	static const char *const words[] = {"get", "post", "patch", "delete"};
	char code[16], kind[16]; /* "409", "4XX" */
	snprintf(code, sizeof code, "%d", rq->reply.status);
	snprintf(kind, sizeof kind, "%dXX", rq->reply.status / 100);
	json_t *found = at(at(doc, "components"), "responses");
	if (!rq->route) /* no such path, or not this method */
		return at(found, "refused");
	json_t *op = at(at(at(doc, "paths"), path_of(rq->c.mem, rq->route->path)),
	                words[rq->method]);
	found = at(at(op, "responses"), code);
	if (!found)
		found = at(at(op, "responses"), kind);
	const char *ref = json_string_value(at(found, "$ref"));
	return ref ? schema_find(doc, ref) : found;
}

void contract_check(const struct req *rq)
{
	json_t *doc = description();
	const char *body = buf_str((struct buf *)&rq->reply.html.out);
	const char *type = rq->reply.type ? rq->reply.type : "";
	const char *media = arena_strndup(rq->c.mem, type, strcspn(type, ";"));
	json_t *schema = at(at(at(response_of(doc, rq), "content"), media), "schema");
	if (!schema)
		fail_msg("%s: %d %s is not declared", rq->path, rq->reply.status, type);
	json_t *value = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
	const char *fault = value ? schema_misfit(rq->c.mem, doc, schema, value) : "no JSON";
	if (fault)
		fail_msg("%s %s: %d: %s in %s", method_words[rq->method], rq->path,
		         rq->reply.status, fault, body);
	json_decref(value);
}
