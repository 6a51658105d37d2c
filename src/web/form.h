/* form.h - inputs printed from the field table.
 *
 * form_field() prints label, input, hint and the problem beside it, with what was typed, else what
 * the record holds. Adding a row to the field table and one {{form_field(v->form, "name")}} to the
 * template is all a new field needs. Inputs without JavaScript; 44 px targets come from the style.
 */
#pragma once
#include "web/html.h"
#include "web/req.h"

struct choice {
	const char *value, *label; /* ends with value NULL */
};

/* The hidden inputs: CSRF token and operation id. Every <form method="post"> begins with it. */
struct safe form_start(const struct form *f);
struct safe form_field(const struct form *f, const char *name);
/* One of `choices`; for a list (FIELD_WORDS): any of them, as boxes. */
struct safe form_select(const struct form *f, const char *name, const struct choice *choices);
struct safe form_radio(const struct form *f, const char *name, const struct choice *choices);
/* All problems on top of the form with links to the fields; nothing when there is none. */
struct safe form_problems(const struct form *f);
/* What is typed or held now, as text: for templates that print an input of their own. */
const char *form_value(const struct form *f, const char *name);
const char *form_problem(const struct form *f, const char *name); /* NULL: none */
