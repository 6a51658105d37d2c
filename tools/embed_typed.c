/* embed_typed.c - what a statement takes and gives: from "@order_get(text uid) -> struct order" and the
 * columns of its SELECT (or RETURNING) to a C function.
 *
 *     struct order *sql_order_get(struct ctx *c, const char *uid);
 */
#include "embed_sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- the head ---- */

static const char *blank(const char *s)
{
	return s + strspn(s, " \t");
}

static bool type_known(const char *type)
{
	static const char *const known[] = {"int", "bool", "text", "scope", NULL};
	for (size_t i = 0; known[i]; i++)
		if (!strcmp(known[i], type))
			return true;
	return false;
}

static const char *head_param(struct stmt *s, const char *file, int line, const char *at)
{
	struct param *p = &s->param[s->params++];
	bool record = !strncmp(at, "struct ", 7);
	if (record)
		at = blank(at + 7);
	size_t n = word_length(at);
	p->type = copy(at, n);
	p->null = at[n] == '?';
	at = blank(at + n + p->null);
	size_t name = word_length(at);
	p->name = copy(at, name);
	if (!n || !name || (!record && !type_known(p->type)) ||
	    (p->null && (record || !strcmp(p->type, "scope"))))
		fail(file, line,
		     "a parameter is int, bool, text, int?, text?, scope or struct T, "
		     "and a name");
	return blank(at + name);
}

static const char *head_gives(struct stmt *s, const char *file, int line, const char *at)
{
	at = blank(at + 2);
	bool record = !strncmp(at, "struct ", 7);
	if (record)
		at = blank(at + 7);
	size_t n = word_length(at);
	s->record = copy(at, n);
	s->gives = record ? GIVES_ONE : !strcmp(s->record, "int") ? GIVES_INT : GIVES_TEXT;
	if (!n || (!record && strcmp(s->record, "int") != 0 && strcmp(s->record, "text") != 0))
		fail(file, line, "-> gives int, text, struct T or struct T[]");
	at += n;
	if (record && at[0] == '[' && at[1] == ']') {
		s->gives = GIVES_MANY;
		at += 2;
	}
	return at;
}

const char *typed_head(struct stmt *s, const char *file, int line, const char *at)
{
	s->typed = true;
	at = blank(at + 1);
	while (*at != ')') {
		if (s->params == sizeof s->param / sizeof *s->param)
			fail(file, line, "too many parameters");
		at = head_param(s, file, line, at);
		if (*at == ',')
			at = blank(at + 1);
		else if (*at != ')')
			fail(file, line, "expected , or ) after a parameter");
	}
	at = blank(at + 1);
	return at[0] == '-' && at[1] == '>' ? head_gives(s, file, line, at) : at;
}

/* ---- values ---- */

static const struct param *param_find(const struct stmt *s, const char *name, size_t n)
{
	for (size_t i = 0; i < s->params; i++)
		if (!strncmp(s->param[i].name, name, n) && !s->param[i].name[n])
			return &s->param[i];
	return NULL;
}

static bool is_scope(const struct param *p)
{
	return !strcmp(p->type, "scope");
}

static bool is_record(const struct param *p)
{
	return !is_scope(p) && !type_known(p->type);
}

bool typed_scoped(const struct stmt *s)
{
	for (size_t i = 0; i < s->params; i++)
		if (is_scope(&s->param[i]))
			return true;
	return false;
}

/* The desk itself: when it is, and who asks. A guest is -1, so that he equals nobody's column. */
static const char *desk_value(const struct stmt *s, const char *name)
{
	if (s->bare)
		return NULL;
	if (!strcmp(name, "now"))
		return "V(c->now)";
	if (!strcmp(name, "me"))
		return "V(c->who->id ? c->who->id : -1)";
	return !strcmp(name, "by") ? "V(c->who->id)" : NULL;
}

const char *typed_literal(const struct stmt *s, const char *value, int scope)
{
	const char *dot = strchr(value, '.');
	size_t n = word_length(value + 1);
	const struct param *p = param_find(s, value + 1, n);
	if (!p || (is_record(p) || is_scope(p)) != (dot != NULL))
		return !p && !dot && desk_value(s, value + 1) ? "" : NULL;
	if (!is_scope(p))
		return "";
	static const char *const flags[] = {"own", "serving", "below"};
	if (!strcmp(dot, ".all"))
		return scope == 0 ? "TRUE" : "FALSE";
	for (int i = 0; i < 3; i++)
		if (!strcmp(dot + 1, flags[i]))
			return scope > 0 && ((scope - 1) >> i & 1) ? "TRUE" : "FALSE";
	return "";
}

static void put_value(const struct stmt *s, const char *value, struct text *c)
{
	size_t len = strlen(value), n = word_length(value + 1);
	const struct param *p = param_find(s, value + 1, n);
	bool null = value[len - 1] == '?';
	const char *member = copy(value + 1 + n, len - 1 - n - null);
	if (!p)
		text_put(c, "%s", desk_value(s, value + 1));
	else if (is_scope(p))
		text_put(c, "V(%s%s)", p->name, member);
	else if (is_record(p))
		text_put(c, "%s(%s->%s)", null ? "VN" : "VG", p->name, member + 1);
	else
		text_put(c, "%s(%s)", null || p->null ? "VN" : "VG", p->name);
}

/* ---- columns ---- */

/* Follows brackets and quotes, so that only the outermost level is looked at. */
struct walk {
	const char *at;
	int depth;
};

/* One step: over a quoted text, a word, or one character. */
static const char *walk_step(struct walk *w)
{
	const char *s = w->at;
	const char *end = s + 1;
	if (*s == '\'' || *s == '"')
		end = strchr(s + 1, *s) + 1;
	else if (word_length(s))
		end = s + word_length(s);
	else if (*s == '(')
		w->depth++;
	else if (*s == ')')
		w->depth--;
	w->at = end;
	return s;
}

static bool word_is(const char *s, const char *word)
{
	size_t n = strlen(word);
	return word_length(s) == n && !strncasecmp(s, word, n);
}

/* The end of the list of columns. */
static bool list_ends(const char *s)
{
	static const char *const words[] = {"FROM", "UNION", "WHERE", "ORDER", "LIMIT", NULL};
	for (size_t i = 0; words[i]; i++)
		if (word_is(s, words[i]))
			return true;
	return false;
}

static const char *columns_begin(const struct stmt *s, const char *text)
{
	const char *select = NULL;
	for (struct walk w = {text, 0}; *w.at;) {
		const char *at = walk_step(&w);
		if (w.depth == 0 && word_is(at, "RETURNING"))
			return w.at;
		if (w.depth == 0 && word_is(at, "SELECT") && !select)
			select = w.at;
	}
	if (!select)
		fail(s->file, s->line, "@%s gives rows but selects nothing", s->name);
	const char *rest = select + strspn(select, " \n");
	return word_is(rest, "DISTINCT") ? rest + 8 : select;
}

/* The name of one column: its last word, or what stands in the quotes at its end. */
static void put_column(const struct stmt *s, const char *from, const char *to, struct text *c)
{
	while (to > from && isspace((unsigned char)to[-1]))
		to--;
	const char *at = to;
	bool quoted = to > from && to[-1] == '"';
	if (quoted) {
		for (at = --to - 1; at > from && at[-1] != '"';)
			at--;
	} else {
		while (at > from && (isalnum((unsigned char)at[-1]) || at[-1] == '_'))
			at--;
	}
	int n = (int)(to - at);
	if (!n || isdigit((unsigned char)*at) || to[0] == ')')
		fail(s->file, s->line, "@%s: a column needs a name, AS name: %.*s", s->name,
		     (int)(to - from), from);
	text_line(c, s->line, s->file);
	text_put(c, "\t\tFIELD_AS(struct %s, %.*s, \"%.*s\"),\n", s->record, n, at, n, at);
}

static void put_columns(const struct list *l, const struct stmt *s, struct text *c)
{
	struct uses uses = {.count = 0};
	struct text text = stmt_text(l, s, SQLITE, 0, &uses);
	const char *from = columns_begin(s, text.at), *at = from;
	text_put(c, "\tstatic const struct field columns[] = {\n");
	for (struct walk w = {from, 0}; *w.at;) {
		at = walk_step(&w);
		if (w.depth == 0 && *at == ',') {
			put_column(s, from, at, c);
			from = w.at;
		} else if (w.depth == 0 && list_ends(at)) {
			break;
		} else {
			at = w.at;
		}
	}
	put_column(s, from, at, c);
	text_put(c, "\t\t{0},\n\t};\n");
}

/* ---- the C function ---- */

static const char *c_type(const struct param *p)
{
	struct text t = {0};
	if (is_record(p))
		text_put(&t, "const struct %s *", p->type);
	else if (is_scope(p))
		text_put(&t, "struct scope ");
	else
		text_put(&t, "%s",
		         !strcmp(p->type, "text")   ? "const char *"
		         : !strcmp(p->type, "bool") ? "bool "
		                                    : "int64_t ");
	return t.at;
}

static bool needs_memory(const struct stmt *s)
{
	return s->gives == GIVES_TEXT || s->gives == GIVES_ONE || s->gives == GIVES_MANY;
}

static void put_head(const struct stmt *s, struct text *t)
{
	if (s->gives == GIVES_ONE || s->gives == GIVES_MANY)
		text_put(t, "struct %s *", s->record);
	else
		text_put(t, "%s", s->gives == GIVES_TEXT ? "const char *" : "int64_t ");
	text_put(t, "sql_%s(%s", s->name, s->bare ? "struct db *db" : "struct ctx *c");
	if (s->bare && needs_memory(s))
		text_put(t, ", struct arena *mem");
	for (size_t i = 0; i < s->params; i++)
		text_put(t, ", %s%s", c_type(&s->param[i]), s->param[i].name);
	text_put(t, "%s)", s->gives == GIVES_MANY ? ", size_t *count" : "");
}

void typed_declare(const struct stmt *s, struct text *h)
{
	for (size_t i = 0; i < s->params; i++)
		if (is_record(&s->param[i]) || is_scope(&s->param[i]))
			text_put(h, "struct %s;\n", s->param[i].type);
	if (s->gives == GIVES_ONE || s->gives == GIVES_MANY)
		text_put(h, "struct %s;\n", s->record);
	if (!s->bare)
		text_put(h, "struct ctx;\n");
	put_head(s, h);
	text_put(h, ";\n");
}

/* The texts of a statement. What they bind does not depend on the scope, but it may on the engine. */
struct texts {
	struct text text[SCOPES][ENGINES];
	struct uses uses[ENGINES];
	int count;
};

static struct texts *texts_of(const struct list *l, const struct stmt *s)
{
	struct texts *t = grow(NULL, 0, sizeof *t);
	t->count = typed_scoped(s) ? SCOPES : 1;
	for (int k = 0; k < t->count; k++)
		for (int e = 0; e < ENGINES; e++)
			t->text[k][e] = stmt_text(l, s, e, k, &t->uses[e]);
	return t;
}

static bool same_uses(const struct uses *a, const struct uses *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = !strcmp(a->value[i], b->value[i]);
	return same;
}

static void put_values(const struct stmt *s, const struct uses *u, const char *name, struct text *c)
{
	text_line(c, s->line, s->file);
	text_put(c, "\tconst struct val %s[] = {", name);
	for (size_t i = 0; i < u->count; i++) {
		put_value(s, u->value[i], c);
		text_put(c, ", ");
	}
	text_put(c, "{.kind = VAL_END}};\n");
}

static void put_texts(const struct stmt *s, struct texts *t, struct text *c)
{
	text_put(c, "extern const struct sql texts_%s[];\nconst struct sql texts_%s[] = {\n",
	         s->name, s->name);
	for (int k = 0; k < t->count; k++) {
		struct text name = {0};
		text_put(&name, k ? "%s.%d" : "%s", s->name, k);
		text_put(c, "\t{\"%s\"", name.at);
		for (int e = 0; e < ENGINES; e++) {
			text_put(c, ",\n\t\t");
			text_quote(c, t->text[k][e].at, t->text[k][e].len);
		}
		text_put(c, ",\n\t\tSQLID_%s + %d},\n", s->name, k);
	}
	text_put(c, "};\n");
}

static void put_call(const struct stmt *s, bool same, struct text *c)
{
	static const char *const calls[] = {
		[GIVES_COUNT] = "db_exec_values(", [GIVES_INT] = "db_int_values(",
		[GIVES_TEXT] = "db_text_values(",  [GIVES_ONE] = "db_all_values(",
		[GIVES_MANY] = "db_all_values(",
	};
	text_put(c, "\treturn %s%s", calls[s->gives], s->bare ? "db" : "c->db");
	if (needs_memory(s))
		text_put(c, ", %s", s->bare ? "mem" : "c->mem");
	text_put(c, ", &texts_%s[", s->name);
	for (size_t i = 0; i < s->params; i++)
		if (is_scope(&s->param[i])) {
			text_put(c, "scope_kind(&%s)", s->param[i].name);
			break;
		}
	text_put(c, "%s]", typed_scoped(s) ? "" : "0");
	if (s->gives == GIVES_ONE || s->gives == GIVES_MANY)
		text_put(c, ", columns, sizeof(struct %s), %s", s->record,
		         s->gives == GIVES_MANY ? "count" : "NULL");
	if (same)
		text_put(c, ", values);\n");
	else
		text_put(c, ", db_is_postgres(%s) ? others : values);\n", s->bare ? "db" : "c->db");
}

void typed_define(const struct list *l, const struct stmt *s, struct text *c)
{
	struct texts *t = texts_of(l, s);
	put_texts(s, t, c);
	text_line(c, s->line, s->file);
	put_head(s, c);
	text_put(c, "\n{\n");
	if (s->gives == GIVES_ONE || s->gives == GIVES_MANY)
		put_columns(l, s, c);
	bool same = same_uses(&t->uses[SQLITE], &t->uses[POSTGRES]);
	put_values(s, &t->uses[SQLITE], "values", c);
	if (!same)
		put_values(s, &t->uses[POSTGRES], "others", c);
	put_call(s, same, c);
	text_put(c, "}\n");
}
