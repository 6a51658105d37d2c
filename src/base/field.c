#include "base/field.h"

#include "base/text.h"

const struct field *field_next(struct field_walk *w)
{
	if (w->at && w->at->of) {
		w->back = w->at + 1;
		w->at = w->at->of;
	}
	if (w->back && !w->at->name) {
		w->at = w->back;
		w->back = NULL;
		return field_next(w);
	}
	return w->at && w->at->name ? w->at++ : NULL;
}

const struct field *field_find(const struct field *fields, const char *name)
{
	const struct field *f;
	for (struct field_walk w = {.at = name ? fields : NULL}; (f = field_next(&w));)
		if (text_equal(f->name, name))
			return f;
	return NULL;
}

const struct field *field_end(const struct field *f)
{
	while (f->name)
		f++;
	return f;
}

int64_t field_word(const char *const *words, const char *word)
{
	for (int64_t i = 0; words && word && words[i]; i++)
		if (text_equal(words[i], word))
			return i;
	return -1;
}

static bool same_text(const char *a, const char *b)
{
	return text_equal(a ? a : "", b ? b : "");
}

static bool same_words(const char *const *a, const char *const *b)
{
	while (a && b && *a && *b && text_equal(*a, *b))
		a++, b++;
	return !(a && *a) && !(b && *b);
}

static bool same_value(const struct field *f, const void *a, const void *b)
{
	switch (f->kind) {
	case FIELD_TEXT: return same_text(*(const char *const *)a, *(const char *const *)b);
	case FIELD_INT: return *(const int64_t *)a == *(const int64_t *)b;
	case FIELD_BOOL: return *(const bool *)a == *(const bool *)b;
	case FIELD_WORDS:
		return same_words(*(const char *const *const *)a, *(const char *const *const *)b);
	}
	return true;
}

bool field_same(const struct field *fields, const void *a, const void *b)
{
	const struct field *f;
	for (struct field_walk w = {.at = fields}; (f = field_next(&w));)
		if (!f->readonly && f->as != AS_HIDDEN &&
		    !same_value(f, (const char *)a + f->offset, (const char *)b + f->offset))
			return false;
	return true;
}
