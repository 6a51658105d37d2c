/* embed_enum.c - the numbers of C enums, so that a statement says {ORDER_OPEN} and holds 2.
 *
 * Reads enum { A, B = 3, C } out of headers, without a preprocessor: a value is a number, a constant
 * read before, or counted on. What it reads is asserted in the C it writes, so it cannot be wrong.
 */
#include "embed_sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct constant {
	const char *name;
	long value;
	bool known, asked;
};
static struct {
	struct constant *at;
	size_t count;
	const char **read;
	size_t files;
} all;

static struct constant *constant_find(const char *name, size_t n)
{
	for (size_t i = 0; i < all.count; i++)
		if (!strncmp(all.at[i].name, name, n) && !all.at[i].name[n])
			return &all.at[i];
	return NULL;
}

static void blank_comments(char *s)
{
	for (; *s; s++) {
		bool block = s[0] == '/' && s[1] == '*', line = s[0] == '/' && s[1] == '/';
		const char *end = block ? strstr(s + 2, "*/") : line ? strchr(s, '\n') : NULL;
		if (!block && !line)
			continue;
		for (end = end ? end + (block ? 2 : 0) : s + strlen(s); s < end; s++)
			*s = ' ';
		s--;
	}
}

static const char *skip(const char *s)
{
	return s + strspn(s, " \t\n,");
}

/* "= 3", "= OTHER", "": what it is, counted on from the one before. */
static bool constant_value(const char **s, long *value)
{
	char *end;
	*s += strspn(*s, " \t\n");
	if (**s != '=')
		return true;
	*s += 1 + strspn(*s + 1, " \t\n");
	size_t n = word_length(*s);
	const struct constant *other = n ? constant_find(*s, n) : NULL;
	*value = strtol(*s, &end, 0);
	bool known = n ? other && other->known : end != *s;
	if (other)
		*value = other->value;
	*s = n ? *s + n : end;
	*s += strspn(*s, " \t\n");
	known &= **s == ',' || **s == '}';
	*s += strcspn(*s, ",}");
	return known;
}

static const char *enum_body(const char *s)
{
	long next = 0;
	bool known = true; /* a value that could not be read spoils those counted on from it */
	for (s = skip(s); *s && *s != '}'; s = skip(s)) {
		size_t n = word_length(s);
		if (!n)
			return s;
		const char *name = copy(s, n);
		s += n;
		bool given = s[strspn(s, " \t\n")] == '=';
		known = constant_value(&s, &next) && (given || known);
		all.at = grow(all.at, all.count, sizeof *all.at);
		all.at[all.count++] = (struct constant){name, next++, known, false};
	}
	return s;
}

static void header_read(const char *path)
{
	for (size_t i = 0; i < all.files; i++)
		if (!strcmp(all.read[i], path))
			return;
	all.read = grow(all.read, all.files, sizeof *all.read);
	all.read[all.files++] = path;
	struct text full = {0};
	text_put(&full, "src/%s", path);
	struct text t = file_read(full.at);
	blank_comments(t.at);
	for (const char *s = t.at; (s = strstr(s, "enum"));) {
		bool word = (s == t.at || !(isalnum((unsigned char)s[-1]) || s[-1] == '_')) &&
		            !(isalnum((unsigned char)s[4]) || s[4] == '_');
		s += 4;
		const char *open = s + strspn(s, " \t\n");
		open += word_length(open);
		open += strspn(open, " \t\n");
		if (word && *open == '{')
			s = enum_body(open + 1);
	}
}

long enum_value(const struct list *l, const char *file, int line, const char *name, size_t n)
{
	for (size_t i = 0; i < l->includes; i++)
		if (strstr(l->include[i].path, ".h"))
			header_read(l->include[i].path);
	struct constant *k = constant_find(name, n);
	if (!k)
		fail(file, line, "{%.*s} stands in no enum of a header that %%include names",
		     (int)n, name);
	if (!k->known)
		fail(file, line, "the value of %s cannot be read", k->name);
	k->asked = true;
	return k->value;
}

void enum_asserts(struct text *c)
{
	for (size_t i = 0; i < all.count; i++)
		if (all.at[i].asked)
			text_put(c, "_Static_assert(%s == %ld, \"%s\");\n", all.at[i].name,
			         all.at[i].value, all.at[i].name);
}
