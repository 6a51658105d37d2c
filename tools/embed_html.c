/* embed_html.c - .html templates to C functions that print them. */
#include "embed.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { BRANCHES = 64 };

/* One folder's output and where its reading stands. */
struct page {
	const char *file;
	int line;
	struct text includes, forward, shared, body;
	struct text run;  /* static markup not yet written */
	struct text code; /* the last C line when markup may not follow it, or empty */
	bool open;        /* inside %view, %part or %share */
	int opened;       /* at this line */
	struct markup markup;
	struct markup branch[BRANCHES]; /* the state at every open { */
	int branches;
	bool comment; /* a C comment goes on over the lines */
};

static void run_write(struct page *p)
{
	if (!p->run.len)
		return;
	text_put(&p->body, "\thtml_raw(h, ");
	text_quote(&p->body, p->run.at, p->run.len);
	text_put(&p->body, ", %zu);\n", p->run.len);
	p->run.len = 0;
}

static void run_add(struct page *p, const char *s, size_t n)
{
	if (p->code.len)
		fail(p->file, p->line, "the C line before markup must end in { } ; or :");
	markup_text(&p->markup, s, n);
	text_add(&p->run, s, n);
}

/* The end of the C literal that opens at s. */
static const char *literal_end(const char *s, const char *end)
{
	char quote = *s;
	for (s++; s < end && *s != quote; s++)
		if (*s == '\\')
			s++;
	return s < end ? s : end - 1;
}

/* The word before the colon of {{day: v->at}}, which html_day() prints; 0: none stands there. */
static size_t printer_length(const char *from, const char *to)
{
	size_t n = word_length(from);
	return from + n < to && from[n] == ':' ? n : 0;
}

/* "{{" stands at s; returns what follows "}}". */
static const char *hole(struct page *p, const char *s, const char *end)
{
	const char *from = s + 2, *to = from;
	for (; to + 1 < end && strncmp(to, "}}", 2) != 0; to++)
		if (*to == '"' || *to == '\'')
			to = literal_end(to, end);
	if (to + 1 >= end)
		fail(p->file, p->line, "unclosed {{ (a hole closes on its line)");
	const char *next = to + 2;
	while (from < to && isspace((unsigned char)*from))
		from++;
	size_t word = printer_length(from, to);
	const char *by = copy(word ? from : "put", word ? word : 3);
	bool url = !strcmp(by, "url");
	from += word ? word + 1 : 0;
	while (from < to && isspace((unsigned char)*from))
		from++;
	while (from < to && isspace((unsigned char)to[-1]))
		to--;
	if (from == to)
		fail(p->file, p->line, "an empty hole");
	if (p->code.len)
		fail(p->file, p->line, "the C line before markup must end in { } ; or :");
	markup_hole(&p->markup, url);
	run_write(p);
	text_line(&p->body, p->line, p->file);
	text_put(&p->body, "\thtml_%s(h, (%.*s));\n", by, (int)(to - from), from);
	return next;
}

static void markup_line(struct page *p, const char *s, const char *end)
{
	bool join = end > s && end[-1] == '\\';
	if (!p->open)
		fail(p->file, p->line, "markup outside %%view, %%part and %%share");
	p->markup.line = p->line;
	end -= join;
	while (s < end) {
		const char *at = memmem(s, (size_t)(end - s), "{{", 2);
		run_add(p, s, (size_t)((at ? at : end) - s));
		s = at ? hole(p, at, end) : end;
	}
	if (!join)
		run_add(p, "\n", 1);
}

static void branch_same(struct page *p)
{
	const struct markup *was = &p->branch[p->branches - 1];
	if (!markup_same(was, &p->markup))
		fail(p->file, p->line, "the branch from line %d on leaves the markup %s", was->line,
		     markup_where(&p->markup));
}

static void brace(struct page *p, char c)
{
	if (c == '{') {
		if (p->branches == BRANCHES)
			fail(p->file, p->line, "too deep");
		p->branch[p->branches] = p->markup;
		p->branch[p->branches++].line = p->line;
	} else if (c == '}') {
		if (!p->branches)
			fail(p->file, p->line, "a } too many");
		branch_same(p);
		p->branches--;
	}
}

/* Follows the braces of a C line; returns its last character that is no blank and no comment. */
static char code_scan(struct page *p, const char *s, const char *end)
{
	char last = 0;
	for (; s < end; s++) {
		if (p->comment) {
			if (*s == '*' && s + 1 < end && s[1] == '/')
				p->comment = false, s++;
			continue;
		}
		if (*s == '/' && s + 1 < end && (s[1] == '*' || s[1] == '/')) {
			if (s[1] == '/')
				break;
			p->comment = true;
			s++;
			continue;
		}
		if (*s == '"' || *s == '\'')
			s = literal_end(s, end);
		else
			brace(p, *s);
		if (!isspace((unsigned char)*s))
			last = *s;
	}
	return last;
}

static void code_line(struct page *p, const char *s, const char *end)
{
	const char *word = s + strspn(s, " \t");
	size_t n = word_length(word);
	run_write(p);
	p->markup.line = p->line;
	if (p->markup.state ==
	    IN_AFTER) /* an attribute without value is complete before a C line */
		p->markup.state = IN_TAG;
	bool label = (n == 4 && !strncmp(word, "case", 4)) ||
	             (n == 7 && !strncmp(word, "default", 7));
	if (label && p->branches)
		branch_same(p);
	char last = code_scan(p, s, end);
	if (last && *word != '#' && !strchr("{};:", last))
		text_put(&p->code, "+");
	else if (last)
		p->code.len = 0;
	text_line(&p->body, p->line, p->file);
	text_put(&p->body, "%.*s\n", (int)(end - s), s);
}

/* The words after %view, %part or %share: a name and, when there is a model, its type. */
static void function_open(struct page *p, const char *kind, const char *s, const char *end)
{
	struct text head = {0};
	char *name, *type;
	while (s < end && isspace((unsigned char)*s))
		s++;
	size_t n = word_length(s);
	name = copy(s, n);
	for (s += n; s < end && isspace((unsigned char)*s); s++)
		;
	type = copy(s, (size_t)(end - s));
	if (!n || p->open)
		fail(p->file, p->line, n ? "the one from line %d on has no %%end" : "no name",
		     p->opened);
	bool view = *kind == 'v', part = *kind == 'p';
	text_put(&head, "%svoid %s%s(struct html *h", part ? "static " : "", name,
	         view ? "_html" : "");
	if (view)
		text_put(&head, ", const void *model");
	else if (*type)
		text_put(&head, ", const %s *v", type);
	text_put(&head, ")");
	if (*kind == 's' && !strncmp(type, "struct ", 7))
		text_put(&p->shared, "%s;\n", type);
	text_put(part ? &p->forward : &p->shared, "%s%s;\n", part ? "__attribute__((unused)) " : "",
	         head.at);
	text_line(&p->body, p->line, p->file);
	text_put(&p->body, "%s\n{\n\t(void)h;\n", head.at);
	if (view && *type)
		text_put(&p->body, "\tconst %s *v = model;\n", type);
	if (*type || view)
		text_put(&p->body, "\t(void)%s;\n", *type ? "v" : "model");
	p->open = true;
	p->opened = p->line;
	p->branches = 0;
	p->markup = (struct markup){.file = p->file, .line = p->line};
}

static void function_close(struct page *p)
{
	if (!p->open)
		fail(p->file, p->line, "%%end without %%view, %%part or %%share");
	if (p->branches)
		fail(p->file, p->line, "the { of line %d is not closed",
		     p->branch[p->branches - 1].line);
	if (p->markup.state != IN_TEXT)
		fail(p->file, p->line, "the markup ends %s", markup_where(&p->markup));
	if (p->code.len || p->comment)
		fail(p->file, p->line, "the C line before is not complete");
	run_write(p);
	text_put(&p->body, "}\n\n");
	p->open = false;
}

static void include(struct page *p, const char *s, const char *end)
{
	struct text line = {0};
	while (s < end && isspace((unsigned char)*s))
		s++;
	if (p->open || s == end || (*s != '"' && *s != '<'))
		fail(p->file, p->line, "expected %%include \"file.h\" above the views");
	text_put(&line, "#include %.*s\n", (int)(end - s), s);
	if (!p->includes.at || !strstr(p->includes.at, line.at))
		text_add(&p->includes, line.at, line.len);
}

static void one_line(struct page *p, const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if (s == end || (*s == '\\' && s + 1 == end))
		return;
	if (*s != '%')
		return markup_line(p, s, end);
	if (s + 1 < end && s[1] == '%')
		return markup_line(p, s + 1, end);
	const char *rest = s + 1 + word_length(s + 1), *kind = s + 1;
	size_t n = (size_t)(rest - kind);
	if (n == 7 && !strncmp(kind, "include", n))
		include(p, rest, end);
	else if ((n == 4 && (!strncmp(kind, "view", n) || !strncmp(kind, "part", n))) ||
	         (n == 5 && !strncmp(kind, "share", n)))
		function_open(p, kind, rest, end);
	else if (n == 3 && !strncmp(kind, "end", n))
		function_close(p);
	else
		code_line(p, s + 1, end);
}

static void one_file(struct page *p, const char *file)
{
	struct text t = file_read(file);
	p->file = file;
	p->line = 1;
	for (const char *s = t.at; *s; p->line++) {
		size_t n = strcspn(s, "\n"), used = n;
		while (used && (s[used - 1] == ' ' || s[used - 1] == '\t'))
			used--;
		/* a copy, so that nothing reads past the line */
		char *line = copy(s, used);
		one_line(p, line, line + used);
		s += n + (s[n] == '\n');
	}
	if (p->open)
		fail(file, p->opened, "no %%end");
	if (p->comment || p->code.len)
		fail(file, p->line, "the C line before is not complete");
}

void html_folder(const char *name, const char *out_h, const char *out_c, char **files, int n)
{
	struct page p = {0};
	struct text h = {0}, c = {0};
	text_add(&p.shared, "", 0);
	text_add(&p.includes, "", 0);
	text_add(&p.forward, "", 0);
	text_add(&p.body, "", 0);
	for (int i = 0; i < n; i++)
		one_file(&p, files[i]);
	text_put(&h,
	         "/* The pages of %s, made by tools/embed. */\n#pragma once\n"
	         "#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n"
	         "struct html;\n%s",
	         name, p.shared.at);
	/* A size_t in a hole becomes an int64_t: harmless, and too common to be cast by hand. How the
	 * lines are indented says nothing here. */
	text_put(&c,
	         "/* The pages of %s, made by tools/embed. */\n#include \"gen/%s.html.h\"\n"
	         "#include \"web/html.h\"\n%s\n"
	         "#pragma GCC diagnostic ignored \"-Wsign-conversion\"\n"
	         "#pragma GCC diagnostic ignored \"-Wmisleading-indentation\"\n\n%s\n%s",
	         name, name, p.includes.at, p.forward.at, p.body.at);
	file_write(out_h, &h);
	file_write(out_c, &c);
}
