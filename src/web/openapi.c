#include "web/openapi.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "web/json.h"
#include "web/route.h"

#include <string.h>

#define lit(b, s) buf_add((b), (s), sizeof(s) - 1)

/* ---- schemas ---- */

static void words_enum(struct buf *b, const struct field *f, bool or_null)
{
	lit(b, ",\"enum\":[");
	for (size_t i = 0; f->words[i]; i++) {
		if (i)
			buf_char(b, ',');
		json_text(b, f->words[i]);
	}
	buf_text(b, or_null ? ",null]" : "]");
}

static void text_schema(struct buf *b, const struct field *f, bool input)
{
	bool nullable = !(input && f->required);
	buf_text(b, nullable ? "{\"type\":[\"string\",\"null\"]" : "{\"type\":\"string\"");
	if (input && f->min > 0)
		buf_printf(b, ",\"minLength\":%lld", (long long)f->min);
	if (input && f->max > 0)
		buf_printf(b, ",\"maxLength\":%lld", (long long)f->max);
	if (f->words)
		words_enum(b, f, nullable);
	if (f->as == AS_SECRET)
		lit(b, ",\"format\":\"password\"");
}

static void int_schema(struct buf *b, const struct field *f, bool input)
{
	bool moment = f->as == AS_TIME || f->as == AS_DATE;
	bool nullable = input ? !f->required : moment || f->words;
	const char *type = f->words ? "string" : "integer";
	if (input && moment && !f->words) /* a program may send it as people write it, too */
		buf_printf(b, "{\"type\":[\"integer\",\"string\"%s]", nullable ? ",\"null\"" : "");
	else if (nullable)
		buf_printf(b, "{\"type\":[\"%s\",\"null\"]", type);
	else
		buf_printf(b, "{\"type\":\"%s\"", type);
	if (f->words)
		words_enum(b, f, nullable);
	else
		lit(b, ",\"format\":\"int64\"");
	if (input && !f->words && f->max > f->min)
		buf_printf(b, ",\"minimum\":%lld,\"maximum\":%lld", (long long)f->min,
		           (long long)f->max);
}

static void words_schema(struct buf *b, const struct field *f, bool input)
{
	lit(b, "{\"type\":\"array\",\"items\":{\"type\":\"string\"");
	if (f->words)
		words_enum(b, f, false);
	buf_char(b, '}');
	if (input && f->max > 0)
		buf_printf(b, ",\"maxItems\":%lld", (long long)f->max);
}

static void leaf(struct buf *b, const struct field *f, bool input)
{
	switch (f->kind) {
	case FIELD_TEXT: text_schema(b, f, input); break;
	case FIELD_INT: int_schema(b, f, input); break;
	case FIELD_BOOL: lit(b, "{\"type\":\"boolean\""); break;
	case FIELD_WORDS: words_schema(b, f, input); break;
	}
	if (f->doc || f->label) {
		lit(b, ",\"description\":");
		json_text(b, f->doc ? f->doc : f->label);
	}
	buf_char(b, '}');
}

static bool shown(const struct field *f, const char *prefix, bool input)
{
	bool skipped = input ? f->readonly : f->hidden || f->as == AS_SECRET;
	return !skipped && text_starts(f->name, prefix);
}

static void object(struct buf *b, const struct field *fields, const char *prefix, bool input,
                   bool demand);

static void properties(struct buf *b, const struct field *fields, const char *prefix, bool input,
                       bool demand)
{
	const char *group = "", *sep = "";
	for (const struct field *f = fields; f->name; f++) {
		const char *rest = f->name + strlen(prefix);
		if (!shown(f, prefix, input))
			continue;
		size_t n = strcspn(rest, ".");
		const char *name = arena_strndup(b->mem, rest, n);
		if (rest[n] && strcmp(name, group) == 0)
			continue;
		buf_printf(b, "%s\"%s\":", sep, name);
		sep = ",";
		group = rest[n] ? name : "";
		if (rest[n])
			object(b, fields, arena_printf(b->mem, "%s%s.", prefix, name), input,
			       demand);
		else
			leaf(b, f, input);
	}
}

/* Output always has every member; input only what is required, and a PATCH not even that. */
static void required(struct buf *b, const struct field *fields, const char *prefix, bool input,
                     bool demand)
{
	const char *sep = "";
	lit(b, ",\"required\":[");
	for (const struct field *f = fields; f->name; f++) {
		bool must = shown(f, prefix, input) && (input ? f->required && demand : true);
		const char *rest = must ? f->name + strlen(prefix) : ".";
		if (strchr(rest, '.'))
			continue;
		buf_printf(b, "%s\"%s\"", sep, rest);
		sep = ",";
	}
	buf_char(b, ']');
}

static void object(struct buf *b, const struct field *fields, const char *prefix, bool input,
                   bool demand)
{
	lit(b, "{\"type\":\"object\",\"properties\":{");
	properties(b, fields, prefix, input, demand);
	buf_char(b, '}');
	required(b, fields, prefix, input, demand);
	if (input)
		lit(b, ",\"additionalProperties\":false");
	buf_char(b, '}');
}

static void view_schema(struct buf *b, const struct view *v)
{
	if (!v || !v->fields) {
		lit(b, "{\"type\":\"object\"}");
		return;
	}
	if (v->list)
		lit(b, "{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\","
		       "\"items\":");
	object(b, v->fields, "", false, true);
	if (v->list)
		lit(b, "},\"next\":{\"type\":[\"string\",\"null\"],\"description\":\"value of "
		       "after for "
		       "the next page\"}},\"required\":[\"items\",\"next\"]}");
}

/* ---- operations ---- */

/* "/orders/:id/accept" as "/orders/{id}/accept", or as "orders_id_accept". */
static const char *path_as(struct arena *a, const char *path, bool id)
{
	struct buf b = BUF(a);
	bool open = false;
	for (const char *p = path + id; *p; p++) {
		if (open && *p == '/') {
			buf_text(&b, id ? "" : "}");
			open = false;
		}
		if (*p == ':') {
			open = true;
			buf_text(&b, id ? "" : "{");
		} else {
			buf_char(&b, id && !strchr("abcdefghijklmnopqrstuvwxyz0123456789", *p)
			                     ? '_'
			                     : *p);
		}
	}
	if (open && !id)
		buf_char(&b, '}');
	return buf_str(&b);
}

static void parameters(struct buf *b, const struct route *r)
{
	const char *sep = "";
	lit(b, ",\"parameters\":[");
	for (const char *p = r->path; (p = strchr(p, ':')); sep = ",") {
		size_t n = strcspn(++p, "/");
		buf_printf(b,
		           "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,"
		           "\"schema\":{\"type\":\"string\"}}",
		           sep, (int)n, p);
	}
	for (const struct field *f = r->asks; f && f->name; f++, sep = ",") {
		buf_printf(b, "%s{\"name\":\"%s\",\"in\":\"query\",\"schema\":", sep, f->name);
		leaf(b, f, true);
		buf_char(b, '}');
	}
	if (r->method != GET && !(r->flags & ROUTE_LOOK))
		buf_printf(b, "%s{\"$ref\":\"#/components/parameters/operation\"}", sep);
	buf_char(b, ']');
}

static void body(struct buf *b, const struct route *r)
{
	if (!r->takes || r->method == GET)
		return;
	lit(b, ",\"requestBody\":{\"content\":{\"application/json\":{\"schema\":");
	object(b, r->takes, "", true, r->method == POST);
	lit(b, "}}}");
}

/* A change answers with what it changed, or, when that is not the caller's to see, that it is done. */
static void response(struct buf *b, const struct route *r, const char *what)
{
	buf_printf(b,
	           "{\"description\":\"%s\",\"content\":{\"application/json\":{\"schema\":", what);
	if (r->method != GET)
		lit(b, "{\"anyOf\":[");
	view_schema(b, r->gives);
	if (r->method != GET)
		lit(b, ",{\"$ref\":\"#/components/schemas/done\"}]}");
	lit(b, "}}}");
}

static void operation(struct buf *b, const struct route *r)
{
	const char *tag = arena_strndup(b->mem, r->path + 1, strcspn(r->path + 1, "/"));
	const char *verb = method_words[r->method];
	buf_char(b, '"');
	for (const char *p = verb; *p; p++)
		buf_char(b, (char)(*p | 0x20));
	buf_printf(b, "\":{\"operationId\":\"%s_%s\",\"tags\":[\"%s\"],\"summary\":",
	           text_fold(b->mem, verb), path_as(b->mem, r->path, true), tag);
	json_text(b, r->doc ? r->doc : r->path);
	buf_printf(b, ",\"x-permission\":\"%s\"", perm_words[r->needs]);
	if (r->needs == PERM_PUBLIC) /* a token may show more */
		lit(b, ",\"security\":[{},{\"bearer\":[]}]");
	parameters(b, r);
	body(b, r);
	lit(b, ",\"responses\":{\"200\":");
	response(b, r, r->method == GET ? "As asked." : "Done.");
	if (r->method == POST) {
		lit(b, ",\"201\":");
		response(b, r, "Made; Location names it.");
	}
	lit(b, ",\"default\":{\"$ref\":\"#/components/responses/problem\"}}}");
}

static bool first_of_path(const struct route *const *tables, size_t n, const struct route *r)
{
	for (size_t i = 0; i < n; i++) {
		const struct route *before = route_at(tables, i);
		if (!(before->flags & ROUTE_PAGE) && strcmp(before->path, r->path) == 0)
			return false;
	}
	return true;
}

static void paths(struct buf *b, const struct route *const *tables)
{
	const struct route *r, *other;
	const char *sep = "";
	for (size_t i = 0; (r = route_at(tables, i)); i++) {
		if (r->flags & ROUTE_PAGE || !first_of_path(tables, i, r))
			continue;
		buf_printf(b, "%s\"%s\":{", sep, path_as(b->mem, r->path, false));
		const char *comma = "";
		for (size_t j = i; (other = route_at(tables, j)); j++) {
			if (other->flags & ROUTE_PAGE || strcmp(other->path, r->path) != 0)
				continue;
			buf_text(b, comma);
			operation(b, other);
			comma = ",";
		}
		buf_char(b, '}');
		sep = ",";
	}
}

static const char components[] =
	"\"components\":{\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}}"
	","
	"\"parameters\":{\"operation\":{\"name\":\"Idempotency-Key\",\"in\":\"header\","
	"\"description\":\"The same key and body are done once; sent again, they are answered with "
	"what the caller may see now.\","
	"\"schema\":{\"type\":\"string\",\"minLength\":8,\"maxLength\":128}}},"
	"\"responses\":{\"problem\":{\"description\":\"It was not done.\",\"content\":"
	"{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}},"
	"\"schemas\":{\"done\":{\"type\":\"object\",\"properties\":{\"done\":{\"const\":true}},"
	"\"required\":[\"done\"]},\"problem\":{\"type\":\"object\",\"properties\":{\"type\":{"
	"\"type\":"
	"\"string\"},"
	"\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
	"\"detail\":{\"type\":\"string\"},\"state\":{\"type\":\"string\",\"description\":"
	"\"with 409: the present state\"},\"request\":{\"type\":\"string\"},\"errors\":"
	"{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"field\":"
	"{\"type\":\"string\"},\"message\":{\"type\":\"string\"}},"
	"\"required\":[\"field\",\"message\"]}}},"
	"\"required\":[\"type\",\"title\",\"status\",\"errors\",\"request\"]}}}";

void openapi_write(struct buf *b, const struct route *const *tables, const char *version)
{
	buf_printf(b,
	           "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"wudan\",\"version\":\"%s\","
	           "\"description\":\"Times are seconds UTC. Errors are RFC 9457 problems.\","
	           "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
	           "\"servers\":[{\"url\":\"/api/v1\"}],\"security\":[{\"bearer\":[]}],",
	           version);
	lit(b, "\"paths\":{");
	paths(b, tables);
	lit(b, "},");
	buf_text(b, components);
	buf_char(b, '}');
}
