/* Every column has its class, and what is sealed stands in clear nowhere. */
#include "image.h"
#include "order_case.h"
#include "visitor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/crypto.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "store/db.h"
#include "store/migrate.h"

/* ---- the list, and what there is ---- */

struct column {
	const char *at; /* "person.phone" */
	const char *class;
};

static struct column *listed(struct world *w, size_t *count)
{
	FILE *f = fopen("tests/columns.txt", "re");
	struct column *all = ARENA_ARRAY(w->mem, struct column, 1000);
	char line[400], *save;
	*count = 0;
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		const char *table = strtok_r(line, " \n", &save);
		if (!table || *table == '#')
			continue;
		const char *class = arena_strdup(w->mem, strtok_r(NULL, " \n", &save));
		for (const char *c; (c = strtok_r(NULL, " \n", &save)) != NULL;)
			all[(*count)++] = (struct column){arena_printf(w->mem, "%s.%s", table, c),
			                                  class};
	}
	fclose(f);
	return all;
}

static const char *class_of(const struct column *all, size_t n, const char *at)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(all[i].at, at))
			return all[i].class;
	return NULL;
}

static bool is_class(const char *word)
{
	return text_equal(word, "clear") || text_equal(word, "personal") ||
	       text_equal(word, "sealed");
}

struct text_row {
	const char *text;
};

/* The first column of what the statement yields. */
static struct text_row *texts(struct world *w, const char *sqlite, const char *postgres, size_t *n)
{
	static const struct field fields[] = {FIELD(struct text_row, text), {0}};
	static unsigned used;
	struct sql *s = ARENA_NEW(w->mem, struct sql);
	*s = (struct sql){"test_texts", sqlite, postgres, sql_count + 4000 + used++};
	db_snapshot(w->db);
	struct text_row *rows = db_all_values(w->db, w->mem, s, fields, sizeof *rows, n, VALUES());
	if (db_fault(w->db) != DB_FINE)
		fail_msg("%s: %s", sqlite, db_error(w->db));
	db_end(w->db);
	return rows;
}

/* "table.column" of all tables; the parts that FTS5 makes for itself belong to search_gram. */
static struct text_row *live(struct world *w, size_t *n)
{
	return texts(w,
	             "SELECT m.name || '.' || p.name AS text FROM sqlite_master m, "
	             "pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE "
	             "'sqlite%' AND m.name NOT LIKE 'search_gram_%' ORDER BY 1",
	             "SELECT table_name || '.' || column_name AS text FROM "
	             "information_schema.columns WHERE table_schema = current_schema() ORDER BY 1",
	             n);
}

static void every_column_has_its_class(struct world *w)
{
	size_t n, there;
	const struct column *all = listed(w, &n);
	struct text_row *rows = live(w, &there);
	struct buf wrong = BUF(w->mem);
	assert_true(n > 100 && there > 100); /* both were read */
	for (size_t i = 0; i < n; i++)
		if (!is_class(all[i].class))
			buf_printf(&wrong, "%s: no class is called %s\n", all[i].at, all[i].class);
	for (size_t i = 0; i < there; i++)
		if (!class_of(all, n, rows[i].text))
			buf_printf(&wrong, "%s has no class\n", rows[i].text);
	for (size_t i = 0; i < n; i++) {
		bool found = text_starts(all[i].at, "search_"); /* of one engine only */
		for (size_t k = 0; k < there && !found; k++)
			found = text_equal(rows[k].text, all[i].at);
		for (size_t k = 0; k < i; k++)
			found &= !text_equal(all[k].at, all[i].at);
		if (!found)
			buf_printf(&wrong, "%s does not exist, or stands here twice\n", all[i].at);
	}
	if (wrong.len)
		fail_msg("tests/columns.txt:\n%s", buf_str(&wrong));
}
STORY(every_column_has_its_class)

/* ---- words planted in every field ---- */

#define MINOR_PHONE "19933330002"

/* What was typed where, and the columns that may hold it in clear; NULL: none, it is sealed. */
static const struct token {
	const char *text, *allowed;
} tokens[] = {
	{"尾号 0001", NULL},
	{"蜜监护甲", NULL},
	{"19933330001", NULL},
	{MINOR_PHONE, NULL},
	{"19933330003", NULL},
	{"honey-address-1", NULL},
	{"蜜监护乙", NULL},
	{"19933330004", NULL},
	{"999000198001010117", NULL},
	{"HONEYPAPER77", NULL},
	{"honey@example.org", NULL},
	{"honey-address-2", NULL},
	{"honey-detail-1", NULL},
	{"19933330005", NULL},
	{"honey-address-3", NULL},
	{"honey-detail-2", NULL},
	{"19933330006", NULL},
	{"honey-address-4", NULL},
	{"honey-complaint", NULL},
	{"honey-answer", NULL},
	{"honey-key", NULL},
	{"蜜服务对象", "person.name search_doc.text"},
	{"honey-consent", "orders.consent_how person.consent_how"},
	{"honey-report", "orders.report order_event.reason"},
	{"honey-comment", "orders.comment order_event.reason"},
	{"honey-reason", "order_event.reason order_offer.reason"},
	{"honey-reveal", "reveal.reason"},
	{"honey-refusal", "qualification.reason"},
	{"honey-merge", "person_merge.note"},
	{"honey-told", "depart.told_by"},
	{"蜜未交", NULL},
	{"honey-unsent", NULL},
};

static void must(struct world *w, int status, int wanted)
{
	if (status != wanted)
		fail_msg("%d instead of %d: %.400s", status, wanted, w->body);
}

static const char *uid_of(struct world *w, const char *name)
{
	size_t n;
	const char *q = arena_printf(w->mem, "SELECT uid AS text FROM person WHERE name = '%s'",
	                             name);
	struct text_row *r = texts(w, q, q, &n);
	assert_int_equal(n, 1);
	return r->text;
}

static void plant_people(struct world *w)
{
	struct browser b = visitor_open(w);
	struct day d = clock_local(clock_now());
	visitor_look(&b, "/register");
	assert_int_equal(
		visitor_fill(&b, "/register",
	                     arena_printf(w->mem,
	                                  "name=示例孩子&phone=" MINOR_PHONE
	                                  "&birth=%04d-01-01&password=blue kettle 77&consent=1"
	                                  "&guardian_name=蜜监护甲&guardian_phone=19933330001"
	                                  "&guardian_consent=1",
	                                  d.year - 10)),
		303);
	visitor_look(&b, "/register");
	assert_int_equal(visitor_fill(&b, "/register",
	                              "name=示例新人&phone=19933330003&volunteer=1&id_number="
	                              "999000198001010117&password=blue kettle 77&consent=1"),
	                 303);
	must(w,
	     world_ask(w, STATION, POST, "/people",
	               "{\"name\":\"示例老人\",\"phone\":\"19933330007\",\"home\":\"" VILLAGE
	               "\",\"address\":\"honey-address-1\",\"consent\":{\"by\":\"本人\",\"how\":"
	               "\"当面\",\"at\":1700000000}}"),
	     201);
	must(w,
	     world_ask(w, MEMBER, POST, "/me",
	               "{\"email\":\"honey@example.org\",\"address\":\"honey-address-2\"}"),
	     200);
	case_script(w, arena_printf(w->mem, "UPDATE person SET home = 4 WHERE name = '示例孩子';"));
	must(w,
	     world_askf(w, STATION, POST,
	                "{\"guardian\":{\"purpose\":\"takes_part\",\"name\":\"蜜监护乙\","
	                "\"phone\":\"19933330004\",\"how\":\"当面\",\"at\":\"2026-01-02\"}}",
	                "/people/%s/guardian", uid_of(w, "示例孩子")),
	     200);
	must(w,
	     world_ask(w, MEMBER, POST, "/me/qualifications",
	               "{\"kind\":\"nurse\",\"number\":\"HONEYPAPER77\"}"),
	     201);
	must(w,
	     world_askf(w, TOWNSHIP, POST, "{\"reason\":\"honey-refusal\"}",
	                "/qualifications/%s/refuse", world_get(w, "items.0.id")),
	     200);
}

/* One for himself with a key, and one by proxy, which is led to its verdict. */
static void plant_orders(struct world *w)
{
	must(w,
	     world_ask_key(w, RESIDENT, POST, "/orders",
	                   "{\"title\":\"水龙头漏水\",\"category\":\"repair\",\"place\":\"" VILLAGE
	                   "\",\"detail\":\"honey-detail-1\",\"phone\":\"19933330005\","
	                   "\"address\":\"honey-address-3\",\"submit\":true}",
	                   "honey-key-0123456789"),
	     201);
	must(w,
	     world_ask(w, STATION, POST, "/orders",
	               "{\"title\":\"灯不亮\",\"category\":\"repair\",\"place\":\"" VILLAGE
	               "\",\"detail\":\"honey-detail-2\",\"beneficiary\":{\"name\":\"蜜服务对象\","
	               "\"phone\":\"19933330006\",\"address\":\"honey-address-4\"},\"consent\":{"
	               "\"by\":\"本人\",\"how\":\"honey-consent\"},\"submit\":true}"),
	     201);
	const char *id = world_get(w, "id");
	static const char reason[] = "{\"reason\":\"honey-reason\"}";
	case_must(w, REVIEWER, id, ACT_APPROVE);
	case_must(w, DISPATCHER, id, ACT_OFFER);
	must(w, world_askf(w, LEADER, POST, reason, "/orders/%s/decline", id), 200);
	case_must(w, DISPATCHER, id, ACT_OFFER);
	case_must(w, LEADER, id, ACT_ACCEPT);
	case_must(w, LEADER, id, ACT_SCHEDULE);
	must(w, world_askf(w, LEADER, POST, "{}", "/orders/%s/on-the-way", id), 409);
	case_must(w, LEADER, id, ACT_START);
	must(w,
	     world_askf(w, LEADER, POST, "{\"report\":\"honey-report\"}", "/orders/%s/complete",
	                id),
	     200);
	must(w,
	     world_askf(w, STATION, POST,
	                "{\"score\":1,\"comment\":\"honey-comment\",\"verdict_by\":\"本人\","
	                "\"verdict_how\":\"phone\"}",
	                "/orders/%s/evaluate", id),
	     200);
	must(w,
	     world_askf(w, DISPATCHER, POST, "{\"reason\":\"honey-reveal\"}", "/orders/%s/contact",
	                id),
	     200);
	must(w,
	     world_askf(w, STATION, POST, "{\"text\":\"honey-complaint\"}", "/orders/%s/complain",
	                id),
	     200);
	must(w, world_ask(w, TOWNSHIP, GET, "/complaints", NULL), 200);
	must(w,
	     world_askf(w, TOWNSHIP, POST, "{\"answer\":\"honey-answer\"}", "/complaints/%s/answer",
	                world_get(w, "items.0.id")),
	     200);
}

static void plant_ends(struct world *w)
{
	struct browser late = visitor_open(w);
	visitor_sign_in(&late, visitor_account(w, STATION), VISITOR_PASSWORD, "/me");
	visitor_look(&late, "/people/new");
	case_script(w, "UPDATE session SET ended = 1 WHERE kind = 0");
	must(w, visitor_fill(&late, "/people", "name=蜜未交&address=honey-unsent"), 303);
	must(w,
	     world_askf(w, TOWNSHIP, POST,
	                arena_printf(w->mem,
	                             "{\"keep\":\"%s\",\"other\":\"%s\",\"note\":"
	                             "\"honey-merge\"}",
	                             w->uid[MEMBER], uid_of(w, "示例老人")),
	                "/people/%s/merge", w->uid[MEMBER]),
	     200);
	must(w,
	     world_askf(w, STATION, POST, "{\"kind\":\"died\",\"told_by\":\"honey-told\"}",
	                "/people/%s/depart", uid_of(w, "蜜服务对象")),
	     200);
	/* Said twice: the refusal is kept in its own words, which name him. */
	const char *path = arena_printf(w->mem, "/people/%s/depart", uid_of(w, "蜜服务对象"));
	must(w,
	     world_ask_key(w, STATION, POST, path, "{\"kind\":\"died\",\"told_by\":\"honey-told\"}",
	                   "said-twice"),
	     409);
}

/* As versions before wrote it, sealed at the next start. */
static void a_guardian_kept_in_clear_is_sealed_at_the_start(struct world *w)
{
	case_script(w, "INSERT INTO person (uid, name, home, created, consent_by, consent_how, "
	               "consent_at) VALUES ('old', '示例从前', 4, 1, '蜜监护丙（监护人）', "
	               "'监护人网上同意，手机尾号 7531', 77)");
	world_begin(w, GUEST);
	guardian_reseal(&w->c);
	guardian_reseal(&w->c);
	size_t n;
	int64_t id = person_by_uid(&w->c, "old")->id;
	struct guardian *g = guardian_list(&w->c, id, &n);
	assert_int_equal(n, 1);
	assert_string_equal(g->name, "蜜监护丙");
	assert_string_equal(g->phone, "*******7531");
	assert_int_equal(g->at, 77);
	world_commit(w);
	size_t rows;
	const char *q = "SELECT consent_by || consent_how AS text FROM person WHERE uid = 'old'";
	assert_string_equal(texts(w, q, q, &rows)->text, "监护人监护人网上同意");
}

STORY(a_guardian_kept_in_clear_is_sealed_at_the_start)

/* What the migration says of messages that earlier versions wrote. */
static void old_answers_are_taken_out_of_messages(struct world *w)
{
	const struct migration *m = migrations;
	while (m->number != 22)
		m++;
	case_script(
		w,
		"DROP TABLE write_probe;"
		"INSERT INTO inbox (uid, person, at, subject, body) VALUES"
		" ('a', 1, 1, '投诉有答复了', '您对“灯”的投诉有答复了：honey-answer'),"
		" ('b', 1, 1, '已接单', '别的话');"
		"INSERT INTO outbox (uid, channel, person, subject, body, created, next_at, kind)"
		" VALUES ('c', 1, 1, '投诉有答复了', '投诉有答复了：honey-answer', 1, 1, ''),"
		" ('d', 1, 1, '您有 2 条消息', '· 投诉有答复了：honey-answer', 1, 1, 'digest'),"
		" ('e', 1, 1, '您有 2 条消息', '别的话', 1, 1, 'digest');");
	case_script(w, migrate_text(w->mem, m->text, db_is_postgres(w->db)));
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM inbox WHERE body LIKE '%honey%'"), 0);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM outbox WHERE body LIKE '%honey%'"),
	                 0);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM inbox WHERE body = '别的话'"), 1);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM outbox WHERE body = '别的话'"), 1);
}
STORY(old_answers_are_taken_out_of_messages)

/* ---- where they turn up ---- */

static void look_into_columns(struct world *w, struct buf *wrong)
{
	size_t n, rows;
	struct text_row *all = live(w, &n);
	bool seen[sizeof tokens / sizeof *tokens] = {0};
	for (size_t i = 0; i < n; i++) {
		char *table = arena_strdup(w->mem, all[i].text), *column = strchr(table, '.');
		*column++ = '\0';
		const char *q = arena_printf(
			w->mem, "SELECT CAST(%s AS TEXT) AS text FROM %s WHERE %s IS NOT NULL",
			column, table, column);
		if (text_equal(table, "search_gram"))
			continue; /* without content */
		struct text_row *r = texts(w, q, q, &rows);
		for (size_t k = 0; k < rows; k++)
			for (size_t t = 0; t < sizeof tokens / sizeof *tokens; t++) {
				if (!r[k].text || !strstr(r[k].text, tokens[t].text))
					continue;
				seen[t] = true;
				if (!tokens[t].allowed || !strstr(tokens[t].allowed, all[i].text))
					buf_printf(wrong, "%s stands in %s\n", tokens[t].text,
					           all[i].text);
			}
	}
	for (size_t t = 0; t < sizeof tokens / sizeof *tokens; t++)
		if (tokens[t].allowed && !seen[t])
			buf_printf(wrong, "%s was not planted\n", tokens[t].text);
}

/* Sealed by crypto_seal(): its first two bytes, 1 and 1, are "AQ" in base64. Each holds something. */
static void look_at_seals(struct world *w, struct buf *wrong)
{
	size_t n, rows;
	const struct column *all = listed(w, &n);
	for (size_t i = 0; i < n; i++) {
		if (!text_equal(all[i].class, "sealed"))
			continue;
		char *table = arena_strdup(w->mem, all[i].at), *column = strchr(table, '.');
		*column++ = '\0';
		const char *q = arena_printf(w->mem,
		                             "SELECT %s AS text FROM %s WHERE %s IS NOT NULL",
		                             column, table, column);
		struct text_row *r = texts(w, q, q, &rows);
		if (!rows)
			buf_printf(wrong, "nothing was planted in %s\n", all[i].at);
		for (size_t k = 0; k < rows; k++)
			if (!text_starts(r[k].text, "AQ") || strlen(r[k].text) < 60)
				buf_printf(wrong, "%s is not sealed: %s\n", all[i].at, r[k].text);
	}
}

/* A token with an allowed column is looked for in the log only. */
static void look_into_file(struct world *w, const char *path, bool log, struct buf *wrong)
{
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	size_t size = (size_t)ftell(f);
	char *bytes = arena_alloc(w->mem, size + 1);
	rewind(f);
	assert_int_equal(fread(bytes, 1, size, f), size);
	fclose(f);
	assert_true(size > 0);
	for (size_t t = 0; t < sizeof tokens / sizeof *tokens; t++)
		if ((log || !tokens[t].allowed) &&
		    memmem(bytes, size, tokens[t].text, strlen(tokens[t].text)))
			buf_printf(wrong, "%s stands in %s\n", tokens[t].text,
			           strrchr(path, '/') + 1);
}

static char folder[] = "/tmp/wudan-honey.XXXXXX";

static const char *in_folder(struct world *w, const char *name)
{
	return arena_printf(w->mem, "%s/%s", folder, name);
}

static void what_is_sealed_stands_in_clear_nowhere(struct world *w)
{
	int before = dup(STDERR_FILENO);
	struct buf wrong = BUF(w->mem);
	assert_non_null(freopen(in_folder(w, "log"), "we", stderr));
	log_threshold(LOG_DEBUG);
	case_script(w, "INSERT INTO webhook (url, event) VALUES ('http://127.0.0.1:9/', '*')");
	plant_people(w);
	plant_orders(w);
	plant_ends(w);
	log_threshold(LOG_ERROR);
	fflush(stderr);
	dup2(before, STDERR_FILENO);
	close(before);
	look_into_columns(w, &wrong);
	look_at_seals(w, &wrong);
	look_into_file(w, in_folder(w, "log"), true, &wrong);
	if (access(in_folder(w, "honey.db"), F_OK) == 0) {
		look_into_file(w, in_folder(w, "honey.db"), false, &wrong);
		look_into_file(w, in_folder(w, "honey.db-wal"), false, &wrong);
	}
	if (wrong.len)
		fail_msg("%s", buf_str(&wrong));
}

static void in_its_folder(const char *url)
{
	char command[80];
	memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
	assert_non_null(mkdtemp(folder));
	char file[80];
	snprintf(file, sizeof file, "sqlite:%s/honey.db", folder);
	if (url)
		world_run(true, what_is_sealed_stands_in_clear_nowhere);
	else
		world_run_at(file, what_is_sealed_stands_in_clear_nowhere);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
}

static void what_is_sealed_stands_in_clear_nowhere_sqlite(void **state)
{
	(void)state;
	in_its_folder(NULL);
}

static void what_is_sealed_stands_in_clear_nowhere_postgres(void **state)
{
	(void)state;
	if (!image_url(true))
		skip();
	in_its_folder(image_url(true));
}

const struct CMUnitTest column_tests[] = {
	TOLD(every_column_has_its_class),
	TOLD(a_guardian_kept_in_clear_is_sealed_at_the_start),
	TOLD(old_answers_are_taken_out_of_messages),
	TOLD(what_is_sealed_stands_in_clear_nowhere),
};
const size_t column_tests_count = sizeof column_tests / sizeof column_tests[0];
