/* embed_columns.c - the columns of a table, said once: "@@team_own[]" is a list of them, and a statement pastes it
 * as names, as columns of an alias, as values of a record, or as assignments.
 *
 *     @@team_own[]                       name, place AS place_row, about?
 *     {team_own}                         name, place, about
 *     {team_own t.}                      t.name, t.place AS place_row, t.about
 *     {team_own :n.}                     :n.name, :n.place_row, :n.about?
 *     {team_own = :n.}                   name = :n.name, place = :n.place_row, about = :n.about?
 */
#include "embed_sql.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct column {
	const char *name, *member; /* member: of the record, where that is another word */
	bool null;
};

static void refuse(const struct stmt *f)
{
	fail(f->file, f->line, "@@%s[] lists columns: name, name AS member, name?", f->name);
}

/* Over blanks and comments. */
static const char *over_blanks(const struct stmt *f, const char *s, const char *end)
{
	while (s < end && (isspace((unsigned char)*s) || (s[0] == '-' && s[1] == '-'))) {
		const char *line = *s == '-' ? memchr(s, '\n', (size_t)(end - s)) : s;
		if (!line)
			fail(f->file, f->line, "@@%s[] ends in a comment", f->name);
		s = line + 1;
	}
	return s;
}

static const char *column_word(const struct stmt *f, const char *s, const char *end,
                               const char **word)
{
	size_t n = s < end ? word_length(s) : 0;
	if (!n)
		refuse(f);
	*word = copy(s, n);
	return over_blanks(f, s + n, end);
}

static const char *column_read(const struct stmt *f, const char *s, const char *end,
                               struct column *k)
{
	*k = (struct column){0};
	s = column_word(f, over_blanks(f, s, end), end, &k->name);
	if (s < end && word_length(s) == 2 && !strncasecmp(s, "AS", 2))
		s = column_word(f, over_blanks(f, s + 2, end), end, &k->member);
	k->null = s < end && *s == '?';
	return over_blanks(f, s + k->null, end);
}

/* `form`: "", "t.", ":n." or "= :n.". */
static void column_put(const struct column *k, const char *form, struct text *t)
{
	const char *member = k->member ? k->member : k->name;
	const char *value = strchr(form, ':');
	if (!value) {
		text_put(t, "%s%s", form, k->name);
		if (*form && k->member)
			text_put(t, " AS %s", k->member);
		return;
	}
	if (*form == '=')
		text_put(t, "%s = ", k->name);
	text_put(t, "%s%s%s", value, member, k->null ? "?" : "");
}

/* The words before the }. */
static const char *form_read(const char *file, int line, const struct stmt *f, const char *s)
{
	s += strspn(s, " ");
	size_t n = strcspn(s, "}\n");
	while (n && s[n - 1] == ' ')
		n--;
	const char *form = copy(s, n), *word = form;
	bool set = *word == '=';
	word += set ? 1 + strspn(word + 1, " ") : 0;
	bool value = *word == ':';
	size_t name = word_length(word + value);
	bool whole = name && word[value + name] == '.' && !word[value + name + 1];
	if (*form && (!whole || (set && !value)))
		fail(file, line, "{%s …} takes nothing, t., :n. or = :n.", f->name);
	return form;
}

struct body columns_body(const char *file, int line, const struct stmt *f, const struct body *b,
                         const char *form)
{
	struct text t = {0};
	const char *s = b->at, *end = b->at + b->len;
	form = form_read(file, line, f, form);
	do {
		struct column k;
		s = column_read(f, s, end, &k);
		text_put(&t, "%s", t.len ? ", " : "");
		column_put(&k, form, &t);
		if (s < end && *s != ',')
			refuse(f);
	} while (s++ < end);
	return (struct body){t.at, t.len, f->line};
}
