#include "web/shape.h"

#include "base/arena.h"
#include "base/text.h"
#include "web/json.h"
#include "web/route.h"

#include <string.h>

#define lit(b, s) buf_add((b), (s), sizeof(s) - 1)

struct shape {
	struct buf *b;
	const struct route *const *tables; /* where labels are looked for */
	const struct field *fields;
	bool input;  /* it is sent, not answered */
	bool demand; /* what is required has to be sent */
};

/* ---- one member ---- */

static const char *const *labels_in(const struct field *fields, const char *const *words)
{
	const struct field *f;
	for (struct field_walk w = {.at = fields}; (f = field_next(&w));)
		if (f->words == words && f->labels)
			return f->labels;
	return NULL;
}

/* The Chinese of the words, from whichever table says it: what is answered has no inputs to label. */
static const char *const *labels_of(const struct route *const *tables, const struct field *f)
{
	const struct route *r;
	const char *const *found = f->labels;
	for (size_t i = 0; !found && (r = route_at(tables, i)); i++) {
		found = labels_in(r->takes, f->words);
		found = found ? found : labels_in(r->asks, f->words);
		found = found || !r->gives ? found : labels_in(r->gives->fields, f->words);
	}
	return found;
}

static void words_enum(const struct shape *s, const struct field *f, bool or_null)
{
	const char *const *labels = labels_of(s->tables, f);
	lit(s->b, ",\"enum\":[");
	for (size_t i = 0; f->words[i]; i++) {
		buf_text(s->b, i ? "," : "");
		json_text(s->b, f->words[i]);
	}
	buf_text(s->b, or_null ? ",null]" : "]");
	if (!labels)
		return;
	lit(s->b, ",\"x-labels\":{");
	for (size_t i = 0, n = 0; f->words[i] && labels[i]; i++) {
		if (!*labels[i]) /* the ordinary case, not worth a word */
			continue;
		buf_text(s->b, n++ ? "," : "");
		json_text(s->b, f->words[i]);
		buf_char(s->b, ':');
		json_text(s->b, labels[i]);
	}
	buf_char(s->b, '}');
}

static void text_schema(const struct shape *s, const struct field *f, bool or_null)
{
	buf_text(s->b, or_null ? "{\"type\":[\"string\",\"null\"]" : "{\"type\":\"string\"");
	if (s->input && f->min > 0)
		buf_printf(s->b, ",\"minLength\":%lld", (long long)f->min);
	if (s->input && f->max > 0)
		buf_printf(s->b, ",\"maxLength\":%lld", (long long)f->max);
	if (f->words)
		words_enum(s, f, or_null);
	if (f->as == AS_SECRET)
		lit(s->b, ",\"format\":\"password\"");
}

static void int_schema(const struct shape *s, const struct field *f, bool or_null)
{
	bool moment = f->as == AS_TIME || f->as == AS_DATE;
	const char *type = f->words ? "string" : "integer";
	or_null = s->input ? or_null : moment || f->words;
	if (s->input && moment && !f->words) /* a program may send it as people write it, too */
		buf_printf(s->b, "{\"type\":[\"integer\",\"string\"%s]",
		           or_null ? ",\"null\"" : "");
	else if (or_null)
		buf_printf(s->b, "{\"type\":[\"%s\",\"null\"]", type);
	else
		buf_printf(s->b, "{\"type\":\"%s\"", type);
	if (f->words)
		words_enum(s, f, or_null);
	else
		lit(s->b, ",\"format\":\"int64\"");
	if (s->input && !f->words && f->max > f->min)
		buf_printf(s->b, ",\"minimum\":%lld,\"maximum\":%lld", (long long)f->min,
		           (long long)f->max);
}

static void words_schema(const struct shape *s, const struct field *f)
{
	lit(s->b, "{\"type\":\"array\",\"items\":{\"type\":\"string\"");
	if (f->words)
		words_enum(s, f, false);
	buf_char(s->b, '}');
	if (s->input && f->max > 0)
		buf_printf(s->b, ",\"maxItems\":%lld", (long long)f->max);
}

static void leaf(const struct shape *s, const struct field *f, bool or_null)
{
	switch (f->kind) {
	case FIELD_TEXT: text_schema(s, f, or_null); break;
	case FIELD_INT: int_schema(s, f, or_null); break;
	case FIELD_BOOL: lit(s->b, "{\"type\":\"boolean\""); break;
	case FIELD_WORDS: words_schema(s, f); break;
	}
	if (f->doc || f->label) {
		lit(s->b, ",\"description\":");
		json_text(s->b, f->doc ? f->doc : f->label);
	}
	buf_char(s->b, '}');
}

void shape_asked(struct buf *b, const struct route *const *tables, const struct field *f)
{
	leaf(&(struct shape){.b = b, .tables = tables, .input = true}, f, false);
}

/* ---- one record ---- */

static bool shown(const struct shape *s, const struct field *f, const char *prefix)
{
	bool skipped = s->input ? f->readonly : f->as == AS_SECRET;
	return !skipped && text_starts(f->name, prefix);
}

static void object(const struct shape *s, const char *prefix, const char *about);

static void properties(const struct shape *s, const char *prefix)
{
	const char *group = "", *sep = "";
	const struct field *f;
	for (struct field_walk w = {.at = s->fields}; (f = field_next(&w));) {
		const char *rest = f->name + strlen(prefix);
		if (!shown(s, f, prefix))
			continue;
		size_t n = strcspn(rest, ".");
		const char *name = arena_strndup(s->b->mem, rest, n);
		if (rest[n] && strcmp(name, group) == 0)
			continue;
		buf_printf(s->b, "%s\"%s\":", sep, name);
		sep = ",";
		group = rest[n] ? name : "";
		if (rest[n])
			object(s, arena_printf(s->b->mem, "%s%s.", prefix, name), NULL);
		else
			leaf(s, f, !(s->input && f->required));
	}
}

/* Has the member to be there, or one of those in it? Its whole name; that of a group ends with a dot. */
static bool demands(const struct shape *s, const char *whole)
{
	size_t n = strlen(whole);
	const struct field *f;
	for (struct field_walk w = {.at = s->fields}; (f = field_next(&w));)
		if (shown(s, f, whole) && (whole[n - 1] == '.' || !f->name[n]) &&
		    (!s->input || (f->required && s->demand)))
			return true;
	return false;
}

/* Output always has every member; input only what is required, and a PATCH not even that. */
static void required(const struct shape *s, const char *prefix)
{
	const char *group = "", *sep = "";
	lit(s->b, ",\"required\":[");
	const struct field *f;
	for (struct field_walk w = {.at = s->fields}; (f = field_next(&w));) {
		if (!shown(s, f, prefix))
			continue;
		const char *rest = f->name + strlen(prefix);
		size_t n = strcspn(rest, ".");
		const char *name = arena_strndup(s->b->mem, rest, n);
		if (rest[n] && strcmp(name, group) == 0)
			continue;
		group = rest[n] ? name : "";
		const char *dot = rest[n] ? "." : "";
		if (!demands(s, arena_printf(s->b->mem, "%s%s%s", prefix, name, dot)))
			continue;
		buf_printf(s->b, "%s\"%s\"", sep, name);
		sep = ",";
	}
	buf_char(s->b, ']');
}

static void object(const struct shape *s, const char *prefix, const char *about)
{
	lit(s->b, "{\"type\":\"object\",");
	if (about) {
		lit(s->b, "\"description\":");
		json_text(s->b, about);
		buf_char(s->b, ',');
	}
	lit(s->b, "\"properties\":{");
	properties(s, prefix);
	buf_char(s->b, '}');
	required(s, prefix);
	if (s->input)
		lit(s->b, ",\"additionalProperties\":false");
	buf_char(s->b, '}');
}

/* ---- by name ---- */

const char *shape_name(struct arena *a, const struct field *fields, enum shape_use use)
{
	static const char *const ends[] = {"", "List", "Input", "Patch"};
	const char *name = field_end(fields)->label;
	return arena_printf(a, "%s%s", name ? name : "", ends[use]);
}

void shape_ref(struct buf *b, const struct field *fields, enum shape_use use)
{
	buf_printf(b, "{\"$ref\":\"#/components/schemas/%s\"}", shape_name(b->mem, fields, use));
}

const struct field *shape_of(const struct route *r, int n, enum shape_use *use)
{
	bool gives = r->gives && r->gives->fields, takes = r->takes && r->method != GET;
	*use = SHAPE_GIVEN;
	if (gives && n-- == 0)
		return r->gives->fields;
	*use = SHAPE_LISTED;
	if (gives && r->gives->list && n-- == 0)
		return r->gives->fields;
	*use = r->method == PATCH ? SHAPE_PATCHED : SHAPE_TAKEN;
	return takes && n == 0 ? r->takes : NULL;
}

static void list(struct buf *b, const struct field *fields)
{
	lit(b, "{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":");
	shape_ref(b, fields, SHAPE_GIVEN);
	lit(b, "},\"next\":{\"$ref\":\"#/components/schemas/Next\"},"
	       "\"total\":{\"$ref\":\"#/components/schemas/Total\"}},"
	       "\"required\":[\"items\",\"next\",\"total\"]}");
}

static void schema(struct buf *b, const struct route *const *tables, const struct field *fields,
                   enum shape_use use)
{
	struct shape s = {.b = b,
	                  .tables = tables,
	                  .fields = fields,
	                  .input = use != SHAPE_GIVEN,
	                  .demand = use == SHAPE_TAKEN};
	buf_printf(b, "\"%s\":", shape_name(b->mem, fields, use));
	if (use == SHAPE_LISTED)
		list(b, fields);
	else
		object(&s, "", field_end(fields)->doc);
}

void shape_all(struct buf *b, const struct route *const *tables)
{
	struct {
		const struct field *fields;
		enum shape_use use;
	} * seen;
	const struct route *r;
	size_t routes = 0, n = 0;
	while (route_at(tables, routes))
		routes++;
	seen = arena_alloc(b->mem, sizeof *seen * (3 * routes + 1));
	for (size_t i = 0; (r = route_at(tables, i)); i++)
		for (int k = 0; !(r->flags & ROUTE_PAGE); k++) {
			size_t before = 0;
			seen[n].fields = shape_of(r, k, &seen[n].use);
			if (!seen[n].fields)
				break;
			while (seen[before].fields != seen[n].fields ||
			       seen[before].use != seen[n].use)
				before++;
			if (before < n)
				continue;
			buf_text(b, n++ ? "," : "");
			schema(b, tables, seen[before].fields, seen[before].use);
		}
}
