/* embed_markup.c - where in the markup a hole stands, and whether one may.
 *
 * A strict subset of HTML's own tokenizer: what browsers repair, this refuses. A hole is escaped for
 * text and for double-quoted values, so everywhere else it is refused; so is everything that the
 * site's content security policy forbids (inline script and style).
 */
#include "embed.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const url_attrs[] = {
	"href",   "src",  "action",   "formaction", "poster",   "data",   "cite", "xlink:href",
	"srcset", "ping", "manifest", "background", "longdesc", "usemap", NULL,
};
/* style: the policy; the others: their text is raw or they write attributes of other elements. */
static const char *const refused_tags[] = {
	"style",   "xmp",           "plaintext",        "noembed", "noframes",
	"animate", "animatemotion", "animatetransform", "set",     NULL,
};
static const char *const safe_schemes[] = {
	"https://", "http://", "tel:", "mailto:", "sms:", "geo:", NULL};

static bool listed(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (!strcasecmp(*list, word))
			return true;
	return false;
}

const char *markup_where(const struct markup *m)
{
	switch (m->state) {
	case IN_TEXT: return "in text";
	case IN_LESS:
	case IN_NAME: return "in a tag name";
	case IN_BANG:
	case IN_DOCTYPE: return "in a <! declaration";
	case IN_COMMENT: return "in a comment";
	case IN_TAG:
	case IN_ATTR:
	case IN_AFTER: return "in a tag, outside its values";
	case IN_EQUALS:
	case IN_BARE: return "in a value without quotes";
	case IN_QUOTED: return "in a value";
	case IN_SINGLE: return "in a single-quoted value";
	case IN_SCRIPT:
	case IN_SCRIPT_LESS: return "in <script>";
	}
	return "nowhere";
}

static void refuse(const struct markup *m, const char *why, const char *name)
{
	fail(m->file, m->line, why, name);
}

static void word_add(const struct markup *m, char *word, size_t room, size_t *len, char c)
{
	if (*len + 1 >= room)
		fail(m->file, m->line, "name too long: %s", word);
	word[(*len)++] = (char)tolower((unsigned char)c);
	word[*len] = '\0';
}

static void tag_open(struct markup *m, bool closing)
{
	m->tag_len = m->attr_len = 0;
	m->tag[0] = m->attr[0] = '\0';
	m->closing = closing;
	m->has_src = m->has_refresh = m->has_hole = false;
	m->state = IN_NAME;
}

static void attr_open(struct markup *m, char c)
{
	m->attr_len = m->value_len = 0;
	m->holes = 0;
	m->value[0] = '\0';
	m->state = IN_ATTR;
	word_add(m, m->attr, sizeof m->attr, &m->attr_len, c);
}

static void attr_named(struct markup *m)
{
	if (m->closing)
		refuse(m, "attribute %s in a closing tag", m->attr);
	if (!strncmp(m->attr, "on", 2) || !strcmp(m->attr, "style") || !strcmp(m->attr, "srcdoc"))
		refuse(m, "attribute %s is refused: use assets/", m->attr);
	m->has_src |= !strcmp(m->attr, "src");
	m->has_refresh |= !strcmp(m->attr, "http-equiv");
}

static void refresh_check(const struct markup *m)
{
	if (m->has_refresh && m->has_hole)
		refuse(m, "a hole in a tag with http-equiv%s", "");
}

static void value_done(struct markup *m)
{
	if (listed(url_attrs, m->attr) &&
	    (!strncasecmp(m->value, "javascript:", 11) || !strncasecmp(m->value, "vbscript:", 9)))
		refuse(m, "a script in %s", m->attr);
	m->state = IN_TAG;
}

static void tag_done(struct markup *m)
{
	if (listed(refused_tags, m->tag))
		refuse(m, "<%s> is refused", m->tag);
	refresh_check(m);
	bool script = !strcmp(m->tag, "script");
	if (script && !m->closing && !m->has_src)
		refuse(m, "inline <%s> is refused: use assets/", m->tag);
	m->state = script && !m->closing ? IN_SCRIPT : IN_TEXT;
}

/* What is neither the end of a tag nor of its name nor a blank opens an attribute. */
static void in_tag(struct markup *m, char c)
{
	if (c == '>')
		tag_done(m);
	else if (isspace((unsigned char)c) || c == '/')
		m->state = IN_TAG;
	else if (strchr("\"'=<", c))
		refuse(m, "misplaced quote, = or < in <%s>", m->tag);
	else
		attr_open(m, c);
}

static void in_attr(struct markup *m, char c)
{
	if (c != '=' && c != '>' && c != '/' && !isspace((unsigned char)c)) {
		if (strchr("\"'<", c))
			refuse(m, "misplaced quote or < in <%s>", m->tag);
		word_add(m, m->attr, sizeof m->attr, &m->attr_len, c);
		return;
	}
	attr_named(m);
	if (c == '=')
		m->state = IN_EQUALS;
	else if (isspace((unsigned char)c))
		m->state = IN_AFTER;
	else
		in_tag(m, c);
}

static void value_add(struct markup *m, char c)
{
	if (!m->value_len && isspace((unsigned char)c))
		return;
	if (m->value_len + 1 < sizeof m->value)
		m->value[m->value_len] = c;
	m->value_len++;
	m->value[m->value_len < sizeof m->value ? m->value_len : sizeof m->value - 1] = '\0';
}

static void in_equals(struct markup *m, char c)
{
	if (isspace((unsigned char)c))
		return;
	if (c == '>')
		refuse(m, "attribute %s has no value after =", m->attr);
	m->state = c == '"' ? IN_QUOTED : c == '\'' ? IN_SINGLE : IN_BARE;
	if (m->state == IN_BARE)
		value_add(m, c);
}

static void in_bare(struct markup *m, char c)
{
	if (c == '>' || isspace((unsigned char)c)) {
		value_done(m);
		in_tag(m, c);
	} else if (strchr("\"'<=`", c)) {
		refuse(m, "misplaced quote, < or = in the value of %s", m->attr);
	} else {
		value_add(m, c);
	}
}

static void in_less(struct markup *m, char c)
{
	if (c == '!') {
		m->state = IN_BANG;
		m->dashes = 0;
	} else if (c == '/') {
		tag_open(m, true);
	} else if (isalpha((unsigned char)c)) {
		tag_open(m, false);
		word_add(m, m->tag, sizeof m->tag, &m->tag_len, c);
	} else {
		refuse(m, "a < that opens no tag: write &lt;%s", "");
	}
}

static void in_name(struct markup *m, char c)
{
	if (isalnum((unsigned char)c) || strchr("-:_", c))
		word_add(m, m->tag, sizeof m->tag, &m->tag_len, c);
	else if (!m->tag_len)
		refuse(m, "a closing tag has no name%s", "");
	else
		in_tag(m, c);
}

static void in_bang(struct markup *m, char c)
{
	if (c == '-' && ++m->dashes == 2) {
		m->state = IN_COMMENT;
		m->dashes = 0;
	} else if (c != '-' && (m->dashes || !isalpha((unsigned char)c))) {
		refuse(m, "expected <!doctype or a comment%s", "");
	} else if (c != '-') {
		m->state = IN_DOCTYPE;
	}
}

static void in_comment(struct markup *m, char c)
{
	if (c == '>' && m->dashes >= 2)
		m->state = IN_TEXT;
	m->dashes = c == '-' ? m->dashes + 1 : 0;
}

static void in_script(struct markup *m, char c)
{
	if (m->state == IN_SCRIPT_LESS && c == '/')
		tag_open(m, true);
	else if (m->state == IN_SCRIPT && c == '<')
		m->state = IN_SCRIPT_LESS;
	else if (m->state == IN_SCRIPT_LESS || !isspace((unsigned char)c))
		refuse(m, "inline <%s> is refused: use assets/", m->tag);
}

static void step(struct markup *m, char c)
{
	switch (m->state) {
	case IN_TEXT:
		if (c == '<')
			m->state = IN_LESS;
		return;
	case IN_LESS: return in_less(m, c);
	case IN_BANG: return in_bang(m, c);
	case IN_DOCTYPE:
		if (c == '>')
			m->state = IN_TEXT;
		return;
	case IN_COMMENT: return in_comment(m, c);
	case IN_NAME: return in_name(m, c);
	case IN_TAG: return in_tag(m, c);
	case IN_ATTR: return in_attr(m, c);
	case IN_AFTER:
		if (c == '=')
			m->state = IN_EQUALS;
		else if (!isspace((unsigned char)c))
			in_tag(m, c);
		return;
	case IN_EQUALS: return in_equals(m, c);
	case IN_QUOTED:
	case IN_SINGLE:
		if (c == (m->state == IN_QUOTED ? '"' : '\''))
			value_done(m);
		else
			value_add(m, c);
		return;
	case IN_BARE: return in_bare(m, c);
	case IN_SCRIPT:
	case IN_SCRIPT_LESS: return in_script(m, c);
	}
}

void markup_text(struct markup *m, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		step(m, s[i]);
}

/* Whether what is written before the first hole already fixes where the address leads. */
static bool url_fixed(const char *s)
{
	if (s[0] == '#' || s[0] == '?')
		return true;
	if (s[0] == '/')
		return s[1] && s[1] != '/' && s[1] != '\\';
	for (const char *const *p = safe_schemes; *p; p++)
		if (!strncasecmp(s, *p, strlen(*p)))
			return true;
	size_t n = strcspn(s, "/?#:");
	return n && s[n] && s[n] != ':';
}

void markup_hole(struct markup *m, bool url)
{
	m->has_hole = true;
	if (m->state == IN_TEXT)
		return;
	if (m->state != IN_QUOTED)
		refuse(m, "a hole %s", markup_where(m));
	refresh_check(m);
	if (listed(url_attrs, m->attr)) {
		bool first = !m->value_len && !m->holes;
		if (url && !first)
			refuse(m, "{{url: }} does not stand first in %s", m->attr);
		if (first && !url)
			refuse(m, "a hole stands first in %s: write {{url: expr}}", m->attr);
		if (!first && !m->holes && !url_fixed(m->value))
			refuse(m, "the text before the hole in %s does not fix where it leads",
			       m->attr);
	}
	m->holes++;
}

bool markup_same(const struct markup *a, const struct markup *b)
{
	if (a->state != b->state)
		return false;
	if (a->state == IN_TEXT)
		return true;
	if (strcmp(a->tag, b->tag) != 0)
		return false;
	if (a->state != IN_QUOTED && a->state != IN_SINGLE)
		return a->state != IN_BARE && a->state != IN_ATTR && a->state != IN_NAME;
	return !strcmp(a->attr, b->attr) &&
	       (!listed(url_attrs, a->attr) ||
	        (a->value_len == b->value_len && !a->holes == !b->holes));
}
