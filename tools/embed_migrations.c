/* embed_migrations.c - migrations/NNNN_name.sql to struct migration, as they are, in order. */
#include "embed.h"

#include <stdlib.h>
#include <string.h>

struct numbered {
	long number;
	const char *file, *name;
};

static int by_number(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;
	return x->number == y->number ? strcmp(x->file, y->file) : x->number > y->number ? 1 : -1;
}

static struct numbered numbered_of(const char *file)
{
	const char *base = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
	char *end;
	struct numbered m = {.number = strtol(base, &end, 10), .file = file};
	size_t n = *end == '_' ? word_length(end + 1) : 0;
	if (end != base + 4 || m.number < 1 || !n || strcmp(end + 1 + n, ".sql") != 0)
		fail(file, 0, "a migration is called NNNN_name.sql, from 0001 on");
	m.name = copy(end + 1, n);
	return m;
}

void migrations_list(const char *out_c, char **files, int n)
{
	struct text c = {0};
	struct numbered *list = grow(NULL, (size_t)n, sizeof *list);
	for (int i = 0; i < n; i++)
		list[i] = numbered_of(files[i]);
	qsort(list, (size_t)n, sizeof *list, by_number);
	text_put(&c, "/* The texts of migrations/, made by tools/embed. */\n"
	             "#include \"store/migrate.h\"\n\nconst struct migration migrations[] = {\n");
	for (int i = 0; i < n; i++) {
		struct text t = file_read(list[i].file);
		if (i && list[i].number == list[i - 1].number)
			fail(list[i].file, 0, "its number is that of %s", list[i - 1].file);
		text_put(&c, "\t{%ld, \"%s\",\n\t\t", list[i].number, list[i].name);
		text_quote(&c, t.at, t.len);
		text_put(&c, "},\n");
	}
	text_put(&c, "\t{0, 0, 0},\n};\n");
	file_write(out_c, &c);
}
