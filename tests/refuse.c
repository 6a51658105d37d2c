#include "refuse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

void refuse_said(struct world *w, const struct refusal *r)
{
	if (w->status != r->status)
		fail_msg("%s %s: %d, not %d: %s", r->path, r->body, w->status, r->status, w->body);
	const char *said = *r->text || r->field ? world_get(w, "detail") : "";
	if (r->field) {
		int at = world_seek(w, "errors", "field", r->field);
		if (at < 0)
			fail_msg("%s %s: nothing beside %s: %s", r->path, r->body, r->field,
			         w->body);
		said = world_get(w, arena_printf(w->mem, "errors.%d.message", at));
	}
	if (!strstr(said, r->text))
		fail_msg("%s %s: says %s, not %s", r->path, r->body, said, r->text);
}

void refuse_each(struct world *w, const char *id, const struct refusal *rows, size_t n)
{
	assert_true(n > 0);
	for (const struct refusal *r = rows; r < rows + n; r++) {
		const char *cut = strstr(r->path, "%s");
		const char *path = cut ? arena_printf(w->mem, "%.*s%s%s", (int)(cut - r->path),
		                                      r->path, id, cut + 2)
		                       : r->path;
		const char *before = probe_state(w);
		world_ask(w, r->who, POST, path, r->body);
		refuse_said(w, r);
		if (strcmp(before, probe_state(w)))
			fail_msg("%s %s was refused and left a trace", r->path, r->body);
	}
}

const char *refuse_json(struct world *w, const char *fmt, ...)
{
	char text[4000];
	va_list ap;
	va_start(ap, fmt);
	assert_in_range(vsnprintf(text, sizeof text, fmt, ap), 1, sizeof text - 1);
	va_end(ap);
	for (char *c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	return arena_strdup(w->mem, text);
}
