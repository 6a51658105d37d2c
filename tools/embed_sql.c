/* embed_sql.c - .sql files to struct sql: reads statements and fragments, writes their texts. */
#include "embed_sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { BOTH = ENGINES, DEPTH = 8, ARGS = 4 };
const char *const engine_names[] = {"sqlite", "postgres"};

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
	const struct stmt *stmt;     /* the statement it is for; NULL: none yet */
	const struct stmt *fragment; /* the fragment it stands in; NULL: in the statement itself */
	const char *arg[ARGS];       /* what its formals stand for */
	const char *file;
	int line, engine, depth, scope;
	bool ended; /* the ; was seen */
	struct uses *uses;
	struct text *out;
};

static void render_body(struct render *r, const struct body *b);

static void text_trim(struct text *t)
{
	while (t->len && isspace((unsigned char)t->at[t->len - 1]))
		t->at[--t->len] = '\0';
}

static const char *formal_find(const struct render *r, const char *name, size_t n)
{
	for (size_t i = 0; r->fragment && i < r->fragment->formals; i++)
		if (!strncmp(r->fragment->formal[i], name, n) && !r->fragment->formal[i][n])
			return r->arg[i];
	return NULL;
}

/* "p.path o.id}": the words up to the brace; an argument may itself be a formal of the place it stands in. */
static void render_args(const struct render *r, struct render *inner, const char *s)
{
	const struct stmt *f = inner->fragment;
	size_t count = 0;
	for (s += strspn(s, " "); *s != '}'; s += strspn(s, " ")) {
		size_t n = strcspn(s, " }\n");
		if (count == f->formals || !n || s[n] == '\n')
			fail(r->file, r->line, "{%s …} takes %zu words", f->name, f->formals);
		const char *outer = formal_find(r, s, n);
		inner->arg[count++] = outer ? outer : copy(s, n);
		s += n;
	}
	if (count != f->formals)
		fail(r->file, r->line, "{%s …} takes %zu words", f->name, f->formals);
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
	inner.fragment = f;
	inner.depth++;
	struct body body = f->body[r->engine];
	if (f->columns)
		body = columns_body(r->file, r->line, f, &body, name + n);
	else
		render_args(r, &inner, name + n);
	render_body(&inner, &body);
	text_trim(r->out);
	if (inner.ended)
		fail(f->file, f->line, "a fragment holds no ;");
}

static void render_number(struct render *r, size_t n)
{
	text_put(r->out, "%c%zu", r->engine == POSTGRES ? '$' : '?', n);
}

static size_t render_value(struct render *r, const char *s)
{
	char *end;
	long n = isdigit((unsigned char)s[1]) ? strtol(s + 1, &end, 10) : 0;
	if (r->stmt && r->stmt->typed)
		fail(r->file, r->line, "a statement with parameters names its values, :name");
	if (n < 1 || n > 99)
		fail(r->file, r->line, "a value is ?1 to ?99");
	render_number(r, (size_t)n);
	return (size_t)(end - s);
}

/* ":place", ":k.title", ":until?": numbered as it comes; a scope's yes or no is written out. */
static size_t render_named(struct render *r, const char *s)
{
	size_t n = 1 + word_length(s + 1);
	if (s[n] == '.' && word_length(s + n + 1))
		n += 1 + word_length(s + n + 1);
	n += s[n] == '?';
	const char *value = copy(s, n);
	const char *literal = typed_literal(r->stmt, value, r->scope);
	if (!literal)
		fail(r->file, r->line, "@%s has no parameter %s", r->stmt->name, value);
	if (*literal) {
		text_put(r->out, "%s", literal);
		return n;
	}
	size_t i = 0;
	while (i < r->uses->count && strcmp(r->uses->value[i], value) != 0)
		i++;
	if (i == sizeof r->uses->value / sizeof *r->uses->value)
		fail(r->file, r->line, "more than 99 values");
	if (i == r->uses->count)
		r->uses->value[r->uses->count++] = value;
	render_number(r, i + 1);
	return n;
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

static bool names_value(const struct render *r, const char *s)
{
	bool cast = r->out->len && r->out->at[r->out->len - 1] == ':';
	return s[0] == ':' && !cast && word_length(s + 1) && r->stmt && r->stmt->typed;
}

/* "{name}": a formal, a constant of an enum, or a fragment. */
static size_t render_braces(struct render *r, const char *s)
{
	size_t n = word_length(s + 1), all = strcspn(s, "}\n");
	const char *formal = n ? formal_find(r, s + 1, n) : NULL;
	if (!n || s[all] != '}')
		fail(r->file, r->line,
		     "{ } stand only around the name of a fragment or a constant");
	if (formal && names_value(r, formal))
		render_named(r, formal);
	else if (formal)
		text_put(r->out, "%s", formal);
	else if (isupper((unsigned char)s[1]))
		text_put(r->out, "%ld", enum_value(r->list, r->file, r->line, s + 1, n));
	else
		render_fragment(r, s + 1, n);
	return all + 1;
}

static size_t render_plain(struct render *r, const char *s)
{
	if (s[0] == '{')
		return render_braces(r, s);
	if (s[0] == '}')
		fail(r->file, r->line, "a } without its {");
	if (s[0] == '$' && isdigit((unsigned char)s[1]))
		fail(r->file, r->line, "a value is written ?1, on PostgreSQL too");
	if (s[0] == '?')
		return render_value(r, s);
	if (names_value(r, s))
		return render_named(r, s);
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

struct text stmt_text(const struct list *l, const struct stmt *s, int engine, int scope,
                      struct uses *uses)
{
	struct text out = {0};
	struct render r = {.list = l,
	                   .stmt = s,
	                   .file = s->file,
	                   .engine = engine,
	                   .scope = scope,
	                   .uses = uses,
	                   .out = &out};
	text_add(&out, "", 0);
	render_body(&r, &s->body[engine]);
	text_trim(&out);
	if (!out.len)
		fail(s->file, s->line, "@%s holds no statement", s->name);
	return out;
}

/* "(at, by)" behind the name of a fragment. */
static const char *fragment_head(struct stmt *s, const char *file, int line, const char *at)
{
	for (at++; *at != ')'; at += strspn(at, " ,")) {
		size_t n = word_length(at);
		if (!n || s->formals == ARGS)
			fail(file, line, "a fragment takes at most %d names, (at, by)", ARGS);
		s->formal[s->formals++] = copy(at, n);
		at += n;
	}
	return at + 1;
}

/* What one line beginning with @ says. */
struct opening {
	struct stmt said; /* name, parameters and result */
	int engine;       /* whose text follows */
};
static struct opening opening_of(const char *file, int line, const char *s)
{
	struct opening o = {.said = {.file = file, .line = line, .fragment = s[1] == '@'}};
	const char *name = s + 1 + o.said.fragment;
	size_t n = word_length(name);
	const char *rest = name + n;
	o.said.name = copy(name, n);
	o.said.columns = o.said.fragment && !strncmp(rest, "[]", 2);
	if (o.said.columns)
		rest += 2;
	else if (*rest == '(')
		rest = o.said.fragment ? fragment_head(&o.said, file, line, rest)
		                       : typed_head(&o.said, file, line, rest);
	rest += strspn(rest, " \t");
	size_t left = strcspn(rest, "\n");
	while (left && isspace((unsigned char)rest[left - 1]))
		left--;
	o.engine = left ? ENGINES + 1 : BOTH;
	for (int e = 0; e < ENGINES; e++)
		if (left == strlen(engine_names[e]) + 2 && rest[0] == '[' &&
		    !strncmp(rest + 1, engine_names[e], left - 2) && rest[left - 1] == ']')
			o.engine = e;
	if (!n || o.engine > BOTH)
		fail(file, line, "expected @name, @name [sqlite] or @name [postgres]");
	return o;
}

/* "@name", "@@name", "@name [sqlite]": the statement it opens; *engine says whose text follows. */
static struct stmt *list_open(struct list *l, const char *file, int line, const char *s,
                              int *engine)
{
	struct opening o = opening_of(file, line, s);
	*engine = o.engine;
	struct stmt *old = l->registry && o.said.fragment
	                           ? NULL
	                           : list_find(l, o.said.name, strlen(o.said.name),
	                                       o.said.fragment);
	if (old && (*engine == BOTH || old->body[*engine].at || o.said.typed))
		fail(file, line, "%s stands already at %s:%d", old->name, old->file, old->line);
	if (old)
		return old;
	l->at = grow(l->at, l->count, sizeof *l->at);
	l->at[l->count] = o.said;
	return &l->at[l->count++];
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

static void list_read(struct list *l, const char *file, bool own);

/* %include "a/header.h": enums and structs; %include "a/file.sql": its fragments. */
static void list_include(struct list *l, const char *file, int line, const char *s, bool own)
{
	const char *from = strchr(s, '"'), *to = from ? strchr(from + 1, '"') : NULL;
	if (!to || memchr(s, '\n', (size_t)(to - s)))
		fail(file, line, "expected %%include \"folder/file\"");
	const char *path = copy(from + 1, (size_t)(to - from - 1));
	for (size_t i = 0; i < l->includes; i++)
		if (!strcmp(l->include[i].path, path) && (l->include[i].own |= own, true))
			return;
	l->include = grow(l->include, l->includes, sizeof *l->include);
	l->include[l->includes++] = (struct include){path, file, own};
	struct text full = {0};
	text_put(&full, "src/%s", path);
	if (!l->registry && strstr(path, ".sql"))
		list_read(l, full.at, false);
}

/* A line of the tool's own: %include, %db. */
static void list_order(struct list *l, const char *file, int line, const char *s, bool own,
                       bool *bare)
{
	if (!strncmp(s, "%include ", 9))
		list_include(l, file, line, s, own);
	else if (!strncmp(s, "%db\n", 4))
		*bare = true;
	else
		fail(file, line, "expected %%include or %%db");
}

static void list_read(struct list *l, const char *file, bool own)
{
	struct stmt shared = {0}; /* takes what is not ours to keep */
	long open = -1;
	bool bare = false, drop = false;
	struct text t = file_read(file);
	struct body body = {t.at, 0, 1};
	int line = 1, engine = BOTH;
	for (const char *s = t.at; *s; line++) {
		size_t n = strcspn(s, "\n") + (strchr(s, '\n') != NULL);
		if (*s == '%' && open < 0) {
			list_order(l, file, line, s, own, &bare);
			body = (struct body){s + n, 0, line + 1};
		} else if (*s == '@') {
			list_keep(l,
			          drop       ? &shared
			          : open < 0 ? NULL
			                     : &l->at[open],
			          engine, file, body);
			drop = !own && s[1] != '@';
			struct stmt *now = drop ? &shared : list_open(l, file, line, s, &engine);
			now->bare |= bare;
			open = drop ? 0 : now - l->at;
			body = (struct body){s + n, 0, line + 1};
		} else {
			body.len += n;
		}
		s += n;
	}
	list_keep(l, drop ? &shared : open < 0 ? NULL : &l->at[open], engine, file, body);
}

static struct list list_all(char **files, int n, bool registry)
{
	struct list l = {.registry = registry};
	for (int i = 0; i < n; i++)
		list_read(&l, files[i], true);
	for (size_t i = 0; i < l.count; i++)
		for (int e = 0; e < ENGINES; e++)
			if (!l.at[i].body[e].at && !(registry && l.at[i].fragment))
				fail(l.at[i].file, l.at[i].line, "%s has no [%s] variant",
				     l.at[i].name, engine_names[e]);
	return l;
}

static void folder_untyped(const struct list *l, const struct stmt *s, struct text *h,
                           struct text *c)
{
	text_put(h, "extern const struct sql sql_%s;\n", s->name);
	text_put(c, "const struct sql sql_%s = {\n\t\"%s\"", s->name, s->name);
	for (int e = 0; e < ENGINES; e++) {
		struct text text = stmt_text(l, s, e, 0, NULL);
		text_put(c, ",\n\t\t");
		text_quote(c, text.at, text.len);
	}
	text_put(c, ",\n\tSQLID_%s,\n};\n", s->name);
}

/* What make must look at beside the .sql files themselves. */
static void folder_depends(const struct list *l, const char *out_c)
{
	struct text d = {0}, path = {0};
	text_put(&path, "%s.d", out_c);
	text_put(&d, "%s:", out_c);
	for (size_t i = 0; i < l->includes; i++)
		text_put(&d, " src/%s", l->include[i].path);
	text_put(&d, "\n");
	for (size_t i = 0; i < l->includes; i++)
		text_put(&d, "src/%s:\n", l->include[i].path);
	file_write(path.at, &d);
}

void sql_folder(const char *name, const char *out_h, const char *out_c, char **files, int n)
{
	struct list l = list_all(files, n, false);
	struct text h = {0}, c = {0}, body = {0};
	bool desk = false; /* some function takes a struct ctx */
	text_put(&h,
	         "/* The statements of %s, made by tools/embed. */\n#pragma once\n"
	         "#include \"store/db.h\"\n\n",
	         name);
	for (size_t i = 0; i < l.count; i++) {
		const struct stmt *s = &l.at[i];
		desk |= s->typed && !s->bare;
		if (s->typed)
			typed_declare(s, &h), typed_define(&l, s, &body);
		else if (!s->fragment)
			folder_untyped(&l, s, &h, &body);
	}
	text_put(&c,
	         "/* The statements of %s, made by tools/embed. */\n"
	         "#include \"gen/%s.sql.h\"\n#include \"gen/sql_ids.h\"\n"
	         "#include \"base/field.h\"\n%s",
	         name, name, desk ? "#include \"core/access.h\"\n#include \"core/ctx.h\"\n" : "");
	for (size_t i = 0; i < l.includes; i++)
		if (strstr(l.include[i].path, ".h"))
			text_put(&c, "#include \"%s\"\n", l.include[i].path);
	text_put(&c, "\n");
	enum_asserts(&c);
	text_add(&c, body.at ? body.at : "", body.len);
	file_write(out_h, &h);
	file_write(out_c, &c);
	folder_depends(&l, out_c);
}

static void registry_text(const struct stmt *s, int k, struct text *c, struct text *all)
{
	if (!s->typed) {
		text_put(c, "extern const struct sql sql_%s;\n", s->name);
		text_put(all, "\t&sql_%s,\n", s->name);
		return;
	}
	if (!k)
		text_put(c, "extern const struct sql texts_%s[];\n", s->name);
	text_put(all, "\t&texts_%s[%d],\n", s->name, k);
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
		const struct stmt *s = &l.at[i];
		int texts = s->typed && typed_scoped(s) ? SCOPES : 1;
		if (s->fragment)
			continue;
		text_put(&h, "\tSQLID_%s,\n", s->name);
		if (texts > 1)
			text_put(&h, "\tSQLID_%s_last = SQLID_%s + %d,\n", s->name, s->name,
			         texts - 1);
		for (int k = 0; k < texts; k++)
			registry_text(s, k, &c, &all);
	}
	text_put(&h, "\tSQLID_COUNT\n};\n");
	text_put(&all, "\tNULL,\n};\nconst unsigned sql_count = SQLID_COUNT;\n");
	text_add(&c, all.at, all.len);
	file_write(out_h, &h);
	file_write(out_c, &c);
}
