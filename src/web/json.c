#include "web/json.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "web/decode.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

/* ---- in ---- */

struct flat {
	struct arena *mem;
	struct pairs *out;
	const char *why;
	bool listed; /* inside an array */
};

static enum err flat_say(struct flat *f, enum err e, const char *why)
{
	f->why = why;
	return e;
}

static enum err flat_add(struct flat *f, const char *name, enum pair_type type, const char *value,
                         size_t n)
{
	if (f->out->count == LIMIT_PAIRS)
		return flat_say(f, ERR_LARGE, "too many members");
	struct pair *p = &f->out->at[f->out->count++];
	p->name = name;
	p->type = type;
	p->listed = f->listed;
	p->value = decode_text(f->mem, value, n, &p->broken);
	return OK;
}

static enum err flat_scalar(struct flat *f, const char *name, const json_t *v)
{
	const char *text = "";
	enum pair_type type = PAIR_NULL;
	switch (json_typeof(v)) {
	case JSON_STRING:
		return flat_add(f, name, PAIR_TEXT, json_string_value(v), json_string_length(v));
	case JSON_INTEGER:
		type = PAIR_INTEGER;
		text = arena_printf(f->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
		break;
	case JSON_REAL:
		type = PAIR_REAL;
		text = arena_printf(f->mem, "%.17g", json_real_value(v));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		type = PAIR_BOOL;
		text = json_is_true(v) ? "true" : "false";
		break;
	case JSON_NULL: break;
	default: return flat_say(f, ERR_MALFORMED, "an array may hold plain values only");
	}
	return flat_add(f, name, type, text, strlen(text));
}

static enum err flat_array(struct flat *f, const char *name, const json_t *v)
{
	size_t i;
	json_t *item;
	f->listed = true;
	enum err e = json_array_size(v) ? OK : flat_add(f, name, PAIR_EMPTY, "", 0);
	json_array_foreach(v, i, item)
	{
		if (e == OK)
			e = flat_scalar(f, name, item);
	}
	f->listed = false;
	return e;
}

static enum err flat_object(struct flat *f, const char *prefix, json_t *v, int depth)
{
	const char *key;
	json_t *item;
	if (depth > LIMIT_JSON_DEPTH)
		return flat_say(f, ERR_LARGE, "nested too deeply");
	json_object_foreach(v, key, item)
	{
		if (!*key || strchr(key, '.') || !text_valid(key, strlen(key)))
			return flat_say(f, ERR_MALFORMED, "a member has a bad name");
		const char *name = *prefix ? arena_printf(f->mem, "%s.%s", prefix, key)
		                           : arena_strdup(f->mem, key);
		enum err e = json_is_object(item)  ? flat_object(f, name, item, depth + 1)
		             : json_is_array(item) ? flat_array(f, name, item)
		                                   : flat_scalar(f, name, item);
		if (e != OK)
			return e;
	}
	return OK;
}

enum err json_pairs(struct arena *a, const char *text, size_t n, struct pairs *out,
                    const char **why)
{
	struct flat f = {.mem = a, .out = out};
	json_error_t fault;
	*out = (struct pairs){.at = ARENA_ARRAY(a, struct pair, LIMIT_PAIRS)};
	json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &fault);
	if (!root) {
		*why = arena_printf(a, "line %d: %s", fault.line, fault.text);
		return ERR_MALFORMED;
	}
	enum err e = json_is_object(root) ? flat_object(&f, "", root, 1)
	                                  : flat_say(&f, ERR_MALFORMED, "not an object");
	json_decref(root);
	*why = f.why;
	return e;
}

bool json_valid(const char *text, size_t n)
{
	json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	json_decref(root);
	return root;
}

/* ---- out ---- */

static void json_escape(struct buf *b, unsigned char c)
{
	if (c == '"' || c == '\\') {
		buf_char(b, '\\');
		buf_char(b, (char)c);
	} else if (c == '\n') {
		buf_add(b, "\\n", 2);
	} else {
		buf_printf(b, "\\u%04x", c);
	}
}

void json_text(struct buf *b, const char *s)
{
	if (!s) {
		buf_add(b, "null", 4);
		return;
	}
	buf_char(b, '"');
	while (*s) {
		size_t n = 0;
		while ((unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\')
			n++;
		buf_add(b, s, n);
		s += n;
		if (*s)
			json_escape(b, (unsigned char)*s++);
	}
	buf_char(b, '"');
}

static void json_int(struct buf *b, const struct field *f, int64_t n)
{
	if (f->words) {
		int64_t count = 0;
		while (f->words[count])
			count++;
		json_text(b, n >= 0 && n < count ? f->words[n] : NULL);
	} else if ((f->as == AS_TIME || f->as == AS_DATE) && n == 0) {
		buf_add(b, "null", 4);
	} else {
		buf_int(b, n);
	}
}

static void json_words(struct buf *b, const char *const *words)
{
	buf_char(b, '[');
	for (size_t i = 0; words && words[i]; i++) {
		if (i)
			buf_char(b, ',');
		json_text(b, words[i]);
	}
	buf_char(b, ']');
}

static void json_value(struct buf *b, const struct field *f, const void *record)
{
	const void *at = (const char *)record + f->offset;
	switch (f->kind) {
	case FIELD_TEXT: json_text(b, *(const char *const *)at); break;
	case FIELD_INT: json_int(b, f, *(const int64_t *)at); break;
	case FIELD_BOOL: buf_text(b, *(const bool *)at ? "true" : "false"); break;
	case FIELD_WORDS: json_words(b, *(const char *const *const *)at); break;
	}
}

/* How far two dotted names agree, counted in whole parts. */
static size_t json_shared(const char *a, const char *b)
{
	size_t shared = 0;
	for (size_t i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '.')
			shared = i + 1;
	return shared;
}

static void json_close(struct buf *b, const char *rest)
{
	while ((rest = strchr(rest, '.'))) {
		buf_char(b, '}');
		rest++;
	}
}

static void json_name(struct buf *b, const char *rest)
{
	for (;;) {
		size_t n = strcspn(rest, ".");
		buf_char(b, '"');
		buf_add(b, rest, n);
		buf_add(b, "\":", 2);
		if (!rest[n])
			return;
		buf_char(b, '{');
		rest += n + 1;
	}
}

void json_record(struct buf *b, const struct field *fields, const void *record)
{
	const char *before = "";
	buf_char(b, '{');
	const struct field *f;
	for (struct field_walk w = {.at = fields}; (f = field_next(&w));) {
		if (f->as == AS_SECRET)
			continue;
		size_t shared = json_shared(before, f->name);
		json_close(b, before + shared);
		if (*before)
			buf_char(b, ',');
		json_name(b, f->name + shared);
		json_value(b, f, record);
		before = f->name;
	}
	json_close(b, before);
	buf_char(b, '}');
}

void json_list(struct buf *b, const struct field *fields, const struct list *list, int64_t total)
{
	buf_text(b, "{\"items\":[");
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			buf_char(b, ',');
		json_record(b, fields, (const char *)list->items + i * list->size);
	}
	buf_text(b, "],\"next\":");
	json_text(b, list->next);
	if (total < 0 || total > LIST_COUNTED)
		buf_text(b, ",\"total\":null}");
	else
		buf_printf(b, ",\"total\":%" PRId64 "}", total);
}
