/* The opening of a form, and what is said there when it came back. */
#include "base/arena.h"
#include "base/text.h"
#include "web/decode.h"
#include "web/form.h"

#include <string.h>

void form_hidden(struct html *h, const char *name, const char *value)
{
	html_lit(h, "<input type=\"hidden\" name=\"");
	html_text(h, name);
	html_lit(h, "\" value=\"");
	html_text(h, value);
	html_lit(h, "\">");
}

static void attribute(struct html *h, const char *name, const char *value)
{
	html_lit(h, " ");
	html_text(h, name);
	html_lit(h, "=\"");
	html_text(h, value);
	html_lit(h, "\"");
}

static void problem(struct html *h, const struct form *f, const struct problem *p)
{
	bool linked = p->field && f->fields && field_find(f->fields, p->field);
	html_lit(h, "<li>");
	if (linked) {
		html_lit(h, "<a href=\"#");
		html_text(h, form_id(f, p->field));
		html_lit(h, "\">");
	}
	html_text(h, p->message);
	if (linked)
		html_lit(h, "</a>");
	html_lit(h, "</li>");
}

static void problems(struct html *h, const struct form *f, const char *title,
                     const struct problem *p, int count)
{
	html_lit(h, "<div><p class=\"b\">");
	html_text(h, title);
	html_lit(h, "</p><ul>");
	for (int i = 0; i < count; i++)
		problem(h, f, &p[i]);
	html_lit(h, "</ul></div></div>");
}

/* Takes the focus, so that the page stands where the click was made, without a script too. */
static void came_back(struct html *h, const struct form *f)
{
	const struct sent *s = f->sent;
	f->sent->shown = true;
	html_lit(h, "<div class=\"note ");
	html_text(h, s->kept ? "y" : "r");
	html_lit(h, " oops\" id=\"oops\" role=\"alert\" tabindex=\"-1\" autofocus>");
	problems(h, f, s->kept ? FORM_KEPT : FORM_REFUSED, s->problems, s->problem_count);
}

struct safe form_problems(const struct form *f)
{
	struct html h = (struct html){.out = BUF(f->c->mem)};
	if (!f->c->problem_count)
		return (struct safe){NULL};
	html_lit(&h, "<div class=\"note r\" role=\"alert\" tabindex=\"-1\">");
	problems(&h, f, "请检查：", f->c->problems, f->c->problem_count);
	return (struct safe){buf_str(&h.out)};
}

static bool same_pairs(const struct pairs *a, const struct pairs *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (strcmp(a->at[i].name, b->at[i].name) != 0 ||
		    strcmp(a->at[i].value, b->at[i].value) != 0)
			return false;
	return a->count == b->count;
}

static bool is_here(const struct form *f, const char *action)
{
	size_t n = strcspn(action, "?");
	const char *asks = action + n + (action[n] == '?');
	struct pairs query = {0};
	return f->sent && !f->sent->shown && strlen(f->sent->path) == n &&
	       memcmp(f->sent->path, action, n) == 0 &&
	       decode_pairs(f->c->mem, asks, strlen(asks), &query) == OK &&
	       same_pairs(&query, &f->sent->query);
}

static void inside(struct html *h, const struct form *f, const char *action,
                   const struct form_tag *tag)
{
	const char *sent = tag && tag->name && f->sent ? decode_get(&f->sent->body, tag->name)
	                                               : NULL;
	bool same = !tag || !tag->name || text_equal(sent, tag->value);
	form_hidden(h, "_csrf", f->csrf);
	form_hidden(h, "_op", f->op);
	form_hidden(h, "_from", f->from);
	if (f->then)
		form_hidden(h, "_then", f->then);
	if (tag && tag->name)
		form_hidden(h, tag->name, tag->value);
	*f->other = !same || !is_here(f, action);
	if (!*f->other)
		came_back(h, f);
}

struct safe form_inside(const struct form *f, const char *action)
{
	struct html h = (struct html){.out = BUF(f->c->mem)};
	inside(&h, f, action, NULL);
	return (struct safe){buf_str(&h.out)};
}

struct safe form_open(const struct form *f, const struct form_tag *tag, const char *action, ...)
{
	struct html h = (struct html){.out = BUF(f->c->mem)};
	va_list args;
	va_start(args, action);
	action = arena_vprintf(f->c->mem, action, args);
	va_end(args);
	html_lit(&h, "<form method=\"post\" action=\"");
	html_url(&h, action);
	html_lit(&h, "\"");
	if (tag && tag->class)
		attribute(&h, "class", tag->class);
	if (tag && tag->id)
		attribute(&h, "id",
		          tag->of ? arena_printf(f->c->mem, "%s-%s", tag->id, tag->of) : tag->id);
	html_lit(&h, ">");
	inside(&h, f, action, tag);
	return (struct safe){buf_str(&h.out)};
}

bool form_came_back(const struct form *f, const char *action, ...)
{
	va_list args;
	va_start(args, action);
	action = arena_vprintf(f->c->mem, action, args);
	va_end(args);
	return is_here(f, action);
}
