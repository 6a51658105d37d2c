/* Every stored text holds the corpus, every page is opened by every role, and what comes back is read
 * as a browser reads it: no element, attribute or address that the templates did not write. */
#include "scene.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/text.h"
#include "order_case.h"
#include "store/db.h"
#include "web/route.h"

static const char *const corpus[] = {
	"<script>zq()</script>",
	"</script><script>zq()</script>",
	"<img src=x onerror=zq()>",
	"\"><img src=x onerror=zq()>",
	"\" onmouseover=\"zq()",
	"'><svg/onload=zq()>",
	"<svg onload=zq()>",
	"<body onload=zq()>",
	"<iframe src=javascript:zq()>",
	"<a href=\"javascript:zq()\">zq</a>",
	"</title><script>zq()</script>",
	"</textarea><script>zq()</script>",
	"</option></select><b onclick=zq()>",
	"<math><mi xlink:href=\"data:x,zq\">",
	"<input autofocus onfocus=zq()>",
	"<details open ontoggle=zq()>",
	"<style>*{background:url(//zq)}</style>",
	"<link rel=stylesheet href=//zq>",
	"<meta http-equiv=refresh content=0;//zq>",
	"<base href=//zq>",
	"<form action=//zq>",
	"<!--><img src=x onerror=zq()>-->",
	"<![CDATA[<b onclick=zq()>]]>",
	"&lt;script&gt;zq()&lt;/script&gt;",
	"&#60;img src=x onerror=zq()&#62;",
	"\xF0\x9F\x98\x80<b onclick=zq()>",
	"<ScRiPt>zq()</sCrIpT>",
	"<scr<script>ipt>zq()</script>",
	"{{ zq }}",
	"%zq%",
	"\\\"><b onclick=zq()>",
	"`><b onclick=zq()>",
	"<b onclick=zq() x=`",
	"＜script＞zq()＜/script＞",
	NULL,
};

/* ---- a browser's reading, as far as it matters ---- */

static const char *const elements[] = {
	"html",     "head",     "meta",       "title",    "link",       "script",   "body",
	"a",        "p",        "header",     "div",      "svg",        "use",      "span",
	"h1",       "h2",       "h3",         "h4",       "nav",        "main",     "form",
	"input",    "button",   "label",      "select",   "option",     "optgroup", "textarea",
	"table",    "thead",    "tbody",      "tr",       "th",         "td",       "ul",
	"ol",       "li",       "dl",         "dt",       "dd",         "section",  "article",
	"aside",    "footer",   "small",      "b",        "strong",     "em",       "time",
	"details",  "summary",  "fieldset",   "legend",   "br",         "hr",       "img",
	"code",     "pre",      "caption",    "figure",   "figcaption", "output",   "dialog",
	"progress", "meter",    "i",          "template", "noscript",   "kbd",      "datalist",
	"colgroup", "col",      "path",       "circle",   "rect",       "line",     "g",
	"text",     "polyline", "blockquote", "mark",     "s",          "del",      "ins",
	"address",  "picture",  "source",     "menu",     "abbr",       "sup",      "sub",
	"u",        "search",   "hgroup",     NULL,
};

/* With loops of its own: under ASan strncmp(), strchr() and strspn() measure the whole page each time. */
static bool begins(const char *p, const char *lower, bool fold)
{
	for (; *lower; p++, lower++)
		if ((fold && *p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p) != *lower)
			return false;
	return true;
}

/* How many characters at p are in the set, or are not. */
static size_t span(const char *p, const char *set, bool in)
{
	size_t n = 0;
	while (p[n] && !strchr(set, p[n]) != in)
		n++;
	return n;
}

static bool known(const char *name, size_t n)
{
	for (const char *const *e = elements; *e; e++)
		if (strlen(*e) == n && begins(name, *e, true))
			return true;
	return false;
}

static bool address_fine(const char *v, size_t n)
{
	if (n == 0 || v[0] == '#' || v[0] == '?' || (v[0] == '/' && (n < 2 || v[1] != '/')))
		return true;
	return begins(v, "tel:", false) || begins(v, "http://127.0.0.1:8080/", false) ||
	       begins(v, "data:image/", false);
}

static const char *attribute_fault(const char *name, size_t n, const char *value, size_t size)
{
	static const char *const addresses[] = {"href",       "src",    "action",
	                                        "formaction", "poster", NULL};
	if (n > 1 && begins(name, "on", true))
		return "an event handler";
	if (n == 5 && begins(name, "style", true))
		return "an inline style";
	for (const char *const *a = addresses; *a; a++)
		if (strlen(*a) == n && begins(name, *a, true) && !address_fine(value, size))
			return "a foreign address";
	return NULL;
}

/* One tag from behind its name to its '>'; NULL: not closed. */
static const char *attributes(const char *p, const char **fault)
{
	for (;;) {
		p += span(p, " \n\t/", true);
		if (!*p || *p == '>')
			return *p ? p : NULL;
		size_t n = span(p, "= \n\t/>\"'<", false);
		const char *name = p, *value = "";
		size_t size = 0;
		if (n == 0) {
			*fault = "a stray quote in a tag";
			return p;
		}
		p += n;
		if (*p == '=' && p[1] != '"') {
			*fault = "a value without quotes";
			return p;
		}
		if (*p == '=') {
			value = p + 2;
			size = span(value, "\"", false);
			p = value + size;
			if (*p++ != '"')
				return NULL;
		}
		if ((*fault = attribute_fault(name, n, value, size)))
			return name;
	}
}

/* Where the page is not what templates write; NULL: nowhere. */
static const char *fault_of(const char *page, const char **fault)
{
	*fault = NULL;
	for (const char *p = page; *(p += span(p, "<", false));) {
		const char *tag = p;
		p += p[1] == '/' ? 2 : 1;
		if (begins(p, "!doctype html>", true))
			continue;
		size_t n = span(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
		                true);
		if (!known(p, n)) {
			*fault = "an unknown element";
			return tag;
		}
		bool script = n == 6 && begins(p, "script", true) && tag[1] != '/';
		const char *end = attributes(p + n, fault);
		if (*fault || !end) {
			*fault = *fault ? *fault : "a tag that does not end";
			return tag;
		}
		if (script && (!memmem(tag, (size_t)(end - tag), "src=\"/assets/", 13) ||
		               !begins(end, "></script>", false))) {
			*fault = "a script of somebody else";
			return tag;
		}
		p = end;
	}
	return NULL;
}

static void the_reader_finds_what_escaping_would_forget(void **state)
{
	(void)state;
	static const char *const fine[] = {"<p class=\"x\">a &lt; b</p>",
	                                   "<a href=\"/wall?q=%3Cb\">x</a>",
	                                   "<script src=\"/assets/hq.js\" defer></script>", NULL};
	const char *fault;
	for (const char *const *f = fine; *f; f++)
		assert_null(fault_of(*f, &fault));
	for (const char *const *c = corpus; *c; c++) {
		char page[400];
		if (!strpbrk(*c, "<\""))
			continue;
		snprintf(page, sizeof page, "<p title=\"%s\">%s</p>", *c, *c);
		if (!fault_of(page, &fault))
			fail_msg("%s is not found", page);
	}
	assert_non_null(fault_of("<a href=\"javascript:zq()\">x</a>", &fault));
	assert_non_null(fault_of("<a href=\"//zq\">x</a>", &fault));
}

/* ---- the corpus in every column ---- */

static const struct {
	const char *table, *column;
	bool seen; /* it stands on some page */
} columns[] = {
	{"person", "name", true},          {"team", "name", true},
	{"team", "about", true},           {"place", "name", true},
	{"place", "label", true},          {"category", "label", true},
	{"orders", "title", true},         {"orders", "public_title", true},
	{"orders", "public_detail", true}, {"orders", "report", true},
	{"orders", "comment", true},       {"orders", "consent_by", false},
	{"orders", "consent_how", false},  {"order_event", "reason", true},
	{"activity", "title", false},      {"inbox", "subject", true},
	{"inbox", "body", true},           {"team_event", "reason", true},
	{"person", "consent_by", true},    {"person", "number", true},
};
enum { COLUMNS = sizeof columns / sizeof *columns };
static bool met[COLUMNS];

static const char *poison(struct world *w)
{
	struct buf b = BUF(w->mem);
	for (const char *const *c = corpus; *c; c++)
		buf_printf(&b, " %s", *c);
	return buf_str(&b);
}

static void plant(struct world *w)
{
	struct buf quoted = BUF(w->mem);
	for (const char *s = poison(w); *s; s++) {
		if (*s == '\'')
			buf_char(&quoted, '\'');
		buf_char(&quoted, *s);
	}
	world_begin(w, GUEST);
	for (size_t i = 0; i < COLUMNS; i++) {
		bool unique = strcmp(columns[i].column, "number") == 0;
		db_script(w->db, arena_printf(w->mem, "UPDATE %s SET %s = %s'zq%zu %s'",
		                              columns[i].table, columns[i].column,
		                              unique ? "id || " : "", i, buf_str(&quoted)));
		if (db_fault(w->db) != DB_FINE)
			fail_msg("%s: %s", columns[i].column, db_error(w->db));
	}
	db_script(w->db, "UPDATE inbox SET link = 'javascript:zq()'");
	world_commit(w);
}

static void opened(struct world *w, enum who who, const char *path)
{
	const char *fault, *at;
	if (world_page(w, who, path) >= 500)
		fail_msg("%s by %s: %d", path, who_names[who], w->status);
	if (!text_starts(w->body, "<!doctype"))
		return;
	at = fault_of(w->body, &fault);
	if (at)
		fail_msg("%s by %s holds %s: %.300s", path, who_names[who], fault, at);
	for (size_t i = 0; i < COLUMNS; i++)
		met[i] = met[i] || strstr(w->body, arena_printf(w->request_mem, "zq%zu ", i));
}

static void open_all(struct world *w, const struct scene *s, enum who who)
{
	const struct route *r;
	for (size_t n = 0; (r = route_at(routes_all, n)); n++)
		if (r->method == GET && !(r->flags & (ROUTE_API | ROUTE_RAW)))
			opened(w, who, probe_path(w, r, &s->t));
	for (enum order_state state = ORDER_DRAFT; state < ORDER_STATES; state++)
		for (const char *const *tail =
		             (const char *const[]){"", "/log", "/edit", "/verdict", NULL};
		     *tail; tail++)
			opened(w, who,
			       arena_printf(w->mem, "/orders/%s%s", s->order[state], *tail));
	opened(w, who, "/wall?state=closed");
	opened(w, who, "/orders?q=%22%3E%3Cscript%3Ezq()%3C%2Fscript%3E");
	opened(w, who, "/teams?q=%22%20onfocus%3Dzq()&place=%22%3E");
	opened(w, who, "/people?q=%3Cimg%20src%3Dx%20onerror%3Dzq()%3E");
	opened(w, who, "/sign-in?next=%2F%22%3E%3Cscript%3Ezq()%3C%2Fscript%3E");
	opened(w, who, "/setup?code=%22%3E%3Cscript%3E");
	opened(w, who, "/letter?code=%22%3E%3Cscript%3E");
	opened(w, who, "/%3Cscript%3Ezq()%3C%2Fscript%3E");
	opened(w, who, "/grants?person=%22%3E%3Cscript%3E");
	opened(w, who, "/audit?action=%22%3E%3Cscript%3E");
}

static void no_stored_text_becomes_markup_on_any_page_of_any_role(struct world *w)
{
	struct scene s = scene_build(w);
	s.order[ORDER_WALL] = case_order(w, ORDER_WALL);
	assert_int_equal(world_askf(w, LEADER, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\"}", w->uid[VOLUNTEER]),
	                            "/teams/%s/invite", s.t.team),
	                 200);
	memset(met, 0, sizeof met);
	plant(w);
	for (enum who who = GUEST; who < WHO_COUNT; who++)
		open_all(w, &s, who);
	for (size_t i = 0; i < COLUMNS; i++)
		if (columns[i].seen && !met[i])
			fail_msg("%s.%s stands on no page; the test looks past it",
			         columns[i].table, columns[i].column);
}

/* The sealed texts come in by the form, are shown on the page and stand in the form again. */
static void what_is_typed_comes_back_as_text(struct world *w)
{
	struct browser b = probe_browser(w, RESIDENT);
	for (const char *const *c = corpus; *c; c++) {
		struct buf typed = BUF(w->mem);
		const char *fault;
		for (const char *p = *c; *p; p++)
			buf_printf(&typed, "%%%02X", (unsigned char)*p);
		const char *text = buf_str(&typed);
		probe_post(w, &b, "/orders",
		           arena_printf(w->mem, "title=%s&detail=%s&category=%s&place=%s", text,
		                        text, text, text));
		assert_int_equal(w->status, 422);
		if (fault_of(w->body, &fault))
			fail_msg("the form again holds %s for %s", fault, *c);
		probe_post(w, &b, "/orders",
		           arena_printf(w->mem, "title=%s&detail=%s&category=repair&place=" VILLAGE,
		                        text, text));
		assert_int_equal(w->status, 303);
		assert_int_equal(probe_get(w, &b, w->location), 200);
		if (fault_of(w->body, &fault))
			fail_msg("the page holds %s for %s", fault, *c);
	}
}

static void markup_once(void **state)
{
	(void)state;
	world_run(false, no_stored_text_becomes_markup_on_any_page_of_any_role);
}
static void typed_once(void **state)
{
	(void)state;
	world_run(false, what_is_typed_comes_back_as_text);
}

const struct CMUnitTest xss_tests[] = {
	cmocka_unit_test(the_reader_finds_what_escaping_would_forget),
	{"no_stored_text_becomes_markup_on_any_page_of_any_role", markup_once, NULL, NULL, NULL},
	{"what_is_typed_comes_back_as_text", typed_once, NULL, NULL, NULL},
};
const size_t xss_tests_count = sizeof xss_tests / sizeof *xss_tests;
