/* embed.c - raw text lives raw: turns .sql, .html and migrations into C. See EMBED.md. */
#include "embed.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fail(const char *file, int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	if (line)
		fprintf(stderr, "%s:%d: error: ", file, line);
	else
		fprintf(stderr, "%s: error: ", file);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

static void *resize(void *p, size_t n)
{
	p = realloc(p, n);
	if (!p)
		fail("embed", 0, "out of memory");
	return p;
}

void *grow(void *array, size_t count, size_t size)
{
	char *p = resize(array, (count + 1) * size);
	memset(p + count * size, 0, size);
	return p;
}

char *copy(const char *s, size_t n)
{
	char *p = resize(NULL, n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

void text_add(struct text *t, const char *bytes, size_t n)
{
	if (t->len + n + 1 > t->room) {
		t->room = (t->len + n + 1) * 2;
		t->at = resize(t->at, t->room);
	}
	if (n)
		memcpy(t->at + t->len, bytes, n);
	t->len += n;
	t->at[t->len] = '\0';
}

void text_put(struct text *t, const char *fmt, ...)
{
	va_list ap;
	char *s;
	va_start(ap, fmt);
	int n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		fail("embed", 0, "out of memory");
	text_add(t, s, (size_t)n);
	free(s);
}

void text_quote(struct text *t, const char *s, size_t n)
{
	text_put(t, "\"");
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c == '\n')
			text_put(t, i + 1 < n ? "\\n\"\n\t\t\"" : "\\n");
		else if (c == '"' || c == '\\' || c == '?') /* \? keeps ?? from being a trigraph */
			text_put(t, "\\%c", c);
		else if (c < 32 || c == 127)
			text_put(t, "\\%03o", c);
		else
			text_add(t, s + i, 1);
	}
	text_put(t, "\"");
}

void text_line(struct text *t, int line, const char *file)
{
	text_put(t, "#line %d ", line);
	text_quote(t, file, strlen(file));
	text_put(t, "\n");
}

struct text file_read(const char *path)
{
	struct text t = {0};
	char part[8192];
	size_t n;
	FILE *in = fopen(path, "rb");
	if (!in)
		fail(path, 0, "cannot be read");
	text_add(&t, "", 0);
	while ((n = fread(part, 1, sizeof part, in)) > 0)
		for (size_t i = 0; i < n; i++) {
			if (!part[i])
				fail(path, 0, "holds a NUL byte");
			if (part[i] != '\r')
				text_add(&t, part + i, 1);
		}
	if (ferror(in))
		fail(path, 0, "cannot be read");
	fclose(in);
	return t;
}

/* Through a second file, so that a stopped build leaves no half of one behind. */
void file_write(const char *path, const struct text *t)
{
	struct text part = {0};
	text_put(&part, "%s.part", path);
	FILE *out = fopen(part.at, "wb");
	if (!out)
		fail(path, 0, "cannot be written (is the folder there?)");
	size_t n = fwrite(t->at, 1, t->len, out);
	if (fclose(out) || n != t->len || rename(part.at, path))
		fail(path, 0, "cannot be written");
}

size_t word_length(const char *s)
{
	size_t n = 0;
	if (!isalpha((unsigned char)s[0]) && s[0] != '_')
		return 0;
	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

static int usage(void)
{
	fputs("usage: embed sql NAME OUT.h OUT.c FILE.sql...\n"
	      "       embed sqlall OUT.h OUT.c FILE.sql...\n"
	      "       embed html NAME OUT.h OUT.c FILE.html...\n"
	      "       embed migrations OUT.c FILE.sql...\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	if (!strcmp(what, "sql") && argc > 5)
		sql_folder(argv[2], argv[3], argv[4], argv + 5, argc - 5);
	else if (!strcmp(what, "sqlall") && argc > 4)
		sql_registry(argv[2], argv[3], argv + 4, argc - 4);
	else if (!strcmp(what, "html") && argc > 5)
		html_folder(argv[2], argv[3], argv[4], argv + 5, argc - 5);
	else if (!strcmp(what, "migrations") && argc > 3)
		migrations_list(argv[2], argv + 3, argc - 3);
	else
		return usage();
	return 0;
}
