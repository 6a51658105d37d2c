#include "web/form.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "web/decode.h"

#include <string.h>

/* One input being printed. */
struct input {
	const struct form *f;
	const struct field *field;
	const char *id, *value, *problem;
	struct html h;
};

static struct arena *mem_of(const struct form *f)
{
	return f->c->mem;
}

/* What came back into this form; NULL: nothing did. */
static const struct sent *sent_of(const struct form *f)
{
	return f->other && *f->other ? NULL : f->sent;
}

static struct html new_html(const struct form *f)
{
	return (struct html){.out = BUF(mem_of(f))};
}

static struct safe finish(const struct html *h)
{
	return (struct safe){buf_str(&h->out)};
}

/* An id for the input: names have dots, ids rather not. */
const char *form_id(const struct form *f, const char *name)
{
	char *id = arena_printf(mem_of(f), "f-%s%s", f->prefix ? f->prefix : "", name);
	for (char *p = id; *p; p++)
		if (*p == '.')
			*p = '-';
	return id;
}

const char *form_problem(const struct form *f, const char *name)
{
	const struct sent *s = sent_of(f);
	const struct problem *p = s ? s->problems : f->c->problems;
	int count = s ? s->problem_count : f->c->problem_count;
	for (int i = 0; i < count; i++)
		if (p[i].field && strcmp(p[i].field, name) == 0)
			return p[i].message;
	return NULL;
}

static const char *held_int(const struct form *f, const struct field *d, int64_t n)
{
	struct arena *a = mem_of(f);
	int64_t count = 0;
	while (d->words && d->words[count])
		count++;
	if (d->words)
		return n >= 0 && n < count ? d->words[n] : "";
	if (d->as == AS_TIME)
		return n ? clock_input(a, n) : "";
	if (d->as == AS_DATE)
		return n ? clock_date(a, n) : "";
	return n || d->min <= 0 ? arena_printf(a, "%lld", (long long)n) : "";
}

static const char *held(const struct form *f, const struct field *d)
{
	if (!f->record)
		return "";
	const void *at = (const char *)f->record + d->offset;
	if (d->kind == FIELD_TEXT)
		return *(const char *const *)at ? *(const char *const *)at : "";
	if (d->kind == FIELD_INT)
		return held_int(f, d, *(const int64_t *)at);
	if (d->kind == FIELD_BOOL)
		return *(const bool *)at ? "1" : "0";
	return "";
}

const char *form_value(const struct form *f, const char *name)
{
	const struct field *d = field_find(f->fields, name);
	const struct sent *s = sent_of(f);
	const char *typed = s ? decode_get(&s->body, name) : NULL;
	if (!d || d->as == AS_SECRET)
		return "";
	return typed ? typed : held(f, d);
}

/* Is `word` among the values of a list that were typed, or are held? */
static bool has_word(const struct form *f, const struct field *d, const char *word)
{
	const struct sent *s = sent_of(f);
	bool sent = s && decode_get(&s->body, d->name);
	for (size_t i = 0; sent && i < s->body.count; i++)
		if (strcmp(s->body.at[i].name, d->name) == 0 &&
		    strcmp(s->body.at[i].value, word) == 0)
			return true;
	if (sent || !f->record)
		return false;
	const char *const *list = *(const char *const *const *)((const char *)f->record +
	                                                        d->offset);
	return list && field_word(list, word) >= 0;
}

static bool input_begin(struct input *in, const struct form *f, const char *name)
{
	*in = (struct input){.f = f, .field = field_find(f->fields, name), .h = new_html(f)};
	if (!in->field) {
		log_seldom(LOG_ERROR, "form without this field", "field", name, NULL);
		return false;
	}
	in->id = form_id(f, name);
	in->value = form_value(f, name);
	in->problem = form_problem(f, name);
	return true;
}

static const char *label_of(const struct field *d)
{
	return d->label ? d->label : d->name;
}

/* name, id, and what a screen reader is told beside. */
static void attributes(struct input *in)
{
	struct html *h = &in->h;
	bool hint = in->field->hint;
	html_lit(h, " id=\"");
	html_text(h, in->id);
	html_lit(h, "\" name=\"");
	html_text(h, in->field->name);
	html_lit(h, "\"");
	if (in->field->required)
		html_lit(h, " aria-required=\"true\"");
	if (in->problem)
		html_lit(h, " aria-invalid=\"true\"");
	if (!in->problem && !hint)
		return;
	html_lit(h, " aria-describedby=\"");
	if (in->problem) {
		html_text(h, in->id);
		html_lit(h, "-e");
	}
	if (in->problem && hint)
		html_lit(h, " ");
	if (hint) {
		html_text(h, in->id);
		html_lit(h, "-h");
	}
	html_lit(h, "\"");
}

static void remark(struct input *in, const char *class, const char *text)
{
	struct html *h = &in->h;
	if (!text)
		return;
	html_lit(h, "<p class=\"");
	html_text(h, class);
	html_lit(h, "\" id=\"");
	html_text(h, in->id);
	html_lit(h, "-");
	html_text(h, class);
	html_lit(h, "\">");
	html_text(h, text);
	html_lit(h, "</p>");
}

static void remarks(struct input *in)
{
	remark(in, "e", in->problem);
	remark(in, "h", in->field->hint);
}

static void label(struct input *in)
{
	struct html *h = &in->h;
	html_lit(h, "<div class=\"f\"><label for=\"");
	html_text(h, in->id);
	html_lit(h, "\">");
	html_text(h, label_of(in->field));
	if (!in->field->required)
		html_lit(h, "<span class=\"mut\">（选填）</span>");
	html_lit(h, "</label>");
}

static void legend(struct input *in)
{
	struct html *h = &in->h;
	html_lit(h, "<fieldset class=\"f\" id=\"");
	html_text(h, in->id);
	html_lit(h, "\"");
	if (in->problem) {
		html_lit(h, " aria-describedby=\"");
		html_text(h, in->id);
		html_lit(h, "-e\"");
	}
	html_lit(h, "><legend>");
	html_text(h, label_of(in->field));
	html_lit(h, "</legend>");
}

static const char *type_of(const struct field *d)
{
	switch (d->as) {
	case AS_TIME: return "type=\"datetime-local\"";
	case AS_DATE: return "type=\"date\"";
	case AS_PHONE: return "type=\"tel\" inputmode=\"tel\" autocomplete=\"tel\"";
	case AS_SECRET:
		return strstr(d->name, "new") || strstr(d->name, "again")
		               ? "type=\"password\" autocomplete=\"new-password\""
		               : "type=\"password\" autocomplete=\"current-password\"";
	default:
		return d->kind == FIELD_INT ? "type=\"text\" inputmode=\"numeric\""
		                            : "type=\"text\"";
	}
}

static struct safe line_input(struct input *in)
{
	struct html *h = &in->h;
	const char *type = type_of(in->field);
	label(in);
	html_lit(h, "<input class=\"in-t\" ");
	html_raw(h, type, strlen(type));
	attributes(in);
	html_lit(h, " value=\"");
	html_text(h, in->value);
	html_lit(h, "\">");
	remarks(in);
	html_lit(h, "</div>");
	return finish(h);
}

static struct safe lines_input(struct input *in)
{
	struct html *h = &in->h;
	label(in);
	html_lit(h, "<textarea rows=\"4\"");
	attributes(in);
	html_lit(h,
	         ">\n"); /* a browser drops the first line feed, and the text may begin with one */
	html_text(h, in->value);
	html_lit(h, "</textarea>");
	remarks(in);
	html_lit(h, "</div>");
	return finish(h);
}

/* A box that is not ticked sends nothing, so a hidden "0" goes before it. */
static struct safe box_input(struct input *in)
{
	struct html *h = &in->h;
	bool on = in->value[0] && strcmp(in->value, "0") != 0 && strcmp(in->value, "false") != 0;
	html_lit(h, "<div class=\"f\">");
	form_hidden(h, in->field->name, "0");
	html_lit(h, "<label class=\"ck\"><input type=\"checkbox\" value=\"1\"");
	attributes(in);
	if (on)
		html_lit(h, " checked");
	html_lit(h, "><span>");
	html_text(h, label_of(in->field));
	html_lit(h, "</span></label>");
	remarks(in);
	html_lit(h, "</div>");
	return finish(h);
}

static void choice_input(struct html *h, const char *type, const struct field *d,
                         const struct choice *c, bool on)
{
	html_lit(h, "<label");
	if (*type == 'c')
		html_lit(h, " class=\"ck\"");
	html_lit(h, "><input type=\"");
	html_text(h, type);
	html_lit(h, "\" name=\"");
	html_text(h, d->name);
	html_lit(h, "\" value=\"");
	html_text(h, c->value);
	html_lit(h, "\"");
	if (on)
		html_lit(h, " checked");
	html_lit(h, "><span>");
	html_text(h, c->label);
	html_lit(h, "</span></label>");
}

static struct safe boxes_input(struct input *in, const struct choice *c)
{
	legend(in);
	form_hidden(&in->h, in->field->name, "");
	for (; c->value; c++)
		choice_input(&in->h, "checkbox", in->field, c,
		             has_word(in->f, in->field, c->value));
	remarks(in);
	html_lit(&in->h, "</fieldset>");
	return finish(&in->h);
}

static const struct choice *choices_of(const struct form *f, const struct field *d)
{
	size_t n = 0;
	while (d->words && d->words[n])
		n++;
	struct choice *list = ARENA_ARRAY(mem_of(f), struct choice, n + 1);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct choice){d->words[i], d->labels ? d->labels[i] : d->words[i]};
	return list;
}

struct safe form_field(const struct form *f, const char *name)
{
	struct input in;
	if (!input_begin(&in, f, name))
		return (struct safe){NULL};
	const struct field *d = in.field;
	if (d->as == AS_HIDDEN) {
		form_hidden(&in.h, name, in.value);
		return finish(&in.h);
	}
	if (d->kind == FIELD_BOOL)
		return box_input(&in);
	if (d->kind == FIELD_WORDS)
		return boxes_input(&in, choices_of(f, d));
	if (d->words)
		return form_select(f, name, choices_of(f, d));
	return d->as == AS_LINES ? lines_input(&in) : line_input(&in);
}

struct safe form_select(const struct form *f, const char *name, const struct choice *c)
{
	struct input in;
	if (!input_begin(&in, f, name))
		return (struct safe){NULL};
	if (in.field->kind == FIELD_WORDS)
		return boxes_input(&in, c);
	struct html *h = &in.h;
	label(&in);
	html_lit(h, "<select");
	attributes(&in);
	html_lit(h, ">");
	bool own = c->value && !*c->value; /* the choices bring their own empty one */
	if (!own && (!in.field->required || !*in.value))
		html_lit(h, "<option value=\"\">请选择</option>");
	for (; c->value; c++) {
		html_lit(h, "<option value=\"");
		html_text(h, c->value);
		html_lit(h, "\"");
		if (strcmp(c->value, in.value) == 0)
			html_lit(h, " selected");
		html_lit(h, ">");
		html_text(h, c->label);
		html_lit(h, "</option>");
	}
	html_lit(h, "</select>");
	remarks(&in);
	html_lit(h, "</div>");
	return finish(h);
}

struct safe form_radio(const struct form *f, const char *name, const struct choice *c)
{
	struct input in;
	if (!input_begin(&in, f, name))
		return (struct safe){NULL};
	legend(&in);
	html_lit(&in.h, "<div class=\"seg\">");
	for (; c->value; c++)
		choice_input(&in.h, "radio", in.field, c, strcmp(c->value, in.value) == 0);
	html_lit(&in.h, "</div>");
	remarks(&in);
	html_lit(&in.h, "</fieldset>");
	return finish(&in.h);
}
