/* Lists that are taken away (web/sheet.h): how a cell reads, and how a long one goes through the door. */
#include "door_help.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/csv.h"
#include "web/sheet_priv.h"

/* ---- cells ---- */

static void a_cell_is_what_it_says_and_nothing_runs(void **state)
{
	static const struct {
		const char *text, *cell;
	} cells[] = {
		{"张三（示例）", "\"张三（示例）\""},
		{NULL, "\"\""},
		{"说“好”, \"好\"\n第二行", "\"说“好”, \"\"好\"\"\n第二行\""},
		{"=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""},
		{"+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\""},
		{"-2+3", "\"'-2+3\""},
		{"@SUM(A1)", "\"'@SUM(A1)\""},
		{"\t=1", "\"'\t=1\""},
		{"\r=1", "\"'\r=1\""},
		{"  =1", "\"'  =1\""},
		{"＝1+1", "\"'＝1+1\""},
		{"－a", "\"'－a\""},
		{"19900000001", "\"\t19900000001\""},
		{"199****0001", "\"\t199****0001\""},
		{"+852 5123 4567", "\"\t+852 5123 4567\""},
		{"430421199001011234", "\"\t430421199001011234\""},
		{"43042119900101123X", "\"43042119900101123X\""},
		{"007", "\"\t007\""},
		{"2026-1-2", "\"\t2026-1-2\""},
		{"3/4", "\"\t3/4\""},
		{"DD20261123-0001", "\"DD20261123-0001\""},
	};
	struct one {
		const char *text;
	};
	static const struct field fields[] = {FIELD(struct one, text, .label = "字"), {0}};
	static const struct view view = {.fields = fields, .list = true};
	const struct sheet s = {.kind = SHEET_CSV, .view = &view};
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct one one = {cells[i].text};
		struct buf out = BUF(a);
		sheet_rows(a, &s, &(struct list){&one, 1, sizeof one, NULL}, &out);
		assert_string_equal(buf_str(&out), arena_printf(a, "%s\r\n", cells[i].cell));
	}
	arena_free(a);
}

static void numbers_times_and_words_are_told_apart(void **state)
{
	struct row {
		int64_t n, word, at, day, never;
		bool yes;
		const char *hidden, *const *many;
	};
	static const char *const words[] = {"red", "blue", NULL}, *const labels[] = {"红", "蓝",
	                                                                             NULL};
	static const char *const both[] = {"red", "blue", NULL};
	static const struct field fields[] = {
		FIELD(struct row, hidden, .doc = "without a label it is no column"),
		FIELD(struct row, n, .label = "数"),
		FIELD(struct row, word, .label = "词", .words = words, .labels = labels),
		FIELD(struct row, at, .label = "时间", .as = AS_MOMENT),
		FIELD(struct row, day, .label = "日子", .as = AS_DAY),
		FIELD(struct row, never, .label = "没有", .as = AS_TIME),
		FIELD(struct row, yes, .label = "是否"),
		FIELD(struct row, many, .label = "几个", .words = words, .labels = labels),
		{0}};
	static const struct view view = {.fields = fields, .list = true};
	const struct sheet s = {.kind = SHEET_CSV, .view = &view};
	const struct row row = {-5, 1, 1795743000, 1795743000, 0, true, "藏", both};
	struct arena *a = arena_new();
	struct buf out = BUF(a);
	(void)state;
	assert_true(sheet_has(&view));
	sheet_rows(a, &s, &(struct list){&row, 1, sizeof row, NULL}, &out);
	assert_string_equal(buf_str(&out),
	                    "-5,\"蓝\",2026-11-27 09:30,2026-11-27,,\"是\",\"红、蓝\"\r\n");
	arena_free(a);
}

/* ---- through the door ---- */

/* A viewer of the county, who may take lists away. */
static const char *staff(struct house *h, int64_t person)
{
	const char *why, *token = house_token(h, person);
	struct db *db = db_open(h->url, DB_WRITER, &why);
	assert_non_null(db);
	db_begin(db);
	db_script(
		db,
		arena_printf(h->mem,
	                     "INSERT INTO place (id, code, name, label, kind, parent, path) VALUES "
	                     "(1, '430421', '县', '县', 0, 0, '430421/') ON CONFLICT DO NOTHING;"
	                     "INSERT INTO grants (person, role, place, given_by, at) "
	                     "VALUES (%lld, %d, 1, 0, 1)",
	                     (long long)person, ROLE_VIEWER));
	assert_true(db_commit(db));
	db_close(db);
	return token;
}

static const char *question(struct house *h, const char *path, const char *token)
{
	return arena_printf(h->mem, "GET %s HTTP/1.1\r\n" HOST "Authorization: Bearer %s\r\n\r\n",
	                    path, token);
}

/* The detail of the newest entry of this action that tells of `rows`; waits for it. */
static const char *logged(struct house *h, const char *action)
{
	static struct sql newest = {
		"audit_newest",
		"SELECT detail FROM audit WHERE action = ?1 ORDER BY seq DESC LIMIT 1",
		"SELECT detail FROM audit WHERE action = $1 ORDER BY seq DESC LIMIT 1", 0};
	const char *why, *found = NULL;
	struct db *db = db_open(h->url, DB_READER, &why);
	newest.id = sql_count + 211;
	assert_non_null(db);
	for (int i = 0; i < 200 && !found; i++) {
		usleep(i ? 20000 : 0);
		db_snapshot(db);
		found = db_text_values(db, h->mem, &newest, VALUES(V(action)));
		db_end(db);
	}
	db_close(db);
	return found ? found : "";
}

static size_t lines_of(const char *text)
{
	size_t n = 0;
	while ((text = strstr(text, "一行很长的文字"))) {
		n++;
		text++;
	}
	return n;
}

static void a_long_list_comes_whole_and_is_logged_twice(void **state)
{
	struct house *h = *state;
	bool ended;
	web_long_rows = 640; /* some 58 KiB: two parts; wire_take() holds 64 */
	const char *token = staff(h, 7);
	int fd = wire_dial(h);
	wire_say(fd, arena_printf(h->mem,
	                          "GET /long?text=abc&format=csv HTTP/1.0\r\n" HOST
	                          "Authorization: Bearer %s\r\n\r\n",
	                          token));
	const char *text = wire_take(fd, 500, &ended);
	assert_has(text, "200 OK");
	assert_has(text, "Content-Type: text/csv; charset=utf-8");
	assert_has(text, "attachment; filename=\"long-");
	assert_has(text, "\xef\xbb\xbf\"第几行\",\"内容\"\r\n1,");
	assert_has(text, "\r\n640,");
	assert_true(ended);
	assert_int_equal(lines_of(text), 640);
	close(fd);
	assert_string_equal(logged(h, "list.export"), "csv text=*");
	assert_string_equal(logged(h, "list.exported"), "rows=640");
}

static void who_stops_reading_is_not_read_for(void **state)
{
	struct house *h = *state;
	char some[4096];
	int small = 4096;
	web_long_rows = 1000000;
	web_long_pages = 0;
	const char *token = staff(h, 8);
	int fd = wire_dial(h);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	wire_say(fd, question(h, "/long?format=csv", token));
	assert_true(recv(fd, some, sizeof some, MSG_WAITALL) > 0);
	int before, stood = -1, looks = 0;
	do { /* until the sockets are full */
		before = stood;
		usleep(300000);
		stood = __atomic_load_n(&web_long_pages, __ATOMIC_SEQ_CST);
	} while (stood != before && ++looks < 30);
	assert_int_equal(stood, before);
	assert_true(stood < 5000); /* of 20,000 */
	assert_has(wire_ask(h, "GET /healthz HTTP/1.1\r\n" HOST "\r\n"), "200 OK");
	close(fd);
	assert_has(logged(h, "list.exported"), " broken");
}

static void two_at_a_time_and_only_for_staff(void **state)
{
	struct house *h = *state;
	char some[1024];
	int fds[2], small = 4096;
	web_long_rows = 1000000;
	const char *token = staff(h, 9);
	for (int i = 0; i < 2; i++) {
		fds[i] = wire_dial(h);
		setsockopt(fds[i], SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
		wire_say(fds[i], question(h, "/long?format=csv", token));
		assert_true(recv(fds[i], some, sizeof some, MSG_WAITALL) > 0);
	}
	const char *text = wire_ask(h, question(h, "/long?format=csv", token));
	assert_int_equal(wire_status(text), 429);
	assert_has(text, "您已有 2 份名单正在导出");
	assert_int_equal(wire_status(wire_ask(h, question(h, "/long", token))), 404); /* no page */
	close(fds[0]);
	close(fds[1]);
	assert_has(logged(h, "list.exported"), " broken");
	assert_int_equal(
		wire_status(wire_ask(h, question(h, "/long?format=csv", house_token(h, 10)))), 403);
	assert_has(wire_ask(h, "GET /long?format=csv HTTP/1.1\r\n" HOST "\r\n"), "403 ");
}

const struct CMUnitTest sheet_tests[] = {
	cmocka_unit_test(a_cell_is_what_it_says_and_nothing_runs),
	cmocka_unit_test(numbers_times_and_words_are_told_apart),
	DOOR_TEST(a_long_list_comes_whole_and_is_logged_twice),
	DOOR_TEST(who_stops_reading_is_not_read_for),
	DOOR_TEST(two_at_a_time_and_only_for_staff),
};
const size_t sheet_tests_count = sizeof sheet_tests / sizeof *sheet_tests;
