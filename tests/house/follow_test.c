/* Every column that names a place or a person says what becomes of it when that one is merged, and does so:
 * a row is planted in each, and looked for after a merge, a death, a move. */
#include "order_case.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/feature.h"
#include "store/migrate.h"

struct column {
	const char *table, *name;
	int64_t text, needed; /* needed: no row without it */
};
static const struct field column_fields[] = {FIELD(struct column, table),
                                             FIELD(struct column, name),
                                             FIELD(struct column, text),
                                             FIELD(struct column, needed),
                                             {0}};

/* All columns there are. */
static struct column *live(struct world *w, size_t *n)
{
	static struct sql s = {
		"test_follow_columns",
		"SELECT m.name AS \"table\", p.name, CASE WHEN p.type = 'TEXT' THEN 1 ELSE 0 END "
		"AS text, CASE "
		"WHEN (p.\"notnull\" > 0 AND p.dflt_value IS NULL) OR (p.pk > 0 AND p.name <> "
		"'id') "
		"THEN 1 ELSE 0 END AS needed FROM sqlite_master m, pragma_table_info(m.name) p "
		"WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE "
		"'search%' "
		"ORDER BY 1, p.cid",
		"SELECT table_name AS \"table\", column_name AS name, CASE WHEN data_type = 'text' "
		"THEN 1 "
		"ELSE 0 END AS text, CASE WHEN is_nullable = 'NO' AND column_default IS NULL AND "
		"is_identity = 'NO' THEN 1 ELSE 0 END AS needed FROM information_schema.columns "
		"WHERE "
		"table_schema = current_schema() AND table_name NOT LIKE 'search%' "
		"ORDER BY 1, ordinal_position",
		0};
	s.id = sql_count + 4900;
	db_snapshot(w->db);
	struct column *all = db_all_values(w->db, w->mem, &s, column_fields, sizeof *all, n,
	                                   VALUES());
	if (db_fault(w->db) != DB_FINE)
		fail_msg("%s", db_error(w->db));
	db_end(w->db);
	return all;
}

/* ---- what the migrations say of a column ---- */

/* The line that declares it, its comment too; NULL: none. */
static const char *declared(struct arena *a, const struct column *c)
{
	const char *head = arena_printf(a, "CREATE TABLE %s (", c->table);
	const char *alter = arena_printf(a, "ALTER TABLE %s ADD COLUMN %s ", c->table, c->name);
	for (const struct migration *m = migrations; m->number; m++) {
		bool inside = false;
		for (const char **line = text_split(a, m->text, "\n"); *line; line++) {
			const char *s = *line + strspn(*line, " \t");
			size_t n = strcspn(s, " ");
			if (text_starts(s, alter))
				return s + strlen("ALTER TABLE  ADD COLUMN ") + strlen(c->table);
			if (inside && strlen(c->name) == n && !strncmp(s, c->name, n))
				return s;
			inside = text_starts(s, head) || (inside && *s != ')');
		}
	}
	return NULL;
}

static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);
	for (const char *s = text; (s = strstr(s, word)); s += n) {
		bool begins = s == text || !(isalnum((unsigned char)s[-1]) || s[-1] == '_');
		if (begins && !isalnum((unsigned char)s[n]) && s[n] != '_')
			return true;
	}
	return false;
}

/* By its type, its name or its comment; a text names somebody by public id, which answers as the kept one. */
static bool names_somebody(struct arena *a, const char *declaration)
{
	static const char *const words[] = {"person",   "place",  "actor",   "by",        "home",
	                                    "area",     "who",    "leader",  "proposer",  "proxy",
	                                    "author",   "editor", "mentor",  "creator",   "kept",
	                                    "answerer", "parent", "decider", "requester", NULL};
	const char *type = declaration + strcspn(declaration, " ");
	const char *comment = strstr(declaration, "--");
	char *name = arena_strndup(a, declaration, (size_t)(type - declaration));
	if (!text_starts(type, " INT"))
		return false;
	for (char *s = name; *s; s++)
		*s = *s == '_' ? ' ' : *s;
	for (const char *const *word = words; *word; word++)
		if (has_word(name, *word))
			return true;
	return comment && (has_word(comment, "person") || has_word(comment, "place") ||
	                   has_word(comment, "person.id") || has_word(comment, "place.id"));
}

static const struct follow *follow_of(const char *table, const char *column)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct follow *w = (*f)->follows; w && w->table; w++)
			if (text_equal(w->table, table) && text_equal(w->column, column))
				return w;
	return NULL;
}

static void every_column_that_names_somebody_says_what_follows(struct world *w)
{
	/* The comment speaks of a person, the number does not name one. */
	static const char *const others[] = {"orders.verdict_how", NULL};
	size_t n, seen = 0;
	struct column *all = live(w, &n);
	struct buf wrong = BUF(w->mem);
	for (size_t i = 0; i < n; i++) {
		const char *at = arena_printf(w->mem, "%s.%s", all[i].table, all[i].name);
		const char *line = declared(w->mem, &all[i]);
		bool other = false;
		for (const char *const *o = others; *o; o++)
			other |= text_equal(*o, at);
		if (!line && !text_equal(all[i].table, "migration"))
			buf_printf(&wrong, "%s is declared by no migration\n", at);
		if (line && !other && names_somebody(w->mem, line) &&
		    !follow_of(all[i].table, all[i].name))
			buf_printf(&wrong, "%s: what follows? (%s)\n", at, line);
		seen += follow_of(all[i].table, all[i].name) != NULL;
	}
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct follow *r = (*f)->follows; r && r->table; r++) {
			bool first = follow_of(r->table, r->column) == r;
			seen -= first;
			if (!r->keep &&
			    !(r->of == FOLLOW_PLACE ? (void *)r->place : (void *)r->person))
				buf_printf(&wrong, "%s.%s stays without a reason\n", r->table,
				           r->column);
		}
	if (seen)
		buf_printf(&wrong, "%lld rows follow that are no columns\n", (long long)seen);
	if (wrong.len)
		fail_msg("%s", buf_str(&wrong));
}
STORY(every_column_that_names_somebody_says_what_follows)

/* ---- a row in each, and where it ends up ---- */

static int64_t holding(struct world *w, const struct follow *f, int64_t id)
{
	return world_count(w, arena_printf(w->mem, "SELECT COUNT(*) FROM %s WHERE %s = %lld",
	                                   f->table, f->column, (long long)id));
}

/* The smallest row of f->table whose f->column is `id`. */
static void plant(struct world *w, const struct column *all, size_t n, const struct follow *f,
                  int64_t id)
{
	static int64_t unique = 700000;
	struct buf names = BUF(w->mem), values = BUF(w->mem);
	for (size_t i = 0; i < n; i++) {
		bool it = text_equal(all[i].name, f->column);
		bool key = text_equal(all[i].name, "id");
		if (!text_equal(all[i].table, f->table) || (!it && !key && !all[i].needed))
			continue;
		buf_printf(&names, "%s%s", names.len ? ", " : "", all[i].name);
		buf_text(&values, values.len ? ", " : "");
		int64_t v = it ? id : ++unique;
		buf_printf(&values, all[i].text ? "'x%lld'" : "%lld", (long long)v);
	}
	case_script(w, arena_printf(w->mem, "INSERT INTO %s (%s) VALUES (%s)", f->table,
	                            buf_str(&names), buf_str(&values)));
	if (!holding(w, f, id))
		fail_msg("nothing was planted in %s.%s", f->table, f->column);
}

/* A role keeps its holder from being merged away and from being recorded as gone. */
static bool is_role(const struct follow *f)
{
	return text_equal(f->table, "grants") && f->of == FOLLOW_PERSON &&
	       text_equal(f->column, "person");
}

static void plant_all(struct world *w, enum follow_of of, int64_t id)
{
	size_t n;
	struct column *all = live(w, &n);
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct follow *r = (*f)->follows; r && r->table; r++)
			if (r->of == of && !is_role(r) && follow_of(r->table, r->column) == r)
				plant(w, all, n, r, id);
}

/* After `gone` became `kept`. Of the choices of two a third is made, his own row stays behind. */
static void look_after_merge(struct world *w, enum follow_of of, int64_t gone, int64_t kept)
{
	struct buf wrong = BUF(w->mem);
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct follow *r = (*f)->follows; r && r->table; r++) {
			if (r->of != of || is_role(r))
				continue;
			int64_t left = holding(w, r, gone), there = holding(w, r, kept);
			bool both = text_equal(r->table, "channel_choice");
			if (r->keep && !left)
				buf_printf(&wrong, "%s.%s did not stay\n", r->table, r->column);
			if (!r->keep && (!there || (left && !both)))
				buf_printf(&wrong, "%s.%s: %lld stayed, %lld are there\n", r->table,
				           r->column, (long long)left, (long long)there);
		}
	if (wrong.len)
		fail_msg("%s", buf_str(&wrong));
}

static int64_t somebody(struct world *w)
{
	case_script(
		w,
		"INSERT INTO person (uid, name, home, created) VALUES ('gone', '示例并掉', 4, 1)");
	return world_count(w, "SELECT id FROM person WHERE uid = 'gone'");
}

static void a_merge_of_people_takes_along_what_says_so(struct world *w)
{
	int64_t gone = somebody(w);
	plant_all(w, FOLLOW_PERSON, gone);
	if (world_askf(w, TOWNSHIP, POST,
	               arena_printf(w->mem,
	                            "{\"keep\":\"%s\",\"other\":\"gone\",\"note\":\"当面核对过\"}",
	                            w->uid[RESIDENT]),
	               "/people/%s/merge", w->uid[RESIDENT]) != 200)
		fail_msg("%s", w->body);
	look_after_merge(w, FOLLOW_PERSON, gone, w->person[RESIDENT]);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person_merge WHERE moved LIKE "
	                                "'%orders.requester %' AND moved LIKE '%member.person %' "
	                                "AND moved LIKE '%inbox.person %'"),
	                 1);
}
STORY(a_merge_of_people_takes_along_what_says_so)

static void a_merge_of_places_takes_along_what_says_so(struct world *w)
{
	int64_t gone = world_count(w, "SELECT id FROM place WHERE code = '" OTHER_VILLAGE "'");
	plant_all(w, FOLLOW_PLACE, gone);
	if (world_ask(w, SYSADMIN, POST, "/places/" OTHER_VILLAGE "/merge",
	              "{\"into\":\"" VILLAGE "\"}") != 200)
		fail_msg("%s", w->body);
	look_after_merge(w, FOLLOW_PLACE, gone,
	                 world_count(w, "SELECT id FROM place WHERE code = '" VILLAGE "'"));
}
STORY(a_merge_of_places_takes_along_what_says_so)

/* What was of somebody stays his when he moves, leaves or dies. */
static void nothing_of_somebody_is_lost_when_he_goes(struct world *w)
{
	static const char *const how[] = {"\"kind\":\"moved\",\"orders\":\"stay\",\"place\":\""
	                                  "430421100299\"",
	                                  "\"kind\":\"left\"", "\"kind\":\"died\""};
	int64_t gone = somebody(w);
	case_script(w, "INSERT INTO place (id, code, name, label, kind, parent, path) VALUES "
	               "(99, '430421100299', '示例村委会', '示例村', 2, 2, "
	               "'430421/430421100/430421100299/')");
	plant_all(w, FOLLOW_PERSON, gone);
	for (size_t i = 0; i < 3; i++) {
		if (world_askf(w, TOWNSHIP, POST,
		               arena_printf(w->mem, "{\"told_by\":\"女儿电话告知\",%s}", how[i]),
		               "/people/gone/depart") != 200)
			fail_msg("%s", w->body);
		case_script(w, "UPDATE person SET home = 4 WHERE uid = 'gone'");
		for (const struct feature *const *f = feature_all; *f; f++)
			for (const struct follow *r = (*f)->follows; r && r->table; r++)
				if (r->of == FOLLOW_PERSON && !is_role(r) && !holding(w, r, gone))
					fail_msg("%s.%s is lost, %s", r->table, r->column, how[i]);
	}
}
STORY(nothing_of_somebody_is_lost_when_he_goes)

const struct CMUnitTest follow_tests[] = {
	TOLD(every_column_that_names_somebody_says_what_follows),
	TOLD(a_merge_of_people_takes_along_what_says_so),
	TOLD(a_merge_of_places_takes_along_what_says_so),
	TOLD(nothing_of_somebody_is_lost_when_he_goes),
};
const size_t follow_tests_count = sizeof follow_tests / sizeof *follow_tests;
