/* menu and survey: what is refused when an item is proposed, ordered and asked for by villages. */
#include "menu_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "order_case.h"
#include "refuse.h"

#define J(...) refuse_json(w, __VA_ARGS__)

static const char *item(struct world *w, const char *more)
{
	return J("{'title':'上门理发','about':'上门理发，刮脸洗头。','area':'" TOWN "',%s}", more);
}

static void an_item_names_what_there_is(struct world *w)
{
	const char *team = J("'teams':['%s']", w->team_uid_a);
	const struct refusal rows[] = {
		{LEADER, "/menu", item(w, J("'category':'magic',%s", team)), 422, "category",
	         "没有这个类别"},
		{LEADER, "/menu",
	         item(w, J("'category':'repair','corps':'%s',%s", w->team_uid_b, team)), 422,
	         "corps", "没有这支专业队"},
		{LEADER, "/menu",
	         item(w, J("'category':'repair','corps':'" PROBE_NOBODY "',%s", team)), 422,
	         "corps", "没有这支专业队"},
		{LEADER, "/menu", item(w, J("'category':'repair','season_from':'03-01',%s", team)),
	         422, "season_to", "起止两头"},
		{LEADER, "/menu", item(w, J("'category':'repair','season_to':'03-01',%s", team)),
	         422, "season_to", "起止两头"},
		{LEADER, "/menu", item(w, "'category':'repair','teams':['" PROBE_NOBODY "']"), 422,
	         "teams", "现在不能提供服务"},
		{LEADER, "/menu",
	         J("{'title':'上门理发','about':'上门理发，刮脸洗头。','category':'repair',"
	           "'area':'430421999',%s}",
	           team),
	         422, "area", "没有这个地区"},
		{LEADER, "/menu", item(w, J("'category':'repair','teams':['%s']", w->team_uid_b)),
	         403, NULL, ""},
	};
	REFUSE_EACH("", rows);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM menu_item"), 0);
	case_script(w, "UPDATE team SET state = 3 WHERE id = (SELECT min(id) FROM team)");
	const struct refusal rests[] = {
		{LEADER, "/menu", item(w, J("'category':'repair',%s", team)), 422, "teams",
	         "“甲队（示例）”现在不能提供服务"},
	};
	REFUSE_EACH("", rests);
}
STORY(an_item_names_what_there_is)

static const char *order(struct world *w, const char *service, const char *more)
{
	return J("{'service':'%s','place':'" VILLAGE "','submit':true,'phone':'" PHONE "'%s}",
	         service, more);
}

static void what_is_not_on_the_menu_cannot_be_ordered(struct world *w)
{
	const char *draft = menu_case_draft(w, "\"capacity\":1");
	const char *gone = menu_case_open(w, "\"capacity\":1");
	assert_int_equal(world_askf(w, REVIEWER, POST, J("{'reason':'队伍不做了'}"),
	                            "/menu/%s/retire", gone),
	                 200);
	const char *words = ",'title':'上门量血压','category':'repair'";
	const struct refusal rows[] = {
		{RESIDENT, "/orders", order(w, PROBE_NOBODY, words), 422, "service",
	         "没有这个服务项目"},
		{RESIDENT, "/orders", order(w, draft, words), 422, "service", ""},
		{RESIDENT, "/orders", order(w, gone, words), 422, "service",
	         "现在是“已下架”，不能点"},
	};
	REFUSE_EACH("", rows);
	REFUSAL_LACKS(422, "上门量血压，讲讲"); /* what he may not see is not quoted */
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM orders"), 0);
}
STORY(what_is_not_on_the_menu_cannot_be_ordered)

static void a_day_is_full_when_it_is_and_the_next_is_named(struct world *w)
{
	const char *id = menu_case_open(w, "\"capacity\":1,\"period\":\"day\"");
	menu_case_ordered(w, id, menu_case_on(w, 3));
	struct day next = clock_local(menu_case_day(4));
	const struct refusal rows[] = {
		{RESIDENT, "/orders",
	         order(w, id, J(",'wanted_from':%lld", (long long)menu_case_day(3))), 422,
	         "wanted_from",
	         arena_printf(w->mem, "之后最近有空的是 %d月%d日", next.month, next.mday)},
		{RESIDENT, "/orders",
	         order(w, id, J(",'wanted_from':%lld", (long long)menu_case_day(-3))), 422,
	         "wanted_from", "已经过去了"},
	};
	REFUSE_EACH("", rows);
	menu_case_exact(w);
	assert_int_equal(menu_case_order(w, RESIDENT, id, menu_case_on(w, 4)), 201);
	menu_case_exact(w);
}
STORY(a_day_is_full_when_it_is_and_the_next_is_named)

static void out_of_season_is_said_with_the_season(struct world *w)
{
	struct day today = clock_local(clock_now());
	int from = today.month % 12 + 2, to = from; /* one month, two after this one */
	from = to = from > 12 ? from - 12 : from;
	const char *id = menu_case_open(
		w,
		arena_printf(w->mem,
	                     "\"capacity\":1,\"season_from\":\"%02d-01\",\"season_to\":\"%02d-28\"",
	                     from, to));
	const struct refusal rows[] = {
		{RESIDENT, "/orders",
	         order(w, id, J(",'wanted_from':%lld", (long long)menu_case_day(2))), 422,
	         "wanted_from", arena_printf(w->mem, "只在")},
	};
	REFUSE_EACH("", rows);
	HAS("“上门量血压”");
	assert_int_equal(world_askf(w, GUEST, GET, NULL, "/menu/%s", id), 200);
	HAS(arena_printf(w->mem, "\"season_from\":%d01", from));
}
STORY(out_of_season_is_said_with_the_season)

/* ---- surveys ---- */

static const char *survey(struct world *w, const char *area, int64_t until, const char *items)
{
	return J("{'title':'冬季需求清单','area':'%s','until':%lld,'items':[%s]}", area,
	         (long long)until, items);
}

static void a_survey_asks_for_what_is_on_the_menu_and_until_a_day_to_come(struct world *w)
{
	const char *open = J("'%s'", menu_case_open(w, "\"capacity\":0"));
	const char *draft = J("'%s'", menu_case_draft(w, "\"capacity\":0"));
	int64_t today = clock_midnight(clock_now()), week = today + 7 * (int64_t)DAY;
	const struct refusal rows[] = {
		{TOWNSHIP, "/surveys", survey(w, "430421999", week, open), 422, "area",
	         "没有这个地区"},
		{TOWNSHIP, "/surveys", survey(w, OTHER_TOWN, week, open), 403, "area", "自己辖区"},
		{TOWNSHIP, "/surveys", survey(w, "430421", week, open), 403, "area", "自己辖区"},
		{TOWNSHIP, "/surveys", survey(w, TOWN, today - DAY, open), 422, "until",
	         "今天以后"},
		{TOWNSHIP, "/surveys", survey(w, TOWN, today + 400 * (int64_t)DAY, open), 422,
	         "until", "一年以内"},
		{TOWNSHIP, "/surveys", survey(w, TOWN, week, draft), 422, "items",
	         "现在不在供单目录上"},
		{TOWNSHIP, "/surveys", survey(w, TOWN, week, J("%s,'" PROBE_NOBODY "'", open)), 422,
	         "items", PROBE_NOBODY},
		{TOWNSHIP, "/surveys", survey(w, TOWN, week, ""), 422, "items", ""},
	};
	REFUSE_EACH("", rows);
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/surveys", survey(w, TOWN, today, open)),
	                 201);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM survey"), 1);
}
STORY(a_survey_asks_for_what_is_on_the_menu_and_until_a_day_to_come)

static void a_line_becomes_an_order_by_who_asked_for_it_and_once(struct world *w)
{
	const char *s = menu_case_survey(w);
	const char *id = world_text(w, "SELECT uid FROM menu_item");
	assert_int_equal(world_askf(w, STATION, POST,
	                            J("{'place':'" VILLAGE "','count':{'%s':3}}", id),
	                            "/surveys/%s/fill", s),
	                 200);
	const char *line = world_text(w, "SELECT uid FROM survey_line");
	const char *path = arena_printf(w->mem, "/surveys/%s/lines/%%s/order", s);
	const struct refusal rows[] = {
		{TOWNSHIP, arena_printf(w->mem, "/surveys/%s/lines/" PROBE_NOBODY "/order", s),
	         "{}", 404, NULL, "清单里没有这一行"},
		{OTHER_TOWNSHIP, path, "{}", 404, NULL, ""},
		{STATION, path, "{}", 403, NULL, ""},
	};
	REFUSE_EACH(line, rows);
	assert_int_equal(world_askf(w, TOWNSHIP, POST, "{}", "/surveys/%s/lines/%s/order", s, line),
	                 201);
	const char *number = world_get(w, "number");
	const struct refusal again[] = {
		{TOWNSHIP, path, "{}", 409, NULL,
	         arena_printf(w->mem, "这一行已经制过单：%s", number)},
	};
	REFUSE_EACH(line, again);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM orders"), 1);
}
STORY(a_line_becomes_an_order_by_who_asked_for_it_and_once)

const struct CMUnitTest menu_refuse_tests[] = {
	TOLD(an_item_names_what_there_is),
	TOLD(what_is_not_on_the_menu_cannot_be_ordered),
	TOLD(a_day_is_full_when_it_is_and_the_next_is_named),
	TOLD(out_of_season_is_said_with_the_season),
	TOLD(a_survey_asks_for_what_is_on_the_menu_and_until_a_day_to_come),
	TOLD(a_line_becomes_an_order_by_who_asked_for_it_and_once),
};
const size_t menu_refuse_tests_count = sizeof menu_refuse_tests / sizeof *menu_refuse_tests;
