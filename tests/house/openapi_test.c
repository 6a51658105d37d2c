/* openapi: the description of the API is well made (OpenAPI 3.1, JSON Schema 2020-12), and what the
 * program answers is what it describes. */
#include "order_case.h"
#include "schema.h"

#include <stdio.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/text.h"
#include "web/openapi.h"

static json_t *description(struct arena *a)
{
	struct buf b = BUF(a);
	json_error_t fault;
	openapi_write(&b, routes_all, routes_tags, "1.2.3");
	json_t *doc = json_loadb(b.at, b.len, JSON_REJECT_DUPLICATES, &fault);
	if (!doc)
		fail_msg("line %d: %s", fault.line, fault.text);
	return doc;
}

static json_t *at(json_t *parent, const char *name)
{
	return json_object_get(parent, name);
}

static const char *text(json_t *parent, const char *name)
{
	const char *s = json_string_value(at(parent, name));
	return s ? s : "";
}

static bool one_of(const char *const *words, const char *word)
{
	for (; *words; words++)
		if (!strcmp(*words, word))
			return true;
	return false;
}

/* ---- is it well made ---- */

struct lint {
	struct arena *a;
	json_t *doc;
	const char *where; /* "get /orders" */
	json_t *ids;       /* of the operations so far */
};

static void wrong(const struct lint *l, const char *what, const char *which)
{
	fail_msg("%s: %s %s", l->where, what, which ? which : "");
}

static void lint_schema(const struct lint *l, json_t *schema)
{
	const char *fault = schema_broken(l->a, l->doc, schema);
	if (fault)
		wrong(l, "schema:", fault);
}

static void lint_content(const struct lint *l, json_t *content)
{
	const char *media;
	json_t *value;
	json_object_foreach(content, media, value)
	{
		if (!strchr(media, '/'))
			wrong(l, "no media type:", media);
		lint_schema(l, at(value, "schema"));
	}
}

/* What a reference stands for, or the thing itself. */
static json_t *real(const struct lint *l, json_t *thing)
{
	const char *ref = json_string_value(at(thing, "$ref"));
	json_t *found = ref ? schema_find(l->doc, ref) : thing;
	if (!found || (ref && json_object_size(thing) != 1))
		wrong(l, "a reference to nothing, or with company:", ref);
	return found;
}

static void lint_responses(const struct lint *l, json_t *responses)
{
	const char *status;
	json_t *value;
	if (!json_object_size(responses))
		wrong(l, "no responses", NULL);
	json_object_foreach(responses, status, value)
	{
		value = real(l, value);
		if (strlen(status) != 3 ||
		    (strspn(status, "0123456789") != 3 && strspn(status, "45X") != 3))
			wrong(l, "no status:", status);
		if (!*text(value, "description"))
			wrong(l, "a response without description:", status);
		lint_content(l, at(value, "content"));
	}
}

/* Each {part} of the path is a parameter, each path parameter a part, and none stands twice. */
static void lint_parameters(const struct lint *l, const char *path, json_t *list)
{
	static const char *const places[] = {"path", "query", "header", NULL};
	json_t *seen = json_object();
	size_t parts = 0, declared = 0;
	for (const char *p = path; (p = strchr(p, '{')); p++)
		parts++;
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *p = real(l, json_array_get(list, i));
		const char *name = text(p, "name"), *in = text(p, "in");
		const char *key = arena_printf(l->a, "%s %s", in, name);
		if (!*name || !one_of(places, in) || at(seen, key))
			wrong(l, "a parameter twice, or without name or place:", key);
		json_object_set_new(seen, key, json_true());
		lint_schema(l, at(p, "schema"));
		if (strcmp(in, "path") != 0)
			continue;
		declared++;
		if (!json_is_true(at(p, "required")) ||
		    !strstr(path, arena_printf(l->a, "{%s}", name)))
			wrong(l, "not in the path, or not required:", name);
	}
	if (declared != parts)
		wrong(l, "a part of the path is not declared", NULL);
	json_decref(seen);
}

static void lint_security(const struct lint *l, json_t *list)
{
	const char *name;
	json_t *scopes, *schemes = at(at(l->doc, "components"), "securitySchemes");
	for (size_t i = 0; i < json_array_size(list); i++)
		json_object_foreach(json_array_get(list, i), name, scopes)
		{
			if (!at(schemes, name) || !json_is_array(scopes))
				wrong(l, "no such security scheme:", name);
		}
}

static void lint_operation(const struct lint *l, const char *method, const char *path, json_t *op)
{
	static const char *const known[] = {
		"operationId", "tags",        "summary",   "description",  "security",
		"parameters",  "requestBody", "responses", "x-permission", NULL};
	const char *id = text(op, "operationId"), *name;
	json_t *value, *body = at(op, "requestBody");
	json_object_foreach(op, name, value)
	{
		if (!one_of(known, name))
			wrong(l, "unknown member", name);
	}
	if (!*id || at(l->ids, id) ||
	    strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(id))
		wrong(l, "operationId twice or not fit:", id);
	json_object_set_new(l->ids, id, json_true());
	if (!*text(op, "summary") || !*text(op, "description"))
		wrong(l, "no summary or description", NULL);
	if (body && (!strcmp(method, "get") || !json_object_size(at(body, "content"))))
		wrong(l, "a body where none is read, or without content", NULL);
	lint_content(l, at(body, "content"));
	lint_parameters(l, path, at(op, "parameters"));
	lint_security(l, at(op, "security"));
	lint_responses(l, at(op, "responses"));
}

/* "/a/{id}" and "/a/{name}" are one path. */
static const char *shape(struct arena *a, const char *path)
{
	char *copy = arena_strdup(a, path), *to = copy;
	for (const char *p = path; *p; p++) {
		*to++ = *p;
		if (*p == '{')
			p += strcspn(p, "}") - 1;
	}
	*to = '\0';
	return copy;
}

static void lint_paths(struct lint *l)
{
	static const char *const methods[] = {"get", "post", "patch", "delete", NULL};
	const char *path, *method;
	json_t *item, *op, *shapes = json_object();
	json_object_foreach(at(l->doc, "paths"), path, item)
	{
		l->where = path;
		if (path[0] != '/' || strpbrk(path, ":?# ") || at(shapes, shape(l->a, path)))
			wrong(l, "no path, or one path twice", NULL);
		json_object_set_new(shapes, shape(l->a, path), json_true());
		json_object_foreach(item, method, op)
		{
			l->where = arena_printf(l->a, "%s %s", method, path);
			if (!one_of(methods, method))
				wrong(l, "unknown method", NULL);
			lint_operation(l, method, path, op);
		}
	}
	json_decref(shapes);
}

static void the_description_keeps_the_rules_of_openapi(void **state)
{
	(void)state;
	struct lint l = {.a = arena_new(), .where = "document", .ids = json_object()};
	l.doc = description(l.a);
	const char *name;
	json_t *value, *components = at(l.doc, "components");
	assert_string_equal(text(l.doc, "openapi"), "3.1.0");
	assert_true(*text(at(l.doc, "info"), "title") && *text(at(l.doc, "info"), "version"));
	lint_security(&l, at(l.doc, "security"));
	json_object_foreach(at(components, "schemas"), name, value)
	{
		l.where = name;
		lint_schema(&l, value);
	}
	lint_responses(&l, at(at(at(at(l.doc, "paths"), "/me"), "get"), "responses"));
	lint_paths(&l);
	assert_true(json_object_size(l.ids) > 60);
	json_decref(l.ids);
	json_decref(l.doc);
	arena_free(l.a);
}

/* ---- the checker finds what is wrong ---- */

static void a_schema_or_value_with_a_fault_is_found(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	static const char *const broken[] = {
		"{\"typ\":\"string\"}",
		"{\"type\":\"text\"}",
		"{\"type\":[\"string\",\"string\"]}",
		"{\"type\":\"array\"}",
		"{\"type\":\"integer\",\"maxLength\":3}",
		"{\"type\":\"string\",\"minLength\":3,\"maxLength\":2}",
		"{\"type\":\"string\",\"enum\":[\"a\",null]}",
		"{\"type\":\"string\",\"enum\":[]}",
		"{\"type\":\"object\",\"properties\":{},\"required\":[\"a\"]}",
		"{\"$ref\":\"#/components/schemas/none\"}",
		"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"nothing\"}}}",
	};
	static const struct {
		const char *schema, *value;
	} misfits[] = {
		{"{\"type\":\"string\"}", "1"},
		{"{\"type\":[\"integer\",\"null\"]}", "1.5"},
		{"{\"type\":\"string\",\"maxLength\":2}", "\"五单三\""},
		{"{\"type\":\"integer\",\"minimum\":1}", "0"},
		{"{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]}", "\"b\""},
		{"{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "[\"a\",1]"},
		{"{\"type\":\"object\",\"properties\":{\"a\":{}},\"required\":[\"a\"]}", "{}"},
		{"{\"type\":\"object\",\"properties\":{\"a\":{}}}", "{\"b\":1}"},
		{"{\"anyOf\":[{\"type\":\"string\"},{\"const\":true}]}", "false"},
	};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		json_t *schema = json_loads(broken[i], 0, NULL);
		assert_non_null(schema);
		if (!schema_broken(a, schema, schema))
			fail_msg("well made: %s", broken[i]);
		json_decref(schema);
	}
	for (size_t i = 0; i < sizeof misfits / sizeof *misfits; i++) {
		json_t *schema = json_loads(misfits[i].schema, 0, NULL);
		json_t *value = json_loads(misfits[i].value, JSON_DECODE_ANY, NULL);
		assert_null(schema_broken(a, schema, schema));
		if (!schema_misfit(a, schema, schema, value))
			fail_msg("%s fits %s", misfits[i].value, misfits[i].schema);
		json_decref(schema);
		json_decref(value);
	}
	arena_free(a);
}

/* ---- is it true ---- */

static json_t *answer_schema(json_t *doc, const char *path, enum method m, int status)
{
	static const char *const words[] = {"get", "post", "patch", "delete"};
	char code[16], kind[16]; /* "409", "4XX" */
	snprintf(code, sizeof code, "%d", status);
	snprintf(kind, sizeof kind, "%dXX", status / 100);
	json_t *responses = at(at(at(at(doc, "paths"), path), words[m]), "responses");
	json_t *r = at(responses, code) ? at(responses, code) : at(responses, kind);
	const char *ref = json_string_value(at(r, "$ref"));
	r = ref ? schema_find(doc, ref) : r;
	const char *media = status < 400 ? "application/json" : "application/problem+json";
	return at(at(at(r, "content"), media), "schema");
}

/* The last answer is what `path` of the description says it may be. */
static void described(struct world *w, json_t *doc, enum method m, const char *path, int status)
{
	json_t *body = json_loads(w->body, 0, NULL);
	json_t *schema = answer_schema(doc, path, m, w->status);
	if (w->status != status || !body || !schema)
		fail_msg("%s: %d (wanted %d) %s", path, w->status, status, w->body);
	const char *fault = schema_misfit(w->mem, doc, schema, body);
	if (fault)
		fail_msg("%s: %s in %s", path, fault, w->body);
	json_decref(body);
}

/* `id` stands for the {id} of the path; NULL: it has none. */
static void look(struct world *w, json_t *doc, enum who who, const char *path, const char *id,
                 int status)
{
	const char *open = strchr(path, '{'), *query = strchr(path, '?');
	size_t n = open ? (size_t)(open - path) : strlen(path);
	const char *rest = open ? strchr(open, '}') + 1 : "";
	world_ask(w, who, GET, arena_printf(w->mem, "%.*s%s%s", (int)n, path, id ? id : "", rest),
	          NULL);
	n = query ? (size_t)(query - path) : strlen(path);
	described(w, doc, GET, arena_strndup(w->mem, path, n), status);
}

static void what_is_read_is_what_is_described(struct world *w)
{
	json_t *doc = description(w->mem);
	static const enum who readers[] = {GUEST, RESIDENT, STATION, LEADER, DISPATCHER, VIEWER};
	w->merge_into = case_order(w, ORDER_OPEN);
	for (enum order_state s = ORDER_DRAFT; s < ORDER_STATES; s++) {
		const char *id = case_order(w, s);
		look(w, doc, STATION, "/orders/{id}", id, 200);
		look(w, doc, RESIDENT, "/orders/{id}", id, s == ORDER_DRAFT ? w->status : 200);
		look(w, doc, STATION, "/orders/{id}/events", id, 200);
		if (s == ORDER_OPEN)
			look(w, doc, DISPATCHER, "/orders/{id}/candidates", id, 200);
	}
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		look(w, doc, readers[i], "/orders", NULL, 200);
		look(w, doc, readers[i], "/teams", NULL, 200);
		look(w, doc, readers[i], "/places?parent=" TOWN, NULL, 200);
		look(w, doc, readers[i], "/categories", NULL, 200);
		look(w, doc, readers[i], "/wall", NULL, 200);
	}
	look(w, doc, LEADER, "/teams/{id}", w->team_uid_a, 200);
	look(w, doc, GUEST, "/places/{id}", VILLAGE, 200);
	look(w, doc, LEADER, "/me", NULL, 200);
	look(w, doc, LEADER, "/inbox", NULL, 200);
	look(w, doc, STATION, "/people", NULL, 200);
	look(w, doc, STATION, "/people/{id}", w->uid[RESIDENT], 200);
	look(w, doc, SYSADMIN, "/accounts", NULL, 200);
	look(w, doc, SECADMIN, "/grants", NULL, 200);
	look(w, doc, AUDITOR, "/audit", NULL, 200);
	look(w, doc, AUDITOR, "/audit/verify", NULL, 200);
	look(w, doc, GUEST, "/openapi.json", NULL, 200);
	json_decref(doc);
}
STORY(what_is_read_is_what_is_described)

static void problems_are_what_is_described(struct world *w)
{
	json_t *doc = description(w->mem);
	const char *id = case_order(w, ORDER_OPEN);
	look(w, doc, GUEST, "/me", NULL, 401);
	look(w, doc, RESIDENT, "/audit", NULL, 403);
	look(w, doc, GUEST, "/orders/{id}", "no-such-order", 404);
	look(w, doc, STATION, "/orders?state=none", NULL, 422);
	case_act(w, DISPATCHER, id, ACT_RECALL);
	described(w, doc, POST, "/orders/{id}/recall", 409);
	world_ask(w, RESIDENT, POST, "/orders", "{\"title\":\"短\",\"nothing\":1}");
	described(w, doc, POST, "/orders", 422);
	world_ask(w, RESIDENT, POST, "/orders", "{");
	described(w, doc, POST, "/orders", 400);
	json_decref(doc);
}
STORY(problems_are_what_is_described)

static json_t *body_schema(json_t *doc, const char *path, const char *method)
{
	json_t *body = at(at(at(at(doc, "paths"), path), method), "requestBody");
	return at(at(at(body, "content"), "application/json"), "schema");
}

static void what_is_taken_is_what_is_described(struct world *w)
{
	json_t *doc = description(w->mem);
	static const struct {
		const char *json;
		int status;
	} bodies[] = {
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE "\"}", 201},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"people\":3,\"public_ok\":true,\"detail\":null,\"urgency\":\"high\"}",
	         201},
		/* A number is a number, a text a text, a list of nothing neither. */
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"people\":\"5\"}",
	         422},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"people\":[]}",
	         422},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"people\":[3]}",
	         422},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"people\":3.0}",
	         422},
		{"{\"title\":12345,\"category\":\"repair\",\"place\":\"" VILLAGE "\"}", 422},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"public_ok\":\"1\"}",
	         422},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"public_ok\":1}",
	         422},
		{"{\"title\":\"漏\",\"category\":\"repair\",\"place\":\"" VILLAGE "\"}", 422},
		{"{\"title\":\"屋顶漏雨\",\"place\":\"" VILLAGE "\"}", 422},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"people\":0}",
	         422},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"state\":\"closed\"}",
	         422},
		{"{\"title\":\"屋顶漏雨\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"urgency\":\"now\"}",
	         422},
	};
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		json_t *body = json_loads(bodies[i].json, 0, NULL);
		const char *fault = schema_misfit(w->mem, doc, body_schema(doc, "/orders", "post"),
		                                  body);
		if ((bodies[i].status == 201) != !fault)
			fail_msg("%s: %s", bodies[i].json, fault ? fault : "fits");
		world_ask(w, RESIDENT, POST, "/orders", bodies[i].json);
		described(w, doc, POST, "/orders", bodies[i].status);
		json_decref(body);
	}
	json_decref(doc);
}
STORY(what_is_taken_is_what_is_described)

const struct CMUnitTest openapi_tests[] = {
	cmocka_unit_test(the_description_keeps_the_rules_of_openapi),
	cmocka_unit_test(a_schema_or_value_with_a_fault_is_found),
	TOLD(what_is_read_is_what_is_described),
	TOLD(problems_are_what_is_described),
	TOLD(what_is_taken_is_what_is_described),
};
const size_t openapi_tests_count = sizeof openapi_tests / sizeof openapi_tests[0];
