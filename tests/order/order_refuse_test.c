/* order: what is refused at each door of its life, beside which field and why. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "refuse.h"

#define J(...) refuse_json(w, __VA_ARGS__)

static long long from_now(int64_t seconds)
{
	return (long long)(clock_now() + seconds);
}

static const char *draft(struct world *w, const char *more)
{
	return J("{'title':'屋顶漏雨，想请人看看','category':'repair','place':'" VILLAGE "'%s}",
	         more);
}

/* ---- finding it ---- */

static void what_cannot_be_wished_is_named_beside_its_field(struct world *w)
{
	const struct refusal rows[] = {
		{RESIDENT, "/orders",
	         draft(w, J(",'wanted_from':%lld,'wanted_until':%lld", from_now(3 * DAY),
	                    from_now(2 * DAY))),
	         422, "wanted_until", "最晚时间要晚于最早时间"},
		{RESIDENT, "/orders", draft(w, J(",'wanted_until':%lld", from_now(-HOUR))), 422,
	         "wanted_until", "已经过去了"},
		{RESIDENT, "/orders",
	         draft(w, J(",'wanted_until':%lld", from_now(400 * (int64_t)DAY))), 422,
	         "wanted_until", "一年以内"},
		{STATION, "/orders",
	         draft(w, J(",'beneficiary':{'name':'示例老人'},'consent':{'by':'本人',"
	                    "'how':'当面','at':%lld}",
	                    from_now(2 * DAY))),
	         422, "consent.at", "不能在将来"},
		{STATION, "/orders", draft(w, ",'kind':'visit'"), 422, "beneficiary.name",
	         "要写明替谁登记"},
		{STATION, "/orders", draft(w, ",'beneficiary':{'name':'示例老人'}"), 422,
	         "consent.by", "谁同意登记"},
		{RESIDENT, "/orders",
	         draft(w, J(",'beneficiary':{'name':'示例老人'},"
	                    "'consent':{'by':'本人','how':'当面'}")),
	         403, NULL, "能替别人登记"},
	};
	REFUSE_EACH("", rows);
	/* Of one row the other half is fine: the same draft with its days in order is taken. */
	assert_int_equal(world_ask(w, RESIDENT, POST, "/orders",
	                           draft(w, J(",'wanted_from':%lld,'wanted_until':%lld",
	                                      from_now(2 * DAY), from_now(3 * DAY)))),
	                 201);
}
STORY(what_cannot_be_wished_is_named_beside_its_field)

/* ---- the reviewer ---- */

static void an_order_is_merged_into_another_living_one_only(struct world *w)
{
	const char *ended = case_order(w, ORDER_CANCELLED);
	const char *id = case_order(w, ORDER_SUBMITTED);
	world_askf(w, REVIEWER, GET, NULL, "/orders/%s", id);
	const char *number = world_get(w, "number");
	const struct refusal rows[] = {
		{REVIEWER, "/orders/%s/merge", J("{'into':'DD19990101-0001'}"), 422, "into",
	         "请核对单号"},
		{REVIEWER, "/orders/%s/merge", J("{'into':'" PROBE_NOBODY "'}"), 422, "into",
	         "请核对单号"},
		{REVIEWER, "/orders/%s/merge", J("{'into':'%s'}", id), 422, "into", "不能并入自己"},
		{REVIEWER, "/orders/%s/merge", J("{'into':'%s'}", number), 422, "into",
	         "不能并入自己"},
		{REVIEWER, "/orders/%s/merge", J("{'into':'%s'}", ended), 422, "into",
	         "现在是“已取消”"},
		{OTHER_TOWNSHIP, "/orders/%s/merge", J("{'into':'%s'}", ended), 404, NULL, ""},
	};
	REFUSE_EACH(id, rows);
	const char *living = case_order(w, ORDER_OPEN);
	assert_int_equal(
		world_askf(w, REVIEWER, POST, J("{'into':'%s'}", living), "/orders/%s/merge", id),
		200);
	assert_string_equal(world_get(w, "state"), "merged");
}
STORY(an_order_is_merged_into_another_living_one_only)

static void a_reroute_leads_to_a_place_and_a_category_there_are(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	const struct refusal rows[] = {
		{DISPATCHER, "/orders/%s/reroute", J("{'reason':'没有别的'}"), 422, "category",
	         "请至少改一项"},
		{DISPATCHER, "/orders/%s/reroute", J("{'category':'magic'}"), 422, "category",
	         "没有这个类别"},
		{DISPATCHER, "/orders/%s/reroute", J("{'place':'430421999999'}"), 422, "place",
	         "没有这个村"},
		{DISPATCHER, "/orders/%s/reroute", J("{'place':'430421'}"), 422, "place",
	         "没有这个村"},
		{DISPATCHER, "/orders/%s/reroute", J("{'kind':'menu'}"), 422, "kind",
	         "不能改成点单"},
	};
	REFUSE_EACH(id, rows);
	assert_string_equal(case_state(w, id), "open");
}
STORY(a_reroute_leads_to_a_place_and_a_category_there_are)

static void what_is_other_gets_its_category_before_it_goes_on(struct world *w)
{
	case_script(
		w,
		"INSERT INTO category (word, label, never_public, sort) VALUES ('other', '其他', "
		"0, 9)");
	assert_int_equal(world_page(w, RESIDENT, "/orders/new"), 200);
	HAS("其他");
	ASK(RESIDENT, POST, 201,
	    J("{'kind':'request','title':'家里有件事说不清','detail':'想请人来看看',"
	      "'category':'other','place':'" VILLAGE "','submit':true}"),
	    "/orders");
	const char *id = world_get(w, "id");
	/* neither as it is nor by the same word again, and beside the field */
	ASK(REVIEWER, POST, 422, "{}", "/orders/%s/approve", id);
	HAS("\"field\":\"category\"");
	HAS("其他");
	ASK(REVIEWER, POST, 422, "{\"category\":\"other\"}", "/orders/%s/approve", id);
	HAS("\"field\":\"category\"");
	ASK(REVIEWER, POST, 422, "{\"category\":\"other\",\"reason\":\"看不出来\"}",
	    "/orders/%s/reroute", id);
	assert_string_equal(case_state(w, id), "submitted");
	assert_int_equal(world_page(w, REVIEWER, arena_printf(w->mem, "/review?order=%s", id)),
	                 200);
	HAS("value=\"repair\"");
	ASK(REVIEWER, POST, 200, "{\"category\":\"repair\"}", "/orders/%s/approve", id);
	assert_string_equal(case_state(w, id), "open");
	/* what is refused or sent back needs none; nobody offers a service that is other */
	ASK(LEADER, POST, 422,
	    J("{'title':'什么都做','about':'家里有什么事，来了再一件一件说','area':'" VILLAGE
	      "','category':'other','teams':['%s']}",
	      w->team_uid_a),
	    "/menu");
	HAS("\"field\":\"category\"");
}
STORY(what_is_other_gets_its_category_before_it_goes_on)

/* ---- offers ---- */

static void nobody_is_asked_who_may_not_serve(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_script(w, arena_printf(w->mem,
	                            "UPDATE person SET volunteer = 1 WHERE id IN (%lld, %lld);"
	                            "UPDATE person SET birth = %lld WHERE id = %lld",
	                            (long long)w->person[RESIDENT], (long long)w->person[STATION],
	                            from_now(-15 * 366 * (int64_t)DAY),
	                            (long long)w->person[VOLUNTEER]));
	const struct refusal rows[] = {
		{DISPATCHER, "/orders/%s/offer", J("{'reason':'不写给谁'}"), 422, "team",
	         "请选一支队伍"},
		{DISPATCHER, "/orders/%s/offer",
	         J("{'person':'" PROBE_NOBODY "','reason':'离得近'}"), 422, "person", "没有这个人"},
		{DISPATCHER, "/orders/%s/offer",
	         J("{'person':'%s','reason':'离得近'}", w->uid[OTHER_RESIDENT]), 422, "person",
	         "还不是注册志愿者"},
		{DISPATCHER, "/orders/%s/offer",
	         J("{'person':'%s','reason':'离得近'}", w->uid[RESIDENT]), 422, "person",
	         "不能由需要帮助的本人或登记人"},
		{DISPATCHER, "/orders/%s/offer",
	         J("{'person':'%s','reason':'离得近'}", w->uid[STATION]), 422, "person",
	         "不能由需要帮助的本人或登记人"},
		{DISPATCHER, "/orders/%s/offer",
	         J("{'person':'%s','reason':'离得近'}", w->uid[VOLUNTEER]), 422, "person",
	         "未满 18 岁"},
		{DISPATCHER, "/orders/%s/offer", J("{'team':'" PROBE_NOBODY "','reason':'离得近'}"),
	         422, "team", ""},
	};
	REFUSE_EACH(id, rows);
	assert_string_equal(case_state(w, id), "open");
}
STORY(nobody_is_asked_who_may_not_serve)

static void no_more_are_asked_at_once_than_the_urgency_allows(struct world *w)
{
	case_script(
		w, "INSERT INTO setting (name, value, who, at) VALUES ('offer.normal', '2', 0, 0)");
	const char *id = case_order(w, ORDER_OFFERED);
	const struct refusal rows[] = {
		{DISPATCHER, "/orders/%s/offer",
	         J("{'people':['%s','%s'],'reason':'再问两个'}", w->uid[VOLUNTEER], w->uid[MEMBER]),
	         422, "team", "最多同时问 2 家，现在还能再问 1 家"},
		{DISPATCHER, "/orders/%s/offer", J("{'team':'%s','reason':'再问'}", w->team_uid_a),
	         422, "team", ""},
	};
	REFUSE_EACH(id, rows);
	assert_int_equal(world_askf(w, DISPATCHER, POST,
	                            J("{'person':'%s','reason':'离得近'}", w->uid[VOLUNTEER]),
	                            "/orders/%s/offer", id),
	                 200);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM order_offer WHERE state = 0"), 2);
}
STORY(no_more_are_asked_at_once_than_the_urgency_allows)

/* ---- the visit ---- */

static const char *visit(struct world *w, int64_t starts, int64_t ends, const char *more)
{
	return J("{'starts_at':%lld,'ends_at':%lld,'reason':'和本人商定的日子'%s}",
	         from_now(starts), from_now(ends), more);
}

static void a_visit_begins_and_ends_within_bounds(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	const struct refusal rows[] = {
		{LEADER, "/orders/%s/schedule", visit(w, -2 * HOUR, HOUR, ""), 422, "starts_at",
	         "已经过去了"},
		{LEADER, "/orders/%s/schedule",
	         visit(w, 181 * (int64_t)DAY, 182 * (int64_t)DAY - HOUR, ""), 422, "starts_at",
	         "半年以内"},
		{LEADER, "/orders/%s/schedule", visit(w, DAY, DAY, ""), 422, "ends_at",
	         "要晚于开始时间"},
		{LEADER, "/orders/%s/schedule", visit(w, DAY, 2 * DAY + 60, ""), 422, "ends_at",
	         "不能超过 24 小时"},
	};
	REFUSE_EACH(id, rows);
	/* Each bound from its other side: an hour ago, and a whole day long. */
	assert_int_equal(world_askf(w, LEADER, POST, visit(w, -HOUR + 60, DAY - HOUR + 60, ""),
	                            "/orders/%s/schedule", id),
	                 200);
	assert_string_equal(case_state(w, id), "scheduled");
	/* What was scheduled is moved within the same bounds. */
	const struct refusal again[] = {
		{LEADER, "/orders/%s/reschedule", visit(w, -2 * HOUR, HOUR, ""), 422, "starts_at",
	         "已经过去了"},
		{LEADER, "/orders/%s/reschedule", visit(w, DAY, DAY - 60, ""), 422, "ends_at",
	         "要晚于开始时间"},
	};
	REFUSE_EACH(id, again);
}
STORY(a_visit_begins_and_ends_within_bounds)

static void who_goes_is_of_the_team_grown_up_and_not_the_one_served(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	world_begin(w, GUEST);
	db_script(w->db,
	          arena_printf(
			  w->mem,
			  "INSERT INTO member (team, person, role, state, since) VALUES "
			  "(%lld, %lld, 0, 2, 1); UPDATE person SET birth = %lld WHERE id = %lld",
			  (long long)w->team_a, (long long)w->person[RESIDENT],
			  from_now(-15 * 366 * (int64_t)DAY), (long long)w->person[MEMBER]));
	world_commit(w);
	assert_int_equal(world_askf(w, STATION, POST,
	                            J("{'guardian':{'purpose':'takes_part','name':'示例父亲',"
	                              "'phone':'19900000088','how':'当面','at':%lld}}",
	                              from_now(-DAY)),
	                            "/people/%s/guardian", w->uid[MEMBER]),
	                 200);
	const struct refusal rows[] = {
		{LEADER, "/orders/%s/schedule",
	         visit(w, DAY, DAY + HOUR, J(",'leader':'%s'", w->uid[VOLUNTEER])), 422, "leader",
	         "不是这支队伍的在册队员"},
		{LEADER, "/orders/%s/schedule",
	         visit(w, DAY, DAY + HOUR, J(",'leader':'%s'", w->uid[RESIDENT])), 422, "leader",
	         "需要帮助的本人"},
		{LEADER, "/orders/%s/schedule",
	         visit(w, DAY, DAY + HOUR, J(",'leader':'%s'", w->uid[MEMBER])), 422, "leader",
	         "年满 18 岁"},
		{LEADER, "/orders/%s/schedule",
	         visit(w, DAY, DAY + HOUR, J(",'members':['%s']", w->uid[RESIDENT])), 422,
	         "members", "需要帮助的本人"},
	};
	REFUSE_EACH(id, rows);
}
STORY(who_goes_is_of_the_team_grown_up_and_not_the_one_served)

static void the_serving_side_alone_says_that_it_is_on_its_way(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	const struct refusal rows[] = {
		{OTHER_LEADER, "/orders/%s/on-the-way", "{}", 404, NULL, "没有这一单"},
		{LEADER, "/orders/%s/late", J("{'minutes':4}"), 422, "minutes", "5 到 240"},
		{LEADER, "/orders/%s/late", J("{'minutes':241}"), 422, "minutes", "5 到 240"},
	};
	case_now(w, id);
	REFUSE_EACH(id, rows);
	assert_int_equal(case_told(w, RESIDENT, "上门要晚到"), 0);
	assert_int_equal(world_askf(w, LEADER, POST, J("{'minutes':240}"), "/orders/%s/late", id),
	                 200);
	assert_int_equal(case_told(w, RESIDENT, "上门要晚到"), 1);
	case_must(w, LEADER, id, ACT_START);
	const struct refusal begun[] = {
		{LEADER, "/orders/%s/on-the-way", "{}", 409, NULL, "服务开始以前才能说"},
	};
	REFUSE_EACH(id, begun);
}
STORY(the_serving_side_alone_says_that_it_is_on_its_way)

/* ---- the roster ---- */

static void the_roster_is_ticked_by_who_serves_and_in_its_order(struct world *w)
{
	const char *id = case_order(w, ORDER_SERVING),
		   *visit_id = world_text(w, "SELECT uid FROM activity");
	const char *leader = J("{'person':'%s'}", w->uid[LEADER]);
	const struct refusal rows[] = {
		{OTHER_LEADER, "/activities/%s/check-in", leader, 404, NULL, "没有这次服务"},
		{LEADER, "/activities/%s/check-in", J("{'person':'%s'}", w->uid[OTHER_LEADER]), 422,
	         "person", "名单上没有这个人"},
		{LEADER, "/activities/%s/check-in", J("{'person':'" PROBE_NOBODY "'}"), 422,
	         "person", "名单上没有这个人"},
	};
	REFUSE_EACH(visit_id, rows);
	if (world_askf(w, LEADER, POST, leader, "/activities/%s/check-in", visit_id) == 409)
		HAS("已经签到");
	assert_int_equal(world_askf(w, LEADER, POST, leader, "/activities/%s/check-out", visit_id),
	                 200);
	const struct refusal out[] = {
		{LEADER, "/activities/%s/check-out", leader, 409, "person",
	         "还没有签到，或者已经签退"},
	};
	REFUSE_EACH(visit_id, out);
	case_must(w, LEADER, id, ACT_COMPLETE);
	const struct refusal over[] = {
		{LEADER, "/activities/%s/check-in", leader, 409, NULL, "不能点名"},
	};
	REFUSE_EACH(visit_id, over);
}
STORY(the_roster_is_ticked_by_who_serves_and_in_its_order)

const struct CMUnitTest order_refuse_tests[] = {
	TOLD(what_cannot_be_wished_is_named_beside_its_field),
	TOLD(an_order_is_merged_into_another_living_one_only),
	TOLD(what_is_other_gets_its_category_before_it_goes_on),
	TOLD(a_reroute_leads_to_a_place_and_a_category_there_are),
	TOLD(nobody_is_asked_who_may_not_serve),
	TOLD(no_more_are_asked_at_once_than_the_urgency_allows),
	TOLD(a_visit_begins_and_ends_within_bounds),
	TOLD(who_goes_is_of_the_team_grown_up_and_not_the_one_served),
	TOLD(the_serving_side_alone_says_that_it_is_on_its_way),
	TOLD(the_roster_is_ticked_by_who_serves_and_in_its_order),
};
const size_t order_refuse_tests_count = sizeof order_refuse_tests / sizeof *order_refuse_tests;
