/* embed_sql.c - .sql files to struct sql, and migrations to struct migration. */
#include "embed.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { SQLITE, POSTGRES, ENGINES, BOTH = ENGINES, DEPTH = 8 };
static const char *const engine_names[] = {"sqlite", "postgres"};

struct body {
	const char *at; /* NULL: not given */
	size_t len;
	int line;
};
struct stmt {
	const char *name, *file;
	int line;
	bool fragment;
	struct body body[ENGINES];
};
struct list {
	struct stmt *at;
	size_t count;
	bool registry; /* over all folders: fragments, which belong to one, are left out */
};

static struct stmt *list_find(const struct list *l, const char *name, size_t n, bool fragment)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->at[i].fragment == fragment && !strncmp(l->at[i].name, name, n) &&
		    !l->at[i].name[n])
			return &l->at[i];
	return NULL;
}

/* Where one rendering of one text stands. */
struct render {
	const struct list *list;
	const char *file;
	int line, engine, depth;
	bool ended; /* the ; was seen */
	struct text *out;
};

static void render_body(struct render *r, const struct body *b);

static void text_trim(struct text *t)
{
	while (t->len && isspace((unsigned char)t->at[t->len - 1]))
		t->at[--t->len] = '\0';
}

static void render_fragment(struct render *r, const char *name, size_t n)
{
	const struct stmt *f = list_find(r->list, name, n, true);
	if (!f)
		fail(r->file, r->line, "no fragment @@%.*s in this folder", (int)n, name);
	if (r->depth >= DEPTH)
		fail(r->file, r->line, "fragment %.*s holds itself", (int)n, name);
	struct render inner = *r;
	inner.file = f->file;
	inner.depth++;
	render_body(&inner, &f->body[r->engine]);
	text_trim(r->out);
	if (inner.ended)
		fail(f->file, f->line, "a fragment holds no ;");
}

static size_t render_value(struct render *r, const char *s)
{
	char *end;
	long n = isdigit((unsigned char)s[1]) ? strtol(s + 1, &end, 10) : 0;
	if (n < 1 || n > 99)
		fail(r->file, r->line, "a value is ?1 to ?99");
	text_put(r->out, "%c%ld", r->engine == POSTGRES ? '$' : '?', n);
	return (size_t)(end - s);
}

/* The length of the quoted text or comment at s, 0: neither. */
static size_t quoted_length(const struct render *r, const char *s, size_t n)
{
	const char *end;
	if (s[0] == '\'' || s[0] == '"')
		end = memchr(s + 1, s[0], n - 1);
	else if (n > 1 && s[0] == '-' && s[1] == '-')
		return (end = memchr(s, '\n', n)) ? (size_t)(end - s) : n;
	else if (n > 1 && s[0] == '/' && s[1] == '*')
		end = (end = memmem(s + 2, n - 2, "*/", 2)) ? end + 1 : NULL;
	else
		return 0;
	if (!end)
		fail(r->file, r->line, "unclosed %c", s[0]);
	return (size_t)(end - s) + 1;
}

static void render_blank(struct render *r, char c)
{
	struct text *out = r->out;
	if (!out->len)
		return;
	char *last = out->at + out->len - 1;
	if (*last == ' ' && c == '\n')
		*last = '\n';
	else if (*last != ' ' && *last != '\n')
		text_add(out, c == '\n' ? "\n" : " ", 1);
}

static size_t render_plain(struct render *r, const char *s)
{
	size_t n = s[0] == '{' ? word_length(s + 1) : 0;
	if (n && s[n + 1] == '}') {
		render_fragment(r, s + 1, n);
		return n + 2;
	}
	if (s[0] == '{' || s[0] == '}')
		fail(r->file, r->line, "{ } stand only around the name of a fragment");
	if (s[0] == '$' && isdigit((unsigned char)s[1]))
		fail(r->file, r->line, "a value is written ?1, on PostgreSQL too");
	if (s[0] == '?')
		return render_value(r, s);
	if (s[0] == ';')
		r->ended = true;
	else
		text_add(r->out, s, 1);
	return 1;
}

static void render_body(struct render *r, const struct body *b)
{
	r->line = b->line;
	for (size_t i = 0; i < b->len;) {
		const char *s = b->at + i;
		size_t n = quoted_length(r, s, b->len - i);
		bool comment = n && (s[0] == '-' || s[0] == '/');
		if (!isspace((unsigned char)s[0]) && !comment && r->ended)
			fail(r->file, r->line, "text after the ; (one name, one statement)");
		if (comment)
			render_blank(r, ' ');
		else if (n)
			text_add(r->out, s, n);
		else if (isspace((unsigned char)s[0]))
			render_blank(r, s[n = 0]), n = 1;
		else
			n = render_plain(r, s);
		for (size_t k = 0; k < n; k++)
			r->line += s[k] == '\n';
		i += n;
	}
}

static struct text stmt_text(const struct list *l, const struct stmt *s, int engine)
{
	struct text out = {0};
	struct render r = {.list = l, .file = s->file, .engine = engine, .out = &out};
	text_add(&out, "", 0);
	render_body(&r, &s->body[engine]);
	text_trim(&out);
	if (!out.len)
		fail(s->file, s->line, "@%s holds no statement", s->name);
	return out;
}

/* "@name", "@@name", "@name [sqlite]": the statement it opens; *engine says whose text follows. */
static struct stmt *list_open(struct list *l, const char *file, int line, const char *s,
                              int *engine)
{
	bool fragment = s[1] == '@';
	const char *name = s + 1 + fragment;
	size_t n = word_length(name);
	const char *rest = name + n + strspn(name + n, " \t");
	size_t left = strcspn(rest, "\n");
	while (left && isspace((unsigned char)rest[left - 1]))
		left--;
	*engine = left ? ENGINES + 1 : BOTH;
	for (int e = 0; e < ENGINES; e++)
		if (left == strlen(engine_names[e]) + 2 && rest[0] == '[' &&
		    !strncmp(rest + 1, engine_names[e], left - 2) && rest[left - 1] == ']')
			*engine = e;
	if (!n || *engine > BOTH)
		fail(file, line, "expected @name, @name [sqlite] or @name [postgres]");
	struct stmt *old = l->registry && fragment ? NULL : list_find(l, name, n, fragment);
	if (old && (*engine == BOTH || old->body[*engine].at))
		fail(file, line, "%s stands already at %s:%d", old->name, old->file, old->line);
	if (old)
		return old;
	l->at = grow(l->at, l->count, sizeof *l->at);
	struct stmt *new = &l->at[l->count++];
	new->name = copy(name, n);
	new->file = file;
	new->line = line;
	new->fragment = fragment;
	return new;
}

static void list_keep(struct list *l, struct stmt *s, int engine, const char *file, struct body b)
{
	if (!s) { /* what stands above the first name: comments only */
		struct text out = {0};
		struct render r = {.list = l, .file = file, .out = &out};
		render_body(&r, &b);
		if (out.len || r.ended)
			fail(file, 1, "text before the first @name");
		return;
	}
	for (int e = 0; e < ENGINES; e++)
		if (engine == BOTH || engine == e)
			s->body[e] = b;
}

static void list_read(struct list *l, const char *file)
{
	struct stmt *open = NULL;
	struct text t = file_read(file);
	struct body body = {t.at, 0, 1};
	int line = 1, engine = BOTH;
	for (const char *s = t.at; *s; line++) {
		size_t n = strcspn(s, "\n") + (strchr(s, '\n') != NULL);
		if (*s == '@') {
			list_keep(l, open, engine, file, body);
			open = list_open(l, file, line, s, &engine);
			body = (struct body){s + n, 0, line + 1};
		} else {
			body.len += n;
		}
		s += n;
	}
	list_keep(l, open, engine, file, body);
}

static struct list list_all(char **files, int n, bool registry)
{
	struct list l = {.registry = registry};
	for (int i = 0; i < n; i++)
		list_read(&l, files[i]);
	for (size_t i = 0; i < l.count; i++)
		for (int e = 0; e < ENGINES; e++)
			if (!l.at[i].body[e].at && !(registry && l.at[i].fragment))
				fail(l.at[i].file, l.at[i].line, "%s has no [%s] variant",
				     l.at[i].name, engine_names[e]);
	return l;
}

void sql_folder(const char *name, const char *out_h, const char *out_c, char **files, int n)
{
	struct list l = list_all(files, n, false);
	struct text h = {0}, c = {0};
	text_put(&h,
	         "/* The statements of %s, made by tools/embed. */\n#pragma once\n"
	         "#include \"store/db.h\"\n\n",
	         name);
	text_put(&c,
	         "/* The statements of %s, made by tools/embed. */\n"
	         "#include \"gen/%s.sql.h\"\n#include \"gen/sql_ids.h\"\n\n",
	         name, name);
	for (size_t i = 0; i < l.count; i++) {
		const struct stmt *s = &l.at[i];
		struct text text[ENGINES];
		if (s->fragment)
			continue;
		text_put(&h, "extern const struct sql sql_%s;\n", s->name);
		text_put(&c, "const struct sql sql_%s = {\n\t\"%s\"", s->name, s->name);
		for (int e = 0; e < ENGINES; e++) {
			text[e] = stmt_text(&l, s, e);
			text_put(&c, ",\n\t\t");
			text_quote(&c, text[e].at, text[e].len);
		}
		text_put(&c, ",\n\tSQLID_%s,\n};\n", s->name);
	}
	file_write(out_h, &h);
	file_write(out_c, &c);
}

void sql_registry(const char *out_h, const char *out_c, char **files, int n)
{
	struct list l = list_all(files, n, true);
	struct text h = {0}, c = {0}, all = {0};
	text_put(&h,
	         "/* Every statement's number, made by tools/embed. */\n#pragma once\n\nenum {\n");
	text_put(&c, "/* Every statement of the program, made by tools/embed. */\n"
	             "#include \"gen/sql_ids.h\"\n#include \"store/db.h\"\n\n");
	text_put(&all, "\nconst struct sql *const sql_all[] = {\n");
	for (size_t i = 0; i < l.count; i++) {
		if (l.at[i].fragment)
			continue;
		text_put(&h, "\tSQLID_%s,\n", l.at[i].name);
		text_put(&c, "extern const struct sql sql_%s;\n", l.at[i].name);
		text_put(&all, "\t&sql_%s,\n", l.at[i].name);
	}
	text_put(&h, "\tSQLID_COUNT\n};\n");
	text_put(&all, "\tNULL,\n};\nconst unsigned sql_count = SQLID_COUNT;\n");
	text_add(&c, all.at, all.len);
	file_write(out_h, &h);
	file_write(out_c, &c);
}

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
