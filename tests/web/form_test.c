/* From typed text to records, and back to inputs. */
#include "web_help.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "web/decode.h"
#include "web/form.h"

/* A request with this body, just far enough to be read. */
static struct req *typed(struct web *w, enum method m, const char *fields)
{
	web_get(w, "/healthz");
	struct req *rq = w->rq;
	rq->method = m;
	rq->anonymous = "somebody";
	rq->c.db = w->desk->c.db;
	assert_int_equal(decode_pairs(w->mem, fields, strlen(fields), &rq->body), OK);
	return rq;
}

static const char *complaint(const struct req *rq, const char *field)
{
	for (int i = 0; i < rq->c.problem_count; i++)
		if (rq->c.problems[i].field && strcmp(rq->c.problems[i].field, field) == 0)
			return rq->c.problems[i].message;
	return "";
}

static void what_was_typed_is_trimmed_and_narrowed(void **state)
{
	struct web *w = *state;
	struct note n = {.text = "held", .count = 7};
	struct req *rq = typed(
		w, POST,
		"title=%E3%80%80%E5%B1%8B%E9%A1%B6++&phone=%EF%BC%91%EF%BC%93%EF%BC%98"
		"00000001&colour=blue&at=2026-11-23T09:30&day=2026-11-23&agree=0&agree=1"
		"&tags=old&tags=&tags=new&inner.name=x");
	if (req_read(rq, note_fields, &n) != OK)
		fail_msg("%s: %s", rq->c.problems[0].field, rq->c.problems[0].message);
	assert_string_equal(n.title, "屋顶");
	assert_string_equal(n.phone, "13800000001");
	assert_int_equal(n.colour, 1);
	assert_int_equal(n.at, 1795397400);
	assert_int_equal(n.day, clock_midnight(n.at));
	assert_true(n.agree);
	assert_string_equal(n.tags[0], "old");
	assert_string_equal(n.tags[1], "new");
	assert_null(n.tags[2]);
	assert_string_equal(n.inner_name, "x");
	assert_string_equal(n.text, "held"); /* not sent: as it was */
	assert_int_equal(n.count, 7);
	assert_true(req_sent(rq, "agree") && !req_sent(rq, "text"));
}

static void every_rule_has_its_sentence(void **state)
{
	static const struct {
		const char *typed, *field, *says;
	} cases[] = {
		{"", "title", "请填写标题"},
		{"title=++", "title", "请填写标题"},
		{"title=a", "title", "标题至少 2 个字，现在 1 个"},
		{"title=12345678901", "title", "标题最多 10 个字，现在 11 个"},
		{"title=ab%0Acd", "title", "标题只能写一行"},
		{"title=ab%FF", "title", "标题里有不能识别的字符，请重新输入"},
		{"title=ab%00", "title", "标题里有不能识别的字符，请重新输入"},
		{"title=ab%01", "title", "标题里有不能识别的字符，请重新输入"},
		{"title=ab&title=cd", "title", "标题只能填一次"},
		{"title=ab&phone=12", "phone", "手机号应为 11 位"},
		{"title=ab&colour=green", "colour", "颜色里没有“green”这一项"},
		{"title=ab&count=x", "count", "人数要填整数"},
		{"title=ab&count=1.5", "count", "人数要填整数"},
		{"title=ab&count=99999999999999999999", "count", "人数要填整数"},
		{"title=ab&count=100", "count", "人数应在 1 到 99 之间"},
		{"title=ab&at=2026-02-30T09:30", "at", "时间不是一个正确的日期或时间"},
		{"title=ab&at=1795397400", "at", "时间不是一个正确的日期或时间"},
		{"title=ab&day=tomorrow", "day", "日期不是一个正确的日期或时间"},
		{"title=ab&agree=perhaps", "agree", "同意公开只能是“是”或“否”"},
		{"title=ab&tags=wrong", "tags", "标签里没有“wrong”这一项"},
		{"title=ab&tags=old&tags=new&tags=odd", "tags", "标签最多选 2 项"},
		{"title=ab&owner=1", "owner", "没有这一项"},
		{"title=ab&uid=1", "uid", "这一项由系统填写，不能提交"},
		{"title=ab&inner=1", "inner", "没有这一项"},
		{"title=ab&%3Cb%3E=1", "<b>", "没有这一项"},
	};
	struct web *w = *state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct note n = {0};
		struct req *rq = typed(w, POST, cases[i].typed);
		assert_int_equal(req_read(rq, note_fields, &n), ERR_INVALID);
		assert_string_equal(complaint(rq, cases[i].field), cases[i].says);
		assert_int_equal(n.owner, 0);
		assert_null(n.uid);
	}
}

static void a_patch_needs_only_what_it_changes(void **state)
{
	struct web *w = *state;
	struct note n = {.title = "old", .text = "text"};
	struct req *rq = typed(w, PATCH, "text=");
	assert_int_equal(req_read(rq, note_fields, &n), OK);
	assert_string_equal(n.title, "old");
	assert_null(n.text);
	rq = typed(w, PATCH, "title=");
	assert_int_equal(req_read(rq, note_fields, &n), ERR_INVALID);
}

static void a_query_is_read_by_its_table(void **state)
{
	struct web *w = *state;
	struct note n = {.count = 20};
	struct req *rq = typed(w, GET, "");
	assert_int_equal(decode_pairs(w->mem, "count=5&utm=x", 13, &rq->query), OK);
	assert_int_equal(req_asks(rq, note_fields + 5, &n),
	                 OK); /* a page passes over the unknown */
	assert_int_equal(n.count, 5);
	rq->json = true;
	assert_int_equal(req_asks(rq, note_fields + 5, &n), ERR_INVALID);
	assert_string_equal(complaint(rq, "utm"), "没有这一项");
}

static const char *printed(struct web *w, const struct form *f, const char *name)
{
	(void)w;
	return form_field(f, name).markup;
}

static void each_kind_has_its_input(void **state)
{
	struct web *w = *state;
	static const char *const tags[] = {"new", NULL};
	struct note n = {.title = "<\"五\">",
	                 .text = "\na",
	                 .colour = 1,
	                 .at = 1795397400,
	                 .count = 3,
	                 .agree = true,
	                 .tags = tags};
	struct req *rq = typed(w, GET, "");
	rq->path = "/notes/new";
	rq->query.at = &(struct pair){.name = "for", .value = "me"};
	rq->query.count = 1;
	const struct form *f = req_form(rq, note_fields, &n);
	assert_string_equal(
		printed(w, f, "title"),
		"<div class=\"f\"><label for=\"f-title\">标题</label><input class=\"in-t\" "
		"type=\"text\" id=\"f-title\" name=\"title\" aria-required=\"true\" "
		"aria-describedby=\"f-title-h\" value=\"&lt;&quot;五&quot;&gt;\">"
		"<p class=\"h\" id=\"f-title-h\">写短一点</p></div>");
	assert_has(printed(w, f, "text"), "name=\"text\">\n\na</textarea>");
	assert_has(printed(w, f, "phone"), "type=\"tel\"");
	assert_has(printed(w, f, "colour"), "<option value=\"blue\" selected>蓝</option>");
	assert_has(printed(w, f, "at"), "type=\"datetime-local\"");
	assert_has(printed(w, f, "at"), "value=\"2026-11-23T09:30\"");
	assert_has(printed(w, f, "day"), "type=\"date\"");
	assert_has(printed(w, f, "count"), "inputmode=\"numeric\"");
	assert_has(printed(w, f, "agree"), "<input type=\"hidden\" name=\"agree\" value=\"0\">");
	assert_has(printed(w, f, "agree"), " checked><span>同意公开</span>");
	assert_has(printed(w, f, "tags"), "value=\"new\" checked>");
	assert_has_not(printed(w, f, "tags"), "value=\"old\" checked>");
	assert_has(printed(w, f, "inner.name"), "id=\"f-inner-name\" name=\"inner.name\"");
	const char *open = form_open(f,
	                             TAG(.class = "card", .id = "act", .of = "x", .name = "kind",
	                                 .value = "<"),
	                             "/notes/%s", "7")
	                           .markup;
	assert_has(open, "<form method=\"post\" action=\"/notes/7\" class=\"card\" id=\"act-x\">");
	assert_has(open, "name=\"_csrf\"");
	assert_has(open, "name=\"_op\"");
	assert_has(open, "name=\"_from\" value=\"/notes/new?for=me\"");
	assert_has(open, "name=\"kind\" value=\"&lt;\"");
	assert_has_not(open, "oops");
	assert_null(form_field(f, "no such field").markup);
	assert_null(form_problems(f).markup);
}

/* As it comes back on its page (web/again.h). */
static void comes_back(struct req *rq)
{
	static struct sent sent;
	sent = (struct sent){
		.path = rq->path,
		.body = rq->body,
		.problems = arena_memdup(rq->c.mem, rq->c.problems, sizeof rq->c.problems),
		.problem_count = rq->c.problem_count};
	rq->c.problem_count = 0;
	rq->sent = &sent;
	rq->method = GET;
}

static void what_was_typed_goes_before_what_is_held(void **state)
{
	struct web *w = *state;
	struct note n = {.title = "held", .colour = 1};
	struct req *rq = typed(w, POST, "title=%3Cx&colour=green&agree=0&tags=odd&_op=operation-9");
	assert_int_equal(req_read(rq, note_fields, &n), ERR_INVALID);
	comes_back(rq);
	const struct form *f = req_form(rq, note_fields, NULL);
	assert_true(form_came_back(f, "%s", rq->path) && !form_came_back(f, "/notes/7"));
	const char *open = form_open(f, NULL, "%s", rq->path).markup;
	assert_string_equal(form_value(f, "title"), "<x");
	assert_has(printed(w, f, "colour"), "aria-invalid=\"true\"");
	assert_has_not(printed(w, f, "colour"), " selected");
	assert_has_not(printed(w, f, "agree"), " checked");
	assert_has(printed(w, f, "tags"), "value=\"odd\" checked");
	assert_has(open, "id=\"oops\" role=\"alert\" tabindex=\"-1\" autofocus>");
	assert_has(open, "<a href=\"#f-colour\">颜色里没有“green”这一项</a>");
	assert_string_equal(form_problem(f, "colour"), "颜色里没有“green”这一项");
	assert_null(form_problem(f, "title"));
	form_open(f, NULL, "/notes/7"); /* another one of the page */
	assert_string_equal(form_value(f, "title"), "");
	assert_null(form_problem(f, "colour"));
}

struct secret {
	const char *password;
	int64_t kind;
};

static void secrets_are_never_printed(void **state)
{
	static const struct field fields[] = {
		FIELD(struct secret, password, .as = AS_SECRET, .required = true, .label = "密码"),
		{0},
	};
	struct web *w = *state;
	struct secret s = {.password = "held-secret"};
	struct req *rq = typed(w, POST, "password=+typed+secret+");
	assert_int_equal(req_read(rq, fields, &s), OK);
	assert_string_equal(s.password, " typed secret "); /* as it is */
	comes_back(rq);
	const char *markup = printed(w, req_form(rq, fields, &s), "password");
	assert_has(markup, "type=\"password\"");
	assert_has(markup, "value=\"\"");
	assert_has_not(markup, "secret");
}

static void choices_may_come_from_elsewhere(void **state)
{
	static const struct choice choices[] = {{"a", "甲"}, {"b", "乙"}, {0}};
	struct web *w = *state;
	struct note n = {.title = "b"};
	const struct form *f = req_form(typed(w, GET, ""), note_fields, &n);
	assert_has(form_select(f, "title", choices).markup,
	           "<option value=\"b\" selected>乙</option>");
	assert_has(form_radio(f, "title", choices).markup, "value=\"b\" checked><span>乙</span>");
	assert_has(form_radio(f, "title", choices).markup, "<legend>标题</legend>");
}

const struct CMUnitTest form_tests[] = {
	WEB_TEST(what_was_typed_is_trimmed_and_narrowed),
	WEB_TEST(every_rule_has_its_sentence),
	WEB_TEST(a_patch_needs_only_what_it_changes),
	WEB_TEST(a_query_is_read_by_its_table),
	WEB_TEST(each_kind_has_its_input),
	WEB_TEST(what_was_typed_goes_before_what_is_held),
	WEB_TEST(secrets_are_never_printed),
	WEB_TEST(choices_may_come_from_elsewhere),
};
const size_t form_tests_count = sizeof form_tests / sizeof form_tests[0];
