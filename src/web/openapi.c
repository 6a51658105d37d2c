#include "web/openapi.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/life.h"
#include "web/json.h"
#include "web/route.h"
#include "web/shape.h"

#include <string.h>

#define lit(b, s) buf_add((b), (s), sizeof(s) - 1)

/* ---- operations ---- */

/* "/orders/:id/accept" as "/orders/{id}/accept", or as "orders_id_accept". */
static const char *path_as(struct arena *a, const char *path, bool id)
{
	struct buf b = BUF(a);
	bool open = false;
	for (const char *p = path + id; *p; p++) {
		if (open && *p == '/') {
			buf_text(&b, id ? "" : "}");
			open = false;
		}
		if (*p == ':') {
			open = true;
			buf_text(&b, id ? "" : "{");
		} else {
			buf_char(&b, id && !strchr("abcdefghijklmnopqrstuvwxyz0123456789", *p)
			                     ? '_'
			                     : *p);
		}
	}
	if (open && !id)
		buf_char(&b, '}');
	return buf_str(&b);
}

const char *openapi_tag_of(struct arena *a, const struct route *r)
{
	return arena_strndup(a, r->path + 1, strcspn(r->path + 1, "/."));
}

/* Who may, in which roles: the record decides the rest. */
static void who(struct buf *b, enum perm needs)
{
	const char *sep = "";
	if (needs == PERM_PUBLIC)
		lit(b, "Needs no account; a token may show more.");
	else if (needs == PERM_SIGNED_IN)
		lit(b, "Needs an account; what it may do depends on the record.");
	if (needs == PERM_PUBLIC || needs == PERM_SIGNED_IN)
		return;
	buf_printf(b, "Needs `%s`, which these roles have: ", perm_words[needs]);
	for (enum role role = ROLE_GUEST; role < ROLE_COUNT; role++) {
		if (access_cell(needs, role) == REACH_NONE)
			continue;
		buf_printf(b, "%s%s", sep, role_words[role]);
		sep = ", ";
	}
	buf_char(b, '.');
}

static void states(struct buf *b, const char *before, const struct life *l, uint32_t set)
{
	const char *sep = before;
	for (int s = 0; set && l->state_words[s]; s++) {
		if (!(set & IN(s)))
			continue;
		buf_printf(b, "%s`%s`", sep, l->state_words[s]);
		sep = ", ";
	}
}

/* All rows of the action as one. */
static void move(struct buf *b, const struct life *l, int action)
{
	struct life_move all = {0};
	for (const struct life_move *m = l->moves; m->word; m++) {
		if (m->action != action)
			continue;
		all.from |= m->from;
		all.to |= m->to;
		all.reason |= m->reason;
		all.guarded |= m->guarded;
	}
	if (!all.from)
		return;
	states(b, " From ", l, all.from);
	states(b, " to ", l, all.to);
	buf_text(b, all.to ? "." : "; the state stays.");
	buf_text(b, all.reason ? " Not without a `reason`." : "");
	buf_text(b, all.guarded ? " Not without the `revision` that was read." : "");
}

static void description(struct buf *b, const struct route *r)
{
	struct buf text = BUF(b->mem);
	who(&text, r->needs);
	if (r->life)
		move(&text, r->life, r->data);
	if (field_find(r->asks, "after"))
		lit(&text, " `next` of one page is `after` of the one behind it.");
	if (r->flags & ROUTE_LOOK)
		lit(&text, " Each look is asked for, counted and logged anew.");
	if (r->flags & (ROUTE_HEAVY | ROUTE_ALONE))
		lit(&text, " May be answered 503 (crowded): come back after `Retry-After`.");
	lit(b, ",\"description\":");
	json_text(b, buf_str(&text));
}

static void parameters(struct buf *b, const struct route *const *tables, const struct route *r)
{
	const char *sep = "";
	lit(b, ",\"parameters\":[");
	for (const char *p = r->path; (p = strchr(p, ':')); sep = ",") {
		size_t n = strcspn(++p, "/");
		buf_printf(b,
		           "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,"
		           "\"schema\":{\"type\":\"string\"}}",
		           sep, (int)n, p);
	}
	const struct field *f;
	for (struct field_walk w = {.at = r->asks}; (f = field_next(&w)); sep = ",") {
		buf_printf(b, "%s{\"name\":\"%s\",\"in\":\"query\",%s\"schema\":", sep, f->name,
		           f->required ? "\"required\":true," : "");
		shape_asked(b, tables, f);
		buf_char(b, '}');
	}
	if (r->method != GET && !(r->flags & ROUTE_LOOK))
		buf_printf(b, "%s{\"$ref\":\"#/components/parameters/operation\"}", sep);
	buf_char(b, ']');
}

static bool demands(const struct field *fields)
{
	const struct field *f;
	struct field_walk w = {.at = fields};
	while ((f = field_next(&w)) && !f->required)
		;
	return f != NULL;
}

static void body(struct buf *b, const struct route *r)
{
	bool patch = r->method == PATCH;
	if (!r->takes || r->method == GET)
		return;
	buf_printf(b, ",\"requestBody\":{%s\"content\":{\"application/json\":{\"schema\":",
	           !patch && demands(r->takes) ? "\"required\":true," : "");
	shape_ref(b, r->takes, patch ? SHAPE_PATCHED : SHAPE_TAKEN);
	lit(b, "}}}");
}

static bool gives(const struct route *r)
{
	return r->gives && r->gives->fields;
}

static enum shape_use use_of(const struct route *r)
{
	return r->gives->list ? SHAPE_LISTED : SHAPE_GIVEN;
}

static void seen(struct buf *b, const struct route *r)
{
	lit(b, "\"200\":{\"description\":\"As asked.\",\"content\":{\"application/json\":{"
	       "\"schema\":");
	if (gives(r))
		shape_ref(b, r->gives->fields, use_of(r));
	else
		lit(b, "{\"type\":\"object\"}");
	lit(b, "}}}");
}

/* 201: made, Location names it. */
static void changed(struct buf *b, const struct route *r)
{
	const char *name = shape_name(b->mem, r->gives->fields, use_of(r));
	buf_printf(b, "\"200\":{\"$ref\":\"#/components/responses/%s\"}", name);
	if (r->method == POST)
		buf_printf(b, ",\"201\":{\"$ref\":\"#/components/responses/%s\"}", name);
}

static void responses(struct buf *b, const struct route *r)
{
	lit(b, ",\"responses\":{");
	if (r->method == GET || !gives(r))
		seen(b, r);
	else
		changed(b, r);
	lit(b, ",\"4XX\":{\"$ref\":\"#/components/responses/refused\"},"
	       "\"5XX\":{\"$ref\":\"#/components/responses/failed\"}}");
}

static void operation(struct buf *b, const struct route *const *tables, const struct route *r)
{
	const char *verb = method_words[r->method];
	buf_char(b, '"');
	for (const char *p = verb; *p; p++)
		buf_char(b, (char)(*p | 0x20));
	buf_printf(b, "\":{\"operationId\":\"%s_%s\",\"tags\":[\"%s\"],\"summary\":",
	           text_fold(b->mem, verb), path_as(b->mem, r->path, true),
	           openapi_tag_of(b->mem, r));
	json_text(b, r->doc ? r->doc : r->path);
	description(b, r);
	buf_printf(b, ",\"x-permission\":\"%s\"", perm_words[r->needs]);
	if (r->needs == PERM_PUBLIC) /* a token may show more */
		lit(b, ",\"security\":[{},{\"bearer\":[]}]");
	parameters(b, tables, r);
	body(b, r);
	responses(b, r);
	buf_char(b, '}');
}

static bool first_of_path(const struct route *const *tables, size_t n, const struct route *r)
{
	for (size_t i = 0; i < n; i++) {
		const struct route *before = route_at(tables, i);
		if (!(before->flags & ROUTE_PAGE) && strcmp(before->path, r->path) == 0)
			return false;
	}
	return true;
}

static void paths(struct buf *b, const struct route *const *tables)
{
	const struct route *r, *other;
	const char *sep = "";
	for (size_t i = 0; (r = route_at(tables, i)); i++) {
		if (r->flags & ROUTE_PAGE || !first_of_path(tables, i, r))
			continue;
		buf_printf(b, "%s\"%s\":{", sep, path_as(b->mem, r->path, false));
		const char *comma = "";
		for (size_t j = i; (other = route_at(tables, j)); j++) {
			if (other->flags & ROUTE_PAGE || strcmp(other->path, r->path) != 0)
				continue;
			buf_text(b, comma);
			operation(b, tables, other);
			comma = ",";
		}
		buf_char(b, '}');
		sep = ",";
	}
}

/* A change and what it gives: named once, however many changes give it. */
static bool first_change(const struct route *const *tables, size_t n, const struct route *r)
{
	if (r->flags & ROUTE_PAGE || r->method == GET || !gives(r))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct route *before = route_at(tables, i);
		if (!(before->flags & ROUTE_PAGE) && before->method != GET && gives(before) &&
		    before->gives->fields == r->gives->fields && use_of(before) == use_of(r))
			return false;
	}
	return true;
}

static void changes(struct buf *b, const struct route *const *tables)
{
	const struct route *r;
	for (size_t i = 0; (r = route_at(tables, i)); i++) {
		if (!first_change(tables, i, r))
			continue;
		buf_printf(b,
		           ",\"%s\":{\"description\":\"Done; with 201, Location names what was "
		           "made.\",\"content\":{\"application/json\":{\"schema\":{\"anyOf\":[",
		           shape_name(b->mem, r->gives->fields, use_of(r)));
		shape_ref(b, r->gives->fields, use_of(r));
		lit(b, ",{\"$ref\":\"#/components/schemas/Done\"}]}}}}");
	}
}

static void tags(struct buf *b, const struct openapi_tag *t)
{
	const char *sep = "";
	lit(b, "\"tags\":[");
	for (; t && t->name; t++, sep = ",") {
		buf_printf(b, "%s{\"name\":\"%s\",\"description\":", sep, t->name);
		json_text(b, t->about);
		buf_char(b, '}');
	}
	lit(b, "],");
}

/* JSON with ' for " */
static void said(struct buf *b, const char *text)
{
	for (; *text; text++)
		buf_char(b, *text == '\'' ? '"' : *text);
}

static const char components[] =
	"'components':{'securitySchemes':{'bearer':{'type':'http','scheme':'bearer'}},"
	"'parameters':{'operation':{'name':'Idempotency-Key','in':'header','description':"
	"'The same key and body are done once; sent again, they are answered with what the caller "
	"may see now.','schema':{'type':'string','minLength':8,'maxLength':128}}},"
	"'responses':{"
	"'refused':{'description':'It was not done: `type` and `errors` say why.','content':"
	"{'application/problem+json':{'schema':{'$ref':'#/components/schemas/Problem'}}}},"
	"'failed':{'description':'It was not done; with Retry-After it may be asked for again.',"
	"'content':"
	"{'application/problem+json':{'schema':{'$ref':'#/components/schemas/Problem'}}}}";

static const char schemas[] =
	"},'schemas':{"
	"'Done':{'type':'object','description':'It is done; what came of it is not for the caller "
	"to see.','properties':{'done':{'const':true}},'required':['done']},"
	"'Next':{'type':['string','null'],'description':'`after` of the next page; null: this was "
	"the last'},"
	"'Total':{'type':['integer','null'],'description':'how many there are on all pages; null: "
	"more than "
	"10000, or not counted'},"
	"'Problem':{'type':'object','description':'RFC 9457. Its sentences are for people, in "
	"Chinese.','properties':{"
	"'type':{'type':'string','description':'ends in the kind: /problems/invalid'},"
	"'title':{'type':'string'},'status':{'type':'integer'},'detail':{'type':'string'},"
	"'state':{'type':'string','description':'with 409: the present state'},"
	"'request':{'type':'string','description':'its id, to tell the office'},"
	"'errors':{'type':'array','items':{'$ref':'#/components/schemas/Fault'}}},"
	"'required':['type','title','status','errors','request']},"
	"'Fault':{'type':'object','description':'What is wrong with one field.','properties':{"
	"'field':{'type':'string'},'message':{'type':'string'}},'required':['field','message']},";

void openapi_write(struct buf *b, const struct route *const *tables, const struct openapi_tag *t,
                   const char *version)
{
	buf_printf(b,
	           "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"wudan\",\"version\":\"%s\","
	           "\"description\":\"Times are seconds UTC. Errors are RFC 9457 problems.\","
	           "\"contact\":{\"name\":\"The office that runs this installation\"},"
	           "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
	           "\"servers\":[{\"url\":\"/api/v1\"}],\"security\":[{\"bearer\":[]}],",
	           version);
	tags(b, t);
	lit(b, "\"paths\":{");
	paths(b, tables);
	lit(b, "},");
	said(b, components);
	changes(b, tables);
	said(b, schemas);
	shape_all(b, tables);
	lit(b, "}}}");
}
