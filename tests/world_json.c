/* What the last answer says, read by jansson. */
#include "world.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* The value at "items.0.id", a new reference; NULL: there is none. What is no JSON fails the test. */
static json_t *value_at(struct world *w, const char *path)
{
	json_error_t why;
	json_t *all = json_loads(w->body, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why),
	       *at = all;
	if (!all)
		fail_msg("%s: %d %s", why.text, w->status, w->body);
	while (at && *path) {
		size_t n = strcspn(path, ".");
		const char *part = arena_strndup(w->mem, path, n);
		at = json_is_array(at) ? json_array_get(at, strtoul(part, NULL, 10))
		                       : json_object_get(at, part);
		path += n + (path[n] == '.');
	}
	json_incref(at);
	json_decref(all);
	return at;
}

static const char *text_of(struct arena *a, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_STRING: return arena_strdup(a, json_string_value(value));
	case JSON_INTEGER: return arena_printf(a, "%lld", (long long)json_integer_value(value));
	case JSON_REAL: return arena_printf(a, "%g", json_real_value(value));
	case JSON_TRUE: return "true";
	case JSON_FALSE: return "false";
	case JSON_NULL: return "";
	default: return NULL;
	}
}

const char *world_get(struct world *w, const char *path)
{
	json_t *value = value_at(w, path);
	const char *text = value ? text_of(w->mem, value) : NULL;
	json_decref(value);
	if (!text)
		fail_msg("no \"%s\" in %d %s", path, w->status, w->body);
	return text;
}

size_t world_length(struct world *w, const char *path)
{
	json_t *list = value_at(w, path);
	if (!json_is_array(list))
		fail_msg("no list \"%s\" in %d %s", path, w->status, w->body);
	size_t n = json_array_size(list);
	json_decref(list);
	return n;
}

const char *world_members(struct world *w, const char *path)
{
	json_t *record = value_at(w, path), *value;
	const char *names = "", *name;
	json_object_foreach(record, name, value)
		names = arena_printf(w->mem, "%s%s%s", names, *names ? " " : "", name);
	json_decref(record);
	return names;
}

int world_seek(struct world *w, const char *path, const char *member, const char *value)
{
	json_t *list = value_at(w, path);
	int found = -1;
	if (!json_is_array(list))
		fail_msg("no list \"%s\" in %d %s", path, w->status, w->body);
	for (size_t i = 0; found < 0 && i < json_array_size(list); i++) {
		json_t *one = json_object_get(json_array_get(list, i), member);
		const char *text = one ? text_of(w->mem, one) : NULL;
		if (text && !strcmp(text, value))
			found = (int)i;
	}
	json_decref(list);
	return found;
}

const char *world_record(struct world *w, const char *path, const char *member, const char *value)
{
	int i = world_seek(w, path, member, value);
	if (i < 0)
		fail_msg("no %s \"%s\" in %d %s", member, value, w->status, w->body);
	json_t *one = value_at(w, arena_printf(w->mem, "%s.%d", path, i));
	char *dumped = json_dumps(one, JSON_COMPACT | JSON_PRESERVE_ORDER);
	const char *text = arena_strdup(w->mem, dumped);
	free(dumped);
	json_decref(one);
	return text;
}

const char *world_row(struct world *w, const char *path, const char *member, const char *value,
                      const char *wanted)
{
	int i = world_seek(w, path, member, value);
	if (i < 0)
		fail_msg("no %s \"%s\" in %d %s", member, value, w->status, w->body);
	return world_get(w, arena_printf(w->mem, "%s.%d.%s", path, i, wanted));
}
