#include "schema.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <string.h>

json_t *schema_find(json_t *doc, const char *ref)
{
	char part[100];
	if (!text_starts(ref, "#/"))
		return NULL;
	for (ref += 2; doc && *ref; ref += *ref == '/') {
		size_t n = strcspn(ref, "/");
		if (n == 0 || n >= sizeof part)
			return NULL;
		memcpy(part, ref, n);
		part[n] = '\0';
		doc = json_object_get(doc, part);
		ref += n;
	}
	return doc;
}

static json_t *resolve(json_t *doc, json_t *schema)
{
	const char *ref = json_string_value(json_object_get(schema, "$ref"));
	return ref ? schema_find(doc, ref) : schema;
}

/* ---- types ---- */

static const char *const type_words[] = {"null",   "boolean", "integer", "number",
                                         "string", "array",   "object",  NULL};

static bool type_fits(const char *type, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_NULL: return !strcmp(type, "null");
	case JSON_TRUE:
	case JSON_FALSE: return !strcmp(type, "boolean");
	case JSON_INTEGER: return !strcmp(type, "integer") || !strcmp(type, "number");
	case JSON_REAL: return !strcmp(type, "number");
	case JSON_STRING: return !strcmp(type, "string");
	case JSON_ARRAY: return !strcmp(type, "array");
	default: return !strcmp(type, "object");
	}
}

static bool types_fit(json_t *types, const json_t *value)
{
	if (json_is_string(types))
		return type_fits(json_string_value(types), value);
	for (size_t i = 0; i < json_array_size(types); i++)
		if (type_fits(json_string_value(json_array_get(types, i)), value))
			return true;
	return !types;
}

static bool types_name(json_t *types, const char *word)
{
	if (json_is_string(types))
		return text_equal(json_string_value(types), word);
	for (size_t i = 0; i < json_array_size(types); i++)
		if (text_equal(json_string_value(json_array_get(types, i)), word))
			return true;
	return false;
}

static bool twice(const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		for (size_t k = 0; k < i; k++)
			if (json_equal(json_array_get(list, i), json_array_get(list, k)))
				return true;
	return false;
}

/* ---- is it well made ---- */

static const char *types_broken(json_t *types)
{
	json_t *one = json_is_string(types) ? json_pack("[O]", types) : json_incref(types);
	const char *fault = json_array_size(one) ? NULL : "type is neither a word nor words";
	for (size_t i = 0; !fault && i < json_array_size(one); i++) {
		const char *word = json_string_value(json_array_get(one, i));
		bool known = false;
		for (const char *const *t = type_words; *t; t++)
			known |= text_equal(*t, word);
		fault = known ? NULL : "no such type";
	}
	if (!fault && twice(one))
		fault = "a type twice";
	json_decref(one);
	return fault;
}

/* Each keyword with the JSON type of its value, and the type it makes sense for (NULL: any). */
static const struct keyword {
	const char *name, *is, *of;
} keywords[] = {
	{"$ref", "string", NULL},
	{"type", NULL, NULL},
	{"description", "string", NULL},
	{"format", "string", NULL},
	{"x-labels", "object", NULL},
	{"enum", "array", NULL},
	{"const", NULL, NULL},
	{"anyOf", "array", NULL},
	{"properties", "object", "object"},
	{"required", "array", "object"},
	{"additionalProperties", "boolean", "object"},
	{"items", "object", "array"},
	{"minItems", "integer", "array"},
	{"maxItems", "integer", "array"},
	{"minLength", "integer", "string"},
	{"maxLength", "integer", "string"},
	{"minimum", "number", "integer"},
	{"maximum", "number", "integer"},
	{NULL, NULL, NULL},
};

static const char *keyword_broken(struct arena *a, json_t *schema, const char *name, json_t *value)
{
	const struct keyword *k = keywords;
	while (k->name && strcmp(k->name, name) != 0)
		k++;
	if (!k->name)
		return arena_printf(a, "unknown keyword %s", name);
	if (k->is && !type_fits(k->is, value))
		return arena_printf(a, "%s is not of type %s", name, k->is);
	if (k->of && !types_name(json_object_get(schema, "type"), k->of))
		return arena_printf(a, "%s says nothing about this type", name);
	return NULL;
}

static bool upside_down(json_t *schema, const char *least, const char *most)
{
	json_t *low = json_object_get(schema, least), *high = json_object_get(schema, most);
	return low && high && json_number_value(low) > json_number_value(high);
}

static const char *required_broken(struct arena *a, json_t *schema)
{
	json_t *required = json_object_get(schema, "required");
	json_t *properties = json_object_get(schema, "properties");
	for (size_t i = 0; i < json_array_size(required); i++) {
		const char *name = json_string_value(json_array_get(required, i));
		if (!name || !json_object_get(properties, name))
			return arena_printf(a, "required, but not described: %s",
			                    name ? name : "?");
	}
	return twice(required) ? "required repeats itself" : NULL;
}

static const char *words_broken(json_t *schema)
{
	json_t *words = json_object_get(schema, "enum"), *types = json_object_get(schema, "type");
	if (words && (!json_array_size(words) || twice(words)))
		return "an enum that is empty or repeats itself";
	for (size_t i = 0; i < json_array_size(words); i++)
		if (!types_fit(types, json_array_get(words, i)))
			return "an enum against its type";
	return NULL;
}

static const char *bounds_broken(json_t *schema)
{
	bool bad = upside_down(schema, "minLength", "maxLength") ||
	           upside_down(schema, "minimum", "maximum") ||
	           upside_down(schema, "minItems", "maxItems");
	return bad ? "bounds upside down" : NULL;
}

static const char *keywords_broken(struct arena *a, json_t *schema)
{
	const char *name, *fault = NULL;
	json_t *value;
	json_object_foreach(schema, name, value)
	{
		if (!fault)
			fault = keyword_broken(a, schema, name, value);
	}
	return fault;
}

static const char *below(struct arena *a, const char *where, const char *fault)
{
	return fault ? arena_printf(a, "%s: %s", where, fault) : NULL;
}

static const char *children_broken(struct arena *a, json_t *doc, json_t *schema)
{
	const char *name, *fault = NULL;
	json_t *child, *any = json_object_get(schema, "anyOf");
	json_object_foreach(json_object_get(schema, "properties"), name, child)
	{
		if (!fault)
			fault = below(a, name, schema_broken(a, doc, child));
	}
	for (size_t i = 0; !fault && i < json_array_size(any); i++)
		fault = below(a, "anyOf", schema_broken(a, doc, json_array_get(any, i)));
	child = json_object_get(schema, "items");
	return fault ? fault : child ? below(a, "items", schema_broken(a, doc, child)) : NULL;
}

const char *schema_broken(struct arena *a, json_t *doc, json_t *schema)
{
	json_t *types = json_object_get(schema, "type");
	const char *fault = json_is_object(schema) ? keywords_broken(a, schema) : "no schema";
	if (!fault && types)
		fault = types_broken(types);
	if (!fault && !resolve(doc, schema))
		fault = "a reference to nothing";
	if (!fault && types_name(types, "array") && !json_object_get(schema, "items"))
		fault = "an array without items";
	if (!fault)
		fault = bounds_broken(schema);
	if (!fault)
		fault = words_broken(schema);
	if (!fault)
		fault = required_broken(a, schema);
	return fault ? fault : children_broken(a, doc, schema);
}

/* ---- does it fit ---- */

static bool outside(json_t *schema, const char *least, const char *most, double n)
{
	json_t *low = json_object_get(schema, least), *high = json_object_get(schema, most);
	return (low && n < json_number_value(low)) || (high && n > json_number_value(high));
}

static const char *bounds_misfit(json_t *schema, const json_t *value)
{
	const char *text = json_string_value(value);
	if (text && outside(schema, "minLength", "maxLength", (double)text_length(text)))
		return "a text too short or too long";
	if (json_is_number(value) &&
	    outside(schema, "minimum", "maximum", json_number_value(value)))
		return "a number out of bounds";
	if (json_is_array(value) &&
	    outside(schema, "minItems", "maxItems", (double)json_array_size(value)))
		return "too few or too many items";
	return NULL;
}

static const char *object_misfit(struct arena *a, json_t *doc, json_t *schema, json_t *value)
{
	const char *name, *fault = NULL;
	json_t *member, *properties = json_object_get(schema, "properties");
	json_t *required = json_object_get(schema, "required");
	for (size_t i = 0; i < json_array_size(required); i++) {
		name = json_string_value(json_array_get(required, i));
		if (!json_object_get(value, name))
			return arena_printf(a, "%s is missing", name);
	}
	json_object_foreach(value, name, member)
	{
		json_t *described = json_object_get(properties, name);
		if (properties && !described)
			return arena_printf(a, "%s is not described", name);
		if (described && !fault)
			fault = below(a, name, schema_misfit(a, doc, described, member));
	}
	return fault;
}

static const char *any_misfit(struct arena *a, json_t *doc, json_t *any, json_t *value)
{
	const char *fault = NULL;
	for (size_t i = 0; i < json_array_size(any); i++)
		if (!(fault = schema_misfit(a, doc, json_array_get(any, i), value)))
			return NULL;
	return below(a, "fits none of anyOf, the last", fault);
}

static bool listed(json_t *words, json_t *value)
{
	for (size_t i = 0; i < json_array_size(words); i++)
		if (json_equal(json_array_get(words, i), value))
			return true;
	return !words;
}

const char *schema_misfit(struct arena *a, json_t *doc, json_t *schema, json_t *value)
{
	schema = resolve(doc, schema);
	json_t *items = json_object_get(schema, "items"), *any = json_object_get(schema, "anyOf");
	json_t *just = json_object_get(schema, "const");
	if (!types_fit(json_object_get(schema, "type"), value))
		return "another type";
	if (!listed(json_object_get(schema, "enum"), value) || (just && !json_equal(just, value)))
		return "not one of the words";
	const char *fault = any ? any_misfit(a, doc, any, value) : NULL;
	if (!fault)
		fault = bounds_misfit(schema, value);
	if (!fault && json_is_object(value))
		fault = object_misfit(a, doc, schema, value);
	for (size_t i = 0; items && !fault && i < json_array_size(value); i++)
		fault = below(a, "item", schema_misfit(a, doc, items, json_array_get(value, i)));
	return fault;
}
