/* person: what is refused at the desk over the home, and of what one says of oneself. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/person/qualification.h"
#include "refuse.h"

#define J(...) refuse_json(w, __VA_ARGS__)

static long long from_now(int64_t seconds)
{
	return (long long)(clock_now() + seconds);
}

/* ---- consent ---- */

static void nobody_is_kept_without_a_consent_that_says_who_how_and_when(struct world *w)
{
	const char *p = "{'name':'示例老人','home':'" VILLAGE
			"','consent':{'by':'%s','how':'%s','at':%lld}}";
	const struct refusal rows[] = {
		{STATION, "/people", J("{'name':'示例老人','home':'" VILLAGE "'}"), 422,
	         "consent.by", "谁同意登记"},
		{STATION, "/people", J(p, "本人", "当面", from_now(2 * DAY)), 422, "consent.at",
	         "不能晚于今天"},
		{STATION, "/people", J(p, "", "当面", from_now(-DAY)), 422, "consent.by", ""},
		{STATION, "/people", J(p, "本人", "", from_now(-DAY)), 422, "consent.how", ""},
	};
	REFUSE_EACH("", rows);
	assert_int_equal(
		world_ask(w, STATION, POST, "/people", J(p, "本人", "当面", from_now(-DAY))), 201);
}
STORY(nobody_is_kept_without_a_consent_that_says_who_how_and_when)

/* ---- guardians ---- */

static void a_guardians_word_is_kept_whole_or_not(struct world *w)
{
	static const char *const fields[] = {"guardian.purpose", "guardian.name", "guardian.phone",
	                                     "guardian.how", "guardian.at"};
	case_script(w,
	            arena_printf(w->mem, "UPDATE person SET birth = %lld WHERE id = %lld",
	                         from_now(-12 * 366 * (int64_t)DAY), (long long)w->person[MEMBER]));
	world_begin(w, STATION);
	struct guardian nothing = {.purpose = GUARDIAN_COMES_ALONG + 1};
	assert_int_equal(guardian_add(&w->c, w->uid[MEMBER], &nothing), ERR_INVALID);
	assert_int_equal(w->c.problem_count, sizeof fields / sizeof *fields);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		assert_string_equal(w->c.problems[i].field, fields[i]);
	world_commit(w);
	const char *late = J(
		"{'guardian':{'purpose':'data','name':'示例父亲','phone':'19900000088',"
		"'how':'当面','at':%lld}}",
		from_now(2 * DAY));
	const struct refusal rows[] = {
		{STATION, "/people/%s/guardian", late, 422, "guardian.at", "不能晚于今天"},
		{OTHER_STATION, "/people/%s/guardian", late, 404, NULL, ""},
	};
	REFUSE_EACH(w->uid[MEMBER], rows);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM guardian"), 0);
}
STORY(a_guardians_word_is_kept_whole_or_not)

/* ---- looking ---- */

static void a_look_says_what_and_why(struct world *w)
{
	const struct refusal rows[] = {
		{STATION, "/people/%s/reveal", J("{'reason':'核对号码'}"), 422, "what", ""},
		{STATION, "/people/%s/reveal", J("{'what':'phone'}"), 422, "reason", ""},
		{STATION, "/people/%s/reveal", J("{'what':'phone','reason':'看看'}"), 422, "reason",
	         "至少 4 个字"},
		{STATION, "/people/%s/reveal", J("{'what':'soul','reason':'核对号码'}"), 422,
	         "what", ""},
		{OTHER_STATION, "/people/%s/reveal", J("{'what':'phone','reason':'核对号码'}"), 404,
	         NULL, ""},
	};
	REFUSE_EACH(w->uid[RESIDENT], rows);
	REFUSAL_LACKS(404, PHONE);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM reveal"), 0);
	const char *text = NULL;
	world_begin(w, STATION);
	assert_int_equal(person_reveal(&w->c, w->uid[RESIDENT], SECRET_COUNT, "核对号码", &text),
	                 ERR_INVALID);
	assert_string_equal(w->c.problems[0].field, "what");
	assert_null(text);
	world_commit(w);
	assert_int_equal(world_askf(w, STATION, POST, J("{'what':'phone','reason':'核对号码'}"),
	                            "/people/%s/reveal", w->uid[RESIDENT]),
	                 200);
	HAS(PHONE);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM reveal"), 1);
}
STORY(a_look_says_what_and_why)

/* ---- papers ---- */

static void a_paper_that_is_over_is_neither_taken_nor_confirmed(struct world *w)
{
	const struct refusal rows[] = {
		{MEMBER, "/me/qualifications", J("{'kind':'wizard','number':'示例-0001'}"), 422,
	         "kind", "从列表里选"},
		{MEMBER, "/me/qualifications", J("{'kind':'nurse','number':'123'}"), 422, "number",
	         ""},
		{MEMBER, "/me/qualifications",
	         J("{'kind':'nurse','number':'示例-0001','expires':%lld}", from_now(-3 * DAY)), 422,
	         "expires", "已经过期"},
		{SYSADMIN, "/gates", J("{'category':'repair','kind':'wizard'}"), 422, "kind",
	         "从列表里选"},
		{SYSADMIN, "/gates", J("{'category':'magic','kind':'nurse'}"), 422, "category",
	         "没有这个服务类别"},
		{SYSADMIN, "/gates/remove", J("{'category':'magic','kind':'nurse'}"), 422,
	         "category", "没有这个服务类别"},
	};
	REFUSE_EACH("", rows);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me/qualifications",
	                           J("{'kind':'nurse','number':'示例-0001','expires':%lld}",
	                             (long long)clock_midnight(clock_now()))),
	                 201);
	const char *id = world_text(w, "SELECT uid FROM qualification");
	world_later(2 * DAY);
	const struct refusal over[] = {
		{TOWNSHIP, "/qualifications/%s/confirm", "{}", 422, NULL, "已经过期，不能核实"},
	};
	REFUSE_EACH(id, over);
	world_later(0);
	assert_int_equal(world_askf(w, TOWNSHIP, POST, "{}", "/qualifications/%s/confirm", id),
	                 200);
	world_begin(w, OTHER_LEADER);
	assert_int_equal(qualification_remove(&w->c, id), ERR_MISSING); /* another's */
	world_commit(w);
	assert_int_equal(world_askf(w, MEMBER, POST, "{}", "/me/qualifications/%s/delete", id),
	                 200);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM qualification"), 0);
}
STORY(a_paper_that_is_over_is_neither_taken_nor_confirmed)

/* ---- two records, and an end ---- */

static void two_records_become_one_with_a_word_of_why(struct world *w)
{
	const char *both = "{'keep':'%s','other':'%s','note':'%s'}";
	const char *a = w->uid[RESIDENT], *b = w->uid[VOLUNTEER];
	const struct refusal rows[] = {
		{TOWNSHIP, "/people/%s/merge", J(both, a, b, "是"), 422, "note", ""},
		{TOWNSHIP, "/people/%s/merge", J(both, w->uid[MEMBER], b, "电话核实过"), 422,
	         "keep", ""},
		{TOWNSHIP, "/people/%s/merge", J(both, a, PROBE_NOBODY, "电话核实过"), 404, NULL,
	         ""},
		{OTHER_TOWNSHIP, "/people/%s/merge", J(both, a, b, "电话核实过"), 404, NULL, ""},
	};
	REFUSE_EACH(a, rows);
}
STORY(two_records_become_one_with_a_word_of_why)

static void a_leave_is_recorded_by_whom_it_was_told(struct world *w)
{
	const struct refusal rows[] = {
		{STATION, "/people/%s/depart", J("{'kind':'died','told_by':'他'}"), 422, "told_by",
	         ""},
		{STATION, "/people/%s/depart",
	         J("{'kind':'died','told_by':'他的女儿','day':%lld}", from_now(2 * DAY)), 422,
	         "day", "不能晚于今天"},
		{STATION, "/people/%s/depart",
	         J("{'kind':'died','told_by':'他的女儿','day':%lld}",
	           from_now(-11 * 366 * (int64_t)DAY)),
	         422, "day", "十年前"},
		{STATION, "/people/%s/depart", J("{'kind':'moved','told_by':'他的女儿'}"), 422,
	         "place", "搬到了哪个村"},
		{STATION, "/people/%s/depart",
	         J("{'kind':'moved','told_by':'他的女儿','place':'" OTHER_TOWN "'}"), 422, "place",
	         "搬到了哪个村"},
		{STATION, "/people/%s/depart",
	         J("{'kind':'moved','told_by':'他的女儿','place':'" VILLAGE "'}"), 422, "place",
	         "已经住在甲村"},
		{STATION, "/people/%s/depart", J("{'kind':'returned','told_by':'他的女儿'}"), 409,
	         NULL, "不用恢复"},
		{STATION, "/people/%s/depart", J("{'kind':'flew','told_by':'他的女儿'}"), 422,
	         "kind", ""},
	};
	REFUSE_EACH(w->uid[RESIDENT], rows);
	assert_int_equal(world_askf(w, STATION, POST, J("{'kind':'left','told_by':'他的女儿'}"),
	                            "/people/%s/depart", w->uid[RESIDENT]),
	                 200);
	const struct refusal again[] = {
		{STATION, "/people/%s/depart", J("{'kind':'left','told_by':'他的女儿'}"), 409, NULL,
	         "以前已经登记过"},
		{STATION, "/people/%s/depart",
	         J("{'kind':'moved','told_by':'他的女儿','place':'" OTHER_VILLAGE "'}"), 409, NULL,
	         "以前已经登记过"},
	};
	REFUSE_EACH(w->uid[RESIDENT], again);
}
STORY(a_leave_is_recorded_by_whom_it_was_told)

/* ---- found at the door ---- */

static void an_entry_says_for_whom_and_where_it_was_found(struct world *w)
{
	const char *e = "{'title':'屋顶漏雨','category':'repair','place':'" VILLAGE
			"','source':'%s',"
			"'beneficiary':{'name':'%s'},'consent':{'by':'本人','how':'当面'}}";
	const struct refusal rows[] = {
		{STATION, "/find", J(e, "visit", ""), 422, "beneficiary.name", ""},
		{STATION, "/find", J(e, "self", "示例老人"), 422, "source", ""},
		{STATION, "/find",
	         J("{'title':'屋顶漏雨','category':'repair','place':'" VILLAGE
	           "','source':'visit'}"),
	         422, "beneficiary.name", "请填写"},
	};
	REFUSE_EACH("", rows);
	assert_int_equal(world_ask(w, STATION, POST, "/find", J(e, "visit", "示例老人")), 201);
	assert_string_equal(world_get(w, "state"), "submitted");
}
STORY(an_entry_says_for_whom_and_where_it_was_found)

const struct CMUnitTest person_refuse_tests[] = {
	TOLD(nobody_is_kept_without_a_consent_that_says_who_how_and_when),
	TOLD(a_guardians_word_is_kept_whole_or_not),
	TOLD(a_look_says_what_and_why),
	TOLD(a_paper_that_is_over_is_neither_taken_nor_confirmed),
	TOLD(two_records_become_one_with_a_word_of_why),
	TOLD(a_leave_is_recorded_by_whom_it_was_told),
	TOLD(an_entry_says_for_whom_and_where_it_was_found),
};
const size_t person_refuse_tests_count = sizeof person_refuse_tests / sizeof *person_refuse_tests;
