/* shape: each record of the API is a schema with a name of its own, used wherever the record stands. */
#include "groups.h"

#include <jansson.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/text.h"
#include "web/openapi.h"
#include "web/route.h"
#include "web/shape.h"

static json_t *at(json_t *parent, const char *name)
{
	return json_object_get(parent, name);
}

static json_t *described(const struct route *const *tables)
{
	struct arena *a = arena_new();
	struct buf b = BUF(a);
	openapi_write(&b, tables, routes_tags, "1.2.3");
	json_t *doc = json_loadb(b.at, b.len, JSON_REJECT_DUPLICATES, NULL);
	arena_free(a);
	return doc;
}

/* ---- names ---- */

/* NULL: well named. Else what is wrong with it. */
static const char *misnamed(const struct field *fields)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	const struct field *end = field_end(fields);
	if (!end->label || !end->doc)
		return "its table ends without RECORD(name, about)";
	if (!*end->label || strspn(end->label, letters) != strlen(end->label) ||
	    strspn(end->label, letters + 26))
		return "the name of its record is no word with a capital";
	return text_equal(end->doc, "") ? "nothing is said about its record" : NULL;
}

/* Another table that an earlier route uses under this name; NULL: none. */
static const struct route *namesake(struct arena *a, const struct route *const *tables, size_t n,
                                    const struct field *fields, enum shape_use use)
{
	enum shape_use other;
	const struct field *f;
	for (size_t i = 0; i <= n; i++) {
		const struct route *r = route_at(tables, i);
		for (int k = 0; !(r->flags & ROUTE_PAGE) && (f = shape_of(r, k, &other)); k++)
			if (f != fields && field_end(f)->label &&
			    text_equal(shape_name(a, f, other), shape_name(a, fields, use)))
				return r;
	}
	return NULL;
}

/* The first fault of the tables that the routes use, NULL: none. */
static const char *fault_of(struct arena *a, const struct route *const *tables)
{
	const struct route *r, *other;
	const struct field *f;
	enum shape_use use;
	for (size_t i = 0; (r = route_at(tables, i)); i++) {
		if (r->flags & ROUTE_PAGE)
			continue;
		if (r->method != GET && !(r->gives && r->gives->fields))
			return arena_printf(a, "%s: what it answers is not said", r->path);
		for (int k = 0; (f = shape_of(r, k, &use)); k++) {
			const char *bad = misnamed(f);
			if (bad)
				return arena_printf(a, "%s: %s", r->path, bad);
			if ((other = namesake(a, tables, i, f, use)))
				return arena_printf(a, "%s and %s: two records are called %s",
				                    other->path, r->path, shape_name(a, f, use));
		}
	}
	return NULL;
}

static void every_record_has_a_name_of_its_own(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *fault = fault_of(a, routes_all);
	if (fault)
		fail_msg("%s", fault);
	arena_free(a);
}

struct thing {
	const char *name;
};
#define THING(...)                                                                                 \
	{                                                                                          \
		FIELD(struct thing, name), __VA_ARGS__                                             \
	}
static const struct field cup[] = THING(RECORD("Cup", "A cup."));
static const struct field mug[] = THING(RECORD("Cup", "A mug."));
static const struct field list_of_cups[] = THING(RECORD("CupList", "Cups."));
static const struct field nameless[] = THING({0});
static const struct field small[] = THING(RECORD("cup", "A cup."));
static const struct field untold[] = THING(RECORD("Cup", ""));

static void a_table_without_a_name_or_with_anothers_is_found(void **state)
{
	(void)state;
	static const struct view cup_view = {.fields = cup},
				 cups_view = {.fields = cup, .list = true},
				 list_view = {.fields = list_of_cups};
	static const struct {
		struct route first, second;
		const char *says; /* NULL: no fault */
	} cases[] = {
		{{.path = "/a", .gives = &cup_view}, {.path = "/b", .gives = &cups_view}, NULL},
		{{.path = "/a", .gives = &cup_view},
	         {POST, "/b", .takes = mug, .gives = &cup_view},
	         NULL},
		{{POST, "/a", .takes = cup, .gives = &cup_view},
	         {POST, "/b", .takes = mug, .gives = &cup_view},
	         "/a and /b: two records are called CupInput"},
		{{.path = "/a", .gives = &cups_view},
	         {.path = "/b", .gives = &list_view},
	         "/a and /b: two records are called CupList"},
		{{.path = "/a"},
	         {POST, "/b", .takes = nameless, .gives = &cup_view},
	         "/b: its table ends without RECORD(name, about)"},
		{{.path = "/a"},
	         {PATCH, "/b", .takes = small, .gives = &cup_view},
	         "/b: the name of its record is no word with a capital"},
		{{.path = "/a"},
	         {PATCH, "/b", .takes = untold, .gives = &cup_view},
	         "/b: nothing is said about its record"},
		{{.path = "/a"}, {POST, "/b", .takes = cup}, "/b: what it answers is not said"},
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct route rows[] = {cases[i].first, cases[i].second, {0}};
		const struct route *const tables[] = {rows, NULL};
		const char *fault = fault_of(a, tables);
		if (!text_equal(fault ? fault : "", cases[i].says ? cases[i].says : ""))
			fail_msg("case %zu: %s", i, fault ? fault : "no fault");
	}
	arena_free(a);
}

/* ---- where they stand ---- */

/* How often `name` is a member anywhere below. */
static size_t members(json_t *below, const char *name)
{
	size_t n = 0, i;
	const char *key;
	json_t *value;
	json_object_foreach(below, key, value)
	{
		n += text_equal(key, name);
		n += members(value, name);
	}
	json_array_foreach(below, i, value)
	{
		n += members(value, name);
	}
	return n;
}

static void a_record_is_described_once(void **state)
{
	(void)state;
	json_t *doc = described(routes_all);
	assert_non_null(doc);
	json_t *paths = at(doc, "paths"), *components = at(doc, "components");
	assert_int_equal(members(paths, "properties"), 0);
	assert_int_equal(members(at(components, "responses"), "properties"), 0);
	json_t *order = at(at(at(paths, "/orders/{id}"), "get"), "responses");
	json_t *schema = at(at(at(at(order, "200"), "content"), "application/json"), "schema");
	assert_string_equal(json_string_value(at(schema, "$ref")), "#/components/schemas/Order");
	schema = at(at(at(at(components, "schemas"), "OrderList"), "properties"), "items");
	assert_string_equal(json_string_value(at(at(schema, "items"), "$ref")),
	                    "#/components/schemas/Order");
	/* What is sent: a draft has to hold what is required, a change of it need not. */
	json_t *schemas = at(components, "schemas");
	assert_true(json_array_size(at(at(schemas, "OrderInput"), "required")) > 0);
	assert_int_equal(json_array_size(at(at(schemas, "OrderPatch"), "required")), 0);
	json_decref(doc);
}

/* ---- words and tags ---- */

/* A word of an enum is said in Chinese, or the field says what its words are. */
static void lint_words(json_t *below, const char *where)
{
	const char *key;
	json_t *value, *words = at(below, "enum"), *labels = at(below, "x-labels");
	size_t i;
	if (json_is_array(words) && !labels && !at(below, "description"))
		fail_msg("%s: words without labels or description", where);
	json_object_foreach(labels, key, value)
	{
		bool found = false;
		for (i = 0; i < json_array_size(words); i++)
			found |= text_equal(json_string_value(json_array_get(words, i)), key);
		if (!found || !*json_string_value(value))
			fail_msg("%s: a label of no word: %s", where, key);
	}
	json_object_foreach(below, key, value)
	{
		lint_words(value, key);
	}
	json_array_foreach(below, i, value)
	{
		lint_words(value, where);
	}
}

static void words_are_told_to_people(void **state)
{
	(void)state;
	json_t *doc = described(routes_all);
	lint_words(doc, "document");
	json_t *order = at(at(at(at(doc, "components"), "schemas"), "Order"), "properties");
	assert_string_equal(json_string_value(at(at(at(order, "state"), "x-labels"), "serving")),
	                    "服务中");
	json_decref(doc);
}

static void every_tag_is_declared_and_used(void **state)
{
	(void)state;
	json_t *doc = described(routes_all), *used = json_object(), *item, *op, *tag;
	const char *path, *method, *name;
	size_t i;
	json_object_foreach(at(doc, "paths"), path, item)
	{
		json_object_foreach(item, method, op)
		{
			name = json_string_value(json_array_get(at(op, "tags"), 0));
			json_object_set_new(used, name, json_string(path));
		}
	}
	json_array_foreach(at(doc, "tags"), i, tag)
	{
		name = json_string_value(at(tag, "name"));
		if (json_object_del(used, name) || !*json_string_value(at(tag, "description")))
			fail_msg("the tag %s is used nowhere, declared twice or not described",
			         name);
	}
	json_object_foreach(used, name, item)
	{
		fail_msg("%s: its tag is missing in app/routes.c: %s", json_string_value(item),
		         name);
	}
	json_decref(used);
	json_decref(doc);
}

const struct CMUnitTest shape_tests[] = {
	cmocka_unit_test(every_record_has_a_name_of_its_own),
	cmocka_unit_test(a_table_without_a_name_or_with_anothers_is_found),
	cmocka_unit_test(a_record_is_described_once),
	cmocka_unit_test(words_are_told_to_people),
	cmocka_unit_test(every_tag_is_declared_and_used),
};
const size_t shape_tests_count = sizeof shape_tests / sizeof *shape_tests;
