/* order_doing: what was right when it was asked for or planned is looked at once more when it is done. */
#include "order_case.h"
#include "probe.h"

#include "base/arena.h"
#include "base/clock.h"

static void born(struct world *w, enum who who, int64_t birth)
{
	case_script(w, arena_printf(w->mem, "UPDATE person SET birth = %lld WHERE id = %lld",
	                            (long long)birth, (long long)w->person[who]));
}

/* The midnight on which somebody of so many years has his birthday, `days` from now. */
static int64_t birthday(int years, int64_t days)
{
	struct day d = clock_local(clock_now() + days * DAY);
	d.year -= years;
	d.hour = d.minute = d.second = 0;
	return clock_of(d);
}

static int plan(struct world *w, const char *id, int64_t from, int64_t until, const char *more)
{
	return world_askf(
		w, LEADER, POST,
		arena_printf(w->mem,
	                     "{\"starts_at\":%lld,\"ends_at\":%lld,\"reason\":\"约好的\"%s}",
	                     (long long)from, (long long)until, more),
		"/orders/%s/schedule", id);
}

static void consent_and_age_are_looked_at_again_at_the_start(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	const char *along = arena_printf(w->mem, ",\"members\":[\"%s\"]", w->uid[MEMBER]);
	int64_t at = clock_now() + DAY;
	assert_int_equal(plan(w, id, at, at + HOUR, along), 200);
	case_now(w, id);
	born(w, MEMBER, birthday(16, 3)); /* now it is known that he is fifteen */
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 422);
	HAS("监护人");
	born(w, MEMBER, birthday(30, 3));
	born(w, LEADER, birthday(18, 3));
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 422);
	assert_string_equal(case_state(w, id), "scheduled");
	born(w, LEADER, birthday(40, 3));
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 200);
}
STORY(consent_and_age_are_looked_at_again_at_the_start)

/* Half past midnight of his birthday is agreed; who comes at eleven comes a day too early. */
static void an_early_beginning_does_not_make_anybody_older(struct world *w)
{
	int64_t now = clock_now(), midnight = clock_midnight(now + 2 * DAY);
	const char *id = case_order(w, ORDER_ACCEPTED);
	struct day d = clock_local(midnight);
	d.year -= 18;
	born(w, MEMBER, clock_of(d));
	const char *along = arena_printf(w->mem, ",\"members\":[\"%s\"]", w->uid[MEMBER]);
	assert_int_equal(plan(w, id, midnight + 1800, midnight + 5400, along), 200);
	world_later(midnight - HOUR - now);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 422);
	HAS("监护人");
	world_later(midnight + MINUTE - now);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/start", id), 200);
}
STORY(an_early_beginning_does_not_make_anybody_older)

static void whoever_is_of_age_at_the_visit_leads_it(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	int64_t at = clock_now() + 6 * DAY;
	born(w, LEADER, birthday(18, 3));
	assert_int_equal(plan(w, id, clock_now() + DAY, clock_now() + DAY + HOUR, ""), 422);
	HAS("\"field\":\"leader\"");
	assert_int_equal(plan(w, id, at, at + HOUR, ""), 200);
}
STORY(whoever_is_of_age_at_the_visit_leads_it)

static void who_could_not_be_asked_any_more_does_not_accept(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	assert_int_equal(world_askf(w, DISPATCHER, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\",\"reason\":\"近\"}",
	                                         w->uid[VOLUNTEER]),
	                            "/orders/%s/offer", id),
	                 200);
	born(w, VOLUNTEER, birthday(17, 3));
	assert_int_equal(world_askf(w, VOLUNTEER, POST, "{}", "/orders/%s/accept", id), 422);
	HAS("18 岁");
	assert_string_equal(case_state(w, id), "offered");
	born(w, VOLUNTEER, birthday(40, 3));
	assert_int_equal(world_askf(w, VOLUNTEER, POST, "{}", "/orders/%s/accept", id), 200);
}
STORY(who_could_not_be_asked_any_more_does_not_accept)

static void for_the_dead_nothing_is_opened_again(struct world *w)
{
	static const char why[] = "{\"reason\":\"再去一次\"}";
	const char *called = case_order(w, ORDER_CALLBACK_DUE),
		   *closed = case_order(w, ORDER_CLOSED);
	assert_int_equal(world_askf(w, STATION, POST,
	                            "{\"told_by\":\"女儿电话告知\",\"kind\":\"died\"}",
	                            "/people/%s/depart", w->uid[RESIDENT]),
	                 200);
	const char *const ids[] = {called, closed};
	for (int i = 0; i < 2; i++) {
		assert_int_equal(world_askf(w, DISPATCHER, GET, NULL, "/orders/%s", ids[i]), 200);
		LACKS("\"reopen\"");
		assert_int_equal(world_askf(w, DISPATCHER, POST, why, "/orders/%s/reopen", ids[i]),
		                 409);
		HAS("不能重开");
	}
	assert_string_equal(case_state(w, called), "callback");
}
STORY(for_the_dead_nothing_is_opened_again)

static void a_draft_that_nobody_needs_any_more_is_not_handed_in(struct world *w)
{
	const char *id = case_order(w, ORDER_DRAFT);
	case_script(w, arena_printf(w->mem, "UPDATE orders SET wanted_until = %lld",
	                            (long long)clock_now() + HOUR));
	world_later(2 * HOUR);
	assert_int_equal(world_askf(w, STATION, GET, NULL, "/orders/%s", id), 200);
	LACKS("\"submit\"");
	assert_int_equal(case_act(w, STATION, id, ACT_SUBMIT), 409);
	HAS("最晚时间已经过去了");
	assert_string_equal(case_state(w, id), "draft");
}
STORY(a_draft_that_nobody_needs_any_more_is_not_handed_in)

/* Many asked, many declined: the one that waits is found among them. */
static void who_waits_is_found_behind_many_who_declined(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_script(w,
	            arena_printf(w->mem,
	                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	                         "WHERE i < 250) INSERT INTO order_offer (orders, team, actor, at, "
	                         "until, state, answered) SELECT o.id, %lld, 1, i, 9, 2, i FROM n "
	                         "JOIN orders o ON o.uid = '%s'",
	                         (long long)w->team_b, id));
	case_must(w, DISPATCHER, id, ACT_OFFER);
	assert_int_equal(world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/offers", id), 200);
	LACKS("\"state\":\"waiting\""); /* the oldest first; he stands on the next page */
	const char *next = arena_strdup(w->mem, world_get(w, "next"));
	assert_int_equal(
		world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/offers?after=%s", id, next), 200);
	HAS("\"state\":\"waiting\"");
	case_must(w, DISPATCHER, id, ACT_RECALL);
	assert_string_equal(case_state(w, id), "open");
}
STORY(who_waits_is_found_behind_many_who_declined)

static void common_reasons_are_one_tap(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	int64_t at = clock_now() + 3 * HOUR;
	assert_int_equal(plan(w, id, at, at + HOUR, ""), 200);
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("name=\"reason\" value=\"时间不合适\"");
	LACKS("到了约好的时间没有人来");
	world_later(4 * HOUR);
	assert_int_equal(world_page(w, RESIDENT, arena_printf(w->mem, "/orders/%s", id)), 200);
	HAS("name=\"reason\" value=\"到了约好的时间没有人来\"");
	struct browser b = probe_browser(w, RESIDENT);
	assert_int_equal(probe_post(w, &b, arena_printf(w->mem, "/orders/%s/cancel", id),
	                            "reason=%E7%82%B9%E9%94%99%E4%BA%86&_sure=1"),
	                 303);
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s", id), 200);
	assert_string_equal(world_get(w, "state"), "cancelled");
	world_later(0);
}
STORY(common_reasons_are_one_tap)

const struct CMUnitTest order_doing_tests[] = {
	TOLD(consent_and_age_are_looked_at_again_at_the_start),
	TOLD(an_early_beginning_does_not_make_anybody_older),
	TOLD(whoever_is_of_age_at_the_visit_leads_it),
	TOLD(who_could_not_be_asked_any_more_does_not_accept),
	TOLD(for_the_dead_nothing_is_opened_again),
	TOLD(a_draft_that_nobody_needs_any_more_is_not_handed_in),
	TOLD(who_waits_is_found_behind_many_who_declined),
	TOLD(common_reasons_are_one_tap),
};
const size_t order_doing_tests_count = sizeof order_doing_tests / sizeof *order_doing_tests;
