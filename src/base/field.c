#include "base/field.h"

#include "base/text.h"

const struct field *field_find(const struct field *f, const char *name)
{
	for (; f && name && f->name; f++)
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
