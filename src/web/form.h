/* form.h - inputs printed from the field table.
 *
 * form_field() prints label, input, hint and the problem beside it, with what was typed, else what
 * the record holds. Adding a row to the field table and one {{form_field(v->form, "name")}} to the
 * template is all a new field needs. A form that was refused comes back by itself (web/again.h). Inputs without JavaScript; 44 px targets come from the style.
 */
#pragma once
#include "web/html.h"
#include "web/req.h"

#define FORM_REFUSED "没有办成，写的都还在："
#define FORM_KEPT    "登录过期时写的都在这里，核对后再提交一次。"

struct choice {
	const char *value, *label; /* ends with value NULL */
};

/* The opening tag of a <form method="post"> to this address (printf), its hidden inputs, and, when it is the one
 * that was sent and came back, what is wrong, focused: so a click is answered where it was made. TAG(…)
 * names its class and id ("id-of"), and a hidden input that tells it from others to the same address; NULL: none.
 *     {{form_open(v->form, TAG(.class = "card"), "/people/%s/reveal", v->id)}} … </form> */
struct form_tag {
	const char *class, *id, *of;
	const char *name, *value;
};
#define TAG(...) (&(const struct form_tag){__VA_ARGS__})
struct safe form_open(const struct form *f, const struct form_tag *tag, const char *action, ...)
	__attribute__((format(printf, 3, 4)));
/* The same without the tag, for a form that has attributes of its own. */
struct safe form_inside(const struct form *f, const char *action);
/* Is the form to this address the one that came back? For a template that unfolds it. */
bool form_came_back(const struct form *f, const char *action, ...)
	__attribute__((format(printf, 2, 3)));
struct safe form_field(const struct form *f, const char *name);
/* One of `choices`; for a list (FIELD_WORDS): any of them, as boxes. */
struct safe form_select(const struct form *f, const char *name, const struct choice *choices);
struct safe form_radio(const struct form *f, const char *name, const struct choice *choices);
/* Of a form that asks by GET: all problems with links to the fields; nothing when there is none. */
struct safe form_problems(const struct form *f);
/* What is typed or held now, as text: for templates that print an input of their own. */
const char *form_value(const struct form *f, const char *name);
const char *form_problem(const struct form *f, const char *name); /* NULL: none */
/* For the two files of this header. */
const char *form_id(const struct form *f, const char *name); /* of the input with this name */
void form_hidden(struct html *h, const char *name, const char *value);
